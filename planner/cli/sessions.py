"""
Open a session, list them, show one, and its tasks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.carrying import opened, openings_told, remaining, tasks_told, tell_refusal
from planner.cli.door import argument, command, option
from planner.cli.terminal import Terminal, by_options, on_staff
from planner.errors import InputFault

if TYPE_CHECKING:
    from planner.clinic.desk import Desk
    from planner.model.protocol import Protocol
    from planner.model.situation import Session


def _open(
    at: Terminal,
    patient: str,
    course: str | None,
    *,
    slot: str | None,
    reason: str | None,
    protocol: str | None,
    by: str | None,
    role: str | None,
) -> int:
    from planner.clinic import office
    from planner.clinic.cleaning import clean
    from planner.clinic.desk import zone_of
    from planner.clinic.ids import typed
    from planner.safety.findings import Refusal

    id_ = typed(patient, "patient")
    bound = typed(course, "course") if course else ""
    desk = at.desk()
    found = _protocol(desk, protocol, bound)
    who = on_staff(desk, by, role)
    came = office.open_session(
        desk,
        id_,
        found,
        by=who,
        course=bound,
        slot=_number(slot),
        reason=clean(reason or "", "--reason"),
    )
    if isinstance(came, Refusal):
        return tell_refusal(at, came, found, zone_of(desk.clinic()[0]))
    opened(at, desk, came)
    return 0


def _protocol(desk: Desk, named: str | None, course: str) -> Protocol:
    # A course that was planned goes on under its own, as the journal holds it.
    from planner.cli.naming import protocol_named
    from planner.clinic.courses import course_of

    if named is None and course and desk.journal.head(f"course:{course}").version:
        return desk.protocol(course_of(desk, course).digest)
    return protocol_named(named or "mesotherapy")


def _number(slot: str | None) -> int | None:
    if slot is None or (slot.isdecimal() and int(slot)):
        return None if slot is None else int(slot)
    raise InputFault(
        f'"{slot[:60]}" is no session of a course.',
        where="--slot",
        now="Write its number, as in --slot 3. See: mesoplan course show COURSE",
    )


def _list(at: Terminal) -> int:
    desk = at.desk(reading=True)
    found = [
        desk.session(stream.removeprefix("session:"))[0]
        for stream in desk.journal.streams("session:")
    ]
    at.answer({"sessions": [_told(each) for each in found]})
    at.say(
        f"{each.id}  patient {each.patient}  {each.opened.at:%Y-%m-%d}  {each.stage}"
        for each in found
    )
    if not found:
        at.say(["No session yet. See: mesoplan session open --help"])
    return _code(desk)


def _told(session: Session) -> dict[str, object]:
    return {
        "session": session.id,
        "patient": session.patient,
        "course": session.course,
        "protocol": session.protocol,
        "version": session.version,
        "opened": session.opened.at.isoformat(),
        "stage": session.stage,
        "visit": session.visit,
        "present": session.present,
    }


def _show(at: Terminal, session: str) -> int:
    from planner.clinic.desk import next_stage, zone_of
    from planner.clinic.ids import typed
    from planner.journal.record import short
    from planner.sheets.written import moment

    id_ = typed(session, "session")
    desk = at.desk(reading=True)
    found, _ = desk.session(id_)
    head = desk.journal.head(f"session:{id_}")
    at.note(desk, f"session:{id_}", "show")
    at.answer(
        {
            **_told(found),
            "head": head.digest,
            "entries": head.version,
            "answers": {
                "@".join(part for part in key if part): list(fact.value)
                for key, fact in found.facts.facts.items()
            },
            "medicines": [each.name for each in found.medicines],
            "medicines_complete": found.medicines_complete,
            "allergies": [each.substance for each in found.allergies],
            "allergies_complete": found.allergies_complete,
            "exposures": [
                {"entry": each.entry, "kind": each.kind, "at": each.occurred_at.isoformat()}
                for each in found.exposures
            ],
            "tasks": tasks_told(found),
            "openings": openings_told(found),
        }
    )
    zone = zone_of(desk.clinic()[0])
    taken = _listed([m.name for m in found.medicines], found.medicines_complete)
    known = _listed([a.substance for a in found.allergies], found.allergies_complete)
    began = moment(found.opened.at, zone)
    there = "in the clinic" if found.present else "not in the clinic"
    at.say(
        [
            f"Session {id_} stands at {found.stage}; visit {found.visit}, {there}.",
            f"Patient {found.patient}, course {found.course}.",
            f"Opened {began} under {found.protocol} {found.version}.",
            f"{len(found.facts.facts)} answers; medicines: {taken}; allergies: {known}.",
        ]
    )
    for each in found.exposures:
        mark = ", entered in error" if each.in_error else ""
        lot = f"{each.product} {each.lot}"
        at.say([f"{moment(each.occurred_at, zone)}: {each.kind} of {lot}{mark}."])
    at.say(remaining(desk, found))
    at.say(
        [
            f"Journal head {short(head.digest)}, entry {head.version}.",
            f"Next: mesoplan session why {id_} --to {next_stage(found)}",
        ]
    )
    return _code(desk)


def _listed(names: list[str], complete: bool | None) -> str:
    if complete is None:
        return "not asked"
    return f"{', '.join(names) or 'none'} ({'complete' if complete else 'not complete'})"


def _tasks(at: Terminal, session: str) -> int:
    from planner.clinic.ids import typed

    id_ = typed(session, "session")
    desk = at.desk(reading=True)
    found, _ = desk.session(id_)
    at.answer({"session": id_, "tasks": tasks_told(found)})
    open_now = [each for each in found.tasks if not each.closed_how]
    for each in open_now:
        holds = " (holds discharge)" if each.holds_discharge else ""
        at.say([f"{each.id}{holds}: {each.what}"])
    if not open_now:
        at.say(["No task is open."])
    return _code(desk)


def _code(desk: Desk) -> int:
    from planner.errors import JournalDamaged

    return JournalDamaged.exit_code if desk.journal.damage else 0


OPEN = command(
    "open",
    _open,
    argument("patient"),
    option("--course", "The course it belongs to; else a new one."),
    option("--slot", "Which session of the course; else the next."),
    option("--reason", "Why a physician opens it before its earliest day."),
    option(
        "--protocol",
        "Its id, id@version, or a file; else that of the course, or mesotherapy.",
    ),
    *by_options(),
    tells="Open a session for a patient.",
    example="mesoplan session open 000000002M7 --by dr-lin",
)
LIST = command(
    "list",
    _list,
    tells="List the sessions: where each stands.",
    example="mesoplan session list --json",
)
SHOW = command(
    "show",
    _show,
    argument("session"),
    tells="Show one session: where it stands, what is open, and what comes next.",
    example="mesoplan session show 0000000014G",
)
TASKS = command(
    "tasks",
    _tasks,
    argument("session"),
    tells="List the open tasks of a session.",
    example="mesoplan session tasks 0000000014G",
)
