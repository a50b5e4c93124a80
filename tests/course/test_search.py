"""
The search finds the best plan there is, and the smallest set that conflicts.

Both are judged against trying everything, with the rules written out once more.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from course.courses import (
    PARIS,
    TEST,
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
    days_of,
    on_days,
    opening,
)
from planner.course.ladder import days_off
from planner.course.planning import plan_course
from planner.model.course import AtMost, Conflict, Plan, Span, Visits

HALVES = Visits(every=Span("6 h"), lasts=Span("1 h"), test_lasts=Span("1 h"))
WEEK = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIRST = date(2026, 3, 23)
NOW = datetime(2026, 3, 22, 23, 0, tzinfo=UTC)
CLOSE = a_spacing("1 d", "2 d", "3 d", "4 d", "6 d", id="close")
SOON = a_spacing("0 d", "0 d", "1 d", "2 d", "4 d", id="soon")

days = st.integers(0, 20).map(lambda n: FIRST + timedelta(days=n))


def _constraint(number, drawn):
    """
    One constraint over the days that are searched.
    """
    kind, day, length, hard, weight = drawn
    also = {"hard": hard, "weight": weight, "id": f"{kind}-{number}"}
    match kind:
        case "closed":
            return closed(day, **also)
        case "away":
            return away(day, day + timedelta(days=length), **also)
        case "weekday":
            return on_days(*WEEK[: 2 + length], **also)
        case "hours":
            return at_hours("12:00", "18:00", **also)
        case "apart":
            return apart(day, f"{length} d", f"{length} d", **also)
        case _:
            return bounds(day, day + timedelta(days=20), **also)


KINDS = st.sampled_from(["closed", "away", "weekday", "hours", "apart", "bounds"])
A_CONSTRAINT = st.tuples(KINDS, days, st.integers(0, 3), st.booleans(), st.integers(1, 3))


def some(drawn):
    """
    The opening hours, and what was drawn.
    """
    told = [_constraint(n, each) for n, each in enumerate(drawn)]
    return (opening(WEEK, "06:00", "18:00"), *told)


def broken(constraint, at):
    """
    Whether an instant misses a constraint: the rules once more, by hand.
    """
    local = at.astimezone(PARIS)
    day = local.date()
    kind = constraint.id.split("-")[0]
    match kind:
        case "opening":
            return not 6 <= local.hour < 18
        case "closed":
            return day in constraint.closed
        case "away":
            return constraint.periods[0].first <= day <= constraint.periods[0].last
        case "weekday":
            return WEEK[day.weekday()] not in constraint.weekdays
        case "hours":
            return not 12 <= local.hour < 18
        case "apart":
            gap = (day - constraint.on).days
            wait = constraint.before.days
            return 0 <= gap < wait or -constraint.after.days < gap < 0
        case _:
            return not constraint.not_before <= day <= constraint.not_after


def begins():
    """
    Every begin of a visit, by the clock on the wall.
    """
    for number in range(40):
        day = FIRST + timedelta(days=number)
        for hour in (0, 6, 12, 18):
            at = datetime(day.year, day.month, day.day, hour, tzinfo=PARIS)
            yield at.astimezone(UTC)


def moved(sessions, given):
    """
    How many sessions stand at none of the instants that were given, where any were.
    """
    return sum(at not in given for at in sessions) if given else 0


def cost(sessions, tests, constraints, given=()):
    """
    What the order of preference compares.
    """
    missing = [
        each.weight
        for each in constraints
        for at in sessions
        if not each.hard and broken(each, at)
    ]
    off, anchor = 0, None
    for at in sessions:
        day = at.astimezone(PARIS).date()
        low, high = (1, 2) if anchor is None else (3, 4)
        gone = (day - (anchor or FIRST)).days
        off += max(low - gone, gone - high, 0)
        anchor = day
    count = moved(sessions, given)
    return (sum(missing), len(missing), off, tests, count, tuple(sessions))


def by_trying(count, constraints, *, tested, given=()):
    """
    The least cost there is, by trying everything.
    """
    hard = [each for each in constraints if each.hard]
    free = [at for at in begins() if not any(broken(each, at) for each in hard)]
    best = None

    def go_on(sessions, tests, placed):
        nonlocal best
        if len(sessions) == count:
            here = cost(sessions, tests, constraints, given)
            best = here if best is None or here < best else best
            return
        last = sessions[-1].astimezone(PARIS).date() if sessions else FIRST
        low, high = (2, 6) if sessions else (0, 4)
        for at in free:
            day = at.astimezone(PARIS).date()
            if not low <= (day - last).days <= high:
                continue
            if not tested:
                go_on([*sessions, at], tests, placed)
                continue
            if placed and (day - placed.astimezone(PARIS).date()).days <= 4:
                go_on([*sessions, at], tests, placed)
            for test in free:
                if timedelta(hours=24) <= at - test <= timedelta(hours=72):
                    go_on([*sessions, at], tests + 1, test)

    go_on([], 0, None)
    return best


def by_search(count, constraints, *, tested, given=()):
    """
    The plan of the search.
    """
    short = evolve(TEST, valid_for=Span("4 d")) if tested else None
    regimen = a_regimen(a_phase("close", count), spacings=(CLOSE,), begin=SOON, test=short)
    circumstances = around(*constraints, agreed_on=FIRST, visits=HALVES)
    return plan_course(regimen, circumstances, now=NOW, given=given)


def cost_of(plan, constraints, given=()):
    """
    The cost of a plan, from the plan alone.
    """
    weights = {each.id: each.weight for each in constraints}
    missing = [weights[dict(miss.values)["item"]] for s in plan.slots for miss in s.misses]
    off = sum(days_off(slot.rungs, slot.day) for slot in plan.slots)
    tests = sum(slot.test_at is not None for slot in plan.slots)
    sessions = tuple(s.at for s in plan.slots)
    return (sum(missing), len(missing), off, tests, moved(sessions, given), sessions)


@given(drawn=st.lists(A_CONSTRAINT, max_size=5), count=st.integers(1, 3))
@settings(max_examples=120)
def test_the_search_finds_what_trying_everything_finds(drawn, count):
    """
    No plan is better than the one found, over the change of the clocks too.
    """
    constraints = some(drawn)

    plan = by_search(count, constraints, tested=False)

    best = by_trying(count, constraints, tested=False)
    assert isinstance(plan, Conflict if best is None else Plan)
    if best is not None:
        assert best == cost_of(plan, constraints)


SOME_BEGINS = st.frozensets(st.sampled_from([*begins()][:80]), min_size=1, max_size=6)


@given(
    drawn=st.lists(A_CONSTRAINT, max_size=4),
    count=st.integers(1, 3),
    told=SOME_BEGINS,
    tested=st.booleans(),
)
@settings(max_examples=120)
def test_the_search_moves_the_fewest_appointments(drawn, count, told, tested):
    """
    Of plans as good in all the rest, the one that keeps the most of what was given.
    """
    constraints = some(drawn)
    count = min(count, 2) if tested else count

    plan = by_search(count, constraints, tested=tested, given=told)

    best = by_trying(count, constraints, tested=tested, given=told)
    assert isinstance(plan, Conflict if best is None else Plan)
    if best is not None:
        assert best == cost_of(plan, constraints, told)


@given(drawn=st.lists(A_CONSTRAINT, max_size=4))
@settings(max_examples=60)
def test_the_search_finds_the_best_skin_tests_too(drawn):
    """
    Tests are placed 24 to 72 hours before, as few as can be, and none outlives its days.
    """
    constraints = some(drawn)

    plan = by_search(2, constraints, tested=True)

    best = by_trying(2, constraints, tested=True)
    assert isinstance(plan, Conflict if best is None else Plan)
    if best is not None:
        assert best == cost_of(plan, constraints)
        hard = [each for each in constraints if each.hard]
        for slot in plan.slots:
            for at in (slot.at, slot.test_at):
                assert at is None or not any(broken(each, at) for each in hard)


@given(drawn=st.lists(A_CONSTRAINT, min_size=3, max_size=6))
@settings(max_examples=60)
def test_the_conflict_is_the_smallest_there_is(drawn):
    """
    Up to ten hard constraints, no smaller set of them conflicts.
    """
    constraints = some([(*each[:3], True, 1) for each in drawn])

    plan = by_search(2, constraints, tested=False)

    if isinstance(plan, Conflict):
        found = [each for each in constraints if each.id in plan.constraints]
        assert by_trying(2, found, tested=False) is None
        for smaller in combinations(constraints, len(found) - 1):
            assert by_trying(2, smaller, tested=False) is not None


def test_beyond_ten_nothing_can_be_left_out_of_a_conflict():
    """
    With eleven hard constraints and more, each one of the set is needed.
    """
    fillers = [
        away(FIRST + timedelta(days=40 + n), FIRST + timedelta(days=41 + n), id=f"far-{n}")
        for n in range(10)
    ]
    halves = [
        away(FIRST, FIRST + timedelta(days=2), id="away-1"),
        away(FIRST + timedelta(days=3), FIRST + timedelta(days=6), id="away-2"),
    ]

    conflict = by_search(
        2, (opening(WEEK, "06:00", "18:00"), *fillers, *halves), tested=False
    )

    assert ("away-1", "away-2") == conflict.constraints
    assert not conflict.smallest
    assert (1, "close") == (conflict.slot, conflict.phase)


def test_a_conflict_of_the_ladder_alone_names_no_constraint():
    """
    Where even without any constraint there is no date, the ladder is the reason.
    """
    regimen = a_regimen(
        a_phase("close", 3), spacings=(CLOSE,), begin=SOON, within=Span("3 d")
    )

    conflict = plan_course(regimen, around(agreed_on=FIRST), now=NOW)

    assert () == conflict.constraints
    assert ["course-no-date"] == [each.key for each in conflict.reasons]


@pytest.mark.parametrize(
    ("day", "opens", "closes", "begin"),
    [
        # 01:30 to 03:30 by the wall would be three hours: 04:30, after closing.
        (date(2026, 3, 29), "01:30", "04:00", None),
        (date(2026, 3, 29), "00:00", "04:00", datetime(2026, 3, 28, 23, tzinfo=UTC)),
        (date(2026, 3, 29), "01:30", "06:00", datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (date(2026, 3, 30), "01:30", "04:00", datetime(2026, 3, 29, 23, 30, tzinfo=UTC)),
        (date(2026, 10, 25), "01:30", "04:00", None),
        (date(2026, 10, 25), "01:30", "05:00", datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_no_visit_is_under_way_as_the_clocks_change(day, opens, closes, begin):
    """
    It would not end where the opening hours say, however early the clinic opens.
    """
    night = Visits(every=Span("30 min"), lasts=Span("2 h"), test_lasts=Span("30 min"))
    now = datetime(day.year, day.month, day.day, tzinfo=PARIS) - timedelta(hours=1)
    on = bounds(day, day, hard=True, id="bounds-1")
    circumstances = around(opening(WEEK, opens, closes), on, agreed_on=day, visits=night)

    plan = plan_course(
        a_regimen(a_phase("close", 1), spacings=(CLOSE,), begin=SOON),
        circumstances,
        now=now,
    )

    if begin is None:
        assert isinstance(plan, Conflict)
    else:
        assert [begin] == [slot.at for slot in plan.slots]


def test_a_limit_over_time_spreads_the_sessions():
    """
    At most two sessions in twenty days: the third waits until the first is as old.
    """
    wide = a_spacing("1 d", "2 d", "3 d", "4 d", "30 d", id="close")
    regimen = a_regimen(a_phase("close", 3), spacings=(wide,), begin=SOON)
    limit = AtMost(
        id="dose", code="dose-over-time", hard=True, sessions=2, over=Span("20 d")
    )

    plan = plan_course(regimen, around(limit, agreed_on=FIRST), now=NOW)

    first, second, third = days_of(plan)
    assert timedelta(days=20) == third - first
    # The first gap takes as much of it as it can without leaving its recommended days.
    assert timedelta(days=4) == second - first


def test_a_ladder_in_hours_is_searched_by_the_instant():
    """
    Seventy-two hours are seventy-two hours over the change of the clocks.
    """
    hours = a_spacing("48 h", "72 h", "72 h", "96 h", "120 h", id="close")
    regimen = a_regimen(a_phase("close", 2), spacings=(hours,), begin=SOON)
    visits = Visits(every=Span("1 h"), lasts=Span("1 h"), test_lasts=Span("1 h"))
    circumstances = around(
        opening(WEEK, "09:00", "18:00"), agreed_on=date(2026, 3, 26), visits=visits
    )

    plan = plan_course(regimen, circumstances, now=datetime(2026, 3, 26, tzinfo=UTC))

    first, second = (slot.at.astimezone(PARIS) for slot in plan.slots)
    assert datetime(2026, 3, 27, 9, tzinfo=PARIS) == first
    assert datetime(2026, 3, 30, 10, tzinfo=PARIS) == second


def test_a_test_waiting_to_be_read_holds_its_session_to_its_window():
    """
    A test placed and not yet read late is read 24 to 72 hours later, as a visit begins.
    """
    placed = datetime(2026, 3, 23, 12, tzinfo=PARIS)
    regimen = a_regimen(a_phase("close", 2), spacings=(CLOSE,), begin=SOON, test=TEST)
    circumstances = around(
        opening(WEEK), agreed_on=FIRST, tested=a_test(placed, negative=False)
    )

    plan = plan_course(regimen, circumstances, now=placed)

    assert datetime(2026, 3, 24, 12, tzinfo=PARIS) == plan.slots[0].at
    assert [plan.slots[0].at, None] == [slot.read_at for slot in plan.slots]
    assert [None, None] == [slot.test_at for slot in plan.slots]


def test_a_hold_wants_the_late_reading_on_a_day_of_its_own():
    """
    With a hold of two days, the reading comes at least two days before the session.
    """
    regimen = a_regimen(a_phase("close", 1), spacings=(CLOSE,), begin=SOON, test=TEST)
    circumstances = around(opening(WEEK), agreed_on=FIRST, reading_lead=Span("48 h"))

    (slot,) = plan_course(regimen, circumstances, now=NOW).slots

    assert timedelta(hours=24) <= slot.read_at - slot.test_at <= timedelta(hours=72)
    assert timedelta(hours=48) <= slot.at - slot.read_at
