"""
What the templates of consent, letters, record and course are given: one frozen class each.
"""

from __future__ import annotations

from attrs import frozen

from planner.sheets.rows.gates import TaskRow
from planner.sheets.rows.given import DrugRow
from planner.sheets.rows.heads import ClinicHead, Foot, PatientHead
from planner.sheets.rows.medicines import AllergyRow
from planner.sheets.rows.record import Ending, GivenRow, RecordDay, RecordRow


@frozen(kw_only=True)
class SessionRecord:
    """
    The record of a session for the chart: `session-record.html`.

    `given` sets the plan beside what went in, `drugs` are all products and lots that
    reached the patient, `differing` the entries a reader must not miss, `days` all of
    them; `tasks` are still to do.
    """

    foot: Foot
    clinic: ClinicHead
    patient: PatientHead
    ending: Ending
    allergies: tuple[AllergyRow, ...]
    allergies_state: str
    given: tuple[GivenRow, ...]
    drugs: tuple[DrugRow, ...]
    differing: tuple[RecordRow, ...]
    tasks: tuple[TaskRow, ...]
    days: tuple[RecordDay, ...]
