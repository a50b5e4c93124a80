"""
One `[[constraint]]` of what was stated about a course: the kinds there are, and how each
is read.

Each says what it is (`what`), and may say its id, whether it is hard, and the weight of a
soft one. `what` is one of the words below, or the id of something of the protocol that
must not stand near a session, such as a vaccination, with the day it is `on`.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from planner.clinic.booking import days_of, openings_of
from planner.course.constraints import apart_from
from planner.errors import InputFault, nearest
from planner.model.course import (
    Absences,
    AtHours,
    AtMost,
    Bounds,
    ClosedDays,
    Cycle,
    OnWeekdays,
    OpeningHours,
    Period,
    Season,
    Span,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from planner.model.course import ConflictInTime, Constraint

    Table = dict[str, Any]

_LONGEST = 60
_TABLES = ("constraint", "medicine")
# What a key takes, in words, and as it is written.
_KINDS_OF: dict[type, tuple[str, str]] = {
    str: ("text", '"..."'),
    int: ("a whole number", "2"),
    bool: ("true or false", "true"),
    date: ("a day", "2026-12-24"),
    list: ("a list", '["...", "..."]'),
    dict: ("a table", "{ ... }"),
}
_ALWAYS = ("what", "id", "hard", "weight", "for_tests")


class Card:
    """
    One typed table: what it says is taken once, and nothing may be left over.
    """

    def __init__(self, table: Table, where: str) -> None:
        self.table = dict(table)
        self.where = where

    def take(self, key: str, wanted: type, usual: object = ...) -> Any:  # noqa: ANN401
        """
        A value that is exactly of a type.
        """
        if key not in self.table:
            if usual is not ...:
                return usual
            raise InputFault(
                f'"{key}" is missing.', where=self.where, now=_as_in(key, wanted)
            )
        value = self.table.pop(key)
        if type(value) is not wanted:
            raise InputFault(
                f'"{key}" takes {_KINDS_OF[wanted][0]}.',
                where=self.where,
                now=_as_in(key, wanted),
            )
        return value

    def day(self, key: str, usual: object = ...) -> date | None:
        """
        A day, written as one or as text.
        """
        written = self.table.get(key)
        if isinstance(written, str):
            try:
                self.table[key] = date.fromisoformat(written)
            except ValueError:
                raise InputFault(
                    f'"{written[:60]}" is no day.',
                    where=self.where,
                    now="Write it as in 2026-12-24.",
                ) from None
        found: date | None = self.take(key, date, usual)
        return found

    def done(self, known: Sequence[str]) -> None:
        """
        Refuse what nobody has read.
        """
        for key in self.table:
            raise InputFault(
                f'"{key[:60]}" is not known here.' + nearest(key, known), where=self.where
            )


def _as_in(key: str, wanted: type) -> str:
    if key in _TABLES:
        return f"Write each as [[{key}]], with its keys below it."
    return f"Write it as in {key} = {_KINDS_OF[wanted][1]}"


def _period(card: Card) -> Period:
    first, last = card.day("first"), card.day("last", None)
    assert first is not None
    return Period(first=first, last=last or first)


def _absence(card: Card, rest: Table) -> Constraint:
    return Absences(**rest, periods=(_period(card),))


def _closed(card: Card, rest: Table) -> Constraint:
    return ClosedDays(**rest, closed=days_of(card.take("days", str)))


def _opening(card: Card, rest: Table) -> Constraint:
    return OpeningHours(**rest, openings=openings_of(card.take("hours", str)))


def _weekdays(card: Card, rest: Table) -> Constraint:
    days = card.take("days", list)
    if not days or not all(isinstance(each, str) for each in days):
        raise InputFault(
            '"days" takes names of days.',
            where=card.where,
            now='Write it as in ["tuesday", "friday"].',
        )
    return OnWeekdays(**rest, weekdays=tuple(each.casefold() for each in days))


def _hours(card: Card, rest: Table) -> Constraint:
    return AtHours(**rest, begins=card.take("begins", str), ends=card.take("ends", str))


def _bound(card: Card, rest: Table) -> Constraint:
    begins, ends = card.day("not_before", None), card.day("not_after", None)
    if begins is None and ends is None:
        raise InputFault('A bound has "not_before", "not_after" or both.', where=card.where)
    return Bounds(**rest, not_before=begins, not_after=ends)


def _cycle(card: Card, rest: Table) -> Constraint:
    began = card.day("began_on")
    assert began is not None
    return Cycle(
        **rest,
        began_on=began,
        cycle=Span(card.take("cycle", str)),
        lasts=Span(card.take("lasts", str)),
        uncertain=Span(card.take("uncertain", str)),
    )


def _season(card: Card, rest: Table) -> Constraint:
    begins, ends = _month_day(card, "from"), _month_day(card, "to")
    return Season(
        **rest,
        from_month=begins[0],
        from_day=begins[1],
        to_month=ends[0],
        to_day=ends[1],
    )


def _month_day(card: Card, key: str) -> tuple[int, int]:
    written = card.take(key, str)
    month, dash, day = written.partition("-")
    if not dash or not (month.isdecimal() and day.isdecimal()):
        raise InputFault(
            f'"{written[:60]}" is no month and day.',
            where=card.where,
            now='Write it as in "06-15".',
        )
    return int(month), int(day)


def _at_most(card: Card, rest: Table) -> Constraint:
    return AtMost(
        **rest, sessions=card.take("sessions", int), over=Span(card.take("over", str))
    )


# Word -> how it is read, whether it is hard unless said otherwise, and its keys.
_KINDS: dict[str, tuple[Callable[[Card, Table], Constraint], bool, tuple[str, ...]]] = {
    "absence": (_absence, True, ("first", "last")),
    "stress": (_absence, False, ("first", "last")),
    "closed": (_closed, True, ("days",)),
    "opening-hours": (_opening, True, ("hours",)),
    "weekdays": (_weekdays, False, ("days",)),
    "hours": (_hours, False, ("begins", "ends")),
    "bound": (_bound, True, ("not_before", "not_after")),
    "menstruation": (_cycle, False, ("began_on", "cycle", "lasts", "uncertain")),
    "season": (_season, False, ("from", "to")),
    "at-most": (_at_most, True, ("sessions", "over")),
}


def _called(card: Card, usual: str) -> str:
    id_: str = card.take("id", str, usual)
    if not 0 < len(id_.strip()) <= _LONGEST:
        raise InputFault(
            f'"id" has {len(id_)} characters.',
            where=card.where,
            now=f"Write a short word of at most {_LONGEST}, or leave it out.",
        )
    return id_


def constraint_of(card: Card, waits: Sequence[ConflictInTime], place: int) -> Constraint:
    """
    The constraint a card states; `waits` are what the protocol keeps from a session.

    Raises:
        InputFault: It cannot be read.
    """
    what = card.take("what", str)
    near = {each.id: each for each in waits}
    if what not in _KINDS and what not in near:
        known = (*_KINDS, *near)
        raise InputFault(
            f'"{what[:60]}" is not something a date can respect.' + nearest(what, known),
            where=card.where,
            now=f"Write one of: {', '.join(known)}.",
        )
    try:
        if what in near:
            return _near(card, near[what])
        reads, hard, keys = _KINDS[what]
        rest = {
            "id": _called(card, f"{what}-{place}"),
            "code": what,
            "hard": card.take("hard", bool, hard),
            "weight": card.take("weight", int, 1),
            "for_tests": card.take("for_tests", bool, True),
        }
        made = reads(card, rest)
    except InputFault as fault:
        if fault.where == card.where:
            raise
        raise InputFault(
            fault.what, where=card.where, why=fault.why, now=fault.now
        ) from None
    card.done((*_ALWAYS, *keys))
    return made


def _near(card: Card, wait: ConflictInTime) -> Constraint:
    on = card.day("on")
    assert on is not None
    for key in _ALWAYS[1:]:
        if key in card.table:
            raise InputFault(
                f'"{key}" is not known here.',
                where=card.where,
                why="The protocol says how far it is kept from a session.",
                now="Write only the day it is on.",
            )
    card.done(("what", "on"))
    return apart_from(wait, on)
