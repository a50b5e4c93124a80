"""
Each gate alone: it can be open, it can be shut, and knowing less never clears it.
"""

from __future__ import annotations

import pytest
from attrs import evolve

import given
from planner import library
from planner.clinic.rehearse import begin, rehearse, result_of
from planner.library import gate_proof
from planner.library.boundary import boundaries
from planner.library.coverage import coverage
from planner.library.gate_proof import Stand, domain_of, never, prove_gates, violations
from planner.library.gate_toml import case_card, given_card
from planner.model.answer import Outcome
from planner.model.protocol import AnswerIs, Complete
from planner.safety.assess import findings_of

PROTOCOL = given.the_protocol()


@pytest.mark.rule(5)
def test_each_gate_of_the_shipped_protocol_keeps_property_six():
    """
    Over every answer, item of a list, and side of a number.
    """
    proof = prove_gates(PROTOCOL)

    assert proof.findings == ()
    assert proof.looked_at > len(PROTOCOL.gates) * 5


def stories():
    """
    For every gate, a choice for each way it can stand, as cases that share what is given.
    """
    begun, known, cards = {}, {}, []
    for gate in PROTOCOL.gates:
        stand = Stand(domain_of(gate, PROTOCOL), begun)
        seen = {}
        for choice in stand.choices:
            seen.setdefault(stand.stands(choice), choice)
        for outcome, choice in seen.items():
            story = stand.story(choice)
            key = repr(story.given)
            if key not in known:
                known[key] = f"g{len(known)}"
                cards.append(given_card(known[key], story.given))
            name = f"{gate.id}--{outcome}"
            cards.append(case_card(name, f"{known[key]}-given", story, outcome))
    return "\n".join(cards)


# The desk refuses to be told what only an old or damaged log could hold.
NOT_TYPED = ("two-sessions-open--shut", "protocol-not-approved--unknown")


def test_the_real_desk_says_the_same(tmp_path):
    """
    The simplest story for each way a gate can stand comes out at the desk as in the proof.
    """
    file = tmp_path / "cases.toml"
    file.write_text(stories(), encoding="utf-8")
    cases = library.load_cases(file, PROTOCOL)

    worlds, wrong = {}, []
    for case in cases.cases:
        world = begin(case.given, cases, PROTOCOL, worlds).fork()
        results = [result_of(move, world) for move in case.moves]
        if case.id not in NOT_TYPED:
            wrong += [(case.id, x.do, x.got, x.text) for x in results if not x.held]

    assert len(cases.cases) > 2 * len(PROTOCOL.gates)
    assert wrong == []


def a_proof_of(requires, **changes):
    """
    What is found of one gate alone.
    """
    gate = given.a_gate(requires, **changes)
    protocol = evolve(PROTOCOL, gates=(gate,))
    return prove_gates(protocol).findings


def test_a_gate_that_nothing_opens_is_shown_as_a_case(tmp_path):
    """
    The case says that it should be open, and does not hold.
    """
    requires = AnswerIs(question="fever", needs=("perhaps",))
    (found,) = a_proof_of(requires)
    file = tmp_path / "cases.toml"
    file.write_text(found.as_case(), encoding="utf-8")
    protocol = evolve(PROTOCOL, gates=(given.a_gate(requires),))
    protocol = evolve(protocol, digest=library.digest_of(protocol))

    (result,) = rehearse(library.load_cases(file, protocol), protocol)

    assert found.what == 'Nothing opens the gate "hazard".'
    assert not result.held
    assert result.moves[-1].do == "why"


def test_a_gate_that_nothing_shuts_is_found():
    """
    Every answer of the question opens it.
    """
    (found,) = a_proof_of(AnswerIs(question="fever", needs=("yes", "no")))

    assert found.what == 'Nothing shuts the gate "hazard".'


@pytest.mark.rule(5)
def test_an_engine_that_takes_unknown_for_open_is_found(monkeypatch):
    """
    Where what is not known counted as open, the proof shows the answer that clears it.
    """

    def careless(gate, applies, situation, protocol):
        return [
            each._replace(outcome=Outcome.OPEN) if each.outcome is Outcome.UNKNOWN else each
            for each in findings_of(gate, applies, situation, protocol)
        ]

    monkeypatch.setattr("planner.library.gate_story.findings_of", careless)
    stand = Stand(domain_of(PROTOCOL.gate["fever"], PROTOCOL), {})

    (found,) = violations(stand)

    assert "refuses, and clears once this is not known: fever: not asked" in found.what
    assert found.as_case().count("[[case]]") == 2


def test_what_can_never_be_shut_is_let_be():
    """
    A list that is only not yet stated is never shut.
    """
    assert never(PROTOCOL.gate["medicines-not-known"]) == "shut"
    assert a_proof_of(Complete(listed="medicines")) == ()


def test_every_kind_of_gate_has_its_domain():
    """
    And every gate of the protocol more than one way to stand.
    """
    assert set(gate_proof.DOMAINS) == {type(gate.requires) for gate in PROTOCOL.gates}


def test_the_shipped_cases_leave_nothing_out():
    """
    Every outcome a gate can have, and every side of every number, is visited.
    """
    seen = coverage(PROTOCOL, given.the_cases())

    assert seen.whole
    assert seen.told()[-1].endswith("sides of numbers are visited.")


def test_what_the_cases_leave_out_is_told():
    """
    Without the cases that name it, a gate's outcomes and sides are missing.
    """
    cases = given.the_cases()
    fewer = evolve(
        cases,
        cases=tuple(case for case in cases.cases if "left-too-early" not in repr(case)),
    )

    seen = coverage(PROTOCOL, fewer)

    assert ("left-too-early", "shut") in seen.no_outcome
    assert ("left-too-early", "at_least", "under") in seen.no_side
    assert "left-too-early: no case finds it shut." in seen.told()


def test_boundary_cases_are_made_that_hold(tmp_path):
    """
    Each side of the numbers, read as a file of cases and run at the desk.
    """
    file = tmp_path / "cases.toml"
    file.write_text(boundaries(PROTOCOL), encoding="utf-8")
    cases = library.load_cases(file, PROTOCOL)

    results = rehearse(cases, PROTOCOL)

    assert [each.case for each in results if not each.held] == []
    edges = {(case.gate, case.number, case.side) for case in cases.cases}
    assert ("left-too-early", "at_least", "under") in edges
    assert len(edges) > 100
