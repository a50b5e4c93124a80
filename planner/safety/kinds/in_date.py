"""
in-date -- something has passed its last day of use.

Asks
    Whether the last day of each item of a list is today or later.
Open
    It is; or the item never runs out.
Shut
    It was yesterday or earlier.
Unknown
    The item, or its last day, is not on record.
In a protocol
    kind = "in-date", each = "lots" (or "kit", "operator-trainings")
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from planner.model.answer import Outcome, Why
from planner.model.protocol import InDate
from planner.model.terms import KEPT_LONG
from planner.safety.conditions import holds
from planner.safety.findings import Phrase, Reading
from planner.safety.lists import item_ids, no_plan, state

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from planner.model.protocol import Gate, Protocol, RequiredTraining
    from planner.model.situation import Situation
    from planner.model.vocabulary import KitItem


KIND = "in-date"
REQUIREMENT = InDate

_NEEDED = Phrase("in-date-needed")
_TRAININGS = "operator-trainings"


def read(gate: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    """
    Compare the last day of each item with today.
    """
    items = item_ids(gate.each, situation, protocol)
    if items is None:
        yield no_plan()
        return
    if gate.each == "lots":
        yield from _lots(situation)
        return
    if gate.each == "kit":
        yield from _kit(situation, protocol)
        return
    assert gate.each == _TRAININGS, gate.each
    for card in protocol.trainings:
        yield _training(card, situation)


def _dated(item: str, day: date | None, situation: Situation) -> Reading:
    if day is None:
        return state(item, Outcome.UNKNOWN, "no-last-day", Why.NOT_ASKED)
    return _on(item, day, situation.today)


@lru_cache(maxsize=KEPT_LONG)
def _on(item: str, day: date, today: date) -> Reading:
    return Reading(
        item=item,
        outcome=Outcome.OPEN if today <= day else Outcome.SHUT,
        seen=Phrase("last-day", {"item": item, "day": day}),
        needed=_NEEDED,
    )


def _lots(situation: Situation) -> Iterator[Reading]:
    plan, on_record = situation.plan, situation.history.clinic.lots
    planned = [] if plan is None else [(item.product, item.lot) for item in plan.items]
    for pair in dict.fromkeys(planned):
        item, lot = " ".join(pair), on_record.get(pair)
        if lot is None:
            yield state(item, Outcome.UNKNOWN, "not-on-record", Why.NOT_ASKED)
        else:
            yield _dated(item, lot.expires_on, situation)


@lru_cache(maxsize=KEPT_LONG)
def _expiring(protocol: Protocol) -> tuple[KitItem, ...]:
    blocking = frozenset(protocol.blocking_kit)
    return tuple(
        [each for each in protocol.vocabulary.kit if each.id in blocking and each.expires]
    )


def _kit(situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    stock = situation.history.clinic.stock
    for card in _expiring(protocol):
        named = card.applies_if
        if named and holds(named, situation, protocol) is Outcome.SHUT:
            continue
        if stock is None or card.id not in stock:
            yield state(card.title, Outcome.UNKNOWN, "not-counted", Why.NOT_ASKED)
        else:
            yield _dated(card.title, stock[card.id].expires_on, situation)


def _training(card: RequiredTraining, situation: Situation) -> Reading:
    person = situation.history.clinic.staff.get(situation.operator)
    if person is None:
        return state(card.title, Outcome.UNKNOWN, "operator-unknown", Why.NOT_ASKED)
    for held in person.trainings:
        if held.id != card.id:
            continue
        if held.gained_on > situation.today:
            return state(card.title, Outcome.UNKNOWN, "not-yet", Why.UNREADABLE)
        if not card.lapses and held.until is None:
            return state(card.title, Outcome.OPEN, "held", by=person.id)
        return _dated(card.title, held.until, situation)
    return state(card.title, Outcome.SHUT, "not-held", by=person.id)
