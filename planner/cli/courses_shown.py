"""
`course`: show a course and its next session, who is due, and its calendar file.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.course_view import not_approved, plan_told
from planner.cli.door import argument, command, option
from planner.cli.terminal import day_typed
from planner.errors import InputFault, JournalDamaged
from planner.sheets.course_lines import plan_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import tzinfo

    from planner.cli.terminal import Terminal
    from planner.model.entries.course import Happened
    from planner.model.protocol import Protocol


def _show(at: Terminal, course: str) -> int:
    from planner.clinic.courses import course_of, unknown_news
    from planner.clinic.desk import zone_of
    from planner.clinic.ids import typed

    id_ = typed(course, "course")
    desk = at.desk(reading=True)
    found = course_of(desk, id_)
    protocol = desk.protocol(found.digest)
    plan, zone = found.plan, zone_of(desk.clinic()[0])
    at.note(desk, f"course:{id_}", "show")
    news = unknown_news(desk, found, protocol)
    at.answer(
        {
            "course": id_,
            "patient": found.patient,
            "protocol": found.protocol,
            "version": found.version,
            "indication": found.indication,
            "agreed_on": found.agreed_on.isoformat(),
            "approved": found.digest in desk.clinic()[0].approved,
            "plan": plan_told(plan, protocol) if plan else None,
            "not_planned_for": [each.kind for each in news],
        }
    )
    what = protocol.indication[found.indication].title
    at.say(
        [
            f"Course {id_} of patient {found.patient}: {what}.",
            f"Agreed on {found.agreed_on}, planned by {found.protocol} {found.version}.",
            *not_approved(desk, found.digest),
        ]
    )
    if plan is not None:
        at.say(plan_lines(plan, protocol, zone))
    at.say(_unknown(id_, news, protocol, zone))
    return JournalDamaged.exit_code if desk.journal.damage else 0


def _unknown(
    course: str, news: Sequence[Happened], protocol: Protocol, zone: tzinfo
) -> Iterator[str]:
    from planner.course.history import reason_of
    from planner.sheets.course_words import reason

    if news:
        yield "The plan does not know yet:"
        yield from (f"        {reason(reason_of(e), protocol, zone=zone)}" for e in news)
        yield f"Next: mesoplan course replan {course}"


def _next(at: Terminal, course: str) -> int:
    from planner.clinic.courses import course_of, open_session, unknown_news
    from planner.clinic.desk import zone_of
    from planner.clinic.ids import typed
    from planner.clinic.preparing import preparation
    from planner.sheets.course_words import prepared, reason, when

    id_ = typed(course, "course")
    desk = at.desk(reading=True)
    found = course_of(desk, id_)
    protocol = desk.protocol(found.digest)
    zone = zone_of(desk.clinic()[0])
    slots = found.plan.slots if found.plan else ()
    lines = preparation(desk, found, slots[0]) if slots else ()
    waits = found.plan.waits if found.plan else ()
    opened = open_session(desk, found)
    news = unknown_news(desk, found, protocol)
    at.answer(
        {
            "course": id_,
            "number": slots[0].number if slots else None,
            "lines": [
                {
                    "key": each.key,
                    "about": each.about,
                    "at": each.at.isoformat() if each.at else None,
                    "until": each.until.isoformat() if each.until else None,
                }
                for each in lines
            ],
            "waits": [each.code for each in waits],
            "session": opened,
            "not_planned_for": [each.kind for each in news],
        }
    )
    if not slots:
        at.say([f"No session of course {id_} is to come."])
        at.say(f"Waits: {reason(each, protocol, zone=zone)}." for each in waits)
        at.say(_unknown(id_, news, protocol, zone))
        return 0
    at.say([f"Session {slots[0].number} of course {id_}, hour by hour:"])
    told = [(when(each, zone=zone), prepared(each, protocol, zone=zone)) for each in lines]
    at.say(f"  {at_time:<46}  {says}" for at_time, says in told)
    at.say(f"Waits: {reason(each, protocol, zone=zone)}." for each in waits)
    if news:
        at.say(_unknown(id_, news, protocol, zone))
    elif opened:
        at.say([f"It is open: mesoplan session show {opened}"])
    elif desk.clock.now().at > slots[0].at:
        at.say(["This time is past.", f"Next: mesoplan course replan {id_}"])
    else:
        at.say([f"To open it: mesoplan session open {found.patient} --course {id_}"])
    return JournalDamaged.exit_code if desk.journal.damage else 0


def _due(at: Terminal, on: str | None, stands: tuple[str, ...]) -> int:
    from planner.clinic.desk import zone_of
    from planner.clinic.due import due
    from planner.course.due import STANDS
    from planner.errors import nearest
    from planner.sheets.written import moment

    for word in stands:
        if word not in STANDS:
            raise InputFault(
                f'"{word[:60]}" is not how a course stands.' + nearest(word, STANDS),
                where="--stands",
                now=f"Write one of: {', '.join(STANDS)}.",
            )
    desk = at.desk(reading=True)
    found = due(desk, day_typed(on, "--on"))
    kept = [each for each in found if not stands or each.stands in stands]
    zone = zone_of(desk.clinic()[0])
    codes = [each.waits.split(",") if each.waits else [] for each in kept]
    at.answer(
        {
            "courses": [
                {**each._asdict(), "waits": waits}
                for each, waits in zip(kept, codes, strict=True)
            ]
        }
    )
    for each in kept:
        planned = "no date"
        if each.at:
            planned = moment(datetime.fromisoformat(each.at), zone)
        waits = f" ({each.waits.replace(',', ', ')})" if each.waits else ""
        which = f"course {each.course}  patient {each.patient}"
        number = f"session {each.number}" if each.number else "no session"
        at.say([f"{each.stands + waits:<32}  {which}  {number}  {planned}"])
    if not kept:
        at.say(["No course stands so. See: mesoplan course plan --help"])
    return JournalDamaged.exit_code if desk.journal.damage else 0


def _calendar(at: Terminal, course: str, output: str, whose: str) -> int:
    from planner.clinic.calendars import calendar
    from planner.clinic.courses import course_of
    from planner.clinic.ids import typed

    id_ = typed(course, "course")
    desk = at.desk(reading=True)
    found = course_of(desk, id_)
    held = calendar(desk, found, patients=whose == "patient")
    try:
        Path(output).write_bytes(held)
    except OSError as fault:
        raise InputFault(
            "The calendar cannot be written there.",
            where=output,
            why=f"The system says: {fault.strerror}.",
            now="Name a file in a folder that can be written.",
        ) from None
    at.note(desk, f"course:{id_}", f"calendar for the {whose}")
    at.answer({"verdict": "done", "file": output, "for": whose})
    at.say([f"Written: the calendar of course {id_} for the {whose}, to {output}."])
    return JournalDamaged.exit_code if desk.journal.damage else 0


SHOW = command(
    "show",
    _show,
    argument("course"),
    tells="Show a course: what was held, every date to come, and why.",
    example="mesoplan course show 0000000014G",
)
NEXT = command(
    "next",
    _next,
    argument("course"),
    tells="The next session of a course: what happens before and after it, at its hour.",
    example="mesoplan course next 0000000014G",
)
DUE = command(
    "due",
    _due,
    option("--on", "Another day than today."),
    option("--stands", "Only those that stand so; may stand again.", many=True),
    tells="Who is due, early, overdue, or waiting, across all patients.",
    example="mesoplan course due --stands overdue",
)
CALENDAR = command(
    "calendar",
    _calendar,
    argument("course"),
    click.Option(
        ["--for", "whose"],
        type=click.Choice(["patient", "clinic"]),
        required=True,
        help="Whose it is: the patient's says nothing of what is treated.",
    ),
    click.Option(
        ["-o", "--output"], metavar="FILE", required=True, help="The .ics file to write."
    ),
    tells="Write the visits of a course as a calendar file, for the patient or the clinic.",
    example="mesoplan course calendar 0000000014G --for patient -o visits.ics",
)
