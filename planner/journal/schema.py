"""
How a journal stands in an SQLite file, and what a connection may do to it.

Three things keep entries as they are: triggers stop a change or a gap, recursive
triggers make them hold for INSERT OR REPLACE too (which otherwise walks past them), and
the authorizer stops a connection of ours from changing a row or taking a trigger away.
None of this binds who opens the file with another program: `verify` finds that.
"""

from __future__ import annotations

import sqlite3
from functools import cache
from typing import Final

# Asked of the file before anything is done to it.
APPLICATION_ID: Final = 1296388176  # "MESP"
LAYOUT: Final = 2

# Before this release a write-ahead log could be damaged by two connections at once.
WAL_SOUND_FROM: Final = (3, 51, 3)

_TABLES: Final = (
    """CREATE TABLE command (
    command TEXT NOT NULL PRIMARY KEY,
    fingerprint TEXT NOT NULL,
    extents TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE entry (
    stream TEXT NOT NULL,
    seq INTEGER NOT NULL,
    entry_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    v INTEGER NOT NULL,
    recorded_at TEXT NOT NULL,
    zone TEXT NOT NULL,
    boot TEXT NOT NULL,
    monotonic_ns INTEGER NOT NULL,
    occurred_at TEXT NOT NULL,
    by TEXT NOT NULL,
    command TEXT NOT NULL REFERENCES command (command),
    payload BLOB NOT NULL,
    prev TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE head (
    stream TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    digest TEXT NOT NULL,
    FOREIGN KEY (stream, version) REFERENCES entry (stream, seq)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE access (
    stream TEXT NOT NULL,
    number INTEGER NOT NULL,
    what TEXT NOT NULL,
    by TEXT NOT NULL,
    at TEXT NOT NULL,
    digest TEXT NOT NULL,
    PRIMARY KEY (stream, number)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE content (
    digest TEXT NOT NULL PRIMARY KEY,
    content BLOB NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE glance (
    stream TEXT NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL,
    words TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE person (
    patient TEXT NOT NULL PRIMARY KEY,
    fields TEXT NOT NULL,
    digest TEXT NOT NULL
) STRICT, WITHOUT ROWID""",
)

_TRIGGERS: Final = (
    """CREATE TRIGGER entry_next BEFORE INSERT ON entry
WHEN NEW.seq IS NOT
    (SELECT coalesce(max(seq), 0) + 1 FROM entry WHERE stream = NEW.stream)
BEGIN SELECT RAISE(ABORT, 'an entry follows the last one'); END""",
    """CREATE TRIGGER entry_kept BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never changed'); END""",
    """CREATE TRIGGER entry_stays BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'an entry is never deleted'); END""",
    """CREATE TRIGGER command_new BEFORE INSERT ON command
WHEN EXISTS (SELECT 1 FROM command WHERE command = NEW.command)
BEGIN SELECT RAISE(ABORT, 'a command is stored once'); END""",
    """CREATE TRIGGER command_kept BEFORE UPDATE ON command
BEGIN SELECT RAISE(ABORT, 'a command is never changed'); END""",
    """CREATE TRIGGER command_stays BEFORE DELETE ON command
BEGIN SELECT RAISE(ABORT, 'a command is never deleted'); END""",
    """CREATE TRIGGER head_grows BEFORE UPDATE ON head
WHEN NEW.stream IS NOT OLD.stream OR NEW.version <= OLD.version
BEGIN SELECT RAISE(ABORT, 'a head only moves on'); END""",
    """CREATE TRIGGER head_stays BEFORE DELETE ON head
BEGIN SELECT RAISE(ABORT, 'a head is never deleted'); END""",
    """CREATE TRIGGER access_next BEFORE INSERT ON access
WHEN NEW.number IS NOT
    (SELECT coalesce(max(number), 0) + 1 FROM access WHERE stream = NEW.stream)
BEGIN SELECT RAISE(ABORT, 'an access follows the last one'); END""",
    """CREATE TRIGGER access_kept BEFORE UPDATE ON access
BEGIN SELECT RAISE(ABORT, 'an access is never changed'); END""",
    """CREATE TRIGGER access_stays BEFORE DELETE ON access
BEGIN SELECT RAISE(ABORT, 'an access is never deleted'); END""",
    """CREATE TRIGGER content_new BEFORE INSERT ON content
WHEN EXISTS (SELECT 1 FROM content WHERE digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'a content is stored once'); END""",
    """CREATE TRIGGER content_kept BEFORE UPDATE ON content
BEGIN SELECT RAISE(ABORT, 'a content is never changed'); END""",
    """CREATE TRIGGER content_stays BEFORE DELETE ON content
BEGIN SELECT RAISE(ABORT, 'a content is never deleted'); END""",
)

_SCHEMA: Final = "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE sql IS NOT NULL"

_GROWING: Final = frozenset(
    {"entry", "command", "head", "access", "content", "person", "glance"}
)
_CHANGING: Final = frozenset({"head", "person", "glance"})
_PRAGMAS: Final = frozenset({"integrity_check", "wal_checkpoint"})
_ALWAYS: Final = frozenset(
    {
        sqlite3.SQLITE_READ,
        sqlite3.SQLITE_SELECT,
        sqlite3.SQLITE_FUNCTION,
        sqlite3.SQLITE_RECURSIVE,
        sqlite3.SQLITE_TRANSACTION,
    }
)


def create(db: sqlite3.Connection) -> None:
    """
    Lay out an empty file, in the transaction the caller has opened.
    """
    for statement in (*_TABLES, *_TRIGGERS):
        db.execute(statement)
    db.execute("PRAGMA application_id = 1296388176")
    db.execute(f"PRAGMA user_version = {LAYOUT}")


def lines(db: sqlite3.Connection) -> frozenset[tuple[str, ...]]:
    """
    Read the tables and triggers of a file, with their exact wording.
    """
    return frozenset(db.execute(_SCHEMA).fetchall())


@cache
def expected() -> frozenset[tuple[str, ...]]:
    """
    Tell the tables and triggers a sound file has, as this SQLite stores them.
    """
    db = sqlite3.connect(":memory:", isolation_level=None)
    try:
        create(db)
        return lines(db)
    finally:
        db.close()


def differences(db: sqlite3.Connection) -> tuple[str, ...]:
    """
    Name the tables and triggers that are missing, changed, or not ours.
    """
    seen, wanted = lines(db), expected()
    if seen == wanted:
        return ()
    return tuple(sorted({f"{line[0]} {line[1]}" for line in seen ^ wanted}))


def wal_is_sound() -> bool:
    """
    Say whether the SQLite of this Python can keep a write-ahead log without harm.
    """
    return sqlite3.sqlite_version_info >= WAL_SOUND_FROM


def allow(
    action: int,
    first: str | None,
    _second: str | None,
    _database: str | None,
    _trigger: str | None,
) -> int:
    """
    Answer what a connection of ours may do once it is set up.
    """
    allowed = (
        action in _ALWAYS
        or (action == sqlite3.SQLITE_INSERT and first in _GROWING)
        or (action == sqlite3.SQLITE_UPDATE and first in _CHANGING)
        or (action == sqlite3.SQLITE_DELETE and first == "person")
        or (action == sqlite3.SQLITE_PRAGMA and first in _PRAGMAS)
    )
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY
