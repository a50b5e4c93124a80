"""
What a patient's dates must and should respect, as it is typed: tables into constraints.

What a `[[constraint]]` may say stands in `planner.clinic.wish_cards`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from planner.clinic.cleaning import clean_all, instant, structured
from planner.clinic.wish_cards import Card, constraint_of
from planner.errors import InputFault, nearest
from planner.model.frozen import frozen
from planner.model.person import Medicine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.model.course import ConflictInTime, Constraint

    Table = dict[str, Any]

_MOST = 2000
_UNKNOWN = "does not know"
_PRESCRIBED = ("yes", "no", _UNKNOWN)
_AS_A_MEDICINE = 'Write [[medicine]], and below it name = "...".'
_PLACE = re.compile(r"\[(\d+)\]")
_TOP = ("constraint", "sessions", "ahead", "met", "medicine", "session_dose")


@frozen(kw_only=True)
class Wishes:
    """
    What was stated about one course.

    `sessions` are the most it may have, `ahead` how many of a maintenance without limit
    are planned, `met` the conditions that are true; `medicines` what the patient takes,
    `session_dose` what one session gives of each substance, as text with a unit.
    """

    constraints: tuple[Constraint, ...] = ()
    sessions: int | None = None
    ahead: int = 1
    met: tuple[str, ...] = ()
    medicines: tuple[Medicine, ...] = ()
    session_dose: Mapping[str, str] | None = None


def wishes_of(
    table: Table,
    waits: Sequence[ConflictInTime],
    where: str,
    *,
    ends: Sequence[str] = (),
) -> Wishes:
    """
    Read what was typed about a course.

    Args:
        table: The tables as they were read from a file.
        waits: What the protocol keeps apart from a session.
        where: The name of the file, for messages.
        ends: The conditions that end a phase of the protocol, any of which may be met.

    Raises:
        InputFault: Something in it cannot be read; nothing was planned.
    """
    card = Card(_cleaned(table, where), where)
    rows = card.take("constraint", list, [])
    if len(rows) > _MOST:
        raise InputFault(
            f"There are {len(rows)} constraints in it, and at most {_MOST} are read.",
            where=where,
            now="Write days next to each other as one absence.",
        )
    made: list[Constraint] = []
    for place, row in enumerate(rows, start=1):
        at = f"{where}: constraint {place}"
        if not isinstance(row, dict):
            raise InputFault("This is no table.", where=at)
        made.append(constraint_of(Card(row, at), waits, place))
    sessions = card.take("sessions", int, None)
    ahead = card.take("ahead", int, 1)
    for name, number in (("sessions", sessions), ("ahead", ahead)):
        if number is not None and not 1 <= number <= _MOST:
            raise InputFault(
                f'"{name}" is {number}.', where=where, now=f"Write 1 to {_MOST}."
            )
    met = card.take("met", list, [])
    for each in met:
        if each not in ends:
            raise InputFault(
                f'"{str(each)[:60]}" ends no phase here.' + nearest(str(each), ends),
                where=where,
                now=f"Write one of: {', '.join(ends)}." if ends else "Leave it out.",
            )
    medicines = [
        _medicine(row, f"{where}: medicine {place}")
        for place, row in enumerate(card.take("medicine", list, []), start=1)
    ]
    doses = card.take("session_dose", dict, {})
    card.done(_TOP)
    _once(made, where)
    return Wishes(
        constraints=tuple(made),
        sessions=sessions,
        ahead=ahead,
        met=tuple(str(each) for each in met),
        medicines=tuple(medicines),
        session_dose={key: str(value) for key, value in doses.items()},
    )


def _cleaned(table: Table, where: str) -> Table:
    try:
        cleaned: Table = clean_all(table)
    except InputFault as fault:
        # Counted from one, as in every other message about the file.
        place = _PLACE.sub(lambda found: f" {int(found[1]) + 1}", fault.where)
        raise InputFault(
            fault.what, where=f"{where}: {place}", why=fault.why, now=fault.now
        ) from None
    return cleaned


def _medicine(row: object, where: str) -> Medicine:
    if not isinstance(row, dict):
        raise InputFault("This is no table.", where=where, now=_AS_A_MEDICINE)
    told = {"prescribed": _UNKNOWN, **row}
    if "last_dose" in told:
        try:
            told["last_dose"] = instant(told["last_dose"])
        except InputFault as fault:
            raise InputFault(
                fault.what, where=where, why=fault.why, now=fault.now
            ) from None
    made: Medicine = structured(told, Medicine, where)
    if not made.name.strip():
        raise InputFault("It has no name.", where=where, now=_AS_A_MEDICINE)
    if made.prescribed not in _PRESCRIBED:
        raise InputFault(
            f'"prescribed" is "{made.prescribed[:60]}".',
            where=where,
            now=f"Write one of: {', '.join(_PRESCRIBED)}.",
        )
    return made


def _once(made: Sequence[Constraint], where: str) -> None:
    seen: set[str] = set()
    for each in made:
        if each.id in seen:
            raise InputFault(
                f'Two constraints are called "{each.id}".',
                where=where,
                now="Give each an id of its own.",
            )
        seen.add(each.id)
