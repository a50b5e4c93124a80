"""
What a journal does, whatever keeps it: memory, SQLite, later PostgreSQL.

A journal keeps streams of entries and knows nothing about what they mean. Entries are
only ever added. Beside them it keeps contents (such as sealed protocols), a record of
who read or printed what, and the names of people, the one table that can be deleted
from.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, Protocol, Self

from planner.journal.record import Draft, Head, Record
from planner.model.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

NO_OTHERS: Mapping[str, int] = MappingProxyType({})


@frozen(kw_only=True)
class Part:
    """
    What one command adds to one stream, and the version it was decided on.
    """

    stream: str
    expected: int
    entries: Sequence[Draft]


@frozen(kw_only=True)
class Appended:
    """
    What a command stored; `repeated` says that it was stored by an earlier sending.

    For a command that wrote to several streams, `head` belongs to the first of them and
    `records` holds the entries of all, in the order of the parts.
    """

    head: Head
    records: tuple[Record, ...]
    repeated: bool


@frozen(kw_only=True)
class Access:
    """
    One reading or printing of a stream.
    """

    stream: str
    what: str
    by: str
    at: str


class Finding(NamedTuple):
    """
    One place where the journal does not hold what was written.
    """

    where: str
    what: str


@frozen(kw_only=True)
class Verification:
    """
    What a full check of the journal counted and found.
    """

    entries: int
    streams: int
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        """
        Say whether nothing was found.
        """
        return not self.findings


class Journal(Protocol):
    """
    A store of streams that only grow.

    Each method may raise `JournalFault`; those that write raise `JournalDamaged` once
    the journal is known to be damaged.
    """

    @property
    def read_only(self) -> bool:
        """
        Say whether nothing can be stored.
        """

    @property
    def damage(self) -> str:
        """
        Say why the journal was opened for reading only; empty when it is sound.
        """

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

        Args:
            stream: The stream to add to.
            expected: The version the decision was made on.
            command: The id of the command; a second sending is answered with the first
                result.
            entries: What to add.
            unchanged: Further streams the decision read, with the versions it read.
            fingerprint: What tells this command from another one under the same id.

        Raises:
            StaleVersion: A stream is no longer at the version that was read.
            CommandReused: The id was used for another command, or has expired.
            JournalDamaged: What is stored is not what was written.
        """

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

    def find_command(
        self, command: str, *, fingerprint: str | None = None, at: str = ""
    ) -> Appended | None:
        """
        Find what a command stored, so that a retry is answered before deciding.

        Where `fingerprint` or `at` is given, a command id that was used for another
        command, or has expired by then, raises `CommandReused` as `append` does.
        """

    def read(self, stream: str, after: int = 0) -> tuple[Record, ...]:
        """
        Read the entries after a version, checked against their chain and the head.
        """

    def head(self, stream: str) -> Head:
        """
        Say how far a stream has come.
        """

    def put_glance(self, stream: str, version: int, words: str) -> None:
        """
        Keep a few words about a stream as it stood at a version, in place of earlier ones.

        They follow from its entries and can always be made anew: they are for a look at
        very many streams at once, and nothing is decided on them.
        """

    def glances(self, prefix: str) -> tuple[tuple[str, str | None], ...]:
        """
        Each stream with a prefix, in order, and the words kept about it as it stands now;
        nothing where none are kept, or it has come further since.
        """

    def streams(self, prefix: str = "") -> tuple[str, ...]:
        """
        List the streams whose name begins with a prefix, in order.
        """

    def verify(self, heads: Sequence[str] = ()) -> Verification:
        """
        Recompute everything, and look for each printed head (whole or short).
        """

    def note_access(self, stream: str, what: str, by: str, at: str) -> None:
        """
        Note that a stream was read or printed, without changing its head.
        """

    def accesses(self, stream: str) -> tuple[Access, ...]:
        """
        List the readings and printings of a stream, in order.
        """

    def put_content(self, digest: str, content: bytes) -> None:
        """
        Keep bytes under their SHA-256; keeping them again changes nothing.
        """

    def content(self, digest: str) -> bytes | None:
        """
        Read the bytes kept under a SHA-256, checked against it.
        """

    def put_person(self, patient: str, fields: Mapping[str, str]) -> None:
        """
        Keep the name and other personal fields of a patient, in place of earlier ones.
        """

    def person(self, patient: str) -> Mapping[str, str] | None:
        """
        Read the personal fields of a patient.
        """

    def forget_person(self, patient: str) -> None:
        """
        Delete the personal fields of a patient; the entries stay.
        """

    def people(self) -> tuple[str, ...]:
        """
        List the patients whose personal fields are kept, in order of id.
        """

    def close(self) -> None:
        """
        Let go of the journal; closing again changes nothing.
        """

    def __enter__(self) -> Self:
        """
        Use the journal until the end of a block.
        """
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """
        Close the journal.
        """
        self.close()
