"""
A box of cells to strike off by hand, where a zone has more points than circles fit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.sheets.figures import svg
from planner.sheets.figures.svg import INK, LINE, QUIET
from planner.sheets.language import tn

if TYPE_CHECKING:
    from markupsafe import Markup

# In millimetres; so many cells in a row, with a gap after every ten.
_CELL, _ROW, _TEN, _GAP = 2.8, 20, 10, 1.2
_WIDE = _CELL * _ROW + _GAP + 8
# More cells than this are a page, not a box.
MOST = 600


def tally(count: int) -> Markup:
    """
    So many cells, twenty a row, each row with its last number.

    Raises:
        ValueError: There are fewer than one or more than `MOST`.
    """
    if not 1 <= count <= MOST:
        raise ValueError(count)
    body = []
    rows = -(-count // _ROW)
    for row in range(rows):
        here = min(_ROW, count - row * _ROW)
        y = 0.3 + row * (_CELL + 0.5)
        for at in range(here):
            x = 0.3 + at * _CELL + (_GAP if at >= _TEN else 0)
            body.append(svg.rect(x, y, _CELL, _CELL, stroke=LINE, width=0.2))
        x = 0.3 + here * _CELL + (_GAP if here > _TEN else 0) + 1
        last = row == rows - 1
        body.append(
            svg.text(
                x, y + _CELL - 0.5, str(row * _ROW + here), 2.5, bold=last,
                ink=INK if last else QUIET,
            )
        )  # fmt: skip
    title = tn("{n} point to strike off", "{n} points to strike off", count)
    return svg.picture(body, (_WIDE, 0.6 + rows * (_CELL + 0.5)), title=title, kind="tally")
