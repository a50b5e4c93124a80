"""
Where sources disagree: what each says, beside what governs, who decides and when.

A statement of a source document that present guidance has replaced is history: it stands
on the protocol page only, and says so wherever it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets import written
from planner.sheets.pages.citing import Cite, cites

if TYPE_CHECKING:
    from datetime import date

    from planner.model.protocol import Protocol


@frozen(kw_only=True)
class SaidRow:
    """
    What one source says; `history` is what holds instead, where this no longer does.
    """

    what: str
    history: str
    cites: tuple[Cite, ...]


@frozen(kw_only=True)
class Dispute:
    """
    One point on which sources disagree, and the gates whose number rests on the decision.
    """

    id: str
    question: str
    says: tuple[SaidRow, ...]
    governs: str
    decided_by: str
    decided_on: str
    gates: tuple[str, ...]


def disputes(protocol: Protocol, on: date | None) -> tuple[Dispute, ...]:
    """
    Every conflict of the protocol, in its order.
    """
    known = protocol.vocabulary.clause
    rows = []
    for card in protocol.conflicts:
        said = tuple(
            SaidRow(
                what=each.what,
                history=known[each.source].conflict if each.source in known else "",
                cites=cites((each.source,), protocol, on),
            )
            for each in card.says
        )
        rows.append(
            Dispute(
                id=card.id,
                question=card.question,
                says=said,
                governs=card.governs,
                decided_by=card.decided_by,
                decided_on=written.day(card.decided_on),
                gates=tuple(g.id for g in protocol.gates if g.decision == card.id),
            )
        )
    return tuple(rows)
