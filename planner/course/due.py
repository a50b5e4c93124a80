"""
Who is due: how the next session of a course stands on a day, from what is stored alone.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from planner.course.ladder import DUE, EARLY, LATE, NEVER, OVERDUE, SOON
from planner.model.frozen import filled_by
from planner.model.terms import KEPT_LONG

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
_MADE = "3"
# Where each day stands in `days`: there are thousands of lines, so none is taken apart.
_WIDTH = len(_NO_DAY)
_NAMES = ("never before", "earliest", "from", "to", "overdue after", "test")
_STEP = _WIDTH + 1
_NEVER, _EARLIEST, _FIRST, _LAST, _LIMIT, _TEST = (
    slice(_STEP * place, _STEP * place + _WIDTH) for place, _ in enumerate(_NAMES)
)
_LENGTH = _TEST.stop


class Next(NamedTuple):
    """
    What a course comes to next, in the fewest words.

    `days` are the days of its ladder's rungs (never before, earliest, recommended from
    and to, overdue after) and of its new skin test, as ISO 8601 with a space between;
    what is not there is no day (`0000-00-00`). `waits` are codes, `session` the one that
    was opened for it.
    """

    patient: str
    number: int
    at: str
    days: str
    waits: str
    session: str


def next_of(plan: Plan, zone: tzinfo | None = None) -> Next:
    """
    What a plan comes to next. Without a zone its new skin test is not looked at.
    """
    slot = plan.slots[0] if plan.slots else None
    placed = slot.test_at if slot and zone is not None else None
    days: list[date | None] = [None] * (len(_NAMES) - 1)
    if slot:
        rungs = slot.rungs
        ideal = (rungs.recommended_from, rungs.recommended_to)
        days = [rungs.never_before, rungs.earliest, *ideal, rungs.overdue_after]
    days.append(placed.astimezone(zone).date() if placed else None)
    return Next(
        patient="",
        number=slot.number if slot else 0,
        at=slot.at.isoformat() if slot else "",
        days=" ".join([each.isoformat() if each else _NO_DAY for each in days]),
        waits=",".join(each.code for each in plan.waits),
        session="",
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
    return _BETWEEN.join((_MADE, *map(str, made)))


def read(line: str) -> Next:
    """
    The same, from its line.

    Raises:
        ValueError: It is none.
    """
    made, patient, number, at, days, waits, session = line.split(_BETWEEN)
    if made != _MADE or len(days) != _LENGTH:
        raise ValueError(line)
    if at:
        _moment(at)
    return _next((patient, int(number), at, days, waits, session))


_moment = datetime.fromisoformat
_next = filled_by(Next)


def standing(here: Next, today: str) -> str:
    """
    How what comes next stands on a day, written as ISO 8601.
    """
    if here.waits:
        codes = here.waits.split(",")
        if _PRESCRIBER in codes:
            return WAITS_FOR_PRESCRIBER
        return ENDED if any(each in _FINAL for each in codes) else WAITS
    return _by_days(here.days, today) if here.number else ENDED


@lru_cache(maxsize=KEPT_LONG)
def _by_days(days: str, today: str) -> str:
    # Courses that were planned on one day for one rhythm have the same days.
    if today < days[_NEVER]:
        return NEVER
    if _NO_DAY < days[_LIMIT] < today:
        return OVERDUE
    if _NO_DAY < days[_TEST] <= today:
        return WAITS_FOR_TEST
    if today < days[_EARLIEST]:
        return EARLY
    if today < days[_FIRST]:
        return SOON
    if today <= days[_LAST]:
        return DUE
    return LATE
