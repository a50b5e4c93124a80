"""
Plan a course: all of its dates with their reasons, or which constraints conflict.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from attrs import evolve

from planner.course import conflicts, constraints, phases
from planner.course.begins import A_DAY, MissedDays, seconds_until
from planner.course.dates import beginning, believed, day_after, zone_named
from planner.course.free import Free
from planner.course.history import told
from planner.course.problem import Problem
from planner.course.reasons import for_slot
from planner.course.search import best
from planner.model.course import FEW, AtMost, Bounds, Conflict, Plan, Reason, Slot

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime, tzinfo

    from planner.course.history import Story
    from planner.course.problem import Found, Step
    from planner.model.course import Circumstances, Constraint, Regimen, Rungs
    from planner.model.entries.course import Happened


def plan_course(
    regimen: Regimen,
    circumstances: Circumstances,
    happened: tuple[Happened, ...] = (),
    *,
    now: datetime,
    given: Iterable[datetime] = (),
) -> Plan | Conflict:
    """
    Plan all sessions that are still to come, after everything that has happened.

    `given` are the appointments the patient has: of plans as good, one that moves the
    fewest is taken.

    Raises:
        InputFault: A zone, instant, phase or course of events cannot be.
        Misuse: Two constraints have one id, or a span reaches past the calendar.
    """
    zone = zone_named(circumstances.zone)
    now = believed(now, "The time of planning")
    story = told(regimen, happened, zone=zone, now=now)
    everything = constraints.checked((*circumstances.constraints, *story.constraints))
    stands = phases.stand(regimen, circumstances, story.held, zone)
    plan = Plan(
        course=circumstances.course,
        protocol=regimen.protocol,
        version=regimen.version,
        zone=circumstances.zone,
        done=stands.done,
        waits=story.waits,
    )
    if story.ended:
        return plan
    rungs = phases.rungs_next(stands, regimen, circumstances, zone)
    soonest = _soonest(story, now, zone)
    stands, rungs = phases.late_today(stands, rungs, regimen, soonest, zone)
    steps, cut = phases.steps_ahead(stands, regimen, circumstances)
    reasons = stands.reasons
    if cut:
        reasons = (*reasons, _cut(len(stands.done) + len(steps)))
    plan = evolve(plan, reasons=reasons)
    if not steps:
        return plan
    tested = circumstances.tested
    if tested is not None and story.voided and tested.placed <= story.voided:
        circumstances = evolve(circumstances, tested=None)
    task = _Task(
        regimen=regimen,
        circumstances=circumstances,
        story=story,
        everything=everything,
        steps=steps,
        rungs=rungs,
        zone=zone,
        now=now,
        given=frozenset(seconds_until(each) for each in given),
    )
    return task.plan(plan)


def _soonest(story: Story, now: datetime, zone: tzinfo) -> datetime:
    # What has happened may hold the next session off until it is overdue.
    days = [e.not_before for e in story.constraints if isinstance(e, Bounds)]
    return max(now, *(beginning(day, zone) for day in days if day is not None), now)


def _cut(most: int) -> Reason:
    return Reason(
        code="most sessions", key="course-most", values=(("sessions", str(most)),)
    )


class _Task:
    def __init__(
        self,
        *,
        regimen: Regimen,
        circumstances: Circumstances,
        story: Story,
        everything: tuple[Constraint, ...],
        steps: tuple[Step, ...],
        rungs: Rungs,
        zone: tzinfo,
        now: datetime,
        given: frozenset[int],
    ) -> None:
        self.given = given
        self.regimen = regimen
        self.circumstances = circumstances
        self.everything = everything
        self.steps = steps
        self.rungs = rungs
        self.zone = zone
        self.now = now
        self.held = tuple(
            sorted(each.at.astimezone(zone).date().toordinal() for each in story.held)
        )
        today = now.astimezone(zone).date()
        begins = max(today, rungs.earliest)
        last = self._last(day_after(begins, regimen.within))
        self.missed = MissedDays(everything, min(today, rungs.never_before), last)

    def _last(self, horizon: date) -> date:
        # No session is searched for past the day on which the last one is overdue.
        latest = self.rungs.overdue_after
        for step in self.steps[1:]:
            limit = step.spacing.overdue_after
            if latest is None or limit is None or latest > horizon:
                return horizon
            if limit.clock:
                latest += timedelta(seconds=limit.seconds) + A_DAY
            else:
                latest = day_after(latest, limit)
        return horizon if latest is None else min(latest, horizon)

    def plan(self, plan: Plan) -> Plan | Conflict:
        """
        The best plan, or the conflict.
        """
        found = self._best(self.everything)
        if found.choices is None:
            return self._conflict(found)
        slots: list[Slot] = []
        for step, choice in zip(self.steps, found.choices, strict=True):
            before = slots[-1].at if slots else None
            slots.append(
                for_slot(
                    step,
                    choice,
                    before=before,
                    first=self.rungs,
                    among=self.everything,
                    missed=self.missed,
                    around=self.circumstances,
                    zone=self.zone,
                )
            )
        return evolve(plan, slots=tuple(slots))

    def _best(self, some: Iterable[Constraint], *, any_plan: bool = False) -> Found:
        some = tuple(some)
        free = Free(
            self.circumstances,
            self.regimen.test,
            some,
            self.missed,
            zone=self.zone,
            now=self.now,
            sessions=len(self.steps),
            given=frozenset() if any_plan else self.given,
        )
        problem = Problem(
            steps=self.steps,
            rungs=self.rungs,
            tested=self.circumstances.tested if self.regimen.test else None,
            held=self.held,
            limits=tuple(each for each in some if isinstance(each, AtMost)),
            zone=self.zone,
            any_plan=any_plan,
        )
        return best(problem, free)

    def _conflict(self, found: Found) -> Conflict:
        hard = {each.id: each for each in self.everything if each.hard}
        tried: dict[frozenset[str], bool] = {}

        def plannable(ids: frozenset[str]) -> bool:
            if ids not in tried:
                some = [hard[each] for each in hard if each in ids]
                tried[ids] = self._best(some, any_plan=True).choices is not None
            return tried[ids]

        few = len(hard) <= FEW
        search = conflicts.smallest if few else conflicts.irreducible
        ids = search(tuple(hard), plannable) if plannable(frozenset()) else ()
        step = self.steps[found.stuck]
        reasons = [constraints.in_conflict(hard[each]) for each in ids]
        if not ids:
            values = (("slot", str(step.number)), ("until", self.missed.last.isoformat()))
            reasons = [Reason(code="ladder", key="course-no-date", values=values)]
        return Conflict(
            course=self.circumstances.course,
            slot=step.number,
            phase=step.phase,
            constraints=ids,
            smallest=few,
            reasons=tuple(reasons),
        )
