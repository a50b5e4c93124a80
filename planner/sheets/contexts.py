"""
What each template is given: one frozen class a template, every field of it used there.
"""

from __future__ import annotations

from attrs import frozen
from markupsafe import Markup

from planner.sheets.figures.bodymap import BodyMap
from planner.sheets.pages.chapters import Chapter
from planner.sheets.pages.citing import SourceEntry
from planner.sheets.pages.disputes import Dispute
from planner.sheets.pages.heads import Count, Head
from planner.sheets.pages.matrix import Back, Row
from planner.sheets.paperwork import (
    Consent,
    CoursePage,
    ExitLetter,
    PrescriberLetter,
    SessionRecord,
)
from planner.sheets.rows.cards import Group, Line
from planner.sheets.rows.gates import (
    GateGroup,
    OpenedRow,
    ReadAs,
    SignedRow,
    TaskRow,
    Verdict,
)
from planner.sheets.rows.given import DrugRow, LogRow, ReactionRow
from planner.sheets.rows.heads import ClinicHead, Foot, PatientHead
from planner.sheets.rows.injecting import DeliveryRow, NeedleRow, ZoneRow
from planner.sheets.rows.legend import SourceRow
from planner.sheets.rows.mapped import MapRow
from planner.sheets.rows.medicines import AllergyRow, MedicineRow, RestartRow
from planner.sheets.rows.observation import Chart, VitalsRow
from planner.sheets.rows.pauses import Pause
from planner.sheets.rows.products import DoseRow, ProductRow
from planner.sheets.wording import Told


@frozen(kw_only=True)
class SessionPlan:
    """
    The session plan: `session-plan.html`.

    `code` names the plan for a machine; `judged_before` is the stage or move the gates
    were judged for, `judged_at` as of when; `not_open` the gates that hold it, `opened`
    those somebody opened by name, `tasks` what is still to do; `pauses` the columns to
    read aloud; `holds` a line for each held medicine; `zones` the injection plan,
    `body_map` where its points go and `map_rows` their circles, row by row;
    `deliveries` what really went in; `observation` the line above the `chart`; `advice`
    the protocol's lines for this plan; `card` the emergency card; `gates` the evidence
    of every gate that holds nothing; `sources` the legend of everything cited; `reads`
    the patient's language, where it is not the sheet's.
    """

    foot: Foot
    code: Markup
    clinic: ClinicHead
    patient: PatientHead
    stage: str
    visit: int
    weight: str
    indication: str
    operator: str
    antiseptic: str
    anaesthesia: str
    allergies: tuple[AllergyRow, ...]
    allergies_state: str
    judged_before: str
    judged_at: str
    verdict: Verdict
    not_open: tuple[Told, ...]
    opened: tuple[OpenedRow, ...]
    tasks: tuple[TaskRow, ...]
    pauses: tuple[Pause, ...]
    medicines: tuple[MedicineRow, ...]
    medicines_state: str
    holds: tuple[Markup, ...]
    needles: tuple[NeedleRow, ...]
    products: tuple[ProductRow, ...]
    doses: tuple[DoseRow, ...]
    zones: tuple[ZoneRow, ...]
    body_map: BodyMap
    map_rows: tuple[MapRow, ...]
    deliveries: tuple[DeliveryRow, ...]
    chart: Chart
    observation: Markup
    advice: tuple[Group, ...]
    card: tuple[Group, ...]
    signed: tuple[SignedRow, ...]
    reads: ReadAs | None
    gates: tuple[GateGroup, ...]
    sources: tuple[SourceRow, ...]


@frozen(kw_only=True)
class DischargeInstructions:
    """
    What the patient takes home: `discharge-instructions.html`.

    `whole` is false where the patient goes home without an injection: then the sheet keeps
    to what still concerns the patient. `call` heads the red box and `call_now` are its
    signs; `restarts` are the held medicines with the prescriber's time; `next_at` is the
    next visit as planned, and `next_code` the same as a calendar entry; `rest` are parts of
    the protocol that have no place of their own here; `cites` are the sources behind what
    is said, for whoever asks.
    """

    foot: Foot
    clinic: ClinicHead
    patient: PatientHead
    day: str
    whole: bool
    about: tuple[Line, ...]
    call: tuple[Line, ...]
    call_now: tuple[Line, ...]
    call_us: tuple[Line, ...]
    do: tuple[Line, ...]
    do_not: tuple[Line, ...]
    normal: tuple[Line, ...]
    restart: tuple[Line, ...]
    restarts: tuple[RestartRow, ...]
    exit_note: tuple[Line, ...]
    watch: tuple[Line, ...]
    first_night: tuple[Line, ...]
    digestion: tuple[Line, ...]
    next_visit: tuple[Line, ...]
    next_at: str
    next_code: Markup
    rest: tuple[Group, ...]
    given: tuple[DrugRow, ...]
    cites: str


@frozen(kw_only=True)
class EmergencySheet:
    """
    The sheet on all drugs introduced, with log and cards: `emergency.html`.

    `last` is when something last reached the patient, a test included.
    """

    foot: Foot
    clinic: ClinicHead
    patient: PatientHead
    weight: str
    last: str
    allergies: tuple[AllergyRow, ...]
    allergies_state: str
    drugs: tuple[DrugRow, ...]
    handover: tuple[Group, ...]
    medicines: tuple[MedicineRow, ...]
    medicines_state: str
    vitals: tuple[VitalsRow, ...]
    reactions: tuple[ReactionRow, ...]
    log: tuple[LogRow, ...]
    card: tuple[Group, ...]
    fainting: tuple[Group, ...]
    anaesthetic: tuple[Group, ...]
    sources: tuple[SourceRow, ...]


@frozen(kw_only=True)
class EmergencyCard:
    """
    The cards alone, for the wall, without any session: `emergency-card.html`.
    """

    foot: Foot
    clinic: ClinicHead
    card: tuple[Group, ...]
    fainting: tuple[Group, ...]
    anaesthetic: tuple[Group, ...]
    sources: tuple[SourceRow, ...]


@frozen(kw_only=True)
class ProtocolPage:
    """
    A whole protocol version, to be read and signed: `protocol.html`.

    `chapters` follow a consultation; `disputes` are where sources disagree; `conditions`
    are the named conditions in words; `sources` everything any of it rests on.
    """

    head: Head
    counts: tuple[Count, ...]
    chapters: tuple[Chapter, ...]
    disputes: tuple[Dispute, ...]
    conditions: tuple[tuple[str, str], ...]
    sources: tuple[SourceEntry, ...]


@frozen(kw_only=True)
class TracePage:
    """
    The traceability matrix: `trace.html`. `rows` go from clause to sheet, `back` back.
    """

    head: Head
    counts: tuple[Count, ...]
    rows: tuple[Row, ...]
    back: tuple[Back, ...]


Context = (
    SessionPlan
    | DischargeInstructions
    | EmergencySheet
    | EmergencyCard
    | ProtocolPage
    | TracePage
    | SessionRecord
    | Consent
    | PrescriberLetter
    | ExitLetter
    | CoursePage
)
