"""
The legend of a sheet: every source that was cited, by id and title.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.language import t
from planner.sheets.wording import cited

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.model.protocol import Protocol


@frozen(kw_only=True)
class SourceRow:
    """
    One source cited on the sheet; clauses of one document stand together.
    """

    ids: str
    title: str
    grade: str


def sources(
    cited_ids: Iterable[tuple[str, ...]], protocol: Protocol
) -> tuple[SourceRow, ...]:
    """
    The legend: id and title of every source that was cited, each once.
    """
    clauses: dict[str, list[str]] = {}
    rows: dict[str, SourceRow] = {}
    known = protocol.vocabulary
    ids = dict.fromkeys(id_ for ids in cited_ids for id_ in ids)
    for id_ in ids:
        clause, card = known.clause.get(id_), known.source.get(id_)
        if clause is not None:
            clauses.setdefault(clause.source, []).append(id_)
        elif card is not None:
            name = cited((id_,), protocol)
            rows[id_] = SourceRow(ids=name, title=card.title, grade=card.grade)
        else:
            rows[id_] = SourceRow(ids=id_, title=t("not in the list of sources"), grade="")
    heads = []
    for source, held in clauses.items():
        card = known.source.get(source)
        numbered = sorted(held, key=lambda id_: (id_[0], int(id_[1:] or 0)))
        heads.append(
            SourceRow(
                ids=", ".join(numbered),
                title=card.title if card else source,
                grade=card.grade if card else "",
            )
        )
    return (*heads, *(rows[id_] for id_ in sorted(rows)))
