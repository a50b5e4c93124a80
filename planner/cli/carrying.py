"""
Carry out what was asked of a session, and say what came of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from planner.cli import faults
from planner.cli.terminal import Terminal, acting
from planner.errors import InputFault, PlannerError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import tzinfo

    from planner.clinic.desk import Desk, Done
    from planner.model.entries import Entry
    from planner.model.protocol import Protocol
    from planner.model.situation import Session
    from planner.safety.findings import Refusal
    from planner.session.moves import Move

REFUSED = 1
Table = dict[str, Any]


def carry_out(
    at: Terminal,
    session: str,
    tables: Sequence[Table],
    *,
    by: str | None,
    role: str | None,
    command: str | None,
    anyone: bool = False,
    name: str = "",
) -> int:
    """
    Carry out the moves of one or more tables, in their order.

    All of it is read before anything is carried out. Where one is refused, those before
    it stand, and those after it are not tried.

    Args:
        at: The terminal.
        session: The session's id, as typed.
        tables: What is asked, as `planner.clinic.inputs` reads it.
        by: Who asks.
        role: In which role; else as registered.
        command: The id of the command; later moves of it get a number behind it.
        anyone: Whether anyone may ask, registered or not.
        name: The file the tables stand in.
    """
    from planner.clinic.cleaning import clean
    from planner.clinic.desk import zone_of
    from planner.clinic.ids import typed
    from planner.safety.findings import Refusal

    id_ = typed(session, "session")
    command = clean(command or "", "--command")
    desk = at.desk()
    now, _ = desk.session(id_)
    who = acting(desk, by, role, anyone=anyone)
    moves = _read(now, tables, name)
    entries: list[Entry] = []
    repeated = False
    for place, move in enumerate(moves):
        own = f"{command}/{place + 1}" if command and place else command
        try:
            came = desk.ask(id_, move, by=who, command=own)
        except PlannerError as fault:
            _stand(at, place, len(moves))
            return faults.tell(fault, as_json=at.as_json, recorded=place)
        if isinstance(came, Refusal):
            _stand(at, place, len(moves))
            protocol = desk.protocol(now.digest)
            zone = zone_of(desk.clinic()[0])
            return tell_refusal(at, came, protocol, zone, recorded=place)
        now, repeated = came.session, came.repeated
        entries.extend(came.entries)
    _tell_done(at, desk, now, entries, repeated=repeated)
    return 0


def _read(session: Session, tables: Sequence[Table], name: str) -> list[Move]:
    from attrs import evolve

    from planner.clinic.inputs import Reader, with_volume
    from planner.model.entries.session import PlanMade
    from planner.session.moves import Tell

    moves: list[Move] = []
    for place, table in enumerate(tables, start=1):
        try:
            for move in Reader().moves(table, session):
                moves.append(with_volume(move, session))
                # What a later move of the file leaves out, it takes from this plan.
                if isinstance(move, Tell) and isinstance(move.payload, PlanMade):
                    session = evolve(session, plan=move.payload.plan)
        except InputFault as fault:
            if not name:
                raise
            many = f"{name}, move {place}" if len(tables) > 1 else name
            where = f"{many}: {fault.where}" if fault.where else many
            raise InputFault(
                fault.what, where=where, why=fault.why, now=fault.now
            ) from None
    return moves


def _stand(at: Terminal, place: int, count: int) -> None:
    if not place or at.as_json:
        return
    noun = "move was" if place == 1 else "moves were"
    stands = "it stands" if place == 1 else "they stand"
    left = count - place - 1
    rest = f" {left} after it {'was' if left == 1 else 'were'} not tried." if left else ""
    click.echo(
        f"{place} {noun} recorded, and {stands}. The next was not.{rest}\n", err=True
    )


def tell_refusal(
    at: Terminal,
    refusal: Refusal,
    protocol: Protocol,
    zone: tzinfo,
    *,
    recorded: int = 0,
) -> int:
    """
    Tell a refusal with every reason, and give the exit code it ends with.
    """
    from planner.cli.why import findings_told
    from planner.sheets.wording import lines

    told: dict[str, object] = {
        "verdict": "refused",
        "findings": findings_told(refusal.findings, zone),
    }
    if recorded:
        told["recorded"] = recorded
    at.answer(told)
    at.say(lines(refusal, protocol, zone=zone))
    return REFUSED


def _tell_done(
    at: Terminal,
    desk: Desk,
    session: Session,
    entries: Sequence[Entry],
    *,
    repeated: bool,
) -> None:
    at.answer(
        {
            "verdict": "done",
            "session": session.id,
            "stage": session.stage,
            "repeated": repeated,
            "entries": [
                {"seq": each.seq, "id": each.id, "kind": each.payload.kind}
                for each in entries
            ],
            "tasks": tasks_told(session),
            "openings": openings_told(session),
        }
    )
    at.say([happened(session, entries, repeated=repeated), *remaining(desk, session)])


def happened(session: Session, entries: Iterable[Entry], *, repeated: bool) -> str:
    """
    What happened and where the session stands, in one line.
    """
    kinds = ", ".join(
        dict.fromkeys(each.payload.kind.replace("-", " ") for each in entries)
    )
    told = f"Recorded: {kinds}." if kinds else "Nothing had to be recorded."
    if repeated:
        told = f"Done before under this command id, and not done again: {kinds}."
    return f"{told} Session {session.id} stands at {session.stage}."


def remaining(desk: Desk, session: Session) -> list[str]:
    """
    What the next person must know: open tasks, and what was opened by name and reason.
    """
    from planner.clinic.desk import zone_of
    from planner.model.terms import FINALS, SIDE
    from planner.sheets.written import moment

    zone = zone_of(desk.clinic()[0])
    told = []
    if session.stage in SIDE:
        told.append(
            "All drugs introduced, on one sheet: "
            f"mesoplan print emergency {session.id} -o FILE"
        )
    held = {each.medicine: each for each in session.agreements}
    restarts = [each for each in held.values() if each.restart and each.decision == "hold"]
    if session.stage in FINALS:
        told += [
            f"{each.medicine} again from {moment(each.restart, zone)}, as "
            f"{each.prescriber} agreed ({each.contact})."
            for each in restarts
            if each.restart is not None and each.medicine not in session.restarted
        ]
        if restarts:
            told.append(f"On paper: mesoplan print discharge {session.id} -o FILE")
    for task in session.tasks:
        if not task.closed_how:
            holds = " (holds discharge)" if task.holds_discharge else ""
            told.append(f"Open task {task.id}{holds}: {task.what}")
    for each in session.openings:
        gate = f"{each.gate} {each.item}".strip()
        how = "override" if each.override else "decision"
        reason = f"{each.reason}: {each.text}" if each.text else each.reason
        told.append(
            f"Opened by {how}: {gate}; {each.by} ({each.role}), "
            f"{moment(each.at, zone)}: {reason}"
        )
    return told


def tasks_told(session: Session) -> list[dict[str, object]]:
    """
    The open tasks, for a program.
    """
    return [
        {
            "task": each.id,
            "what": each.what,
            "about": each.about,
            "holds_discharge": each.holds_discharge,
        }
        for each in session.tasks
        if not each.closed_how
    ]


def openings_told(session: Session) -> list[dict[str, object]]:
    """
    What was opened by decision or override, for a program.
    """
    return [
        {
            "gate": each.gate,
            "item": each.item,
            "by": each.by,
            "role": each.role,
            "at": each.at.isoformat(),
            "override": each.override,
            "reason": each.reason,
            "text": each.text,
        }
        for each in session.openings
    ]


def opened(at: Terminal, desk: Desk, done: Done) -> None:
    """
    Say that a session was opened.
    """
    _tell_done(at, desk, done.session, done.entries, repeated=done.repeated)
