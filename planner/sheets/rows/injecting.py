"""
Needles, where everything goes, and what really went in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.errors import PlannerError
from planner.model.quantity import Quantity
from planner.safety.values import vertical_depth
from planner.sheets import written
from planner.sheets.closed import named
from planner.sheets.language import t
from planner.sheets.rows.heads import dressing_of, product_name, staff_name, zone_title

if TYPE_CHECKING:
    from planner.model.product import PlanItem
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation


@frozen(kw_only=True)
class NeedleRow:
    """
    One needle of the plan as its packing says.
    """

    id: str
    size: str
    length: str
    lot: str
    last_day: str
    pack: str
    used_for: str


@frozen(kw_only=True)
class ZoneRow:
    """
    One product into one zone: how, how deep, how much, and how many points.
    """

    zone: str
    side: str
    product: str
    lot: str
    needle: str
    technique: str
    layer: str
    depth: str
    angle: str
    injector: str
    each: str
    total: str
    count: int
    dressing: str


@frozen(kw_only=True)
class DeliveryRow:
    """
    What really went in; `mark` says how it differs from the plan.
    """

    at: str
    zone: str
    points: str
    product: str
    lot: str
    needle: str
    volume: str
    by: str
    mark: str


def needles(situation: Situation, protocol: Protocol) -> tuple[NeedleRow, ...]:
    """
    Every needle of the plan.
    """
    plan = situation.plan
    rows = []
    for needle in {i.needle.id: i.needle for i in (plan.items if plan else ())}.values():
        zones = [
            zone_title(item.zone, protocol)
            for item in (plan.items if plan else ())
            if item.needle.id == needle.id
        ]
        size = " = ".join(
            part for part in (needle.gauge, written.amount(needle.outer_diameter)) if part
        )
        pack = ", ".join(
            f"{named('stated', name)}: {named('answer word', answer)}"
            for name, answer in (
                ("sterile", needle.sterile),
                ("unopened", needle.unopened),
                ("single use", needle.single_use),
            )
        )
        rows.append(
            NeedleRow(
                id=needle.id,
                size=size,
                length=written.amount(needle.length),
                lot=needle.lot,
                last_day=written.day(needle.expires_on) if needle.expires_on else "",
                pack=pack,
                used_for=", ".join(dict.fromkeys(zones)),
            )
        )
    return tuple(rows)


def zones(situation: Situation, protocol: Protocol) -> tuple[ZoneRow, ...]:
    """
    The injection plan, one row for each product into each zone.
    """
    plan = situation.plan
    return tuple(_zone(item, situation, protocol) for item in (plan.items if plan else ()))


def _zone(item: PlanItem, situation: Situation, protocol: Protocol) -> ZoneRow:
    known = protocol.vocabulary
    technique, layer = known.technique.get(item.technique), known.layer.get(item.layer)
    zone = known.zone.get(item.zone)
    try:
        depth = written.quantity(vertical_depth(item))
        each = Quantity.of(item.volume_per_point)
        total = written.quantity(each * item.points)
    except PlannerError:
        depth, total = "", ""
    size = item.needle.gauge or written.amount(item.needle.outer_diameter)
    return ZoneRow(
        zone=zone.title if zone else item.zone,
        side=named("side", item.side),
        product=product_name(item.product, situation),
        lot=item.lot,
        needle=f"{size} × {written.amount(item.needle.length)}",
        technique=technique.title if technique else item.technique,
        layer=layer.title if layer else item.layer,
        depth=depth,
        angle=written.amount(item.angle),
        injector=named("injector", item.injector),
        each=written.amount(item.volume_per_point),
        total=total,
        count=item.points,
        dressing=dressing_of(item.zone, protocol),
    )


def deliveries(situation: Situation, protocol: Protocol) -> tuple[DeliveryRow, ...]:
    """
    Everything on record as injected, mistakes included and marked.
    """
    zone = situation.history.zone
    rows = []
    for each in situation.session.exposures:
        if each.kind != "delivery":
            continue
        marks = [] if each.planned else [t("past the plan or a gate")]
        marks += [each.deviation] if each.deviation else []
        marks += [t("time from a paper period")] if each.paper else []
        marks += [t("entered by mistake")] if each.in_error else []
        rows.append(
            DeliveryRow(
                at=written.moment(each.occurred_at, zone),
                zone=zone_title(each.zone, protocol),
                points=each.points,
                product=product_name(each.product, situation),
                lot=each.lot,
                needle=each.needle,
                volume=written.quantity(each.volume) if each.volume else "",
                by=staff_name(each.by, situation),
                mark="; ".join(marks),
            )
        )
    return tuple(rows)
