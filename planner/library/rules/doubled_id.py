"""
One id or name stands on two cards.

What it finds:
    Two cards of one kind with the same id, and a name that two medicines, or two
    substances, bear.

Why:
    The later card would quietly take the place of the earlier one: a gate would be
    gone, or a patient's medicine taken for another.

What now:
    Give each card an id of its own; give a shared name to one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.shapes import cards_of, id_of, noun
from planner.library.text import shown
from planner.model.vocabulary import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "doubled-id"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find ids and names that stand twice.
    """
    for name, cards in cards_of(protocol).items():
        seen: dict[str, int] = {}
        for id in [id_of(card) for card in cards]:
            seen[id] = seen.get(id, 0) + 1
        for id in lines.numbers if name == "gate" else ():
            if len(lines.all("number", id)) > 1:
                yield _twice("number", id, lines)
        for id, count in seen.items():
            if count > 1:
                yield _twice(name, id, lines)
    for name in ("medicine", "substance"):
        yield from _names(name, protocol, lines)


def _twice(name: str, id: str, lines: Lines) -> Finding:
    places = lines.all(name, id) or (lines.of(name, id),)
    return Finding(
        rule=ID,
        where=places[-1],
        what=f"The {noun(name)} {shown(id)} stands twice, first at {places[0]}.",
        now="Give each an id of its own.",
    )


def _names(name: str, protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    borne: dict[str, str] = {}
    for card in cards_of(protocol)[name]:
        for each in card.names:
            other = borne.setdefault(plain(each), card.id)
            if other != card.id:
                yield Finding(
                    rule=ID,
                    where=lines.of(name, card.id, "names"),
                    what=f"{shown(each)} is a name of {shown(card.id)} and of "
                    f"{shown(other)}.",
                    now=f"Leave it to one {name}.",
                )
