"""
A course as a calendar file (iCalendar, RFC 5545): one for the patient, one for the clinic.

The patient's names no diagnosis, no medicine and no zone: a calendar is seen by whoever
holds the telephone. The clinic's names the patient by id only. Instants are in UTC, and
an entry keeps its id from plan to plan, so that importing a new file moves it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.model.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from icalendar import Event

    from planner.model.course import Plan, Slot, Visits

    # What kind of visit, of which slot, when, and how many seconds it lasts.
    Visit = tuple[str, Slot, datetime, int]

_MAKER = "-//mesoplan//course calendar//EN"
_KINDS = ("visit", "test", "reading")


@frozen(kw_only=True)
class Words:
    """
    What a calendar says: a name for it, for each kind of visit, and the place.

    `visit`, `test` and `reading` may hold {number}, the number of the session.
    """

    name: str
    visit: str
    test: str
    reading: str
    place: str
    note: str


def calendar_of(
    plan: Plan, visits: Visits, words: Words, *, version: int, made: datetime
) -> bytes:
    """
    The visits of every session to come as an iCalendar file, in the order of their times.

    Args:
        plan: The plan of the course.
        visits: How long visits last.
        words: What the calendar says.
        version: A number that grows with every plan: the latest one stands.
        made: When the plan was accepted; the clock is not looked at.
    """
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", words.name)
    for visit in _visits(plan, visits):
        event = _event(plan.course, visit, words)
        event.add("dtstamp", made)
        event.add("sequence", version)
        if words.note:
            event.add("description", words.note)
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    made_of: bytes = calendar.to_ical()
    return made_of


def next_visit(
    plan: Plan, visits: Visits, words: Words, *, after: datetime
) -> tuple[datetime, str] | None:
    """
    The first visit after an instant, and its entry: short enough for a printed code.
    """
    for visit in _visits(plan, visits):
        at = visit[2]
        if at > after:
            event = _event(plan.course, visit, words)
            return at, event.to_ical().decode().replace("\r\n ", "").strip()
    return None


def _event(course: str, visit: Visit, words: Words) -> Event:
    from icalendar import Event

    kind, slot, at, lasts = visit
    event = Event()
    # By number: the word for what it is would be read in a patient's calendar.
    event.add("uid", f"{course}-{slot.number}-{_KINDS.index(kind)}@mesoplan")
    event.add("dtstart", at)
    event.add("dtend", at + timedelta(seconds=lasts))
    said = {"visit": words.visit, "test": words.test, "reading": words.reading}[kind]
    event.add("summary", said.replace("{number}", str(slot.number)))
    if words.place:
        event.add("location", words.place)
    return event


def _visits(plan: Plan, visits: Visits) -> Iterator[Visit]:
    found: list[Visit] = []
    for slot in plan.slots:
        if slot.test_at is not None:
            found.append(("test", slot, slot.test_at, visits.test_lasts.seconds))
        # Read as the visit begins, a late reading is no visit of its own.
        if slot.read_at is not None and slot.read_at != slot.at:
            found.append(("reading", slot, slot.read_at, visits.test_lasts.seconds))
        found.append(("visit", slot, slot.at, visits.lasts.seconds))
    yield from sorted(found, key=lambda each: (each[2], each[0]))
