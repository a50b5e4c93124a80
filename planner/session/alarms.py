"""
What raises an alarm by itself: measured values, and adrenaline by any name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.quantity import PER_CENT, Quantity

if TYPE_CHECKING:
    from planner.model.entries import care
    from planner.model.protocol import Protocol, Trigger
    from planner.session.lifecycle import Attempt


def is_adrenaline(drug: str, protocol: Protocol) -> bool:
    """
    Whether a drug is adrenaline, by any name, with or without its strength.
    """
    known = protocol.vocabulary.substance_named(drug)
    if known is None:
        known = protocol.vocabulary.substance_named(drug.split(" ", maxsplit=1)[0])
    return known is not None and known.id == "adrenaline"


def triggered(payload: care.VitalsTaken, attempt: Attempt) -> list[str]:
    """
    The triggers that a set of vital signs sets off.
    """
    first = next(
        (
            taken.values
            for taken in attempt.situation.session.vitals
            if taken.taken.at >= attempt.situation.session.visit_began.at
        ),
        None,
    )
    raised = []
    for trigger in attempt.protocol.triggers:
        written = payload.values.get(trigger.value)
        if written is None:
            continue
        value = Quantity.of(written)
        base_text = (first or {}).get(trigger.value)
        before = Quantity.of(base_text) if base_text else None
        if _sets_off(trigger, value, before):
            raised.append(trigger.id)
    return raised


def _sets_off(trigger: Trigger, value: Quantity, before: Quantity | None) -> bool:
    fall = trigger.under_baseline
    low_before = (
        before is not None
        and trigger.below is not None
        and before < trigger.below
        and fall is not None
        and fall.dimension == value.dimension
    )
    # Who starts below the bound is measured by the fall from there.
    if trigger.below is not None and not low_before and value < trigger.below:
        return True
    if trigger.above is not None and value > trigger.above:
        return True
    if fall is None or before is None or not before.measure:
        return False
    if fall.dimension == value.dimension:
        down = before.measure - value.measure >= fall.measure
        return down and (low_before or trigger.below is None)
    return (before.measure - value.measure) * PER_CENT > fall.measure * before.measure
