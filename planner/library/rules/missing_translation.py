"""
A language is declared, and its translation is not there.

What it finds:
    A language other than English in `languages` of a protocol, without a file of that
    name ending in .po beside the protocol.

Why:
    A patient who is promised a leaflet in her language would get it in English.

What now:
    Put the translation beside the protocol, as in fr.po, or take the language out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.finding import Finding
from planner.library.text import shown

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "missing-translation"

_WRITTEN_IN = "en"


def check(
    protocol: Protocol, lines: Lines, *, translations: Collection[str] = ()
) -> Iterator[Finding]:
    """
    Compare the languages declared with the translations that are there.
    """
    for language in protocol.languages:
        if language != _WRITTEN_IN and language not in translations:
            yield Finding(
                rule=ID,
                where=lines.of("protocol"),
                what=f"The language {shown(language)} is declared, and no translation "
                "stands beside the protocol.",
                now=f"Add {language}.po, or take the language out.",
            )
