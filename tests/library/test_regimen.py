"""
What a protocol says about a course is read from where it stands, and told when it is not.
"""

from __future__ import annotations

import json

import pytest
from attrs import evolve

import given
from planner import library
from planner.course.phases import checked
from planner.course.preparation import Timed
from planner.errors import InputFault
from planner.model import course
from planner.model import protocol as cards
from planner.model.course import Span
from planner.model.protocol import Elapsed, Held
from planner.model.quantity import Quantity

PROTOCOL = given.the_protocol()
CLINIC = {"until_injection": Span("30 min"), "injecting": Span("20 min")}
COURSE = ("indications", "spacings", "phases", "conflicts_in_time", "calls")


def asking(gate, **needs):
    """
    The shipped protocol with one gate that asks for something else.
    """
    changed = evolve(
        PROTOCOL.gate[gate], requires=evolve(PROTOCOL.gate[gate].requires, **needs)
    )
    return evolve(
        PROTOCOL, gates=tuple(changed if g.id == gate else g for g in PROTOCOL.gates)
    )


def without(kind, part=""):
    """
    The shipped protocol without the gates of one kind.
    """
    kept = [
        gate
        for gate in PROTOCOL.gates
        if not isinstance(gate.requires, kind)
        or part not in ("", getattr(gate.requires, "part", ""))
    ]
    return evolve(PROTOCOL, gates=tuple(kept))


@pytest.mark.parametrize("name", ["mesotherapy", "facial-rejuvenation", "cellulite"])
def test_every_indication_has_a_regimen_that_can_be_planned(name):
    """
    Its phases in their order, only its own ladders, and the times of the skin test.
    """
    protocol = library.load_shipped(name)

    for card in protocol.indications:
        regimen = library.regimen_of(protocol, card.id)
        assert {each.indication for each in regimen.phases} == {card.id}
        assert set(checked(regimen)) == {
            card.begin,
            *(each.spacing for each in regimen.phases),
        }
        assert regimen.test == library.test_times_of(protocol)
        assert (regimen.protocol, regimen.version) == (name, "2026-1")


def test_the_spans_of_a_session_are_those_of_its_gates():
    """
    Each is read where it holds a session, and stands nowhere a second time.
    """
    times = library.care_times_of(PROTOCOL, **CLINIC)

    assert times.test == course.TestTimes(
        read_from=Span("15 min"),
        read_to=Span("30 min"),
        late_from=Span("24 h"),
        late_to=Span("72 h"),
        valid_for=Span("30 d"),
    )
    assert (times.hold_at_least, times.restart_after, times.restart_best) == (
        Span("24 h"),
        Span("2 h"),
        Span("3 h"),
    )
    assert (times.observe_at_least, times.observe_best) == (Span("40 min"), Span("60 min"))
    assert Timed(id="dn-sport", span=Span("48 h")) in times.limits
    assert times.calls == (
        Timed(id="first-days", span=Span("24 h"), to=Span("72 h")),
        Timed(id="two-weeks", span=Span("2 weeks")),
        Timed(id="six-weeks", span=Span("6 weeks")),
        Timed(id="twelve-weeks", span=Span("12 weeks")),
    )


def test_a_wash_out_is_the_medicines_own():
    """
    Of what the patient takes; without a list, the longest of each class that voids a test.
    """
    taken = library.care_times_of(PROTOCOL, **CLINIC, medicines=["cetirizine", "warfarin"])
    anyone = library.care_times_of(PROTOCOL, **CLINIC)

    assert taken.washouts == (Timed(id="cetirizine", span=Span("7 d")),)
    classes = PROTOCOL.vocabulary.medicine_classes
    voids = {each.id for each in classes if each.voids_test}
    told = {each.id: each.span for each in anyone.washouts}
    assert told.keys() < voids
    longest = {
        group: max(
            each.washout.measure
            for each in PROTOCOL.vocabulary.medicines
            if group in each.classes and each.washout and each.washout.dimension == "days"
        )
        for group in told
    }
    assert {group: span.days for group, span in told.items()} == longest


