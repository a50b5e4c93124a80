"""
What a course learns: a medicine, a letter, a session; once, and only what concerns dates.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

import given
from planner.course.following import begun
from planner.model.person import Medicine

AT = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


def told(name, prescribed="no", last=None, classes=None):
    """
    What it means that a patient takes a medicine.
    """
    medicine = Medicine(name=name, prescribed=prescribed, last_dose=last)
    return begun(medicine, given.the_protocol(), given.PARIS, at=AT, classes=classes)


@pytest.mark.rule(18, 20)
@pytest.mark.parametrize("prescribed", ["yes", "no", "does not know"])
def test_a_prescribed_antithrombotic_waits_for_its_prescriber(prescribed):
    """
    Whatever the patient says of it; and no interval of its own is held against the dates.
    """
    made = told("apixaban", prescribed)

    assert made.asks_prescriber
    assert made.clear_from is None


@pytest.mark.rule(18)
def test_a_self_taken_medicine_holds_the_dates_off_by_its_own_interval():
    """
    Counted from its last dose; one that is prescribed, or may be, is its prescriber's.
    """
    vocabulary = given.the_protocol().vocabulary
    interval = vocabulary.medicine_named("ibuprofen").interval

    made = told("ibuprofen", last=AT)

    assert not made.asks_prescriber
    assert made.clear_from is not None
    assert made.clear_from > date(2026, 3, 2)
    assert interval is not None
    assert told("ibuprofen", "yes").asks_prescriber
    assert told("ibuprofen", "does not know").asks_prescriber


@pytest.mark.parametrize("ahead", ["0 min", "1 min", "70 years"])
def test_a_last_dose_that_is_still_to_come_is_counted_from_today(ahead):
    """
    A slip of the year plans no course in another century.
    """
    number, unit = ahead.split()
    later = timedelta(minutes=int(number)) * (1 if unit == "min" else 525_600)

    assert told("aspirin", last=AT + later).clear_from == told("aspirin").clear_from
    assert told("aspirin", last=AT - timedelta(days=1)).clear_from < (
        told("aspirin").clear_from
    )


def test_what_nobody_recognises_may_be_anything():
    """
    It waits for whoever knows it, until a physician has put it into classes.
    """
    assert told("Zyxomab").asks_prescriber
    assert told("Zyxomab", classes=()) is None
    assert told("Zyxomab", classes=("doac",)).asks_prescriber


def test_what_concerns_no_date_is_not_told():
    """
    A medicine that thins no blood and voids no test.
    """
    known = given.the_protocol().vocabulary
    harmless = next(
        each
        for each in known.medicines
        if each.interval is None
        and not any(
            known.medicine_class[name].voids_test
            or known.medicine_class[name].group == "prescribed-antithrombotic"
            for name in each.classes
        )
    )

    assert told(harmless.names[0]) is None


@pytest.mark.rule(14)
def test_what_voids_a_skin_test_is_told():
    """
    An antihistamine asks for a new test and nothing else.
    """
    made = told("cetirizine")

    assert made.voids_test
    assert not made.asks_prescriber
