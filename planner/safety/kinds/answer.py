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
    from collections.abc import Iterable
    from datetime import datetime, tzinfo

    from planner.model.protocol import Gate, Protocol, Question
    from planner.model.situation import Situation


KIND = "answer"
REQUIREMENT = AnswerIs


def read(gate: Gate, situation: Situation, protocol: Protocol) -> Iterable[Reading]:
    """
    Read the answer, once for every item where the gate is judged over a list.
    """
    requires = gate.requires
    assert isinstance(requires, AnswerIs)
    question = protocol.question[requires.question]
    if not gate.each:
        return (_one(requires, question, situation, ""),)
    items = item_ids(gate.each, situation, protocol)
    if items is None:
        return (no_plan(),)
    return [_one(requires, question, situation, item) for item in items]


def _one(
    requires: AnswerIs, question: Question, situation: Situation, item: str
) -> Reading:
    fact, why = answered(question, situation, item)
    if fact is None:
        return _unanswered(requires, question.asks, item, why)
    on = fact.observed_at
    # The zone `on` is told in is part of what is seen.
    return _reading(requires, question.asks, (item, fact.value, on, on.tzinfo), why)


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
    # found again by the little that it says of the fact: a whole fact would be compared
    # field by field for every session.
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
