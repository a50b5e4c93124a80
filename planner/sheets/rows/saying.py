"""
Entries in words: what they are looked up in, and the pieces their words are made of.
"""

from __future__ import annotations

import re
from ast import literal_eval
from datetime import date, datetime
from typing import TYPE_CHECKING

from attrs import frozen

from planner.errors import PlannerError
from planner.model.quantity import Quantity
from planner.safety.findings import Phrase
from planner.sheets import written
from planner.sheets.closed import spaced
from planner.sheets.language import tc
from planner.sheets.patterns import PATTERNS
from planner.sheets.rows.gates import HOLD_DATES
from planner.sheets.rows.heads import product_name, zone_title
from planner.sheets.wording import said

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.model.protocol import Protocol
    from planner.model.situation import Situation

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_NAMED = re.compile(r"; (?=\w+=)")


@frozen(kw_only=True)
class Stated:
    """
    One thing an entry says, and what it is: a question and its answer, a value.
    """

    what: str
    says: str


@frozen(kw_only=True)
class Words:
    """
    An entry in words: its title and what it says.
    """

    title: str
    lines: tuple[Stated, ...] = ()


@frozen(kw_only=True)
class At:
    """
    What the ids of an entry are looked up in; `dates` says whether those of holds are told.
    """

    situation: Situation
    protocol: Protocol
    dates: bool

    def moment(self, at: datetime | None) -> str:
        """
        An instant on the clinic's clock; nothing where there is none.
        """
        return written.moment(at, self.situation.history.zone) if at else ""

    def product(self, id_: str, lot: str) -> str:
        """
        A product by its commercial name, with its lot.
        """
        return f"{product_name(id_, self.situation)} {lot}".strip()

    def zone(self, id_: str) -> str:
        """
        A zone of the body by its title.
        """
        return zone_title(id_, self.protocol)

    def item(self, id_: str) -> str:
        """
        What a question, statement or gate is about: a zone, or a product.
        """
        known = id_ in self.protocol.vocabulary.zone
        return self.zone(id_) if known else product_name(id_, self.situation)

    def technique(self, id_: str) -> str:
        """
        A way of injecting by its title.
        """
        known = self.protocol.vocabulary.technique.get(id_)
        return known.title if known else id_

    def signs(self, ids: Iterable[str]) -> str:
        """
        Signs by their titles.
        """
        known = self.protocol.sign
        return "; ".join(known[each].title if each in known else each for each in ids)

    def seen(self, token: str) -> str:
        """
        What somebody saw who opened a gate, from the words the opening is bound to.
        """
        key, *rest = _NAMED.split(token)
        if key not in PATTERNS:
            return token
        if key in HOLD_DATES and not self.dates:
            return said(Phrase("hold-withheld"))
        pairs = (each.partition("=") for each in rest)
        values = {name: _typed(value) for name, _, value in pairs}
        return said(Phrase(key, values), zone=self.situation.history.zone)


def _typed(value: str) -> object:
    # A value as it was before it became text: nothing, a list, a time, an amount, words.
    if value == str(None):
        return None
    for read in (_listed, _dated, Quantity.of):
        try:
            return read(value)
        except (ValueError, SyntaxError, PlannerError):
            continue
    return value


def _listed(value: str) -> object:
    if not value.startswith("("):
        raise ValueError(value)
    return literal_eval(value)


def _dated(value: str) -> object:
    if not _DAY.match(value):
        raise ValueError(value)
    return datetime.fromisoformat(value) if ":" in value else date.fromisoformat(value)


def field(name: str) -> str:
    """
    A field of an entry as a correction names it.
    """
    return _fields().get(name, spaced(name.replace("_", "-")))


def _fields() -> dict[str, str]:
    return {
        "zone": tc("record", "zone"),
        "points": tc("record", "points"),
        "product": tc("record", "product"),
        "lot": tc("record", "lot"),
        "needle": tc("record", "needle"),
        "technique": tc("record", "technique"),
        "volume": tc("record", "volume"),
        "amount": tc("record", "amount"),
        "dose": tc("record", "dose"),
        "drug": tc("record", "drug"),
        "route": tc("record", "route"),
        "site": tc("record", "site"),
        "method": tc("record", "method"),
        "dilution": tc("record", "dilution"),
        "wheal": tc("record", "wheal"),
        "saline": tc("record", "saline"),
        "histamine": tc("record", "histamine"),
        "flare": tc("record", "flare"),
        "systolic": tc("record", "systolic pressure"),
        "diastolic": tc("record", "diastolic pressure"),
        "pulse": tc("record", "pulse"),
        "oxygen": tc("record", "oxygen"),
        "breathing": tc("record", "breaths"),
        "temperature": tc("record", "temperature"),
        "antiseptic": tc("record", "antiseptic"),
        "contact": tc("record", "wet for"),
        "dried": tc("record", "dry for"),
        "effect": tc("record", "effect"),
        "cause": tc("record", "cause"),
        "predictable": tc("record", "predictable"),
        "text": tc("record", "text"),
        "note": tc("record", "note"),
    }


def lines(*pairs: tuple[str, str]) -> tuple[Stated, ...]:
    """
    What an entry says, without what it leaves empty.
    """
    return tuple(Stated(what=what, says=says) for what, says in pairs if says)
