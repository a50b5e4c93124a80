"""
A journal in memory, for rehearsals and tests: the same promises, nothing on a disk.
"""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING

from attrs import define, field

from planner.journal.interface import (
    NO_OTHERS,
    Access,
    Appended,
    Journal,
    Part,
    Verification,
)
from planner.journal.messages import (
    check_content,
    check_parts,
    check_retry,
    closed,
    stale,
)
from planner.journal.record import (
    GENESIS,
    Draft,
    Head,
    Record,
    extents_of,
    heads_of,
    place,
    seal,
)
from planner.journal.verification import Examination, Row

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import timedelta


@define(eq=False)
class MemoryJournal(Journal):
    """
    A journal that is gone when the program ends.

    Args:
        command_valid_for: How long a command id may come back as a retry; unlimited
            when not given.
    """

    command_valid_for: timedelta | None = None
    # Values are tuples: a copy of the journal copies these dictionaries and no more.
    _streams: dict[str, tuple[Record, ...]] = field(factory=dict, init=False)
    _commands: dict[str, tuple[str, tuple[Record, ...]]] = field(factory=dict, init=False)
    _accesses: dict[str, tuple[Access, ...]] = field(factory=dict, init=False)
    _contents: dict[str, bytes] = field(factory=dict, init=False)
    _people: dict[str, dict[str, str]] = field(factory=dict, init=False)
    _glances: dict[str, tuple[int, str]] = field(factory=dict, init=False)
    _lock: RLock = field(factory=RLock, init=False)
    _closed: bool = field(default=False, init=False)

    @property
    def read_only(self) -> bool:
        """
        Say that everything can be stored: memory is never opened for reading only.
        """
        return False

    @property
    def damage(self) -> str:
        """
        Say that nothing is damaged.
        """
        return ""

    def copy(self) -> MemoryJournal:
        """
        Fork the journal: neither of the two sees what is added to the other.
        """
        self._check_open()
        with self._lock:
            fork = MemoryJournal(self.command_valid_for)
            fork._streams.update(self._streams)
            fork._commands.update(self._commands)
            fork._accesses.update(self._accesses)
            fork._contents.update(self._contents)
            fork._people.update(self._people)
            fork._glances.update(self._glances)
            return fork

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
        Add entries to one stream, or raise and add nothing.
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
        appended = self._append(command, parts, unchanged, fingerprint)
        return heads_of(appended.records)

    def _append(
        self,
        command: str,
        parts: Sequence[Part],
        unchanged: Mapping[str, int],
        fingerprint: str,
    ) -> Appended:
        check_parts(command, parts)
        with self._lock:
            at = parts[0].entries[0].recorded_at
            known = self.find_command(command, fingerprint=fingerprint, at=at)
            if known is not None:
                return known
            heads = [self._expect(part.stream, part.expected) for part in parts]
            for stream, version in unchanged.items():
                self._expect(stream, version)
            stored = place(command, parts, heads)
            # Nothing below can raise: either all of it is stored or none.
            for record in stored:
                earlier = self._streams.get(record.stream, ())
                self._streams[record.stream] = (*earlier, record)
            self._commands[command] = (fingerprint, stored)
            return Appended(head=heads_of(stored)[0], records=stored, repeated=False)

    def _expect(self, stream: str, version: int) -> Head:
        head = self.head(stream)
        if head.version != version:
            records = self._streams.get(stream)
            by, at = (records[-1].by, records[-1].recorded_at) if records else ("", "")
            raise stale(stream, version, head.version, by=by, at=at)
        return head

    def find_command(
        self, command: str, *, fingerprint: str | None = None, at: str = ""
    ) -> Appended | None:
        """
        Find what a command stored, so that a retry is answered before deciding.
        """
        self._check_open()
        known = self._commands.get(command)
        if known is None:
            return None
        stored, records = known
        check_retry(
            command,
            records,
            same=fingerprint in (None, stored),
            at=at,
            valid_for=self.command_valid_for,
        )
        return Appended(head=heads_of(records)[0], records=records, repeated=True)

    def read(self, stream: str, after: int = 0) -> tuple[Record, ...]:
        """
        Read the entries after a version; frozen records in memory stay what they were.
        """
        self._check_open()
        return self._streams.get(stream, ())[max(after, 0) :]

    def head(self, stream: str) -> Head:
        """
        Say how far a stream has come.
        """
        self._check_open()
        records = self._streams.get(stream, ())
        digest = records[-1].digest if records else GENESIS
        return Head(stream=stream, version=len(records), digest=digest)

    def put_glance(self, stream: str, version: int, words: str) -> None:
        """
        Keep a few words about a stream as it stood at a version.
        """
        self._check_open()
        self._glances[stream] = (version, words)

    def glances(self, prefix: str) -> tuple[tuple[str, str | None], ...]:
        """
        Each stream with a prefix, and the words kept about it as it stands now.
        """
        kept = [(name, self._glances.get(name)) for name in self.streams(prefix)]
        return tuple(
            (name, held[1] if held and held[0] == self.head(name).version else None)
            for name, held in kept
        )

    def streams(self, prefix: str = "") -> tuple[str, ...]:
        """
        List the streams whose name begins with a prefix, in order.
        """
        self._check_open()
        return tuple(sorted(name for name in self._streams if name.startswith(prefix)))

    def verify(self, heads: Sequence[str] = ()) -> Verification:
        """
        Recompute every chain, and look for each printed head.
        """
        self._check_open()
        with self._lock:
            check = Examination(heads)
            rows = [
                record
                for stream in sorted(self._streams)
                for record in self._streams[stream]
            ]
            ends = {
                stream: (len(records), records[-1].digest)
                for stream, records in self._streams.items()
            }
            check.walk(rows, ends)
            commands = [
                _command(command, fingerprint, records)
                for command, (fingerprint, records) in self._commands.items()
            ]
            check.commands(commands, ())
            check.contents(self._contents.items())
            return check.result()

    def note_access(self, stream: str, what: str, by: str, at: str) -> None:
        """
        Note that a stream was read or printed, without changing its head.
        """
        self._check_open()
        access = Access(stream=stream, what=what, by=by, at=at)
        with self._lock:
            self._accesses[stream] = (*self._accesses.get(stream, ()), access)

    def accesses(self, stream: str) -> tuple[Access, ...]:
        """
        List the readings and printings of a stream, in order.
        """
        self._check_open()
        return self._accesses.get(stream, ())

    def put_content(self, digest: str, content: bytes) -> None:
        """
        Keep bytes under their SHA-256; keeping them again changes nothing.
        """
        self._check_open()
        check_content(digest, content)
        self._contents[digest] = bytes(content)

    def content(self, digest: str) -> bytes | None:
        """
        Read the bytes kept under a SHA-256.
        """
        self._check_open()
        return self._contents.get(digest)

    def put_person(self, patient: str, fields: Mapping[str, str]) -> None:
        """
        Keep the name and other personal fields of a patient, in place of earlier ones.
        """
        self._check_open()
        self._people[patient] = dict(fields)

    def person(self, patient: str) -> Mapping[str, str] | None:
        """
        Read the personal fields of a patient.
        """
        self._check_open()
        fields = self._people.get(patient)
        return dict(fields) if fields is not None else None

    def forget_person(self, patient: str) -> None:
        """
        Delete the personal fields of a patient; the entries stay.
        """
        self._check_open()
        self._people.pop(patient, None)

    def people(self) -> tuple[str, ...]:
        """
        List the patients whose personal fields are kept, in order of id.
        """
        self._check_open()
        return tuple(sorted(self._people))

    def close(self) -> None:
        """
        Let go of the journal; closing again changes nothing.
        """
        self._closed = True

    def _check_open(self) -> None:
        if self._closed:
            raise closed("the journal in memory")


def _command(command: str, fingerprint: str, records: Sequence[Record]) -> Row:
    extents = extents_of(records)
    digest = seal(command, fingerprint, extents)
    return (command, fingerprint, extents, digest, len(records))
