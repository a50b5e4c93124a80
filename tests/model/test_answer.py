"""
Three outcomes, never two.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from given import a_fact, facts
from planner.model.answer import Outcome, all_of, any_of
from planner.model.quantity import Quantity

OPEN, SHUT, UNKNOWN = Outcome.OPEN, Outcome.SHUT, Outcome.UNKNOWN
OUTCOMES = st.lists(st.sampled_from(Outcome))


@pytest.mark.parametrize(
    ("one", "other", "both", "either"),
    [
        (OPEN, OPEN, OPEN, OPEN),
        (OPEN, UNKNOWN, UNKNOWN, OPEN),
        (OPEN, SHUT, SHUT, OPEN),
        (UNKNOWN, UNKNOWN, UNKNOWN, UNKNOWN),
        (UNKNOWN, SHUT, SHUT, UNKNOWN),
        (SHUT, SHUT, SHUT, SHUT),
    ],
)
@pytest.mark.rule(5)
def test_kleenes_tables(one, other, both, either):
    """
    Unknown opens nothing, and shuts nothing that is open on its own.
    """
    assert both is all_of([one, other])
    assert both is all_of([other, one])
    assert either is any_of([one, other])
    assert either is any_of([other, one])


def test_of_nothing_all_holds_and_none_does():
    """
    An empty "and" is open, an empty "or" is shut.
    """
    assert OPEN is all_of([])
    assert SHUT is any_of([])


@given(seen=OUTCOMES)
def test_turning_an_outcome_unknown_never_opens_what_was_shut(seen):
    """
    "And" and "or" are monotone: less knowledge never gives another certainty.
    """
    for place in range(len(seen)):
        less = [*seen[:place], UNKNOWN, *seen[place + 1 :]]
        for together in (all_of, any_of):
            assert together(less) in {together(seen), UNKNOWN}


@given(seen=OUTCOMES)
def test_and_is_or_turned_over(seen):
    """
    Not (a and b) is (not a) or (not b), with unknown its own opposite.
    """
    turned = {OPEN: SHUT, SHUT: OPEN, UNKNOWN: UNKNOWN}

    assert turned[all_of(seen)] is any_of(turned[each] for each in seen)


def test_a_sheet_keeps_the_latest_answer_of_each_item():
    """
    A later answer replaces an earlier one about the same item, and no other.
    """
    sheet = facts(
        a_fact("skin", "sound", item="face"), a_fact("skin", "sound", item="neck")
    )

    longer = sheet.with_facts([a_fact("skin", "burnt", item="face")])

    assert ("burnt",) == longer.get("skin", "face").value
    assert ("sound",) == longer.get("skin", "neck").value
    assert ("sound",) == sheet.get("skin", "face").value
    assert longer.get("skin") is None
    assert longer.get("other") is None


def test_a_fact_reads_as_text_and_as_a_quantity():
    """
    One answer is itself, several are a list.
    """
    at = datetime(2026, 3, 4, tzinfo=UTC)

    assert "72 kg" == a_fact("weight", "72 kg", at=at).text
    assert Quantity.of("72 kg") == a_fact("weight", "72 kg").quantity
    assert "a, b" == a_fact("list", "a", "b").text
