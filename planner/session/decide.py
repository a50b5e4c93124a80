"""
Decide: what comes of a move, as drafts of entries, or as a refusal. Nothing is touched.

What has entered a patient, an alarm, signs and treatment are never refused: not for a
stage, a gate, a role or the clock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner.errors import InputFault, nearest
from planner.model.entries import Draft, care
from planner.model.entries import session as told
from planner.model.frozen import frozen
from planner.model.situation import Situation
from planner.model.terms import FINALS, SIDE
from planner.safety.findings import Finding, Phrase, Refusal, barred
from planner.session import alarms, entering, recording
from planner.session.legs import Leg
from planner.session.lifecycle import Attempt, fire
from planner.session.moves import (
    EXPOSING,
    Confirm,
    Entered,
    Escalate,
    Expose,
    Go,
    Move,
    NoteSigns,
    RuleOut,
    Suspect,
    Treat,
)

if TYPE_CHECKING:
    from planner.model.entries import Payload
    from planner.model.person import Actor
    from planner.model.protocol import Protocol
    from planner.model.situation import History, Session
    from planner.model.time import Instant


@frozen
class Decision:
    """
    What will be recorded, in its order, and every finding that was open.
    """

    drafts: tuple[Draft, ...]
    findings: tuple[Finding, ...] = ()


ALWAYS = (NoteSigns, Suspect, Escalate, Treat, Entered)


def decide(
    session: Session,
    move: Move,
    protocol: Protocol,
    history: History,
    *,
    by: Actor,
    now: Instant,
) -> Decision | Refusal:
    """
    Say what comes of a move: entries to append, or every reason why not.

    Raises:
        InputFault: Something in the move cannot be read, such as a volume without unit.
    """
    situation = Situation(
        session=session,
        history=history,
        now=now,
        operator=session.plan.operator if session.plan else "",
    )
    if not isinstance(move, ALWAYS):
        stranger = recording.stranger(by, situation, protocol)
        if stranger is not None:
            return Refusal((stranger,))
    attempt = Attempt(situation, protocol, by)
    return _decide(move, attempt)


def _decide(move: Move, attempt: Attempt) -> Decision | Refusal:
    match move:
        case Go():
            return _go(move, attempt)
        case Expose():
            return _expose(move, attempt)
        case Entered():
            return _entered(move, attempt)
        case NoteSigns():
            return _note(move, attempt)
        case Treat():
            return _treat(move, attempt)
        case Suspect() | Escalate() | Confirm() | RuleOut():
            return _alarmed(move, attempt)
        case _:
            return _recorded(recording.of(move, attempt), attempt)


def _alarmed(
    move: Suspect | Escalate | Confirm | RuleOut, attempt: Attempt
) -> Decision | Refusal:
    match move:
        case Suspect():
            suspicion = care.ReactionSuspected(signs=move.signs, text=move.text)
            return _alarm("suspect", [suspicion], attempt)
        case Escalate():
            return _alarm("escalate", [care.Escalated(text=move.text)], attempt)
        case Confirm():
            return _alarm("confirm", [care.ReactionConfirmed(text=move.text)], attempt)
        case RuleOut():
            if not recording.says_something(move.reason):
                return _bar(attempt, "reason-missing", move="rule-out")
            ruled = care.ReactionRuledOut(reason=move.reason, faint=move.faint)
            return _alarm("rule-out", [ruled], attempt, reason=move.reason)


def _recorded(found: list[Payload] | Finding, attempt: Attempt) -> Decision | Refusal:
    if isinstance(found, Finding):
        return Refusal((found,))
    if any(isinstance(p, told.EntryAmended) and p.adrenaline for p in found):
        # A treatment that turns out to be adrenaline is an emergency from now on.
        return _alarm("give-adrenaline", found, attempt)
    return _with_triggers(Decision(tuple(Draft(payload=p) for p in found)), attempt)


def _bar(
    attempt: Attempt, name: str, needed: Phrase | None = None, **seen: object
) -> Refusal:
    return Refusal((barred(attempt.protocol.bar[name], Phrase(name, seen), needed),))


def _arrival(leg: Leg, attempt: Attempt, reason: str = "") -> list[Payload]:
    stage = attempt.situation.session.stage
    if not leg.dest or leg.dest == stage:
        return []
    return [told.StageEntered(stage=leg.dest, left=stage, move=leg.move, reason=reason)]


STEPS = frozenset(
    {
        "advance",
        "go-back",
        "begin-visit",
        "end-visit",
        "stop-injecting",
        "defer",
        "refuse",
        "withdraw",
        "leave",
        "transfer",
        "record-death",
        "enter-in-error",
    }
)
NEEDS_REASON = {
    "defer",
    "refuse",
    "withdraw",
    "leave",
    "transfer",
    "enter-in-error",
    "stop-injecting",
    "go-back",
}


def _go(move: Go, attempt: Attempt) -> Decision | Refusal:
    session = attempt.situation.session
    if move.name not in STEPS:
        raise InputFault(
            f'"{move.name}" is not a step of a session.' + nearest(move.name, STEPS),
            now="Steps: " + ", ".join(sorted(STEPS)) + ".",
        )
    if move.name in NEEDS_REASON and not recording.says_something(move.reason):
        return _bar(attempt, "reason-missing", move=move.name)
    attempt.to = move.to
    if move.name == "advance" and not move.to and session.stage == "allergy-test":
        placed = any(test for test in session.tests if not test.in_error)
        attempt.to = "awaiting-reading" if placed else "anticoagulant-hold"
    leg = fire(move.name, attempt)
    if isinstance(leg, Refusal):
        return leg
    payloads: list[Payload] = []
    if move.name == "begin-visit":
        payloads.append(told.VisitBegun(visit=session.visit + 1))
    elif move.name == "end-visit":
        payloads.append(told.VisitEnded(visit=session.visit))
    for payload in _arrival(leg, attempt, move.reason):
        assert isinstance(payload, told.StageEntered)
        payloads.append(evolve(payload, details=dict(move.details)))
    return Decision(tuple(Draft(payload=p) for p in payloads), tuple(attempt.findings))


def _expose(move: Expose, attempt: Attempt) -> Decision | Refusal:
    payload = entering.completed(move.payload, attempt)
    attempt.situation = evolve(
        attempt.situation,
        operator=attempt.by.id,
        attempt=entering.as_exposure(payload, attempt),
    )
    leg = fire(EXPOSING[payload.kind], attempt)
    outside = entering.not_in_plan(payload, attempt)
    if outside is not None:
        before = leg.findings if isinstance(leg, Refusal) else ()
        return Refusal((*before, outside))
    if isinstance(leg, Refusal):
        return leg
    return Decision((Draft(payload=payload),), tuple(attempt.findings))


def _entered(move: Entered, attempt: Attempt) -> Decision | Refusal:
    payload = entering.completed(move.payload, attempt, entered=True)
    occurred = None
    if isinstance(payload, care.Delivered):
        payload = evolve(payload, planned=False)
        occurred = payload.stated_at
    leg = fire("entered", attempt)
    assert not isinstance(leg, Refusal), "what has entered is always recordable"
    task = told.TaskOpened(
        task=recording.next_task(attempt.situation.session),
        what="entered past the plan or a gate: what it means for the patient",
        about=payload.kind,
        holds_discharge=True,
    )
    drafts = [Draft(payload=payload, occurred_at=occurred), Draft(payload=task)]
    drafts += [Draft(payload=p) for p in _arrival(leg, attempt)]
    return Decision(tuple(drafts))


def _alarm(
    name: str, payloads: list[Payload], attempt: Attempt, reason: str = ""
) -> Decision | Refusal:
    leg = fire(name, attempt)
    if isinstance(leg, Refusal):
        return leg
    made = [*payloads, *_arrival(leg, attempt, reason)]
    return Decision(tuple(Draft(payload=p) for p in made), tuple(attempt.findings))


def _note(move: NoteSigns, attempt: Attempt) -> Decision | Refusal:
    if not move.signs and not move.text.strip():
        raise InputFault(
            "No sign is named.", now="Name a sign of the list, or write what is seen."
        )
    known = attempt.protocol.sign
    strange = [sign for sign in move.signs if sign not in known]
    # A sign in words that are not in the list is weighed as the gravest.
    grave = [s for s in move.signs if s in strange or known[s].weight == "suspect"]
    session = attempt.situation.session
    looked = {s.sign for s in session.signs if not s.found and s.sign in known}
    mild = {s for s in move.signs if s in known and known[s].weight == "look"}
    if grave or len(looked | mild) > 1:
        payload = care.ReactionSuspected(signs=move.signs, text=move.text)
        return _alarm("suspect", [payload], attempt)
    noted = care.SignsNoted(signs=move.signs, text=move.text)
    return Decision((Draft(payload=noted),))


def _treat(move: Treat, attempt: Attempt) -> Decision | Refusal:
    now, last = attempt.situation.now, attempt.situation.session.last
    adrenaline = alarms.is_adrenaline(move.payload.drug, attempt.protocol)
    payload = evolve(
        move.payload,
        adrenaline=adrenaline or move.payload.adrenaline,
        clock_in_doubt=now.since(last) is None,
    )
    return _alarm("give-adrenaline" if payload.adrenaline else "treat", [payload], attempt)


def _with_triggers(decision: Decision, attempt: Attempt) -> Decision:
    """
    Add the suspicion that measured values raise by themselves, once something entered.
    """
    session = attempt.situation.session
    if not session.exposed or session.stage in (*SIDE, *FINALS):
        return decision
    for draft in decision.drafts:
        taken = draft.payload
        if isinstance(taken, told.EntryAmended):
            # A correction may be what shows it.
            taken = recording.as_amended(taken, attempt)
        if not isinstance(taken, care.VitalsTaken):
            continue
        raised = alarms.triggered(taken, attempt)
        if raised:
            suspicion = care.ReactionSuspected(signs=(), trigger=", ".join(raised))
            alarm = _alarm("suspect", [suspicion], attempt)
            assert isinstance(alarm, Decision)
            return Decision((*decision.drafts, *alarm.drafts), alarm.findings)
    return decision
