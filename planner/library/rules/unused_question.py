"""
A question is asked for nothing.

What it finds:
    A question that no gate, condition, limit or trigger uses and that is not marked
    `for_record`.

Why:
    An answer that changes nothing costs a patient's patience, and suggests a gate that
    was meant and not written.

What now:
    Write the gate, mark the question `for_record = true`, or take it out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown
from planner.model.protocol import AnswerIs, Between, Elapsed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "unused-question"


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find questions whose answers nothing reads.
    """
    used = set(_used(protocol))
    for question in protocol.questions:
        if question.id not in used and not question.for_record:
            yield Finding(
                rule=ID,
                where=lines.of("question", question.id),
                what=f"Nothing uses the answer to the question {shown(question.id)}.",
                now="Write its gate, or mark it for_record = true.",
            )


def _used(protocol: Protocol) -> Iterator[str]:
    for gate in protocol.gates:
        needs = gate.requires
        if isinstance(needs, AnswerIs):
            yield needs.question
        elif isinstance(needs, Between):
            yield needs.value
        elif isinstance(needs, Elapsed):
            yield needs.since
    for when in protocol.whens:
        yield when.question
    for trigger in protocol.triggers:
        yield trigger.value
    for limit in protocol.limits:
        caps = {each.dimension for each in (limit.at_most, limit.and_) if each}
        if "mass/mass" in caps:
            yield "weight"
