"""
Whether what is typed of a plan or a product holds together, before it is recorded.

A gate reads a plan item by item: two items or needles under one id, a volume below
nothing, or a word that is in no list would be read past without anyone noticing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import InputFault, nearest
from planner.model import gtin
from planner.model.answer import DOES_NOT_KNOW
from planner.model.product import MIXED, VEHICLES
from planner.model.quantity import Quantity
from planner.model.terms import NO, YES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.model.product import Needle, Plan, Product


def amount(text: str, where: str) -> Quantity:
    """
    An amount of more than nothing.

    Raises:
        InputFault: It cannot be read, or is nothing or less.
    """
    read = Quantity.of(text)
    if read.amount <= 0:
        raise InputFault(
            f'"{text}" is not more than nothing.',
            where=where,
            now="Write how much, with its unit.",
        )
    return read


def plan(made: Plan) -> None:
    """
    Look at a plan as a whole.

    Raises:
        InputFault: Ids are used twice, or an amount is not one.
    """
    seen: set[str] = set()
    needles: dict[str, Needle] = {}
    for item in made.items:
        where = f"plan item {item.id}"
        if item.id in seen:
            raise InputFault(
                f'There are two plan items "{item.id}".',
                where=where,
                now="Give each item an id of its own.",
            )
        seen.add(item.id)
        known = needles.setdefault(item.needle.id, item.needle)
        if known != item.needle:
            raise InputFault(
                f'Two different needles are called "{item.needle.id}".',
                where=where,
                now="Give each kind of needle an id of its own.",
            )
        if item.points < 1:
            raise InputFault(
                f"{item.points} points are planned.",
                where=where,
                now="Write how many, 1 or more.",
            )
        for written in (item.volume_per_point, item.angle, item.needle.length):
            if _readable(written):
                amount(written, where)


def product(made: Product) -> None:
    """
    Look at a product's words and strengths.

    Raises:
        InputFault: A word is in no list, or a strength is not one.
    """
    where = f"product {made.id}"
    _word(made.vehicle, VEHICLES, where, "vehicle")
    _word(made.mixed, MIXED, where, "mixed")
    answers = (YES, NO, DOES_NOT_KNOW)
    for name in ("registered", "described", "composition_complete", "on_label"):
        _word(getattr(made, name), answers, where, name)
    if made.gtin and not gtin.holds(made.gtin):
        raise InputFault(
            f'"{made.gtin}" is not the number of a trade item.',
            where=f"{where}, gtin",
            why="Its last digit does not follow from the others, or some are missing.",
            now="Write all the digits under the bar code, without spaces.",
        )
    for component in made.components:
        if component.strength:
            amount(component.strength, f"{where}, {component.substance}")


def _readable(text: str) -> bool:
    # What cannot be read may stand as typed: its gate then calls it unknown.
    try:
        Quantity.of(text)
    except InputFault:
        return False
    return True


def _word(seen: str, known: Iterable[str], where: str, what: str) -> None:
    words = tuple(known)
    if seen not in words:
        raise InputFault(
            f'"{seen}" is not a word for "{what}".' + nearest(seen, words),
            where=where,
            now="Words: " + ", ".join(words) + ".",
        )
