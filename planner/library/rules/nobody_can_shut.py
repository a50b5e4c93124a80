"""
A gate that nothing can shut.

What it finds:
    A gate that is never shut, whatever it is told, where it applies. Lists and kinds
    that can only be open or unknown are let be: nobody can shut what is only not stated.

Why:
    A gate that always lets pass protects nobody, and reads as if it did.

What now:
    Look at what the gate asks for: does every answer open it, or a bound leave nothing
    out? Correct it, or take the gate out.
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

ID = "nobody-can-shut"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Try to shut each gate.
    """
    # The proof folds sessions: it is loaded only when somebody asks.
    from planner.library.gate_proof import cannot_be
    from planner.library.gate_setting import SHUT

    begun: dict[str, Scene] = {}
    for gate in protocol.gates:
        if cannot_be(gate, SHUT, protocol, begun):
            yield Finding(
                rule=ID,
                where=lines.of("gate", gate.id),
                what=f"Nothing shuts the gate {shown(gate.id)}.",
                now="Ask for something that may not be so.",
            )
