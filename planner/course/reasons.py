"""
Why a slot falls on its day: the ladder, what was not free, which wishes it keeps or misses.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from planner.course import constraints
from planner.course.begins import HOUR, MINUTE, NO_TEST, instant_of
from planner.course.ladder import DUE, place_on, rungs_after
from planner.model.course import Reason, Slot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from planner.course.begins import MissedDays
    from planner.course.free import Choice
    from planner.course.problem import Step
    from planner.model.course import (
        Circumstances,
        Constraint,
        Lasting,
        Rungs,
        Visits,
    )


def for_slot(
    step: Step,
    choice: Choice,
    *,
    before: datetime | None,
    first: Rungs,
    among: tuple[Constraint, ...],
    missed: MissedDays,
    around: Circumstances,
    zone: tzinfo,
) -> Slot:
    """
    The slot of one session, with every reason for its day and every wish it misses.
    """
    rungs = first if before is None else rungs_after(step.spacing, before, zone)
    at, day = instant_of(choice.second), date.fromordinal(choice.day)
    reasons = [_ladder(step, rungs, day)]
    reasons += _between(rungs.recommended_from, day, among, missed)
    misses = _misses(at.astimezone(zone), among, missed, around.visits)
    new = choice.test != NO_TEST
    if new:
        reasons.append(_test(choice))
    if step.reassess:
        reasons.append(Reason(code="re-assess", key="course-reassess"))
    return Slot(
        number=step.number,
        phase=step.phase,
        of_phase=step.of_phase,
        at=at,
        day=day,
        rungs=rungs,
        test_at=instant_of(choice.test) if new else None,
        read_at=instant_of(choice.read) if choice.read != NO_TEST else None,
        reassess=step.reassess,
        reasons=tuple(reasons),
        misses=misses,
        needs=tuple(_renewed(each) for each in around.lasting if each.until < day),
    )


def _renewed(each: Lasting) -> Reason:
    values = (("about", each.about), ("until", each.until.isoformat()))
    return Reason(code=each.code, key="course-needs", values=values)


def _ladder(step: Step, rungs: Rungs, day: date) -> Reason:
    stands = place_on(rungs, day)
    return Reason(
        code="spacing" if stands == DUE else stands,
        key="course-spaced",
        values=(
            ("spacing", step.spacing.id),
            ("earliest", rungs.earliest.isoformat()),
            ("from", rungs.recommended_from.isoformat()),
            ("to", rungs.recommended_to.isoformat()),
        ),
    )


def _test(choice: Choice) -> Reason:
    return Reason(
        code="skin test",
        key="course-tested",
        values=(
            ("placed", instant_of(choice.test).isoformat()),
            ("read", instant_of(choice.read).isoformat()),
        ),
    )


def _between(
    begins: date,
    day: date,
    among: tuple[Constraint, ...],
    missed: MissedDays,
) -> Iterator[Reason]:
    # What kept the session from the days between the first recommended one and its own.
    passed = range(begins.toordinal(), day.toordinal())
    for each in among:
        first = next((d for d in passed if d in missed.days[each.id]), None)
        if first is None or day.toordinal() in missed.days[each.id]:
            continue
        told = constraints.not_free if each.hard else constraints.kept
        yield told(each, date.fromordinal(first))


def _misses(
    local: datetime,
    among: tuple[Constraint, ...],
    missed: MissedDays,
    visits: Visits,
) -> tuple[Reason, ...]:
    day = local.date()
    minute = (local.hour * HOUR // MINUTE) + local.minute
    lasts = visits.lasts.seconds // MINUTE
    found = []
    for each in among:
        if each.hard:
            continue
        if constraints.runs_on_clock(each):
            gone = constraints.misses_minute(each, day.weekday(), minute, lasts)
        else:
            gone = day.toordinal() in missed.days[each.id]
        if gone:
            found.append(constraints.missed(each, day))
    return tuple(found)
