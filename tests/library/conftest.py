"""
What the tests of the library share: a whole small protocol with its own lists.
"""

from __future__ import annotations

from pathlib import Path
from shutil import copytree

import pytest

from planner import library

HERE = Path(__file__).parent / "small"


@pytest.fixture
def folder(tmp_path):
    """
    A copy of the small protocol that a test may change.
    """
    return Path(copytree(HERE, tmp_path / "protocols"))


@pytest.fixture
def file(folder):
    """
    The file of the small protocol.
    """
    return folder / "small" / "2026-1.toml"


@pytest.fixture(scope="session")
def reading():
    """
    The small protocol as read, with its lines.
    """
    return library.read(HERE / "small" / "2026-1.toml")


@pytest.fixture(scope="session")
def small(reading):
    """
    The small protocol.
    """
    return reading.protocol


@pytest.fixture
def changed(file):
    """
    A way to change the text of the small protocol: once, and really.
    """

    def change(old, new):
        text = file.read_text(encoding="utf-8")
        assert text.count(old) >= 1, old
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return file

    return change
