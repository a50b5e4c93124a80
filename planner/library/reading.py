"""
Read one protocol version with the vocabularies it rests on: whole, or not at all.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from attrs import evolve

from planner.errors import PlannerError, ProtocolFault
from planner.library import extending, sealed
from planner.library.cards import CardReader
from planner.library.sealing import digest_of
from planner.library.shapes import CARDS, SHARED_CARDS, VOCABULARY_CARDS
from planner.library.shelf import Head, Number, Reading, Shelf, lists_in
from planner.library.text import MOST_FAULTS, MOST_IN_PROTOCOL, MOST_IN_VOCABULARY
from planner.resources import protocols

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model.protocol import Protocol

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
    return _read(path, vocabulary, ())


def _read(path: Path, vocabulary: Path | None, below: tuple[Path, ...]) -> Reading:
    folder = vocabulary or _beside(path)
    shelf = Shelf()
    text = shelf.text(path, most=MOST_IN_PROTOCOL)
    head: Head | None = None
    lists = lists_in(folder, None)
    if text is not None:
        reader = CardReader(text)
        shelf.begin(_parent(reader, path, vocabulary, below))
        head = _head(reader, shelf)
        shelf.take(reader, {**CARDS, "number": (Number, "numbers")}, also="protocol")
        shelf.names(reader, head, folder)
        shelf.leave_out(reader, head)
        shelf.faults += reader.told()
        # What the parent rests on is read already; its own lists need not be read again.
        same = shelf.parent is not None and shelf.parent.lists == folder
        lists = [] if same and not (head and head.uses) else lists_in(folder, head)
    for each in lists:
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
        findings = islice(shelf.findings(protocol, head), MOST_FAULTS)
        faults += [each.as_fault() for each in findings]
    if not faults:
        protocol = evolve(protocol, digest=digest_of(protocol))
        faults += [each.as_fault() for each in sealed.check(protocol, shelf.lines, of=path)]
    if faults:
        raise ProtocolFault(_in_order(faults, text.name))
    return Reading(protocol=protocol, lines=shelf.lines, lists=folder)


def _parent(
    reader: CardReader, path: Path, vocabulary: Path | None, below: tuple[Path, ...]
) -> Reading | None:
    """
    The protocol that this one extends, as read; nothing when it extends none.

    Raises:
        ProtocolFault: It is not here, or has faults itself: then no card can be judged.
    """
    asked = extending.asked_for(reader)
    if asked is None:
        return None
    near = () if vocabulary is None else (vocabulary.parent,)
    shelves = (*near, protocols(), path.parent.parent)
    at = extending.found(reader, asked, shelves, (*below, path))
    if at is None:
        raise ProtocolFault(reader.told())
    try:
        return _read(at, vocabulary, (*below, path))
    except ProtocolFault as fault:
        reader.fault(("protocol", "extends"), "What it extends has faults.", of=())
        raise ProtocolFault([*reader.told(), *fault.faults]) from fault


def load(path: Path, *, vocabulary: Path | None = None) -> Protocol:
    """
    Read a protocol version.

    Raises:
        ProtocolFault: Something in one of the files does not hold; every fault is told.
    """
    return read(path, vocabulary=vocabulary).protocol


def _head(reader: CardReader, shelf: Shelf) -> Head | None:
    held = reader.text.tables.get("protocol")
    shelf.note(reader.text, ("protocol",), held if isinstance(held, dict) else {})
    if isinstance(held, dict):
        parent = shelf.parent
        table = {**extending.head_of(parent.protocol), **held} if parent else held
        head: Head | None = reader.card(Head, ("protocol",), table)
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


def _in_order(faults: list[PlannerError], first: str) -> list[PlannerError]:
    # The signed file first, then the lists; down the page in each, and what is about a
    # file as a whole at its end.
    def place(fault: PlannerError) -> tuple[bool, str, int]:
        file, _, line = fault.where.rpartition(":")
        if not line.isdigit():
            file, line = fault.where, str(MOST_IN_VOCABULARY)
        return (file != first, file, int(line))

    return sorted(faults, key=place)


__all__ = ["Reading", "load", "read"]
