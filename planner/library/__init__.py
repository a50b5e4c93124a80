"""
Find, read and check protocols.

Never here: Deciding anything about a patient.
"""

from planner.library.casefile import load_cases
from planner.library.cases import Case, CaseFile, Given, Move
from planner.library.check import check, explain
from planner.library.finding import Finding
from planner.library.lines import Lines
from planner.library.reading import Reading, load, read
from planner.library.sealing import content, digest_of, from_content
from planner.library.shipped import find, load_shipped

__all__ = [
    "Case",
    "CaseFile",
    "Finding",
    "Given",
    "Lines",
    "Move",
    "Reading",
    "check",
    "content",
    "digest_of",
    "explain",
    "find",
    "from_content",
    "load",
    "load_cases",
    "load_shipped",
    "read",
]
