"""
spaced -- too soon after the last session.

Asks
    How many local days lie between this session and the last one that injected.
Open
    Enough, or there was none.
Shut
    Not yet; the earliest day is part of the finding.
Unknown
    What the last session injected is not on record, where only a group counts.
In a protocol
    kind = "spaced", at_least = "7 d"; with group = "deoxycholic" for that group only
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.answer import Outcome, Why
from planner.model.protocol import Spaced
from planner.model.quantity import after
from planner.safety.findings import Phrase, Reading
from planner.safety.known import groups_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.protocol import Gate, Protocol
    from planner.model.situation import Exposure, Situation


KIND = "spaced"
REQUIREMENT = Spaced


def read(gate: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    """
    Find the last injection of an earlier session, and count the days since.
    """
    requires = gate.requires
    assert isinstance(requires, Spaced)
    needed = Phrase("spacing", {"at_least": requires.at_least})
    latest: Exposure | None = None
    unknown = ""
    for other in situation.history.others:
        for given in other.deliveries:
            if requires.group:
                product = situation.history.clinic.products.get(given.product)
                if product is None:
                    unknown = given.product
                    continue
                groups, known = groups_in(product, protocol)
                if requires.group not in groups:
                    unknown = unknown or ("" if known else given.product)
                    continue
            if latest is None or latest.counts_from.at < given.counts_from.at:
                latest = given
    if latest is not None:
        at = latest.counts_from.at
        earliest = after(at, requires.at_least, situation.history.zone)
        if at > situation.now.at:
            yield Reading(
                outcome=Outcome.UNKNOWN,
                seen=Phrase("clock-went-back", {"at": at}),
                needed=needed,
                why=Why.CLOCK,
            )
            return
        good = situation.now.at >= earliest
        if not good or not unknown:
            yield Reading(
                outcome=Outcome.OPEN if good else Outcome.SHUT,
                seen=Phrase("last-session", {"at": at}),
                needed=needed,
                earliest=None if good else earliest,
            )
            return
    if unknown:
        yield Reading(
            outcome=Outcome.UNKNOWN,
            seen=Phrase("not-on-record", {"item": unknown}),
            needed=needed,
            why=Why.NOT_ASKED,
        )
        return
    yield Reading(outcome=Outcome.OPEN, seen=Phrase("no-earlier-session"), needed=needed)
