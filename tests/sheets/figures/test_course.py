"""
The picture of a course: every band, mark and lane where its days are.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from course.courses import (
    NOW,
    TEST,
    a_cycle,
    a_phase,
    a_regimen,
    around,
    at_hours,
    away,
    closed,
    on_days,
    opening,
)
from planner.course.planning import plan_course
from planner.model.course import Done
from planner.sheets.figures.course import (
    HELD,
    NOT_COUNTED,
    PLANNED,
    Drawn,
    Ladder,
    Lane,
    Row,
    Stretch,
    course_picture,
    span,
)
from planner.sheets.rows.course_drawn import course_values, drawn_course
from sheets.figures.reading import read, texts, title

DAY = date(2026, 3, 10)
HOSTILE = ("<script>alert(1)</script>", "</style>", "{{7*7}}", "&amp;")


def ladder(day=DAY, *, limit=True):
    """
    A ladder around a day.
    """
    return Ladder(
        never_before=day - timedelta(4),
        earliest=day - timedelta(3),
        recommended_from=day - timedelta(1),
        recommended_to=day + timedelta(2),
        overdue_after=day + timedelta(6) if limit else None,
    )


def row(number=1, **changes):
    """
    One planned session.
    """
    given = {
        "number": number,
        "title": "weekly",
        "when": "Tuesday 10 March 2026, 09:00",
        "day": DAY,
        "state": PLANNED,
        "ladder": ladder(),
    }
    return Row(**{**given, **changes})


def drawn(*rows, **changes):
    """
    A course of these sessions.
    """
    return Drawn(**{"title": "The course", "rows": rows, "lanes": (), **changes})


def bands(picture):
    """
    The bands in their order: begin, end, and whether the edge is broken.
    """
    return [
        (
            float(e.get("x")),
            float(e.get("x")) + float(e.get("width")),
            e.get("stroke-dasharray"),
        )
        for e in read(picture).findall("rect")
        if e.get("height") == "4"
    ]


def test_bands_follow_each_other_and_are_as_long_as_their_days():
    """
    One day, two, four and four: from never-before to overdue-after, without a gap.
    """
    found = bands(course_picture(drawn(row())))
    day = (found[-1][1] - found[0][0]) / 11

    assert [round((end - begin) / day) for begin, end, _ in found] == [1, 2, 4, 4]
    assert all(abs(a[1] - b[0]) < 0.02 for a, b in pairwise(found))
    assert [bool(dash) for *_, dash in found] == [True, False, False, False]


def test_without_a_limit_the_last_band_runs_out_of_the_picture():
    """
    And no wall stands at its end.
    """
    found = bands(course_picture(drawn(row(ladder=ladder(limit=False)))))

    assert found[-1][1] == pytest.approx(185, abs=0.1)
    assert "overdue after" not in texts(
        course_picture(drawn(row(ladder=ladder(limit=False))))
    )


@settings(deadline=None)
@given(
    days=st.lists(st.integers(0, 400), min_size=1, max_size=12),
    tests=st.booleans(),
    holds=st.booleans(),
)
def test_everything_of_a_session_is_inside_the_picture(days, tests, holds):
    """
    No mark or band is left of the axis or right of the edge.
    """
    rows = []
    for number, ahead in enumerate(sorted(days), start=1):
        day = DAY + timedelta(ahead)
        rows.append(
            row(
                number,
                day=day,
                ladder=ladder(day),
                test=day - timedelta(9) if tests else None,
                reading=day - timedelta(7) if tests else None,
                holds=(Stretch(first=day - timedelta(1), last=day),) if holds else (),
            )
        )
    told = drawn(*rows)
    picture = course_picture(told)
    first, last = span(told)

    assert first < min(each.day for each in rows) <= max(each.day for each in rows) < last
    for each in read(picture).findall("rect"):
        begin, wide = float(each.get("x")), float(each.get("width"))
        assert 50 <= begin <= begin + wide <= 186
    for each in read(picture).findall("circle"):
        assert 50 <= float(each.get("cx")) <= 186


def test_what_is_around_it_is_cut_to_the_sessions():
    """
    A summer that begins before and ends after does not stretch the calendar.
    """
    summer = Stretch(first=date(2025, 1, 1), last=date(2027, 1, 1))
    lane = Lane(title="sun", hard=False, stretches=(summer,))

    assert span(drawn(row(), lanes=(lane,))) == span(drawn(row()))
    assert "sun (a wish)" in texts(course_picture(drawn(row(), lanes=(lane,))))


def test_the_states_differ_in_shape_and_word():
    """
    Planned is a ring, held is full, and what does not count is crossed.
    """
    picture = course_picture(
        drawn(
            row(1, state=HELD, ladder=None),
            row(2, state=NOT_COUNTED, ladder=None),
            row(3),
        )
    )
    said = texts(picture)

    assert "1 · weekly · held" in said
    assert "2 · weekly · held, not counted" in said
    assert "3 · weekly" in said
    assert {"planned", "held", "held, not counted", "recommended"} <= set(said)


def test_the_legend_names_only_what_is_there():
    """
    No test, no hold, no today: none in the legend.
    """
    said = texts(course_picture(drawn(row())))

    assert not {"skin test", "late reading", "medicine held", "today", "held"} & set(said)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_printed_literally(text):
    """
    In a phase, a wish, a medicine, a lane and the name of the picture.
    """
    lane = Lane(title=text, hard=True, stretches=(Stretch(first=DAY, last=DAY),))
    hold = Stretch(first=DAY, last=DAY, words=text)
    picture = course_picture(
        drawn(row(title=text, misses=(text,), holds=(hold,)), lanes=(lane,), title=text)
    )
    said = texts(picture)

    assert f"1 · {text}" in said
    assert f"× {text}" in said
    assert said.count(text) == 2
    assert title(picture) == text


def planned(*constraints):
    """
    Four weekly sessions with a skin test.
    """
    regimen = a_regimen(a_phase(count=4), test=TEST)
    return plan_course(regimen, around(*constraints), (), now=NOW)


def test_a_plan_is_drawn_as_it_was_planned(shipped):
    """
    Each slot with its day, its test, its reading and its rungs.
    """
    plan = planned(opening())
    values = course_values(plan, (opening(),), shipped, now=NOW)

    for slot, each in zip(plan.slots, values.rows, strict=True):
        assert each.number == slot.number
        assert each.day == slot.day
        assert each.ladder.recommended_from == slot.rungs.recommended_from
        assert each.ladder.overdue_after == slot.rungs.overdue_after
        assert (each.test is None) == (slot.test_at is None)
        assert (each.reading is None) == (slot.read_at is None)
    assert values.today == date(2026, 3, 2)
    assert values.lanes == ()


def test_what_is_around_a_plan_is_in_lanes(shipped):
    """
    An absence and a holiday as days; opening hours and weekdays make no lane.
    """
    around_it = (
        opening(),
        closed(date(2026, 3, 16)),
        away(date(2026, 3, 23), date(2026, 3, 25)),
        on_days("tuesday"),
        at_hours("09:00", "12:00"),
        a_cycle(date(2026, 3, 5)),
    )
    values = course_values(planned(*around_it), around_it, shipped, now=NOW)
    lanes = {lane.title: lane for lane in values.lanes}

    assert lanes["public holiday"].stretches == (
        Stretch(first=date(2026, 3, 16), last=date(2026, 3, 16)),
    )
    assert lanes["away"].stretches == (
        Stretch(first=date(2026, 3, 23), last=date(2026, 3, 25)),
    )
    assert lanes["away"].hard
    assert not lanes["predicted menstruation"].hard
    assert set(lanes) == {"public holiday", "away", "predicted menstruation"}


def test_what_is_missed_is_said_in_words(shipped):
    """
    A wish for a day on which the clinic is closed cannot be kept.
    """
    around_it = (opening(), on_days("sunday"))
    values = course_values(planned(*around_it), around_it, shipped, now=NOW)

    assert values.rows[0].misses
    assert all("wish" in words for words in values.rows[0].misses)


def test_held_sessions_and_holds_are_drawn(shipped):
    """
    What was held by its day; a hold from its last dose to its restart.
    """
    plan = planned(opening())
    first, second = plan.slots[:2]
    done = Done(number=1, phase="weekly", of_phase=1, at=first.at, counted=False)
    plan = evolve(plan, done=(done,), slots=plan.slots[1:])
    hours = timedelta(hours=24)
    holds = {2: (("Aspirin 100", second.at - hours, second.at + hours),)}
    values = course_values(plan, (), shipped, now=NOW, holds=holds)

    assert values.rows[0].state == NOT_COUNTED
    assert values.rows[1].holds == (
        Stretch(
            first=second.day - timedelta(1),
            last=second.day + timedelta(1),
            words="Aspirin 100",
        ),
    )
    assert "Aspirin 100" in texts(drawn_course(plan, (), shipped, now=NOW, holds=holds))


def test_the_same_course_is_drawn_the_same(shipped):
    """
    Byte for byte, whatever the hour of the day.
    """
    plan = planned(opening())
    later = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)

    assert drawn_course(plan, (), shipped, now=NOW) == drawn_course(
        plan, (), shipped, now=later
    )


def test_a_course_without_sessions_is_no_fault():
    """
    It waits: only its name is there.
    """
    assert title(course_picture(drawn())) == "The course"
