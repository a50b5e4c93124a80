"""
The closed lists with numbers in them: the kit, needles, layers, techniques, medicines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.protocol import Gate
from planner.sheets import written
from planner.sheets.closed import named, spaced
from planner.sheets.language import t, term
from planner.sheets.pages.entries import Entry, aside, entry, fact
from planner.sheets.pages.needs import class_title, condition
from planner.sheets.wording import hazard

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from attrs import AttrsInstance

    from planner.model.protocol import Protocol
    from planner.model.quantity import Quantity
    from planner.model.vocabulary import KitItem, KnownMedicine, NeedleSize, Technique


class _Named:
    # What has no id of its own where it stands: a number, a size.
    def __init__(self, id_: str) -> None:
        self.id = id_


def numbers(
    protocol: Protocol, rests: Mapping[str, tuple[str, ...]], on: date | None
) -> tuple[Entry, ...]:
    """
    The numbers a protocol names, each with what it rests on as the file says.
    """
    return tuple(
        entry(
            "number",
            _Named(id_),
            f"{term('number', spaced(id_))}: {written.quantity(value)}",
            protocol=protocol,
            on=on,
            rests=rests.get(id_, ()),
        )
        for id_, value in protocol.numbers.items()
    )


def kit(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    What must be in the room, in which number.
    """
    return tuple(_kit_item(card, protocol, on) for card in protocol.vocabulary.kit)


def _kit_item(card: KitItem, protocol: Protocol, on: date | None) -> Entry:
    count = t("at least {amount}", amount=written.quantity(card.at_least))
    marks = (
        t("must never be there") if card.never else count,
        t("holds the needle") if card.blocks else "",
        t("has a last day") if card.expires else "",
    )
    only = condition(card.applies_if, protocol) if card.applies_if else ""
    return entry(
        "kit",
        card,
        card.title,
        protocol=protocol,
        on=on,
        marks=marks,
        facts=(aside(t("Only if"), only), aside(t("Use"), card.use)),
    )


def trainings(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    What the operator must hold.
    """
    return tuple(
        entry(
            "training",
            card,
            card.title,
            protocol=protocol,
            on=on,
            marks=(t("must be renewed"),) if card.lapses else (),
        )
        for card in protocol.trainings
    )


def bars(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    What the lifecycle itself refuses, whatever the protocol.
    """
    return tuple(
        entry(
            "bar",
            card,
            hazard(card.id),
            protocol=protocol,
            on=on,
            facts=(aside(t("Because"), card.because), aside(t("Now"), card.now)),
        )
        for card in protocol.bars
    )


def needles(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    Needle sizes: what a gauge is in millimetres.
    """
    return tuple(_needle(card, protocol, on) for card in protocol.vocabulary.needle_sizes)


def _needle(card: NeedleSize, protocol: Protocol, on: date | None) -> Entry:
    says = t(
        "{gauge}: designated {designated}, nominal {nominal}, "
        "delivered from {range_from} to {range_to}",
        gauge=card.gauge,
        designated=written.quantity(card.designated),
        nominal=written.quantity(card.nominal),
        range_from=written.quantity(card.range_from),
        range_to=written.quantity(card.range_to),
    )
    return entry(
        "needle", _Named(card.gauge), says, protocol=protocol, on=on, rests=card.source
    )


def layers(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    Layers of the skin and how deep each reaches.
    """
    return tuple(
        entry(
            "layer",
            card,
            t(
                "{layer}: down to {depth}",
                layer=card.title,
                depth=written.quantity(card.deepest),
            ),
            protocol=protocol,
            on=on,
        )
        for card in protocol.vocabulary.layers
    )


def techniques(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    Ways of injecting: layer, depth, angle, needle, spacing and volume.
    """
    return tuple(_technique(card, protocol, on) for card in protocol.vocabulary.techniques)


def _technique(card: Technique, protocol: Protocol, on: date | None) -> Entry:
    return entry(
        "technique",
        card,
        card.title,
        protocol=protocol,
        on=on,
        marks=(named("layer", card.layer),),
        facts=(
            aside(t("Depth"), _span(card.depth_from, card.depth_to)),
            aside(t("Angle"), _span(card.angle_from, card.angle_to)),
            aside(t("Needle"), _span(card.needle_length_from, card.needle_length_to)),
            aside(t("Spacing"), _span(card.spacing_from, card.spacing_to)),
            aside(t("Volume"), _span(card.volume_from, card.volume_to)),
            fact(t("Note"), card.note),
        ),
    )


def _span(low: Quantity | None, high: Quantity | None) -> str:
    if low is not None and high is not None:
        one, two = written.quantity(low), written.quantity(high)
        return one if one == two else t("{low} to {high}", low=one, high=two)
    if low is not None:
        return t("from {low}", low=written.quantity(low))
    return t("up to {high}", high=written.quantity(high)) if high is not None else ""


def medicines(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    The medicines with an interval of their own, or that disturb a skin test for a time.
    """
    return tuple(
        _medicine(card, protocol, on)
        for card in protocol.vocabulary.medicines
        if card.interval is not None or card.washout is not None
    )


def _medicine(card: KnownMedicine, protocol: Protocol, on: date | None) -> Entry:
    held = written.quantity(card.interval) if card.interval else ""
    masks = written.quantity(card.washout) if card.washout else ""
    classes = written.listing(class_title(each, protocol) for each in card.classes)
    return entry(
        "medicine",
        card,
        term("medicine", card.names[0]) if card.names else card.id,
        protocol=protocol,
        on=on,
        marks=(classes,),
        facts=(
            aside(t("Own interval"), held),
            aside(t("Disturbs a test for"), masks),
            aside(t("Clotting"), card.restore_note),
        ),
        rests=tuple(dict.fromkeys((*card.interval_source, *card.washout_source))),
    )


def conditions(protocol: Protocol) -> tuple[tuple[str, str], ...]:
    """
    Every named condition with its words.
    """
    return tuple((card.id, condition(card.id, protocol)) for card in protocol.whens)


def first_heading(protocol: Protocol, listed: str) -> str:
    """
    The stage in which a list is first asked for by a gate.
    """
    for card in protocol.gates:
        if listed in _lists(card):
            return card.heading
    return protocol.gates[0].heading if protocol.gates else ""


def _lists(card: Gate) -> set[str]:
    requires: AttrsInstance = card.requires
    return {card.each, getattr(requires, "listed", ""), *getattr(requires, "limits", ())}
