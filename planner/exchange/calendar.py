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
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from icalendar import Event

    from planner.model.course import Plan, Slot, Visits

    # What kind of visit, of which slot, when, and how many seconds it lasts.
    Visit = tuple[str, Slot, datetime, int]

_MAKER = "-//mesoplan//course calendar//EN"
_STANDS, _GONE = "CONFIRMED", "CANCELLED"
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
    plan: Plan,
    visits: Visits,
    words: Words,
    *,
    version: int,
    made: datetime,
    earlier: Iterable[Plan] = (),
) -> bytes:
    """
    The visits of every session to come as an iCalendar file, in the order of their times;
    nothing where no visit is to come and none is cancelled.

    A visit that an earlier plan had and this one has no more is told as cancelled: else it
    would stay in the calendar of whoever imported it. One whose time was past when this
    plan was accepted is left as it was.

    Args:
        plan: The plan of the course.
        visits: How long visits last.
        words: What the calendar says.
        version: A number that grows with every plan: the latest one stands.
        made: When the plan was accepted; the clock is not looked at.
        earlier: The plans that stood before it, the oldest first.
    """
    from icalendar import Calendar

    told = [(visit, _STANDS) for visit in _visits(plan, visits)]
    told += [(visit, _GONE) for visit in _gone(plan, earlier, visits, made)]
    if not told:
        return b""

    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("name", words.name)
    for visit, status in sorted(told, key=lambda each: _when(each[0])):
        event = _event(plan.course, visit, words)
        event.add("status", status)
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
    event.add("uid", f"{course}-{'-'.join(map(str, _of(visit)))}@mesoplan")
    event.add("dtstart", at)
    event.add("dtend", at + timedelta(seconds=lasts))
    said = {"visit": words.visit, "test": words.test, "reading": words.reading}[kind]
    event.add("summary", said.replace("{number}", str(slot.number)))
    if words.place:
        event.add("location", words.place)
    return event


def _of(visit: Visit) -> tuple[int, int]:
    # By number: the word for what it is would be read in a patient's calendar.
    return visit[1].number, _KINDS.index(visit[0])


def _when(visit: Visit) -> tuple[datetime, str]:
    return visit[2], visit[0]


def _gone(
    plan: Plan, earlier: Iterable[Plan], visits: Visits, made: datetime
) -> list[Visit]:
    latest = {_of(visit): visit for each in earlier for visit in _visits(each, visits)}
    stand = {_of(visit) for visit in _visits(plan, visits)}
    return [each for of, each in latest.items() if of not in stand and each[2] > made]


def _visits(plan: Plan, visits: Visits) -> Iterator[Visit]:
    found: list[Visit] = []
    for slot in plan.slots:
        if slot.test_at is not None:
            found.append(("test", slot, slot.test_at, visits.test_lasts.seconds))
        # Read as the visit begins, a late reading is no visit of its own.
        if slot.read_at is not None and slot.read_at != slot.at:
            found.append(("reading", slot, slot.read_at, visits.test_lasts.seconds))
        found.append(("visit", slot, slot.at, visits.lasts.seconds))
    yield from sorted(found, key=_when)
