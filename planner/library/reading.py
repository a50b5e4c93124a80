"""
Read one protocol version with the vocabularies it rests on: whole, or not at all.
"""

from __future__ import annotations

from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from planner.errors import PlannerError, ProtocolFault
from planner.library import rules
from planner.library.cards import CardReader
from planner.library.lines import Lines
from planner.library.sealing import digest_of
from planner.library.shapes import CARDS, SHARED_CARDS, VOCABULARY_CARDS, id_of
from planner.library.text import (
    MOST_FAULTS,
    MOST_IN_PROTOCOL,
    MOST_IN_VOCABULARY,
    Text,
)
from planner.library.text import read as read_text
from planner.model.protocol import Protocol
from planner.model.quantity import Quantity
from planner.model.vocabulary import Vocabulary
from planner.resources import protocols

if TYPE_CHECKING:
    from pathlib import Path


@frozen(kw_only=True)
class Head:
    """
    The `[protocol]` table of a file.
    """

    id: str
    version: str
    title: str
    for_: str
    not_for: str
    review_by: date
    languages: tuple[str, ...] = ("en",)
    uses: tuple[str, ...] = ()


@frozen(kw_only=True)
class Number:
    """
    A number that sheets and the engine name, with what it rests on.
    """

    id: str
    value: Quantity
    source: tuple[str, ...]


@frozen(kw_only=True)
class Reading:
    """
    A protocol as read from its files, and where each of its cards stands.
    """

    protocol: Protocol
    lines: Lines


_VOCABULARY = {
    **VOCABULARY_CARDS,
    **{name: CARDS[name] for name in SHARED_CARDS},
}


def read(path: Path, *, vocabulary: Path | None = None) -> Reading:
    """
    Read a protocol version and note where its cards stand.

    `vocabulary` is the folder of shared lists; without it, the one beside the folder of
    the protocol, else the shipped one.

    Raises:
        ProtocolFault: Something in one of the files does not hold; every fault is told.
    """
    folder = vocabulary or _beside(path)
    shelf = _Shelf()
    text = shelf.text(path, most=MOST_IN_PROTOCOL)
    head: Head | None = None
    if text is not None:
        reader = CardReader(text)
        head = _head(reader)
        shelf.lines.add("protocol", "", text.where("protocol"), {})
        shelf.take(reader, {**CARDS, "number": (Number, "numbers")}, also="protocol")
        shelf.names(reader, head, folder)
        shelf.faults += reader.told()
    for each in _lists(folder, head):
        listed = shelf.text(each, most=MOST_IN_VOCABULARY)
        if listed is not None:
            reader = CardReader(listed)
            shelf.take(reader, _VOCABULARY)
            shelf.faults += reader.told()
    if text is None:
        raise ProtocolFault(shelf.faults)
    protocol = shelf.protocol(head)
    # Words are looked up even when cards have faults: all is told at once.
    # Only a file that could not be read at all leaves too many of them unknown.
    faults = list(shelf.faults)
    if shelf.whole:
        findings = islice(rules.loading(protocol, shelf.lines), MOST_FAULTS)
        faults += [each.as_fault() for each in findings]
    if faults:
        raise ProtocolFault(_in_order(faults, text.name))
    return Reading(protocol=evolve(protocol, digest=digest_of(protocol)), lines=shelf.lines)


def load(path: Path, *, vocabulary: Path | None = None) -> Protocol:
    """
    Read a protocol version.

    Raises:
        ProtocolFault: Something in one of the files does not hold; every fault is told.
    """
    return read(path, vocabulary=vocabulary).protocol


class _Shelf:
    """
    What was read so far: cards by the field that holds them, faults, and lines.
    """

    def __init__(self) -> None:
        self.held: dict[str, list[Any]] = {}
        self.faults: list[PlannerError] = []
        self.lines = Lines()
        self.whole = True

    def text(self, path: Path, *, most: int) -> Text | None:
        try:
            return read_text(path, most=most)
        except ProtocolFault as fault:
            self.faults += fault.faults
            self.whole = False
            return None

    def take(
        self,
        reader: CardReader,
        known: dict[str, tuple[type, str]],
        *,
        also: str = "",
    ) -> None:
        for name in reader.text.tables:
            if name in known:
                self._cards(reader, name, *known[name])
            elif name != also:
                reader.fault(
                    (name,), f"There is no card [[{name[:60]}]].", word=name, of=known
                )

    def _cards(self, reader: CardReader, name: str, shape: type, place: str) -> None:
        for path, table in reader.many(name):
            card = reader.card(shape, path, table)
            if card is not None:
                self.held.setdefault(place, []).append(card)
            id = id_of(card) or table.get("id") or table.get("gauge")
            if isinstance(id, str):
                where = {key: reader.text.where(*path, key) for key in table}
                self.lines.add(name, id, reader.text.where(*path), where)

    def names(self, reader: CardReader, head: Head | None, folder: Path) -> None:
        known = [path.stem for path in _lists(folder, None)]
        for word in head.uses if head else ():
            if word not in known:
                reader.fault(
                    ("protocol", "uses"),
                    f'"{word[:60]}" is not in the folder of shared lists.',
                    word=word,
                    of=known,
                )

    def protocol(self, head: Head | None) -> Protocol:
        # A faulty head is told already; its stand-in lets the cards be looked at.
        head = head or Head(
            id="", version="", title="", for_="", not_for="", review_by=date.max
        )
        numbers: list[Number] = self.held.get("numbers", [])
        self.lines.numbers.update({each.id: each.source for each in numbers})
        words = Vocabulary(
            **{
                place: tuple(self.held.get(place, ()))
                for _, place in VOCABULARY_CARDS.values()
            }
        )
        cards: dict[str, Any] = {
            place: tuple(self.held.get(place, ())) for _, place in CARDS.values()
        }
        return Protocol(
            id=head.id,
            version=head.version,
            title=head.title,
            for_=head.for_,
            not_for=head.not_for,
            review_by=head.review_by,
            languages=head.languages,
            numbers={each.id: each.value for each in numbers},
            vocabulary=words,
            **cards,
        )


def _head(reader: CardReader) -> Head | None:
    held = reader.text.tables.get("protocol")
    if isinstance(held, dict):
        head: Head | None = reader.card(Head, ("protocol",), held)
        return head
    reader.fault(
        ("protocol",),
        "The file has no table [protocol].",
        now="Begin it with [protocol] and its id, version, title, for, not_for.",
        of=(),
    )
    return None


def _beside(path: Path) -> Path:
    near = path.parent.parent / "vocabulary"
    return near if near.is_dir() else protocols() / "vocabulary"


def _lists(folder: Path, head: Head | None) -> list[Path]:
    uses = head.uses if head else ()
    return [path for path in sorted(folder.glob("*.toml")) if not uses or path.stem in uses]


def _in_order(faults: list[PlannerError], first: str) -> list[PlannerError]:
    # The signed file first, then the lists; down the page in each, and what is about a
    # file as a whole at its end.
    def place(fault: PlannerError) -> tuple[bool, str, int]:
        file, _, line = fault.where.rpartition(":")
        if not line.isdigit():
            file, line = fault.where, str(MOST_IN_VOCABULARY)
        return (file != first, file, int(line))

    return sorted(faults, key=place)
