"""
What one run of the program was told: where the journal is, and how to answer.
"""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.errors import InputFault, JournalDamaged, JournalFault, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.clinic.clock import Clock
    from planner.clinic.desk import Desk
    from planner.clinic.ids import Ids
    from planner.journal.sqlite import SqliteJournal
    from planner.model.person import Actor

PLACE = "MESOPLAN_JOURNAL"
PERSON = "MESOPLAN_BY"


def folder() -> Path:
    """
    The user's data folder, by the convention of the platform.
    """
    from platformdirs import user_data_dir

    return Path(user_data_dir("mesoplan", appauthor=False))


class Terminal:
    """
    One run of the program.

    Args:
        clock: Another clock than the machine's, for tests.
        ids: Another source of ids, for tests.
    """

    def __init__(self, *, clock: Clock | None = None, ids: Ids | None = None) -> None:
        self.journal = ""
        self.as_json = False
        self._clock = clock
        self._ids = ids

    @property
    def clock(self) -> Clock:
        """
        The clock of this run.
        """
        from planner.clinic.clock import SystemClock

        return self._clock or SystemClock()

    @property
    def path(self) -> Path:
        """
        The file of the journal: as typed, else as the environment says, else the usual.
        """
        named = self.journal or os.environ.get(PLACE, "")
        return Path(named) if named else folder() / "journal.sqlite"

    def open_journal(self) -> SqliteJournal:
        """
        The journal for reading, damaged or not; closed when the command ends.
        """
        from planner.clinic.opening import open_journal

        journal = open_journal(self.path, read_only=True)
        click.get_current_context().call_on_close(journal.close)
        return journal

    def desk(self, *, reading: bool = False, first: bool = False) -> Desk:
        """
        The desk on the journal, closed when the command ends.

        A damaged journal is refused; where the command only reads, its damage is said
        and what can be read is shown. Only what may be done first makes a new journal.

        Raises:
            JournalFault: There is no journal, or it cannot be opened.
            JournalDamaged: What the journal holds is not what was written.
        """
        from planner.clinic.opening import open_desk

        path = self.path
        missing = not first and not path.exists()
        desk = open_desk(path, read_only=missing, clock=self._clock, ids=self._ids)
        click.get_current_context().call_on_close(desk.journal.close)
        if desk.journal.damage:
            if not reading:
                raise _damaged(desk.journal.damage)
            click.echo(desk.journal.damage, err=True)
        return desk

    def note(self, desk: Desk, stream: str, what: str) -> str:
        """
        Note in the journal that a stream was read or printed.

        Says why it could not be noted, which never keeps anybody from reading.
        """
        try:
            at = self.clock.now().at.isoformat()
            desk.journal.note_access(stream, what, os.environ.get(PERSON, ""), at)
        except JournalFault as fault:
            return str(fault)
        return ""

    def say(self, lines: Iterable[str]) -> None:
        """
        Print lines, where a person reads the answer.
        """
        if not self.as_json:
            for line in lines:
                click.echo(line)

    def answer(self, table: Mapping[str, object]) -> None:
        """
        Print the answer as JSON, where a program reads it.
        """
        if self.as_json:
            click.echo(json.dumps({"format": 1, **table}, ensure_ascii=False))


def _damaged(said: str) -> JournalDamaged:
    return JournalDamaged(
        said,
        where="journal",
        now="See: mesoplan journal verify. The emergency card can still be printed.",
    )


def acting(desk: Desk, by: str | None, role: str | None, *, anyone: bool = False) -> Actor:
    """
    Who does this: with the role on the clinic's register where none is typed.

    Raises:
        InputFault: It is not said who, and not anyone may.
    """
    from planner.model.person import ROLES, Actor

    if not by and not anyone:
        raise InputFault(
            "It is not said who does this.",
            where="--by",
            why="Every entry carries who made it.",
            now="Write --by ID, or set MESOPLAN_BY. See: mesoplan clinic staff list",
        )
    if role and role not in ROLES:
        raise InputFault(
            f'"{role[:60]}" is no role.' + nearest(role, ROLES),
            where="--role",
            now="Write one of: " + ", ".join(ROLES) + ".",
        )
    id_ = ""
    if by:
        from planner.clinic.cleaning import clean

        id_ = clean(by, "--by")
    known = desk.clinic()[0].staff.get(id_)
    return Actor(id=id_, role=role or (known.role if known else "anyone"))


def on_staff(desk: Desk, by: str | None, role: str | None = None) -> Actor:
    """
    Who does this, where only staff of the clinic may.

    Raises:
        InputFault: It is not said who, or not somebody on the register.
    """
    clinic, _ = desk.clinic()
    if not clinic.staff:
        raise InputFault(
            "Nobody works here on record yet.",
            now="Register the first person: mesoplan clinic staff add --help",
        )
    who = acting(desk, by, role)
    known = clinic.staff.get(who.id)
    if known is None or known.role != who.role:
        raise InputFault(
            f'"{who.id[:60]}" does not work here on record as {who.role}.',
            where="--by",
            now="See: mesoplan clinic staff list",
        )
    return who


def by_options(*, commands: bool = False) -> list[click.Parameter]:
    """
    Who does this, in which role, and, for a move, under which command id.
    """
    made: list[click.Parameter] = [
        click.Option(["--by"], metavar="ID", envvar=PERSON, help="Who does this."),
        click.Option(["--role"], metavar="ROLE", help="In which role; else as registered."),
    ]
    if commands:
        told = "Its own id, so that sending it again is not done twice."
        made.append(click.Option(["--command"], metavar="ID", help=told))
    return made


def day_typed(written: str | None, where: str) -> date | None:
    """
    A day as it was typed at an option; none where none was.

    Raises:
        InputFault: It is none.
    """
    if written is None:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise InputFault(
            f'"{written[:60]}" is no day.', where=where, now="Write it as in 2026-12-24."
        ) from None
