"""
A ladder allows a session that a gate refuses.

What it finds:
    A spacing of a phase whose `never_before`, or `earliest` where the gate may be
    opened, is shorter than what a gate of kind spaced asks for after any session.

Why:
    The patient gets a date, comes, and is sent home at the needle.

What now:
    Let the ladder begin no sooner than the gate opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown
from planner.model.course import Span
from planner.model.protocol import Spaced
from planner.model.quantity import DAY_AND_NIGHT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.course import Spacing
    from planner.model.protocol import Gate, Protocol

ID = "spacing-under-gate"

_DAY = int(DAY_AND_NIGHT.measure)
_SHORTEST_MONTH = 28


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Compare each ladder between sessions with the gates that hold one after another.
    """
    used = {name for each in protocol.phases for name in (each.spacing, each.first)}
    for gate in protocol.gates:
        needs = gate.requires
        if not isinstance(needs, Spaced) or needs.group or gate.applies_if:
            continue
        for card in protocol.spacings:
            if card.id in used:
                yield from _under(card, gate, needs.at_least.written, lines)


def _under(card: Spacing, gate: Gate, asked: str, lines: Lines) -> Iterator[Finding]:
    opened = gate.override is not None
    rung, span = (
        ("earliest", card.earliest) if opened else ("never_before", card.never_before)
    )
    if _shorter(span, Span(asked)):
        yield Finding(
            rule=ID,
            where=lines.of("spacing", card.id, rung),
            what=f"The spacing {shown(card.id)} allows a session after {shown(span.text)}, "
            f"and the gate {shown(gate.id)} holds it until {shown(asked)} have passed.",
            now=f"Raise {rung} to what the gate asks for.",
        )


def _shorter(span: Span, asked: Span) -> bool:
    if span.clock == asked.clock:
        return asked.over(span) is not None
    # Hours beside days: a day and a month are told by their usual and shortest lengths.
    return _seconds(span) < _seconds(asked)


def _seconds(span: Span) -> int:
    return span.seconds or (span.months * _SHORTEST_MONTH + span.days) * _DAY
