"""
A released version is sealed by its digest; a changed one is refused by name.
"""

from __future__ import annotations

import pytest

from planner import library, resources
from planner.errors import InputFault, ProtocolFault
from planner.library import sealed


def test_a_sealed_version_loads_as_it_was(file, small):
    """
    One line, once; the file goes on loading.
    """
    assert library.seal(small, file) is True
    assert library.seal(small, file) is False

    assert sealed.listed(file.parent.parent) == {"small 2026-1": small.digest}
    assert library.load(file).digest == small.digest


def test_a_changed_sealed_file_is_refused_by_name(file, small, changed):
    """
    One number is enough.
    """
    library.seal(small, file)
    changed('at_least = "40 min"', 'at_least = "39 min"')

    with pytest.raises(ProtocolFault, match="small 2026-1 is sealed with the digest"):
        library.load(file)


def test_a_changed_list_breaks_the_seal(file, folder, small):
    """
    What a version rests on is sealed with it.
    """
    library.seal(small, file)
    lists = folder / "vocabulary" / "lists.toml"
    lists.write_text(lists.read_text().replace('"Cheek"', '"The cheek"'))

    with pytest.raises(ProtocolFault, match="is sealed with"):
        library.load(file)


def test_a_new_version_is_not_touched_by_the_seal(file, small, changed):
    """
    That is how a change is made.
    """
    library.seal(small, file)
    changed('at_least = "40 min"', 'at_least = "50 min"')
    changed('version   = "2026-1"', 'version   = "2026-2"')
    newer = file.rename(file.with_name("2026-2.toml"))

    assert library.load(newer).version == "2026-2"


def test_a_version_is_sealed_where_it_is_found(file, small):
    """
    Not under another name.
    """
    other = file.rename(file.with_name("draft.toml"))

    with pytest.raises(InputFault, match="This file says small 2026-1"):
        library.seal(small, other)


@pytest.mark.parametrize(
    "text",
    [
        '[sealed]\n"small 2026-1" = "1234"\n',
        '[sealed]\n"small 2026-1" = 1\n',
        "sealed = 1\n",
        '[other]\n"small 2026-1" = "1234"\n',
        "[sealed\n",
    ],
)
def test_a_list_that_cannot_be_read_is_told(file, text):
    """
    A seal nobody can read is no reason to go on.
    """
    (file.parent.parent / sealed.NAME).write_text(text, encoding="utf-8")

    with pytest.raises(ProtocolFault, match=r"SEALED\.toml"):
        library.load(file)


def test_every_sealed_version_is_shipped_as_it_was_released():
    """
    The list that ships names versions that are there, and load.
    """
    listed = sealed.listed(resources.protocols())
    shipped = {f"{id_} {version}": path for id_, version, path in library.find()}

    assert set(listed) <= set(shipped)
    for name, digest in listed.items():
        assert library.load(shipped[name]).digest == digest
    assert (resources.protocols() / sealed.NAME).is_file()


def test_both_rules_that_are_judged_while_reading_have_their_page():
    """
    They are explained like every other.
    """
    for rule in ("changed-after-sealing", "looser-than-parent"):
        for heading in ("What it finds:", "Why:", "What now:"):
            assert f"\n{heading}\n" in library.explain(rule)
