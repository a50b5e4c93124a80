"""
A ladder stands in the file and no course goes by it.

What it finds:
    A spacing that no phase and no indication names. One that stands in the protocol
    beneath is let be.

Why:
    A reader takes a printed interval for one that is kept.

What now:
    Name it in a phase, or take it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "unused-spacing"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find spacings that nothing goes by.
    """
    used = {each.begin for each in protocol.indications}
    used |= {name for each in protocol.phases for name in (each.spacing, each.first)}
    for card in protocol.spacings:
        if card.id not in used and ("spacing", card.id) not in lines.inherited:
            yield Finding(
                rule=ID,
                where=lines.of("spacing", card.id),
                what=f"No course goes by the spacing {shown(card.id)}.",
                now="Name it in a phase, or take it out.",
            )
