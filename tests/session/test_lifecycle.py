"""
The lifecycle is one finite table, and a walk over it shows what can never happen.
"""

from __future__ import annotations

import logging

import pytest

from planner.model.terms import CHECKPOINTS, FINALS, SIDE, STAGES, WALK, WAY_IN
from planner.session.legs import LEGS, MOVES, legs_from
from planner.session.lifecycle import MACHINE

EXPOSES = {"place-test", "apply-anaesthetic", "deliver"}
# What a session can always be brought to an end with, without any gate or bar.
HONEST = {"leave", "transfer", "record-death", "escalate", "suspect"}


def reached(start, legs):
    """
    Every stage that can be reached from one, by these legs.
    """
    seen, waiting = {start}, [start]
    while waiting:
        stage = waiting.pop()
        for leg in legs:
            if leg.source == stage and leg.arrives not in seen:
                seen.add(leg.arrives)
                waiting.append(leg.arrives)
    return seen


def test_every_stage_can_be_reached():
    """
    No stage is only written down.
    """
    assert set(STAGES) == reached("anamnesis", LEGS)


def test_the_stages_are_these():
    """
    Eight on the walk, two beside it, eight at its end, and none twice.
    """
    assert 18 == len(STAGES) == len(set(STAGES))
    assert set(STAGES) == {*WALK, *SIDE, *FINALS}


@pytest.mark.parametrize("stage", STAGES)
def test_no_stage_is_dead(stage):
    """
    From every stage something can be asked, an alarm at least.
    """
    assert {"suspect", "escalate", "treat"} <= {leg.move for leg in legs_from(stage)}


@pytest.mark.parametrize("stage", [*WALK, *SIDE])
def test_no_stage_is_a_trap(stage):
    """
    From every stage an end is reached by moves that no gate and no bar can hold.
    """
    free = [
        leg for leg in LEGS if leg.move in HONEST and not leg.checkpoint and not leg.bars
    ]

    assert reached(stage, free) & set(FINALS)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.rule(22, 23)
def test_suspended_is_one_move_away_from_everywhere(stage):
    """
    Finals included: a reaction at home is recorded where the session ended.
    """
    legs = [leg for leg in legs_from(stage) if leg.move == "suspect"]

    assert 1 == len(legs)
    assert legs[0].arrives in SIDE
    assert ("", ()) == (legs[0].checkpoint, legs[0].bars)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("move", ["escalate", "give-adrenaline"])
@pytest.mark.rule(22, 24)
def test_the_emergency_is_one_move_away_from_everywhere(stage, move):
    """
    The alarm and adrenaline lead to the emergency from every stage, past nothing.
    """
    legs = [leg for leg in legs_from(stage) if leg.move == move]

    assert ["emergency"] == [leg.arrives for leg in legs]
    assert ("", ()) == (legs[0].checkpoint, legs[0].bars)


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.rule(11)
def test_what_has_entered_is_recorded_past_nothing(stage):
    """
    No gate and no bar stands before saying what has already reached the patient.
    """
    legs = [leg for leg in legs_from(stage) if leg.move in {"entered", "treat", "record"}]

    assert {"entered", "treat", "record"} == {leg.move for leg in legs}
    assert all((leg.checkpoint, leg.bars) == ("", ()) for leg in legs)


@pytest.mark.rule(1)
def test_moves_away_from_an_exposure_are_held_by_no_gate_of_the_way_in():
    """
    Ending, suspending, transferring and leaving never assess a gate before an exposure.
    """
    held = {leg.move for leg in LEGS if leg.checkpoint in WAY_IN}

    assert {"advance", "place-test", "apply-anaesthetic", "deliver"} == held
    away = {"stop-injecting", "leave", "transfer", "record-death", "go-back", "confirm"}
    assert all(not leg.checkpoint for leg in LEGS if leg.move in away)


@pytest.mark.rule(1, 12)
def test_injecting_can_be_stopped_at_any_point():
    """
    From injection to observation nothing is asked.
    """
    legs = [leg for leg in legs_from("injection") if leg.arrives == "observation"]

    assert {"advance", "stop-injecting", "entered"} == {leg.move for leg in legs}
    assert all((leg.checkpoint, leg.bars) == ("", ()) for leg in legs)


@pytest.mark.rule(2, 3)
def test_every_exposure_has_its_checkpoint():
    """
    Each asked exposure assesses its gates, needs a physician, a visit and a good clock.
    """
    legs = [leg for leg in LEGS if leg.move in EXPOSES]

    assert 4 == len(legs)
    for leg in legs:
        assert leg.checkpoint in WAY_IN
        assert WAY_IN.index(leg.checkpoint) >= WAY_IN.index("place-test")
        assert {"visit-open", "clock", "physician"} <= set(leg.bars)
        assert "" == leg.dest


