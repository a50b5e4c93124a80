"""
The domain of a value between bounds: each side of each bound, and not knowing the value.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import evolve

from planner.library.gate_setting import (
    AGAIN,
    OPEN,
    PLANNED,
    SHUT,
    UNKNOWN,
    USUAL,
    Before,
    Lever,
    Levers,
    Setting,
    Table,
    answered,
    sides,
    unknowns,
    vitals,
)
from planner.model.protocol import Between
from planner.model.quantity import PER_CENT, UNITS, Quantity
from planner.safety.kinds.between import within

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model.protocol import Gate, Protocol

# Straight in: the needle's length is its depth.
_RIGHT = "90 deg"


def between(gate: Gate, protocol: Protocol) -> Levers:
    """
    Just under, at and just over each bound, and every way of not knowing the value.
    """
    needs = gate.requires
    assert isinstance(needs, Between)
    found = []
    for name, side, value in _edges(needs):
        means = OPEN if within(value, needs) else SHUT
        told = _told(needs, value, protocol)
        if told is not None:
            found.append(
                evolve(
                    told,
                    words=f"{needs.value}: {value}",
                    means=means,
                    number=name,
                    side=side,
                )
            )
    found.sort(key=lambda each: each.means != OPEN)
    if needs.fresh is not None:
        found += _fresh(needs.value, needs.fresh, found[0])
    found += _not_known(needs, protocol)
    lever = Lever(needs.value, tuple(found))
    planned = any(each.item is not None for each in found)
    return (lever, PLANNED) if planned or needs.value in _OF_ZONE else (lever,)


def _edges(needs: Between) -> list[tuple[str, str, Quantity]]:
    bounds = {
        "at_least": needs.at_least,
        "at_most": needs.at_most,
        "above": needs.above,
        "below": needs.below,
    }
    found = sides(**bounds)
    if needs.value in _FROM_NOTHING:
        found = [each for each in found if each[2].measure >= 0]
    return found


_FROM_NOTHING = {
    "depth-over-technique",
    "angle-off-technique",
    "length-off-technique",
}
_OF_ZONE = {"antiseptic-contact": "contact", "antiseptic-drying": "dried"}


def _told(needs: Between, value: Quantity, protocol: Protocol) -> Setting | None:
    name, written = needs.value, value.written
    if name in USUAL:
        return Setting(words="", moves=(vitals(**{name: written, "at": Before(5)}),))
    if name in _OF_ZONE:
        return Setting(words="", item={}, moves=(_prepared(protocol, name, written),))
    if name in _TOLD:
        return _TOLD[name](value, protocol)
    if name in protocol.question:
        return Setting(words="", moves=(answered(name, written),))
    return None


def _prepared(protocol: Protocol, name: str, written: str) -> Table:
    long = {"contact": "10 min", "dried": "10 min"}
    return {
        "does": "prepare-skin",
        "zone": protocol.vocabulary.zones[0].id,
        "antiseptic": "chlorhexidine in alcohol",
        **long,
        _OF_ZONE[name]: written,
    }


def _needle(**changes: str) -> Callable[[Quantity, Protocol], Setting]:
    def told(value: Quantity, _: Protocol) -> Setting:
        made = {key: held or value.written for key, held in changes.items()}
        return Setting(words="", item={"needle": made, "angle": _RIGHT})

    return told


def _item(key: str) -> Callable[[Quantity, Protocol], Setting]:
    return lambda value, _: Setting(words="", item={key: value.written})


def _age(value: Quantity, _: Protocol) -> Setting:
    # Full years on the first day of all stories: the birthday is that day.
    born = f"{2026 - int(value.measure / UNITS['year'].factor)}-03-02"
    patient: Table = {"does": "patient", "name": "Anna Example", "birth_date": born}
    return Setting(words="", instead={"patient": (patient,)})


def _fall(value: Quantity, _: Protocol) -> Setting:
    # From a thousand, a tenth of a per cent is one step.
    first = vitals(systolic="200 mmHg", at=Before(10))
    left = Decimal(200) * (1 - value.measure / PER_CENT)
    later = vitals(systolic=f"{left.quantize(Decimal('0.1'))} mmHg", at=Before(5))
    return Setting(words="", moves=(first, later))


def _over_layer(value: Quantity, protocol: Protocol) -> Setting:
    layer = protocol.vocabulary.layers[-1]
    length = (layer.deepest + value).written
    return Setting(
        words="",
        item={"layer": layer.id, "angle": _RIGHT, "needle": {"length": length}},
    )


def _over_technique(value: Quantity, protocol: Protocol) -> Setting | None:
    for each in protocol.vocabulary.techniques:
        if each.depth_to is not None:
            length = (each.depth_to + value).written
            changes = {"length": length}
            return Setting(
                words="",
                item={"technique": each.id, "angle": _RIGHT, "needle": changes},
            )
    return None


def _off_angle(value: Quantity, protocol: Protocol) -> Setting | None:
    for each in protocol.vocabulary.techniques:
        if each.angle_to is not None:
            angle = (each.angle_to + value).written
            return Setting(words="", item={"technique": each.id, "angle": angle})
    return None


def _off_length(value: Quantity, protocol: Protocol) -> Setting | None:
    for each in protocol.vocabulary.techniques:
        if each.needle_length_to is not None:
            length = (each.needle_length_to + value).written
            return Setting(
                words="", item={"technique": each.id, "needle": {"length": length}}
            )
    return None


_TOLD: dict[str, Callable[[Quantity, Protocol], Setting | None]] = {
    "age": _age,
    "systolic-fall": _fall,
    "needle-outer-diameter": _needle(outer_diameter=""),
    "needle-length": _needle(length=""),
    "vertical-depth": _needle(length=""),
    "depth-over-layer": _over_layer,
    "depth-over-technique": _over_technique,
    "angle-off-technique": _off_angle,
    "length-off-technique": _off_length,
    "injection-angle": _item("angle"),
    "point-volume": _item("volume_per_point"),
    "session-volume": _item("volume_per_point"),
}
_UNREADABLE: dict[str, dict[str, Any]] = {
    "needle-outer-diameter": {"needle": {"outer_diameter": "thin"}},
    "needle-length": {"needle": {"length": "short"}},
    "vertical-depth": {"needle": {"length": "short"}},
    "depth-over-layer": {"layer": "somewhere"},
    "depth-over-technique": {"technique": "some way"},
    "angle-off-technique": {"technique": "some way"},
    "length-off-technique": {"technique": "some way"},
    "injection-angle": {"angle": "steep"},
    "point-volume": {"volume_per_point": "a little"},
    "session-volume": {"volume_per_point": "a little"},
}


def _not_known(needs: Between, protocol: Protocol) -> list[Setting]:
    name = needs.value
    if name in protocol.question:
        good = next((s[2].written for s in _edges(needs) if within(s[2], needs)), "")
        unreadable = (answered(name, "much"),)
        found = unknowns(name, protocol, "", good)
        # A number cannot be typed that is none: such an answer only stands in old logs.
        return [*found, Setting(words=f"{name}: much", means=UNKNOWN, moves=unreadable)]
    if name == "age":
        patient: Table = {"does": "patient", "name": "Anna Example"}
        return [
            Setting(words="no birth date", means=UNKNOWN, instead={"patient": (patient,)})
        ]
    if name in _UNREADABLE:
        item = _UNREADABLE[name]
        return [Setting(words=f"{name}: cannot be read", means=UNKNOWN, item=item)]
    missing = Setting(words=f"{name}: not measured", means=UNKNOWN)
    if name in _OF_ZONE:
        stale = (_prepared(protocol, name, "10 min"), *AGAIN)
        return [
            evolve(missing, item={}),
            Setting(words="prepared in an earlier visit", means=UNKNOWN, first=stale),
        ]
    old = [missing]
    back: Table = {"does": "check-in", "at": Before(170)}
    earlier = (vitals(), AGAIN[0], back)
    old.append(Setting(words=f"{name}: of an earlier visit", means=UNKNOWN, first=earlier))
    return old


def _fresh(name: str, fresh: Quantity, good: Setting) -> list[Setting]:
    # The value that opens, measured just under, at and just over the span ago.
    return [
        evolve(
            good,
            words=f"{name}: measured {span} ago",
            means=UNKNOWN if side == "over" else OPEN,
            moves=tuple({**move, "at": Before.span(span)} for move in good.moves),
            number=number,
            side=side,
        )
        for number, side, span in sides(fresh=fresh)
    ]
