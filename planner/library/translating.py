"""
A protocol in another language: its own words, those of what it extends, and the shared.

What a protocol says itself is translated beside it (`protocols/ID/ru.po`), the shared
lists and cards beside those (`protocols/vocabulary/ru.po`). A text found by its place and
its English words is put in; for any other the English stands, marked. What gates compare
(answers, reasons, a dressing) stays English in the protocol, and is said by
`Wording.terms` where it is shown. No translation changes what a protocol decides.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, Any

from attrs import evolve, frozen

from planner.catalogues import Catalogue, Translated, Untranslated, Wording, read
from planner.errors import InputFault
from planner.library.shapes import CARDS, VOCABULARY_CARDS, id_of
from planner.library.texts import TEXTS, texts_of
from planner.resources import protocols

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from planner.library.shapes import Card
    from planner.model.protocol import Protocol
    from planner.model.vocabulary import Vocabulary

SHARED = "vocabulary"
_WRITTEN_IN = "en"
_KEPT = 16
_MOST_DEEP = 8
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# Conditions compare it with a word: it is said where it is shown.
_COMPARED = frozenset({("zone", "dressing")})
_SHARED_NAMES = frozenset({*VOCABULARY_CARDS, "bar"})
_TITLED = frozenset({"kit_item", "training", "effect", "sign"})


@frozen(kw_only=True, eq=False)
class Translation:
    """
    A protocol with its texts in another language, and what sheets need to say its terms.

    `missing` are the places and English words of every text that is not translated.
    """

    protocol: Protocol
    wording: Wording
    missing: tuple[tuple[str, str], ...]


def translated(
    protocol: Protocol, code: str, *, own: Path | None = None, at: Path | None = None
) -> Translation:
    """
    A protocol in a language. `own` is the clinic's own shelf, `at` the folder the
    protocol stands in, where that is known.

    Raises:
        InputFault: A catalogue cannot be read.
    """
    held = tuple(read(path) for path in chain(protocol, code, own=own, at=at))
    return _translated(protocol, code, held)


def chain(
    protocol: Protocol, code: str, *, own: Path | None = None, at: Path | None = None
) -> list[Path]:
    """
    The catalogues in which the words of a protocol are looked up, its own first.
    """
    # The shelf reads protocols, whose rules ask for translations.
    from planner.library.shipped import find

    # In full: one folder by two names would stand beneath itself.
    folders = [at.resolve()] if at is not None else []
    try:
        shelved = {(id_, version): path for id_, version, path in find(own=own)}
    except InputFault:
        # The clinic's own shelf is not there: what is shipped can still be said.
        shelved = {(id_, version): path for id_, version, path in find(protocols())}
    name = f"{protocol.id} {protocol.version}"
    beneath = protocol.extends
    for _ in range(_MOST_DEEP):
        id_, _, version = name.partition(" ")
        path = shelved.get((id_, version))
        if path is not None:
            folders.append(path.parent.resolve())
        if not beneath:
            break
        name, beneath = beneath, _extended(shelved.get(_named(beneath)))
    shelves = dict.fromkeys(folder.parent for folder in folders)
    folders += [shelf / SHARED for shelf in (*shelves, protocols().resolve())]
    return [folder / f"{code}.po" for folder in dict.fromkeys(folders)]


def _named(name: str) -> tuple[str, str]:
    id_, _, version = name.partition(" ")
    return id_, version


def _extended(path: Path | None) -> str:
    return "" if path is None else _head_of(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=_KEPT)
def _head_of(path: Path, _: int) -> str:
    # What a version extends, as its file says; a file with faults extends nothing here.
    import tomli

    try:
        head = tomli.loads(path.read_text(encoding="utf-8")).get("protocol", {})
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError):
        return ""
    return str(head.get("extends", "")) if isinstance(head, dict) else ""


def numbers(text: str) -> list[str]:
    """
    The numbers a text names, however its language writes the decimal sign.
    """
    return sorted(found.replace(",", ".") for found in _NUMBER.findall(text))


def looked_up(where: str, english: str, catalogues: tuple[Catalogue, ...]) -> str | None:
    """
    A text in the first catalogue that has it. One that names other numbers than the
    English is no translation of it.
    """
    for each in catalogues:
        found = each.text(where, english)
        if found is not None and numbers(found) == numbers(english):
            return found
    return None


@lru_cache(maxsize=_KEPT)
def _translated(
    protocol: Protocol, code: str, catalogues: tuple[Catalogue, ...]
) -> Translation:
    terms: dict[tuple[str, str], str] = {}
    missing = []
    for where, english in texts_of(protocol):
        found = looked_up(where, english, catalogues)
        if found is None:
            missing.append((where, english))
            terms[where, english] = Untranslated(english)
        else:
            terms[where, english] = Translated(found, english)
        terms.setdefault(("text", english), terms[where, english])
    said = json.dumps(
        [code, *((*key, value) for key, value in terms.items() if key[0] != "text")],
        ensure_ascii=False,
    )
    for each in protocol.questions:
        key = ("value", each.id.replace("-", " "))
        terms[key] = terms[f"question.{each.id}.asks", each.asks]
    for name in _TITLED:
        _, place = {**CARDS, **VOCABULARY_CARDS}[name]
        holder: Any = protocol if name in CARDS else protocol.vocabulary
        for card in getattr(holder, place):
            terms["title", card.title] = terms[f"{name}.{card.id}.title", card.title]
    reviewed = [each.reviewed_by for each in catalogues if each.forms]
    wording = Wording(
        terms=terms,
        digest=sha256(said.encode()).hexdigest()[:12],
        missing=len(missing),
        reviewed_by=", ".join(dict.fromkeys(reviewed)) if all(reviewed) else "",
    )
    return Translation(
        protocol=_evolved(protocol, terms), wording=wording, missing=tuple(missing)
    )


def _evolved(protocol: Protocol, terms: dict[tuple[str, str], str]) -> Protocol:
    def say(where: str, english: str) -> str:
        return terms.get((where, english), english)

    words: Vocabulary = protocol.vocabulary
    lists: dict[str, Any] = {
        place: tuple(_card(name, card, say) for card in getattr(words, place))
        for name, (_, place) in VOCABULARY_CARDS.items()
        if name in TEXTS
    }
    cards: dict[str, Any] = {
        place: tuple(_card(name, card, say) for card in getattr(protocol, place))
        for name, (_, place) in CARDS.items()
        if name in TEXTS
    }
    head = f"protocol.{protocol.id}"
    return evolve(
        protocol,
        **cards,
        vocabulary=evolve(words, **lists),
        title=say(f"{head}.title", protocol.title),
        for_=say(f"{head}.for", protocol.for_),
        not_for=say(f"{head}.not_for", protocol.not_for),
    )


def _card(name: str, card: Card, say: Callable[[str, str], str]) -> Card:
    changed: dict[str, Any] = {}
    for field in TEXTS[name]:
        value, where = getattr(card, field), f"{name}.{id_of(card)}.{field}"
        if not value or (name, field) in _COMPARED:
            continue
        if isinstance(value, str):
            changed[field] = say(where, value)
        else:
            lines = enumerate(value, start=1)
            changed[field] = tuple(say(f"{where}.{n}", each) for n, each in lines)
    if name == "conflict":
        changed["says"] = tuple(
            evolve(each, what=say(f"conflict.{card.id}.says.{each.source}", each.what))
            for each in card.says
        )
    return evolve(card, **changed) if changed else card


def languages(at: Path) -> tuple[str, ...]:
    """
    The languages a protocol speaks: English, and each that has a catalogue beside it.
    """
    return (_WRITTEN_IN, *sorted(path.stem for path in at.glob("*.po")))


def is_shared(where: str) -> bool:
    """
    Whether a text stands in the shared lists and cards, and not in a protocol's own file.
    """
    return where.partition(".")[0] in _SHARED_NAMES


def own_texts(
    protocol: Protocol, code: str, *, own: Path | None = None, at: Path
) -> Iterator[tuple[str, str]]:
    """
    The texts that belong into the catalogue beside a protocol: not what the shipped
    shared lists say, nor what a catalogue beneath it says already.
    """
    below = tuple(read(path) for path in chain(protocol, code, own=own, at=at)[1:])
    shipped = at.resolve().parent == protocols().resolve()
    for where, english in texts_of(protocol):
        if shipped and is_shared(where):
            continue
        if not any((where, english) in each.known for each in below):
            yield where, english


__all__ = [
    "SHARED",
    "Translation",
    "chain",
    "is_shared",
    "languages",
    "looked_up",
    "numbers",
    "own_texts",
    "translated",
]
