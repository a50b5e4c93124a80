"""
Where on the map each zone of the body is, as polygons that follow the outline.

Which side is which: in a view from the front the patient's left is on the viewer's right;
from behind and from above (the nose at the top) it is on the viewer's left.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.figures import bodies, heads
from planner.sheets.figures.bodies import FEMALE, NEUTRAL
from planner.sheets.figures.geometry import at_height, between, mirrored, rounded

if TYPE_CHECKING:
    from planner.sheets.figures.geometry import Point, Polygon

FRONT, BACK, FACE, ABOVE, BEHIND = "front", "back", "face", "above", "behind"
VIEWS = (FRONT, BACK, FACE, ABOVE, BEHIND)
LEFT, RIGHT, MIDLINE, WHOLE = "left", "right", "midline", "whole"

_FROM_BEHIND = frozenset({BACK, ABOVE, BEHIND})
_ROWS = 9
_TORSO, _LEG, _ARM, _NECK, _FOOT = "torso", "leg", "arm", "neck", "foot"


def looks_right(view: str, side: str) -> bool:
    """
    Whether a side of the patient is on the right of who looks at a view.
    """
    return (side == LEFT) != (view in _FROM_BEHIND)


@frozen(kw_only=True)
class Place:
    """
    One zone in one view: the half at the viewer's right, and the field as a whole.

    `crosses` says that the zone is one across the midline and not one on each side. Where
    it is around something, as around the mouth, `whole` is empty.
    """

    view: str
    half: Polygon
    whole: Polygon
    crosses: bool

    def shape(self, side: str) -> Polygon:
        """
        The polygon of one side of the patient, or of the whole.
        """
        if side == WHOLE:
            return self.whole
        return self.half if looks_right(self.view, side) else mirrored(self.half)

    def outlines(self) -> tuple[Polygon, ...]:
        """
        What is drawn: one field, or two.
        """
        return (self.whole,) if self.whole else (self.half, mirrored(self.half))


# Zone -> view, whether it crosses the midline, the part it is on, and rows of: height,
# and from where to where across that part, from 0 at its inner edge to 1 at its outer.
_ON_BODY: dict[str, tuple[str, bool, str, tuple[tuple[float, float, float], ...]]] = {
    "neck": (FRONT, True, _NECK, ((65, 0, 0.92), (72, 0, 0.86), (80, 0, 0.5))),
    "decollete": (FRONT, True, _TORSO, ((87, 0, 0.8), (100, 0, 0.82), (112, 0, 0.62))),
    "chest": (FRONT, True, _TORSO, ((115, 0, 0.9), (128, 0, 0.94), (142, 0, 0.9))),
    "abdomen": (
        FRONT, True, _TORSO,
        ((150, 0, 0.5), (164, 0, 0.66), (200, 0, 0.66), (216, 0, 0.6), (230, 0, 0.34)),
    ),
    "flanks": (FRONT, False, _TORSO, ((154, 0.72, 0.97), (206, 0.72, 0.97))),
    "shoulder": (FRONT, False, "shoulder", ((88, 0, 0.95), (104, 0, 0.97), (119, 0, 0.97))),
    "upper-arms": (FRONT, False, _ARM, ((126, 0.08, 0.95), (159, 0.06, 0.94))),
    "forearms": (FRONT, False, _ARM, ((184, 0.05, 0.95), (233, 0.08, 0.92))),
    "thighs-front": (FRONT, False, _LEG, ((254, 0.36, 0.66), (322, 0.3, 0.58))),
    "thighs-outer": (FRONT, False, _LEG, ((240, 0.72, 0.98), (318, 0.63, 0.97))),
    "thighs-inner": (FRONT, False, _LEG, ((264, 0.04, 0.32), (320, 0.04, 0.28))),
    "knees": (FRONT, False, _LEG, ((327, 0.08, 0.92), (352, 0.08, 0.92))),
    "ankle-foot": (FRONT, False, _FOOT, ((438, 0.08, 0.92), (474, 0.1, 0.9))),
    "nape": (BACK, True, _NECK, ((53, 0, 0.9), (72, 0, 0.84), (79, 0, 0.5))),
    "back-upper": (
        BACK, True, _TORSO, ((87, 0, 0.6), (94, 0, 0.82), (130, 0, 0.92), (148, 0, 0.92)),
    ),
    "back-lower": (BACK, True, _TORSO, ((156, 0, 0.94), (182, 0, 0.94), (206, 0, 0.9))),
    "buttocks": (
        BACK, False, _TORSO, ((214, 0.08, 0.7), (226, 0.05, 0.94), (258, 0.05, 0.92)),
    ),
    "elbow": (BACK, False, _ARM, ((160, 0.08, 0.94), (182, 0.06, 0.94))),
    "thighs-back": (BACK, False, _LEG, ((270, 0.08, 0.92), (328, 0.1, 0.9))),
    "calves": (BACK, False, _LEG, ((354, 0.08, 0.92), (412, 0.1, 0.9))),
}  # fmt: skip
_HANDS: tuple[Polygon, ...] = (
    ((74.8, 244), (84.4, 243.4), (88.6, 254), (90, 264), (88, 269), (77.4, 269),
        (75.6, 258)),
    ((69, 244), (77.4, 243.4), (81.2, 254), (82.4, 264), (80.4, 268.6), (71, 268.6),
        (69.4, 258)),
)  # fmt: skip

# On the face. `across` counts from 0 on the midline to 1 at the edge of the part.
_ON_FACE: dict[str, tuple[bool, Polygon]] = {
    "face-forehead": (
        True,
        ((0, 46), (24, 48.4), (37, 56), (44, 68), (42, 71.4), (29, 68.4), (14, 70.4),
            (0, 71)),
    ),
    "face-nose": (
        True,
        ((0, 86), (5.4, 86), (5.6, 102), (9, 111), (12.4, 116.6), (11, 122), (4, 124.4),
            (0, 124.4)),
    ),
    "face-periorbital": (
        False,
        (
            (10.6, 97), (19, 101), (29, 101.4), (38.6, 97.8), (42, 92), (47, 92), (46, 102),
            (38.6, 110), (25, 112), (15, 108),
        ),
    ),
    "face-perioral": (
        True,
        (
            (0.8, 129), (12, 129), (25.6, 137), (31, 147), (25, 157.4), (10, 162),
                (0.8, 162),
            (0.8, 155.4), (8, 155), (16, 151.6), (24, 144.4), (12.6, 138), (4.6, 134),
            (0.8, 135.6),
        ),
    ),
}  # fmt: skip
_TO_EDGE: dict[str, tuple[bool, str, Polygon]] = {
    "face-temples": (
        False, "skin",
        ((0.83, 75), (0.9, 75), (0.945, 86), (0.96, 99), (0.87, 101), (0.83, 90)),
    ),
    "face-cheeks": (
        False, "skin",
        (
            (0.4, 114.6), (0.62, 112.4), (0.84, 105.4), (0.95, 103), (0.95, 118),
                (0.86, 133),
            (0.68, 137), (0.54, 132), (0.44, 122),
        ),
    ),
    "face-chin": (
        True, "skin",
        (
            (0, 164.6), (0.44, 164), (0.76, 153), (0.8, 141), (0.87, 134), (0.95, 126),
            (0.955, 140), (0.93, 152), (0.86, 162), (0.74, 167.4), (0.44, 171.2), (0, 172),
        ),
    ),
    "face-submental": (
        True, "neck",
        ((0, 177.4), (0.44, 176.2), (0.84, 165), (0.94, 168), (0.92, 184), (0.5, 194),
            (0, 196)),
    ),
}  # fmt: skip
_SCALP: dict[str, Polygon] = {
    ABOVE: (
        (0, 44), (14, 43), (28, 46), (39.6, 55), (46.4, 69), (51, 84), (53.4, 110),
            (49.4, 138),
        (36.6, 159.4), (19, 169.6), (0, 172.4),
    ),
    BEHIND: (
        (0, 13), (21, 16), (39.6, 28), (51.6, 49), (54.8, 74), (52.6, 97), (47.6, 119),
        (41, 132), (30, 138.4), (14, 144), (0, 143.4),
    ),
}  # fmt: skip


@cache
def places(zone: str, sex: str) -> tuple[Place, ...]:
    """
    Where a zone is on the map: in one view, the scalp in two; nowhere if it is unknown.
    """
    if zone == "scalp":
        return tuple(_place(view, half, crosses=True) for view, half in _SCALP.items())
    if zone == "hands":
        male, female = _HANDS
        hand = (
            between(male, female) if sex == NEUTRAL else female if sex == FEMALE else male
        )
        return (_place(BACK, hand, crosses=False),)
    if zone in _ON_BODY:
        view, crosses, part, rows = _ON_BODY[zone]
        return (_place(view, _banded(part, rows, sex), crosses=crosses),)
    if zone in _ON_FACE:
        crosses, half = _ON_FACE[zone]
        return (_place(FACE, half, crosses=crosses),)
    if zone in _TO_EDGE:
        crosses, part, told = _TO_EDGE[zone]
        edge = getattr(heads.face(sex), part)
        half = tuple((across * at_height(edge, y), y) for across, y in told)
        return (_place(FACE, half, crosses=crosses),)
    return ()


def _place(view: str, half: Polygon, *, crosses: bool) -> Place:
    # What lies on the midline is one field with its other half, cut exactly there.
    if all(x for x, _ in half):
        return Place(view=view, half=rounded(half), whole=(), crosses=crosses)
    whole = rounded((*half, *mirrored(half)[1:-1]))
    return Place(view=view, half=_right_of_midline(whole), whole=whole, crosses=crosses)


def _right_of_midline(polygon: Polygon) -> Polygon:
    out: list[Point] = []
    for at, (x, y) in enumerate(polygon):
        px, py = polygon[at - 1]
        if px < 0 < x or x < 0 < px:
            out.append((0.0, py - px * (y - py) / (x - px)))
        if x >= 0:
            out.append((x, y))
    return tuple(out)


def _banded(part: str, rows: tuple[tuple[float, float, float], ...], sex: str) -> Polygon:
    # A band down a part of the body, between two fractions of its width.
    inner, outer = _edges(part, sex)
    begin, end = rows[0][0], rows[-1][0]
    left: list[Point] = []
    right: list[Point] = []
    for row in range(_ROWS):
        y = begin + (end - begin) * row / (_ROWS - 1)
        a, b = at_height(inner, y), at_height(outer, y)
        low = at_height([(low, y) for y, low, _ in rows], y)
        high = at_height([(high, y) for y, _, high in rows], y)
        left.append((a + (b - a) * low, y))
        right.append((a + (b - a) * high, y))
    if not any(x for x, _ in left):
        return (left[0], *right, left[-1])
    return (*right, *reversed(left))


def _edges(part: str, sex: str) -> tuple[Polygon, Polygon]:
    of = bodies.lines(sex)
    middle: Polygon = ((0, 0), (0, 480))
    if part == _TORSO:
        return middle, of.side
    if part == _NECK:
        return middle, tuple((min(x, 20), y) for x, y in of.neck)
    if part == _ARM:
        return of.inner_arm, of.outer_arm
    if part == _LEG:
        return of.inner_leg, of.side
    if part == _FOOT:
        return (*of.inner_leg, *reversed(of.foot)), (*of.side, *of.foot)
    arm = of.side[0][0] - 7
    return ((arm, 80), (arm + 2, 120)), of.outer_arm
