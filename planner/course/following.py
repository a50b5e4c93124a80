"""
What a course learns from the patient's sessions: what was held, deferred, or went wrong.

Sessions know nothing of courses; what they came to is read off them here, and told to
the course once. Nothing is told twice: what a course already knows is left out.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from planner.course.dates import day_after
from planner.model.course import Span
from planner.model.entries import care
from planner.model.entries import session as of_session
from planner.model.entries.course import (
    MedicineBegun,
    PatientReacted,
    PrescriberAnswered,
    ReactionAnswered,
    SlotDelivered,
    SlotRefused,
)
from planner.model.terms import FINALS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime, tzinfo

    from planner.course.record import Course
    from planner.model.entries.course import Happened
    from planner.model.person import Letter, Medicine
    from planner.model.protocol import Protocol
    from planner.model.situation import Session

_REACTIONS = "reactions"
_PRESCRIBED = "prescribed-antithrombotic"
NOTHING_CAME = "entered-in-error"


def learnt(
    course: Course,
    sessions: Mapping[str, Session],
    letters: Iterable[Letter],
    protocol: Protocol,
    zone: tzinfo,
    *,
    now: datetime,
) -> tuple[Happened, ...]:
    """
    What has happened that the course does not know yet, in the order in which it did.

    `sessions` are all of this patient, by id; `letters` those on file.
    """
    found: list[Happened] = []
    for bound in course.bound:
        session = sessions.get(bound.session)
        if session is not None:
            found += _came_of(bound.slot, session)
    for session in sessions.values():
        found += _reacted(session)
        if session.course == course.id:
            found += _medicines(session, protocol, zone)
    found += _answered(letters, (*course.happened, *found), now, zone)
    new = {_about(each): each for each in sorted(found, key=lambda each: each.at)[::-1]}
    for each in course.happened:
        new.pop(_about(each), None)
    return tuple(new.values())[::-1]


def _about(each: Happened) -> tuple[str, str]:
    # Of one medicine, session or letter a thing is told once, the first time.
    match each:
        case SlotDelivered(session=name) | SlotRefused(session=name):
            return "slot", name
        case PatientReacted(session=name):
            return each.kind, name
        case MedicineBegun(medicine=name) | PrescriberAnswered(medicine=name):
            return each.kind, name.casefold()
        case ReactionAnswered(dated=dated):
            return each.kind, dated.isoformat()
        case _:
            return each.kind, each.at.isoformat()


def _came_of(slot: int, session: Session) -> Iterator[Happened]:
    if session.deliveries and session.stage != "injection":
        last = max(each.occurred_at for each in session.deliveries)
        yield SlotDelivered(slot=slot, session=session.id, at=last)
    elif session.stage in FINALS and session.stage != NOTHING_CAME:
        end = session.path[-1]
        yield SlotRefused(
            slot=slot,
            session=session.id,
            at=end.at,
            stage=session.stage,
            why=end.reason,
            earliest=end.again_from,
            final=session.stage in {"refused", "died"},
        )


def _reacted(session: Session) -> Iterator[Happened]:
    for entry in session.entries:
        payload = entry.payload
        given = isinstance(payload, care.Treated) and payload.adrenaline
        if given or isinstance(payload, care.ReactionConfirmed):
            yield PatientReacted(session=session.id, at=entry.recorded.at)
            return


def _medicines(session: Session, protocol: Protocol, zone: tzinfo) -> Iterator[Happened]:
    for entry in session.entries:
        taken: tuple[Medicine, ...] = ()
        match entry.payload:
            case of_session.MedicinesListed(medicines=listed):
                taken = listed
            case of_session.MedicineTaken(medicine=one):
                taken = (one,)
            case of_session.HoldAgreed(agreement=agreed):
                yield PrescriberAnswered(medicine=agreed.medicine, at=entry.recorded.at)
            case _:
                pass
        for each in taken:
            classes = session.classified_medicines.get(each.name)
            new = begun(each, protocol, zone, at=entry.recorded.at, classes=classes)
            if new is not None:
                yield new


def begun(
    medicine: Medicine,
    protocol: Protocol,
    zone: tzinfo,
    *,
    at: datetime,
    classes: tuple[str, ...] | None = None,
) -> MedicineBegun | None:
    """
    What it means for the dates of a course that a patient takes a medicine; nothing
    where it means nothing.

    One that nobody recognises, and that no physician has put into classes, waits for
    whoever knows it: it may be anything. The interval of a prescribed medicine is its
    prescriber's matter; that of a self-taken one holds the next session off.
    """
    known = protocol.vocabulary.medicine_named(medicine.name)
    if known is None and classes is None:
        return MedicineBegun(
            medicine=medicine.name, at=at, asks_prescriber=True, voids_test=False
        )
    named = known.classes if known is not None else classes or ()
    found = [protocol.vocabulary.medicine_class[each] for each in named]
    interval = known.interval if known is not None else None
    asks = any(each.group == _PRESCRIBED for each in found) or (
        interval is not None and medicine.prescribed != "no"
    )
    clear = None
    if interval is not None and not asks:
        # A dose that is still to come is no last one: it is counted from when it was told.
        last = min(medicine.last_dose or at, at)
        clear = _clear_from(last, interval.written, zone)
    voids = any(each.voids_test for each in found)
    if not asks and not voids and clear is None:
        return None
    return MedicineBegun(
        medicine=medicine.name,
        at=at,
        asks_prescriber=asks,
        voids_test=voids,
        clear_from=clear,
    )


def _clear_from(last: datetime, interval: str, zone: tzinfo) -> date:
    # In hours or in days: the first local day on which all of it has passed.
    span = Span(interval)
    if span.clock:
        return (last + timedelta(seconds=span.seconds)).astimezone(zone).date()
    return day_after(last.astimezone(zone).date(), span)


def _answered(
    letters: Iterable[Letter], happened: Iterable[Happened], now: datetime, zone: tzinfo
) -> Iterator[Happened]:
    # A letter counts from when it was found on file; one older than every reaction says
    # nothing about any.
    days = [
        each.at.astimezone(zone).date()
        for each in happened
        if isinstance(each, PatientReacted)
    ]
    for each in letters:
        if each.about == _REACTIONS and days and each.dated >= min(days):
            yield ReactionAnswered(at=now, dated=each.dated)
