"""
Whether what a journal holds is what was written.

Rows come as stored, before anything is believed about them: a changed byte can turn a
number into a text, so types are checked first.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING, Any, cast

from attrs import define, field

from planner.journal.interface import Finding, Verification
from planner.journal.messages import damaged
from planner.journal.record import (
    GENESIS,
    Fields,
    Record,
    digest_of,
    printed_prefix,
    seal,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

Row = tuple[Any, ...]
_ENTRY = (str, int, str, str, int, str, str, str, int, str, str, str, bytes, str, str)
_NOT_ITS_DIGEST = "its content does not match its digest."
_NOT_IN_LINE = "it does not follow from the entry before it."


def entry_digest(row: Row) -> str:
    """
    Recompute the digest of an entry row; empty when the row cannot be an entry.
    """
    if tuple(map(type, row)) != _ENTRY:
        return ""
    return digest_of(cast("Fields", row[:14]))


def checked(
    stream: str, rows: Sequence[Row], after: int, until: int, head: str
) -> tuple[Record, ...]:
    """
    Read rows `after` to `until`, or raise at the first that is not what was written.

    When `after` is above 0, the rows begin with that entry, which the next one has to
    follow from; `head` is the digest the last one has to have, or empty to not ask.
    """
    prev = GENESIS if after == 0 else ""
    seq = max(after, 1)
    for row in rows:
        where = f"{stream} entry {seq}"
        if len(row) < len(_ENTRY) or row[0] != stream or row[1] != seq:
            raise damaged(where, "it is missing.")
        digest = entry_digest(row)
        if not digest or digest != row[14]:
            raise damaged(where, _NOT_ITS_DIGEST)
        if prev and row[13] != prev:
            raise damaged(where, _NOT_IN_LINE)
        prev = row[14]
        seq += 1
    if seq <= until:
        raise damaged(f"{stream} entry {seq}", "it is missing.")
    if rows and head and (seq - 1 != until or prev != head):
        raise damaged(
            f"{stream} entry {seq - 1}", "it is not the last entry that the head names."
        )
    return tuple([Record(*row) for row in rows if row[1] > after])


def check_accesses(rows: Iterable[Row]) -> Iterator[Finding]:
    """
    Recompute the chains of readings and printings, in order of stream and number.
    """
    stream, number, prev = "", 0, GENESIS
    for row in rows:
        if row[0] != stream:
            stream, number, prev = row[0], 0, GENESIS
        number += 1
        texts = (prev, row[0], str(row[1]), *row[2:5])
        if row[1] != number or not all_text(texts) or seal(*texts) != row[5]:
            yield Finding(f"{stream} access {number}", _NOT_ITS_DIGEST)
        prev = row[5]


@define
class Examination:
    """
    A full check in the making: rows go in, findings add up.
    """

    printed: Sequence[str]
    findings: list[Finding] = field(factory=list)
    entries: int = 0
    streams: int = 0
    _missing: dict[str, str] = field(factory=dict, init=False)

    def __attrs_post_init__(self) -> None:
        for head in self.printed:
            prefix = printed_prefix(head)
            if prefix:
                self._missing[prefix] = head
            else:
                self.note(
                    f"head {head}",
                    "it is neither 64 hexadecimal digits nor of the printed form "
                    "XXXX-XXXX-XXXX.",
                )

    def note(self, where: str, what: str) -> None:
        """
        Add a finding.
        """
        self.findings.append(Finding(where, what))

    def walk(self, rows: Iterable[Row], heads: Mapping[str, tuple[Any, Any]]) -> None:
        """
        Recompute the chains of all entries, in order of stream and seq.
        """
        left = dict(heads)
        stream, seq, prev = "", 0, GENESIS
        for row in rows:
            if row[0] != stream:
                self._close(stream, seq, prev, left)
                stream, seq, prev = row[0], 0, GENESIS
            seq += 1
            self.entries += 1
            if row[1] != seq:
                self.note(f"{stream} entry {seq}", "it is missing.")
                seq = row[1] if isinstance(row[1], int) else seq
            digest = entry_digest(row)
            if digest != row[-1]:
                self.note(f"{stream} entry {seq}", _NOT_ITS_DIGEST)
            if row[-2] != prev:
                self.note(f"{stream} entry {seq}", _NOT_IN_LINE)
            if self._missing:
                self._missing.pop(digest, None)
                self._missing.pop(digest[:15], None)
            prev = row[-1]
        self._close(stream, seq, prev, left)
        for name, (version, _) in left.items():
            self.note(name, f"the head says version {version}, and no entry is there.")

    def _close(
        self, stream: str, seq: int, digest: str, left: dict[str, tuple[Any, Any]]
    ) -> None:
        if not seq:
            return
        self.streams += 1
        head = left.pop(stream, None)
        if head is None:
            self.note(stream, f"{seq} entries are there, and no head.")
        elif head[0] != seq:
            self.note(
                stream,
                f"the head says version {head[0]}, and the last entry is {seq}.",
            )
        elif head[1] != digest:
            self.note(stream, "the head is not the digest of the last entry.")

    def commands(self, rows: Iterable[Row], unclaimed: Iterable[Row]) -> None:
        """
        Compare the commands with the entries they stored.

        Args:
            rows: command, fingerprint, extents, digest, and how many entries name it.
            unclaimed: stream and seq of entries whose command is not known.
        """
        for command, fingerprint, extents, digest, count in rows:
            where = f"command {command}"
            texts = (command, fingerprint, extents)
            if not all_text(texts) or seal(*texts) != digest:
                self.note(where, _NOT_ITS_DIGEST)
            elif _covered(extents) != (count or 0):
                self.note(where, f"{count or 0} entries name it, and it stored others.")
        for stream, seq in unclaimed:
            self.note(f"{stream} entry {seq}", "the command it names is not there.")

    def accesses(self, rows: Iterable[Row]) -> None:
        """
        Recompute the chains of readings and printings, in order of stream and number.
        """
        self.findings.extend(check_accesses(rows))

    def contents(self, rows: Iterable[Row]) -> None:
        """
        Recompute the digests of the contents.
        """
        for digest, content in rows:
            if not isinstance(content, bytes) or sha256(content).hexdigest() != digest:
                self.note(f"content {digest}", _NOT_ITS_DIGEST)

    def people(self, rows: Iterable[Row]) -> None:
        """
        Recompute the digests of the personal fields.
        """
        for patient, fields, digest in rows:
            if not all_text((patient, fields)) or seal(patient, fields) != digest:
                self.note(f"person {patient}", _NOT_ITS_DIGEST)

    def glances(self, rows: Iterable[Row]) -> None:
        """
        Recompute the digests of what is kept about streams for a quick look.
        """
        for stream, version, words, digest in rows:
            texts = (stream, str(version), words)
            if not all_text(texts) or seal(*texts) != digest:
                self.note(f"glance {stream}", _NOT_ITS_DIGEST)

    def result(self) -> Verification:
        """
        Close the check; printed heads that no entry has are findings.
        """
        for head in self._missing.values():
            self.note(
                f"head {head}",
                "no entry has it: the history it was printed for was cut, rewritten, "
                "or stands in another journal.",
            )
        return Verification(
            entries=self.entries,
            streams=self.streams,
            findings=tuple(self.findings),
        )


def all_text(values: Sequence[object]) -> bool:
    """
    Say whether all values are text, as they were when they were stored.
    """
    return all(isinstance(value, str) for value in values)


def _covered(extents: str) -> int:
    try:
        return sum(last - first + 1 for _, first, last in json.loads(extents))
    except (TypeError, ValueError):
        return -1
