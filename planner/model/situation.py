"""
All that a gate may see, at one instant.
"""

from __future__ import annotations

from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import field

from planner.model.answer import FactSheet
from planner.model.entries.clinic import PaperPeriodSigned
from planner.model.frozen import frozen
from planner.model.person import Allergy, HoldAgreement, Letter, Medicine, Staff
from planner.model.product import Lot, Plan, Product, Stock
from planner.model.quantity import Quantity
from planner.model.terms import EARLIEST, KEPT_NOW
from planner.model.time import Instant

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.model.entries.care import TestRead
    from planner.model.entries.envelope import Entry


@frozen(kw_only=True)
class Exposure:
    """
    Something that reached the patient: a test, an anaesthetic or an injection.

    `counts_from` is the latest of the stated and the entered time: the floor of
    observation runs from it, even when the entry was amended or made in error.
    """

    entry: str
    kind: str
    id: str
    product: str
    lot: str
    zone: str
    item: str = ""
    points: str = ""
    needle: str = ""
    technique: str = ""
    volume: Quantity | None = None
    counts_from: Instant
    occurred_at: datetime
    planned: bool = True
    deviation: str = ""
    paper: bool = False
    stated_at: datetime | None = None
    by: str = ""
    in_error: bool = False


@frozen(kw_only=True, cache_hash=True)
class SkinTest:
    """
    One skin test, as placed and as read.
    """

    id: str
    product: str
    lot: str
    method: str
    site: str
    dilution: str
    wheal_initial: str
    placed: Instant
    readings: tuple[tuple[Instant, TestRead], ...] = ()
    composition: tuple[str, ...] = ()
    in_error: bool = False


@frozen(kw_only=True)
class SkinPreparation:
    """
    How a zone was cleaned: wet for `contact`, dry for `dried`, in which visit.
    """

    done: Instant
    antiseptic: str
    contact: str
    dried: str
    visit: int


@frozen(kw_only=True)
class VitalSet:
    """
    One set of vital signs, as measured.
    """

    taken: Instant
    values: Mapping[str, str]
    by: str = ""
    entry: str = ""


@frozen(kw_only=True)
class Signature:
    """
    A statement somebody signed, when, and how many signs and sets of vital signs were on
    record then.
    """

    statement: str
    item: str
    by: str
    role: str
    assurance: str
    signed: Instant
    visit: int
    signs: int = 0
    vitals: int = 0


@frozen(kw_only=True)
class Task:
    """
    Something that must still be done, or how it was done.
    """

    id: str
    what: str
    about: str
    holds_discharge: bool
    opened_at: datetime
    closed_how: str = ""


@frozen(kw_only=True)
class NotedSign:
    """
    A sign that was noted, and what a physician found, once one looked.
    """

    sign: str
    noted: Instant
    found: str = ""


@frozen(kw_only=True)
class Given:
    """
    One treatment or call in an emergency.
    """

    what: str
    dose: str
    route: str
    site: str
    at: datetime
    by: str
    adrenaline: bool
    text: str = ""
    clock_in_doubt: bool = False


@frozen(kw_only=True)
class NotedEffect:
    """
    An undesirable effect or complication, as classed.
    """

    effect: str
    zone: str
    cause: str
    predictable: str
    text: str
    at: datetime
    entry: str


@frozen(kw_only=True)
class Opening:
    """
    What opens a shut gate: a physician's decision or an override, bound to what was seen.
    """

    gate: str
    item: str
    seen: str
    by: str
    role: str
    at: datetime
    reason: str
    text: str = ""
    override: bool = False


@frozen(kw_only=True)
class StageVisit:
    """
    One arrival at a stage.
    """

    stage: str
    left: str
    move: str
    reason: str
    at: datetime
    by: str
    details: Mapping[str, str] = field(factory=dict)

    @property
    def again_from(self) -> date | None:
        """
        The day before which the course plans no other session, where one was named.
        """
        try:
            return date.fromisoformat(self.details.get(EARLIEST, ""))
        except ValueError:
            return None


