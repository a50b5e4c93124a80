"""
A course is offered for something, and has no session.

What it finds:
    An indication that no phase belongs to.

Why:
    Nothing can be planned for it, and nobody sees that before a patient asks.

What now:
    Add a phase with this indication, or take the indication out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "indication-without-phase"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find indications without a phase.
    """
    planned = {each.indication for each in protocol.phases}
    for card in protocol.indications:
        if card.id not in planned:
            yield Finding(
                rule=ID,
                where=lines.of("indication", card.id),
                what=f"The indication {shown(card.id)} has no phase.",
                now=f'Add one, with indication = "{card.id}".',
            )
