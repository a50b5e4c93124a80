"""
Print a course, or the letter to the prescriber of a medicine before its next session.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from planner.clinic import letters, speech
from planner.clinic.around import agreements_of, sessions_of
from planner.clinic.courses import course_of, unknown_news
from planner.clinic.desk import zone_of
from planner.clinic.preparing import preparation
from planner.errors import InputFault, nearest
from planner.journal.record import short
from planner.model.vocabulary import plain
from planner.safety.known import TakenMedicine
from planner.sheets import written
from planner.sheets.paperwork import CoursePage, PrescriberLetter
from planner.sheets.render import render
from planner.sheets.rows import asking, course_told, heads
from planner.sheets.rows.course_drawn import drawn_course

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from planner.clinic.desk import Desk
    from planner.course.record import Course
    from planner.model.protocol import Protocol
    from planner.model.situation import Session

COURSE, LETTER = "course", "prescriber-letter"


def course_sheet(
    desk: Desk, id_: str, *, letter: str = "", paper: str = "A4", language: str = ""
) -> str:
    """
    A course as a page: its picture, every date with its reason, the next preparation.

    `letter` prints instead the letter that asks the prescriber of this medicine.

    Raises:
        InputFault: There is no such course, language or medicine, or it has no plan.
    """
    course = course_of(desk, id_)
    protocol = desk.protocol(course.digest)
    settings = desk.clinic()[0].settings
    code = speech.of_staff(language, settings)
    with speech.speaking(protocol, code) as told:
        made: CoursePage | PrescriberLetter
        if letter:
            name, made = LETTER, _asking(desk, course, told, letter)
        else:
            name, made = COURSE, course_page(desk, course, told)
        return render(name, made, paper=paper, created=desk.clock.now().at)


def course_page(desk: Desk, course: Course, protocol: Protocol) -> CoursePage:
    """
    What the page of a course shows, from its journal as it stands.

    Raises:
        InputFault: The course has no plan.
    """
    plan = course.plan
    if plan is None:
        raise InputFault(
            f"Course {course.id} has no plan yet.",
            now=f"See: mesoplan course replan {course.id} --help",
        )
    clinic, now = desk.clinic()[0], desk.clock.now().at
    zone = zone_of(clinic)
    slot = plan.slots[0] if plan.slots else None
    lines = preparation(desk, course, slot) if slot else ()
    stated = course.circumstances.constraints if course.circumstances else ()
    signed = desk.protocol(course.digest)
    return CoursePage(
        foot=_foot(desk, course, protocol),
        clinic=heads.clinic_of(clinic.settings),
        patient=_patient(desk, course),
        indication=protocol.indication[course.indication].title,
        agreed_on=written.day(course.agreed_on),
        planned_at=written.moment(course.planned_at, zone) if course.planned_at else "",
        picture=drawn_course(
            plan,
            stated,
            protocol,
            now=now,
            holds={slot.number: course_told.holds(lines)} if slot else None,
        ),
        sessions=course_told.sessions(plan, protocol, zone=zone),
        waits=course_told.said(plan.waits, protocol, zone=zone),
        reasons=course_told.said(plan.reasons, protocol, zone=zone),
        around=course_told.around(stated, protocol),
        next_number=str(slot.number) if slot else "",
        next_at=written.long_moment(slot.at, zone) if slot else "",
        prepared=course_told.prepared(lines, protocol, zone=zone),
        unknown=len(unknown_news(desk, course, signed)),
    )


def planned_for(desk: Desk, session: Session) -> datetime | None:
    """
    When a session's injections are planned, where it was opened for a slot of a course.
    """
    if not desk.journal.head(f"course:{session.course}").version:
        return None
    course = course_of(desk, session.course)
    bound = {each.session: each.slot for each in course.bound}
    slots = course.plan.slots if course.plan else ()
    number = bound.get(session.id)
    return next((each.at for each in slots if each.number == number), None)


def _asking(
    desk: Desk, course: Course, protocol: Protocol, medicine: str
) -> PrescriberLetter:
    zone = zone_of(desk.clinic()[0])
    sessions = sessions_of(desk, course.patient)
    each = _taken(sessions, protocol, medicine)
    agreed = {plain(a.medicine): a for a in agreements_of(sessions, course.id)}
    slots = course.plan.slots if course.plan else ()
    return letters.course_letter(
        asking.asked(each, agreed.get(plain(each.medicine.name)), protocol, zone),
        asking.Planned(
            what=protocol.indication[course.indication].title,
            where="",
            products="",
            when=written.long_moment(slots[0].at, zone) if slots else "",
            by="",
        ),
        protocol,
        clinic=heads.clinic_of(desk.clinic()[0].settings),
        foot=_foot(desk, course, protocol),
        patient=_patient(desk, course),
    )


def _taken(sessions: Mapping[str, Session], protocol: Protocol, name: str) -> TakenMedicine:
    # As the patient told it last; else by its name alone, where that is known.
    listed = {plain(m.name): m for each in sessions.values() for m in each.medicines}
    known = asking.by_name(name, protocol)
    told = listed.get(plain(name))
    if told is not None:
        return TakenMedicine(told, known.card, known.classes)
    if known.card is None:
        raise InputFault(
            f'"{name[:60]}" is on no list of this patient, and no medicine known here.'
            + nearest(name, [each.name for each in listed.values()]),
            now="Write it as the patient's list names it.",
        )
    return known


def _foot(desk: Desk, course: Course, protocol: Protocol) -> heads.Foot:
    head = short(desk.journal.head(f"course:{course.id}").digest)
    zone = zone_of(desk.clinic()[0])
    printed = written.moment(desk.clock.now().at, zone)
    # A course whose sessions are rehearsed is no patient's; under a protocol that is not
    # approved here they can only be rehearsed.
    sessions = sessions_of(desk, course.patient).values()
    own = [each.rehearsal for each in sessions if each.course == course.id]
    draft = course.digest not in desk.clinic()[0].approved
    return heads.course_foot(
        course.id, protocol, head, printed, rehearsal=draft or any(own)
    )


def _patient(desk: Desk, course: Course) -> heads.PatientHead:
    names: dict[str, object] = dict(desk.journal.person(course.patient) or {})
    with suppress(ValueError):
        names["birth_date"] = date.fromisoformat(str(names.get("birth_date", "")))
    return heads.patient_named(course.patient, names)
