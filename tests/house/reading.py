"""
Read the checkout as text, so that the house tests can judge it without importing it.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
HEADED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def sources(*patterns: str) -> Iterator[tuple[str, str]]:
    """
    Give the path inside the checkout and the text of every file the patterns find.
    """
    for pattern in patterns:
        for path in sorted(ROOT.glob(pattern)):
            if path.is_file():
                name = path.relative_to(ROOT).as_posix()
                yield name, path.read_text(encoding="utf-8")


def constants(tree: ast.AST) -> Iterator[ast.Constant]:
    """
    Give every literal, save docstrings and the format part of an f-string.
    """
    passed = set()
    for node in ast.walk(tree):
        if isinstance(node, HEADED) and ast.get_docstring(node) is not None:
            passed.add(node.body[0].value)
        elif isinstance(node, ast.FormattedValue) and node.format_spec is not None:
            passed.update(ast.walk(node.format_spec))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in passed:
            yield node


def told(faults: list[str]) -> str:
    """
    Put all faults under each other, counted, for the message of an assert.
    """
    return "\n".join([*faults, f"{len(faults)} found."])
