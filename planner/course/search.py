"""
The search: the best dates of all sessions, exactly.

One plan is better than another when it misses less of the wishes by weight, then fewer of
them, then lies fewer days outside the recommended ones, then needs fewer new skin tests,
then moves fewer appointments, then comes earlier, its first session first. What is hard is
met by every plan. Of plans alike in all of this, a test is placed only once the one before
counts no more.

A best-first search over the sessions in turn. What remains depends only on the day (with
a ladder in hours, the instant) of the session before, on how long the skin test counts,
and on the days a limit over time looks back to; of two ways to the same remainder the
better one is kept. What the sessions to come must miss at the least (`foresight`) is added,
so that nothing worse than the best plan is opened, and dates are tried best first.
"""

from __future__ import annotations

from datetime import date
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from planner.course.begins import NO_TEST, instant_of
from planner.course.dates import day_after
from planner.course.foresight import Window, foresee, window_of
from planner.course.ladder import rungs_after, rungs_from
from planner.course.problem import Found

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.course.free import Choice, Free
    from planner.course.problem import Problem


class _Date(NamedTuple):
    # One date of one session, in the order in which dates are tried.
    miss: int
    off: int
    new_test: int
    moved: int
    second: int
    day: int
    choice: Choice | None


class _Dates:
    """
    The dates of one session, best first; a day is looked into only once its turn comes.
    """

    def __init__(self, days: list[_Date], look: Callable[[_Date], list[_Date]]) -> None:
        heapify(days)
        self._coming = days
        self._look = look
        self._sorted: list[_Date] = []

    def at(self, place: int) -> _Date | None:
        """
        The date at a place of the order, or nothing past the last.
        """
        while len(self._sorted) <= place and self._coming:
            here = heappop(self._coming)
            if here.choice is not None:
                self._sorted.append(here)
            else:
                for each in self._look(here):
                    heappush(self._coming, each)
        return self._sorted[place] if place < len(self._sorted) else None


class _Way(NamedTuple):
    # Compared up to `seconds`, which differ: what follows never decides. `dates` are those
    # of the last session of the way, `tried` which of them it has.
    miss: int
    off: int
    tests: int
    moved: int
    seconds: tuple[int, ...]
    test_day: int
    choices: tuple[Choice, ...]
    before: _Way | None
    dates: _Dates
    tried: int


def best(problem: Problem, free: Free) -> Found:
    """
    Find the best dates of all sessions, or say how many found one.
    """
    return _Search(problem, free).run()


