"""
What stands at the head and in the foot of the protocol page and the trace page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.model.terms import WAY_IN
from planner.sheets import written
from planner.sheets.language import t, tn
from planner.sheets.pages.citing import overdue
from planner.sheets.wording import MARKS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from planner.model.protocol import Gate, Protocol
    from planner.sheets.pages.chapters import Chapter
    from planner.sheets.pages.citing import SourceEntry


@frozen(kw_only=True)
class Head:
    """
    Which protocol version this is, and until when it may stand unread.

    `origin` says what it was written on, and whether it may be looser than that.
    """

    title: str
    name: str
    digest: str
    origin: str
    for_: str
    not_for: str
    review_by: str
    overdue: str
    languages: str
    on: str


@frozen(kw_only=True)
class Count:
    """
    How many of something, in words.
    """

    number: int
    words: str


def head(protocol: Protocol, on: date | None, languages: Iterable[str] = ()) -> Head:
    """
    The head of a page, as of a day, with the languages that stand beside the protocol.
    """
    late = overdue(protocol.review_by, on)
    return Head(
        title=protocol.title,
        name=f"{protocol.id} {protocol.version}",
        digest=protocol.digest or t("not sealed"),
        origin=_origin(protocol),
        for_=protocol.for_,
        not_for=protocol.not_for,
        review_by=written.day(protocol.review_by),
        overdue=t("Overdue: its review is past its day.") if late else "",
        languages=written.listing(dict.fromkeys((*protocol.languages, *languages))),
        on=written.day(on) if on else t("a day not given"),
    )


def _origin(protocol: Protocol) -> str:
    if not protocol.extends:
        return t("none: it stands alone")
    told = t(
        "{protocol}, digest {digest}",
        protocol=protocol.extends,
        digest=protocol.parent_digest,
    )
    if protocol.locally_modified:
        return t("Locally modified: a fork of {protocol}", protocol=told)
    return told


def counts(
    protocol: Protocol, made: Iterable[Chapter], sources: tuple[SourceEntry, ...]
) -> tuple[Count, ...]:
    """
    What a reader is about to sign, counted.
    """
    cards = [e for chapter in made for part in chapter.sections for e in part.entries]
    late = sum(each.late for each in sources)
    held = sum(holds_the_needle(gate) for gate in protocol.gates)
    asked, gates, limits = map(len, (protocol.questions, protocol.gates, protocol.limits))
    disputed = len(protocol.conflicts)
    rows = [
        Count(number=asked, words=tn("question", "questions", asked)),
        Count(
            number=gates,
            words=tn(
                "gate, {held} of them hold the needle",
                "gates, {held} of them hold the needle",
                gates,
                held=held,
            ),
        ),
        Count(number=limits, words=tn("limit", "limits", limits)),
        Count(
            number=disputed,
            words=tn(
                "point where sources disagree", "points where sources disagree", disputed
            ),
        ),
        Count(
            number=len(sources),
            words=tn(
                "source, {late} of them overdue",
                "sources, {late} of them overdue",
                len(sources),
                late=late,
            ),
        ),
    ]
    for mark in map(t, MARKS.values()):
        marked = sum(any(mark in cite.mark for cite in each.cites) for each in cards)
        words = tn("card that names: {mark}", "cards that name: {mark}", marked, mark=mark)
        rows.append(Count(number=marked, words=words))
    return tuple(rows)


def holds_the_needle(gate: Gate) -> bool:
    """
    Whether a gate holds something on the way in: others hold the patient, or the record.
    """
    return gate.safety and not {*WAY_IN}.isdisjoint(gate.before)
