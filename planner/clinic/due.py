"""
Who is due, across all patients: from the last words of the courses' streams, and from
the sessions that were opened for their next slots.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from planner.clinic.desk import zone_of
from planner.course.due import IN_SESSION, STANDS, WAITS, standing
from planner.errors import JournalDamaged
from planner.model.entries.course import NextDue
from planner.model.terms import FINALS

if TYPE_CHECKING:
    from datetime import date

    from planner.clinic.desk import Desk

_STREAM = len("course:")
_TO_REPLAN = "session ended"


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
    waits: tuple[str, ...]
    session: str


def due(desk: Desk, on: date | None = None) -> list[Due]:
    """
    Every course, the most urgent first: overdue, late, due, waiting, and so on; within
    these by date.

    Args:
        desk: The desk.
        on: The clinic's day it is told for; else today.

    Raises:
        JournalDamaged: The last word of a course cannot be read.
    """
    zone = zone_of(desk.clinic()[0])
    today = (on or desk.clock.now().at.astimezone(zone).date()).toordinal()
    ends = desk.journal.ends("course:")
    told = []
    # Read at once: one parse of many small texts is several times faster than many.
    tables = _tables([payload for _, kind, payload in ends if kind == NextDue.kind])
    if len(tables) != len(ends):
        raise _unreadable()
    for (stream, _, _), table in zip(ends, tables, strict=True):
        try:
            course, session = stream[_STREAM:], table["session"]
            stands = standing(table["waits"], table["rungs"], table["test_day"], today)
            told.append(
                Due(
                    course,
                    table["patient"],
                    _now(desk, session) if session else stands,
                    table["number"],
                    table["at"],
                    tuple(table["waits"]),
                    session,
                )
            )
        except (LookupError, TypeError, ValueError):
            raise _unreadable() from None
    order = {name: place for place, name in enumerate((_TO_REPLAN, *STANDS))}
    return sorted(told, key=lambda each: (order[each.stands], each.at, each.course))


def _tables(payloads: list[bytes]) -> list[dict[str, Any]]:
    try:
        held: list[dict[str, Any]] = json.loads(b"[" + b",".join(payloads) + b"]")
    except ValueError:
        raise _unreadable() from None
    return held


def _now(desk: Desk, session: str) -> str:
    # What its session came to, the course learns when it is planned anew.
    found, _ = desk.session(session)
    if found.stage in FINALS:
        return _TO_REPLAN
    return WAITS if found.stage == "awaiting-reading" else IN_SESSION


def _unreadable() -> JournalDamaged:
    return JournalDamaged(
        "The last word of a course cannot be read.",
        why="Every plan ends with how it stands.",
        now="Run: mesoplan journal verify",
    )
