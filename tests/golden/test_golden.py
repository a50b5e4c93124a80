"""
The wording of every sheet in every language, guarded line by line.
"""

from __future__ import annotations

from difflib import unified_diff

import pytest

from golden.sheets import FOLDER, demonstrated, printed


@pytest.fixture(scope="module")
def sheets(tmp_path_factory):
    """
    The words of every sheet of the demonstration, by language and name.
    """
    made = printed(*demonstrated(tmp_path_factory.mktemp("golden")))
    return {(code, name): words for code, name, words in made}


def test_every_sheet_says_what_it_said(sheets):
    """
    A change of wording shows here, and is read before it is accepted.
    """
    changed = []
    for (code, name), words in sheets.items():
        kept = (FOLDER / code / f"{name}.txt").read_text(encoding="utf-8")
        told = unified_diff(kept.splitlines(), words.splitlines(), lineterm="", n=0)
        changed += [f"{code}/{name}: {line}" for line in list(told)[2:12]]

    assert not changed, "\n".join(changed)


def test_every_golden_file_is_of_a_sheet(sheets):
    """
    None is left of a sheet that is printed no more.
    """
    kept = {(path.parent.name, path.stem) for path in FOLDER.glob("*/*.txt")}

    assert kept == set(sheets)
