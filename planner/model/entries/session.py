"""
Entries of one session's stream that tell its course: answers, plan, stages, decisions.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import field

from planner.model.answer import Fact
from planner.model.entries.envelope import Payload
from planner.model.frozen import frozen
from planner.model.person import Allergy, HoldAgreement, Medicine
from planner.model.product import Plan
from planner.model.time import in_utc


@frozen(kw_only=True)
class SessionOpened:
    """
    A session was opened under one version of a protocol.

    `fingerprint` of the content is `digest`; the session keeps this version to its end.
    """

    kind: ClassVar[str] = "session-opened"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    session: str
    patient: str
    course: str
    protocol: str
    version: str
    digest: str
    rehearsal: bool = False


@frozen(kw_only=True)
class VisitBegun:
    """
    The patient checked in; answers that count for one visit only are void.
    """

    kind: ClassVar[str] = "visit-begun"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    visit: int


@frozen(kw_only=True)
class VisitEnded:
    """
    The patient went home between two visits of the session.
    """

    kind: ClassVar[str] = "visit-ended"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    visit: int


@frozen(kw_only=True)
class FactsRecorded:
    """
    Questions were answered.
    """

    kind: ClassVar[str] = "facts-recorded"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    facts: tuple[Fact, ...]


@frozen(kw_only=True)
class MedicinesListed:
    """
    What the patient takes, over the counter, supplements and eye drops included.
    """

    kind: ClassVar[str] = "medicines-listed"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    medicines: tuple[Medicine, ...]
    complete: bool


@frozen(kw_only=True)
class MedicineTaken:
    """
    One medicine was taken, or turned out to be taken; it joins the list.
    """

    kind: ClassVar[str] = "medicine-taken"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    medicine: Medicine


@frozen(kw_only=True)
class MedicineClassified:
    """
    A physician said what an unrecognised medicine is; no class means no concern.
    """

    kind: ClassVar[str] = "medicine-classified"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    name: str
    classes: tuple[str, ...]
    reason: str


@frozen(kw_only=True)
class AllergiesListed:
    """
    What the patient reacts to.
    """

    kind: ClassVar[str] = "allergies-listed"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    allergies: tuple[Allergy, ...]
    complete: bool


@frozen(kw_only=True)
class AllergyClassified:
    """
    A physician said to which groups of substances an unrecognised allergy belongs.
    """

    kind: ClassVar[str] = "allergy-classified"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    name: str
    groups: tuple[str, ...]
    reason: str


@frozen(kw_only=True)
class PlanMade:
    """
    The session was planned, or planned anew.
    """

    kind: ClassVar[str] = "plan-made"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    plan: Plan
    reason: str = ""


@frozen(kw_only=True)
class StageEntered:
    """
    The session came to another stage, by which move, and why.
    """

    kind: ClassVar[str] = "stage-entered"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    stage: str
    left: str
    move: str
    reason: str = ""
    details: dict[str, str] = field(factory=dict)


@frozen(kw_only=True)
class StatementSigned:
    """
    Somebody signed a statement of the protocol, for one item where it has items.
    """

    kind: ClassVar[str] = "statement-signed"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    statement: str
    item: str = ""


@frozen(kw_only=True)
class Decided:
    """
    A physician decided that a relative gate may open for what was seen.
    """

    kind: ClassVar[str] = "decided"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    gate: str
    item: str
    seen: str
    reason: str


@frozen(kw_only=True)
class Overridden:
    """
    A named person opened a shut gate that allows it, for a reason it lists.
    """

    kind: ClassVar[str] = "overridden"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    gate: str
    item: str
    seen: str
    reason: str
    text: str
    monitor: bool


@frozen(kw_only=True)
class HoldAgreed:
    """
    A prescriber agreed what happens to one medicine.
    """

    kind: ClassVar[str] = "hold-agreed"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    agreement: HoldAgreement


@frozen(kw_only=True)
class RestartConfirmed:
    """
    Somebody confirmed that a held medicine is taken again.
    """

    kind: ClassVar[str] = "restart-confirmed"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    medicine: str
    taken_at: datetime = field(converter=in_utc)


@frozen(kw_only=True)
class TaskOpened:
    """
    Something must still be done; it may hold the discharge.
    """

    kind: ClassVar[str] = "task-opened"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    task: str
    what: str
    about: str = ""
    holds_discharge: bool


@frozen(kw_only=True)
class TaskClosed:
    """
    A task was done, and how.
    """

    kind: ClassVar[str] = "task-closed"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    task: str
    how: str


@frozen(kw_only=True)
class EntryAmended:
    """
    An earlier entry is corrected: which fields, and why.

    `adrenaline` says that what was given turns out to be adrenaline.
    """

    kind: ClassVar[str] = "entry-amended"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    entry: str
    changes: dict[str, str]
    reason: str
    adrenaline: bool = False


@frozen(kw_only=True)
class EntryInError:
    """
    An earlier entry was made in error, and why; it stays in the log.
    """

    kind: ClassVar[str] = "entry-marked-in-error"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    entry: str
    reason: str


SESSION_ENTRIES: tuple[type[Payload], ...] = (
    SessionOpened,
    VisitBegun,
    VisitEnded,
    FactsRecorded,
    MedicinesListed,
    MedicineTaken,
    MedicineClassified,
    AllergiesListed,
    AllergyClassified,
    PlanMade,
    StageEntered,
    StatementSigned,
    Decided,
    Overridden,
    HoldAgreed,
    RestartConfirmed,
    TaskOpened,
    TaskClosed,
    EntryAmended,
    EntryInError,
)
