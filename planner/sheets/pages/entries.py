"""
One card of a protocol as a physician reads it, with what it rests on beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.pages.citing import Cite, cites

if TYPE_CHECKING:
    from datetime import date

    from planner.model.protocol import Protocol


@frozen(kw_only=True)
class Fact:
    """
    One thing a card says, under its label; several lines where it says several.

    What is `brief` runs on behind what stands on lines of its own.
    """

    label: str
    lines: tuple[str, ...]
    brief: bool = False


@frozen(kw_only=True)
class Entry:
    """
    One card: what it says, its marks in words, its particulars, and its sources.
    """

    anchor: str
    id: str
    says: str
    marks: tuple[str, ...]
    facts: tuple[Fact, ...]
    cites: tuple[Cite, ...]


def entry(
    kind: str,
    card: object,
    says: str,
    *,
    protocol: Protocol,
    on: date | None,
    marks: tuple[str, ...] = (),
    facts: tuple[Fact | None, ...] = (),
    rests: tuple[str, ...] | None = None,
) -> Entry:
    """
    A card of any kind; what is empty in it is left out.
    """
    id_: str = getattr(card, "id")  # noqa: B009 - every card has one, whatever its type
    source: tuple[str, ...] = getattr(card, "source", ()) if rests is None else rests
    return Entry(
        anchor=f"{kind}-{id_}",
        id=id_,
        says=says,
        marks=tuple(each for each in marks if each),
        facts=tuple(each for each in facts if each is not None),
        cites=cites(source, protocol, on),
    )


def fact(label: str, *lines: str, brief: bool = False) -> Fact | None:
    """
    A labelled line, or nothing where there is nothing to say.
    """
    kept = tuple(line for line in lines if line)
    return Fact(label=label, lines=kept, brief=brief) if kept else None


def aside(label: str, *lines: str) -> Fact | None:
    """
    A particular that runs on with others, or nothing where there is nothing to say.
    """
    return fact(label, "; ".join(line for line in lines if line), brief=True)
