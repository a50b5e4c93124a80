"""
Deciding: entries to append or every reason why not, and nothing touched.
"""

from __future__ import annotations

import pytest
from attrs import evolve

import given
from planner.clinic import office
from planner.errors import InputFault
from planner.model.answer import Outcome, Why
from planner.model.entries import care
from planner.model.entries import session as told
from planner.model.person import Medicine
from planner.safety.findings import Clearance, Phrase, Refusal
from planner.session import moves
from planner.session.lifecycle import Attempt, look_ahead


def begun(name):
    """
    A session where this was given, what surrounds it, and now.
    """
    world = given.a_world(name)
    session = given.session_of(world)
    history, _ = world.desk.surroundings(session)
    return session, history, world.clock.now()


INJECT = moves.Expose(
    payload=given.delivered(
        item="a", points="1-20", volume="1 mL", needle="needle-4", technique="nappage"
    )
)
ADVANCE = moves.Go(name="advance")


@pytest.mark.parametrize(
    ("start", "move"),
    [
        ("asked", ADVANCE),
        ("patient", ADVANCE),
        ("injecting", INJECT),
        ("asked", INJECT),
        ("injected", moves.Suspect(signs=("hives",))),
        ("at-the-door", ADVANCE),
    ],
)
def test_the_same_question_gets_the_same_answer(start, move):
    """
    Deciding depends on what it is given and on nothing else, and changes none of it.
    """
    session, history, now = begun(start)

    first = given.decided(session, move, history, now=now)
    again = given.decided(session, move, history, now=now)

    assert first == again
    assert begun(start) == (session, history, now)


def test_a_refusal_says_everything_at_once():
    """
    An empty session is refused with every gate before the test, in protocol order.
    """
    session, history, now = begun("patient")

    came = given.decided(session, ADVANCE, history, now=now)

    assert isinstance(came, Refusal)
    gates = given.the_protocol().gates_before["allergy-test"]
    order = [gate.id for gate in gates]
    found = list(dict.fromkeys(each.id for each in came.findings))
    assert found == [gate for gate in order if gate in set(found)]
    assert len(came.because) > 30
    assert all(each.outcome is Outcome.UNKNOWN for each in came.because)
    assert {"pregnancy", "medicines-not-known"} <= set(given.refused_for(came))


def test_a_refusal_is_a_whole_value():
    """
    What was seen, what is needed, why not known, and the card that says what to do.
    """
    world = given.a_world("asked")
    given.answer(world, pregnancy="does not know")

    came = given.ask(world, "advance")

    (finding,) = came.because
    assert finding.id == "pregnancy"
    assert given.the_protocol().gate["pregnancy"] == finding.card
    assert Outcome.UNKNOWN is finding.outcome
    assert Why.DOES_NOT_KNOW is finding.why
    assert finding.seen.key == "answer does not know"
    assert Phrase("answer-needed", {"answers": ("no", "not applicable")}) == finding.needed
    assert finding.opening is None
    assert finding.holds


@pytest.mark.parametrize(
    ("start", "move", "bar"),
    [
        ("asked", moves.Go(name="stop-injecting", reason="tired"), "not-from-here"),
        ("asked", moves.Go(name="advance", to="injection"), "not-from-here"),
        ("asked", moves.Go(name="advance", to="discharged"), "not-from-here"),
        ("asked", moves.Go(name="begin-visit"), "already-present"),
        ("gone-home-with-the-test", ADVANCE, "no-visit"),
        ("asked", moves.Go(name="defer"), "reason-missing"),
        ("asked", moves.Go(name="leave", reason="  "), "reason-missing"),
        ("injected", moves.Go(name="withdraw", reason="tired"), "already-injecting"),
        ("tested", moves.Go(name="enter-in-error", reason="oops"), "exposure-stands"),
        ("asked", moves.RuleOut(reason="nothing"), "not-from-here"),
        ("asked", moves.Confirm(text="hives"), "not-from-here"),
        ("asked", moves.CloseTask(task="task-9", how="done"), "task-not-open"),
        ("asked", moves.StillTrue(questions=("keloid",)), "no-such-entry"),
        ("asked", moves.Amend(entry="no", changes={}, reason="misread"), "no-such-entry"),
        ("asked", moves.MarkInError(entry="1", reason="misread"), "not-amendable"),
        ("asked", moves.Decide(gate="pregnancy", reason="it is"), "decision-not-allowed"),
        ("asked", moves.Decide(gate="keloid", reason="it is"), "nothing-to-open"),
        (
            "asked",
            moves.Override(gate="fever", reason="x", text="it is"),
            "override-not-allowed",
        ),
        (
            "asked",
            moves.Override(gate="menstruation", reason="x", text="it is"),
            "override-reason-not-listed",
        ),
    ],
)
def test_what_the_lifecycle_refuses_has_a_bar_of_its_own(start, move, bar):
    """
    Each comes in the shape of a finding, with the protocol's words of what to do now.
    """
    session, history, now = begun(start)

    came = given.decided(session, move, history, now=now)

    assert bar in given.refused_for(came)
    (finding,) = [each for each in came.because if each.id == bar]
    assert finding.card is given.the_protocol().bar[bar]
    assert finding.card.now
    assert Outcome.SHUT is finding.outcome


