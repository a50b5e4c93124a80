"""
`course`: plan a patient's whole course, show it, plan it anew, and see who is due.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from planner.cli.course_view import not_approved, plan_told
from planner.cli.door import argument, command, option
from planner.cli.terminal import Terminal, by_options, day_typed, on_staff
from planner.errors import InputFault
from planner.sheets.course_lines import conflict_lines, plan_lines, side_by_side

if TYPE_CHECKING:
    from planner.clinic.courses import Proposal
    from planner.clinic.desk import Desk
    from planner.clinic.wishes import Wishes
    from planner.model.protocol import Protocol

_REFUSED = 1
_EMPTY = "(nothing typed)"


def _plan(
    at: Terminal,
    patient: str,
    file: str | None,
    *,
    protocol: str | None,
    indication: str | None,
    agreed_on: str | None,
    accept: bool,
    by: str | None,
    role: str | None,
) -> int:
    from planner.cli.naming import protocol_named
    from planner.clinic.courses import propose
    from planner.clinic.ids import typed

    id_ = typed(patient, "patient")
    found = protocol_named(protocol or "mesotherapy")
    desk = at.desk()
    proposal = propose(
        desk,
        id_,
        found,
        _indication(found, indication),
        _wishes(file, found),
        agreed_on=day_typed(agreed_on, "--agreed-on"),
    )
    return _offered(at, desk, proposal, accept=accept, by=by, role=role)


def _indication(protocol: Protocol, named: str | None) -> str:
    if named:
        return named
    known = tuple(protocol.indication)
    if len(known) == 1:
        return known[0]
    raise InputFault(
        "It is not said what the course is for.",
        where="--indication",
        now=f"{protocol.id} knows: {', '.join(known)}.",
    )


def _wishes(file: str | None, protocol: Protocol) -> Wishes:
    from planner import library
    from planner.cli.typed import table
    from planner.clinic.wishes import wishes_of

    held = table(file) if file else {}
    ends = dict.fromkeys(word for each in protocol.phases for word in each.stop_when)
    waits = library.waits_of(protocol)
    return wishes_of(held, waits, file or _EMPTY, ends=tuple(ends))


def _replan(
    at: Terminal,
    course: str,
    file: str | None,
    *,
    missed: tuple[str, ...],
    medicine: tuple[str, ...],
    answered: tuple[str, ...],
    end: str | None,
    protocol: str | None,
    accept: bool,
    by: str | None,
    role: str | None,
) -> int:
    from planner.cli.course_events import happened
    from planner.cli.naming import protocol_named
    from planner.clinic.courses import course_of, repropose
    from planner.clinic.ids import typed

    id_ = typed(course, "course")
    desk = at.desk()
    known = course_of(desk, id_)
    other = protocol_named(protocol) if protocol else None
    held = other or desk.protocol(known.digest)
    events = happened(
        desk, known, held, missed=missed, medicine=medicine, answered=answered, end=end
    )
    proposal = repropose(
        desk,
        id_,
        wishes=_wishes(file, held) if file else None,
        events=events,
        protocol=other,
    )
    return _offered(at, desk, proposal, accept=accept, by=by, role=role)


def _offered(
    at: Terminal,
    desk: Desk,
    proposal: Proposal,
    *,
    accept: bool,
    by: str | None,
    role: str | None,
) -> int:
    from planner.clinic.courses import accept as accepted
    from planner.clinic.desk import zone_of
    from planner.model.course import Conflict

    zone = zone_of(desk.clinic()[0])
    after, protocol = proposal.after, proposal.protocol
    if isinstance(after, Conflict):
        at.answer({"verdict": "refused", "conflict": plan_told(after, protocol)})
        at.say(conflict_lines(after, protocol, zone))
        return _REFUSED
    told: dict[str, Any] = {"course": proposal.course, "plan": plan_told(after, protocol)}
    if proposal.change is None:
        at.say(plan_lines(after, protocol, zone))
    else:
        told["changes"] = not proposal.same
        told["pairs"] = plan_told(proposal.change, protocol)
        at.say(side_by_side(proposal.change, protocol, zone, news=proposal.because))
    at.say(not_approved(desk, protocol.digest))
    if proposal.same:
        at.answer({"verdict": "done", "accepted": False, **told})
        at.say(["Nothing changes."])
        return 0
    if not accept and not _asked(at):
        at.answer({"verdict": "proposed", "accepted": False, **told})
        at.say(["Nothing was recorded. To accept it, run it again with --accept."])
        return 0
    who = on_staff(desk, by, role)
    course = accepted(desk, proposal, by=who)
    at.answer({"verdict": "done", "accepted": True, **told})
    at.say([f"Accepted: course {course.id}.", f"Next: mesoplan course next {course.id}"])
    return 0


def _asked(at: Terminal) -> bool:
    if at.as_json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    return click.confirm("Accept this plan?", default=False)


_ACCEPT = click.Option(
    ["--accept"], is_flag=True, help="Record the plan; else it is only shown."
)
PLAN = command(
    "plan",
    _plan,
    argument("patient"),
    argument("file", needed=False),
    option("--protocol", "Its id, id@version, or a file; else mesotherapy."),
    option("--indication", "What for: an indication of the protocol."),
    option("--agreed-on", "The day it was agreed; else today.", key="agreed_on"),
    _ACCEPT,
    *by_options(),
    tells="Plan a patient's whole course: every date with its reason. The file says what"
    " the dates must and should respect. Nothing is recorded until it is accepted.",
    example="mesoplan course plan 000000002M7 wishes.toml --indication pain --accept"
    " --by dr-lin",
)
REPLAN = command(
    "replan",
    _replan,
    argument("course"),
    argument("file", needed=False),
    option("--missed", "The number of a session nobody came to.", many=True),
    option("--medicine", "A medicine the patient takes now; may stand again.", many=True),
    option("--answered", "A medicine its prescriber answered for.", many=True),
    option("--end", "End the course, and why."),
    option("--protocol", "Another version it goes on under, as id@version."),
    _ACCEPT,
    *by_options(),
    tells="Plan a course anew after what has happened, before and after side by side."
    " Nothing is recorded until it is accepted.",
    example="mesoplan course replan 0000000014G --missed 3 --accept --by dr-lin",
)
