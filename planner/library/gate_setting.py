"""
What one small story about a gate is put together from: settings, and levers that hold them.

A setting is one answer, one item of a list, or one side of a number, told as the moves of
a worked case. A lever holds all settings of one thing; the first is the one that opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from planner.model.answer import DOES_NOT_KNOW
from planner.model.quantity import UNITS, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.model.protocol import Gate, Protocol

# A move of a case, as it is written; the values are those a file of cases may hold.
Table = dict[str, Any]

OPEN, SHUT, UNKNOWN, ABSENT = "open", "shut", "unknown", "absent"

# The patient goes home, and is back: what counts for one visit counts no more.
AGAIN: tuple[Table, ...] = ({"does": "end-visit"}, {"does": "check-in"})

_MINUTE = UNITS["min"].factor
_MINUTES_A_DAY = int(Quantity.of("24 h").measure / _MINUTE)


@frozen
class Before:
    """
    An instant, told as whole minutes before the question is asked; negative: after it.
    """

    minutes: int

    @staticmethod
    def span(span: Quantity) -> Before:
        """
        As long ago as a span of hours, or of calendar days.
        """
        if span.dimension == "time":
            return Before(int(span.measure / _MINUTE))
        days = span.measure if span.dimension == "days" else span.measure * 31
        return Before(int(days) * _MINUTES_A_DAY)


@frozen
class Day:
    """
    A calendar day, told as days after the day of the question.
    """

    days: int


@frozen(kw_only=True)
class Setting:
    """
    One way a lever may stand.

    `means` is how the gate should stand with it. `moves` are told in the session, `first`
    right after it is opened, `earlier` before that, `instead` in the place of a named part
    of what is given.
    `item` and `second` change the planned items; `untold` are lists nobody asked for.
    `number` and `side` say which side of which number it is.
    """

    words: str
    means: str = OPEN
    moves: tuple[Table, ...] = ()
    first: tuple[Table, ...] = ()
    earlier: tuple[Table, ...] = ()
    instead: Mapping[str, tuple[Table, ...]] = field(factory=dict)
    item: Mapping[str, Any] | None = None
    second: Mapping[str, Any] | None = None
    unplanned: bool = False
    untold: tuple[str, ...] = ()
    day: int = 0
    number: str = ""
    side: str = ""


@frozen
class Lever:
    """
    One thing that may be known in several ways, or not known.
    """

    name: str
    settings: tuple[Setting, ...]


@frozen(kw_only=True)
class Domain:
    """
    Every lever a gate moves with: its own, and those of its condition.

    `applies` are the ways the levers of the condition are looked at together, as
    positions of their settings; the first is one in which the gate applies.
    """

    gate: Gate
    protocol: Protocol
    own: tuple[Lever, ...]
    when: tuple[Lever, ...] = ()
    applies: tuple[tuple[int, ...], ...] = ((),)

    @property
    def levers(self) -> tuple[Lever, ...]:
        """
        All levers, the gate's own first.
        """
        return (*self.own, *self.when)


def answered(question: str, value: str, item: str = "", **more: object) -> Table:
    """
    The move that answers a question.
    """
    key = f"{question}@{item}" if item else question
    return {"does": "record", **more, "answers": {key: value}}


def unknowns(question: str, protocol: Protocol, item: str, good: str) -> list[Setting]:
    """
    Every way in which the answer to a question is not known.
    """
    card = protocol.question[question]
    about = f"{question}: "
    found = [
        Setting(words=f"{about}not asked", means=UNKNOWN),
        Setting(
            words=about + DOES_NOT_KNOW,
            means=UNKNOWN,
            moves=(answered(question, DOES_NOT_KNOW, item),),
        ),
    ]
    if card.fresh == "visit":
        stale = (answered(question, good, item), *AGAIN)
        found.append(
            Setting(
                words=f"{about}answered in an earlier visit", means=UNKNOWN, first=stale
            )
        )
    elif card.fresh:
        span = Before.span(Quantity.of(card.fresh))
        ago = Before(span.minutes + _MINUTES_A_DAY)
        old = answered(question, good, item, observed_at=ago)
        found.append(
            Setting(words=f"{about}answered too long ago", means=UNKNOWN, moves=(old,))
        )
    return found


def answers(
    question: str,
    needs: Iterable[str],
    protocol: Protocol,
    *,
    item: str = "",
) -> Lever:
    """
    Every answer of a question, those that open first, and every way of not knowing it.
    """
    card = protocol.question[question]
    wanted = tuple(needs)
    offered = list(card.answers)
    if card.not_applicable:
        offered.append("not applicable")
    offered.sort(key=lambda word: word not in wanted)
    known = [
        Setting(
            words=f"{question}: {word}",
            means=OPEN if word in wanted else SHUT,
            moves=(answered(question, word, item),),
        )
        for word in offered
    ]
    good = offered[0] if offered else ""
    return Lever(question, (*known, *unknowns(question, protocol, item, good)))


def sides(**bounds: Quantity | None) -> list[tuple[str, str, Quantity]]:
    """
    Just under, at and just over each bound: its name, the side, and the value.
    """
    found = []
    for name, bound in bounds.items():
        if bound is not None:
            found += [
                (name, "under", bound.step_under()),
                (name, "at", bound),
                (name, "over", bound.step_over()),
            ]
    return found


USUAL = {
    "systolic": "124 mmHg",
    "diastolic": "78 mmHg",
    "pulse": "70 /min",
    "oxygen": "98 %",
}


def vitals(**changes: object) -> Table:
    """
    The move that tells a usual set of vital signs, with these values instead.
    """
    return {"does": "vitals", **USUAL, **changes}


Levers = tuple[Lever, ...]
PLANNED = Lever(
    "plan",
    (
        Setting(words="a plan is made", item={}),
        Setting(words="nothing is planned", means=UNKNOWN, unplanned=True),
    ),
)
