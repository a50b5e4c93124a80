"""
Catalogues of translations, in the format translators use (PO), as they are read.

A text is found by its context and its English words, so that an English text that was
changed has no translation until somebody looks at it again. What a translator marked as
doubtful, or what fills other places than the English text, counts as not translated.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Self

from attrs import field, frozen

from planner.errors import InputFault

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

REVIEWED = "X-Reviewed-By"
MARK = "[en] "
_KEPT = 64
_PLACE = re.compile(r"\{[^{}\s]+\}")


class Translated(str):
    """
    A text in another language that still knows its English words.
    """

    __slots__ = ("english",)

    english: str

    def __new__(cls, text: str, english: str) -> Self:
        """
        Keep the English words beside a text.
        """
        made = super().__new__(cls, text)
        made.english = english
        return made


class Untranslated(Translated):
    """
    An English text for which the language that is spoken has none: it says so itself.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """
        Put the mark before a text; a text that has it keeps the one.
        """
        words = text.removeprefix(MARK)
        return super().__new__(cls, MARK + words, words)

    def __html__(self) -> str:
        """
        The text for a page, with its language.
        """
        from markupsafe import escape

        return f'<span lang="en">{escape(str(self))}</span>'


@frozen(kw_only=True)
class Catalogue:
    """
    What is translated: forms by context and English text, one form where nothing counts.

    `reviewed_by` names who reviewed it as a native clinician; empty while nobody has.
    """

    forms: Mapping[tuple[str, str], tuple[str, ...]] = field(factory=dict)
    reviewed_by: str = ""

    def text(self, context: str, english: str) -> str | None:
        """
        A text in the other language, or None.
        """
        found = self.forms.get((context, english))
        return found[0] if found else None


@frozen(kw_only=True)
class Wording:
    """
    What a protocol says in one language: its texts by where they stand and their English.

    `digest` is of the language alone; `missing` counts the texts it does not have;
    `reviewed_by` names the native clinician who reviewed all of it, if anybody has.
    """

    terms: Mapping[tuple[str, str], str] = field(factory=dict)
    digest: str = ""
    missing: int = 0
    reviewed_by: str = ""


def english(text: str) -> str:
    """
    The English words of a text in any language.
    """
    return text.english if isinstance(text, Translated) else text


def places(text: str) -> list[str]:
    """
    The places of a text that are filled in later, in their order of the alphabet.
    """
    return sorted(_PLACE.findall(text))


def read(path: Path) -> Catalogue:
    """
    The catalogue in a file; an empty one where there is no such file.

    Raises:
        InputFault: The file is there and is no catalogue.
    """
    if not path.is_file():
        return Catalogue()
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=_KEPT)
def _read(path: Path, _: int) -> Catalogue:
    import polib

    try:
        held = polib.pofile(str(path), encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputFault(
            "This is no catalogue of translations.",
            where=str(path),
            why=str(fault),
            now="Mend it in an editor for PO files.",
        ) from fault
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    for each in held:
        said = tuple(each.msgstr_plural[n] for n in sorted(each.msgstr_plural))
        said = said or (each.msgstr,)
        filled = all(said) and not each.fuzzy and not each.obsolete
        wanted = places(each.msgid_plural or each.msgid)
        if filled and all(places(form) == wanted for form in said[-1:]):
            forms[each.msgctxt or "", each.msgid] = said
    return Catalogue(forms=forms, reviewed_by=held.metadata.get(REVIEWED, "").strip())
