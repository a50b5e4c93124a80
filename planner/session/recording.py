"""
What is recorded without a step: answers, lists, signatures, decisions, corrections.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import asdict, evolve

from planner.errors import InputFault, Misuse, nearest
from planner.model.answer import DOES_NOT_KNOW, NOT_APPLICABLE, Fact, Outcome
from planner.model.entries import care
from planner.model.entries import session as told
from planner.model.quantity import TIME_DIMENSIONS, Quantity, after
from planner.safety.assess import findings_of
from planner.safety.conditions import holds
from planner.safety.findings import Finding, Phrase, barred
from planner.safety.override import may_decide
from planner.session import wellformed
from planner.session.alarms import is_adrenaline
from planner.session.fold import AMENDABLE, IN_ERROR, amended
from planner.session.moves import (
    Amend,
    CloseTask,
    Decide,
    LookAt,
    MarkInError,
    Override,
    Record,
    StillTrue,
    Tell,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.model.entries import Entry, Payload
    from planner.model.person import Actor
    from planner.model.protocol import Gate, Protocol
    from planner.model.situation import Session, Situation
    from planner.session.lifecycle import Attempt
    from planner.session.moves import Answer

Recording = Record | StillTrue | Tell | Decide | Override | LookAt | CloseTask | Amend

# What is recorded as it is told. Everything else has a move of its own, with its gates.
TOLD = (
    told.MedicinesListed,
    told.MedicineTaken,
    told.MedicineClassified,
    told.AllergiesListed,
    told.AllergyClassified,
    told.PlanMade,
    told.StatementSigned,
    told.HoldAgreed,
    told.RestartConfirmed,
    care.VitalsTaken,
    care.SkinPrepared,
    care.TestRead,
    care.Called,
    care.EffectNoted,
)
PHYSICIANS_WORD = (
    told.MedicineClassified,
    told.AllergyClassified,
)


def _bar(attempt: Attempt, name: str, **seen: object) -> Finding:
    return barred(attempt.protocol.bar[name], Phrase(name, seen))


def stranger(by: Actor, situation: Situation, protocol: Protocol) -> Finding | None:
    """
    Refuse an actor who is not on the clinic's staff in the role that was claimed.
    """
    known = situation.history.clinic.staff.get(by.id)
    if known is None:
        seen = Phrase("not-registered-staff", {"by": by.id})
        return barred(protocol.bar["not-registered-staff"], seen)
    if known.role != by.role:
        seen = Phrase("wrong-role", {"role": by.role})
        return barred(protocol.bar["wrong-role"], seen)
    return None


def next_task(session: Session) -> str:
    """
    The id of the next task: they are numbered within a session.
    """
    return f"task-{len(session.tasks) + 1}"


def of(move: Recording | MarkInError, attempt: Attempt) -> list[Payload] | Finding:
    """
    What a move that is no step records, or the one finding that refuses it.
    """
    match move:
        case Record():
            return _answers(move.answers, attempt)
        case StillTrue():
            return _still_true(move, attempt)
        case Tell():
            return _tell(move.payload, attempt)
        case Decide():
            return _decision(move, attempt)
        case Override():
            return _override(move, attempt)
        case LookAt():
            return _look(move, attempt)
        case CloseTask():
            open_now = {t.id for t in attempt.situation.session.tasks if not t.closed_how}
            if move.task not in open_now:
                return _bar(attempt, "task-not-open", task=move.task)
            if not says_something(move.how):
                return _bar(attempt, "reason-missing", move="close-task")
            return [told.TaskClosed(task=move.task, how=move.how)]
        case Amend():
            return _amend(move, attempt)
        case MarkInError():
            return _in_error(move, attempt)


def _look(move: LookAt, attempt: Attempt) -> list[Payload] | Finding:
    if attempt.by.role != "physician":
        return _bar(attempt, "not-a-physician", role=attempt.by.role)
    if not says_something(move.found):
        return _bar(attempt, "reason-missing", move="look")
    return [care.SignsLookedAt(signs=move.signs, found=move.found)]


def _answers(answers: Iterable[Answer], attempt: Attempt) -> list[Payload] | Finding:
    facts = []
    session, now = attempt.situation.session, attempt.situation.now
    for each in answers:
        question = attempt.protocol.question.get(each.question)
        if question is None:
            raise InputFault(
                f'There is no question "{each.question}" in this protocol.'
                + nearest(each.question, attempt.protocol.question),
                now=f"See: mesoplan session ask {session.id}",
            )
        _must_fit(question.id, each, attempt)
        facts.append(
            Fact(
                question=each.question,
                value=each.value,
                item=each.item,
                complete=each.complete,
                note=each.note,
                observed_at=each.observed_at or now.at,
                recorded_at=now.at,
                by=attempt.by,
                visit=session.visit,
            )
        )
    return [told.FactsRecorded(facts=tuple(facts))] if facts else []


def _must_fit(id_: str, answer: Answer, attempt: Attempt) -> None:
    # An answer that does not fit its question is refused with what would fit, before
    # it is stored; "does not know" always fits.
    question = attempt.protocol.question[id_]
    if bool(answer.item) != bool(question.each):
        about = "each of: " + question.each if question.each else "the whole patient"
        raise InputFault(
            f'"{id_}" is asked about {about}.',
            now=f"Write {id_}@ITEM." if question.each else f"Write {id_} alone.",
        )
    if question.each == "zones" and answer.item not in attempt.protocol.vocabulary.zone:
        raise InputFault(
            f'There is no zone "{answer.item}".'
            + nearest(answer.item, attempt.protocol.vocabulary.zone)
        )
    if answer.value == (DOES_NOT_KNOW,):
        return
    if question.not_applicable and answer.value == (NOT_APPLICABLE,):
        return
    if not answer.value or (len(answer.value) > 1 and question.kind != "list"):
        raise InputFault(
            f'The question "{id_}" takes one answer.',
            now="Write one answer, or: does not know",
        )
    if question.kind == "choice" and answer.value[0] not in question.answers:
        raise InputFault(
            f'"{answer.value[0]}" is not an answer of "{id_}".'
            + nearest(answer.value[0], question.answers),
            now="Answers: " + "; ".join((*question.answers, DOES_NOT_KNOW)) + ".",
        )
    if question.kind == "quantity":
        written = Quantity.of(answer.value[0])
        wanted = Quantity(written.amount, question.unit)
        if written.dimension != wanted.dimension:
            raise InputFault(
                f'"{answer.value[0]}" does not answer "{id_}".',
                now=f"Write it in {question.unit}.",
            )
    seen_at, now = answer.observed_at, attempt.situation.now.at
    if seen_at is not None and seen_at > now:
        raise InputFault(
            f'The answer to "{id_}" is dated in the future.',
            now="Write when it was true, with its zone.",
        )


def _still_true(move: StillTrue, attempt: Attempt) -> list[Payload] | Finding:
    facts = []
    session, now = attempt.situation.session, attempt.situation.now
    for id_ in move.questions:
        earlier = [
            fact
            for other in attempt.situation.history.others
            for key, fact in other.facts.facts.items()
            if key[0] == id_
        ]
        known = attempt.protocol.question.get(id_)
        if not earlier or known is None or known.scope != "patient":
            return _bar(attempt, "no-such-entry", entry=id_)
        latest = max(earlier, key=lambda fact: fact.recorded_at)
        facts.append(evolve(latest, recorded_at=now.at, by=attempt.by, visit=session.visit))
    return [told.FactsRecorded(facts=tuple(facts))]


def _tell(payload: Payload, attempt: Attempt) -> list[Payload] | Finding:
    if not isinstance(payload, TOLD):
        raise InputFault(
            f'"{payload.kind}" is not recorded by telling it.',
            why="It is a step, an exposure, a decision or an alarm, and has its own move.",
            now="Ask for the move itself.",
        )
    if isinstance(payload, PHYSICIANS_WORD) and attempt.by.role != "physician":
        return _bar(attempt, "not-a-physician", role=attempt.by.role)
    if isinstance(payload, told.StatementSigned):
        known = attempt.protocol.statement.get(payload.statement)
        if known is None:
            raise InputFault(
                f'There is no statement "{payload.statement}" in this protocol.'
                + nearest(payload.statement, attempt.protocol.statement)
            )
        if attempt.by.role not in known.signed_by:
            return _bar(attempt, "wrong-role", role=attempt.by.role)
    if isinstance(payload, told.PlanMade):
        wellformed.plan(payload.plan)
    if isinstance(payload, told.HoldAgreed):
        return _hold(payload, attempt)
    if isinstance(payload, told.RestartConfirmed):
        return _taken_again(payload, attempt)
    if isinstance(payload, care.VitalsTaken):
        for written in payload.values.values():
            Quantity.of(written)
    if isinstance(payload, care.TestRead):
        known_tests = {test.id for test in attempt.situation.session.tests}
        earlier = {t.id for other in attempt.situation.history.others for t in other.tests}
        if payload.test not in known_tests | earlier:
            return _bar(attempt, "no-such-entry", entry=payload.test)
    return [payload]


def _taken_again(payload: told.RestartConfirmed, attempt: Attempt) -> list[Payload]:
    if payload.taken_at > attempt.situation.now.at:
        raise InputFault(
            f"That {payload.medicine} was taken again is dated in the future.",
            now="Confirm it once it was taken.",
        )
    done = f"restart:{payload.medicine}"
    tasks = [
        told.TaskClosed(task=task.id, how=f"confirmed by {attempt.by.id}")
        for task in attempt.situation.session.tasks
        if task.about == done and not task.closed_how
    ]
    return [payload, *tasks]


def _hold(payload: told.HoldAgreed, attempt: Attempt) -> list[Payload] | Finding:
    agreed = payload.agreement
    known = says_something(agreed.prescriber) and says_something(agreed.contact)
    if not known or agreed.decision not in {"hold", "continue"}:
        return _bar(attempt, "hold-needs-name-and-date", medicine=agreed.medicine)
    if agreed.hold:
        _must_be_span(agreed.hold, attempt)
    if agreed.decision == "continue":
        return [payload]
    about = f"restart:{agreed.medicine}"
    already = any(
        task.about == about and not task.closed_how
        for task in attempt.situation.session.tasks
    )
    if already:
        return [payload]
    task = told.TaskOpened(
        task=next_task(attempt.situation.session),
        what=f"confirm that {agreed.medicine} is taken again as its prescriber agreed",
        about=about,
        holds_discharge=False,
    )
    return [payload, task]


def _must_be_span(text: str, attempt: Attempt) -> None:
    span = Quantity.of(text)
    good = span.dimension in TIME_DIMENSIONS and span.amount > 0
    try:
        if good:
            after(attempt.situation.now.at, span, attempt.situation.history.zone)
    except Misuse:
        good = False
    if not good:
        raise InputFault(
            f'"{text}" is not a span a medicine can be held for.',
            now="Write it in hours or days, as its prescriber agreed.",
        )


def _shut(gate: Gate, item: str, attempt: Attempt) -> Finding | None:
    applies = holds(gate.applies_if, attempt.situation, attempt.protocol)
    if applies is Outcome.SHUT:
        return None
    for finding in findings_of(gate, applies, attempt.situation, attempt.protocol):
        if finding.item == item and finding.outcome is not Outcome.OPEN:
            return finding
    return None


def _gate(name: str, attempt: Attempt) -> Gate:
    gate = attempt.protocol.gate.get(name)
    if gate is None:
        raise InputFault(
            f'There is no gate "{name}" in this protocol.'
            + nearest(name, attempt.protocol.gate)
        )
    return gate


def _decision(move: Decide, attempt: Attempt) -> list[Payload] | Finding:
    gate = _gate(move.gate, attempt)
    if not may_decide(gate):
        return _bar(attempt, "decision-not-allowed", gate=gate.id)
    if attempt.by.role != "physician":
        return _bar(attempt, "decision-by-physician", role=attempt.by.role)
    if not says_something(move.reason):
        return _bar(attempt, "reason-missing", move="decide")
    finding = _shut(gate, move.item, attempt)
    if finding is None:
        return _bar(attempt, "nothing-to-open", gate=gate.id)
    if finding.outcome is Outcome.UNKNOWN:
        return _bar(attempt, "unknown-not-openable", gate=gate.id)
    return [
        told.Decided(
            gate=gate.id, item=move.item, seen=finding.seen.token, reason=move.reason
        )
    ]


def says_something(text: str) -> bool:
    """
    Whether a reason is one: "." and "-" are how people get past a field.
    """
    return sum(char.isalnum() for char in text) > 1


def _override(move: Override, attempt: Attempt) -> list[Payload] | Finding:
    gate = _gate(move.gate, attempt)
    policy = gate.override
    if policy is None:
        return _bar(attempt, "override-not-allowed", gate=gate.id)
    if attempt.by.role not in policy.by:
        return _bar(attempt, "wrong-role", role=attempt.by.role)
    if move.reason not in policy.reasons:
        return _bar(
            attempt,
            "override-reason-not-listed",
            reason=move.reason,
            reasons=policy.reasons,
        )
    if not says_something(move.text):
        return _bar(attempt, "reason-missing", move="override")
    finding = _shut(gate, move.item, attempt)
    if finding is None:
        return _bar(attempt, "nothing-to-open", gate=gate.id)
    if finding.outcome is Outcome.UNKNOWN:
        return _bar(attempt, "unknown-not-openable", gate=gate.id)
    monitor = move.reason in policy.monitor
    made: list[Payload] = [
        told.Overridden(
            gate=gate.id,
            item=move.item,
            seen=finding.seen.token,
            reason=move.reason,
            text=move.text,
            monitor=monitor,
        )
    ]
    if monitor:
        made.append(
            told.TaskOpened(
                task=next_task(attempt.situation.session),
                what=f"{move.reason}: {move.text}",
                about=gate.id,
                holds_discharge=True,
            )
        )
    return made


def _entry(name: str, attempt: Attempt) -> Entry | None:
    for entry in attempt.situation.session.entries:
        if name in {entry.id, str(entry.seq)}:
            return entry
    return None


def _amend(move: Amend, attempt: Attempt) -> list[Payload] | Finding:
    entry = _entry(move.entry, attempt)
    if entry is None:
        return _bar(attempt, "no-such-entry", entry=move.entry)
    if not isinstance(entry.payload, AMENDABLE):
        return _bar(attempt, "not-amendable", entry=move.entry)
    if not says_something(move.reason):
        return _bar(attempt, "reason-missing", move="amend")
    allowed = (
        set(entry.payload.values)
        if isinstance(entry.payload, care.VitalsTaken)
        else {
            name
            for name, seen in asdict(entry.payload, recurse=False).items()  # type: ignore[arg-type]
            if isinstance(seen, str)
        }
    )
    for name in move.changes:
        if name not in allowed:
            raise InputFault(
                f'"{name}" cannot be corrected in this entry.' + nearest(name, allowed),
                now="It has: " + ", ".join(sorted(allowed)) + ".",
            )
    corrected = amended(entry.payload, dict(move.changes))
    if isinstance(corrected, care.VitalsTaken):
        for written in corrected.values.values():
            Quantity.of(written)
    return [
        told.EntryAmended(
            entry=entry.id,
            changes=dict(move.changes),
            reason=move.reason,
            adrenaline=isinstance(corrected, care.Treated)
            and is_adrenaline(corrected.drug, attempt.protocol),
        )
    ]


def as_amended(payload: told.EntryAmended, attempt: Attempt) -> Payload:
    """
    What the entry that is being corrected says once it is.
    """
    entry = _entry(payload.entry, attempt)
    assert entry is not None
    return amended(entry.payload, payload.changes)


def _in_error(move: MarkInError, attempt: Attempt) -> list[Payload] | Finding:
    entry = _entry(move.entry, attempt)
    if entry is None:
        return _bar(attempt, "no-such-entry", entry=move.entry)
    if not isinstance(entry.payload, IN_ERROR):
        return _bar(attempt, "not-amendable", entry=move.entry)
    if not says_something(move.reason):
        return _bar(attempt, "reason-missing", move="mark-in-error")
    return [told.EntryInError(entry=entry.id, reason=move.reason)]
