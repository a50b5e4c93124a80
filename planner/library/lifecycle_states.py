"""
The states the proof of the lifecycle walks, and real situations that stand in them.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from planner.model.answer import Fact, FactSheet
from planner.model.person import Actor
from planner.model.quantity import Quantity, after
from planner.model.situation import (
    Clinic,
    Exposure,
    History,
    Opening,
    Session,
    Situation,
)
from planner.model.terms import SIDE
from planner.model.time import Instant
from planner.safety.findings import Phrase

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.session.legs import Leg

DRIVER = "what-the-gates-say"
PHYSICIAN = Actor(id="physician", role="physician")
ANYONE = Actor(id="anyone", role="anyone")

_NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@frozen(order=True)
class State:
    """
    Where a session stands, as far as the lifecycle can tell states apart.
    """

    stage: str = "anamnesis"
    left: str = ""
    entered: str = "nothing"
    reaction: str = "none"
    adrenaline: bool = False
    floor_met: bool = True
    present: bool = True


@frozen
class Step:
    """
    One move in one state, how the gates stood, and where it led.
    """

    move: str
    outcome: str
    before: State
    after: State


def effects(state: State, leg: Leg) -> Iterable[State]:
    """
    What a move adds to a state, as the fold of its entries does.
    """
    stage = leg.arrives
    left = state.left
    if stage in SIDE and state.stage not in SIDE:
        left = state.stage
    later = evolve(state, stage=stage, left=left)
    match leg.move:
        case "place-test" | "apply-anaesthetic":
            entered = state.entered if state.entered == "injection" else "test"
            yield evolve(later, entered=entered, floor_met=False)
        case "deliver":
            yield evolve(later, entered="injection", floor_met=False)
        case "entered":
            since = "observation" if state.stage in SIDE else later.left
            test = state.entered if state.entered == "injection" else "test"
            for entered in dict.fromkeys((test, "injection")):
                yield evolve(later, entered=entered, floor_met=False, left=since)
        case "record":
            yield later
            if state.entered in {"test", "injection"}:
                # Marked as made in error: it stands no more, and its floor still counts.
                yield evolve(later, entered="mistake")
        case "suspect" | "escalate" | "confirm":
            # A reaction that is confirmed goes no way that a suspected one does not.
            yield evolve(later, reaction="suspected")
        case "rule-out":
            yield evolve(later, reaction="ruled-out")
        case "give-adrenaline":
            yield evolve(later, adrenaline=True)
        case "begin-visit":
            yield evolve(later, present=True)
        case "end-visit":
            yield evolve(later, present=False)
        case _:
            yield later


def instant(*, hours: int = 0) -> Instant:
    """
    The instant of the proof, or some hours from it.
    """
    span = Quantity.of(f"{hours} h")
    return Instant(at=after(_NOW, span, UTC), boot="", ns=0)


@cache
def situation_of(state: State, outcome: str) -> Situation:
    """
    A real situation that stands in an abstract state, with the gates as said.
    """
    long_ago = instant(hours=-1000)
    facts = FactSheet()
    if outcome != "unknown":
        fact = Fact(
            question=DRIVER,
            value=("yes" if outcome == "open" else "no",),
            observed_at=_NOW,
            recorded_at=_NOW,
            by=PHYSICIAN,
            visit=1,
        )
        facts = facts.with_facts((fact,))
    session = Session(
        id="proof",
        patient="proof",
        course="proof",
        protocol="",
        version="",
        digest="",
        opened=long_ago,
        visit_began=long_ago,
        last=long_ago if state.floor_met else instant(),
        stage=state.stage,
        left=state.left,
        present=state.present,
        facts=facts,
        exposures=_exposures(state),
        adrenaline=state.adrenaline,
    )
    if outcome == "opened":
        session = evolve(session, openings=(_opening(session),))
    return Situation(session=session, history=_HISTORY, now=instant())


_HISTORY = History(clinic=Clinic(), zone=UTC)


def _opening(session: Session) -> Opening:
    fact = session.facts.get(DRIVER)
    assert fact is not None
    seen = Phrase("answered", {"question": "", "answer": fact.text, "on": fact.observed_at})
    return Opening(
        gate=DRIVER,
        item="",
        seen=seen.token,
        by="physician",
        role="physician",
        at=_NOW,
        reason="proof",
    )


def _exposures(state: State) -> tuple[Exposure, ...]:
    if state.entered == "nothing":
        return ()
    at = instant(hours=-1000) if state.floor_met else instant()
    kind = "delivery" if state.entered == "injection" else "test"
    return (
        Exposure(
            entry="proof",
            kind=kind,
            id="proof",
            product="",
            lot="",
            zone="",
            counts_from=at,
            occurred_at=at.at,
            in_error=state.entered == "mistake",
        ),
    )
