"""
The types of a protocol: what a signed file says, once it has been read.
"""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import ClassVar

from attrs import define, field

from planner.model.course.regimen import Call, ConflictInTime, Indication, Phase
from planner.model.course.spacing import Spacing
from planner.model.frozen import frozen
from planner.model.quantity import Quantity
from planner.model.requirements import (
    KINDS,
    AnswerIs,
    Between,
    Complete,
    Composed,
    Elapsed,
    Held,
    InDate,
    Requirement,
    Signed,
    Spaced,
    Tested,
    WithinLimit,
)
from planner.model.terms import CHECKPOINTS, WAY_IN
from planner.model.vocabulary import Vocabulary

# How far a gate adds doses up; what reaches further is kept by the plan of a course.
REACHES_OF_GATES = ("point", "session", "day")


@frozen(kw_only=True)
class Question:
    """
    What may be asked.

    `kind` is choice, quantity, day, list or text. `heading` is the stage in which it is
    asked, `fresh` how long an answer counts ("visit": until the next check-in, or a
    span; empty: as long as nothing contradicts it). `each` names the list whose every
    item is asked about, `scope` whether a later session is offered the answer.
    `unknown` is the way out of "does not know".
    """

    id: str
    heading: str
    asks: str
    kind: str
    answers: tuple[str, ...] = ()
    unit: str = ""
    fresh: str = ""
    each: str = ""
    scope: str = "session"
    asked_by: tuple[str, ...] = ("physician", "nurse")
    not_applicable: bool = False
    applies_if: str = ""
    unknown: str = ""
    for_record: bool = False
    source: tuple[str, ...]


@frozen(kw_only=True)
class Statement:
    """
    A sentence somebody signs: by whom, and how long the signature counts.

    `void_after` names what makes an earlier signature count no more: "sign" or "vitals".
    """

    id: str
    heading: str
    says: str
    signed_by: tuple[str, ...]
    fresh: str = "visit"
    each: str = ""
    void_after: tuple[str, ...] = ()
    pause: str = ""
    lines: tuple[str, ...] = ()
    source: tuple[str, ...]


@frozen(kw_only=True)
class When:
    """
    A condition with a name: one leaf, or all or any of other leaves; nothing nested.

    Leaves: `question` with `answers`; `medicine` (a class of medicines taken);
    `plan_has` (a group of substances in a planned product); `allergy_to` (a group);
    `history` (a closed word about this patient and plan); `role`.
    """

    id: str
    question: str = ""
    answers: tuple[str, ...] = ()
    medicine: tuple[str, ...] = ()
    plan_has: str = ""
    allergy_to: str = ""
    history: str = ""
    all_of: tuple[str, ...] = ()
    any_of: tuple[str, ...] = ()


@frozen(kw_only=True)
class OverridePolicy:
    """
    Who may open a shut gate, with which reasons; and which of those open a task.
    """

    by: tuple[str, ...]
    reasons: tuple[str, ...]
    monitor: tuple[str, ...] = ()


@frozen(kw_only=True)
class Gate:
    """
    One precondition, named after the hazard it stops.

    It reads after "refused because of". `before` names the stages and moves it holds,
    `safety` whether it holds the needle or only nags at closing, `weight` whether it is
    absolute, relative (a physician's decision opens it) or temporary, `leads_to` the safe
    exit, `now` what to do, `unknown` the way out of "does not know".
    """

    id: str
    heading: str
    before: tuple[str, ...]
    requires: Requirement
    each: str = ""
    safety: bool
    weight: str
    override: OverridePolicy | None = None
    applies_if: str = ""
    leads_to: str
    because: str
    now: str
    unknown: str
    needed: str = ""
    decision: str = ""
    voided_by: tuple[str, ...] = ()
    source: tuple[str, ...]


@frozen(kw_only=True, cache_hash=True)
class Limit:
    """
    The most of a substance, or of a group, over a point, a session, a day, a course, or a
    span such as "30 d".

    `and_` is a second cap; the lower of the two governs.
    """

    id: str
    substance: str = ""
    group: str = ""
    at_most: Quantity
    and_: Quantity | None = None
    over: str
    share_of: str = ""
    note: str = ""
    source: tuple[str, ...]

    @property
    def beyond_a_day(self) -> bool:
        """
        Whether a plan of a course keeps it, and no gate of a session.
        """
        return self.over not in REACHES_OF_GATES


@frozen(kw_only=True)
class Sign:
    """
    Something seen or felt: `weight` is suspect (treat at once) or look (a physician
    looks); `lay` is how the patient would say it.
    """

    id: str
    title: str
    weight: str
    system: str = ""
    source: tuple[str, ...]


@frozen(kw_only=True)
class Trigger:
    """
    A measured value that raises suspicion by itself.

    `below` and `above` are absolute, `under_baseline` a fall from the first set: a
    percentage, or an amount in the value's own unit where the baseline was low.
    """

    id: str
    value: str
    below: Quantity | None = None
    above: Quantity | None = None
    under_baseline: Quantity | None = None
    raises: str = "suspect"
    source: tuple[str, ...]


@frozen(kw_only=True)
class Effect:
    """
    An undesirable effect or a complication by its usual name (clauses C1, C13, C17).
    """

    id: str
    title: str
    complication: bool
    severity: str = ""
    source: tuple[str, ...]


@frozen(kw_only=True)
class CardLine:
    """
    One line of a card or leaflet, in the order it is read.

    `sheet` names the card ("emergency", "fainting", "anaesthetic", "discharge", "plan"),
    `part` its section, `clock` a span after which it ends ("24 h" after leaving), `zones`
    the regions it is for.
    """

    id: str
    sheet: str
    part: str
    says: str
    clock: Quantity | None = None
    zones: tuple[str, ...] = ()
    applies_if: str = ""
    source: tuple[str, ...]


