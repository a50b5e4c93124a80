"""
Worked cases of a protocol: told as data, run elsewhere.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from attrs import define, field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

KINDS_OF_CASE = ("gate", "story")
SIDES = ("under", "at", "over")
RESULTS = ("done", "refused", "fault")
OUTCOMES = ("open", "shut", "unknown", "absent", "opened")


@frozen(kw_only=True)
class Move:
    """
    One thing somebody does in a case, and what is expected of it.

    `with_` holds the keys that belong to this kind of move, as written. `result` is
    done, refused or fault; `outcomes` how each named gate must stand.
    """

    does: str
    at: str = ""
    after: str = ""
    with_: Mapping[str, object] = field(factory=dict)
    result: str = ""
    outcomes: Mapping[str, str] = field(factory=dict)
    because: tuple[str, ...] = ()
    where: str = ""


@frozen(kw_only=True)
class Given:
    """
    What stands before a case begins; `after` another given that comes first.
    """

    id: str
    tells: str
    after: str = ""
    where: str = ""
    moves: tuple[Move, ...] = ()


@frozen(kw_only=True)
class Case:
    """
    One worked example: a visit, or one gate at one edge of one number.

    `rules` are the safety rules it keeps, `cards` cards it shows that its moves do not
    name, as in "conflict position".
    """

    id: str
    tells: str
    given: str = ""
    kind: str = "gate"
    gate: str = ""
    number: str = ""
    side: str = ""
    where: str = ""
    rules: tuple[int, ...] = ()
    cards: tuple[str, ...] = ()
    moves: tuple[Move, ...] = ()


@define(kw_only=True, slots=False, frozen=True)
class CaseFile:
    """
    All cases of one protocol, with what they begin from.
    """

    name: str
    givens: tuple[Given, ...] = ()
    cases: tuple[Case, ...] = ()

    @cached_property
    def given(self) -> dict[str, Given]:
        """
        What cases begin from, by id.
        """
        return {each.id: each for each in self.givens}

    def before(self, case: Case) -> tuple[Given, ...]:
        """
        What comes before a case, the first thing first.
        """
        chain: list[Given] = []
        name = case.given
        while name:
            chain.append(self.given[name])
            name = chain[-1].after
        return tuple(reversed(chain))
