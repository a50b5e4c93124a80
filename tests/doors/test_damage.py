"""
A journal that is not what was written: said, never written to, and the emergency card
prints all the same.
"""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest

DAMAGE = 3


def flip(path, wanted):
    """
    Change one byte in the file, in the middle of what was written.
    """
    held = bytearray(path.read_bytes())
    place = held.rindex(wanted)
    held[place + 2] ^= 1
    path.write_bytes(bytes(held))


@pytest.fixture
def flipped(at):
    """
    A journal in which one byte of the session's last entry was changed.
    """
    door = at("tested")
    door("session", "vitals", door.session, "--pulse", "71 /min", "--note", "flip me here")
    flip(door.journal, b"flip me here")
    return door


@pytest.fixture
def headless(at):
    """
    A journal whose last entry of the session was cut off.
    """
    door = at("tested")
    with sqlite3.connect(door.journal) as db:
        for (name,) in db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            db.execute(f'DROP TRIGGER "{name}"')
        db.execute(
            "DELETE FROM entry WHERE stream = ? AND seq = "
            "(SELECT max(seq) FROM entry WHERE stream = ?)",
            (f"session:{door.session}",) * 2,
        )
    db.close()
    return door


def test_a_flipped_byte_is_found(flipped):
    """
    `journal verify` names the entry, and ends with 3.
    """
    shown = flipped("journal", "verify")

    assert shown.code == DAMAGE
    assert f"session:{flipped.session} entry " in shown.out
    assert shown.out.endswith(
        "Leave the journal as it is and go on with paper.\n"
        "Then put back the newest backup that verifies.\n"
    )
    told = json.loads(flipped("journal", "verify", "--json").out)
    assert told["findings"]


def test_a_cut_tail_is_found(headless):
    """
    A missing last entry is seen against the head that was kept.
    """
    shown = headless("journal", "verify")

    assert shown.code == DAMAGE


@pytest.mark.parametrize("journal", ["flipped", "headless"])
@pytest.mark.parametrize(
    "typed",
    [
        ("why",),
        ("show",),
        ("log",),
        ("advance",),
        ("vitals", "--pulse", "70 /min"),
        ("suspect",),
    ],
    ids=lambda typed: typed[0],
)
def test_a_damaged_journal_is_not_gone_on_with(journal, typed, request):
    """
    Commands about the session say that the journal is damaged, end with 3, and write
    nothing.
    """
    door = request.getfixturevalue(journal)
    name, *rest = typed
    held = door.journal.read_bytes()

    shown = door("session", name, door.session, *rest)

    assert shown.code == DAMAGE
    assert "What stands there is not what was written" in shown.err
    assert shown.out == ""
    assert door.journal.read_bytes() == held


@pytest.mark.parametrize("journal", ["flipped", "headless"])
def test_the_emergency_card_prints_under_a_damaged_journal(journal, request, tmp_path):
    """
    What can be read is printed, what could not is said, and the exit code tells it.
    """
    door = request.getfixturevalue(journal)
    sheet = tmp_path / "emergency.html"

    shown = door("print", "emergency", door.session, "-o", sheet)

    assert shown.code == DAMAGE
    assert shown.err.startswith("Not read: ")
    assert "0.5 mg" in sheet.read_text(encoding="utf-8")


def test_damage_elsewhere_keeps_no_drug_from_the_emergency_sheet(at, tmp_path):
    """
    Where only the clinic's stream is damaged, the sheet of the session still lists what
    was introduced.
    """
    door = at("tested")
    flip(door.journal, b"Example Laboratories")
    sheet = tmp_path / "emergency.html"

    shown = door("print", "emergency", door.session, "-o", sheet)

    assert shown.code == DAMAGE
    assert "Not read: the clinic's settings; times are in UTC: " in shown.err
    assert "SI-2041" in sheet.read_text(encoding="utf-8")


def test_the_card_needs_no_session_and_no_journal(door, tmp_path):
    """
    The card alone prints before anything was ever set up, and makes no journal.
    """
    door.journal = tmp_path / "none" / "journal.sqlite"
    sheet = tmp_path / "card.html"

    shown = door("print", "emergency", "-o", sheet)

    assert (shown.err, shown.code) == ("", 0)
    assert "0.5 mg" in sheet.read_text(encoding="utf-8")
    assert not door.journal.exists()


def test_a_file_that_is_no_journal_still_lets_the_card_print(door, tmp_path):
    """
    Where the first page is gone, the card prints and says that no session was read.
    """
    door.journal.write_bytes(b"not a journal at all" * 400)
    sheet = tmp_path / "emergency.html"

    shown = door("print", "emergency", door.session, "-o", sheet)

    assert shown.err.startswith("Not read: the journal: ")
    assert "0.5 mg" in sheet.read_text(encoding="utf-8")


@pytest.mark.parametrize("sheet", ["plan", "discharge", "emergency"])
def test_every_sheet_is_printed_and_noted(sheet, at, tmp_path):
    """
    A printing is noted beside the log, and changes no head.
    """
    door = at("tested")
    before = door.heads()
    file = tmp_path / "sheet.html"

    shown = door("print", sheet, door.session, "-o", file, "--paper", "Letter")

    assert (shown.err, shown.code) == ("", 0)
    assert file.stat().st_size > 10_000
    assert door.heads() == before
    with sqlite3.connect(door.journal) as db:
        (noted,) = db.execute(
            "SELECT count(*) FROM access WHERE what = ?", (f"printed {sheet}",)
        ).fetchone()
    db.close()
    assert noted == 1


def test_a_printed_head_is_looked_for(door):
    """
    A head from a sheet is found in the journal it was printed from, and in no other.
    """
    heads = json.loads(door("journal", "head", "--json").out)["heads"]
    printed = heads[0]["printed"]

    found = door("journal", "verify", "--head", printed)
    strange = door("journal", "verify", "--head", "0000-0000-0000")

    assert (found.code, strange.code) == (0, DAMAGE)


def test_a_backup_verifies_and_is_never_written_over(door, tmp_path):
    """
    The copy is a journal of its own, and a second copy goes to another file.
    """
    copy = tmp_path / "copy.sqlite"

    assert door("journal", "backup", copy).code == 0
    assert door("journal", "backup", copy).code == 2
    before = door.heads()
    door.journal = copy
    assert door.heads() == before
    assert door("journal", "verify").code == 0


def test_reading_makes_no_journal(door, tmp_path):
    """
    A wrong path is told, and no empty journal stands there afterwards.
    """
    door.journal = tmp_path / "wrong.sqlite"

    shown = door("session", "list")

    assert (shown.out, shown.code) == ("", 2)
    assert shown.err.splitlines()[0].endswith("wrong.sqlite: there is no journal.")
    assert not door.journal.exists()


def test_the_journal_is_named_by_the_environment(door, monkeypatch):
    """
    Without --journal, MESOPLAN_JOURNAL says where the journal is.
    """
    moved = door.journal.with_name("elsewhere.sqlite")
    shutil.move(door.journal, moved)
    monkeypatch.setenv("MESOPLAN_JOURNAL", str(moved))
    door.journal = ""

    shown = door("session", "list")

    assert door.session in shown.out
