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
    from threading import RLock

    from planner.errors import PlannerError

READ: Final = "BEGIN"
# One statement alone sees one state of the file by itself.
GLANCE: Final = ""
# Takes its place in the queue of writers before anything is read: a transaction that
# reads first and writes later can be turned away at its end.
WRITE: Final = "BEGIN IMMEDIATE"


def in_words(where: str, fault: BaseException) -> PlannerError | None:
    """
    Tell what SQLite reports as a fault of ours; nothing when it is no report of SQLite.
    """
    match fault:
        case sqlite3.IntegrityError():
            return damaged(
                where, "the file refused a row that does not fit the rows before it."
            )
        case sqlite3.Error():
            return from_sqlite(where, fault)
        case UnicodeDecodeError():
            # Python reads SQLite's own complaint as text, and a changed byte is no text.
            return damaged(where, "the file cannot be read on.")
        case UnicodeEncodeError():
            return InputFault(
                "half of a character was handed in.",
                where=where,
                why="It can be neither stored nor looked for.",
                now="Type the text again without it.",
            )
        case _:
            return None


@contextmanager
def worded(where: str) -> Iterator[None]:
    """
    Let no fault of SQLite out of a block: whatever it reports becomes a fault of ours.
    """
    try:
        yield
    except Exception as fault:
        told = in_words(where, fault)
        if told is None:
            raise
        raise told from fault


class Turn:
    """
    One turn at the file: its block is stored as one or not at all, no other thread comes
    between, and no fault of SQLite gets out. A class, because every move takes several.
    """

    __slots__ = ("_begin", "_db", "_lock", "_where")

    def __init__(self, db: sqlite3.Connection, lock: RLock, begin: str, where: str) -> None:
        self._db = db
        self._lock = lock
        self._begin = begin
        self._where = where

    def __enter__(self) -> sqlite3.Connection:
        self._lock.acquire()
        try:
            if self._begin:
                self._db.execute(self._begin)
        except BaseException as fault:
            self._lock.release()
            told = in_words(self._where, fault)
            if told is None:
                raise
            raise told from fault
        return self._db

    def __exit__(self, _kind: object, fault: BaseException | None, _: object) -> None:
        try:
            if fault is None:
                self._commit()
            else:
                self._undo()
        except BaseException as late:
            # Storing it, or taking it back, was itself refused.
            fault = late
            raise
        finally:
            self._lock.release()
            told = None if fault is None else in_words(self._where, fault)
            if told is not None:
                raise told from fault

    def _commit(self) -> None:
        if not self._begin:
            return
        try:
            self._db.execute("COMMIT")
        except BaseException:
            self._undo()
            raise

    def _undo(self) -> None:
        if self._db.in_transaction:
            self._db.execute("ROLLBACK")


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
