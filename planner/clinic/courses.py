"""
Courses: planned, re-planned, accepted. A proposal changes nothing until it is accepted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner import library
from planner.clinic.around import around, sessions_of, stated
from planner.clinic.desk import CLINIC, fingerprint, zone_of
from planner.clinic.due import keep
from planner.clinic.office import must_be_staff
from planner.course.following import begun, learnt
from planner.course.history import reason_of
from planner.course.planning import plan_course
from planner.course.record import Course, fold_course, in_order
from planner.course.replanning import Change, replan
from planner.errors import InputFault
from planner.journal.interface import Part
from planner.model.course import Plan
from planner.model.entries import course as told
from planner.model.entries.patient import CourseStarted
from planner.model.frozen import frozen
from planner.model.terms import FINALS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, tzinfo

    from planner.clinic.desk import Desk
    from planner.clinic.wishes import Wishes
    from planner.model.course import Circumstances, Conflict, Reason, Regimen
    from planner.model.entries import Payload
    from planner.model.entries.course import Happened
    from planner.model.person import Actor
    from planner.model.protocol import Protocol


@frozen(kw_only=True)
class Proposal:
    """
    A plan that nobody has accepted yet, and what would be recorded with it.

    `opened` is there for a new course, `version` is the one of the course's stream the
    proposal was made on. `before` is the plan that stands now.
    """

    course: str
    patient: str
    protocol: Protocol
    regimen: Regimen
    opened: told.CourseOpened | None
    version: int
    circumstances: Circumstances | None
    news: tuple[Happened, ...]
    before: Plan | None
    after: Plan | Conflict
    change: Change | None
    because: tuple[Reason, ...]

    @property
    def same(self) -> bool:
        """
        Whether accepting it would record nothing.
        """
        return not (self.news or self.circumstances or self.before != self.after)


def course_of(desk: Desk, id_: str) -> Course:
    """
    What a course has become.

    Raises:
        InputFault: There is no such course.
    """
    entries = desk.entries(f"course:{id_}")
    if not entries:
        raise InputFault(
            f'There is no course "{id_}" in this journal.', now="See: mesoplan course due"
        )
    return fold_course(entries)


def open_session(desk: Desk, course: Course) -> str:
    """
    The session that is open for the next slot of a course, or nothing.
    """
    bound = course.open_binding
    if bound is None or desk.session(bound.session)[0].stage in FINALS:
        return ""
    return bound.session


def propose(
    desk: Desk,
    patient: str,
    protocol: Protocol,
    indication: str,
    wishes: Wishes,
    *,
    agreed_on: date | None = None,
) -> Proposal:
    """
    Plan a new course for a patient.

    Raises:
        InputFault: The patient, the indication or something stated is not known.
    """
    regimen = library.regimen_of(protocol, indication)
    desk.patient(patient)
    clinic, _ = desk.clinic()
    now = desk.clock.now().at
    zone = zone_of(clinic)
    id_ = desk.ids.thing()
    today = now.astimezone(zone).date()
    day = agreed_on or today
    if day > today:
        raise InputFault(
            f"The course cannot have been agreed on {day}: that day has not come.",
            now='Write the day of the agreement. To begin later, write a "bound" with its'
            ' "not_before".',
        )
    held = stated(id_, day, wishes, clinic)
    opened = told.CourseOpened(
        course=id_,
        patient=patient,
        protocol=protocol.id,
        version=protocol.version,
        digest=protocol.digest,
        indication=indication,
        agreed_on=day,
    )
    course = Course(
        id=id_,
        patient=patient,
        protocol=protocol.id,
        version=protocol.version,
        digest=protocol.digest,
        indication=indication,
        agreed_on=day,
        opened_at=now,
    )
    news = _news(desk, course, protocol, _taken(wishes, protocol, zone, now))
    after = plan_course(
        regimen, around(desk, patient, held, protocol, regimen), news, now=now
    )
    return Proposal(
        course=id_,
        patient=patient,
        protocol=protocol,
        regimen=regimen,
        opened=opened,
        version=0,
        circumstances=held,
        news=news,
        before=None,
        after=after,
        change=None,
        because=tuple(reason_of(each) for each in news),
    )


def repropose(
    desk: Desk,
    id_: str,
    *,
    wishes: Wishes | None = None,
    events: Iterable[Happened] = (),
    protocol: Protocol | None = None,
) -> Proposal:
    """
    Plan a course anew, after what its sessions came to and what is told now.

    Args:
        desk: The desk.
        id_: The course.
        wishes: What is stated anew, all of it; else what was stated stands.
        events: What has happened that no session tells.
        protocol: Another version the course is to go on under.

    Raises:
        InputFault: There is no such course, or something told cannot be.
    """
    course = course_of(desk, id_)
    clinic, _ = desk.clinic()
    now, zone = desk.clock.now().at, zone_of(clinic)
    events = tuple(events)
    kept = protocol or desk.protocol(course.digest)
    if protocol is not None and protocol.id != course.protocol:
        raise InputFault(
            f'The course is under "{course.protocol}", not under "{protocol.id}".',
            now="Plan a new course under the other protocol.",
        )
    if protocol is not None and protocol.digest != course.digest:
        changed = told.CourseVersionChanged(
            at=now, version=protocol.version, digest=protocol.digest
        )
        events = (*events, changed)
    held = course.circumstances
    assert held is not None
    restated = None
    if wishes is not None:
        restated = stated(id_, course.agreed_on, wishes, clinic)
        held = restated
        events = (*events, *_taken(wishes, kept, zone, now))
    news = _news(desk, course, kept, events)
    regimen = library.regimen_of(kept, course.indication)
    happened = in_order(course.happened, news)
    whole = around(desk, course.patient, held, kept, regimen)
    if course.plan is None:
        change, after = None, plan_course(regimen, whole, happened, now=now)
    else:
        change = replan(course.plan, happened, regimen, whole, now=now)
        after = change.after
    return Proposal(
        course=id_,
        patient=course.patient,
        protocol=kept,
        regimen=regimen,
        opened=None,
        version=course.seq,
        circumstances=None if restated == course.circumstances else restated,
        news=news,
        before=course.plan,
        after=after,
        change=change,
        because=tuple(reason_of(each) for each in news),
    )


def _taken(
    wishes: Wishes, protocol: Protocol, zone: tzinfo, now: datetime
) -> tuple[Happened, ...]:
    for each in wishes.medicines:
        if each.last_dose is not None and each.last_dose > now:
            raise InputFault(
                f"The last dose of {each.name[:60]} cannot have been at"
                f" {each.last_dose.astimezone(zone).isoformat()}: that time has not come.",
                where="last_dose",
                now="Write the last one that was taken, or leave it out.",
            )
    told_of = (begun(each, protocol, zone, at=now) for each in wishes.medicines)
    return tuple(each for each in told_of if each is not None)


def _news(
    desk: Desk, course: Course, protocol: Protocol, events: tuple[Happened, ...]
) -> tuple[Happened, ...]:
    clinic, _ = desk.clinic()
    patient, _ = desk.patient(course.patient)
    now = desk.clock.now().at
    known = {(each.kind, *_named(each)) for each in course.happened}
    fresh = tuple(each for each in events if (each.kind, *_named(each)) not in known)
    found = learnt(
        evolve(course, happened=in_order(course.happened, fresh)),
        sessions_of(desk, course.patient),
        patient.letters,
        protocol,
        zone_of(clinic),
        now=now,
    )
    return in_order(fresh, found)


def unknown_news(desk: Desk, course: Course, protocol: Protocol) -> tuple[Happened, ...]:
    """
    What has happened that the plan which stands does not know yet.
    """
    return _news(desk, course, protocol, ())


def _named(each: Happened) -> tuple[str, ...]:
    # A medicine that was told before is not told again; all else may come again.
    if isinstance(each, told.MedicineBegun):
        return (each.medicine.casefold(),)
    return (each.at.isoformat(),)


def accept(desk: Desk, proposal: Proposal, *, by: Actor, command: str = "") -> Course:
    """
    Record a proposal: what has happened, what was stated, and the plan that stands now.

    Raises:
        InputFault: There is no plan to accept, or whoever accepts does not work here.
        StaleVersion: The course has changed since the proposal was made.
    """
    clinic, clinic_version = desk.clinic()
    must_be_staff(clinic, by)
    after = proposal.after
    if not isinstance(after, Plan):
        raise InputFault(
            "There is no plan to accept: not all constraints can be met.",
            now="Leave one of those that conflict out, or make it a wish.",
        )
    if proposal.same:
        return course_of(desk, proposal.course)
    payloads: list[Payload] = []
    if proposal.opened is not None:
        payloads.append(proposal.opened)
    payloads += proposal.news
    if proposal.circumstances is not None:
        payloads.append(told.CircumstancesStated(circumstances=proposal.circumstances))
    payloads.append(told.CoursePlanned(plan=after, because=proposal.because))
    desk.keep(proposal.protocol)
    now = desk.clock.now()
    stream = f"course:{proposal.course}"
    parts = [
        Part(
            stream=stream,
            expected=proposal.version,
            entries=tuple(desk.stored(each, by=by, now=now) for each in payloads),
        )
    ]
    unchanged = {CLINIC: clinic_version}
    if proposal.opened is not None:
        started = CourseStarted(course=proposal.course)
        _, version = desk.patient(proposal.patient)
        parts.append(
            Part(
                stream=f"patient:{proposal.patient}",
                expected=version,
                entries=(desk.stored(started, by=by, now=now),),
            )
        )
    desk.journal.append_all(
        command or desk.ids.command(),
        tuple(parts),
        unchanged,
        fingerprint(proposal.course, after, by),
    )
    course = course_of(desk, proposal.course)
    keep(desk, course)
    return course
