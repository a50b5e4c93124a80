"""
A protocol with a gate gone, or a number one step wider, is noticed.
"""

from __future__ import annotations

from datetime import date
from random import Random  # noqa: TID251 - seeded

import pytest
from attrs import evolve

import given
from planner.clinic.mutants import Fate, Hunt, Mutant, every, score
from planner.library import Lines

PROTOCOL = given.the_protocol()
HUNT = Hunt(PROTOCOL, given.the_cases(), Lines(), date(2026, 11, 22))
SAMPLE = Random(7).sample(every(PROTOCOL), 25)


@pytest.mark.parametrize("mutant", SAMPLE, ids=lambda mutant: mutant.id)
def test_a_mutant_is_noticed(mutant):
    """
    By a case, by the proof, or by a rule; all of them by `benchmarks/mutants.py`.
    """
    fate = HUNT.fate(mutant)

    assert fate.noticed_by or fate.may_survive, mutant.what


def test_the_protocol_itself_is_not_noticed():
    """
    What notices everything notices nothing.
    """
    gates = ("left-too-early", "too-much-anaesthetic", "fever")
    same = Mutant(id="same", what="Nothing changed.", protocol=PROTOCOL, gates=gates)

    assert HUNT.fate(same).noticed_by == ""


def test_a_survivor_is_told_with_its_reason():
    """
    A record gate may survive; anything else is owed.
    """
    record = next(each for each in every(PROTOCOL) if each.record)
    fates = (
        Fate(mutant=record, may_survive="It only nags."),
        Fate(mutant=evolve(record, record=False)),
        Fate(mutant=record, noticed_by="case a"),
    )

    told = score(fates)

    assert told[0].endswith("It only nags.")
    assert told[1].endswith("NOTHING NOTICES IT")
    assert told[-1] == "1 of 2 mutants that must be noticed are noticed."
