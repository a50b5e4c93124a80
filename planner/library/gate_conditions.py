"""
The levers of a condition: each of its leaves holding, not holding, and not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner.library.gate_domains import delivered, placed
from planner.library.gate_medicines import (
    earlier,
    injected,
    listed,
    lists_unknown,
    of_classes,
)
from planner.library.gate_products import allergies, of, part
from planner.library.gate_setting import (
    OPEN,
    SHUT,
    UNKNOWN,
    Before,
    Lever,
    Setting,
    Table,
    answers,
)
from planner.library.gate_story import given
from planner.model.protocol import Protocol, When
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Callable

# What a setting means for a condition: that it holds, that it does not, or neither.
Ways = tuple[tuple[int, ...], ...]

_MISSING = {"product": "missing", "lot": "missing-1"}
_EXPOSED = Before(60)


def levers_of(name: str, protocol: Protocol) -> tuple[tuple[Lever, ...], Ways]:
    """
    The levers of a condition, and the ways in which they are looked at together.

    A condition of many leaves is looked at one leaf at a time: in any-of the others do not
    hold, in all-of they do.
    """
    if not name:
        return (), ((),)
    when = protocol.when[name]
    leaves = [protocol.when[each] for each in (*when.all_of, *when.any_of)] or [when]
    levers = tuple(_of_leaf(leaf, protocol) for leaf in _flat(leaves, protocol))
    rest = OPEN if when.all_of else SHUT
    others = [_first(lever, rest) for lever in levers]
    ways: dict[tuple[int, ...], None] = {}
    for place, lever in enumerate(levers):
        means = [each.means for each in lever.settings]
        order = sorted(range(len(means)), key=[x != OPEN for x in means].__getitem__)
        for at in order:
            ways[(*others[:place], at, *others[place + 1 :])] = None
    return levers, tuple(ways)


def _flat(leaves: list[When], protocol: Protocol) -> list[When]:
    # Compound conditions name leaves, or conditions of leaves, and nothing deeper.
    found: list[When] = []
    for leaf in leaves:
        inner = (*leaf.all_of, *leaf.any_of)
        found += [protocol.when[each] for each in inner] or [leaf]
    return found


def _first(lever: Lever, means: str) -> int:
    places = [at for at, each in enumerate(lever.settings) if each.means == means]
    return places[0] if places else 0


def _of_leaf(leaf: When, protocol: Protocol) -> Lever:
    if leaf.question:
        zones = protocol.vocabulary.zones
        item = zones[0].id if protocol.question[leaf.question].each else ""
        return answers(leaf.question, leaf.answers, protocol, item=item)
    if leaf.medicine:
        return _medicine(leaf, protocol)
    if leaf.plan_has:
        return _plan_has(leaf.plan_has, protocol)
    if leaf.allergy_to:
        member = next(
            (s.id for s in protocol.vocabulary.substances if leaf.allergy_to in s.groups),
            leaf.allergy_to,
        )
        return _turned(allergies(member))
    made = _HISTORY.get(leaf.history, _unmoved)(protocol)
    return Lever(leaf.history, tuple(made))


def _turned(lever: Lever) -> Lever:
    # For a gate an allergy shuts; for a condition it holds.
    other = {OPEN: SHUT, SHUT: OPEN, UNKNOWN: UNKNOWN}
    turned = [evolve(each, means=other[each.means]) for each in lever.settings]
    return Lever(lever.name, tuple(turned))


def _medicine(leaf: When, protocol: Protocol) -> Lever:
    card = of_classes(leaf.medicine, protocol)
    found = (
        []
        if card is None
        else [Setting(words=f"{card.names[0]} is taken", moves=listed(card.names[0]))]
    )
    none = Setting(words="none of them taken", means=SHUT, moves=listed())
    return Lever(", ".join(leaf.medicine), (*found, none, *lists_unknown()))


def _plan_has(group: str, protocol: Protocol) -> Lever:
    words = protocol.vocabulary
    member = next((s.id for s in words.substances if group in s.groups), "")
    plain = given(protocol)["product"][0]["components"][0]
    none = Setting(words=f"no {group} planned", means=SHUT, item={})
    found = [of(f"a product with {member}", OPEN, part(member))] if member else []
    return Lever(
        f"plan has {group}",
        (
            *found,
            none,
            of("a composition not fully known", UNKNOWN, plain, composition_complete="no"),
            Setting(words="a product not on record", means=UNKNOWN, item=_MISSING),
            Setting(words="nothing is planned", means=UNKNOWN, unplanned=True),
        ),
    )


def _unmoved(_: Protocol) -> list[Setting]:
    return [Setting(words="as it is")]


def _before(protocol: Protocol) -> list[Setting]:
    _ = protocol
    had = earlier(injected())
    return [
        Setting(words="nothing injected here before", item={}),
        Setting(words="injected before", means=SHUT, item={}, earlier=had, day=1),
    ]


def _new_product(protocol: Protocol) -> list[Setting]:
    return [
        *_before(protocol),
        Setting(words="nothing is planned", means=UNKNOWN, unplanned=True),
    ]


def _reacted(protocol: Protocol) -> list[Setting]:
    signs = [each.id for each in protocol.signs if each.weight == "suspect"][:1]
    unwell: Table = {
        "does": "suspect",
        "at": "day 0 10:00",
        "signs": signs,
        "text": "Unwell.",
    }
    confirmed: Table = {"does": "confirm", "text": "A reaction."}
    reacted = earlier(injected(), unwell, confirmed)
    return [
        Setting(words="a reaction here before", item={}, earlier=reacted, day=1),
        *[evolve(x, means=SHUT) for x in _before(protocol)][1:],
    ]


def _delivered(protocol: Protocol) -> list[Setting]:
    zone = protocol.vocabulary.zones[0].id
    given_ = delivered(_EXPOSED, zone=zone)
    return [
        Setting(words="something was injected", moves=(given_,)),
        Setting(words="nothing was injected", means=SHUT),
    ]


def _test_only(protocol: Protocol) -> list[Setting]:
    return [
        Setting(words="a test and no injection", moves=(placed(_EXPOSED),)),
        Setting(words="nothing was done", means=SHUT),
        evolve(_delivered(protocol)[0], means=SHUT),
    ]


def _hold(_: Protocol) -> list[Setting]:
    return [Setting(words="nothing is held", means=SHUT)]


def _zones(test: Callable[[object], bool]) -> Callable[[Protocol], list[Setting]]:
    def told(protocol: Protocol) -> list[Setting]:
        found = []
        for means in (OPEN, SHUT):
            fits = [z for z in protocol.vocabulary.zones if test(z) is (means == OPEN)]
            for zone in fits[:1]:
                item = {"zone": zone.id}
                found.append(Setting(words=f"zone {zone.id}", means=means, item=item))
        strange = {"zone": "somewhere"}
        found.append(Setting(words="a zone nobody knows", means=UNKNOWN, item=strange))
        found.append(Setting(words="nothing is planned", means=UNKNOWN, unplanned=True))
        return found

    return told


def _injector(_: Protocol) -> list[Setting]:
    return [
        Setting(words="an injector is planned", item={"injector": "an injector"}),
        Setting(words="by hand", means=SHUT, item={}),
        Setting(words="nothing is planned", means=UNKNOWN, unplanned=True),
    ]


def _product(name: str, holds: str, not_: str) -> Callable[[Protocol], list[Setting]]:
    def told(protocol: Protocol) -> list[Setting]:
        plain = given(protocol)["product"][0]["components"][0]
        return [
            of(f"{name}: {holds}", OPEN, plain, **{name: holds}),
            of(f"{name}: {not_}", SHUT, plain, **{name: not_}),
            Setting(words="a product not on record", means=UNKNOWN, item=_MISSING),
            Setting(words="nothing is planned", means=UNKNOWN, unplanned=True),
        ]

    return told


def _finer(protocol: Protocol) -> list[Setting]:
    least = protocol.numbers.get("needle-from", Quantity.of("0.26 mm"))
    sizes = ((least.step_under(), OPEN), (least, SHUT))
    return [
        Setting(
            words=f"a needle of {size}",
            means=means,
            item={"needle": {"outer_diameter": size.written}},
        )
        for size, means in sizes
    ]


def _fainted(_: Protocol) -> list[Setting]:
    unwell: Table = {"does": "suspect", "at": Before(60), "signs": [], "text": "Pale."}
    ruled: Table = {
        "does": "rule-out",
        "at": Before(50),
        "reason": "A faint.",
        "faint": True,
    }
    return [
        Setting(words="a faint was recorded", moves=(unwell, ruled)),
        Setting(words="no faint", means=SHUT),
    ]


def _erythema(protocol: Protocol) -> list[Setting]:
    due = protocol.numbers.get("erythema-look-after", Quantity.of("40 min"))
    zone = protocol.vocabulary.zones[0].id
    over, at = (Before.span(each) for each in (due.step_over(), due))
    return [
        Setting(words=f"{due.step_over()} ago", moves=(delivered(over, zone=zone),)),
        Setting(words=f"{due} ago", means=SHUT, moves=(delivered(at, zone=zone),)),
        Setting(words="nothing was injected", means=SHUT),
    ]


_HISTORY: dict[str, Callable[[Protocol], list[Setting]]] = {
    "first-exposure": _before,
    "new-product": _new_product,
    "earlier-reaction": _reacted,
    "exposed": _delivered,
    "delivered": _delivered,
    "test-only": _test_only,
    "hold-begun": _hold,
    "large-area": _zones(lambda zone: bool(getattr(zone, "large_area", False))),
    "uncovered-area": _zones(lambda zone: bool(getattr(zone, "uncovered", False))),
    "face-or-scalp": _zones(lambda zone: getattr(zone, "region", "") in {"face", "scalp"}),
    "dressed-zone": _zones(lambda zone: getattr(zone, "dressing", "") != "none"),
    "injector": _injector,
    "mixed-here": _product("mixed", "consulting room", "not mixed"),
    "off-label": _product("on_label", "no", "yes"),
    "finer-needle": _finer,
    "fainted": _fainted,
    "erythema-overdue": _erythema,
}
