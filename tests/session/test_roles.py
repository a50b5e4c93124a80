"""
Who may do what: a table of moves and roles.
"""

from __future__ import annotations

import pytest
from attrs import evolve

import given
from planner.model.entries import care
from planner.model.entries import session as told
from planner.model.person import Actor
from planner.safety.findings import Refusal
from planner.session import moves

TEST = care.TestPlaced(
    test="",
    product="silicea",
    lot="SI-2041",
    method="prick",
    site="left forearm",
    dilution="undiluted",
)
CREAM = care.AnaestheticApplied(
    product="lidovit", lot="LV-7730", zone="abdomen", amount="0.1 mL"
)
INJECTION = given.delivered(
    item="a",
    points="1-20",
    volume="1 mL",
    needle="needle-4",
    technique="nappage",
)
ANSWER = moves.Answer(question="stress", value=("calm",))
CLASSIFY = told.MedicineClassified(name="herbs", classes=(), reason="a harmless tea")

# From what is given: who may, who may not. A stranger is nobody on the clinic's staff.
TABLE = {
    "place a test": ("prepared-for-the-test", moves.Expose(payload=TEST), "physician"),
    "numb": ("ready-for-needles", moves.Expose(payload=CREAM), "physician"),
    "inject": ("injecting", moves.Expose(payload=INJECTION), "physician"),
    "answer": ("asked", moves.Record(answers=(ANSWER,)), "physician nurse assistant"),
    "measure": ("asked", moves.Tell(payload=given.vitals()), "physician nurse assistant"),
    "advance": ("asked", moves.Go(name="advance"), "physician nurse assistant"),
    "stop": (
        "injecting",
        moves.Go(name="stop-injecting", reason="the patient asks to"),
        "physician nurse assistant",
    ),
    "leave": (
        "injected",
        moves.Go(name="leave", reason="the patient goes"),
        "physician nurse assistant",
    ),
    "sign consent": (
        "asked",
        moves.Tell(payload=told.StatementSigned(statement="consent")),
        "physician",
    ),
    "sign asepsis": (
        "asked",
        moves.Tell(payload=told.StatementSigned(statement="asepsis")),
        "physician nurse",
    ),
    "classify": ("asked", moves.Tell(payload=CLASSIFY), "physician"),
    "look": ("injected", moves.LookAt(signs=("agitation",), found="calm"), "physician"),
    "confirm": ("suspended", moves.Confirm(text="hives"), "physician"),
    "rule out": ("suspended", moves.RuleOut(reason="was a hiccup"), "physician"),
    "escalate": ("injecting", moves.Escalate(), "physician nurse assistant stranger"),
    "suspect": ("injecting", moves.Suspect(), "physician nurse assistant stranger"),
    "treat": (
        "injecting",
        moves.Treat(payload=given.treated()),
        "physician nurse assistant stranger",
    ),
}
ROLES = {
    "physician": given.PHYSICIAN,
    "nurse": given.NURSE,
    "assistant": given.ASSISTANT,
    "stranger": given.STRANGER,
}


def begun(name):
    """
    A session where this was given, and what surrounds it.
    """
    world = given.a_world("injecting" if name == "suspended" else name)
    if name == "suspended":
        given.do(world, moves.Suspect(), given.NURSE)
    session = given.session_of(world)
    history, _ = world.desk.surroundings(session)
    return session, history, world.clock.now()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("what", TABLE)
@pytest.mark.rule(22)
def test_who_may_do_what(what, role):
    """
    A physician injects and decides, staff records, anyone raises the alarm.
    """
    start, move, may = TABLE[what]
    session, history, now = begun(start)

    came = given.decided(session, move, history, by=ROLES[role], now=now)

    assert (role in may.split()) == (not isinstance(came, Refusal)), came
    if isinstance(came, Refusal):
        words = {"wrong-role", "not-registered-staff", "not-a-physician"}
        assert set(given.refused_for(came)) & words


def test_a_role_nobody_has_on_record_is_not_believed():
    """
    A nurse who says that she is a physician is refused, in words of her own.
    """
    session, history, now = begun("injecting")
    liar = Actor(id="nurse-petit", role="physician", assurance="password")

    came = given.decided(
        session, moves.Expose(payload=INJECTION), history, by=liar, now=now
    )

    assert ("wrong-role",) == given.refused_for(came)


@pytest.mark.rule(2)
def test_a_physician_without_training_is_refused_before_the_first_exposure():
    """
    Qualification is asked of whoever holds the needle, not of whoever made the plan.
    """
    session, history, now = begun("injecting")
    staff = history.clinic.staff["dr-moreau"]
    other = evolve(staff, id="dr-new", trainings=())
    clinic = evolve(history.clinic, staff={**history.clinic.staff, "dr-new": other})

    came = given.decided(
        session,
        moves.Expose(payload=INJECTION),
        evolve(history, clinic=clinic),
        by=Actor(id="dr-new", role="physician"),
        now=now,
    )

    assert ("operator-not-qualified",) == given.refused_for(came)


def test_a_task_that_holds_the_discharge_is_not_closed_by_a_stranger():
    """
    What was entered past the plan is looked into by somebody who answers for it.
    """
    world = given.a_world("injecting")
    given.do(world, moves.Entered(payload=given.delivered()), given.NURSE)

    came = given.do(world, moves.CloseTask(task="task-1", how="fine"), given.STRANGER)

    assert ("not-registered-staff",) == given.refused_for(came)
