"""
The calendar of a course, with what the clinic is called and how long its visits last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.clinic import booking
from planner.clinic.courses import unknown_news
from planner.course.record import fold_course
from planner.errors import InputFault
from planner.exchange import calendar as exchange
from planner.exchange.calendar import Words, calendar_of
from planner.model.entries.course import CoursePlanned
from planner.sheets.calendar_words import of_clinic, of_patient
from planner.sheets.rows.leaflet import NextVisit

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from planner.clinic.desk import Desk
    from planner.course.record import Course


def calendar(desk: Desk, course: Course, *, patients: bool) -> bytes:
    """
    The visits of a course as an iCalendar file, in the language that is spoken; those
    that were planned earlier and are to come no more as cancelled.

    Raises:
        InputFault: Nothing is planned to come, and nothing is cancelled.
    """
    nothing = InputFault(
        f"No session of course {course.id} is to come.",
        now=f"See: mesoplan course show {course.id}",
    )
    plan = course.plan
    if plan is None or course.planned_at is None:
        raise nothing
    settings = desk.clinic()[0].settings
    said = of_clinic(course.id, course.patient)
    if patients:
        said = of_patient(settings.get("clinic-name", ""), settings.get("clinic-phone", ""))
    plans = [each.payload for each in desk.entries(f"course:{course.id}")]
    made = calendar_of(
        plan,
        booking.visits_of(settings),
        Words(**said),
        version=course.seq,
        made=course.planned_at,
        earlier=[each.plan for each in plans if isinstance(each, CoursePlanned)],
    )
    if not made:
        raise nothing
    return made


def _is_behind(desk: Desk, course: Course) -> bool:
    # Whether something has happened that the plan does not know: its next date may then be
    # too early. An injection counts as it went in, not when its session is over.
    bound = course.open_binding
    if bound is not None and desk.session(bound.session)[0].deliveries:
        return True
    return bool(unknown_news(desk, course, desk.protocol(course.digest)))


def next_visit(
    desk: Desk,
    course: str,
    *,
    after: datetime,
    say: Callable[[InputFault], None] = lambda _: None,
) -> NextVisit | None:
    """
    The next visit of a course as it is planned, in the language that is spoken; nothing
    where nothing is planned, or where the plan is behind what has happened: `say` is then
    told why.
    """
    entries = desk.entries(f"course:{course}")
    held = fold_course(entries) if entries else None
    plan = held.plan if held is not None else None
    if held is None or plan is None:
        return None
    if _is_behind(desk, held):
        say(
            InputFault(
                "The day of the next visit is left open on the sheet.",
                why=f"The plan of course {course} does not know this session yet.",
                now="Write it by hand; or, once the session is over, plan the course anew"
                f" and print the sheet again: mesoplan course replan {course}",
            )
        )
        return None
    settings = desk.clinic()[0].settings
    words = Words(**of_patient(settings.get("clinic-name", ""), ""))
    visits = booking.visits_of(settings)
    found = exchange.next_visit(plan, visits, words, after=after)
    return NextVisit(at=found[0], entry=found[1]) if found else None
