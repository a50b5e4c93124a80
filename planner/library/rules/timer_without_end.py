"""
A wait that nothing ends.

What it finds:
    A gate of kind elapsed that asks for at most a span since something nobody may repeat
    only to open it (a test, an exposure, an injection, a rule-out): once it is over, the
    gate is shut for good. And one that asks for at least a span since such a thing and
    leaves it unknown where it never happened: the wait would never begin.

Why:
    A patient who can neither go on nor leave is kept without a reason.

What now:
    Count at_most from the last set of vital signs, which can be taken again; write
    never = "open" where waiting only makes sense after something happened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown
from planner.model.protocol import Elapsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "timer-without-end"

_AGAIN = frozenset({"last-vitals"})


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Look at how each wait ends.
    """
    for gate in protocol.gates:
        needs = gate.requires
        if not isinstance(needs, Elapsed) or needs.since in _AGAIN:
            continue
        if needs.at_most is not None:
            yield Finding(
                rule=ID,
                where=lines.of("gate", gate.id, "at_most"),
                what=f"After {needs.at_most} the gate {shown(gate.id)} is shut for good.",
                now="Count from something that can be done again.",
            )
        elif needs.never != "open":
            yield Finding(
                rule=ID,
                where=lines.of("gate", gate.id, "never"),
                what=f"Where nothing happened, the wait of the gate {shown(gate.id)} "
                "never begins.",
                now='Write never = "open".',
            )
