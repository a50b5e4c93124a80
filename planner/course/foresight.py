"""
Foresight: what the sessions to come must miss at the least, from each day of the last.

Worked out backwards, from the last session to the first, over the days each can fall on.
Skin tests and limits over time are left out, so it is never more than what is missed.
"""

from __future__ import annotations

from collections import deque
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from planner.course.begins import DAY, seconds_from, seconds_until
from planner.course.dates import day_after

if TYPE_CHECKING:
    from planner.course.free import Free
    from planner.model.course import Rungs, Spacing, Span


class Window(NamedTuple):
    """
    The days a ladder allows, from earliest to overdue-after, and the recommended ones.

    The instants bind where it counts in hours.
    """

    low: int
    high: int
    begins: int
    ends: int
    not_before: int | None
    not_after: int | None

    def holds(self, second: int) -> bool:
        """
        Whether an instant lies between the instants of a ladder in hours.
        """
        if self.not_before is not None and second < self.not_before:
            return False
        return self.not_after is None or second <= self.not_after


def window_of(rungs: Rungs, free: Free) -> Window:
    """
    The window of a ladder: not before earliest, not overdue.
    """
    limit, instants = rungs.overdue_after, rungs.instants
    return Window(
        rungs.earliest.toordinal(),
        free.last if limit is None else min(limit.toordinal(), free.last),
        rungs.recommended_from.toordinal(),
        rungs.recommended_to.toordinal(),
        seconds_from(instants[1]) if instants else None,
        seconds_until(instants[-1]) if instants and limit is not None else None,
    )


def foresee(
    first: Window, spacings: list[Spacing], free: Free
) -> tuple[list[dict[int, int]], list[dict[int, int | None]], int | None]:
    """
    For each place, what is missed at the least after it, by the day of the session there;
    and what each session misses at the least on each day.

    In the first, place 0 stands for nothing yet and place 1 for the first session; a day
    from which no session to come has a date is left out. The last is the place of a
    session that has no free day at all, if there is one.
    """
    reach: list[tuple[int, int]] = [(first.low, first.high)]
    for spacing in spacings[1:]:
        low, high = reach[-1]
        reach.append((_soonest(spacing, low), _latest(spacing, high, free.last)))
    days = [
        {day: free.least_on(day) for day in range(low, high + 1)} for low, high in reach
    ]
    for place, here in enumerate(days):
        if all(miss is None for miss in here.values()):
            return [], days, place
    after: dict[int, int] = {day: 0 for day, miss in days[-1].items() if miss is not None}
    least = [after]
    for place in reversed(range(1, len(spacings))):
        after = _before(spacings[place], days[place - 1], days[place], after, free.last)
        least.append(after)
    least.append({})
    return least[::-1], days, None


def _soonest(spacing: Spacing, day: int) -> int:
    return _moved(day, spacing.earliest, up=False)


def _latest(spacing: Spacing, day: int, last: int) -> int:
    limit = spacing.overdue_after
    return last if limit is None else min(_moved(day, limit, up=True), last)


def _moved(day: int, span: Span, *, up: bool) -> int:
    # In hours the local day is not known: a day more on either side is safe.
    if span.clock:
        return day + span.seconds // DAY + (1 + 1 if up else -1)
    if not span.months:
        return day + span.days
    return day_after(date.fromordinal(day), span).toordinal()


def _before(
    spacing: Spacing,
    days: dict[int, int | None],
    following: dict[int, int | None],
    after: dict[int, int],
    last: int,
) -> dict[int, int]:
    # The least of a window that only moves forward: what can never be the least again
    # leaves at the back, what is too early at the front.
    least: dict[int, int] = {}
    waiting: deque[tuple[int, int]] = deque()
    coming = iter(following.items())
    ahead = next(coming, None)
    for day, here in days.items():
        if here is None:
            continue
        low, high = _soonest(spacing, day), _latest(spacing, day, last)
        while ahead is not None and ahead[0] <= high:
            on, miss = ahead
            ahead = next(coming, None)
            if miss is None or on not in after:
                continue
            worth = miss + after[on]
            while waiting and waiting[-1][1] >= worth:
                waiting.pop()
            waiting.append((on, worth))
        while waiting and waiting[0][0] < low:
            waiting.popleft()
        if waiting:
            least[day] = waiting[0][1]
    return least
