"""
Who is due: how the next session of a course stands on a day, from what is stored alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.course.ladder import DUE, EARLY, LATE, NEVER, OVERDUE, SOON
from planner.model.entries.course import NextDue

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date, tzinfo

    from planner.model.course import Plan, Rungs

WAITS_FOR_TEST = "waiting for a test"
WAITS_FOR_PRESCRIBER = "waiting for a prescriber"
WAITS = "waiting"
IN_SESSION = "in a session"
ENDED = "ended"
# In the order in which they ask for somebody.
STANDS = (
    OVERDUE,
    LATE,
    DUE,
    WAITS_FOR_TEST,
    WAITS_FOR_PRESCRIBER,
    WAITS,
    IN_SESSION,
    SOON,
    EARLY,
    NEVER,
    ENDED,
)
_FINAL = frozenset({"refused", "ended"})
_PRESCRIBER = "prescriber"


def stands(plan: Plan, *, today: date, test_day: date | None = None) -> str:
    """
    How the next session stands: waiting, ended, or its place on the ladder (`PLACES`).

    `test_day` is the clinic's day on which its new skin test is placed, as long
    as that test is not done; on that day and after it, it is waited for.
    """
    return standing(
        [each.code for each in plan.waits],
        _ordinals(plan.slots[0].rungs) if plan.slots else (),
        test_day.toordinal() if test_day else 0,
        today.toordinal(),
    )


def standing(waits: Iterable[str], rungs: Sequence[int], test_day: int, today: int) -> str:
    """
    The same, of days as ordinals; without rungs no session is planned.
    """
    codes = set(waits)
    if _PRESCRIBER in codes:
        return WAITS_FOR_PRESCRIBER
    if codes:
        return ENDED if codes & _FINAL else WAITS
    if not rungs:
        return ENDED
    never, earliest, first, last, limit = rungs
    if today < never:
        return NEVER
    if test_day and today >= test_day:
        return WAITS_FOR_TEST
    if today < earliest:
        return EARLY
    if today < first:
        return SOON
    if today <= last:
        return DUE
    return OVERDUE if limit and today > limit else LATE


def next_due(
    plan: Plan, patient: str, zone: tzinfo, *, session: str = "", tested: bool = False
) -> NextDue:
    """
    What a plan comes to next, in few words; `tested` says its new skin test is placed.
    """
    slot = plan.slots[0] if plan.slots else None
    placed = None if slot is None or tested else slot.test_at
    return NextDue(
        patient=patient,
        number=slot.number if slot else 0,
        at=slot.at.isoformat() if slot else "",
        rungs=_ordinals(slot.rungs) if slot else (),
        test_day=placed.astimezone(zone).date().toordinal() if placed else 0,
        waits=tuple(each.code for each in plan.waits),
        session=session,
    )


def _ordinals(rungs: Rungs) -> tuple[int, ...]:
    limit = rungs.overdue_after
    return (
        rungs.never_before.toordinal(),
        rungs.earliest.toordinal(),
        rungs.recommended_from.toordinal(),
        rungs.recommended_to.toordinal(),
        limit.toordinal() if limit else 0,
    )