# Without slots, so that `evolved` may copy its fields at once.
@frozen(kw_only=True, slots=False)
class Session:
    """
    What one session has become: the fold of its entries.
    """

    id: str
    patient: str
    course: str
    protocol: str
    version: str
    digest: str
    opened: Instant
    rehearsal: bool = False
    stage: str = "anamnesis"
    left: str = ""
    visit: int = 1
    present: bool = True
    visit_began: Instant
    facts: FactSheet = field(factory=FactSheet)
    medicines: tuple[Medicine, ...] = ()
    medicines_complete: bool | None = None
    medicines_visit: int = 0
    classified_medicines: Mapping[str, tuple[str, ...]] = field(factory=dict)
    allergies: tuple[Allergy, ...] = ()
    allergies_complete: bool | None = None
    classified_allergies: Mapping[str, tuple[str, ...]] = field(factory=dict)
    plan: Plan | None = None
    exposures: tuple[Exposure, ...] = ()
    tests: tuple[SkinTest, ...] = ()
    prepared: Mapping[str, SkinPreparation] = field(factory=dict)
    vitals: tuple[VitalSet, ...] = ()
    signatures: tuple[Signature, ...] = ()
    openings: tuple[Opening, ...] = ()
    agreements: tuple[HoldAgreement, ...] = ()
    restarted: Mapping[str, datetime] = field(factory=dict)
    signs: tuple[NotedSign, ...] = ()
    suspected: tuple[Instant, ...] = ()
    confirmed: bool = False
    ruled_out: tuple[Instant, ...] = ()
    fainted: bool = False
    given: tuple[Given, ...] = ()
    adrenaline: bool = False
    effects: tuple[NotedEffect, ...] = ()
    tasks: tuple[Task, ...] = ()
    path: tuple[StageVisit, ...] = ()
    last: Instant
    seq: int = 0
    entries: tuple[Entry, ...] = ()

    @property
    def exposed(self) -> bool:
        """
        Whether anything was recorded to have reached the patient, mistakes included.
        """
        return bool(self.exposures)

    @property
    def reacted(self) -> bool:
        """
        Whether a reaction stands: confirmed, treated with adrenaline, or suspected and
        not ruled out since.
        """
        if self.confirmed or self.adrenaline:
            return True
        if not self.suspected:
            return False
        last = max(each.at for each in self.suspected)
        return not any(each.at >= last for each in self.ruled_out)

    @property
    def standing(self) -> tuple[Exposure, ...]:
        """
        The exposures that stand: not marked as entered in error.
        """
        return tuple(each for each in self.exposures if not each.in_error)

    @property
    def deliveries(self) -> tuple[Exposure, ...]:
        """
        The injections that stand.
        """
        return tuple(each for each in self.standing if each.kind == "delivery")


def evolved(session: Session, **changes: object) -> Session:
    """
    Tell a session with some fields replaced, as `attrs.evolve` does, without setting each
    of its many fields again: a fold does this for every entry, and no field of a session
    is converted or checked on its way in.
    """
    longer = object.__new__(Session)
    longer.__dict__.update(session.__dict__, **changes)
    return longer


@frozen(kw_only=True)
class Clinic:
    """
    What the clinic's stream says now.
    """

    settings: Mapping[str, str] = field(factory=dict)
    staff: Mapping[str, Staff] = field(factory=dict)
    products: Mapping[str, Product] = field(factory=dict)
    lots: Mapping[tuple[str, str], Lot] = field(factory=dict)
    recalled: tuple[tuple[str, str], ...] = ()
    stock: Mapping[str, Stock] | None = None
    stock_counted: Instant | None = None
    approved: Mapping[str, Entry] = field(factory=dict)
    withdrawn: tuple[str, ...] = ()
    paper: tuple[PaperPeriodSigned, ...] = ()


@frozen(kw_only=True)
class History:
    """
    What surrounds a session: the clinic, the patient, the patient's other sessions.

    `birth_date` is empty when it is not known or was deleted.
    """

    clinic: Clinic
    zone: tzinfo
    birth_date: date | None = None
    letters: tuple[Letter, ...] = ()
    others: tuple[Session, ...] = ()


@lru_cache(maxsize=KEPT_NOW)
def _local_day(at: datetime, zone: tzinfo) -> date:
    # Asked by many gates of one moment. `at` is in UTC, as every instant is: two that
    # are equal are the same.
    return _one(at.astimezone(zone).date())


@lru_cache(maxsize=KEPT_NOW)
def _one(day: date) -> date:
    # Every moment of a day has the very same day.
    return day


@frozen(kw_only=True, eq=False)
class Situation:
    """
    All that a gate may see: the session, what surrounds it, and now.

    `operator` is who would inject; `attempt` is the exposure being asked for, so that a
    limit can count it before it happens. Two situations are never compared: what is worked
    out of one may be kept for as long as it lives.
    """

    session: Session
    history: History
    now: Instant
    operator: str = ""
    attempt: Exposure | None = None

    @property
    def today(self) -> date:
        """
        The clinic's local day.
        """
        return _local_day(self.now.at, self.history.zone)

    @property
    def plan(self) -> Plan | None:
        """
        The plan of this session, once something is planned: an empty plan is none.
        """
        made = self.session.plan
        return made if made is not None and made.items else None
