"""
Findings: how each gate stood, with what was seen and what is needed.

A finding carries no sentence of its own. What was seen and needed are phrases, a pattern's
name with its values, which `planner.sheets.wording` renders the same way for the terminal,
the browser and paper; why and what to do now are the protocol's words.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from planner.model.answer import Outcome, Why
from planner.model.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from planner.model.protocol import Bar, Gate
    from planner.model.situation import Opening


_NONE: Mapping[str, object] = MappingProxyType({})


class Phrase(NamedTuple):
    """
    The name of a sentence pattern with its values.

    `drifting` are values that change by themselves as time passes; they are shown, but
    a decision bound to what was seen does not lapse because of them.
    """

    key: str
    values: Mapping[str, object] = _NONE
    drifting: Mapping[str, object] = _NONE

    @property
    def token(self) -> str:
        """
        What a decision is bound to: the pattern and its values, without the drifting.
        """
        parts = [f"{name}={self.values[name]}" for name in sorted(self.values)]
        return "; ".join((self.key, *parts))


class Reading(NamedTuple):
    """
    How one kind of gate read one item: the finding before weight and openings.
    """

    outcome: Outcome
    seen: Phrase
    needed: Phrase
    item: str = ""
    why: Why | None = None
    earliest: datetime | None = None


class Finding(NamedTuple):
    """
    How one gate stood for one item.

    `card` is the gate, or the bar when the lifecycle itself refuses; `reading` what was
    seen and needed; `opening` the decision or override that opened a shut gate.
    """

    card: Gate | Bar
    reading: Reading
    outcome: Outcome
    opening: Opening | None = None

    @property
    def id(self) -> str:
        """
        The id of the gate or bar.
        """
        return self.card.id

    @property
    def safety(self) -> bool:
        """
        Whether it may hold a move; a gate for the record is only shown.
        """
        return self.card.safety

    @property
    def seen(self) -> Phrase:
        """
        What was seen.
        """
        return self.reading.seen

    @property
    def needed(self) -> Phrase:
        """
        What is needed.
        """
        return self.reading.needed

    @property
    def item(self) -> str:
        """
        Which item of a list this is about; empty where there is no list.
        """
        return self.reading.item

    @property
    def why(self) -> Why | None:
        """
        Why it is unknown, where it is.
        """
        return self.reading.why

    @property
    def earliest(self) -> datetime | None:
        """
        When it would open by itself, where that is known.
        """
        return self.reading.earliest

    @property
    def clear(self) -> bool:
        """
        Whether nothing is held by this: open, or opened by name and reason.
        """
        return self.outcome is Outcome.OPEN or self.opening is not None

    @property
    def holds(self) -> bool:
        """
        Whether this holds the move: a safety gate that is not clear.
        """
        if self.outcome is Outcome.OPEN or self.opening is not None:
            return False
        return self.card.safety


@frozen
class Refusal:
    """
    At least one gate is not open; every finding is here, those that are open too.
    """

    findings: tuple[Finding, ...]

    @property
    def because(self) -> tuple[Finding, ...]:
        """
        The findings that hold the move, in the order of the protocol.
        """
        return tuple(each for each in self.findings if each.holds)


@frozen
class Clearance:
    """
    Nothing holds the move; every finding is here.
    """

    findings: tuple[Finding, ...] = ()


def judge(findings: Iterable[Finding]) -> Refusal | Clearance:
    """
    Refuse when any safety finding is not clear; clear otherwise.
    """
    kept = tuple(findings)
    return Refusal(kept) if any(each.holds for each in kept) else Clearance(kept)


def barred(bar: Bar, seen: Phrase, needed: Phrase | None = None) -> Finding:
    """
    A refusal by the lifecycle itself, in the shape of a finding.
    """
    return Finding(
        card=bar,
        outcome=Outcome.SHUT,
        reading=Reading(
            outcome=Outcome.SHUT, seen=seen, needed=needed or Phrase("another-move")
        ),
    )
