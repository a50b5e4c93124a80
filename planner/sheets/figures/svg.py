"""
The few shapes the pictures are made of, as SVG in which every text is escaped.

Units are the picture's own; colours keep their difference in grey.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

INK, QUIET, LINE, DEEP = "#1a1f24", "#454d55", "#8a949c", "#0f3d4c"
RED, PAPER, WASH, TINT = "#9c1016", "#ffffff", "#eef3f5", "#b9cdd6"

_FONT = "Plex, 'IBM Plex Sans', sans-serif"
_OPEN = Markup(
    '<svg class="{}" viewBox="{} {} {} {}"'
    ' width="{}mm" height="{}mm" role="img" font-family="{}" fill="{}"><title>{}</title>'
)
_TOLD = Markup("<desc>{}</desc>")
_TEXT = Markup('<text x="{}" y="{}" font-size="{}"{}{}{}>{}</text>')
_PATH = Markup('<path d="{}" fill="{}" stroke="{}" stroke-width="{}"{}/>')
_RECT = Markup(
    '<rect x="{}" y="{}" width="{}" height="{}" rx="{}" fill="{}" stroke="{}"'
    ' stroke-width="{}"{}/>'
)
_CIRCLE = Markup('<circle cx="{}" cy="{}" r="{}" fill="{}" stroke="{}" stroke-width="{}"/>')
_MOVED = Markup('<g transform="translate({} {}) scale({})">{}</g>')
_TITLED = Markup("<g><title>{}</title>{}</g>")
_BOLD = Markup(' font-weight="700"')
_ANCHOR = {
    "start": Markup(),
    "middle": Markup(' text-anchor="middle"'),
    "end": Markup(' text-anchor="end"'),
}
_DASH = Markup(' stroke-dasharray="{}"')
_ROUND = Markup(' stroke-linecap="round" stroke-linejoin="round"')
_SEE = Markup(' fill-opacity="{}"')
_FILL = Markup(' fill="{}"')


def fmt(number: float) -> str:
    """
    A number of a drawing, short: at most two places, no trailing zero.
    """
    short = f"{number:.2f}".rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


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
    head = _OPEN.format(kind, 0, 0, wide, high, wide, high, _FONT, INK, title)
    if told:
        head += _TOLD.format(told)
    return head + Markup().join(body) + Markup("</svg>")


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
    weight = _BOLD if bold else ""
    fill = _FILL.format(ink) if ink else ""
    return _TEXT.format(fmt(x), fmt(y), fmt(size), weight, _ANCHOR[anchor], fill, words)


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
    more = _ROUND + (_DASH.format(dash) if dash else Markup())
    more += _SEE.format(fmt(see)) if see < 1 else Markup()
    return _PATH.format(drawn, fill, stroke, fmt(width), more)


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
    more = _DASH.format(dash) if dash else ""
    return _RECT.format(
        fmt(x), fmt(y), fmt(wide), fmt(high), fmt(radius), fill, stroke, fmt(width), more
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
    return _CIRCLE.format(fmt(x), fmt(y), fmt(radius), fill, stroke, fmt(width))


def moved(x: float, y: float, scale: float, body: Markup) -> Markup:
    """
    A drawing at another place, in another size.
    """
    return _MOVED.format(fmt(x), fmt(y), f"{scale:.4f}", body)


def titled(title: str, body: Markup) -> Markup:
    """
    A part of a picture with a name of its own.
    """
    return _TITLED.format(title, body)


def wide(words: str, size: float) -> float:
    """
    About how wide words are.
    """
    return len(words) * size * 0.56
