"""
An alarm, a treatment and what has already entered are recorded: always, by anyone.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

import given
from planner.model.entries import care
from planner.model.terms import FINALS, SIDE, STAGES
from planner.safety.findings import Refusal
from planner.session import moves

ALARMS = {
    "escalate": moves.Escalate(),
    "suspect": moves.Suspect(),
    "signs": moves.NoteSigns(signs=("hives",)),
    "look": moves.NoteSigns(signs=("agitation",)),
    "strange": moves.NoteSigns(signs=("a sign nobody listed",)),
    "treat": moves.Treat(payload=given.treated()),
    "adrenaline": moves.Treat(payload=given.treated(drug="adrenaline")),
    "delivered": moves.Entered(payload=given.delivered()),
    "tested": moves.Entered(
        payload=care.TestPlaced(
            test="",
            product="unknown",
            lot="",
            method="prick",
            site="left forearm",
            dilution="",
        )
    ),
    "numbed": moves.Entered(
        payload=care.AnaestheticApplied(
            product="a cream", lot="", zone="abdomen", amount="1 mL"
        )
    ),
}


def at_stage(stage, start="injected"):
    """
    A session that stands in a stage, whatever led there, and what surrounds it.
    """
    world = given.a_world(start)
    session = given.session_of(world)
    history, _ = world.desk.surroundings(session)
    return evolve(session, stage=stage), history, world.clock.now()


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("name", ALARMS)
@pytest.mark.rule(11, 22, 23)
def test_it_is_recorded_in_every_stage_by_anyone_at_any_clock(name, stage):
    """
    Not the stage, not the role, not a stranger and not a clock that went back refuses it.
    """
    session, history, now = at_stage(stage)
    back = evolve(now, at=now.at - timedelta(days=1))

    for by in given.EVERYONE:
        for clock in (now, back):
            came = given.decided(session, ALARMS[name], history, by=by, now=clock)
            assert not isinstance(came, Refusal)
            assert came.drafts


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.rule(24)
def test_adrenaline_leads_to_the_emergency_from_everywhere(stage):
    """
    And there the flag stands that nothing takes away.
    """
    session, history, now = at_stage(stage)

    came = given.decided(session, ALARMS["adrenaline"], history, by=given.STRANGER, now=now)
    after = given.recorded(session, came, by=given.STRANGER, now=now)

    assert "emergency" == after.stage
    assert after.adrenaline


@pytest.mark.parametrize(
    "drug", ["Adrenaline", "adrenaline 1 mg/mL", "epinephrine 0.5 mg", "адреналин"]
)
@pytest.mark.rule(24)
def test_adrenaline_by_any_name_is_adrenaline(drug):
    """
    Nobody has to tick a box.
    """
    world = given.a_world("injected")

    came = given.ask(world, "treat", drug=drug, dose="0.5 mg", route="intramuscular")

    assert "emergency" == came.session.stage
    assert came.session.adrenaline


@pytest.mark.rule(24)
def test_a_treatment_corrected_to_adrenaline_is_adrenaline():
    """
    A drug that was first written down wrongly is adrenaline once it is corrected.
    """
    world = given.a_world("injected")
    came = given.ask(world, "treat", drug="saline", dose="0.5 mg", route="intramuscular")

    came = given.do(
        world,
        moves.Amend(
            entry=came.entries[0].id, changes={"drug": "adrenaline"}, reason="misread"
        ),
    )

    assert came.session.adrenaline
    assert "emergency" == came.session.stage


@pytest.mark.parametrize("stage", [s for s in STAGES if s not in (*SIDE, *FINALS)])
@pytest.mark.rule(11)
def test_what_has_entered_is_observed_and_looked_into(stage):
    """
    It opens a task that holds the discharge, and starts the observation.
    """
    session, history, now = at_stage(stage, start="ready-for-needles")

    came = given.decided(session, ALARMS["delivered"], history, by=given.NURSE, now=now)
    after = given.recorded(session, came, by=given.NURSE, now=now)

    assert "observation" == after.stage
    assert not after.exposures[-1].planned
    assert ("delivered", True, "") == (
        after.tasks[-1].about,
        after.tasks[-1].holds_discharge,
        after.tasks[-1].closed_how,
    )


@pytest.mark.parametrize("stage", FINALS)
@pytest.mark.rule(11, 23)
def test_an_end_stays_an_end_for_what_was_entered_late(stage):
    """
    What is entered after the end does not reopen the session.
    """
    session, history, now = at_stage(stage)

    came = given.decided(session, ALARMS["delivered"], history, now=now)

    assert ["delivered", "task-opened"] == [d.payload.kind for d in came.drafts]


@pytest.mark.rule(11)
def test_a_treatment_is_marked_where_the_clock_went_back():
    """
    It stands in the log as given with the clock in doubt.
    """
    world = given.a_world("injected")
    given.wait(world, "-10 min")

    came = given.ask(world, "treat", drug="saline", dose="500 mL", route="intravenous")

    assert came.entries[0].payload.clock_in_doubt
    given.wait(world, "20 min")
    again = given.ask(world, "treat", drug="saline", dose="500 mL", route="intravenous")
    assert not again.entries[0].payload.clock_in_doubt


@pytest.mark.parametrize("points", ["", "some of them", "first row"])
@pytest.mark.rule(11)
def test_what_entered_at_unknown_points_is_recorded(points):
    """
    In a hurry nobody counts points; that it went in is what matters.
    """
    world = given.a_world("injecting")

    came = given.do(world, moves.Entered(payload=given.delivered(item="a", points=points)))

    assert "delivered" in given.kinds(came)


@pytest.mark.rule(23)
def test_a_nodule_in_week_three_is_recorded_where_the_session_ended():
    """
    It flags the session, and a physician who finds nothing of it lets it rest again.
    """
    world = given.a_world("at-the-door")
    given.ask(world, "advance", to="discharged")
    given.wait(world, "3 week")

    came = given.ask(world, "suspect", by=given.ASSISTANT, signs=["late-nodule"])
    assert ("suspended", "discharged") == (came.session.stage, came.session.left)

    came = given.ask(world, "rule-out", reason="a bruise, fading")
    assert "discharged" == came.session.stage


@pytest.mark.rule(11, 30)
def test_what_is_entered_while_suspended_is_observed_before_the_end():
    """
    A session that had ended and is exposed again does not simply rest again.
    """
    world = given.a_world("at-the-door")
    given.ask(world, "advance", to="discharged")
    given.ask(world, "suspect")
    given.do(world, moves.Entered(payload=given.delivered()))

    came = given.ask(world, "rule-out", reason="a bruise, fading")

    assert "discharged" != came.session.stage
