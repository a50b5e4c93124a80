"""
Sources disagree, and nobody decided.

What it finds:
    A conflict whose `governs` or `decided_by` is empty, or in which fewer than two
    sources speak.

Why:
    Whoever acts on the protocol would have to choose at the bedside.

What now:
    Write which source governs and why, who decided, and on which day.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "undecided-conflict"

_WANTED = {"governs": "which source governs", "decided_by": "who decided"}


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Look for the decision of each conflict.
    """
    for conflict in protocol.conflicts:
        for key, said in _WANTED.items():
            if not getattr(conflict, key).strip():
                yield Finding(
                    rule=ID,
                    where=lines.of("conflict", conflict.id, key),
                    what=f"The conflict {shown(conflict.id)} does not say {said}.",
                    now=f'Fill in "{key}".',
                )
        if len(conflict.says) <= 1:
            yield Finding(
                rule=ID,
                where=lines.of("conflict", conflict.id, "says"),
                what=f"In the conflict {shown(conflict.id)} only one source speaks.",
                now="Quote each source, or take the conflict out.",
            )
