"""
Where things stand: the line of each key in a file, and the file and line of each card.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from attrs import define, field, frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

_HEADING = re.compile(r"[ \t]*(\[\[?)[ \t]*([\w.-]+)[ \t]*\]")
_KEY = re.compile(r"[ \t]*([\w-]+)[ \t]*=")
_ITEM = re.compile(r"[ \t]*\{")
_LONG = ('"""', "'''")


@frozen
class KeyLines:
    """
    The line of every heading and key of one file, by its path.
    """

    known: Mapping[tuple[str | int, ...], int]

    def of(self, *path: str | int) -> int:
        """
        The line of the nearest thing around this path that has a line.
        """
        for length in range(len(path), 0, -1):
            if path[:length] in self.known:
                return self.known[path[:length]]
        return 1

    @staticmethod
    def scan(written: str) -> KeyLines:
        """
        Find the lines by looking at the text; cards are flat, so this is enough.
        """
        return KeyLines(_Scan().over(written))


class _Scan:
    def __init__(self) -> None:
        self.known: dict[tuple[str | int, ...], int] = {}
        self.counts: dict[tuple[str | int, ...], int] = {}
        self.card: tuple[str | int, ...] = ()
        self.key: tuple[str | int, ...] = ()

    def over(self, written: str) -> dict[tuple[str | int, ...], int]:
        inside = ""
        for number, line in enumerate(written.split("\n"), start=1):
            if inside:
                inside = "" if inside in line else inside
                continue
            if not line:
                continue
            self.see(number, line)
            quoted = '"""' in line or "'''" in line
            if quoted and not line.lstrip().startswith("#"):
                inside = next((q for q in _LONG if line.count(q) == 1), "")
        return self.known

    def see(self, number: int, line: str) -> None:
        heading = _HEADING.match(line) if "[" in line else None
        if heading:
            self.open(number, heading.group(2).split("."), many=heading.end(1) > 1)
            return
        key = _KEY.match(line)
        if key:
            self.key = (*self.card, key.group(1))
            self.known.setdefault(self.key, number)
            self.counts[self.key] = 1 if "{" in line else 0
        elif self.key and _ITEM.match(line):
            at = self.counts[self.key]
            self.known.setdefault((*self.key, at), number)
            self.counts[self.key] = at + 1

    def open(self, number: int, names: list[str], *, many: bool) -> None:
        path: tuple[str | int, ...] = ()
        for name in names[:-1]:
            path = (*path, name)
            if path in self.counts:
                path = (*path, self.counts[path] - 1)
        path = (*path, names[-1])
        self.known.setdefault(path, number)
        if many:
            at = self.counts.get(path, 0)
            self.counts[path] = at + 1
            path = (*path, at)
            self.known[path] = number
        self.card, self.key = path, ()


@define
class Lines:
    """
    The file and line of each card of a protocol, and of each key in it.

    `numbers` holds what each `[[number]]` card rests on: the protocol keeps the amount
    only. `inherited` are the cards a file left as the protocol it extends has them.
    """

    places: dict[tuple[str, str], list[str]] = field(factory=dict)
    keys: dict[tuple[str, str, str], str] = field(factory=dict)
    numbers: dict[str, tuple[str, ...]] = field(factory=dict)
    inherited: set[tuple[str, str]] = field(factory=set)

    def take_over(self, other: Lines) -> None:
        """
        Begin with the places of the protocol that a file extends.
        """
        self.places = {card: list(where) for card, where in other.places.items()}
        self.keys = dict(other.keys)
        self.numbers = dict(other.numbers)
        self.inherited = set(other.places)

    def replace(self, card: str, id: str, where: str, keys: Mapping[str, str]) -> None:
        """
        Note where single keys of an inherited card stand now, and with them the card.
        """
        self.places[card, id] = [where]
        self.keys.update({(card, id, key): place for key, place in keys.items()})
        self.inherited.discard((card, id))

    def add(self, card: str, id: str, where: str, keys: Mapping[str, str]) -> None:
        """
        Note where a card stands.
        """
        self.places.setdefault((card, id), []).append(where)
        for key, place in keys.items():
            self.keys.setdefault((card, id, key), place)

    def forget(self, card: str, id: str) -> None:
        """
        Forget a card that was left out: no word may lead to it any more.
        """
        self.places.pop((card, id), None)
        self.inherited.discard((card, id))

    def of(self, card: str, id: str = "", key: str = "") -> str:
        """
        Where a card, or a key in it, stands; its name when it came from no file.
        """
        if (card, id, key) in self.keys:
            return self.keys[card, id, key]
        places = self.all(card, id)
        return places[0] if places else f"{card} {id}".strip()

    def all(self, card: str, id: str) -> tuple[str, ...]:
        """
        Every place where a card of this name and id stands.
        """
        return tuple(self.places.get((card, id), ()))

    def ids(self, card: str) -> frozenset[str]:
        """
        Every id of such a card in the files, whether the card could be read or not.
        """
        return frozenset(id for name, id in self.places if name == card)
