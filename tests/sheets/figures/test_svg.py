"""
Words in a drawing are words alone.
"""

from __future__ import annotations

from planner.catalogues import Untranslated
from planner.sheets.codes import QR, Code, drawn
from planner.sheets.figures import svg


def test_a_word_without_a_translation_does_not_end_the_drawing():
    """
    It keeps its mark, and brings no element of HTML along; what is hostile is escaped.
    """
    word = Untranslated("left <b>")

    made = svg.picture([svg.text(0, 0, word, 2)], (9, 9), title=word, told=word)
    code = drawn(Code(kind=QR, encoded="a", says=word))

    assert made.count("[en] left &lt;b&gt;") == 3
    assert "<title>[en] left &lt;b&gt;</title>" in code
    assert "<span" not in made + code
