"""
What raises an alarm by itself: measured values, and adrenaline by any name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.quantity import PER_CENT, Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.model.entries import care
    from planner.model.protocol import Protocol, Trigger
    from planner.model.situation import Session
    from planner.session.lifecycle import Attempt

ADRENALINE = "adrenaline"


def is_adrenaline(drug: str, protocol: Protocol) -> bool:
    """
    Whether a drug is adrenaline, by any name, with or without its strength.
    """
    vocabulary = protocol.vocabulary
    # The whole text, and each word of it: "i.m. adrenaline 0.5 mL" is adrenaline too.
    for text in (drug, *drug.split()):
        substance = vocabulary.substance_named(text)
        if substance is not None and substance.id == ADRENALINE:
            return True
        medicine = vocabulary.medicine_named(text)
        if medicine is not None and medicine.id.startswith(ADRENALINE):
            return True
    return False


def triggered(payload: care.VitalsTaken, attempt: Attempt) -> list[str]:
    """
    The triggers that a set of vital signs sets off.
    """
    first = _baseline(attempt.situation.session)
    raised = []
    for trigger in attempt.protocol.triggers:
        written = payload.values.get(trigger.value)
        if written is None:
            continue
        value = Quantity.of(written)
        base_text = first.get(trigger.value)
        before = Quantity.of(base_text) if base_text else None
        if _sets_off(trigger, value, before):
            raised.append(trigger.id)
    return raised


def _baseline(session: Session) -> Mapping[str, str]:
    # The first set of this visit, or else of the session.
    begins = session.visit_began.at
    for taken in session.vitals:
        if taken.taken.at >= begins:
            return taken.values
    return session.vitals[0].values if session.vitals else {}


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
