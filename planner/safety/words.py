"""
What the closed words of a condition mean for this patient, plan and session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.answer import Outcome, any_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model.product import PlanItem
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation
    from planner.model.vocabulary import Zone


def _is(true: bool) -> Outcome:
    return Outcome.OPEN if true else Outcome.SHUT


def _first_exposure(situation: Situation, _: Protocol) -> Outcome:
    # Tests do not make a patient a known one: only what was injected counts.
    return _is(not any(other.deliveries for other in situation.history.others))


def _new_product(situation: Situation, _: Protocol) -> Outcome:
    session = situation.session
    used = {(each.product, each.lot) for each in session.deliveries}
    if situation.plan is not None:
        used |= {(item.product, item.lot) for item in situation.plan.items}
    elif not used:
        return Outcome.UNKNOWN
    had = {
        (each.product, each.lot)
        for other in situation.history.others
        for each in other.deliveries
    }
    return _is(not used <= had)


def _earlier_reaction(situation: Situation, _: Protocol) -> Outcome:
    return _is(any(other.reacted for other in situation.history.others))


def _exposed(situation: Situation, _: Protocol) -> Outcome:
    return _is(situation.session.exposed)


def _delivered(situation: Situation, _: Protocol) -> Outcome:
    return _is(any(e.kind == "delivery" for e in situation.session.exposures))


def _test_only(situation: Situation, protocol: Protocol) -> Outcome:
    given = _delivered(situation, protocol) is Outcome.OPEN
    return _is(situation.session.exposed and not given)


def _hold_begun(situation: Situation, _: Protocol) -> Outcome:
    return _is(any(a.decision == "hold" for a in situation.session.agreements))


def _zones(
    test: Callable[[Zone], bool],
) -> Callable[[Situation, Protocol], Outcome]:
    def word(situation: Situation, protocol: Protocol) -> Outcome:
        plan = situation.plan
        if plan is None:
            return Outcome.UNKNOWN
        known = protocol.vocabulary.zone
        return any_of(
            _is(test(known[item.zone])) if item.zone in known else Outcome.UNKNOWN
            for item in plan.items
        )

    return word


def _items(
    test: Callable[[PlanItem, Situation], bool | None],
) -> Callable[[Situation, Protocol], Outcome]:
    def word(situation: Situation, _: Protocol) -> Outcome:
        plan = situation.plan
        if plan is None:
            return Outcome.UNKNOWN
        seen = [test(item, situation) for item in plan.items]
        return any_of(Outcome.UNKNOWN if s is None else _is(s) for s in seen)

    return word


def _mixed_here(item: PlanItem, situation: Situation) -> bool | None:
    product = situation.history.clinic.products.get(item.product)
    return None if product is None else product.mixed == "consulting room"


def _off_label(item: PlanItem, situation: Situation) -> bool | None:
    product = situation.history.clinic.products.get(item.product)
    if product is None or product.on_label not in {"yes", "no"}:
        return None
    return product.on_label == "no"


def _finer_needle(situation: Situation, protocol: Protocol) -> Outcome:
    from planner.safety.needles import candidates

    plan = situation.plan
    if plan is None:
        return Outcome.UNKNOWN
    least = protocol.numbers.get("needle-from")
    if least is None:
        return Outcome.UNKNOWN
    seen = []
    for item in plan.items:
        sizes = candidates(item.needle, protocol)
        seen.append(Outcome.UNKNOWN if not sizes else _is(max(sizes) < least))
    return any_of(seen)


def _erythema_overdue(situation: Situation, protocol: Protocol) -> Outcome:
    given = situation.session.deliveries
    due = protocol.numbers.get("erythema-look-after")
    if not given:
        return Outcome.SHUT
    if due is None:
        return Outcome.UNKNOWN
    latest = max(given, key=lambda each: each.counts_from.at)
    gone = situation.now.since(latest.counts_from)
    if gone is None:
        return Outcome.UNKNOWN
    return _is(gone.total_seconds() > due.measure)


HISTORY: dict[str, Callable[[Situation, Protocol], Outcome]] = {
    "first-exposure": _first_exposure,
    "new-product": _new_product,
    "earlier-reaction": _earlier_reaction,
    "exposed": _exposed,
    "delivered": _delivered,
    "test-only": _test_only,
    "hold-begun": _hold_begun,
    "large-area": _zones(lambda zone: zone.large_area),
    "uncovered-area": _zones(lambda zone: zone.uncovered),
    "face-or-scalp": _zones(lambda zone: zone.region in {"face", "scalp"}),
    "dressed-zone": _zones(lambda zone: zone.dressing != "none"),
    "injector": _items(lambda item, _: item.injector != "by hand"),
    "mixed-here": _items(_mixed_here),
    "off-label": _items(_off_label),
    "finer-needle": _finer_needle,
    "fainted": lambda situation, _: _is(situation.session.fainted),
    "erythema-overdue": _erythema_overdue,
}
