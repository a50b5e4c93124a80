"""
Coverage: which outcomes of which gates, and which sides of which numbers, no case visits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import fields, frozen

from planner.library.cases import SIDES
from planner.library.gate_proof import never
from planner.library.gate_setting import OPEN, SHUT, UNKNOWN
from planner.model.protocol import WithinLimit
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.cases import CaseFile
    from planner.model.protocol import Gate, Protocol


@frozen(kw_only=True)
class Coverage:
    """
    What could be visited and what was: outcomes as gate and outcome, sides as gate, number
    and side; in the order of the protocol.
    """

    outcomes: tuple[tuple[str, str], ...]
    sides: tuple[tuple[str, str, str], ...]
    no_outcome: tuple[tuple[str, str], ...]
    no_side: tuple[tuple[str, str, str], ...]

    @property
    def whole(self) -> bool:
        """
        Whether nothing is left out.
        """
        return not self.no_outcome and not self.no_side

    def told(self) -> list[str]:
        """
        The coverage in lines: what is left out, then the counts.
        """
        lines = [f"{gate}: no case finds it {word}." for gate, word in self.no_outcome]
        lines += [
            f"{gate}: no case has a value {side} its {number}."
            for gate, number, side in self.no_side
        ]
        seen = len(self.outcomes) - len(self.no_outcome)
        edges = len(self.sides) - len(self.no_side)
        lines.append(f"{seen} of {len(self.outcomes)} outcomes of gates are visited.")
        lines.append(f"{edges} of {len(self.sides)} sides of numbers are visited.")
        return lines


def coverage(protocol: Protocol, cases: CaseFile) -> Coverage:
    """
    Compare what the cases of a protocol expect with what its gates and numbers can show.
    """
    found = {
        (name.partition("@")[0], "shut" if word == "opened" else word)
        for case in cases.cases
        for move in case.moves
        for name, word in move.outcomes.items()
    }
    edges = {(case.gate, case.number, case.side) for case in cases.cases}
    outcomes = tuple(
        (gate.id, word)
        for gate in protocol.gates
        for word in (OPEN, SHUT, UNKNOWN)
        if word != never(gate)
    )
    every = tuple(
        (gate.id, number, side)
        for gate in protocol.gates
        for number in numbers_of(gate)
        for side in SIDES
    )
    return Coverage(
        outcomes=outcomes,
        sides=every,
        no_outcome=tuple(each for each in outcomes if each not in found),
        no_side=tuple(each for each in every if each not in edges),
    )


def numbers_of(gate: Gate) -> Iterator[str]:
    """
    The numbers a gate compares, and the limits it keeps.
    """
    needs = gate.requires
    for each in fields(type(needs)):
        if isinstance(getattr(needs, each.name), Quantity):
            yield each.name
    if isinstance(needs, WithinLimit):
        yield from needs.limits
