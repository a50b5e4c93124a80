"""
A usual session is stopped too often by what may be overridden.

What it finds:
    A median of more than one soft stop a session, in a cohort of sessions. A soft stop is
    a shut gate that allows an override.

Why:
    Whoever clicks away three warnings a patient clicks away the fourth that mattered.

What now:
    Make a record gate of what only should be known, give what only a physician may open
    the weight relative with a decision, or narrow when the gate applies.
"""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING

from planner.library.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "alert-budget"

_MOST = 1


def check(protocol: Protocol, lines: Lines, *, stops: Sequence[int]) -> Iterator[Finding]:
    """
    Compare the median of the soft stops of each session with the budget.
    """
    soft = [gate.id for gate in protocol.gates if gate.override is not None]
    found = median(stops) if stops else 0
    if found > _MOST:
        yield Finding(
            rule=ID,
            where=lines.of("protocol"),
            what=f"The median session meets {found:g} soft stops, of {len(soft)} gates "
            f"that allow an override; {_MOST} is the most.",
            now="Take out overrides, or narrow when these gates apply.",
        )
