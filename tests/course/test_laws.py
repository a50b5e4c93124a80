"""
Laws that hold for every course.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from course.courses import (
    AGREED,
    NOW,
    TEST,
    a_cycle,
    a_phase,
    a_regimen,
    a_spacing,
    a_test,
    apart,
    around,
    at_hours,
    away,
    bounds,
    closed,
    held,
    on_days,
    opening,
    summer,
    with_more,
)
from planner.course import search
from planner.course.ladder import days_off
from planner.course.planning import plan_course
from planner.course.replanning import replan
from planner.errors import InputFault, Misuse, PlannerError
from planner.journal.codec import strict_converter
from planner.model.course import (
    Absences,
    Conflict,
    Opening,
    Period,
    Plan,
    Span,
    Visits,
)
from planner.model.entries.course import (
    COURSE_ENTRIES,
    CircumstancesStated,
    CoursePlanned,
    MedicineBegun,
    SlotMissed,
)

REGIMENS = (
    a_regimen(a_phase(count=3), a_phase("fortnightly", 2), a_phase("monthly", 1)),
    a_regimen(a_phase(count=2), a_phase("monthly", 2), test=TEST),
)
days = st.integers(0, 60).map(lambda n: AGREED + timedelta(days=n))


@st.composite
def a_constraint(draw):
    """
    One constraint of any kind.
    """
    number = draw(st.integers(0, 10**6))
    day, hard = draw(days), draw(st.booleans())
    also = {"id": f"c-{number}", "hard": hard, "weight": draw(st.integers(1, 3))}
    ends = day + timedelta(days=draw(st.integers(0, 9)))
    soft = {**also, "hard": False}
    return draw(
        st.sampled_from(
            [
                closed(day, **also),
                away(day, ends, **also),
                on_days("tuesday", "thursday", **also),
                at_hours("10:00", "14:00", **also),
                apart(day, "5 d", "3 d", **also),
                bounds(day, day + timedelta(days=200), **soft),
                a_cycle(day, **soft),
                summer(**soft),
            ]
        )
    )


some = st.lists(a_constraint(), max_size=5, unique_by=lambda each: each.id)


@st.composite
def a_story(draw):
    """
    Sessions held somewhere near their dates, the last perhaps missed.
    """
    at, story = NOW + timedelta(hours=3), []
    for number in range(1, draw(st.integers(0, 4)) + 1):
        at += timedelta(days=draw(st.integers(4, 17)), hours=draw(st.integers(0, 5)))
        story.append(held(number, at))
    if draw(st.booleans()):
        at += timedelta(days=draw(st.integers(1, 20)))
        story.append(SlotMissed(slot=len(story) + 1, at=at))
    if draw(st.booleans()):
        story.append(
            MedicineBegun(
                medicine="x", at=at, asks_prescriber=True, voids_test=draw(st.booleans())
            )
        )
    return tuple(story), at + timedelta(days=draw(st.integers(0, 20)))


def cost(plan, circumstances):
    """
    What the order of preference compares; a conflict is worse than any plan.
    """
    if isinstance(plan, Conflict):
        return (True,)
    weights = {each.id: each.weight for each in circumstances.constraints}
    missed = [weights[dict(m.values)["item"]] for s in plan.slots for m in s.misses]
    off = sum(days_off(slot.rungs, slot.day) for slot in plan.slots)
    tests = sum(slot.test_at is not None for slot in plan.slots)
    at = tuple(slot.at for slot in plan.slots)
    return (False, sum(missed), len(missed), off, tests, at)


@given(st.sampled_from(REGIMENS), some, a_story())
@settings(max_examples=80)
def test_no_slot_comes_before_its_ladder_nor_after_it(regimen, constraints, told):
    """
    Each slot lies from earliest to overdue-after, in order, and never in the past.
    """
    story, now = told

    plan = plan_course(regimen, around(opening(), *constraints), story, now=now)

    last = now - timedelta(seconds=1)
    for slot in plan.slots if isinstance(plan, Plan) else ():
        assert slot.rungs.earliest <= slot.day <= slot.rungs.overdue_after
        assert last < slot.at
        assert slot.test_at is None or now <= slot.test_at < slot.at
        last = slot.at


SHORT_LIVED = a_regimen(
    a_phase(count=3), a_phase("monthly", 2), test=evolve(TEST, valid_for=Span("9 d"))
)
tested = st.sampled_from((SHORT_LIVED, REGIMENS[1]))


@given(tested, some, a_story(), st.integers(0, 12), st.booleans())
@settings(max_examples=80)
def test_every_session_stands_under_a_skin_test_that_counts(
    regimen, constraints, told, gone, negative
):
    """
    A new one is read late in its window, and as the session's visit begins; each counts
    through its last day, and none is placed while the one before counts.
    """
    story, now = told
    stands = a_test(now - timedelta(days=gone), negative=negative)
    whole = around(opening(), *constraints, tested=stands)

    plan = plan_course(regimen, whole, story, now=now)

    paris, through = ZoneInfo("Europe/Paris"), timedelta(days=regimen.test.valid_for.days)
    voids = [each.at for each in story if getattr(each, "voids_test", False)]
    last = None if any(stands.placed <= each for each in voids) else stands.placed
    for place, slot in enumerate(plan.slots if isinstance(plan, Plan) else ()):
        counted = last and slot.day <= last.astimezone(paris).date() + through
        if slot.test_at is None:
            assert counted
        else:
            # One that is not yet read late may be left for a new one.
            assert not counted or (place == 0 and not negative)
            last = slot.test_at
            assert timedelta(hours=24) <= slot.at - last <= timedelta(hours=72)
            assert slot.read_at == slot.at


@given(tested, some, a_story())
@settings(max_examples=40)
def test_skin_tests_that_come_late_move_no_date_and_are_no_more(regimen, constraints, told):
    """
    Placing them late is the last word of the order: what stands before it stays.
    """
    story, now = told
    whole = around(opening(), *constraints)

    late = plan_course(regimen, whole, story, now=now)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search._Search, "tests_late", lambda _, choices: choices)
        found = plan_course(regimen, whole, story, now=now)

    assert cost(late, whole) == cost(found, whole)


@given(st.sampled_from(REGIMENS), some, a_story())
@settings(max_examples=60)
def test_replanning_twice_changes_nothing(regimen, constraints, told):
    """
    The same story told again gives the same plan, whatever the first plan was.
    """
    story, now = told
    circumstances = around(opening(), *constraints)
    first = plan_course(regimen, circumstances, now=NOW)
    if isinstance(first, Conflict):
        return

    after = replan(first, story, regimen, circumstances, now=now).after

    if isinstance(after, Plan):
        assert replan(after, story, regimen, circumstances, now=now).same


@given(st.sampled_from(REGIMENS), some, a_constraint())
@settings(max_examples=80)
def test_a_constraint_more_never_makes_the_plan_better(regimen, constraints, more):
    """
    Hard or soft, by the stated order of preference.
    """
    few = around(opening(), *constraints)
    many = with_more(few, evolve(more, id="one-more"))

    before = plan_course(regimen, few, now=NOW)
    after = plan_course(regimen, many, now=NOW)

    assert cost(before, few) <= cost(after, many)


@given(some, st.integers(1, 40))
@settings(max_examples=60)
def test_one_day_s_shift_of_everything_shifts_everything(constraints, gone):
    """
    For ladders in days without weekday, holiday or month rules; local times stay.
    """
    kept = [c for c in constraints if isinstance(c, Absences)]
    moved = [
        evolve(
            c,
            periods=tuple(
                Period(first=_on(p.first, gone), last=_on(p.last, gone)) for p in c.periods
            ),
        )
        for c in kept
    ]
    every_day = opening(
        ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    )
    regimen = a_regimen(
        a_phase(count=3),
        begin=a_spacing("0 d", "0 d", "1 d", "14 d", "20 d", id="begin"),
    )

    here = plan_course(regimen, around(every_day, *kept), now=NOW)
    there = plan_course(
        regimen,
        around(every_day, *moved, agreed_on=_on(AGREED, gone)),
        now=NOW + timedelta(days=gone),
    )

    assert type(here) is type(there)
    if isinstance(here, Plan):
        paris = ZoneInfo("Europe/Paris")
        shifted = [(_on(s.day, gone), s.at.astimezone(paris).time()) for s in here.slots]
        assert shifted == [(s.day, s.at.astimezone(paris).time()) for s in there.slots]


def _on(day, gone):
    return day + timedelta(days=gone)


@given(st.sampled_from(REGIMENS), some, a_story())
@settings(max_examples=40)
def test_instants_agree_across_two_time_zones(regimen, constraints, told):
    """
    The zone an instant is written in changes nothing: only the clinic's zone counts.
    """
    story, now = told
    tokyo = ZoneInfo("Asia/Tokyo")
    circumstances = around(
        opening(), *constraints, tested=a_test(NOW - timedelta(days=3), negative=True)
    )
    there = evolve(
        circumstances,
        tested=a_test(circumstances.tested.placed.astimezone(tokyo), negative=True),
    )

    plan = plan_course(regimen, circumstances, story, now=now)
    other = plan_course(
        regimen,
        there,
        tuple(evolve(each, at=each.at.astimezone(tokyo)) for each in story),
        now=now.astimezone(tokyo),
    )

    assert plan == other


def test_two_clinics_at_one_offset_plan_the_same_instants():
    """
    Paris and Berlin keep the same clocks, so their plans are the same instants.
    """
    plans = [
        plan_course(REGIMENS[1], around(opening(), zone=zone), now=NOW)
        for zone in ("Europe/Paris", "Europe/Berlin")
    ]

    assert plans[0].slots == plans[1].slots


@given(st.sampled_from(REGIMENS), some)
@settings(max_examples=30)
def test_a_plan_and_what_it_was_made_for_are_stored_and_read_back(regimen, constraints):
    """
    Entries of the course stream go through the journal's strict form and come back.
    """
    circumstances = around(opening(), *constraints, reading_lead=Span("24 h"))
    plan = plan_course(regimen, circumstances, now=NOW)
    if isinstance(plan, Conflict):
        return
    converter = strict_converter()
    for entry in (
        CoursePlanned(plan=plan),
        CircumstancesStated(circumstances=circumstances),
    ):
        stored = converter.unstructure(entry)
        assert entry == converter.structure(stored, type(entry))


def test_every_entry_of_a_course_is_of_its_stream():
    """
    Kinds are their own, and all are of the stream "course".
    """
    kinds = [entry.kind for entry in COURSE_ENTRIES]

    assert len(set(kinds)) == len(kinds)
    assert {"course"} == {entry.stream for entry in COURSE_ENTRIES}


def test_a_thousand_absences_are_planned_around():
    """
    Every odd day away, far into the years: the plan falls on even ones.
    """
    periods = tuple(
        Period(
            first=AGREED + timedelta(days=2 * n + 1),
            last=AGREED + timedelta(days=2 * n + 1),
        )
        for n in range(1000)
    )
    absent = Absences(id="away", code="absence", hard=True, periods=periods)

    plan = plan_course(REGIMENS[0], around(absent), now=NOW)

    assert {0} == {(slot.day - AGREED).days % 2 for slot in plan.slots}


THOUSAND = tuple(
    away(AGREED + timedelta(days=n), AGREED + timedelta(days=n), id=f"a-{n}")
    for n in range(1000)
)


def test_a_thousand_constraints_end_in_a_conflict_that_cannot_be_shorter():
    """
    A thousand absences of a day each cover every day: thirty-two of them are needed.
    """
    conflict = plan_course(a_regimen(a_phase(count=1)), around(*THOUSAND), now=NOW)

    assert not conflict.smallest
    assert [f"a-{n}" for n in range(31 + 1)] == list(conflict.constraints)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (
            lambda: around(zone="Europe/Pariss"),
            (
                'The time zone "Europe/Pariss" is not known. Did you mean "Europe/Paris"?'
                ' Write it by region and city, as in "Europe/Paris".'
            ),
        ),
        (
            lambda: around(zone="../etc"),
            (
                'The time zone "../etc" is not known. Write it by region and city, as in'
                ' "Europe/Paris".'
            ),
        ),
        (
            lambda: around(closed(AGREED), closed(AGREED)),
            'Two constraints are called "public-holiday". Give each an id of its own.',
        ),
        (
            lambda: Period(first=date(2026, 3, 2), last=date(2026, 3, 1)),
            '"2026-03-01" is before "2026-03-02". Write the earlier of the two first.',
        ),
        (
            lambda: Opening(weekday="monday", opens="18:00", closes="09:00"),
            '"09:00" is before "18:00". Write the earlier of the two first.',
        ),
        (
            lambda: on_days("tusday"),
            '"tusday" is not a day of the week. Did you mean "tuesday"?',
        ),
        (
            lambda: apart(AGREED, "24 h", "7 d"),
            (
                '"24 h" in "vaccination" is not counted in days. Write it in days, weeks or'
                " months."
            ),
        ),
        (
            lambda: closed(AGREED, hard=False, weight=0),
            'The weight of "public-holiday" is 0. Write 1 or more.',
        ),
        (
            lambda: Visits(every=Span("0 min"), lasts=Span("1 h"), test_lasts=Span("1 h")),
            '"0 min" is not a length of a visit. Write it as in "30 min".',
        ),
    ],
)
def test_circumstances_that_cannot_be_are_refused(wrong, message):
    """
    One whole message, and nothing half planned.
    """
    with pytest.raises(PlannerError) as fault:
        plan_course(REGIMENS[0], wrong(), now=NOW)

    assert message == str(fault.value)
    assert isinstance(fault.value, InputFault | Misuse)


@pytest.mark.parametrize(
    ("regimen", "message"),
    [
        (
            a_regimen(a_phase(spacing="weekley")),
            (
                'The phase "weekly" has the spacing "weekley", which is not there. Did you'
                ' mean "weekly"?'
            ),
        ),
        (
            a_regimen(a_phase(late="goes on")),
            (
                'The phase "weekly" has the late rule "goes on". Did you mean "go on"?'
                " Write one of: go on, repeat, re-assess, start again."
            ),
        ),
        (
            a_regimen(a_phase(count=None), a_phase("monthly", 1)),
            (
                'The phase "weekly" has no limit and another follows it. Give it a count,'
                " or put it last."
            ),
        ),
        (
            a_regimen(begin=a_spacing("1 h", "2 h", "3 h", "4 h", id="at-once")),
            (
                "The beginning of a course is counted in hours. Write its spacing, and how"
                " far ahead to plan, in days or longer."
            ),
        ),
    ],
)
def test_a_regimen_that_cannot_be_is_refused(regimen, message):
    """
    A card that names what is not there does not plan.
    """
    with pytest.raises(InputFault) as fault:
        plan_course(regimen, around(), now=NOW)

    assert message == str(fault.value)


def test_a_time_of_planning_without_a_zone_is_refused():
    """
    Nobody can tell when it was.
    """
    with pytest.raises(InputFault) as fault:
        plan_course(REGIMENS[0], around(), now=datetime(2026, 3, 2))

    assert (
        "The time of planning 2026-03-02T00:00:00 has no time zone. Hand in an instant"
        " with its zone."
    ) == str(fault.value)
    assert UTC is NOW.tzinfo
