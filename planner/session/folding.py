"""
What each kind of entry adds to a session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import evolve

from planner.model.entries import care
from planner.model.entries import session as told
from planner.model.quantity import Quantity
from planner.model.situation import (
    Exposure,
    Given,
    NotedEffect,
    NotedSign,
    Opening,
    Session,
    Signature,
    SkinPreparation,
    SkinTest,
    StageVisit,
    Task,
    VitalSet,
)
from planner.model.time import Instant

if TYPE_CHECKING:
    # Names and types of what is replaced are checked as for `attrs.evolve`.
    from attrs import evolve as evolved
else:
    from planner.model.situation import evolved

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model.entries.envelope import Entry


def start(entry: Entry) -> Session:
    """
    The session its first entry opens.
    """
    opened = entry.payload
    assert isinstance(opened, told.SessionOpened)
    return Session(
        id=opened.session,
        patient=opened.patient,
        course=opened.course,
        protocol=opened.protocol,
        version=opened.version,
        digest=opened.digest,
        rehearsal=opened.rehearsal,
        opened=entry.recorded,
        visit_began=entry.recorded,
        last=entry.recorded,
        seq=entry.seq,
        path=(
            StageVisit(
                stage="anamnesis",
                left="",
                move="open",
                reason="",
                at=entry.recorded.at,
                by=entry.by.id,
            ),
        ),
        entries=(entry,),
    )


def _visit_begun(s: Session, e: Entry, p: told.VisitBegun) -> Session:
    return evolved(s, visit=p.visit, present=True, visit_began=e.recorded)


def _visit_ended(s: Session, _: Entry, __: told.VisitEnded) -> Session:
    return evolved(s, present=False)


def _facts(s: Session, _: Entry, p: told.FactsRecorded) -> Session:
    return evolved(s, facts=s.facts.with_facts(p.facts))


def _medicines(s: Session, _: Entry, p: told.MedicinesListed) -> Session:
    return evolved(
        s,
        medicines=p.medicines,
        medicines_complete=p.complete,
        medicines_visit=s.visit,
    )


def _taken(s: Session, _: Entry, p: told.MedicineTaken) -> Session:
    others = tuple(m for m in s.medicines if m.name != p.medicine.name)
    return evolved(s, medicines=(*others, p.medicine))


def _classified(s: Session, _: Entry, p: told.MedicineClassified) -> Session:
    classes = {**s.classified_medicines, p.name: p.classes}
    return evolved(s, classified_medicines=classes)


def _allergies(s: Session, _: Entry, p: told.AllergiesListed) -> Session:
    return evolved(s, allergies=p.allergies, allergies_complete=p.complete)


def _allergy_classified(s: Session, _: Entry, p: told.AllergyClassified) -> Session:
    groups = {**s.classified_allergies, p.name: p.groups}
    return evolved(s, classified_allergies=groups)


def _plan(s: Session, _: Entry, p: told.PlanMade) -> Session:
    return evolved(s, plan=p.plan)


def _vitals(s: Session, e: Entry, p: care.VitalsTaken) -> Session:
    taken = VitalSet(taken=e.recorded, values=p.values, by=e.by.id, entry=e.id)
    return evolved(s, vitals=(*s.vitals, taken))


def _signed(s: Session, e: Entry, p: told.StatementSigned) -> Session:
    made = Signature(
        statement=p.statement,
        item=p.item,
        by=e.by.id,
        role=e.by.role,
        assurance=e.by.assurance,
        signed=e.recorded,
        visit=s.visit,
        signs=len(s.signs),
        vitals=len(s.vitals),
    )
    return evolved(s, signatures=(*s.signatures, made))


def _decided(s: Session, e: Entry, p: told.Decided) -> Session:
    made = Opening(
        gate=p.gate,
        item=p.item,
        seen=p.seen,
        by=e.by.id,
        role=e.by.role,
        at=e.recorded.at,
        reason=p.reason,
    )
    return evolved(s, openings=(*s.openings, made))


def _overridden(s: Session, e: Entry, p: told.Overridden) -> Session:
    made = Opening(
        gate=p.gate,
        item=p.item,
        seen=p.seen,
        by=e.by.id,
        role=e.by.role,
        at=e.recorded.at,
        reason=p.reason,
        text=p.text,
        override=True,
    )
    return evolved(s, openings=(*s.openings, made))


def _counts_from(e: Entry) -> Instant:
    # The latest of the stated and the entered time: a typed time never shortens a wait,
    # unless a signed paper period lets it count.
    stated = getattr(e.payload, "stated_at", None)
    if stated is None:
        return e.recorded
    if getattr(e.payload, "paper", False) or stated > e.recorded.at:
        return Instant(at=stated, boot="", ns=0)
    return e.recorded


def _test_placed(s: Session, e: Entry, p: care.TestPlaced) -> Session:
    test = SkinTest(
        id=p.test,
        product=p.product,
        lot=p.lot,
        method=p.method,
        site=p.site,
        dilution=p.dilution,
        wheal_initial=p.wheal_initial,
        placed=e.recorded,
        composition=p.composition,
    )
    exposure = Exposure(
        entry=e.id,
        kind="test",
        id=p.test,
        product=p.product,
        lot=p.lot,
        zone=p.site,
        technique=p.method,
        volume=Quantity.of(p.volume) if p.volume else None,
        counts_from=_counts_from(e),
        occurred_at=e.occurred_at,
        by=e.by.id,
    )
    return evolved(s, tests=(*s.tests, test), exposures=(*s.exposures, exposure))


def _test_read(s: Session, e: Entry, p: care.TestRead) -> Session:
    tests = tuple(
        evolve(test, readings=(*test.readings, (e.recorded, p)))
        if test.id == p.test
        else test
        for test in s.tests
    )
    return evolved(s, tests=tests)


def _anaesthetic(s: Session, e: Entry, p: care.AnaestheticApplied) -> Session:
    exposure = Exposure(
        entry=e.id,
        kind="anaesthetic",
        id=e.id,
        product=p.product,
        lot=p.lot,
        zone=p.zone,
        volume=Quantity.of(p.amount),
        counts_from=_counts_from(e),
        occurred_at=e.occurred_at,
        by=e.by.id,
    )
    return evolved(s, exposures=(*s.exposures, exposure))


def _prepared(s: Session, e: Entry, p: care.SkinPrepared) -> Session:
    made = SkinPreparation(
        done=e.recorded,
        antiseptic=p.antiseptic,
        contact=p.contact,
        dried=p.dried,
        visit=s.visit,
    )
    return evolved(s, prepared={**s.prepared, p.zone: made})


def _delivered(s: Session, e: Entry, p: care.Delivered) -> Session:
    exposure = Exposure(
        entry=e.id,
        kind="delivery",
        id=p.delivery,
        item=p.item,
        product=p.product,
        lot=p.lot,
        zone=p.zone,
        points=p.points,
        needle=p.needle,
        technique=p.technique,
        volume=Quantity.of(p.volume),
        counts_from=_counts_from(e),
        occurred_at=e.occurred_at,
        planned=p.planned,
        deviation=p.deviation,
        paper=p.paper,
        stated_at=p.stated_at,
        by=e.by.id,
    )
    return evolved(s, exposures=(*s.exposures, exposure))


def _hold(s: Session, _: Entry, p: told.HoldAgreed) -> Session:
    return evolved(s, agreements=(*s.agreements, p.agreement))


def _restarted(s: Session, _: Entry, p: told.RestartConfirmed) -> Session:
    return evolved(s, restarted={**s.restarted, p.medicine: p.taken_at})


def _signs(s: Session, e: Entry, p: care.SignsNoted) -> Session:
    noted = tuple(NotedSign(sign=sign, noted=e.recorded) for sign in p.signs)
    return evolved(s, signs=(*s.signs, *noted))


def _looked(s: Session, _: Entry, p: care.SignsLookedAt) -> Session:
    signs = tuple(
        evolve(sign, found=p.found) if sign.sign in p.signs and not sign.found else sign
        for sign in s.signs
    )
    return evolved(s, signs=signs)


def _suspected(s: Session, e: Entry, p: care.ReactionSuspected) -> Session:
    open_now = {sign.sign for sign in s.signs if not sign.found}
    noted = tuple(
        NotedSign(sign=sign, noted=e.recorded) for sign in p.signs if sign not in open_now
    )
    return evolved(s, suspected=(*s.suspected, e.recorded), signs=(*s.signs, *noted))


def _escalated(s: Session, e: Entry, _: care.Escalated) -> Session:
    return evolved(s, suspected=(*s.suspected, e.recorded))


def _confirmed(s: Session, _: Entry, __: care.ReactionConfirmed) -> Session:
    return evolved(s, confirmed=True)


def _ruled_out(s: Session, e: Entry, p: care.ReactionRuledOut) -> Session:
    signs = tuple(sign if sign.found else evolve(sign, found=p.reason) for sign in s.signs)
    return evolved(
        s,
        ruled_out=(*s.ruled_out, e.recorded),
        signs=signs,
        fainted=s.fainted or p.faint,
    )


def _treated(s: Session, e: Entry, p: care.Treated) -> Session:
    made = Given(
        what=p.drug,
        dose=p.dose,
        route=p.route,
        site=p.site,
        at=e.occurred_at,
        by=e.by.id,
        adrenaline=p.adrenaline,
        text=p.text,
        clock_in_doubt=p.clock_in_doubt,
    )
    return evolved(s, given=(*s.given, made), adrenaline=s.adrenaline or p.adrenaline)


def _called(s: Session, e: Entry, p: care.Called) -> Session:
    made = Given(
        what=p.who,
        dose="",
        route="call",
        site="",
        at=e.occurred_at,
        by=e.by.id,
        adrenaline=False,
        text=p.text,
    )
    return evolved(s, given=(*s.given, made))


def _effect(s: Session, e: Entry, p: care.EffectNoted) -> Session:
    noted = NotedEffect(
        effect=p.effect,
        zone=p.zone,
        cause=p.cause,
        predictable=p.predictable,
        text=p.text,
        at=e.occurred_at,
        entry=e.id,
    )
    return evolved(s, effects=(*s.effects, noted))


def _task_opened(s: Session, e: Entry, p: told.TaskOpened) -> Session:
    task = Task(
        id=p.task,
        what=p.what,
        about=p.about,
        holds_discharge=p.holds_discharge,
        opened_at=e.recorded.at,
    )
    return evolved(s, tasks=(*s.tasks, task))


def _task_closed(s: Session, _: Entry, p: told.TaskClosed) -> Session:
    tasks = tuple(
        evolve(task, closed_how=p.how) if task.id == p.task else task for task in s.tasks
    )
    return evolved(s, tasks=tasks)


def _amended(s: Session, _: Entry, p: told.EntryAmended) -> Session:
    return evolved(s, adrenaline=s.adrenaline or p.adrenaline)


def _nothing(s: Session, _: Entry, __: object) -> Session:
    return s


FOLD: dict[type, Callable[[Session, Entry, Any], Session]] = {
    told.VisitBegun: _visit_begun,
    told.VisitEnded: _visit_ended,
    told.FactsRecorded: _facts,
    told.MedicinesListed: _medicines,
    told.MedicineTaken: _taken,
    told.MedicineClassified: _classified,
    told.AllergiesListed: _allergies,
    told.AllergyClassified: _allergy_classified,
    told.PlanMade: _plan,
    told.StatementSigned: _signed,
    told.Decided: _decided,
    told.Overridden: _overridden,
    told.HoldAgreed: _hold,
    told.RestartConfirmed: _restarted,
    told.TaskOpened: _task_opened,
    told.TaskClosed: _task_closed,
    told.EntryAmended: _amended,
    told.EntryInError: _nothing,
    care.VitalsTaken: _vitals,
    care.TestPlaced: _test_placed,
    care.TestRead: _test_read,
    care.AnaestheticApplied: _anaesthetic,
    care.SkinPrepared: _prepared,
    care.Delivered: _delivered,
    care.SignsNoted: _signs,
    care.SignsLookedAt: _looked,
    care.ReactionSuspected: _suspected,
    care.Escalated: _escalated,
    care.ReactionConfirmed: _confirmed,
    care.ReactionRuledOut: _ruled_out,
    care.Treated: _treated,
    care.Called: _called,
    care.EffectNoted: _effect,
}
