"""
What is read so far of one protocol: its cards, its faults, and where each stands.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from attrs import frozen

from planner.errors import PlannerError, ProtocolFault
from planner.library import extending, rules
from planner.library.lines import Lines
from planner.library.shapes import CARDS, VOCABULARY_CARDS, cards_of, id_of
from planner.library.text import Text
from planner.library.text import read as read_text
from planner.model.protocol import Protocol
from planner.model.quantity import Quantity
from planner.model.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from planner.library.cards import CardReader
    from planner.library.finding import Finding


@frozen(kw_only=True)
class Head:
    """
    The `[protocol]` table of a file.

    `extends` names the version it is written on, `digest` what that said when it was
    read; a `fork` may be looser. `without` leaves cards out: a fork any of them, any other
    protocol an indication with its phases, and nothing that holds.
    """

    id: str
    version: str
    title: str
    for_: str
    not_for: str
    review_by: date
    languages: tuple[str, ...] = ("en",)
    uses: tuple[str, ...] = ()
    extends: str = ""
    digest: str = ""
    fork: bool = False
    without: tuple[str, ...] = ()


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
    A protocol as read from its files, where each of its cards stands, and the folder
    of the lists it rests on.
    """

    protocol: Protocol
    lines: Lines
    lists: Path | None = None


# Card name -> where a protocol, or its vocabulary, holds it.
_PLACES = {name: place for name, (_, place) in {**CARDS, **VOCABULARY_CARDS}.items()}


class Shelf:
    """
    What was read so far: cards by the field that holds them, faults, and lines.
    """

    def __init__(self) -> None:
        self.held: dict[str, list[Any]] = {}
        self.faults: list[PlannerError] = []
        self.lines = Lines()
        self.whole = True
        self.parent: Reading | None = None
        # Cards as the parent has them, until this file writes one of their keys.
        self.inherited: dict[tuple[str, str], Any] = {}

    def begin(self, parent: Reading | None) -> None:
        """
        Begin with the cards of the protocol that a file extends.
        """
        if parent is None:
            return
        self.parent = parent
        self.lines.take_over(parent.lines)
        for name, cards in cards_of(parent.protocol).items():
            self.held[_PLACES[name]] = list(cards)
            self.inherited.update({(name, id_of(card)): card for card in cards})
        numbers = [
            Number(id=id, value=value, source=parent.lines.numbers[id])
            for id, value in parent.protocol.numbers.items()
        ]
        self.held["numbers"] = list(numbers)
        self.inherited.update({("number", each.id): each for each in numbers})

    def note(
        self, text: Text, path: tuple[str | int, ...], table: Mapping[str, object]
    ) -> None:
        """
        Note where a table that stands once, and each of its keys, is.
        """
        self.lines.replace(str(path[0]), "", *_where(text, path, table))

    def leave_out(self, reader: CardReader, head: Head | None) -> None:
        """
        Leave out the cards it does without, and note what only goes with `extends`.
        """
        if head is None:
            return
        if self.parent is None:
            for key in ("digest", "fork", "without"):
                if getattr(head, key):
                    reader.fault(
                        ("protocol", key),
                        f'"{key}" goes with "extends", and this extends nothing.',
                        now=f'Write what it extends, or leave out "{key}".',
                        of=(),
                    )
            return
        extending.pinned(reader, head.digest, self.parent.protocol)
        if head.fork and head.id == self.parent.protocol.id:
            reader.fault(
                ("protocol", "id"),
                f'A fork of "{head.id[:60]}" bears its name.',
                now="Give it an id of its own.",
                of=(),
            )
        for name, id in extending.taken_out(reader, head.without, self.inherited):
            place = _PLACES.get(name, "numbers")
            self.held[place] = [c for c in self.held[place] if id_of(c) != id]
            self.lines.forget(name, id)
            if name == "indication":
                self._without_phases(id)

    def _without_phases(self, indication: str) -> None:
        # What is offered no more has no phases either.
        place = _PLACES["phase"]
        for card in [c for c in self.held[place] if c.indication == indication]:
            self.held[place].remove(card)
            self.lines.forget("phase", card.id)

    def findings(self, protocol: Protocol, head: Head | None) -> Iterator[Finding]:
        """
        What keeps the protocol from being loaded: by its words, and by what it extends.
        """
        yield from rules.loading(protocol, self.lines)
        if self.parent is not None and head is not None and not head.fork:
            yield from extending.check(protocol, self.parent.protocol, self.lines)

    def text(self, path: Path, *, most: int) -> Text | None:
        """
        Read one file; nothing when it cannot be read, which is noted.
        """
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
        """
        Take the cards of one file, and note each name of a card that is not known.
        """
        for name in reader.text.tables:
            if name in known:
                self._cards(reader, name, *known[name])
            elif name != also:
                reader.fault(
                    (name,), f"There is no card [[{name[:60]}]].", word=name, of=known
                )

    def _cards(self, reader: CardReader, name: str, shape: type, place: str) -> None:
        cards = self.held.setdefault(place, [])
        for path, table in reader.many(name):
            id = table.get("id") or table.get("gauge")
            known = self.inherited.get((name, id)) if isinstance(id, str) else None
            whole = table if known is None else extending.over(known, table)
            card = reader.card(shape, path, whole)
            # A second card of one id stands beside the first, and is told as such.
            first = known is not None and (name, id) in self.lines.inherited
            if card is not None and first:
                cards[cards.index(known)] = card
            elif card is not None and self.parent is not None:
                cards.insert(extending.place_in(cards, card), card)
            elif card is not None:
                cards.append(card)
            id = id_of(card) or id
            if isinstance(id, str):
                note = self.lines.replace if first else self.lines.add
                note(name, id, *_where(reader.text, path, table))

    def names(self, reader: CardReader, head: Head | None, folder: Path) -> None:
        """
        Note each shared list that a protocol uses and its folder does not hold.
        """
        known = [path.stem for path in lists_in(folder, None)]
        for word in head.uses if head else ():
            if word not in known:
                reader.fault(
                    ("protocol", "uses"),
                    f'"{word[:60]}" is not in the folder of shared lists.',
                    word=word,
                    of=known,
                )

    def protocol(self, head: Head | None) -> Protocol:
        """
        The protocol of all that was read, without its digest.
        """
        # A faulty head is told already; its stand-in lets the cards be looked at.
        head = head or Head(
            id="", version="", title="", for_="", not_for="", review_by=date.max
        )
        numbers: list[Number] = self.held.get("numbers", [])
        parent = self.parent.protocol if self.parent else None
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
            extends=extending.named(parent) if parent else "",
            parent_digest=parent.digest if parent else "",
            locally_modified=head.fork or (parent is not None and parent.locally_modified),
            **cards,
        )


def lists_in(folder: Path, head: Head | None) -> list[Path]:
    """
    The files of shared lists in a folder that a protocol uses.
    """
    uses = head.uses if head else ()
    return [path for path in sorted(folder.glob("*.toml")) if not uses or path.stem in uses]


def _where(
    text: Text, path: tuple[str | int, ...], table: Mapping[str, object]
) -> tuple[str, dict[str, str]]:
    return text.where(*path), {key: text.where(*path, key) for key in table}
