"""
A gate compares with nothing, or with bounds that no value can meet.

What it finds:
    A gate of kind between, elapsed or held-interval without any number, a gate in-date
    without a list, one whose answers are none, one of composed that excludes and
    compares nothing, and bounds that leave no room.

Why:
    A gate that is always open stops nobody; one that is always shut is worked around.

What now:
    Write the number or answer the gate is there for; put the smaller bound below the
    larger.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown
from planner.model.protocol import (
    AnswerIs,
    Between,
    Composed,
    Elapsed,
    Held,
    InDate,
    WithinLimit,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Gate, Protocol
    from planner.model.quantity import Quantity

ID = "empty-range"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find gates that nothing could shut, or nothing could open.
    """
    for gate in protocol.gates:
        missing = _missing(gate)
        if missing:
            yield Finding(
                rule=ID,
                where=lines.of("gate", gate.id),
                what=f"The gate {shown(gate.id)} has nothing to compare with.",
                now=f"Add {missing}.",
            )
        room = _no_room(gate)
        if room:
            yield Finding(
                rule=ID,
                where=lines.of("gate", gate.id),
                what=f"No value of the gate {shown(gate.id)} can be {room}.",
                now="Put the smaller bound below the larger.",
            )


def _missing(gate: Gate) -> str:
    needs = gate.requires
    if isinstance(needs, Between):
        bounds = (needs.at_least, needs.at_most, needs.above, needs.below)
        return "" if any(bounds) or needs.read_as else "at_least, at_most, above or below"
    if isinstance(needs, Elapsed):
        return "" if needs.at_least or needs.at_most else "at_least or at_most"
    if isinstance(needs, Held) and needs.part == "interval":
        return "" if needs.at_least else "at_least"
    if isinstance(needs, InDate):
        return "" if gate.each else 'the list it goes over, as in each = "lots"'
    if isinstance(needs, AnswerIs):
        return "" if needs.needs else "the answers that open it"
    if isinstance(needs, WithinLimit):
        return "" if needs.limits else "the limits it goes by"
    if isinstance(needs, Composed):
        return "" if needs.excludes or needs.against else "excludes or against"
    return ""


def _no_room(gate: Gate) -> str:
    needs = gate.requires
    if not isinstance(needs, Between | Elapsed):
        return ""
    lows = [("at least", needs.at_least)]
    highs = [("at most", needs.at_most)]
    if isinstance(needs, Between):
        lows.append(("above", needs.above))
        highs.append(("below", needs.below))
    for low, least in lows:
        for high, most in highs:
            closed = (low, high) == ("at least", "at most")
            if least and most and not _fits(least, most, closed=closed):
                return f"{low} {least.written} and {high} {most.written}"
    return ""


def _fits(least: Quantity, most: Quantity, *, closed: bool) -> bool:
    # Bounds in different measures are told by another rule.
    if least.dimension != most.dimension:
        return True
    return least < most or (closed and least <= most)
