"""
The few shapes the pictures are made of, as SVG in which every text is escaped.

Units are the picture's own; colours keep their difference in grey.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INK, QUIET, LINE, DEEP = "#1a1f24", "#454d55", "#8a949c", "#0f3d4c"
RED, PAPER, WASH, TINT = "#9c1016", "#ffffff", "#eef3f5", "#b9cdd6"

_FONT = "Plex, 'IBM Plex Sans', sans-serif"
_ANCHOR = {"start": "", "middle": ' text-anchor="middle"', "end": ' text-anchor="end"'}
_ROUND = ' stroke-linecap="round" stroke-linejoin="round"'

# Only numbers and our own constants go into these as they are: every word is escaped.


def fmt(number: float) -> str:
    """
    A number of a drawing, short: at most two places, no trailing zero.
    """
    short = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def plain(words: str) -> Markup:
    """
    Words for a drawing. A text that would mark itself as another language on a page does
    not here: an element of HTML inside a drawing ends the drawing.
    """
    return escape(str(words))


def picture(
    body: Iterable[Markup],
    size: tuple[float, float],
    *,
    title: str,
    told: str = "",
    kind: str = "figure",
) -> Markup:
    """
    A whole picture of so many millimetres, which are its units, with its name.
    """
    wide, high = fmt(size[0]), fmt(size[1])
    desc = f"<desc>{plain(told)}</desc>" if told else ""
    return Markup(  # noqa: S704 (words are escaped)
        f'<svg class="{kind}" viewBox="0 0 {wide} {high}" width="{wide}mm" '
        f'height="{high}mm" role="img" font-family="{_FONT}" fill="{INK}">'
        f"<title>{plain(title)}</title>{desc}{''.join(body)}</svg>"
    )


def text(
    x: float,
    y: float,
    words: str,
    size: float,
    *,
    bold: bool = False,
    anchor: str = "start",
    ink: str = "",
) -> Markup:
    """
    Words at a place; `anchor` says which end of them stands there.
    """
    weight = ' font-weight="700"' if bold else ""
    fill = f' fill="{ink}"' if ink else ""
    return Markup(  # noqa: S704 (words are escaped)
        f'<text x="{fmt(x)}" y="{fmt(y)}" font-size="{fmt(size)}"{weight}'
        f"{_ANCHOR[anchor]}{fill}>{plain(words)}</text>"
    )


def path(
    drawn: str,
    *,
    fill: str = "none",
    stroke: str = "none",
    width: float = 0,
    dash: str = "",
    see: float = 1,
) -> Markup:
    """
    A path by its SVG path text; `see` is how much of its fill is seen.
    """
    broken = f' stroke-dasharray="{dash}"' if dash else ""
    seen = f' fill-opacity="{fmt(see)}"' if see < 1 else ""
    return Markup(  # noqa: S704 (our own path)
        f'<path d="{drawn}" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{fmt(width)}"{_ROUND}{broken}{seen}/>'
    )


def line(
    points: Sequence[tuple[float, float]], *, width: float, ink: str, dash: str = ""
) -> Markup:
    """
    A line through places.
    """
    drawn = "M" + "L".join(f"{fmt(x)} {fmt(y)}" for x, y in points)
    return path(drawn, stroke=ink, width=width, dash=dash)


def rect(
    x: float,
    y: float,
    wide: float,
    high: float,
    *,
    fill: str = "none",
    stroke: str = "none",
    width: float = 0,
    radius: float = 0,
    dash: str = "",
) -> Markup:
    """
    A box.
    """
    broken = f' stroke-dasharray="{dash}"' if dash else ""
    return Markup(  # noqa: S704 (numbers and constants)
        f'<rect x="{fmt(x)}" y="{fmt(y)}" width="{fmt(wide)}" height="{fmt(high)}" '
        f'rx="{fmt(radius)}" fill="{fill}" stroke="{stroke}" '
        f'stroke-width="{fmt(width)}"{broken}/>'
    )


def circle(
    x: float,
    y: float,
    radius: float,
    *,
    fill: str = "none",
    stroke: str = "none",
    width: float = 0,
) -> Markup:
    """
    A circle.
    """
    return Markup(  # noqa: S704 (numbers and constants)
        f'<circle cx="{fmt(x)}" cy="{fmt(y)}" r="{fmt(radius)}" fill="{fill}" '
        f'stroke="{stroke}" stroke-width="{fmt(width)}"/>'
    )


def moved(x: float, y: float, scale: float, body: Markup) -> Markup:
    """
    A drawing at another place, in another size.
    """
    return Markup(  # noqa: S704 (a drawing of ours)
        f'<g transform="translate({fmt(x)} {fmt(y)}) scale({scale:.4f})">{body}</g>'
    )


def wide(words: str, size: float) -> float:
    """
    About how wide words are.
    """
    return len(words) * size * 0.56
