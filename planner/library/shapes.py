"""
What each card may hold, taken from the fields of its attrs class.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from attrs import NOTHING, Attribute, fields, has

from planner.model.course import (
    Call,
    ConflictInTime,
    Indication,
    Phase,
    Spacing,
)
from planner.model.frozen import frozen
from planner.model.protocol import (
    KINDS,
    Bar,
    CardLine,
    Conflict,
    Effect,
    Gate,
    Limit,
    Protocol,
    Question,
    RequiredTraining,
    Sign,
    Statement,
    Trigger,
    VitalsTime,
    When,
)
from planner.model.vocabulary import (
    Clause,
    KitItem,
    KnownMedicine,
    Layer,
    MedicineClass,
    NeedleSize,
    Source,
    Substance,
    SubstanceGroup,
    Technique,
    Vocabulary,
    Zone,
)

# A card of any of these classes: its fields are read by their names.
Card = Any

# Card name in a file -> its class and the field of Protocol that holds it.
CARDS: dict[str, tuple[type, str]] = {
    "question": (Question, "questions"),
    "statement": (Statement, "statements"),
    "when": (When, "whens"),
    "gate": (Gate, "gates"),
    "limit": (Limit, "limits"),
    "sign": (Sign, "signs"),
    "trigger": (Trigger, "triggers"),
    "effect": (Effect, "effects"),
    "training": (RequiredTraining, "trainings"),
    "line": (CardLine, "lines"),
    "vitals_time": (VitalsTime, "vitals_times"),
    "conflict": (Conflict, "conflicts"),
    "bar": (Bar, "bars"),
    "indication": (Indication, "indications"),
    "spacing": (Spacing, "spacings"),
    "phase": (Phase, "phases"),
    "conflict_in_time": (ConflictInTime, "conflicts_in_time"),
    "call": (Call, "calls"),
}
VOCABULARY_CARDS: dict[str, tuple[type, str]] = {
    "source": (Source, "sources"),
    "clause": (Clause, "clauses"),
    "medicine_class": (MedicineClass, "medicine_classes"),
    "medicine": (KnownMedicine, "medicines"),
    "substance_group": (SubstanceGroup, "substance_groups"),
    "substance": (Substance, "substances"),
    "needle_size": (NeedleSize, "needle_sizes"),
    "technique": (Technique, "techniques"),
    "layer": (Layer, "layers"),
    "kit_item": (KitItem, "kit"),
    "zone": (Zone, "zones"),
}
# Cards every protocol shares stand in the vocabulary too and join those of the file.
SHARED_CARDS = ("bar", "conflict")

# Python keeps some words for itself.
_KEYS: dict[tuple[type, str], str] = {(KnownMedicine, "classes"): "class"}

# A list of these keys is often one long: then the brackets may be left out.
ONE_OR_MORE = ("before", "source", "interval_source", "washout_source", "stop_when")

CLASSES = {"safety": True, "record": False}
KIND_OF = {kind: name for name, kind in KINDS.items()}


@frozen(kw_only=True)
class Slot:
    """
    One field of a card: its key in the file, what it takes, and whether it must stand.

    A `limitless` one must stand, and may say that there is no limit.
    """

    name: str
    key: str
    takes: str
    required: bool
    of: type | None = None
    limitless: bool = False


@cache
def slots(shape: type) -> dict[str, Slot]:
    """
    The fields of a card by their keys.
    """
    return {slot.key: slot for slot in [_slot(shape, each) for each in fields(shape)]}


def _slot(shape: type, each: Attribute[Any]) -> Slot:
    written = str(each.type)
    takes, of = _takes(shape, written.removesuffix(_OR_NONE))
    required = each.default is NOTHING
    return Slot(
        name=each.name,
        key=_KEYS.get((shape, each.name), each.name.rstrip("_")),
        takes=takes,
        required=required,
        of=of,
        limitless=required and written.endswith(_OR_NONE),
    )


# The types of fields as they are written in a class. To have `typing` evaluate them is
# right too, and takes as long as all the rest of reading a stored protocol.
_PLAIN = {
    "str": "text",
    "bool": "switch",
    "int": "whole",
    "date": "day",
    "Quantity": "quantity",
    "Span": "span",
    "Requirement": "requirement",
    "tuple[str, ...]": "texts",
    "dict[str, Quantity]": "quantities",
}
_OR_NONE = " | None"


def _takes(shape: type, written: str) -> tuple[str, type | None]:
    if written in _PLAIN:
        return _PLAIN[written], None
    name = written.removeprefix("tuple[").removesuffix(", ...]")
    of = vars(sys.modules[shape.__module__]).get(name)
    if isinstance(of, type) and has(of):
        return ("card" if name == written else "cards"), of
    raise TypeError(written)


def id_of(card: Card) -> str:
    """
    What a card is called: its id, or its gauge.
    """
    return str(getattr(card, "id", "") or getattr(card, "gauge", ""))


def noun(name: str) -> str:
    """
    What a card is called in a message.
    """
    return "condition" if name == "when" else name.replace("_", " ")


def cards_of(protocol: Protocol) -> dict[str, tuple[Card, ...]]:
    """
    Every card of a protocol and of its vocabulary, by the name of the card.
    """
    held: dict[str, tuple[Card, ...]] = {
        name: getattr(protocol, place) for name, (_, place) in CARDS.items()
    }
    words: Vocabulary = protocol.vocabulary
    held.update(
        {name: getattr(words, place) for name, (_, place) in VOCABULARY_CARDS.items()}
    )
    return held
