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
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import polib

REVIEWED = "X-Reviewed-By"
MARK = "[en] "
_KEPT = 64
_WRAP = 100
_PLACE = re.compile(r"\{[^{}\s]+\}")
# Where a language writes a space that must not end or begin a line: French before its
# high marks and within its quotation marks.
_JOINED = {"fr": re.compile(r"(?<=\S) (?=[;:!?»])|(?<=«) ")}


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


@frozen(kw_only=True, eq=False)
class Catalogue:
    """
    What is translated: forms by context and English text, one form where nothing counts.

    `known` are all texts it has a place for, translated or not; `reviewed_by` names who
    reviewed it as a native clinician, empty while nobody has.
    """

    known: frozenset[tuple[str, str]] = frozenset()
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


def _opened(path: Path) -> polib.POFile:
    import polib

    try:
        return polib.pofile(str(path), encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise InputFault(
            "This is no catalogue of translations.",
            where=str(path),
            why=str(fault),
            now="Mend it in an editor for PO files.",
        ) from fault


@lru_cache(maxsize=_KEPT)
def _read(path: Path, _: int) -> Catalogue:
    held = _opened(path)
    forms: dict[tuple[str, str], tuple[str, ...]] = {}
    for each in held:
        said = tuple(each.msgstr_plural[n] for n in sorted(each.msgstr_plural))
        said = tuple(_joined(text, path.stem) for text in said or (each.msgstr,))
        filled = all(said) and not each.fuzzy and not each.obsolete
        # Of several forms, the last is the one that always names its number.
        if filled and places(said[-1]) == places(each.msgid_plural or each.msgid):
            forms[each.msgctxt or "", each.msgid] = said
    return Catalogue(
        known=frozenset((each.msgctxt or "", each.msgid) for each in held),
        forms=forms,
        reviewed_by=held.metadata.get(REVIEWED, "").strip(),
    )


def _joined(text: str, code: str) -> str:
    # Translators write plain spaces; those that hold their mark are set here.
    held = _JOINED.get(code)
    return held.sub("\u00a0", text) if held else text


@frozen(kw_only=True)
class Renewed:
    """
    What a renewed catalogue holds: texts with their translation, texts of which the
    English was changed, those that wait for one; and how many were dropped.
    """

    kept: int
    changed: int
    added: int
    dropped: int


def renew(
    path: Path,
    code: str,
    wanted: Iterable[tuple[str, str]],
    *,
    plural_forms: str = "",
    plurals: Mapping[tuple[str, str], str] | None = None,
    words: Mapping[tuple[str, str], str | Sequence[str]] | None = None,
    start: Path | None = None,
) -> Renewed:
    """
    Write a catalogue for translators: every text that is wanted, in order, with what is
    translated already.

    Where the English words of a place were changed, the old translation stays as a
    doubtful one, with the old English beside it. `plurals` are the English plurals of
    texts that count something, `plural_forms` the rule for their forms; `words` are
    translations to take where there is none yet, `start` the catalogue to begin with
    where it is not the one that is written.

    Raises:
        InputFault: The file is there and is no catalogue, or cannot be written.
    """
    import polib

    begun = start or path
    old = _opened(begun) if begun.is_file() else polib.POFile()
    before = {(each.msgctxt or "", each.msgid): each for each in old if not each.obsolete}
    made = polib.POFile(wrapwidth=_WRAP)
    made.metadata = _heading(code, plural_forms, old.metadata.get(REVIEWED, ""))
    many, given, changed = plurals or {}, words or {}, 0
    for key in dict.fromkeys(wanted):
        entry = polib.POEntry(msgctxt=key[0] or None, msgid=key[1])
        entry.msgid_plural = many.get(key, "")
        known = before.get(key)
        if known is not None and known.msgid_plural == entry.msgid_plural:
            entry = known
        elif (earlier := _reworded(key, before)) is not None:
            entry.msgstr, entry.flags = earlier.msgstr, ["fuzzy"]
            entry.previous_msgid = earlier.previous_msgid or earlier.msgid
            changed += 1
        if not entry.translated() and key in given:
            _take(entry, given[key])
        made.append(entry)
    left = {(each.msgctxt or "", each.msgid) for each in made}
    _written(made, path)
    kept = sum(each.translated() for each in made)
    return Renewed(
        kept=kept,
        changed=changed,
        added=len(made) - kept - changed,
        dropped=sum(key not in left for key in before) - changed,
    )


def _reworded(
    key: tuple[str, str], before: Mapping[tuple[str, str], polib.POEntry]
) -> polib.POEntry | None:
    # A place that holds one text holds its earlier words, too; a shared term does not.
    found = [each for (where, _), each in before.items() if where == key[0]]
    alone = len(found) == 1 and "." in key[0] and found[0].msgid != key[1]
    return found[0] if alone and found[0].msgstr else None


def _take(entry: polib.POEntry, said: str | Sequence[str]) -> None:
    if isinstance(said, str):
        entry.msgstr = said
    else:
        entry.msgstr_plural = dict(enumerate(said))
    entry.flags = []


def _heading(code: str, plural_forms: str, reviewed: str) -> dict[str, str]:
    head = {
        "Project-Id-Version": "mesoplan",
        "Language": code,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if plural_forms:
        head["Plural-Forms"] = plural_forms
    return {**head, REVIEWED: reviewed}


def _written(made: polib.POFile, path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{made}\n", encoding="utf-8", newline="\n")
    except OSError as fault:
        raise InputFault(
            f"The catalogue cannot be written ({type(fault).__name__}).",
            where=str(path),
            now="Look at who may write there.",
        ) from fault