@pytest.mark.rule(2)
def test_every_leg_on_the_way_in_has_its_checkpoint():
    """
    No stage on the way to a needle is entered past no gate, except back to the test.
    """
    inward = WALK[: WALK.index("observation")]
    for leg in LEGS:
        if leg.dest in inward and leg.move != "go-back":
            assert leg.dest == leg.checkpoint, leg
    assert {"allergy-test"} == {leg.dest for leg in LEGS if leg.move == "go-back"}


@pytest.mark.rule(22, 24)
def test_a_rule_out_never_leads_to_another_exposure():
    """
    From suspended or emergency no exposure can be reached any more in this session.
    """
    for side in SIDE:
        far = reached(side, LEGS)
        assert not {leg.source for leg in LEGS if leg.move in EXPOSES} & far


@pytest.mark.rule(24)
def test_after_adrenaline_the_session_is_never_discharged():
    """
    Every leg to discharged from beside the walk is barred after adrenaline, and so is
    every other way back from there.
    """
    for leg in LEGS:
        if leg.arrives == "discharged" and leg.source != "discharged":
            assert "no-adrenaline" in leg.bars, leg
        if leg.source in SIDE and leg.arrives not in {*SIDE, "transferred", "died"}:
            assert "no-adrenaline" in leg.bars or leg.move == "leave", leg


@pytest.mark.rule(24)
def test_the_ends_after_adrenaline_are_three():
    """
    Transferred, died, or left against advice.
    """
    open_after = [leg for leg in LEGS if "no-adrenaline" not in leg.bars]

    assert {"transferred", "died", "left-against-advice"} == reached(
        "emergency", open_after
    ) & set(FINALS)


@pytest.mark.rule(22)
def test_only_a_physician_leads_back():
    """
    Confirming and ruling out are a physician's; raising the alarm is anybody's.
    """
    for leg in LEGS:
        physicians = leg.move in {"confirm", "rule-out", *EXPOSES}
        assert physicians == ("physician" in leg.bars), leg


@pytest.mark.rule(30)
def test_every_way_to_discharged_passes_its_floor():
    """
    Out of observation and through the door, each has its checkpoint.
    """
    into = [leg for leg in LEGS if leg.arrives in {"discharge", "discharged"}]
    walked = [leg for leg in into if leg.move == "advance"]

    assert {("observation", "discharge"), ("discharge", "discharged")} == {
        (leg.source, leg.checkpoint) for leg in walked
    }
    # Every other way ends where the session had already ended.
    others = {leg.move for leg in into if leg not in walked and leg.dest}
    assert {"rule-out"} == others


@pytest.mark.rule(9)
def test_the_exits_without_an_injection_pass_the_floor_of_the_test():
    """
    Defer, refuse, withdraw and a mistaken session wait for the test's own observation.
    """
    for move in ("defer", "refuse", "withdraw", "enter-in-error"):
        legs = [leg for leg in LEGS if leg.move == move]
        assert set(WALK) == {leg.source for leg in legs}
        assert {"exit-after-exposure"} == {leg.checkpoint for leg in legs}


def test_checkpoints_are_of_the_closed_list():
    """
    No leg names a checkpoint that no gate could stand before, and none is unused.
    """
    named = {leg.checkpoint for leg in LEGS} - {""}

    assert set(CHECKPOINTS) == named


def test_no_leg_stands_twice():
    """
    One move from one stage to one place is one leg.
    """
    assert len(LEGS) == len({(leg.move, leg.source, leg.dest) for leg in LEGS})


def test_the_machine_and_the_table_have_the_same_edges():
    """
    The real machine was made of the whole table and of nothing else.
    """
    edges = sorted(
        (name, transition.source, transition.dest or "")
        for name, event in MACHINE.events.items()
        for transitions in event.transitions.values()
        for transition in transitions
    )

    assert sorted((leg.move, leg.source, leg.dest) for leg in LEGS) == edges
    assert set(STAGES) == set(MACHINE.states)
    assert set(MOVES) == set(MACHINE.events)


def test_the_machine_has_no_way_round_its_guards():
    """
    No automatic `to_` triggers, no model to set a stage on, nothing queued (R-02).
    """
    assert [] == [name for name in MACHINE.events if name.startswith("to_")]
    assert [] == MACHINE.models
    assert not MACHINE.auto_transitions
    assert not MACHINE.has_queue
    assert MACHINE.send_event
    for event in MACHINE.events.values():
        for transitions in event.transitions.values():
            for transition in transitions:
                assert 1 == len(transition.conditions)
                assert [] == [*transition.before, *transition.after, *transition.prepare]


def test_the_machine_does_not_write_into_the_log():
    """
    Its own lines would name no session and drown ours.
    """
    from planner.clinic.desk import _deciding

    _deciding()
    assert logging.WARNING == logging.getLogger("transitions").level
