"""
What an SQLite file keeps beside the entries: accesses, contents, names, and glances.

Each function runs inside a transaction that its caller has opened.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Final

from planner.journal.interface import Access
from planner.journal.messages import damaged
from planner.journal.record import GENESIS, seal
from planner.journal.verification import all_text, check_accesses

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

_LAST_ACCESS: Final = (
    "SELECT number, digest FROM access WHERE stream = ? ORDER BY number DESC LIMIT 1"
)
_ADD_ACCESS: Final = "INSERT INTO access VALUES (?, ?, ?, ?, ?, ?)"
_ACCESSES: Final = "SELECT * FROM access WHERE stream = ? ORDER BY number"
_CONTENT: Final = "SELECT content FROM content WHERE digest = ?"
_ADD_CONTENT: Final = "INSERT INTO content VALUES (?, ?)"
_PERSON: Final = "SELECT patient, fields, digest FROM person WHERE patient = ?"
_PUT_PERSON: Final = (
    "INSERT INTO person VALUES (?, ?, ?) ON CONFLICT (patient) "
    "DO UPDATE SET fields = excluded.fields, digest = excluded.digest"
)
_PUT_GLANCE: Final = (
    "INSERT INTO glance VALUES (?, ?, ?, ?) ON CONFLICT (stream) DO UPDATE "
    "SET version = excluded.version, words = excluded.words, digest = excluded.digest"
)
_GLANCES: Final = (
    "SELECT head.stream, words FROM head LEFT JOIN glance "
    "ON glance.stream = head.stream AND glance.version = head.version "
    "WHERE head.stream >= ? AND head.stream < ? ORDER BY head.stream"
)
_AFTER_ALL: Final = chr(0x10FFFF)
_FORGET: Final = "DELETE FROM person WHERE patient = ?"
_PEOPLE: Final = "SELECT patient FROM person ORDER BY patient"


def note_access(db: sqlite3.Connection, stream: str, what: str, by: str, at: str) -> None:
    """
    Add one reading or printing behind the earlier ones of its stream.
    """
    number, prev = db.execute(_LAST_ACCESS, (stream,)).fetchone() or (0, GENESIS)
    digest = seal(prev, stream, str(number + 1), what, by, at)
    db.execute(_ADD_ACCESS, (stream, number + 1, what, by, at, digest))


def accesses(db: sqlite3.Connection, stream: str) -> tuple[Access, ...]:
    """
    Read the readings and printings of a stream, checked against their chain.
    """
    rows = db.execute(_ACCESSES, (stream,)).fetchall()
    for where, what in check_accesses(rows):
        raise damaged(where, what)
    return tuple([Access(stream=row[0], what=row[2], by=row[3], at=row[4]) for row in rows])


def put_content(db: sqlite3.Connection, digest: str, content: bytes) -> None:
    """
    Keep content whose digest was checked, unless it is kept already.
    """
    if db.execute(_CONTENT, (digest,)).fetchone() is None:
        db.execute(_ADD_CONTENT, (digest, content))


def content(db: sqlite3.Connection, digest: str) -> bytes | None:
    """
    Read content, checked against its digest.
    """
    row = db.execute(_CONTENT, (digest,)).fetchone()
    if row is None:
        return None
    kept = row[0]
    if not isinstance(kept, bytes) or sha256(kept).hexdigest() != digest:
        raise damaged(f"content {digest}", "its content does not match its digest.")
    return kept


def put_person(db: sqlite3.Connection, patient: str, fields: Mapping[str, str]) -> None:
    """
    Keep the personal fields of a patient, in place of earlier ones.
    """
    text = json.dumps(dict(fields), ensure_ascii=False, sort_keys=True)
    db.execute(_PUT_PERSON, (patient, text, seal(patient, text)))


def person(db: sqlite3.Connection, patient: str) -> Mapping[str, str] | None:
    """
    Read the personal fields of a patient, checked against their digest.
    """
    row = db.execute(_PERSON, (patient,)).fetchone()
    if row is None:
        return None
    if not all_text(row) or seal(patient, row[1]) != row[2]:
        raise damaged(f"person {patient}", "its content does not match its digest.")
    fields: dict[str, str] = json.loads(row[1])
    return fields


def forget_person(db: sqlite3.Connection, patient: str) -> None:
    """
    Delete the personal fields of a patient, overwriting where they stood.
    """
    db.execute(_FORGET, (patient,))


def people(db: sqlite3.Connection) -> tuple[str, ...]:
    """
    List the patients whose personal fields are kept, in order of id.
    """
    return tuple([row[0] for row in db.execute(_PEOPLE).fetchall()])


def put_glance(db: sqlite3.Connection, stream: str, version: int, words: str) -> None:
    """
    Keep a few words about a stream as it stood at a version, in place of earlier ones.
    """
    digest = seal(stream, str(version), words)
    db.execute(_PUT_GLANCE, (stream, version, words, digest))


def glances(db: sqlite3.Connection, prefix: str) -> tuple[tuple[str, str | None], ...]:
    """
    Read the words kept about each stream with a prefix as it stands now.

    Their digests are compared by the full check only: there are very many.
    """
    return tuple(db.execute(_GLANCES, (prefix, prefix + _AFTER_ALL)).fetchall())
