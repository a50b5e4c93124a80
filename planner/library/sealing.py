"""
The canonical content of a protocol, its digest, and the way back.

The content is JSON with sorted keys and no spaces, in UTF-8: every field of every card,
the vocabularies included, quantities as they read back, days as ISO text. A number has
one spelling there, so the same protocol always has the same digest. What a protocol was
written on stands there only where it extends one, and the cards of a course only where
there are any: to have learnt both changed no digest of a protocol that does neither.
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from attrs import evolve

from planner.errors import InputFault, ProtocolFault
from planner.library.shapes import KIND_OF, Card, slots
from planner.model.course import Span
from planner.model.protocol import KINDS, Protocol
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Callable


# Keys that stand only where they say something.
_WHERE_SAID = (
    *("extends", "parent_digest", "locally_modified"),
    *("indications", "spacings", "phases", "conflicts_in_time", "calls"),
)


def content(protocol: Protocol) -> bytes:
    """
    The canonical content of a protocol: what its digest is taken of.
    """
    plain = _plain(evolve(protocol, digest=""))
    assert isinstance(plain, dict)
    return json.dumps(
        {key: held for key, held in plain.items() if held or key not in _WHERE_SAID},
        allow_nan=False,
        ensure_ascii=False,
        separators=(",", ":"),
        sort_keys=True,
    ).encode()


def digest_of(protocol: Protocol) -> str:
    """
    The SHA-256 of the canonical content, as hexadecimal text.
    """
    return sha256(content(protocol)).hexdigest()


def from_content(held: bytes, *, digest: str = "") -> Protocol:
    """
    Rebuild a protocol from its canonical content, through its constructors.

    Raises:
        ProtocolFault: The content is not what `digest` was taken of, or this version of
            the program does not know its shape.
    """
    found = sha256(held).hexdigest()
    if digest and found != digest:
        raise _fault(
            f"The content has the digest {found[:12]}…, and {digest[:12]}… was noted.",
            "Nothing rests on it until the file it came from is found.",
        )
    try:
        table = json.loads(held)
        table["digest"] = found
        protocol: Protocol = _maker(Protocol)(table)
    except (LookupError, TypeError, ValueError, RecursionError, InputFault) as fault:
        raise _fault(
            "The content of this protocol is not in a shape this program knows.",
            "Open it with the version of the program that wrote it.",
        ) from fault
    return protocol


def _fault(what: str, now: str) -> ProtocolFault:
    return ProtocolFault([InputFault(what, where="protocol content", now=now)])


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Quantity):
        return value.written
    if isinstance(value, Span):
        return value.text
    if isinstance(value, tuple):
        return [_plain(each) for each in value]
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, date):
        return value.isoformat()
    shape: type = type(value)
    table = {key: _plain(getattr(value, slot.name)) for key, slot in slots(shape).items()}
    kind = KIND_OF.get(shape)
    return {"kind": kind, **table} if kind else table


@cache
def _maker(shape: type) -> Callable[[dict[str, Any]], Card]:
    # One small function a class, made once: this is the way to a session's "why".
    read = {
        key: (slot.name, _turn(slot.takes, slot.of)) for key, slot in slots(shape).items()
    }

    def make(table: dict[str, Any]) -> Card:
        values = {}
        for key, held in table.items():
            name, turn = read[key]
            values[name] = held if turn is None or held is None else turn(held)
        return shape(**values)

    return make


def _turn(takes: str, of: type | None) -> Callable[[Any], Any] | None:
    if takes == "cards" and of is not None:
        make = _maker(of)
        return lambda held: tuple([make(each) for each in held])
    if takes == "card" and of is not None:
        return _maker(of)
    turns: dict[str, Callable[[Any], Any]] = {
        "quantity": Quantity.of,
        "span": Span,
        "day": date.fromisoformat,
        "texts": tuple,
        "quantities": _quantities,
        "requirement": _requirement,
    }
    return turns.get(takes)


def _quantities(held: dict[str, str]) -> dict[str, Quantity]:
    return {key: Quantity.of(each) for key, each in held.items()}


def _requirement(held: dict[str, Any]) -> Card:
    return _maker(KINDS[held.pop("kind")])(held)
