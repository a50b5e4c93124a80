"""
Fold: what the clinic's and a patient's streams have become.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner.model.entries import clinic as of_clinic
from planner.model.entries import patient as of_patient
from planner.model.frozen import frozen
from planner.model.situation import Clinic

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.model.entries import Entry
    from planner.model.person import Letter


@frozen(kw_only=True)
class Patient:
    """
    What a patient's stream says: sessions and letters.
    """

    id: str
    sessions: tuple[str, ...] = ()
    courses: tuple[str, ...] = ()
    letters: tuple[Letter, ...] = ()


def fold_clinic(entries: Iterable[Entry]) -> Clinic:
    """
    Tell what the clinic's stream has become.
    """
    clinic = Clinic()
    for entry in entries:
        clinic = _with(clinic, entry)
    return clinic


def _with(c: Clinic, entry: Entry) -> Clinic:
    match entry.payload:
        case of_clinic.ClinicSet(settings=settings):
            return evolve(c, settings={**c.settings, **settings})
        case of_clinic.StaffRegistered(staff=staff):
            return evolve(c, staff={**c.staff, staff.id: staff})
        case of_clinic.KitCounted(stock=stock):
            counted = {each.item: each for each in stock}
            return evolve(c, stock=counted, stock_counted=entry.recorded)
        case of_clinic.ProductRegistered(product=product):
            return evolve(c, products={**c.products, product.id: product})
        case of_clinic.LotRegistered(lot=lot):
            key = (lot.product, lot.number)
            # A recall outlives a lot that is entered again, or entered only later.
            kept = evolve(lot, recalled=lot.recalled or key in c.recalled)
            return evolve(c, lots={**c.lots, key: kept})
        case of_clinic.LotRecalled(product=name, number=number):
            key = (name, number)
            known = c.lots.get(key)
            lots = c.lots
            if known is not None:
                lots = {**lots, key: evolve(known, recalled=True)}
            return evolve(c, lots=lots, recalled=(*c.recalled, key))
        case of_clinic.ProtocolApproved(digest=digest):
            return evolve(c, approved={**c.approved, digest: entry})
        case of_clinic.ProtocolWithdrawn(digest=digest):
            return evolve(c, withdrawn=(*c.withdrawn, digest))
        case of_clinic.PaperPeriodSigned():
            return evolve(c, paper=(*c.paper, entry.payload))
        case other:
            raise AssertionError(other)


def fold_patient(entries: Iterable[Entry]) -> Patient:
    """
    Tell what a patient's stream has become.
    """
    patient = Patient(id="")
    for entry in entries:
        match entry.payload:
            case of_patient.PatientAdded(patient=id_):
                patient = evolve(patient, id=id_)
            case of_patient.SessionStarted(session=session, course=course):
                patient = evolve(
                    patient,
                    sessions=(*patient.sessions, session),
                    courses=tuple(dict.fromkeys((*patient.courses, course))),
                )
            case of_patient.CourseStarted(course=course):
                patient = evolve(
                    patient, courses=tuple(dict.fromkeys((*patient.courses, course)))
                )
            case of_patient.LetterFiled(letter=letter):
                patient = evolve(patient, letters=(*patient.letters, letter))
            case other:
                raise AssertionError(other)
    return patient
