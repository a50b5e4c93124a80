"""
Trace: clause to entry, to case, to sheet, and nothing by declaration.

Entries are the cards of a protocol that cite a clause. Cases are those that exercise such
a card: that expect a gate, answer a question, sign a statement, note a sign or an effect,
or find a line on a printed sheet. Sheets are found by printing them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planner import library, resources
from planner.clinic.printing import SHEETS
from planner.clinic.rehearse import rehearse
from planner.model.protocol import Signed, WithinLimit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library import Case, CaseFile, Move
    from planner.model.protocol import Protocol

_CLAUSE = re.compile(r"\b[RC]\d{1,2}\b")
_KINDS = {
    "question": "questions",
    "statement": "statements",
    "gate": "gates",
    "limit": "limits",
    "sign": "signs",
    "trigger": "triggers",
    "effect": "effects",
    "line": "lines",
    "vitals-time": "vitals_times",
    "training": "trainings",
    "indication": "indications",
    "spacing": "spacings",
    "phase": "phases",
    "conflict-in-time": "conflicts_in_time",
    "call": "calls",
}


def trace(name: str) -> dict[str, dict[str, list[str]]]:
    """
    For each clause its entries, its cases, and the sheets it reaches.

    Raises:
        ProtocolFault: The protocol or its cases cannot be loaded.
    """
    protocol = library.load_shipped(name)
    cases = library.load_cases(resources.protocols() / name / "cases.toml", protocol)
    cited = entries_of(protocol)
    exercised = {case.id: set(_exercised(case, protocol)) for case in cases.cases}
    printed = _printed(protocol, cases)
    return {
        clause.id: {
            "entries": sorted(cited.get(clause.id, ())),
            "cases": sorted(
                case
                for case, cards in exercised.items()
                if cards & cited.get(clause.id, set())
            ),
            "sheets": sorted(
                name for name, clauses in printed.items() if clause.id in clauses
            ),
        }
        for clause in protocol.vocabulary.clauses
    }


def entries_of(protocol: Protocol) -> dict[str, set[str]]:
    """
    The cards that cite each clause, as "gate pregnancy".
    """
    cited: dict[str, set[str]] = {}
    for kind, field in _KINDS.items():
        for card in getattr(protocol, field):
            for source in card.source:
                cited.setdefault(source, set()).add(f"{kind} {card.id}")
    for conflict in protocol.conflicts:
        for said in conflict.says:
            cited.setdefault(said.source, set()).add(f"conflict {conflict.id}")
    for item in protocol.vocabulary.kit:
        for source in item.source:
            cited.setdefault(source, set()).add(f"kit {item.id}")
    return cited


def _exercised(case: Case, protocol: Protocol) -> Iterator[str]:
    gates = {case.gate} | {
        word.partition("@")[0]
        for move in case.moves
        for word in (*move.outcomes, *move.because)
    }
    for name in gates:
        gate = protocol.gate.get(name)
        if gate is None:
            continue
        yield f"gate {name}"
        if isinstance(gate.requires, WithinLimit):
            yield from (f"limit {limit}" for limit in gate.requires.limits)
        if isinstance(gate.requires, Signed):
            yield f"statement {gate.requires.statement}"
    yield from case.cards
    for move in case.moves:
        yield from _named(move)


def _named(move: Move) -> Iterator[str]:
    given = move.with_
    answers = given.get("answers")
    if isinstance(answers, dict):
        yield from (f"question {key.partition('@')[0]}" for key in answers)
    for key, kind in (("signs", "sign"), ("shows", "line")):
        listed = given.get(key)
        if isinstance(listed, list | tuple):
            yield from (f"{kind} {each}" for each in listed)
    for key, kind in (("statement", "statement"), ("effect", "effect")):
        if isinstance(given.get(key), str):
            yield f"{kind} {given[key]}"


def _printed(protocol: Protocol, cases: CaseFile) -> dict[str, set[str]]:
    # What stands on the sheets that the worked cases print.
    found: dict[str, set[str]] = {name: set() for name in SHEETS}
    printing = {
        case.id: case for case in cases.cases if any(m.does == "print" for m in case.moves)
    }
    for result in rehearse(cases, protocol, only=lambda case: case.id in printing):
        for move, came in zip(printing[result.case].moves, result.moves, strict=True):
            if move.does == "print":
                found[str(move.with_["sheet"])] |= _cited(came.printed, protocol)
    return found


def _cited(words: str, protocol: Protocol) -> set[str]:
    # A clause reaches a sheet where its id is printed, or a line that cites it is.
    clauses = set(_CLAUSE.findall(words))
    for line in protocol.lines:
        parts = re.split(r"\{\w+\}", line.says)
        if all(" ".join(part.split()) in words for part in parts):
            clauses.update(line.source)
    return clauses
