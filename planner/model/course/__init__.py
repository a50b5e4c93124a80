"""
Courses: spans as people write them, spacing, phases, what dates must respect, and plans.

`Indication`, `Spacing`, `Phase`, `ConflictInTime` and `Call` are cards of a protocol;
`Circumstances` are this patient's and this clinic's; `Slot` and `Plan` are what was worked
out from both. What is worked out carries reasons, never sentences.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.course.circumstances import (
        Circumstances,
        Lasting,
        Tested,
        Visits,
    )
    from planner.model.course.constraints import (
        WEEKDAYS,
        Absences,
        Apart,
        AtHours,
        AtMost,
        Bounds,
        ClosedDays,
        Constraint,
        Cycle,
        OnWeekdays,
        Opening,
        OpeningHours,
        Period,
        Season,
        minutes,
    )
    from planner.model.course.plan import FEW, Conflict, Done, Plan, Reason, Rungs, Slot
    from planner.model.course.regimen import (
        COURSE_WORDS,
        LATE_RULES,
        Call,
        ConflictInTime,
        Indication,
        Phase,
        Regimen,
        TestTimes,
    )
    from planner.model.course.spacing import NO_LIMIT, Spacing, Span

# Each name is loaded when it is first asked for: who asks about one session needs the
# cards of a protocol, and neither constraints nor plans.
_ROOMS = {
    "Circumstances": "circumstances",
    "Lasting": "circumstances",
    "Tested": "circumstances",
    "Visits": "circumstances",
    "WEEKDAYS": "constraints",
    "Absences": "constraints",
    "Apart": "constraints",
    "AtHours": "constraints",
    "AtMost": "constraints",
    "Bounds": "constraints",
    "ClosedDays": "constraints",
    "Constraint": "constraints",
    "Cycle": "constraints",
    "OnWeekdays": "constraints",
    "Opening": "constraints",
    "OpeningHours": "constraints",
    "Period": "constraints",
    "Season": "constraints",
    "minutes": "constraints",
    "FEW": "plan",
    "Conflict": "plan",
    "Done": "plan",
    "Plan": "plan",
    "Reason": "plan",
    "Rungs": "plan",
    "Slot": "plan",
    "COURSE_WORDS": "regimen",
    "LATE_RULES": "regimen",
    "Call": "regimen",
    "ConflictInTime": "regimen",
    "Indication": "regimen",
    "Phase": "regimen",
    "Regimen": "regimen",
    "TestTimes": "regimen",
    "NO_LIMIT": "spacing",
    "Spacing": "spacing",
    "Span": "spacing",
}


def __getattr__(name: str) -> object:
    room = _ROOMS.get(name)
    if room is None:
        raise AttributeError(name)
    found: object = getattr(import_module(f"planner.model.course.{room}"), name)
    globals()[name] = found
    return found


__all__ = [
    "COURSE_WORDS",
    "FEW",
    "LATE_RULES",
    "NO_LIMIT",
    "WEEKDAYS",
    "Absences",
    "Apart",
    "AtHours",
    "AtMost",
    "Bounds",
    "Call",
    "Circumstances",
    "ClosedDays",
    "Conflict",
    "ConflictInTime",
    "Constraint",
    "Cycle",
    "Done",
    "Indication",
    "Lasting",
    "OnWeekdays",
    "Opening",
    "OpeningHours",
    "Period",
    "Phase",
    "Plan",
    "Reason",
    "Regimen",
    "Rungs",
    "Season",
    "Slot",
    "Spacing",
    "Span",
    "TestTimes",
    "Tested",
    "Visits",
    "minutes",
]
