"""
Every kind of log entry, one module a stream; each says what happened, in the past tense.

Never here: how entries are stored, and what follows from them.
"""

from __future__ import annotations

from functools import cache

from planner.model.entries.care import CARE_ENTRIES
from planner.model.entries.clinic import CLINIC_ENTRIES
from planner.model.entries.envelope import Draft, Entry, Payload
from planner.model.entries.patient import PATIENT_ENTRIES
from planner.model.entries.session import SESSION_ENTRIES

_OF_SESSIONS: dict[str, type[Payload]] = {
    each.kind: each
    for each in (*CLINIC_ENTRIES, *PATIENT_ENTRIES, *SESSION_ENTRIES, *CARE_ENTRIES)
}


def kind_named(kind: str) -> type[Payload] | None:
    """
    The kind of entry of that name, or nothing where there is none.
    """
    return _OF_SESSIONS.get(kind) or kinds().get(kind)


@cache
def kinds() -> dict[str, type[Payload]]:
    """
    Every kind of entry by its name.
    """
    # Loaded when first met: who asks about one session needs no ladders.
    from planner.model.entries.course import COURSE_ENTRIES

    return {**_OF_SESSIONS, **{each.kind: each for each in COURSE_ENTRIES}}


__all__ = ["Draft", "Entry", "Payload", "kind_named", "kinds"]
