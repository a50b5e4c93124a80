"""
A protocol is read whole, exactly as it is written, or not at all.
"""

from __future__ import annotations

from datetime import date

import pytest
from attrs import fields

from planner import library
from planner.errors import InputFault, ProtocolFault
from planner.library.shapes import CARDS, VOCABULARY_CARDS
from planner.model.protocol import Between, OverridePolicy, Protocol, Said
from planner.model.quantity import Quantity
from planner.model.vocabulary import Vocabulary


def faults(file):
    """
    The faults of a file, each as a line of text.
    """
    with pytest.raises(ProtocolFault) as caught:
        library.load(file)
    return [str(fault) for fault in caught.value.faults]


def test_a_whole_protocol_is_read(small):
    """
    Each card becomes a value of its own type.
    """
    assert (small.id, small.version, small.for_) == ("small", "2026-1", "Tests.")
    assert small.review_by == date(2027, 11, 1)
    assert len(small.gates) == 7
    assert small.gate["liver-dysfunction"].safety is True
    assert small.gate["not-consented"].safety is False
    assert small.limit["lidocaine-per-session"].and_ == Quantity.of("200 mg")
    assert small.numbers == {"second-dose-after": Quantity.of("5 min")}
    assert small.conflicts[0].says[0] == Said(source="C36", what="Forty minutes.")
    assert small.bar["no-way-from-here"].source == ("house-choice",)


def test_a_gate_holds_what_its_kind_requires(small):
    """
    The keys of the kind stand flat in the card.
    """
    gate = small.gate["wrong-needle"]

    assert gate.requires == Between(
        value="needle-outer-diameter",
        at_least=Quantity.of("0.26 mm"),
        at_most=Quantity.of("0.30 mm"),
    )
    assert gate.override == OverridePolicy(
        by=("physician",), reasons=("no finer needle is there",)
    )


def test_an_override_is_prohibited_where_nothing_is_said(small):
    """
    Written or left out, prohibited is the same.
    """
    assert small.gate["liver-dysfunction"].override is None
    assert small.gate["hold-not-agreed"].override is None


def test_one_may_stand_without_brackets(small):
    """
    A single checkpoint or source is a list of one.
    """
    assert small.gate["liver-dysfunction"].before == ("place-test",)
    assert small.question["weight"].source == ("house-choice",)


def test_words_that_python_keeps_are_keys_all_the_same(small):
    """
    The file says class, for and and.
    """
    assert small.vocabulary.medicines[0].classes == ("antiplatelet",)


def test_every_list_of_a_protocol_has_its_card():
    """
    No field of the types is forgotten by the reader.
    """
    held = {place for _, place in (*CARDS.values(), *VOCABULARY_CARDS.values())}
    lists = {
        each.name
        for each in (*fields(Protocol), *fields(Vocabulary))
        if str(each.type).startswith("tuple") and each.name != "languages"
    }

    assert held == lists


def test_lines_tell_where_cards_stand(reading):
    """
    A card and a key of it have a file and a line.
    """
    assert reading.lines.of("gate", "left-too-early") == "small/2026-1.toml:149"
    assert reading.lines.of("gate", "left-too-early", "since") == "small/2026-1.toml:154"
    assert reading.lines.of("zone", "cheek") == "vocabulary/lists.toml:95"
    assert reading.lines.of("gate", "no-such") == "gate no-such"


def test_all_faults_are_told_at_once(folder, file, changed):
    """
    Faults of shape, of words and of the lists come together, in the order of the page.
    """
    changed('fresh   = "90 d"', 'fresh   = "90"')
    changed("complication = false", "complication = 0")
    changed('since    = "last-exposure"', 'since    = "last-exposur"')
    changed('unit    = "kg"', 'unit    = "kg"\ncolour  = "blue"')
    lists = folder / "vocabulary" / "lists.toml"
    lists.write_text(lists.read_text().replace("uncovered  = true", 'uncovered  = "no"'))

    found = faults(file)

    assert [line.split(" ")[0] for line in found] == [
        "small/2026-1.toml:22:",
        "small/2026-1.toml:32:",
        "small/2026-1.toml:155:",
        "small/2026-1.toml:191:",
        "vocabulary/lists.toml:99:",
    ]
    assert 'Did you mean "last-exposure"?' in found[2]


