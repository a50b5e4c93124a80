"""
The traceability matrix: clause to entry, to case, to sheet, and from each entry back.

What a clause says stands here only where it still holds: a disputed one is told on the
protocol page alone, beside what governs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.closed import named
from planner.sheets.language import later, t, tn
from planner.sheets.pages.heads import Count

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.model.protocol import Protocol

    Traced = Mapping[str, Mapping[str, list[str]]]

_GAPS = {
    "entries": later("no entry cites it"),
    "cases": later("no case exercises it"),
    "sheets": later("it reaches no sheet"),
}


@frozen(kw_only=True)
class Row:
    """
    One clause with everything that keeps it, and what is missing in words.

    `says` is empty where the clause is disputed: then `disputes` name where it stands,
    and `instead` is what holds.
    """

    id: str
    document: str
    stage: str
    kind: str
    says: str
    instead: str
    disputes: tuple[str, ...]
    entries: tuple[str, ...]
    cases: tuple[str, ...]
    sheets: tuple[str, ...]
    gaps: str


@frozen(kw_only=True)
class Back:
    """
    One entry and the clauses it keeps.
    """

    entry: str
    clauses: tuple[str, ...]


def rows(protocol: Protocol, traced: Traced) -> tuple[Row, ...]:
    """
    Every clause of the source documents, traced or not.
    """
    documents = {each.id: each.title for each in protocol.vocabulary.sources}
    made = []
    for clause in protocol.vocabulary.clauses:
        found = traced.get(clause.id, {})
        held = {kind: tuple(found.get(kind, ())) for kind in _GAPS}
        disputed = tuple(
            card.id
            for card in protocol.conflicts
            if any(said.source == clause.id for said in card.says)
        )
        made.append(
            Row(
                id=clause.id,
                document=documents.get(clause.source, clause.source),
                stage=named("stage", clause.stage),
                kind=named("clause kind", clause.kind),
                says="" if clause.conflict else clause.text,
                instead=clause.conflict,
                disputes=disputed,
                gaps=", ".join(t(_GAPS[kind]) for kind in _GAPS if not held[kind]),
                **held,
            )
        )
    return tuple(made)


def back(made: tuple[Row, ...]) -> tuple[Back, ...]:
    """
    Every entry with its clauses, in the order of the alphabet.
    """
    found: dict[str, list[str]] = {}
    for row in made:
        for entry in row.entries:
            found.setdefault(entry, []).append(row.id)
    return tuple(Back(entry=name, clauses=tuple(found[name])) for name in sorted(found))


def tally(made: tuple[Row, ...], entries: tuple[Back, ...]) -> tuple[Count, ...]:
    """
    How much is traced, and how much is not.
    """
    cases = {case for row in made for case in row.cases}
    sheets = {sheet for row in made for sheet in row.sheets}
    clauses, whole = len(made), sum(not row.gaps for row in made)
    told = [
        (
            clauses,
            tn(
                "clause of the source documents", "clauses of the source documents", clauses
            ),
        ),
        (
            len(entries),
            tn(
                "entry of the protocol that cites one",
                "entries of the protocol that cite one",
                len(entries),
            ),
        ),
        (
            len(cases),
            tn(
                "worked case that exercises such an entry",
                "worked cases that exercise such an entry",
                len(cases),
            ),
        ),
        (
            len(sheets),
            tn(
                "printed sheet that one reaches",
                "printed sheets that one reaches",
                len(sheets),
            ),
        ),
        (whole, tn("clause without a gap", "clauses without a gap", whole)),
    ]
    for kind, words in _GAPS.items():
        missing = sum(not getattr(row, kind) for row in made)
        gap = t(words)
        told.append(
            (missing, tn("clause where {gap}", "clauses where {gap}", missing, gap=gap))
        )
    return tuple(Count(number=number, words=words) for number, words in told)
