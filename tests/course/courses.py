"""
Builders: a course in one line, saying only what matters.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import evolve

from planner.model.course import (
    Absences,
    Apart,
    AtHours,
    Bounds,
    Circumstances,
    ClosedDays,
    Cycle,
    OnWeekdays,
    Opening,
    OpeningHours,
    Period,
    Phase,
    Regimen,
    Season,
    Spacing,
    Span,
    Tested,
    TestTimes,
    Visits,
)
from planner.model.entries.course import SlotDelivered

PARIS = ZoneInfo("Europe/Paris")
AGREED = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
TEST = TestTimes(
    read_from=Span("15 min"),
    read_to=Span("30 min"),
    late_from=Span("24 h"),
    late_to=Span("72 h"),
    valid_for=Span("30 d"),
)


def a_spacing(*rungs, id="weekly"):
    """
    A ladder by its rungs, lowest first.
    """
    never, earliest, first, last, *overdue = rungs
    return Spacing(
        id=id,
        never_before=Span(never),
        earliest=Span(earliest),
        recommended_from=Span(first),
        recommended_to=Span(last),
        overdue_after=Span.limit(overdue[0]) if overdue else None,
        source=("house-choice",),
    )


BEGIN = a_spacing("0 d", "0 d", "1 d", "14 d", "1 month", id="begin")
WEEKLY = a_spacing("6 d", "7 d", "7 d", "10 d", "14 d")
FORTNIGHTLY = a_spacing("10 d", "13 d", "14 d", "18 d", "4 weeks", id="fortnightly")
MONTHLY = a_spacing(
    "21 d", "4 weeks - 4 days", "1 month", "5 weeks", "2 months", id="monthly"
)


def a_phase(id="weekly", count=4, **given):
    """
    A phase of a course.
    """
    usual = {
        "title": id.capitalize(),
        "indication": "pain",
        "spacing": id,
        "late": "go on",
        "source": ("house-choice",),
    }
    return Phase(**{"id": id, "count": count, **usual, **given})


def a_regimen(*phases, spacings=(WEEKLY, FORTNIGHTLY, MONTHLY), begin=BEGIN, **given):
    """
    What a protocol says about a course.
    """
    usual = {
        "protocol": "mesotherapy",
        "version": "2026-1",
        "spacings": (begin, *spacings),
        "phases": phases or (a_phase(),),
        "begin": begin.id,
        "most_sessions": None,
        "within": Span("1 year"),
    }
    return Regimen(**{**usual, **given})


def around(*constraints, **given):
    """
    What a course is planned around.
    """
    usual = {
        "course": "course-1",
        "zone": "Europe/Paris",
        "agreed_on": AGREED,
        "constraints": constraints,
        "visits": Visits(
            every=Span("30 min"), lasts=Span("90 min"), test_lasts=Span("30 min")
        ),
    }
    return Circumstances(**{**usual, **given})


def with_more(circumstances, *constraints):
    """
    The same with more constraints.
    """
    return evolve(circumstances, constraints=(*circumstances.constraints, *constraints))


def _rest(code, hard, given):
    return {"id": code, "code": code, "hard": hard, **given}


def opening(days=WORKDAYS, opens="09:00", closes="18:00", *, hard=True, **given):
    """
    Opening hours.
    """
    hours = tuple(Opening(weekday=day, opens=opens, closes=closes) for day in days)
    return OpeningHours(**_rest("opening-hours", hard, given), openings=hours)


def closed(*days, hard=True, **given):
    """
    Days the clinic is closed.
    """
    return ClosedDays(**_rest("public-holiday", hard, given), closed=days)


def away(first, last, *, hard=True, **given):
    """
    An absence.
    """
    period = Period(first=first, last=last)
    return Absences(**_rest("absence", hard, given), periods=(period,))


def on_days(*days, hard=False, **given):
    """
    Wished days of the week.
    """
    return OnWeekdays(**_rest("weekday", hard, given), weekdays=days)


def at_hours(begins, ends, *, hard=False, **given):
    """
    Wished hours.
    """
    return AtHours(**_rest("hours", hard, given), begins=begins, ends=ends)


def apart(on, before, after, *, hard=True, **given):
    """
    Something else on a day, with its waits.
    """
    rest = _rest("vaccination", hard, given)
    return Apart(**rest, on=on, before=Span(before), after=Span(after))


def bounds(not_before=None, not_after=None, *, hard=True, **given):
    """
    Not before one day and not after another.
    """
    rest = _rest("lot-expiry", hard, given)
    return Bounds(**rest, not_before=not_before, not_after=not_after)


def a_cycle(began_on, *, hard=False, **given):
    """
    Predicted menstruation.
    """
    return Cycle(
        **_rest("menstruation", hard, given),
        began_on=began_on,
        cycle=Span("28 d"),
        lasts=Span("5 d"),
        uncertain=Span("1 d"),
    )


def summer(*, hard=False, **given):
    """
    A season to keep out of.
    """
    rest = _rest("sun", hard, given)
    return Season(**rest, from_month=6, from_day=15, to_month=8, to_day=31)


def a_test(placed, *, negative):
    """
    A skin test that was placed.
    """
    return Tested(placed=placed, negative=negative)


def held(slot, at):
    """
    A session that was held.
    """
    return SlotDelivered(slot=slot, session=f"session-{slot}", at=at)


def morning(day, hour=9):
    """
    An instant of a local morning.
    """
    return datetime(day.year, day.month, day.day, hour, tzinfo=PARIS).astimezone(UTC)


def days_of(plan):
    """
    The days of the slots of a plan.
    """
    return [slot.day for slot in plan.slots]


def some_days(first, *gaps):
    """
    Days by the gaps between them.
    """
    days = [first]
    for gap in gaps:
        days.append(days[-1] + timedelta(days=gap))
    return days
