"""
The language of a sheet: `t`, `tn` and `tc` say the program's own words in it.

English is spoken when nothing is said. Values are put in after a text was translated and
are never read as a pattern. A text the language does not have is said in English and
marked as such; the sheet counts these.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import field, frozen

from planner.catalogues import Catalogue, Untranslated, Wording, read
from planner.errors import InputFault, nearest
from planner.resources import templates

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from decimal import Decimal

    from markupsafe import Markup

ENGLISH = "en"
_PLACE = re.compile(r"\{(\w+)\}")
_KEPT = 4096
_TEN, _HUNDRED = 10, 100
_FEW = range(2, 5)
_TEENS = range(11, 15)


def _one(n: int) -> int:
    return 0 if n == 1 else 1


def _none_or_one(n: int) -> int:
    return 0 if n in {0, 1} else 1


def _by_last_digit(n: int) -> int:
    last, teens = n % _TEN, n % _HUNDRED in _TEENS
    if last == 1 and not teens:
        return 0
    return 1 if last in _FEW and not teens else 2


# Code -> its own name, and which of its forms a number takes.
_KNOWN: dict[str, tuple[str, Callable[[int], int]]] = {
    ENGLISH: ("English", _one),
    "fr": ("français", _none_or_one),
    "es": ("español", _one),
    "it": ("italiano", _one),
    "ru": ("русский", _by_last_digit),
    "uk": ("українська", _by_last_digit),
}
CODES = tuple(_KNOWN)


@frozen(kw_only=True)
class Language:
    """
    One language a sheet can be printed in.

    `reviewed_by` names the native clinician who reviewed the program's words in it; empty
    while nobody has. English is what the program is written in.
    """

    code: str
    name: str
    reviewed_by: str


@frozen(kw_only=True, eq=False)
class _Spoken:
    # One language as it is spoken: its words, and those that were missed so far.
    language: Language
    catalogue: Catalogue
    form: Callable[[int], int]
    wording: Wording
    missed: set[tuple[str, str]] = field(factory=set)

    def say(self, context: str, one: str, many: str = "", n: int = 1) -> str:
        if self.language.code == ENGLISH:
            return many if many and n != 1 else one
        forms = self.catalogue.forms.get((context, one))
        place = self.form(abs(n)) if many else 0
        if forms is None or place >= len(forms):
            self.missed.add((context, one))
            return Untranslated(many if many and n != 1 else one)
        return forms[place]


def language(code: str) -> Language:
    """
    A language by its code.

    Raises:
        InputFault: No sheet speaks it.
    """
    if code not in _KNOWN:
        raise InputFault(
            f'No sheet is printed in the language "{code}".' + nearest(code, CODES),
            now="Languages: " + ", ".join(CODES) + ".",
        )
    reviewed = _words(code).reviewed_by if code != ENGLISH else ""
    return Language(code=code, name=_KNOWN[code][0], reviewed_by=reviewed)


def _words(code: str) -> Catalogue:
    return read(templates() / "languages" / f"{code}.po")


def _spoken(code: str, wording: Wording) -> _Spoken:
    known = language(code)
    catalogue = _words(code) if code != ENGLISH else Catalogue()
    form = _KNOWN[code][1]
    return _Spoken(language=known, catalogue=catalogue, form=form, wording=wording)


_ENGLISH = _spoken(ENGLISH, Wording())
_NOW: ContextVar[_Spoken] = ContextVar("spoken", default=_ENGLISH)
_current = _NOW.get


@contextmanager
def speaking(code: str, wording: Wording | None = None) -> Iterator[Language]:
    """
    Speak a language until the block ends; what it missed counts outside, too.

    `wording` is what the protocol at hand says in that language.

    Raises:
        InputFault: No sheet speaks it.
    """
    before, now = _NOW.get(), _spoken(code, wording or Wording())
    kept = _NOW.set(now)
    try:
        yield now.language
    finally:
        _NOW.reset(kept)
        if before is not _ENGLISH:
            before.missed.update(now.missed)


def spoken() -> Language:
    """
    The language that is spoken now.
    """
    return _current().language


def wording() -> Wording:
    """
    What the protocol at hand says in the language that is spoken.
    """
    return _current().wording


def missed() -> int:
    """
    How many of the program's texts this language did not have since it is spoken.
    """
    return len(_current().missed)


def term(where: str, english: str) -> str:
    """
    A text of the protocol in the language that is spoken, by where it stands: "answer",
    "gate.under-age.now". What the protocol does not say was typed, and stays as it is.
    """
    return _current().wording.terms.get((where, english), english)


def t(text: str, /, **values: object) -> str:
    """
    A text in the language that is spoken, with its values put in.
    """
    return _filled(_current().say("", text), values)


def tn(one: str, many: str, n: int, /, **values: object) -> str:
    """
    A text in the form that a number takes; `{n}` is the number.
    """
    return _filled(_current().say("", one, many, n), {"n": n, **values})


def tc(context: str, text: str, /, **values: object) -> str:
    """
    A text that other languages say in more than one way, told apart by its context.
    """
    return _filled(_current().say(context, text), values)


def _filled(text: str, values: Mapping[str, object]) -> str:
    if not values:
        return text
    said = _PLACE.sub(lambda found: str(values[found[1]]), text)
    return Untranslated(said) if isinstance(text, Untranslated) else said


def later(text: str) -> str:
    """
    Mark a text of a table that is said by `t` later: translators find it by this.
    """
    return text


def t_html(text: str, /, **values: object) -> Markup:
    """
    As `t`, for a template: words and values are escaped, a value of markup stays.
    """
    return _markup(_current().say("", text), values)


def tn_html(one: str, many: str, n: int, /, **values: object) -> Markup:
    """
    As `tn`, for a template.
    """
    return _markup(_current().say("", one, many, n), {"n": n, **values})


def tc_html(context: str, text: str, /, **values: object) -> Markup:
    """
    As `tc`, for a template.
    """
    return _markup(_current().say(context, text), values)


@lru_cache(maxsize=_KEPT)
def _escaped(text: str, _: bool) -> Markup:
    from markupsafe import escape

    return escape(text)


def _markup(text: str, values: Mapping[str, object]) -> Markup:
    # The same English, marked or not, is two texts on a page.
    words = _escaped(text, isinstance(text, Untranslated))
    if not values:
        return words
    from markupsafe import Markup, escape

    filled = _PLACE.sub(lambda found: escape(values[found[1]]), words)
    return Markup(filled)  # noqa: S704 (words and values are escaped above)


def form_of(amount: Decimal) -> str:
    """
    The form a number takes before a unit that is a word: one, few, many, or other, which
    is what parts of one take.
    """
    whole = amount == amount.to_integral_value()
    code = _current().language.code
    if not whole:
        part_of_one = code == "fr" and abs(amount) < _FEW.start
        return "one" if part_of_one else "other"
    place = _KNOWN[code][1](abs(int(amount)))
    if _KNOWN[code][1] is _by_last_digit:
        return ("one", "few", "many")[place]
    return ("one", "many")[place]
