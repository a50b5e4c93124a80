"""
What differs between two protocol versions, card by card, and which way it goes.

A change is tighter where a patient can only be held more often by it, looser where less
often, and other where that cannot be told from the words: a sentence, a kind, a unit.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from planner.library.leaning import LOOSER, OTHER, TIGHTER, leaning
from planner.library.shapes import KIND_OF, Card, cards_of, id_of, noun, slots
from planner.library.text import shown
from planner.model.course import NO_LIMIT
from planner.model.protocol import Gate, OverridePolicy, Said
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.protocol import Protocol

ADDED, REMOVED, CHANGED = "added", "removed", "changed"

# A card of these kinds holds or watches more by being there, and less by being gone.
_HOLDS = (
    *("question", "statement", "gate", "limit", "sign", "trigger", "training"),
    "conflict_in_time",
)
_WATCHES = (
    *("vitals_time", "line", "bar", "conflict", "kit_item", "medicine", "substance"),
    "call",
)

_HEAD = ("title", "for_", "not_for", "review_by", "languages")


@frozen(kw_only=True)
class Change:
    """
    One thing that differs: a card that came or went, or one key of a card.

    `way` is tighter, looser, same (written otherwise, and it does the same) or other;
    `old` and `new` are what stood and what stands.
    """

    card: str
    id: str = ""
    key: str = ""
    kind: str = CHANGED
    way: str = OTHER
    old: str = ""
    new: str = ""

    @property
    def named(self) -> str:
        """
        The card as a message names it.
        """
        return f"{noun(self.card)} {shown(self.id)}" if self.id else noun(self.card)

    def __str__(self) -> str:
        if self.kind != CHANGED:
            return f"The {self.named} is {self.kind} ({self.way})."
        was_is = f"{self.old} became {self.new}"
        return f'The {self.named}, "{self.key}": {was_is} ({self.way}).'


def compare(old: Protocol, new: Protocol) -> tuple[Change, ...]:
    """
    Everything that differs between two protocols, in the order of the new one.
    """
    return tuple(_compare(old, new))


def _compare(old: Protocol, new: Protocol) -> Iterator[Change]:
    for name in _HEAD:
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            yield _changed("protocol", "", name.rstrip("_"), before, after)
    for id in {**old.numbers, **new.numbers}:
        held, stands = old.numbers.get(id), new.numbers.get(id)
        if held is None or stands is None:
            kind = REMOVED if stands is None else ADDED
            yield Change(card="number", id=id, kind=kind)
        elif held != stands:
            yield _changed("number", id, "value", held, stands)
    were, are = cards_of(old), cards_of(new)
    for name, cards in are.items():
        if cards is not were[name]:
            yield from _shelf(name, were[name], cards)


def _shelf(name: str, were: tuple[Card, ...], are: tuple[Card, ...]) -> Iterator[Change]:
    before = {id_of(card): card for card in were}
    after = {id_of(card): card for card in are}
    for id, card in after.items():
        if id not in before:
            yield Change(card=name, id=id, kind=ADDED, way=_added(name, card, were))
        elif before[id] is not card and before[id] != card:
            yield from _keys(name, id, before[id], card)
    for id, card in before.items():
        if id not in after:
            yield Change(card=name, id=id, kind=REMOVED, way=_removed(name, card, are))


def _added(name: str, card: Card, were: tuple[Card, ...]) -> str:
    # A phase makes a course longer that was there without it.
    if name == "phase" and any(each.indication == card.indication for each in were):
        return LOOSER
    return TIGHTER if name in _HOLDS else OTHER


def _removed(name: str, card: Card, are: tuple[Card, ...]) -> str:
    # A use that is offered no more goes with its phases, and with its spacings.
    if name == "phase" and any(each.indication == card.indication for each in are):
        return OTHER
    if name in ("indication", "spacing", "phase"):
        return TIGHTER
    return LOOSER if name in (*_HOLDS, *_WATCHES) else OTHER


def _keys(name: str, id: str, was: Card, stands: Card) -> Iterator[Change]:
    shape: type = type(was)
    for key, slot in slots(shape).items():
        before, after = getattr(was, slot.name), getattr(stands, slot.name)
        if before == after:
            continue
        if slot.limitless:
            way = leaning(name, key, before, after)
            old, new = (NO_LIMIT if e is None else spoken(e) for e in (before, after))
            yield Change(card=name, id=id, key=key, way=way, old=old, new=new)
        elif shape is Gate and slot.name == "requires":
            yield from _requirement(id, before, after)
        elif shape is Gate and slot.name == "safety":
            words = {True: "safety", False: "record"}
            yield _changed(name, id, "class", words[before], words[after])
        else:
            yield _changed(name, id, key, before, after)


def _requirement(id: str, was: Card, stands: Card) -> Iterator[Change]:
    kinds = KIND_OF[type(was)], KIND_OF[type(stands)]
    if kinds[0] != kinds[1]:
        yield _changed("gate", id, "kind", *kinds)
        return
    shape: type = type(was)
    for key, slot in slots(shape).items():
        before, after = getattr(was, slot.name), getattr(stands, slot.name)
        if before != after:
            yield _changed("gate", id, key, before, after, of=kinds[0])


def _changed(
    card: str, id: str, key: str, old: object, new: object, *, of: str = ""
) -> Change:
    way = leaning(of or card, key, old, new)
    if key == "override":
        old, new = old or "prohibited", new or "prohibited"
    return Change(card=card, id=id, key=key, way=way, old=spoken(old), new=spoken(new))


def spoken(value: object) -> str:
    """
    A value of a card as a person would say it.
    """
    if value is None or value in ("", ()):
        return "nothing"
    if isinstance(value, Quantity):
        return value.written
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, OverridePolicy):
        return f"an override by {', '.join(value.by)} for {_many(value.reasons)}"
    if isinstance(value, tuple):
        return _many(
            tuple(f"{e.source}: {e.what}" if isinstance(e, Said) else str(e) for e in value)
        )
    return shown(value)


def _many(words: tuple[str, ...]) -> str:
    return ", ".join(shown(word) for word in words)
