"""
Each faulty protocol here is refused, or found wanting, in exactly these words.

A pair is NAME.toml with its message, NAME.txt. They rest on the lists of the small
protocol in tests/library.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from planner import library
from planner.errors import ProtocolFault

HERE = Path(__file__).parent
LISTS = HERE.parent / "library" / "small" / "vocabulary"
DAY = date(2026, 11, 22)
PAIRS = sorted(path.stem for path in HERE.glob("*.toml"))


def told(name):
    """
    What is said about one file: its faults, else what the rules find.
    """
    try:
        reading = library.read(HERE / f"{name}.toml", vocabulary=LISTS)
    except ProtocolFault as fault:
        return str(fault)
    found = library.check(reading.protocol, on=DAY, lines=reading.lines)
    return "\n".join(str(each) for each in found)


@pytest.mark.parametrize("name", PAIRS)
def test_a_broken_protocol_is_told_in_these_words(name):
    """
    The message is the one on file, to the letter.
    """
    assert told(name) == (HERE / f"{name}.txt").read_text(encoding="utf-8").rstrip("\n")


def test_every_message_has_its_protocol():
    """
    No message is left without its file.
    """
    assert sorted(path.stem for path in HERE.glob("*.txt")) == PAIRS
