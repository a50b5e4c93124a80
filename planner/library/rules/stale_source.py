"""
A source, or the protocol itself, is past the day it was to be read again.

What it finds:
    A source whose `review_by` lies before the day of the check, and
    a protocol whose own `review_by` does.

Why:
    Guidance changes; "still true when last read" is a fact with a date.

What now:
    Read the source again, correct what changed, and set new days.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "stale-source"


def check(protocol: Protocol, lines: Lines, *, on: date) -> Iterator[Finding]:
    """
    Find what was to be read again before this day.
    """
    if protocol.review_by < on:
        yield Finding(
            rule=ID,
            where=lines.of("protocol"),
            what=f"This version was to be reviewed by {protocol.review_by}.",
            now="Review it, and set a new day.",
        )
    for source in protocol.vocabulary.sources:
        if source.review_by < on:
            yield Finding(
                rule=ID,
                where=lines.of("source", source.id, "review_by"),
                what=f"The source {shown(source.id)} was to be read again by "
                f"{source.review_by}.",
                now="Read it again, and set new days.",
            )
