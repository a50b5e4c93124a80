"""
What is kept of a gate says what reading it again would say, and nothing it did not look at.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

import given
from planner.clinic import desk, rehearse
from planner.model.requirements import AnswerIs
from planner.model.situation import Situation
from planner.model.time import Instant
from planner.safety.assess import assess, assess_anew, forget, read_gate
from planner.session import lifecycle
from safety.watched import looked_at, named

PROTOCOL = given.the_protocol()


@pytest.mark.rule(3)
def test_in_every_worked_case_what_was_kept_is_what_is_read(monkeypatch):
    """
    In every move of every case each gate looks at the parts it names and no other, and
    what was kept of it is equal to what is read anew.
    """
    asked, more, other = [], [], []

    def watching(situation, protocol, checkpoint):
        found = assess(situation, protocol, checkpoint)
        asked.append(checkpoint)
        if found != assess_anew(situation, protocol, checkpoint):
            other.append((situation.session.stage, checkpoint))
        for gate in protocol.gates_before[checkpoint]:
            seen = looked_at(gate, situation, protocol, monkeypatch)
            beyond = seen - named(gate, situation, protocol)
            if beyond:
                more.append((gate.id, sorted(beyond)))
        return found

    for module in (desk, lifecycle):
        monkeypatch.setattr(module, "assess", watching)
    results = rehearse.rehearse(given.the_cases(), PROTOCOL)

    assert all(each.held for each in results)
    assert set(asked) == set(PROTOCOL.gates_before)
    assert len(asked) > len(results)
    assert other == []
    assert sorted(more) == []


def at_the_needle():
    """
    A session in which everything before an injection is open, at its moment.
    """
    world = given.a_world("injecting")
    return world.desk.situation(world.session)


def later(seen, **gone):
    """
    The same session some time later, with the very same parts.
    """
    passed = timedelta(**gone)
    ticks = seen.now.ns + int(passed / timedelta(microseconds=1)) * 1000
    return Situation(
        session=seen.session,
        history=seen.history,
        now=Instant(at=seen.now.at + passed, boot=seen.now.boot, ns=ticks),
        operator=seen.operator,
    )


@pytest.mark.parametrize(
    "gone",
    [
        {"minutes": 59},
        {"minutes": 61},
        {"hours": 23},
        {"hours": 25},
        {"days": 31},
        {"days": 91},
        {"days": 400},
        {"days": 4000},
        {"hours": -1},
        {"days": -400},
    ],
    ids=str,
)
@pytest.mark.rule(3)
def test_what_time_alone_shuts_is_shut_though_nothing_else_changed(gone):
    """
    The same parts at another moment: every gate stands as one that is read anew.
    """
    before = at_the_needle()
    assess(before, PROTOCOL, "deliver")
    after = later(before, **gone)

    for point in PROTOCOL.gates_before:
        assert assess(after, PROTOCOL, point) == assess_anew(after, PROTOCOL, point)
    assert not any(each.holds for each in assess(before, PROTOCOL, "deliver"))
    assert any(each.holds for each in assess(after, PROTOCOL, "deliver"))


PARTS = (
    "facts",
    "plan",
    "medicines",
    "medicines_complete",
    "medicines_visit",
    "classified_medicines",
    "allergies",
    "allergies_complete",
    "classified_allergies",
    "visit",
    "visit_began",
    "vitals",
    "prepared",
    "signatures",
    "openings",
    "agreements",
    "tests",
    "exposures",
    "signs",
    "suspected",
    "confirmed",
    "adrenaline",
    "ruled_out",
    "fainted",
    "tasks",
    "effects",
    "course",
    "rehearsal",
)


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("start", ["asked", "tested", "injecting", "injected"])
@pytest.mark.rule(3)
def test_a_part_that_changes_is_seen_by_every_gate_at_once(part, start):
    """
    One part after another taken from an empty session and put back, between two looks.
    """
    world = given.a_world(start)
    seen = world.desk.situation(world.session)
    empty = given.a_session(id=seen.session.id)
    without = evolve(seen, session=evolve(seen.session, **{part: getattr(empty, part)}))

    for situation in (seen, without, seen, without):
        for point in PROTOCOL.gates_before:
            found = assess(situation, PROTOCOL, point)
            assert found == assess_anew(situation, PROTOCOL, point), point


@pytest.mark.parametrize("part", ["clinic", "zone", "birth_date", "letters", "others"])
@pytest.mark.rule(3, 10)
def test_what_surrounds_a_session_is_looked_at_again(part):
    """
    The clinic, the patient and the patient's other sessions, changed between two looks.
    """
    seen = at_the_needle()
    another = given.a_situation(others=(evolve(seen.session, id="another"),)).history
    without = evolve(seen, history=evolve(seen.history, **{part: getattr(another, part)}))

    for situation in (seen, without, seen, without):
        for point in PROTOCOL.gates_before:
            found = assess(situation, PROTOCOL, point)
            assert found == assess_anew(situation, PROTOCOL, point), point


@pytest.mark.rule(3)
def test_two_sessions_under_one_id_are_never_taken_for_each_other():
    """
    What is kept is found by the very values it was read from, not by a name.
    """
    full, empty = at_the_needle(), given.a_situation()
    empty = evolve(empty, session=evolve(empty.session, id=full.session.id))

    for situation in (full, empty, full, empty):
        found = assess(situation, PROTOCOL, "deliver")
        assert found == assess_anew(situation, PROTOCOL, "deliver")
    assert assess(full, PROTOCOL, "deliver") != assess(empty, PROTOCOL, "deliver")


@pytest.mark.rule(3)
def test_a_fault_while_reading_leaves_nothing_kept(monkeypatch):
    """
    After a gate could not be read, every gate is read from its first word.
    """
    seen = at_the_needle()
    assess(seen, PROTOCOL, "deliver")
    later_on = later(seen, minutes=1)
    before = assess_anew(later_on, PROTOCOL, "deliver")
    with monkeypatch.context() as broken:
        broken.setattr("planner.safety.assess.findings_of", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            assess(later_on, PROTOCOL, "deliver")

    assert assess(later_on, PROTOCOL, "deliver") == before


@pytest.mark.parametrize("each", ["", "zones"])
@pytest.mark.rule(3, 6)
def test_an_answer_that_lapses_is_not_kept_past_its_span(each):
    """
    Just before and just after its span, for one answer and for one of each zone.
    """
    seen = at_the_needle()
    zones = {item.zone for item in seen.plan.items} if each else {""}
    told = [given.a_fact("asked", "no", item=zone, at=seen.now.at) for zone in zones]
    session = evolve(seen.session, facts=given.facts(*told))
    gate = given.a_gate(AnswerIs(question="asked", needs=("no",)), each=each)
    question = given.a_question(fresh="90 min")
    protocol = given.a_protocol(gate, questions=(question,))
    stood = []

    for minutes in (0, 90, 91, 90, 91):
        then = evolve(later(seen, minutes=minutes), session=session)
        found = assess(then, protocol, "deliver")
        assert found == assess_anew(then, protocol, "deliver")
        stood.append({each.outcome.value for each in found})

    assert stood == [{"open"}, {"open"}, {"unknown"}, {"open"}, {"unknown"}]


def test_what_is_forgotten_is_read_again(monkeypatch):
    """
    Between two looks at the same moment no gate is read; after forgetting all are.
    """
    seen, read = at_the_needle(), []
    assess(seen, PROTOCOL, "deliver")

    def noted(gate, situation, protocol):
        read.append(gate.id)
        return read_gate(gate, situation, protocol)

    monkeypatch.setattr("planner.safety.assess.read_gate", noted)
    assess(seen, PROTOCOL, "deliver")
    assert read == []
    forget(PROTOCOL)
    assess(seen, PROTOCOL, "deliver")

    assert read == [gate.id for gate in PROTOCOL.gates_before["deliver"]]
