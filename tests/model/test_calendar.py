"""
Spans: minutes run on UTC instants, days on the clinic's calendar, months on months.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.errors import Misuse
from planner.model.quantity import Quantity, after, on_calendar

PARIS = ZoneInfo("Europe/Paris")
SUMMER = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("day", "span", "ends"),
    [
        (date(2026, 1, 31), "1 month", date(2026, 3, 1)),
        (date(2028, 1, 31), "1 month", date(2028, 3, 1)),
        (date(2026, 1, 28), "1 month", date(2026, 2, 28)),
        (date(2026, 3, 31), "1 month", date(2026, 5, 1)),
        (date(2026, 12, 31), "2 month", date(2027, 3, 1)),
        (date(2026, 11, 30), "3 month", date(2027, 3, 1)),
        (date(2028, 2, 29), "1 year", date(2029, 3, 1)),
        (date(2028, 2, 29), "4 year", date(2032, 2, 29)),
        (date(2008, 2, 29), "18 year", date(2026, 3, 1)),
        (date(2026, 12, 31), "1 d", date(2027, 1, 1)),
        (date(2026, 2, 28), "1 d", date(2026, 3, 1)),
        (date(2028, 2, 28), "1 d", date(2028, 2, 29)),
        (date(2026, 10, 24), "1 week", date(2026, 10, 31)),
    ],
)
def test_a_span_on_the_calendar(day, span, ends):
    """
    A day that does not exist rolls to the first of the next month.
    """
    assert ends == on_calendar(day, Quantity.of(span))


def test_hours_are_not_counted_on_the_calendar():
    """
    Twenty-four hours are not a day.
    """
    with pytest.raises(Misuse) as caught:
        on_calendar(date(2026, 3, 4), Quantity.of("24 h"))

    assert (
        str(caught.value) == '"24 h" is not a span of days. '
        'Write it in days, weeks, months or years, as in "7 d".'
    )


@pytest.mark.parametrize(
    ("at", "ends"),
    [
        # The clocks go back at 03:00 on 25 October 2026.
        (
            datetime(2026, 10, 25, 1, 50, tzinfo=SUMMER),
            datetime(2026, 10, 25, 1, 20, tzinfo=UTC),
        ),
        # They went forward at 02:00 on 29 March 2026.
        (
            datetime(2026, 3, 29, 0, 45, tzinfo=UTC),
            datetime(2026, 3, 29, 2, 15, tzinfo=UTC),
        ),
    ],
)
def test_minutes_pass_alike_when_the_clocks_change(at, ends):
    """
    01:50 in summer plus 90 minutes is 02:20 in winter.
    """
    assert ends == after(at, Quantity.of("90 min"), PARIS)


def test_minutes_pass_alike_for_an_instant_told_in_its_zone():
    """
    The same holds when the instant itself names its zone: 02:20, not 03:20.
    """
    at = datetime(2026, 10, 25, 1, 50, tzinfo=PARIS)

    ends = after(at, Quantity.of("90 min"), PARIS)

    assert "2026-10-25T02:20:00+01:00" == ends.isoformat()
    assert timedelta(minutes=90) == ends.astimezone(UTC) - at.astimezone(UTC)


@pytest.mark.parametrize(
    ("at", "span", "ends"),
    [
        # Day 7 begins at local midnight, however late the first evening was.
        ("2026-03-02T23:30+01:00", "7 d", "2026-03-09T00:00+01:00"),
        # 23:30 UTC is the next local day already.
        ("2026-03-02T23:30+00:00", "7 d", "2026-03-10T00:00+01:00"),
        # A day of 25 hours, and one of 23.
        ("2026-10-24T12:00+02:00", "1 d", "2026-10-25T00:00+02:00"),
        ("2026-10-25T12:00+01:00", "1 d", "2026-10-26T00:00+01:00"),
        ("2026-10-25T00:30+02:00", "1 d", "2026-10-26T00:00+01:00"),
        ("2026-03-29T00:30+01:00", "1 d", "2026-03-30T00:00+02:00"),
    ],
)
def test_days_are_local_days(at, span, ends):
    """
    Days end at local midnight, also when a day has 23 or 25 hours.
    """
    found = after(datetime.fromisoformat(at), Quantity.of(span), PARIS)

    assert datetime.fromisoformat(ends) == found


def test_an_instant_keeps_its_own_zone():
    """
    What is answered is told in the zone of the question.
    """
    at = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)

    assert UTC == after(at, Quantity.of("7 d"), PARIS).tzinfo
    assert UTC == after(at, Quantity.of("7 h"), PARIS).tzinfo


def test_a_dose_is_no_span():
    """
    Milligrams do not pass.
    """
    with pytest.raises(Misuse):
        after(datetime(2026, 3, 2, tzinfo=UTC), Quantity.of("5 mg"), PARIS)


@pytest.mark.parametrize("span", ["999999999999 h", "99999 year", "999999999 d"])
def test_a_span_past_the_calendar_is_misuse(span):
    """
    A span that ends after the last year there is is told, like any other mistake.
    """
    with pytest.raises(Misuse):
        after(datetime(2026, 3, 2, tzinfo=UTC), Quantity.of(span), PARIS)


@given(
    at=st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    days=st.integers(0, 400),
)
def test_a_span_of_days_never_ends_later_than_its_hours_would(at, days):
    """
    Day rules reach local midnight: never after, and by less than 26 hours before.
    """
    ends = after(at, Quantity.of(f"{days} d"), PARIS)
    hours = at + timedelta(days=days)

    assert ends <= hours + timedelta(hours=1)
    assert hours - ends < timedelta(hours=26)


@given(
    at=st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    minutes=st.integers(0, 100_000),
)
def test_minutes_add_up(at, minutes):
    """
    A span of minutes ends exactly so many minutes later.
    """
    ends = after(at, Quantity.of(f"{minutes} min"), PARIS)

    assert timedelta(minutes=minutes) == ends - at
