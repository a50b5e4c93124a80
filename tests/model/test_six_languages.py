"""
Medicines and substances are recognised in each of the six languages.

The two lists beside this file have one line for each medicine or substance of a card,
with its name in each language, for a reader who speaks one of them.
"""

from __future__ import annotations

import csv
import unicodedata
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from given import the_protocol
from planner.model.vocabulary import plain

LANGUAGES = ("en", "fr", "es", "it", "ru", "uk")
NAMED = {"medicine": "medicines", "substance": "substances"}

# Sold under one name, one thing here and another there.
MEANS_TWO_THINGS = (
    "Actron",
    "Buscopan Compositum",
    "Dolmen",
    "Flector",
    "Flomax",
    "Norpramin",
    "Rhinathiol",
    "Serenase",
    "Vivace",
)


def lines(kind):
    """
    The lines of one of the two lists.
    """
    name = f"{NAMED[kind]}_in_six_languages.csv"
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines(), strict=True))


LINES = {kind: lines(kind) for kind in NAMED}


def cards(kind):
    """
    The cards of the shipped vocabulary.
    """
    return getattr(the_protocol().vocabulary, NAMED[kind])


@cache
def on_file(kind):
    """
    Every name a card is recognised by, as it is compared.
    """
    return frozenset(plain(name) for card in cards(kind) for name in (card.id, *card.names))


def recognised(kind, name):
    """
    The id of the card a name is recognised as, or nothing.
    """
    card = getattr(the_protocol().vocabulary, f"{kind}_named")(name)
    return None if card is None else card.id


def rows():
    """
    One row for each kind, card and language, with every name in that language.
    """
    for kind in NAMED:
        names = defaultdict(list)
        for line in LINES[kind]:
            for language in LANGUAGES:
                names[line["card"], language].append(line[language])
        for (card, language), each in names.items():
            yield pytest.param(kind, card, each, id=f"{kind}-{card}-{language}")


@pytest.mark.rule(18)
@pytest.mark.parametrize(("kind", "card", "names"), list(rows()))
def test_each_is_recognised_by_its_name_in_each_language(kind, card, names):
    """
    One row for each medicine or substance and language.
    """
    assert [(name, card) for name in names] == [
        (name, recognised(kind, name)) for name in names
    ]


@pytest.mark.parametrize("kind", NAMED)
def test_the_list_beside_the_test_has_every_card(kind):
    """
    A card without a line would be a medicine nobody has named in six languages.
    """
    assert {card.id for card in cards(kind)} == {line["card"] for line in LINES[kind]}


@pytest.mark.parametrize("kind", NAMED)
def test_the_list_beside_the_test_has_a_name_in_every_language(kind):
    """
    Six names on every line, and no line twice.
    """
    for line in LINES[kind]:
        assert {"card", *LANGUAGES} == set(line), line
        assert all(line.values()), line
    english = [(line["card"], line["en"]) for line in LINES[kind]]
    assert len(set(english)) == len(english)


@pytest.mark.rule(18)
@pytest.mark.parametrize("kind", NAMED)
def test_no_name_stands_in_two_cards(kind):
    """
    As names are compared: a second card would take the place of the first in silence.
    """
    stands = defaultdict(set)
    for card in cards(kind):
        own = (card.id,) if kind == "substance" else ()
        for name in (*own, *card.names):
            stands[plain(name)].add(card.id)

    assert {} == {name: ids for name, ids in stands.items() if len(ids) > 1}


@pytest.mark.parametrize("kind", NAMED)
def test_no_word_is_written_in_two_scripts(kind):
    """
    A Latin letter in a Cyrillic word looks right and is never recognised.
    """
    mixed = {
        (card.id, name)
        for card in cards(kind)
        for name in card.names
        for word in name.replace("-", " ").split()
        if len({unicodedata.name(char).split()[0] for char in word if char.isalpha()}) > 1
    }

    assert set() == mixed


def bare(name):
    """
    A name without its accents, as a patient types it.
    """
    apart = unicodedata.normalize("NFD", name)
    return "".join(char for char in apart if not unicodedata.combining(char))


def apart(name):
    """
    A name with its accents as characters of their own, as some keyboards write it.
    """
    return unicodedata.normalize("NFD", name)


@st.composite
def written(draw):
    """
    A name of one of the lists, and one of the ways in which it may be written.
    """
    kind = draw(st.sampled_from(sorted(NAMED)))
    line = draw(st.sampled_from(LINES[kind]))
    name = line[draw(st.sampled_from(LANGUAGES))]
    case = draw(st.sampled_from((str, str.lower, str.upper, str.title, str.swapcase)))
    accents = draw(st.sampled_from((str, bare, apart)))
    name = name.replace("œ", draw(st.sampled_from(("œ", "oe"))))
    name = accents(case(name)).replace("'", draw(st.sampled_from("'’ʼ")))
    for sign in (" ", "-"):
        others = st.sampled_from((sign, " ", "-", "  ", "‑", " - "))
        name = name.replace(sign, draw(others))
    strength = draw(st.sampled_from(("", " 5", " 75 mg", " 2,5 мг", " 0.5 %")))
    return kind, line["card"], f" {name}{strength}"


@pytest.mark.rule(18)
@given(one=written())
def test_case_accents_and_hyphens_change_nothing(one):
    """
    However it is typed, and with its strength behind it, a name is the same name.
    """
    kind, card, name = one

    assert card == recognised(kind, name), name


LETTERS = "abcdefghijklmnopqrstuvwxyzéèïñабвгдежзийклмнопрстуфхцчшщыьэюяєії"


@pytest.mark.rule(18)
@given(
    kind=st.sampled_from(sorted(NAMED)),
    line=st.integers(min_value=0),
    language=st.sampled_from(LANGUAGES),
    before=st.text(LETTERS, max_size=3),
    behind=st.text(LETTERS, max_size=3),
)
def test_a_known_name_in_a_longer_word_is_unknown(kind, line, language, before, behind):
    """
    Nothing is recognised by a part of a word, in no language.
    """
    known = LINES[kind]
    own = known[line % len(known)][language]
    # What starts with a number may be a strength: "polysorbate 80x" is polysorbate.
    assume(not any(char.isdigit() for char in own))
    name = before + own + behind
    assume(plain(name) not in on_file(kind))

    assert recognised(kind, name) is None


@pytest.mark.rule(18)
@given(
    kind=st.sampled_from(sorted(NAMED)),
    words=st.lists(st.text(LETTERS, min_size=1, max_size=9), min_size=1, max_size=4),
)
def test_an_unknown_name_stays_unknown(kind, words):
    """
    It goes to the physician, and is never taken for something that looks like it.
    """
    name = " ".join(words)
    assume(plain(name) not in on_file(kind))

    assert recognised(kind, name) is None


@pytest.mark.rule(18)
@pytest.mark.parametrize("name", MEANS_TWO_THINGS)
def test_a_brand_that_means_two_things_is_unknown(name):
    """
    Named in the notes of the protocol; the physician asks what is in it.
    """
    assert recognised("medicine", name) is None
