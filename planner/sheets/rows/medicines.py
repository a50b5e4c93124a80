"""
Medicines, allergies and holds, with the clock times a prescriber agreed.

No date of a hold is printed before the late reading of the skin test is negative. When to
take a medicine again is always printed, exactly as its prescriber agreed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.model.answer import Outcome
from planner.model.protocol import Held, Tested
from planner.model.terms import FINALS
from planner.safety.assess import findings_of
from planner.safety.kinds.held import PRESCRIBED, agreement_for, belongs
from planner.safety.known import TakenMedicine, medicines, medicines_unknown
from planner.sheets import written
from planner.sheets.closed import named
from planner.sheets.language import later, t
from planner.sheets.wording import cited

if TYPE_CHECKING:
    from datetime import datetime

    from planner.model.person import HoldAgreement
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation

WITHHELD = later("not before the late reading is negative")


@frozen(kw_only=True)
class MedicineRow:
    """
    One medicine: what it is, when it was last taken, what its prescriber agreed, from
    when the hold is long enough, and when it is taken again.
    """

    name: str
    what: str
    prescribed: str
    last_dose: str
    agreed: str
    hold: str
    enough: str
    again: str
    note: str
    cites: str


@frozen(kw_only=True)
class AllergyRow:
    """
    One allergy as the patient told it.
    """

    substance: str
    reaction: str


@frozen(kw_only=True)
class RestartRow:
    """
    A held medicine with the time its prescriber agreed for taking it again.
    """

    medicine: str
    at: str
    prescriber: str
    contact: str
    note: str


def allergies(situation: Situation) -> tuple[AllergyRow, ...]:
    """
    What the patient reacts to.
    """
    return tuple(
        AllergyRow(
            substance=each.substance,
            reaction=", ".join(part for part in (each.reaction, each.year) if part),
        )
        for each in situation.session.allergies
    )


def allergies_state(situation: Situation) -> str:
    """
    Whether the list of allergies counts: an empty list says something only if complete.
    """
    complete = situation.session.allergies_complete
    if complete is None:
        return t("not asked yet")
    if not complete:
        return t("list not stated complete")
    return _stated(some=bool(situation.session.allergies))


def medicines_state(situation: Situation) -> str:
    """
    Whether the list of medicines counts at this visit.
    """
    why = medicines_unknown(situation)
    if why is not None:
        return t("list {why}", why=named("why", why.value))
    return _stated(some=bool(situation.session.medicines))


def _stated(*, some: bool) -> str:
    return t("list stated complete") if some else t("none, as stated")


def late_reading_negative(situation: Situation, protocol: Protocol) -> bool:
    """
    Whether every late reading the protocol asks for stands as negative.

    What was injected was injected past that gate: then the dates are no secret.
    """
    if situation.session.deliveries:
        return True
    found = [
        finding
        for gate in protocol.gates
        if isinstance(gate.requires, Tested) and gate.requires.part == "late"
        for finding in findings_of(gate, Outcome.OPEN, situation, protocol)
    ]
    return bool(found) and all(each.outcome is Outcome.OPEN for each in found)


def rows(situation: Situation, protocol: Protocol) -> tuple[MedicineRow, ...]:
    """
    Every medicine the patient takes.
    """
    tell = late_reading_negative(situation, protocol)
    ends = holds_end(situation, protocol)
    return tuple(
        _row(each, situation, protocol, ends, tell=tell)
        for each in medicines(situation, protocol)
    )


def holds_end(situation: Situation, protocol: Protocol) -> dict[str, datetime]:
    """
    From when each hold is long enough, as the gates themselves read it.
    """
    ends: dict[str, datetime] = {}
    for gate in protocol.gates:
        requires = gate.requires
        if not isinstance(requires, Held) or requires.part not in {
            "interval",
            "own-interval",
        }:
            continue
        for finding in findings_of(gate, Outcome.OPEN, situation, protocol):
            values = finding.seen.values
            if finding.seen.key == "last-dose":
                name, end = str(values["item"]), values["from_"]
                ends[name] = max(end, ends.get(name, end))  # type: ignore[call-overload]
    return ends


def _row(
    each: TakenMedicine,
    situation: Situation,
    protocol: Protocol,
    ends: dict[str, datetime],
    *,
    tell: bool,
) -> MedicineRow:
    taken, zone = each.medicine, situation.history.zone
    agreed = agreement_for(taken.name, situation)
    thinner = belongs(each, PRESCRIBED, protocol)
    held = agreed is not None and agreed.decision == "hold"
    end = ends.get(taken.name)
    dose = written.amount(taken.dose)
    name = f"{taken.name}, {dose}" if dose else taken.name
    return MedicineRow(
        name=f"{name}, {taken.route}" if taken.route else name,
        what=what_it_is(each, protocol),
        prescribed=named("answer word", taken.prescribed),
        last_dose=written.moment(taken.last_dose, zone) if taken.last_dose else "",
        agreed=_agreed(agreed, thinner=thinner),
        hold=_hold(agreed, situation, tell=tell) if held else "",
        enough="" if end is None else written.moment(end, zone) if tell else t(WITHHELD),
        again=_again(agreed, situation, tell=tell) if held else "",
        note=clotting(each, protocol),
        cites=cited(each.card.interval_source, protocol) if each.card else "",
    )


def what_it_is(each: TakenMedicine, protocol: Protocol) -> str:
    """
    What a medicine is: the classes it belongs to.
    """
    if each.classes is None:
        return t("not recognised")
    known = protocol.vocabulary.medicine_class
    titles = [known[name].title if name in known else name for name in each.classes]
    return ", ".join(titles) or t("of no concern, says the physician")


def _agreed(agreed: HoldAgreement | None, *, thinner: bool) -> str:
    if agreed is None:
        return t("nothing agreed") if thinner else ""
    by = f"{agreed.prescriber}, {written.day(agreed.agreed_on)}"
    if agreed.decision == "continue":
        return t("goes on: {by}", by=by)
    return t("held: {by}", by=by)


def _hold(agreed: HoldAgreement | None, situation: Situation, *, tell: bool) -> str:
    if not tell:
        return t(WITHHELD)
    if agreed is None or agreed.last_dose is None:
        return ""
    at = written.moment(agreed.last_dose, situation.history.zone)
    if not agreed.hold:
        return t("last dose {at}", at=at)
    return t("last dose {at}, for {span}", at=at, span=written.amount(agreed.hold))


def _again(agreed: HoldAgreement | None, situation: Situation, *, tell: bool) -> str:
    if agreed is None or agreed.restart is None:
        return t("no time agreed")
    if not tell and situation.session.stage not in FINALS:
        return t(WITHHELD)
    return written.moment(agreed.restart, situation.history.zone)


def clotting(each: TakenMedicine, protocol: Protocol) -> str:
    """
    What a day without a medicine does not give back; empty where it gives all back.
    """
    # Where a day without it does not give clotting back, the sheet says so.
    known = protocol.vocabulary.medicine_class
    cards = [known[name] for name in each.classes or () if name in known]
    word = each.card.restores_in_24h if each.card else ""
    word = word or next((c.restores_in_24h for c in cards if c.restores_in_24h), "")
    if word in {"", "yes"}:
        return ""
    own = each.card.restore_note if each.card else ""
    words = own or " ".join(card.note for card in cards if card.note)
    said = t("Clotting restored in 24 h: {word}.", word=named("restores", word))
    return f"{said} {words}".strip()


def restarts(situation: Situation) -> tuple[RestartRow, ...]:
    """
    Every held medicine, with when its prescriber wants it taken again.
    """
    latest = {each.medicine: each for each in situation.session.agreements}
    return tuple(
        RestartRow(
            medicine=each.medicine,
            at=written.long_moment(each.restart, situation.history.zone)
            if each.restart
            else "",
            prescriber=each.prescriber,
            contact=each.contact,
            note=each.note,
        )
        for each in latest.values()
        if each.decision == "hold"
    )
