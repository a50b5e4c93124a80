"""
Every kind of log entry, one module a stream; each says what happened, in the past tense.

Never here: how entries are stored, and what follows from them.
"""

from __future__ import annotations

from planner.model.entries.care import CARE_ENTRIES
from planner.model.entries.clinic import CLINIC_ENTRIES
from planner.model.entries.envelope import Draft, Entry, Payload
from planner.model.entries.patient import PATIENT_ENTRIES
from planner.model.entries.session import SESSION_ENTRIES

KINDS: dict[str, type[Payload]] = {
    each.kind: each
    for each in (*CLINIC_ENTRIES, *PATIENT_ENTRIES, *SESSION_ENTRIES, *CARE_ENTRIES)
}

__all__ = ["KINDS", "Draft", "Entry", "Payload"]
