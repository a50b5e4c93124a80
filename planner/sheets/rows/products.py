"""
Products, their lots, and doses against their limits.
"""

from __future__ import annotations

from decimal import ROUND_UP, Decimal
from typing import TYPE_CHECKING

from attrs import evolve, frozen
from markupsafe import Markup

from planner.errors import PlannerError
from planner.model.answer import Outcome
from planner.model.protocol import WithinLimit
from planner.model.quantity import Quantity
from planner.safety.assess import findings_of
from planner.safety.dose import Dose, dose, session_amounts
from planner.sheets import written
from planner.sheets.closed import named, spaced
from planner.sheets.codes import drawn, lot_code
from planner.sheets.figures.doses import Bar, dose_bars
from planner.sheets.language import t, term
from planner.sheets.rows.heads import group_words
from planner.sheets.wording import cited, outcome, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.product import Component, Lot, Product
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation

_WHOLE = 100
_ALONE = (0, 1)
_ONE = Decimal(1)


@frozen(kw_only=True)
class ProductRow:
    """
    One product and lot of the plan: what is in it, its last day, how much of it; and its
    code, where the product has a number in trade.
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
    code: Markup


@frozen(kw_only=True)
class DoseRow:
    """
    A dose against its limit: what counts, the limit, and a picture of what is planned and
    what went in.
    """

    substance: str
    window: str
    dose: str
    cap: str
    bars: Markup
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
        code=_code(known, lot),
    )


def _code(known: Product | None, lot: Lot | None) -> Markup:
    code = lot_code(known, lot, t("Lot {lot} as a code", lot=lot.number if lot else ""))
    return drawn(code) if code else Markup()


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
            rows.append(_dose(measured, situation, protocol))
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
                    bars=dose_bars(
                        (_bar(t("together"), total, "", filled=True),), said(finding.needed)
                    ),
                    outcome=outcome(finding),
                    cites=cited(gate.source, protocol),
                )
            )
    return tuple(rows)


def _dose(measured: Dose, situation: Situation, protocol: Protocol) -> DoseRow:
    limit = measured.limit
    share = _share(measured)
    why = (
        t("not known: {what}", what=named("stated", measured.what)) if measured.why else ""
    )
    stood = "unknown" if share is None else "shut" if share > 1 else "open"
    cap = written.quantity(measured.cap or limit.at_most)
    return DoseRow(
        substance=term("substance", spaced(limit.substance))
        or group_words(limit.group, protocol),
        window=limit.over,
        dose=written.quantity(measured.dose) if measured.dose else why,
        cap=cap,
        bars=dose_bars(tuple(_bars(measured, situation, protocol)), cap),
        outcome=stood,
        cites=cited(limit.source, protocol),
    )


def _share(measured: Dose | None) -> Decimal | None:
    if measured is None or measured.dose is None or measured.cap is None or measured.why:
        return None
    return measured.dose.share_of(measured.cap)


def _bars(measured: Dose, situation: Situation, protocol: Protocol) -> Iterator[Bar]:
    # Planned as if nothing had gone in yet, and given as if nothing were planned.
    session = situation.session
    if not session.deliveries or measured.limit.over == "point":
        yield _told(t("planned"), measured, filled=False)
        return
    others = tuple(each for each in session.exposures if each.kind != "delivery")
    before = evolve(situation, session=evolve(session, exposures=others))
    planned = dose(measured.limit, before, protocol)
    alone = evolve(situation, session=evolve(session, plan=None))
    given = dose(measured.limit, alone, protocol)
    if planned is not None:
        yield _told(t("planned"), planned, filled=False)
    if given is not None:
        yield _told(t("given"), given, filled=True)
    if planned is None and given is None:
        yield _told(t("planned"), measured, filled=False)


def _told(word: str, measured: Dose, *, filled: bool) -> Bar:
    amount = written.quantity(measured.dose) if measured.dose else ""
    return _bar(word, _share(measured), amount, filled=filled)


def _bar(word: str, share: Decimal | None, amount: str, *, filled: bool) -> Bar:
    if share is None:
        return Bar(word=word, share=None, words=amount or t("not known"), filled=filled)
    parts = [amount, _per_cent(share), t("over") if share > 1 else ""]
    words = " · ".join(part for part in parts if part)
    return Bar(word=word, share=share, words=words, filled=filled)


def _per_cent(share: Decimal) -> str:
    # Rounded up: a dose just over its limit is never shown as being at it.
    whole = (share * _WHOLE).quantize(_ONE, rounding=ROUND_UP)
    return f"{written.number(whole)} %"
