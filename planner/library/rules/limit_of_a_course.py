"""
A limit over a course or a span stands where no dose can be added up so far.

What it finds:
    A limit over a course, or over a span such as "30 d", that a gate names, that goes by
    body weight, or that has a second cap.

Why:
    A gate looks at one session and the day around it. Over longer, a plan keeps the
    limit, by the amount that one session is said to give.

What now:
    Take it out of the gate, and write one amount. For one session, or for one day, write
    a limit of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown
from planner.model.protocol import WithinLimit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "limit-of-a-course"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find what only a limit of one session, or of one day, may say.
    """
    long = {each.id for each in protocol.limits if each.beyond_a_day}
    for gate in protocol.gates:
        if isinstance(gate.requires, WithinLimit):
            for name in [each for each in gate.requires.limits if each in long]:
                yield Finding(
                    rule=ID,
                    where=lines.of("gate", gate.id, "limits"),
                    what=f"The gate {shown(gate.id)} goes by the limit {shown(name)}, "
                    f"which is over {shown(protocol.limit[name].over)}.",
                    now="Take it out: a plan of a course keeps it.",
                )
    for card in protocol.limits:
        caps = [each for each in (card.at_most, card.and_) if each is not None]
        if card.id in long and (len(caps) > 1 or "/" in card.at_most.dimension):
            yield Finding(
                rule=ID,
                where=lines.of("limit", card.id),
                what=f"The limit {shown(card.id)} is over {shown(card.over)}, and "
                f"{' and '.join(each.written for each in caps)} cannot be counted in "
                "sessions.",
                now='Write one amount, as in "600 mg".',
            )