def test_a_word_of_a_faulty_card_is_still_known(file, changed):
    """
    A gate that asks a question with a fault is not told of a second one.
    """
    changed('asks    = "Result of the last liver function test?"\n', "")

    assert len(faults(file)) == 1


@pytest.mark.parametrize(
    ("old", "wrong"),
    [
        (old, wrong)
        for old, fitting in [
            ('title     = "A small protocol"', "text"),
            ("review_by = 2027-11-01", "day"),
            ('answers = ["normal", "dysfunction"]', "texts"),
            ("complication = false", "switch"),
            ('at_most   = "3 mg/kg"', "quantity"),
            ('before   = "place-test"', "texts"),
        ]
        for wrong, kind in [
            ("1", ""),
            ("1.5", ""),
            ("nan", ""),
            ("1e400", ""),
            ("true", "switch"),
            ('"1"', "text"),
            ("2026-11-22", "day"),
            ("2026-11-22T10:00:00Z", ""),
            ("[1]", ""),
            ("{ a = 1 }", ""),
        ]
        if kind != fitting and not (fitting == "texts" and kind == "text")
    ],
)
def test_nothing_is_taken_for_something_else(file, changed, old, wrong):
    """
    True is not 1, "1" is not 1, and an instant is not a day.
    """
    key = old.split("=")[0]
    changed(old, f"{key}= {wrong}")

    assert any(f'"{key.strip()}": ' in line for line in faults(file))


def test_more_faults_than_a_reader_wants_are_counted(file):
    """
    After fifty of a file, the rest is a number.
    """
    text = file.read_text()
    file.write_text(text + "\n".join(f"x{n} = 1" for n in range(70)))

    assert faults(file)[-1] == "small/2026-1.toml: 20 more faults are not shown."


def test_a_large_file_is_not_read(file):
    """
    A file over the cap is refused unread.
    """
    file.write_bytes(b"#" * (256 * 1024 + 1))

    assert "262,145 bytes, and 262,144 are the most" in faults(file)[0]


def test_a_missing_file_is_told(folder):
    """
    A file that is not there is a fault, not a surprise.
    """
    assert faults(folder / "small" / "2026-9.toml") == [
        "small/2026-9.toml: There is no such file. Look at its name and folder."
    ]


def test_a_file_that_is_not_utf8_is_told(file):
    """
    The line of the first strange byte is named.
    """
    file.write_bytes(b"# one\n# tw\xff\n")

    assert faults(file)[0].startswith("small/2026-1.toml:2: A byte stands here")


def test_only_the_lists_it_uses_are_read(file, changed):
    """
    A list left out is not there, and a name that is no list is a fault.
    """
    changed("review_by = 2027-11-01", 'review_by = 2027-11-01\nuses = ["lists"]')
    assert library.load(file).bars == ()

    changed('uses = ["lists"]', 'uses = ["lists", "lifecicle"]')
    assert 'Did you mean "lifecycle"?' in faults(file)[0]


def test_versions_are_found_oldest_first(folder):
    """
    Files of cases and shared lists are no versions.
    """
    for version in ("2026-10", "2026-2"):
        (folder / "small" / f"{version}.toml").write_text("")

    assert [found[:2] for found in library.find(folder)] == [
        ("small", "2026-1"),
        ("small", "2026-2"),
        ("small", "2026-10"),
    ]


def test_a_shipped_protocol_is_loaded_by_its_id(folder, monkeypatch):
    """
    The latest version is meant where none is named; what is not there is told.
    """
    monkeypatch.setattr("planner.library.shipped.protocols", lambda: folder)

    assert library.load_shipped("small").version == "2026-1"
    assert library.load_shipped("small", "2026-1").id == "small"
    with pytest.raises(InputFault, match='Did you mean "small"'):
        library.load_shipped("smal")
    with pytest.raises(InputFault, match=r"There is: 2026-1\."):
        library.load_shipped("small", "2026-2")


def test_a_file_under_another_name_is_not_loaded_as_shipped(folder, monkeypatch):
    """
    The name of the file and the version it says must be one.
    """
    monkeypatch.setattr("planner.library.shipped.protocols", lambda: folder)
    (folder / "small" / "2026-1.toml").rename(folder / "small" / "2027-1.toml")

    with pytest.raises(ProtocolFault, match='says "small" version "2026-1"'):
        library.load_shipped("small")
