"""
What a prescriber is asked: about which medicine, for whom, what is planned and when.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.model.person import Medicine
from planner.model.vocabulary import plain
from planner.safety.kinds.held import PRESCRIBED, agreement_for, belongs
from planner.safety.known import TakenMedicine, medicines
from planner.sheets import written
from planner.sheets.closed import named
from planner.sheets.language import t
from planner.sheets.rows.heads import product_name, staff_name, zone_title
from planner.sheets.rows.medicines import clotting, what_it_is
from planner.sheets.wording import answer, cited

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from planner.model.person import HoldAgreement
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation


@frozen(kw_only=True)
class Asked:
    """
    One medicine a prescriber is asked about: what it is, when it was last taken, what
    its own published interval is and whether a day without it restores clotting.

    `answered` is what is on record as agreed so far, if anything.
    """

    medicine: str
    what: str
    last_dose: str
    interval: str
    note: str
    answered: str
    cites: str


@frozen(kw_only=True)
class Planned:
    """
    What is planned and when; what is not known yet prints as a line to write on.
    """

    what: str
    where: str
    products: str
    when: str
    by: str


def of_session(
    situation: Situation, protocol: Protocol, *, medicine: str = ""
) -> tuple[TakenMedicine, ...]:
    """
    The medicines a session must have its prescriber's word for, or the one that is named.
    """
    listed = medicines(situation, protocol)
    if medicine:
        return tuple(
            each for each in listed if plain(each.medicine.name) == plain(medicine)
        )
    return tuple(each for each in listed if belongs(each, PRESCRIBED, protocol))


def by_name(name: str, protocol: Protocol) -> TakenMedicine:
    """
    A medicine that is on no list yet, by its name alone.
    """
    card = protocol.vocabulary.medicine_named(name)
    told = Medicine(name=name, prescribed="yes")
    return TakenMedicine(told, card, card.classes if card else None)


def asked(
    each: TakenMedicine, agreed: HoldAgreement | None, protocol: Protocol, zone: tzinfo
) -> Asked:
    """
    What is known of a medicine, for the prescriber to answer.
    """
    taken, card = each.medicine, each.card
    parts = (taken.name, written.amount(taken.dose), taken.route)
    source = card.interval_source if card else ()
    return Asked(
        medicine=", ".join(part for part in parts if part),
        what=what_it_is(each, protocol),
        last_dose=written.moment(taken.last_dose, zone) if taken.last_dose else "",
        interval=written.quantity(card.interval) if card and card.interval else "",
        note=clotting(each, protocol),
        answered=_answered(agreed),
        cites=cited(source, protocol),
    )


def _answered(agreed: HoldAgreement | None) -> str:
    # Who answered what and when; dates of a hold are the prescriber's to give anew.
    if agreed is None:
        return ""
    day = written.day(agreed.agreed_on)
    held = agreed.decision == "hold"
    word = t("it may be held") if held else t("it goes on as before")
    return t("{by}, {day}: {word}", by=agreed.prescriber, day=day, word=word)


def agreed_in(situation: Situation, each: TakenMedicine) -> HoldAgreement | None:
    """
    What its prescriber agreed so far in this session.
    """
    return agreement_for(each.medicine.name, situation)


def planned(
    situation: Situation, protocol: Protocol, *, when: datetime | None = None
) -> Planned:
    """
    What the session's plan says; `when` is the date it is planned for, where one is.
    """
    plan, zone = situation.plan, situation.history.zone
    items = plan.items if plan else ()
    zones = dict.fromkeys(
        f"{zone_title(each.zone, protocol)}"
        + (f", {named('side', each.side)}" if each.side else "")
        for each in items
    )
    products = dict.fromkeys(product_name(each.product, situation) for each in items)
    return Planned(
        what=answer(plan.indication) if plan else "",
        where="; ".join(zones),
        products=", ".join(products),
        when=written.long_moment(when, zone) if when else "",
        by=staff_name(plan.operator, situation) if plan else "",
    )
