"""
A limit stands in the file and nothing keeps it.

What it finds:
    A limit that no gate of kind within-limit names. One over a course, or over a span, is
    kept by the plan and needs none.

Why:
    A reader takes a printed limit for one that is watched.

What now:
    Name it in a gate of kind within-limit, or take it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown
from planner.model.protocol import WithinLimit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "unused-limit"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find limits that no gate goes by.
    """
    kept = {
        name
        for gate in protocol.gates
        if isinstance(gate.requires, WithinLimit)
        for name in gate.requires.limits
    }
    for limit in protocol.limits:
        if limit.id not in kept and not limit.beyond_a_day:
            yield Finding(
                rule=ID,
                where=lines.of("limit", limit.id),
                what=f"No gate keeps the limit {shown(limit.id)}.",
                now='Name it in a gate with kind = "within-limit".',
            )
