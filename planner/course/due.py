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
    from planner.model.course import Plan

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
# Days are text (ISO 8601): they come in the order of the alphabet, and none is first.
_NO_DAY = "0000-00-00"
# What a line begins with: one that was made otherwise is told again from its entries.
_MADE = "2"


class Next(NamedTuple):
    """
    What a course comes to next, in the fewest words.

    `never` to `limit` are the days of its ladder's rungs, as ISO 8601: without a session
    to come none is a day (`0000-00-00`), without a limit the last is not. `test_day` is
    that of its new skin test, or no day; `waits` are codes, `session` the one that was
    opened for it.
    """

    patient: str
    number: int
    at: str
    never: str
    earliest: str
    first: str
    last: str
    limit: str
    test_day: str
    waits: str
    session: str


def next_of(plan: Plan, zone: tzinfo | None = None) -> Next:
    """
    What a plan comes to next. Without a zone its new skin test is not looked at.
    """
    slot = plan.slots[0] if plan.slots else None
    placed = slot.test_at if slot and zone is not None else None
    rungs = slot.rungs if slot else None
    return Next(
        patient="",
        number=slot.number if slot else 0,
        at=slot.at.isoformat() if slot else "",
        never=_day(rungs.never_before if rungs else None),
        earliest=_day(rungs.earliest if rungs else None),
        first=_day(rungs.recommended_from if rungs else None),
        last=_day(rungs.recommended_to if rungs else None),
        limit=_day(rungs.overdue_after if rungs else None),
        test_day=_day(placed.astimezone(zone).date() if placed else None),
        waits=",".join(each.code for each in plan.waits),
        session="",
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else _NO_DAY


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
    return _BETWEEN.join((_MADE, *map(str, made)))


def read(line: str) -> Next:
    """
    The same, from its line.

    Raises:
        ValueError: It is none.
    """
    made, *found = line.split(_BETWEEN)
    if made != _MADE or len(found) != len(Next._fields):
        raise ValueError(line)
    patient, number, at, *rest = found
    if at:
        datetime.fromisoformat(at)
    return Next(patient, int(number), at, *rest)


def standing(here: Next, today: str) -> str:
    """
    How what comes next stands on a day, written as ISO 8601.
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
    if _NO_DAY < here.limit < today:
        return OVERDUE
    if _NO_DAY < here.test_day <= today:
        return WAITS_FOR_TEST
    if today < here.earliest:
        return EARLY
    if today < here.first:
        return SOON
    if today <= here.last:
        return DUE
    return LATE
