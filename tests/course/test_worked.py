"""
The worked courses beside the shipped protocols come out as they were worked out by hand.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, date, datetime, timedelta

import pytest

from course.courses import around, held, opening
from planner import library, resources
from planner.course.constraints import apart_from, missed_days
from planner.course.ladder import place_on, rungs_from
from planner.course.planning import plan_course

A_DAY = timedelta(days=1)
FAR = timedelta(days=60)
SHIPPED = ("mesotherapy", "facial-rejuvenation", "cellulite")


def worked(name):
    """
    The worked courses of one protocol.
    """
    text = (resources.protocols() / name / "courses.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def each(kind):
    """
    Every case of a kind, with the protocol it is for.
    """
    found = [(name, case) for name in SHIPPED for case in worked(name).get(kind, ())]
    ids = [f"{n} {c.get('id') or c.get('spacing')} {c.get('from', '')}" for n, c in found]
    return pytest.mark.parametrize(("name", "case"), found, ids=ids)


@pytest.fixture(scope="module")
def shipped():
    """
    The shipped protocols by id.
    """
    return {name: library.load_shipped(name) for name in SHIPPED}


def around_it(*days):
    """
    The day before, the day itself, and the day after.
    """
    return {day + step * A_DAY for day in days for step in (-1, 0, 1)}


@each("ladder")
def test_a_day_stands_where_it_was_worked_out(name, case, shipped):
    """
    Just under, at and just over every rung of every ladder.
    """
    rungs = rungs_from(shipped[name].spacing[case["spacing"]], case["from"])

    told = {row["on"]: row["is"] for row in case["stands"]}

    assert {day: place_on(rungs, day) for day in told} == told
    days = (rungs.never_before, rungs.earliest, rungs.recommended_from)
    days += (rungs.recommended_to, *([rungs.overdue_after] if rungs.overdue_after else []))
    assert around_it(*days) <= set(told)


@each("wait")
def test_a_visit_may_be_where_it_was_worked_out(name, case, shipped):
    """
    Just under, at and just over both waits.
    """
    cards = {card.id: card for card in library.waits_of(shipped[name])}
    card, on = cards[case["id"]], case["on"]
    missed = missed_days(apart_from(card, on), on - FAR, on + FAR)

    told = {row["visit"]: row["is"] for row in case["may"]}

    assert {day: day.toordinal() not in missed for day in told} == told
    days = (on + timedelta(card.before.days), on - timedelta(card.after.days))
    assert around_it(*days) <= set(told)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_number_of_a_course_is_worked_out(name, shipped):
    """
    No ladder and no wait that stands in the protocol's own file is left out.
    """
    lines = library.read(resources.protocols() / name / "2026-1.toml").lines
    protocol, cases = shipped[name], worked(name)
    own = {c.id for c in protocol.spacings if ("spacing", c.id) not in lines.inherited}

    assert {case["spacing"] for case in cases["ladder"]} == own
    waits = {
        card.id
        for card in protocol.conflicts_in_time
        if ("conflict_in_time", card.id) not in lines.inherited
    }
    # One that only became a must keeps the waits that are worked out beneath.
    same = {"sun"} if name == "facial-rejuvenation" else set()
    assert {case["id"] for case in cases["wait"]} == waits - same
    assert {case["indication"] for case in cases["course"]} == set(protocol.indication)


@each("course")
def test_a_course_comes_out_as_it_was_worked_out(name, case, shipped):
    """
    On an open clinic: its days, what was late or counts not, and who looks again.
    """
    regimen = library.regimen_of(shipped[name], case["indication"])
    known = around(opening(), agreed_on=case["agreed_on"], met=tuple(case.get("met", ())))
    story = tuple(
        held(place, at_noon(day)) for place, day in enumerate(case.get("held", ()), start=1)
    )

    plan = plan_course(regimen, known, story, now=at_dawn(case["asked_on"]))

    assert [slot.day for slot in plan.slots] == case["days"]
    assert [s.number for s in plan.slots if s.reassess] == case.get("reassessed", [])
    late = [d.number for d in plan.done if any("late" in r.code for r in d.reasons)]
    assert late == case.get("late", [])
    uncounted = [done.number for done in plan.done if not done.counted]
    assert uncounted == case.get("uncounted", [])


def at_dawn(day: date) -> datetime:
    """
    Before the clinic opens.
    """
    return datetime(day.year, day.month, day.day, 7, tzinfo=UTC)


def at_noon(day: date) -> datetime:
    """
    Within opening hours.
    """
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)
