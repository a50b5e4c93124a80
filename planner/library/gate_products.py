"""
The domains of gates about products, doses, tests and last days of use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from planner.library.gate_setting import (
    OPEN,
    PLANNED,
    SHUT,
    UNKNOWN,
    Day,
    Lever,
    Levers,
    Setting,
    Table,
    answered,
    sides,
)
from planner.library.gate_story import a_product, given
from planner.model.protocol import Composed, WithinLimit
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.model.protocol import Gate, Limit, Protocol

USED = {"product": "other", "lot": "other-1"}
_WEIGHT = Quantity.of("60 kg")
_ONE_ML = Quantity.of("1 mL")


def of(words: str, means: str, *components: Table, **changes: object) -> Setting:
    """
    A planned product that is made of these.
    """
    made = a_product("other", *components, **changes)
    return Setting(words=words, means=means, moves=made, item=USED)


def part(substance: str, strength: str = "") -> Table:
    """
    One component of a product.
    """
    return {"substance": substance, "active": True, "strength": strength}


def composed(gate: Gate, protocol: Protocol) -> Levers:
    """
    Products with and without what is excluded, and allergies that are met or not.
    """
    needs = gate.requires
    assert isinstance(needs, Composed)
    words = protocol.vocabulary
    if needs.against == "antiseptic":
        antiseptic = Lever(
            "antiseptic",
            (
                Setting(words="an antiseptic is planned", item={}),
                Setting(
                    words="no antiseptic is named",
                    means=UNKNOWN,
                    item={"whole": {"antiseptic": ""}},
                ),
                Setting(
                    words="an antiseptic nobody knows",
                    means=UNKNOWN,
                    item={"whole": {"antiseptic": "some cleaner"}},
                ),
            ),
        )
        return antiseptic, allergies("chlorhexidine"), PLANNED
    plain = given(protocol)["product"][0]["components"][0]
    known = [
        Setting(words="a product nobody asks about", item={}),
        of("the composition is not fully known", UNKNOWN, plain, composition_complete="no"),
        of("a component nobody knows", UNKNOWN, part("some-powder")),
        Setting(
            words="a product not on record",
            means=UNKNOWN,
            item={"product": "missing", "lot": "missing-1"},
        ),
    ]
    if needs.against:
        return Lever("product", tuple(known)), allergies(plain["substance"]), PLANNED
    for group in needs.excludes:
        member = next((s.id for s in words.substances if group in s.groups), "")
        if member:
            known.append(of(f"a product with {member}", SHUT, part(member)))
        if group.endswith("-vehicle"):
            vehicle = group.removesuffix("-vehicle")
            known.append(of(f"a product in {vehicle}", SHUT, plain, vehicle=vehicle))
    return Lever("product", tuple(known)), PLANNED


def allergies(met: str) -> Lever:
    """
    The allergies of the patient: none, to this substance, to one nobody knows, not told.
    """

    def told(*names: str, complete: bool = True) -> tuple[Table, ...]:
        rows = [{"substance": name, "reaction": "rash"} for name in names]
        return ({"does": "record", "allergies": rows, "complete": complete},)

    return Lever(
        "allergies",
        (
            Setting(words="no allergies", moves=told()),
            Setting(words=f"an allergy to {met}", means=SHUT, moves=told(met)),
            Setting(
                words="an allergy to something unknown",
                means=UNKNOWN,
                moves=told("some-thing"),
            ),
            Setting(
                words="the list is not complete", means=UNKNOWN, moves=told(complete=False)
            ),
            Setting(words="allergies not asked", means=UNKNOWN, untold=("allergies",)),
        ),
    )


def within_limit(gate: Gate, protocol: Protocol) -> Levers:
    """
    Each limit just under, at and just over its cap, weight and strengths known or not.
    """
    needs = gate.requires
    assert isinstance(needs, WithinLimit)
    limits = [protocol.limit[name] for name in needs.limits]
    plain = given(protocol)["product"][0]["components"][0]
    found = [Setting(words="nothing limited is planned", item={})]
    for limit in limits:
        member = _member(limit, protocol)
        if not member:
            continue
        for name, side, value in sides(**{limit.id: _cap(limit)}):
            if value.measure > 0:
                strength = f"{format(value.amount.normalize(), 'f')} mg/mL"
                found.append(
                    evolve(
                        _full(part(member, strength), f"{value} of {member}"),
                        means=SHUT if side == "over" else OPEN,
                        number="at_most" if needs.together else name,
                        side=side,
                    )
                )
        found.append(evolve(_full(part(member), f"{member} of no strength"), means=UNKNOWN))
    if needs.together:
        found = [each for each in found if each.means != SHUT] + _together(limits, protocol)
    found.append(of("a component nobody knows", UNKNOWN, part("some-powder")))
    missing = {"product": "missing", "lot": "missing-1"}
    found.append(Setting(words="a product not on record", means=UNKNOWN, item=missing))
    found.append(
        evolve(
            _full(plain, "a volume that cannot be read"),
            means=UNKNOWN,
            item={**USED, "volume_per_point": "a little"},
        )
    )
    heavy = any(cap.dimension == "mass/mass" for x in limits for cap in _caps(x))
    weight = [
        Setting(words="the weight is known", moves=(answered("weight", _WEIGHT.written),)),
        Setting(words="the weight is not known", means=UNKNOWN),
    ]
    levers = (Lever("dose", tuple(found)), PLANNED)
    return (*levers, Lever("weight", tuple(weight))) if heavy else levers


def _caps(limit: Limit) -> list[Quantity]:
    return [each for each in (limit.at_most, limit.and_) if each is not None]


def _cap(limit: Limit) -> Quantity:
    caps = [
        cap.of_amount(_WEIGHT) if cap.dimension == "mass/mass" else cap
        for cap in _caps(limit)
    ]
    return min(caps, key=lambda cap: cap.measure)


def _member(limit: Limit, protocol: Protocol) -> str:
    # A group nobody belongs to by name is its own word.
    for each in protocol.vocabulary.substances:
        if each.id == limit.substance or (limit.group and limit.group in each.groups):
            return each.id
    return ""


def _full(component: Table, words: str) -> Setting:
    # One millilitre, so that the strength is the dose.
    made = a_product("other", component)
    one = {**USED, "volume_per_point": _ONE_ML.written}
    return Setting(words=words, moves=made, item=one)


def _together(limits: list[Limit], protocol: Protocol) -> list[Setting]:
    # Two substances, each at its own whole limit: twice what both may be together.
    parts = []
    for limit in limits[:2]:
        strength = f"{format(_cap(limit).amount.normalize(), 'f')} mg/mL"
        parts.append(part(_member(limit, protocol), strength))
    made = a_product("other", *parts)
    one = {**USED, "volume_per_point": _ONE_ML.written}
    return [
        Setting(words="two at their own limits", means=SHUT, moves=made, item=one),
    ]


def in_date(gate: Gate, protocol: Protocol) -> Levers:
    """
    The last day today, yesterday, and not on record.
    """
    parts = given(protocol)
    found: list[Setting] = [Setting(words="the last day is ahead", item={})]
    for words, means, day in (
        ("the last day is today", OPEN, Day(0)),
        ("the last day was yesterday", SHUT, Day(-1)),
    ):
        found.append(Setting(words=words, means=means, item={}, **_ends(gate, parts, day)))
    if gate.each == "lots":
        lot = {"lot": "missing-1"}
        found.append(Setting(words="a lot not on record", means=UNKNOWN, item=lot))
    elif gate.each == "kit":
        gone: dict[str, Any] = {"instead": {"kit": ()}}
        found.append(Setting(words="the kit was not counted", means=UNKNOWN, **gone))
    else:
        nobody = {"whole": {"operator": "somebody"}}
        found.append(
            Setting(words="the operator is not on record", means=UNKNOWN, item=nobody)
        )
        bare = {"staff": ({**parts["staff"][0], "trainings": []},)}
        found.append(
            Setting(words="no training is held", means=SHUT, item={}, instead=bare)
        )
    return Lever("last day", tuple(found)), PLANNED


def _ends(gate: Gate, parts: Mapping[str, tuple[Table, ...]], day: Day) -> dict[str, Any]:
    # What is counted or registered again, with another last day.
    if gate.each == "lots":
        return {"moves": ({**parts["product"][1], "expires_on": day},)}
    if gate.each == "kit":
        rows = [{**row, "expires_on": day} for row in parts["kit"][0]["items"]]
        return {"moves": ({"does": "kit", "items": rows},)}
    held = [{**each, "until": day} for each in parts["staff"][0]["trainings"]]
    return {"moves": ({**parts["staff"][0], "trainings": held},)}
