"""
Rehearsing: worked cases through the real desk, on a set clock.
"""

from __future__ import annotations

from datetime import date, datetime

import pytest
from attrs import evolve

import given
from planner.clinic import rehearse
from planner.errors import InputFault
from planner.library import Case


def first_case():
    """
    The first case of the shipped protocol.
    """
    return the_only(given.the_cases().cases[0])


def the_only(case):
    """
    A file of one case.
    """
    return evolve(given.the_cases(), cases=(case,))


def run(cases):
    """
    The results of rehearsing a file.
    """
    return rehearse.rehearse(cases, given.the_protocol())


def test_a_result_tells_of_each_move():
    """
    What was asked, when, what was expected, what came, and whether it held.
    """
    (result,) = run(first_case())
    case = given.the_cases().cases[0]

    assert (case.id, case.tells, True) == (result.case, result.tells, result.held)
    assert len(case.moves) == len(result.moves)
    for asked, came in zip(case.moves, result.moves, strict=True):
        assert asked.does == came.do
        assert datetime.fromisoformat(came.at).tzinfo is not None
        assert came.held
        assert () == came.text


def test_rehearsing_twice_gives_the_same():
    """
    No clock, no chance.
    """
    some = evolve(given.the_cases(), cases=given.the_cases().cases[:5])

    assert run(some) == run(some)


def test_a_case_that_does_not_hold_says_what_came_instead():
    """
    Each gate that stood otherwise, and each that held the move.
    """
    case = next(c for c in given.the_cases().cases if c.id.endswith("-shut"))
    place = next(i for i, move in enumerate(case.moves) if move.outcomes)
    gate, _ = next(iter(case.moves[place].outcomes.items()))
    wrong = evolve(case.moves[place], outcomes={gate: "open"})
    changed = evolve(case, moves=(*case.moves[:place], wrong, *case.moves[place + 1 :]))

    (result,) = run(the_only(changed))

    assert not result.held
    assert f"{gate}: shut, where open was expected" == result.moves[place].text[0]


def test_only_some_cases_are_run():
    """
    Chosen by whatever a case says of itself.
    """
    found = rehearse.rehearse(
        given.the_cases(), given.the_protocol(), only=lambda case: case.kind == "story"
    )

    assert [c.id for c in given.the_cases().cases if c.kind == "story"] == [
        each.case for each in found
    ]


def test_a_given_that_does_not_come_about_is_told():
    """
    With the file and line of the move that was refused.
    """
    cases = given.the_cases()
    begun = cases.given["asked"]
    advance = next(
        move
        for each in cases.given.values()
        for move in each.moves
        if move.does == "advance"
    )
    broken = evolve(begun, moves=(advance,))
    others = tuple(broken if each is begun else each for each in cases.givens)
    case = evolve(cases.cases[0], given="asked")

    with pytest.raises(InputFault) as caught:
        run(evolve(cases, givens=others, cases=(case,)))

    assert 'What is given in "asked" did not come about: advance was refused.' in str(
        caught.value
    )
    assert advance.where in str(caught.value)


def test_two_worlds_go_their_own_ways():
    """
    What happens in a fork does not happen in the world it came from.
    """
    world = given.a_world("injecting")
    fork = world.fork()

    given.ask(fork, "stop-injecting", reason="tired")

    assert "observation" == given.session_of(fork).stage
    assert "injection" == given.session_of(world).stage
    assert world.clock.at == fork.clock.at


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("day 0", date(2026, 3, 2)),
        ("day 2", date(2026, 3, 4)),
        ("day -1", date(2026, 3, 1)),
    ],
)
def test_a_day_of_a_case_is_a_calendar_day(text, day):
    """
    Day 0 is a Monday.
    """
    assert day == rehearse.day(text)


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("day 2 09:30", "2026-03-04T09:30:00+01:00"),
        # Day 27 is 29 March 2026: summer time begins.
        ("day 27 09:30", "2026-03-29T09:30:00+02:00"),
    ],
)
def test_an_hour_of_a_case_is_a_local_hour(text, instant):
    """
    In the clinic's zone, in summer and in winter.
    """
    assert instant == rehearse.moment(text).isoformat()


@pytest.mark.parametrize(
    "text", ["day", "day 1.5", "tomorrow", "day 1 9:30", "day 1 09:30:00"]
)
def test_another_way_to_write_a_time_is_told(text):
    """
    Nothing is guessed.
    """
    with pytest.raises(InputFault):
        rehearse.day(text)
    with pytest.raises(InputFault):
        rehearse.moment(text)


def test_a_case_has_rules_that_are_there():
    """
    Every rule a shipped case names is one of the thirty-six.
    """
    named = {rule for case in given.the_cases().cases for rule in case.rules}

    assert named <= set(range(1, 37))
    assert isinstance(given.the_cases().cases[0], Case)
