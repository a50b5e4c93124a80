"""
A course from the terminal to paper.
"""

from __future__ import annotations

import json

import pytest

from planner.clinic import office
from planner.clinic.desk import Desk
from planner.clinic.printing import words_of
from planner.journal.sqlite import SqliteJournal
from planner.model.person import Actor

DOCTOR = Actor(id="dr-moreau", role="physician")


@pytest.fixture
def course(door):
    """
    A course that was accepted, of a patient who has no session.
    """
    door("clinic", "set", "opening-hours=mon-fri 09:00-18:00")
    with SqliteJournal.open(door.journal) as journal:
        desk = Desk(journal, door.clock, door.ids)
        patient = office.add_patient(desk, {"name": "Ann <b>Example</b>"}, by=DOCTOR)
    shown = door(
        *("course", "plan", patient, "--indication", "musculoskeletal-pain"),
        *("--accept", "--json"),
    )
    assert shown.code == 0, shown.err
    return json.loads(shown.out)["course"]


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_course_is_printed_as_a_page(door, course, tmp_path, paper):
    """
    The command says what it printed and where; the name stands as it was typed.
    """
    file = tmp_path / "course.html"

    shown = door("course", "print", course, "-o", file, "--paper", paper)

    page = file.read_text(encoding="utf-8")
    assert (shown.out, shown.err) == (f"Printed: course, to {file}.\n", "")
    assert shown.code == 0
    assert f"size: {paper};" in page
    assert "<b>Example" not in page
    assert "Ann <b>Example</b>" in words_of(page)


def test_a_program_is_told_what_was_printed(door, course, tmp_path):
    """
    The sheet and its file.
    """
    file = tmp_path / "letter.html"

    shown = door(*("course", "print", course, "--letter", "Eliquis", "-o", file, "--json"))

    assert json.loads(shown.out) == {
        "format": 1,
        "verdict": "done",
        "sheet": "prescriber-letter",
        "file": str(file),
        "not_read": [],
    }


def test_a_course_that_is_not_there_is_a_fault(door, tmp_path):
    """
    Nothing is written.
    """
    file = tmp_path / "course.html"

    shown = door("course", "print", door.session, "-o", file)

    assert shown.code == 2
    assert shown.err == (
        f'There is no course "{door.session}" in this journal.\n'
        "  Now  See: mesoplan course due\n"
    )
    assert not file.exists()
