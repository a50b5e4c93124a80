"""
A gate that nothing can open.

What it finds:
    A gate that stays shut or unknown with every answer, item of a list and side of a
    number it can be told, where it applies.

Why:
    Nobody would ever be treated past it; and what stops everybody is soon worked around.

What now:
    Look at what the gate asks for: an answer its question does not offer, a bound its
    value cannot meet, a value it has no items for. Or take the gate out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.gate_scene import Scene
    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "nobody-can-open"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Try to open each gate.
    """
    # The proof folds sessions: it is loaded only when somebody asks.
    from planner.library.gate_proof import cannot_be
    from planner.library.gate_setting import OPEN

    begun: dict[str, Scene] = {}
    for gate in protocol.gates:
        if cannot_be(gate, OPEN, protocol, begun):
            yield Finding(
                rule=ID,
                where=lines.of("gate", gate.id),
                what=f"Nothing opens the gate {shown(gate.id)}.",
                now="Ask for something that can be so.",
            )
