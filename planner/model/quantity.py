"""
An exact number with its unit, and spans of time.

The units are a closed list. A quantity keeps the unit it was written in; two quantities
compare and add only within one dimension. Time is three dimensions on purpose: minutes
and hours run on UTC instants, days and weeks on the clinic's local calendar, months and
years on calendar months; none of them converts into another.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import lru_cache

from attrs import Factory, field

from planner.errors import InputFault, Misuse, nearest
from planner.model.frozen import frozen

_WRITTEN = re.compile(r"(-?[0-9]+(?:[.,][0-9]+)?) ?(.*)", re.DOTALL)
_THOUSANDS = re.compile(r"-?[0-9]{1,3},[0-9]{3}")
_MOST_DIGITS = 12


@frozen
class Unit:
    """
    One unit: what it measures, how many base units it is, and its smallest step.

    The step is what "just under" and "just over" mean for a number in this unit.
    """

    name: str
    dimension: str
    factor: Decimal
    step: Decimal


def _unit(name: str, dimension: str, factor: str, step: str) -> Unit:
    return Unit(name, dimension, Decimal(factor), Decimal(step))


UNITS: dict[str, Unit] = {
    unit.name: unit
    for unit in (
        _unit("mm", "length", "1", "0.01"),
        _unit("cm", "length", "10", "0.1"),
        _unit("mL", "volume", "1", "0.01"),
        _unit("L", "volume", "1000", "0.1"),
        _unit("microgram", "mass", "0.001", "1"),
        _unit("mg", "mass", "1", "0.1"),
        _unit("g", "mass", "1000", "0.1"),
        _unit("kg", "mass", "1000000", "0.1"),
        _unit("IU", "activity", "1", "1"),
        _unit("mg/mL", "mass/volume", "1", "0.1"),
        _unit("microgram/mL", "mass/volume", "0.001", "1"),
        _unit("%", "percent", "1", "0.1"),
        _unit("IU/mL", "activity/volume", "1", "1"),
        _unit("mg/kg", "mass/mass", "1", "0.1"),
        _unit("mg/cm2", "mass/area", "1", "0.1"),
        _unit("mmHg", "pressure", "1", "1"),
        _unit("/min", "rate", "1", "1"),
        _unit("°C", "temperature", "1", "0.1"),
        _unit("deg", "angle", "1", "1"),
        _unit("INR", "ratio", "1", "0.1"),
        _unit("fraction", "fraction", "1", "0.01"),
        _unit("count", "count", "1", "1"),
        _unit("10^9/L", "cells", "1", "1"),
        _unit("s", "time", "1", "1"),
        _unit("min", "time", "60", "1"),
        _unit("h", "time", "3600", "1"),
        _unit("d", "days", "1", "1"),
        _unit("week", "days", "7", "1"),
        _unit("month", "months", "1", "1"),
        _unit("year", "months", "12", "1"),
    )
}

_ALSO_WRITTEN = {
    "ml": "mL",
    "l": "L",
    "mcg": "microgram",
    "µg": "microgram",
    "μg": "microgram",
    "micrograms": "microgram",
    "weeks": "week",
    "months": "month",
    "years": "year",
    "days": "d",
    "day": "d",
    "hours": "h",
    "hour": "h",
    "minutes": "min",
    "minute": "min",
    "seconds": "s",
    "degrees": "deg",
    "bpm": "/min",
    "ampoules": "count",
}

PER_CENT = Decimal(100)
TIME_DIMENSIONS = frozenset({"time", "days", "months"})

# What a strength times an amount gives: mg/mL x mL is mg. A percentage of a solution is
# weight in volume, grams in 100 mL, which is ten milligrams in each millilitre.
_PRODUCTS = {
    ("mass/volume", "volume"): "mg",
    ("percent", "volume"): "mg",
    ("activity/volume", "volume"): "IU",
    ("mass/mass", "mass"): "mg",
}
_MG_IN_ML_OF_ONE_PERCENT = Decimal(10)
_BASE_IN_KG = UNITS["kg"].factor


def _dimension_of(quantity: Quantity) -> str:
    return UNITS[quantity.unit].dimension


def _measure_of(quantity: Quantity) -> Decimal:
    return quantity.amount * UNITS[quantity.unit].factor


@frozen(order=False, cache_hash=True)
class Quantity:
    """
    An amount in a unit of the closed list, exact to the last digit that was written.

    `dimension` is what it measures, `measure` the amount in that dimension's first unit.
    """

    amount: Decimal
    unit: str
    dimension: str = field(
        init=False, eq=False, repr=False, default=Factory(_dimension_of, takes_self=True)
    )
    measure: Decimal = field(
        init=False, eq=False, repr=False, default=Factory(_measure_of, takes_self=True)
    )

    @staticmethod
    def of(text: str) -> Quantity:
        """
        Read a quantity as people write it, such as "0.30 mm" or "3 mg/kg".

        Raises:
            InputFault: There is no number, no unit, or an unknown unit.
        """
        return _read(text)

    def _same(self, other: Quantity) -> None:
        if self.dimension != other.dimension:
            raise Misuse(
                f'"{self}" and "{other}" measure different things.',
                now="Write both in units of one kind.",
            )

    def __lt__(self, other: Quantity) -> bool:
        self._same(other)
        return self.measure < other.measure

    def __le__(self, other: Quantity) -> bool:
        self._same(other)
        return self.measure <= other.measure

    def __gt__(self, other: Quantity) -> bool:
        self._same(other)
        return self.measure > other.measure

    def __ge__(self, other: Quantity) -> bool:
        self._same(other)
        return self.measure >= other.measure

    def __add__(self, other: Quantity) -> Quantity:
        return _sum(self, other)

    def __sub__(self, other: Quantity) -> Quantity:
        return self + Quantity(-other.amount, other.unit)

    def __mul__(self, times: int | Decimal) -> Quantity:
        return Quantity(self.amount * times, self.unit)

    def of_amount(self, other: Quantity) -> Quantity:
        """
        Multiply a strength by an amount: 10 mg/mL of 2 mL is 20 mg; 3 mg/kg of 60 kg is
        180 mg.

        Raises:
            Misuse: The two do not multiply to a dose.
        """
        return _dose(self, other)

    def share_of(self, whole: Quantity) -> Decimal:
        """
        Say what fraction of `whole` this is; 1 is all of it.
        """
        self._same(whole)
        if not whole.measure:
            raise Misuse(f'There is no share of "{whole}".')
        return self.measure / whole.measure

    def step_over(self) -> Quantity:
        """
        The next value above, by the unit's own step.
        """
        return Quantity(self.amount + UNITS[self.unit].step, self.unit)

    def step_under(self) -> Quantity:
        """
        The next value below, by the unit's own step.
        """
        return Quantity(self.amount - UNITS[self.unit].step, self.unit)

    def __str__(self) -> str:
        unit = "" if self.unit == "count" else self.unit
        gap = "" if unit in {"", "/min"} else " "
        if self.unit == "%":
            gap = " "
        return f"{_digits(self.amount)}{gap}{unit}"

    @property
    def written(self) -> str:
        """
        The text that reads back as this same quantity.
        """
        return f"{_digits(self.amount)} {self.unit}"


# The same doses are added up again before every exposure.


@lru_cache(maxsize=4096)
def _sum(one: Quantity, other: Quantity) -> Quantity:
    one._same(other)  # noqa: SLF001 - the sum is its own
    factor = UNITS[one.unit].factor
    return Quantity(one.amount + other.measure / factor, one.unit)


@lru_cache(maxsize=4096)
def _dose(strength: Quantity, other: Quantity) -> Quantity:
    unit = _PRODUCTS.get((strength.dimension, other.dimension))
    if unit is None:
        raise Misuse(
            f'"{strength}" of "{other}" is not a dose.',
            now="Write a strength such as mg/mL and an amount such as mL.",
        )
    per = strength.measure
    if strength.dimension == "percent":
        per *= _MG_IN_ML_OF_ONE_PERCENT
    measure = other.measure
    if strength.dimension == "mass/mass":
        measure /= _BASE_IN_KG
    return Quantity(_plain(per * measure), unit)


def _plain(number: Decimal) -> Decimal:
    # Without an exponent, and with no zeros that nobody wrote.
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _digits(number: Decimal) -> str:
    # A trailing zero reads as ten times the dose when the point is missed, so printed
    # numbers carry none; "0.30 mm" is the one customary exception and is kept as data.
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text or "0"


@lru_cache(maxsize=4096)
def _read(text: str) -> Quantity:
    matched = _WRITTEN.fullmatch(text.strip())
    if matched is None:
        raise InputFault(
            f'"{text}" is not a number with a unit.',
            now='Write both in the quotation marks, as in "0.3 mm".',
        )
    digits, unit = matched.groups()
    if len(digits) > _MOST_DIGITS:
        raise InputFault(
            f"A number with {len(digits)} digits was written.",
            now=f"Write at most {_MOST_DIGITS} digits.",
        )
    if _THOUSANDS.fullmatch(digits):
        raise InputFault(
            f'"{digits}" may be thousands or a decimal comma.',
            why="A thousandfold dose hangs on it.",
            now='Write "1000 mg" without a comma, or "1.5 mg" with a point.',
        )
    unit = _ALSO_WRITTEN.get(unit, unit)
    if not unit:
        raise InputFault(
            f'"{text}" has no unit.',
            now='Write the unit in the quotation marks, as in "4.5 mg/kg".',
        )
    if unit not in UNITS:
        raise InputFault(
            f'The unit "{unit}" in "{text}" is not in the list of units.'
            + nearest(unit, UNITS)
        )
    return Quantity(Decimal(digits.replace(",", ".")), unit)


A_DAY = Quantity.of("1 d")
A_YEAR = Quantity.of("1 year")
# A limit "over a day" is over any stretch of this length, not a calendar day.
DAY_AND_NIGHT = Quantity.of("24 h")
AT_ONCE = Quantity.of("0 h")
NO_VOLUME = Quantity.of("0 mL")


def after(instant: datetime, span: Quantity, zone: tzinfo) -> datetime:
    """
    Say from when a span has passed since an instant.

    Hours and minutes are added to the UTC instant. Days, weeks, months and years are
    counted on the local calendar and end at the start of that local day; a day that does
    not exist rolls to the first of the next month.

    Raises:
        Misuse: `span` is not a span of time.
    """
    if instant.tzinfo is UTC:
        return _after_in_utc(instant, span, zone)
    return _after(instant, span, zone)


@lru_cache(maxsize=4096)
def _after_in_utc(instant: datetime, span: Quantity, zone: tzinfo) -> datetime:
    # Every gate of a moment counts from the same few instants. Only in UTC: elsewhere
    # two instants may be equal and still be told differently.
    return _after(instant, span, zone)


def _after(instant: datetime, span: Quantity, zone: tzinfo) -> datetime:
    try:
        if span.dimension == "time":
            passed = instant.astimezone(UTC) + timedelta(seconds=float(span.measure))
            return passed.astimezone(instant.tzinfo)
        day = on_calendar(instant.astimezone(zone).date(), span)
        begins = datetime(day.year, day.month, day.day, tzinfo=zone)
        return begins.astimezone(instant.tzinfo)
    except (OverflowError, ValueError):
        raise Misuse(
            f'"{span}" reaches past the end of the calendar.', now="Write a shorter one."
        ) from None


def on_calendar(day: date, span: Quantity) -> date:
    """
    Add a span of days, weeks, months or years to a day.

    Raises:
        Misuse: `span` is not counted in days or months.
    """
    if span.dimension == "days":
        return day + timedelta(days=int(span.measure))
    if span.dimension == "months":
        months = day.month - 1 + int(span.measure)
        year, month = day.year + months // 12, months % 12 + 1
        try:
            return date(year, month, day.day)
        except ValueError:
            return date(year + month // 12, month % 12 + 1, 1)
    raise Misuse(
        f'"{span}" is not a span of days.',
        now='Write it in days, weeks, months or years, as in "7 d".',
    )
