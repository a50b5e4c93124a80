"""
What every entry carries: when it was recorded and when it happened, by whom, and what.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Protocol

from planner.model.frozen import frozen
from planner.model.person import Actor
from planner.model.time import Instant


class Payload(Protocol):
    """
    What happened. `kind` and `v` are written into the log and never change meaning.
    """

    kind: ClassVar[str]
    v: ClassVar[int]
    stream: ClassVar[str]


@frozen(kw_only=True)
class Draft:
    """
    Something decided and not yet recorded. `occurred_at` is empty when it is now.
    """

    payload: Payload
    occurred_at: datetime | None = None


@frozen(kw_only=True)
class Entry:
    """
    One line of the log.
    """

    id: str
    seq: int
    recorded: Instant
    occurred_at: datetime
    by: Actor
    payload: Payload
