"""
A gate offers an override that it must not have.

What it finds:
    An override on an absolute gate; and, whatever the weight, on a safety gate that
    compares the plan with the allergies, looks for an expired lot, or asks for the
    skin test.

Why:
    A suspected reaction, a known allergy to a component, an expired lot and an
    observation below its floor are opened by nobody.

What now:
    Write override = "prohibited"; or give a gate that a physician may open the weight
    relative, with a decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown
from planner.model.protocol import Composed, InDate, Tested

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Gate, Protocol

ID = "override-prohibited-here"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find overrides where there must be none.
    """
    for gate in protocol.gates:
        why = _why(gate)
        if gate.override is not None and why:
            yield Finding(
                rule=ID,
                where=lines.of("gate", gate.id, "override"),
                what=f"The gate {shown(gate.id)} may not be overridden: {why}.",
                now='Write override = "prohibited".',
            )


def _why(gate: Gate) -> str:
    needs = gate.requires
    if gate.safety and isinstance(needs, Composed) and needs.against == "allergies":
        return "it compares the plan with the patient's allergies"
    if gate.safety and isinstance(needs, InDate):
        return "it stops what has expired"
    if gate.safety and isinstance(needs, Tested):
        return "it asks for the skin test"
    return "it is absolute" if gate.weight == "absolute" else ""
