"""
Sheets as HTML and as PDF, each made once for all the tests of a run.
"""

from __future__ import annotations

from functools import cache

from attrs import evolve

from planner.clinic.papers import (
    discharge_instructions,
    emergency_card,
    emergency_sheet,
    session_plan,
)
from planner.library import load_shipped
from planner.safety.assess import assess
from planner.sheets.logo import SETTING, embedded
from planner.sheets.pdf import pdf_of
from planner.sheets.render import render
from planner.sheets.rows.leaflet import NextVisit
from sheets import worked
from sheets.making import (
    HEAD,
    NAMES,
    PRODUCTS,
    at,
    clinic,
    discharged,
    reacted,
    session,
    situation,
)

GTIN = "04012345678901"
CALENDAR = """\
BEGIN:VEVENT
SUMMARY:Appointment at Clinic on the Hill
DTSTART:20261203T090000Z
DTEND:20261203T093000Z
UID:C1-2-0@mesoplan
LOCATION:Clinic on the Hill
END:VEVENT""".replace("\n", "\r\n")
NEXT = NextVisit(at=at("2026-12-03 10:00"), entry=CALENDAR)
LOGO = embedded(
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30">'
    b'<path d="M0 0h90v30z" fill="#0f3d4c"/></svg>',
    "logo",
)
MADE_BY_HAND = ("session-plan", "discharge-instructions", "emergency", "emergency-card")
LETTERS = ("session-record", "consent", "prescriber-letter", "exit-letter", "course")
SHEETS = (*MADE_BY_HAND, *LETTERS)


@cache
def page(name, paper="A4", *, large=False):
    """
    A sheet as HTML.
    """
    protocol = load_shipped("mesotherapy")
    given = {"head": HEAD, "names": NAMES}
    known = evolve(PRODUCTS["lidopan"], gtin=GTIN)
    here = clinic(products={**PRODUCTS, "lidopan": known})
    early, late, ill = (
        situation(told, clinic=here) for told in (session(), discharged(), reacted())
    )
    if name == "session-plan":
        # Without what is not open: such a plan is a list of reasons, and flows.
        found = tuple(each for each in assess(early, protocol, "deliver") if each.clear)
        made = session_plan(early, protocol, found, before="deliver", **given)
    elif name == "discharge-instructions":
        made = discharge_instructions(late, protocol, next_visit=NEXT, **given)
    elif name == "emergency":
        made = emergency_sheet(ill, protocol, **given)
    elif name in LETTERS:
        made = worked.contexts(protocol)[name]
    else:
        settings = {"emergency-number": "112", "clinic-name": "Clinic", SETTING: LOGO}
        made = emergency_card(protocol, settings=settings)
    return render(name, made, paper=paper, created=early.now.at, large=large)


@cache
def printed(name, paper="A4", *, large=False):
    """
    A sheet as PDF.
    """
    return pdf_of(page(name, paper, large=large))
