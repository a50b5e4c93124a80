"""
The faults of a journal in words, and the checks that need no stored entry.
"""

from __future__ import annotations

import json
import sqlite3
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

from planner.errors import (
    CommandReused,
    InputFault,
    JournalDamaged,
    JournalFault,
    PlannerError,
    StaleVersion,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.journal.interface import Part
    from planner.journal.record import Record

_RETRY = "Then try again; a command keeps its id, so nothing is stored twice."


def stale(stream: str, read: int, now: int, *, by: str = "", at: str = "") -> StaleVersion:
    """
    Word that a stream is not at the version that was read.
    """
    if now > read:
        return StaleVersion(
            f'version {read} was read, and it is at version {now} now: "{_who(by)}" '
            f"recorded entry {now} at {at}.",
            where=stream,
            why="The decision rests on an older reading, so nothing was stored.",
            now="Read it again, then decide again under a new command id.",
        )
    return StaleVersion(
        f"version {read} was read, and it is at version {now} now: entries are gone.",
        where=stream,
        why="Another journal, or an older backup, may stand in its place; "
        "nothing was stored.",
        now="Verify the journal with the heads printed on the sheets before going on.",
    )


def damaged(where: str, what: str) -> JournalDamaged:
    """
    Word that what stands in the journal is not what was written.
    """
    return JournalDamaged(
        what,
        where=where,
        why="What stands there is not what was written, so nothing more is stored.",
        now="Leave the journal as it is, go on with paper, "
        "and put back the newest backup that verifies.",
    )


def closed(where: str) -> JournalFault:
    """
    Word that a journal was used after it was closed.
    """
    return JournalFault(
        "the journal is closed.",
        where=where,
        why="Nothing can be read from it or stored in it.",
        now="Open it again.",
    )


def check_retry(
    command: str,
    records: Sequence[Record],
    *,
    same: bool,
    at: str,
    valid_for: timedelta | None,
) -> None:
    """
    Refuse a known command id that stands for another command, or has expired.
    """
    first = records[0].recorded_at
    if not same:
        raise CommandReused(
            f"this id was used at {first} for another command.",
            where=f"command {command}",
            why="One id stands for one command, so that a retry is never stored twice; "
            "nothing was stored.",
            now="Send it again under a new id.",
        )
    if valid_for is None or not at or _instant(at) - _instant(first) <= valid_for:
        return
    raise CommandReused(
        f"this id has expired: it was used at {first} and came back at {at}, "
        f"more than {valid_for} later.",
        where=f"command {command}",
        why="So late, it is more likely a new command than a retry; nothing was stored.",
        now=f"Read {records[0].stream} again, then send it again under a new id.",
    )


def check_parts(command: str, parts: Sequence[Part]) -> None:
    """
    Refuse a command that adds nothing somewhere, or names a stream twice.
    """
    if not command:
        raise InputFault(
            "the command has no id.",
            why="Without one a retry would be stored twice.",
            now="Send it again with an id.",
        )
    if not parts or not all(part.entries and part.stream for part in parts):
        raise InputFault(
            "a part without a stream or without entries was handed in.",
            where=f"command {command}",
            why="A command is stored with at least one entry for each of its streams.",
            now="Leave the part out, or name streams that only have to stay as they "
            "are under `unchanged`.",
        )
    if len(parts) > 1 and len({part.stream for part in parts}) < len(parts):
        raise InputFault(
            "one stream stands in two parts.",
            where=f"command {command}",
            why="The second part would rest on a version that is not stored yet.",
            now="Put its entries into one part.",
        )


def check_content(digest: str, content: bytes) -> None:
    """
    Refuse content that does not match the digest it is to be kept under.
    """
    seen = sha256(content).hexdigest()
    if seen != digest:
        raise InputFault(
            f"its SHA-256 is {seen}.",
            where=f"content {digest}",
            why="Content is found again by its digest, so the two have to agree.",
            now="Compute the digest over exactly the bytes that are handed in.",
        )


def from_sqlite(where: str, fault: sqlite3.Error) -> PlannerError:
    """
    Word what SQLite reports as what it means for whoever uses the journal.
    """
    if isinstance(fault, sqlite3.ProgrammingError):
        return closed(where)
    code = getattr(fault, "sqlite_errorcode", 0)
    match code & 0xFF:
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            what = "another program holds the journal."
            now = f"Wait a moment. {_RETRY}"
        case sqlite3.SQLITE_FULL:
            what = "the disk is full."
            now = f"Make room on it. {_RETRY}"
        case sqlite3.SQLITE_READONLY:
            what = "the file, its folder or its disk cannot be written."
            now = f"Allow writing there. {_RETRY}"
        case sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            what = f"the file cannot be opened (SQLite code {code})."
            now = "Check that the folder is there and may be read and written."
        case sqlite3.SQLITE_IOERR:
            what = f"the disk did not do what was asked (SQLite code {code})."
            now = f"Check the disk and the room on it. {_RETRY}"
        case sqlite3.SQLITE_NOMEM:
            what = "the machine has no memory left."
            now = f"Close other programs. {_RETRY}"
        case sqlite3.SQLITE_NOTADB:
            return JournalFault(
                "the file is not a journal, or its first page was changed.",
                where=where,
                why="It does not begin as a journal does; it was not touched.",
                now="Name the right file, or put back a backup.",
            )
        case _:
            return damaged(where, f"the file cannot be read on (SQLite code {code}).")
    return JournalFault(what, where=where, why="Nothing was stored.", now=now)


def _who(by: str) -> str:
    try:
        actor = json.loads(by)
    except ValueError:
        return by
    return str(actor.get("id", by)) if isinstance(actor, dict) else by


def _instant(text: str) -> datetime:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        if instant.tzinfo is not None:
            return instant
    raise InputFault(
        f'"{text}" is not an instant with a zone.',
        where="recorded_at",
        why="Whether a command id has expired is told from it.",
        now="Write it like 2026-03-01T09:30:00+00:00.",
    )
