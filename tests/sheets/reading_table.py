"""
The table of docs/reading.md, measured: `PYTHONPATH=.:tests python -m sheets.reading_table`.
"""

from __future__ import annotations

import sys

from sheets import taken_home, told
from sheets.readability import SCALES, score, sentences

PROTOCOL = "mesotherapy"
LINES = "all lines for the discharge instructions"
ROWS = (LINES, *taken_home.SHEETS)
NOT_YET = "–"


def measured(row: str, code: str) -> float | None:
    """
    The figure of a row in a language; None where not all of the sheet is translated.
    """
    if row == LINES:
        parts = taken_home.lines(PROTOCOL, code)["discharge"].values()
        return score(sentences(each for part in parts for each in part), code)
    read = told.read(taken_home.page(PROTOCOL, row, code))
    return None if read.foreign else score(read.sentences, code)


def written(figure: float | None) -> str:
    """
    A figure as it stands in the table.
    """
    return NOT_YET if figure is None else f"{figure:.1f}"


def table() -> str:
    """
    The table as it is written in Markdown: a row for each sheet, a column a language.
    """
    rows = [
        ("", *SCALES),
        ("---",) * (1 + len(SCALES)),
        ("easier", *(scale.easier for scale in SCALES.values())),
        ("goal", *(f"{scale.goal}" for scale in SCALES.values())),
        ("bound", *(f"{scale.bound}" for scale in SCALES.values())),
    ]
    rows += [(row, *(written(measured(row, code)) for code in SCALES)) for row in ROWS]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


if __name__ == "__main__":
    sys.stdout.write(table() + "\n")
