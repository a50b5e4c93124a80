"""
Who is due: how the next session of a plan stands on a day, from what is stored alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.course.ladder import NEVER, place_on

if TYPE_CHECKING:
    from datetime import date

    from planner.model.course import Plan

WAITS_FOR_TEST = "waiting for a test"
WAITS_FOR_PRESCRIBER = "waiting for a prescriber"
WAITS = "waiting"
ENDED = "ended"


def stands(plan: Plan, *, today: date, test_day: date | None = None) -> str:
    """
    How the next session stands: waiting, ended, or its place on the ladder (`PLACES`).

    `test_day` is the clinic's day on which its new skin test is placed, as long
    as that test is not done; on that day and after it, it is waited for.
    """
    codes = {each.code for each in plan.waits}
    if "prescriber" in codes:
        return WAITS_FOR_PRESCRIBER
    if codes:
        return ENDED if codes & {"refused", "ended"} else WAITS
    if not plan.slots:
        return ENDED
    place = place_on(plan.slots[0].rungs, today)
    waits = test_day is not None and today >= test_day
    return WAITS_FOR_TEST if waits and place != NEVER else place