class _Search:
    def __init__(self, problem: Problem, free: Free) -> None:
        self.problem = problem
        self.free = free
        self.exact = bool(problem.rungs.instants) or any(
            step.spacing.clock for step in problem.steps
        )
        self.back = max((each.sessions for each in problem.limits), default=0)
        self.first = window_of(problem.rungs, free)
        spacings = [step.spacing for step in problem.steps]
        self.least, self.on_day, self.stuck = foresee(self.first, spacings, free)
        self.windows: dict[tuple[str, int], Window] = {}
        self.dates: dict[tuple[int, int, int], _Dates] = {}
        tested = problem.tested
        self.pending = None if tested is None or tested.negative else tested.placed
        self.test_day = NO_TEST
        if tested is not None:
            placed = tested.placed.astimezone(problem.zone).date()
            self.test_day = placed.toordinal()

    def run(self) -> Found:
        """
        Open the best way until one has a date for every session.
        """
        if self.stuck is not None:
            return Found(choices=None, stuck=self.stuck, opened=0)
        ways: list[_Way] = []
        seen: dict[tuple[object, ...], int] = {}
        furthest = opened = 0
        self.go_on(None, ways)
        while ways:
            way = heappop(ways)
            opened += 1
            self.try_next(way, ways)
            place = len(way.choices)
            furthest = max(furthest, place)
            if place == len(self.problem.steps):
                choices = self.tests_late(way.choices)
                return Found(choices=choices, stuck=place, opened=opened)
            here = self.remainder(way)
            if seen.get(here, NO_TEST - 1) < way.test_day:
                seen[here] = way.test_day
                self.go_on(way, ways)
        return Found(choices=None, stuck=furthest, opened=opened)

    def tests_late(self, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        """
        The same dates with each new test only once the one before counts no more; as they
        were where that would take more tests, or one that has no free time.
        """
        if self.free.test is None or self.problem.any_plan:
            return choices
        found: list[Choice] = []
        test_day = self.test_day
        for place, choice in enumerate(choices):
            waits = not place and self.pending is not None and choice.test == NO_TEST
            late: Choice | None = choice
            if test_day != NO_TEST and choice.day <= self.free.counts_until(test_day):
                if self.pending is None or place:
                    late = choice._replace(test=NO_TEST, read=NO_TEST, test_day=NO_TEST)
            elif not waits and choice.test == NO_TEST:
                every = self.free.tested(choice.day, exact=True)
                late = next((each for each in every if each.second == choice.second), None)
            if late is None:
                return choices
            found.append(late)
            test_day = late.test_day if late.test != NO_TEST else test_day
        fewer = sum(each.test != NO_TEST for each in found)
        return tuple(found) if fewer <= sum(c.test != NO_TEST for c in choices) else choices

    def remainder(self, way: _Way) -> tuple[object, ...]:
        """
        What the sessions to come depend on, but for how long the test counts.
        """
        last = way.choices[-1]
        back = self.days(way)[-self.back :] if self.back else ()
        return (len(way.choices), last.second if self.exact else last.day, back)

    def days(self, way: _Way | None) -> tuple[int, ...]:
        """
        The days of all sessions, those already held first.
        """
        chosen = way.choices if way else ()
        return (*self.problem.held, *(each.day for each in chosen))

    def window(self, way: _Way | None) -> Window:
        """
        The window of the next session of a way.
        """
        if way is None:
            return self.first
        spacing, last = self.problem.steps[len(way.choices)].spacing, way.choices[-1]
        key = (spacing.id, last.second if spacing.clock else last.day)
        found = self.windows.get(key)
        if found is None:
            if spacing.clock:
                at = instant_of(last.second)
                rungs = rungs_after(spacing, at, self.problem.zone)
            else:
                rungs = rungs_from(spacing, date.fromordinal(last.day))
            found = self.windows[key] = window_of(rungs, self.free)
        return found

    def go_on(self, way: _Way | None, ways: list[_Way]) -> None:
        """
        Go one session further, to its best date first.
        """
        dates = self.dates_after(way)
        first = dates.at(0)
        if first is not None:
            heappush(ways, self.with_date(way, dates, first, 0))

    def try_next(self, way: _Way, ways: list[_Way]) -> None:
        """
        Put the next best date of the same session beside the one that is opened.
        """
        tried = way.tried + 1
        following = way.dates.at(tried)
        if following is not None:
            heappush(ways, self.with_date(way.before, way.dates, following, tried))

    def with_date(self, way: _Way | None, dates: _Dates, here: _Date, tried: int) -> _Way:
        """
        A way with one more date.
        """
        assert here.choice is not None
        place = len(way.choices) if way else 0
        paid = way.miss - self.least[place][way.choices[-1].day] if way else 0
        test_day = way.test_day if way else self.test_day
        if here.new_test:
            test_day = here.choice.test_day
        tests = here.new_test + (way.tests if way else 0)
        if self.problem.any_plan:
            # Where any plan will do, the way that comes furthest is opened first.
            tests = -here.day
        return _Way(
            paid + here.miss,
            here.off + (way.off if way else 0),
            tests,
            here.moved + (way.moved if way else 0),
            (*(way.seconds if way else ()), here.second),
            test_day,
            (*(way.choices if way else ()), here.choice),
            way,
            dates,
            tried,
        )

    def dates_after(self, way: _Way | None) -> _Dates:
        """
        Every date of the next session, best first.
        """
        place = len(way.choices) if way else 0
        test_day = way.test_day if way else self.test_day
        last = way.choices[-1] if way else None
        ahead = (last.second if self.exact else last.day) if last else 0
        key = (place, ahead, test_day)
        if not self.back and key in self.dates:
            return self.dates[key]
        window, least = self.window(way), self.least[place + 1]
        earlier = self.days(way) if self.back else ()
        plain = self.problem.any_plan
        days: list[_Date] = []
        on_day, begins, ends = self.on_day[place], window.begins, window.ends
        for day in range(window.low, window.high + 1):
            more, miss = least.get(day), on_day.get(day)
            if more is None or miss is None:
                continue
            if self.back and self.too_many(earlier, day):
                continue
            off = 0
            if day < begins or day > ends:
                off = 0 if plain else max(begins - day, day - ends)
            days.append(_Date(miss + more, off, NO_TEST, 0, 0, day, None))

        def look(into: _Date) -> list[_Date]:
            return [
                _Date(
                    each.miss + least[into.day],
                    into.off,
                    int(each.test_day != NO_TEST),
                    self.free.moves(each.second),
                    each.second,
                    into.day,
                    each,
                )
                for each in self.choices(place, test_day, into.day)
                if window.holds(each.second)
            ]

        found = self.dates[key] = _Dates(days, look)
        return found

    def choices(self, place: int, test_day: int, day: int) -> Iterator[Choice]:
        """
        The begins of a day: with the test that still counts, and with a new one.
        """
        free = self.free
        if free.test is None:
            yield from free.every(day) if self.exact else free.plain(day)
            return
        if test_day != NO_TEST and day <= free.counts_until(test_day):
            if self.pending is not None and not place:
                for each in free.every(day):
                    read = free.reading_of(self.pending, each.second)
                    if read != NO_TEST:
                        yield each._replace(read=read)
            else:
                yield from free.every(day) if self.exact else free.plain(day)
        yield from free.tested(day, exact=self.exact)

    def too_many(self, days: tuple[int, ...], day: int) -> bool:
        """
        Whether one more session on a day is more than a limit over time allows.
        """
        for limit in self.problem.limits:
            if len(days) >= limit.sessions:
                earlier = date.fromordinal(days[-limit.sessions])
                if day_after(earlier, limit.over).toordinal() > day:
                    return True
        return False
