"""
Re-plan a course after something has happened, with before and after side by side.

Nothing is overwritten: a change is a proposal until somebody accepts it. The same story
told twice gives the same plan.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.course.history import reason_of
from planner.course.planning import plan_course
from planner.errors import Misuse
from planner.model.course import Conflict, Done, Plan, Reason, Slot
from planner.model.entries.course import CourseVersionChanged

if TYPE_CHECKING:
    from datetime import datetime

    from planner.model.course import Circumstances, Regimen
    from planner.model.entries.course import Happened


@frozen(kw_only=True)
class Pair:
    """
    One session before and after; a side is nothing where the plan has no such session.
    """

    number: int
    before: Slot | Done | None
    after: Slot | Done | None
    reasons: tuple[Reason, ...]

    @property
    def same(self) -> bool:
        """
        Whether nothing changes for this session.
        """
        return self.before == self.after


@frozen(kw_only=True)
class Change:
    """
    What re-planning would change, and because of what.
    """

    before: Plan
    after: Plan | Conflict
    pairs: tuple[Pair, ...]
    because: tuple[Reason, ...]

    @property
    def same(self) -> bool:
        """
        Whether it changes nothing.
        """
        return self.before == self.after


def replan(
    plan: Plan,
    happened: tuple[Happened, ...],
    regimen: Regimen,
    circumstances: Circumstances,
    *,
    now: datetime,
) -> Change:
    """
    Plan anew, after everything that has happened since the course was opened.

    `happened` is the whole story so far, in its order, not only what is new. Of plans as
    good, one that moves the fewest of the plan's appointments is taken.

    Raises:
        InputFault: Something handed in cannot be (see `plan_course`).
        Misuse: The plan is of another course, or of another version without a change.
    """
    _of_one_course(plan, happened, regimen, circumstances)
    given = tuple(each.at for each in plan.slots)
    after = plan_course(regimen, circumstances, happened, now=now, given=given)
    if plan == after:
        return Change(before=plan, after=after, pairs=_pairs(plan, plan), because=())
    return Change(
        before=plan,
        after=after,
        pairs=() if isinstance(after, Conflict) else _pairs(plan, after),
        because=tuple(reason_of(each) for each in happened),
    )


def _of_one_course(
    plan: Plan,
    happened: tuple[Happened, ...],
    regimen: Regimen,
    circumstances: Circumstances,
) -> None:
    if plan.course != circumstances.course or plan.protocol != regimen.protocol:
        raise Misuse(
            f'The plan is of the course "{plan.course}" under "{plan.protocol}", and'
            f' "{circumstances.course}" under "{regimen.protocol}" was handed in.',
            now="Hand in what belongs to the plan.",
        )
    changed = any(
        isinstance(each, CourseVersionChanged) and each.version == regimen.version
        for each in happened
    )
    if plan.version != regimen.version and not changed:
        raise Misuse(
            f'The plan was made under version "{plan.version}", and version'
            f' "{regimen.version}" was handed in.',
            now="Record the change of version first.",
        )


def _sessions(plan: Plan) -> tuple[Slot | Done, ...]:
    return (*plan.done, *plan.slots)


def _pairs(before: Plan, after: Plan) -> tuple[Pair, ...]:
    old: dict[int, Slot | Done] = {each.number: each for each in _sessions(before)}
    new: dict[int, Slot | Done] = {each.number: each for each in _sessions(after)}
    return tuple(
        Pair(
            number=number,
            before=old.get(number),
            after=new.get(number),
            reasons=_why(old.get(number), new.get(number), after),
        )
        for number in sorted(old.keys() | new.keys())
    )


def _why(
    old: Slot | Done | None, new: Slot | Done | None, after: Plan
) -> tuple[Reason, ...]:
    if old == new:
        return ()
    if new is None:
        return after.waits or after.reasons
    moved: tuple[Reason, ...] = ()
    # One that was held stands where it was held: it was not moved there.
    if old is not None and old.at != new.at and isinstance(new, Slot):
        values = (("before", old.at.isoformat()), ("after", new.at.isoformat()))
        code = "moved later" if new.at > old.at else "moved earlier"
        moved = (Reason(code=code, key="course-moved", values=values),)
    return (*moved, *new.reasons)
