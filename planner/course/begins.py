"""
Begins of visits as whole numbers: days as ordinals, instants as seconds, times as minutes.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from planner.course.constraints import missed_days, misses_minute, runs_on_clock
from planner.model.course import WEEKDAYS
from planner.model.quantity import DAY_AND_NIGHT, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from planner.model.course import Constraint

Times = tuple[tuple[tuple[int, int], ...], ...]
DAY = int(DAY_AND_NIGHT.measure)
MINUTE = int(UNITS["min"].factor)
HOUR = int(UNITS["h"].factor)
NO_TEST = -1
_FIRST_DAY = datetime(1, 1, 1, tzinfo=UTC)
_A_SECOND = timedelta(seconds=int(UNITS["s"].factor))
A_DAY = timedelta(seconds=DAY)


def seconds_from(at: datetime) -> int:
    """
    The first whole second not before an instant.
    """
    return -((_FIRST_DAY - at) // _A_SECOND)


def seconds_until(at: datetime) -> int:
    """
    The last whole second not after an instant.
    """
    return (at - _FIRST_DAY) // _A_SECOND


def instant_of(second: int) -> datetime:
    """
    Whole seconds as an instant, in UTC.
    """
    return _FIRST_DAY + timedelta(seconds=second)


class MissedDays:
    """
    The days each constraint is missed on, worked out once for all searches.
    """

    def __init__(
        self, constraints: tuple[Constraint, ...], first: date, last: date
    ) -> None:
        self.first = first
        self.last = last
        self.days = {each.id: missed_days(each, first, last) for each in constraints}


def offset_on(day: date, zone: tzinfo) -> int:
    """
    How many seconds the clocks of a zone are ahead as a day begins.
    """
    ahead = datetime.combine(day, time(), tzinfo=zone).utcoffset()
    return (ahead or timedelta(0)) // _A_SECOND


def missed_by_day(
    wished: list[Constraint], missed: MissedDays, scale: int
) -> dict[int, int]:
    """
    What each day misses of the wishes about days: their weight first, then how many.
    """
    soft: dict[int, int] = {}
    for each in wished:
        if not runs_on_clock(each):
            for day in missed.days[each.id]:
                soft[day] = soft.get(day, 0) + each.weight * scale + 1
    return soft


def begins_of(
    held: Iterable[Constraint],
    wished: Iterable[Constraint],
    step: int,
    lasts: int,
    scale: int,
) -> Times:
    """
    For each day of the week, the minutes at which a visit may begin and what each misses.
    """
    clocked = [each for each in held if runs_on_clock(each)]
    wishes = [each for each in wished if runs_on_clock(each)]
    days = []
    for weekday in range(len(WEEKDAYS)):
        day = []
        for minute in range(0, DAY // MINUTE, step):
            if any(misses_minute(each, weekday, minute, lasts) for each in clocked):
                continue
            miss = sum(
                each.weight * scale + 1
                for each in wishes
                if misses_minute(each, weekday, minute, lasts)
            )
            day.append((minute, miss))
        days.append(tuple(day))
    return tuple(days)
