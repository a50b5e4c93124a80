"""
A dose against its limit: what is planned, what went in, and the limit as a wall.

The number stands beside every bar. What is over the limit is hatched, sticks out through
the wall, and is called so.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.figures import svg
from planner.sheets.figures.svg import INK, LINE, PAPER, RED, TINT
from planner.sheets.language import t

if TYPE_CHECKING:
    from markupsafe import Markup

_GIVEN = "#3f5a66"
# In millimetres.
WIDE = 66.0
_ROW, _BAR, _SIZE, _GAP, _LEAST_BAR = 4.6, 2.8, 2.9, 1.6, 14.0
_WALL, _MOST, _STEP = 0.82, 1.0, 1.3
_ONE = Decimal(1)


@frozen(kw_only=True)
class Bar:
    """
    One bar: whether it is planned or given, its part of the limit, and that in words.

    Without `share` there is no bar; `words` say why.
    """

    word: str
    share: Decimal | None
    words: str
    filled: bool


def dose_bars(bars: tuple[Bar, ...], limit: str) -> Markup:
    """
    The bars of one substance against one limit, said in `limit`.
    """
    label = max(svg.wide(bar.word, _SIZE) for bar in bars) + _GAP
    number = max(svg.wide(bar.words, _SIZE) for bar in bars) + _GAP
    room = max(WIDE - label - number, _LEAST_BAR)
    most = max((bar.share for bar in bars if bar.share is not None), default=_ONE)
    # The wall moves in where something is far beyond it.
    wall = min(_WALL, _MOST / float(most)) if most > 1 else _WALL
    x = label + room * wall
    body: list[Markup] = []
    for row, bar in enumerate(bars):
        body += _bar(bar, (label, row * _ROW + 0.9), room * wall, wall)
    high = len(bars) * _ROW + 0.6
    body.append(svg.line([(x, 0.2), (x, high - 0.2)], width=0.7, ink=INK))
    return svg.picture(
        body,
        (WIDE, high),
        title=t("Dose against limit: {limit}", limit=limit),
        told="; ".join(f"{bar.word}: {bar.words}" for bar in bars),
        kind="dose",
    )


def _bar(bar: Bar, at: tuple[float, float], unit: float, wall: float) -> list[Markup]:
    left, y = at
    base = y + _BAR - 0.5
    over = bar.share is not None and bar.share > 1
    out = [
        svg.text(0, base, bar.word, _SIZE),
        svg.text(
            WIDE, base, bar.words, _SIZE, bold=True, anchor="end", ink=RED if over else ""
        ),
    ]
    if bar.share is None:
        return out
    out.append(svg.rect(left, y, unit, _BAR, fill=PAPER, stroke=LINE, width=0.2))
    long = unit * float(bar.share)
    inside = min(long, unit)
    fill = _GIVEN if bar.filled else TINT
    if long > 0:
        out.append(
            svg.rect(left, y, max(inside, 0.4), _BAR, fill=fill, stroke=INK, width=0.3)
        )
    if over:
        begin, end = left + unit, left + min(long, unit * _MOST / wall)
        out.append(
            svg.rect(
                begin,
                y - 0.5,
                max(end - begin, 1),
                _BAR + 1,
                fill=PAPER,
                stroke=RED,
                width=0.5,
            )
        )
        x = begin
        while x < max(end, begin + 1) - 0.2:
            to = min(x + _STEP, max(end, begin + 1))
            out.append(svg.line([(x, y + _BAR + 0.5), (to, y - 0.5)], width=0.35, ink=RED))
            x += _STEP
    return out
