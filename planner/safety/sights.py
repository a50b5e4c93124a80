"""
What each gate looks at: the parts of a situation its reading follows from.

A gate that looks at `now` is read again at every moment. Every other one reads the same
from the same frozen parts, whatever the time: so `assess` need not read it again while
every part it looks at is still the very same value. A test watches which parts each gate
looks at, and finds one that is not told here.
"""

from __future__ import annotations

from functools import reduce
from operator import attrgetter
from typing import TYPE_CHECKING

from planner.model import requirements as required
from planner.safety.known import lapsed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any

    from planner.model.protocol import Gate, Protocol, Question
    from planner.model.situation import Situation
    from planner.model.time import Instant

Sight = frozenset[str]


def _of(*names: str) -> Sight:
    return frozenset(names)


_NOTHING = _of()
_PLAN = _of("session.plan")
_CLINIC = _of("history.clinic")
_OTHERS = _of("history.others")
_LETTERS = _of("history.letters")
_TODAY = _of("today")
_NOW = _of("now", "history.zone")
# For a patient who has no other session here, or takes no medicine, there is nothing
# that the time could be counted from.
_NOW_FOR_OTHERS = _of("now, for other sessions", "history.zone")
_NOW_FOR_MEDICINES = _of("now, for medicines", "history.zone")
_LAPSED = "lapsed "
_MEDICINES = _of("session.medicines", "session.classified_medicines")
_MEDICINES_LISTED = _MEDICINES | _of(
    "session.medicines_complete", "session.medicines_visit", "session.visit"
)
_ALLERGIES = _of(
    "session.allergies", "session.allergies_complete", "session.classified_allergies"
)
_AGREEMENTS = _of("session.agreements")
_EXPOSURES = _of("session.exposures")
_VITALS = _of("session.vitals")
_SIGNS = _of("session.signs")
_TASKS = _of("session.tasks")
_REACTED = _of(
    "session.suspected", "session.confirmed", "session.adrenaline", "session.ruled_out"
)
_GIVEN = _PLAN | _EXPOSURES | _of("attempt")
_OPERATOR = _CLINIC | _of("operator")

_LISTS: dict[str, Sight] = {
    "": _NOTHING,
    "kit": _NOTHING,
    "operator-trainings": _NOTHING,
    "items": _PLAN,
    "products": _PLAN,
    "lots": _PLAN,
    "zones": _PLAN,
    "needles": _PLAN,
}

_LISTED: dict[str, Sight] = {
    "kit": _CLINIC,
    "medicines": _MEDICINES_LISTED,
    "allergies": _ALLERGIES,
    "product-descriptions": _PLAN | _CLINIC,
    "needle-packs": _PLAN | _TODAY,
    "needle-sizes": _PLAN,
    "earlier-reactions": _LETTERS | _OTHERS | _TODAY | _of("history.zone"),
    "open-sessions": _OTHERS,
    "prescribed-nsaids": _MEDICINES_LISTED,
    "clinic-settings": _CLINIC | _of("history.zone"),
    "tasks": _TASKS,
    "all-tasks": _TASKS,
    "signs": _SIGNS,
    "vitals-times": _EXPOSURES | _VITALS | _NOW,
    "restarts": _AGREEMENTS,
    "product-documents": _EXPOSURES | _CLINIC,
    "complications": _of("session.effects"),
    "operator-trainings": _OPERATOR,
    "recalled": _PLAN | _CLINIC,
    "own-protocol": _CLINIC | _of("session.rehearsal"),
    "letters": _PLAN | _LETTERS | _TODAY,
}

