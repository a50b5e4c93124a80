"""
A medicine is recognised by its whole name, in any script, with or without its strength.
"""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from given import the_protocol
from planner.model.vocabulary import KnownMedicine, Vocabulary, plain


def medicine(name):
    """
    The id of the medicine a name is recognised as, or nothing.
    """
    card = the_protocol().vocabulary.medicine_named(name)
    return None if card is None else card.id


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("aspirin", "aspirin"),
        ("ASPIRIN", "aspirin"),
        ("  aspirin  ", "aspirin"),
        ("Aspirin 100", "aspirin"),
        ("Aspirin 100 mg", "aspirin"),
        ("Aspirin 75mg daily", "aspirin"),
        ("Кардиомагнил", "aspirin"),
        ("Кардиомагнил 75", "aspirin"),
        ("КАРДИОМАГНИЛ 75 мг", "aspirin"),
        ("Кардіомагніл", "aspirin"),
        ("acide acetylsalicylique", "aspirin"),
        ("acide acétylsalicylique", "aspirin"),
        ("Nu Seals", "aspirin"),
        ("Nu-Seals", "aspirin"),
        ("Nu\u2011Seals", "aspirin"),
        ("Nu\u2013Seals", "aspirin"),
        ("ÁCIDO ACETILSALICÍLICO 100 mg", "aspirin"),
        ("аспірин кардіо", "aspirin"),
        ("риб'ячий жир", "fish-oil"),
        ("риб\u2019ячий жир", "fish-oil"),
        ("риб\u02bcячий жир", "fish-oil"),
        ("St John\u2019s wort", "st-johns-wort"),
        ("warfarin", "warfarin"),
        ("Варфарин", "warfarin"),
    ],
)
@pytest.mark.rule(18)
def test_a_medicine_is_recognised_by_any_of_its_names(name, known):
    """
    Latin or Cyrillic, with or without accents, hyphens and strength.
    """
    assert known == medicine(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "100",
        "aspir",
        "spirin",
        "my aspirin",
        "aspirinlike",
        "not aspirin",
        "Кардио",
        "магнил",
        "aspirin free tablets",
        "100 aspirin",
    ],
)
@pytest.mark.rule(18)
def test_a_part_of_a_name_is_another_name(name):
    """
    Nothing is recognised by a part of its name: unrecognised is unknown, not harmless.
    """
    assert medicine(name) is None


def test_every_name_on_file_is_recognised_as_its_own():
    """
    No name belongs to two medicines, and a strength behind it changes nothing.
    """
    for card in the_protocol().vocabulary.medicines:
        for name in card.names:
            assert card.id == medicine(name), name
            assert card.id == medicine(f"{name} 75 mg"), name


def test_every_substance_is_recognised_by_id_and_name():
    """
    The same holds for substances.
    """
    vocabulary = the_protocol().vocabulary
    for card in vocabulary.substances:
        for name in (card.id, *card.names):
            assert card.id == vocabulary.substance_named(name).id, name


@given(name=st.text(max_size=40))
@example(name="\u2121")  # A sign that comes apart into capitals.
@example(name="\u0149")  # And one that comes apart into an apostrophe.
@settings(max_examples=200)
def test_comparing_a_name_twice_changes_nothing(name):
    """
    A compared name is its own comparison.
    """
    once = plain(name)

    assert once == plain(once)
    assert once == once.strip()


@pytest.mark.parametrize("name", ["œuf", "oeuf", "ŒUF", "OEUF"])
def test_two_letters_written_as_one_are_two(name):
    """
    A French keyboard without the sign writes it with two letters.
    """
    known = the_protocol().vocabulary.substance_named(name)

    assert known is not None
    assert "egg" == known.id


@pytest.mark.rule(24)
@pytest.mark.parametrize(
    "name",
    [
        "adrenaline",
        "Adrenaline 1 mg/mL",
        "epinephrine",
        "адреналин",
        "Эпинефрин",
        "adrenalina",
        "Epinefrina",
    ],
)
def test_adrenaline_is_recognised_by_any_name(name):
    """
    Whatever it is called, adrenaline is adrenaline.
    """
    known = the_protocol().vocabulary.substance_named(name)

    assert known is not None
    assert "adrenaline" == known.id


def test_every_name_finds_its_card_whatever_it_begins_with():
    """
    Only names that begin alike are taken apart; a sign that is left out begins none.
    """
    first = KnownMedicine(id="a", names=("Aspirin", "-Éther", "´Oil"), classes=())
    second = KnownMedicine(id="b", names=("éthanol", "Œstrone", "aspirin plus"), classes=())
    known = Vocabulary(medicines=(first, second))

    for card in (first, second):
        for name in card.names:
            assert known.medicine_named(name) is card
            assert known.medicine_named(f"{name.upper()} 100") is card
    assert known.medicine_named("ether") is first
    assert known.medicine_named("oestrone") is second
    assert known.medicine_named("") is None
    assert known.medicine_named("100") is None
