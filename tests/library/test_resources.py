"""
The shipped folders are inside the package or beside it, and nowhere else.
"""

from __future__ import annotations

import pytest

from planner import resources
from planner.errors import Misuse


def test_a_wheel_carries_its_folders_inside(tmp_path, monkeypatch):
    """
    What is inside the package comes first.
    """
    inside = tmp_path / "planner" / "_data" / "protocols"
    inside.mkdir(parents=True)
    (tmp_path / "protocols").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "planner")

    assert resources.protocols() == inside


def test_a_checkout_has_its_folders_beside(tmp_path, monkeypatch):
    """
    Without a wheel, they stand beside the package.
    """
    (tmp_path / "templates").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "planner")

    assert resources.templates() == tmp_path / "templates"


def test_nothing_else_is_searched(tmp_path, monkeypatch):
    """
    A folder of the same name where the program was started is not taken.
    """
    (tmp_path / "here" / "protocols").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "there" / "planner")

    with pytest.raises(Misuse, match="not part of this installation"):
        resources.protocols()
