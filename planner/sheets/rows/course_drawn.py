"""
A planned course as its picture needs it.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from planner.course.constraints import missed_days
from planner.model.course import (
    Absences,
    Apart,
    Bounds,
    ClosedDays,
    Cycle,
    Season,
)
from planner.sheets import course_words, written
from planner.sheets.figures.course import (
    HELD,
    NOT_COUNTED,
    PLANNED,
    Drawn,
    Ladder,
    Lane,
    Row,
    Stretch,
    course_picture,
    span,
)
from planner.sheets.language import t

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from markupsafe import Markup

    from planner.model.course import Constraint, Done, Plan, Slot
    from planner.model.protocol import Protocol

# What is worth a lane; opening hours and weekdays would fill theirs with stripes.
_SHOWN = (Absences, Apart, Bounds, ClosedDays, Cycle, Season)


def drawn_course(
    plan: Plan,
    constraints: Iterable[Constraint],
    protocol: Protocol,
    *,
    now: datetime,
    holds: Mapping[int, tuple[tuple[str, datetime, datetime], ...]] | None = None,
) -> Markup:
    """
    The picture of a plan. `holds` are, for each session by its number, the medicines held
    with their last dose and restart, as far as they may be told.
    """
    return course_picture(course_values(plan, constraints, protocol, now=now, holds=holds))


def course_values(
    plan: Plan,
    constraints: Iterable[Constraint],
    protocol: Protocol,
    *,
    now: datetime,
    holds: Mapping[int, tuple[tuple[str, datetime, datetime], ...]] | None = None,
) -> Drawn:
    """
    What the picture of a plan shows.
    """
    zone = ZoneInfo(plan.zone)
    held = holds or {}
    rows = [_held(each, protocol, zone) for each in plan.done]
    rows += [
        _planned(each, protocol, zone, held.get(each.number, ())) for each in plan.slots
    ]
    bare = Drawn(
        title=t("The course on the calendar"),
        rows=tuple(rows),
        lanes=(),
        today=now.astimezone(zone).date(),
    )
    first, last = span(bare)
    lanes = [
        Lane(
            title=course_words.called(each.code, protocol),
            hard=each.hard,
            stretches=tuple(_stretches(missed_days(each, first, last))),
        )
        for each in constraints
        if isinstance(each, _SHOWN)
    ]
    return Drawn(
        title=bare.title,
        rows=bare.rows,
        lanes=tuple(lane for lane in lanes if lane.stretches),
        today=bare.today,
    )


def _held(done: Done, protocol: Protocol, zone: ZoneInfo) -> Row:
    return Row(
        number=done.number,
        title=course_words.phase(done.phase, protocol),
        when=written.long_moment(done.at, zone),
        day=done.at.astimezone(zone).date(),
        state=HELD if done.counted else NOT_COUNTED,
    )


def _planned(
    slot: Slot,
    protocol: Protocol,
    zone: ZoneInfo,
    holds: tuple[tuple[str, datetime, datetime], ...],
) -> Row:
    rungs = slot.rungs
    return Row(
        number=slot.number,
        title=course_words.phase(slot.phase, protocol),
        when=written.long_moment(slot.at, zone),
        day=slot.day,
        state=PLANNED,
        ladder=Ladder(
            never_before=rungs.never_before,
            earliest=rungs.earliest,
            recommended_from=rungs.recommended_from,
            recommended_to=rungs.recommended_to,
            overdue_after=rungs.overdue_after,
        ),
        test=_day(slot.test_at, zone),
        reading=_day(slot.read_at, zone),
        holds=tuple(
            Stretch(
                first=begin.astimezone(zone).date(),
                last=end.astimezone(zone).date(),
                words=medicine,
            )
            for medicine, begin, end in holds
        ),
        misses=tuple(
            course_words.reason(each, protocol, zone=zone) for each in slot.misses
        ),
    )


def _day(at: datetime | None, zone: ZoneInfo) -> date | None:
    return None if at is None else at.astimezone(zone).date()


def _stretches(days: frozenset[int]) -> Iterable[Stretch]:
    # Days that follow each other as one.
    begin = end = 0
    for day in sorted(days):
        if end and day == end + 1:
            end = day
            continue
        if end:
            yield Stretch(first=date.fromordinal(begin), last=date.fromordinal(end))
        begin = end = day
    if end:
        yield Stretch(first=date.fromordinal(begin), last=date.fromordinal(end))
