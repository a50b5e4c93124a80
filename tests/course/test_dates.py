"""
Spans as people write them, the ladder counted in them, and local times that cannot be.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from course.courses import MONTHLY, PARIS, WEEKLY, a_spacing
from planner.course.dates import beginning, day_after, day_before, instant_at, later
from planner.course.ladder import PLACES, from_today, place, rungs_after, rungs_from
from planner.errors import InputFault, Misuse
from planner.model.course import Span, minutes

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("day", "span", "ends"),
    [
        (date(2026, 3, 2), "7 d", date(2026, 3, 9)),
        (date(2026, 3, 2), "4 weeks - 4 days", date(2026, 3, 26)),
        (date(2026, 1, 31), "1 month", date(2026, 3, 1)),
        (date(2026, 1, 31), "1 month - 4 days", date(2026, 2, 25)),
        (date(2026, 1, 30), "1 month", date(2026, 3, 1)),
        (date(2026, 1, 28), "1 month", date(2026, 2, 28)),
        (date(2028, 1, 31), "1 month", date(2028, 3, 1)),
        (date(2028, 2, 29), "1 year", date(2029, 3, 1)),
        (date(2026, 10, 24), "1 d", date(2026, 10, 25)),
        (date(2026, 12, 31), "2 months + 1 week", date(2027, 3, 8)),
    ],
)
def test_a_sum_of_spans_on_the_calendar(day, span, ends):
    """
    Months first, a day that does not exist rolls to the first of the next month, then days.
    """
    assert ends == day_after(day, Span(span))


def test_backwards_the_same_rule_holds():
    """
    A month before 31 March is 31 February, which rolls to 1 March.
    """
    assert date(2026, 3, 1) == day_before(date(2026, 3, 31), Span("1 month"))
    assert date(2026, 2, 23) == day_before(date(2026, 3, 2), Span("7 d"))


def test_hours_run_on_instants_over_the_change_of_the_clocks():
    """
    A day over the change is 23 or 25 hours; 24 hours show another time of day.
    """
    at = datetime(2026, 3, 28, 10, tzinfo=PARIS)

    assert datetime(2026, 3, 29, 11, tzinfo=PARIS) == later(at, Span("24 h"), PARIS)
    assert datetime(2026, 3, 28, 23, tzinfo=UTC) == later(at, Span("1 d"), PARIS)
    assert datetime(2026, 3, 29, 22, tzinfo=UTC) == later(at, Span("2 d"), PARIS)


def test_a_day_that_begins_at_one_begins_at_one():
    """
    Where the clocks go forward over midnight, the day begins at the first time they show.
    """
    at = beginning(date(2018, 11, 4), ZoneInfo("America/Sao_Paulo"))

    assert datetime(2018, 11, 4, 3, tzinfo=UTC) == at


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        (date(2026, 3, 7), "before never-before"),
        (date(2026, 3, 8), "before earliest"),
        (date(2026, 3, 9), "recommended"),
        (date(2026, 3, 12), "recommended"),
        (date(2026, 3, 13), "after recommended"),
        (date(2026, 3, 16), "after recommended"),
        (date(2026, 3, 17), "overdue"),
    ],
)
def test_a_day_on_the_ladder(day, stands):
    """
    Lower rungs begin with their day, and the day of an upper rung is still in time.
    """
    held = datetime(2026, 3, 2, 17, 30, tzinfo=PARIS)
    rungs = rungs_after(WEEKLY, held, PARIS)

    for hour in (0, 23):
        at = datetime(day.year, day.month, day.day, hour, 59, tzinfo=PARIS)
        assert stands == place(rungs, at, PARIS)


def test_days_are_the_clinic_s_days():
    """
    Held at half past midnight in Paris is still the day before in New York.
    """
    held = datetime(2026, 3, 3, 0, 30, tzinfo=PARIS)

    assert date(2026, 3, 10) == rungs_after(WEEKLY, held, PARIS).earliest
    assert date(2026, 3, 9) == rungs_after(WEEKLY, held, NEW_YORK).earliest


def test_a_ladder_in_hours_stands_by_the_instant():
    """
    Each rung of hours is an instant; the upper ones still count as in time.
    """
    hours = a_spacing("24 h", "36 h", "48 h", "72 h", "96 h")
    held = datetime(2026, 3, 28, 10, tzinfo=PARIS)
    rungs = rungs_after(hours, held, PARIS)

    stood = [
        place(rungs, later(held, Span(f"{n} h"), PARIS), PARIS)
        for n in (23, 24, 36, 48, 72, 96)
    ]
    over = later(held, Span("97 h"), PARIS)

    assert stood == [PLACES[0], PLACES[1], PLACES[2], PLACES[3], PLACES[3], PLACES[4]]
    assert PLACES[5] == place(rungs, over, PARIS)


def test_the_months_of_a_ladder_are_calendar_months():
    """
    From 31 January: recommended from 1 March, overdue after 31 March.
    """
    rungs = rungs_from(MONTHLY, date(2026, 1, 31))

    assert date(2026, 2, 24) == rungs.earliest
    assert date(2026, 3, 1) == rungs.recommended_from
    assert date(2026, 3, 31) == rungs.overdue_after


def test_a_ladder_ends_with_the_calendar():
    """
    It is told, and never breaks off.
    """
    with pytest.raises(Misuse) as fault:
        from_today(rungs_from(WEEKLY, date(2026, 3, 2)), date(9999, 12, 31))
    assert str(fault.value) == (
        "A ladder counted from 9999-12-31 reaches past the end of the calendar."
        " Count it from a day before that."
    )


def test_an_overdue_session_is_counted_from_today():
    """
    As soon as it can be, with the lengths its ladder had.
    """
    rungs = from_today(rungs_from(WEEKLY, date(2026, 3, 2)), date(2026, 4, 1))

    assert date(2026, 4, 1) == rungs.earliest == rungs.recommended_from
    assert date(2026, 4, 4) == rungs.recommended_to
    assert date(2026, 4, 8) == rungs.overdue_after


def test_no_limit_is_written_out():
    """
    A ladder without a last rung is never overdue.
    """
    open_ended = a_spacing("6 d", "7 d", "7 d", "10 d", "no limit")
    rungs = rungs_from(open_ended, date(2026, 3, 2))

    assert rungs.overdue_after is None
    assert PLACES[4] == place(rungs, datetime(2036, 1, 1, tzinfo=UTC), PARIS)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "",
            (
                '"" is not a span of time. Write it as in "7 d", "1 month" or'
                ' "4 weeks - 4 days".'
            ),
        ),
        (
            "-7 d",
            (
                '"-7 d" is not a span of time. Write it as in "7 d", "1 month" or'
                ' "4 weeks - 4 days".'
            ),
        ),
        (
            "4 weeks -",
            (
                '"4 weeks -" is not a span of time. Write it as in "7 d",'
                ' "1 month" or "4 weeks - 4 days".'
            ),
        ),
        (
            "7 mL",
            (
                '"7 mL" is not a span of time. Write it as in "7 d", "1 month" or'
                ' "4 weeks - 4 days".'
            ),
        ),
        ("7", '"7" has no unit. Write the unit in the quotation marks, as in "4.5 mg/kg".'),
        (
            "7 dayz",
            'The unit "dayz" in "7 dayz" is not in the list of units.',
        ),
        (
            "1.5 d",
            (
                '"1.5 d" is not a whole number. Days, weeks and months are counted on'
                " the calendar. Write it in a smaller unit."
            ),
        ),
        (
            "7 d - 4 h",
            (
                '"7 d - 4 h" mixes hours with days. Hours run on instants and days'
                " on the clinic's calendar. Write all of it in hours, or all of it in days,"
                " weeks and months."
            ),
        ),
        (
            "4 days - 1 week",
            '"4 days - 1 week" ends before it begins. Write the longer part first.',
        ),
        (
            "1 month - 29 days",
            '"1 month - 29 days" ends before it begins. Write the longer part first.',
        ),
        (
            "200 years",
            (
                '"200 years" is too long for a course. Write at most 100 years, or'
                " 366 days in hours."
            ),
        ),
    ],
)
def test_a_span_that_cannot_be_is_refused(text, message):
    """
    The whole message says what is the matter and what to write.
    """
    with pytest.raises(InputFault) as fault:
        Span(text)

    assert message == str(fault.value)


def test_a_ladder_out_of_order_is_refused():
    """
    A month is not always longer than 30 days, and the message names a day that shows it.
    """
    with pytest.raises(InputFault) as fault:
        a_spacing("1 d", "1 month", "30 d", "35 d")

    assert (
        'The spacing "weekly" is out of order: earliest "1 month" comes after'
        ' recommended-from "30 d", as counted from 2024-01-01. Write a shorter earliest'
        " or a longer recommended-from."
    ) == str(fault.value)


def test_a_ladder_of_hours_and_days_is_refused():
    """
    Hours and days are not compared.
    """
    with pytest.raises(InputFault) as fault:
        a_spacing("24 h", "2 d", "3 d", "4 d")

    assert (
        'The spacing "weekly" is partly in hours and partly in days. Write all of its'
        " rungs in hours, or all in days, weeks and months."
    ) == str(fault.value)


@pytest.mark.parametrize(
    ("day", "clock", "message"),
    [
        (
            date(2026, 3, 29),
            "02:30",
            (
                '"02:30" on 2026-03-29 does not exist: the clocks go'
                " forward over it. Write a time before or after the change."
            ),
        ),
        (
            date(2026, 10, 25),
            "02:30",
            (
                '"02:30" on 2026-10-25 comes twice: the clocks go'
                " back over it. Write a time before or after the hour that comes twice."
            ),
        ),
        (
            date(2026, 3, 29),
            "25:00",
            '"25:00" is not a time of day. Write it as in "09:30".',
        ),
        (date(2026, 3, 29), "9.30", '"9.30" is not a time of day. Write it as in "09:30".'),
    ],
)
def test_a_local_time_that_cannot_be_is_refused(day, clock, message):
    """
    A time shown twice or never is not guessed.
    """
    with pytest.raises(InputFault) as fault:
        instant_at(day, clock, PARIS)

    assert message == str(fault.value)


def test_a_local_time_that_can_be_is_an_instant():
    """
    Before and after the change of the clocks, and at the end of a day.
    """
    day = date(2026, 3, 29)

    assert datetime(2026, 3, 29, 0, 59, tzinfo=UTC) == instant_at(day, "01:59", PARIS)
    assert datetime(2026, 3, 29, 1, 0, tzinfo=UTC) == instant_at(day, "03:00", PARIS)
    assert datetime(2026, 3, 29, 22, 0, tzinfo=UTC) == instant_at(day, "24:00", PARIS)
    assert minutes("24:00") == 24 * 60


def test_the_end_of_the_calendar_is_said():
    """
    Nothing is counted past the last day there is.
    """
    with pytest.raises(Misuse) as fault:
        day_after(date(9999, 12, 31), Span("1 d"))

    assert ('"1 d" reaches past the end of the calendar. Write a shorter one.') == str(
        fault.value
    )
