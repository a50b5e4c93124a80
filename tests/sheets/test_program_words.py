"""
The catalogues of the program's own words: whole, of the words of today, and safe to fill.
"""

from __future__ import annotations

import ast
import re

import polib
import pytest
from jinja2 import nodes

from planner.catalogues import places
from planner.library.translating import numbers
from planner.sheets.environment import environment
from planner.sheets.language import CODES, ENGLISH
from sheets import program_words
from sheets.program_words import LANGUAGES, ROOT, SAYING, words

SHIPPED = sorted(LANGUAGES.glob("*.po"))
_OPTIONAL = re.compile(r"\[[^\]]*\]")


def test_what_is_gathered_holds_words_of_every_kind() -> None:
    """
    Modules, templates, patterns and closed words all give theirs.
    """
    found = words()

    assert ("", "Session plan") in found
    assert ("", "not before the late reading is negative") in found
    assert ("finding", "no such medicine is taken") in found
    assert ("stage", "needle selection") in found
    assert found["", "{n} gate"] == "{n} gates"


def test_no_text_is_made_where_it_is_said() -> None:
    """
    A text that is put together before it is said is one no translator ever sees.
    """
    made = []
    for path in (ROOT / "planner" / "sheets").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id in SAYING:
                made += [
                    f"{path.name}:{node.lineno}"
                    for each in node.args
                    if isinstance(each, ast.JoinedStr | ast.BinOp)
                ]

    assert made == []


def test_every_shipped_catalogue_is_whole_and_of_today() -> None:
    """
    Every word of the program is translated, and no word is that the program lost.

    They are renewed by running tests/sheets/program_words.py.
    """
    assert [path.stem for path in SHIPPED] == sorted(set(CODES) - {ENGLISH})
    wanted, wrong = words(), {}
    for path in SHIPPED:
        held = {(each.msgctxt or "", each.msgid): each for each in polib.pofile(str(path))}
        missing = [key for key in wanted if key not in held or not held[key].translated()]
        stale = [key for key in held if key not in wanted]
        wrong[path.stem] = missing + stale

    assert wrong == {path.stem: [] for path in SHIPPED}


def test_a_shipped_word_fills_the_same_places_and_names_the_same_numbers() -> None:
    """
    No place is lost or made up, no number differs, and what may be left out of a pattern
    may be left out in every language.
    """
    entries = [each for path in SHIPPED for each in polib.pofile(str(path))]

    assert [(each.msgid, each.msgstr) for each in entries if not fits(each)] == []


def fits(each: polib.POEntry) -> bool:
    """
    Whether a translation can stand for its English: places, numbers, brackets.
    """
    english = each.msgid_plural or each.msgid
    for form in list(each.msgstr_plural.values()) or [each.msgstr]:
        lost = set(places(english)) - set(places(form))
        made_up = set(places(form)) - set(places(english))
        if made_up or lost - ({"{n}"} if each.msgid_plural else set()):
            return False
        if numbers(form) != numbers(english):
            return False
    kept = [places(part) for part in _OPTIONAL.findall(each.msgid)]
    there = [places(part) for part in _OPTIONAL.findall(each.msgstr)]
    return each.msgctxt != "finding" or sorted(kept) == sorted(there)


_NOT_READ = frozenset({"kind", "pages", "css"})
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)
_MARKUP = re.compile(r"<[^<>]*>|&\w+;")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "templates").rglob("*.html")), ids=lambda each: each.stem
)
def test_no_template_says_a_word_past_the_catalogues(path) -> None:
    """
    What stands in a template between its tags are signs, never words: a word there would
    be English on every sheet.
    """
    source = _STYLE.sub("", path.read_text(encoding="utf-8"))
    tree = environment().parse(source)
    for block in tree.find_all(nodes.Block):
        if block.name in _NOT_READ:
            block.body = []
    said = "".join(
        each.data if isinstance(each, nodes.TemplateData) else " "
        for output in tree.find_all(nodes.Output)
        for each in output.nodes
    )

    assert re.findall(r"[^\W\d_]{2,}", _MARKUP.sub(" ", said)) == []


@pytest.mark.parametrize(
    ("english", "said", "good"),
    [
        ("{item}: {n} of 2", "{n} из 2: {item}", True),
        ("{item} is taken", "принимают", False),
        ("{item} is taken", "{item} {dose} принимают", False),
        ("at least 40", "не менее 60", False),
        ("due[ from {from_}][ to {to}]", "срок[ с {from_}][ до {to}]", True),
        ("due[ from {from_}][ to {to}]", "срок[ с {from_} до {to}]", False),
    ],
)
def test_a_word_that_does_not_fit_is_told_apart(
    english: str, said: str, good: bool
) -> None:
    """
    The check itself: a lost or made-up place, a changed number, a lost bracket.
    """
    assert fits(polib.POEntry(msgctxt="finding", msgid=english, msgstr=said)) is good


def test_a_catalogue_can_be_begun(tmp_path, monkeypatch) -> None:
    """
    A new language begins with every word, its plural rule, and nobody's review.
    """
    monkeypatch.setattr(program_words, "LANGUAGES", tmp_path)

    done = program_words.renew("uk", {("", "Session plan"): "План сеансу"})

    held = polib.pofile(str(tmp_path / "uk.po"))
    assert (done.kept, done.added) == (1, len(words()) - 1)
    assert held.metadata["X-Reviewed-By"] == ""
    assert held.metadata["Plural-Forms"].startswith("nplurals=3; ")
    assert (
        next(each for each in held if each.msgid == "{n} gate").msgid_plural == "{n} gates"
    )
