"""
What can be read of a session when its journal may not be whole: all of it, part of it,
or nothing; and what could not be read.
"""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from datetime import date
from typing import TYPE_CHECKING

import click

from planner.errors import InputFault, JournalDamaged, JournalFault, PlannerError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.cli.terminal import Terminal
    from planner.clinic.desk import Desk
    from planner.model.protocol import Protocol
    from planner.model.situation import History, Session, Situation


class Salvage:
    """
    A session as far as it can be read.

    Args:
        at: The terminal.
    """

    def __init__(self, at: Terminal) -> None:
        self.at = at
        self.protocol: Protocol | None = None
        self.head = ""
        self.names: dict[str, object] = {}
        self.not_read: list[str] = []
        self.damaged = False
        self._desk: Desk | None = None
        self._session = ""

    def situation(self, id_: str) -> Situation | None:
        """
        The session and its surroundings, or nothing where the session cannot be read.

        Raises:
            InputFault: The journal is sound, and there is no such session.
        """
        from planner.journal.record import short
        from planner.model.situation import Situation

        desk = self._desk = self._open()
        if desk is None:
            return None
        try:
            session, _ = desk.session(id_)
        except JournalFault as fault:
            self._lost(f"session {id_}", fault)
            return None
        except InputFault as fault:
            if not desk.journal.damage:
                raise
            self._lost(f"session {id_}", fault)
            return None
        self._session = id_
        self.head = short(desk.journal.head(f"session:{id_}").digest)
        try:
            self.protocol = desk.protocol(session.digest)
        except PlannerError as fault:
            self._lost("its protocol; the shipped one stands in", fault)
        try:
            self.names = _names(desk.journal.person(session.patient) or {})
        except JournalFault as fault:
            self._lost("name and birth date", fault)
        return Situation(
            session=session,
            history=self._history(desk, session),
            now=desk.clock.now(),
            operator=session.plan.operator if session.plan else "",
        )

    @contextmanager
    def speaking(
        self, protocol: Protocol, asked: str, settings: Mapping[str, str]
    ) -> Iterator[Protocol]:
        """
        The protocol in the language asked for, else the clinic's; English where no
        translation can be read: that keeps nothing from paper.

        Raises:
            InputFault: No sheet speaks the language that was asked for.
        """
        from planner.clinic import speech

        if asked:
            speech.of_staff(asked, {})
        with ExitStack() as spoken:
            try:
                code = speech.of_staff(asked, settings)
                said = spoken.enter_context(speech.speaking(protocol, code))
            except PlannerError as fault:
                self._lost("the translation; English stands in", fault)
                said = protocol
            yield said

    def _open(self) -> Desk | None:
        from planner.clinic.opening import open_desk

        missing = not self.at.path.exists()
        for read_only in (missing, True):
            try:
                desk = open_desk(self.at.path, read_only=read_only, clock=self.at.clock)
            except JournalFault as fault:
                last: JournalFault = fault
                continue
            click.get_current_context().call_on_close(desk.journal.close)
            if desk.journal.damage:
                self.damaged = True
                self.not_read.append(desk.journal.damage)
            return desk
        self._lost("the journal", last)
        return None

    def _history(self, desk: Desk, session: Session) -> History:
        from zoneinfo import ZoneInfo

        from planner.clinic.desk import DEFAULT_ZONE, zone_of
        from planner.model.situation import Clinic, History

        try:
            return desk.surroundings(session)[0]
        except PlannerError as fault:
            self._lost("the patient's other sessions and letters", fault)
        try:
            clinic, _ = desk.clinic()
            return History(clinic=clinic, zone=zone_of(clinic))
        except PlannerError as fault:
            self._lost("the clinic's settings; times are in UTC", fault)
        return History(clinic=Clinic(), zone=ZoneInfo(DEFAULT_ZONE))

    def note(self) -> None:
        """
        Note the printing where that is possible.
        """
        if self._desk is None or not self._session:
            return
        noted = self.at.note(self._desk, f"session:{self._session}", "printed emergency")
        if noted and not self.damaged:
            self.not_read.append(f"the note of this printing: {noted}")

    def _lost(self, what: str, fault: PlannerError) -> None:
        self.damaged = self.damaged or isinstance(fault, JournalDamaged)
        self.not_read.append(f"{what}: {fault}")


def _names(fields: Mapping[str, str]) -> dict[str, object]:
    # A birth date is a day on paper; one that is none is left for a pen.
    names: dict[str, object] = {key: value for key, value in fields.items() if value}
    try:
        names["birth_date"] = date.fromisoformat(fields.get("birth_date", ""))
    except ValueError:
        names.pop("birth_date", None)
    return names
