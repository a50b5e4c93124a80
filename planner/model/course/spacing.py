"""
Spans as people write them, and the ladder of a session counted in them.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

from planner.errors import InputFault
from planner.model.frozen import frozen
from planner.model.quantity import TIME_DIMENSIONS, Quantity, on_calendar

NO_LIMIT = "no limit"

_SIGN = re.compile(r"\s*([+-])\s*")
_MOST_MONTHS = 1200
_IN_EVERY_MONTH = 28
_MOST_DAYS = 36600
_MOST_SECONDS = 366 * 86400
# The days of a leap cycle from which months differ in length: every day that each month has
# counts as its first does.
_A_LEAP_CYCLE = tuple(
    day
    for day in (date(2024, 1, 1) + timedelta(days=n) for n in range(1461))
    if day.day == 1 or day.day > _IN_EVERY_MONTH
)
_AS_IN = 'Write it as in "7 d", "1 month" or "4 weeks - 4 days".'


@lru_cache(maxsize=256)
def _lengths(months: int) -> tuple[int, ...]:
    # How many days so many months are, from each day of a leap cycle.
    span = Quantity.of(f"{months} month")
    return tuple((on_calendar(day, span) - day).days for day in _A_LEAP_CYCLE)


@lru_cache(maxsize=256)
def _day_over(months: int, others: int, by: int) -> date | None:
    # A day from which so many months are more days longer than others. A protocol's few
    # ladders are built anew each time it is read.
    own, other = _lengths(months), _lengths(others)
    for day, mine, theirs in zip(_A_LEAP_CYCLE, own, other, strict=True):
        if mine - theirs > by:
            return day
    return None


@lru_cache(maxsize=1024)
def _parts(text: str) -> tuple[tuple[str, Quantity], ...]:
    first, *rest = _SIGN.split(text.strip())
    parts = []
    for sign, term in (("+", first), *zip(rest[::2], rest[1::2], strict=True)):
        if not term[:1].isdigit():
            raise InputFault(f'"{text}" is not a span of time.', now=_AS_IN)
        part = Quantity.of(term)
        if part.dimension not in TIME_DIMENSIONS:
            raise InputFault(f'"{term}" is not a span of time.', now=_AS_IN)
        if part.measure != int(part.measure):
            raise InputFault(
                f'"{term}" is not a whole number.',
                why="Days, weeks and months are counted on the calendar.",
                now="Write it in a smaller unit.",
            )
        parts.append((sign, part))
    return tuple(parts)


@lru_cache(maxsize=1024)
def _terms(text: str) -> tuple[int, int, int, bool]:
    # Months, days, seconds, and whether it runs on the clock instead of the calendar.
    months = days = seconds = 0
    kinds = set()
    for sign, part in _parts(text):
        signed = int(part.measure) if sign == "+" else -int(part.measure)
        months += signed if part.dimension == "months" else 0
        days += signed if part.dimension == "days" else 0
        seconds += signed if part.dimension == "time" else 0
        kinds.add(part.dimension == "time")
    if len(kinds) > 1:
        raise InputFault(
            f'"{text}" mixes hours with days.',
            why="Hours run on instants and days on the clinic's calendar.",
            now="Write all of it in hours, or all of it in days, weeks and months.",
        )
    _believable(text, months, days, seconds)
    return months, days, seconds, kinds.pop()


def _believable(text: str, months: int, days: int, seconds: int) -> None:
    if abs(months) > _MOST_MONTHS or abs(days) > _MOST_DAYS or seconds > _MOST_SECONDS:
        raise InputFault(
            f'"{text}" is too long for a course.',
            now="Write at most 100 years, or 366 days in hours.",
        )
    shortest = seconds or days
    if months > 0 and days < 0:
        shortest = min(_lengths(months)) + days
    if months < 0 or shortest < 0:
        raise InputFault(
            f'"{text}" ends before it begins.', now="Write the longer part first."
        )


@frozen(cache_hash=True)
class Span:
    """
    A length of time as people write it: a sum such as "7 d", "1 month", "4 weeks - 4 days".

    Months count before days, whatever the order written.

    Raises:
        InputFault: It does not read, mixes hours with days, or ends before it begins.
    """

    text: str

    def __attrs_post_init__(self) -> None:
        """
        Read it, so that what does not read is never built.
        """
        _terms(self.text)

    @property
    def terms(self) -> tuple[tuple[str, Quantity], ...]:
        """
        Its parts as they were written, each with the sign before it.
        """
        return _parts(self.text)

    @property
    def months(self) -> int:
        """
        The months of it.
        """
        return _terms(self.text)[0]

    @property
    def days(self) -> int:
        """
        The days of it, weeks included.
        """
        return _terms(self.text)[1]

    @property
    def seconds(self) -> int:
        """
        The seconds of it, hours and minutes included.
        """
        return _terms(self.text)[2]

    @property
    def clock(self) -> bool:
        """
        Whether it runs on instants, in hours and minutes, and not on the calendar.
        """
        return _terms(self.text)[3]

    @staticmethod
    def limit(text: str) -> Span | None:
        """
        Read a span that may also be written "no limit", which is none.
        """
        return None if text == NO_LIMIT else Span(text)

    def over(self, longer: Span) -> date | None:
        """
        Find a day from which this span is longer than the other; none where it never is.
        """
        if self.clock:
            return _A_LEAP_CYCLE[0] if self.seconds > longer.seconds else None
        if self.months == longer.months:
            return _A_LEAP_CYCLE[0] if self.days > longer.days else None
        return _day_over(self.months, longer.months, longer.days - self.days)

    def __str__(self) -> str:
        return self.text


@frozen(kw_only=True)
class Spacing:
    """
    The ladder: when a session may, should and must fall, counted from the one before.

    `overdue_after` is none where the protocol writes "no limit".

    Raises:
        InputFault: The rungs are out of order, or some are in hours and some in days.
    """

    id: str
    never_before: Span
    earliest: Span
    recommended_from: Span
    recommended_to: Span
    overdue_after: Span | None
    source: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        """
        Check the order of the rungs, from every day of a leap cycle.
        """
        rungs = self.rungs
        if len({rung.clock for _, rung in rungs}) > 1:
            raise InputFault(
                f'The spacing "{self.id}" is partly in hours and partly in days.',
                now="Write all of its rungs in hours, or all in days, weeks and months.",
            )
        for (lower, span), (upper, longer) in pairwise(rungs):
            day = span.over(longer)
            if day is not None:
                raise InputFault(
                    f'The spacing "{self.id}" is out of order: {lower} "{span}" comes'
                    f' after {upper} "{longer}", as counted from {day.isoformat()}.',
                    now=f"Write a shorter {lower} or a longer {upper}.",
                )

    @property
    def rungs(self) -> tuple[tuple[str, Span], ...]:
        """
        The rungs with their names, lowest first.
        """
        named = (
            ("never-before", self.never_before),
            ("earliest", self.earliest),
            ("recommended-from", self.recommended_from),
            ("recommended-to", self.recommended_to),
        )
        if self.overdue_after is None:
            return named
        return (*named, ("overdue-after", self.overdue_after))

    @property
    def clock(self) -> bool:
        """
        Whether it counts in hours.
        """
        return self.earliest.clock
