"""
Worked cases at the terminal: what held, what did not and why, and the report on disk.
"""

from __future__ import annotations

import json
from textwrap import dedent

import pytest
from click.testing import CliRunner

from planner.cli.root import ROOT
from planner.cli.terminal import Terminal
from planner.clinic.clock import SetClock
from planner.clinic.rehearse import BEGINS

CASES = """
[[case]]
id    = "patient-of-age"
tells = "A woman of forty is not under age."
gate  = "under-age"
move  = [
  { does = "clinic", emergency-number = "112", zone = "Europe/Paris" },
  { does = "staff", id = "dr-moreau", name = "Dr Claire Moreau", role = "physician" },
  { does = "approve" },
  { does = "patient", name = "Anna Example", birth_date = "1985-06-14" },
  { does = "session", at = "day 0 09:00" },
  { does = "why", to = "allergy-test", expect = { under-age = "open" } },
]
"""


@pytest.fixture
def typed(tmp_path):
    """
    A way to type a command, on a journal of its own.
    """

    def run(*words):
        result = CliRunner().invoke(
            ROOT,
            ["--journal", str(tmp_path / "journal.sqlite"), *map(str, words)],
            prog_name="mesoplan",
            obj=Terminal(clock=SetClock(BEGINS)),
        )
        return result.exit_code, result.output

    return run


@pytest.fixture
def file(tmp_path):
    """
    A file with one case, which holds.
    """
    path = tmp_path / "mine" / "cases.toml"
    path.parent.mkdir()
    path.write_text(dedent(CASES), encoding="utf-8")
    return path


def test_what_held_is_told(typed, file):
    """
    One line a case, and how many held.
    """
    code, out = typed("rehearse", file)

    assert code == 0
    assert out.splitlines() == [
        "held      patient-of-age: A woman of forty is not under age.",
        "1 of 1 cases held.",
    ]


def test_what_did_not_hold_is_told_with_its_reason(typed, file):
    """
    The move, what was expected, and how the gate stands instead. Exit code 1.
    """
    said = file.read_text(encoding="utf-8")
    file.write_text(said.replace('under-age = "open"', 'under-age = "shut"'))

    code, out = typed("rehearse", file)

    lines = out.splitlines()
    assert code == 1
    assert lines[0] == "NOT HELD  patient-of-age: A woman of forty is not under age."
    assert lines[1].startswith(
        "    move 6, why at 2026-03-02T08:00:00+00:00: under-age shut was expected,"
    )
    assert lines[2] == "      under-age: open, where shut was expected"
    assert lines[-1] == "0 of 1 cases held."


def test_the_report_is_left_on_disk(typed, file, tmp_path):
    """
    As text for a reader and as JSON for a program.
    """
    folder = tmp_path / "report"
    code, out = typed("rehearse", file, "--out", folder)

    assert code == 0
    assert out.splitlines()[-1] == f"The report is in {folder / 'rehearsal.txt'}."
    text = (folder / "rehearsal.txt").read_text(encoding="utf-8")
    assert text.splitlines()[-1] == "1 of 1 cases held."
    table = json.loads((folder / "rehearsal.json").read_text(encoding="utf-8"))
    assert table["format"] == 1
    assert [(each["case"], each["held"]) for each in table["cases"]] == [
        ("patient-of-age", True)
    ]


def test_a_folder_that_cannot_be_made_is_told(typed, file):
    """
    Where, why, and what to do now.
    """
    code, out = typed("rehearse", file, "--out", file / "report")

    assert code == 2
    assert "Nothing can be written there." in out
    assert "Name a folder that can be written." in out


def test_a_rule_is_explained(typed):
    """
    By the name that check gives it; a near name is offered for one it does not know.
    """
    code, out = typed("explain", "number-in-words")

    assert code == 0
    assert out.startswith("The words of a gate name another number")
    assert "\nWhat now:\n" in out
    code, out = typed("explain", "number-in-word")
    assert code == 2
    assert 'There is no rule "number-in-word". Did you mean "number-in-words"?' in out


def test_the_cases_of_a_protocol_tell_their_reason_too(typed, tmp_path):
    """
    What a case beside a protocol finds otherwise is told move by move.
    """
    begun = tmp_path / "own" / "2026-1.toml"
    assert typed("protocol", "new", "north-clinic", "-o", begun)[0] == 0
    wrong = CASES.replace('under-age = "open"', 'under-age = "unknown"')
    begun.with_name("cases.toml").write_text(dedent(wrong), encoding="utf-8")

    code, out = typed("protocol", "cases", begun)

    assert code == 1
    assert out.splitlines()[0] == (
        "NOT HELD  patient-of-age: A woman of forty is not under age."
    )
    assert "      under-age: open, where unknown was expected" in out.splitlines()
    assert out.splitlines()[-1] == "0 of 1 cases held."
