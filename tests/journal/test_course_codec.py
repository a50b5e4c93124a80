"""
Plans, constraints and what happened in a course go into bytes and come back the same.
"""

from __future__ import annotations

from datetime import date

import pytest
from attrs import evolve

from course.courses import (
    AGREED,
    NOW,
    TEST,
    a_cycle,
    a_phase,
    a_regimen,
    apart,
    around,
    at_hours,
    away,
    bounds,
    closed,
    held,
    morning,
    on_days,
    opening,
    summer,
)
from planner.course.planning import plan_course
from planner.errors import JournalDamaged
from planner.journal.codec import decode, encode
from planner.model.course import AtMost, Plan, Span
from planner.model.entries import course as told
from planner.model.entries import kinds

EVERY = (
    opening(),
    closed(date(2026, 5, 1)),
    away(date(2026, 4, 13), date(2026, 4, 17)),
    on_days("tuesday"),
    at_hours("09:00", "12:00"),
    apart(date(2026, 4, 1), "7 d", "14 d"),
    bounds(not_after=date(2026, 12, 1)),
    a_cycle(date(2026, 2, 20)),
    summer(),
    AtMost(id="dose", code="dose", hard=True, sessions=3, over=Span("30 d")),
)
CIRCUMSTANCES = around(
    *EVERY, reading_lead=Span("24 h"), session_dose=(("lidocaine", "20 mg"),)
)


def there_and_back(payload):
    """
    A payload as it is read after it was stored.
    """
    return decode(payload.kind, payload.v, encode(payload))


def a_plan():
    """
    A plan with slots, reasons, tests and what is missed.
    """
    regimen = a_regimen(a_phase(count=3), test=TEST)
    later = morning(AGREED, 12)
    plan = plan_course(regimen, around(*EVERY[:-1]), (held(1, morning(AGREED)),), now=later)
    assert isinstance(plan, Plan)
    return plan


@pytest.mark.parametrize("each", EVERY, ids=lambda each: type(each).__name__)
def test_every_constraint_comes_back_as_it_was(each):
    """
    Each kind of constraint is told apart by its own fields, alone and among others.
    """
    stated = evolve(CIRCUMSTANCES, constraints=(each, *EVERY))
    stored = told.CircumstancesStated(circumstances=stated)

    assert there_and_back(stored) == stored


def test_a_plan_comes_back_as_it_was():
    """
    Slots, what was held, tests and reasons.
    """
    stored = told.CoursePlanned(plan=a_plan())

    assert stored.plan.slots
    assert stored.plan.done
    assert there_and_back(stored) == stored


def test_what_happened_comes_back_as_it_was():
    """
    Every kind of event, with and without what may be left out.
    """
    events = (
        held(1, NOW),
        told.SlotBound(slot=1, session="s1", stands="recommended"),
        told.SlotMissed(slot=2, at=NOW),
        told.SlotRefused(slot=2, at=NOW, gates=("fever",), earliest=date(2026, 3, 9)),
        told.PatientReacted(session="s1", at=NOW),
        told.ReactionAnswered(at=NOW, dated=AGREED),
        told.MedicineBegun(
            medicine="ibuprofen",
            at=NOW,
            asks_prescriber=False,
            voids_test=False,
            clear_from=AGREED,
        ),
        told.PrescriberAnswered(medicine="apixaban", at=NOW),
        told.CourseVersionChanged(at=NOW, version="2026-2", digest="d"),
        told.CourseEnded(at=NOW, why="moved away"),
    )

    assert [there_and_back(each) for each in events] == list(events)


def test_every_entry_of_a_course_is_known_by_its_kind():
    """
    The journal reads each of them back.
    """
    assert {each.kind for each in told.COURSE_ENTRIES} <= set(kinds())


def test_a_constraint_of_no_kind_is_damage():
    """
    What no constraint has is not read as any of them.
    """
    stored = encode(told.CircumstancesStated(circumstances=CIRCUMSTANCES))
    changed = stored.replace(b'"closed":', b'"locked":')

    with pytest.raises(JournalDamaged) as caught:
        decode("circumstances-stated", 1, changed)

    assert str(caught.value) == (
        'An entry of kind "circumstances-stated" cannot be read. '
        "What is stored is not what was written. Run: mesoplan journal verify"
    )