_MEASURED = _VITALS | _NOW | _of("session.visit_began")
_ZONE_PREPARED = _of("session.prepared", "session.visit")
_VALUES: dict[str, Sight] = {
    "systolic": _MEASURED,
    "diastolic": _MEASURED,
    "pulse": _MEASURED,
    "oxygen": _MEASURED,
    "breathing": _MEASURED,
    "temperature": _MEASURED,
    "systolic-fall": _MEASURED,
    "age": _TODAY | _of("history.birth_date"),
    "needle-outer-diameter": _PLAN,
    "needle-length": _PLAN,
    "vertical-depth": _PLAN,
    "depth-over-layer": _PLAN,
    "depth-over-technique": _PLAN,
    "angle-off-technique": _PLAN,
    "length-off-technique": _PLAN,
    "injection-angle": _PLAN,
    "point-volume": _PLAN,
    "session-volume": _GIVEN,
    "antiseptic-contact": _ZONE_PREPARED,
    "antiseptic-drying": _ZONE_PREPARED,
    "restart-delay": _EXPOSURES | _AGREEMENTS,
}

_ANCHORS: dict[str, Sight] = {
    "last-exposure": _EXPOSURES,
    "last-test": _EXPOSURES,
    "last-delivery": _EXPOSURES,
    "last-vitals": _VITALS,
    "last-rule-out": _of("session.ruled_out"),
}

_HISTORIES: dict[str, Sight] = {
    "first-exposure": _OTHERS,
    "new-product": _EXPOSURES | _PLAN | _OTHERS,
    "earlier-reaction": _OTHERS,
    "exposed": _EXPOSURES,
    "delivered": _EXPOSURES,
    "test-only": _EXPOSURES,
    "hold-begun": _AGREEMENTS,
    "large-area": _PLAN,
    "uncovered-area": _PLAN,
    "face-or-scalp": _PLAN,
    "dressed-zone": _PLAN,
    "injector": _PLAN,
    "mixed-here": _PLAN | _CLINIC,
    "off-label": _PLAN | _CLINIC,
    "finer-needle": _PLAN,
    "fainted": _of("session.fainted"),
    "erythema-overdue": _EXPOSURES | _NOW,
}


def _all(sights: Iterable[Sight]) -> Sight:
    return reduce(frozenset.union, sights, _NOTHING)


def _fresh(span: str) -> Sight:
    if span == "visit":
        return _of("session.visit")
    return _NOW if span else _NOTHING


def _answer_to(question: Question, over: str = "") -> Sight:
    offered = _OTHERS if question.scope == "patient" else _NOTHING
    fresh = _fresh(question.fresh)
    if "now" in fresh and not (over or question.each):
        # Of the time it only asks whether the one answer has lapsed.
        fresh = _of(_LAPSED + question.id)
    return _of("session.facts") | fresh | offered


def _condition(name: str, protocol: Protocol) -> Sight:
    if not name:
        return _NOTHING
    when = protocol.when[name]
    if when.all_of or when.any_of:
        return _all(_condition(each, protocol) for each in (*when.all_of, *when.any_of))
    if when.question:
        return _answer_to(protocol.question[when.question])
    if when.medicine:
        return _MEDICINES_LISTED
    if when.plan_has:
        return _PLAN | _CLINIC
    if when.allergy_to:
        return _ALLERGIES
    return _HISTORIES[when.history]


def _kit_conditions(protocol: Protocol) -> Sight:
    return _all(_condition(each.applies_if, protocol) for each in protocol.vocabulary.kit)


def _answer(requires: required.AnswerIs, gate: Gate, protocol: Protocol) -> Sight:
    return _answer_to(protocol.question[requires.question], gate.each)


def _between(requires: required.Between, gate: Gate, protocol: Protocol) -> Sight:
    if requires.value in _VALUES:
        return _VALUES[requires.value]
    return _answer_to(protocol.question[requires.value], gate.each)


def _elapsed(requires: required.Elapsed, _: Gate, __: Protocol) -> Sight:
    return _ANCHORS[requires.since] | _NOW


def _spaced(_: required.Spaced, __: Gate, ___: Protocol) -> Sight:
    return _OTHERS | _CLINIC | _NOW_FOR_OTHERS


def _held(requires: required.Held, _: Gate, __: Protocol) -> Sight:
    if requires.part == "restart":
        return _AGREEMENTS | _EXPOSURES | _of("history.zone")
    agreed = _NOTHING if requires.part == "own-interval" else _AGREEMENTS | _TODAY
    counted = _NOTHING if requires.part == "agreement" else _NOW_FOR_MEDICINES
    return _MEDICINES_LISTED | agreed | counted


