"""
Plane geometry of the pictures: smooth lines through points, polygons, and what is inside.

A point is a pair of numbers in the picture's own units, x to the right and y down. A
polygon is a row of points whose last is joined to its first.
"""

from __future__ import annotations

from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Point = tuple[float, float]
Polygon = tuple[Point, ...]

STEPS = 5
_SIXTH = 6


def mirrored(points: Iterable[Point]) -> Polygon:
    """
    The same on the other side of the midline, walked the other way.
    """
    return tuple((-x, y) for x, y in reversed([*points]))


def between(one: Sequence[Point], other: Sequence[Point]) -> Polygon:
    """
    The line half-way between two lines of as many points.
    """
    return tuple(
        ((a + c) / 2, (b + d) / 2) for (a, b), (c, d) in zip(one, other, strict=True)
    )


def knots(points: Sequence[Point], *, closed: bool = False) -> list[tuple[Point, ...]]:
    """
    The cubic pieces of a smooth line through all points: begin, two handles, end.
    """
    walk = [points[-1], *points, points[0], points[1]] if closed else []
    walk = walk or [points[0], *points, points[-1]]
    out: list[tuple[Point, ...]] = []
    for at in range(len(walk) - 3):
        p0, p1, p2, p3 = walk[at : at + 4]
        one = (p1[0] + (p2[0] - p0[0]) / _SIXTH, p1[1] + (p2[1] - p0[1]) / _SIXTH)
        two = (p2[0] - (p3[0] - p1[0]) / _SIXTH, p2[1] - (p3[1] - p1[1]) / _SIXTH)
        out.append((p1, one, two, p2))
    return out


def flat(points: Sequence[Point], *, closed: bool = False) -> Polygon:
    """
    The smooth line through all points, as short straight pieces.
    """
    out: list[Point] = []
    for p, a, b, q in knots(points, closed=closed):
        for step in range(STEPS):
            t = step / STEPS
            u = 1 - t
            w = (u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t)
            out.append(
                (
                    w[0] * p[0] + w[1] * a[0] + w[2] * b[0] + w[3] * q[0],
                    w[0] * p[1] + w[1] * a[1] + w[2] * b[1] + w[3] * q[1],
                )
            )
    return tuple(out) if closed else (*out, points[-1])


def flat_half(points: Sequence[Point]) -> Polygon:
    """
    As `flat`, for one half of a symmetric line: no kink where it meets the midline.
    """
    before = [(-points[1][0], points[1][1])] if points[0][0] == 0 else []
    after = [(-points[-2][0], points[-2][1])] if points[-1][0] == 0 else []
    drawn = flat([*before, *points, *after])
    return drawn[STEPS * len(before) : len(drawn) - STEPS * len(after)]


def rounded(polygon: Polygon) -> Polygon:
    """
    A polygon with its corners cut, twice.
    """
    for _ in range(2):
        cut: list[Point] = []
        for (ax, ay), (bx, by) in edges(polygon):
            cut.append((ax * 0.75 + bx * 0.25, ay * 0.75 + by * 0.25))
            cut.append((ax * 0.25 + bx * 0.75, ay * 0.25 + by * 0.75))
        polygon = tuple(cut)
    return polygon


def edges(polygon: Polygon) -> Iterable[tuple[Point, Point]]:
    """
    Its sides, the closing one too.
    """
    return pairwise((*polygon, polygon[0]))


def inside(point: Point, polygon: Polygon) -> bool:
    """
    Whether a point is inside a polygon.
    """
    x, y = point
    odd = False
    for (ax, ay), (bx, by) in edges(polygon):
        if (ay > y) != (by > y) and x < ax + (y - ay) * (bx - ax) / (by - ay):
            odd = not odd
    return odd


def clearance(point: Point, polygon: Polygon) -> float:
    """
    How far a point is from the nearest side of a polygon.
    """
    x, y = point
    least = float("inf")
    for (ax, ay), (bx, by) in edges(polygon):
        dx, dy = bx - ax, by - ay
        long = dx * dx + dy * dy
        t = max(0.0, min(1.0, ((x - ax) * dx + (y - ay) * dy) / long)) if long else 0.0
        least = min(least, hypot(x - ax - t * dx, y - ay - t * dy))
    return least


def bounds(polygons: Iterable[Polygon]) -> tuple[float, float, float, float]:
    """
    The box around polygons: left, top, right, bottom.
    """
    points = [point for polygon in polygons for point in polygon]
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def at_height(line: Sequence[Point], y: float) -> float:
    """
    Where a line that runs down is at a height; beyond its ends, where it begins or ends.
    """
    for (ax, ay), (bx, by) in pairwise(line):
        if ay <= y <= by and by > ay:
            return ax + (y - ay) * (bx - ax) / (by - ay)
    return line[0][0] if y < line[0][1] else line[-1][0]


def smooth_path(points: Sequence[Point], *, closed: bool = False) -> str:
    """
    The smooth line through all points as SVG path text.
    """
    pieces = knots(points, closed=closed)
    (x, y), *_ = pieces[0]
    drawn = [f"M{x:.1f} {y:.1f}C"]
    drawn += [
        f"{a:.1f} {b:.1f} {c:.1f} {d:.1f} {e:.1f} {f:.1f}"
        for _, (a, b), (c, d), (e, f) in pieces
    ]
    return " ".join(drawn) + ("Z" if closed else "")


def straight_path(polygon: Polygon) -> str:
    """
    A polygon as SVG path text.
    """
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in polygon) + "Z"
