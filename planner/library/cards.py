"""
Read tables of a file as cards, noting every fault instead of stopping at the first.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.errors import InputFault, PlannerError, nearest
from planner.library.shapes import CLASSES, ONE_OR_MORE, Card, Slot, slots
from planner.library.text import MOST_FAULTS, shown
from planner.model.course import NO_LIMIT, Span
from planner.model.protocol import KINDS, Gate, OverridePolicy
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.library.text import Text

Path = tuple[str | int, ...]

_TAKES = {
    "text": "text in quotation marks",
    "switch": "true or false",
    "whole": "a whole number",
    "day": "a day, such as 2026-11-22",
    "quantity": 'a number with its unit in quotation marks, such as "0.3 mm"',
    "span": 'a span of time in quotation marks, such as "7 d" or "1 month"',
    "texts": 'a list of texts, such as ["one", "two"]',
    "cards": 'a list of tables, such as [{ source = "C6", what = "…" }]',
    "card": "a table",
}
_LONGEST_NEAR = 60
_LONGEST_QUANTITY = 40
_PROHIBITED = "prohibited"
_GATE_SPECIAL = ("requires", "safety", "override")


class CardReader:
    """
    Reads the cards of one file and keeps every fault it met.
    """

    def __init__(self, text: Text) -> None:
        self.text = text
        self.faults: list[PlannerError] = []
        self.count = 0

    def told(self) -> list[PlannerError]:
        """
        The faults, and how many more there are than a reader wants to see.
        """
        more = self.count - len(self.faults)
        if not more:
            return self.faults
        rest = InputFault(f"{more} more faults are not shown.", where=self.text.name)
        return [*self.faults, rest]

    def fault(
        self,
        path: Path,
        what: str,
        *,
        why: str = "",
        now: str = "",
        word: str = "",
        of: Iterable[str],
    ) -> None:
        """
        Note a fault, with the known word that is nearest to `word`, or all of them.
        """
        self.count += 1
        if self.count > MOST_FAULTS:
            return
        known = sorted(of)
        near = nearest(word, known) if 0 < len(word) <= _LONGEST_NEAR else ""
        if known and not near:
            now = f"{now} Known here: {', '.join(known)}.".strip()
        where = self.text.where(*path)
        self.faults.append(InputFault(what + near, where=where, why=why, now=now))

    def many(self, name: str) -> list[tuple[Path, dict[str, object]]]:
        """
        The cards of one name, each with its path.
        """
        held = self.text.tables.get(name, [])
        if isinstance(held, list) and all(isinstance(card, dict) for card in held):
            return [((name, at), card) for at, card in enumerate(held)]
        self.fault((name,), f"[[{name}]] stands in two brackets: it is a card.", of=())
        return []

    def card(self, shape: type, path: Path, table: dict[str, object]) -> Card | None:
        """
        Read one card; nothing when it has faults, which are noted.
        """
        before = self.count
        if shape is Gate:
            values = self._gate(path, table)
        else:
            values = self._values(path, table, slots(shape))
            self._unknown(path, table, slots(shape))
        if self.count > before:
            return None
        try:
            return shape(**values)
        except InputFault as fault:
            # Each key is read, and together they cannot be.
            self.fault(path, fault.what, why=fault.why, now=fault.now, of=())
            return None

    def _unknown(self, path: Path, table: dict[str, object], of: Iterable[str]) -> None:
        known = tuple(of)
        for key in table:
            if key not in known:
                self.fault(
                    (*path, key),
                    f"{_label(path)} has no key {shown(key)}.",
                    word=key,
                    of=known,
                )

    def _values(
        self, path: Path, table: dict[str, object], wanted: dict[str, Slot]
    ) -> dict[str, object]:
        values: dict[str, object] = {}
        for key, slot in wanted.items():
            if key in table:
                value = self._value(slot, (*path, key), table[key])
                if value is not None:
                    endless = slot.limitless and value == NO_LIMIT
                    values[slot.name] = None if endless else value
            elif slot.required and self.count >= MOST_FAULTS:
                # Nobody will read it: it is only counted.
                self.count += 1
            elif slot.required:
                self.fault(
                    path,
                    f'{self._called(path, table)} has no "{key}".',
                    now=f"Add it: {_wanted(slot)}.",
                    of=(),
                )
        if values.get("id") == "":
            self.fault((*path, "id"), f"{_label(path)} has an empty id.", of=())
        return values

    def _value(self, slot: Slot, path: Path, value: object) -> object | None:
        if slot.takes == "cards" and slot.of and isinstance(value, list):
            return self._inner(slot.of, path, value)
        if slot.takes == "card" and slot.of and isinstance(value, dict):
            return self.card(slot.of, path, value)
        try:
            return taken(slot, value)
        except InputFault as fault:
            what = f'"{slot.key}": {fault.what}'
            self.fault(path, what, why=fault.why, now=fault.now, of=())
            return None

    def _inner(self, shape: type, path: Path, held: list[object]) -> object | None:
        made: list[object] = []
        for at, table in enumerate(held):
            if isinstance(table, dict):
                made.append(self.card(shape, (*path, at), table))
            else:
                self.fault(
                    path,
                    f'"{path[-1]}": takes {_TAKES["cards"]}, not {shown(table)}.',
                    of=(),
                )
        return tuple(made)

    def _called(self, path: Path, table: dict[str, object]) -> str:
        id = table.get("id")
        named = f" {shown(id)}" if isinstance(id, str) and id else ""
        return f"{_label(path)}{named}"

    def _gate(self, path: Path, table: dict[str, object]) -> dict[str, object]:
        gate = {k: s for k, s in slots(Gate).items() if k not in _GATE_SPECIAL}
        values = self._values(path, table, gate)
        values["safety"] = CLASSES.get(self._word(path, table, "class", CLASSES))
        values["override"] = self._override(path, table)
        kind = self._word(path, table, "kind", KINDS)
        special = {"class", "kind", "override"}
        if kind not in KINDS:
            # Which keys belong is not known then, so every key of any kind is let be.
            anyone = {key for each in KINDS.values() for key in slots(each)}
            self._unknown(path, table, special | set(gate) | anyone)
            return values
        own = slots(KINDS[kind])
        for key, held in table.items():
            if key in special or key in gate or key in own:
                continue
            if any(key in slots(each) for each in KINDS.values()):
                self.fault(
                    (*path, key),
                    f'"{key}" does not go with kind = "{kind}".',
                    of=own,
                )
            else:
                self._unknown(path, {key: held}, special | set(gate) | set(own))
        before = self.count
        required = self._values(path, table, own)
        if self.count == before:
            values["requires"] = KINDS[kind](**required)
        return values

    def _word(
        self, path: Path, table: dict[str, object], key: str, of: Iterable[str]
    ) -> str:
        word = table.get(key)
        if isinstance(word, str) and word in of:
            return word
        if key not in table:
            self.fault(path, f'{self._called(path, table)} has no "{key}".', of=of)
            return ""
        self.fault(
            (*path, key),
            f'"{key}" is {shown(word)}, which is not a {key} of a gate.',
            word=word if isinstance(word, str) else "",
            of=of,
        )
        return ""

    def _override(self, path: Path, table: dict[str, object]) -> object | None:
        held = table.get("override", _PROHIBITED)
        if held == _PROHIBITED:
            return None
        if isinstance(held, dict):
            return self.card(OverridePolicy, (*path, "override"), held)
        self.fault(
            (*path, "override"),
            f'"override" is {shown(held)}.',
            now='Write "prohibited", or { by = ["physician"], reasons = ["…"] }.',
            of=(),
        )
        return None


def taken(slot: Slot, value: object) -> object:
    """
    Take a value exactly as it is written: true is not 1, and 1 is not "1".

    Raises:
        InputFault: It is not what this field takes.
    """
    if slot.limitless and value == NO_LIMIT:
        return NO_LIMIT
    if slot.takes == "texts":
        if slot.key in ONE_OR_MORE and type(value) is str:
            return (value,)
        if type(value) is list and all(type(each) is str for each in value):
            return tuple(value)
    elif slot.takes == "quantity":
        if type(value) is str:
            return _quantity(value)
    elif slot.takes == "span":
        if type(value) is str:
            return _span(value)
    else:
        wanted = {"text": str, "switch": bool, "whole": int, "day": date}
        if type(value) is wanted.get(slot.takes):
            return value
    raise InputFault(f"takes {_wanted(slot)}, not {shown(value)}.")


def _wanted(slot: Slot) -> str:
    words = _TAKES.get(slot.takes, "a table")
    return f'{words}, or "{NO_LIMIT}"' if slot.limitless else words


def _quantity(text: str) -> Quantity:
    strange = any(char.isdigit() and not char.isascii() for char in text)
    if strange or len(text) > _LONGEST_QUANTITY:
        raise InputFault(
            f"{shown(text)} is not a number with a unit.",
            now='Write both in the quotation marks, as in "0.3 mm".',
        )
    return Quantity.of(text)


def _span(text: str) -> Span:
    if len(text) > _LONGEST_QUANTITY:
        raise InputFault(
            f"{shown(text)} is not a span of time.",
            now='Write it as in "7 d", "1 month" or "4 weeks - 4 days".',
        )
    return Span(text)


def _label(path: Path) -> str:
    if len(path) == 1:
        return f"[{path[0]}]"
    outer = [part for part in path if isinstance(part, str)]
    return f"[[{outer[0]}]]" if len(outer) == 1 else f'"{outer[-1]}"'
