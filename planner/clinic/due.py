"""
Who is due, across all patients: from a few words kept about each course, and from the
sessions that were opened for their next slots.
"""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from planner.clinic.desk import zone_of
from planner.course.due import IN_SESSION, STANDS, TO_REPLAN, WAITS, read, standing, words
from planner.course.following import NOTHING_CAME
from planner.course.record import fold_course
from planner.errors import InputFault
from planner.model.frozen import filled_by
from planner.model.terms import FINALS

if TYPE_CHECKING:
    from datetime import date

    from planner.clinic.desk import Desk
    from planner.course.due import Next
    from planner.course.record import Course

_STREAM = len("course:")
_BY_DATE = attrgetter("at")


class Due(NamedTuple):
    """
    How one course stands: its next session, planned at an instant (ISO 8601, empty where
    none is planned), what it waits for, and the session opened for it.
    """

    course: str
    patient: str
    stands: str
    number: int
    at: str
    waits: str
    session: str


_due = filled_by(Due)


def due(desk: Desk, on: date | None = None) -> list[Due]:
    """
    Every course, the most urgent first: overdue, late, due, waiting, and so on; within
    these by date.

    Args:
        desk: The desk.
        on: The clinic's day it is told for; else today.
    """
    zone = zone_of(desk.clinic()[0])
    today = (on or desk.clock.now().at.astimezone(zone).date()).isoformat()
    told: dict[str, list[Due]] = {each: [] for each in STANDS}
    for stream, line in desk.journal.glances("course:"):
        kept = line or _kept(desk, stream)
        if not kept:
            continue
        try:
            here = read(kept)
            stands, session = (
                _now(desk, here, today) if here.session else (standing(here, today), "")
            )
        except (ValueError, InputFault):
            # Words that somebody else has written: told from its entries instead.
            here = read(_kept(desk, stream))
            stands, session = _now(desk, here, today)
        told[stands].append(
            _due(
                (
                    stream[_STREAM:],
                    here.patient,
                    stands,
                    here.number,
                    here.at,
                    here.waits,
                    session,
                )
            )
        )
    return [each for some in told.values() for each in sorted(some, key=_BY_DATE)]


def keep(desk: Desk, course: Course) -> None:
    """
    Keep in a few words how a course stands, so that all can be told at once.
    """
    line = words(course, zone_of(desk.clinic()[0]))
    desk.journal.put_glance(f"course:{course.id}", course.seq, line)


def _kept(desk: Desk, stream: str) -> str:
    # Not told yet, or gone further since, or unreadable: told from its entries, and kept.
    course = fold_course(desk.entries(stream))
    if not desk.journal.read_only:
        keep(desk, course)
    return words(course, zone_of(desk.clinic()[0]))


def _now(desk: Desk, here: Next, today: str) -> tuple[str, str]:
    # What its session came to, the course learns when it is planned anew.
    if not here.session:
        return standing(here, today), ""
    found, _ = desk.session(here.session)
    if found.stage == NOTHING_CAME and not found.deliveries:
        # Opened in error, it never was: the next session is still to come.
        return standing(here, today), ""
    if found.stage in FINALS:
        return TO_REPLAN, here.session
    if found.stage == "awaiting-reading":
        # What it waits for beside the reading asks for somebody, too.
        return standing(here, today) if here.waits else WAITS, here.session
    return IN_SESSION, here.session
