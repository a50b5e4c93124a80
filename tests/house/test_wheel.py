"""
The tests run against the wheel, and the wheel carries the protocols and the templates.
"""

from __future__ import annotations

import os
from importlib.metadata import version
from pathlib import Path

import pytest

import planner
import planner.resources
from house.reading import ROOT

ASKED = os.environ.get("MESOPLAN_TEST_WHEEL") == "1"
INSTALLED = ("site-packages", "dist-packages")


def from_a_wheel(file: str) -> bool:
    """
    Say whether a module was imported from where wheels are installed.
    """
    return any(part in INSTALLED for part in Path(file).parts)


def test_the_wheel_is_what_is_tested() -> None:
    """
    Where the wheel is asked for, planner comes from it and never from the checkout.
    """
    here = Path(planner.__file__).resolve()

    assert from_a_wheel(str(here)) or not ASKED, f"planner was imported from {here}"
    assert not ASKED or not here.is_relative_to(ROOT / "planner")


def test_a_checkout_is_not_taken_for_a_wheel() -> None:
    """
    The check can say no.
    """
    assert not from_a_wheel(str(ROOT / "planner" / "__init__.py"))


def test_the_wheel_has_the_version_of_the_package() -> None:
    """
    What is installed and what is imported are one version.
    """
    assert planner.__version__ == version("mesoplan")


def files_of(folder: Path) -> dict[str, bytes]:
    """
    Give every file below a folder, by its path inside it.
    """
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.mark.parametrize("folder", ["protocols", "templates"])
def test_the_wheel_carries_its_folders_whole(folder: str) -> None:
    """
    What planner.resources finds is what the checkout holds, file for file.
    """
    found = Path(getattr(planner.resources, folder)())

    assert files_of(ROOT / folder)
    assert files_of(found) == files_of(ROOT / folder)
    assert from_a_wheel(str(found)) or not ASKED
