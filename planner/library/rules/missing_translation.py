"""
A translation lacks texts of the protocol, or holds some that the protocol no longer has.

What it finds:
    For each language that is declared in `languages`, or that has a file of its name
    ending in .po beside the protocol: how many texts are not translated, how many
    translations name other numbers than the English, and how many are of English words
    that stand nowhere any more.

Why:
    A patient who is promised a leaflet in her language would get lines of it in English;
    and a translation of words that were changed says what no longer holds.

What now:
    Renew the file with `mesoplan protocol words ID --language ru`, translate what is new
    in it, and look again at what is marked as doubtful.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.catalogues import read
from planner.library.finding import Finding
from planner.library.text import shown
from planner.library.texts import texts_of
from planner.library.translating import SHARED, chain, is_shared, translated
from planner.resources import protocols

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "missing-translation"

_WRITTEN_IN = "en"


def check(protocol: Protocol, lines: Lines, *, at: Path | None = None) -> Iterator[Finding]:
    """
    Compare the texts of a protocol with its translations. `at` is the folder it stands
    in; without it only what is declared can be judged.
    """
    beside = {each.stem for each in at.glob("*.po")} if at is not None else set()
    for language in sorted({*protocol.languages, *beside} - {_WRITTEN_IN}):
        if language not in beside:
            yield Finding(
                rule=ID,
                where=lines.of("protocol"),
                what=f"The language {shown(language)} is declared, and no translation "
                "stands beside the protocol.",
                now=f"Add {language}.po, or take the language out.",
            )
        elif at is not None:
            yield from _compared(protocol, language, at)


def _compared(protocol: Protocol, language: str, at: Path) -> Iterator[Finding]:
    texts = dict.fromkeys(texts_of(protocol))
    held = translated(protocol, language, at=at)
    catalogues = [read(path) for path in chain(protocol, language, at=at)]
    there = [
        key
        for key in held.missing
        if any(each.text(*key) is not None for each in catalogues)
    ]
    gone = [key for key in held.missing if key not in set(there)]
    where = f"{at.name}/{language}.po"
    now = f"Renew it: mesoplan protocol words {protocol.id} --language {language}"
    if gone:
        what = f"Texts that are not translated: {len(gone)} of {len(texts)}"
        yield Finding(
            rule=ID, where=where, what=f"{what}; the first: {gone[0][0]}.", now=now
        )
    if there:
        wrong = f"Translations that name other numbers than the English: {len(there)}"
        yield Finding(
            rule=ID,
            where=where,
            what=f"{wrong}; the first: {there[0][0]}.",
            now="Write the same numbers; only the decimal sign may differ.",
        )
    stale = [key for key in _own(at, language) if key not in texts]
    if stale:
        what = f"Translations of English words that are no longer there: {len(stale)}"
        yield Finding(
            rule=ID, where=where, what=f"{what}; the first: {stale[0][0]}.", now=now
        )


def _own(at: Path, language: str) -> Iterator[tuple[str, str]]:
    yield from read(at / f"{language}.po").forms
    # The shipped lists are the same for every shipped protocol.
    if at.resolve().parent == protocols().resolve():
        shared = read(protocols() / SHARED / f"{language}.po")
        yield from (key for key in shared.forms if is_shared(key[0]))
