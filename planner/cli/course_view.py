"""
A course as a terminal shows it, and as a program reads it.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from planner.course.replanning import Change
from planner.model.course import Conflict, Plan
from planner.sheets.course_words import reason
from planner.sheets.written import long_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from planner.model.course import Done, Reason, Slot
    from planner.model.protocol import Protocol

Table = dict[str, Any]

_WIDTH = 92


def plan_told(held: Plan | Conflict | Change, protocol: Protocol) -> object:
    """
    A plan, a conflict or a change as JSON may hold it.
    """
    match held:
        case Change(pairs=pairs):
            return [
                {
                    "number": each.number,
                    "before": None if each.before is None else each.before.at.isoformat(),
                    "after": None if each.after is None else each.after.at.isoformat(),
                    "same": each.same,
                    "reasons": _reasons(each.reasons, protocol),
                }
                for each in pairs
            ]
        case Conflict():
            return {
                "number": held.slot,
                "phase": held.phase,
                "constraints": list(held.constraints),
                "smallest": held.smallest,
                "reasons": _reasons(held.reasons, protocol),
            }
        case Plan():
            return {
                "zone": held.zone,
                "done": [_done_told(each, protocol) for each in held.done],
                "slots": [_slot_told(each, protocol) for each in held.slots],
                "waits": _reasons(held.waits, protocol),
                "reasons": _reasons(held.reasons, protocol),
            }


def _done_told(each: Done, protocol: Protocol) -> Table:
    return {
        "number": each.number,
        "phase": each.phase,
        "at": each.at.isoformat(),
        "counted": each.counted,
        "reasons": _reasons(each.reasons, protocol),
    }


def _slot_told(each: Slot, protocol: Protocol) -> Table:
    rungs = each.rungs
    limit = rungs.overdue_after
    return {
        "number": each.number,
        "phase": each.phase,
        "of_phase": each.of_phase,
        "at": each.at.isoformat(),
        "day": each.day.isoformat(),
        "never_before": rungs.never_before.isoformat(),
        "earliest": rungs.earliest.isoformat(),
        "recommended_from": rungs.recommended_from.isoformat(),
        "recommended_to": rungs.recommended_to.isoformat(),
        "overdue_after": limit.isoformat() if limit else None,
        "test_at": each.test_at.isoformat() if each.test_at else None,
        "read_at": each.read_at.isoformat() if each.read_at else None,
        "reassess": each.reassess,
        "reasons": _reasons(each.reasons, protocol),
        "misses": _reasons(each.misses, protocol),
        "needs": _reasons(each.needs, protocol),
    }


def _reasons(held: Iterable[Reason], protocol: Protocol) -> list[Table]:
    return [
        {
            "code": each.code,
            "key": each.key,
            "values": dict(each.values),
            "text": reason(each, protocol),
        }
        for each in held
    ]


def plan_lines(plan: Plan, protocol: Protocol, zone: tzinfo) -> Iterator[str]:
    """
    Every session with its date and its reasons, what is waited for, and what was left.
    """
    for done in plan.done:
        mark = "held" if done.counted else "held, does not count"
        yield f"  {done.number:>2}  {long_moment(done.at, zone)}  {done.phase}, {mark}"
        yield from _because(done.reasons, protocol, zone)
    for slot in plan.slots:
        yield f"  {slot.number:>2}  {long_moment(slot.at, zone)}  {slot.phase}"
        yield from _because((*slot.reasons, *slot.misses, *slot.needs), protocol, zone)
    for each in plan.waits:
        yield from _line(f"Waits: {reason(each, protocol, zone=zone)}.", "")
    for each in plan.reasons:
        yield from _line(f"{reason(each, protocol, zone=zone)}.", "")
    if not plan.slots:
        yield "No session is to come."


def conflict_lines(held: Conflict, protocol: Protocol, zone: tzinfo) -> Iterator[str]:
    """
    Which constraints cannot all be met.
    """
    yield f"NO PLAN: session {held.slot} ({held.phase}) finds no date."
    if held.constraints:
        what = (
            "The fewest that cannot all be met:"
            if held.smallest
            else "These cannot all be met, and none of them can be left out:"
        )
        yield what
    yield from _because(held.reasons, protocol, zone)
    yield "Leave one of them out, or make it a wish (hard = false). Nothing was recorded."


def side_by_side(change: Change, protocol: Protocol, zone: tzinfo) -> Iterator[str]:
    """
    Each session before and after, with the reasons of what changes.
    """
    yield f"      {'before':<36}after"
    for pair in change.pairs:
        before = long_moment(pair.before.at, zone) if pair.before else "–"
        after = long_moment(pair.after.at, zone) if pair.after else "–"
        mark = " " if pair.same else "*"
        yield f"  {mark}{pair.number:>2}  {before:<36}{after}"
        yield from _because(pair.reasons, protocol, zone)
    if change.because:
        yield "Because:"
        yield from _because(change.because, protocol, zone)
    if isinstance(change.after, Plan):
        for each in change.after.waits:
            yield from _line(f"Waits: {reason(each, protocol, zone=zone)}.", "")


def _because(held: Iterable[Reason], protocol: Protocol, zone: tzinfo) -> Iterator[str]:
    for each in held:
        yield from _line(reason(each, protocol, zone=zone), " " * 8)


def _line(text: str, lead: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent=lead, subsequent_indent=lead + "  ")
