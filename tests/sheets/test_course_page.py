"""
A course on paper: its picture, every date with its reason, the next session hour by hour.
"""

from __future__ import annotations

import pytest
from attrs import evolve

import given
from clinic.test_courses import opened, walked
from planner.clinic.course_papers import course_page, course_sheet, planned_for
from planner.clinic.courses import accept, course_of, repropose
from planner.errors import InputFault
from sheets.planned import begun, page_of
from sheets.worked import seen_on


@pytest.fixture
def world():
    """
    The same, to be changed.
    """
    made = begun().fork()
    made.course = begun().course
    return made


def test_every_date_stands_with_its_reasons_in_words(world):
    """
    Each session of the plan once, in order, and why on that day.
    """
    page = page_of(world)
    plan = course_of(world.desk, world.course).plan

    assert [row.number for row in page.sessions] == [str(s.number) for s in plan.slots]
    assert all(row.reasons for row in page.sessions)
    assert all(each.endswith(".") for row in page.sessions for each in row.reasons)
    assert page.sessions[0].reasons[0].startswith("Recommended from 2 March 2026 to")
    assert {row.state for row in page.sessions} == {"planned"}


def test_wishes_that_a_date_does_not_keep_are_said(world):
    """
    What could not be kept stands with the date, and what the dates go around below.
    """
    page = page_of(world)
    missed = [each for row in page.sessions for each in row.misses]
    words = seen_on(course_sheet(world.desk, world.course))

    assert missed
    assert all("does not keep a wish" in each for each in missed)
    assert all(each in words for each in missed)
    assert [(row.what, row.weight) for row in page.around] == [
        ("wished weekdays", "wish"),
        ("away", "must"),
        ("predicted menstruation", "wish"),
    ]


def test_the_next_session_stands_hour_by_hour(world):
    """
    Test, readings, arrival, injection, observation, aftercare and calls, with their times.
    """
    page = page_of(world)
    says = [row.says for row in page.prepared]

    assert (page.next_number, page.next_at) == ("1", page.sessions[0].when)
    assert says.index("skin test placed") < says.index("arrive") < says.index("injection")
    assert any(each.startswith("call: ") for each in says)
    assert all(row.when for row in page.prepared)


def test_the_picture_is_on_the_page_with_its_words(world):
    """
    An image with a title, and no request that leaves the page.
    """
    page = course_sheet(world.desk, world.course)

    assert "<title>The course on the calendar</title>" in page
    assert page.count("<svg") == 1


def test_a_session_that_was_held_is_told_as_held(world):
    """
    Once the plan knows of it; before that the page says that it does not know it yet.
    """
    opened(world, world.course)
    walked(world)
    before = page_of(world)
    words = seen_on(course_sheet(world.desk, world.course))
    accept(world.desk, repropose(world.desk, world.course), by=given.PHYSICIAN)
    after = page_of(world)

    assert before.unknown == 1
    assert "1 thing has happened that this plan does not know yet." in words
    assert after.unknown == 0
    assert after.sessions[0].state == "held"
    assert after.next_number == "2"


def test_a_letter_for_the_next_session_names_its_date(world):
    """
    By a name the patient never gave, where that is known; the date is the next slot's.
    """
    words = seen_on(course_sheet(world.desk, world.course, letter="Eliquis"))
    first = page_of(world).next_at

    assert words.startswith("A question about a medicine")
    assert f"When {first}" in words
    assert "Eliquis Direct oral anticoagulant" in words
    assert "We do not advise stopping it." in words


def test_a_letter_about_a_name_nobody_knows_is_refused(world):
    """
    Neither on a list of the patient nor in the vocabulary.
    """
    with pytest.raises(InputFault) as caught:
        course_sheet(world.desk, world.course, letter="Elikwiz")

    assert str(caught.value) == (
        '"Elikwiz" is on no list of this patient, and no medicine known here. '
        "Write it as the patient's list names it."
    )


def test_a_session_of_a_slot_knows_when_it_is_planned(world):
    """
    The letter of a session that was opened for a slot carries the slot's time.
    """
    opened(world, world.course)
    session = world.desk.session(world.session)[0]
    plan = course_of(world.desk, world.course).plan

    assert planned_for(world.desk, session) == plan.slots[0].at
    assert planned_for(world.desk, evolve(session, course="none")) is None


def test_a_course_with_nothing_to_come_still_prints(world):
    """
    Without a slot there is no preparation, and the page says so.
    """
    course = course_of(world.desk, world.course)
    ended = evolve(course, plan=evolve(course.plan, slots=()))
    page = course_page(world.desk, ended, given.the_protocol())

    assert (page.next_number, page.prepared) == ("", ())


def test_a_course_without_a_plan_has_no_page(world):
    """
    The fault says what to do.
    """
    course = evolve(course_of(world.desk, world.course), plan=None)

    with pytest.raises(InputFault) as caught:
        course_page(world.desk, course, given.the_protocol())

    id_ = course.id
    assert str(caught.value) == (
        f"Course {id_} has no plan yet. See: mesoplan course replan {id_} --help"
    )
