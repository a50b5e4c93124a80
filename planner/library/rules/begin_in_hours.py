"""
The first session of a course is counted in hours.

What it finds:
    An indication whose `begin` names a spacing in hours and minutes.

Why:
    A course is agreed on a day; nobody writes down the minute.

What now:
    Name a spacing in days, weeks or months.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "begin-in-hours"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find indications that begin by the hour.
    """
    for card in protocol.indications:
        spacing = protocol.spacing.get(card.begin)
        if spacing is not None and spacing.clock:
            yield Finding(
                rule=ID,
                where=lines.of("indication", card.id, "begin"),
                what=f"The indication {shown(card.id)} begins with the spacing "
                f"{shown(card.begin)}, which is in hours.",
                now="Name one in days, weeks or months.",
            )
