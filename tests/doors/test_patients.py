"""
Patients at the door: what is kept apart of them, and what it is for.
"""

from __future__ import annotations

import re

from planner.journal.sqlite import SqliteJournal

ADD = ("patient", "add", "--name", "Ann Example", "--birth-date", "1984-05-03")


def test_another_word_for_the_outline_is_refused(door):
    """
    Only two are known, and none may be left out.
    """
    shown = door(*ADD, "--sex", "femal")

    assert (shown.out, shown.code) == ("", 2)
    assert shown.err == (
        '--sex: "femal" is no outline of the body map.\n'
        "  Now  Write female or male, or leave it out for a neutral one.\n"
    )


def test_the_sex_is_kept_with_the_name_and_never_in_the_log(door):
    """
    It is in the table of names, goes with it, and no entry tells it.
    """
    added = door(*ADD, "--sex", "female")
    patient = added.out.split()[2].rstrip(".")

    with SqliteJournal.open(door.journal, read_only=True) as journal:
        kept = journal.person(patient)
        entries = str([*journal.read(f"patient:{patient}")])
    assert kept["sex"] == "female"
    assert "female" not in entries
    assert "  sex: female\n" in door("patient", "show", patient).out

    door("patient", "forget", patient, stdin=f"{patient}\n")
    assert "female" not in door("patient", "show", patient).out


def outline(page):
    """
    The first body that is drawn on a plan.
    """
    return re.search(r'class="locator".*?<path d="([^"]+)"', page, re.DOTALL)[1]


def test_the_plan_has_the_outline_that_was_told(at, tmp_path):
    """
    Female, male and neutral are three outlines; neutral is what nobody said.
    """
    door, drawn = at("tested"), {}
    for sex in ("", "female", "male"):
        with SqliteJournal.open(door.journal) as journal:
            fields = {**journal.person(door.patient), "sex": sex}
            journal.put_person(door.patient, {k: v for k, v in fields.items() if v})
        page = tmp_path / f"{sex}.html"
        assert door("print", "plan", door.session, "-o", page).code == 0
        drawn[sex] = outline(page.read_text(encoding="utf-8"))

    assert len(set(drawn.values())) == len(drawn)
