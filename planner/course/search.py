"""
The search: the best dates of all sessions, exactly.

One plan is better than another when it misses less of the wishes by weight, then fewer of
them, then lies fewer days outside the recommended ones, then needs fewer new skin tests,
then comes earlier, its first session first. What is hard is met by every plan.

A best-first search over the sessions in turn. What remains depends only on the day (with
a ladder in hours, the instant) of the session before, on how long the skin test counts,
and on the days a limit over time looks back to; of two ways to the same remainder the
better one is kept. What the sessions to come must miss at the least is added, so that
nothing worse than the best plan is opened.
"""

from __future__ import annotations

from datetime import date
from heapq import heappop, heappush
from typing import TYPE_CHECKING, NamedTuple

from attrs import frozen

from planner.course.dates import day_after
from planner.course.free import NO_TEST, Choice, Free, instant_of, seconds_of
from planner.course.ladder import rungs_after, rungs_from

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import tzinfo

    from planner.model.course import AtMost, Rungs, Spacing, Tested


@frozen(kw_only=True)
class Step:
    """
    One session to find a date for.
    """

    number: int
    phase: str
    of_phase: int
    spacing: Spacing
    reassess: bool = False


@frozen(kw_only=True)
class Problem:
    """
    What dates are searched for: the sessions, the ladder of the first, and what was.

    `held` are the days of sessions already held, `any_plan` asks only whether there is one.
    """

    steps: tuple[Step, ...]
    rungs: Rungs
    tested: Tested | None
    held: tuple[int, ...]
    limits: tuple[AtMost, ...]
    zone: tzinfo
    any_plan: bool = False


@frozen(kw_only=True)
class Found:
    """
    The best choice of every session, or nothing and the place of the first without one.
    """

    choices: tuple[Choice, ...] | None
    stuck: int
    opened: int


class _Window(NamedTuple):
    low: int
    high: int
    begins: int
    ends: int
    not_before: int
    not_after: int


class _Way(NamedTuple):
    # In the order in which ways are compared; what follows `seconds` never decides.
    weight: int
    count: int
    off: int
    tests: int
    seconds: tuple[int, ...]
    place: int
    day: int
    second: int
    test_day: int
    days: tuple[int, ...]
    choices: tuple[Choice, ...]


class _Search:
    def __init__(self, problem: Problem, free: Free) -> None:
        self.problem = problem
        self.free = free
        self.exact = any(step.spacing.clock for step in problem.steps) or bool(
            problem.rungs.instants
        )
        self.back = max((each.sessions for each in problem.limits), default=0)
        self._windows: dict[tuple[str, int], _Window] = {}
        self.first = self._window(problem.rungs)
        tested = problem.tested
        self.placed = seconds_of(tested.placed) if tested else NO_TEST
        self.pending = tested is not None and not tested.negative

    def _window(self, rungs: Rungs) -> _Window:
        last = self.free.last
        high = last if rungs.overdue_after is None else rungs.overdue_after.toordinal()
        instants = [seconds_of(each) for each in rungs.instants]
        limited = instants and rungs.overdue_after is not None
        return _Window(
            rungs.earliest.toordinal(),
            min(high, last),
            rungs.recommended_from.toordinal(),
            rungs.recommended_to.toordinal(),
            instants[1] if instants else self.free.now,
            # Whole seconds are rounded up; what is in time is not after the last of them.
            instants[-1] if limited else seconds_of(instant_of(0)) or _NEVER,
        )

    def window(self, place: int, way: _Way | None) -> _Window:
        if way is None or not place:
            return self.first
        spacing = self.problem.steps[place].spacing
        key = (spacing.id, way.second if spacing.clock else way.day)
        found = self._windows.get(key)
        if found is None:
            if spacing.clock:
                at = instant_of(way.second)
                rungs = rungs_after(spacing, at, self.problem.zone)
            else:
                rungs = rungs_from(spacing, date.fromordinal(way.day))
            found = self._windows[key] = self._window(rungs)
        return found
