"""
Free instants: when a visit may begin, and when the skin test before it is placed and read.

A begin is one of the clinic's steps of the day, counted from midnight; a local time that
the clocks skip or show twice is never offered, nor a visit during which they change: it
would not end where the clinic's hours say. Days are ordinals and instants are seconds
counted from the first of them, so that a search compares whole numbers.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from planner.course.begins import (
    A_DAY,
    DAY,
    HOUR,
    MINUTE,
    NO_TEST,
    MissedDays,
    Times,
    begins_of,
    instant_of,
    missed_by_day,
    offset_on,
    seconds_from,
    seconds_until,
)
from planner.course.dates import day_after, instant_at
from planner.errors import InputFault
from planner.model.course import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from planner.model.course import Circumstances, Constraint, TestTimes


class Choice(NamedTuple):
    """
    One begin of a visit: the wishes it misses, by weight first, and its new test.
    """

    second: int
    day: int
    miss: int
    test: int = NO_TEST
    read: int = NO_TEST
    test_day: int = NO_TEST


class Free:
    """
    The free begins of every day, for some of the constraints; `given` are those that the
    patient was told.
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
        sessions: int,
        given: frozenset[int] = frozenset(),
    ) -> None:
        self.given = given
        self.test = test
        self.lead = circumstances.reading_lead
        self.now = seconds_from(now)
        self.zone = zone
        self.last = missed.last.toordinal()
        held = [each for each in constraints if each.hard]
        wished = [each for each in constraints if not each.hard]
        self.blocked = frozenset[int]().union(*(missed.days[each.id] for each in held))
        for_tests = [each for each in held if each.for_tests]
        self._test_blocked = frozenset[int]().union(
            *(missed.days[each.id] for each in for_tests)
        )
        # A weight counts more than all the wishes that a whole course can miss.
        scale = 1 + sessions * len(wished)
        self.soft = missed_by_day(wished, missed, scale)
        visits = circumstances.visits
        step = visits.every.seconds // MINUTE
        self._lasts, self._test_lasts = visits.lasts.seconds, visits.test_lasts.seconds
        self.times = begins_of(held, wished, step, self._lasts // MINUTE, scale)
        self._test_times = begins_of(for_tests, (), step, self._test_lasts // MINUTE, scale)
        self._least = tuple(
            min((miss for _, miss in day), default=None) for day in self.times
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

    def least_on(self, day: int) -> int | None:
        """
        What a session on a day misses at the least; none where the day is not free.
        """
        least = self._least[self.weekday(day)]
        if least is None or day in self.blocked:
            return None
        return least + self.soft.get(day, 0)

    def every(self, day: int) -> tuple[Choice, ...]:
        """
        Every begin on a day that meets what is hard and is not past, earliest first.
        """
        found = self._all.get(day)
        if found is None:
            begins: list[tuple[int, int]] = []
            if day not in self.blocked:
                begins = self._seconds(day, self.times, self._lasts)
            miss = self.soft.get(day, 0)
            found = tuple(
                Choice(second, day, miss + more)
                for second, more in begins
                if second >= self.now
            )
            self._all[day] = found
        return found

    def plain(self, day: int) -> tuple[Choice, ...]:
        """
        The begins of a day that no earlier begin is as good as, and those given.
        """
        found = self._plain.get(day)
        if found is None:
            best: list[Choice] = []
            least: int | None = None
            for each in self.every(day):
                if least is None or each.miss < least:
                    least = each.miss
                    best.append(each)
                elif each.second in self.given:
                    best.append(each)
            found = self._plain[day] = tuple(best)
        return found

    def moves(self, second: int) -> int:
        """
        Whether a begin is none of those given, where any were: 1, else 0.
        """
        return int(bool(self.given) and second not in self.given)

    def tested(self, day: int, *, exact: bool) -> tuple[Choice, ...]:
        """
        The begins of a day with the latest skin test before each; all of them if `exact`,
        else those that no earlier begin is as good as, and those given.
        """
        found = self._tested.get((day, exact))
        if found is None:
            every = self.every(day)
            few = () if exact or not every else self._few(day, every[-1])
            found = tuple(few or self._many(every, exact=exact))
            self._tested[day, exact] = found
        return found

    def _few(self, day: int, latest: Choice) -> list[Choice]:
        # Where the plain begins have the latest test of the day, no other adds anything.
        last = self._with_test(latest)
        few = []
        for each in self.plain(day) if last else ():
            new = self._with_test(each)
            if last is None or new is None or new.test_day < last.test_day:
                return []
            few.append(new)
        return few

    def _many(self, every: tuple[Choice, ...], *, exact: bool) -> list[Choice]:
        best: list[Choice] = []
        for each in every:
            new = self._with_test(each)
            if new is None:
                continue
            if exact or each.second in self.given or not _beaten(new, best):
                best.append(new)
        return best

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

    def reading_of(self, placed: datetime, begin: int) -> int:
        """
        When a test placed at an instant is read late for a visit; `NO_TEST` if it cannot.

        Without a lead it is read as the visit begins, else on a visit of its own.
        """
        assert self.test is not None
        low = seconds_from(placed) + self.test.late_from.seconds
        high = seconds_until(placed) + self.test.late_to.seconds
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
        # The latest begin of a test's visit between two instants, both included. A local
        # day begins within a day of the one in UTC.
        low = max(low, self.now)
        day = high // DAY + 1 + 1
        while high >= low and (day + 1) * DAY >= low:
            seconds = self._test_seconds(day)
            place = bisect_right(seconds, high)
            if place:
                return seconds[place - 1] if seconds[place - 1] >= low else NO_TEST
            day -= 1
        return NO_TEST

    def _test_seconds(self, day: int) -> list[int]:
        found = self._tests.get(day)
        if found is None:
            found = []
            if day not in self._test_blocked:
                told = self._seconds(day, self._test_times, self._test_lasts)
                found = [second for second, _ in told]
            self._tests[day] = found
        return found

    def _seconds(self, day: int, times: Times, lasts: int) -> list[tuple[int, int]]:
        today = date.fromordinal(day)
        offset = offset_on(today, self.zone)
        told = times[self.weekday(day)]
        if offset == offset_on(today + A_DAY, self.zone):
            begins = (day - 1) * DAY - offset
            return [(begins + minute * MINUTE, miss) for minute, miss in told]
        found = []
        for minute, miss in told:
            hours, rest = divmod(minute, HOUR // MINUTE)
            try:
                at = instant_at(today, f"{hours:02d}:{rest:02d}", self.zone)
            except InputFault:
                continue
            ends = at + timedelta(seconds=lasts - 1)
            if self._ahead(at) == self._ahead(ends):
                found.append((seconds_from(at), miss))
        return found

    def _ahead(self, at: datetime) -> timedelta | None:
        return at.astimezone(self.zone).utcoffset()


def _beaten(new: Choice, others: list[Choice]) -> bool:
    return any(each.miss <= new.miss and each.test_day >= new.test_day for each in others)