def _tested(requires: required.Tested, _: Gate, __: Protocol) -> Sight:
    tests = _of("session.tests", "session.course")
    placed = tests | _PLAN | _CLINIC | _LETTERS | _OTHERS | _TODAY
    if requires.part == "placed":
        return placed
    return placed | _MEDICINES | _REACTED | _NOW


def _composed(requires: required.Composed, _: Gate, __: Protocol) -> Sight:
    compared = _ALLERGIES if requires.against else _NOTHING
    return compared | (_PLAN if requires.against == "antiseptic" else _PLAN | _CLINIC)


def _within_limit(requires: required.WithinLimit, _: Gate, protocol: Protocol) -> Sight:
    day = any(protocol.limit[name].over == "day" for name in requires.limits)
    weight = protocol.question.get("weight")
    by_weight = _NOTHING if weight is None else _answer_to(weight)
    return _GIVEN | _CLINIC | by_weight | (_OTHERS | _NOW_FOR_OTHERS if day else _NOTHING)


def _in_date(_: required.InDate, gate: Gate, protocol: Protocol) -> Sight:
    if gate.each == "kit":
        return _CLINIC | _TODAY | _kit_conditions(protocol)
    return (_OPERATOR if gate.each == "operator-trainings" else _CLINIC) | _TODAY


def _complete(requires: required.Complete, _: Gate, protocol: Protocol) -> Sight:
    of_list = _LISTED[requires.listed]
    return of_list | _kit_conditions(protocol) if requires.listed == "kit" else of_list


def _signed(requires: required.Signed, _: Gate, protocol: Protocol) -> Sight:
    statement = protocol.statement[requires.statement]
    voiding = _SIGNS | _VITALS if statement.void_after else _NOTHING
    signed = _of("session.signatures") | _fresh(statement.fresh) | voiding
    return signed | _LISTS[statement.each]


_KINDS: dict[type, Callable[[Any, Gate, Protocol], Sight]] = {
    required.AnswerIs: _answer,
    required.Between: _between,
    required.Elapsed: _elapsed,
    required.Spaced: _spaced,
    required.Held: _held,
    required.Tested: _tested,
    required.Composed: _composed,
    required.WithinLimit: _within_limit,
    required.InDate: _in_date,
    required.Complete: _complete,
    required.Signed: _signed,
}


def sight_of(gate: Gate, protocol: Protocol) -> Sight:
    """
    The parts of a situation that the findings of a gate follow from.

    They are those of its requirement, its list and its condition, and the decisions and
    overrides that may open it.
    """
    requirement = _KINDS[type(gate.requires)](gate.requires, gate, protocol)
    openings = _of("session.openings")
    return (
        requirement | _LISTS[gate.each] | _condition(gate.applies_if, protocol) | openings
    )


def _for_others(situation: Situation) -> Instant | None:
    return situation.now if situation.history.others else None


def _for_medicines(situation: Situation) -> Instant | None:
    return situation.now if situation.session.medicines else None


def _lapsed(question: Question) -> Callable[[Situation], bool]:
    key, fresh = (question.id, ""), question.fresh

    def has_lapsed(situation: Situation) -> bool:
        fact = situation.session.facts.facts.get(key)
        return fact is not None and lapsed(fact, fresh, situation)

    return has_lapsed


_MOMENTS: dict[str, Callable[[Situation], object]] = {
    "now, for other sessions": _for_others,
    "now, for medicines": _for_medicines,
}


def part_named(name: str, protocol: Protocol) -> Callable[[Situation], object]:
    """
    What finds a part in a situation; the same part is the same object, or `True`, `False`
    or nothing.
    """
    if name in _MOMENTS:
        return _MOMENTS[name]
    if name.startswith(_LAPSED):
        return _lapsed(protocol.question[name.removeprefix(_LAPSED)])
    return attrgetter(name)
