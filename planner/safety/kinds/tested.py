"""
tested -- the skin test of a planned composition does not stand.

Asks
    `placed`: whether each planned composition, of the planned lot, was tested.
    `immediate`: whether its immediate reading is negative beside valid controls.
    `late`: whether its late reading, taken in its window, is negative, and the test not
    older than `valid_for`.
Open
    It is; or an allergist's dated written result for this composition is on file.
Shut
    A reading is positive.
Unknown
    Not placed, not read, read outside its window, controls not valid, too old, voided by
    a medicine or a reaction, or of another composition or lot.
In a protocol
    kind = "tested", part = "late", read_from = "24 h", read_to = "72 h",
    valid_for = "30 d"
    A negative test shortens nothing.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.errors import PlannerError
from planner.model.answer import Outcome, Why
from planner.model.protocol import Tested
from planner.model.quantity import A_DAY, Quantity, after
from planner.model.terms import KEPT_LONG, KEPT_NOW_EACH, NO, YES
from planner.safety.findings import Phrase, Reading
from planner.safety.known import medicines
from planner.safety.lists import no_plan, state_of_letter

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from planner.model.entries.care import TestRead
    from planner.model.product import Product
    from planner.model.protocol import Gate, Protocol
    from planner.model.situation import Situation, SkinTest
    from planner.model.time import Instant


KIND = "tested"
REQUIREMENT = Tested

_NEEDED = Phrase("test-needed")

LETTER = "skin-test"


def composition(product: str, situation: Situation) -> tuple[str, ...]:
    """
    What a product is made of, as it is compared: every component with its strength.
    """
    known = situation.history.clinic.products.get(product)
    return () if known is None else _made_of(known)


@lru_cache(maxsize=KEPT_LONG)
def _made_of(product: Product) -> tuple[str, ...]:
    return tuple(sorted([f"{c.substance} {c.strength}" for c in product.components]))


@lru_cache(maxsize=KEPT_NOW_EACH)
def tests_of(product: str, lot: str, situation: Situation) -> tuple[SkinTest, ...]:
    """
    The tests of this composition and lot, in this session and this course, oldest first.
    """
    session = situation.session
    found = list(session.tests)
    for other in situation.history.others:
        if other.course and other.course == session.course:
            found.extend(other.tests)
    made_of = composition(product, situation)
    return tuple(
        sorted(
            (
                test
                for test in found
                if test.product == product
                and test.lot == lot
                and not test.in_error
                and test.composition == made_of
            ),
            key=lambda test: test.placed.at,
        )
    )


def read(gate: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    """
    Read the tests of each planned product.
    """
    requires = gate.requires
    assert isinstance(requires, Tested)
    plan = situation.plan
    if plan is None:
        yield no_plan()
        return
    pairs = dict.fromkeys((item.product, item.lot) for item in plan.items)
    for product, lot in pairs:
        letter = state_of_letter(LETTER, product, situation)
        if letter.outcome is Outcome.OPEN:
            yield letter
            continue
        tests = tests_of(product, lot, situation)
        if not tests:
            yield _reading(product, Outcome.UNKNOWN, "not-tested", Why.NOT_ASKED)
            continue
        if requires.part == "placed":
            yield _reading(product, Outcome.OPEN, "test-placed", at=tests[-1].placed.at)
            continue
        readings = [_one(test, product, requires, situation, protocol) for test in tests]
        yield _together(readings)


def _together(readings: list[Reading]) -> Reading:
    # Prick and intradermal test of one composition: one positive is positive; the
    # latest says what is still missing.
    for reading in readings:
        if reading.outcome is Outcome.SHUT:
            return reading
    return readings[-1]


def _one(
    test: SkinTest,
    product: str,
    requires: Tested,
    situation: Situation,
    protocol: Protocol,
) -> Reading:
    zone = situation.history.zone
    read = _as_read(test, product, requires, protocol, zone)
    if read.outcome is Outcome.SHUT:
        return read
    void = _voided(test, situation, protocol)
    if void:
        return _reading(product, Outcome.UNKNOWN, "test-void", Why.STALE, by=void)
    if requires.valid_for is not None:
        ends = after(test.placed.at, requires.valid_for, zone)
        # It counts to the end of its last local day.
        if situation.now.at >= after(ends, A_DAY, zone):
            return _reading(product, Outcome.UNKNOWN, "test-too-old", Why.STALE)
    return read


@lru_cache(maxsize=KEPT_LONG)
def _as_read(
    test: SkinTest, product: str, requires: Tested, protocol: Protocol, zone: tzinfo
) -> Reading:
    # What the test says by itself, as it was placed and read: nothing of now.
    kind = requires.part
    made = [pair for pair in test.readings if pair[1].reading == kind]
    positive = next((r for at, r in made if is_positive(test, r, requires)), None)
    if positive is not None:
        return _reading(product, Outcome.SHUT, "test-positive", wheal=positive.wheal)
    low, high = _window(test, requires, protocol)
    if not made:
        return _reading(
            product,
            Outcome.UNKNOWN,
            "test-not-read",
            Why.NOT_ASKED,
            reading=kind,
            from_=_bound(test.placed, low, zone),
            to=_bound(test.placed, high, zone),
        )
    at, latest = made[-1]
    outside = _outside(test, at, low, high)
    if outside is not None:
        key, why = outside
        return _reading(product, Outcome.UNKNOWN, key, why, at=at.at)
    return _judge(at, latest, product, requires)


def _window(
    test: SkinTest, requires: Tested, protocol: Protocol
) -> tuple[Quantity | None, Quantity | None]:
    # An immediate reading has a window of its own for each method, named as numbers.
    if requires.part != "immediate":
        return requires.read_from, requires.read_to
    named = protocol.numbers
    return (
        named.get(f"{test.method}-read-from", requires.read_from),
        named.get(f"{test.method}-read-to", requires.read_to),
    )


def _outside(
    test: SkinTest, at: Instant, low: Quantity | None, high: Quantity | None
) -> tuple[str, Why] | None:
    gone = at.since(test.placed)
    if gone is None:
        return "clock-went-back", Why.CLOCK
    early = low is not None and gone < timedelta(seconds=float(low.measure))
    late = high is not None and gone > timedelta(seconds=float(high.measure))
    return ("read-outside-window", Why.STALE) if early or late else None


def _bound(placed: Instant, span: Quantity | None, zone: tzinfo) -> object:
    return None if span is None else after(placed.at, span, zone)


def _judge(at: Instant, made: TestRead, product: str, requires: Tested) -> Reading:
    try:
        histamine, saline = Quantity.of(made.histamine), Quantity.of(made.saline)
        Quantity.of(made.wheal)
        valid = (
            requires.histamine_at_least is None or histamine >= requires.histamine_at_least
        ) and (requires.saline_below is None or saline < requires.saline_below)
    except PlannerError:
        return _reading(product, Outcome.UNKNOWN, "reading-unreadable", Why.UNREADABLE)
    if not valid:
        return _reading(
            product,
            Outcome.UNKNOWN,
            "controls-not-valid",
            Why.UNREADABLE,
            histamine=histamine,
            saline=saline,
        )
    if made.infiltrated != NO:
        return _reading(product, Outcome.UNKNOWN, "infiltration-unknown", Why.DOES_NOT_KNOW)
    return _reading(product, Outcome.OPEN, "test-negative", at=at.at, wheal=made.wheal)


def is_positive(test: SkinTest, made: TestRead, requires: Tested) -> bool:
    """
    Whether a reading is positive by the numbers of a gate.
    """
    return _positive(test.method, test.wheal_initial, made, requires)


@lru_cache(maxsize=KEPT_LONG)
def _positive(method: str, initial: str, made: TestRead, requires: Tested) -> bool:
    if made.infiltrated == YES:
        return True
    try:
        wheal, saline = Quantity.of(made.wheal), Quantity.of(made.saline)
        if requires.over_control is not None and method == "prick":
            return wheal - saline >= requires.over_control
        if requires.grown_by is not None and method == "intradermal":
            return wheal - Quantity.of(initial) >= requires.grown_by
    except PlannerError:
        return False
    return False


def _voided(test: SkinTest, situation: Situation, protocol: Protocol) -> str:
    # Only antihistamines, steroids at the site, beta-blockers and reactions void a test.
    known = protocol.vocabulary.medicine_class
    for taken in medicines(situation, protocol):
        voiding = [known[c] for c in taken.classes or () if c in known]
        voiding = [each for each in voiding if each.voids_test]
        if any(each.group == "test-blocker" for each in voiding):
            return taken.medicine.name
        last = taken.medicine.last_dose
        if not voiding or taken.card is None or last is None:
            continue
        washout = taken.card.washout
        if washout is None:
            continue
        read = [at.at for at, _ in test.readings]
        until = max([test.placed.at, *read])
        clear = after(last, washout, situation.history.zone)
        if last <= until and clear > test.placed.at:
            return taken.medicine.name
    sessions = (situation.session, *situation.history.others)
    for session in sessions:
        if session.reacted:
            for at in session.suspected:
                if at.at >= test.placed.at:
                    return "reaction"
    return ""


def _reading(
    item: str, outcome: Outcome, seen: str, why: Why | None = None, **values: object
) -> Reading:
    return Reading(
        item=item,
        outcome=outcome,
        seen=Phrase(seen, {"item": item, **values}),
        needed=_NEEDED,
        why=why,
    )
