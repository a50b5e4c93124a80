"""
A condition is not one leaf, nor all or any of leaves.

What it finds:
    A condition that says nothing, that says two things at once, that looks for answers
    without a question or for a question without answers, or that gathers other
    conditions which gather again.

Why:
    A condition must be readable aloud in one breath; nested ones hide what they mean,
    and circles never end.

What now:
    Write one leaf a card, and gather leaves in one card with all_of or any_of.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "nested-when"

_LEAVES = ("question", "medicine", "plan_has", "allergy_to", "history")
_GATHERS = ("all_of", "any_of")


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find conditions that are more, or less, than one thing.
    """
    gathers = {each.id for each in protocol.whens if each.all_of or each.any_of}
    for when in protocol.whens:
        said = [key for key in (*_LEAVES, *_GATHERS) if getattr(when, key)]
        where = lines.of("when", when.id)
        if len(said) != 1:
            what = f"says {', '.join(said)}" if said else "says nothing"
            yield _found(
                where,
                f"The condition {shown(when.id)} {what}.",
                f"Give it one of {', '.join((*_LEAVES, *_GATHERS))}.",
            )
        if bool(when.question) != bool(when.answers):
            yield _found(
                where,
                f"The condition {shown(when.id)} needs a question with its answers.",
                'Add the missing one of "question" and "answers".',
            )
        for inner in (*when.all_of, *when.any_of):
            if inner in gathers:
                yield _found(
                    where,
                    f"The condition {shown(when.id)} gathers {shown(inner)}, which "
                    "gathers others itself.",
                    "Name the leaves here.",
                )


def _found(where: str, what: str, now: str) -> Finding:
    return Finding(rule=ID, where=where, what=what, now=now)
