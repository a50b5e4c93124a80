"""
composed -- a planned product holds something it must not.

Asks
    What each planned product is made of, additional components included: whether any of
    it belongs to a group in `excludes`, or meets one of the patient's allergies.
Open
    Everything is known and nothing is excluded.
Shut
    Something is.
Unknown
    The composition is not fully known, a component or an allergy is not recognised, or
    the list of allergies is not stated complete.
In a protocol
    kind = "composed", each = "products", against = "allergies"
    kind = "composed", each = "products", excludes = ["phosphatidylcholine"]
    against = "antiseptic" compares the planned antiseptic with the allergies.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from planner.model.answer import Outcome, Why
from planner.model.protocol import Composed
from planner.model.terms import KEPT_LONG
from planner.safety.findings import Phrase, Reading
from planner.safety.known import (
    allergies,
    allergies_unknown,
    groups_in,
    substances_in,
)
from planner.safety.lists import item_ids, no_plan

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.model.product import Product
    from planner.model.protocol import Gate, Protocol
    from planner.model.situation import Situation
    from planner.model.vocabulary import Substance
    from planner.safety.known import KnownAllergy


KIND = "composed"
REQUIREMENT = Composed

_NEEDED = Phrase("composition-needed")


def read(gate: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    """
    Compare every planned product, or the antiseptic, with what must not be in it.
    """
    requires = gate.requires
    assert isinstance(requires, Composed)
    if situation.plan is None:
        yield no_plan()
        return
    if requires.against == "antiseptic":
        name = situation.plan.antiseptic
        parts = _named_in(name, protocol)
        yield _against_allergies(name, parts, situation, protocol, whole=bool(name))
        return
    for id_ in item_ids("products", situation, protocol) or ():
        product = situation.history.clinic.products.get(id_)
        if product is None:
            yield _reading(id_, Outcome.UNKNOWN, "not-on-record", Why.NOT_ASKED)
            continue
        whole = product.composition_complete == "yes"
        if requires.against == "allergies":
            yield _against_allergies(
                product.name,
                substances_in(product, protocol),
                situation,
                protocol,
                whole=whole,
            )
        if requires.excludes:
            yield _excluding(requires, product, protocol)


@lru_cache(maxsize=KEPT_LONG)
def _named_in(
    antiseptic: str, protocol: Protocol
) -> tuple[tuple[str, Substance | None], ...]:
    known = protocol.vocabulary.substance_named
    parts = antiseptic.replace(" and ", " in ").split(" in ")
    return tuple([(part, known(part)) for part in parts])


@lru_cache(maxsize=KEPT_LONG)
def _excluding(requires: Composed, product: Product, protocol: Protocol) -> Reading:
    # What a product holds does not change from one patient to the next.
    groups, known = groups_in(product, protocol)
    found = sorted(groups & set(requires.excludes))
    if found:
        return _reading(product.name, Outcome.SHUT, "contains", found=found)
    if not known:
        return _reading(
            product.name, Outcome.UNKNOWN, "composition-unknown", Why.UNRECOGNISED
        )
    return _reading(product.name, Outcome.OPEN, "contains-none")


def _against_allergies(
    name: str,
    parts: Iterable[tuple[str, Substance | None]],
    situation: Situation,
    protocol: Protocol,
    *,
    whole: bool,
) -> Reading:
    known = allergies(situation, protocol)
    met = [
        (each.allergy.substance, part)
        for each in known
        for part, substance in parts
        if _meets(each, part, substance)
    ]
    if met:
        allergy, part = met[0]
        return _reading(name, Outcome.SHUT, "allergy-met", allergy=allergy, part=part)
    why = allergies_unknown(situation)
    if why is not None:
        return _reading(name, Outcome.UNKNOWN, "list-unknown", why, list="allergies")
    strange = [part for part, substance in parts if substance is None]
    strange += [each.allergy.substance for each in known if each.groups is None]
    if strange or not whole:
        return _reading(
            name,
            Outcome.UNKNOWN,
            "unrecognised-part" if strange else "composition-unknown",
            Why.UNRECOGNISED,
            part=", ".join(strange),
        )
    return _reading(name, Outcome.OPEN, "no-allergy-met")


def _meets(allergy: KnownAllergy, part: str, substance: Substance | None) -> bool:
    if allergy.allergy.substance.casefold() == part.casefold():
        return True
    if substance is None:
        return False
    if allergy.substance is not None and allergy.substance.id == substance.id:
        return True
    return bool((allergy.groups or frozenset()) & set(substance.groups))


def _reading(
    item: str, outcome: Outcome, seen: str, why: Why | None = None, **values: object
) -> Reading:
    return Reading(
        item=item,
        outcome=outcome,
        seen=Phrase(seen, {"item": item, **values}),
        needed=_NEEDED,
        why=why,
    )
