"""
What a search is asked, and what it finds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

if TYPE_CHECKING:
    from datetime import tzinfo

    from planner.course.free import Choice
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
