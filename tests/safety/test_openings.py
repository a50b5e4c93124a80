"""
What opens a shut gate: by name and reason, for what was seen and nothing else.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

import given
from planner.model.answer import Outcome
from planner.model.protocol import AnswerIs, OverridePolicy
from planner.model.situation import Opening
from planner.safety.assess import assess
from planner.safety.findings import Clearance, Refusal, judge

POLICY = OverridePolicy(by=("physician", "nurse"), reasons=("known here",))
ASKED = given.a_question("asked")


def finding(gate, *openings, said="yes", at=given.NOON):
    """
    How a gate stands with these openings.
    """
    sheet = given.facts(given.a_fact("asked", said, at=at))
    session = given.a_session(facts=sheet, openings=openings)
    protocol = given.a_protocol(gate, questions=(ASKED,))
    (found,) = assess(given.a_situation(session), protocol, "place-test")
    return found


def a_gate(**changes):
    """
    A gate that an answer shuts.
    """
    return given.a_gate(AnswerIs(question="asked", needs=("no",)), **changes)


SEEN = finding(a_gate()).seen.token


def an_opening(**changes):
    """
    A physician's decision on what was seen.
    """
    opening = {
        "gate": "hazard",
        "item": "",
        "seen": SEEN,
        "by": "dr-moreau",
        "role": "physician",
        "at": given.NOON,
        "reason": "weighed",
        **changes,
    }
    return Opening(**opening)


@pytest.mark.parametrize(
    ("weight", "changes", "opens"),
    [
        ("relative", {}, True),
        ("absolute", {}, False),
        ("temporary", {}, False),
        ("relative", {"role": "nurse"}, False),
        ("relative", {"gate": "another"}, False),
        ("relative", {"item": "face"}, False),
        ("relative", {"seen": SEEN + "!"}, False),
        ("relative", {"seen": ""}, False),
    ],
)
@pytest.mark.rule(4)
def test_a_decision_opens_a_relative_gate_for_what_was_seen(weight, changes, opens):
    """
    A physician's, on this gate, this item and these words.
    """
    found = finding(a_gate(weight=weight), an_opening(**changes))

    assert Outcome.SHUT is found.outcome
    assert opens == found.clear == (found.opening is not None)


@pytest.mark.parametrize(
    ("policy", "changes", "opens"),
    [
        (POLICY, {}, True),
        (POLICY, {"role": "nurse"}, True),
        (POLICY, {"role": "assistant"}, False),
        (POLICY, {"reason": "in a hurry"}, False),
        (POLICY, {"seen": "other"}, False),
        (None, {}, False),
    ],
)
@pytest.mark.rule(4)
def test_an_override_opens_a_gate_that_allows_it(policy, changes, opens):
    """
    By a role and for a reason that the gate itself lists (R-23).
    """
    made = {"override": True, "reason": "known here", **changes}

    found = finding(a_gate(override=policy), an_opening(**made))

    assert opens == found.clear


def test_a_decision_lapses_when_the_answer_is_given_anew():
    """
    It was made on what was seen then, even when the same is answered again.
    """
    gate = a_gate(weight="relative")
    later = given.NOON + timedelta(minutes=1)

    assert finding(gate, an_opening()).clear
    assert not finding(gate, an_opening(), at=later).clear


@pytest.mark.rule(5)
def test_nothing_opens_what_is_unknown():
    """
    A decision is about what is known.
    """
    gate = a_gate(weight="relative", override=POLICY)
    unknown = finding(gate, said="does not know")
    seen = unknown.seen.token

    for opening in (
        an_opening(seen=seen),
        an_opening(seen=seen, override=True, reason="known here"),
    ):
        found = finding(gate, opening, said="does not know")
        assert found.opening is None
        assert found.holds


def test_the_latest_opening_is_the_one_that_shows():
    """
    A second decision on the same words replaces the first.
    """
    first, second = an_opening(reason="first"), an_opening(reason="second")

    assert "second" == finding(a_gate(weight="relative"), first, second).opening.reason


@pytest.mark.rule(4)
def test_a_record_gate_holds_nothing():
    """
    It shows, and lets go on.
    """
    found = finding(a_gate(safety=False))

    assert not found.clear
    assert not found.holds
    assert isinstance(judge((found,)), Clearance)
    held = found._replace(card=a_gate(safety=True))
    assert isinstance(judge((found, held)), Refusal)


@pytest.mark.rule(4)
def test_some_things_are_never_opened_by_anybody():
    """
    A suspected reaction, a known allergy, an expired lot, an observation under its floor.
    """
    gates = given.the_protocol().gate
    for name in (
        "allergy-to-a-component",
        "lot-out-of-date",
        "lot-recalled",
        "left-too-early",
        "left-too-early-at-risk",
        "left-too-soon-after-a-suspicion",
        "sign-not-looked-at",
        "earlier-reaction-unanswered",
        "late-reading-positive-or-missing",
        "pregnancy",
        "under-age",
    ):
        assert ("absolute", None) == (gates[name].weight, gates[name].override), name


@pytest.mark.rule(4)
@pytest.mark.parametrize(
    ("gate", "weight"),
    [
        ("diabetes", "relative"),
        ("autoimmune-disease", "relative"),
        ("keloid", "relative"),
        ("beta-blocker-not-weighed", "relative"),
        ("fever", "temporary"),
        ("infection", "temporary"),
        ("herpes-in-the-zone", "temporary"),
        ("vaccinated-too-recently", "temporary"),
        ("pressure-too-high", "temporary"),
        ("lower-pressure-too-high", "temporary"),
    ],
)
def test_each_gate_says_which_it_is(gate, weight):
    """
    Relative opens on a decision, temporary is deferred.
    """
    card = given.the_protocol().gate[gate]

    assert weight == card.weight
    if weight == "temporary":
        assert "deferred" == card.leads_to


@pytest.mark.rule(4)
def test_a_decision_through_the_desk_opens_and_is_recorded():
    """
    A physician's, with its reason; a nurse's is refused, and so is one on what is unknown.
    """
    world = given.a_world("asked")
    given.answer(world, keloid="yes")
    decide = {"gate": "keloid", "reason": "small scar, face only"}

    nurse = given.ask(world, "decide", by=given.NURSE, **decide)
    assert ("decision-by-physician",) == given.refused_for(nurse)
    given.ask(world, "decide", **decide)
    assert "opened" == given.stood(world, "allergy-test")["keloid"]
    assert ("stage-entered",) == given.kinds(given.ask(world, "advance"))

    given.answer(world, keloid="does not know")
    unknown = given.ask(world, "decide", **decide)
    assert ("unknown-not-openable",) == given.refused_for(unknown)
