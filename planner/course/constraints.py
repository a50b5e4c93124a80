"""
What each constraint says of a day and of a time of day, and the sentence of its reason.

Every constraint but those of the clock becomes a set of days on which it is missed, over
the days that are searched. A day is its ordinal, a time of day its minute.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.course.dates import day_after
from planner.errors import Misuse
from planner.model.course import (
    WEEKDAYS,
    Absences,
    Apart,
    AtHours,
    AtMost,
    Bounds,
    ClosedDays,
    Cycle,
    OnWeekdays,
    OpeningHours,
    Reason,
    Season,
    minutes,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.course import ConflictInTime, Constraint


def missed_days(constraint: Constraint, first: date, last: date) -> frozenset[int]:
    """
    The ordinals of the days, from one to another, on which a constraint cannot be kept.
    """
    low, high = first.toordinal(), last.toordinal()
    days = range(low, high + 1)
    match constraint:
        case OpeningHours(openings=openings):
            open_on = {WEEKDAYS.index(each.weekday) for each in openings}
            return frozenset(day for day in days if _weekday(day) not in open_on)
        case ClosedDays(closed=closed):
            return frozenset(day.toordinal() for day in closed if first <= day <= last)
        case Absences(periods=periods):
            return _covered(
                ((p.first.toordinal(), p.last.toordinal()) for p in periods), low, high
            )
        case OnWeekdays(weekdays=named):
            good = {WEEKDAYS.index(each) for each in named}
            return frozenset(day for day in days if _weekday(day) not in good)
        case Apart():
            return frozenset(day for day in days if _too_near(constraint, day))
        case Bounds(not_before=begins, not_after=ends):
            early = begins.toordinal() if begins else low
            late = ends.toordinal() if ends else high
            return frozenset(day for day in days if not early <= day <= late)
        case Cycle():
            return _covered(predicted(constraint, last), low, high)
        case Season():
            return frozenset(day for day in days if _in_season(constraint, day))
        case AtHours() | AtMost():
            return frozenset()


def _weekday(day: int) -> int:
    return date.fromordinal(day).weekday()


def _covered(stretches: Iterator[tuple[int, int]], low: int, high: int) -> frozenset[int]:
    days: set[int] = set()
    for begins, ends in stretches:
        days.update(range(max(begins, low), min(ends, high) + 1))
    return frozenset(days)


def _too_near(constraint: Apart, ordinal: int) -> bool:
    # The wait from it to a visit, or from a visit to it: whichever comes first.
    day = date.fromordinal(ordinal)
    if day >= constraint.on:
        return day < day_after(constraint.on, constraint.before)
    return constraint.on < day_after(day, constraint.after)


def _in_season(season: Season, ordinal: int) -> bool:
    day = date.fromordinal(ordinal)
    here = (day.month, day.day)
    begins = (season.from_month, season.from_day)
    ends = (season.to_month, season.to_day)
    if begins <= ends:
        return begins <= here <= ends
    return here >= begins or here <= ends


def predicted(cycle: Cycle, until: date) -> Iterator[tuple[int, int]]:
    """
    The first and last ordinal of each predicted menstruation, until a day.

    Each may come earlier or later by what is uncertain, added up over the cycles; where
    one prediction reaches the next, nothing more is predicted.
    """
    begins, count = cycle.began_on.toordinal(), 0
    while begins <= until.toordinal():
        either_way = cycle.uncertain.days * count
        ends = begins + cycle.lasts.days - 1 + either_way
        following = begins + cycle.cycle.days - either_way - cycle.uncertain.days
        if ends >= following:
            return
        yield begins - either_way, ends
        begins, count = begins + cycle.cycle.days, count + 1


def misses_minute(constraint: Constraint, weekday: int, minute: int, lasts: int) -> bool:
    """
    Whether a visit of a length in minutes, begun at a minute of a weekday, misses it.
    """
    match constraint:
        case OpeningHours(openings=openings):
            return not any(
                WEEKDAYS.index(each.weekday) == weekday
                and minutes(each.opens) <= minute
                and minute + lasts <= minutes(each.closes)
                for each in openings
            )
        case AtHours(begins=begins, ends=ends):
            return not minutes(begins) <= minute < minutes(ends)
        case _:
            return False


def apart_from(card: ConflictInTime, on: date) -> Apart:
    """
    What a card asks for around the day on which the other thing happens.
    """
    return Apart(
        id=f"{card.id} {on.isoformat()}",
        code=card.id,
        hard=card.hard,
        weight=card.weight,
        on=on,
        before=card.before,
        after=card.after,
    )


def runs_on_clock(constraint: Constraint) -> bool:
    """
    Whether a constraint also judges the time of day.
    """
    return isinstance(constraint, OpeningHours | AtHours)


def not_free(constraint: Constraint, on: date) -> Reason:
    """
    Why a day could not be taken.
    """
    return _reason(constraint, "course-not-free", on)


def kept(constraint: Constraint, on: date) -> Reason:
    """
    Why a day was left for a better one: a wish.
    """
    return _reason(constraint, "course-wish-kept", on)


def missed(constraint: Constraint, on: date) -> Reason:
    """
    Which wish a date does not keep.
    """
    return _reason(constraint, "course-wish-missed", on)


def in_conflict(constraint: Constraint) -> Reason:
    """
    What a constraint of a conflict asks for.
    """
    return Reason(
        code=constraint.code,
        key="course-in-conflict",
        values=(("item", constraint.id),),
    )


def _reason(constraint: Constraint, key: str, on: date) -> Reason:
    values = [("item", constraint.id), ("on", on.isoformat())]
    match constraint:
        case Apart():
            free = day_after(constraint.on, constraint.before)
            values += [("near", constraint.on.isoformat()), ("from", free.isoformat())]
        case Bounds(not_before=begins, not_after=ends):
            values += [("from", begins.isoformat())] if begins else []
            values += [("until", ends.isoformat())] if ends else []
        case AtMost():
            values += [
                ("sessions", str(constraint.sessions)),
                ("over", constraint.over.text),
            ]
        case _:
            pass
    return Reason(code=constraint.code, key=key, values=tuple(values))


def checked(constraints: tuple[Constraint, ...]) -> tuple[Constraint, ...]:
    """
    The constraints, each with an id of its own.

    Raises:
        Misuse: Two have the same id.
    """
    seen: set[str] = set()
    for each in constraints:
        if each.id in seen:
            raise Misuse(
                f'Two constraints are called "{each.id}".',
                now="Give each an id of its own.",
            )
        seen.add(each.id)
    return constraints
