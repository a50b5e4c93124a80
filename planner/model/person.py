"""
People: who acts, who works in the clinic, what a patient takes and reacts to.
"""

from __future__ import annotations

from datetime import date, datetime

from attrs import field

from planner.model.frozen import frozen
from planner.model.time import in_utc_if_told

ROLES = ("physician", "nurse", "assistant", "anyone")
# Which outline a body map has; nothing else is read from it.
SEXES = ("female", "male")
ASSURANCES = ("claimed", "pin", "password")


@frozen(kw_only=True)
class Actor:
    """
    Who did something, in which role, and how sure the program is of it.
    """

    id: str
    role: str
    assurance: str = "claimed"


@frozen(kw_only=True)
class Training:
    """
    A qualification or course with the day it was gained and the day it lapses.

    `until` is left out only for what never lapses, such as a medical degree.
    """

    id: str
    gained_on: date
    until: date | None = None


@frozen(kw_only=True)
class Staff:
    """
    Somebody who works in the clinic.
    """

    id: str
    name: str
    role: str
    trainings: tuple[Training, ...] = ()


@frozen(kw_only=True)
class Medicine:
    """
    One medicine, supplement or eye drop a patient takes, as the patient names it.

    `prescribed` is "yes", "no" or "does not know"; `last_dose` is the last intake known.
    """

    name: str
    prescribed: str
    last_dose: datetime | None = field(default=None, converter=in_utc_if_told)
    dose: str = ""
    route: str = ""


@frozen(kw_only=True)
class Allergy:
    """
    One thing a patient reacts to, as the patient names it, and what happened.
    """

    substance: str
    reaction: str
    year: str = ""


@frozen(kw_only=True)
class Letter:
    """
    A dated letter of an allergist, specialist or other physician on file.

    `about` names what it answers: a gate, or "reactions" for an earlier reaction.
    `product` is the composition it holds for, where it holds for one only.
    """

    about: str
    by: str
    speciality: str
    dated: date
    result: str
    product: str = ""


@frozen(kw_only=True)
class HoldAgreement:
    """
    What a prescriber agreed about one medicine: named and dated, or it does not count.

    `decision` is "hold" or "continue". `last_dose` is the last dose before the session,
    `hold` the span agreed, `restart` the instant agreed for taking it again.
    """

    medicine: str
    prescriber: str
    contact: str
    agreed_on: date
    decision: str
    hold: str = ""
    last_dose: datetime | None = field(default=None, converter=in_utc_if_told)
    restart: datetime | None = field(default=None, converter=in_utc_if_told)
    note: str = ""
