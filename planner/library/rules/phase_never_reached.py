"""
A phase stands behind one that never ends, or behind the most sessions of its course.

What it finds:
    A phase that follows one of the same indication whose count is "no limit"; and one
    that begins only after as many sessions as the course may have. A phase that may stop
    sooner than its count is taken to do so.

Why:
    A reader takes a printed phase for one that will come.

What now:
    Give the phase before it a count, put the endless one last, or allow more sessions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.course import Indication
    from planner.model.protocol import Protocol

ID = "phase-never-reached"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Follow the phases of each course.
    """
    for card in protocol.indications:
        for phase, why in _unreached(card, protocol):
            yield Finding(
                rule=ID,
                where=lines.of("phase", phase),
                what=f"The phase {shown(phase)} never begins: {why}.",
                now="Change what comes before it, or take it out.",
            )


def _unreached(card: Indication, protocol: Protocol) -> Iterator[tuple[str, str]]:
    held = 0
    endless = ""
    for phase in protocol.phases:
        if phase.indication != card.id:
            continue
        if endless:
            yield phase.id, f"{shown(endless)} before it has no limit"
        elif card.most_sessions is not None and held >= card.most_sessions:
            yield phase.id, f"the course has at most {card.most_sessions} sessions"
        if phase.count is None:
            endless = phase.id
        elif not phase.stop_when:
            held += phase.count
