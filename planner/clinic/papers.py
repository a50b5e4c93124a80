"""
What each sheet says of a session, as it really was: builders of contexts, without a clock.

The emergency sheet and card need no approval, no unlocked screen and no sound journal:
what can be read of a session is enough, and the card needs no session at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.quantity import after, on_calendar
from planner.model.terms import FINALS
from planner.sheets import written
from planner.sheets.contexts import (
    DischargeInstructions,
    EmergencyCard,
    EmergencySheet,
    SessionPlan,
)
from planner.sheets.rows import (
    cards,
    gates,
    given,
    heads,
    injecting,
    medicines,
    observation,
    products,
)
from planner.sheets.rows.pauses import pauses

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.model.protocol import CardLine, Protocol
    from planner.model.quantity import Quantity
    from planner.model.situation import Situation
    from planner.safety.findings import Finding

_BLANK = "____________"
_CALL = "emergency-number"
_OWN_PLACE = (
    "about",
    _CALL,
    "call-now",
    "call-us",
    "do",
    "do-not",
    "normal",
    "restart",
    "exit-note",
    "watch",
    "first-night",
    "digestion",
    "next-visit",
)
# What still concerns a patient who goes home without an injection.
_ALWAYS = ("restart", "exit-note", "next-visit")
_AFTER_A_TEST = (_CALL, "call-now", "call-us", "first-night", *_ALWAYS)


def session_plan(
    situation: Situation,
    protocol: Protocol,
    findings: tuple[Finding, ...],
    *,
    head: str,
    names: Mapping[str, object],
) -> SessionPlan:
    """
    The session plan, with the findings of the checkpoint it is printed for.

    `names` may hold `name` and `birth_date`; what is missing prints as a line to write
    on. `head` is the journal head as people read it.
    """
    session, plan = situation.session, situation.plan
    weight = session.facts.get("weight")
    fill = _fill(situation)
    return SessionPlan(
        foot=heads.foot(situation, protocol, head),
        clinic=heads.clinic_head(situation),
        patient=heads.patient_head(situation, names),
        stage=session.stage.replace("-", " "),
        visit=session.visit,
        weight=written.amount(weight.text) if weight else "",
        indication=plan.indication if plan else "",
        operator=heads.staff_name(plan.operator, situation) if plan else "",
        antiseptic=plan.antiseptic if plan else "",
        anaesthesia=plan.anaesthesia if plan else "",
        allergies=medicines.allergies(situation),
        allergies_state=medicines.allergies_state(situation),
        verdict=gates.verdict(findings),
        not_open=gates.not_open(findings, situation, protocol),
        opened=gates.opened(findings, situation),
        tasks=gates.tasks(situation),
        pauses=pauses(situation, protocol, names),
        medicines=medicines.rows(situation, protocol),
        medicines_state=medicines.medicines_state(situation),
        needles=injecting.needles(situation, protocol),
        products=products.products(situation),
        doses=products.doses(situation, protocol),
        zones=injecting.zones(situation, protocol),
        deliveries=injecting.deliveries(situation, protocol),
        chart=observation.chart(situation, protocol),
        advice=cards.groups_of(cards.PLAN, protocol, situation, fill=fill),
        card=cards.groups_of(cards.EMERGENCY, protocol, situation, fill=fill),
        signed=gates.signed(situation, protocol),
        gates=gates.groups(findings, situation, protocol),
        sources=gates.sources(_cited_on_plan(situation, protocol, findings), protocol),
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


def _fill(situation: Situation | None) -> dict[str, str]:
    clinic = heads.ClinicHead() if situation is None else heads.clinic_head(situation)
    return {
        "emergency_number": clinic.emergency_number or _BLANK,
        "clinic_phone": clinic.phone or _BLANK,
    }


def discharge_instructions(
    situation: Situation,
    protocol: Protocol,
    *,
    head: str,
    names: Mapping[str, object],
) -> DischargeInstructions:
    """
    What the patient takes home, of a discharge and of every other way out.

    Without an injection it keeps to what still concerns the patient: the restart of a
    held medicine, whom to call, and after a skin test its own warnings.
    """
    injected = bool(situation.session.deliveries)
    ended = situation.session.stage in FINALS
    parts = _parts(situation, protocol, only_left=ended and not injected)
    day = _day(situation)
    return DischargeInstructions(
        foot=heads.foot(situation, protocol, head),
        clinic=heads.clinic_head(situation),
        patient=heads.patient_head(situation, names),
        day=day,
        injected=injected or not ended,
        about=parts.get("about", ()),
        call=parts.get(_CALL, ()),
        call_now=parts.get("call-now", ()),
        call_us=parts.get("call-us", ()),
        do=parts.get("do", ()),
        do_not=parts.get("do-not", ()),
        normal=parts.get("normal", ()),
        restart=parts.get("restart", ()),
        restarts=medicines.restarts(situation),
        exit_note=parts.get("exit-note", ()) if ended and not injected else (),
        watch=parts.get("watch", ()),
        first_night=parts.get("first-night", ()),
        digestion=parts.get("digestion", ()),
        next_visit=parts.get("next-visit", ()),
        rest=tuple(
            cards.Group(
                part=part,
                title=part.replace("-", " ").capitalize(),
                lines=lines,
            )
            for part, lines in parts.items()
            if part not in _OWN_PLACE
        ),
        given=given.drugs(situation, protocol),
    )


def _parts(
    situation: Situation, protocol: Protocol, *, only_left: bool
) -> dict[str, tuple[cards.Line, ...]]:
    kept = [
        (card, unsure)
        for card, unsure in cards.lines_of(cards.DISCHARGE, protocol, situation)
        if _for_zone(card, situation, protocol)
        and (not only_left or _still_concerns(card, situation, unsure=unsure))
    ]
    groups = cards.grouped(kept, lambda card: _said(card, situation), protocol)
    return {group.part: group.lines for group in groups}


def _for_zone(card: CardLine, situation: Situation, protocol: Protocol) -> bool:
    if not card.zones:
        return True
    plan = situation.plan
    zones = {each.zone for each in situation.session.deliveries}
    zones |= {item.zone for item in (plan.items if plan else ())}
    known = protocol.vocabulary.zone
    regions = {known[zone].region if zone in known else "" for zone in zones}
    # A zone nobody knows could be any: the line stays.
    return not zones or "" in regions or bool(regions & set(card.zones))


def _still_concerns(card: CardLine, situation: Situation, *, unsure: bool) -> bool:
    if card.part == "about":
        return bool(card.applies_if) and not unsure
    return card.part in (_AFTER_A_TEST if situation.session.exposed else _ALWAYS)


def _said(card: CardLine, situation: Situation) -> str:
    fill = _fill(situation)
    fill["date"] = _day(situation) or _BLANK
    fill["ends"] = _ends(card.clock, situation) or _BLANK
    return cards.filled(card.says, fill)


def _day(situation: Situation) -> str:
    given_at = [each.occurred_at for each in situation.session.deliveries]
    if not given_at:
        return ""
    return written.day(max(given_at).astimezone(situation.history.zone).date())


def _ends(clock: Quantity | None, situation: Situation) -> str:
    # Counted from leaving, which is now as long as the patient is still here; from the
    # last injection where that is later. Blank as long as nothing was injected.
    session, zone = situation.session, situation.history.zone
    given_at = [each.counts_from.at for each in session.deliveries]
    if clock is None or not given_at:
        return ""
    left = next((e.at for e in reversed(session.path) if e.stage in FINALS), None)
    start = max(left or situation.now.at, *given_at)
    if clock.dimension == "time":
        return written.long_moment(after(start, clock, zone), zone)
    return written.long_day(on_calendar(start.astimezone(zone).date(), clock))


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
    fill = _fill(situation)
    sheets = (*cards.EMERGENCY, *cards.FAINTING, *cards.ANAESTHETIC, *cards.HANDOVER)
    printed = [card.source for card, _ in cards.lines_of(sheets, protocol, situation)]
    return EmergencySheet(
        foot=heads.foot(situation, protocol, head),
        clinic=heads.clinic_head(situation),
        patient=heads.patient_head(situation, names),
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
        sources=gates.sources(printed, protocol),
    )


def emergency_card(protocol: Protocol) -> EmergencyCard:
    """
    The cards alone: for any version, approved or not, and without any session.
    """
    sheets = (*cards.EMERGENCY, *cards.FAINTING, *cards.ANAESTHETIC)
    printed = [card.source for card, _ in cards.lines_of(sheets, protocol)]
    fill = _fill(None)
    return EmergencyCard(
        clinic=heads.ClinicHead(),
        protocol=f"{protocol.id} {protocol.version}",
        digest=heads.digest(protocol),
        card=cards.groups_of(cards.EMERGENCY, protocol, fill=fill),
        fainting=cards.groups_of(cards.FAINTING, protocol, fill=fill),
        anaesthetic=cards.groups_of(cards.ANAESTHETIC, protocol, fill=fill),
        sources=gates.sources(printed, protocol),
    )
