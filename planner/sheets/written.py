"""
How numbers, doses and times are written, in the language that is spoken: a space before
the unit, a leading zero, no trailing zero, micrograms in full, months in full.

Months, weekdays, signs and units come from `templates/languages/forms.json`, which is
made of the published forms of each language and kept with the sheets.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from planner.errors import PlannerError
from planner.model.quantity import UNITS, Quantity
from planner.resources import templates
from planner.sheets.language import form_of, spoken, t, tc

if TYPE_CHECKING:
    from collections.abc import Iterable

_KEPT = 1024
_MINUTES_IN_HOUR = 60
_IN_MINUTES_UP_TO = 120
_IN_HOURS_UP_TO = 2880
_MINUTES_IN_DAY = 1440
_NO_UNIT = frozenset({"count", "fraction"})
_MANY = "many"
_SOUNDS_AS_O = re.compile(r"h?[oó]|8|11(?!\d)", re.IGNORECASE)
_SOUNDS_AS_I = re.compile(r"h?[ií](?![aáeéoóu])", re.IGNORECASE)
_BEGINS_A_NUMBER = frozenset("-0123456789")


@frozen(kw_only=True)
class _Forms:
    # How one language writes: signs, patterns of days, names, and units by their form.
    decimal: str
    group: str
    day: str
    long_day: str
    first: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    units: dict[str, dict[str, str]]


@cache
def _table() -> dict[str, _Forms]:
    held = json.loads((templates() / "languages" / "forms.json").read_bytes())
    del held["about"]
    return {
        code: _Forms(
            **{
                **each,
                "months": tuple(each["months"]),
                "weekdays": tuple(each["weekdays"]),
            }
        )
        for code, each in held.items()
    }


def _forms() -> _Forms:
    return _table()[spoken().code]


def number(amount: Decimal) -> str:
    """
    A number with a leading zero, no trailing zero, and its thousands apart.
    """
    text, forms = format(amount, ",f"), _forms()
    whole, _, part = text.partition(".")
    part = part.rstrip("0")
    whole = whole.replace(",", forms.group)
    return f"{whole}{forms.decimal}{part}" if part else whole


def quantity(value: Quantity) -> str:
    """
    An amount with its unit, as it is safest to read.
    """
    amount = number(value.amount)
    if value.unit == "INR":
        return tc("unit", "INR {amount}", amount=amount)
    return f"{amount} {unit(value.unit, value.amount)}".strip()


def unit(name: str, amount: Decimal) -> str:
    """
    A unit as it is written behind an amount.
    """
    if name in _NO_UNIT:
        return ""
    if name == "/min":
        return tc("unit", "per min")
    if name == "10^9/L":
        return f"× 10⁹/{_symbol('L')}"
    if "/" in name:
        return "/".join(_symbol(part) for part in name.split("/"))
    forms = _forms().units.get(name)
    if forms is None:
        return _symbol(name)
    return forms.get(form_of(amount)) or forms[_MANY]


def _symbol(name: str) -> str:
    forms = _forms().units.get(name)
    if forms is not None:
        return forms[_MANY]
    if name == "IU":
        return tc("unit", "IU")
    return "cm²" if name == "cm2" else name


def unit_words() -> tuple[str, ...]:
    """
    Every unit as the language that is spoken writes it, longest first.
    """
    words = {unit(name, Decimal(n)) for name in UNITS for n in (1, _MINUTES_IN_HOUR)}
    words.update(word for forms in _forms().units.values() for word in forms.values())
    return tuple(sorted(words - {""}, key=len, reverse=True))


def amount(text: str) -> str:
    """
    What somebody typed as an amount, written like every other; as typed if it is none.
    """
    if text.lstrip()[:1] not in _BEGINS_A_NUMBER:
        return text
    try:
        return quantity(Quantity.of(text))
    except PlannerError:
        return text


def day(value: date) -> str:
    """
    A day with its month in full.
    """
    return _dated(value, _forms().day)


def _dated(value: date, pattern: str) -> str:
    forms = _forms()
    return pattern.format(
        day=forms.first if value.day == 1 else value.day,
        month=forms.months[value.month - 1],
        year=value.year,
        weekday=forms.weekdays[value.weekday()],
    )


def clock(value: datetime, zone: tzinfo) -> str:
    """
    The time of day in the clinic's zone. An hour that comes twice, as the clocks go back,
    says which of the two it is.
    """
    local = value.astimezone(zone)
    text = f"{local.hour:02d}:{local.minute:02d}"
    if local.utcoffset() == local.replace(fold=1 - local.fold).utcoffset():
        return text
    offset = local.strftime("%z")
    return f"{text} (UTC{offset[:3]}:{offset[3:5]})"


def moment(value: datetime, zone: tzinfo) -> str:
    """
    A day and time in the clinic's zone.
    """
    return _moment(value.astimezone(UTC), zone, spoken().code)


@lru_cache(maxsize=_KEPT)
def _moment(value: datetime, zone: tzinfo, _: str) -> str:
    # The same few instants stand all over a sheet.
    text = f"{day(value.astimezone(zone).date())}, {clock(value, zone)}"
    return f"{text} UTC" if zone is UTC else text


def long_moment(value: datetime, zone: tzinfo) -> str:
    """
    A day and time with its weekday, as a patient reads it.
    """
    text = f"{long_day(value.astimezone(zone).date())}, {clock(value, zone)}"
    return f"{text} UTC" if zone is UTC else text


def long_day(value: date) -> str:
    """
    A day with its weekday.
    """
    return _dated(value, _forms().long_day)


def span(value: timedelta) -> str:
    """
    How long something lasted, in the unit a person would use.
    """
    minutes = int(value.total_seconds()) // _MINUTES_IN_HOUR
    if minutes < _IN_MINUTES_UP_TO:
        return _counted(minutes, "min")
    if minutes < _IN_HOURS_UP_TO:
        hours, rest = divmod(minutes, _MINUTES_IN_HOUR)
        told = _counted(hours, "h")
        return f"{told} {_counted(rest, 'min')}" if rest else told
    return _counted(minutes // _MINUTES_IN_DAY, "d")


def _counted(many: int, name: str) -> str:
    return f"{many} {unit(name, Decimal(many))}"


def listing(items: Iterable[str], word: str = "and") -> str:
    """
    Things in a row, the last one after "and", or after "or".
    """
    *before, last = [*items] or [""]
    if not before:
        return last
    these = ", ".join(before)
    # Spanish says "u" before the sound of an o, and "e" before that of an i.
    if word == "or":
        if _SOUNDS_AS_O.match(last):
            return tc("before an o", "{these} or {last}", these=these, last=last)
        return t("{these} or {last}", these=these, last=last)
    if _SOUNDS_AS_I.match(last):
        return tc("before an i", "{these} and {last}", these=these, last=last)
    return t("{these} and {last}", these=these, last=last)
