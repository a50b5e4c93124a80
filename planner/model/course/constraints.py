"""
What the dates of a course must respect, and what they should.

Each has an id, the code of its reason, whether it is hard, the weight of a soft one, and
whether it binds the visits of a skin test too. A date that misses a hard one is never
planned; a soft one is kept where it can be.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from attrs import field

from planner.errors import InputFault, nearest
from planner.model.course.spacing import Span
from planner.model.frozen import frozen

WEEKDAYS = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
_HOUR = 60
_MONTHS = 12
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _backwards(first: object, last: object) -> InputFault:
    return InputFault(
        f'"{last}" is before "{first}".', now="Write the earlier of the two first."
    )


def _known(days: tuple[str, ...]) -> None:
    for day in days:
        if day not in WEEKDAYS:
            raise InputFault(f'"{day}" is not a day of the week.' + nearest(day, WEEKDAYS))


@lru_cache(maxsize=4096)
def minutes(clock: str) -> int:
    """
    Read a time of day such as "09:30" as minutes since midnight; "24:00" ends a day.

    Raises:
        InputFault: It is not a time of day.
    """
    hours, colon, rest = clock.partition(":")
    good = bool(colon) and all(
        len(part) == len("00") and part.isascii() and part.isdigit()
        for part in (hours, rest)
    )
    if good:
        told = int(hours) * _HOUR + int(rest)
        if int(rest) < _HOUR and told <= 24 * _HOUR:
            return told
    raise InputFault(f'"{clock}" is not a time of day.', now='Write it as in "09:30".')


@frozen(kw_only=True)
class Opening:
    """
    When the clinic is open on one day of the week, from one time to another.
    """

    weekday: str
    opens: str
    closes: str

    def __attrs_post_init__(self) -> None:
        """
        Check the day and the order of the times.
        """
        _known((self.weekday,))
        if minutes(self.closes) <= minutes(self.opens):
            raise _backwards(self.opens, self.closes)


@frozen(kw_only=True)
class Period:
    """
    Days from one to another, both included.
    """

    first: date
    last: date

    def __attrs_post_init__(self) -> None:
        """
        Check their order.
        """
        if self.last < self.first:
            raise _backwards(self.first, self.last)


@frozen(kw_only=True)
class _Constraint:
    id: str
    code: str
    hard: bool
    weight: int = field(default=1)
    for_tests: bool = True

    @weight.validator
    def _positive(self, _: object, weight: int) -> None:
        if weight < 1:
            raise InputFault(
                f'The weight of "{self.id}" is {weight}.', now="Write 1 or more."
            )


@frozen(kw_only=True)
class OpeningHours(_Constraint):
    """
    A visit begins and ends within one opening of its day.
    """

    openings: tuple[Opening, ...]


@frozen(kw_only=True)
class ClosedDays(_Constraint):
    """
    No visit on these days: public holidays, closures.
    """

    closed: tuple[date, ...]


@frozen(kw_only=True)
class Absences(_Constraint):
    """
    No visit in these periods: absences, stress, sun, an infection's course.
    """

    periods: tuple[Period, ...]


@frozen(kw_only=True)
class OnWeekdays(_Constraint):
    """
    A visit falls on one of these days of the week.
    """

    weekdays: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        """
        Check the names of the days.
        """
        _known(self.weekdays)


@frozen(kw_only=True)
class AtHours(_Constraint):
    """
    A visit begins at one of these times of day: from the first until before the last.
    """

    begins: str
    ends: str

    def __attrs_post_init__(self) -> None:
        """
        Check their order.
        """
        if minutes(self.ends) <= minutes(self.begins):
            raise _backwards(self.begins, self.ends)


@frozen(kw_only=True)
class Apart(_Constraint):
    """
    A visit keeps apart from something else that happens on a day: `before` is the wait
    from it to a visit, `after` the wait from a visit to it, in days or longer.
    """

    on: date
    before: Span
    after: Span

    def __attrs_post_init__(self) -> None:
        """
        Check that both waits are counted in days.
        """
        for span in (self.before, self.after):
            if span.clock:
                raise InputFault(
                    f'"{span}" in "{self.id}" is not counted in days.',
                    now="Write it in days, weeks or months.",
                )


@frozen(kw_only=True)
class Bounds(_Constraint):
    """
    A visit is not before one day and not after another: an infection, a freshness, a lot.
    """

    not_before: date | None
    not_after: date | None

    def __attrs_post_init__(self) -> None:
        """
        Check their order.
        """
        if self.not_before and self.not_after and self.not_after < self.not_before:
            raise _backwards(self.not_before, self.not_after)


@frozen(kw_only=True)
class Cycle(_Constraint):
    """
    A visit keeps out of predicted menstruation.

    `uncertain` is how many days one cycle may come earlier or later; it adds up from
    cycle to cycle, and where two predictions meet nothing is predicted any more.
    """

    began_on: date
    cycle: Span
    lasts: Span
    uncertain: Span

    def __attrs_post_init__(self) -> None:
        """
        Check that all is in days, and that a cycle is longer than what it holds.
        """
        for span in (self.cycle, self.lasts, self.uncertain):
            if span.clock or span.months:
                raise InputFault(
                    f'"{span}" in "{self.id}" is not counted in days.',
                    now="Write it in days or weeks.",
                )
        if not 0 < self.lasts.days < self.cycle.days:
            raise InputFault(
                f'"{self.lasts}" out of a cycle of "{self.cycle}" cannot be.',
                now="Write how long it lasts, and from one beginning to the next.",
            )


@frozen(kw_only=True)
class Season(_Constraint):
    """
    A visit keeps out of a season, from one month and day to another, each year.
    """

    from_month: int
    from_day: int
    to_month: int
    to_day: int

    def __attrs_post_init__(self) -> None:
        """
        Check that both days are on the calendar.
        """
        for month, day in (
            (self.from_month, self.from_day),
            (self.to_month, self.to_day),
        ):
            if not (1 <= month <= _MONTHS and 1 <= day <= _LONGEST[month - 1]):
                raise InputFault(
                    f'Month {month}, day {day} in "{self.id}" is not on the calendar.',
                    now='Write a month and a day that exist, as in "06-15".',
                )


@frozen(kw_only=True)
class AtMost(_Constraint):
    """
    At most so many sessions fall within a span, such as a limit of a substance allows.
    """

    sessions: int
    over: Span

    def __attrs_post_init__(self) -> None:
        """
        Check the number, that it counts in days, and that it is hard.
        """
        if self.sessions < 1 or self.over.clock or not self.hard:
            raise InputFault(
                f'"{self.id}" is not a number of sessions over days.',
                now="Write 1 session or more, a span in days or longer, and keep it hard.",
            )


Constraint = (
    OpeningHours
    | ClosedDays
    | Absences
    | OnWeekdays
    | AtHours
    | Apart
    | Bounds
    | Cycle
    | Season
    | AtMost
)