def test_an_end_refuses_every_step_in_its_own_words():
    """
    A session that has ended stays as it was.
    """
    world = given.a_world("at-the-door")
    given.ask(world, "advance")

    for step in ("advance", "defer", "leave", "check-in", "stop-injecting", "go-back"):
        came = given.ask(world, step, reason="again")
        assert given.refused_for(came) == ("session-final",), step


@pytest.mark.parametrize("reason", ["", " ", ".", "-", "…", "a", "  x "])
@pytest.mark.rule(4)
def test_a_reason_says_something(reason):
    """
    A full stop is how one gets past a field that must not be empty (R-23).
    """
    world = given.a_world("asked")
    given.answer(world, diabetes="yes, with insulin")
    given.answer(world, menstruation="yes")

    decision = given.do(world, moves.Decide(gate="diabetes", reason=reason))
    override = given.do(
        world,
        moves.Override(
            gate="menstruation", reason="she knows and wants to go on today", text=reason
        ),
    )

    assert given.refused_for(decision) == ("reason-missing",)
    assert given.refused_for(override) == ("reason-missing",)


@pytest.mark.rule(4)
def test_an_override_carries_who_why_and_what_was_seen():
    """
    Role, coded reason, own words, and the words that were shown (R-23).
    """
    world = given.a_world("asked")
    given.answer(world, menstruation="yes")
    reason = "she knows and wants to go on today"

    came = given.ask(
        world,
        "override",
        by=given.NURSE,
        gate="menstruation",
        reason=reason,
        text="asked twice, she insists",
    )

    (opening,) = came.session.openings
    assert ("nurse-petit", "nurse", reason) == (opening.by, opening.role, opening.reason)
    assert opening.text == "asked twice, she insists"
    assert opening.override
    assert opening.seen.startswith("answered; answer=yes; on=")


@pytest.mark.parametrize(
    "payload",
    [
        told.StageEntered(stage="discharged", left="injection", move="advance"),
        given.delivered(),
        told.Decided(gate="diabetes", item="", seen="answered", reason="so"),
        told.Overridden(
            gate="menstruation", item="", seen="", reason="", text="", monitor=False
        ),
        care.ReactionRuledOut(reason="nothing"),
        given.treated(drug="adrenaline", adrenaline=True),
        told.VisitBegun(visit=9),
    ],
    ids=lambda payload: payload.kind,
)
@pytest.mark.rule(2, 24)
def test_nothing_is_told_that_only_a_step_may_record(payload):
    """
    Stages, exposures, decisions and treatments have moves of their own, with their gates.
    """
    session, history, now = begun("injecting")

    try:
        came = given.decided(session, moves.Tell(payload=payload), history, now=now)
    except InputFault:
        return
    assert isinstance(came, Refusal)


@pytest.mark.parametrize(
    "name", ["rule-out", "give-adrenaline", "suspect", "confirm", "entered", "escalate"]
)
@pytest.mark.rule(22, 24)
def test_a_step_is_no_alarm_and_no_rule_out(name):
    """
    A stage would be entered without the entry that it rests on.
    """
    world = given.a_world("injected")
    given.do(world, moves.Suspect())
    session = given.session_of(world)
    history, _ = world.desk.surroundings(session)

    try:
        came = given.decided(session, moves.Go(name=name), history)
    except InputFault:
        return
    assert isinstance(came, Refusal)


def test_a_step_nobody_knows_is_told():
    """
    An unknown word is a fault of the input, never of the program.
    """
    session, history, now = begun("injected")

    with pytest.raises(InputFault):
        given.decided(session, moves.Go(name="nonsense"), history, now=now)


