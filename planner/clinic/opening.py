"""
Open the desk: the journal in its file, the machine's clock, ids nobody can guess.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from planner.clinic.clock import SystemClock
from planner.clinic.desk import Desk
from planner.clinic.ids import RandomIds
from planner.journal.sqlite import SqliteJournal

if TYPE_CHECKING:
    from pathlib import Path

    from planner.clinic.clock import Clock
    from planner.clinic.ids import Ids

# A retry comes within the working day; later, the same id is more likely a mistake.
RETRIES_FOR = timedelta(days=1)


def open_journal(path: Path, *, read_only: bool = False) -> SqliteJournal:
    """
    The journal in a file; where there is none, one is made, unless only to be read.

    Raises:
        JournalFault: The file cannot be opened, or is not a journal.
        JournalDamaged: It cannot be read at all.
    """
    return SqliteJournal.open(path, read_only=read_only, command_valid_for=RETRIES_FOR)


def open_desk(
    path: Path,
    *,
    read_only: bool = False,
    clock: Clock | None = None,
    ids: Ids | None = None,
) -> Desk:
    """
    The desk on the journal in a file, with the machine's own clock and random ids.

    Args:
        path: The file of the journal.
        read_only: Whether nothing is to be stored.
        clock: Another clock, for rehearsals and tests.
        ids: Another source of ids, for rehearsals and tests.

    Raises:
        JournalFault: The file cannot be opened, or is not a journal.
        JournalDamaged: It cannot be read at all.
    """
    journal = open_journal(path, read_only=read_only)
    return Desk(journal, clock or SystemClock(), ids or RandomIds())