@pytest.mark.parametrize(
    ("gate", "needs", "field", "span"),
    [
        ("left-too-early", {"at_least": "90 min"}, "observe_at_least", "90 min"),
        ("left-too-early", {"at_least": "90 min"}, "observe_best", "90 min"),
        ("left-before-sixty-minutes", {"at_least": "75 min"}, "observe_best", "75 min"),
        ("restart-too-early", {"at_least": "4 h"}, "restart_after", "4 h"),
        ("restart-too-early", {"at_least": "4 h"}, "restart_best", "4 h"),
        (
            "blood-thinner-not-held-long-enough",
            {"at_least": "36 h"},
            "hold_at_least",
            "36 h",
        ),
    ],
)
def test_a_gate_that_asks_for_more_is_followed(gate, needs, field, span):
    """
    A number beside it never shortens what a gate asks for.
    """
    changed = asking(gate, **{key: Quantity.of(each) for key, each in needs.items()})

    assert getattr(library.care_times_of(changed, **CLINIC), field) == Span(span)


def test_of_two_gates_the_one_that_holds_longer_is_taken():
    """
    The narrower window, and the test that counts for the shorter time.
    """
    changed = asking(
        "late-reading-positive-or-missing",
        read_from=Quantity.of("48 h"),
        read_to=Quantity.of("60 h"),
        valid_for=Quantity.of("20 d"),
    )

    times = library.test_times_of(changed)

    assert (times.late_from, times.late_to) == (Span("48 h"), Span("60 h"))
    assert times.valid_for == Span("20 d")


def test_what_no_gate_reads_has_no_test_times():
    """
    Nothing, and not a guess.
    """
    assert library.test_times_of(without(cards.Tested)) is None
    assert library.regimen_of(without(cards.Tested), "general").test is None


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        (
            lambda: library.regimen_of(PROTOCOL, "musculoskeletal"),
            (
                'mesotherapy 2026-1 has no indication "musculoskeletal". Did you mean '
                '"musculoskeletal-pain"? It has: general, musculoskeletal-pain, hair-loss.'
            ),
        ),
        (
            lambda: library.regimen_of(PROTOCOL, "hairloss"),
            (
                'mesotherapy 2026-1 has no indication "hairloss". Did you mean "hair-loss"?'
                " It has: general, musculoskeletal-pain, hair-loss."
            ),
        ),
        (
            lambda: library.regimen_of(evolve(PROTOCOL, indications=()), "general"),
            "mesotherapy 2026-1 has no course. Choose a protocol that names an indication.",
        ),
        (
            lambda: library.test_times_of(without(cards.Tested, "late")),
            (
                "mesotherapy 2026-1 has no gate that says how long: the late reading of a"
                " skin test, from when. A course cannot be prepared without it."
            ),
        ),
        (
            lambda: library.test_times_of(
                asking("late-reading-positive-or-missing", read_from=Quantity.of("73 h"))
            ),
            (
                'mesotherapy 2026-1 reads a skin test from "73 h" to "72 h". Look at its'
                " gates of the kind tested."
            ),
        ),
        (
            lambda: library.test_times_of(
                asking("late-reading-positive-or-missing", valid_for=Quantity.of("700 h"))
            ),
            (
                'mesotherapy 2026-1 asks for "700 h" in one card and "30 d" in another.'
                " Hours run on instants and days on the clinic's calendar."
                " Write both in hours, or both in days."
            ),
        ),
        (
            lambda: library.care_times_of(without(Elapsed), **CLINIC),
            (
                "mesotherapy 2026-1 has no gate that says how long: observation after an "
                "injection. A course cannot be prepared without it."
            ),
        ),
        (
            lambda: library.care_times_of(without(Held, "restart"), **CLINIC),
            (
                "mesotherapy 2026-1 has no gate that says how long: from an injection to a "
                "restart. A course cannot be prepared without it."
            ),
        ),
        (
            lambda: library.care_times_of(without(Held, "interval"), **CLINIC),
            (
                "mesotherapy 2026-1 has no gate that says how long: the hold of a"
                " prescribed medicine. A course cannot be prepared without it."
            ),
        ),
    ],
)
def test_what_is_not_there_is_told(asked, message):
    """
    In whole words, with the known ones.
    """
    with pytest.raises(InputFault) as fault:
        asked()

    assert str(fault.value) == message


def test_the_waits_are_the_cards():
    """
    In the order of the protocol.
    """
    assert library.waits_of(PROTOCOL) == PROTOCOL.conflicts_in_time


def test_a_protocol_without_a_course_keeps_its_digest(small):
    """
    The cards of a course stand in the content only where there are any.
    """
    bare = evolve(small, **dict.fromkeys(COURSE, ()))

    assert not json.loads(library.content(bare)).keys() & set(COURSE)
    assert json.loads(library.content(small)).keys() > set(COURSE)
    back = library.from_content(library.content(small), digest=small.digest)
    assert [getattr(back, each) for each in COURSE] == [getattr(small, e) for e in COURSE]
