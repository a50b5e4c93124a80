"""
A card names something that is not there.

What it finds:
    A question, condition, statement, limit, stage, list, anchor, value, class or group
    of medicines, group of substances, conflict, source or clause that no card and no
    closed list knows; and an answer that its question does not offer.

Why:
    A gate that looks for a word nobody gives is never open, or worse, never shut.

What now:
    Write the word as its own card writes it; the nearest one is shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import PlannerError, nearest
from planner.library.finding import Finding
from planner.library.shapes import KIND_OF, Card, cards_of, id_of, noun, slots
from planner.library.text import shown
from planner.model.answer import NOT_APPLICABLE
from planner.model.course import COURSE_WORDS, LATE_RULES, Span
from planner.model.person import ROLES
from planner.model.protocol import (
    REACHES_OF_GATES,
    AnswerIs,
    InDate,
    OverridePolicy,
    When,
)
from planner.model.quantity import UNITS
from planner.model.terms import (
    ANCHORS,
    CHECKPOINTS,
    EXITS,
    HISTORIES,
    LISTED,
    LISTS,
    STAGES,
    VALUES,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "unknown-word"

# A closed list beside which a span of days may stand.
REACH = "reach of a limit"

# As many words as a message may list.
_FEW = 12

# Card -> key -> what its word must be. Each card's "source" is looked up as well.
PLACES: dict[str, dict[str, str]] = {
    "question": {
        "heading": "stage",
        "kind": "kind of question",
        "each": "list",
        "applies_if": "condition",
        "asked_by": "role",
        "scope": "scope",
        "unit": "unit",
    },
    "statement": {"heading": "stage", "signed_by": "role", "each": "list"},
    "when": {
        "question": "question",
        "medicine": "class of medicines",
        "plan_has": "group of substances",
        "allergy_to": "group of substances",
        "history": "history",
        "all_of": "condition",
        "any_of": "condition",
    },
    "gate": {
        "heading": "stage",
        "before": "checkpoint",
        "each": "list",
        "weight": "weight of a gate",
        "applies_if": "condition",
        "leads_to": "exit",
        "decision": "conflict",
    },
    "limit": {
        "substance": "substance",
        "group": "group of substances",
        "over": "reach of a limit",
        "share_of": "group of substances",
    },
    "sign": {"weight": "weight of a sign", "system": "system of the body"},
    "trigger": {"value": "value", "raises": "weight of a sign"},
    "line": {"sheet": "sheet", "zones": "zone or region", "applies_if": "condition"},
    "bar": {"leads_to": "exit"},
    "indication": {"begin": "spacing"},
    "phase": {
        "indication": "indication",
        "spacing": "spacing",
        "first": "spacing",
        "late": "late rule",
        "stop_when": "condition or word of a course",
    },
    "clause": {"source": "source", "stage": "stage"},
    "medicine": {
        "class": "class of medicines",
        "interval_source": "source or clause",
        "washout_source": "source or clause",
    },
    "substance": {
        "groups": "group of substances",
        "cross_reacts": "group of substances",
    },
    "technique": {"layer": "layer"},
    "kit_item": {"applies_if": "condition"},
}
REQUIREMENTS: dict[str, dict[str, str]] = {
    "answer": {"question": "question"},
    "between": {"value": "value", "read_as": "way to read a value"},
    "elapsed": {"since": "anchor", "never": "outcome of a gate"},
    "spaced": {"group": "group of substances"},
    "held": {"group": "group of medicines", "part": "part of a hold"},
    "tested": {"part": "part of a test"},
    "composed": {"excludes": "group of substances", "against": "list to compare with"},
    "within-limit": {"limits": "limit", "together": "group of substances"},
    "complete": {"listed": "list to complete"},
    "signed": {"statement": "statement"},
}
CLOSED: dict[str, Collection[str]] = {
    "stage": STAGES,
    "checkpoint": CHECKPOINTS,
    "list": LISTS,
    "list to complete": LISTED,
    "exit": EXITS,
    "anchor": ANCHORS,
    "history": HISTORIES,
    "role": ROLES,
    "unit": UNITS,
    "scope": ("session", "patient"),
    "kind of question": ("choice", "quantity", "day", "list", "text"),
    "weight of a gate": ("absolute", "relative", "temporary"),
    "weight of a sign": ("suspect", "look"),
    "reach of a limit": (*REACHES_OF_GATES, "course"),
    "sheet": (
        "emergency",
        "fainting",
        "anaesthetic",
        "handover",
        "discharge",
        "plan",
        "consent",
        "letter",
        "exit",
    ),
    "system of the body": (
        "skin",
        "airway",
        "breathing",
        "circulation",
        "gut",
        "nervous",
        "eye",
        "local",
    ),
    "way to read a value": ("needle-sizes",),
    "dated list": ("lots", "kit", "operator-trainings"),
    "outcome of a gate": ("open", "unknown"),
    "part of a hold": ("agreement", "interval", "restart", "own-interval"),
    "part of a test": ("placed", "immediate", "late"),
    "list to compare with": ("allergies", "antiseptic"),
    "late rule": LATE_RULES,
}


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Look up every word of every card.
    """
    look = _Look(protocol, lines)
    for name, cards in cards_of(protocol).items():
        for card in cards:
            yield from look.words(name, id_of(card), card, PLACES.get(name, {}))
            yield from look.sources(name, card)
    for gate in protocol.gates:
        kind = KIND_OF[type(gate.requires)]
        yield from look.words("gate", gate.id, gate.requires, REQUIREMENTS.get(kind, {}))
        yield from look.policy(gate.id, gate.override)
        if isinstance(gate.requires, InDate) and gate.each:
            yield from look.each("gate", gate.id, "each", (gate.each,), "dated list")
        if isinstance(gate.requires, AnswerIs):
            yield from look.answers("gate", gate.id, gate.requires)
    for when in protocol.whens:
        yield from look.answers("when", when.id, when)
    for id, cited in lines.numbers.items():
        yield from look.each("number", id, "source", cited)


