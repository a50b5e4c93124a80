"""
Consent, letters and the record of a session, as it really was: builders of contexts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import InputFault, nearest
from planner.sheets.paperwork import Consent, ExitLetter, PrescriberLetter, SessionRecord
from planner.sheets.rows import (
    asking,
    cards,
    consenting,
    exits,
    gates,
    given,
    heads,
    leaflet,
    legend,
    medicines,
    record,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from planner.model.protocol import Protocol
    from planner.model.situation import Situation


def session_record(
    situation: Situation, protocol: Protocol, *, head: str, names: Mapping[str, object]
) -> SessionRecord:
    """
    The record for the chart: every entry of the journal, and what differs from the plan.
    """
    days = record.days(situation, protocol)
    return SessionRecord(
        foot=heads.foot(situation, protocol, head),
        clinic=heads.clinic_head(situation),
        patient=heads.patient_head(situation, names),
        ending=record.ending(situation),
        ended_by=exits.ended_by(situation, protocol),
        allergies=medicines.allergies(situation),
        allergies_state=medicines.allergies_state(situation),
        given=record.given(situation, protocol),
        drugs=given.drugs(situation, protocol),
        differing=record.differing(days),
        tasks=gates.tasks(situation),
        days=days,
    )


def consent(
    situation: Situation,
    protocol: Protocol,
    *,
    head: str,
    names: Mapping[str, object],
    beside: consenting.ConsentWords | None = None,
) -> Consent:
    """
    Patient information and consent, in the language that is spoken now: the patient's.

    `beside` are the same words in the staff's language, where that is another.
    """
    said = consenting.words(situation, protocol)
    expected, grave = said.names
    return Consent(
        foot=heads.foot(situation, protocol, head),
        clinic=heads.clinic_head(situation),
        patient=heads.patient_head(situation, names),
        treatment=consenting.treatment(situation, protocol),
        language=said.language,
        beside=beside.language if beside else "",
        beside_code=beside.code if beside else "",
        parts=consenting.parts(said, beside),
        expected=expected,
        grave=grave,
        physician=said.physician,
        physician_beside=beside.physician if beside else "",
        cites=_each_once(each.cites for each in said.groups),
    )


def exit_letter(
    situation: Situation, protocol: Protocol, *, head: str, names: Mapping[str, object]
) -> ExitLetter:
    """
    The letter to a patient whose session was deferred, refused or withdrawn.

    Raises:
        InputFault: The session did not end so.
    """
    ended = exits.exit_of(situation, protocol)
    if ended is None:
        raise InputFault(
            f"Session {situation.session.id} was not deferred, refused or withdrawn.",
            why=f"It stands at {situation.session.stage}.",
            now=f"See: mesoplan print discharge {situation.session.id} --help",
        )
    said = exits.said(situation, protocol)
    left = leaflet.parts(situation, protocol, only_left=True)
    cited = [said[part].cites for part in (ended.end, "medicine") if part in said]
    cited += [each.cites for each in ended.why]
    cited.append(leaflet.cites(left))
    return ExitLetter(
        foot=heads.foot(situation, protocol, head),
        clinic=heads.clinic_head(situation),
        patient=heads.patient_head(situation, names),
        exit=ended,
        said=leaflet.lines(ended.end, said),
        medicine=leaflet.lines("medicine", said),
        restart=leaflet.lines("restart", left),
        restarts=medicines.restarts(situation),
        call=leaflet.lines("emergency-number", left),
        call_now=leaflet.lines("call-now", left),
        call_us=leaflet.lines("call-us", left),
        first_night=leaflet.lines("first-night", left),
        cites=_each_once(cited),
    )


def prescriber_letter(
    situation: Situation,
    protocol: Protocol,
    *,
    head: str,
    names: Mapping[str, object],
    medicine: str = "",
    when: datetime | None = None,
) -> PrescriberLetter:
    """
    The letter that asks a prescriber what becomes of a medicine: of one, or of each that
    the session must have its prescriber's word for. `when` is the date it is planned for.

    Raises:
        InputFault: There is no such medicine on the list.
    """
    found = asking.of_session(situation, protocol, medicine=medicine)
    if not found:
        raise _nothing_to_ask(situation, medicine)
    zone = situation.history.zone
    return _asking(
        tuple(
            asking.asked(each, asking.agreed_in(situation, each), protocol, zone)
            for each in found
        ),
        asking.planned(situation, protocol, when=when),
        protocol,
        clinic=heads.clinic_head(situation),
        foot=heads.foot(situation, protocol, head),
        patient=heads.patient_head(situation, names),
    )


def _nothing_to_ask(situation: Situation, medicine: str) -> InputFault:
    listed = [each.name for each in situation.session.medicines]
    id_ = situation.session.id
    if medicine:
        return InputFault(
            f'"{medicine}" is not on the list of medicines of session {id_}.'
            + nearest(medicine, listed),
            now="Medicines: " + ("; ".join(listed) or "none on record") + ".",
        )
    return InputFault(
        f"No medicine of session {id_} needs its prescriber's word.",
        why="None on its list is a prescribed blood thinner that is recognised.",
        now="To ask about another, name it with --medicine.",
    )


def course_letter(
    asked: asking.Asked,
    planned: asking.Planned,
    protocol: Protocol,
    *,
    clinic: heads.ClinicHead,
    foot: heads.Foot,
    patient: heads.PatientHead,
) -> PrescriberLetter:
    """
    The same letter before a session of a course that is not open yet.
    """
    return _asking((asked,), planned, protocol, clinic=clinic, foot=foot, patient=patient)


def _asking(
    asked: tuple[asking.Asked, ...],
    planned: asking.Planned,
    protocol: Protocol,
    *,
    clinic: heads.ClinicHead,
    foot: heads.Foot,
    patient: heads.PatientHead,
) -> PrescriberLetter:
    held = cards.lines_of(cards.LETTER, protocol)
    fill = cards.clinic_fill(clinic)
    said = {each.part: each for each in cards.groups_of(cards.LETTER, protocol, fill=fill)}
    cited = [card.source for card, _ in held]
    return PrescriberLetter(
        foot=foot,
        clinic=clinic,
        patient=patient,
        planned=planned,
        medicines=asked,
        ask=leaflet.lines("ask", said),
        why=leaflet.lines("why", said),
        continue_=leaflet.lines("continue", said),
        hold=leaflet.lines("hold", said),
        sources=legend.sources(cited, protocol),
    )


def _each_once(cited: Iterable[str]) -> str:
    named = [each for held in cited for each in held.split(", ")]
    return ", ".join(dict.fromkeys(each for each in named if each))
