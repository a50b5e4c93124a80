"""
Transactions on an SQLite file, and its complaints put into words.
"""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from planner.errors import InputFault, JournalFault
from planner.journal.messages import damaged, from_sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READ: Final = "BEGIN"
# Takes its place in the queue of writers before anything is read: a transaction that
# reads first and writes later can be turned away at its end.
WRITE: Final = "BEGIN IMMEDIATE"


@contextmanager
def worded(where: str) -> Iterator[None]:
    """
    Let no fault of SQLite out of a block: whatever it reports becomes a fault of ours.
    """
    try:
        yield
    except sqlite3.IntegrityError as fault:
        raise damaged(
            where, "the file refused a row that does not fit the rows before it."
        ) from fault
    except sqlite3.Error as fault:
        raise from_sqlite(where, fault) from fault
    except UnicodeDecodeError as fault:
        # Python reads SQLite's own complaint as text, and a changed byte is no text.
        raise damaged(where, "the file cannot be read on.") from fault
    except UnicodeEncodeError as fault:
        raise InputFault(
            "half of a character was handed in.",
            where=where,
            why="It can be neither stored nor looked for.",
            now="Type the text again without it.",
        ) from fault


@contextmanager
def transaction(db: sqlite3.Connection, begin: str) -> Iterator[None]:
    """
    Do a block as one: all of it is stored, or nothing.
    """
    db.execute(begin)
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def copy_to(db: sqlite3.Connection, target: Path) -> None:
    """
    Copy a journal to a file that is not there yet; a copy cut short leaves none.
    """
    if target.exists():
        raise JournalFault(
            "a file stands there already.",
            where=str(target),
            why="An earlier backup is never written over.",
            now="Name a new file.",
        )
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        copy = sqlite3.connect(part, isolation_level=None)
        try:
            db.backup(copy)
        finally:
            copy.close()
        part.replace(target)
    except OSError as fault:
        raise JournalFault(
            "no backup can be written there.",
            where=str(target),
            why=f"The system says: {fault.strerror}.",
            now="Name a file in a folder that can be written.",
        ) from fault
