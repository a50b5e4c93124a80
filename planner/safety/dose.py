"""
Doses against their limits: over a point, a session, or any 24 hours.

What counts is whichever is more: what is planned or what went in, with the attempt that
is being asked for, the tests, and the anaesthetics. Local anaesthetics add up as shares
of their limits.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.errors import PlannerError
from planner.model.answer import Why
from planner.model.frozen import frozen
from planner.model.quantity import DAY_AND_NIGHT, NO_VOLUME, Quantity, after
from planner.model.terms import KEPT_LONG, KEPT_NOW, KEPT_NOW_EACH
from planner.safety.known import fact_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.model.product import PlanItem, Product
    from planner.model.protocol import Limit, Protocol
    from planner.model.situation import Exposure, Session, Situation
    from planner.model.vocabulary import Substance


@frozen
class Amount:
    """
    How much of one product, in millilitres.
    """

    product: str
    volume: Quantity


@frozen
class Dose:
    """
    A dose with its limit, or why it is not known.
    """

    limit: Limit
    dose: Quantity | None
    cap: Quantity | None
    why: Why | None = None
    what: str = ""


def _given(session: Session, attempt: Exposure | None) -> list[Amount]:
    exposures = list(session.standing)
    if attempt is not None:
        exposures.append(attempt)
    return [Amount(e.product, e.volume) for e in exposures if e.volume is not None]


def _planned(situation: Situation) -> list[Amount]:
    if situation.plan is None:
        return []
    return [Amount(item.product, _whole_volume(item)) for item in situation.plan.items]


@lru_cache(maxsize=KEPT_LONG)
def _whole_volume(item: PlanItem) -> Quantity:
    return Quantity.of(item.volume_per_point) * item.points


def _by_product(amounts: Iterable[Amount]) -> dict[str, Quantity]:
    sums: dict[str, Quantity] = {}
    for each in amounts:
        sums[each.product] = sums.get(each.product, NO_VOLUME) + each.volume
    return sums


@lru_cache(maxsize=KEPT_NOW)
def session_amounts(situation: Situation) -> dict[str, Quantity]:
    """
    Millilitres of each product in this session: planned or given, whichever is more.

    Raises:
        InputFault: A planned volume cannot be read.
    """
    session, attempt = situation.session, situation.attempt
    injected = _by_product(
        Amount(e.product, e.volume)
        for e in (*session.deliveries, *([attempt] if attempt else []))
        if e.volume is not None and e.kind == "delivery"
    )
    sums = dict(injected)
    for product, volume in _by_product(_planned(situation)).items():
        if product not in sums or sums[product] < volume:
            sums[product] = volume
    others = [
        Amount(e.product, e.volume)
        for e in (*session.standing, *([attempt] if attempt else []))
        if e.volume is not None and e.kind != "delivery"
    ]
    for product, volume in _by_product(others).items():
        sums[product] = sums.get(product, NO_VOLUME) + volume
    return sums


def session_volume(situation: Situation) -> Quantity | None:
    """
    Millilitres in the whole session, or nothing without a plan or a delivery.
    """
    sums = session_amounts(situation)
    total = NO_VOLUME
    for volume in sums.values():
        total = total + volume
    return total if sums else None


@lru_cache(maxsize=KEPT_NOW)
def _now_amounts(situation: Situation) -> tuple[Amount, ...]:
    return tuple([Amount(*pair) for pair in session_amounts(situation).items()])


@lru_cache(maxsize=KEPT_NOW)
def _day_amounts(situation: Situation) -> tuple[Amount, ...]:
    amounts = [*_now_amounts(situation)]
    for other in situation.history.others:
        for each in other.standing:
            begins = each.counts_from.at
            within = situation.now.at < after(begins, DAY_AND_NIGHT, situation.history.zone)
            if each.volume is not None and within:
                amounts.append(Amount(each.product, each.volume))
    return tuple(amounts)


def _meets(limit: Limit, substance: Substance) -> bool:
    return limit.substance == substance.id or limit.group in substance.groups


def _dose_of(
    limit: Limit, situation: Situation, protocol: Protocol
) -> tuple[Quantity | None, Why | None, str]:
    # Of a limit that the protocol does not have, nothing was ever worked out.
    assert limit.id in protocol.limit, limit.id
    total: Quantity | None = None
    holding, strange = _holding(limit.over, situation, protocol)
    for doses, why, what in holding.get(limit.id, ()):
        if why is not None:
            return None, why, what
        for dose in doses:
            if total is None:
                total = dose
            else:
                # One point takes one injection: the largest counts, not their sum.
                total = max(total, dose) if limit.over == "point" else total + dose
    return (total, None, "") if strange is None else (None, Why.NOT_ASKED, strange)


_Doses = tuple[tuple[Quantity, ...], Why | None, str]
_NO_DOSE: _Doses = ((), None, "")


@lru_cache(maxsize=KEPT_NOW_EACH)
def _holding(
    over: str, situation: Situation, protocol: Protocol
) -> tuple[dict[str, list[_Doses]], str | None]:
    # What the products that count hold of each limited substance, product by product as
    # far as they are on record; and the first that is not.
    known = situation.history.clinic.products
    found: dict[str, list[_Doses]] = {}
    for each in _amounts(over, situation):
        product = known.get(each.product)
        if product is None:
            return found, each.product
        for limit, doses in _doses_in(product, each.volume, protocol).items():
            found.setdefault(limit, []).append(doses)
    return found, None


@lru_cache(maxsize=KEPT_LONG)
def _doses_in(product: Product, volume: Quantity, protocol: Protocol) -> dict[str, _Doses]:
    # What a volume of one product holds of each limited substance, or why it cannot be
    # told: the same for every session, as long as the product is described the same.
    told = {
        limit.id: _doses_of(product, volume, limit, protocol) for limit in protocol.limits
    }
    return {limit: doses for limit, doses in told.items() if doses != _NO_DOSE}


def _doses_of(
    product: Product, volume: Quantity, limit: Limit, protocol: Protocol
) -> _Doses:
    doses = []
    for component in product.components:
        known = protocol.vocabulary.substance_named(component.substance)
        if known is None:
            # An unknown component could be the limited substance.
            return (), Why.UNRECOGNISED, component.substance
        if not _meets(limit, known):
            continue
        if not component.strength:
            return (), Why.NOT_ASKED, component.substance
        try:
            doses.append(Quantity.of(component.strength).of_amount(volume))
        except PlannerError:
            return (), Why.UNREADABLE, limit.id
    return tuple(doses), None, ""


def _cap(limit: Limit, situation: Situation, protocol: Protocol) -> Quantity | None:
    # The lower of the two caps governs. A cap by weight needs the weight.
    caps = []
    for written in (limit.at_most, limit.and_):
        if written is None:
            continue
        if written.dimension != "mass/mass":
            caps.append(written)
            continue
        known = fact_for(protocol.question["weight"], situation)
        if known.why is not None or known.fact is None:
            return None
        caps.append(written.of_amount(known.fact.quantity))
    return min(caps, key=lambda cap: cap.measure)


@lru_cache(maxsize=KEPT_NOW_EACH)
def dose(limit: Limit, situation: Situation, protocol: Protocol) -> Dose | None:
    """
    The dose a limit compares, with its cap; nothing when none of it is planned or given.
    """
    if situation.plan is None and not situation.session.exposures:
        return Dose(limit, None, None, Why.NOT_ASKED, "plan")
    try:
        total, why, what = _dose_of(limit, situation, protocol)
        if why is not None:
            return Dose(limit, None, None, why, what)
        if total is None:
            return None
        cap = _cap(limit, situation, protocol)
        if cap is None:
            return Dose(limit, total, None, Why.NOT_ASKED, "weight")
        if cap.dimension != total.dimension:
            return Dose(limit, total, cap, Why.UNREADABLE, limit.id)
        return Dose(limit, total, cap)
    except PlannerError:
        return Dose(limit, None, None, Why.UNREADABLE, limit.id)


def _amounts(over: str, situation: Situation) -> Iterable[Amount]:
    if over == "day":
        return _day_amounts(situation)
    if over == "point":
        if situation.plan is None:
            return []
        return [
            Amount(item.product, Quantity.of(item.volume_per_point))
            for item in situation.plan.items
        ]
    return _now_amounts(situation)


def shares(doses: Iterable[Dose]) -> Iterator[Decimal]:
    """
    What part of its limit each known dose is; they add up within one group. A dose that
    its limit cannot be compared with is not known.
    """
    for each in doses:
        if each.why is not None or each.dose is None or each.cap is None:
            continue
        if each.cap.measure:
            yield each.dose.share_of(each.cap)
