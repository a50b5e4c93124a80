"""
Entries as bytes and back: strict both ways, one upcast function a version step.

Stored names are the entries' own kinds, never Python paths. Unknown keys, wrong types
and unknown kinds raise; nothing is coerced.
"""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from planner.errors import JournalDamaged
from planner.journal.plain import day, exactly, instant, plain, reader, written
from planner.model.entries import Entry, Payload, kind_named
from planner.model.person import Actor
from planner.model.terms import KEPT_LONG
from planner.model.time import Instant

if TYPE_CHECKING:
    from collections.abc import Callable

    from cattrs import Converter

    from planner.journal.record import Record

# One function a step, from an older stored form to the next: (kind, v) -> newer payload.
UPCASTS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}


_ACTORS = json.JSONEncoder(sort_keys=True, separators=(",", ":"))


def strict_converter() -> Converter:
    """
    A converter that takes each thing only as what it is: no key or type is guessed.
    """
    # Loaded late: only who reads what a person typed needs it.
    from cattrs import Converter

    converter = Converter(forbid_extra_keys=True, detailed_validation=True)

    for each in (str, int, bool):
        converter.register_structure_hook(each, lambda seen, of: exactly(of, seen))
    converter.register_structure_hook(datetime, lambda seen, _: instant(seen))
    converter.register_structure_hook(date, lambda seen, _: day(seen))
    converter.register_unstructure_hook(datetime, datetime.isoformat)
    converter.register_unstructure_hook(date, date.isoformat)
    converter.register_unstructure_hook(Decimal, str)
    return converter


def encode(payload: Payload) -> bytes:
    """
    The bytes of a payload: JSON with sorted keys and no spaces, in UTF-8.
    """
    return written(payload).encode()


def decode(kind: str, v: int, stored: bytes) -> Payload:
    """
    Read a stored payload through its constructor, upcasting older versions.

    Raises:
        JournalDamaged: The kind or version is unknown, or it does not read.
    """
    known = kind_named(kind)
    if known is None or v > known.v:
        raise JournalDamaged(
            f'An entry of kind "{kind}", version {v}, is not known here.',
            why="It was written by a newer program, or is damaged.",
            now="Use the program that wrote it, or run: mesoplan journal verify",
        )
    try:
        table = json.loads(stored)
        for version in range(v, known.v):
            table = UPCASTS[kind, version](table)
        read: Payload = reader(known)(table)
    except (ValueError, LookupError, TypeError, RecursionError) as fault:
        raise JournalDamaged(
            f'An entry of kind "{kind}" cannot be read.',
            why="What is stored is not what was written.",
            now="Run: mesoplan journal verify",
        ) from fault
    return read


def read_entry(record: Record) -> Entry:
    """
    An entry from its stored record.

    Raises:
        JournalDamaged: It does not read.
    """
    try:
        by = _actor(record.by)
        recorded = Instant(
            at=instant(record.recorded_at), boot=record.boot, ns=record.monotonic_ns
        )
        occurred = instant(record.occurred_at)
    except (ValueError, LookupError, TypeError) as fault:
        raise JournalDamaged(
            "The envelope of an entry cannot be read.",
            where=f"{record.stream}:{record.seq}",
            now="Run: mesoplan journal verify",
        ) from fault
    return Entry(
        id=record.entry_id,
        seq=record.seq,
        recorded=recorded,
        occurred_at=occurred,
        by=by,
        payload=decode(record.kind, record.v, record.payload),
    )


@lru_cache(maxsize=KEPT_LONG)
def _actor(text: str) -> Actor:
    # A few people make all the entries.
    read: Actor = reader(Actor)(json.loads(text))
    return read


@lru_cache(maxsize=KEPT_LONG)
def encode_actor(by: Actor) -> str:
    """
    The text of an actor as stored in an envelope.
    """
    return _ACTORS.encode(plain(by))
