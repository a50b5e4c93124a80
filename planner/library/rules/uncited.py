"""
A card rests on nothing.

What it finds:
    A gate, question, limit, sign, trigger, line or any other card whose `source` is
    empty, and an own interval or washout of a medicine without one.

Why:
    Where a citation is optional it will be missing, and a number nobody can trace is
    a number nobody can correct.

What now:
    Name the source or clause. An engineering choice has a source too: house-choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.shapes import cards_of, id_of, noun, slots
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "uncited"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find cards and numbers without a source.
    """
    for name, cards in cards_of(protocol).items():
        for card in cards:
            shape: type = type(card)
            slot = slots(shape).get("source")
            if slot is not None and slot.required and not card.source:
                yield _uncited(name, id_of(card), lines)
    for id, cited in lines.numbers.items():
        if not cited:
            yield _uncited("number", id, lines)
    for card in protocol.vocabulary.medicines:
        for key in ("interval", "washout"):
            if getattr(card, key) is not None and not getattr(card, f"{key}_source"):
                yield _uncited("medicine", card.id, lines, key)


def _uncited(name: str, id: str, lines: Lines, key: str = "source") -> Finding:
    about = "" if key == "source" else f', for its "{key}"'
    return Finding(
        rule=ID,
        where=lines.of(name, id, key),
        what=f"The {noun(name)} {shown(id)} names no source{about}.",
        now='Name what it rests on; an engineering choice is "house-choice".',
    )
