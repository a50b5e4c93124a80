"""
How hard a text is to read, by published formulas, each on the scale of its own language.

A score is a screen and no proof: it sees the length of words and sentences, and nothing
else. Words are counted as Flesch (1948) says: what stands between two spaces is a word,
with its hyphens and apostrophes; a sentence ends at a full stop, a question or exclamation
mark, a colon or a semicolon, and at the end of its paragraph or item of a list.

English: the grade of Kincaid, Fishburne, Rogers and Chissom, "Derivation of new
readability formulas for Navy enlisted personnel", Naval Technical Training Command,
Research Branch Report 8-75, 1975. It counts years at school.

French: the reading ease of Kandel and Moles, "Application de l'indice de Flesch à la
langue française", Cahiers d'études de radio-télévision 19, 1958, 253-274. From 80 on is
"easy" and from 70 on "fairly easy" in Flesch's table, his grades 6 and 7.

Spanish: the perspicuity of Szigriszt Pazos, "Sistemas predictivos de legibilidad del
mensaje escrito", Universidad Complutense de Madrid, 1993, on the scale INFLESZ of
Barrio-Cantalejo and others, Anales del Sistema Sanitario de Navarra 31 (2), 2008, 135-152:
over 80 "very easy", 65 to 80 "quite easy", 55 to 65 "normal".

Italian: the index Gulpease of Lucisano and Piemontese, "Gulpease: una formula per la
predizione della difficoltà dei testi in lingua italiana", Scuola e Città 3, 1988, 110-124.
Below 80 is hard after five years at school, below 60 after eight; 73 lies between them
where six years do.

Russian: the grade of Flesch and Kincaid as Oborneva set it for Russian, "Автоматизированная
оценка сложности учебных текстов на основе статистических параметров", Moscow, 2006.

Ukrainian: LIX of Björnsson, "Läsbarhet", Stockholm, 1968; up to 40 "easy", up to 50
"medium". It was never set for Ukrainian, whose words are longer than Swedish ones: it
tells two versions of one text apart, and no more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import syllapy
from attrs import frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LONG = 6
_END = re.compile(r"(?<=[.!?:;…])\s+")
# A strong vowel, or weak ones that stand beside no strong one.
_SOUTHERN = re.compile(
    r"[aeoáéíóúàèìòù]|(?<![aeoáéíóúàèìòùiuüy])[iuüy]+(?![aeoáéíóúàèìòùiuüy])"
)
_SOUTHERN_Y = re.compile(r"y(?=[aeiouáéíóú])")
_CYRILLIC = re.compile(r"[аеёиоуыэюяєії]")
_SILENT_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eiéèê])")
_Y_BETWEEN = re.compile(r"(?<=[aeiouéèê])y(?=[aeiouéèê])")
_MUTE_E = re.compile(r"[^aeiouyàâéèêëîïôöûùü]es?$")
_HIATUS = re.compile(
    r"(?<=[éëï])(?=[aouiâô]|e(?!s?$))|(?<=[aou])(?=[éèëï])|(?<=o)(?=a)|(?<=a)(?=o[^uû])"
    r"|(?<=[bcdfgptv][lr]i)(?=[aeoéè])"
)
_FRENCH = re.compile(r"[aeiouyàâéèêëîïôöûùü]+")


@frozen(kw_only=True)
class Counted:
    """
    What the formulas count in a text.
    """

    sentences: int
    words: int
    syllables: int
    letters: int
    long_words: int

    @property
    def per_sentence(self) -> float:
        """
        Words in a sentence.
        """
        return self.words / self.sentences

    @property
    def per_word(self) -> float:
        """
        Syllables in a word.
        """
        return self.syllables / self.words


@frozen(kw_only=True)
class Scale:
    """
    How one language is measured: `goal` is what the sheet to take home comes to, `bound`
    what no sheet of a patient may pass; both still count as kept.
    """

    name: str
    of: Callable[[Counted], float]
    goal: float
    bound: float
    easier: str

    def keeps(self, score: float, bound: float) -> bool:
        """
        Whether a score is as easy as a bound, or easier.
        """
        return score <= bound if self.easier == "below" else score >= bound


SCALES = {
    "en": Scale(
        name="Flesch-Kincaid grade",
        of=lambda n: 0.39 * n.per_sentence + 11.8 * n.per_word - 15.59,
        goal=6,
        bound=8,
        easier="below",
    ),
    "fr": Scale(
        name="Kandel-Moles reading ease",
        of=lambda n: 207 - 1.015 * n.per_sentence - 73.6 * n.per_word,
        goal=80,
        bound=70,
        easier="above",
    ),
    "es": Scale(
        name="Szigriszt-Pazos on INFLESZ",
        of=lambda n: 206.835 - n.per_sentence - 62.3 * n.per_word,
        goal=80,
        bound=65,
        easier="above",
    ),
    "it": Scale(
        name="Gulpease",
        of=lambda n: 89 + (300 * n.sentences - 10 * n.letters) / n.words,
        goal=73,
        bound=60,
        easier="above",
    ),
    "ru": Scale(
        name="Flesch-Kincaid grade after Oborneva",
        of=lambda n: 0.5 * n.per_sentence + 8.4 * n.per_word - 15.59,
        goal=6,
        bound=8,
        easier="below",
    ),
    "uk": Scale(
        name="LIX, indicative",
        of=lambda n: n.per_sentence + 100 * n.long_words / n.words,
        goal=40,
        bound=50,
        easier="below",
    ),
}


def sentences(blocks: Iterable[str]) -> list[str]:
    """
    The sentences of paragraphs and items of lists; what has no letter is none.
    """
    parts = (part for block in blocks for part in _END.split(block))
    return [part for part in parts if any(map(str.isalpha, part))]


def words(sentence: str) -> list[str]:
    """
    What stands between spaces and has a letter or a digit, without the marks around it.
    """
    found = (re.sub(r"^\W+|\W+$", "", each) for each in sentence.split())
    return [each for each in found if any(map(str.isalnum, each))]


def syllables(word: str, code: str) -> int:
    """
    How many syllables a word is spoken in: one at least, one for each digit, and one for
    each letter of an abbreviation.

    English words are looked up. Elsewhere vowels are counted: each one in Russian and
    Ukrainian; in Spanish and Italian each strong vowel, and weak ones that stand alone; in
    French groups of vowels, less a mute e at the end. The mute ending of a French verb
    (-ent) is counted: where the rule errs, a text seems harder than it is.
    """
    bare = re.sub(r"[\W_]", "", word)
    if len(bare) > 1 and bare.isupper():
        return len(bare)
    digits = sum(map(str.isdigit, word))
    letters = re.sub(r"\d", "", word).lower()
    if not any(map(str.isalpha, letters)):
        return max(1, digits)
    return digits + max(1, _spoken(letters, code))


def _spoken(word: str, code: str) -> int:
    if code == "en":
        return syllapy.count(word.replace("’", "'"))
    if code in {"ru", "uk"}:
        return len(_CYRILLIC.findall(word))
    if code == "fr":
        return sum(map(_french, word.split("-")))
    return len(_SOUTHERN.findall(_SOUTHERN_Y.sub("-", word)))


def _french(word: str) -> int:
    word = _Y_BETWEEN.sub("-", _SILENT_U.sub("", word.replace("œ", "e")))
    groups = len(_FRENCH.findall(word))
    mute = groups > 1 and _MUTE_E.search(word) is not None
    return groups - mute + len(_HIATUS.findall(word))


def counted(text: list[str], code: str) -> Counted:
    """
    Count sentences of a language.
    """
    held = [word for sentence in text for word in words(sentence)]
    lengths = [sum(map(str.isalnum, word)) for word in held]
    return Counted(
        sentences=len(text),
        words=len(held),
        syllables=sum(syllables(word, code) for word in held),
        letters=sum(lengths),
        long_words=sum(length > LONG for length in lengths),
    )


def score(text: list[str], code: str) -> float:
    """
    How hard sentences are to read, on the scale of their language.
    """
    return SCALES[code].of(counted(text, code))
