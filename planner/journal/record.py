r"""
One line of a stream, and the chain of digests that holds the lines together.

The digest of an entry is the SHA-256 of this text in UTF-8, followed by the payload:

    mesoplan-entry-1 <seq> <v> <monotonic_ns> <lengths of the ten texts>\n<the texts>

The ten texts, in order: prev, stream, entry_id, kind, recorded_at, zone, boot,
occurred_at, by, command. Lengths count characters, so no two entries share a text, and
anybody can recompute a chain without this program.
"""

from __future__ import annotations

from hashlib import sha256
from json.encoder import encode_basestring_ascii as _quoted
from typing import TYPE_CHECKING, Final, NamedTuple

from planner.errors import InputFault

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.journal.interface import Part

GENESIS: Final = "0" * 64
LARGEST: Final = 2**63 - 1
# An entry without its digest, in the order it is stored.
Fields = tuple[str, int, str, str, int, str, str, str, int, str, str, str, bytes, str]
_WHOLE: Final = 64
_PRINTED: Final = 12
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES: Final = str.maketrans("OIL", "011", "- ")


class Draft(NamedTuple):
    """
    An entry before it has a place in a stream.
    """

    entry_id: str
    kind: str
    v: int
    recorded_at: str
    zone: str
    boot: str
    monotonic_ns: int
    occurred_at: str
    by: str
    payload: bytes


class Record(NamedTuple):
    """
    An entry as it stands in a stream, bound to all entries before it.
    """

    stream: str
    seq: int
    entry_id: str
    kind: str
    v: int
    recorded_at: str
    zone: str
    boot: str
    monotonic_ns: int
    occurred_at: str
    by: str
    command: str
    payload: bytes
    prev: str
    digest: str


class Head(NamedTuple):
    """
    How far a stream has come: its last entry, or version 0 when it has none.
    """

    stream: str
    version: int
    digest: str


def chain(prev: str, stream: str, seq: int, command: str, draft: Draft) -> Record:
    """
    Give a draft its place after the entry whose digest is `prev`.
    """
    if not (0 <= draft.v <= LARGEST and 0 <= draft.monotonic_ns <= LARGEST):
        raise InputFault(
            f"v {draft.v} or monotonic_ns {draft.monotonic_ns} does not fit.",
            where=f"{stream} entry {seq}",
            why="Both are whole numbers from 0 to 9223372036854775807.",
            now="Send the entry again with numbers in that range.",
        )
    # All that a draft tells, but its payload; then as the columns stand.
    fields: Fields = (stream, seq, *draft[:-1], command, draft.payload, prev)
    return Record(*fields, digest_of(fields))


def place(command: str, parts: Sequence[Part], heads: Sequence[Head]) -> tuple[Record, ...]:
    """
    Give all drafts of a command their places behind the heads of their streams.
    """
    records: list[Record] = []
    for part, head in zip(parts, heads, strict=True):
        seq, prev = head.version, head.digest
        for draft in part.entries:
            seq += 1
            record = chain(prev, part.stream, seq, command, draft)
            prev = record.digest
            records.append(record)
    return tuple(records)


def digest_of(fields: Fields) -> str:
    """
    Compute the digest of an entry from its fields, in the order they are stored.
    """
    (
        stream,
        seq,
        entry_id,
        kind,
        v,
        recorded_at,
        zone,
        boot,
        monotonic_ns,
        occurred_at,
        by,
        command,
        payload,
        prev,
    ) = fields
    text = (
        f"mesoplan-entry-1 {seq} {v} {monotonic_ns} {len(prev)} {len(stream)} "
        f"{len(entry_id)} {len(kind)} {len(recorded_at)} {len(zone)} {len(boot)} "
        f"{len(occurred_at)} {len(by)} {len(command)}\n"
        f"{prev}{stream}{entry_id}{kind}{recorded_at}{zone}{boot}{occurred_at}"
        f"{by}{command}"
    )
    return sha256(_utf8(text) + payload).hexdigest()


def seal(*texts: str) -> str:
    """
    Compute the digest of a row outside the chain from its texts, in order.
    """
    lengths = " ".join([str(len(text)) for text in texts])
    return sha256(_utf8(f"mesoplan-row-1 {lengths}\n" + "".join(texts))).hexdigest()


def short(digest: str) -> str:
    """
    Write the first 60 bits of a digest as they are printed on sheets.
    """
    bits = int(digest[:15], 16)
    letters = [_ALPHABET[bits >> shift & 31] for shift in range(55, -1, -5)]
    text = "".join(letters)
    return f"{text[:4]}-{text[4:8]}-{text[8:]}"


def printed_prefix(head: str) -> str:
    """
    Read a printed head as the hexadecimal digits a digest must begin with.

    Returns the empty text when it is neither 64 hexadecimal digits nor 12 characters of
    the printed form. Letters a reader confuses (O, I, L) are taken as the digits.
    """
    if len(head) == _WHOLE:
        digits = head.lower()
        return digits if set(digits) <= set("0123456789abcdef") else ""
    letters = head.upper().translate(_LOOKALIKES)
    if len(letters) != _PRINTED or not set(letters) <= set(_ALPHABET):
        return ""
    bits = 0
    for letter in letters:
        bits = bits << 5 | _ALPHABET.index(letter)
    return f"{bits:015x}"


def heads_of(records: Sequence[Record]) -> tuple[Head, ...]:
    """
    Tell the heads that records end at, in the order their streams come up.
    """
    last = {record.stream: record for record in records}
    return tuple(
        [
            Head(stream=record.stream, version=record.seq, digest=record.digest)
            for record in last.values()
        ]
    )


def extents_of(records: Sequence[Record]) -> str:
    """
    Write which entries of which streams records are, as kept with their command.
    """
    spans: dict[str, list[int]] = {}
    for record in records:
        spans.setdefault(record.stream, [record.seq, record.seq])[1] = record.seq
    written = [
        f"[{_quoted(stream)}, {first}, {last}]" for stream, (first, last) in spans.items()
    ]
    return f"[{', '.join(written)}]"


def _utf8(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as fault:
        raise InputFault(
            f"the character {text[fault.start]!a} cannot be written as UTF-8.",
            why="Half of a character cannot be stored or read back.",
            now="Type the text again without it.",
        ) from fault
