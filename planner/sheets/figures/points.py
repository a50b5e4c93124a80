"""
Points laid out inside a polygon: each with room for its circle, none on another.

A layout is a proposal of where the points go: row by row from the top, in every row from
the midline out.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.sheets.figures.geometry import bounds, clearance, edges, inside

if TYPE_CHECKING:
    from planner.sheets.figures.geometry import Point, Polygon

    Spans = list[tuple[float, float]]

_TRIES = 10
# How far apart two points are at least, in radii: their circles never touch.
APART = 2.12
_LEVELS = (-1.0, -0.8, -0.4, 0.0, 0.4, 0.8, 1.0)
_ROOM = 1.06
_NEARLY, _FULL, _GAPS, _EASY = 1.03, 1.15, 0.6, 0.86
_ROUNDING = 1e-9


@lru_cache(maxsize=512)
def lay(polygon: Polygon, count: int, radius: float) -> tuple[Point, ...]:
    """
    So many points with circles of a radius, spread over a polygon; none if they do not fit.

    Of all numbers of rows the one whose points keep apart the most is taken.
    """
    if count < 1 or not polygon:
        return ()
    left, top, right, bottom = bounds([polygon])
    room = bottom - top - 2 * radius * _ROOM
    if room < 0:
        return ()
    least = radius * APART
    most_rows = int(room / least) + 1
    likely = round((count * (bottom - top) / (right - left)) ** 0.5)
    near = [rows for rows in range(likely - 2, likely + 3) if 1 <= rows <= most_rows]
    best = _best(polygon, count, radius, near)
    rest = [rows for rows in range(1, most_rows + 1) if rows not in near]
    return best or _best(polygon, count, radius, rest)


def _best(
    polygon: Polygon, count: int, radius: float, many: list[int]
) -> tuple[Point, ...]:
    best: tuple[Point, ...] = ()
    widest = 0.0
    sides = [*edges(polygon)]
    for rows in many:
        held = _rows(polygon, sides, rows, radius)
        apart = _widest(held, count, radius)
        heights = sorted({y for y, *_ in held})
        down = min((b - a for a, b in pairwise(heights)), default=apart)
        if not apart:
            continue
        # Rows nearly as wide as their neighbours hold as many points as these.
        step = max(apart * _EASY, radius * APART)
        some = _shared([_fit(a, b, step) for _, a, b in held], count)
        # In favour of rows that are all full, which look like rows; and of no empty one,
        # which leaves a part of the zone out.
        full = len(set(some)) == 1
        score = min(apart, down) * (_FULL if full else 1) * (1 if all(some) else _GAPS)
        if score > widest:
            made = _placed(held, some, radius)
            if all(_has_room(each, polygon, radius) for each in made):
                best, widest = made, score
    return best


def _fit(a: float, b: float, apart: float) -> int:
    return int((b - a) / apart + _ROUNDING) + 1


def _widest(held: list[tuple[float, float, float]], count: int, radius: float) -> float:
    # The widest distance within a row at which so many points still fit; 0 if none.
    low = radius * APART
    if sum(_fit(a, b, low) for _, a, b in held) < count:
        return 0.0
    high = max(low, *(b - a for _, a, b in held))
    if sum(_fit(a, b, high) for _, a, b in held) >= count:
        return high
    for _ in range(_TRIES):
        middle = (low + high) / 2
        if sum(_fit(a, b, middle) for _, a, b in held) >= count:
            low = middle
        else:
            high = middle
    return low


@lru_cache(maxsize=512)
def lay_on_midline(polygon: Polygon, count: int, radius: float) -> tuple[Point, ...]:
    """
    So many points one below the other on the midline; none if they do not fit.
    """
    if count < 1 or not polygon:
        return ()
    crossed = _crossings([(a[::-1], b[::-1]) for a, b in edges(polygon)], 0.0)
    if not crossed:
        return ()
    top, bottom = crossed[0] + radius * _ROOM, crossed[-1] - radius * _ROOM
    step = (bottom - top) / count
    if count > 1 and step < radius * APART:
        step = (bottom - top) / (count - 1)
    if count > 1 and step < radius * APART:
        return ()
    begin = (top + bottom - step * (count - 1)) / 2
    points = tuple((0.0, begin + step * at) for at in range(count))
    return points if all(_has_room(each, polygon, radius) for each in points) else ()


def _rows(
    polygon: Polygon, sides: list[tuple[Point, Point]], rows: int, radius: float
) -> list[tuple[float, float, float]]:
    # The free stretches of so many rows at even heights: height, begin, end.
    _, top, _, bottom = bounds([polygon])
    room = bottom - top - 2 * radius * _ROOM
    out: list[tuple[float, float, float]] = []
    for row in range(rows):
        share = row / (rows - 1) if rows > 1 else 0.5
        y = top + radius * _ROOM + room * share
        out += [(y, a, b) for a, b in _free(sides, y, radius)]
    return out


def _placed(
    held: list[tuple[float, float, float]], shared: list[int], radius: float
) -> tuple[Point, ...]:
    out: list[Point] = []
    for (y, a, b), some in zip(held, shared, strict=True):
        out += [(x, y) for x in _in_row(a, b, some, radius)]
    return tuple(out)


def _shared(fits: list[int], count: int) -> list[int]:
    # What is too many is left out one a row, from the last row up, and again.
    out, over = [*fits], sum(fits) - count
    while over:
        for at in reversed(range(len(out))):
            if over and out[at]:
                out[at] -= 1
                over -= 1
    return out


def _in_row(a: float, b: float, some: int, radius: float) -> list[float]:
    if not some:
        return []
    step = (b - a) / some
    if some > 1 and step < radius * APART:
        step = (b - a) / (some - 1)
    begin = (a + b - step * (some - 1)) / 2
    out = [begin + step * at for at in range(some)]
    return out[::-1] if a + b < 0 and b <= 0 else out


def _has_room(point: Point, polygon: Polygon, radius: float) -> bool:
    return inside(point, polygon) and clearance(point, polygon) >= radius


def _free(sides: list[tuple[Point, Point]], y: float, radius: float) -> Spans:
    # The stretches of a row in which a circle has room, as the heights around it see it.
    free: Spans = [(float("-inf"), float("inf"))]
    for level in _LEVELS:
        crossed = _crossings(sides, y + level * radius * _NEARLY)
        reach = radius * (1 - level * level) ** 0.5 * _ROOM
        spans = [
            (a + reach, b - reach) for a, b in zip(crossed[::2], crossed[1::2], strict=True)
        ]
        free = [
            (max(a, c), min(b, d))
            for a, b in free
            for c, d in spans
            if max(a, c) <= min(b, d)
        ]
    # Two stretches beside a notch: the next one begins where circles keep apart.
    out: Spans = []
    for a, b in sorted(free):
        begin = max(a, out[-1][1] + radius * APART) if out else a
        if begin <= b:
            out.append((begin, b))
    return out


def _crossings(sides: list[tuple[Point, Point]], at: float) -> list[float]:
    out = [
        ax + (at - ay) * (bx - ax) / (by - ay)
        for (ax, ay), (bx, by) in sides
        if (ay > at) != (by > at)
    ]
    return sorted(out)
