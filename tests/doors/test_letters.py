"""
Consent, letters and the record from the terminal.
"""

from __future__ import annotations

import pytest

from planner.clinic.printing import words_of


@pytest.fixture
def listed(door):
    """
    A session with one prescribed blood thinner on its list.
    """
    taken = '{"medicines": [{"name": "Eliquis 5", "prescribed": "yes"}], "complete": true}'
    shown = door("session", "record", door.session, "-", stdin=taken)
    assert shown.code == 0, shown.err
    return door


@pytest.mark.parametrize(
    ("name", "sheet", "words"),
    [
        ("consent", "consent", "Before you agree"),
        ("record", "session-record", "Session record"),
    ],
)
def test_a_sheet_is_printed_to_a_file(at, tmp_path, name, sheet, words):
    """
    The command says what it printed and where.
    """
    door = at("tested")
    file = tmp_path / "sheet.html"

    shown = door("print", name, door.session, "-o", file)

    assert (shown.out, shown.err) == (f"Printed: {sheet}, to {file}.\n", "")
    assert shown.code == 0
    assert words_of(file.read_text(encoding="utf-8")).startswith(words)


def test_a_letter_asks_about_the_blood_thinner_on_the_list(listed, tmp_path):
    """
    Named or not, the letter is about it; a name not on the list is met with the nearest.
    """
    door, file = listed, tmp_path / "letter.html"

    shown = door("print", "letter", door.session, "-o", file)
    named = door("print", "letter", door.session, "--medicine", "eliquis 5", "-o", file)
    wrong = door("print", "letter", door.session, "--medicine", "Eliqis", "-o", file)

    assert shown.out == f"Printed: prescriber-letter, to {file}.\n"
    assert (shown.code, named.code, wrong.code) == (0, 0, 2)
    assert "Eliquis 5 Direct oral anticoagulant" in words_of(file.read_text("utf-8"))
    assert wrong.err == (
        f'"Eliqis" is not on the list of medicines of session {door.session}. '
        'Did you mean "Eliquis 5"?\n  Now  Medicines: Eliquis 5.\n'
    )


def test_no_letter_is_printed_where_there_is_nothing_to_ask(door, tmp_path):
    """
    A list without a blood thinner leaves no letter, and no file.
    """
    file = tmp_path / "letter.html"

    shown = door("print", "letter", door.session, "-o", file)

    assert shown.code == 2
    assert shown.err == (
        f"No medicine of session {door.session} needs its prescriber's word.\n"
        "  Why  None on its list is a prescribed blood thinner that is recognised.\n"
        "  Now  To ask about another, name it with --medicine.\n"
    )
    assert not file.exists()


def test_a_deferred_session_has_a_letter_to_the_patient(door, tmp_path):
    """
    Before it ended there is none; then there is, also among all sheets.
    """
    file = tmp_path / "letter.html"

    early = door("print", "exit", door.session, "-o", file)
    door("session", "defer", door.session, "--reason", "Fever since yesterday.")
    shown = door("print", "exit", door.session, "-o", file)
    door("print", "all", door.session, "-o", tmp_path / "all")

    assert early.code == 2
    assert early.err == (
        f"Session {door.session} was not deferred, refused or withdrawn.\n"
        "  Why  It stands at anamnesis.\n"
        f"  Now  See: mesoplan print discharge {door.session} --help\n"
    )
    assert shown.code == 0
    assert "wrote: Fever since yesterday." in words_of(file.read_text("utf-8"))
    assert (tmp_path / "all" / "exit-letter.html").is_file()
