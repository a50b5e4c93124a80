"""
A relative gate says nothing about "does not know".

What it finds:
    A gate of weight relative whose `unknown` is empty.

Why:
    A relative gate is one a physician may open by a recorded decision; without the way
    out of "does not know" that decision has nothing to go by.

What now:
    Write the test, the document, or the worst-case precaution in `unknown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "relative-without-way"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find relative gates with nothing in `unknown`.
    """
    for gate in protocol.gates:
        if gate.weight == "relative" and not gate.unknown.strip():
            yield Finding(
                rule=ID,
                where=lines.of("gate", gate.id, "unknown"),
                what=f"The relative gate {shown(gate.id)} gives no way out of "
                '"does not know".',
                now='Write the test, document or precaution in "unknown".',
            )
