"""
Days on the clinic's calendar, hours on UTC instants, and the way from one to the other.

A span in days, weeks or months is added to a local day; months first, and a day that does
not exist rolls to the first of the next month. A span in hours is added to the instant.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from planner.errors import InputFault, Misuse, nearest
from planner.model.course import minutes
from planner.model.quantity import Quantity, on_calendar
from planner.model.terms import KEPT_LONG

if TYPE_CHECKING:
    from planner.model.course import Span


def zone_named(name: str) -> tzinfo:
    """
    Find a time zone by its name, such as "Europe/Paris".

    Raises:
        InputFault: There is no such zone.
    """
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise InputFault(
            f'The time zone "{name}" is not known.' + nearest(name, available_timezones()),
            now='Write it by region and city, as in "Europe/Paris".',
        ) from None


def instant_at(day: date, clock: str, zone: tzinfo) -> datetime:
    """
    The instant at which a local clock shows a time on a day.

    Raises:
        InputFault: It shows that time twice that day, or never.
    """
    midnight = datetime.combine(day, time(), tzinfo=zone)
    local = midnight + timedelta(minutes=minutes(clock))
    told = f'"{clock}" on {day.isoformat()}'
    first, second = local.replace(fold=0), local.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return local.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(fold=0) != first:
        raise InputFault(
            f"{told} does not exist: the clocks go forward over it.",
            now="Write a time before or after the change.",
        )
    raise InputFault(
        f"{told} comes twice: the clocks go back over it.",
        now="Write a time before or after the hour that comes twice.",
    )


@lru_cache(maxsize=KEPT_LONG)
def day_after(day: date, span: Span) -> date:
    """
    The day a span of days or months after a day: its months first, then its days.

    Raises:
        Misuse: The span is in hours, or reaches past the end of the calendar.
    """
    return _moved(day, span, span.months, span.days)


@lru_cache(maxsize=KEPT_LONG)
def day_before(day: date, span: Span) -> date:
    """
    The day a span of days or months before a day: its months first, then its days.

    Raises:
        Misuse: The span is in hours, or reaches past the end of the calendar.
    """
    return _moved(day, span, -span.months, -span.days)


def _moved(day: date, span: Span, months: int, days: int) -> date:
    if span.clock:
        raise Misuse(
            f'"{span}" is not a span of days.', now="Write it in days, weeks or months."
        )
    try:
        if months:
            day = on_calendar(day, Quantity.of(f"{months} month"))
        return day + timedelta(days=days)
    except (OverflowError, ValueError):
        raise Misuse(
            f'"{span}" reaches past the end of the calendar.', now="Write a shorter one."
        ) from None


def later(at: datetime, span: Span, zone: tzinfo) -> datetime:
    """
    When a span has passed since an instant, in UTC: at the same instant so many hours on,
    or as the local day begins.
    """
    if span.clock:
        return at.astimezone(UTC) + timedelta(seconds=span.seconds)
    return beginning(day_after(at.astimezone(zone).date(), span), zone)


def sooner(at: datetime, span: Span, zone: tzinfo) -> datetime:
    """
    The instant a span before another, in UTC: so many hours back, or as a local day
    begins.
    """
    if span.clock:
        return at.astimezone(UTC) - timedelta(seconds=span.seconds)
    return beginning(day_before(at.astimezone(zone).date(), span), zone)


def beginning(day: date, zone: tzinfo) -> datetime:
    """
    The first instant of a local day.

    Where the clocks go forward over midnight the day begins at the first time they show.
    """
    local = datetime(day.year, day.month, day.day, tzinfo=zone)
    return local.astimezone(UTC)


def believed(at: datetime, what: str) -> datetime:
    """
    An instant in UTC.

    Raises:
        InputFault: It has no zone, so that nobody can tell when it was.
    """
    if at.tzinfo is None:
        raise InputFault(
            f"{what} {at.isoformat()} has no time zone.",
            now="Hand in an instant with its zone.",
        )
    return at.astimezone(UTC)
