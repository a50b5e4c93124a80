"""
What an editor may offer while a protocol is written: a JSON Schema, draft 2020-12.

It is made of the same attrs classes that the reader reads by, and of the same closed
lists, so that the two cannot drift apart. It knows one file at a time: whether a question
or a source is there is for `mesoplan protocol check` to say.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from planner.library.rules.unknown_word import CLOSED, PLACES, REACH, REQUIREMENTS
from planner.library.shapes import (
    CARDS,
    CLASSES,
    ONE_OR_MORE,
    SHARED_CARDS,
    VOCABULARY_CARDS,
    Slot,
    slots,
)
from planner.library.shelf import Head, Number
from planner.model.course import NO_LIMIT
from planner.model.protocol import KINDS, Gate, OverridePolicy
from planner.model.quantity import _ALSO_WRITTEN, _MOST_DIGITS, TIME_DIMENSIONS, UNITS

if TYPE_CHECKING:
    from collections.abc import Collection

Table = dict[str, Any]

_DRAFT = "https://json-schema.org/draft/2020-12/schema"
_TEXT: Table = {"type": "string"}
_TEXTS: Table = {"type": "array", "items": _TEXT}
_DAY: Table = {
    "type": "string",
    "format": "date",
    "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
}
_GATE_SPECIAL = ("requires", "safety", "override")
# In an extending file these must stand; the rest comes from what it extends.
_ALWAYS = ("id",)
_HEAD_ALWAYS = ("id", "version")


def editor_schema(*, lists: bool = False) -> Table:
    """
    The schema of a protocol file, or of a file of shared lists.
    """
    shapes: dict[str, type] = {name: shape for name, (shape, _) in CARDS.items()}
    if lists:
        shapes = {name: shapes[name] for name in SHARED_CARDS}
        shapes |= {name: shape for name, (shape, _) in VOCABULARY_CARDS.items()}
    else:
        shapes["number"] = Number
    defs = {"quantity": _quantity(), "span": _span()}
    defs |= {name: _card(name, shape) for name, shape in shapes.items()}
    made: Table = {
        "$schema": _DRAFT,
        "title": "A file of shared lists" if lists else "A protocol",
        "type": "object",
        "additionalProperties": False,
        "$defs": defs,
    }
    held = {name: {"$ref": f"#/$defs/{name}"} for name in shapes}
    if lists:
        made["properties"] = {n: _many(_whole(held[n], shapes[n])) for n in shapes}
        return made
    head = _card("protocol", Head)
    made["properties"] = {"protocol": head, **{n: _many(held[n]) for n in shapes}}
    made["required"] = ["protocol"]
    made["if"] = {"properties": {"protocol": {"required": ["extends"]}}}
    made["then"] = {
        "properties": {
            "protocol": {"required": list(_HEAD_ALWAYS)},
            **{name: _many({"required": list(_ALWAYS)}) for name in shapes},
        }
    }
    made["else"] = {
        "properties": {
            "protocol": {"required": _required(Head)},
            **{n: _many({"required": _required(shape)}) for n, shape in shapes.items()},
        }
    }
    return made


def _many(item: Table) -> Table:
    return {"type": "array", "items": item}


def _whole(ref: Table, shape: type) -> Table:
    return {**ref, "required": _required(shape)}


def _required(shape: type) -> list[str]:
    found = [s.key for s in slots(shape).values() if s.required]
    if shape is Gate:
        return [key for key in found if key not in _GATE_SPECIAL] + ["class", "kind"]
    return found


def _card(name: str, shape: type) -> Table:
    if shape is Gate:
        return _gate()
    places = PLACES.get(name, {})
    keys = {key: _key(slot, places.get(key, "")) for key, slot in slots(shape).items()}
    return _closed(shape, keys)


def _closed(shape: type, keys: Table) -> Table:
    told = (shape.__doc__ or "").strip().partition("\n\n")[0]
    return {
        "type": "object",
        "description": " ".join(told.split()),
        "properties": keys,
        "additionalProperties": False,
    }


def _gate() -> Table:
    places = PLACES["gate"]
    own = {key: slot for key, slot in slots(Gate).items() if key not in _GATE_SPECIAL}
    keys: Table = {key: _key(slot, places.get(key, "")) for key, slot in own.items()}
    policy = {key: _key(slot, "") for key, slot in slots(OverridePolicy).items()}
    keys["class"] = {"enum": list(CLASSES)}
    keys["kind"] = {"enum": list(KINDS)}
    keys["override"] = {
        "anyOf": [
            {"const": "prohibited"},
            {
                **_closed(OverridePolicy, policy),
                "required": _required(OverridePolicy),
            },
        ]
    }
    rules: list[Table] = []
    for kind, shape in KINDS.items():
        sorts = REQUIREMENTS.get(kind, {})
        needs = {k: _key(slot, sorts.get(k, "")) for k, slot in slots(shape).items()}
        for key in needs:
            keys.setdefault(key, {})
        rules.append(
            {
                "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
                "then": {
                    "properties": needs,
                    "propertyNames": {"enum": [*own, "class", "kind", "override", *needs]},
                },
            }
        )
    return {**_closed(Gate, keys), "allOf": rules}


def _key(slot: Slot, sort: str) -> Table:
    if slot.limitless:
        return {"anyOf": [{"const": NO_LIMIT}, _one(slot, sort)]}
    return _one(slot, sort)


def _one(slot: Slot, sort: str) -> Table:
    closed = CLOSED.get(sort)
    words: Table = _TEXT if closed is None else {"enum": sorted(closed)}
    if closed is not None and not slot.required:
        words = {"enum": ["", *sorted(closed)]}
    if sort == REACH:
        return {"anyOf": [words, {"$ref": "#/$defs/span"}]}
    if slot.key == "id":
        return {"type": "string", "minLength": 1}
    if slot.takes == "text":
        return words
    if slot.takes == "texts":
        many = _TEXTS if closed is None else {"type": "array", "items": words}
        return {"anyOf": [words, many]} if slot.key in ONE_OR_MORE else many
    if slot.takes == "cards" and slot.of is not None:
        keys = {key: _key(each, "") for key, each in slots(slot.of).items()}
        return _many({**_closed(slot.of, keys), "required": _required(slot.of)})
    return {
        "switch": {"type": "boolean"},
        "whole": {"type": "integer"},
        "day": _DAY,
        "quantity": {"$ref": "#/$defs/quantity"},
        "span": {"$ref": "#/$defs/span"},
    }[slot.takes]


def _span() -> Table:
    part = f"[0-9]+ ?({_units(TIME_DIMENSIONS)})"
    return {
        "type": "string",
        "description": 'A span of time, such as "7 d" or "4 weeks - 4 days".',
        "pattern": f"^ *{part}( *[+-] *{part})* *$",
    }


def _units(dimensions: Collection[str]) -> str:
    known = {name for name, unit in UNITS.items() if unit.dimension in dimensions}
    also = {name for name, unit in _ALSO_WRITTEN.items() if unit in known}
    names = sorted(known | also, key=lambda name: (-len(name), name))
    return "|".join(re.escape(name) for name in names)


def _quantity() -> Table:
    units = _units({unit.dimension for unit in UNITS.values()})
    return {
        "type": "string",
        "description": 'A number with its unit, such as "0.3 mm".',
        # Not "1,000", which may be thousands or a decimal comma; and not too many digits.
        "pattern": "^(?!-?[0-9]{1,3},[0-9]{3}(?![0-9]))"
        f"(?![-0-9.,]{{{_MOST_DIGITS + 1}}})"
        f"-?[0-9]+([.,][0-9]+)? ?({units})$",
    }
