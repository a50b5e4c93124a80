"""
The protocol as pages to read: the one to sign, and the traceability matrix.

Builders of contexts, without a clock: the day is an argument.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sheets.contexts import ProtocolPage, TracePage
from planner.sheets.pages import heads, matrix, tables
from planner.sheets.pages.chapters import chapters
from planner.sheets.pages.citing import source_list
from planner.sheets.pages.disputes import disputes

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from planner.model.protocol import Protocol
    from planner.sheets.pages.chapters import Chapter

_NOTHING: Mapping[str, tuple[str, ...]] = {}


def protocol_page(
    protocol: Protocol,
    *,
    on: date | None = None,
    rests: Mapping[str, tuple[str, ...]] = _NOTHING,
    languages: Iterable[str] = (),
) -> ProtocolPage:
    """
    The page a physician reads and signs, judged as of a day.

    `rests` is what each named number rests on, as the file that was read says: a
    protocol itself keeps only the amounts; `languages` are those that stand beside it.
    """
    made = chapters(protocol, rests, on)
    listed = source_list(_cited(made, protocol), protocol, on)
    return ProtocolPage(
        head=heads.head(protocol, on, languages),
        counts=heads.counts(protocol, made, listed),
        chapters=made,
        disputes=disputes(protocol, on),
        conditions=tables.conditions(protocol),
        sources=listed,
    )


def trace_page(
    protocol: Protocol,
    traced: Mapping[str, Mapping[str, list[str]]],
    *,
    on: date | None = None,
    languages: Iterable[str] = (),
) -> TracePage:
    """
    The traceability matrix of what `planner.clinic.tracing` found; `languages` are those
    that stand beside the protocol.
    """
    rows = matrix.rows(protocol, traced)
    back = matrix.back(rows)
    return TracePage(
        head=heads.head(protocol, on, languages),
        counts=matrix.tally(rows, back),
        rows=rows,
        back=back,
    )


def _cited(made: Iterable[Chapter], protocol: Protocol) -> set[str]:
    found = {said.source for card in protocol.conflicts for said in card.says}
    for chapter in made:
        for section in chapter.sections:
            for each in section.entries:
                found.update(id_ for cite in each.cites for id_ in cite.ids)
    # What lists without a number of their own rest on is cited, too.
    known = protocol.vocabulary
    for cards in (known.substance_groups, known.substances, known.zones):
        for card in cards:
            found.update(card.source)
    return found
