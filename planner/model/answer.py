"""
Answers: three outcomes, why something is unknown, facts, and the sheet that holds them.
"""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING

from attrs import field

from planner.model.frozen import frozen
from planner.model.person import Actor
from planner.model.quantity import Quantity
from planner.model.time import in_utc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Outcome(Enum):
    """
    How a gate stood. Unknown is an answer of its own and never opens a gate.
    """

    OPEN = "open"
    SHUT = "shut"
    UNKNOWN = "unknown"

    # There is one of each, and it is part of what is looked up at every gate.
    __hash__ = object.__hash__


def all_of(outcomes: Iterable[Outcome]) -> Outcome:
    """
    Kleene's "and": shut if any is shut, else unknown if any is unknown, else open.
    """
    found = Outcome.OPEN
    for each in outcomes:
        if each is Outcome.SHUT:
            return each
        if each is Outcome.UNKNOWN:
            found = each
    return found


def any_of(outcomes: Iterable[Outcome]) -> Outcome:
    """
    Kleene's "or": open if any is open, else unknown if any is unknown, else shut.
    """
    found = Outcome.SHUT
    for each in outcomes:
        if each is Outcome.OPEN:
            return each
        if each is Outcome.UNKNOWN:
            found = each
    return found


class Why(Enum):
    """
    Why something is unknown.
    """

    NOT_ASKED = "not asked"
    DOES_NOT_KNOW = "does not know"
    NOT_CONFIRMED = "not confirmed"
    STALE = "stale"
    UNREADABLE = "unreadable"
    UNRECOGNISED = "unrecognised"
    INCOMPLETE = "not stated complete"
    CLOCK = "clock in doubt"

    __hash__ = object.__hash__


def as_line(value: tuple[str, ...]) -> str:
    """
    Tell the text of an answer as one line.
    """
    return value[0] if len(value) == 1 else ", ".join(value)


DOES_NOT_KNOW = "does not know"
NOT_APPLICABLE = "not applicable"


@frozen(kw_only=True, cache_hash=True)
class Fact:
    """
    One answer: to which question, about which zone or product, by whom, and when true.

    `value` is the text as answered: the chosen answer, a quantity with its unit, a day,
    or the items of a list. Freshness counts from `observed_on`, never from entry.
    """

    question: str
    value: tuple[str, ...]
    item: str = ""
    complete: bool = True
    note: str = ""
    observed_at: datetime = field(converter=in_utc)
    recorded_at: datetime = field(converter=in_utc)
    by: Actor
    visit: int

    @property
    def text(self) -> str:
        """
        The answer as one line.
        """
        return as_line(self.value)

    @property
    def quantity(self) -> Quantity:
        """
        The answer as a quantity.

        Raises:
            InputFault: The answer is not a number with a unit.
        """
        return Quantity.of(self.value[0] if self.value else "")


@frozen
class FactSheet:
    """
    The latest fact for each question and item.
    """

    facts: Mapping[tuple[str, str], Fact] = field(factory=dict)

    def get(self, question: str, item: str = "") -> Fact | None:
        """
        Find the latest fact, or nothing when the question was not answered.
        """
        return self.facts.get((question, item))

    def with_facts(self, facts: Iterable[Fact]) -> FactSheet:
        """
        A sheet in which these facts replace the earlier answers.
        """
        merged = dict(self.facts)
        merged.update({(fact.question, fact.item): fact for fact in facts})
        return FactSheet(merged)
