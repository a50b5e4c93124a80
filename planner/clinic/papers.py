"""
What each sheet says of a session, as it really was: builders of contexts, without a clock.

The emergency sheet and card need no approval, no unlocked screen and no sound journal:
what can be read of a session is enough, and the card needs no session at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner.sheets import written
from planner.sheets.closed import named
from planner.sheets.contexts import (
    DischargeInstructions,
    EmergencyCard,
    EmergencySheet,
    SessionPlan,
)
from planner.sheets.figures.observation import observation_line
from planner.sheets.rows import (
    cards,
    gates,
    given,
    heads,
    holding,
    injecting,
    leaflet,
    legend,
    mapped,
    medicines,
    observation,
)
from planner.sheets.rows.pauses import on_record, pauses
from planner.sheets.wording import answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.model.protocol import Protocol
    from planner.model.situation import Situation
    from planner.model.time import Instant
    from planner.safety.findings import Finding
    from planner.sheets.rows.leaflet import NextVisit


def session_plan(
    situation: Situation,
    protocol: Protocol,
    findings: tuple[Finding, ...],
    *,
    head: str,
    names: Mapping[str, object],
    before: str = "",
    also: gates.ReadAs | None = None,
    printed: Instant | None = None,
) -> SessionPlan:
    """
    The session plan, with the findings of the checkpoint it is printed for, `before`.

    `names` may hold `name`, `birth_date` and `sex`; a name or date that is missing prints
    as a line to write on. `head` is the journal head as people read it, `also` what the
    patient is told in the patient's own language, where that is another; `printed` is
    when it is printed, where the situation is that of an earlier instant.
    """
    session, plan = situation.session, situation.plan
    when = situation if printed is None else evolve(situation, now=printed)
    weight = session.facts.get("weight")
    fill = cards.clinic_fill(heads.clinic_head(situation))
    known = on_record(situation, protocol, names)
    rows, sex = mapped.planned(situation, protocol), mapped.outline(names)
    return SessionPlan(
        foot=heads.foot(when, protocol, head),
        code=heads.plan_code(situation, protocol, head),
        clinic=heads.clinic_head(situation),
        patient=known.patient,
        stage=named("stage", session.stage),
        visit=session.visit,
        weight=written.amount(weight.text) if weight else "",
        indication=answer(plan.indication) if plan else "",
        operator=heads.staff_name(plan.operator, situation) if plan else "",
        antiseptic=plan.antiseptic if plan else "",
        anaesthesia=answer(plan.anaesthesia) if plan else "",
        allergies=known.allergies,
        allergies_state=medicines.allergies_state(situation),
        judged_before=named("checkpoint", before) if before else "",
        judged_at=written.moment(situation.now.at, situation.history.zone),
        verdict=gates.verdict(findings),
        not_open=gates.not_open(findings, situation, protocol),
        opened=gates.opened(findings, situation, protocol),
        tasks=gates.tasks(situation),
        pauses=pauses(known),
        medicines=known.medicines,
        medicines_state=medicines.medicines_state(situation),
        holds=holding.hold_lines(situation, protocol),
        needles=injecting.needles(situation, protocol),
        products=known.products,
        doses=known.doses,
        zones=known.zones,
        body_map=mapped.drawn(rows, sex),
        map_rows=mapped.map_rows(rows, sex),
        deliveries=injecting.deliveries(situation, protocol),
        chart=known.chart,
        observation=observation_line(known.chart),
        advice=cards.groups_of(cards.PLAN, protocol, situation, fill=fill),
        card=cards.groups_of(cards.EMERGENCY, protocol, situation, fill=fill),
        signed=gates.signed(situation, protocol, also),
        reads=also,
        gates=gates.groups(
            (each for each in findings if not each.holds), situation, protocol
        ),
        sources=legend.sources(_cited_on_plan(situation, protocol, findings), protocol),
    )


def _cited_on_plan(
    situation: Situation, protocol: Protocol, findings: Iterable[Finding]
) -> list[tuple[str, ...]]:
    printed = [
        card
        for card, _ in cards.lines_of((*cards.PLAN, *cards.EMERGENCY), protocol, situation)
    ]
    recognised = [
        protocol.vocabulary.medicine_named(each.name)
        for each in situation.session.medicines
    ]
    joint = [gate for gate in protocol.gates if hasattr(gate.requires, "limits")]
    return [
        *(each.card.source for each in findings),
        *(each.source for each in protocol.statements if each.pause),
        *(each.source for each in protocol.limits),
        *(each.source for each in joint),
        *(each.source for each in protocol.vitals_times),
        *(each.source for each in printed),
        *(each.interval_source for each in recognised if each is not None),
    ]


def discharge_instructions(
    situation: Situation,
    protocol: Protocol,
    *,
    head: str,
    names: Mapping[str, object],
    next_visit: NextVisit | None = None,
) -> DischargeInstructions:
    """
    What the patient takes home, of a discharge and of every other way out.

    Without an injection it keeps to what still concerns the patient: the restart of a
    held medicine, whom to call, and after a skin test its own warnings. `next_visit` is
    the next one of the course, where one is planned.
    """
    whole = not leaflet.without_injection(situation)
    parts = leaflet.parts(situation, protocol, only_left=not whole)
    return DischargeInstructions(
        foot=heads.foot(situation, protocol, head),
        clinic=heads.clinic_head(situation),
        patient=heads.patient_head(situation, names),
        day=leaflet.day(situation),
        whole=whole,
        about=leaflet.lines("about", parts),
        call=leaflet.lines("emergency-number", parts),
        call_now=leaflet.lines("call-now", parts),
        call_us=leaflet.lines("call-us", parts),
        do=leaflet.lines("do", parts),
        do_not=leaflet.lines("do-not", parts),
        normal=leaflet.lines("normal", parts),
        restart=leaflet.lines("restart", parts),
        restarts=medicines.restarts(situation),
        exit_note=() if whole else leaflet.lines("exit-note", parts),
        watch=leaflet.lines("watch", parts),
        first_night=leaflet.lines("first-night", parts),
        digestion=leaflet.lines("digestion", parts),
        next_visit=leaflet.lines("next-visit", parts),
        next_at=leaflet.next_at(next_visit, situation),
        next_code=leaflet.next_code(next_visit),
        rest=leaflet.rest(parts),
        given=given.drugs(situation, protocol),
        cites=leaflet.cites(parts),
    )


def emergency_sheet(
    situation: Situation,
    protocol: Protocol,
    *,
    head: str,
    names: Mapping[str, object],
) -> EmergencySheet:
    """
    The sheet on all drugs introduced (clause C39), with treatment log and cards.
    """
    fill = cards.clinic_fill(heads.clinic_head(situation))
    weight = situation.session.facts.get("weight")
    sheets = (*cards.EMERGENCY, *cards.FAINTING, *cards.ANAESTHETIC, *cards.HANDOVER)
    printed = [card.source for card, _ in cards.lines_of(sheets, protocol, situation)]
    return EmergencySheet(
        foot=heads.foot(situation, protocol, head),
        clinic=heads.clinic_head(situation),
        patient=heads.patient_head(situation, names),
        weight=written.amount(weight.text) if weight else "",
        last=given.last(situation),
        allergies=medicines.allergies(situation),
        allergies_state=medicines.allergies_state(situation),
        drugs=given.drugs(situation, protocol),
        handover=cards.groups_of(cards.HANDOVER, protocol, situation, fill=fill),
        medicines=medicines.rows(situation, protocol),
        medicines_state=medicines.medicines_state(situation),
        vitals=observation.vitals(situation),
        reactions=given.reactions(situation, protocol),
        log=given.log(situation),
        card=cards.groups_of(cards.EMERGENCY, protocol, situation, fill=fill),
        fainting=cards.groups_of(cards.FAINTING, protocol, situation, fill=fill),
        anaesthetic=cards.groups_of(cards.ANAESTHETIC, protocol, situation, fill=fill),
        sources=legend.sources(printed, protocol),
    )


def emergency_card(
    protocol: Protocol, *, settings: Mapping[str, str] | None = None
) -> EmergencyCard:
    """
    The cards alone: for any version, approved or not, and without any session.

    `settings` are the clinic's, where they can be read; else the numbers are left blank.
    """
    sheets = (*cards.EMERGENCY, *cards.FAINTING, *cards.ANAESTHETIC)
    printed = [card.source for card, _ in cards.lines_of(sheets, protocol)]
    clinic = heads.clinic_of(settings or {})
    fill = cards.clinic_fill(clinic)
    return EmergencyCard(
        clinic=clinic,
        foot=heads.foot_of(protocol),
        card=cards.groups_of(cards.EMERGENCY, protocol, fill=fill),
        fainting=cards.groups_of(cards.FAINTING, protocol, fill=fill),
        anaesthetic=cards.groups_of(cards.ANAESTHETIC, protocol, fill=fill),
        sources=legend.sources(printed, protocol),
    )
