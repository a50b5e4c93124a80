"""
The figures of docs/reading.md are those that are measured.
"""

from __future__ import annotations

import pytest

from house.reading import ROOT
from sheets.readability import SCALES
from sheets.reading_table import LINES, NOT_YET, ROWS, measured, table


def test_the_table_of_reading_ease_is_true():
    """
    Every sheet and language stands in it with goal and bound, and no figure is more than
    one point away from what is measured. All of it is measured in English.
    """
    page = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
    cells = [row.strip("| ").split(" | ") for row in page.splitlines() if row[:1] == "|"]
    rows = {name: dict(zip(SCALES, figures, strict=False)) for name, *figures in cells}

    for code, scale in SCALES.items():
        assert float(rows["goal"][code]) == scale.goal
        assert float(rows["bound"][code]) == scale.bound
        for row in ROWS:
            told = rows[row][code]
            assert told != NOT_YET or (code != "en" and row != LINES)
            if told != NOT_YET:
                anew = f"{code}, {row}. The table now reads:\n{table()}"
                assert float(told) == pytest.approx(measured(row, code), abs=1), anew
