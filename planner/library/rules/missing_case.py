"""
A gate, or a number it compares, is not shown by worked cases.

What it finds:
    A gate that no gate case expects open, shut or unknown; and a number of a gate, or
    of a limit it keeps, without a case just under, at, and just over it.

Why:
    Only a worked case shows that a card does what its words say, and numbers go wrong
    at their edges.

What now:
    Add the case to cases.toml: an `expect` table naming the gate; for a number also
    `gate`, `number` and `side` = under, at or over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.cases import SIDES
from planner.library.coverage import numbers_of
from planner.library.finding import Finding
from planner.library.gate_proof import never
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.cases import CaseFile
    from planner.library.lines import Lines
    from planner.model.protocol import Gate, Protocol

ID = "missing-case"

_OUTCOMES = ("open", "shut", "unknown")


def check(protocol: Protocol, lines: Lines, *, cases: CaseFile) -> Iterator[Finding]:
    """
    Find what no worked case shows.
    """
    shown_so_far = {
        (gate, outcome)
        for case in cases.cases
        if case.kind == "gate"
        for move in case.moves
        for gate, outcome in move.outcomes.items()
    }
    edges = {(case.gate, case.number, case.side) for case in cases.cases}
    for gate in protocol.gates:
        possible = [each for each in _OUTCOMES if each != never(gate)]
        missing = [each for each in possible if (gate.id, each) not in shown_so_far]
        if missing:
            yield _found(gate, lines, f"is {_either(missing)}")
        for number in numbers_of(gate):
            sides = [each for each in SIDES if (gate.id, number, each) not in edges]
            if sides:
                what = f"has a value {_either(sides)} {shown(number)}"
                yield _found(gate, lines, what)


def _found(gate: Gate, lines: Lines, what: str) -> Finding:
    return Finding(
        rule=ID,
        where=lines.of("gate", gate.id),
        what=f"No case shows that the gate {shown(gate.id)} {what}.",
        now="Add the case to cases.toml.",
    )


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
