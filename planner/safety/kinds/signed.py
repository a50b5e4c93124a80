"""
signed -- a statement is not signed.

Asks
    Whether a statement of the protocol stands signed, by a role it allows, for this
    visit or within its span.
Open
    It does.
Shut
    Somebody signed whose role the statement does not allow.
Unknown
    Nobody signed, or the signature lapsed.
In a protocol
    kind = "signed", statement = "consent"
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.answer import Outcome, Why
from planner.model.protocol import Signed
from planner.model.quantity import Quantity, after
from planner.safety.findings import Phrase, Reading
from planner.safety.lists import item_ids, no_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.protocol import Gate, Protocol, Statement
    from planner.model.situation import Signature, Situation


KIND = "signed"
REQUIREMENT = Signed


def read(gate: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    """
    Find the latest signature under the statement, for each item where it has items.
    """
    requires = gate.requires
    assert isinstance(requires, Signed)
    statement = protocol.statement[requires.statement]
    over = gate.each or statement.each
    items: tuple[str, ...] | None = ("",)
    if over:
        items = item_ids(over, situation, protocol)
    if items is None:
        yield no_plan()
        return
    needed = Phrase("signature-needed", {"by": statement.signed_by})
    for item in items:
        made = [
            each
            for each in situation.session.signatures
            if each.statement == statement.id and each.item == item
        ]
        if not made:
            yield Reading(
                item=item,
                outcome=Outcome.UNKNOWN,
                seen=Phrase("not-signed", {"says": statement.says}),
                needed=needed,
                why=Why.NOT_ASKED,
            )
            continue
        yield _one(made[-1], item, statement, needed, situation)


def _voided(made: Signature, statement: Statement, situation: Situation) -> bool:
    # Whether more signs or sets of vitals are on record than when it was signed.
    if not statement.void_after:
        return False
    session = situation.session
    since = {
        "sign": len(session.signs) > made.signs,
        "vitals": len(session.vitals) > made.vitals,
    }
    return any(since[word] for word in statement.void_after)


def _one(
    made: Signature,
    item: str,
    statement: Statement,
    needed: Phrase,
    situation: Situation,
) -> Reading:
    seen = Phrase("signed", {"by": made.by, "role": made.role, "at": made.signed.at})
    if made.role not in statement.signed_by:
        return Reading(item=item, outcome=Outcome.SHUT, seen=seen, needed=needed)
    if statement.fresh == "visit":
        lapsed = made.visit != situation.session.visit
    elif statement.fresh:
        span = Quantity.of(statement.fresh)
        lapsed = situation.now.at > after(made.signed.at, span, situation.history.zone)
    else:
        lapsed = False
    lapsed = lapsed or _voided(made, statement, situation)
    if lapsed:
        return Reading(
            item=item,
            outcome=Outcome.UNKNOWN,
            seen=Phrase("signature-lapsed", dict(seen.values)),
            needed=needed,
            why=Why.STALE,
        )
    return Reading(item=item, outcome=Outcome.OPEN, seen=seen, needed=needed)
