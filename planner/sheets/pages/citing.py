"""
What a card rests on, beside it: each source with its kind and grade, and the whole list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets import written
from planner.sheets.closed import named
from planner.sheets.language import later, t
from planner.sheets.wording import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from planner.model.protocol import Protocol
    from planner.model.vocabulary import Clause, Source

_UNLISTED = later("not in the list of sources")


@frozen(kw_only=True)
class Cite:
    """
    One document beside what rests on it; clauses of one document stand together.

    `mark` is what it must be called on the spot: a house choice, not yet verified, or
    overdue. `grade` is how good it is, as the list of sources says.
    """

    ids: tuple[str, ...]
    kind: str
    grade: str
    mark: str


@frozen(kw_only=True)
class ClauseRow:
    """
    One clause of a source document; `history` says what holds instead, where it does not.
    """

    id: str
    says: str
    stage: str
    history: str


@frozen(kw_only=True)
class SourceEntry:
    """
    One source in the list: what it is, how good, when read, when to be read again.
    """

    id: str
    title: str
    kind: str
    grade: str
    year: str
    link: str
    read_on: str
    review_by: str
    mark: str
    clauses: tuple[ClauseRow, ...]
    late: bool = False


def cites(ids: Iterable[str], protocol: Protocol, on: date | None) -> tuple[Cite, ...]:
    """
    The sources of a card, in the order the card names them, clauses by their document.
    """
    known = protocol.vocabulary
    held: dict[str, list[str]] = {}
    for id_ in dict.fromkeys(ids):
        clause = known.clause.get(id_)
        held.setdefault(clause.source if clause else id_, []).append(id_)
    rows = []
    for document, its in held.items():
        card = known.source.get(document)
        rows.append(
            Cite(
                ids=tuple(its),
                kind=_kind_beside(card) if card else "",
                grade=card.grade if card else t(_UNLISTED),
                mark=mark_of(card, on) if card else "",
            )
        )
    return tuple(rows)


def _kind_beside(card: Source) -> str:
    # Where the mark says the kind already, it is not said twice.
    return "" if card.kind in MARKS else kind_words(card.kind)


def kind_words(kind: str) -> str:
    """
    The kind of a source in words.
    """
    return named("source kind", kind)


def mark_of(card: Source, on: date | None) -> str:
    """
    What a source must be called wherever it is named.
    """
    marks = [t(MARKS[card.kind])] if card.kind in MARKS else []
    if overdue(card.review_by, on):
        marks.append(t("overdue since {day}", day=written.day(card.review_by)))
    return ", ".join(marks)


def overdue(by: date, on: date | None) -> bool:
    """
    Whether the day has passed on which something was to be read again.
    """
    return on is not None and by < on


def source_list(
    cited: Iterable[str], protocol: Protocol, on: date | None
) -> tuple[SourceEntry, ...]:
    """
    Every source of the protocol: those with clauses first, then by id; one that no card
    cites is marked so, and one that is cited and not listed is listed as that.
    """
    known = protocol.vocabulary
    used = {known.clause[id_].source if id_ in known.clause else id_ for id_ in cited}
    under: dict[str, list[ClauseRow]] = {}
    for clause in known.clauses:
        under.setdefault(clause.source, []).append(_clause_row(clause))
    ordered = sorted(known.sources, key=lambda each: (each.id not in under, each.id))
    rows = []
    for card in ordered:
        marks = [mark_of(card, on)] if mark_of(card, on) else []
        if card.id not in used:
            marks.append(t("no card of this protocol cites it"))
        rows.append(
            SourceEntry(
                id=card.id,
                title=card.title,
                kind=kind_words(card.kind),
                grade=card.grade,
                year=str(card.year or ""),
                link=card.link,
                read_on=written.day(card.read_on),
                review_by=written.day(card.review_by),
                mark=", ".join(marks),
                clauses=tuple(under.get(card.id, ())),
                late=overdue(card.review_by, on),
            )
        )
    missing = sorted(used - known.source.keys())
    return (*rows, *(_unlisted(id_, under) for id_ in missing))


def _clause_row(clause: Clause) -> ClauseRow:
    return ClauseRow(
        id=clause.id,
        says=clause.text,
        stage=named("stage", clause.stage),
        history=clause.conflict,
    )


def _unlisted(id_: str, under: dict[str, list[ClauseRow]]) -> SourceEntry:
    return SourceEntry(
        id=id_,
        title=t(_UNLISTED),
        kind="",
        grade="",
        year="",
        link="",
        read_on="",
        review_by="",
        mark="",
        clauses=tuple(under.get(id_, ())),
    )
