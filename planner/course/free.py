"""
Free instants: when a visit may begin, and when the skin test before it is placed and read.

A begin is one of the clinic's steps of the day, counted from midnight; a local time that
the clocks skip or show twice is never offered. Days are ordinals and instants are seconds
counted from the first of them, so that a search compares whole numbers.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, NamedTuple

from planner.course.constraints import (
    missed_days,
    misses_minute,
    runs_on_clock,
)
from planner.course.dates import day_after, instant_at
from planner.errors import InputFault
from planner.model.course import WEEKDAYS
from planner.model.quantity import DAY_AND_NIGHT, UNITS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from planner.model.course import Circumstances, Constraint, TestTimes

DAY = int(DAY_AND_NIGHT.measure)
MINUTE = int(UNITS["min"].factor)
NO_TEST = -1
_FIRST_DAY = datetime(1, 1, 1, tzinfo=UTC) - timedelta(days=1)
_A_SECOND = timedelta(seconds=1)


def seconds_of(at: datetime) -> int:
    """
    An instant as whole seconds, rounded up.
    """
    return -((_FIRST_DAY - at) // _A_SECOND)


def instant_of(second: int) -> datetime:
    """
    Whole seconds as an instant, in UTC.
    """
    return _FIRST_DAY + timedelta(seconds=second)


class Choice(NamedTuple):
    """
    One begin of a visit: the wishes it misses by weight and number, and its new test.
    """

    second: int
    day: int
    weight: int
    count: int
    test: int = NO_TEST
    read: int = NO_TEST
    test_day: int = NO_TEST


class MissedDays:
    """
    The days each constraint is missed on, worked out once for all searches.
    """

    def __init__(
        self, constraints: tuple[Constraint, ...], first: date, last: date
    ) -> None:
        self.first = first
        self.last = last
        self.days = {each.id: missed_days(each, first, last) for each in constraints}


class Free:
    """
    The free begins of every day, for some of the constraints.
    """

    def __init__(
        self,
        circumstances: Circumstances,
        test: TestTimes | None,
        constraints: Iterable[Constraint],
        missed: MissedDays,
        *,
        zone: tzinfo,
        now: datetime,
    ) -> None:
        self.test = test
        self.lead = circumstances.reading_lead
        self.now = seconds_of(now)
        self.zone = zone
        self.last = missed.last.toordinal()
        held = [each for each in constraints if each.hard]
        wished = [each for each in constraints if not each.hard]
        self.blocked = frozenset[int]().union(*(missed.days[each.id] for each in held))
        for_tests = [each for each in held if each.for_tests]
        self._test_blocked = frozenset[int]().union(
            *(missed.days[each.id] for each in for_tests)
        )
        self.soft = _wishes(wished, missed)
        visits = circumstances.visits
        step = visits.every.seconds // MINUTE
        self.times = _times(held, wished, step, visits.lasts.seconds // MINUTE)
        self._test_times = _times(for_tests, (), step, visits.test_lasts.seconds // MINUTE)
        self.least = tuple(
            min(((weight, count) for _, weight, count in day), default=None)
            for day in self.times
        )
        self._all: dict[int, tuple[Choice, ...]] = {}
        self._plain: dict[int, tuple[Choice, ...]] = {}
        self._tested: dict[tuple[int, bool], tuple[Choice, ...]] = {}
        self._tests: dict[int, list[int]] = {}
        self._until: dict[int, int] = {}

    def weekday(self, day: int) -> int:
        """
        The day of the week of an ordinal, Monday first.
        """
        return (day - 1) % len(WEEKDAYS)

    def every(self, day: int) -> tuple[Choice, ...]:
        """
        Every begin on a day that meets what is hard and is not past, earliest first.
        """
        found = self._all.get(day)
        if found is None:
            weight, count = self.soft.get(day, (0, 0))
            found = tuple(
                Choice(second, day, weight + heavier, count + more)
                for second, heavier, more in self._seconds(day, self.times)
                if second >= self.now and day not in self.blocked
            )
            self._all[day] = found
        return found

    def plain(self, day: int) -> tuple[Choice, ...]:
        """
        The begins of a day that no earlier begin is as good as.
        """
        found = self._plain.get(day)
        if found is None:
            best: list[Choice] = []
            for each in self.every(day):
                if not best or each[_WEIGHT:_TEST] < best[-1][_WEIGHT:_TEST]:
                    best.append(each)
            found = self._plain[day] = tuple(best)
        return found

    def tested(self, day: int, *, exact: bool) -> tuple[Choice, ...]:
        """
        The begins of a day with the latest skin test before each; all of them if `exact`,
        else those that no earlier begin is as good as.
        """
        found = self._tested.get((day, exact))
        if found is None:
            best: list[Choice] = []
            for each in self.every(day):
                new = self._with_test(each)
                if new is not None and (exact or not _beaten(new, best)):
                    best.append(new)
            found = self._tested[day, exact] = tuple(best)
        return found

    def counts_until(self, test_day: int) -> int:
        """
        The last day on which a test placed on a day counts.
        """
        found = self._until.get(test_day)
        if found is None:
            assert self.test is not None
            span = self.test.valid_for
            found = day_after(date.fromordinal(test_day), span).toordinal()
            self._until[test_day] = found
        return found

    def reading_of(self, placed: int, begin: int) -> int:
        """
        When a test placed at an instant is read late for a visit; `NO_TEST` if it cannot.

        Without a lead it is read as the visit begins, else on a visit of its own.
        """
        assert self.test is not None
        low = placed + self.test.late_from.seconds
        high = placed + self.test.late_to.seconds
        if self.lead is None:
            return begin if low <= begin <= high else NO_TEST
        return self._latest(low, min(high, begin - self.lead.seconds))

    def _with_test(self, choice: Choice) -> Choice | None:
        assert self.test is not None
        low, high = self.test.late_to.seconds, self.test.late_from.seconds
        read = choice.second
        if self.lead is not None:
            read = self._latest(self.now, choice.second - self.lead.seconds)
        while read >= self.now and read != NO_TEST:
            placed = self._latest(max(read - low, self.now), read - high)
            if placed != NO_TEST:
                day = self._day_of(placed)
                if self.counts_until(day) < choice.day:
                    return None
                return choice._replace(test=placed, read=read, test_day=day)
            if self.lead is None:
                return None
            read = self._latest(self.now, read - 1)
        return None

    def _day_of(self, second: int) -> int:
        return instant_of(second).astimezone(self.zone).date().toordinal()

    def _latest(self, low: int, high: int) -> int:
        # The latest begin of a test's visit between two instants, both included.
        if high < max(low, self.now):
            return NO_TEST
        first, day = self._day_of(max(low, self.now)), self._day_of(high)
        while day >= first:
            for second in reversed(self._test_seconds(day)):
                if second <= high:
                    if second < max(low, self.now):
                        return NO_TEST
                    return second
            day -= 1
        return NO_TEST

    def _test_seconds(self, day: int) -> list[int]:
        found = self._tests.get(day)
        if found is None:
            found = []
            if day not in self._test_blocked:
                found = [second for second, _, _ in self._seconds(day, self._test_times)]
            self._tests[day] = found
        return found

    def _seconds(self, day: int, times: _Times) -> list[tuple[int, int, int]]:
        today = date.fromordinal(day)
        offset = _offset(today, self.zone)
        told = times[self.weekday(day)]
        if offset == _offset(today + timedelta(days=1), self.zone):
            begins = day * DAY - offset
            return [(begins + m * MINUTE, weight, count) for m, weight, count in told]
        found = []
        for minute, weight, count in told:
            hours, rest = divmod(minute, DAY // MINUTE // _HOURS)
            try:
                at = instant_at(today, f"{hours:02d}:{rest:02d}", self.zone)
            except InputFault:
                continue
            found.append((seconds_of(at), weight, count))
        return found


_Times = tuple[tuple[tuple[int, int, int], ...], ...]
_WEIGHT = Choice._fields.index("weight")
_TEST = Choice._fields.index("test")
_HOURS = DAY // int(UNITS["h"].factor)


def _offset(day: date, zone: tzinfo) -> int:
    ahead = datetime.combine(day, time(), tzinfo=zone).utcoffset()
    return (ahead or timedelta(0)) // _A_SECOND


def _beaten(new: Choice, others: list[Choice]) -> bool:
    cost = new[_WEIGHT:_TEST]
    return any(
        each[_WEIGHT:_TEST] <= cost and each.test_day >= new.test_day for each in others
    )


def _wishes(
    wished: list[Constraint], missed: MissedDays
) -> dict[int, tuple[int, int]]:
    # What each day misses of the wishes about days: their weight together, and how many.
    soft: dict[int, tuple[int, int]] = {}
    for each in wished:
        if not runs_on_clock(each):
            for day in missed.days[each.id]:
                weight, count = soft.get(day, (0, 0))
                soft[day] = weight + each.weight, count + 1
    return soft


def _times(
    held: Iterable[Constraint], wished: Iterable[Constraint], step: int, lasts: int
) -> _Times:
    clocked = [each for each in held if runs_on_clock(each)]
    wishes = [each for each in wished if runs_on_clock(each)]
    days = []
    for weekday in range(len(WEEKDAYS)):
        day = []
        for minute in range(0, DAY // MINUTE, step):
            if any(misses_minute(each, weekday, minute, lasts) for each in clocked):
                continue
            missing = [
                each.weight
                for each in wishes
                if misses_minute(each, weekday, minute, lasts)
            ]
            day.append((minute, sum(missing), len(missing)))
        days.append(tuple(day))
    return tuple(days)
