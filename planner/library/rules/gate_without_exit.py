"""
A gate stops somebody and says no more.

What it finds:
    A gate whose `leads_to`, `because` or `now` is empty.

Why:
    Whoever is stopped must know why, what to do now, and where this ends safely.

What now:
    Fill in what is empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "gate-without-exit"

_WANTED = {
    "leads_to": "where it leads",
    "because": "why it stops",
    "now": "what to do now",
}


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find gates that leave somebody standing.
    """
    for gate in protocol.gates:
        for key, said in _WANTED.items():
            if not getattr(gate, key).strip():
                yield Finding(
                    rule=ID,
                    where=lines.of("gate", gate.id, key),
                    what=f"The gate {shown(gate.id)} does not say {said}.",
                    now=f'Fill in "{key}".',
                )