@pytest.mark.rule(3)
def test_a_tablet_in_the_waiting_room_shuts_the_next_point():
    """
    Every further point re-assesses every gate: aspirin between two points stops it.
    """
    world = given.a_world("injecting")
    first = given.ask(world, "deliver", item="a", points="1-20")
    assert given.kinds(first) == ("delivered",)

    given.wait(world, "1 min")
    taken = Medicine(name="Aspirin 500", prescribed="no", last_dose=world.clock.at)
    given.do(world, moves.Tell(payload=told.MedicineTaken(medicine=taken)))
    second = given.ask(world, "deliver", item="b", points="1-10")

    assert given.refused_for(second) == ("self-taken-thinner",)
    assert given.kinds(given.ask(world, "advance", to="observation")) == ("stage-entered",)


@pytest.mark.rule(3)
def test_one_shut_zone_shuts_injection_until_the_plan_is_amended():
    """
    Each zone has its own finding; without the zone the others go on.
    """
    world = given.a_world("injecting")
    given.answer(world, herpes_in_zone__thighs_outer="yes")

    refused = given.ask(world, "deliver", item="a", points="1-20")
    (finding,) = refused.because
    assert (finding.id, finding.item) == ("herpes-in-the-zone", "thighs-outer")

    plan = given.session_of(world).plan
    smaller = evolve(plan, items=plan.items[:1])
    given.do(world, moves.Tell(payload=told.PlanMade(plan=smaller)))
    assert given.kinds(given.ask(world, "deliver", item="a", points="1")) == ("delivered",)


@pytest.mark.rule(1, 8)
@pytest.mark.parametrize("what", ["recall", "withdraw-protocol"])
def test_what_is_recalled_shuts_exposure_and_not_observation(what):
    """
    Nothing more goes in; the patient is observed and goes home as before.
    """
    world = given.a_world("injecting")
    given.ask(world, "deliver", item="a", points="1-20")
    clinic = rehearsed(world, what)

    refused = given.ask(world, "deliver", item="b", points="1-10")

    assert clinic in given.refused_for(refused)
    assert given.kinds(given.ask(world, "advance")) == ("stage-entered",)
    assert clinic not in given.holding(world, "discharged")


def rehearsed(world, what):
    """
    Recall a lot or withdraw the protocol, and name the gate that must shut.
    """
    from planner.model.entries import clinic as of_clinic

    protocol = given.the_protocol()
    if what == "recall":
        entry = of_clinic.LotRecalled(product="lidovit", number="LV-7730", reason="glass")
        gate = "lot-recalled"
    else:
        entry = of_clinic.ProtocolWithdrawn(
            protocol=protocol.id, digest=protocol.digest, reason="revised"
        )
        gate = next(
            each.id
            for each in protocol.gates
            if getattr(each.requires, "listed", "") == "own-protocol"
        )
    office.record_clinic(world.desk, entry, by=given.PHYSICIAN)
    return gate


@pytest.mark.parametrize(
    ("changes", "what"),
    [
        ({"item": "c"}, "c"),
        ({"lot": "LV-7730"}, "LV-7730"),
        ({"product": "lidovit"}, "lidovit"),
        ({"zone": "thighs-outer"}, "thighs-outer"),
        ({"needle": "needle-9"}, "needle-9"),
        ({"points": "21"}, "point 21"),
        ({"points": "0"}, "point 0"),
        ({"points": "19-21"}, "point 21"),
    ],
)
@pytest.mark.rule(2)
def test_what_is_not_in_the_plan_is_not_injected(changes, what):
    """
    The plan is amended first, or what happened is recorded as a deviation.
    """
    session, history, now = begun("injecting")
    move = moves.Expose(payload=evolve(INJECT.payload, **changes))

    came = given.decided(session, move, history, now=now)

    assert "not-in-plan" in given.refused_for(came)
    assert what == came.because[-1].seen.values["what"]


def test_points_that_run_backwards_are_not_injected():
    """
    "6-1" names no point, so nothing was planned there.
    """
    session, history, now = begun("injecting")
    move = moves.Expose(payload=evolve(INJECT.payload, points="6-1"))

    try:
        came = given.decided(session, move, history, now=now)
    except InputFault:
        return
    assert isinstance(came, Refusal)


