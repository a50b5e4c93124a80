"""
One kind of gate a module; its docstring is its manual page.

Never here: wording, an early return that loses a finding, and raising to say no.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.safety.kinds import (
    answer,
    between,
    complete,
    composed,
    elapsed,
    held,
    in_date,
    signed,
    spaced,
    tested,
    within_limit,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planner.model.protocol import Gate, Protocol
    from planner.model.situation import Situation
    from planner.safety.findings import Reading

MODULES = (
    answer,
    between,
    elapsed,
    spaced,
    held,
    tested,
    composed,
    within_limit,
    in_date,
    complete,
    signed,
)

READ: dict[type, Callable[[Gate, Situation, Protocol], Iterable[Reading]]] = {
    module.REQUIREMENT: module.read for module in MODULES
}
