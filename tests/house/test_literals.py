"""
No clinical number stands in Python: it lives in `protocols/`, with its source.
"""

from __future__ import annotations

import ast
import re

import pytest

from house.reading import constants, sources, told

LET_BE = (0, 1)  # and -1, which Python reads as a minus and a 1
EXACT = frozenset({"Decimal", "Fraction"})
SPANS = frozenset({"timedelta", "relativedelta"})
WITH_UNIT = re.compile(
    r"(?<![\w-])\d+(?:[.,]\d+)?[ -]?"
    r"(?:mm|cm|mL|ml|mg|µg|mcg|kg|g|G|IU|h|min|s|d|%"
    r"|(?:hour|minute|second|day|week|month|year)s?)(?!\w)"
)


def number(node: ast.AST) -> bool:
    """
    Say whether a node is a number written out; True and False are none.
    """
    return (
        isinstance(node, ast.Constant)
        and isinstance(node.value, int | float | complex)
        and not isinstance(node.value, bool)
    )


def literal_faults(path: str, text: str) -> list[str]:
    """
    Name every number, span and quantity written into a module.
    """
    tree = ast.parse(text)
    faults = []
    for node in constants(tree):
        at = f"{path}:{node.lineno}"
        if number(node):
            if isinstance(node.value, float) or node.value not in LET_BE:
                faults.append(f"{at}: {node.value!r} belongs in a protocol")
        elif isinstance(node.value, str) and WITH_UNIT.search(node.value):
            faults.append(f"{at}: {node.value!r} belongs in a protocol")
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = getattr(node.func, "attr", getattr(node.func, "id", None))
            given = [*node.args, *(word.value for word in node.keywords)]
            written = [arg for arg in given if isinstance(arg, ast.Constant)]
            if called in EXACT and any(isinstance(arg.value, str) for arg in written):
                faults.append(f"{path}:{node.lineno}: {called} of a written number")
            if called in SPANS and any(number(a) and a.value != 0 for a in written):
                faults.append(f"{path}:{node.lineno}: {called} of a written number")
    return faults


def test_no_clinical_number_stands_in_python() -> None:
    """
    Safety, session and course hold no number of their own but 0, 1 and -1.
    """
    faults = [
        fault
        for room in ("safety", "session", "course")
        for path, text in sources(f"planner/{room}/**/*.py")
        for fault in literal_faults(path, text)
    ]

    assert not faults, told(faults)


@pytest.mark.parametrize(
    "text",
    [
        "FLOOR = 40",
        "HALF = 0.5",
        "x = -2",
        "x = Decimal('0.30')",
        "x = decimal.Decimal('1')",
        "x = timedelta(hours=1)",
        "x = Quantity.of('24 h')",
        "x = f'at least 40 min after {what}'",
        "x = '0.30 mm'",
        "x = '4.5 mg/kg'",
        "x = '7 days'",
        "x = '30G'",
    ],
)
def test_a_number_of_our_own_is_found(text: str) -> None:
    """
    The check can say no.
    """
    assert literal_faults("planner/safety/a.py", text)


@pytest.mark.parametrize(
    "text",
    [
        "x = items[-1] if count == 1 else 0",
        'def f():\n    """\n    Counts 24 h before injection.\n    """',
        "x = f'{n:02d}'",
        "x = timedelta(0)",
        "ANCHORED = True",
        "x = 'protocol 2026-1 has no limit'",
        "x = 'rule-21-day'",
    ],
)
def test_what_is_no_clinical_number_is_let_be(text: str) -> None:
    """
    The check can say yes.
    """
    assert literal_faults("planner/safety/a.py", text) == []
