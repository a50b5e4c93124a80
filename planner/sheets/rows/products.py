"""
Products, their lots, and doses against their limits.
"""

from __future__ import annotations

from decimal import ROUND_UP, Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from planner.errors import PlannerError
from planner.model.answer import Outcome
from planner.model.protocol import WithinLimit
from planner.model.quantity import Quantity
from planner.safety.assess import findings_of
from planner.safety.dose import Dose, dose, session_amounts
from planner.sheets import written
from planner.sheets.closed import named, spaced
from planner.sheets.language import t, term
from planner.sheets.rows.heads import group_words
from planner.sheets.wording import cited, outcome, said

if TYPE_CHECKING:
    from planner.model.product import Component, Product
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation

_WHOLE = 100
_ALONE = (0, 1)
_ONE = Decimal(1)


@frozen(kw_only=True)
class ProductRow:
    """
    One product and lot of the plan: what is in it, its last day, how much of it.
    """

    name: str
    maker: str
    active: str
    additional: str
    lot: str
    last_day: str
    recalled: bool
    volume: str
    mark: str


@frozen(kw_only=True)
class DoseRow:
    """
    A dose against its limit. `fill` is how much of the bar is full, in hundredths, at
    most all of it; `over` that the dose is above the limit.
    """

    substance: str
    window: str
    dose: str
    cap: str
    share: str
    fill: int
    outcome: str
    cites: str


def products(situation: Situation) -> tuple[ProductRow, ...]:
    """
    Every product and lot of the plan.
    """
    plan = situation.plan
    if plan is None:
        return ()
    lots = dict.fromkeys((item.product, item.lot) for item in plan.items)
    try:
        volumes = session_amounts(situation)
    except PlannerError:
        volumes = {}
    return tuple(_product(product, number, situation, volumes) for product, number in lots)


def _product(
    id_: str, number: str, situation: Situation, volumes: dict[str, Quantity]
) -> ProductRow:
    clinic = situation.history.clinic
    known, lot = clinic.products.get(id_), clinic.lots.get((id_, number))
    volume = volumes.get(id_)
    return ProductRow(
        name=known.name if known else id_,
        maker=known.maker if known else t("not on record"),
        active=composition(known, active=True),
        additional=composition(known, active=False),
        lot=number,
        last_day=written.day(lot.expires_on) if lot else t("not on record"),
        recalled=bool(lot and lot.recalled),
        volume=written.quantity(volume) if volume else "",
        mark=_product_mark(known),
    )


def _product_mark(known: Product | None) -> str:
    if known is None:
        return ""
    marks = []
    if known.on_label == "no":
        marks.append(t("off-label use"))
    if known.mixed not in {"", "not mixed"}:
        marks.append(t("mixed: {where}", where=named("mixed", known.mixed)))
    return ", ".join(marks)


def composition(known: Product | None, *, active: bool) -> str:
    """
    The active or the additional components of a product, each with its strength.
    """
    if known is None:
        return t("not on record")
    parts = [_component(each) for each in known.components if each.active is active]
    if not active and known.composition_complete != "yes":
        parts.append(t("whole composition not known"))
    return ", ".join(parts)


def _component(each: Component) -> str:
    return f"{each.substance} {written.amount(each.strength)}".strip()


def doses(situation: Situation, protocol: Protocol) -> tuple[DoseRow, ...]:
    """
    Every limit that a planned or given dose is compared with, and the joint limits.
    """
    rows = []
    for limit in protocol.limits:
        measured = dose(limit, situation, protocol)
        if measured is not None and situation.plan is not None:
            rows.append(_dose(measured, protocol))
    for gate in protocol.gates:
        requires = gate.requires
        if not isinstance(requires, WithinLimit) or not requires.together:
            continue
        for finding in findings_of(gate, Outcome.OPEN, situation, protocol):
            if finding.seen.key != "shares" or finding.seen.values["limits"] in _ALONE:
                continue
            total = Decimal(str(finding.seen.values["total"]))
            rows.append(
                DoseRow(
                    substance=t(
                        "{group}, together", group=group_words(requires.together, protocol)
                    ),
                    window="",
                    dose=said(finding.seen),
                    cap=said(finding.needed),
                    share=_per_cent(total),
                    fill=_fill(total),
                    outcome=outcome(finding),
                    cites=cited(gate.source, protocol),
                )
            )
    return tuple(rows)


def _dose(measured: Dose, protocol: Protocol) -> DoseRow:
    limit = measured.limit
    share = None
    if measured.dose is not None and measured.cap is not None and not measured.why:
        share = measured.dose.share_of(measured.cap)
    why = (
        t("not known: {what}", what=named("stated", measured.what)) if measured.why else ""
    )
    stood = "unknown" if share is None else "shut" if share > 1 else "open"
    return DoseRow(
        substance=term("substance", spaced(limit.substance))
        or group_words(limit.group, protocol),
        window=limit.over,
        dose=written.quantity(measured.dose) if measured.dose else why,
        cap=written.quantity(measured.cap or limit.at_most),
        share="" if share is None else _per_cent(share),
        fill=0 if share is None else _fill(share),
        outcome=stood,
        cites=cited(limit.source, protocol),
    )


def _per_cent(share: Decimal) -> str:
    # Rounded up: a dose just over its limit is never shown as being at it.
    whole = (share * _WHOLE).quantize(_ONE, rounding=ROUND_UP)
    return f"{written.number(whole)} %"


def _fill(share: Decimal) -> int:
    return min(_WHOLE, int((share * _WHOLE).quantize(_ONE, rounding=ROUND_UP)))
