"""
How an SQLite file is opened as a journal, checked, or refused untouched.
"""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from planner.errors import JournalFault
from planner.journal import schema
from planner.journal.messages import damaged

if TYPE_CHECKING:
    from pathlib import Path

    from planner.errors import JournalDamaged

# The last entry of each stream, found without reading the entries before it.
_ENDS: Final = """
WITH RECURSIVE name (stream) AS (
    SELECT min(stream) FROM entry
    UNION
    SELECT (SELECT min(stream) FROM entry WHERE stream > name.stream)
    FROM name WHERE name.stream IS NOT NULL
)
SELECT entry.stream, entry.seq, entry.digest FROM name JOIN entry
ON entry.stream = name.stream
AND entry.seq = (SELECT max(seq) FROM entry WHERE stream = name.stream)
"""
_HEADS: Final = "SELECT stream, version, digest FROM head"


def make_file(path: Path, *, read_only: bool) -> None:
    """
    See that there is a file to open, readable by its owner only where that is possible.
    """
    try:
        _make_file(path, read_only=read_only)
    except (OSError, ValueError) as fault:
        reason = getattr(fault, "strerror", None) or fault
        raise JournalFault(
            "no journal can be made or opened there.",
            where=str(path),
            why=f"The system says: {reason}.",
            now="Name a file in a folder that can be written.",
        ) from fault


def _make_file(path: Path, *, read_only: bool) -> None:
    if path.is_dir():
        raise JournalFault(
            "a folder stands there.",
            where=str(path),
            why="A journal is one file.",
            now="Name a file in that folder.",
        )
    if path.exists():
        return
    if read_only:
        raise JournalFault(
            "there is no journal.",
            where=str(path),
            why="It was to be opened for reading, so none was made.",
            now="Name the file the journal is in.",
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    # A file that another connection made meanwhile is not opened here: closing it
    # would let go of that connection's locks.
    path.touch(mode=0o600, exist_ok=True)


def connect(path: Path, *, read_only: bool, busy_seconds: float) -> sqlite3.Connection:
    """
    Connect to the file, set the connection up, and lay the file out when it is empty.
    """
    mode = "ro" if read_only else "rw"
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=busy_seconds,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        _set_up(db, path, read_only=read_only)
    except BaseException:
        db.close()
        raise
    return db


def _set_up(db: sqlite3.Connection, path: Path, *, read_only: bool) -> None:
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("PRAGMA recursive_triggers = ON")
    # What is deleted from the table of names must not stay readable in the file.
    db.execute("PRAGMA secure_delete = ON")
    empty = _is_empty(db)
    if not empty:
        _check_layout(db, path)
    if read_only:
        if empty:
            raise _foreign(path)
        db.execute("PRAGMA query_only = ON")
        return
    for pragma in durability():
        db.execute(pragma)
    if empty:
        _lay_out(db, path)
    with suppress(OSError):  # the file of another owner, or a disk without modes
        path.chmod(0o600)


def _lay_out(db: sqlite3.Connection, path: Path) -> None:
    db.execute("BEGIN IMMEDIATE")
    try:
        if _is_empty(db):
            schema.create(db)
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
    _check_layout(db, path)


def _is_empty(db: sqlite3.Connection) -> bool:
    tables = _number(db, "SELECT count(*) FROM sqlite_schema")
    return tables == 0 and _number(db, "PRAGMA application_id") == 0


def _number(db: sqlite3.Connection, statement: str) -> int:
    return int(db.execute(statement).fetchone()[0])


def _check_layout(db: sqlite3.Connection, path: Path) -> None:
    if _number(db, "PRAGMA application_id") != schema.APPLICATION_ID:
        raise _foreign(path)
    layout = _number(db, "PRAGMA user_version")
    if layout == schema.LAYOUT:
        return
    age = "a newer" if layout > schema.LAYOUT else "an older"
    raise JournalFault(
        f"the journal has layout {layout}, of {age} version of this program; "
        f"this version reads layout {schema.LAYOUT}.",
        where=str(path),
        why="What it cannot read whole it must not write to; the file was not touched.",
        now="Open it with the version of the program that wrote it.",
    )


def _foreign(path: Path) -> JournalFault:
    return JournalFault(
        "the file belongs to another program, or its first page was changed.",
        where=str(path),
        why="It does not carry the mark of a journal; it was not touched.",
        now="Name the right file, or put back a backup.",
    )


def find_damage(db: sqlite3.Connection, path: Path) -> JournalDamaged | None:
    """
    Look at what can be seen at once: tables, triggers, and the end of each stream.
    """
    changed = schema.differences(db)
    if changed:
        return damaged(path.name, f"missing, changed or not ours: {', '.join(changed)}.")
    db.execute("BEGIN")
    try:
        heads = {row[0]: row[1:] for row in db.execute(_HEADS)}
        ends = {row[0]: row[1:] for row in db.execute(_ENDS)}
    finally:
        db.execute("ROLLBACK")
    for stream in sorted(heads.keys() | ends.keys(), key=str):
        if stream not in heads:
            return damaged(stream, "its head is missing.")
        if stream not in ends:
            return damaged(stream, "its entries are missing.")
        if heads[stream] != ends[stream]:
            return damaged(stream, "its last entry is not the one its head names.")
    return None


def durability() -> tuple[str, str]:
    """
    How this SQLite is made durable: write-ahead where that is sound, else a rollback
    journal that is synchronised at every commit.
    """
    if schema.wal_is_sound():
        return ("PRAGMA journal_mode = WAL", "PRAGMA synchronous = FULL")
    return ("PRAGMA journal_mode = TRUNCATE", "PRAGMA synchronous = EXTRA")
