"""
How a clinic books: its hours, closed days and public holidays, and how long visits take.

All of it stands in the clinic's settings, as text a person writes.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.errors import InputFault, nearest
from planner.model.course import (
    WEEKDAYS,
    ClosedDays,
    Opening,
    OpeningHours,
    Span,
    Visits,
    minutes,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.model.course import Constraint

HOURS = "opening-hours"
COUNTRY = "country"
REGION = "holiday-region"
CLOSED = "closed-days"
EVERY = "visit-every"
LASTS = "visit-lasts"
TEST_LASTS = "test-visit-lasts"
UNTIL_INJECTION = "until-injection"
INJECTING = "injecting-lasts"
# How this program books where the clinic says nothing; none of it is clinical.
USUAL = {
    EVERY: "30 min",
    LASTS: "2 h",
    TEST_LASTS: "60 min",
    UNTIL_INJECTION: "30 min",
    INJECTING: "30 min",
}
_MINUTE = 60
_IN_MINUTES = 'Write it in whole minutes or hours, as in "30 min".'
_DAYS = {name[:3]: name for name in WEEKDAYS}


def visits_of(settings: Mapping[str, str]) -> Visits:
    """
    How visits are booked.

    Raises:
        InputFault: A length is none.
    """
    return Visits(
        every=length(settings, EVERY),
        lasts=length(settings, LASTS),
        test_lasts=length(settings, TEST_LASTS),
    )


def length(settings: Mapping[str, str], name: str) -> Span:
    """
    A length of time of the clinic's, as it is set, or as it usually is.

    Raises:
        InputFault: It is none.
    """
    try:
        made = Span(settings.get(name, "") or USUAL[name])
        some = made.seconds > 0 or name in {UNTIL_INJECTION, INJECTING}
        whole = made.clock and some and not made.seconds % _MINUTE
    except InputFault as fault:
        raise InputFault(fault.what, where=name, why=fault.why, now=_IN_MINUTES) from None
    if not whole:
        raise InputFault(
            f'"{made}" is not a length of a visit.', where=name, now=_IN_MINUTES
        )
    return made


def openings_of(written: str) -> tuple[Opening, ...]:
    """
    Opening hours as people write them: "mon-fri 09:00-12:00 14:00-18:00, sat 09:00-12:00".

    Raises:
        InputFault: A day or a time cannot be read.
    """
    made: list[Opening] = []
    for part in filter(None, (each.strip() for each in written.split(","))):
        days, *stretches = part.split()
        if not stretches:
            raise InputFault(
                f'"{part[:60]}" names no hours.',
                where=HOURS,
                now='Write it as in "mon-fri 09:00-18:00".',
            )
        for day in _days(days):
            made += [_opening(day, stretch) for stretch in stretches]
    return tuple(made)


def _opening(day: str, stretch: str) -> Opening:
    opens, _, closes = stretch.partition("-")
    try:
        return Opening(weekday=day, opens=opens, closes=closes)
    except InputFault as fault:
        raise InputFault(fault.what, where=HOURS, why=fault.why, now=fault.now) from None


def _days(written: str) -> tuple[str, ...]:
    first, dash, last = written.partition("-")
    begins = WEEKDAYS.index(_day(first))
    ends = WEEKDAYS.index(_day(last)) if dash else begins
    if ends < begins:
        return (*WEEKDAYS[begins:], *WEEKDAYS[: ends + 1])
    return WEEKDAYS[begins : ends + 1]


def _day(written: str) -> str:
    word = written.casefold()
    found = word if word in WEEKDAYS else _DAYS.get(word)
    if found is None:
        raise InputFault(
            f'"{written[:60]}" is not a day of the week.' + nearest(word, WEEKDAYS),
            where=HOURS,
            now='Write it as in "mon-fri 09:00-18:00".',
        )
    return found


def days_of(written: str) -> tuple[date, ...]:
    """
    Days as they are written in a setting, with commas between them.

    Raises:
        InputFault: One is none.
    """
    found = []
    for each in filter(None, (part.strip() for part in written.split(","))):
        try:
            found.append(date.fromisoformat(each))
        except ValueError:
            raise InputFault(
                f'"{each[:60]}" is no day.', where=CLOSED, now="Write it as in 2026-12-24."
            ) from None
    return tuple(found)


def holidays_of(country: str, region: str, years: Iterable[int]) -> tuple[date, ...]:
    """
    The public holidays of a country, or of a part of it, in order.

    Raises:
        InputFault: The country, or its part, is not known.
    """
    from holidays import country_holidays, list_supported_countries

    known = list_supported_countries()
    if country not in known:
        raise InputFault(
            f'The country "{country[:60]}" is not known.' + nearest(country.upper(), known),
            where=COUNTRY,
            now='Write its two letters, as in "FR".',
        )
    if region and region not in known[country]:
        parts = ", ".join(sorted(known[country])) or "it has no parts"
        raise InputFault(
            f'"{region[:60]}" is no part of {country} with holidays of its own.'
            + nearest(region, known[country]),
            where=REGION,
            now=f"Known: {parts}.",
        )
    found = country_holidays(country, subdiv=region or None, years=sorted(set(years)))
    return tuple(sorted(found))


def constraints_of(
    settings: Mapping[str, str], first: date, last: date
) -> tuple[Constraint, ...]:
    """
    What the clinic's own calendar asks of every date, from one day to another.

    Raises:
        InputFault: A setting cannot be read.
    """
    made: list[Constraint] = []
    hours = openings_of(settings.get(HOURS, ""))
    if hours:
        made.append(OpeningHours(id=HOURS, code=HOURS, hard=True, openings=hours))
    closed = days_of(settings.get(CLOSED, ""))
    if closed:
        made.append(ClosedDays(id=CLOSED, code=CLOSED, hard=True, closed=closed))
    country = settings.get(COUNTRY, "")
    if country:
        years = range(first.year, last.year + 1)
        free = holidays_of(country, settings.get(REGION, ""), years)
        made.append(
            ClosedDays(id="public-holidays", code="public-holiday", hard=True, closed=free)
        )
    return tuple(made)


_READERS = {HOURS: openings_of, CLOSED: days_of}
_ABOUT_VISITS = {EVERY, LASTS, TEST_LASTS, HOURS}


def _within_the_visit(settings: Mapping[str, str], name: str) -> None:
    made, visit = length(settings, name), length(settings, LASTS)
    if made.seconds > visit.seconds:
        raise InputFault(
            f'"{made}" is longer than the visit itself, which lasts "{visit}".',
            where=name,
            now=f'Write a part of the visit, or set "{LASTS}" first.',
        )


def _have_room(settings: Mapping[str, str]) -> None:
    # A visit that no opening has room for would leave every course without a date, and
    # nothing would say why.
    openings = openings_of(settings.get(HOURS, ""))
    if not openings:
        return
    step = length(settings, EVERY).seconds // _MINUTE
    for name in (LASTS, TEST_LASTS):
        lasts = length(settings, name)
        rooms = []
        for each in openings:
            begins = -(-minutes(each.opens) // step) * step
            rooms.append(minutes(each.closes) - begins)
        if max(rooms) < lasts.seconds // _MINUTE:
            raise InputFault(
                f'No opening has room for a visit of "{lasts}".',
                where=name if settings.get(name) else HOURS,
                why="It begins and ends within one opening, at a step of"
                f' "{settings.get(EVERY) or USUAL[EVERY]}" counted from midnight.',
                now=f'Look at "{name}", "{EVERY}" and "{HOURS}" together.',
            )


def looked_at(settings: Mapping[str, str], new: Iterable[str]) -> None:
    """
    Look at the settings of the calendar before they are kept; `new` are the names of
    those that are set now.

    Raises:
        InputFault: One cannot be read, or no visit would find room.
    """
    for name, written in settings.items():
        if written and name in _READERS:
            _READERS[name](written)
        if name in USUAL:
            length(settings, name)
    set_now = set(new)
    if _ABOUT_VISITS & set_now:
        _have_room(settings)
    for name in sorted({UNTIL_INJECTION, INJECTING} & set_now):
        _within_the_visit(settings, name)
    if settings.get(COUNTRY) or settings.get(REGION):
        holidays_of(settings.get(COUNTRY, ""), settings.get(REGION, ""), (2026,))
