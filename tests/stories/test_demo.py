"""
The demonstration, as a newcomer sees it.
"""

from __future__ import annotations

import pytest

from planner.clinic.demo import run
from planner.clinic.printing import words_of
from planner.errors import InputFault
from planner.journal.sqlite import SqliteJournal


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    """
    What one run says, and the folder it leaves.
    """
    out = tmp_path_factory.mktemp("demo") / "out"
    return tuple(run(out)), out


@pytest.mark.rule(3, 9, 30)
def test_it_refuses_first_and_walks_to_the_end(demonstration):
    """
    Refusals with their reasons, then both visits, then discharge.
    """
    lines, _ = demonstration
    text = "\n".join(lines)

    assert "NOT CLEARED: 40 of 43 gates are not open." in text
    assert text.count(": refused") == 6
    assert "self-taken-thinner  Aspirin 100  shut" in text
    assert "From 2 March 2026, 10:30." in " ".join(text.split())
    assert ": discharged. " in text
    assert "sound" in text


def test_the_session_is_one_of_a_course(demonstration):
    """
    The course is planned first, and counted anew from the session's last injection.
    """
    lines, out = demonstration
    text = "\n".join(lines)

    assert "accepted: course " in text
    assert "before                              after" in text
    with SqliteJournal.open(out / "journal.sqlite", read_only=True) as journal:
        (course,) = journal.streams("course:")
        kinds = [each.kind for each in journal.read(course)]
    assert kinds[-2:] == ["slot-delivered", "course-planned"]
    assert "slot-bound" in kinds


def test_it_leaves_the_sheets_and_a_sound_journal(demonstration):
    """
    The plan, the leaflet and the emergency sheet are on disk, marked as a rehearsal.
    """
    _, out = demonstration

    sheets = ("session-plan", "discharge-instructions", "emergency", "consent")
    for name in (*sheets, "session-record", "course"):
        words = words_of((out / f"{name}.html").read_text(encoding="utf-8"))
        assert "Rehearsal, not for clinical use" in words
        assert "Anna Example" in words
    with SqliteJournal.open(out / "journal.sqlite", read_only=True) as journal:
        assert journal.verify().ok


def test_a_second_run_writes_nothing_over(demonstration):
    """
    A folder that holds a rehearsed journal is refused, and stays as it is.
    """
    _, out = demonstration
    before = (out / "journal.sqlite").read_bytes()

    with pytest.raises(InputFault) as told:
        tuple(run(out))

    assert "is there already." in str(told.value)
    assert (out / "journal.sqlite").read_bytes() == before
