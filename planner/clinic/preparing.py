"""
The preparation of the next session of a course, each line at its hour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner import library
from planner.clinic import booking
from planner.clinic.around import agreements_of, sessions_of, test_stands
from planner.clinic.desk import zone_of
from planner.course.preparation import prepare

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from planner.clinic.around import TestStands
    from planner.clinic.desk import Desk
    from planner.course.preparation import Line
    from planner.course.record import Course
    from planner.model.course import Slot
    from planner.model.protocol import Protocol
    from planner.model.situation import Session


def preparation(desk: Desk, course: Course, slot: Slot) -> tuple[Line, ...]:
    """
    The lines of one slot, by their time; those without one come last.

    What prescribers agreed, and the late reading, are of the next session only: for one
    further ahead no hold is dated. A test that was placed since the plan was accepted is
    the one it had planned: its late reading is counted from when it really was.
    """
    clinic, _ = desk.clinic()
    protocol = desk.protocol(course.digest)
    sessions = sessions_of(desk, course.patient)
    is_next = course.plan is not None and slot == course.plan.slots[0]
    stands = test_stands(desk, sessions, course.id, protocol) if is_next else None
    if stands is not None and course.planned_at and course.planned_at <= stands.placed:
        slot = evolve(slot, test_at=None)
    times = library.care_times_of(
        protocol,
        until_injection=booking.length(clinic.settings, booking.UNTIL_INJECTION),
        injecting=booking.length(clinic.settings, booking.INJECTING),
        medicines=_taken(sessions, course.id, protocol),
    )
    return prepare(
        slot,
        times,
        zone=zone_of(clinic),
        agreements=agreements_of(sessions, course.id) if is_next else (),
        negative_at=stands.negative_at if stands else None,
        placed_at=_to_be_read(stands, course),
    )


def _to_be_read(stands: TestStands | None, course: Course) -> datetime | None:
    # When a test was placed that still waits for its late reading: one that a session was
    # held under is not read any more.
    if stands is None or stands.read:
        return None
    done = course.plan.done if course.plan else ()
    return None if any(each.at > stands.placed for each in done) else stands.placed


def _taken(
    sessions: Mapping[str, Session], course: str, protocol: Protocol
) -> tuple[str, ...] | None:
    # Only a list that was stated complete, with every name known, says what is not taken.
    own = [each for each in sessions.values() if each.course == course]
    if not own or own[-1].medicines_complete is not True:
        return None
    named = protocol.vocabulary.medicine_named
    known = [named(each.name) for each in own[-1].medicines]
    if any(each is None for each in known):
        return None
    return tuple(each.id for each in known if each is not None)
