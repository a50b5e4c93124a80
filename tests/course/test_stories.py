"""
Courses as they go: planned, then early, late, missed, refused, reacted, changed.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve

from course.courses import (
    AGREED,
    NOW,
    TEST,
    a_cycle,
    a_phase,
    a_regimen,
    a_spacing,
    a_test,
    around,
    at_hours,
    away,
    bounds,
    closed,
    days_of,
    held,
    morning,
    on_days,
    opening,
    summer,
)
from planner.course.constraints import apart_from
from planner.course.due import next_of, standing
from planner.course.phases import sessions_within
from planner.course.planning import plan_course
from planner.course.replanning import replan
from planner.errors import InputFault, Misuse
from planner.model.course import Conflict, ConflictInTime, Done, Span
from planner.model.entries.course import (
    CourseEnded,
    CourseVersionChanged,
    MedicineBegun,
    PatientReacted,
    PrescriberAnswered,
    ReactionAnswered,
    SlotMissed,
    SlotRefused,
)
from planner.model.quantity import Quantity

COURSE = a_regimen(a_phase(count=4), a_phase("fortnightly", 2), a_phase("monthly", None))
AROUND = around(opening(), ahead=1)


def march(day):
    """
    A day of March.
    """
    return date(2026, 3, day)


def planned(regimen=COURSE, circumstances=AROUND):
    """
    The plan on the day the course was agreed.
    """
    return plan_course(regimen, circumstances, now=NOW)


def changed(*happened, now, regimen=COURSE, circumstances=AROUND):
    """
    The change after a story, which told again changes nothing more.
    """
    change = replan(
        planned(circumstances=circumstances), happened, regimen, circumstances, now=now
    )
    if not isinstance(change.after, Conflict):
        again = replan(change.after, happened, regimen, circumstances, now=now)
        assert again.same
        assert () == again.because
        assert all(pair.same and not pair.reasons for pair in again.pairs)
    return change


def stands(plan, *, today, test_day=None):
    """
    How the next session stands on a day, its test to be placed on `test_day`.
    """
    here = next_of(plan)
    if test_day is not None:
        here = here._replace(days=here.days[:-10] + test_day.isoformat())
    return standing(here, today.isoformat())


def test_a_course_is_planned_phase_by_phase():
    """
    Weekly times four, fortnightly times two, then the first month of the maintenance.
    """
    plan = planned()

    assert [
        march(3),
        march(10),
        march(17),
        march(24),
        date(2026, 4, 7),
        date(2026, 4, 21),
        date(2026, 5, 21),
    ] == days_of(plan)
    assert ["weekly"] * 4 + ["fortnightly"] * 2 + ["monthly"] == [
        slot.phase for slot in plan.slots
    ]
    assert {morning(slot.day) for slot in plan.slots} == {s.at for s in plan.slots}
    assert all(slot.reasons[0].code == "spacing" for slot in plan.slots)


def test_a_first_session_of_a_phase_may_have_a_spacing_of_its_own():
    """
    From the last weekly session to the first fortnightly one: a week here.
    """
    regimen = a_regimen(a_phase(count=1), a_phase("fortnightly", 2, first="weekly"))

    assert [march(3), march(10), march(24)] == days_of(planned(regimen))


def test_a_holiday_moves_a_session_and_is_its_reason():
    """
    The date says what was not free, and which wishes it misses.
    """
    circumstances = around(opening(), closed(march(10)), on_days("tuesday"))

    plan = planned(a_regimen(a_phase(count=2)), circumstances)

    # Missing the wish once is not needed: a week and seven days more is overdue, but the
    # first session can wait for a Tuesday with a Tuesday after it.
    assert [march(10 + 7), march(24)] == days_of(plan)
    assert "public-holiday" in [reason.code for reason in plan.slots[0].reasons]
    assert [()] * 2 == [slot.misses for slot in plan.slots]


def test_a_wish_that_cannot_be_kept_is_named():
    """
    Saturdays are closed: the plan stands, and says for each slot what it misses.
    """
    circumstances = around(opening(), on_days("saturday"), at_hours("08:00", "09:00"))

    plan = planned(a_regimen(a_phase(count=2)), circumstances)

    for slot in plan.slots:
        assert [("weekday", "course-wish-missed"), ("hours", "course-wish-missed")] == [
            (miss.code, miss.key) for miss in slot.misses
        ]


def test_pain_factors_are_kept_where_they_can_be():
    """
    Predicted menstruation and summer sun are left out of the dates (clause C2).
    """
    circumstances = around(opening(), a_cycle(date(2026, 2, 12)), summer())

    plan = planned(COURSE, circumstances)

    # Predicted from 12 March, a day either way, for five days; then two either way.
    assert not {march(d) for d in range(11, 18)} & set(days_of(plan))
    assert all(not slot.misses for slot in plan.slots)


def test_an_early_session_counts_from_never_before_on():
    """
    A day early counts, with its reason; two days early does not and is held again. The
    appointments that follow stay where they were given, as they are still recommended.
    """
    first = held(1, morning(march(3)))
    opened = changed(first, held(2, morning(march(9))), now=morning(march(9), 12))
    too_early = changed(first, held(2, morning(march(8))), now=morning(march(9), 12))

    done = opened.after.done[1]
    assert (True, ["before earliest"]) == (done.counted, [r.code for r in done.reasons])
    assert [3, march(17)] == [opened.after.slots[0].of_phase, opened.after.slots[0].day]
    assert days_of(opened.before)[2:] == days_of(opened.after)
    done = too_early.after.done[1]
    assert (False, ["before never-before"]) == (
        done.counted,
        [r.code for r in done.reasons],
    )
    assert [2, march(17)] == [
        too_early.after.slots[0].of_phase,
        too_early.after.slots[0].day,
    ]


def test_a_late_session_moves_the_rest():
    """
    Three days late: what follows is counted from it, before and after side by side.
    """
    change = changed(
        held(1, morning(march(3))), held(2, morning(march(13))), now=morning(march(13), 12)
    )

    pairs = {pair.number: pair for pair in change.pairs}
    assert isinstance(pairs[1].after, Done)
    assert (march(17), march(20)) == (pairs[3].before.day, pairs[3].after.day)
    assert "moved later" == pairs[3].reasons[0].code
    assert ["slot-delivered"] * 2 == [each.code for each in change.because]


@pytest.mark.parametrize(
    ("rule", "of_phase", "reassess"),
    [
        ("go on", 3, False),
        ("repeat", 2, False),
        ("re-assess", 3, True),
        ("start again", 1, False),
    ],
)
def test_an_overdue_session_follows_the_late_rule(rule, of_phase, reassess):
    """
    Two were held, the third is overdue: each rule has its own next session, at once.
    """
    regimen = a_regimen(a_phase(count=4, late=rule))
    story = (held(1, morning(march(3))), held(2, morning(march(10))))
    now = morning(date(2026, 3, 25), 8)

    plan = plan_course(regimen, around(opening()), story, now=now)

    slot = plan.slots[0]
    assert (of_phase, reassess, march(25)) == (slot.of_phase, slot.reassess, slot.day)
    assert [f"late: {rule}"] == [each.code for each in plan.reasons]
    last_day = morning(march(24), 8)
    in_time = plan_course(regimen, around(opening()), story, now=last_day)
    assert (3, march(24), ()) == (
        in_time.slots[0].of_phase,
        in_time.slots[0].day,
        in_time.reasons,
    )


def test_a_missed_session_keeps_its_number():
    """
    The same session gets another date, from now on.
    """
    missed = SlotMissed(slot=2, at=morning(march(10)), why="did not come")

    change = changed(held(1, morning(march(3))), missed, now=morning(march(11), 8))

    pair = change.pairs[1]
    assert (2, march(10), march(11)) == (pair.number, pair.before.day, pair.after.day)


def test_a_deferred_session_waits_for_its_earliest_day():
    """
    The day the gate opens is the earliest; a final refusal ends the course.
    """
    refused = SlotRefused(
        slot=2, at=morning(march(10)), gates=("fever",), earliest=march(16)
    )

    deferred = changed(held(1, morning(march(3))), refused, now=morning(march(10), 12))
    ended = changed(evolve(refused, final=True), now=morning(march(10), 12))

    assert march(16) == deferred.after.slots[0].day
    assert "deferred" in [each.code for each in deferred.after.slots[0].reasons]
    assert () == ended.after.slots
    assert ["refused"] == [each.code for each in ended.after.waits]
    assert ("refused",) == tuple(each.code for each in ended.pairs[1].reasons)


@pytest.mark.rule(10)
def test_after_a_reaction_no_date_is_given_until_an_allergist_wrote():
    """
    A letter older than the reaction opens nothing; a newer one gives dates again.
    """
    reacted = PatientReacted(session="session-1", at=morning(march(3), 11))
    older = ReactionAnswered(at=morning(march(12)), dated=march(2))
    newer = ReactionAnswered(at=morning(march(14)), dated=march(12))
    story = (held(1, morning(march(3))), reacted)
    now = morning(march(14), 12)

    assert () == changed(*story, now=now).after.slots
    assert ["reaction"] == [
        each.code for each in changed(*story, older, now=now).after.waits
    ]
    answered = changed(*story, older, newer, now=now).after
    assert () == answered.waits
    assert march(16) == answered.slots[0].day


@pytest.mark.rule(14, 18)
def test_a_new_medicine_waits_for_its_prescriber_and_voids_the_test():
    """
    Dates stay, the plan waits for the prescriber, and a new test is planned.
    """
    regimen = a_regimen(test=TEST)
    circumstances = around(opening(), tested=a_test(morning(march(2)), negative=True))
    began = MedicineBegun(
        medicine="cetirizine",
        at=morning(march(4)),
        asks_prescriber=True,
        voids_test=True,
        clear_from=march(18),
    )
    story = (held(1, morning(march(3))), began)
    now = morning(march(4), 12)
    before = plan_course(regimen, circumstances, story[:1], now=now)

    change = replan(before, story, regimen, circumstances, now=now)

    assert all(slot.test_at is None for slot in before.slots)
    slot = change.after.slots[0]
    assert slot.test_at >= morning(march(18), 0)
    assert ["prescriber"] == [each.code for each in change.after.waits]
    told = PrescriberAnswered(medicine="cetirizine", at=morning(march(4), 11))
    assert () == plan_course(regimen, circumstances, (*story, told), now=now).waits


def test_a_long_deferral_follows_the_late_rule():
    """
    Deferred past its overdue-after, the session comes by the late rule, on that day.
    """
    regimen = a_regimen(a_phase(count=4, late="start again"))
    refused = SlotRefused(
        slot=3, at=morning(march(17)), gates=("fever",), earliest=date(2026, 4, 20)
    )
    story = (held(1, morning(march(3))), held(2, morning(march(10))), refused)

    plan = plan_course(regimen, around(opening()), story, now=morning(march(17), 12))

    slot = plan.slots[0]
    assert (date(2026, 4, 20), 1, 3) == (slot.day, slot.of_phase, slot.number)
    assert ["late: start again"] == [each.code for each in plan.reasons]


def test_a_changed_version_plans_under_its_own_ladder():
    """
    What was held counts under the new phases, and of its recommended days one that was
    given is kept (24 March); without the entry it is refused.
    """
    slower = a_regimen(
        a_phase(count=3),
        version="2026-2",
        spacings=(a_spacing("9 d", "10 d", "10 d", "12 d", "20 d"),),
    )
    story = held(1, morning(march(3)))
    version = CourseVersionChanged(at=morning(march(4)), version="2026-2", digest="d")
    now = morning(march(4), 12)

    change = changed(story, version, regimen=slower, now=now)

    assert [march(13), march(24)] == days_of(change.after)
    assert "2026-2" == change.after.version
    with pytest.raises(Misuse) as fault:
        changed(story, regimen=slower, now=now)
    assert (
        'The plan was made under version "2026-1", and version "2026-2" was handed in.'
        " Record the change of version first."
    ) == str(fault.value)
    with pytest.raises(Misuse) as fault:
        changed(story, version, now=now)
    assert (
        'The course goes on under version "2026-2" and version "2026-1" was handed in.'
        " Hand in the version it goes on under."
    ) == str(fault.value)


def test_a_course_stops_by_its_condition_its_cap_and_its_end():
    """
    Reached: the phase is left. The most sessions cut the rest. Ended: no dates.
    """
    regimen = a_regimen(
        a_phase(count=4, stop_when=("goal-reached",)),
        a_phase("monthly", None),
    )
    story = (held(1, morning(march(3))),)
    now = morning(march(4))

    reached = plan_course(regimen, around(met=("goal-reached",)), story, now=now)
    capped = plan_course(regimen, around(most_sessions=3), story, now=now)
    ended = plan_course(
        regimen, around(), (*story, CourseEnded(at=now, why="moved away")), now=now
    )

    assert ["monthly"] == [slot.phase for slot in reached.slots]
    assert 2 == len(capped.slots)
    assert [("most sessions", (("sessions", "3"),))] == [
        (each.code, each.values) for each in capped.reasons
    ]
    assert ((), ["ended"]) == (ended.slots, [each.code for each in ended.waits])


def test_every_so_many_sessions_are_re_assessed():
    """
    Before the third, the fifth, and so on of a phase.
    """
    plan = planned(a_regimen(a_phase(count=5, reassess_every=2)))

    assert [False, False, True, False, True] == [slot.reassess for slot in plan.slots]


def test_a_limit_of_a_substance_counts_sessions():
    """
    100 mg at 30 mg a session are three sessions; 90 mg too.
    """
    assert 3 == sessions_within(Quantity.of("100 mg"), Quantity.of("30 mg"))
    assert 3 == sessions_within(Quantity.of("90 mg"), Quantity.of("30 mg"))
    assert 2 == sessions_within(Quantity.of("89.9 mg"), Quantity.of("30 mg"))
    with pytest.raises(Misuse) as fault:
        sessions_within(Quantity.of("90 mg"), Quantity.of("0 mg"))
    assert '"0 mg" a session is no amount. Write what one session gives.' == str(
        fault.value
    )


def test_who_is_due_is_told_from_the_plan_alone():
    """
    Early, due, overdue, waiting for a test or a prescriber, and ended.
    """
    plan = planned()

    assert "before recommended" == stands(plan, today=AGREED)
    assert "recommended" == stands(plan, today=march(3))
    assert "overdue" == stands(plan, today=date(2026, 4, 3))
    assert "waiting for a test" == stands(plan, today=march(3), test_day=march(3))
    refused = SlotRefused(slot=1, at=NOW, gates=("pregnancy",), final=True)
    assert "ended" == stands(changed(refused, now=NOW).after, today=march(3))
    reacted = PatientReacted(session="session-1", at=NOW)
    assert "waiting" == stands(changed(reacted, now=NOW).after, today=march(3))
    began = MedicineBegun(
        medicine="apixaban", at=NOW, asks_prescriber=True, voids_test=False
    )
    waits = changed(began, now=NOW).after
    assert "waiting for a prescriber" == stands(waits, today=march(3))


def test_a_conflict_leaves_the_plan_as_it_was():
    """
    A change that finds no date says which constraints conflict, and pairs nothing.
    """
    plan = planned(a_regimen())
    circumstances = around(
        opening(), away(march(2), march(20), id="trip"), bounds(not_after=march(25))
    )

    change = replan(plan, (), a_regimen(), circumstances, now=NOW)

    assert isinstance(change.after, Conflict)
    assert ("trip", "lot-expiry") == change.after.constraints
    assert () == change.pairs
    assert ["absence", "lot-expiry"] == [each.code for each in change.after.reasons]


@pytest.mark.parametrize(
    ("story", "message"),
    [
        (
            (held(1, datetime(2026, 3, 3, 9, tzinfo=UTC)),) * 2,
            "Slot 1 was held twice. Tell each session under the slot it was held for.",
        ),
        (
            (
                held(2, datetime(2026, 3, 4, 9, tzinfo=UTC)),
                held(1, datetime(2026, 3, 3, 9, tzinfo=UTC)),
            ),
            (
                '"slot-delivered" at 2026-03-03T09:00:00+00:00 is told after'
                " 2026-03-04T09:00:00+00:00. Tell what happened in the order in"
                " which it did."
            ),
        ),
        (
            (held(1, datetime(2026, 4, 3, 9, tzinfo=UTC)),),
            (
                '"slot-delivered" at 2026-04-03T09:00:00+00:00 lies in the future. Tell it'
                " once it has happened."
            ),
        ),
        (
            (held(1, datetime(2026, 3, 3, 9)),),
            (
                "The time of an event 2026-03-03T09:00:00 has no time zone. Hand in an"
                " instant with its zone."
            ),
        ),
    ],
)
def test_a_story_that_cannot_be_is_refused(story, message):
    """
    Twice, out of order, in the future, or without a zone: nothing is planned.
    """
    with pytest.raises(InputFault) as fault:
        plan_course(COURSE, AROUND, story, now=morning(march(5)))

    assert message == str(fault.value)


def test_a_plan_of_another_course_is_refused():
    """
    A plan is never re-planned with what belongs to another.
    """
    with pytest.raises(Misuse) as fault:
        replan(planned(), (), COURSE, evolve(AROUND, course="course-2"), now=NOW)

    assert (
        'The plan is of the course "course-1" under "mesotherapy", and "course-2" under'
        ' "mesotherapy" was handed in. Hand in what belongs to the plan.'
    ) == str(fault.value)


def test_a_card_of_a_conflict_in_time_keeps_a_visit_apart():
    """
    A vaccination a week before or after, as its card says: both ends of the wait.
    """
    card = ConflictInTime(
        id="vaccination",
        title="Vaccination",
        before=Span("1 week"),
        after=Span("1 week"),
        hard=True,
        source=("house-choice",),
    )
    regimen = a_regimen(a_phase(count=1))

    for on, first in ((march(3), march(10)), (march(9), march(16)), (march(10), march(3))):
        circumstances = around(opening(), apart_from(card, on))
        (slot,) = planned(regimen, circumstances).slots
        assert first == slot.day


def test_a_year_away_is_no_trouble():
    """
    A maintenance without a last day finds its date after everything.
    """
    loose = a_spacing("21 d", "24 d", "1 month", "5 weeks", "no limit", id="monthly")
    regimen = a_regimen(
        a_phase(count=1),
        a_phase("monthly", 1),
        spacings=(a_spacing("6 d", "7 d", "7 d", "10 d", "14 d"), loose),
    )
    trip = away(march(4), march(4) + timedelta(days=300))

    plan = planned(regimen, around(opening(), trip))

    assert march(4) + timedelta(days=301) == plan.slots[1].day
    assert Span("1 year") == regimen.within
