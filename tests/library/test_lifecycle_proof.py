"""
The lifecycle is proven over every reachable state, and the proof can fail.
"""

from __future__ import annotations

import pytest
from attrs import evolve

from planner import library
from planner.clinic.leg_mutants import ALIKE
from planner.library.lifecycle_proof import is_floor, prove_lifecycle
from planner.model.terms import STAGES
from planner.session.legs import LEGS


@pytest.fixture(scope="module")
def protocol():
    """
    The shipped protocol.
    """
    return library.load_shipped("mesotherapy")


@pytest.mark.rule(1, 2, 3, 11, 12, 22, 23, 24, 30)
def test_every_reachable_state_keeps_the_seven_properties(protocol):
    """
    From the first question on, no state breaks a property, and every stage is reached.
    """
    proof = prove_lifecycle(protocol)

    assert proof.violations == ()
    assert proof.stages == frozenset(STAGES)
    assert proof.states > 4000
    assert proof.edges > 30000


def test_without_a_floor_somebody_goes_home_too_early(protocol):
    """
    A protocol whose floor can be opened, or is gone, breaks property 2 with a story.
    """
    gates = tuple(gate for gate in protocol.gates if not is_floor(gate))

    proof = prove_lifecycle(evolve(protocol, gates=gates))

    assert 2 in {each.rule for each in proof.violations}
    story = next(each for each in proof.violations if each.rule == 2)
    assert "[[case.move]]" in story.as_case()
    assert story.story[-1].after.stage in story.what


def named(leg):
    """
    A leg as it is called in the list of tests.
    """
    return f"{leg.move} {leg.source} {leg.dest}"


@pytest.mark.parametrize("leg", LEGS, ids=named)
def test_a_leg_that_is_missing_is_found(leg, protocol):
    """
    Take any one leg out of the table, and the proof says what is no longer possible.
    """
    legs = tuple(each for each in LEGS if each != leg)

    proof = prove_lifecycle(protocol, legs, first=True)

    assert not proof.holds


@pytest.mark.parametrize(
    "leg",
    [x for x in LEGS if x.checkpoint and (x.move, x.source) not in ALIKE],
    ids=named,
)
def test_a_leg_without_its_gates_is_found(leg, protocol):
    """
    Take the gates from an exposure, a step or a way out, and the proof fails.
    """
    legs = tuple(evolve(x, checkpoint="") if x == leg else x for x in LEGS)

    proof = prove_lifecycle(protocol, legs, first=True)

    assert not proof.holds


@pytest.mark.parametrize("leg", [x for x in LEGS if (x.move, x.source) in ALIKE], ids=named)
def test_only_what_nothing_can_miss_is_let_be(leg, protocol):
    """
    A leg that is let be has gates, and nothing is reached without them that was not before.
    """
    assert leg.checkpoint
    legs = tuple(evolve(x, checkpoint="") if x == leg else x for x in LEGS)

    assert prove_lifecycle(protocol, legs, first=True).holds
