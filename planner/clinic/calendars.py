"""
The calendar of a course, with what the clinic is called and how long its visits last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.clinic import booking
from planner.errors import InputFault
from planner.exchange.calendar import Words, calendar_of
from planner.sheets.language import t

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
    name = settings.get("clinic-name", "")
    words = _for_clinic(course)
    if patients:
        words = _for_patient(name, settings.get("clinic-phone", ""))
    return calendar_of(
        plan,
        booking.visits_of(settings),
        words,
        version=course.seq,
        made=course.planned_at,
    )


def _for_patient(clinic: str, phone: str) -> Words:
    # No diagnosis, no medicine: whoever holds the telephone sees it.
    said = t("Appointment at {clinic}", clinic=clinic) if clinic else t("Appointment")
    return Words(
        name=said,
        visit=said,
        test=said,
        reading=said,
        place=clinic,
        note=t("If you cannot come, call {phone}.", phone=phone) if phone else "",
    )


def _for_clinic(course: Course) -> Words:
    who = t("patient {patient}", patient=course.patient)
    return Words(
        name=t("Course {course}", course=course.id),
        visit=t("Session {n}", n="{number}") + f", {who}",
        test=t("Skin test before session {n}", n="{number}") + f", {who}",
        reading=t("Late reading before session {n}", n="{number}") + f", {who}",
        place="",
        note=t("Course {course}", course=course.id),
    )
