"""
Check a protocol that loads: what a signature should not be put under yet.
"""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

from planner.errors import InputFault, nearest
from planner.library import rules
from planner.library.lines import Lines
from planner.library.rules import missing_case, stale_source

if TYPE_CHECKING:
    from datetime import date

    from planner.library.cases import CaseFile
    from planner.library.finding import Finding
    from planner.model.protocol import Protocol


def check(
    protocol: Protocol,
    cases: CaseFile | None = None,
    *,
    on: date,
    lines: Lines | None = None,
) -> tuple[Finding, ...]:
    """
    Everything the rules find in a protocol, and in its cases where they are given.

    `on` is the day for which sources are judged, `lines` where the cards stand, as
    `library.read` tells it.
    """
    places = lines or Lines()
    found = [finding for rule in rules.PLAIN for finding in rule.check(protocol, places)]
    found += stale_source.check(protocol, places, on=on)
    if cases is not None:
        found += missing_case.check(protocol, places, cases=cases)
    return tuple(found)


def explain(rule: str) -> str:
    """
    The manual page of a rule.

    Raises:
        InputFault: There is no such rule.
    """
    if rule not in rules.BY_ID:
        raise InputFault(f'There is no rule "{rule}".' + nearest(rule, rules.BY_ID))
    return cleandoc(rules.BY_ID[rule].__doc__ or "")
