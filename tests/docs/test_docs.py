"""
What the docs list is what the program has.
"""

from __future__ import annotations

from attrs import fields

from house.reading import ROOT
from planner.model.entries import kinds


def test_every_kind_of_entry_is_in_the_docs():
    """
    docs/entries.md lists each kind of entry with its stream and fields, and no other.
    """
    page = (ROOT / "docs" / "entries.md").read_text(encoding="utf-8")

    listed = {
        row.split("|")[1].strip(" `"): row
        for row in page.splitlines()
        if row.startswith("| `")
    }

    assert set(kinds()) == set(listed)
    for kind, payload in kinds().items():
        assert f"| {payload.stream} |" in listed[kind]
        for each in fields(payload):
            assert f"`{each.name}`" in listed[kind]


def test_the_readme_has_the_two_commands():
    """
    README tells how to install and try it, and how to test it.
    """
    readme = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()

    assert "pip install ." in readme
    assert "mesoplan demo --out demo" in readme
    assert "tox" in readme
