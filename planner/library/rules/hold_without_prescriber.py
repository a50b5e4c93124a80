"""
A medicine is held without the word of its prescriber.

What it finds:
    A gate that asks for the interval of a hold, where no gate before the same
    checkpoint, or an earlier one, asks for the prescriber's agreement about the same
    group of medicines.

Why:
    A medicine stopped without its prescriber can cost more than a bruise.

What now:
    Add a gate of kind held with part = "agreement" for this group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown
from planner.model.protocol import Held
from planner.model.terms import WAY_IN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Gate, Protocol

ID = "hold-without-prescriber"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Look for the agreement behind each hold.
    """
    for gate in protocol.gates:
        needs = gate.requires
        if not isinstance(needs, Held) or needs.part != "interval":
            continue
        if not any(
            isinstance(other.requires, Held)
            and other.requires.part == "agreement"
            and other.requires.group == needs.group
            and _first(other) <= _first(gate)
            for other in protocol.gates
        ):
            yield Finding(
                rule=ID,
                where=lines.of("gate", gate.id),
                what=f"The gate {shown(gate.id)} asks for a hold of "
                f"{shown(needs.group)}, and no gate at or before it asks for the "
                "prescriber's agreement.",
                now='Add a gate with kind = "held" and part = "agreement".',
            )


def _first(gate: Gate) -> int:
    places = [WAY_IN.index(name) for name in gate.before if name in WAY_IN]
    return min(places, default=len(WAY_IN))
