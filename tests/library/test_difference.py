"""
What differs between two versions is said in words, with the way it goes.
"""

from __future__ import annotations

import re

from planner import library


def told(old, file):
    """
    The changes as lines of text.
    """
    return [str(each) for each in library.compare(old, library.load(file))]


def test_a_protocol_does_not_differ_from_itself(small, file):
    """
    Nothing changed, nothing said.
    """
    assert library.compare(small, library.load(file)) == ()


def test_each_changed_key_is_told(small, changed):
    """
    Old, new, and which way.
    """
    changed('at_least = "40 min"', 'at_least = "30 min"')
    changed('at_most   = "3 mg/kg"', 'at_most   = "2 mg/kg"')
    changed('class    = "record"', 'class    = "safety"')
    changed('value  = "5 min"', 'value  = "6 min"')
    file = changed('title     = "A small protocol"', 'title     = "A protocol"')

    assert told(small, file) == [
        'The protocol, "title": "A small protocol" became "A protocol" (other).',
        'The number "second-dose-after", "value": 5 min became 6 min (other).',
        'The gate "not-consented", "class": "record" became "safety" (tighter).',
        'The gate "left-too-early", "at_least": 40 min became 30 min (looser).',
        'The limit "lidocaine-per-session", "at_most": 3 mg/kg became 2 mg/kg (tighter).',
    ]


def test_cards_that_came_and_went_are_told(small, file):
    """
    A card is known by its id.
    """
    text = file.read_text(encoding="utf-8")
    text = text.replace('id     = "wheeze"', 'id     = "hoarse"')
    text = re.sub(r"\[\[number\]\][^\[]*\[\"chapter\"\]\n", "", text)
    file.write_text(text, encoding="utf-8")

    assert told(small, file) == [
        'The number "second-dose-after" is removed (other).',
        'The sign "hoarse" is added (tighter).',
        'The sign "wheeze" is removed (looser).',
    ]


def test_another_kind_of_gate_is_not_compared_further(small, changed):
    """
    Its keys are of another kind.
    """
    file = changed(
        'kind     = "answer"\nquestion = "liver-function"\nneeds    = ["normal"]',
        'kind     = "complete"\nlisted   = "medicines"',
    )

    assert told(small, file)[0] == (
        'The gate "liver-dysfunction", "kind": "answer" became "complete" (other).'
    )


def test_what_is_disputed_is_told_as_said(small, changed):
    """
    Source and statement, in one line.
    """
    file = changed('what = "Forty minutes."', 'what = "Fifty minutes."')

    (line,) = told(small, file)
    assert '"C36: Forty minutes."' in line
    assert '"C36: Fifty minutes."' in line
