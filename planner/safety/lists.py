"""
The lists a gate may be judged over: over a list ("each") it is judged once for every item.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from planner.model.answer import Outcome, Why
from planner.model.terms import KEPT_LONG, KEPT_NOW_EACH
from planner.safety.findings import Phrase, Reading

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model.product import Plan, PlanItem
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation


def item_ids(name: str, situation: Situation, protocol: Protocol) -> tuple[str, ...] | None:
    """
    The items of a list a gate is judged over, or nothing where there is no plan yet.
    """
    if name == "kit":
        return protocol.blocking_kit
    if name == "operator-trainings":
        return protocol.training_ids
    return None if situation.plan is None else _planned_ids(name, situation.plan)


_OF_PLAN: dict[str, Callable[[PlanItem], str]] = {
    "items": lambda item: item.id,
    "products": lambda item: item.product,
    "lots": lambda item: f"{item.product} {item.lot}",
    "zones": lambda item: item.zone,
    "needles": lambda item: item.needle.id,
}


@lru_cache(maxsize=KEPT_LONG)
def _planned_ids(name: str, plan: Plan) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_OF_PLAN[name], plan.items)))


_DONE = Phrase("listed-done")


def state(
    item: str, outcome: Outcome, seen: str, why: Why | None = None, **values: object
) -> Reading:
    """
    One item of a list as a reading.
    """
    return Reading(
        item=item,
        outcome=outcome,
        seen=Phrase(seen, {"item": item, **values}),
        needed=_DONE,
        why=why,
    )


def no_plan(item: str = "") -> Reading:
    """
    There is no plan yet, so nothing that depends on it is known.
    """
    return state(item, Outcome.UNKNOWN, "no-plan", Why.NOT_ASKED)


@lru_cache(maxsize=KEPT_NOW_EACH)
def state_of_letter(about: str, product: str, situation: Situation) -> Reading:
    """
    Whether a dated specialist's letter about something holds for a product.
    """
    held = [
        letter
        for letter in situation.history.letters
        if letter.about == about
        and letter.product in {"", product}
        and letter.dated <= situation.today
    ]
    if held:
        # The latest word counts: an older agreement does not outlive a newer refusal.
        letter = max(reversed(held), key=lambda each: each.dated)
        good = letter.result in {"negative", "tolerated", "agreed"}
        return state(
            product,
            Outcome.OPEN if good else Outcome.SHUT,
            "letter-on-file",
            by=letter.by,
            dated=letter.dated,
            result=letter.result,
        )
    return state(product, Outcome.SHUT, "no-letter")
