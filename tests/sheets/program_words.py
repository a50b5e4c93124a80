"""
Every word of the program that a sheet says, gathered from its modules and templates.

Run it to renew the catalogues: python tests/sheets/program_words.py
With a file name behind it, it writes the list for translators there, as JSON.
"""

from __future__ import annotations

import ast
import json
import sys
from hashlib import sha256
from pathlib import Path

from babel.messages.plurals import get_plural
from jinja2.ext import babel_extract

from planner import catalogues
from planner.model import terms
from planner.sheets import patterns
from planner.sheets.closed import CLOSED
from planner.sheets.language import CODES, ENGLISH

ROOT = Path(__file__).parents[2]
LANGUAGES = ROOT / "templates" / "languages"
SAYING = ("t", "tn", "tc", "later")
# Tables of sentences and words that modules say by `tc`, with its context.
TABLES = {
    "finding": patterns.PATTERNS,
    "since": patterns.SINCE,
    "list": terms.LISTS,
    "history": terms.HISTORIES,
    "exit": terms.EXITS,
}
MORE = (
    ("finding", patterns.BRIEF),
    ("value", patterns.VALUES),
    ("value", terms.VALUES),
    ("listed", terms.LISTED),
)


def words() -> dict[tuple[str, str], str]:
    """
    Context and English of every word; its plural, or nothing where nothing counts.
    """
    found: dict[tuple[str, str], str] = {}
    for path in sorted((ROOT / "planner" / "sheets").rglob("*.py")):
        found.update(_of_module(path))
    for path in sorted((ROOT / "templates").rglob("*.html")):
        found.update(_of_template(path))
    for context, table in (*TABLES.items(), *CLOSED.items(), *MORE):
        found.update({(context, english): "" for english in table.values()})
    return found


def _of_module(path: Path) -> dict[tuple[str, str], str]:
    found = {}
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
            continue
        if node.func.id in SAYING:
            said = [each.value for each in node.args if isinstance(each, ast.Constant)]
            found.update(_one(node.func.id, said))
    return found


def _of_template(path: Path) -> dict[tuple[str, str], str]:
    found = {}
    with path.open("rb") as file:
        options = {"trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}
        for _, name, said, _ in babel_extract(file, SAYING, [], options):
            texts = [said] if isinstance(said, str) else list(said or ())
            found.update(_one(name, [each for each in texts if isinstance(each, str)]))
    return found


def _one(name: str, said: list[str]) -> dict[tuple[str, str], str]:
    if name == "tn" and len(said) > 1:
        return {("", said[0]): said[1]}
    if name == "tc":
        return {(said[0], said[1]): ""} if len(said) > 1 else {}
    return {("", said[0]): ""} if said else {}


def rows() -> list[dict[str, str]]:
    """
    The list for translators: each word with an id that only its words decide.
    """
    out = []
    for (context, english), many in sorted(words().items()):
        id_ = sha256(f"{context}|{english}".encode()).hexdigest()[:10]
        row = {"id": id_, "of": "program", "context": context, "text": english}
        out.append({**row, "plural": many} if many else row)
    return out


def renew(code: str, given: dict[tuple[str, str], object] | None = None) -> object:
    """
    Write a catalogue of the program's words again, with what is translated in it, and
    with what is given where there is nothing yet.
    """
    rule = get_plural(code)
    return catalogues.renew(
        LANGUAGES / f"{code}.po",
        code,
        sorted(words()),
        plural_forms=f"nplurals={rule.num_plurals}; plural={rule.plural_expr};",
        plurals={key: many for key, many in words().items() if many},
        words=given or {},
    )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        text = json.dumps(rows(), ensure_ascii=False, indent=0)
        Path(sys.argv[1]).write_text(text, encoding="utf-8")
    else:
        for each in CODES:
            if each != ENGLISH and (LANGUAGES / f"{each}.po").is_file():
                renew(each)
