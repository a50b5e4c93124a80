"""
Who is due: how the next session of a course stands on a day, from what is stored alone.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from planner.course.ladder import DUE, EARLY, LATE, NEVER, OVERDUE, SOON

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from planner.course.record import Course
    from planner.model.course import Plan, Rungs

WAITS_FOR_TEST = "waiting for a test"
WAITS_FOR_PRESCRIBER = "waiting for a prescriber"
WAITS = "waiting"
IN_SESSION = "in a session"
TO_REPLAN = "session ended"
ENDED = "ended"
# In the order in which they ask for somebody.
STANDS = (
    TO_REPLAN,
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
_FINAL = ("refused", "ended")
_PRESCRIBER = "prescriber"
_BETWEEN = "|"
_NO_RUNGS = (0, 0, 0, 0, 0)


class Next(NamedTuple):
    """
    What a course comes to next, in the fewest words.

    `never` to `limit` are the rungs of its ladder as ordinals of days: without a session
    to come all are 0, without a limit the last. `test_day` is that of its new skin test,
    0 without one; `waits` are codes, `session` the one that was opened for it.
    """

    patient: str
    number: int
    at: str
    never: int
    earliest: int
    first: int
    last: int
    limit: int
    test_day: int
    waits: str
    session: str


def next_of(plan: Plan, zone: tzinfo | None = None) -> Next:
    """
    What a plan comes to next. Without a zone its new skin test is not looked at.
    """
    slot = plan.slots[0] if plan.slots else None
    placed = slot.test_at if slot and zone is not None else None
    rungs = _ordinals(slot.rungs) if slot else _NO_RUNGS
    return Next(
        "",
        slot.number if slot else 0,
        slot.at.isoformat() if slot else "",
        *rungs,
        placed.astimezone(zone).date().toordinal() if placed else 0,
        ",".join(each.code for each in plan.waits),
        "",
    )


def words(course: Course, zone: tzinfo) -> str:
    """
    What a course comes to next, as one short line of text.
    """
    bound = course.open_binding
    if course.plan is None:
        return ""
    made = next_of(course.plan, zone)._replace(
        patient=course.patient, session=bound.session if bound else ""
    )
    return _BETWEEN.join(map(str, made))


def read(line: str) -> Next:
    """
    The same, from its line.

    Raises:
        ValueError: It is none.
    """
    patient, number, at, *days, waits, session = line.split(_BETWEEN)
    never, earliest, first, last, limit, test = map(int, days)
    if at:
        datetime.fromisoformat(at)
    return Next(
        patient,
        int(number),
        at,
        never,
        earliest,
        first,
        last,
        limit,
        test,
        waits,
        session,
    )


def stands(plan: Plan, *, today: date, test_day: date | None = None) -> str:
    """
    How the next session stands: waiting, ended, or its place on the ladder (`PLACES`).

    `test_day` is the clinic's day on which its new skin test is placed, as long
    as that test is not done; on that day and after it, it is waited for.
    """
    made = next_of(plan)
    if test_day is not None:
        made = made._replace(test_day=test_day.toordinal())
    return standing(made, today.toordinal())


def standing(here: Next, today: int) -> str:
    """
    How what comes next stands on a day, as its ordinal.
    """
    if here.waits:
        codes = here.waits.split(",")
        if _PRESCRIBER in codes:
            return WAITS_FOR_PRESCRIBER
        return ENDED if any(each in _FINAL for each in codes) else WAITS
    if not here.number:
        return ENDED
    if today < here.never:
        return NEVER
    if here.test_day and today >= here.test_day:
        return WAITS_FOR_TEST
    if today < here.earliest:
        return EARLY
    if today < here.first:
        return SOON
    if today <= here.last:
        return DUE
    return OVERDUE if here.limit and today > here.limit else LATE


def _ordinals(rungs: Rungs) -> tuple[int, int, int, int, int]:
    limit = rungs.overdue_after
    return (
        rungs.never_before.toordinal(),
        rungs.earliest.toordinal(),
        rungs.recommended_from.toordinal(),
        rungs.recommended_to.toordinal(),
        limit.toordinal() if limit else 0,
    )
