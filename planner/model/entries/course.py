"""
Entries of one course's stream: what was asked of its dates, planned, and what came of it.

A plan is never overwritten: each is an entry of its own, and the latest one stands.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar

from planner.model.course import Circumstances, Plan, Reason
from planner.model.entries.envelope import Payload
from planner.model.frozen import frozen


@frozen(kw_only=True)
class CourseOpened:
    """
    A course was agreed with a patient, under one version of a protocol.
    """

    kind: ClassVar[str] = "course-opened"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    course: str
    patient: str
    protocol: str
    version: str
    digest: str
    indication: str
    agreed_on: date


@frozen(kw_only=True)
class CircumstancesStated:
    """
    What the dates must and should respect was stated, all of it anew.
    """

    kind: ClassVar[str] = "circumstances-stated"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    circumstances: Circumstances


@frozen(kw_only=True)
class CoursePlanned:
    """
    Somebody accepted a whole plan, and why it was made.
    """

    kind: ClassVar[str] = "course-planned"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    plan: Plan
    because: tuple[Reason, ...] = ()


@frozen(kw_only=True)
class SlotBound:
    """
    A session was opened for a slot.

    `stands` is where the day stood on the ladder; `reason` why a physician let it be
    before earliest, and for whom `by` of the entry answers.
    """

    kind: ClassVar[str] = "slot-bound"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    slot: int
    session: str
    stands: str = ""
    reason: str = ""


@frozen(kw_only=True)
class SlotDelivered:
    """
    The session of a slot was held: `at` is its last injection.
    """

    kind: ClassVar[str] = "slot-delivered"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    slot: int
    session: str
    at: datetime


@frozen(kw_only=True)
class SlotMissed:
    """
    Nobody came at the time of a slot.
    """

    kind: ClassVar[str] = "slot-missed"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    slot: int
    at: datetime
    why: str = ""


@frozen(kw_only=True)
class SlotRefused:
    """
    The session of a slot was deferred or refused before anything was injected.

    `stage` is the one it ended in, and `why` what was said. `earliest` is the day from
    which it may be tried again, none where that is not known. A `final` refusal ends the
    course.
    """

    kind: ClassVar[str] = "slot-refused"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    slot: int
    at: datetime
    gates: tuple[str, ...] = ()
    session: str = ""
    stage: str = ""
    why: str = ""
    earliest: date | None = None
    final: bool = False


@frozen(kw_only=True)
class PatientReacted:
    """
    A reaction was confirmed, or adrenaline was given.
    """

    kind: ClassVar[str] = "patient-reacted"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    session: str
    at: datetime


@frozen(kw_only=True)
class ReactionAnswered:
    """
    An allergist's dated letter about the reactions so far is on file.
    """

    kind: ClassVar[str] = "reaction-answered"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    at: datetime
    dated: date


@frozen(kw_only=True)
class MedicineBegun:
    """
    The patient takes a new medicine.

    `asks_prescriber` waits for an agreement, `voids_test` asks for a new skin test, and
    `clear_from` is the first day its own interval or wash-out lets a visit fall.
    """

    kind: ClassVar[str] = "medicine-begun"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    medicine: str
    at: datetime
    asks_prescriber: bool
    voids_test: bool
    clear_from: date | None = None


@frozen(kw_only=True)
class PrescriberAnswered:
    """
    The prescriber of a medicine agreed what happens to it.
    """

    kind: ClassVar[str] = "prescriber-answered"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    medicine: str
    at: datetime


@frozen(kw_only=True)
class CourseVersionChanged:
    """
    The course goes on under another version of its protocol.
    """

    kind: ClassVar[str] = "course-version-changed"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    at: datetime
    version: str
    digest: str


@frozen(kw_only=True)
class CourseEnded:
    """
    The course was ended before its last slot, or after it, and why.
    """

    kind: ClassVar[str] = "course-ended"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "course"

    at: datetime
    why: str


Happened = (
    SlotDelivered
    | SlotMissed
    | SlotRefused
    | PatientReacted
    | ReactionAnswered
    | MedicineBegun
    | PrescriberAnswered
    | CourseVersionChanged
    | CourseEnded
)

COURSE_ENTRIES: tuple[type[Payload], ...] = (
    CourseOpened,
    CircumstancesStated,
    CoursePlanned,
    SlotBound,
    SlotDelivered,
    SlotMissed,
    SlotRefused,
    PatientReacted,
    ReactionAnswered,
    MedicineBegun,
    PrescriberAnswered,
    CourseVersionChanged,
    CourseEnded,
)
