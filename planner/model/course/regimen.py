"""
What a protocol version says about a course: phases, conflicts in time, test times.
"""

from __future__ import annotations

from planner.model.course.spacing import Spacing, Span
from planner.model.frozen import frozen

LATE_RULES = ("go on", "repeat", "re-assess", "start again")


@frozen(kw_only=True)
class Phase:
    """
    One stretch of a course: so many sessions at one spacing.

    `count` is none for maintenance that goes on without limit. `first` is the spacing of
    its first session after the phase before, where that differs. `late` says what follows
    when a session comes after its overdue-after; `stop_when` names a condition.
    """

    id: str
    spacing: str
    count: int | None
    late: str
    first: str = ""
    reassess_every: int | None = None
    stop_when: str = ""
    source: tuple[str, ...] = ()


@frozen(kw_only=True)
class ConflictInTime:
    """
    What must not stand near a session: how long before and after a session it waits.

    `before` is from the other thing to the session, `after` from the session to it.
    """

    id: str
    before: Span
    after: Span
    hard: bool
    weight: int = 1
    source: tuple[str, ...] = ()


@frozen(kw_only=True)
class TestTimes:
    """
    When a skin test is read and how long it counts, as the protocol's gates say.
    """

    read_from: Span
    read_to: Span
    late_from: Span
    late_to: Span
    valid_for: Span


@frozen(kw_only=True)
class Regimen:
    """
    What a protocol version says about a course.

    `begin` is the spacing of the first session, counted from the day the course was
    agreed; `within` how far ahead dates are searched.
    """

    protocol: str
    version: str
    spacings: tuple[Spacing, ...]
    phases: tuple[Phase, ...]
    begin: str
    most_sessions: int | None
    within: Span
    test: TestTimes | None = None
