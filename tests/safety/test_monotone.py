"""
Knowing less never allows more.
"""

from __future__ import annotations

from functools import cache

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import settings
from hypothesis import strategies as st

import given
from planner.model.answer import DOES_NOT_KNOW, FactSheet, Outcome
from planner.model.situation import Situation
from planner.safety.assess import assess
from planner.safety.findings import Clearance, judge
from searching import examples

PROTOCOL = given.the_protocol()
STARTS = ("asked", "tested", "back", "injecting", "injected", "at-the-door")
POINTS = tuple(PROTOCOL.gates_before)


@cache
def situation(start):
    """
    What a gate may see, where this was given.
    """
    world = given.a_world(start)
    return world.desk.situation(world.session)


def changed(seen, **changes):
    """
    The same situation with another session.
    """
    return Situation(
        session=evolve(seen.session, **changes),
        history=seen.history,
        now=seen.now,
        operator=seen.operator,
    )


def with_facts(seen, change):
    """
    The same situation with some facts changed, or taken away.
    """
    facts = {
        key: new
        for key, fact in seen.session.facts.facts.items()
        if (new := change(key, fact)) is not None
    }
    return changed(seen, facts=FactSheet(facts))


def outcomes(seen, point):
    """
    How each gate stands at its worst, and what comes of all.
    """
    found = assess(seen, PROTOCOL, point)
    stood = {}
    for each in found:
        stood.setdefault(each.id, set()).add(each.outcome)
    return stood, judge(found)


def never_more(before, after, point):
    """
    Say what became allowed, or certain, by knowing less.
    """
    old, judged = outcomes(before, point)
    new, again = outcomes(after, point)
    wrong = []
    if isinstance(again, Clearance) and not isinstance(judged, Clearance):
        wrong.append("a refusal became a clearance")
    for gate, seen in new.items():
        # A gate that stood and was not open may not become open.
        if gate in old and seen == {Outcome.OPEN} and old[gate] != {Outcome.OPEN}:
            wrong.append(f"{gate}: {old[gate]} became open")
    # A gate that stood and held may not vanish.
    wrong += [
        f"{gate} vanished"
        for gate, seen in old.items()
        if gate not in new and seen != {Outcome.OPEN}
    ]
    return wrong


KEYS = sorted(situation("injecting").session.facts.facts)


@pytest.mark.parametrize("key", KEYS, ids=lambda key: "@".join(filter(None, key)))
@pytest.mark.rule(5)
def test_without_one_answer_the_next_injection_is_not_clearer(key):
    """
    Every answer of a session that is injecting, once not known and once taken away.
    """
    seen = situation("injecting")
    unknown = with_facts(
        seen, lambda k, f: evolve(f, value=(DOES_NOT_KNOW,)) if k == key else f
    )
    gone = with_facts(seen, lambda k, f: None if k == key else f)

    assert isinstance(outcomes(seen, "deliver")[1], Clearance)
    for less in (unknown, gone):
        assert [] == never_more(seen, less, "deliver")


@settings(max_examples=examples(250))
@for_all(
    data=st.data(),
    start=st.sampled_from(STARTS),
    point=st.sampled_from(POINTS),
    gone=st.booleans(),
)
@pytest.mark.rule(5)
def test_knowing_less_never_turns_a_refusal_into_a_clearance(data, start, point, gone):
    """
    From any answers to the questions, with any of them not known or taken away.
    """
    seen = situation(start)
    asked = [key for key in seen.session.facts.facts if PROTOCOL.question[key[0]].answers]
    some = st.lists(st.sampled_from(asked), max_size=4, unique=True)
    said = {
        key: data.draw(st.sampled_from(PROTOCOL.question[key[0]].answers))
        for key in data.draw(some)
    }
    less = {*data.draw(some), *list(said)[:1]}
    before = with_facts(seen, lambda k, f: evolve(f, value=(said[k],)) if k in said else f)

    def forget(key, fact):
        if key not in less:
            return fact
        return None if gone else evolve(fact, value=(DOES_NOT_KNOW,))

    after = with_facts(before, forget)

    assert [] == never_more(before, after, point)


LESS = {
    "no list of medicines": {"medicines_complete": None},
    "a list of medicines that is not whole": {"medicines_complete": False},
    "a list of medicines of another visit": {"medicines_visit": 0},
    "no list of allergies": {"allergies_complete": None},
    "a list of allergies that is not whole": {"allergies_complete": False},
    "no plan": {"plan": None},
    "no vital signs": {"vitals": ()},
    "no signatures": {"signatures": ()},
    "no skin prepared": {"prepared": {}},
    "no tests": {"tests": ()},
    "no decisions": {"openings": ()},
}


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("name", LESS)
@pytest.mark.rule(5)
def test_without_what_was_listed_nothing_is_clearer(name, start):
    """
    Lists, plan, measurements, signatures and tests: without them nothing opens.
    """
    seen = situation(start)
    less = changed(seen, **LESS[name])

    for point in POINTS:
        assert [] == never_more(seen, less, point), point


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("what", ["products", "lots", "staff", "stock", "settings"])
@pytest.mark.rule(2, 5)
def test_without_the_clinics_records_nothing_is_clearer(what, start):
    """
    Nor without products, lots, staff, kit or settings on record.
    """
    seen = situation(start)
    clinic = evolve(seen.history.clinic, **{what: None if what == "stock" else {}})
    less = Situation(
        session=seen.session,
        history=evolve(seen.history, clinic=clinic),
        now=seen.now,
        operator=seen.operator,
    )

    for point in POINTS:
        assert [] == never_more(seen, less, point), point


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("point", POINTS)
@pytest.mark.rule(2)
def test_there_is_one_finding_for_every_gate_that_applies(start, point):
    """
    In the order of the protocol; no item of a gate stands twice in the same words.
    """
    found = assess(situation(start), PROTOCOL, point)
    order = [gate.id for gate in PROTOCOL.gates_before[point]]
    ids = list(dict.fromkeys(each.id for each in found))

    assert ids == [gate for gate in order if gate in set(ids)]
    always = {gate.id for gate in PROTOCOL.gates_before[point] if not gate.applies_if}
    assert always <= set(ids)
    lines = [(each.id, each.item, each.seen.token) for each in found if each.safety]
    assert len(lines) == len(set(lines))


def test_a_session_of_which_nothing_is_known_is_cleared_for_nothing():
    """
    Every checkpoint of the way in refuses it.
    """
    empty = given.a_situation()
    for point in POINTS[: POINTS.index("deliver") + 1]:
        assert not isinstance(outcomes(empty, point)[1], Clearance), point
