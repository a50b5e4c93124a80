"""
Closed words as a sheet says them: stages, roles, sides, outcomes and the like.

A word outside its table was typed by somebody, and stands as it was typed.
"""

from __future__ import annotations

from planner.model.answer import DOES_NOT_KNOW, NOT_APPLICABLE, Outcome, Why
from planner.model.person import ASSURANCES, ROLES
from planner.model.product import MIXED
from planner.model.terms import CHECKPOINTS, EXITS, LISTED, LISTS, NO, STAGES, YES
from planner.session.legs import LEGS
from planner.sheets.language import tc


def _plain(*ids: str) -> dict[str, str]:
    return {each: each.replace("-", " ") for each in ids}


# Kind of word -> the words of it, as a protocol or an entry has them and in English.
CLOSED: dict[str, dict[str, str]] = {
    "stage": _plain(*STAGES, "lifecycle"),
    "checkpoint": _plain(*CHECKPOINTS),
    "move": _plain(*dict.fromkeys(leg.move for leg in LEGS)),
    "role": _plain(*ROLES, "operator", "patient"),
    "assurance": _plain(*ASSURANCES),
    "outcome": _plain(*(each.value for each in Outcome), "opened"),
    "why": _plain(*(each.value for each in Why)),
    "answer word": _plain(YES, NO, DOES_NOT_KNOW, NOT_APPLICABLE),
    "side": _plain("left", "right", "both", "middle", "midline"),
    "window": _plain("point", "session", "day", "course"),
    "reading": _plain("immediate", "late"),
    "test method": _plain("prick", "intradermal", "patch"),
    "test result": _plain("negative", "positive", "tolerated", "agreed", "not agreed"),
    "injector": _plain("by hand", "mesotherapy gun"),
    "mixed": _plain(*MIXED),
    "listed": _plain(*dict.fromkeys((*LISTED, *LISTS)), "needle-sizes"),
    "exit": _plain(*EXITS),
    "stated": _plain(
        "registered",
        "described",
        "whole composition known",
        "sterile",
        "unopened",
        "single use",
        "plan",
        "weight",
    ),
    "gate weight": _plain("absolute", "relative", "temporary"),
    "source kind": _plain(
        "leaflet",
        "chapter",
        "guideline",
        "summary",
        "standard",
        "review",
        "case-report",
        "trial",
        "label",
        "law",
        "house-choice",
        "unverified",
    ),
    # Parts of a letter or leaflet that print no title of their own.
    "part": _plain(
        "emergency-number",
        "call-now",
        "call-us",
        "do",
        "do-not",
        "normal",
        "restart",
        "watch",
        "first-night",
        "digestion",
        "next-visit",
        "about",
        "ask",
        "why",
        "continue",
        "hold",
        "deferred",
        "refused",
        "withdrawn",
        "medicine",
    ),
    "clause kind": _plain(
        "precondition", "inform", "monitor", "plan", "record", "emergency"
    ),
    "question kind": _plain("choice", "text", "quantity", "date", "list"),
    "medicine group": _plain(
        "prescribed-antithrombotic",
        "self-taken-thinner",
        "other-risk",
        "test-blocker",
        "severity-modifier",
        "test-washout",
        "no-concern",
    ),
    "body system": _plain(
        "skin", "airway", "breathing", "circulation", "gut", "nervous", "local", "eye"
    ),
    "layer": _plain("epidermis", "dermo-epidermal", "dermis", "hypodermis"),
    "restores": _plain("yes", "no", "partly", "depends"),
    "against": _plain("allergies", "antiseptic", "products"),
    "about": _plain("liver", "skin-test", "reactions"),
    "void after": _plain("sign", "vitals", "delivery", "test"),
}


def named(kind: str, word: str) -> str:
    """
    A closed word in the language that is spoken; any other word as it is.
    """
    known = CLOSED[kind].get(word)
    return word if known is None else tc(kind, known)


def spaced(word: str) -> str:
    """
    An id of a protocol as words.
    """
    return word.replace("-", " ")


def capital(words: str) -> str:
    """
    Words that begin a line.
    """
    return words[:1].upper() + words[1:]
