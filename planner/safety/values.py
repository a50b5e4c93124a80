"""
The values a gate may compare, and the instants it may count from.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from functools import lru_cache
from math import radians, sin
from typing import TYPE_CHECKING, NamedTuple

from planner.errors import PlannerError
from planner.model.answer import Why
from planner.model.quantity import A_YEAR, PER_CENT, UNITS, Quantity, after, on_calendar
from planner.model.terms import KEPT_LONG
from planner.safety.known import answered

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from planner.model.product import PlanItem
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation
    from planner.model.time import Instant
    from planner.model.vocabulary import Technique


class Value(NamedTuple):
    """
    A value as measured or written, or why it is not known; `at` is when it was measured.
    """

    quantity: Quantity | None
    why: Why | None = None
    at: datetime | None = None


def value_of(
    name: str,
    item: str,
    fresh: Quantity | None,
    situation: Situation,
    protocol: Protocol,
) -> Value:
    """
    Find a value by its closed word, or the answer to a question by the question's id.
    """
    try:
        if name in _MEASURED:
            return _measured(name, fresh, situation)
        if name in _OF_ITEM:
            return _of_item(name, item, situation, protocol)
        if name in _OF_ZONE:
            return _of_zone(name, item, situation)
        if name in _OF_SESSION:
            return _OF_SESSION[name](situation, item)
        fact, why = answered(protocol.question[name], situation, item)
        if why is not None or fact is None:
            return Value(None, why)
        return Value(fact.quantity, None, fact.observed_at)
    except PlannerError:
        # What was written cannot be read as a quantity: that is not knowing it.
        return Value(None, Why.UNREADABLE)


_MEASURED = {"systolic", "diastolic", "pulse", "oxygen", "breathing", "temperature"}


def _measured(name: str, fresh: Quantity | None, situation: Situation) -> Value:
    for taken in reversed(situation.session.vitals):
        written = taken.values.get(name)
        if written is None:
            continue
        if situation.now.since(taken.taken) is None:
            return Value(None, Why.CLOCK, taken.taken.at)
        if taken.taken.at < situation.session.visit_began.at:
            return Value(None, Why.STALE, taken.taken.at)
        if fresh is not None:
            most = after(taken.taken.at, fresh, situation.history.zone) - taken.taken.at
            if situation.now.at_most_since(taken.taken) > most:
                return Value(None, Why.STALE, taken.taken.at)
        return Value(Quantity.of(written), None, taken.taken.at)
    return Value(None, Why.NOT_ASKED)


def _item_named(name: str, situation: Situation) -> PlanItem | None:
    if situation.plan is None:
        return None
    for each in situation.plan.items:
        if name in {each.id, each.needle.id}:
            return each
    return None


def vertical_depth(item: PlanItem) -> Quantity:
    """
    How deep the tip reaches: the length of the needle times the sine of its angle.
    """
    return _depth(item.needle.length, item.angle)


@lru_cache(maxsize=KEPT_LONG)
def _depth(written_length: str, written_angle: str) -> Quantity:
    length, angle = Quantity.of(written_length), Quantity.of(written_angle)
    depth = length.measure * Decimal(repr(sin(radians(float(angle.measure)))))
    return Quantity(depth.quantize(UNITS["mm"].step), "mm")


def _technique(item: PlanItem, protocol: Protocol) -> Technique:
    return protocol.vocabulary.technique[item.technique]


def _outside(value: Quantity, low: Quantity | None, high: Quantity | None) -> Quantity:
    # How far a value lies outside what a technique is described with: none where it
    # lies within, or where nothing is described.
    if low is not None and value < low:
        return low - value
    if high is not None and value > high:
        return value - high
    return value - value


_OF_ITEM: dict[str, Callable[[PlanItem, Protocol], Quantity]] = {
    "needle-outer-diameter": lambda item, _: Quantity.of(item.needle.outer_diameter),
    "needle-length": lambda item, _: Quantity.of(item.needle.length),
    "vertical-depth": lambda item, _: vertical_depth(item),
    "depth-over-layer": lambda item, protocol: (
        vertical_depth(item) - protocol.vocabulary.layer[item.layer].deepest
    ),
    "depth-over-technique": lambda item, protocol: _outside(
        vertical_depth(item), None, _technique(item, protocol).depth_to
    ),
    "angle-off-technique": lambda item, protocol: _outside(
        Quantity.of(item.angle),
        _technique(item, protocol).angle_from,
        _technique(item, protocol).angle_to,
    ),
    "length-off-technique": lambda item, protocol: _outside(
        Quantity.of(item.needle.length),
        _technique(item, protocol).needle_length_from,
        _technique(item, protocol).needle_length_to,
    ),
    "injection-angle": lambda item, _: Quantity.of(item.angle),
    "point-volume": lambda item, _: Quantity.of(item.volume_per_point),
}


def _of_item(name: str, item: str, situation: Situation, protocol: Protocol) -> Value:
    planned = _item_named(item, situation)
    if planned is None:
        return Value(None, Why.NOT_ASKED)
    return _of_planned(name, planned, protocol)


@lru_cache(maxsize=KEPT_LONG)
def _of_planned(name: str, planned: PlanItem, protocol: Protocol) -> Value:
    # What follows from the item as it is written, and from the lists: nothing of now.
    if name == "depth-over-layer" and planned.layer not in protocol.vocabulary.layer:
        return Value(None, Why.UNRECOGNISED)
    if name.endswith("-technique") and planned.technique not in (
        protocol.vocabulary.technique
    ):
        return Value(None, Why.UNRECOGNISED)
    return Value(_OF_ITEM[name](planned, protocol))


_NO_TIME = timedelta(0)
_OF_ZONE = {"antiseptic-contact", "antiseptic-drying"}


def _of_zone(name: str, item: str, situation: Situation) -> Value:
    prepared = situation.session.prepared.get(item)
    if prepared is None:
        return Value(None, Why.NOT_ASKED)
    if prepared.visit != situation.session.visit:
        return Value(None, Why.STALE, prepared.done.at)
    contact = name == "antiseptic-contact"
    written = prepared.contact if contact else prepared.dried
    return Value(Quantity.of(written), None, prepared.done.at)


def _age(situation: Situation, _: str) -> Value:
    born, today = situation.history.birth_date, situation.today
    if born is None:
        return Value(None, Why.NOT_ASKED)
    if born > today:
        return Value(None, Why.UNREADABLE)
    return _whole_years(born, today)


@lru_cache(maxsize=KEPT_LONG)
def _whole_years(born: date, today: date) -> Value:
    # Each ends on the calendar birthday: 29 February rolls to 1 March.
    years = today.year - born.year
    if on_calendar(born, A_YEAR * years) > today:
        years -= 1
    return Value(Quantity(Decimal(years), "year"))


def _systolic_fall(situation: Situation, _: str) -> Value:
    latest = _measured("systolic", None, situation)
    if latest.quantity is None:
        return latest
    for taken in situation.session.vitals:
        written = taken.values.get("systolic")
        if written is not None and taken.taken.at >= situation.session.visit_began.at:
            baseline = Quantity.of(written)
            if not baseline.measure:
                return Value(None, Why.UNREADABLE, latest.at)
            fall = (1 - latest.quantity.share_of(baseline)) * PER_CENT
            return Value(
                Quantity(fall.quantize(UNITS["fraction"].step), "%"), None, latest.at
            )
    return Value(None, Why.NOT_ASKED)


def _session_volume(situation: Situation, _: str) -> Value:
    from planner.safety.dose import session_volume

    return Value(session_volume(situation))


def _restart_delay(situation: Situation, item: str) -> Value:
    given = situation.session.deliveries
    if not given:
        return Value(None, Why.NOT_ASKED)
    last = max(each.counts_from.at for each in given)
    for agreement in situation.session.agreements:
        if agreement.medicine == item and agreement.restart is not None:
            gap = agreement.restart - last
            return Value(Quantity(Decimal(int(gap.total_seconds())), "s"))
    return Value(None, Why.NOT_ASKED)


_OF_SESSION: dict[str, Callable[[Situation, str], Value]] = {
    "age": _age,
    "systolic-fall": _systolic_fall,
    "session-volume": _session_volume,
    "restart-delay": _restart_delay,
}


def anchor(name: str, situation: Situation) -> Instant | None:
    """
    The instant an anchor stands for, or nothing when it never happened.

    For an exposure it is the latest ever recorded, amended and mistaken ones included:
    a correction must never shorten a patient's observation.
    """
    session = situation.session
    of_kind: dict[str, Callable[[], list[Instant]]] = {
        "last-exposure": lambda: [e.counts_from for e in session.exposures],
        "last-test": lambda: [e.counts_from for e in session.exposures if e.kind == "test"],
        "last-delivery": lambda: [
            e.counts_from for e in session.exposures if e.kind == "delivery"
        ],
        "last-vitals": lambda: [
            each.taken
            for each in session.vitals
            if {"systolic", "diastolic", "pulse", "oxygen"} <= set(each.values)
        ],
        "last-rule-out": lambda: list(session.ruled_out),
    }
    return _latest(of_kind[name](), situation)


def _latest(instants: list[Instant], situation: Situation) -> Instant | None:
    # The one that is least long ago. One that the clock cannot place comes before all:
    # what is counted from it is then unknown.
    ago = [(situation.now.since(each), each) for each in instants]
    for gone, each in ago:
        if gone is None:
            return each
    return min(ago, key=lambda pair: pair[0] or _NO_TIME, default=(None, None))[1]
