"""
A course as a program reads it, and what is said where its protocol is not approved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.course.replanning import Change
from planner.model.course import Conflict, Plan
from planner.sheets.course_words import reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.clinic.desk import Desk
    from planner.model.course import Done, Reason, Slot
    from planner.model.protocol import Protocol

Table = dict[str, Any]


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


def not_approved(desk: Desk, digest: str) -> list[str]:
    """
    What is said of a course under a protocol that nobody approved here.
    """
    if digest in desk.clinic()[0].approved:
        return []
    return [
        "This protocol is not approved here: its sessions can only be rehearsed.",
        "See: mesoplan protocol approve --help",
    ]
