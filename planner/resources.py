"""
Where the shipped protocols and templates are.

A wheel carries them inside the package; a checkout has them beside it. Nothing else is
searched, so that no stray folder can stand in for what was signed.
"""

from __future__ import annotations

from pathlib import Path

from planner.errors import Misuse

_PACKAGE = Path(__file__).resolve().parent


def protocols() -> Path:
    """
    The folder of the shipped protocols.
    """
    return _folder("protocols")


def templates() -> Path:
    """
    The folder of the shipped templates.
    """
    return _folder("templates")


def _folder(name: str) -> Path:
    for folder in (_PACKAGE / "_data" / name, _PACKAGE.parent / name):
        if folder.is_dir():
            return folder
    raise Misuse(
        f'The folder "{name}" is not part of this installation.',
        now="Install mesoplan again.",
    )
