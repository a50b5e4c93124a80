"""
The ladder: a spacing counted from one session, and where an instant stands on it.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from planner.course.dates import day_after
from planner.errors import Misuse
from planner.model.course import Rungs

if TYPE_CHECKING:
    from datetime import date, datetime, tzinfo

    from planner.model.course import Spacing

NEVER = "before never-before"
EARLY = "before earliest"
SOON = "before recommended"
DUE = "recommended"
LATE = "after recommended"
OVERDUE = "overdue"
PLACES = (NEVER, EARLY, SOON, DUE, LATE, OVERDUE)


def rungs_after(spacing: Spacing, anchor: datetime, zone: tzinfo) -> Rungs:
    """
    Count a spacing from an instant: days from its local day, hours from itself.
    """
    limit = spacing.overdue_after
    spans = [span for _, span in spacing.rungs]
    if not spacing.clock:
        return rungs_from(spacing, anchor.astimezone(zone).date())
    instants = tuple(
        anchor.astimezone(UTC) + timedelta(seconds=span.seconds) for span in spans
    )
    never, earliest, first, last, *rest = (
        each.astimezone(zone).date() for each in instants
    )
    return Rungs(
        never_before=never,
        earliest=earliest,
        recommended_from=first,
        recommended_to=last,
        overdue_after=rest[0] if limit else None,
        instants=instants,
    )


def rungs_from(spacing: Spacing, day: date) -> Rungs:
    """
    Count a spacing in days or months from a day.
    """
    limit = spacing.overdue_after
    return Rungs(
        never_before=day_after(day, spacing.never_before),
        earliest=day_after(day, spacing.earliest),
        recommended_from=day_after(day, spacing.recommended_from),
        recommended_to=day_after(day, spacing.recommended_to),
        overdue_after=None if limit is None else day_after(day, limit),
    )


def from_today(rungs: Rungs, today: date) -> Rungs:
    """
    The ladder of a session that is overdue: as soon as it can be, as long as it was.

    Its recommended and its longest wait keep their lengths, counted from today.

    Raises:
        Misuse: They reach past the end of the calendar.
    """
    first = rungs.recommended_from
    limit = rungs.overdue_after
    try:
        last = today + (rungs.recommended_to - first)
        longest = None if limit is None else today + (limit - first)
    except OverflowError:
        raise Misuse(
            f"A ladder counted from {today} reaches past the end of the calendar.",
            now="Count it from a day before that.",
        ) from None
    return Rungs(
        never_before=min(rungs.never_before, today),
        earliest=max(rungs.earliest, today),
        recommended_from=today,
        recommended_to=last,
        overdue_after=longest,
    )


def place(rungs: Rungs, at: datetime, zone: tzinfo) -> str:
    """
    Say where an instant stands on a ladder: one of `PLACES`.

    The upper rungs still count as in time: a session on its overdue-after is not overdue.
    """
    if not rungs.instants:
        return place_on(rungs, at.astimezone(zone).date())
    never, earliest, first, last, *limit = rungs.instants
    for low, name in ((never, NEVER), (earliest, EARLY), (first, SOON)):
        if at < low:
            return name
    if at <= last:
        return DUE
    return OVERDUE if limit and at > limit[0] else LATE


def place_on(rungs: Rungs, day: date) -> str:
    """
    Say where a day stands on a ladder that counts in days: one of `PLACES`.
    """
    if day < rungs.never_before:
        return NEVER
    if day < rungs.earliest:
        return EARLY
    if day < rungs.recommended_from:
        return SOON
    if day <= rungs.recommended_to:
        return DUE
    if rungs.overdue_after is None or day <= rungs.overdue_after:
        return LATE
    return OVERDUE


def days_off(rungs: Rungs, day: date) -> int:
    """
    How many days a day lies outside the recommended ones.
    """
    early = rungs.recommended_from - day
    late = day - rungs.recommended_to
    return max(early.days, late.days, 0)
