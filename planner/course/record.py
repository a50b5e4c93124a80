"""
What a course has become: the fold of its own stream.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from attrs import evolve

from planner.model.entries import course as told
from planner.model.frozen import frozen

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from planner.model.course import Circumstances, Plan
    from planner.model.entries import Entry
    from planner.model.entries.course import Happened

HAPPENED = get_args(told.Happened)


@frozen(kw_only=True)
class Course:
    """
    One course: what was agreed, what its dates respect, the plan that stands, and what
    came of it.

    `version` and `digest` are those it goes on under. `bound` are the sessions opened
    for its slots and `happened` what came of them, both in the order in which it was.
    """

    id: str
    patient: str
    protocol: str
    version: str
    digest: str
    indication: str
    agreed_on: date
    opened_at: datetime
    circumstances: Circumstances | None = None
    plan: Plan | None = None
    planned_at: datetime | None = None
    bound: tuple[told.SlotBound, ...] = ()
    happened: tuple[Happened, ...] = ()
    seq: int = 0

    @property
    def ended(self) -> bool:
        """
        Whether somebody ended it, or a final refusal did.
        """
        return any(
            isinstance(each, told.CourseEnded)
            or (isinstance(each, told.SlotRefused) and each.final)
            for each in self.happened
        )

    @property
    def open_binding(self) -> told.SlotBound | None:
        """
        The session opened last for a slot that has not come to anything yet.
        """
        settled = {
            each.session
            for each in self.happened
            if isinstance(each, told.SlotDelivered | told.SlotRefused)
        }
        # One opened earlier has come to an end, or was opened in error.
        last = self.bound[-1] if self.bound else None
        return last if last is not None and last.session not in settled else None


def fold_course(entries: Iterable[Entry]) -> Course:
    """
    Tell what a course's stream has become; the first entry opened it.
    """
    first, *rest = entries
    opened = first.payload
    assert isinstance(opened, told.CourseOpened)
    course = Course(
        id=opened.course,
        patient=opened.patient,
        protocol=opened.protocol,
        version=opened.version,
        digest=opened.digest,
        indication=opened.indication,
        agreed_on=opened.agreed_on,
        opened_at=first.recorded.at,
        seq=first.seq,
    )
    for entry in rest:
        course = evolve(_with(course, entry), seq=entry.seq)
    return course


def _with(course: Course, entry: Entry) -> Course:
    match entry.payload:
        case told.CircumstancesStated(circumstances=stated):
            return evolve(course, circumstances=stated)
        case told.CoursePlanned(plan=plan):
            return evolve(course, plan=plan, planned_at=entry.recorded.at)
        case told.SlotBound() as bound:
            return evolve(course, bound=(*course.bound, bound))
        case told.CourseVersionChanged(version=version, digest=digest) as changed:
            longer = evolve(course, version=version, digest=digest)
            return evolve(longer, happened=in_order(course.happened, (changed,)))
        case payload if isinstance(payload, HAPPENED):
            return evolve(course, happened=in_order(course.happened, (payload,)))
        case other:
            raise AssertionError(other)


def in_order(known: tuple[Happened, ...], new: Iterable[Happened]) -> tuple[Happened, ...]:
    """
    What has happened, by when it did; what was told first stands first of one instant.
    """
    return tuple(sorted((*known, *new), key=lambda each: each.at))
