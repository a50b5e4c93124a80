"""
The calendar of a course, with what the clinic is called and how long its visits last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.clinic import booking
from planner.errors import InputFault
from planner.exchange.calendar import Words, calendar_of
from planner.sheets.calendar_words import of_clinic, of_patient

if TYPE_CHECKING:
    from planner.clinic.desk import Desk
    from planner.course.record import Course


def calendar(desk: Desk, course: Course, *, patients: bool) -> bytes:
    """
    The visits of a course as an iCalendar file, in the language that is spoken.

    Raises:
        InputFault: Nothing is planned to come.
    """
    plan = course.plan
    if plan is None or not plan.slots or course.planned_at is None:
        raise InputFault(
            f"No session of course {course.id} is to come.",
            now=f"See: mesoplan course show {course.id}",
        )
    settings = desk.clinic()[0].settings
    said = of_clinic(course.id, course.patient)
    if patients:
        said = of_patient(settings.get("clinic-name", ""), settings.get("clinic-phone", ""))
    return calendar_of(
        plan,
        booking.visits_of(settings),
        Words(**said),
        version=course.seq,
        made=course.planned_at,
    )
