"""
What reaches a patient: completed with what the session knows, and compared with the plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner.errors import InputFault
from planner.model.entries import care
from planner.model.quantity import Quantity
from planner.model.requirements import Tested
from planner.model.situation import Exposure
from planner.model.terms import MOST_DIGITS
from planner.safety.findings import Finding, Phrase, barred
from planner.safety.kinds.tested import composition, is_positive
from planner.session import wellformed

if TYPE_CHECKING:
    from planner.session.lifecycle import Attempt


def _bar(attempt: Attempt, name: str, **seen: object) -> Finding:
    return barred(attempt.protocol.bar[name], Phrase(name, seen))


Entering = care.TestPlaced | care.AnaestheticApplied | care.Delivered


def volume_of(payload: Entering) -> Quantity | None:
    """
    How much reached the patient, or nothing where a test says no volume.

    Raises:
        InputFault: The volume is not a number with a unit.
    """
    match payload:
        case care.TestPlaced():
            return wellformed.amount(payload.volume, "volume") if payload.volume else None
        case care.AnaestheticApplied():
            return wellformed.amount(payload.amount, "amount")
        case care.Delivered():
            return wellformed.amount(payload.volume, "volume")


def completed(payload: Entering, attempt: Attempt, *, entered: bool = False) -> Entering:
    """
    The payload with what the session knows of it: number, composition, deviation.

    What has `entered` may have points nobody counted; what is asked for may not.
    """
    session = attempt.situation.session
    if isinstance(payload, care.TestPlaced):
        made_of = composition(payload.product, attempt.situation)
        number = f"test-{len(session.tests) + 1}"
        return evolve(payload, test=number, composition=made_of)
    if isinstance(payload, care.AnaestheticApplied):
        return payload
    given = sum(each.kind == "delivery" for each in session.exposures)
    payload = evolve(payload, delivery=f"delivery-{given + 1}")
    return evolve(
        payload,
        deviation=payload.deviation or _deviation(payload, attempt, entered=entered),
        paper=_on_paper(payload, attempt),
    )


def _on_paper(payload: care.Delivered, attempt: Attempt) -> bool:
    stated = payload.stated_at
    if stated is None:
        return False
    return any(
        each.begins <= stated <= each.ends
        for each in attempt.situation.history.clinic.paper
    )


def points_in(text: str) -> tuple[int, ...]:
    """
    The numbers of the points in "1-6, 9".

    Raises:
        InputFault: It is not a list of numbers.
    """
    numbers: list[int] = []
    for part in text.replace(" ", "").split(","):
        ends = part.split("-")
        numbered = all(end.isdecimal() and len(end) <= MOST_DIGITS for end in ends)
        if not numbered or len(ends) > len("ab"):
            raise InputFault(f'"{text}" are not points.', now='Write them as in "1-6, 9".')
        found = range(int(ends[0]), int(ends[-1]) + 1)
        if not found:
            raise InputFault(
                f'"{part}" runs backwards.', now='Write points as in "1-6, 9".'
            )
        numbers.extend(found)
    return tuple(numbers)


def points_known(text: str) -> tuple[int, ...] | None:
    """
    The numbers of the points, or nothing where nobody counted them.
    """
    try:
        return points_in(text)
    except InputFault:
        return None


def _deviation(payload: care.Delivered, attempt: Attempt, *, entered: bool) -> str:
    plan = attempt.situation.plan
    item = next((i for i in plan.items if i.id == payload.item), None) if plan else None
    if item is None:
        return "not in the plan"
    points = points_known(payload.points) if entered else points_in(payload.points)
    if points is None:
        return "points not counted"
    planned = Quantity.of(item.volume_per_point) * len(points)
    parts = []
    if Quantity.of(payload.volume).measure != planned.measure:
        parts.append(f"{payload.volume} where {planned} was planned")
    if payload.technique != item.technique:
        parts.append(f"{payload.technique} where {item.technique} was planned")
    earlier = {
        point
        for each in attempt.situation.session.deliveries
        if each.item == payload.item
        for point in points_known(each.points) or ()
    }
    again = sorted(earlier & set(points))
    if again:
        parts.append("again at point " + ", ".join(map(str, again)))
    return "; ".join(parts)


def not_in_plan(payload: Entering, attempt: Attempt) -> Finding | None:
    """
    Refuse what the plan does not hold: it is amended first, or recorded as entered.
    """
    plan = attempt.situation.plan
    if plan is None:
        return _bar(attempt, "no-plan")
    lots = {(item.product, item.lot) for item in plan.items}
    if isinstance(payload, care.TestPlaced):
        control = payload.product in {"saline", "histamine"}
        if control or (payload.product, payload.lot) in lots:
            return _prick_first(payload, attempt)
        return _bar(attempt, "not-in-plan", what=f"{payload.product} {payload.lot}")
    if isinstance(payload, care.AnaestheticApplied):
        if (payload.product, payload.lot) in lots:
            return None
        return _bar(attempt, "not-in-plan", what=f"{payload.product} {payload.lot}")
    item = next((i for i in plan.items if i.id == payload.item), None)
    if item is None:
        return _bar(attempt, "not-in-plan", what=payload.item)
    wrong = [
        seen
        for seen, planned in (
            (payload.zone, item.zone),
            (payload.product, item.product),
            (payload.lot, item.lot),
            (payload.needle, item.needle.id),
        )
        if seen != planned
    ]
    outside = [p for p in points_in(payload.points) if not 1 <= p <= item.points]
    wrong += [f"point {point}" for point in outside]
    if wrong:
        return _bar(attempt, "not-in-plan", what=", ".join(wrong))
    return None


def _prick_first(payload: care.TestPlaced, attempt: Attempt) -> Finding | None:
    if payload.method != "intradermal":
        return None
    pricks = [
        test
        for test in attempt.situation.session.tests
        if test.product == payload.product
        and test.lot == payload.lot
        and test.method == "prick"
        and not test.in_error
    ]
    readings = [(test, made) for test in pricks for _, made in test.readings]
    rules = [
        gate.requires
        for gate in attempt.protocol.gates
        if isinstance(gate.requires, Tested)
    ]
    positive = any(is_positive(*each, rule) for each in readings for rule in rules)
    if readings and not positive:
        return None
    return _bar(attempt, "prick-first", product=payload.product)


def as_exposure(payload: Entering, attempt: Attempt) -> Exposure:
    """
    The exposure this payload would be, so that a limit can count it beforehand.
    """
    now = attempt.situation.now
    kinds = {"test-placed": "test", "delivered": "delivery"}
    return Exposure(
        entry="",
        kind=kinds.get(payload.kind, "anaesthetic"),
        id="",
        product=payload.product,
        lot=payload.lot,
        zone=payload.site if isinstance(payload, care.TestPlaced) else payload.zone,
        volume=volume_of(payload),
        counts_from=now,
        occurred_at=now.at,
    )
