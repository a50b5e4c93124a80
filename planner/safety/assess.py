"""
Assess: every gate of a checkpoint, against one situation, into findings; all of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.answer import Outcome
from planner.safety.conditions import holds
from planner.safety.findings import Finding
from planner.safety.kinds import READ
from planner.safety.override import opening_for

if TYPE_CHECKING:
    from planner.model.protocol import Gate, Protocol
    from planner.model.situation import Situation
    from planner.safety.findings import Reading


def assess(
    situation: Situation, protocol: Protocol, checkpoint: str
) -> tuple[Finding, ...]:
    """
    Read every gate that holds a checkpoint, in the order of the protocol.

    A gate whose condition does not hold is dropped; one whose condition is unknown is
    kept, and can then be open or unknown, but not shut.
    """
    found: list[Finding] = []
    for gate in protocol.gates_before[checkpoint]:
        named = gate.applies_if
        applies = holds(named, situation, protocol) if named else Outcome.OPEN
        if applies is not Outcome.SHUT:
            found += findings_of(gate, applies, situation, protocol)
    return tuple(found)


def findings_of(
    gate: Gate, applies: Outcome, situation: Situation, protocol: Protocol
) -> list[Finding]:
    """
    The findings of one gate, one for each item.
    """
    # An open reading needs no second look; there are many of them in every move.
    safety = gate.safety
    return [
        Finding(card=gate, reading=reading, outcome=Outcome.OPEN, safety=safety)
        if reading.outcome is Outcome.OPEN
        else _finding(gate, applies, reading, situation)
        for reading in READ[type(gate.requires)](gate, situation, protocol)
    ]


def _finding(
    gate: Gate, applies: Outcome, reading: Reading, situation: Situation
) -> Finding:
    outcome = reading.outcome
    if applies is Outcome.UNKNOWN and outcome is Outcome.SHUT:
        outcome = Outcome.UNKNOWN
    opening = None
    if outcome is Outcome.SHUT:
        opening = opening_for(gate, reading, situation)
    return Finding(
        card=gate,
        reading=reading,
        outcome=outcome,
        opening=opening,
        safety=gate.safety,
    )
