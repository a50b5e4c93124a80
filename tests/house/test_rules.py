"""
Every safety rule is kept by at least one test or one worked case.

A test says so with `@pytest.mark.rule(13, 14)`, a case with `rules = [13, 14]`.
"""

from __future__ import annotations

import ast
import tomllib
from typing import TYPE_CHECKING

import pytest

from house.reading import sources

if TYPE_CHECKING:
    from collections.abc import Iterator

RULES = frozenset(range(1, 37))


def marked(text: str) -> Iterator[object]:
    """
    Give what every `pytest.mark.rule(...)` of a test file names.
    """
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        holder = node.func.value
        held = getattr(holder, "attr", getattr(holder, "id", None))
        if node.func.attr == "rule" and held == "mark":
            for arg in node.args:
                yield getattr(arg, "value", ast.unparse(arg))


def listed(card: object) -> Iterator[object]:
    """
    Give what every `rules = [...]` of a file of cases names, however deep it stands.
    """
    if isinstance(card, dict):
        for key, value in card.items():
            if key == "rules" and isinstance(value, list):
                yield from value
            else:
                yield from listed(value)
    elif isinstance(card, list):
        for value in card:
            yield from listed(value)


def kept() -> dict[object, list[str]]:
    """
    Tell, for every rule that is named anywhere, the files that name it.
    """
    found: dict[object, list[str]] = {}
    for path, text in sources("tests/**/*.py"):
        for rule in marked(text):
            found.setdefault(rule, []).append(path)
    for path, text in sources("protocols/**/cases.toml"):
        for rule in listed(tomllib.loads(text)):
            found.setdefault(rule, []).append(path)
    return found


def test_every_safety_rule_is_kept_by_a_test_or_a_case() -> None:
    """
    Each of the rules 1 to 36 is named by at least one test or worked case.
    """
    missing = sorted(RULES - kept().keys())

    assert not missing, f"no test and no case names these rules: {missing}"


def test_no_test_names_a_rule_there_is_not() -> None:
    """
    A mark names a rule by its number, written out.
    """
    strange = {rule: files for rule, files in kept().items() if rule not in RULES}

    assert not strange, f"there are no such rules: {strange}"


@pytest.mark.parametrize(
    ("text", "rules"),
    [
        ("@pytest.mark.rule(13, 14)\ndef test_a(): ...", [13, 14]),
        ("pytestmark = [pytest.mark.rule(3)]", [3]),
        ("pytest.param(1, marks=pytest.mark.rule(4))", [4]),
        ("@mark.rule(5)\ndef test_a(): ...", [5]),
        ("@pytest.mark.rule(FLOOR)\ndef test_a(): ...", ["FLOOR"]),
        ("card.rule(9)\n# pytest.mark.rule(8)\nx = 'pytest.mark.rule(7)'", []),
    ],
)
def test_marks_are_read_from_the_code(text: str, rules: list[object]) -> None:
    """
    A mark counts wherever it stands, and a remark about one does not.
    """
    assert list(marked(text)) == rules


def test_rules_are_read_from_cases() -> None:
    """
    A case names its rules on its own card.
    """
    text = '[[case]]\nid = "a"\nrules = [1, 2]\n[[case]]\n[case.then]\nrules = [3]\n'

    assert list(listed(tomllib.loads(text))) == [1, 2, 3]
