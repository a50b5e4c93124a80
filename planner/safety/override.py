"""
What opens a shut gate by name and reason: a physician's decision, or an override.

Neither opens what is unknown, and neither outlives what was seen when it was made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.protocol import Gate
    from planner.model.situation import Opening, Situation
    from planner.safety.findings import Reading


def may_decide(gate: Gate) -> bool:
    """
    Whether a physician's recorded decision may open this gate.
    """
    return gate.weight == "relative"


def opening_for(gate: Gate, reading: Reading, situation: Situation) -> Opening | None:
    """
    Find the decision or override that opens this shut reading, if there is one.
    """
    token = reading.seen.token
    for opening in reversed(situation.session.openings):
        if (opening.gate, opening.item) != (gate.id, reading.item):
            continue
        if opening.seen != token:
            continue
        if opening.override:
            policy = gate.override
            if policy is None or opening.role not in policy.by:
                continue
            if opening.reason not in policy.reasons:
                continue
            return opening
        if may_decide(gate) and opening.role == "physician":
            return opening
    return None
