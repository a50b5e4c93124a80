"""
Everything public says what it is, and every test says which fact it holds.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from house.reading import sources, told

if TYPE_CHECKING:
    from collections.abc import Iterator

FUNCTION = (ast.FunctionDef, ast.AsyncFunctionDef)
SAID_ELSEWHERE = frozenset({"overload", "setter", "deleter", "override"})


def public(tree: ast.Module | ast.ClassDef) -> Iterator[ast.AST]:
    """
    Give every public class and function, and the public methods of those classes.
    """
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield node
            yield from public(node)
        elif isinstance(node, FUNCTION) and not node.name.startswith("_"):
            marks = {
                getattr(mark, "attr", getattr(mark, "id", None))
                for mark in node.decorator_list
            }
            if not marks & SAID_ELSEWHERE:
                yield node


def planner_faults(path: str, text: str) -> list[str]:
    """
    Name every module, class and function of the package that does not say what it is.
    """
    tree = ast.parse(text)
    faults = [] if ast.get_docstring(tree) else [f"{path}:1: the module"]
    return faults + [
        f"{path}:{node.lineno}: {node.name}"
        for node in public(tree)
        if not ast.get_docstring(node)
    ]


def untold_tests(path: str, text: str) -> list[str]:
    """
    Name every test that does not say which fact it holds.
    """
    return [
        f"{path}:{node.lineno}: {node.name}"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, FUNCTION) and node.name.startswith("test_")
        if not ast.get_docstring(node)
    ]


def test_everything_public_says_what_it_is() -> None:
    """
    Every public module, class, method and function of the package has a docstring.
    """
    faults = [
        fault
        for path, text in sources("planner/**/*.py")
        for fault in planner_faults(path, text)
    ]

    assert not faults, told(faults)


def test_every_test_says_which_fact_it_holds() -> None:
    """
    Read top to bottom, the docstrings of a test file are the specification.
    """
    faults = [
        fault
        for path, text in sources("tests/**/test_*.py")
        for fault in untold_tests(path, text)
    ]

    assert not faults, told(faults)


@pytest.mark.parametrize(
    "text",
    [
        "x = 1",
        '"""Room."""\ndef assess(): ...',
        '"""Room."""\nclass Gate: ...',
        '"""Room."""\nclass Gate:\n    """Gate."""\n    def opens(self): ...',
        '"""Room."""\nasync def assess(): ...',
    ],
)
def test_a_silent_part_is_found(text: str) -> None:
    """
    The check of the package can say no.
    """
    assert planner_faults("planner/model/a.py", text)


def test_what_is_private_may_be_silent() -> None:
    """
    Private, magic and inner functions need no docstring.
    """
    text = (
        '"""Room."""\n'
        "def _assess(): ...\n"
        'class Gate:\n    """Gate."""\n    def __len__(self): ...\n'
        "    @overload\n    def at(self): ...\n"
    )

    assert planner_faults("planner/model/a.py", text) == []


def test_a_silent_test_is_found() -> None:
    """
    The check of tests can say no, and yes.
    """
    assert untold_tests("tests/test_a.py", "class TestA:\n    def test_a(self): ...")
    assert untold_tests("tests/test_a.py", 'def test_a():\n    """Holds."""') == []
