"""
What is printed of a session that is over, days later: as it ended, and for the patient.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

import given
from clinic.test_courses import agreed, at_the_beginning, opened, walked
from planner.clinic import printing
from planner.clinic.courses import accept, repropose
from planner.clinic.letters import exit_letter
from planner.sheets.render import render
from planner.sheets.rows import exits
from planner.sheets.rows.told import _stage
from sheets import making
from sheets.making import HEAD, NAMES, at, situation
from sheets.worked import after, seen_on, situation_of

WITH = {"head": HEAD, "names": NAMES}
OVER = "smooth-course-of-two-visits"


def plan_after(days):
    """
    The words of a plan that is printed some days after the session ended.
    """
    world = after(OVER)
    world.clock.forward_to(world.clock.at + timedelta(days=days))
    page = printing.sheet(world.desk, world.session, "plan", by=given.PHYSICIAN)
    return seen_on(page)


def verdict_of(words):
    """
    The verdict and what stands right behind it, without the time of printing.
    """
    begins = words.index("CLEARED")
    return words[begins - 4 : words.index("Conditions:")]


def test_a_session_that_is_over_is_judged_as_it_ended():
    """
    Its vital signs, weight and doses do not grow old: no plan says "not cleared" of a
    patient who went home well. When it was printed is told all the same.
    """
    then, later = plan_after(0), plan_after(266)

    assert "NOT CLEARED" not in later
    assert verdict_of(then) == verdict_of(later)
    assert "Judged before: discharged, 4 March 2026" in later
    assert "printed 25 November 2026" in later
    assert "unknown" not in later[later.index("Dose against limit") :][:400]


def test_what_came_after_a_session_is_not_counted_into_it():
    """
    A later session has its own doses; of one that was open before, what entered later is
    none of that day either.
    """
    over = making.discharged()
    before, late = over.last, making.instant("2026-11-23 09:00")
    (given_then, *_) = over.exposures
    given_later = evolve(given_then, counts_from=late, occurred_at=late.at)
    earlier = evolve(over, id="earlier", exposures=(given_then, given_later))
    later = evolve(over, id="later", opened=late, exposures=(given_later,))
    seen = situation(over, now="2026-12-01 09:00")
    seen = evolve(seen, history=evolve(seen.history, others=(earlier, later)))

    judged = exits.at_its_end(seen)

    assert judged.now == before
    assert [each.id for each in judged.history.others] == ["earlier"]
    assert [given_then] == [*judged.history.others[0].exposures]
    assert judged.session is seen.session


def test_what_was_recorded_last_of_a_session_is_not_ahead_of_the_clock():
    """
    A late entry is part of how it ended: nothing of it reads as a clock that went back.
    """
    world = after(OVER)
    world.clock.forward_to(world.clock.at + timedelta(hours=1))
    given.ask(world, "vitals", **given.USUAL)
    world.clock.forward_to(world.clock.at + timedelta(days=20))

    seen = situation_of(world)
    judged = exits.at_its_end(seen)
    page = printing.sheet(world.desk, world.session, "plan", by=given.PHYSICIAN)

    assert judged.now == seen.session.last
    assert "clock went back" not in seen_on(page)


def test_a_session_that_goes_on_is_judged_now():
    """
    Nothing is put back for it.
    """
    seen = situation(making.session())
    assert exits.at_its_end(seen) is seen


@pytest.mark.parametrize(
    ("named", "told"),
    [
        ("2026-12-10", "Thursday 10 December 2026"),
        ("", ""),
        ("next spring", ""),
    ],
)
def test_the_day_that_was_named_for_another_try_is_told(shipped, named, told):
    """
    The course plans no session before it, and so the patient reads it.
    """
    session = making.deferred()
    (left,) = session.path
    details = {"earliest": named} if named else {}
    seen = situation(evolve(session, path=(evolve(left, details=details),)))

    made = exit_letter(seen, shipped, **WITH)

    assert told == made.exit.again
    assert told in seen_on(render("exit-letter", made))


def test_the_later_of_a_gate_and_the_day_that_was_named_is_told():
    """
    Whoever names an earlier day than the gate does not open it.
    """
    opens = at("2026-11-25 10:00")
    session = making.deferred()
    (left,) = session.path

    def again(day):
        seen = situation(evolve(session, path=(evolve(left, details={"earliest": day}),)))
        return exits.again_of(seen, exits.ended(seen), [opens])

    assert "25 November 2026, 10:00" in again("2026-11-24")
    assert "25 November 2026, 10:00" in again("2026-11-25")
    assert "Thursday 26 November 2026" == again("2026-11-26")


def test_a_skin_test_is_not_taken_for_what_was_given_that_day():
    """
    It says that it was one, and when.
    """
    world = after(OVER)
    page = printing.sheet(world.desk, world.session, "discharge", by=given.PHYSICIAN)
    words = seen_on(page)
    table = words[words.index("What we gave you on") :]

    tests = [e for e in situation_of(world).session.exposures if e.kind == "test"]
    assert tests
    assert table.count("Skin test, 2 March 2026, ") == len({e.product for e in tests})


@pytest.mark.parametrize(
    ("named", "told"),
    [("2026-12-10", "again from 10 December 2026"), ("next spring", "next spring")],
)
def test_the_record_tells_the_day_that_was_named_in_words(named, told):
    """
    What is no day stands as it was typed.
    """
    world = after("fever-is-for-another-day")
    entries = situation_of(world).session.entries
    ended = next(e.payload for e in entries if e.payload.kind == "stage-entered")
    payload = evolve(ended, details={"earliest": named, "leaflet": "taken"})

    words = _stage(payload, None)

    said = " ".join(f"{line.what} {line.says}" for line in words.lines)
    assert told in said
    assert "leaflet taken" in said


def test_whoever_prints_is_told_why_the_next_visit_is_left_open():
    """
    Until the course was planned anew after this session.
    """
    world = at_the_beginning().fork()
    course = agreed(world)
    opened(world, course.id)
    walked(world)

    def printed(said):
        return seen_on(
            printing.sheet(
                world.desk, world.session, "discharge", by=given.PHYSICIAN, say=said.append
            )
        )

    said, later = [], []
    before = printed(said)
    accept(world.desk, repropose(world.desk, course.id), by=given.PHYSICIAN)
    after_it = printed(later)

    (why,) = said
    assert str(why) == (
        "The day of the next visit is left open on the sheet. The plan of course "
        f"{course.id} does not know this session yet. Write it by hand; or, once the "
        "session is over, plan the course anew and print the sheet again: mesoplan course "
        f"replan {course.id}"
    )
    assert "Scan the code" not in before
    assert not later
    assert "Scan the code" in after_it
