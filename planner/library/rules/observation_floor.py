"""
Nothing keeps a patient for the observation after an exposure.

What it finds:
    A protocol without an absolute safety gate before discharge that asks for a span
    since the last exposure, always applies, and cannot be overridden.

Why:
    Most severe reactions begin early, and some without skin signs.

What now:
    Add a gate of kind elapsed, since the last exposure, before discharge.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.model.protocol import Elapsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Gate, Protocol

ID = "observation-floor"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Look for the gate that is the floor.
    """
    if not any(_is_floor(gate) for gate in protocol.gates):
        yield Finding(
            rule=ID,
            where=lines.of("protocol"),
            what="No absolute gate asks for a time since the last exposure before "
            "discharge.",
            now='Add one: kind = "elapsed", since = "last-exposure", '
            'before = "discharge", weight = "absolute".',
        )


def _is_floor(gate: Gate) -> bool:
    needs = gate.requires
    return (
        isinstance(needs, Elapsed)
        and needs.since == "last-exposure"
        and needs.at_least is not None
        and gate.safety
        and gate.weight == "absolute"
        and gate.override is None
        and "discharge" in gate.before
        and not gate.applies_if
    )
