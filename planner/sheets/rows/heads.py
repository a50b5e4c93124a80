"""
What stands on every sheet: clinic, patient, and the foot that says what was printed.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets import written
from planner.sheets.closed import spaced
from planner.sheets.codes import QR, Code, drawn
from planner.sheets.language import ENGLISH, spoken, t, term
from planner.sheets.logo import SETTING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from markupsafe import Markup

    from planner.model.protocol import Protocol
    from planner.model.situation import Situation

_DIGEST = 12


@frozen(kw_only=True)
class ClinicHead:
    """
    The clinic as its settings name it; what is missing prints as a line to write on.
    """

    name: str = ""
    address: str = ""
    phone: str = ""
    emergency_number: str = ""
    logo: str = ""


@frozen(kw_only=True)
class PatientHead:
    """
    Who the sheet is for: name and birth date where they are on record, and the id.
    """

    id: str
    name: str = ""
    born: str = ""


@frozen(kw_only=True)
class Foot:
    """
    What a page is of: session or course, protocol version with its digest, journal head,
    and when it was printed.
    """

    protocol: str
    digest: str
    session: str = ""
    course: str = ""
    head: str = ""
    printed: str = ""
    rehearsal: bool = False


def clinic_head(situation: Situation) -> ClinicHead:
    """
    The clinic's settings that paper shows.
    """
    return clinic_of(situation.history.clinic.settings)


def clinic_of(settings: Mapping[str, str]) -> ClinicHead:
    """
    The clinic as its settings name it.
    """
    return ClinicHead(
        name=settings.get("clinic-name", ""),
        address=settings.get("clinic-address", ""),
        phone=settings.get("clinic-phone", ""),
        emergency_number=settings.get("emergency-number", ""),
        logo=settings.get(SETTING, ""),
    )


def patient_head(situation: Situation, names: Mapping[str, object]) -> PatientHead:
    """
    The patient by name and birth date, where the table of names still has them.
    """
    born = names.get("birth_date") or situation.history.birth_date
    return patient_named(situation.session.patient, {**names, "birth_date": born})


def patient_named(id_: str, names: Mapping[str, object]) -> PatientHead:
    """
    The patient by id, with the name and birth date that are known.
    """
    born = names.get("birth_date")
    return PatientHead(
        id=id_,
        name=str(names.get("name") or ""),
        born=written.day(born) if isinstance(born, date) else str(born or ""),
    )


def foot(situation: Situation, protocol: Protocol, head: str) -> Foot:
    """
    The foot of every page of a session's sheet.
    """
    session = situation.session
    return Foot(
        session=session.id,
        protocol=f"{protocol.id} {protocol.version}",
        digest=digest(protocol),
        head=head,
        printed=written.moment(situation.now.at, situation.history.zone),
        rehearsal=session.rehearsal,
    )


def plan_code(situation: Situation, protocol: Protocol, head: str) -> Markup:
    """
    Which plan this is, for a machine: session, journal head, protocol and its digest.
    """
    session = situation.session.id
    told = f"mesoplan {session} {head} {protocol.id} {protocol.version} {protocol.digest}"
    return drawn(Code(kind=QR, encoded=told, says=t("This plan as a code")))


def foot_of(protocol: Protocol) -> Foot:
    """
    The foot of what belongs to a protocol version and to no session.
    """
    return Foot(protocol=f"{protocol.id} {protocol.version}", digest=digest(protocol))


def course_foot(
    course: str, protocol: Protocol, head: str, printed: str, *, rehearsal: bool = False
) -> Foot:
    """
    The foot of what belongs to a course.
    """
    return Foot(
        course=course,
        protocol=f"{protocol.id} {protocol.version}",
        digest=digest(protocol),
        head=head,
        printed=printed,
        rehearsal=rehearsal,
    )


def digest(protocol: Protocol) -> str:
    """
    The short digest of a protocol version: enough to tell two versions apart by eye.
    """
    return protocol.digest[:_DIGEST]


def staff_name(id_: str, situation: Situation) -> str:
    """
    Somebody of the staff by name, or by id where no name is on record.
    """
    known = situation.history.clinic.staff.get(id_)
    return known.name if known and known.name else id_


def zone_title(id_: str, protocol: Protocol) -> str:
    """
    A zone of the body by its title.
    """
    known = protocol.vocabulary.zone.get(id_)
    return known.title if known else id_


def dressing_of(id_: str, protocol: Protocol) -> str:
    """
    The dressing a zone takes; its English word is read by conditions and stays in place.
    """
    known = protocol.vocabulary.zone.get(id_)
    return term(f"zone.{id_}.dressing", known.dressing) if known else ""


def group_words(id_: str, protocol: Protocol) -> str:
    """
    A group of substances in a line of words: by its id, or by its title in a language
    that the id does not speak.
    """
    for card in protocol.vocabulary.substance_groups:
        if card.id == id_ and spoken().code != ENGLISH:
            return f"{card.title[:1].lower()}{card.title[1:]}"
    return spaced(id_)


def product_name(id_: str, situation: Situation) -> str:
    """
    A product by its commercial name.
    """
    known = situation.history.clinic.products.get(id_)
    return known.name if known else id_
