"""
The preparation of the next session of a course, each line at its hour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner import library
from planner.clinic import booking
from planner.clinic.around import agreements_of, sessions_of, test_stands
from planner.clinic.desk import zone_of
from planner.course.preparation import prepare

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    further ahead no hold is dated.
    """
    clinic, _ = desk.clinic()
    protocol = desk.protocol(course.digest)
    sessions = sessions_of(desk, course.patient)
    is_next = course.plan is not None and slot == course.plan.slots[0]
    stands = test_stands(desk, sessions, course.id, protocol) if is_next else None
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
    )


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
