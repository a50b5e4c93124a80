"""
Moves: everything a practitioner can ask of a session.

A move is a request. What comes of it is decided in `planner.session.decide`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from attrs import field

from planner.model.frozen import frozen

if TYPE_CHECKING:
    from planner.model.entries import Payload
    from planner.model.entries.care import (
        AnaestheticApplied,
        Delivered,
        TestPlaced,
        Treated,
    )

EXPOSING = {
    "test-placed": "place-test",
    "anaesthetic-applied": "apply-anaesthetic",
    "delivered": "deliver",
}


@frozen(kw_only=True)
class Answer:
    """
    One answer: what was said, about which item, and since when it is true.
    """

    question: str
    value: tuple[str, ...]
    item: str = ""
    complete: bool = True
    note: str = ""
    observed_at: datetime | None = None


@frozen(kw_only=True)
class Record:
    """
    Answer questions.
    """

    answers: tuple[Answer, ...]


@frozen(kw_only=True)
class StillTrue:
    """
    Confirm answers of an earlier session: they keep the day on which they were true.
    """

    questions: tuple[str, ...]


@frozen(kw_only=True)
class Tell:
    """
    Record something typed that is neither an exposure nor a step: lists, plan, vitals.
    """

    payload: Payload


@frozen(kw_only=True)
class Expose:
    """
    Ask to let something reach the patient: a skin test, an anaesthetic, an injection.
    """

    payload: TestPlaced | AnaestheticApplied | Delivered


@frozen(kw_only=True)
class Entered:
    """
    Record what has already reached the patient. It is never refused.
    """

    payload: TestPlaced | AnaestheticApplied | Delivered


@frozen(kw_only=True)
class Go:
    """
    Ask for a step: `name` is a move of the lifecycle, `to` a stage where there are two.
    """

    name: str
    to: str = ""
    reason: str = ""
    details: Mapping[str, str] = field(factory=dict)


@frozen(kw_only=True)
class Decide:
    """
    A physician decides that a relative gate may open for what is seen now.
    """

    gate: str
    reason: str
    item: str = ""


@frozen(kw_only=True)
class Override:
    """
    Open a shut gate that allows it, with one of its reasons and free text.
    """

    gate: str
    reason: str
    text: str
    item: str = ""


@frozen(kw_only=True)
class NoteSigns:
    """
    Record signs seen or told.
    """

    signs: tuple[str, ...]
    text: str = ""


@frozen(kw_only=True)
class LookAt:
    """
    A physician has looked at signs and says what they are.
    """

    signs: tuple[str, ...]
    found: str


@frozen(kw_only=True)
class Suspect:
    """
    Suspect a reaction. Anyone may, at any moment.
    """

    signs: tuple[str, ...] = ()
    text: str = ""


@frozen(kw_only=True)
class Escalate:
    """
    Raise the alarm, in one act. Anyone may, at any moment.
    """

    text: str = ""


@frozen(kw_only=True)
class Confirm:
    """
    A physician confirms a reaction.
    """

    text: str


@frozen(kw_only=True)
class RuleOut:
    """
    A physician rules a reaction out.
    """

    reason: str
    faint: bool = False


@frozen(kw_only=True)
class Treat:
    """
    Record a treatment that was given. It is never refused.
    """

    payload: Treated


@frozen(kw_only=True)
class CloseTask:
    """
    Say how a task was done.
    """

    task: str
    how: str


@frozen(kw_only=True)
class Amend:
    """
    Correct an earlier entry: which fields, to what, and why.
    """

    entry: str
    changes: Mapping[str, str]
    reason: str


@frozen(kw_only=True)
class MarkInError:
    """
    Mark an earlier entry as made in error, and say why.
    """

    entry: str
    reason: str


Move = (
    Record
    | StillTrue
    | Tell
    | Expose
    | Entered
    | Go
    | Decide
    | Override
    | NoteSigns
    | LookAt
    | Suspect
    | Escalate
    | Confirm
    | RuleOut
    | Treat
    | CloseTask
    | Amend
    | MarkInError
)

# What is only told or answered: no gate holds it, so none is read for it.
TELLING = (Record, StillTrue, Tell)
