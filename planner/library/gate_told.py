"""
Read what a story tells: its days and instants, and its tables as values of ours.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, cast, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from attrs import has

if TYPE_CHECKING:
    from collections.abc import Hashable

    from planner.library.gate_setting import Table

Shape = TypeVar("Shape")

ZONE = ZoneInfo("Europe/Paris")
DAY_ZERO = date(2026, 3, 2)


def moment(text: str) -> datetime:
    """
    The instant "day N HH:MM" stands for.
    """
    _, days, clock = text.split(" ")
    hour, minute = clock.split(":")
    on = DAY_ZERO + timedelta(days=int(days))
    return datetime(on.year, on.month, on.day, int(hour), int(minute), tzinfo=ZONE)


def day(text: str) -> date:
    """
    The calendar day "day N" stands for, or that is written out.
    """
    if text.startswith("day "):
        return DAY_ZERO + timedelta(days=int(text.removeprefix("day ")))
    return date.fromisoformat(text)


@cache
def _hints(shape: Hashable) -> dict[str, Any]:
    return get_type_hints(shape)


def built(shape: type[Shape], table: Table) -> Shape:
    """
    A value of ours from the table a case tells it in.
    """
    hints = _hints(cast("Hashable", shape))
    return shape(**{key: _taken(hints[key], held) for key, held in table.items()})


def _taken(hint: object, held: object) -> object:
    kinds = {hint, *get_args(hint)}
    if get_origin(hint) is tuple and isinstance(held, list | tuple):
        return tuple(_taken(get_args(hint)[0], each) for each in held)
    if isinstance(held, dict):
        return built(next(each for each in kinds if has(each)), held)
    if isinstance(held, str) and datetime in kinds:
        return moment(held)
    if isinstance(held, str) and date in kinds:
        return day(held)
    return held
