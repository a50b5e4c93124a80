"""
What is known, and why not: facts, medicines and allergies as a gate may rely on them.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from planner.errors import InputFault
from planner.model.answer import DOES_NOT_KNOW, NOT_APPLICABLE, Fact, Why
from planner.model.frozen import frozen
from planner.model.quantity import A_DAY, UNITS, Quantity, after
from planner.model.terms import KEPT_LONG, KEPT_NOW

if TYPE_CHECKING:
    from planner.model.person import Allergy, Medicine
    from planner.model.product import Product
    from planner.model.protocol import Protocol, Question
    from planner.model.situation import Situation
    from planner.model.vocabulary import KnownMedicine, Substance


@frozen
class Known:
    """
    A fact that counts, or why there is none; the fact is kept where it only lapsed.
    """

    fact: Fact | None
    why: Why | None = None


def fact_for(question: Question, situation: Situation, item: str = "") -> Known:
    """
    Find the answer to a question, and say why it does not count where it does not.
    """
    return Known(*answered(question, situation, item))


def answered(
    question: Question, situation: Situation, item: str = ""
) -> tuple[Fact | None, Why | None]:
    """
    Tell the same as a pair: it is asked for by most gates of every move.
    """
    fact = situation.session.facts.facts.get((question.id, item))
    if fact is None:
        return None, _missing(question, situation, item)
    if not fact.value or fact.value[0] == DOES_NOT_KNOW:
        return fact, Why.DOES_NOT_KNOW
    if question.fresh == "visit":
        if fact.visit != situation.session.visit:
            return fact, Why.STALE
    elif question.fresh and lapsed(fact, question.fresh, situation):
        return fact, Why.STALE
    if question.kind == "quantity":
        try:
            written = fact.quantity
        except InputFault:
            return fact, Why.UNREADABLE
        if question.unit and written.dimension != UNITS[question.unit].dimension:
            return fact, Why.UNREADABLE
    if question.kind == "choice":
        answer = fact.value[0]
        if answer not in question.answers and answer != NOT_APPLICABLE:
            return fact, Why.UNRECOGNISED
    return fact, None


def lapsed(fact: Fact, fresh: str, situation: Situation) -> bool:
    """
    Whether a fact is older than it may be, counted from when it was true.
    """
    span = Quantity.of(fresh)
    now, zone = situation.now.at, situation.history.zone
    if fact.observed_at > now:
        return True
    if span.dimension == "time":
        return now > after(fact.observed_at, span, zone)
    # A span of days counts to the end of its last local day.
    return now >= after(after(fact.observed_at, span, zone), A_DAY, zone)


def _missing(question: Question, situation: Situation, item: str) -> Why:
    if question.scope == "patient":
        for other in situation.history.others:
            if other.facts.get(question.id, item) is not None:
                return Why.NOT_CONFIRMED
    return Why.NOT_ASKED


@frozen
class TakenMedicine:
    """
    One medicine the patient takes, with what is known of it.

    `classes` is nothing when the name is not recognised and no physician classified it.
    """

    medicine: Medicine
    card: KnownMedicine | None
    classes: tuple[str, ...] | None


def medicines_unknown(situation: Situation) -> Why | None:
    """
    Why the list of medicines does not count: not asked, not complete, or not this visit.
    """
    session = situation.session
    if session.medicines_complete is None:
        return Why.NOT_ASKED
    if session.medicines_visit != session.visit:
        return Why.STALE
    return None if session.medicines_complete else Why.INCOMPLETE


@lru_cache(maxsize=KEPT_NOW)
def medicines(situation: Situation, protocol: Protocol) -> tuple[TakenMedicine, ...]:
    """
    The patient's medicines, each recognised by name or classified by a physician.
    """
    taken = []
    for medicine in situation.session.medicines:
        card = protocol.vocabulary.medicine_named(medicine.name)
        classes = situation.session.classified_medicines.get(medicine.name)
        if classes is None and card is not None:
            classes = card.classes
        taken.append(TakenMedicine(medicine, card, classes))
    return tuple(taken)


@frozen
class KnownAllergy:
    """
    One allergy, with the groups it is taken to meet; nothing when it is unrecognised.
    """

    allergy: Allergy
    substance: Substance | None
    groups: frozenset[str] | None


def allergies_unknown(situation: Situation) -> Why | None:
    """
    Why the list of allergies does not count.
    """
    complete = situation.session.allergies_complete
    if complete is None:
        return Why.NOT_ASKED
    return None if complete else Why.INCOMPLETE


@lru_cache(maxsize=KEPT_NOW)
def allergies(situation: Situation, protocol: Protocol) -> tuple[KnownAllergy, ...]:
    """
    The patient's allergies, each with the groups of substances it is taken to meet.
    """
    vocabulary = protocol.vocabulary
    known = []
    for allergy in situation.session.allergies:
        substance = vocabulary.substance_named(allergy.substance)
        groups: frozenset[str] | None = None
        named = situation.session.classified_allergies.get(allergy.substance)
        if named is not None:
            groups = frozenset(named)
        elif substance is not None:
            groups = frozenset(substance.cross_reacts)
        elif any(allergy.substance == each.id for each in vocabulary.substance_groups):
            groups = frozenset({allergy.substance})
        known.append(KnownAllergy(allergy, substance, groups))
    return tuple(known)


@lru_cache(maxsize=KEPT_LONG)
def substances_in(
    product: Product, protocol: Protocol
) -> tuple[tuple[str, Substance | None], ...]:
    """
    The components of a product, each with what is known of it.
    """
    return tuple(
        (each.substance, protocol.vocabulary.substance_named(each.substance))
        for each in product.components
    )


@lru_cache(maxsize=KEPT_LONG)
def groups_in(product: Product, protocol: Protocol) -> tuple[frozenset[str], bool]:
    """
    The groups of substances in a product, and whether all of it is known.
    """
    groups: set[str] = set()
    known = product.composition_complete == "yes"
    if product.vehicle in {"oil", "alcohol"}:
        groups.add(f"{product.vehicle}-vehicle")
    for _name, substance in substances_in(product, protocol):
        if substance is None:
            known = False
        else:
            groups.update(substance.groups)
    return frozenset(groups), known
