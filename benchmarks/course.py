"""Measure how long a course takes to plan, each shape against its bound.

python benchmarks/course.py            prints medians and worst times
python benchmarks/course.py --check    also ends with 1 where a figure is over its bound
"""

from __future__ import annotations

import statistics
import sys
import time
from datetime import UTC, date, datetime, timedelta

from attrs import evolve

from planner.course.planning import plan_course
from planner.course.replanning import replan
from planner.model.course import (
    Absences,
    Apart,
    AtHours,
    AtMost,
    Bounds,
    Circumstances,
    ClosedDays,
    Conflict,
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

ROUNDS = 20
NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")


def spacing(name, *rungs):
    never, earliest, first, last, overdue = rungs
    return Spacing(
        id=name,
        never_before=Span(never),
        earliest=Span(earliest),
        recommended_from=Span(first),
        recommended_to=Span(last),
        overdue_after=Span.limit(overdue),
        source=("house-choice",),
    )


SPACINGS = (
    spacing("begin", "0 d", "0 d", "1 d", "14 d", "1 month"),
    spacing("weekly", "6 d", "7 d", "7 d", "10 d", "14 d"),
    spacing("fortnightly", "10 d", "13 d", "14 d", "18 d", "4 weeks"),
    spacing("monthly", "21 d", "24 d", "1 month", "5 weeks", "2 months"),
    spacing("open", "21 d", "24 d", "1 month", "5 weeks", "no limit"),
)
TEST = TestTimes(
    read_from=Span("15 min"),
    read_to=Span("30 min"),
    late_from=Span("24 h"),
    late_to=Span("72 h"),
    valid_for=Span("30 d"),
)


def regimen(*phases, test=TEST):
    return Regimen(
        protocol="mesotherapy",
        version="2026-1",
        spacings=SPACINGS,
        phases=tuple(
            Phase(
                id=name,
                title=name,
                indication="any",
                spacing=name,
                count=count,
                late="go on",
                source=("house-choice",),
            )
            for name, count in phases
        ),
        begin="begin",
        most_sessions=None,
        within=Span("2 years"),
        test=test,
    )


def away(name, first, last, *, hard=True):
    period = Period(first=first, last=last)
    return Absences(id=name, code="absence", hard=hard, periods=(period,))


def ten(*, hard):
    """Ten constraints as one patient and clinic have them."""
    also = {"code": "x", "hard": hard}
    return (
        OpeningHours(
            id="hours",
            code="opening-hours",
            hard=True,
            openings=tuple(
                Opening(weekday=day, opens="09:00", closes="18:00") for day in WORKDAYS
            ),
        ),
        ClosedDays(
            id="holidays",
            code="public-holiday",
            hard=True,
            closed=(
                date(2026, 4, 6),
                date(2026, 5, 1),
                date(2026, 5, 8),
                date(2026, 5, 14),
            ),
        ),
        away("trip", date(2026, 4, 13), date(2026, 4, 17)),
        Apart(
            id="vaccination",
            code="vaccination",
            hard=True,
            on=date(2026, 3, 20),
            before=Span("7 d"),
            after=Span("7 d"),
        ),
        Bounds(
            id="lot",
            code="lot-expiry",
            hard=True,
            not_before=None,
            not_after=date(2027, 10, 1),
        ),
        OnWeekdays(id="weekdays", weekdays=("tuesday", "thursday"), **also),
        AtHours(id="at", begins="14:00", ends="17:00", **also),
        Cycle(
            id="cycle",
            code="menstruation",
            hard=False,
            weight=2,
            began_on=date(2026, 2, 20),
            cycle=Span("28 d"),
            lasts=Span("5 d"),
            uncertain=Span("1 d"),
        ),
        Season(
            id="sun",
            code="sun",
            hard=False,
            from_month=6,
            from_day=15,
            to_month=8,
            to_day=31,
        ),
        away("stress", date(2026, 5, 11), date(2026, 5, 29), hard=False),
    )


def around(*constraints, **more):
    return Circumstances(
        course="course-1",
        zone="Europe/Paris",
        agreed_on=date(2026, 3, 2),
        constraints=constraints,
        visits=Visits(
            every=Span("30 min"), lasts=Span("90 min"), test_lasts=Span("30 min")
        ),
        **more,
    )


MIXED = regimen(("weekly", 4), ("fortnightly", 2), ("monthly", 6))
LONG = regimen(("monthly", 12))
OPEN = regimen(("open", 12))
UNTESTED = regimen(("weekly", 4), ("fortnightly", 2), ("monthly", 6), test=None)
USUAL = around(*ten(hard=False))
SATURDAYS = around(
    *ten(hard=False)[:-5],
    OnWeekdays(id="never", code="weekday", hard=False, weekdays=("saturday",)),
    AtHours(id="early", code="hours", hard=False, begins="06:00", ends="07:00"),
    *ten(hard=False)[-3:],
)
LIMITED = around(
    *ten(hard=False)[:-1],
    AtMost(id="dose", code="dose", hard=True, sessions=3, over=Span("30 d")),
)
FEW = around(
    *ten(hard=True),
    away("long", date(2026, 3, 20), date(2026, 4, 30)),
    away("longer", date(2026, 5, 1), date(2026, 6, 30)),
)
SEVEN = around(*ten(hard=True)[:7], away("long", date(2026, 3, 20), date(2026, 4, 30)))
THOUSAND = around(
    *ten(hard=False),
    Absences(
        id="thousand",
        code="absence",
        hard=True,
        periods=tuple(
            Period(
                first=date(2026, 3, 5) + timedelta(days=3 * n),
                last=date(2026, 3, 5) + timedelta(days=3 * n),
            )
            for n in range(1000)
        ),
    ),
)
STORY = (
    SlotDelivered(slot=1, session="s1", at=datetime(2026, 3, 3, 14, tzinfo=UTC)),
    SlotDelivered(slot=2, session="s2", at=datetime(2026, 3, 13, 14, tzinfo=UTC)),
)

HELD = evolve(
    USUAL, tested=Tested(placed=datetime(2026, 3, 2, 14, tzinfo=UTC), negative=True)
)

SHAPES = (
    ("12 sessions, 10 constraints", 20, lambda: plan_course(MIXED, USUAL, now=NOW)),
    ("12 monthly, 10 constraints", 20, lambda: plan_course(LONG, USUAL, now=NOW)),
    ("12 without a last day", 20, lambda: plan_course(OPEN, USUAL, now=NOW)),
    ("12 without skin tests", 20, lambda: plan_course(UNTESTED, USUAL, now=NOW)),
    ("12, wishes never kept", 20, lambda: plan_course(MIXED, SATURDAYS, now=NOW)),
    ("12, a limit over time", 20, lambda: plan_course(MIXED, LIMITED, now=NOW)),
    (
        "12, readings of their own",
        20,
        lambda: plan_course(MIXED, evolve(USUAL, reading_lead=Span("24 h")), now=NOW),
    ),
    ("12, a thousand absences", 20, lambda: plan_course(MIXED, THOUSAND, now=NOW)),
    ("smallest conflict, 8 hard", 200, lambda: plan_course(MIXED, SEVEN, now=NOW)),
    ("conflict, 12 constraints", 200, lambda: plan_course(MIXED, FEW, now=NOW)),
)


def milliseconds(function):
    """Take one run's time."""
    begins = time.perf_counter()
    function()
    return (time.perf_counter() - begins) * 1e3


def main():
    """Print every shape with its bound; say which is over."""
    plan = plan_course(MIXED, USUAL, now=NOW)
    now = datetime(2026, 3, 14, 8, tzinfo=UTC)
    shapes = [
        *SHAPES,
        ("re-plan after two", 20, lambda: replan(plan, STORY, MIXED, HELD, now=now)),
    ]
    over = []
    for name, bound, function in shapes:
        took = [milliseconds(function) for _ in range(ROUNDS)]
        median = statistics.median(took)
        told = function()
        what = "no plan" if isinstance(told, Conflict) else "plan"
        print(f"{name:28} {median:8.2f} ms  worst {max(took):8.2f}  bound {bound}  {what}")
        if median > bound:
            over.append(name)
    if over and "--check" in sys.argv:
        print("over its bound:", ", ".join(over))
        sys.exit(1)


if __name__ == "__main__":
    main()
