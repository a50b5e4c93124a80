"""
The rules find what a signature should not be put under, and each has its page.
"""

from __future__ import annotations

from datetime import date

import pytest

from planner import library
from planner.errors import InputFault
from planner.library import rules

DAY = date(2026, 11, 22)


def test_the_small_protocol_has_nothing_to_find(reading):
    """
    A whole protocol passes every rule.
    """
    assert library.check(reading.protocol, on=DAY, lines=reading.lines) == ()


def test_gates_and_numbers_without_cases_are_found(reading, folder):
    """
    Each gate is shown open, shut and unknown, each number from all three sides.
    """
    cases = library.load_cases(folder / "small" / "cases.toml", reading.protocol)

    found = library.check(reading.protocol, cases, on=DAY, lines=reading.lines)

    said = [each.what for each in found]
    assert {each.rule for each in found} == {"missing-case"}
    assert 'No case shows that the gate "liver-dysfunction" is shut or unknown.' in said
    assert (
        'No case shows that the gate "left-too-early" has a value at or over "at_least".'
        in said
    )
    assert (
        'No case shows that the gate "too-much" has a value under, at or over '
        '"lidocaine-per-session".' in said
    )


def test_without_lines_a_finding_names_the_card(small):
    """
    A protocol from the journal came from no file.
    """
    found = library.check(small, on=date(2028, 1, 1))

    assert [each.where for each in found] == [
        "protocol",
        "source chapter",
        "source house-choice",
    ]


def test_a_source_is_stale_from_the_day_after(reading):
    """
    On the last day it still holds.
    """
    last, after = date(2027, 11, 1), date(2027, 11, 2)

    assert library.check(reading.protocol, on=last, lines=reading.lines) == ()
    assert [
        str(each) for each in library.check(reading.protocol, on=after, lines=reading.lines)
    ] == [
        (
            "small/2026-1.toml:3: This version was to be reviewed by 2027-11-01. "
            "Review it, and set a new day. (stale-source)"
        )
    ]


@pytest.mark.parametrize("rule", sorted(rules.BY_ID))
def test_every_rule_has_its_page(rule):
    """
    The page says what the rule finds, why, and what to do now.
    """
    page = library.explain(rule)

    for heading in ("What it finds:", "Why:", "What now:"):
        assert f"\n{heading}\n" in page


def test_a_rule_that_is_not_there_is_told():
    """
    The nearest rule is named.
    """
    with pytest.raises(InputFault, match='Did you mean "doubled-id"'):
        library.explain("double-id")
