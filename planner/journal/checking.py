"""
The full check of a journal in an SQLite file.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING, Final

from planner.journal.schema import differences
from planner.journal.verification import Examination

if TYPE_CHECKING:
    from collections.abc import Sequence

    from planner.journal.interface import Verification

_PAGES: Final = "PRAGMA integrity_check(1)"
_HEADS: Final = "SELECT stream, version, digest FROM head"
_ENTRIES: Final = "SELECT * FROM entry ORDER BY stream, seq"
_COMMANDS: Final = (
    "SELECT command.*, named.count FROM command LEFT JOIN "
    "(SELECT command, count(*) AS count FROM entry GROUP BY command) AS named "
    "ON named.command = command.command"
)
_UNCLAIMED: Final = (
    "SELECT stream, seq FROM entry WHERE command NOT IN (SELECT command FROM command)"
)
_ACCESSES: Final = "SELECT * FROM access ORDER BY stream, number"
_CONTENTS: Final = "SELECT digest, content FROM content"
_GLANCES: Final = "SELECT stream, version, words, digest FROM glance"
_PEOPLE: Final = "SELECT patient, fields, digest FROM person"


def examine(db: sqlite3.Connection, where: str, printed: Sequence[str]) -> Verification:
    """
    Recompute everything, going on behind whatever cannot be read.
    """
    check = Examination(printed)
    for step in (
        _tables,
        _pages,
        _entries,
        _commands,
        _accesses,
        _contents,
        _people,
        _glances,
    ):
        try:
            step(db, where, check)
        except sqlite3.Error as fault:
            code = getattr(fault, "sqlite_errorcode", 0)
            name = step.__name__.strip("_")
            check.note(where, f"its {name} cannot be read on (SQLite code {code}).")
        except (IndexError, TypeError, ValueError):
            # A table of another shape than ours: its name stands under `tables`.
            name = step.__name__.strip("_")
            check.note(where, f"its {name} are not of the form that was written.")
    return check.result()


def _tables(db: sqlite3.Connection, where: str, check: Examination) -> None:
    for name in differences(db):
        check.note(where, f"{name} is missing, changed or not ours.")


def _pages(db: sqlite3.Connection, where: str, check: Examination) -> None:
    if db.execute(_PAGES).fetchone() != ("ok",):
        check.note(where, "its pages do not hang together (SQLite integrity check).")


def _entries(db: sqlite3.Connection, _where: str, check: Examination) -> None:
    heads = {row[0]: (row[1], row[2]) for row in db.execute(_HEADS)}
    check.walk(db.execute(_ENTRIES), heads)


def _commands(db: sqlite3.Connection, _where: str, check: Examination) -> None:
    check.commands(db.execute(_COMMANDS), db.execute(_UNCLAIMED))


def _accesses(db: sqlite3.Connection, _where: str, check: Examination) -> None:
    check.accesses(db.execute(_ACCESSES))


def _contents(db: sqlite3.Connection, _where: str, check: Examination) -> None:
    check.contents(db.execute(_CONTENTS))


def _people(db: sqlite3.Connection, _where: str, check: Examination) -> None:
    check.people(db.execute(_PEOPLE))


def _glances(db: sqlite3.Connection, _where: str, check: Examination) -> None:
    check.glances(db.execute(_GLANCES))
