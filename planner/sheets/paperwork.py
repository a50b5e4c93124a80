"""
What the templates of consent, letters, record and course are given: one frozen class each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.rows.asking import Asked, Planned
from planner.sheets.rows.cards import Line
from planner.sheets.rows.consenting import Part, Treatment
from planner.sheets.rows.course_told import AroundRow, PreparedRow, SessionRow
from planner.sheets.rows.exits import Exit
from planner.sheets.rows.gates import TaskRow
from planner.sheets.rows.given import DrugRow
from planner.sheets.rows.heads import ClinicHead, Foot, PatientHead
from planner.sheets.rows.legend import SourceRow
from planner.sheets.rows.medicines import AllergyRow, RestartRow
from planner.sheets.rows.record import Ending, GivenRow, RecordDay, RecordRow
from planner.sheets.wording import Told

if TYPE_CHECKING:
    from markupsafe import Markup


@frozen(kw_only=True)
class SessionRecord:
    """
    The record of a session for the chart: `session-record.html`.

    `given` sets the plan beside what went in, `drugs` are all products and lots that
    reached the patient, `differing` the entries a reader must not miss, `days` all of
    them; `tasks` are still to do; `ended_by` are the gates a session was put off or refused
    on.
    """

    foot: Foot
    clinic: ClinicHead
    patient: PatientHead
    ending: Ending
    ended_by: tuple[Told, ...]
    allergies: tuple[AllergyRow, ...]
    allergies_state: str
    given: tuple[GivenRow, ...]
    drugs: tuple[DrugRow, ...]
    differing: tuple[RecordRow, ...]
    tasks: tuple[TaskRow, ...]
    days: tuple[RecordDay, ...]


@frozen(kw_only=True)
class ExitLetter:
    """
    To a patient whose session ended without an injection: `exit-letter.html`.

    `exit` is how it ended and why, `said` what the protocol says to that, `medicine` of
    every medicine, `restarts` the held ones; `call`, `call_now` and `call_us` are there
    after a skin test.
    """

    foot: Foot
    clinic: ClinicHead
    patient: PatientHead
    exit: Exit
    said: tuple[Line, ...]
    medicine: tuple[Line, ...]
    restart: tuple[Line, ...]
    restarts: tuple[RestartRow, ...]
    call: tuple[Line, ...]
    call_now: tuple[Line, ...]
    call_us: tuple[Line, ...]
    first_night: tuple[Line, ...]
    cites: str


@frozen(kw_only=True)
class PrescriberLetter:
    """
    To the prescriber of each held medicine, a page each: `prescriber-letter.html`.

    `ask`, `why`, `continue_` and `hold` are the protocol's lines; `medicines` what is
    asked about; `planned` what for.
    """

    foot: Foot
    clinic: ClinicHead
    patient: PatientHead
    planned: Planned
    medicines: tuple[Asked, ...]
    ask: tuple[Line, ...]
    why: tuple[Line, ...]
    continue_: tuple[Line, ...]
    hold: tuple[Line, ...]
    sources: tuple[SourceRow, ...]


@frozen(kw_only=True)
class Consent:
    """
    Patient information and consent: `consent.html`.

    `parts` are what is told and what is signed; `expected` and `grave` name, in the
    protocol's own words, what can happen; `physician` is what the physician signs.
    `language` is the patient's, `beside` the staff's where it differs, by its name and its
    code.
    """

    foot: Foot
    clinic: ClinicHead
    patient: PatientHead
    treatment: Treatment
    language: str
    beside: str
    beside_code: str
    parts: tuple[Part, ...]
    expected: str
    grave: str
    physician: str
    physician_beside: str
    cites: str


@frozen(kw_only=True)
class CoursePage:
    """
    A whole course: `course.html`.

    `picture` is the course on the calendar, `sessions` every date with its reasons,
    `waits` what it waits for and `reasons` what else the plan says; `around` what the
    dates go around. `prepared` are the lines of the next session, `next_number` at
    `next_at`; `unknown` counts what has happened that the plan does not know yet.
    """

    foot: Foot
    clinic: ClinicHead
    patient: PatientHead
    indication: str
    agreed_on: str
    planned_at: str
    picture: Markup
    sessions: tuple[SessionRow, ...]
    waits: tuple[str, ...]
    reasons: tuple[str, ...]
    around: tuple[AroundRow, ...]
    next_number: str
    next_at: str
    prepared: tuple[PreparedRow, ...]
    unknown: int
