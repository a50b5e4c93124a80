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

    from planner.model.course import Plan, Slot, Visits

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
    from icalendar import Calendar, Event

    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", words.name)
    for kind, slot, at, lasts in _visits(plan, visits):
        event = Event()
        # By number: the word for what it is would be read in a patient's calendar.
        event.add("uid", f"{plan.course}-{slot.number}-{_KINDS.index(kind)}@mesoplan")
        event.add("dtstamp", made)
        event.add("sequence", version)
        event.add("dtstart", at)
        event.add("dtend", at + timedelta(seconds=lasts))
        said = {"visit": words.visit, "test": words.test, "reading": words.reading}[kind]
        event.add("summary", said.replace("{number}", str(slot.number)))
        if words.place:
            event.add("location", words.place)
        if words.note:
            event.add("description", words.note)
        event.add("class", "PRIVATE")
        calendar.add_component(event)
    made_of: bytes = calendar.to_ical()
    return made_of


def _visits(plan: Plan, visits: Visits) -> Iterator[tuple[str, Slot, datetime, int]]:
    found: list[tuple[str, Slot, datetime, int]] = []
    for slot in plan.slots:
        if slot.test_at is not None:
            found.append(("test", slot, slot.test_at, visits.test_lasts.seconds))
        # Read as the visit begins, a late reading is no visit of its own.
        if slot.read_at is not None and slot.read_at != slot.at:
            found.append(("reading", slot, slot.read_at, visits.test_lasts.seconds))
        found.append(("visit", slot, slot.at, visits.lasts.seconds))
    yield from sorted(found, key=lambda each: (each[2], each[0]))
