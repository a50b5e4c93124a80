"""
The rules a protocol is checked by: one a module, whose docstring is its manual page.

A rule finds; it never stops at the first finding, and never changes anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.rules import (
    alert_budget,
    begin_in_hours,
    clause_without_entry,
    dose_without_limit,
    doubled_id,
    empty_range,
    gate_without_exit,
    gate_without_way_out_of_unknown,
    hold_without_prescriber,
    indication_without_phase,
    limit_of_a_course,
    missing_case,
    missing_translation,
    nested_when,
    nobody_can_open,
    nobody_can_shut,
    number_in_words,
    observation_floor,
    override_prohibited_here,
    phase_never_reached,
    relative_without_way,
    spacing_under_gate,
    stale_source,
    timer_without_end,
    uncited,
    undecided_conflict,
    unknown_word,
    unused_limit,
    unused_question,
    unused_spacing,
    wrong_measure,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.finding import Finding
    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

# What these find does not load: no number without a source, no word without a meaning.
LOADING = (
    unknown_word,
    doubled_id,
    uncited,
    wrong_measure,
    nested_when,
    empty_range,
    begin_in_hours,
    limit_of_a_course,
)

PLAIN = (
    *LOADING,
    override_prohibited_here,
    observation_floor,
    hold_without_prescriber,
    relative_without_way,
    gate_without_exit,
    gate_without_way_out_of_unknown,
    unused_question,
    unused_limit,
    clause_without_entry,
    dose_without_limit,
    timer_without_end,
    undecided_conflict,
    nobody_can_open,
    nobody_can_shut,
    number_in_words,
    indication_without_phase,
    phase_never_reached,
    unused_spacing,
    spacing_under_gate,
)

# These are told more than the protocol: the day, the cases, what stands beside it, or how
# often its soft stops fire in a cohort.
TOLD_MORE = (stale_source, missing_case, missing_translation, alert_budget)

BY_ID = {rule.ID: rule for rule in (*PLAIN, *TOLD_MORE)}


def loading(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    What keeps a protocol from being loaded.
    """
    for rule in LOADING:
        yield from rule.check(protocol, lines)