def _of_days(word: str) -> bool:
    try:
        return not Span(word).clock
    except PlannerError:
        return False


class _Look:
    def __init__(self, protocol: Protocol, lines: Lines) -> None:
        words = protocol.vocabulary
        self.lines = lines
        self.questions = protocol.question
        ids = {
            name: {id_of(card) for card in cards} | lines.ids(name)
            for name, cards in cards_of(protocol).items()
        }
        quantities = {each.id for each in protocol.questions if each.kind == "quantity"}
        # What a faulty card says is not known, so what may rest on it is let be.
        unread = lines.ids("question") - set(protocol.question)
        self.unsure = set()
        if lines.ids("medicine_class") - set(words.medicine_class):
            self.unsure.add("group of medicines")
        if lines.ids("zone") - set(words.zone):
            self.unsure.add("zone or region")
        self.known: dict[str, Collection[str]] = {
            **CLOSED,
            "question": ids["question"],
            "condition": ids["when"],
            "condition or word of a course": ids["when"] | COURSE_WORDS.keys(),
            "indication": ids["indication"],
            "spacing": ids["spacing"],
            "statement": ids["statement"],
            "limit": ids["limit"],
            "conflict": ids["conflict"],
            "source": ids["source"],
            "source or clause": ids["source"] | ids["clause"],
            "class of medicines": ids["medicine_class"],
            "group of medicines": {each.group for each in words.medicine_classes},
            "group of substances": ids["substance_group"],
            "substance": ids["substance"],
            "layer": ids["layer"],
            "zone or region": ids["zone"] | {each.region for each in words.zones},
            "value": {*VALUES, *quantities, *unread},
        }

    def words(
        self, name: str, id: str, card: Card, places: dict[str, str]
    ) -> Iterator[Finding]:
        shape: type = type(card)
        own = slots(shape)
        for key, sort in places.items():
            slot = own[key]
            held = getattr(card, slot.name)
            many = held if isinstance(held, tuple) else (held,)
            # What may be left out may be empty; an exit is asked for by its own rule.
            if slot.required and key != "leads_to":
                yield from self.each(name, id, key, many, sort)
            else:
                yield from self.each(name, id, key, filter(None, many), sort)

    def sources(self, name: str, card: Card) -> Iterator[Finding]:
        if name == "clause":
            return
        cited = getattr(card, "source", ())
        yield from self.each(name, id_of(card), "source", cited)
        if name == "conflict":
            said = (each.source for each in card.says)
            yield from self.each(name, card.id, "says", said)

    def policy(self, id: str, policy: OverridePolicy | None) -> Iterator[Finding]:
        if policy is not None:
            yield from self.each("gate", id, "override", policy.by, "role")

    def each(
        self,
        name: str,
        id: str,
        key: str,
        words: Iterable[str],
        sort: str = "source or clause",
    ) -> Iterator[Finding]:
        known = self.known[sort]
        for word in words:
            if word in known or sort in self.unsure:
                continue
            if sort == REACH and _of_days(word):
                continue
            near = nearest(word[:60], known)
            also = ', or a span such as "30 d"' if sort == REACH else ""
            few = not near and 0 < len(known) <= _FEW
            yield Finding(
                rule=ID,
                where=self.lines.of(name, id, key),
                what=f"The {noun(name)} {shown(id)} names {shown(word)} in "
                f'"{key}": there is no such {sort}.{near}',
                now=f"There is: {', '.join(sorted(known))}{also}." if few else "",
            )

    def answers(self, name: str, id: str, card: AnswerIs | When) -> Iterator[Finding]:
        question = self.questions.get(card.question)
        if question is None or question.kind != "choice":
            return
        key = "answers" if isinstance(card, When) else "needs"
        offered = set(question.answers)
        if question.not_applicable:
            offered.add(NOT_APPLICABLE)
        for word in getattr(card, key):
            if word not in offered:
                yield Finding(
                    rule=ID,
                    where=self.lines.of(name, id, key),
                    what=f"The {noun(name)} {shown(id)} looks for the answer "
                    f'{shown(word)}, which the question "{question.id}" does not offer.'
                    + nearest(word[:60], offered),
                )
