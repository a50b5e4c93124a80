"""
Consent, letters and the record of a session, as it really was: builders of contexts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sheets.paperwork import SessionRecord
from planner.sheets.rows import gates, given, heads, medicines, record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.model.protocol import Protocol
    from planner.model.situation import Situation


def session_record(
    situation: Situation, protocol: Protocol, *, head: str, names: Mapping[str, object]
) -> SessionRecord:
    """
    The record for the chart: every entry of the journal, and what differs from the plan.
    """
    days = record.days(situation, protocol)
    return SessionRecord(
        foot=heads.foot(situation, protocol, head),
        clinic=heads.clinic_head(situation),
        patient=heads.patient_head(situation, names),
        ending=record.ending(situation),
        allergies=medicines.allergies(situation),
        allergies_state=medicines.allergies_state(situation),
        given=record.given(situation, protocol),
        drugs=given.drugs(situation, protocol),
        differing=record.differing(days),
        tasks=gates.tasks(situation),
        days=days,
    )
