"""
The few shapes a drawing is made of, as SVG text: boxes, lines, arrows and words.

Everything put in is escaped; words stay words, so that they can be searched and read out.
"""

from __future__ import annotations

from html import escape
from textwrap import wrap
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    Point = tuple[float, float]

_STYLE = (
    "text{font-family:'IBM Plex Sans',Arial,'Liberation Sans',sans-serif;fill:#1a1f24;"
    "paint-order:stroke;stroke:#fff;stroke-width:4;stroke-linejoin:round}"
    ".box+text,.alarm+text,.gates text{stroke:none}"
    ".line{fill:none;stroke:#3f4a52;stroke-width:1.5}"
    ".box{fill:#eef3f5;stroke:#0f3d4c;stroke-width:1.6}"
    ".end{fill:#fff;stroke:#1a1f24;stroke-width:2.6}"
    ".alarm{fill:#fff;stroke:#9c1016;stroke-width:2;stroke-dasharray:7 4}"
    ".count{fill:#fff;stroke:#0f3d4c;stroke-width:1.2}"
)
_PER_CHAR = 0.56
_INK = "#454d55"
_LABEL, _SMALL, _TITLE = 13, 11, 15
_HEAD_LONG, _HEAD_HALF = 9, 4.5


def document(body: str, width: float, height: float, *, title: str, told: str) -> str:
    """
    A whole picture with its name and description.
    """
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{width:g}" height="{height:g}" role="img" '
        'aria-labelledby="picture-title picture-told">\n'
        f'<title id="picture-title">{escape(title)}</title>\n'
        f'<desc id="picture-told">{escape(told)}</desc>\n'
        f"<style>{_STYLE}</style>\n"
        f'<rect width="{width:g}" height="{height:g}" fill="#fff"/>\n'
        f"{body}\n</svg>\n"
    )


def text(
    x: float,
    y: float,
    words: str,
    *,
    size: float = _LABEL,
    bold: bool = False,
    ink: str = "",
    title: str = "",
) -> str:
    """
    Words at a place; `title` is told on pointing.
    """
    weight = ' font-weight="700"' if bold else ""
    fill = f' style="fill:{ink}"' if ink else ""
    pointed = f"<title>{escape(title)}</title>" if title else ""
    return (
        f'<text x="{x:g}" y="{y:g}" font-size="{size:g}"{weight}{fill}>'
        f"{pointed}{escape(words)}</text>"
    )


def note(x: float, y: float, words: str) -> str:
    """
    Small words beside an arrow.
    """
    return text(x, y, words, size=_SMALL, ink=_INK)


def wide(words: str, size: float = _LABEL) -> float:
    """
    About how wide words are.
    """
    return len(words) * size * _PER_CHAR


def wrapped(words: str, most: int) -> list[str]:
    """
    Words in lines of so many letters at most.
    """
    return wrap(words, most, break_on_hyphens=False)


def label(x: float, y: float, words: str, told: str, gates: tuple[str, str]) -> str:
    """
    The name of an arrow, and in a frame behind it how many gates hold it.

    `gates` are their count and their ids, both empty where none can.
    """
    across = wide(words)
    out = [text(x, y, words, bold=True, title=told)]
    if gates[0]:
        out.append(_count(x + across + 10, y, *gates))
    return f'<g class="road">{"".join(out)}</g>'


def _count(x: float, y: float, count: str, ids: str) -> str:
    across = wide(count, _SMALL) + 12
    return (
        f'<g class="gates"><title>{escape(ids)}</title>'
        f'<rect class="count" x="{x:g}" y="{y - 12:g}" width="{across:g}" '
        'height="16" rx="8"/>'
        f"{text(x + 7, y, count, size=_SMALL)}</g>"
    )


def upright(x: float, y: float, words: str, told: str, gates: tuple[str, str]) -> str:
    """
    The name of an arrow that runs up or down, along it and with its middle at a place.
    """
    across = wide(words) + (wide(gates[0], _SMALL) + 22 if gates[0] else 0)
    turned = label(-across / 2, 0, words, told, gates)
    return f'<g transform="translate({x:g} {y:g}) rotate(-90)">{turned}</g>'


def box(
    x: float, y: float, across: float, high: float, name: str, *, kind: str = "box"
) -> str:
    """
    A stage: a box with its name. Ends have a heavy frame, alarms a broken one.
    """
    round_ = 20 if kind == "end" else 6
    return (
        f'<rect class="{kind}" x="{x:g}" y="{y:g}" width="{across:g}" height="{high:g}" '
        f'rx="{round_}"/>' + text(x + 14, y + 24, name, size=_TITLE, bold=True)
    )


def line(points: Sequence[Point]) -> str:
    """
    A line through places.
    """
    drawn = " ".join(f"{x:g},{y:g}" for x, y in points)
    return f'<polyline class="line" points="{drawn}"/>'


def arrow(points: Sequence[Point]) -> str:
    """
    A line through places, with a head at its last; the last part is level or upright.
    """
    (x0, y0), (x, y) = points[-2:]
    way_x = (x > x0) - (x < x0)
    way_y = (y > y0) - (y < y0)
    back_x, back_y = x - way_x * _HEAD_LONG, y - way_y * _HEAD_LONG
    off_x, off_y = way_y * _HEAD_HALF, way_x * _HEAD_HALF
    one = f"{back_x - off_x:g},{back_y - off_y:g}"
    two = f"{back_x + off_x:g},{back_y + off_y:g}"
    head = f'<polygon points="{x:g},{y:g} {one} {two}" fill="#3f4a52"/>'
    return line(points) + head
