"""
Entries of one session's stream that tell what reached the patient and what was seen.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import field

from planner.model.entries.envelope import Payload
from planner.model.frozen import frozen
from planner.model.time import in_utc_if_told


@frozen(kw_only=True)
class VitalsTaken:
    """
    Vital signs were measured: systolic, diastolic, pulse, oxygen, breathing, temperature.
    """

    kind: ClassVar[str] = "vitals-taken"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    values: dict[str, str]
    note: str = ""


@frozen(kw_only=True)
class TestPlaced:
    """
    A skin test reached the patient: of a planned composition, or a control.
    """

    kind: ClassVar[str] = "test-placed"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    test: str
    product: str
    lot: str
    method: str
    site: str
    dilution: str
    wheal_initial: str = ""
    volume: str = ""
    composition: tuple[str, ...] = ()


@frozen(kw_only=True, cache_hash=True)
class TestRead:
    """
    A skin test was read beside its controls. `reading` is immediate or late.
    """

    kind: ClassVar[str] = "test-read"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    test: str
    reading: str
    wheal: str
    saline: str
    histamine: str
    flare: str
    infiltrated: str
    note: str = ""


@frozen(kw_only=True)
class AnaestheticApplied:
    """
    An anaesthetic reached the patient before the injections.
    """

    kind: ClassVar[str] = "anaesthetic-applied"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    product: str
    lot: str
    zone: str
    amount: str


@frozen(kw_only=True)
class SkinPrepared:
    """
    The skin of a zone was cleaned: for how long it was wet, how long it dried.
    """

    kind: ClassVar[str] = "skin-prepared"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    zone: str
    antiseptic: str
    contact: str
    dried: str


@frozen(kw_only=True)
class Delivered:
    """
    What really went in, where, how much, from which lot.

    `planned` is false for what reached the patient past the plan or past a gate;
    `stated_at` is a typed time, `paper` says that a paper period lets it count.
    """

    kind: ClassVar[str] = "delivered"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    delivery: str
    item: str
    zone: str
    points: str
    product: str
    lot: str
    needle: str
    technique: str
    volume: str
    planned: bool
    deviation: str = ""
    stated_at: datetime | None = field(default=None, converter=in_utc_if_told)
    paper: bool = False


@frozen(kw_only=True)
class SignsNoted:
    """
    Signs were seen or told.
    """

    kind: ClassVar[str] = "signs-noted"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    signs: tuple[str, ...]
    text: str = ""


@frozen(kw_only=True)
class SignsLookedAt:
    """
    A physician looked at signs and said what they are.
    """

    kind: ClassVar[str] = "signs-looked-at"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    signs: tuple[str, ...]
    found: str


@frozen(kw_only=True)
class ReactionSuspected:
    """
    Somebody suspects a reaction.
    """

    kind: ClassVar[str] = "reaction-suspected"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    signs: tuple[str, ...]
    text: str = ""
    trigger: str = ""


@frozen(kw_only=True)
class Escalated:
    """
    Somebody raised the alarm.
    """

    kind: ClassVar[str] = "escalated"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    text: str = ""


@frozen(kw_only=True)
class ReactionConfirmed:
    """
    A physician confirmed a reaction.
    """

    kind: ClassVar[str] = "reaction-confirmed"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    text: str


@frozen(kw_only=True)
class ReactionRuledOut:
    """
    A physician ruled a reaction out, and why; `faint` when it was a faint.
    """

    kind: ClassVar[str] = "reaction-ruled-out"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    reason: str
    faint: bool = False


@frozen(kw_only=True)
class Treated:
    """
    Treatment was given: which drug, how much, by which route, where.
    """

    kind: ClassVar[str] = "treated"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    drug: str
    dose: str
    route: str
    site: str = ""
    adrenaline: bool
    text: str = ""
    clock_in_doubt: bool = False


@frozen(kw_only=True)
class Called:
    """
    Help was called.
    """

    kind: ClassVar[str] = "called"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    who: str
    text: str = ""


@frozen(kw_only=True)
class EffectNoted:
    """
    An undesirable effect or a complication, classed as clause C13 asks.
    """

    kind: ClassVar[str] = "effect-noted"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "session"

    effect: str
    zone: str = ""
    cause: str = ""
    predictable: str = ""
    text: str = ""


CARE_ENTRIES: tuple[type[Payload], ...] = (
    VitalsTaken,
    TestPlaced,
    TestRead,
    AnaestheticApplied,
    SkinPrepared,
    Delivered,
    SignsNoted,
    SignsLookedAt,
    ReactionSuspected,
    Escalated,
    ReactionConfirmed,
    ReactionRuledOut,
    Treated,
    Called,
    EffectNoted,
)
