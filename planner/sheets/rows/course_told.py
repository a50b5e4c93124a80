"""
A course for paper: every session with its date and its reasons, and the lines of the next
one's preparation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets import course_words, written
from planner.sheets.closed import capital
from planner.sheets.language import t, tc

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from planner.course.preparation import Line
    from planner.model.course import Constraint, Done, Plan, Reason, Slot
    from planner.model.protocol import Protocol

# What a medicine's prescriber agreed, as the preparation says it.
_HELD, _AGAIN = "prepare-last-dose", "prepare-restart"


@frozen(kw_only=True)
class SessionRow:
    """
    One session of the course: when, how it stands, why then, and what the date does not
    keep or what must be renewed before it.
    """

    number: str
    when: str
    phase: str
    state: str
    reasons: tuple[str, ...]
    misses: tuple[str, ...]
    needs: tuple[str, ...]


@frozen(kw_only=True)
class PreparedRow:
    """
    One line of a session's preparation: its time, or none, and what.
    """

    when: str
    says: str


@frozen(kw_only=True)
class AroundRow:
    """
    Something the dates go around: what must hold, or what is only wished.
    """

    what: str
    weight: str


def sessions(plan: Plan, protocol: Protocol, *, zone: tzinfo) -> tuple[SessionRow, ...]:
    """
    Every session, held and to come.
    """
    held = [_held(each, protocol, zone) for each in plan.done]
    return (*held, *(_to_come(each, protocol, zone) for each in plan.slots))


def _held(done: Done, protocol: Protocol, zone: tzinfo) -> SessionRow:
    counted = tc("session", "held") if done.counted else t("held, does not count")
    return SessionRow(
        number=str(done.number),
        when=written.long_moment(done.at, zone),
        phase=course_words.phase(done.phase, protocol),
        state=counted,
        reasons=said(done.reasons, protocol, zone=zone),
        misses=(),
        needs=(),
    )


def _to_come(slot: Slot, protocol: Protocol, zone: tzinfo) -> SessionRow:
    return SessionRow(
        number=str(slot.number),
        when=written.long_moment(slot.at, zone),
        phase=course_words.phase(slot.phase, protocol),
        state=tc("session", "planned"),
        reasons=said(slot.reasons, protocol, zone=zone),
        misses=said(slot.misses, protocol, zone=zone),
        needs=said(slot.needs, protocol, zone=zone),
    )


def said(reasons: Iterable[Reason], protocol: Protocol, *, zone: tzinfo) -> tuple[str, ...]:
    """
    Reasons as sentences.
    """
    told = (course_words.reason(each, protocol, zone=zone) for each in reasons)
    return tuple(f"{capital(each)}." for each in told)


def prepared(
    lines: Iterable[Line], protocol: Protocol, *, zone: tzinfo
) -> tuple[PreparedRow, ...]:
    """
    The lines of a preparation, by their time.
    """
    return tuple(
        PreparedRow(
            when=course_words.when(each, zone=zone),
            says=course_words.prepared(each, protocol, zone=zone),
        )
        for each in lines
    )


def holds(lines: Iterable[Line]) -> tuple[tuple[str, datetime, datetime], ...]:
    """
    Each held medicine with its last dose and its restart, as far as they may be told.
    """
    kept = tuple(lines)
    last = {each.about: each.at for each in kept if each.key == _HELD and each.at}
    again = {each.about: each.at for each in kept if each.key == _AGAIN and each.at}
    return tuple(
        (name, begins, again[name]) for name, begins in last.items() if name in again
    )


def around(constraints: Iterable[Constraint], protocol: Protocol) -> tuple[AroundRow, ...]:
    """
    What the dates go around, each once.
    """
    rows = [
        AroundRow(
            what=course_words.called(each.code, protocol),
            weight=t("must") if each.hard else t("wish"),
        )
        for each in constraints
    ]
    return tuple(dict.fromkeys(rows))
