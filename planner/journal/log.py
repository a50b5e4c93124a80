"""
The entries in an SQLite file: what one command adds, and what is read back.

Each function runs inside a transaction that its caller has opened.
"""

from __future__ import annotations

import json
from functools import cache
from typing import TYPE_CHECKING, Final

from planner.journal.interface import Appended
from planner.journal.messages import check_retry, damaged, stale
from planner.journal.record import (
    GENESIS,
    Head,
    Record,
    extents_of,
    heads_of,
    place,
    seal,
)
from planner.journal.verification import all_text, checked

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import timedelta

    from planner.journal.interface import Part

_FIND: Final = "SELECT fingerprint, extents, digest FROM command WHERE command = ?"
_HEAD: Final = "SELECT version, digest FROM head WHERE stream = ?"
_HEADS: Final = "SELECT stream, version, digest FROM head WHERE stream IN"
_WHO: Final = "SELECT by, recorded_at FROM entry WHERE stream = ? AND seq = ?"
_READ: Final = "SELECT * FROM entry WHERE stream = ? AND seq >= ? ORDER BY seq"
_SPAN: Final = "SELECT * FROM entry WHERE stream = ? AND seq BETWEEN ? AND ? ORDER BY seq"
_ADD_COMMAND: Final = "INSERT INTO command VALUES (?, ?, ?, ?)"
_ADD_ENTRY: Final = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_HEAD: Final = "INSERT INTO head VALUES (?, ?, ?)"
_MOVE_HEAD: Final = "UPDATE head SET version = ?, digest = ? WHERE stream = ?"
_STREAMS: Final = (
    "SELECT stream FROM head WHERE stream >= ? AND substr(stream, 1, ?) = ? ORDER BY stream"
)


def add(
    db: sqlite3.Connection,
    command: str,
    parts: Sequence[Part],
    unchanged: Mapping[str, int],
    fingerprint: str,
) -> Appended:
    """
    Add the entries of a new command behind the versions they were decided on.
    """
    names = [part.stream for part in parts]
    known = _heads(db, (*names, *unchanged))
    heads = [_expect(db, known, part.stream, part.expected) for part in parts]
    for stream, version in unchanged.items():
        _expect(db, known, stream, version)
    records = place(command, parts, heads)
    extents = extents_of(records)
    digest = seal(command, fingerprint, extents)
    db.execute(_ADD_COMMAND, (command, fingerprint, extents, digest))
    for record in records:
        db.execute(_ADD_ENTRY, record)
    after = heads_of(records)
    for before, head in zip(heads, after, strict=True):
        if before.version:
            db.execute(_MOVE_HEAD, (head.version, head.digest, head.stream))
        else:
            db.execute(_ADD_HEAD, (head.stream, head.version, head.digest))
    return Appended(head=after[0], records=records, repeated=False)


@cache
def _heads_asked(count: int) -> str:
    return f"{_HEADS} ({', '.join('?' * count)})"


def _heads(db: sqlite3.Connection, streams: Sequence[str]) -> dict[str, Head]:
    # In one question: every move asks for those of all it was decided on.
    rows = db.execute(_heads_asked(len(streams)), streams).fetchall()
    return {row[0]: _head(*row) for row in rows}


def _head(stream: str, version: object, digest: object) -> Head:
    if not (isinstance(version, int) and isinstance(digest, str)):
        raise damaged(stream, "its head cannot be read.")
    return Head(stream=stream, version=version, digest=digest)


def _expect(
    db: sqlite3.Connection, known: Mapping[str, Head], stream: str, version: int
) -> Head:
    head = known.get(stream) or Head(stream=stream, version=0, digest=GENESIS)
    if head.version != version:
        who = db.execute(_WHO, (stream, head.version)).fetchone()
        by, at = who or ("", "")
        raise stale(stream, version, head.version, by=by, at=at)
    return head


def head_of(db: sqlite3.Connection, stream: str) -> Head:
    """
    Read how far a stream has come.
    """
    version, digest = db.execute(_HEAD, (stream,)).fetchone() or (0, GENESIS)
    return _head(stream, version, digest)


def find(
    db: sqlite3.Connection,
    command: str,
    fingerprint: str | None,
    at: str,
    valid_for: timedelta | None,
) -> Appended | None:
    """
    Find what a command stored, and refuse it when it is not a retry.
    """
    row = db.execute(_FIND, (command,)).fetchone()
    if row is None:
        return None
    stored, extents, digest = row
    if not all_text(row) or seal(command, stored, extents) != digest:
        raise damaged(f"command {command}", "its content does not match its digest.")
    records: list[Record] = []
    for stream, first, last in json.loads(extents):
        rows = db.execute(_SPAN, (stream, first - 1, last)).fetchall()
        records.extend(checked(stream, rows, first - 1, last, ""))
    check_retry(
        command,
        records,
        same=fingerprint in (None, stored),
        at=at,
        valid_for=valid_for,
    )
    head = heads_of(records)[0]
    return Appended(head=head, records=tuple(records), repeated=True)


def read(db: sqlite3.Connection, stream: str, after: int) -> tuple[Record, ...]:
    """
    Read the entries after a version, checked against their chain and the head.
    """
    head = head_of(db, stream)
    if after > head.version:
        return ()
    rows = db.execute(_READ, (stream, after)).fetchall()
    return checked(stream, rows, after, head.version, head.digest)


def streams(db: sqlite3.Connection, prefix: str) -> tuple[str, ...]:
    """
    List the streams whose name begins with a prefix, in order.
    """
    rows = db.execute(_STREAMS, (prefix, len(prefix), prefix)).fetchall()
    return tuple([row[0] for row in rows])