@pytest.mark.parametrize("volume", ["-5 mL", "0 mL"])
def test_a_volume_is_more_than_nothing(volume):
    """
    A negative volume would make room under a limit.
    """
    session, history, now = begun("injecting")
    move = moves.Expose(payload=evolve(INJECT.payload, volume=volume))

    with pytest.raises(InputFault):
        given.decided(session, move, history, now=now)


def test_what_differs_from_the_plan_is_recorded_as_a_deviation():
    """
    Another volume or technique, or a point twice, stands in the log in words.
    """
    world = given.a_world("injecting")
    given.ask(world, "deliver", item="a", points="1-6", volume="0.3 mL")
    came = given.ask(
        world, "deliver", item="a", points="6, 7", volume="0.2 mL", technique="papule"
    )

    first, second = came.session.deliveries
    assert first.deviation == ""
    assert (
        second.deviation
        == "0.2 mL where 0.1 mL was planned; papule where nappage was planned; "
        "again at point 6"
    )


@pytest.mark.parametrize(
    ("payload", "message"),
    [
        (
            {"volume": "1"},
            '"1" has no unit. Write the unit in the quotation marks, as in "4.5 mg/kg".',
        ),
        ({"points": "a"}, '"a" are not points. Write them as in "1-6, 9".'),
        ({"points": "1-2-3"}, '"1-2-3" are not points. Write them as in "1-6, 9".'),
    ],
)
def test_what_cannot_be_read_is_told_before_it_is_stored(payload, message):
    """
    A volume without a unit is a fault of the input, not a refusal.
    """
    session, history, now = begun("injecting")
    move = moves.Expose(payload=evolve(INJECT.payload, **payload))

    with pytest.raises(InputFault) as caught:
        given.decided(session, move, history, now=now)

    assert message == str(caught.value)


@pytest.mark.parametrize(
    ("question", "value", "message"),
    [
        (
            "pregnancy",
            ("perhaps",),
            '"perhaps" is not an answer of "pregnancy". Answers: no; yes; does not know.',
        ),
        (
            "pregnacy",
            ("no",),
            (
                'There is no question "pregnacy" in this protocol. '
                'Did you mean "pregnancy"? See: mesoplan session ask '
            ),
        ),
        (
            "pregnancy",
            (),
            (
                'The question "pregnancy" takes one answer. '
                "Write one answer, or: does not know"
            ),
        ),
        ("weight", ("72 mL",), '"72 mL" does not answer "weight". Write it in kg.'),
        (
            "weight",
            ("72",),
            '"72" has no unit. Write the unit in the quotation marks, as in "4.5 mg/kg".',
        ),
    ],
)
def test_an_answer_that_does_not_fit_is_told_with_what_would(question, value, message):
    """
    Whole messages: what does not fit, and what may be written instead.
    """
    session, history, now = begun("asked")
    move = moves.Record(answers=(moves.Answer(question=question, value=value),))

    with pytest.raises(InputFault) as caught:
        given.decided(session, move, history, now=now)

    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("question", "item"), [("pregnancy", "abdomen"), ("herpes-in-zone", "")]
)
@pytest.mark.rule(5)
def test_an_answer_about_the_wrong_item_is_told(question, item):
    """
    "pregnancy@abdomen = yes" must not be kept where no gate ever reads it.
    """
    session, history, now = begun("injecting")
    one = moves.Answer(question=question, item=item, value=("yes",))

    with pytest.raises(InputFault):
        given.decided(session, moves.Record(answers=(one,)), history, now=now)


def test_looking_ahead_asks_for_nothing():
    """
    The same gates are judged, and the session stays where it is.
    """
    world = given.a_world("asked")
    situation = world.desk.situation(world.session)
    attempt = Attempt(situation, given.the_protocol(), given.STRANGER)

    assert isinstance(look_ahead("allergy-test", attempt), Clearance)
    assert isinstance(look_ahead("place-test", attempt), Refusal)
    assert situation.session == given.session_of(world)


@pytest.mark.rule(2, 5)
def test_a_plan_without_items_opens_no_gate():
    """
    Nothing planned is nothing known: a list that is empty is not a list that is sound.
    """
    world = given.a_world("injecting")
    plan = given.session_of(world).plan
    given.do(world, moves.Tell(payload=told.PlanMade(plan=evolve(plan, items=()))))

    held = given.holding(world, "injection")

    assert {"no-skin-test", "needle-too-thick", "skin-of-the-zone-not-sound"} <= set(held)
