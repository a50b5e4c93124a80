"""
within-limit -- a dose is over its limit.

Asks
    The dose of each limited substance, planned or given, whichever is more, against its
    limits; with `together`, the shares of their limits added up.
Open
    At or below the limit, or none of it is planned.
Shut
    Above it.
Unknown
    A strength, a volume or the weight a limit needs is not known.
In a protocol
    kind = "within-limit", limits = ["lidocaine-session"]
    kind = "within-limit", limits = [...], together = "local-anaesthetic",
    at_most = "1 fraction"
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.model.answer import Outcome
from planner.model.protocol import WithinLimit
from planner.model.quantity import Quantity
from planner.model.terms import KEPT_LONG
from planner.safety.dose import dose, shares
from planner.safety.findings import Phrase, Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.protocol import Gate, Limit, Protocol
    from planner.model.situation import Situation


KIND = "within-limit"
REQUIREMENT = WithinLimit


def read(gate: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    """
    Compare each dose with its limit, or the shares of all with their sum.
    """
    requires = gate.requires
    assert isinstance(requires, WithinLimit)
    found = [
        (name, dose(protocol.limit[name], situation, protocol)) for name in requires.limits
    ]
    known = [each for _, each in found if each is not None]
    for each in known:
        if each.why is not None:
            yield Reading(
                item=each.limit.id,
                outcome=Outcome.UNKNOWN,
                seen=Phrase("dose-unknown", {"what": each.what}),
                needed=Phrase("limit", {"limit": each.limit.at_most}),
                why=each.why,
            )
    if requires.together:
        most = requires.at_most or Quantity.of("1 fraction")
        total = sum(shares(known), Decimal(0))
        yield Reading(
            item=requires.together,
            outcome=Outcome.SHUT if total > most.amount else Outcome.OPEN,
            seen=Phrase("shares", {"total": total, "limits": len(known)}),
            needed=Phrase("shares-needed", {"at_most": most}),
        )
        return
    for name, measured in found:
        if measured is None:
            yield _none_planned(protocol.limit[name])
        elif (
            measured.dose is not None and measured.cap is not None and measured.why is None
        ):
            over = measured.dose > measured.cap
            yield Reading(
                item=name,
                outcome=Outcome.SHUT if over else Outcome.OPEN,
                seen=Phrase("dose", {"dose": measured.dose, "over": measured.limit.over}),
                needed=Phrase("limit", {"limit": measured.cap}),
            )


@lru_cache(maxsize=KEPT_LONG)
def _none_planned(limit: Limit) -> Reading:
    return Reading(
        item=limit.id,
        outcome=Outcome.OPEN,
        seen=Phrase("none-planned"),
        needed=Phrase("limit", {"limit": limit.at_most}),
    )
