"""
The rules about what gates can do: each finds its fault, and nothing in what is shipped.
"""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

import given
from library.cohort import soft_stops
from planner import library
from planner.library import rules
from planner.model.protocol import AnswerIs, Between, Composed, Elapsed, OverridePolicy
from planner.model.quantity import Quantity

DAY = date(2026, 11, 22)
PROTOCOL = given.the_protocol()


def found(protocol, rule, **more):
    """
    What one rule finds, in words.
    """
    return [
        each.what for each in rules.BY_ID[rule].check(protocol, library.Lines(), **more)
    ]


def without(*ids):
    """
    The shipped protocol without some gates.
    """
    kept = tuple(gate for gate in PROTOCOL.gates if gate.id not in ids)
    return evolve(PROTOCOL, gates=kept)


def test_the_shipped_protocol_has_nothing_to_find():
    """
    Every rule passes it.
    """
    assert library.check(PROTOCOL, given.the_cases(), on=DAY) == ()


@pytest.mark.parametrize(
    ("requires", "rule"),
    [
        (AnswerIs(question="fever", needs=("perhaps",)), "nobody-can-open"),
        (AnswerIs(question="fever", needs=("yes", "no")), "nobody-can-shut"),
        (Composed(excludes=("no-such-group",)), "nobody-can-shut"),
        (
            Between(value="angle-off-technique", below=Quantity.of("0 deg")),
            "nobody-can-open",
        ),
    ],
)
def test_a_gate_that_only_ever_stands_one_way_is_found(requires, rule):
    """
    Nothing opens it, or nothing shuts it.
    """
    gate = given.a_gate(requires, each="items" if isinstance(requires, Between) else "")
    one = evolve(PROTOCOL, gates=(gate,))

    assert len(found(one, rule)) == 1
    other = {"nobody-can-open", "nobody-can-shut"} - {rule}
    assert found(one, other.pop()) == []


def test_a_language_without_its_translation_is_found():
    """
    English needs none.
    """
    spoken = evolve(PROTOCOL, languages=("en", "fr"))

    assert len(found(spoken, "missing-translation")) == 1
    assert found(PROTOCOL, "missing-translation") == []


@pytest.mark.parametrize(
    ("gates", "names"),
    [
        (("too-much-anaesthetic", "anaesthetics-add-up-over-a-day"), "articaine"),
        (("session-volume-too-large",), "caffeine"),
    ],
)
def test_a_dose_without_a_limit_is_found(gates, names):
    """
    Of a local anaesthetic by weight, of what dissolves fat by volume.
    """
    assert found(PROTOCOL, "dose-without-limit") == []
    assert any(
        f'"{names}"' in what for what in found(without(*gates), "dose-without-limit")
    )


@pytest.mark.parametrize(
    "requires",
    [
        Elapsed(since="last-exposure", at_most=Quantity.of("2 h"), never="open"),
        Elapsed(since="last-exposure", at_least=Quantity.of("40 min")),
    ],
)
def test_a_wait_that_nothing_ends_is_found(requires):
    """
    Shut for good, or waiting for what may never happen.
    """
    assert len(
        found(evolve(PROTOCOL, gates=(given.a_gate(requires),)), "timer-without-end")
    )


@pytest.mark.parametrize("key", ["governs", "decided_by"])
def test_an_undecided_conflict_is_found(key):
    """
    Who decided, and which source governs.
    """
    first = evolve(PROTOCOL.conflicts[0], **{key: ""})
    assert len(found(evolve(PROTOCOL, conflicts=(first,)), "undecided-conflict")) == 1


def test_the_median_session_of_the_cohort_meets_at_most_one_soft_stop():
    """
    The cohort is seeded, and some of its sessions do meet one.
    """
    stops = soft_stops()

    assert stops == soft_stops()
    assert any(stops)
    assert found(PROTOCOL, "alert-budget", stops=stops) == []


def test_a_protocol_that_warns_too_often_is_found():
    """
    Two soft stops in the median session are one too many.
    """
    policy = OverridePolicy(by=("physician",), reasons=("seen",))
    soft = tuple(
        evolve(gate, override=policy)
        if gate.id in {"session-volume-too-large", "keloid", "expectation-not-realistic"}
        else gate
        for gate in PROTOCOL.gates
    )

    assert len(found(evolve(PROTOCOL, gates=soft), "alert-budget", stops=[1, 2, 3])) == 1
