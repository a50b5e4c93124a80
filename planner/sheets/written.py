"""
How numbers, doses and times are written: a space before the unit, a leading zero, no
trailing zero, micrograms in full, months in full.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.errors import PlannerError
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable

_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_WEEKDAYS = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)
_UNITS = {
    "count": "",
    "fraction": "",
    "microgram/mL": "micrograms/mL",
    "/min": "per min",
    "deg": "degrees",
    "mg/cm2": "mg/cm²",
    "10^9/L": "× 10⁹/L",
}
_PLURALS = {
    "microgram": "micrograms",
    "d": "days",
    "week": "weeks",
    "month": "months",
    "year": "years",
}
_SINGULARS = {"d": "day"}
_MINUTES_IN_HOUR = 60
_IN_MINUTES_UP_TO = 120
_IN_HOURS_UP_TO = 2880
_MINUTES_IN_DAY = 1440


def number(amount: Decimal) -> str:
    """
    A number with a leading zero, no trailing zero, and commas from a thousand on.
    """
    text = format(amount, ",f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def quantity(value: Quantity) -> str:
    """
    An amount with its unit, as it is safest to read.
    """
    amount = number(value.amount)
    if value.unit == "INR":
        return f"INR {amount}"
    unit = _UNITS.get(value.unit, value.unit)
    if value.unit in _PLURALS:
        one = value.amount == 1
        unit = _SINGULARS.get(unit, unit) if one else _PLURALS[value.unit]
    return f"{amount} {unit}".strip()


def amount(text: str) -> str:
    """
    What somebody typed as an amount, written like every other; as typed if it is none.
    """
    try:
        return quantity(Quantity.of(text))
    except PlannerError:
        return text


def day(value: date) -> str:
    """
    A day with its month in full.
    """
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}"


def clock(value: datetime, zone: tzinfo) -> str:
    """
    The time of day in the clinic's zone.
    """
    local = value.astimezone(zone)
    return f"{local.hour:02d}:{local.minute:02d}"


def moment(value: datetime, zone: tzinfo) -> str:
    """
    A day and time in the clinic's zone.
    """
    text = f"{day(value.astimezone(zone).date())}, {clock(value, zone)}"
    return f"{text} UTC" if zone is UTC else text


def long_moment(value: datetime, zone: tzinfo) -> str:
    """
    A day and time with its weekday, as a patient reads it.
    """
    weekday = _WEEKDAYS[value.astimezone(zone).weekday()]
    return f"{weekday} {moment(value, zone)}"


def long_day(value: date) -> str:
    """
    A day with its weekday.
    """
    return f"{_WEEKDAYS[value.weekday()]} {day(value)}"


def span(value: timedelta) -> str:
    """
    How long something lasted, in the unit a person would use.
    """
    minutes = int(value.total_seconds()) // _MINUTES_IN_HOUR
    if minutes < _IN_MINUTES_UP_TO:
        return f"{minutes} min"
    if minutes < _IN_HOURS_UP_TO:
        hours, rest = divmod(minutes, _MINUTES_IN_HOUR)
        return f"{hours} h {rest} min" if rest else f"{hours} h"
    return f"{minutes // _MINUTES_IN_DAY} days"


def listing(items: Iterable[str], word: str = "and") -> str:
    """
    Things in a row, the last one after a word.
    """
    *before, last = [*items] or [""]
    return f"{', '.join(before)} {word} {last}" if before else last
