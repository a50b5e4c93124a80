"""
Courses: spans as people write them, spacing, phases, what dates must respect, and plans.

`Indication`, `Spacing`, `Phase`, `ConflictInTime` and `Call` are cards of a protocol;
`Circumstances` are this patient's and this clinic's; `Slot` and `Plan` are what was worked
out from both. What is worked out carries reasons, never sentences.
"""

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
