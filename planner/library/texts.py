"""
Every text of a protocol that a reader sees, by the card and field it stands in.

Names under which medicines and substances are recognised, titles of published documents,
and ids are no such text: they are the same in every language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import fields

from planner.library.shapes import CARDS, VOCABULARY_CARDS, cards_of, id_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.shapes import Card
    from planner.model.protocol import Protocol

# Card name -> the fields of it that are sentences or titles of its own.
TEXTS: dict[str, tuple[str, ...]] = {
    "question": ("asks", "unknown"),
    "statement": ("says", "lines"),
    "gate": ("because", "now", "unknown", "needed"),
    "limit": ("note",),
    "sign": ("title",),
    "effect": ("title",),
    "training": ("title",),
    "line": ("says",),
    "conflict": ("question", "governs", "decided_by"),
    "bar": ("because", "now"),
    "indication": ("title",),
    "phase": ("title",),
    "conflict_in_time": ("title",),
    "call": ("title",),
    "source": ("grade",),
    "clause": ("text", "conflict"),
    "medicine_class": ("title", "note"),
    "medicine": ("restore_note",),
    "substance_group": ("title", "note"),
    "technique": ("title", "note"),
    "layer": ("title",),
    "kit_item": ("title", "use"),
    "zone": ("title", "dressing"),
}
# Short terms that many cards share and that facts hold as they are: one translation each.
ANSWER = "answer"
REASON = "reason"
VOIDED = "voided by"
MONITOR = "monitor"
SUBSTANCE = "substance"
NUMBER = "number"
GATE = "gate"
SPACING = "spacing"
MEDICINE = "medicine"


def texts_of(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """
    Each text with its context, such as "gate.under-age.because", in the order of a
    protocol; a context with a number is one line of a list. Shared terms come once, last.
    """
    head = f"protocol.{protocol.id}"
    yield f"{head}.title", protocol.title
    yield f"{head}.for", protocol.for_
    yield f"{head}.not_for", protocol.not_for
    for name, cards in cards_of(protocol).items():
        for card in cards:
            for field in TEXTS.get(name, ()):
                yield from _of_field(f"{name}.{id_of(card)}.{field}", getattr(card, field))
    for conflict in protocol.conflicts:
        for said in conflict.says:
            yield f"conflict.{conflict.id}.says.{said.source}", said.what
    yield from dict.fromkeys(_shared(protocol))


def _of_field(context: str, value: str | tuple[str, ...]) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        if value:
            yield context, value
        return
    for place, each in enumerate(value, start=1):
        yield f"{context}.{place}", each


def _shared(protocol: Protocol) -> Iterator[tuple[str, str]]:
    for question in protocol.questions:
        yield from ((ANSWER, each) for each in question.answers)
    for gate in protocol.gates:
        yield from ((VOIDED, each) for each in gate.voided_by)
        if gate.override is not None:
            yield from ((REASON, each) for each in gate.override.reasons)
            yield from ((MONITOR, each) for each in gate.override.monitor)
    # Ids that sheets say as words.
    for limit in protocol.limits:
        if limit.substance:
            yield SUBSTANCE, limit.substance.replace("-", " ")
    for id_ in protocol.numbers:
        yield NUMBER, id_.replace("-", " ")
    for gate in protocol.gates:
        yield GATE, gate.id.replace("-", " ")
    for spacing in protocol.spacings:
        yield SPACING, spacing.id.replace("-", " ")
    for medicine in protocol.vocabulary.medicines:
        # Those the protocol page lists: by the first of their names.
        if medicine.names and (medicine.interval or medicine.washout):
            yield MEDICINE, medicine.names[0]
    for bar in protocol.bars:
        # The lifecycle's own stand in the shared lists, and so do their names.
        yield f"bar.{bar.id}.hazard", bar.id.replace("-", " ")


def without_texts() -> dict[str, tuple[str, ...]]:
    """
    The other fields of each card that hold text, for a test that none is forgotten.
    """
    shapes: dict[str, type[Card]] = {
        name: shape for name, (shape, _) in {**CARDS, **VOCABULARY_CARDS}.items()
    }
    return {
        name: tuple(
            each.name
            for each in fields(shape)
            if each.name not in TEXTS.get(name, ()) and "str" in str(each.type)
        )
        for name, shape in shapes.items()
    }
