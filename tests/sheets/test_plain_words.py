"""
The leaflet is read by a tired patient: its school grade is measured, without a download.
"""

from __future__ import annotations

import re

import pytest

from planner.clinic.papers import discharge_instructions
from sheets.making import HEAD, discharged, situation

GOAL, MOST = 6, 8
SENTENCE = re.compile(r"[.!?:]+(?:\s|$)")
WORD = re.compile(r"[A-Za-z']+")


def syllables(word):
    """
    Groups of vowels, with the silent endings of English taken off.
    """
    word = word.lower().strip("'")
    if len(word) <= 3:
        return 1
    word = re.sub(r"(?:[^laeiouy]es|[^laeiouytd]ed|[^laeiouy]e)$", "x", word)
    return max(1, len(re.findall(r"[aeiouy]+", word)))


def grade(text):
    """
    The Flesch-Kincaid grade: years at school that a text asks for.
    """
    sentences = [s for s in SENTENCE.split(text) if WORD.search(s)]
    words = WORD.findall(text)
    spoken = sum(syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * spoken / len(words) - 15.59


def parts_of(leaflet):
    """
    The words of each part, without the times and names that a session fills in.
    """
    parts = {
        name: getattr(leaflet, name)
        for name in ("about", "call", "call_now", "call_us", "do", "do_not", "normal")
    }
    for name in ("restart", "watch", "first_night", "digestion", "next_visit"):
        parts[name] = getattr(leaflet, name)
    return {name: " ".join(line.says for line in lines) for name, lines in parts.items()}


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("The cat sat on the mat. It was a fat cat.", -3, 1),
        (
            "Notwithstanding contraindications, anticoagulation necessitates care.",
            15,
            50,
        ),
    ],
)
def test_the_measure_tells_easy_from_hard(text, low, high):
    """
    The measure can say yes and no.
    """
    assert low < grade(text) < high


def test_the_leaflet_asks_for_six_years_at_school(shipped):
    """
    The whole leaflet is at grade 6 or below, and no part of it above 8.
    """
    leaflet = discharge_instructions(situation(discharged()), shipped, head=HEAD, names={})
    parts = parts_of(leaflet)
    grades = {name: round(grade(text), 1) for name, text in parts.items() if text}

    assert len(grades) > 9
    assert grade(" ".join(parts.values())) <= GOAL
    assert {name: n for name, n in grades.items() if n > MOST} == {}
