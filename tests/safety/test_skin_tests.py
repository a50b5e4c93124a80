"""
The skin test of a planned composition.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from attrs import evolve

import given
from planner.model import protocol as cards
from planner.model.entries import care
from planner.model.quantity import Quantity
from planner.model.situation import SkinTest

Q = Quantity.of
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
PLACED = cards.Tested(part="placed")
EARLY = cards.Tested(
    part="immediate",
    over_control=Q("3 mm"),
    histamine_at_least=Q("3 mm"),
    saline_below=Q("3 mm"),
    grown_by=Q("3 mm"),
    read_from=Q("15 min"),
    read_to=Q("30 min"),
    valid_for=Q("30 d"),
)
LATE = cards.Tested(
    part="late", read_from=Q("24 h"), read_to=Q("72 h"), valid_for=Q("30 d")
)
MADE_OF = ("lidocaine 10 mg/mL",)
MIX = given.a_product(("lidocaine", "10 mg/mL"))


def a_reading(after=20 * MINUTE, *, at=None, reading="immediate", **changes):
    """
    A negative reading beside valid controls, so long after the test.
    """
    values = {
        "wheal": "1 mm",
        "saline": "0 mm",
        "histamine": "5 mm",
        "flare": "no",
        "infiltrated": "no",
        **changes,
    }
    when = at or given.NOON + after
    ns = int((when - given.NOON).total_seconds()) * 10**9
    return given.an_instant(when, ns=ns), care.TestRead(
        test="test-1", reading=reading, **values
    )


def a_test(*readings, **changes):
    """
    A test that was placed at noon.
    """
    given_ = {
        "id": "test-1",
        "product": "mix",
        "lot": "L1",
        "method": "prick",
        "site": "left forearm",
        "dilution": "undiluted",
        "wheal_initial": "",
        "placed": given.an_instant(),
        "readings": readings,
        "composition": MADE_OF,
    }
    return SkinTest(**{**given_, **changes})


def read(requires, *tests, product=MIX, after=48 * HOUR, session=None, **history):
    """
    How the tests of a planned composition are read.
    """
    begun = session or given.taking()
    begun = evolve(begun, plan=given.a_plan(), tests=tests)
    now = given.an_instant(given.NOON + after, ns=int(after.total_seconds()) * 10**9)
    situation = given.a_situation(begun, now=now, clinic=given.a_clinic(product), **history)
    (reading,) = given.read(requires, situation, given.the_protocol())
    return reading.outcome.value, reading.seen.key


NEGATIVE = ("open", "test-negative")


def test_a_test_is_placed_of_this_composition_and_lot():
    """
    Nothing planned, nothing known; nothing placed, nothing known.
    """
    assert ("open", "test-placed") == read(PLACED, a_test())
    assert ("unknown", "not-tested") == read(PLACED)


@pytest.mark.parametrize(
    "changes",
    [
        {"product": "other"},
        {"lot": "L2"},
        {"composition": ("lidocaine 20 mg/mL",)},
        {"composition": ()},
        {"in_error": True},
    ],
)
@pytest.mark.rule(14)
def test_a_test_of_another_composition_or_lot_is_none(changes):
    """
    Neither is one that was entered in error.
    """
    test = a_test(a_reading(), **changes)

    assert ("unknown", "not-tested") == read(EARLY, test)


@pytest.mark.parametrize(
    ("wheal", "saline", "expected"),
    [
        ("2.9 mm", "0 mm", NEGATIVE),
        ("3 mm", "0 mm", ("shut", "test-positive")),
        ("3.1 mm", "0 mm", ("shut", "test-positive")),
        ("4.9 mm", "2 mm", NEGATIVE),
        ("5 mm", "2 mm", ("shut", "test-positive")),
    ],
)
@pytest.mark.rule(13)
def test_a_prick_is_positive_three_millimetres_over_its_control(wheal, saline, expected):
    """
    The wheal over the saline control counts.
    """
    assert expected == read(EARLY, a_test(a_reading(wheal=wheal, saline=saline)))


@pytest.mark.parametrize(
    ("wheal", "expected"),
    [("7.9 mm", NEGATIVE), ("8 mm", ("shut", "test-positive"))],
)
@pytest.mark.rule(13)
def test_an_intradermal_test_is_positive_when_it_has_grown(wheal, expected):
    """
    By three millimetres over the wheal that the injection itself made.
    """
    test = a_test(a_reading(wheal=wheal), method="intradermal", wheal_initial="5 mm")

    assert expected == read(EARLY, test)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"histamine": "2.9 mm"}, ("unknown", "controls-not-valid")),
        ({"histamine": "3 mm"}, NEGATIVE),
        ({"saline": "2.9 mm", "wheal": "3 mm"}, NEGATIVE),
        ({"saline": "3 mm", "wheal": "3 mm"}, ("unknown", "controls-not-valid")),
        ({"wheal": "small"}, ("unknown", "reading-unreadable")),
        ({"histamine": ""}, ("unknown", "reading-unreadable")),
        ({"infiltrated": "yes"}, ("shut", "test-positive")),
    ],
)
@pytest.mark.rule(13)
def test_controls_must_be_valid(changes, expected):
    """
    Histamine must answer and saline must not, or nothing is known.
    """
    assert expected == read(EARLY, a_test(a_reading(**changes)))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (15 * MINUTE - timedelta(seconds=1), ("unknown", "read-outside-window")),
        (15 * MINUTE, NEGATIVE),
        (20 * MINUTE, NEGATIVE),
        (20 * MINUTE + timedelta(seconds=1), ("unknown", "read-outside-window")),
    ],
)
@pytest.mark.rule(13)
def test_a_prick_is_read_in_its_own_window(after, expected):
    """
    Fifteen to twenty minutes, both included.
    """
    assert expected == read(EARLY, a_test(a_reading(after)))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (15 * MINUTE - timedelta(seconds=1), ("unknown", "read-outside-window")),
        (15 * MINUTE, NEGATIVE),
        (30 * MINUTE, NEGATIVE),
        (30 * MINUTE + timedelta(seconds=1), ("unknown", "read-outside-window")),
    ],
)
@pytest.mark.rule(13)
def test_an_intradermal_test_is_read_in_its_own_window(after, expected):
    """
    Fifteen to thirty minutes, both included.
    """
    test = a_test(a_reading(after), method="intradermal", wheal_initial="5 mm")

    assert expected == read(EARLY, test)


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (24 * HOUR - timedelta(seconds=1), ("unknown", "read-outside-window")),
        (24 * HOUR, NEGATIVE),
        (72 * HOUR, NEGATIVE),
        (72 * HOUR + timedelta(seconds=1), ("unknown", "read-outside-window")),
    ],
)
@pytest.mark.rule(9)
def test_the_late_reading_has_its_window(after, expected):
    """
    Twenty-four to seventy-two hours, both included.
    """
    test = a_test(a_reading(after, reading="late"))

    assert expected == read(LATE, test, after=after + HOUR)


@pytest.mark.parametrize(
    ("infiltrated", "expected"),
    [
        ("no", NEGATIVE),
        ("yes", ("shut", "test-positive")),
        ("does not know", ("unknown", "infiltration-unknown")),
    ],
)
@pytest.mark.rule(9, 13)
def test_a_late_reading_looks_for_an_infiltrate(infiltrated, expected):
    """
    Not looked at is not negative.
    """
    test = a_test(a_reading(48 * HOUR, reading="late", infiltrated=infiltrated))

    assert expected == read(LATE, test)


def test_a_positive_test_is_positive_whenever_it_was_read():
    """
    Outside its window, after thirty days, before an intradermal one: it is positive.
    """
    late = a_test(a_reading(5 * MINUTE, wheal="9 mm"))
    good = a_test(a_reading(at=given.NOON + 19 * MINUTE), id="test-2")

    assert ("shut", "test-positive") == read(EARLY, late)
    assert ("shut", "test-positive") == read(EARLY, late, good)
    assert ("shut", "test-positive") == read(EARLY, late, after=timedelta(days=99))


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(days=29), NEGATIVE),
        (timedelta(days=31), ("unknown", "test-too-old")),
    ],
)
def test_a_test_is_good_for_thirty_days(after, expected):
    """
    Just inside and just outside.
    """
    assert expected == read(EARLY, a_test(a_reading()), after=after)


@pytest.mark.parametrize(
    ("medicine", "voids"),
    [
        (given.a_medicine("loratadine", "no", given.NOON - 24 * HOUR), True),
        (given.a_medicine("loratadine", "no", given.NOON - 24 * 30 * HOUR), False),
        (given.a_medicine("propranolol", "yes"), True),
        (given.a_medicine("paracetamol", "no", given.NOON), False),
        (given.a_medicine("warfarin", "yes", given.NOON), False),
        (given.a_medicine("ibuprofen", "no", given.NOON), False),
    ],
)
@pytest.mark.rule(14)
def test_only_some_medicines_void_a_test(medicine, voids):
    """
    Antihistamines and beta-blockers do; pain relievers and blood thinners do not.
    """
    session = given.taking(medicine)

    found = read(EARLY, a_test(a_reading()), session=session)

    assert (("unknown", "test-void") if voids else NEGATIVE) == found


@pytest.mark.parametrize(
    ("at", "flag", "voids"),
    [
        (given.NOON + HOUR, "confirmed", True),
        (given.NOON + HOUR, "adrenaline", True),
        (given.NOON - HOUR, "confirmed", False),
        (given.NOON - HOUR, "adrenaline", False),
    ],
)
@pytest.mark.rule(14)
def test_a_reaction_voids_the_test_it_follows(at, flag, voids):
    """
    One from before the test does not.
    """
    session = evolve(given.taking(), suspected=(given.an_instant(at),), **{flag: True})

    found = read(EARLY, a_test(a_reading()), session=session)

    assert (("unknown", "test-void") if voids else NEGATIVE) == found


@pytest.mark.rule(14, 26)
def test_a_suspicion_that_was_ruled_out_voids_no_test():
    """
    A faint is no reaction; while nobody has ruled it out, it may be one.
    """
    suspected = given.an_instant(given.NOON + HOUR)
    ruled_out = given.an_instant(given.NOON + HOUR + MINUTE)
    session = evolve(given.taking(), suspected=(suspected,), fainted=True)

    found = read(
        EARLY, a_test(a_reading()), session=evolve(session, ruled_out=(ruled_out,))
    )

    assert found == NEGATIVE


@pytest.mark.parametrize(
    ("letter", "opens"),
    [
        (given.a_letter(), True),
        (given.a_letter(product="mix"), True),
        (given.a_letter(product="other"), False),
        (given.a_letter(result="positive"), False),
        (given.a_letter("reactions"), False),
        (given.a_letter(dated=date(2026, 3, 7)), False),
        (given.a_letter(dated=date(2026, 3, 6)), True),
    ],
)
@pytest.mark.rule(15)
def test_an_allergists_letter_stands_for_the_test(letter, opens):
    """
    Dated, in writing, negative, and for this composition.
    """
    outcome, seen = read(EARLY, letters=(letter,))

    assert (opens, opens) == (outcome == "open", seen == "letter-on-file")


@pytest.mark.parametrize(
    ("course", "expected"), [("C", NEGATIVE), ("other", ("unknown", "not-tested"))]
)
def test_a_test_of_an_earlier_session_of_the_course_counts(course, expected):
    """
    One of another course does not.
    """
    other = given.a_session(id="other", course=course, tests=(a_test(a_reading()),))

    assert expected == read(EARLY, others=(other,))


def test_a_clock_that_went_back_between_test_and_reading_tells_nothing():
    """
    Neither early nor late: not known.
    """
    assert ("unknown", "clock-went-back") == read(EARLY, a_test(a_reading(-HOUR)))


@pytest.mark.rule(15)
def test_a_negative_test_shortens_nothing():
    """
    No gate of the way out reads a test.
    """
    protocol = given.the_protocol()
    for point in ("end-visit", "exit-after-exposure", "discharge", "discharged"):
        assert not [
            gate.id
            for gate in protocol.gates_before[point]
            if isinstance(gate.requires, cards.Tested)
        ]
