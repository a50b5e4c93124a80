"""
Whether a card applies: in three outcomes, and an unknown one keeps it.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

import given
from planner.model.answer import Outcome
from planner.model.person import Allergy
from planner.model.protocol import AnswerIs, When
from planner.model.terms import HISTORIES
from planner.safety.assess import assess, findings_of
from planner.safety.conditions import holds
from planner.safety.findings import judge
from planner.safety.words import HISTORY

OPEN, SHUT, UNKNOWN = Outcome.OPEN, Outcome.SHUT, Outcome.UNKNOWN
ASKED = given.a_question("asked")
BLOOD = When(id="blood", medicine=("vitamin-k-antagonist",))
LEAF = When(id="leaf", question="asked", answers=("yes",))
OTHER = When(id="other", history="exposed")


def stands(when, situation, *others, **changes):
    """
    Whether one condition holds.
    """
    protocol = given.a_protocol(whens=(when, *others), questions=(ASKED,), **changes)
    return holds(when.id, situation, protocol)


def answered(*said, **changes):
    """
    A situation in which the question was answered.
    """
    sheet = given.facts(*(given.a_fact("asked", each) for each in said))
    return given.a_situation(given.a_session(facts=sheet, **changes))


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        (("yes",), OPEN),
        (("no",), SHUT),
        (("does not know",), UNKNOWN),
        (("perhaps",), UNKNOWN),
        ((), UNKNOWN),
    ],
)
@pytest.mark.rule(5)
def test_an_answer_as_a_condition(said, outcome):
    """
    Only an answer that counts decides it.
    """
    assert outcome is stands(LEAF, answered(*said))


@pytest.mark.parametrize(
    ("session", "outcome"),
    [
        (given.taking(given.a_medicine("warfarin")), OPEN),
        (given.taking(given.a_medicine("warfarin"), complete=False), OPEN),
        (given.taking(given.a_medicine("warfarin"), given.a_medicine("herbs")), OPEN),
        (given.taking(given.a_medicine("herbs")), UNKNOWN),
        (given.taking(given.a_medicine("aspirin")), SHUT),
        (given.taking(given.a_medicine("aspirin"), complete=False), UNKNOWN),
        (given.taking(), SHUT),
        (given.a_session(), UNKNOWN),
        (evolve(given.taking(), visit=2), UNKNOWN),
    ],
)
@pytest.mark.rule(5, 6)
def test_a_medicine_as_a_condition(session, outcome):
    """
    A list of an earlier visit, an incomplete one and an unrecognised name are unknown.
    """
    assert outcome is stands(BLOOD, given.a_situation(session))


@pytest.mark.parametrize(
    ("products", "outcome"),
    [
        ((given.a_product("lidocaine"),), OPEN),
        ((given.a_product("lidocaine", composition_complete="no"),), OPEN),
        ((given.a_product("sodium chloride"),), SHUT),
        ((given.a_product("sodium chloride", composition_complete="no"),), UNKNOWN),
        ((given.a_product("a secret"),), UNKNOWN),
        ((), UNKNOWN),
    ],
)
def test_what_is_planned_as_a_condition(products, outcome):
    """
    A composition that is not wholly known could hold it.
    """
    when = When(id="planned", plan_has="local-anaesthetic")
    session = given.a_session(plan=given.a_plan())

    assert outcome is stands(
        when, given.a_situation(session, clinic=given.a_clinic(*products))
    )
    assert UNKNOWN is stands(when, given.a_situation())


@pytest.mark.parametrize(
    ("names", "complete", "outcome"),
    [
        (("lidocaine",), True, OPEN),
        (("lidocaine",), False, OPEN),
        (("dust of the moon",), True, UNKNOWN),
        ((), True, SHUT),
        ((), False, UNKNOWN),
        ((), None, UNKNOWN),
    ],
)
def test_an_allergy_as_a_condition(names, complete, outcome):
    """
    Unrecognised is not harmless.
    """
    when = When(id="allergic", allergy_to="local-anaesthetic")
    session = given.a_session(
        allergies=tuple(Allergy(substance=name, reaction="hives") for name in names),
        allergies_complete=complete,
    )

    assert outcome is stands(when, given.a_situation(session))


@pytest.mark.parametrize(
    ("said", "exposed", "both", "either"),
    [
        ("yes", True, OPEN, OPEN),
        ("yes", False, SHUT, OPEN),
        ("no", True, SHUT, OPEN),
        ("no", False, SHUT, SHUT),
        ("does not know", True, UNKNOWN, OPEN),
        ("does not know", False, SHUT, UNKNOWN),
    ],
)
def test_conditions_join_as_kleene_says(said, exposed, both, either):
    """
    All of and any of, with one of them unknown.
    """
    exposures = (given.an_exposure(),) if exposed else ()
    situation = answered(said, exposures=exposures)

    assert both is stands(When(id="both", all_of=("leaf", "other")), situation, LEAF, OTHER)
    assert either is stands(
        When(id="either", any_of=("leaf", "other")), situation, LEAF, OTHER
    )


GATE = given.a_gate(
    AnswerIs(question="needed", needs=("no",)), applies_if="leaf", weight="relative"
)


def found(applies, needed):
    """
    The finding of a gate with a condition, or nothing where it was dropped.
    """
    questions = (ASKED, given.a_question("needed"))
    protocol = given.a_protocol(GATE, whens=(LEAF,), questions=questions)
    sheet = given.facts(given.a_fact("asked", applies), given.a_fact("needed", needed))
    situation = given.a_situation(given.a_session(facts=sheet))
    findings = assess(situation, protocol, "place-test")
    return findings[0].outcome if findings else None


@pytest.mark.parametrize(
    ("applies", "needed", "outcome"),
    [
        ("yes", "no", OPEN),
        ("yes", "yes", SHUT),
        ("yes", "does not know", UNKNOWN),
        ("no", "yes", None),
        ("no", "does not know", None),
        ("does not know", "no", OPEN),
        ("does not know", "yes", UNKNOWN),
        ("does not know", "does not know", UNKNOWN),
    ],
)
@pytest.mark.rule(5)
def test_an_unknown_condition_keeps_the_gate_and_never_shuts_it(applies, needed, outcome):
    """
    The gate does not vanish, and is not shut for what may not concern the patient.
    """
    assert outcome is found(applies, needed)


def test_every_word_of_a_condition_has_its_meaning():
    """
    The closed list and the meanings are the same.
    """
    assert set(HISTORIES) == set(HISTORY)


@pytest.mark.parametrize("word", sorted(HISTORY))
def test_every_word_answers_whatever_is_known(word):
    """
    Of an empty session and of one with a plan: always an outcome, never an exception.
    """
    for session in (given.a_session(), given.a_session(plan=given.a_plan())):
        when = When(id="w", history=word)
        assert stands(when, given.a_situation(session)) in Outcome


@pytest.mark.parametrize(
    ("gone", "outcome"),
    [
        (timedelta(minutes=39), SHUT),
        (timedelta(minutes=40), SHUT),
        (timedelta(minutes=41), OPEN),
        (timedelta(minutes=-1), UNKNOWN),
    ],
)
@pytest.mark.rule(32)
def test_redness_is_looked_at_after_forty_minutes(gone, outcome):
    """
    From just over forty minutes on, whatever product was given.
    """
    session = given.a_session(exposures=(given.an_exposure(),))
    ns = max(0, int(gone.total_seconds()) * 10**9)
    situation = given.a_situation(session, now=given.an_instant(given.NOON + gone, ns=ns))

    assert outcome is HISTORY["erythema-overdue"](situation, given.the_protocol())


@pytest.mark.rule(30)
@pytest.mark.parametrize(
    ("others", "first", "new"),
    [
        ((), OPEN, OPEN),
        ((given.a_session(id="o", exposures=(given.an_exposure(),)),), SHUT, SHUT),
        (
            (given.a_session(id="o", exposures=(given.an_exposure(lot="L9"),)),),
            SHUT,
            OPEN,
        ),
        (
            (given.a_session(id="o", exposures=(given.an_exposure(kind="test"),)),),
            OPEN,
            OPEN,
        ),
    ],
)
def test_a_first_exposure_and_a_new_lot(others, first, new):
    """
    A test makes nobody a known patient; another lot is new.
    """
    situation = given.a_situation(given.a_session(plan=given.a_plan()), others=others)
    protocol = given.the_protocol()

    assert first is HISTORY["first-exposure"](situation, protocol)
    assert new is HISTORY["new-product"](situation, protocol)


@pytest.mark.rule(30)
def test_who_stays_an_hour():
    """
    First exposure, new product or lot, asthma, atopy, beta-blocker, ACE inhibitor, an
    earlier reaction: each of them alone.
    """
    asks = set(given.the_protocol().when["longer-observation"].any_of)

    assert {
        "nothing-injected-here-before",
        "new-product-or-lot",
        "has-asthma",
        "is-atopic",
        "beta-blocked",
        "takes-ace-inhibitor",
        "reaction-here-before",
    } <= asks


def test_an_empty_list_of_findings_is_a_clearance_only_without_gates():
    """
    Nothing holds where nothing stands before it; each gate gives at least one finding.
    """
    assert () == judge(()).findings
    world = given.a_world("injecting")
    situation = world.desk.situation(world.session)
    for gate in given.the_protocol().gates:
        assert findings_of(gate, OPEN, situation, given.the_protocol()), gate.id
