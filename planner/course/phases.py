"""
Where a course stands: which sessions count, what being late led to, and what is to come.

A session held before its never-before does not count. One held after its overdue-after
follows the late rule of its phase: go on; repeat, so that the session before the gap
counts no more; re-assess first; or start the phase again. The same rule holds when the
next session is overdue today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from planner.course.ladder import (
    EARLY,
    NEVER,
    OVERDUE,
    from_today,
    place,
    rungs_after,
    rungs_from,
)
from planner.course.problem import Step
from planner.errors import InputFault, Misuse, nearest
from planner.model.course import LATE_RULES, Done, Reason

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from planner.model.course import Circumstances, Phase, Regimen, Rungs, Spacing
    from planner.model.entries.course import SlotDelivered
    from planner.model.quantity import Quantity


@frozen(kw_only=True)
class Stand:
    """
    Where a course stands after what was held: the phase, how many of it count, the last.
    """

    phase: int = 0
    count: int = 0
    last: datetime | None = None
    done: tuple[Done, ...] = ()
    reassess: bool = False
    reasons: tuple[Reason, ...] = ()


def checked(regimen: Regimen) -> dict[str, Spacing]:
    """
    The spacings of a regimen by id, each phase checked against them.

    Raises:
        InputFault: A phase names an unknown spacing or late rule, or counts nothing.
    """
    spacings = {each.id: each for each in regimen.spacings}
    named = [(f'The phase "{each.id}"', each.spacing) for each in regimen.phases]
    named += [(f'The phase "{p.id}"', p.first) for p in regimen.phases if p.first]
    for whose, spacing in (*named, ("The course", regimen.begin)):
        if spacing not in spacings:
            raise InputFault(
                f'{whose} has the spacing "{spacing}", which is not there.'
                + nearest(spacing, spacings)
            )
    for place_, each in enumerate(regimen.phases, start=1):
        if each.late not in LATE_RULES:
            raise InputFault(
                f'The phase "{each.id}" has the late rule "{each.late}".'
                + nearest(each.late, LATE_RULES),
                now=f"Write one of: {', '.join(LATE_RULES)}.",
            )
        if each.count is None and place_ < len(regimen.phases):
            raise InputFault(
                f'The phase "{each.id}" has no limit and another follows it.',
                now="Give it a count, or put it last.",
            )
    if spacings[regimen.begin].clock or regimen.within.clock:
        raise InputFault(
            "The beginning of a course is counted in hours.",
            now="Write its spacing, and how far ahead to plan, in days or longer.",
        )
    return spacings


def stand(
    regimen: Regimen,
    circumstances: Circumstances,
    held: tuple[SlotDelivered, ...],
    zone: tzinfo,
) -> Stand:
    """
    Count the sessions that were held, then leave the phases whose condition is met now.
    """
    checked(regimen)
    now = Stand()
    for each in held:
        now = _count(now, each, regimen, circumstances, zone)
    return _past_ended(now, regimen, circumstances.met)


def rungs_next(
    at: Stand, regimen: Regimen, circumstances: Circumstances, zone: tzinfo
) -> Rungs:
    """
    The ladder of the next session, counted from the last one, or from the agreement.
    """
    spacing = _spacing(at, regimen, checked(regimen), first=True)
    if at.last is None:
        return rungs_from(spacing, circumstances.agreed_on)
    return rungs_after(spacing, at.last, zone)


def late_today(
    at: Stand,
    rungs: Rungs,
    regimen: Regimen,
    now: datetime,
    zone: tzinfo,
) -> tuple[Stand, Rungs]:
    """
    Apply the late rule when the next session is overdue now, and count from today on.

    `now` may lie ahead: the soonest instant at which there can be a session again.
    """
    if place(rungs, now, zone) != OVERDUE:
        return at, rungs
    phase = regimen.phases[at.phase]
    reason = _late(phase, rungs)
    ruled = evolve(_ruled(at, phase), reasons=(*at.reasons, reason))
    return ruled, from_today(rungs, now.astimezone(zone).date())


def steps_ahead(
    at: Stand, regimen: Regimen, circumstances: Circumstances
) -> tuple[tuple[Step, ...], bool]:
    """
    The sessions to come, and whether the most sessions of a course cut them short.
    """
    spacings = checked(regimen)
    most = [regimen.most_sessions, circumstances.most_sessions]
    left = min((each for each in most if each is not None), default=None)
    held = len(at.done)
    steps: list[Step] = []
    here = _past_ended(at, regimen, circumstances.met)
    ahead = circumstances.ahead
    while here.phase < len(regimen.phases):
        phase = regimen.phases[here.phase]
        if phase.count is None:
            if not ahead:
                break
            ahead -= 1
        if left is not None and held + len(steps) >= left:
            return tuple(steps), True
        every = phase.reassess_every
        steps.append(
            Step(
                number=held + len(steps) + 1,
                phase=phase.id,
                of_phase=here.count + 1,
                spacing=_spacing(here, regimen, spacings, first=not steps),
                reassess=here.reassess
                or bool(every and here.count and not here.count % every),
            )
        )
        here = _one_more(evolve(here, reassess=False), regimen, circumstances.met)
    return tuple(steps), False


def sessions_within(limit: Quantity, each: Quantity) -> int:
    """
    How many sessions of an amount each a limit of a substance allows.

    Raises:
        Misuse: The two measure different things, or nothing is given.
    """
    if each <= each * 0:
        raise Misuse(
            f'"{each}" a session is no amount.', now="Write what one session gives."
        )
    return int(limit.share_of(each))


def _spacing(
    at: Stand, regimen: Regimen, spacings: dict[str, Spacing], *, first: bool
) -> Spacing:
    if at.last is None and first:
        return spacings[regimen.begin]
    phase = regimen.phases[min(at.phase, len(regimen.phases) - 1)]
    begins = not at.count and at.phase and phase.first
    return spacings[phase.first if begins else phase.spacing]


def _one_more(at: Stand, regimen: Regimen, met: tuple[str, ...] = ()) -> Stand:
    return _past_ended(evolve(at, count=at.count + 1), regimen, met)


def _past_ended(at: Stand, regimen: Regimen, met: tuple[str, ...]) -> Stand:
    # The next phase begins when one is complete, or its condition to stop is met.
    while at.phase < len(regimen.phases):
        phase = regimen.phases[at.phase]
        full = phase.count is not None and at.count >= phase.count
        if not full and not set(phase.stop_when).intersection(met):
            break
        at = evolve(at, phase=at.phase + 1, count=0)
    return at


def _ruled(at: Stand, phase: Phase) -> Stand:
    match phase.late:
        case "repeat":
            return evolve(at, count=max(at.count - 1, 0))
        case "start again":
            return evolve(at, count=0)
        case "re-assess":
            return evolve(at, reassess=True)
        case _:
            return at


def _late(phase: Phase, rungs: Rungs) -> Reason:
    limit = rungs.overdue_after
    until = (("until", limit.isoformat()),) if limit else ()
    return Reason(
        code=f"late: {phase.late}",
        key="course-late",
        values=(("phase", phase.id), ("rule", phase.late), *until),
    )


def _count(
    at: Stand,
    held: SlotDelivered,
    regimen: Regimen,
    circumstances: Circumstances,
    zone: tzinfo,
) -> Stand:
    reasons: tuple[Reason, ...] = ()
    counted = True
    phase = regimen.phases[min(at.phase, len(regimen.phases) - 1)]
    rungs = rungs_next(at, regimen, circumstances, zone)
    stood = place(rungs, held.at, zone)
    if stood == OVERDUE:
        at = _ruled(at, phase)
        reasons = (_late(phase, rungs),)
    elif stood in {EARLY, NEVER}:
        counted = stood == EARLY
        below = rungs.earliest if counted else rungs.never_before
        values = (("phase", phase.id), ("from", below.isoformat()))
        reasons = (Reason(code=stood, key="course-early", values=values),)
    done = Done(
        number=len(at.done) + 1,
        phase=phase.id,
        of_phase=at.count + 1,
        at=held.at,
        counted=counted,
        reasons=reasons,
    )
    at = evolve(at, last=held.at, done=(*at.done, done))
    if not counted:
        return at
    at = evolve(at, reassess=at.reassess and stood == OVERDUE)
    # What is true now need not have been true then.
    return _one_more(at, regimen)
