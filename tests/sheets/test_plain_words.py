"""
What a patient takes home is read by somebody who is tired: how hard it is to read is
measured in every language, and a sheet that is too hard stops the build.
"""

from __future__ import annotations

import re

import pytest

from sheets import taken_home, told
from sheets.readability import SCALES, counted, score, sentences

PROTOCOLS = ("mesotherapy", "facial-rejuvenation", "cellulite")
# Fewer words than the shortest letter has: nothing was read.
ENOUGH = 20


def told_of(text, code, bound):
    """
    A figure with what it is made of and the three hardest sentences, for whoever mends.
    """
    n, scale = counted(text, code), SCALES[code]
    harder = 1 if scale.easier == "above" else -1
    hardest = sorted(text, key=lambda each: harder * score([each], code))[:3]
    return (
        f"{code}: {scale.name} {score(text, code):.1f}, wanted {bound} or {scale.easier}; "
        f"{n.words} words in {n.sentences} sentences, {n.per_word:.2f} syllables each. "
        f"Hardest: {' | '.join(hardest)}"
    )


@pytest.mark.parametrize("sheet", taken_home.SHEETS)
@pytest.mark.parametrize("code", SCALES)
def test_a_sheet_to_take_home_is_plain(code, sheet):
    """
    Discharge instructions, however the session ended, keep the goal of their language, as
    does every English sheet: six years at school. No sheet passes the bound.
    """
    scale = SCALES[code]
    goal = code == "en" or sheet in taken_home.DISCHARGED
    wanted = scale.goal if goal else scale.bound
    for id_ in PROTOCOLS if sheet in taken_home.DISCHARGED else PROTOCOLS[:1]:
        read = told.read(taken_home.page(id_, sheet, code))
        text = read.sentences

        assert read.language == code
        assert counted(text, code).words >= ENOUGH
        assert scale.keeps(score(text, code), wanted), told_of(text, code, wanted)


@pytest.mark.parametrize("id_", PROTOCOLS)
@pytest.mark.parametrize("code", SCALES)
def test_no_line_for_a_patient_makes_a_sheet_too_hard(code, id_):
    """
    All lines that a protocol has for patients, also those this patient is spared, keep the
    bound of their language sheet by sheet: in English eight years at school.
    """
    bound = SCALES[code].bound
    held = taken_home.lines(id_, code)

    assert "discharge" in held
    for parts in held.values():
        text = sentences(each for lines in parts.values() for each in lines)
        assert SCALES[code].keeps(score(text, code), bound), told_of(text, code, bound)


@pytest.mark.parametrize("id_", PROTOCOLS)
def test_no_part_of_an_english_sheet_is_too_hard(id_):
    """
    An easy part does not make up for a hard one: no part is above eight years at school.
    """
    bound = SCALES["en"].bound
    for parts in taken_home.lines(id_, "en").values():
        for lines in parts.values():
            text = sentences(lines)
            assert SCALES["en"].keeps(score(text, "en"), bound), told_of(text, "en", bound)


def test_what_a_session_fills_in_is_not_measured():
    """
    No name, time, lot or number to call is among the sentences, nor a heading or the foot.
    """
    page = taken_home.page("mesotherapy", taken_home.WHOLE, "en")
    text = " ".join(told.read(page).sentences)

    assert "No sport until" in text
    assert "Your throat feels tight" in text
    assert not re.search(
        rf"2026|Dana|Lidopan|LX0O17|Sample|Sources|What was done|{told.VALUE}", text
    )
