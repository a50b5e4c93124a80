"""
complete -- something on a list is missing, open, or not stated.

Asks
    Whether every item of a list is there, done or closed, and the list stated complete.
Open
    It is.
Shut
    An item is missing or open.
Unknown
    The list is not stated complete, or an item is not recognised.
In a protocol
    kind = "complete", listed = "kit"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.protocol import Complete
from planner.safety.listed import listed

if TYPE_CHECKING:
    from planner.model.protocol import Gate, Protocol
    from planner.model.situation import Situation
    from planner.safety.findings import Reading


KIND = "complete"
REQUIREMENT = Complete


def read(gate: Gate, situation: Situation, protocol: Protocol) -> list[Reading]:
    """
    Read every item of the list.
    """
    requires = gate.requires
    assert isinstance(requires, Complete)
    return listed(requires.listed, gate, situation, protocol)