@frozen(kw_only=True)
class VitalsTime:
    """
    When a set of vital signs is due after the last injection.
    """

    id: str
    after: Quantity
    source: tuple[str, ...]


@frozen(kw_only=True)
class Said:
    """
    What one source says on a disputed point.
    """

    source: str
    what: str


@frozen(kw_only=True)
class Conflict:
    """
    A point on which sources disagree: what each says, which governs, why, and who decided.
    """

    id: str
    question: str
    says: tuple[Said, ...]
    governs: str
    decided_by: str
    decided_on: date


@frozen(kw_only=True)
class RequiredTraining:
    """
    A qualification the operator must hold; `lapses` when it must be renewed.
    """

    id: str
    title: str
    lapses: bool
    source: tuple[str, ...]


@frozen(kw_only=True)
class Bar:
    """
    Wording for what the lifecycle itself refuses, whatever the protocol.
    """

    # What the lifecycle refuses always holds.
    safety: ClassVar[bool] = True

    id: str
    because: str
    now: str
    leads_to: str = ""
    source: tuple[str, ...]


@define(kw_only=True, slots=False, frozen=True, eq=False)
class Protocol:
    """
    One signed version of how something is done, with everything it rests on.

    `extends` names the version it was written on ("mesotherapy 2026-1"), `parent_digest`
    what that said then; `locally_modified` is said on paper of a fork, which may be
    looser than what it was written on.
    """

    id: str
    version: str
    title: str
    for_: str
    not_for: str
    review_by: date
    languages: tuple[str, ...] = ("en",)
    numbers: dict[str, Quantity] = field(factory=dict)
    questions: tuple[Question, ...] = ()
    statements: tuple[Statement, ...] = ()
    whens: tuple[When, ...] = ()
    gates: tuple[Gate, ...] = ()
    limits: tuple[Limit, ...] = ()
    signs: tuple[Sign, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    effects: tuple[Effect, ...] = ()
    lines: tuple[CardLine, ...] = ()
    vitals_times: tuple[VitalsTime, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    trainings: tuple[RequiredTraining, ...] = ()
    bars: tuple[Bar, ...] = ()
    indications: tuple[Indication, ...] = ()
    spacings: tuple[Spacing, ...] = ()
    phases: tuple[Phase, ...] = ()
    conflicts_in_time: tuple[ConflictInTime, ...] = ()
    calls: tuple[Call, ...] = ()
    vocabulary: Vocabulary
    extends: str = ""
    parent_digest: str = ""
    locally_modified: bool = False
    digest: str = ""

    @cached_property
    def question(self) -> dict[str, Question]:
        """
        The questions by id.
        """
        return {card.id: card for card in self.questions}

    @cached_property
    def gates_before(self) -> dict[str, tuple[Gate, ...]]:
        """
        The gates that hold each checkpoint, in the order of the protocol.

        On the way in a gate holds its checkpoint and all that follow; on the way out it
        holds its own, and what is before discharge is before discharged too.
        """
        held = {point: {point} for point in CHECKPOINTS}
        for place, point in enumerate(WAY_IN):
            held[point] = set(WAY_IN[: place + 1])
        held["discharged"].add("discharge")
        return {
            point: tuple(g for g in self.gates if earlier.intersection(g.before))
            for point, earlier in held.items()
        }

    @cached_property
    def statement(self) -> dict[str, Statement]:
        """
        The statements by id.
        """
        return {card.id: card for card in self.statements}

    @cached_property
    def when(self) -> dict[str, When]:
        """
        The conditions by id.
        """
        return {card.id: card for card in self.whens}

    @cached_property
    def gate(self) -> dict[str, Gate]:
        """
        The gates by id.
        """
        return {card.id: card for card in self.gates}

    @cached_property
    def limit(self) -> dict[str, Limit]:
        """
        The limits by id.
        """
        return {card.id: card for card in self.limits}

    @cached_property
    def sign(self) -> dict[str, Sign]:
        """
        The signs by id.
        """
        return {card.id: card for card in self.signs}

    @cached_property
    def blocking_kit(self) -> tuple[str, ...]:
        """
        The ids of the things in the emergency kit without which no needle goes in.
        """
        return tuple([item.id for item in self.vocabulary.kit if item.blocks])

    @cached_property
    def training_ids(self) -> tuple[str, ...]:
        """
        The ids of the trainings an operator needs.
        """
        return tuple([training.id for training in self.trainings])

    @cached_property
    def bar(self) -> dict[str, Bar]:
        """
        The wording of the lifecycle's own refusals by id.
        """
        return {card.id: card for card in self.bars}

    @cached_property
    def indication(self) -> dict[str, Indication]:
        """
        What a course may be for, by id.
        """
        return {card.id: card for card in self.indications}

    @cached_property
    def spacing(self) -> dict[str, Spacing]:
        """
        The ladders by id.
        """
        return {card.id: card for card in self.spacings}


__all__ = [
    "KINDS",
    "REACHES_OF_GATES",
    "AnswerIs",
    "Bar",
    "Between",
    "CardLine",
    "Complete",
    "Composed",
    "Conflict",
    "Effect",
    "Elapsed",
    "Gate",
    "Held",
    "InDate",
    "Limit",
    "OverridePolicy",
    "Protocol",
    "Question",
    "RequiredTraining",
    "Requirement",
    "Said",
    "Sign",
    "Signed",
    "Spaced",
    "Statement",
    "Tested",
    "Trigger",
    "VitalsTime",
    "When",
    "WithinLimit",
]
