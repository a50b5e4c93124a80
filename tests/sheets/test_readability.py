"""
The measures of reading ease against figures that others published.
"""

from __future__ import annotations

import pytest

from sheets import readability
from sheets.readability import SCALES, Counted, counted, score, sentences, syllables, words


def counts(sentences, words, syllables, letters=1, long_words=1):
    """
    A text that is known by its counts alone.
    """
    return Counted(
        sentences=sentences,
        words=words,
        syllables=syllables,
        letters=letters,
        long_words=long_words,
    )


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        # A debate in the Senate, as the tests of textacy count and score it.
        ("en", counts(19, 424, 648, 2027, 97), 11.147),
        ("it", counts(19, 424, 648, 2027, 97), 54.637),
        ("uk", counts(19, 424, 648, 2027, 97), 45.193),
        # Two short sentences each, as textstat 0.7.13 counts and scores them.
        ("fr", counts(2, 8, 13), 83.34),
        ("es", counts(2, 7, 12), 96.535),
        # By hand: 0.5 × 10 + 8.4 × 2.2 - 15.59.
        ("ru", counts(10, 100, 220), 7.89),
    ],
)
def test_a_formula_gives_the_published_figure(code, text, expected):
    """
    Each formula, fed with known counts, gives the figure that others have for them.
    """
    assert SCALES[code].of(text) == pytest.approx(expected, abs=0.005)


def test_a_sentence_known_by_its_score_has_it():
    """
    The sentence of which it is often told that its reading ease after Flesch is 69.
    """
    text = [
        (
            "This sentence, taken as a reading passage unto itself, is being used to prove "
            "a point."
        )
    ]
    known = counted(text, "en")

    assert (known.words, known.syllables) == (16, 23)
    ease = 206.835 - 1.015 * known.per_sentence - 84.6 * known.per_word
    assert round(ease) == 69


@pytest.mark.parametrize(
    ("code", "spoken"),
    [
        ("en", "the 1 any 2 reaction 3 tongue 1 paracetamol 5 swallow 2 day 1 self-care 2"),
        (
            "fr",
            (
                "appelez 3 école 2 douleur 2 appelle 2 l'eau 1 piqûre 2 tête 1 médecin 3 "
                "anticoagulant 6 nausées 2 bouée 2 créer 2 oublier 3 aérer 3 jusqu'à 2 "
                "langue 1 quatre 1 voyez 2 fille 1 poème 2 appelez-nous 4 rue 1 œil 1 "
                "cœur 1 semaines 2 les 1 août 1"
            ),
        ),
        (
            "es",
            (
                "agua 2 llámenos 3 día 2 oído 3 ahora 3 cuídese 3 farmacia 3 aéreo 4 muy 1 "
                "ciudad 2 hoy 1 ayuda 3 y 1 piel 1 antihistamínico 7 guía 2"
            ),
        ),
        ("ru", "кожа 2 реакция 4 врач 1 ваше 2 ещё 2 идёт 2"),
        ("uk", "шкіра 2 п'ять 1 їжа 2 реакція 4 лікар 2 є 1"),
    ],
)
def test_syllables_are_those_that_are_spoken(code, spoken):
    """
    Words whose syllables everybody can count.
    """
    listed = spoken.split()
    known = dict(zip(listed[::2], map(int, listed[1::2]), strict=True))

    assert {word: syllables(word, code) for word in known} == known


@pytest.mark.parametrize("code", SCALES)
def test_digits_and_abbreviations_are_spoken_one_by_one(code):
    """
    One syllable for each digit, and for each letter of an abbreviation; none is silent.
    """
    assert syllables("112", code) == 3
    assert syllables("SPF", code) == 3
    assert syllables("mm", code) == 1


def test_words_stand_between_spaces():
    """
    A hyphen or an apostrophe parts no word, and a mark alone is none.
    """
    assert words('Don\'t use make-up – "or" 50 creams (yet).') == [
        "Don't",
        "use",
        "make-up",
        "or",
        "50",
        "creams",
        "yet",
    ]


def test_sentences_end_at_marks_and_at_the_end_of_a_block():
    """
    Full stop, colon, semicolon; a number with a point is no end; a blank line is none.
    """
    blocks = ["Rest today. Drink water: 1.5 litres; slowly", "____ 112", "No sport"]

    assert sentences(blocks) == [
        "Rest today.",
        "Drink water:",
        "1.5 litres;",
        "slowly",
        "No sport",
    ]


@pytest.mark.parametrize(
    ("code", "easy", "hard"),
    [
        (
            "en",
            "Call us now. Do not drive.",
            "Notwithstanding contraindications, anticoagulation necessitates care.",
        ),
        (
            "fr",
            "Ne bougez pas. Buvez de l'eau.",
            "Toute administration concomitante d'anticoagulants nécessite surveillance.",
        ),
        (
            "es",
            "No se mueva. Beba agua.",
            "La administración concomitante de anticoagulantes requiere precauciones.",
        ),
        (
            "it",
            "Non si alzi. Beva acqua.",
            "La somministrazione concomitante di anticoagulanti richiede precauzioni.",
        ),
        (
            "ru",
            "Не ждите. Пейте воду. Лягте.",
            "Одновременное применение антикоагулянтов требует предосторожности.",
        ),
        (
            "uk",
            "Не чекайте. Пийте воду. Ляжте.",
            "Одночасне застосування антикоагулянтів потребує обережності.",
        ),
    ],
)
def test_the_measure_tells_easy_from_hard(code, easy, hard):
    """
    On every scale an easy text keeps the goal, and a hard one passes the bound.
    """
    scale = SCALES[code]

    assert scale.keeps(score(sentences([easy]), code), scale.goal)
    assert not scale.keeps(score(sentences([hard]), code), scale.bound)


@pytest.mark.parametrize("code", SCALES)
def test_a_bound_is_kept_at_the_bound(code):
    """
    Just as easy as the bound is kept; the least bit harder is not.
    """
    scale = SCALES[code]
    harder = 0.001 if scale.easier == "below" else -0.001

    assert scale.keeps(scale.bound, scale.bound)
    assert not scale.keeps(scale.bound + harder, scale.bound)
    assert scale.keeps(scale.goal, scale.bound)
    assert readability.score(["Rest."], code) == scale.of(counted(["Rest."], code))
