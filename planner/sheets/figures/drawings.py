"""
The drawings the map lies on: the body from two sides, the face, the scalp.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from markupsafe import Markup

from planner.sheets.figures import bodies, heads, marks
from planner.sheets.figures.geometry import (
    at_height,
    flat_half,
    mirrored,
    smooth_path,
    straight_path,
)
from planner.sheets.figures.svg import circle, path
from planner.sheets.figures.zones import ABOVE, BACK, BEHIND, FACE, FRONT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.sheets.figures.geometry import Polygon

SKIN, SHADE, EDGE, FINE = "#f3f6f7", "#dde5e9", "#4c5a63", "#93a3ad"
_BROW, _IRIS, _PUPIL, _FINER = "#a9b7c0", "#c3ced5", 0.42, 0.72
_FOOT_OF_NECK, _HAIR_BACK = 230, 43


@lru_cache(maxsize=128)
def drawing(view: str, sex: str, width: float) -> Markup:
    """
    One view of a body of one sex, in its own units, as its lines' width is.
    """
    pen = _Pen(width)
    if view in {FRONT, BACK}:
        return pen.body(view, sex)
    return {FACE: pen.face, ABOVE: pen.above, BEHIND: pen.behind}[view](sex)


@lru_cache(maxsize=32)
def plain(view: str, sex: str, width: float) -> Markup:
    """
    The body in a small picture: its outline alone.
    """
    return _Pen(width).body(view, sex, fine=False)


def _whole(half: Polygon) -> str:
    return straight_path((*half, *mirrored(half)[1:-1]))


def _hair(view: str, sex: str) -> Polygon:
    # One half of the hair of the small head: down to the brow, or to the nape.
    ends = marks.HAIR_ENDS[view]
    head = bodies.lines(sex).head
    low = at_height(head, ends[0][1])
    across = tuple((x * low, y) for x, y in flat_half(ends))
    return (*(point for point in head if point[1] < ends[0][1]), *across)


class _Pen:
    # Draws with outlines of one width and finer lines inside.
    def __init__(self, width: float) -> None:
        self.width, self.thin = width, width * _FINER

    def skin(self, drawn: str, fill: str = SKIN) -> Markup:
        return path(drawn, fill=fill, stroke=EDGE, width=self.width)

    def fine(self, line: Polygon) -> Markup:
        return path(smooth_path(line), stroke=FINE, width=self.thin)

    def twice(self, lines: Iterable[Polygon]) -> Markup:
        return Markup().join(self.fine(e) for line in lines for e in (line, mirrored(line)))

    def once(self, lines: Iterable[Polygon]) -> Markup:
        return Markup().join(self.fine(line) for line in lines)

    def body(self, view: str, sex: str, *, fine: bool = True) -> Markup:
        out = self.skin(straight_path(bodies.silhouette(sex)))
        ears = Markup()
        for ear in (bodies.EAR, mirrored(bodies.EAR)):
            at = bodies.ear_at(sex)
            moved = tuple((x + (at if x > 0 else -at), y) for x, y in ear)
            ears += self.skin(smooth_path(moved, closed=True))
        if view == FRONT:
            out += ears + self.skin(straight_path(bodies.skull(sex)))
        else:
            out = ears + out
        out += self.skin(_whole(_hair(view, sex)), SHADE)
        if not fine:
            return out
        if view == FRONT:
            out += self.twice(marks.SMALL_FACE) + self.once([marks.SMALL_MOUTH])
        return out + self.twice(marks.marks(view, sex)) + self.once(marks.middle(view))

    def neck(self, head: heads.Head) -> Markup:
        line = (*head.neck, (head.neck[-1][0], _FOOT_OF_NECK))
        out = path(straight_path((*mirrored(line), *line)), fill=SKIN)
        for side in (head.neck, mirrored(head.neck)):
            drawn = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in side)
            out += path(drawn, stroke=EDGE, width=self.width)
        return out

    def ears(self, head: heads.Head) -> Markup:
        return Markup().join(
            self.skin(smooth_path(each, closed=True))
            for each in (head.ear, mirrored(head.ear))
        )

    def face(self, sex: str) -> Markup:
        head = heads.face(sex)
        out = self.neck(head) + self.ears(head) + self.skin(_whole(head.skin))
        cap = (*head.hair, *head.hairline[::-1][1:], *mirrored(head.hairline[::-1])[1:])
        out += self.skin(straight_path((*cap, *mirrored(head.hair)[1:-1])), SHADE)
        for brow in head.full:
            for each in (brow, mirrored(brow)):
                out += path(smooth_path(each, closed=True), fill=_BROW)
        lips = smooth_path(head.lips, closed=True)
        out += path(lips, fill=SHADE, stroke=FINE, width=self.thin)
        if head.iris:
            x, y, r = head.iris
            for at in (x, -x):
                out += circle(at, y, r, fill=_IRIS) + circle(at, y, r * _PUPIL, fill=EDGE)
        return out + self.twice(head.fine) + self.once(head.single)

    def above(self, sex: str) -> Markup:
        head = heads.above(sex)
        nose = (*head.nose, *mirrored(head.nose)[1:])
        out = self.skin(smooth_path(nose)) + self.ears(head) + self.skin(_whole(head.skin))
        end = head.hairline[-1][1]
        hair = (*head.hairline, *(point for point in head.skin if point[1] > end))
        out += self.skin(_whole(hair), SHADE)
        return out + self.twice(head.fine) + self.once(head.single)

    def behind(self, sex: str) -> Markup:
        head = heads.behind(sex)
        out = self.ears(head) + self.neck(head)
        low = tuple(point for point in head.hairline[::-1] if point[0] < _HAIR_BACK)
        out += self.skin(_whole((*head.skin, *low)), SHADE)
        return out + self.twice(head.fine) + self.once(head.single)
