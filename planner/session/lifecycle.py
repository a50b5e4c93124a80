"""
The lifecycle: the machine made of the table of legs, and the judging of one leg.

It is one flat shared `transitions` machine without a model: firing it changes a small
holder of the stage, and nothing else. Nothing here has an effect; what happened is
appended later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from attrs import define, field
from transitions.core import EventData, Machine, MachineError

from planner.model.answer import Outcome
from planner.model.terms import FINALS, STAGES
from planner.safety.assess import assess
from planner.safety.findings import Clearance, Finding, Phrase, Refusal, barred, judge
from planner.session.legs import LEGS, Leg

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planner.model.person import Actor
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation


@define(eq=False)
class Attempt:
    """
    One try of a move: what is asked, by whom, and what came of every leg that was tried.
    """

    situation: Situation
    protocol: Protocol
    by: Actor
    to: str = ""
    findings: list[Finding] = field(factory=list)
    leg: Leg | None = None


@define(eq=False, slots=True)
class _Holder:
    # What the machine moves: a stage, and nothing that could have an effect.
    state: str


def _stage_left(attempt: Attempt) -> str:
    return attempt.situation.session.left


def _no(bar: str, **seen: object) -> tuple[str, Phrase]:
    return bar, Phrase(bar, seen)


def _bar_of(name: str, attempt: Attempt) -> tuple[str, Phrase] | None:
    session, now = attempt.situation.session, attempt.situation.now
    match name:
        case "visit-open":
            return None if session.present else _no("no-visit", visit=session.visit)
        case "visit-closed":
            return _no("already-present") if session.present else None
        case "clock":
            good = now.since(session.last) is not None
            return None if good else _no("clock-went-back", at=session.last.at)
        case "no-adrenaline":
            return _no("adrenaline-given") if session.adrenaline else None
        case "physician":
            role = attempt.by.role
            return None if role == "physician" else _no("wrong-role", role=role)
        case "not-injected":
            return _no("already-injecting") if session.deliveries else None
        case "nothing-stands":
            return _no("exposure-stands") if session.standing else None
        case _:
            raise AssertionError(name)


def _selected(leg: Leg, attempt: Attempt) -> bool:
    # Which of several legs of one move is meant: by the stage asked for, and by the
    # stage that was left when the alarm was raised.
    if attempt.to and leg.arrives != attempt.to:
        return False
    for name in leg.bars:
        if name == "left-open" and _stage_left(attempt) in FINALS:
            return False
        if name.startswith("left ") and name != f"left {_stage_left(attempt)}":
            return False
    return True


def judge_leg(leg: Leg, attempt: Attempt) -> bool:
    """
    Judge one leg: every bar of the lifecycle and every gate of its checkpoint.

    All findings are kept on the attempt; the leg is taken when nothing holds it.
    """
    if not _selected(leg, attempt):
        return False
    found: list[Finding] = []
    for name in leg.bars:
        if name.startswith("left"):
            continue
        barring = _bar_of(name, attempt)
        if barring is not None:
            bar, seen = barring
            found.append(barred(attempt.protocol.bar[bar], seen))
    if leg.checkpoint:
        found.extend(assess(attempt.situation, attempt.protocol, leg.checkpoint))
    attempt.findings.extend(found)
    # Most are open, and an open one holds nothing.
    if any(each.holds for each in [f for f in found if f.outcome is not Outcome.OPEN]):
        return False
    attempt.leg = leg
    return True


def _guard(leg: Leg) -> Callable[[EventData], bool]:
    def guard(event: EventData) -> bool:
        return judge_leg(leg, cast("Attempt", event.kwargs["attempt"]))

    return guard


def machine_of(legs: Iterable[Leg]) -> Machine:
    """
    The machine of a table of legs.
    """
    return Machine(
        model=None,
        states=list(STAGES),
        initial=STAGES[0],
        transitions=[
            {
                "trigger": leg.move,
                "source": leg.source,
                "dest": leg.dest or None,
                "conditions": [_guard(leg)],
            }
            for leg in legs
        ],
        auto_transitions=False,
        send_event=True,
        queued=False,
    )


MACHINE = machine_of(LEGS)
Lifecycle = Machine


def fire(move: str, attempt: Attempt, machine: Machine = MACHINE) -> Leg | Refusal:
    """
    Try a move from the stage the session is in.

    Returns the leg that was taken, or a refusal with every finding of what was tried.
    """
    stage = attempt.situation.session.stage
    holder = _Holder(stage)
    try:
        taken = machine.events[move].trigger(holder, attempt=attempt)
    except MachineError:
        taken = False
    if taken and attempt.leg is not None:
        return attempt.leg
    if not attempt.findings:
        # Nothing was even tried: there is no such leg from here.
        final = stage in FINALS
        bar = attempt.protocol.bar["session-final" if final else "not-from-here"]
        attempt.findings.append(barred(bar, Phrase(bar.id, {"stage": stage, "move": move})))
    return Refusal(tuple(attempt.findings))


def look_ahead(stage: str, attempt: Attempt) -> Clearance | Refusal:
    """
    Assess what stands before a stage or move, without asking for anything.
    """
    return judge(assess(attempt.situation, attempt.protocol, stage))
