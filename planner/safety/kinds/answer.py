"""
answer -- a question has an answer that forbids going on.

Asks
    Whether the latest answer that still counts is one of `needs`.
Open
    It is.
Shut
    It is another answer of the question.
Unknown
    It was not asked, the patient does not know, the answer lapsed or cannot be read.
In a protocol
    kind = "answer", question = "pregnancy", needs = ["no", "not applicable"]
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from planner.model.answer import Outcome, Why, as_line
from planner.model.protocol import AnswerIs
from planner.model.terms import KEPT_LONG
from planner.safety.findings import Phrase, Reading
from planner.safety.known import answered
from planner.safety.lists import item_ids, no_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from planner.model.protocol import Gate, Protocol
    from planner.model.situation import Situation


KIND = "answer"
REQUIREMENT = AnswerIs


def read(gate: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    """
    Read the answer, once for every item where the gate is judged over a list.
    """
    requires = gate.requires
    assert isinstance(requires, AnswerIs)
    items: tuple[str, ...] | None = ("",)
    if gate.each:
        items = item_ids(gate.each, situation, protocol)
    if items is None:
        yield no_plan()
        return
    question = protocol.question[requires.question]
    for item in items:
        fact, why = answered(question, situation, item)
        if fact is None:
            yield _unanswered(requires, question.asks, item, why)
        else:
            on = fact.observed_at
            told = (item, fact.value, on, on.tzinfo)
            yield _reading(requires, question.asks, told, why)


@lru_cache(maxsize=KEPT_LONG)
def _unanswered(requires: AnswerIs, asks: str, item: str, why: Why | None) -> Reading:
    why = why or Why.NOT_ASKED
    return Reading(
        item=item,
        outcome=Outcome.UNKNOWN,
        seen=Phrase(f"answer {why.value}", {"question": asks}),
        needed=Phrase("answer-needed", {"answers": requires.needs}),
        why=why,
    )


@lru_cache(maxsize=KEPT_LONG)
def _reading(
    requires: AnswerIs,
    asks: str,
    told: tuple[str, tuple[str, ...], datetime, tzinfo | None],
    why: Why | None,
) -> Reading:
    # The same answer reads the same way every time it is looked at. What is kept is
    # found again by the little that it says of the fact, and the zone `on` is told in:
    # a whole fact would be compared field by field for every session.
    item, answer, on, _ = told
    values = {"question": asks, "answer": as_line(answer), "on": on}
    needed = Phrase("answer-needed", {"answers": requires.needs})
    if why is not None:
        return Reading(
            item=item,
            outcome=Outcome.UNKNOWN,
            seen=Phrase(f"answer {why.value}", values),
            needed=needed,
            why=why,
        )
    good = answer[0] in requires.needs
    return Reading(
        item=item,
        outcome=Outcome.OPEN if good else Outcome.SHUT,
        seen=Phrase("answered", values),
        needed=needed,
    )
