"""
What a course is planned around today: what was stated of it, the clinic's calendar, the
patient's skin tests, other sessions and doses.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import evolve

from planner import library
from planner.clinic import booking
from planner.clinic.desk import zone_of
from planner.course.constraints import apart_from
from planner.course.dates import day_after
from planner.course.phases import sessions_within
from planner.errors import InputFault, nearest
from planner.model.answer import Outcome
from planner.model.course import (
    AtMost,
    Circumstances,
    Lasting,
    OpeningHours,
    Span,
    Tested,
)
from planner.model.frozen import frozen
from planner.model.quantity import Quantity
from planner.model.requirements import Tested as TestGate
from planner.model.situation import Situation
from planner.safety.kinds import tested as skin_test

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date, datetime, tzinfo

    from planner.clinic.desk import Desk
    from planner.clinic.wishes import Wishes
    from planner.model.course import Constraint, Regimen
    from planner.model.person import HoldAgreement
    from planner.model.protocol import Protocol
    from planner.model.situation import Clinic, Session

_SESSION_DOSE = "session_dose"
_LIMIT = "limit"
_DAY, _HOUR = 24, 3600  # hours of a day, seconds of an hour
_LONGEST_MONTH = 31
_ELSEWHERE = ("another-product", "another-area")


@frozen(kw_only=True)
class TestStands:
    """
    The skin test that stands for a course: when it was placed, whether it has a late
    reading, and when that was negative; `negative_at` is empty as long as it is not.
    """

    placed: datetime
    read: bool
    negative_at: datetime | None

    @property
    def tested(self) -> Tested:
        """
        The same, as a plan of dates takes it.
        """
        return Tested(placed=self.placed, negative=self.negative_at is not None)


def stated(course: str, agreed_on: date, wishes: Wishes, clinic: Clinic) -> Circumstances:
    """
    What was stated about a course, as it is kept: without what is known elsewhere.

    Raises:
        InputFault: A length of the clinic's visits cannot be read.
    """
    return Circumstances(
        course=course,
        zone=str(zone_of(clinic)),
        agreed_on=agreed_on,
        constraints=wishes.constraints,
        visits=booking.visits_of(clinic.settings),
        met=wishes.met,
        ahead=wishes.ahead,
        most_sessions=wishes.sessions,
        session_dose=tuple(sorted((wishes.session_dose or {}).items())),
    )


def around(
    desk: Desk,
    patient: str,
    held: Circumstances,
    protocol: Protocol,
    regimen: Regimen,
) -> Circumstances:
    """
    Everything the dates must and should respect, as it stands now.

    Raises:
        InputFault: A setting of the clinic's calendar cannot be read, or its hours are
            not set.
    """
    clinic, _ = desk.clinic()
    zone = zone_of(clinic)
    today = desk.clock.now().at.astimezone(zone).date()
    sessions = sessions_of(desk, patient)
    stands = test_stands(desk, sessions, held.course, protocol)
    dosed, most = _doses(held, protocol)
    fewest = [each for each in (held.most_sessions, most) if each is not None]
    own = {each.id: each for each in held.constraints}
    known = bool(clinic.settings.get(booking.HOURS))
    if not known and not any(isinstance(e, OpeningHours) for e in held.constraints):
        raise InputFault(
            "It is not on record when the clinic is open.",
            why="A visit is planned within its hours.",
            now='Set them first: mesoplan clinic set "opening-hours=mon-fri 09:00-18:00"',
        )
    found = (
        *booking.constraints_of(
            clinic.settings, today, day_after(today, regimen.within) + timedelta(days=1)
        ),
        *_elsewhere(sessions, held.course, protocol, zone),
        *dosed,
    )
    for each in found:
        _may_stand_for(own.get(each.id), each)
    return evolve(
        held,
        zone=str(zone),
        visits=booking.visits_of(clinic.settings),
        constraints=(
            *held.constraints,
            # What was stated of this course stands before what is usual.
            *(each for each in found if each.id not in own),
        ),
        tested=None if stands is None else stands.tested,
        reading_lead=_lead(agreements_of(sessions, held.course), protocol),
        most_sessions=min(fewest, default=None),
        lasting=_lasting(sessions, held.course, protocol, clinic, zone),
    )


def _may_stand_for(own: Constraint | None, usual: Constraint) -> None:
    # Other hours for one course, yes; an absence called "opening-hours" would open the
    # clinic at midnight, and no name lifts a limit of a substance.
    if own is None or (type(own) is type(usual) and usual.code != _LIMIT):
        return
    raise InputFault(
        f'"{usual.id}" is what the clinic or the protocol asks of every date, and'
        f' something else ("{own.code}") is called so.',
        why="Under that name it would take its place.",
        now="Give it another id, or leave the id out.",
    )


def _lasting(
    sessions: Mapping[str, Session],
    course: str,
    protocol: Protocol,
    clinic: Clinic,
    zone: tzinfo,
) -> tuple[Lasting, ...]:
    # Of the last session of the course: its lots, and its answers that stay fresh for a
    # number of days.
    own = [each for each in sessions.values() if each.course == course]
    if not own:
        return ()
    last = own[-1]
    found: list[Lasting] = []
    items = last.plan.items if last.plan else ()
    for key in dict.fromkeys((item.product, item.lot) for item in items):
        lot = clinic.lots.get(key)
        if lot is not None:
            about = f"{lot.product} {lot.number}"
            found.append(Lasting(code="lot", about=about, until=lot.expires_on))
    for fact in last.facts.facts.values():
        card = protocol.question.get(fact.question)
        if card is None or card.fresh in {"", "visit"}:
            continue
        span = Span(Quantity.of(card.fresh).written)
        day = fact.observed_at.astimezone(zone).date()
        until = day if span.clock else day_after(day, span)
        found.append(Lasting(code="answer", about=card.id, until=until))
    return tuple(found)


def sessions_of(desk: Desk, patient: str) -> dict[str, Session]:
    """
    All sessions of a patient, by id.
    """
    known, _ = desk.patient(patient)
    return {id_: desk.session(id_)[0] for id_ in known.sessions}


def agreements_of(
    sessions: Mapping[str, Session], course: str
) -> tuple[HoldAgreement, ...]:
    """
    What prescribers agreed in the sessions of a course, the latest of each medicine.
    """
    latest: dict[str, HoldAgreement] = {}
    for session in sessions.values():
        if session.course == course:
            latest.update({each.medicine: each for each in session.agreements})
    return tuple(latest.values())


def _lead(agreements: Sequence[HoldAgreement], protocol: Protocol) -> Span | None:
    # No hold begins before the late reading is negative: where one is agreed, the reading
    # comes at least the hold before the session.
    held = [each for each in agreements if each.decision == "hold"]
    if not held:
        return None
    zero = Span("0 h")
    least = library.care_times_of(protocol, until_injection=zero, injecting=zero)
    spans = [least.hold_at_least]
    spans += [Span(Quantity.of(each.hold).written) for each in held if each.hold]
    return Span(f"{max(_hours(each) for each in spans)} h")


def _hours(span: Span) -> int:
    # Rounded up, and a month as its longest: a lead that is too short would let a hold
    # begin before the reading.
    days = span.days + _LONGEST_MONTH * span.months
    return days * _DAY + -(-span.seconds // _HOUR)


def test_stands(
    desk: Desk, sessions: Mapping[str, Session], course: str, protocol: Protocol
) -> TestStands | None:
    """
    The latest skin test of a course, judged by the protocol's own gate for late readings.
    """
    gate = next(
        (
            each
            for each in protocol.gates
            if isinstance(each.requires, TestGate) and each.requires.part == "late"
        ),
        None,
    )
    own = [each for each in sessions.values() if each.course == course and each.tests]
    if gate is None or not own:
        return None
    session = own[-1]
    history, _ = desk.surroundings(session)
    situation = Situation(session=session, history=history, now=desk.clock.now())
    placed = [each.placed.at for each in session.tests if not each.in_error]
    if not placed:
        return None
    readings = tuple(skin_test.read(gate, situation, protocol))
    negative = bool(readings) and all(each.outcome is Outcome.OPEN for each in readings)
    read = [
        at.at
        for each in session.tests
        if not each.in_error
        for at, made in each.readings
        if made.reading == "late"
    ]
    return TestStands(
        placed=max(placed),
        read=bool(read),
        negative_at=max(read) if negative and read else None,
    )


def _elsewhere(
    sessions: Mapping[str, Session], course: str, protocol: Protocol, zone: tzinfo
) -> Iterator[Constraint]:
    # What was injected in another course keeps its distance from this one.
    days = {
        each.occurred_at.astimezone(zone).date()
        for session in sessions.values()
        if session.course != course
        for each in session.deliveries
    }
    for wait in library.waits_of(protocol):
        if wait.id in _ELSEWHERE:
            yield from (apart_from(wait, day) for day in sorted(days))


def _dose(name: str, amount: str, protocol: Protocol) -> tuple[str, Quantity]:
    where = f"{_SESSION_DOSE}: {name[:60]}"
    known = protocol.vocabulary.substance_named(name)
    if known is None:
        names = [each.id for each in protocol.vocabulary.substances]
        raise InputFault(
            "This substance is not known to the protocol." + nearest(name, names),
            where=where,
            now="Write its name as the protocol has it.",
        )
    try:
        dose = Quantity.of(amount)
    except InputFault as fault:
        raise InputFault(fault.what, where=where, why=fault.why, now=fault.now) from None
    if dose <= dose * 0:
        raise InputFault(
            f'"{amount[:60]}" a session is no amount.',
            where=where,
            now="Write what one session gives, or leave it out.",
        )
    return known.id, dose


def _doses(
    held: Circumstances, protocol: Protocol
) -> tuple[tuple[Constraint, ...], int | None]:
    # The most of a substance over a course, or over a time, as a number of sessions.
    doses = dict(_dose(name, amount, protocol) for name, amount in held.session_dose)
    made: list[Constraint] = []
    most: list[int] = []
    for limit in protocol.limits:
        dose = doses.get(limit.substance)
        if dose is None or limit.over in {"point", "session", "day"}:
            continue
        if dose.dimension != limit.at_most.dimension:
            raise InputFault(
                f"One session gives {dose} of {limit.substance}, and the limit"
                f' "{limit.id}" is counted as {limit.at_most}.',
                where=_SESSION_DOSE,
                now="Write both in units of one kind.",
            )
        count = sessions_within(limit.at_most, dose)
        if not count:
            raise InputFault(
                f"One session gives {dose} of {limit.substance}, and the limit"
                f' "{limit.id}" is {limit.at_most} over {limit.over}.',
                now="Plan less in one session.",
            )
        if limit.over == "course":
            most.append(count)
        else:
            made.append(
                AtMost(
                    id=f"limit-{limit.id}",
                    code=_LIMIT,
                    hard=True,
                    sessions=count,
                    over=Span(limit.over),
                )
            )
    return tuple(made), min(most, default=None)
