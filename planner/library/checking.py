"""
Check a protocol that loads: what a signature should not be put under yet.
"""

from __future__ import annotations

from inspect import cleandoc
from typing import TYPE_CHECKING

from planner.errors import InputFault, nearest
from planner.library import extending, rules, sealed
from planner.library.lines import Lines
from planner.library.rules import missing_case, missing_translation, stale_source

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from planner.library.cases import CaseFile
    from planner.library.finding import Finding
    from planner.model.protocol import Protocol

# Two rules look at more than a protocol and its lines, and are judged while it is read.
PAGES = {**rules.BY_ID, extending.ID: extending, sealed.ID: sealed}


def check(
    protocol: Protocol,
    cases: CaseFile | None = None,
    *,
    on: date,
    lines: Lines | None = None,
    at: Path | None = None,
) -> tuple[Finding, ...]:
    """
    Everything the rules find in a protocol, and in its cases where they are given.

    `on` is the day for which sources are judged, `lines` where the cards stand, as
    `library.read` tells it, `at` the folder in which translations stand beside it.
    """
    places = lines or Lines()
    found = [finding for rule in rules.PLAIN for finding in rule.check(protocol, places)]
    found += stale_source.check(protocol, places, on=on)
    found += missing_translation.check(protocol, places, at=at)
    if cases is not None:
        # What stands as in the protocol beneath is shown by the cases of that one.
        own = extending.own(protocol, places)
        found += missing_case.check(own, places, cases=cases)
    return tuple(found)


def explain(rule: str) -> str:
    """
    The manual page of a rule.

    Raises:
        InputFault: There is no such rule.
    """
    if rule not in PAGES:
        raise InputFault(f'There is no rule "{rule}".' + nearest(rule, PAGES))
    return cleandoc(PAGES[rule].__doc__ or "")
