"""
Conditions: whether a card applies, in three outcomes. Open means that it does.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from planner.model.answer import Outcome, all_of, any_of
from planner.model.terms import KEPT_NOW_EACH
from planner.safety.known import (
    allergies,
    allergies_unknown,
    answered,
    groups_in,
    medicines,
    medicines_unknown,
)
from planner.safety.words import HISTORY

if TYPE_CHECKING:
    from planner.model.protocol import Protocol, When
    from planner.model.situation import Situation


@lru_cache(maxsize=KEPT_NOW_EACH)
def holds(name: str, situation: Situation, protocol: Protocol) -> Outcome:
    """
    Whether a named condition holds; an empty name always does.
    """
    if not name:
        return Outcome.OPEN
    when = protocol.when[name]
    if when.all_of:
        return all_of(holds(each, situation, protocol) for each in when.all_of)
    if when.any_of:
        return any_of(holds(each, situation, protocol) for each in when.any_of)
    return _leaf(when, situation, protocol)


def _leaf(when: When, situation: Situation, protocol: Protocol) -> Outcome:
    if when.question:
        return _answered(when, situation, protocol)
    if when.medicine:
        return _taken(when, situation, protocol)
    if when.plan_has:
        return _planned(when.plan_has, situation, protocol)
    if when.allergy_to:
        return _allergic(when.allergy_to, situation, protocol)
    return HISTORY[when.history](situation, protocol)


def _answered(when: When, situation: Situation, protocol: Protocol) -> Outcome:
    question = protocol.question[when.question]
    if question.each:
        items = {key[1] for key in situation.session.facts.facts if key[0] == question.id}
        found = [answered(question, situation, item) for item in sorted(items)]
    else:
        found = [answered(question, situation)]
    if not found:
        return Outcome.UNKNOWN
    return any_of(
        Outcome.UNKNOWN
        if why is not None or fact is None
        else _is(fact.value[0] in when.answers)
        for fact, why in found
    )


def _taken(when: When, situation: Situation, protocol: Protocol) -> Outcome:
    wanted = set(when.medicine)
    seen = [
        Outcome.UNKNOWN if each.classes is None else _is(bool(wanted & {*each.classes}))
        for each in medicines(situation, protocol)
    ]
    if medicines_unknown(situation) is not None:
        seen.append(Outcome.UNKNOWN)
    return any_of(seen)


def _planned(group: str, situation: Situation, protocol: Protocol) -> Outcome:
    plan = situation.plan
    if plan is None:
        return Outcome.UNKNOWN
    seen = []
    for item in plan.items:
        product = situation.history.clinic.products.get(item.product)
        if product is None:
            seen.append(Outcome.UNKNOWN)
            continue
        groups, known = groups_in(product, protocol)
        if group in groups:
            return Outcome.OPEN
        seen.append(Outcome.SHUT if known else Outcome.UNKNOWN)
    return any_of(seen)


def _allergic(group: str, situation: Situation, protocol: Protocol) -> Outcome:
    seen = []
    for each in allergies(situation, protocol):
        if each.groups is None:
            seen.append(Outcome.UNKNOWN)
        else:
            own = each.substance.groups if each.substance else ()
            seen.append(_is(group in each.groups or group in own))
    if allergies_unknown(situation) is not None:
        seen.append(Outcome.UNKNOWN)
    return any_of(seen)


def _is(true: bool) -> Outcome:
    return Outcome.OPEN if true else Outcome.SHUT
