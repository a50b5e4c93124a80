"""
Every sheet that a patient takes home, without the values that a session fills in: `VALUE`
stands in their place.
"""

from __future__ import annotations

import re
from functools import cache
from unittest.mock import patch

from attrs import evolve

from planner.catalogues import Untranslated
from planner.clinic import speech
from planner.clinic.letters import consent, exit_letter
from planner.clinic.papers import discharge_instructions
from planner.library import load_shipped
from planner.sheets import written
from planner.sheets.render import render
from sheets import making
from sheets.told import VALUE
from sheets.worked import after, situation_of

_NAMED = ("clinic-name", "clinic-address", "clinic-phone", "emergency-number")
_DATES = ("day", "moment", "long_day", "long_moment", "clock")
_PLACE = re.compile(r"\{\w+\}")
# The cards whose words are for the patient; what is for colleagues is not measured.
_FOR_PATIENTS = ("discharge", "consent", "exit")
_OF_HOLD = ("medicine", "prescriber", "contact")
WHOLE = "after injections"
# How a session ends -> the situation in which the discharge instructions are printed.
DISCHARGED = {
    WHOLE: making.discharged,
    "after a skin test": lambda: making.session(stage="awaiting-reading"),
    "put off, with a medicine held": making.deferred,
    "left against advice": lambda: evolve(making.injected(), stage="left-against-advice"),
}
# What the letter after it is about -> the worked case it follows.
LETTERS = {
    "letter: put off": "fever-is-for-another-day",
    "letter: refused, with a medicine held": "hold-and-positive-test",
    "letter: withdrawn": "withdraw-before-anything-entered",
}
CONSENT = "consent"
SHEETS = (*DISCHARGED, CONSENT, *LETTERS)


@cache
def protocol(id_: str):
    """
    A shipped protocol, read once for all.
    """
    return load_shipped(id_)


@cache
def situation(sheet: str):
    """
    The session of a sheet, with a mark where people, places and reasons would stand.
    """
    if sheet in LETTERS:
        seen = situation_of(after(LETTERS[sheet]))
    else:
        told = DISCHARGED.get(sheet, making.session)()
        held = evolve(making.HOLD, **dict.fromkeys(_OF_HOLD, VALUE))
        seen = making.situation(evolve(told, agreements=(held,)))
    session, clinic = seen.session, seen.history.clinic
    held = (evolve(e, **dict.fromkeys(_OF_HOLD, VALUE)) for e in session.agreements)
    path = (evolve(each, reason=VALUE) for each in session.path)
    clinic = evolve(
        clinic,
        settings={**clinic.settings, **dict.fromkeys(_NAMED, VALUE)},
        staff={id_: evolve(each, name=VALUE) for id_, each in clinic.staff.items()},
    )
    return evolve(
        seen,
        session=evolve(session, agreements=tuple(held), path=tuple(path)),
        history=evolve(seen.history, clinic=clinic),
    )


def page(id_: str, sheet: str, code: str) -> str:
    """
    A sheet under a protocol as HTML, in a language.
    """
    given = {"head": making.HEAD, "names": {"name": VALUE}}
    blank = {each: lambda *_: VALUE for each in _DATES}
    seen = situation(sheet)
    # What was written of an instant is kept: neither side may find the other's.
    written._moment.cache_clear()
    try:
        with speech.speaking(protocol(id_), code) as said, patch.multiple(written, **blank):
            if sheet == CONSENT:
                return render(CONSENT, consent(seen, said, **given))
            if sheet in LETTERS:
                return render("exit-letter", exit_letter(seen, said, **given))
            made = discharge_instructions(seen, said, **given)
            return render("discharge-instructions", made)
    finally:
        written._moment.cache_clear()


def lines(id_: str, code: str) -> dict[str, dict[str, list[str]]]:
    """
    The lines a protocol has for patients by sheet and part, in a language, without the
    places a session fills in; what is not translated is left out.
    """
    held: dict[str, dict[str, list[str]]] = {}
    with speech.speaking(protocol(id_), code) as said:
        for line in said.lines:
            if line.sheet in _FOR_PATIENTS and not isinstance(line.says, Untranslated):
                says = _PLACE.sub(" ", str(line.says))
                held.setdefault(line.sheet, {}).setdefault(line.part, []).append(says)
    return held
