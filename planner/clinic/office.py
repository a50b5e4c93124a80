"""
The office: what is recorded outside a session: the clinic, patients, approvals, openings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.clinic import booking
from planner.clinic.desk import CLINIC, Desk, Done, fingerprint, known_zone
from planner.errors import InputFault
from planner.journal.interface import Part
from planner.model.entries import clinic as of_clinic
from planner.model.entries import patient as of_patient
from planner.model.entries import session as told
from planner.model.terms import FINALS
from planner.safety.findings import Finding, Phrase, Refusal, barred
from planner.session import wellformed
from planner.sheets import logo

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from planner.model.entries import Entry, Payload
    from planner.model.person import Actor, Letter
    from planner.model.protocol import Protocol
    from planner.model.situation import Clinic


def record_clinic(
    desk: Desk, payload: Payload, *, by: Actor, command: str = ""
) -> tuple[Entry, ...]:
    """
    Record something about the clinic: settings, staff, kit, a product, a lot.

    Whoever records is on the staff; only the first of the staff registers without it.

    Raises:
        InputFault: A product's words or strengths do not hold together, a time zone is
            not known, a logo is none, or whoever records may not.
    """
    clinic, _ = desk.clinic()
    first = not clinic.staff
    if not first:
        must_be_staff(clinic, by)
    match payload:
        case of_clinic.ProductRegistered():
            wellformed.product(payload.product)
        case of_clinic.ClinicSet(settings=settings):
            if "zone" in settings:
                known_zone(settings["zone"])
            booking.looked_at({**clinic.settings, **settings}, settings)
            logo.look_at(settings.get(logo.SETTING, ""))
        case of_clinic.PaperPeriodSigned():
            must_be_physician(clinic, by, "A paper period is signed by a physician.")
        case _:
            pass
    return desk.append(CLINIC, payload, by=by, command=command)


def must_be_staff(clinic: Clinic, by: Actor) -> None:
    """
    Refuse whoever is not on the clinic's staff in the role that was claimed.

    Raises:
        InputFault: Nobody of that id and role works here on record.
    """
    known = clinic.staff.get(by.id)
    if known is None or known.role != by.role:
        raise InputFault(
            f'Nobody called "{by.id}" works here as {by.role}.',
            why="What is recorded has somebody who answers for it.",
            now="Register the person first: mesoplan clinic staff add",
        )


def must_be_physician(clinic: Clinic, by: Actor, why: str) -> None:
    """
    Refuse whoever is not a physician of this clinic.

    Raises:
        InputFault: It is somebody else.
    """
    known = clinic.staff.get(by.id)
    if known is None or known.role != "physician":
        raise InputFault(
            f'"{by.id}" is not a physician of this clinic.',
            why=why,
            now="Register the physician first: mesoplan clinic staff add",
        )


def approve(desk: Desk, protocol: Protocol, *, by: Actor, named: Sequence[str]) -> None:
    """
    Record that a physician approved a protocol version, and keep its content.

    Raises:
        InputFault: Whoever approves is not a physician of this clinic.
    """
    clinic, _ = desk.clinic()
    must_be_physician(
        clinic, by, "A protocol is approved by the physician who answers for it."
    )
    desk.keep(protocol)
    payload = of_clinic.ProtocolApproved(
        protocol=protocol.id,
        version=protocol.version,
        digest=protocol.digest,
        named=tuple(named),
    )
    desk.append(CLINIC, payload, by=by)


def add_patient(
    desk: Desk, fields: Mapping[str, str], *, by: Actor, command: str = ""
) -> str:
    """
    Add a patient; name and birth date go to the table that can be deleted.

    A command id that was carried out before gives the same patient again.
    """
    known = desk.journal.find_command(command) if command else None
    if known is not None:
        return known.records[0].stream.removeprefix("patient:")
    id_ = desk.ids.thing()
    desk.journal.put_person(id_, dict(fields))
    added = of_patient.PatientAdded(patient=id_)
    desk.append(f"patient:{id_}", added, by=by, command=command)
    return id_


def file_letter(desk: Desk, patient: str, letter: Letter, *, by: Actor) -> None:
    """
    File a dated letter of another physician.
    """
    desk.patient(patient)
    desk.append(f"patient:{patient}", of_patient.LetterFiled(letter=letter), by=by)


def open_session(
    desk: Desk,
    patient: str,
    protocol: Protocol,
    *,
    by: Actor,
    course: str = "",
    slot: int | None = None,
    reason: str = "",
    rehearsal: bool = False,
    command: str = "",
) -> Done | Refusal:
    """
    Open a session for a patient, in a course or in a new one.

    In a course that was planned it is opened for the next slot; before the slot's
    earliest day only by a physician, with a `reason`. Refused while another session of
    the patient is open, and under a protocol the clinic has not approved, unless it is a
    rehearsal on a journal of its own. A command id that was carried out before gives the
    same session again.

    Raises:
        InputFault: There is no such slot to open it for.
    """
    before = desk.journal.find_command(command) if command else None
    if before is not None:
        found, _ = desk.session(before.records[0].stream.removeprefix("session:"))
        return Done(found, found.entries, (), repeated=True)
    clinic, clinic_version = desk.clinic()
    known, patient_version = desk.patient(patient)
    held: list[Finding] = []
    if not rehearsal and protocol.digest not in clinic.approved:
        seen = Phrase("protocol-not-approved", {"protocol": protocol.id})
        held.append(barred(protocol.bar["protocol-not-approved"], seen))
    unchanged = {CLINIC: clinic_version}
    for id_ in known.sessions:
        other, version = desk.session(id_)
        unchanged[f"session:{id_}"] = version
        if other.stage not in FINALS:
            seen = Phrase("already-open-session", {"session": id_})
            held.append(barred(protocol.bar["already-open-session"], seen))
    bound = None
    if course and not held:
        # Loaded with the first course: who opens a session of its own needs no ladders.
        from planner.clinic import binding

        bound = binding.looked_up(
            desk, course, patient, protocol, slot=slot, reason=reason, by=by
        )
        held += bound.held if bound else ()
    if bound is None and slot is not None and not held:
        raise InputFault(
            f"Session {slot} is of a course that was planned, and none is named.",
            now="Name its course: --course COURSE. See: mesoplan course due",
        )
    if held:
        return Refusal(tuple(held))
    desk.keep(protocol)
    id_, now = desk.ids.thing(), desk.clock.now()
    course = course or desk.ids.thing()
    opened = told.SessionOpened(
        session=id_,
        patient=patient,
        course=course,
        protocol=protocol.id,
        version=protocol.version,
        digest=protocol.digest,
        rehearsal=rehearsal,
    )
    started = of_patient.SessionStarted(session=id_, course=course)
    of_course = (bound.part(desk, id_, by=by, now=now),) if bound else ()
    desk.journal.append_all(
        command or desk.ids.command(),
        (
            Part(
                stream=f"session:{id_}",
                expected=0,
                entries=(desk.stored(opened, by=by, now=now),),
            ),
            Part(
                stream=f"patient:{patient}",
                expected=patient_version,
                entries=(desk.stored(started, by=by, now=now),),
            ),
            *of_course,
        ),
        unchanged,
        fingerprint(id_, opened, by),
    )
    if bound is not None:
        bound.keep(desk)
    session, _ = desk.session(id_)
    return Done(session, session.entries)
