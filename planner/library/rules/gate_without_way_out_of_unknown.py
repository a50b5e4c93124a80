"""
A gate, or a question it asks, says nothing about "does not know".

What it finds:
    An absolute or temporary gate whose `unknown` is empty, and a question that a gate
    asks whose `unknown` is empty.

Why:
    Unknown never opens a gate, so everybody who does not know is stopped there; the
    protocol must say how to find out.

What now:
    Write the test, the document, or the worst-case precaution in `unknown`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown
from planner.model.protocol import AnswerIs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "gate-without-way-out-of-unknown"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find gates and asked questions with nothing in `unknown`.
    """
    for gate in protocol.gates:
        if gate.weight != "relative" and not gate.unknown.strip():
            yield _found("gate", gate.id, lines)
    asked = {
        gate.requires.question
        for gate in protocol.gates
        if isinstance(gate.requires, AnswerIs)
    }
    for question in protocol.questions:
        if question.id in asked and not question.unknown.strip():
            yield _found("question", question.id, lines)


def _found(name: str, id: str, lines: Lines) -> Finding:
    return Finding(
        rule=ID,
        where=lines.of(name, id, "unknown"),
        what=f'The {name} {shown(id)} gives no way out of "does not know".',
        now='Write the test, document or precaution in "unknown".',
    )
