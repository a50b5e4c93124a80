"""
The record for the chart: what really happened, with its corrections and differences.
"""

from __future__ import annotations

import pytest
from attrs import evolve

import given
from planner.clinic.letters import session_record
from planner.model.entries.care import CARE_ENTRIES
from planner.model.entries.session import SESSION_ENTRIES
from planner.sheets.render import render
from planner.sheets.rows.medicines import WITHHELD
from planner.sheets.rows.record import TELLERS
from planner.sheets.rows.saying import At
from sheets.making import HEAD, NAMES
from sheets.worked import after, seen_on, situation_of

LAST_DOSE = (
    "last-dose; from_=2026-03-04 08:00:00+00:00; item=Aspirin; "
    "last=2026-03-03 08:00:00+00:00"
)


def recorded(world):
    """
    The record of the session of a world.
    """
    told = situation_of(world)
    protocol = world.desk.protocol(told.session.digest)
    return session_record(told, protocol, head=HEAD, names=NAMES)


def rows(record):
    """
    Every row by its number in the journal.
    """
    return {row.number: row for day in record.days for row in day.rows}


def said(row):
    """
    What a row says, as pairs.
    """
    return [(each.what, each.says) for each in row.lines]


def test_every_kind_of_entry_has_its_words():
    """
    No entry a session may hold is left out of its record.
    """
    assert set(TELLERS) == {*SESSION_ENTRIES, *CARE_ENTRIES}


def test_every_entry_of_the_journal_stands_in_the_record_once():
    """
    The numbers of the rows are the numbers of the journal.
    """
    world = given.a_world("at-the-door")
    record = recorded(world)
    numbers = [int(row.number) for day in record.days for row in day.rows]

    assert sorted(numbers) == [e.seq for e in situation_of(world).session.entries]
    assert [day.day for day in record.days] == [
        "Monday 2 March 2026",
        "Wednesday 4 March 2026",
    ]
    assert record.differing == ()


def test_a_correction_stands_beside_what_it_corrects():
    """
    The first value is still there; both entries say what became of it, and where.
    """
    record = recorded(after("amended-volume"))
    wrong, right = rows(record)["38"], rows(record)["41"]

    assert ("volume", "1 mL") in said(wrong)
    assert wrong.marks == ("corrected by no. 41: volume: 1 mL becomes 0.9 mL",)
    assert right.title == "Correction"
    assert right.marks == ("corrects no. 38: volume: 1 mL becomes 0.9 mL",)
    assert record.differing == (wrong, right)
    assert [(row.planned, row.given, row.mark) for row in record.given] == [
        ("1 mL", "1 mL", ""),
        ("1 mL", "0.9 mL", "less than planned"),
    ]


def test_what_was_entered_by_mistake_is_called_so_and_counted_apart():
    """
    It stays in its place, and the sum of what went in leaves it out and says so.
    """
    record = recorded(after("delivery-marked-in-error"))

    assert rows(record)["38"].marks == ("entered by mistake, says no. 41",)
    assert rows(record)["41"].marks == ("takes back no. 38",)
    assert record.given[1].given == "–"
    assert record.given[1].mark == (
        "nothing went in; 1 mL entered by mistake, not counted here"
    )


def test_another_lot_than_planned_stands_as_not_in_the_plan():
    """
    What went in from a lot nobody planned is a row of its own, and the plan's is short.
    """
    record = recorded(after("wrong-lot-already-injected"))
    marked = [row for row in record.differing if row.title == "Injection"]

    assert [row.marks for row in marked] == [("past the plan or a gate",)]
    assert [(row.product, row.given, row.mark) for row in record.given] == [
        ("Silicea meso SI-2041", "–", "nothing went in"),
        ("Lidovit meso LV-7730", "–", "nothing went in"),
        ("Silicea meso SI-9999", "0.5 mL", "not in the plan"),
    ]


def test_a_time_typed_later_says_when_it_was_entered():
    """
    A row stands where it happened, and says that it was entered later, and from what.
    """
    record = recorded(after("paper-period"))
    (row,) = [row for row in record.differing if row.title == "Injection"]

    assert row.at == "09:25"
    assert row.marks == (
        "past the plan or a gate",
        "time from a paper period",
        "entered later: 4 March 2026, 09:35",
    )


def test_a_decision_says_what_was_seen_and_who_decided():
    """
    Gate, what was seen, why, and by whom in which role.
    """
    record = recorded(after("a-decision-lapses"))
    (row,) = [r for r in rows(record).values() if "decided" in r.title]

    assert said(row)[0] == ("gate", "Diabetes")
    assert said(row)[-1] == ("because", "Well controlled for years.")
    assert dict(said(row))["seen"].endswith("yes, without insulin")
    assert row.by == "Dr Claire Moreau (physician, claimed)"


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("value-seen; at=None; quantity=182 mmHg; value=systolic", "pressure 182 mmHg"),
        ("contains; found=('a', 'b'); item=Lidovit", "Lidovit contains a and b"),
        (
            LAST_DOSE,
            "Aspirin: last dose 3 March 2026, 09:00, long enough from 4 March 2026, 09:00",
        ),
        ("needle-seen; diameter=0.30 mm; gauge=30G", "30G 0.3 mm"),
        ("no longer a pattern; a=1", "no longer a pattern; a=1"),
    ],
)
def test_what_an_opening_is_bound_to_is_read_back_as_words(token, words):
    """
    Values come back as what they were; words of another version stand as they are.
    """
    told = situation_of(given.a_world("injecting"))
    at = At(situation=told, protocol=given.the_protocol(), dates=True)

    assert words in at.seen(token)


@pytest.mark.rule(20)
def test_no_hold_date_stands_in_the_record_before_the_late_reading_is_negative():
    """
    What the prescriber agreed is on record, its dates are not yet on paper.
    """
    record = recorded(after("no-hold-date-before-the-late-reading"))
    (row,) = [r for r in rows(record).values() if "answered" in r.title]

    assert dict(said(row))["last dose"] == WITHHELD
    assert dict(said(row))["taken again from"] == WITHHELD


def test_the_record_says_how_the_session_ended():
    """
    Stage, by whom, why, and how much was recorded.
    """
    record = recorded(after("reaction-at-minute-7"))
    page = seen_on(render("session-record", record))

    assert record.ending.over
    assert "Ended: Transferred Since 4 March 2026, 10:50, by Dr Claire Moreau." in page
    assert "Because: To hospital by ambulance. 48 entries, 0 corrections, 2 visits." in page


def test_a_session_without_an_entry_of_note_still_prints():
    """
    Nothing planned, nothing given: the record says so in words.
    """
    world = given.a_world("patient")
    record = evolve(recorded(world), days=())
    page = seen_on(render("session-record", record))

    assert "Nothing was planned, and nothing went in." in page
    assert "Nothing is on record as introduced." in page
    assert "Nothing was corrected, and nothing differs from the plan." in page
