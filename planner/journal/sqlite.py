"""
A journal in one SQLite file.

Each command is one transaction: the command, its entries and the head of each stream
stand or fall together, and are on the disk before the call returns.
"""

from __future__ import annotations

from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Self

from planner.errors import JournalDamaged, JournalFault
from planner.journal import beside, log
from planner.journal.checking import examine
from planner.journal.guard import GLANCE, READ, WRITE, Turn, copy_to, worded
from planner.journal.interface import (
    NO_OTHERS,
    Access,
    Appended,
    Journal,
    Part,
    Verification,
)
from planner.journal.messages import check_content, check_parts
from planner.journal.opening import connect, find_damage, make_file
from planner.journal.record import Draft, Head, Record, heads_of
from planner.journal.schema import allow

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping, Sequence
    from datetime import timedelta


class SqliteJournal(Journal):
    """
    A journal in a file; made with `SqliteJournal.open`.

    One connection, which threads share by taking turns. Other processes open the same
    file on their own.
    """

    def __init__(
        self,
        db: sqlite3.Connection,
        path: Path,
        *,
        read_only: bool,
        damage: JournalDamaged | None,
        command_valid_for: timedelta | None,
    ) -> None:
        self._db = db
        self._path = path
        self._where = str(path)
        self._read_only = read_only
        self._damage = damage
        self._valid_for = command_valid_for
        self._lock = RLock()

    @classmethod
    def open(
        cls,
        path: Path | str,
        *,
        read_only: bool = False,
        command_valid_for: timedelta | None = None,
        busy_seconds: float = 10.0,
    ) -> Self:
        """
        Open a journal, or make one where there is none.

        Args:
            path: The file. Folders on the way to it are made.
            read_only: Whether nothing is to be stored.
            command_valid_for: How long a command id may come back as a retry.
            busy_seconds: How long to wait for another program that is writing.

        Raises:
            JournalFault: The file cannot be opened, is not a journal, or has another
                layout. It was not touched.
            JournalDamaged: The file cannot be read at all. Lesser damage opens it for
                reading only, and says so in `damage`.
        """
        path = Path(path)
        with worded(str(path)):
            make_file(path, read_only=read_only)
            db = connect(path, read_only=read_only, busy_seconds=busy_seconds)
            try:
                damage = find_damage(db, path)
                if damage is not None:
                    db.execute("PRAGMA query_only = ON")
                db.set_authorizer(allow)
            except BaseException:
                db.close()
                raise
        return cls(
            db,
            path,
            read_only=read_only or damage is not None,
            damage=damage,
            command_valid_for=command_valid_for,
        )

    @property
    def read_only(self) -> bool:
        """
        Say whether nothing can be stored.
        """
        return self._read_only

    @property
    def damage(self) -> str:
        """
        Say why the journal was opened for reading only; empty when it is sound.
        """
        return "" if self._damage is None else str(self._damage)

    def append(
        self,
        stream: str,
        expected: int,
        command: str,
        entries: Sequence[Draft],
        unchanged: Mapping[str, int] = NO_OTHERS,
        *,
        fingerprint: str,
    ) -> Appended:
        """
        Add entries to one stream, durably, or raise and add nothing.
        """
        part = Part(stream=stream, expected=expected, entries=entries)
        return self._append(command, (part,), unchanged, fingerprint)

    def append_all(
        self,
        command: str,
        parts: Sequence[Part],
        unchanged: Mapping[str, int],
        fingerprint: str,
    ) -> tuple[Head, ...]:
        """
        Add entries to several streams at once: all of them or none.
        """
        return heads_of(self._append(command, parts, unchanged, fingerprint).records)

    def _append(
        self,
        command: str,
        parts: Sequence[Part],
        unchanged: Mapping[str, int],
        fingerprint: str,
    ) -> Appended:
        check_parts(command, parts)
        at = parts[0].entries[0].recorded_at
        with self._writing() as db:
            known = log.find(db, command, fingerprint, at, self._valid_for)
            return known or log.add(db, command, parts, unchanged, fingerprint)

    def find_command(
        self, command: str, *, fingerprint: str | None = None, at: str = ""
    ) -> Appended | None:
        """
        Find what a command stored, so that a retry is answered before deciding.
        """
        with self._reading() as db:
            return log.find(db, command, fingerprint, at, self._valid_for)

    def read(self, stream: str, after: int = 0) -> tuple[Record, ...]:
        """
        Read the entries after a version, checked against their chain and the head.
        """
        with self._reading() as db:
            return log.read(db, stream, max(after, 0))

    def head(self, stream: str) -> Head:
        """
        Say how far a stream has come.
        """
        with self._glancing() as db:
            return log.head_of(db, stream)

    def put_glance(self, stream: str, version: int, words: str) -> None:
        """
        Keep a few words about a stream as it stood at a version.
        """
        with self._writing() as db:
            beside.put_glance(db, stream, version, words)

    def glances(self, prefix: str) -> tuple[tuple[str, str | None], ...]:
        """
        Each stream with a prefix, and the words kept about it as it stands now.
        """
        with self._reading() as db:
            return beside.glances(db, prefix)

    def streams(self, prefix: str = "") -> tuple[str, ...]:
        """
        List the streams whose name begins with a prefix, in order.
        """
        with self._reading() as db:
            return log.streams(db, prefix)

    def verify(self, heads: Sequence[str] = ()) -> Verification:
        """
        Recompute everything, and look for each printed head.
        """
        with self._reading() as db:
            return examine(db, self._path.name, heads)

    def note_access(self, stream: str, what: str, by: str, at: str) -> None:
        """
        Note that a stream was read or printed, without changing its head.
        """
        with self._writing() as db:
            beside.note_access(db, stream, what, by, at)

    def accesses(self, stream: str) -> tuple[Access, ...]:
        """
        List the readings and printings of a stream, in order.
        """
        with self._reading() as db:
            return beside.accesses(db, stream)

    def put_content(self, digest: str, content: bytes) -> None:
        """
        Keep bytes under their SHA-256; keeping them again changes nothing.
        """
        check_content(digest, content)
        with self._writing() as db:
            beside.put_content(db, digest, content)

    def content(self, digest: str) -> bytes | None:
        """
        Read the bytes kept under a SHA-256, checked against it.
        """
        with self._reading() as db:
            return beside.content(db, digest)

    def put_person(self, patient: str, fields: Mapping[str, str]) -> None:
        """
        Keep the name and other personal fields of a patient, in place of earlier ones.
        """
        with self._writing() as db:
            beside.put_person(db, patient, fields)
        self._empty_wal()

    def person(self, patient: str) -> Mapping[str, str] | None:
        """
        Read the personal fields of a patient.
        """
        with self._glancing() as db:
            return beside.person(db, patient)

    def forget_person(self, patient: str) -> None:
        """
        Delete the personal fields of a patient; the entries stay.
        """
        with self._writing() as db:
            beside.forget_person(db, patient)
        self._empty_wal()

    def people(self) -> tuple[str, ...]:
        """
        List the patients whose personal fields are kept, in order of id.
        """
        with self._reading() as db:
            return beside.people(db)

    def backup(self, target: Path | str) -> None:
        """
        Copy the journal as it stands now, while it is in use, to a new file.
        """
        with self._reading() as db:
            copy_to(db, Path(target))

    def close(self) -> None:
        """
        Let go of the file; closing again changes nothing.
        """
        with self._lock:
            self._db.close()

    def _empty_wal(self) -> None:
        # A name that was changed or deleted would stay readable in a write-ahead log.
        with self._lock, worded(self._where):
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def _reading(self) -> Turn:
        return Turn(self._db, self._lock, READ, self._where)

    def _glancing(self) -> Turn:
        return Turn(self._db, self._lock, GLANCE, self._where)

    def _writing(self) -> Turn:
        if self._damage is not None:
            # Made anew: one fault raised twice would carry both traces.
            kept = self._damage
            raise JournalDamaged(kept.what, where=kept.where, why=kept.why, now=kept.now)
        if self._read_only:
            raise JournalFault(
                "the journal is open for reading only.",
                where=str(self._path),
                why="Nothing was stored.",
                now="Open it for writing.",
            )
        return Turn(self._db, self._lock, WRITE, self._where)
