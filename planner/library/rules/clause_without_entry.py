"""
A clause of the source documents is kept nowhere.

What it finds:
    A clause that no gate, question, statement, limit, sign, trigger, effect, line,
    number, bar, conflict or list entry cites.

Why:
    Each clause was read for a reason; one that nothing cites was forgotten.

What now:
    Cite it in the card that keeps it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.shapes import cards_of
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "clause-without-entry"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find clauses that nothing cites.
    """
    cited = {word for words in lines.numbers.values() for word in words}
    for name, cards in cards_of(protocol).items():
        for card in cards:
            if name != "clause":
                cited.update(getattr(card, "source", ()))
            if name == "conflict":
                cited.update(each.source for each in card.says)
            if name == "medicine":
                cited.update(card.interval_source, card.washout_source)
    for clause in protocol.vocabulary.clauses:
        if clause.id not in cited:
            yield Finding(
                rule=ID,
                where=lines.of("clause", clause.id),
                what=f"Nothing cites the clause {shown(clause.id)}.",
                now="Cite it in the card that keeps it.",
            )
