"""
Writing a protocol at the terminal: begun, checked, compared, sealed.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from planner import library
from planner.cli.root import ROOT
from planner.cli.terminal import Terminal
from planner.clinic import office
from planner.clinic.clock import SetClock
from planner.clinic.opening import open_desk
from planner.model.entries import clinic as of_clinic
from planner.model.person import Actor, Staff

BY = Actor(id="dr-lin", role="physician")


@pytest.fixture
def typed(tmp_path):
    """
    A way to type a command, with a set clock and a journal of its own.
    """
    clock = SetClock(datetime(2026, 11, 22, 9, 0, tzinfo=UTC))

    def run(*words):
        result = CliRunner().invoke(
            ROOT,
            ["--journal", str(tmp_path / "journal.sqlite"), *map(str, words)],
            prog_name="mesoplan",
            obj=Terminal(clock=clock),
        )
        return result.exit_code, result.output

    return run


@pytest.fixture
def begun(typed, tmp_path):
    """
    The file of a protocol that was begun.
    """
    file = tmp_path / "own" / "north-clinic" / "2026-1.toml"
    code, out = typed("protocol", "new", "north-clinic", "-o", file)
    assert (code, out.splitlines()[0]) == (
        0,
        f"Begun: {file}, which extends mesotherapy 2026-1.",
    )
    return file


def uncomment(cases):
    """
    Do what the begun file of cases asks for: take away the # "from here on".
    """
    head, _, offer = cases.read_text(encoding="utf-8").partition("from here on.\n")
    lines = [line.removeprefix("#").removeprefix(" ") for line in offer.splitlines()]
    cases.write_text("\n".join([head, *lines, ""]), encoding="utf-8")


def test_what_is_begun_lacks_only_its_cases(typed, begun):
    """
    It loads, and check asks for the cases of its own gate and nothing else.
    """
    code, out = typed("protocol", "check", begun, "--json")

    assert code == 2
    (finding,) = json.loads(out)["findings"]
    assert finding["rule"] == "missing-case"
    assert "north-clinic-not-explained" in finding["what"]
    assert library.load(begun).digest != library.load_shipped("mesotherapy").digest


def test_the_lines_to_uncomment_make_a_protocol_that_loads(begun):
    """
    What the remark offers can be done.
    """
    text = begun.read_text(encoding="utf-8")
    head, _, offer = text.rpartition("\n# [[gate]]\n")
    offer = "[[gate]]\n" + offer.replace("# ", "")
    offer = offer.replace('"18 year"', '"21 year"').replace('"18 years by', '"21 years by')
    begun.write_text(f"{head}\n{offer}", encoding="utf-8")

    held = library.load(begun)

    changes = library.compare(library.load_shipped("mesotherapy"), held)
    assert any(each.kind == "changed" and each.card == "gate" for each in changes)
    assert held.gate["under-age"].needed == "21 years by the date of birth"


def test_a_bound_that_moved_away_from_its_words_is_found(typed, begun):
    """
    An author who writes the number alone is told what a refusal would say.
    """
    with begun.open("a", encoding="utf-8") as file:
        file.write('\n[[gate]]\nid = "under-age"\nat_least = "21 year"\n')

    _, out = typed("protocol", "check", begun, "--json")

    assert [
        each["what"]
        for each in json.loads(out)["findings"]
        if each["rule"] == "number-in-words"
    ] == [
        (
            'The gate "under-age" compares with at_least "21 year", and asks for '
            '"18 years by the date of birth".'
        )
    ]


def test_the_cases_to_uncomment_hold_and_check_is_content(typed, begun):
    """
    Whoever follows the file has a protocol that passes check, its cases and coverage.
    """
    uncomment(begun.with_name("cases.toml"))

    assert typed("protocol", "check", begun) == (
        0,
        "1 protocol checked: nothing was found.\n",
    )
    assert typed("protocol", "cases", begun) == (0, "3 of 3 cases held.\n")
    code, out = typed("protocol", "cases", begun, "--coverage")
    assert (code, out.splitlines()) == (
        0,
        [
            "3 of 3 outcomes of gates are visited.",
            "0 of 0 sides of numbers are visited.",
        ],
    )


def test_without_a_file_of_cases_they_are_missing(typed, begun):
    """
    A file that is not there shows nothing.
    """
    begun.with_name("cases.toml").unlink()

    code, out = typed("protocol", "check", begun, "--json")

    assert code == 2
    (finding,) = json.loads(out)["findings"]
    assert finding["rule"] == "missing-case"


@pytest.mark.parametrize("name", ["North", "a b", "mesotherapy", "x" * 60, "-"])
def test_what_is_no_id_is_told(typed, tmp_path, name):
    """
    Nothing is written then.
    """
    file = tmp_path / "a" / "2026-1.toml"
    code, _ = typed("protocol", "new", "-o", file, "--", name)

    assert code == 2
    assert not file.exists()


def test_nothing_is_written_over(typed, begun):
    """
    A file that is there is left as it is.
    """
    before = begun.read_text(encoding="utf-8")
    code, out = typed("protocol", "new", "other", "-o", begun)

    assert code == 2
    assert "is there already" in out
    assert begun.read_text(encoding="utf-8") == before


def test_own_protocols_are_listed_and_shown(typed, begun):
    """
    With what they stand on, and whether they are forks.
    """
    own = begun.parent.parent
    _, out = typed("--protocols", own, "protocol", "list")
    assert "north-clinic  2026-1  Extends mesotherapy 2026-1" in out

    text = begun.read_text(encoding="utf-8")
    begun.write_text(text.replace("[protocol]", "[protocol]\nfork = true"))
    _, out = typed("protocol", "--protocols", own, "show", "north-clinic")
    assert "Locally modified: a fork of mesotherapy 2026-1" in out
    _, out = typed("--protocols", own, "protocol", "list", "--json")
    assert [each["own"] for each in json.loads(out)["protocols"]].count(True) == 1

    begun.write_text("[protocol]\n")
    _, out = typed("--protocols", own, "protocol", "list")
    assert "does not load" in out


def test_the_difference_is_told_in_words(typed, begun):
    """
    What came, what changed, and which way.
    """
    code, out = typed("protocol", "diff", "mesotherapy", begun)

    assert code == 0
    assert "3 changes: 1 other, 2 tighter." in out
    assert 'added    gate "north-clinic-not-explained" (tighter)' in out
    assert "No session is open." in out
    _, out = typed("protocol", "diff", begun, begun)
    assert "They say the same." in out


def test_open_sessions_are_told_of(typed, begun, tmp_path):
    """
    A session keeps its version; a new one needs the new version approved.
    """
    protocol = library.load_shipped("mesotherapy")
    desk = open_desk(tmp_path / "journal.sqlite")
    staff = Staff(id="dr-lin", name="Dr Lin", role="physician")
    office.record_clinic(desk, of_clinic.StaffRegistered(staff=staff), by=BY)
    office.approve(desk, protocol, by=BY, named=())
    patient = office.add_patient(
        desk, {"name": "Anna Example", "birth_date": "1985-06-14"}, by=BY
    )
    opened = office.open_session(desk, patient, protocol, by=BY)
    desk.journal.close()

    code, out = typed("protocol", "diff", protocol.digest[:12], begun)

    assert code == 0
    assert f"{opened.session.id} (anamnesis) goes on under mesotherapy 2026-1" in out
    assert "kept as they were: north-clinic-not-explained." in out
    assert "cannot begin under north-clinic 2026-1 before it is approved" in out

    _, out = typed("protocol", "diff", "mesotherapy", begun, "--json")
    table = json.loads(out)
    assert table["format"] == 1
    assert table["sessions"][0]["affected"] is True
    assert {each["way"] for each in table["changes"]} == {"tighter", "other"}

    _, out = typed("protocol", "diff", begun, "mesotherapy", "--json")
    assert json.loads(out)["sessions"][0]["affected"] is False
    code, out = typed("protocol", "diff", "0" * 12, begun)
    assert (code, "holds no protocol" in out) == (2, True)


def test_only_what_check_passes_is_sealed(typed, begun):
    """
    A release has nothing left to find; then it is a line, once.
    """
    code, out = typed("protocol", "seal", begun)
    assert (code, out.startswith("1 finding: only what")) == (2, True)
    cases = begun.with_name("cases.toml")
    begun_with = cases.read_text(encoding="utf-8")
    cases.unlink()
    code, out = typed("protocol", "seal", begun)
    assert (code, out.startswith("1 finding: only what")) == (2, True)
    cases.write_text(begun_with, encoding="utf-8")
    uncomment(cases)

    code, out = typed("protocol", "seal", begun)
    assert (code, out.splitlines()[0]) == (0, "north-clinic 2026-1 is sealed.")
    _, out = typed("protocol", "seal", begun)
    assert out.splitlines()[0] == "north-clinic 2026-1 is sealed already."

    begun.write_text(begun.read_text(encoding="utf-8").replace("costs?", "is?"))
    code, out = typed("protocol", "check", begun)
    assert code == 2
    assert "north-clinic 2026-1 is sealed with the digest" in out


def test_what_an_editor_needs_is_printed(typed):
    """
    As JSON and nothing else.
    """
    for more in ((), ("--lists",)):
        code, out = typed("protocol", "schema", *more)
        assert code == 0
        assert json.loads(out)["type"] == "object"
