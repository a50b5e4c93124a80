"""
`protocol words`: the catalogue of a protocol for translators, written or renewed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.door import argument, command, option
from planner.errors import InputFault

if TYPE_CHECKING:
    from planner.cli.terminal import Terminal


def _words(at: Terminal, protocol: str, language: str | None, output: str | None) -> int:
    from planner import catalogues, library
    from planner.cli.naming import files_named, own_folder
    from planner.library.translating import own_texts
    from planner.sheets.language import CODES, ENGLISH
    from planner.sheets.language import language as known

    if not language or known(language).code == ENGLISH:
        raise InputFault(
            "No language to translate into is named.",
            where="--language",
            now="Name one of: "
            + ", ".join(code for code in CODES if code != ENGLISH)
            + ".",
        )
    (path,) = files_named((protocol,))
    found = library.load(path)
    at_home = path.parent / f"{language}.po"
    file = Path(output) if output else at_home
    texts = own_texts(found, language, own=own_folder(), at=path.parent)
    start = file if file.is_file() else at_home
    made = catalogues.renew(file, language, texts, start=start)
    at.answer(
        {
            "verdict": "done",
            "file": str(file),
            "language": language,
            "translated": made.kept,
            "changed": made.changed,
            "missing": made.added,
            "dropped": made.dropped,
        }
    )
    at.say(
        [
            f"Written: {file}.",
            f"{made.kept} translated, {made.added} to translate.",
            f"{made.changed} to look at again, because the English was changed.",
            f"{made.dropped} dropped: nobody says them any more.",
        ]
    )
    return 0


WORDS = command(
    "words",
    _words,
    argument("protocol"),
    option("--language", "Into which: fr, es, it, ru or uk."),
    click.Option(
        ["-o", "--output"],
        metavar="FILE",
        help="The catalogue to write; else the one beside the protocol.",
    ),
    tells="Write the catalogue of a protocol's words for translators. What is translated "
    "stays; what is new is added; what is no longer said is dropped.",
    example="mesoplan protocol words mesotherapy --language ru",
)
