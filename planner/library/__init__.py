"""
Find, read and check protocols.

Never here: deciding anything about a patient.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.library.casefile import load_cases
    from planner.library.cases import Case, CaseFile, Given, Move
    from planner.library.checking import check, explain
    from planner.library.difference import Change, compare
    from planner.library.finding import Finding
    from planner.library.lines import Lines
    from planner.library.reading import Reading, load, read
    from planner.library.regimen import care_times_of, regimen_of, test_times_of, waits_of
    from planner.library.scaffold import new_protocol
    from planner.library.schema import editor_schema
    from planner.library.sealed import seal
    from planner.library.sealing import content, digest_of, from_content
    from planner.library.shipped import find, load_named, load_shipped

# Each name is loaded when it is first asked for: a desk that only reads what its journal
# holds needs neither TOML nor the rules.
_ROOMS = {
    "load_cases": "casefile",
    "Case": "cases",
    "CaseFile": "cases",
    "Given": "cases",
    "Move": "cases",
    "check": "checking",
    "explain": "checking",
    "Finding": "finding",
    "Lines": "lines",
    "Reading": "reading",
    "load": "reading",
    "read": "reading",
    "care_times_of": "regimen",
    "regimen_of": "regimen",
    "test_times_of": "regimen",
    "waits_of": "regimen",
    "content": "sealing",
    "digest_of": "sealing",
    "from_content": "sealing",
    "find": "shipped",
    "load_named": "shipped",
    "load_shipped": "shipped",
    "Change": "difference",
    "compare": "difference",
    "editor_schema": "schema",
    "new_protocol": "scaffold",
    "seal": "sealed",
}


def __getattr__(name: str) -> object:
    room = _ROOMS.get(name)
    if room is None:
        raise AttributeError(name)
    return getattr(import_module(f"planner.library.{room}"), name)


__all__ = [
    "Case",
    "CaseFile",
    "Change",
    "Finding",
    "Given",
    "Lines",
    "Move",
    "Reading",
    "care_times_of",
    "check",
    "compare",
    "content",
    "digest_of",
    "editor_schema",
    "explain",
    "find",
    "from_content",
    "load",
    "load_cases",
    "load_named",
    "load_shipped",
    "new_protocol",
    "read",
    "regimen_of",
    "seal",
    "test_times_of",
    "waits_of",
]
