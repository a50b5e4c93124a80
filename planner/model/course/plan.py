"""
What was worked out: slots with their reasons, sessions held, and the whole plan.
"""

from __future__ import annotations

from datetime import date, datetime

from planner.model.frozen import frozen

# Up to so many hard constraints the smallest set that conflicts is found.
FEW = 10


@frozen(kw_only=True)
class Reason:
    """
    Why: a code, the key of a sentence pattern, and its values as text.

    Days and instants are ISO 8601, instants in UTC.
    """

    code: str
    key: str
    values: tuple[tuple[str, str], ...] = ()


@frozen(kw_only=True)
class Rungs:
    """
    A spacing counted from one session: five days, the last one none without a limit.

    `recommended_to` and `overdue_after` still count as in time. `instants` are the same
    five where the spacing is in hours.
    """

    never_before: date
    earliest: date
    recommended_from: date
    recommended_to: date
    overdue_after: date | None
    instants: tuple[datetime, ...] = ()


@frozen(kw_only=True)
class Slot:
    """
    When one session falls due, and why then.

    `number` counts the sessions of the course from 1, `of_phase` those of the phase.
    `test_at` and `read_at` are there where a new skin test is needed; `misses` are the
    wishes this date does not keep, `needs` what must be renewed before it.
    """

    number: int
    phase: str
    of_phase: int
    at: datetime
    day: date
    rungs: Rungs
    test_at: datetime | None = None
    read_at: datetime | None = None
    reassess: bool = False
    reasons: tuple[Reason, ...] = ()
    misses: tuple[Reason, ...] = ()
    needs: tuple[Reason, ...] = ()


@frozen(kw_only=True)
class Done:
    """
    A session of the course that was held; `counted` says whether its phase counts it.
    """

    number: int
    phase: str
    of_phase: int
    at: datetime
    counted: bool
    reasons: tuple[Reason, ...] = ()


@frozen(kw_only=True)
class Plan:
    """
    A whole course: what was held, the dates to come, and what it waits for.
    """

    course: str
    protocol: str
    version: str
    zone: str
    done: tuple[Done, ...] = ()
    slots: tuple[Slot, ...] = ()
    waits: tuple[Reason, ...] = ()
    reasons: tuple[Reason, ...] = ()


@frozen(kw_only=True)
class Conflict:
    """
    No dates: which constraints cannot all be met, by their ids.

    `slot` is the first session that finds no date, `constraints` the smallest set that
    conflicts, or, where `smallest` is false, one from which nothing can be left out. It
    is empty where the ladder alone finds no date.
    """

    course: str
    slot: int
    phase: str
    constraints: tuple[str, ...]
    smallest: bool
    reasons: tuple[Reason, ...] = ()
