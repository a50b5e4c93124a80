"""
What is told of a course at the terminal that none of its sessions tells: a visit nobody
came to, a medicine, a prescriber's answer, its end.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planner.clinic.cleaning import clean
from planner.clinic.courses import unknown_news
from planner.clinic.desk import zone_of
from planner.course.following import begun
from planner.errors import InputFault
from planner.model.entries import course as told
from planner.model.person import Medicine

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from planner.clinic.desk import Desk
    from planner.course.record import Course
    from planner.model.entries.course import Happened
    from planner.model.protocol import Protocol

_NUMBER = re.compile("[1-9][0-9]{0,3}")


def happened(
    desk: Desk,
    course: Course,
    protocol: Protocol,
    *,
    missed: Sequence[str],
    medicine: Sequence[str],
    answered: Sequence[str],
    end: str | None,
) -> tuple[Happened, ...]:
    """
    What was typed, as what has happened, at this instant.

    Raises:
        InputFault: A session is not the one that could have been missed, a medicine waits
            for no answer, or something has no words.
    """
    now, zone = desk.clock.now().at, zone_of(desk.clinic()[0])
    today = now.astimezone(zone).date()
    made: list[Happened] = [
        told.SlotMissed(slot=_missed(course, each, today), at=now)
        for each in dict.fromkeys(missed)
    ]
    for each in medicine:
        name = _written(clean(each, "--medicine"), "--medicine", "No medicine is named.")
        taken = Medicine(name=name, prescribed="does not know")
        new = begun(taken, protocol, zone, at=now)
        made += [new] if new is not None else []
    asked = (*course.happened, *unknown_news(desk, course, protocol), *made)
    waits = {
        each.medicine.casefold(): each.medicine
        for each in asked
        if isinstance(each, told.MedicineBegun) and each.asks_prescriber
    }
    for each in answered:
        # As it was told: an answer to another spelling would answer nothing.
        name = waits.get(clean(each, "--answered").casefold(), "")
        if not name:
            known = ", ".join(waits.values())
            raise InputFault(
                f'No medicine "{each[:60]}" waits for its prescriber.',
                where="--answered",
                now=f"These were asked for: {known}." if known else "Leave it out.",
            )
        made.append(told.PrescriberAnswered(medicine=name, at=now))
    if end is not None:
        why = _written(clean(end, "--end"), "--end", "It is not said why the course ends.")
        made.append(told.CourseEnded(at=now, why=why))
    return tuple(made)


def _written(text: str, where: str, empty: str) -> str:
    if not text.strip():
        raise InputFault(empty, where=where, now=f'Write it as in {where} "...".')
    return text


def _missed(course: Course, typed: str, today: date) -> int:
    if not _NUMBER.fullmatch(typed):
        raise InputFault(
            f'"{typed[:60]}" is no session.',
            where="--missed",
            now="Write its number, as in --missed 3.",
        )
    slots = course.plan.slots if course.plan else ()
    number, now = int(typed), f"See: mesoplan course show {course.id}"
    if not slots or slots[0].number != number:
        coming = f"that is {slots[0].number}" if slots else "none is to come"
        what = f"Session {number} of course {course.id} is not the next one: {coming}."
        raise InputFault(what, where="--missed", now=now)
    if slots[0].day > today:
        raise InputFault(
            f"Session {number} is planned for {slots[0].day}, which has not come yet.",
            where="--missed",
            now="To move it, write an absence in a file and name the file.",
        )
    return number
