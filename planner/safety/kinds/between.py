"""
between -- a value lies outside its bounds.

Asks
    Whether a measured or written value lies between the bounds: `at_least` and
    `at_most` include themselves, `above` and `below` do not.
Open
    It does.
Shut
    It does not.
Unknown
    It was not measured, not in this visit, too long ago, or cannot be read.
In a protocol
    kind = "between", value = "systolic", below = "180 mmHg", fresh = "60 min"
    A needle is read in both tables of sizes with read_as = "needle-sizes".
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from planner.errors import Misuse
from planner.model.answer import Outcome, Why
from planner.model.protocol import Between
from planner.model.terms import KEPT_LONG
from planner.safety.findings import Phrase, Reading
from planner.safety.lists import item_ids, no_plan
from planner.safety.needles import candidates
from planner.safety.values import value_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from planner.model.product import Needle
    from planner.model.protocol import Gate, Protocol
    from planner.model.quantity import Quantity
    from planner.model.situation import Situation
    from planner.safety.values import Value


KIND = "between"
REQUIREMENT = Between


def read(gate: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    """
    Compare the value with its bounds, once for every item.
    """
    requires = gate.requires
    assert isinstance(requires, Between)
    items: tuple[str, ...] | None = ("",)
    if gate.each:
        items = item_ids(gate.each, situation, protocol)
    if items is None:
        yield no_plan()
        return
    for item in items:
        if requires.read_as:
            yield _needle_named(item, requires, situation, protocol)
            continue
        value = value_of(requires.value, item, requires.fresh, situation, protocol)
        at = value.at
        yield _reading(requires, item, value, None if at is None else at.tzinfo)


@lru_cache(maxsize=KEPT_LONG)
def _reading(requires: Between, item: str, value: Value, _: tzinfo | None) -> Reading:
    # The same value reads the same way every time it is compared with the same bounds;
    # the zone its instant is told in is part of what is seen.
    needed = _needed(requires)
    values: dict[str, object] = {"value": requires.value, "at": value.at}
    if value.quantity is None:
        why = value.why or Why.NOT_ASKED
        return Reading(
            item=item,
            outcome=Outcome.UNKNOWN,
            seen=Phrase(f"value {why.value}", values),
            needed=needed,
            why=why,
        )
    values["quantity"] = value.quantity
    seen = Phrase("value-seen", values)
    try:
        good = within(value.quantity, requires)
    except Misuse:
        return Reading(
            item=item,
            outcome=Outcome.UNKNOWN,
            seen=seen,
            needed=needed,
            why=Why.UNREADABLE,
        )
    return Reading(
        item=item,
        outcome=Outcome.OPEN if good else Outcome.SHUT,
        seen=seen,
        needed=needed,
    )


@lru_cache(maxsize=KEPT_LONG)
def _needed(requires: Between) -> Phrase:
    bounds = {
        name: bound
        for name, bound in (
            ("at_least", requires.at_least),
            ("at_most", requires.at_most),
            ("above", requires.above),
            ("below", requires.below),
        )
        if bound is not None
    }
    return Phrase("bounds", {"value": requires.value, **bounds})


def within(value: Quantity, bounds: Between) -> bool:
    """
    Whether a value lies within bounds.

    Raises:
        Misuse: The value and a bound measure different things.
    """
    return (
        (bounds.at_least is None or value >= bounds.at_least)
        and (bounds.at_most is None or value <= bounds.at_most)
        and (bounds.above is None or value > bounds.above)
        and (bounds.below is None or value < bounds.below)
    )


def _needle_named(
    item: str, requires: Between, situation: Situation, protocol: Protocol
) -> Reading:
    plan = situation.plan
    needles = {} if plan is None else {x.needle.id: x.needle for x in plan.items}
    return _needle(needles[item], requires, protocol)


@lru_cache(maxsize=KEPT_LONG)
def _needle(needle: Needle, requires: Between, protocol: Protocol) -> Reading:
    item, needed = needle.id, _needed(requires)
    sizes = candidates(needle, protocol)
    seen = Phrase("needle-seen", {"gauge": needle.gauge, "diameter": needle.outer_diameter})
    if not sizes:
        return Reading(
            item=item,
            outcome=Outcome.UNKNOWN,
            seen=seen,
            needed=needed,
            why=Why.UNRECOGNISED,
        )
    good = any(within(size, requires) for size in sizes)
    return Reading(
        item=item,
        outcome=Outcome.OPEN if good else Outcome.SHUT,
        seen=seen,
        needed=needed,
    )
