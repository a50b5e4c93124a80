"""
The words of a gate name another number than the gate compares with.

What it finds:
    A gate whose `needed` names numbers, and not the one in `at_least`, `at_most`,
    `above` or `below`. A bound of zero needs no number in the words.

Why:
    `needed` is what a refusal and the plan say is asked for. The engine goes by the
    bound; whoever reads goes by the words.

What now:
    Write the number of the bound in `needed`. A protocol that extends another may
    change `needed`, `because` and `now` of a gate whose bound it makes tighter: read all
    three.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Gate, Protocol

ID = "number-in-words"

BOUNDS = ("at_least", "at_most", "above", "below")

_NUMBER = re.compile(r"\d+(?:\.\d+)?")


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find gates that ask for one number and say another.
    """
    for gate in protocol.gates:
        said = {Decimal(each) for each in _NUMBER.findall(gate.needed)}
        for key, bound in _bounds(gate):
            if said and bound.amount and bound.amount not in said:
                yield Finding(
                    rule=ID,
                    where=lines.of("gate", gate.id, "needed"),
                    what=f"The gate {shown(gate.id)} compares with {key} "
                    f"{shown(bound.written)}, and asks for {shown(gate.needed)}.",
                    now='Write the number of the bound in "needed".',
                )


def _bounds(gate: Gate) -> Iterator[tuple[str, Quantity]]:
    for key in BOUNDS:
        bound = getattr(gate.requires, key, None)
        if isinstance(bound, Quantity):
            yield key, bound
