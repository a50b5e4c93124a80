"""
The fine lines inside the outlines of the body, of our own drawing, as numbers.

They are what makes a side of the body known at a glance. Each is one half's, for the
male and the female body, or for both; `x` is counted from the midline.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from planner.sheets.figures.bodies import FEMALE, NEUTRAL
from planner.sheets.figures.geometry import between

if TYPE_CHECKING:
    from planner.sheets.figures.geometry import Polygon

FRONT, BACK = "front", "back"

# Male, then female. A line for both stands once.
_FRONT: tuple[tuple[Polygon, ...], ...] = (
    # collarbone, and the muscle from behind the ear to it
    (((4.6, 83.6), (13, 85), (27, 82), (42, 86)), ((3.8, 84), (11, 85.4), (23, 83),
        (35, 86.6))),
    (((13.4, 62), (9.4, 72), (4, 82)), ((10.2, 62), (7.4, 72), (3.2, 82.4))),
    # shoulder
    (((47.4, 102), (51.6, 111), (52.6, 121)), ((40.8, 103), (44.6, 111), (45.6, 119))),
    # chest
    (
        ((47, 118), (41, 128.6), (29, 133.6), (15, 132.6), (4, 127)),
        ((40.6, 128), (37, 137.4), (26.6, 142), (14.6, 140), (7, 132)),
    ),
    # arch of the ribs
    (((4, 148), (12, 154), (21, 165), (27, 177)), ((3.4, 149), (10, 155), (17, 164),
        (22, 174))),
    # groin
    (((38.4, 212), (28, 228), (15, 242), (4, 250)), ((41, 214), (29, 230), (15, 243),
        (4, 250))),
    # crook of the arm
    (((60.8, 172.6), (65.4, 174.4), (70.6, 172.4)), ((55, 172.6), (58.8, 174.4),
        (62.6, 172.4))),
    # kneecap
    (
        ((16.4, 331), (15.4, 339), (18.6, 346.6), (24.4, 348.6), (30.2, 345.6), (32, 337),
            (30, 329)),
        ((16, 331), (15.2, 339), (17.8, 346.2), (22.8, 348.2), (28, 345.4), (29.4, 337),
            (27.8, 329)),
    ),
    # shin, ankle
    (((20.6, 360), (19, 388), (20.6, 420)),),
    (((18.2, 450), (20, 453), (19, 457)),),
    # toes
    (((20.6, 474), (20.8, 478.6)),),
    (((24.6, 474.4), (24.8, 478.6)),),
    (((28.4, 474), (28.6, 477.8)),),
    # fingers
    (((87.6, 271), (88, 286)), ((80.6, 271), (80.8, 285.6))),
    (((83.6, 271.6), (83.4, 286)), ((76.8, 271.6), (76.6, 285.6))),
    (((79.8, 271), (79.2, 281)), ((73.2, 271), (72.6, 280.4))),
    (((91.6, 266.4), (88.6, 261), (84.6, 256)), ((84, 266.4), (81.4, 261), (77.6, 256))),
)  # fmt: skip
_BACK: tuple[tuple[Polygon, ...], ...] = (
    # edge of the trapezius
    (((17, 70), (24, 80), (38, 88), (50, 92)), ((13, 71), (19, 80.6), (31, 88), (41, 92))),
    # shoulder blade
    (
        ((37, 95), (24, 101), (17, 108), (19.4, 122), (27, 135), (33.6, 136.6),
            (38.6, 128)),
        ((31.6, 96), (20.6, 101), (14.8, 108), (16.6, 122), (22.6, 134), (28.4, 135.4),
            (33, 127)),
    ),
    # back of the shoulder
    (((48.4, 104), (52.6, 112), (53.4, 121)), ((41.6, 104), (45.6, 112), (46.4, 119))),
    # side of the back
    (((40, 146), (34, 160), (27, 178)), ((34.6, 146), (29, 160), (23, 178))),
    # dimples, buttocks
    (((8, 208.6), (10.2, 211), (9.4, 213.6)),),
    (((2.4, 256), (9, 262.6), (20, 265.4), (33, 262)), ((2.4, 256), (9, 263), (20, 266),
        (34, 262))),
    # elbow
    (((64, 164), (67.4, 170), (65.4, 176)), ((57.6, 164), (60.4, 170), (58.6, 176))),
    # back of the knee, calf
    (((15, 337), (23, 340.6), (32, 336)), ((15, 337), (21.6, 340.4), (29, 336))),
    (((24, 366), (25, 384), (23, 396)), ((22.4, 366), (23.2, 384), (21.6, 396))),
    (((12, 392), (17.6, 402), (23, 397), (28.4, 404), (34, 394)), ((12, 392), (16.8, 402),
        (21.6, 397), (26.4, 404), (31.6, 394))),
    # heel
    (((19.6, 440), (20, 456)), ((19, 440), (19.4, 456))),
    (((26, 440), (25.6, 456)), ((24, 440), (24, 456))),
    (((17.4, 469), (23, 473), (30, 469)), ((17, 469), (22, 473), (28, 469))),
    # knuckles and fingers
    (((87.6, 269), (88, 286)), ((80.6, 269), (80.8, 285.6))),
    (((83.6, 269.6), (83.4, 286)), ((76.8, 269.6), (76.6, 285.6))),
    (((79.8, 269), (79.2, 281)), ((73.2, 269), (72.6, 280.4))),
    (((91.6, 266.4), (89.6, 262), (86.6, 257.6)), ((84, 266.4), (82.2, 262),
        (79.4, 257.6))),
)  # fmt: skip
# The face in the small: brow, eye, side of the nose; and the mouth.
SMALL_FACE: tuple[Polygon, ...] = (
    ((4.4, 26.4), (9, 25), (13.6, 27)),
    ((5.6, 31), (9, 29.8), (12.6, 31.2)),
    ((1.8, 31), (1.6, 38), (3.8, 42), (0.8, 43.2)),
)
SMALL_MOUTH: Polygon = ((-6.6, 50.2), (-2, 49.4), (0, 50), (2, 49.4), (6.6, 50.2))
# Where the hair of the small head ends, across it from its edge to the midline.
HAIR_ENDS: dict[str, Polygon] = {
    FRONT: ((1, 25), (0.9, 19), (0.74, 13.6), (0.4, 12), (0, 12.4)),
    BACK: ((1, 47), (0.8, 51.4), (0.4, 54), (0, 53.6)),
}
_MIDDLE: dict[str, tuple[Polygon, ...]] = {
    FRONT: (
        ((0, 100), (0, 126)),
        ((0, 146), (0, 180)),
        ((-2, 188.6), (0, 190.6), (2, 188.6)),
    ),
    BACK: (((0, 80), (0, 204)), ((0, 222), (0, 254))),
}


@cache
def marks(view: str, sex: str) -> tuple[Polygon, ...]:
    """
    The fine lines of one half, seen from one side.
    """
    out = []
    for line in _FRONT if view == FRONT else _BACK:
        male, female = line[0], line[-1]
        if sex == NEUTRAL:
            out.append(between(male, female) if len(male) == len(female) else male)
        else:
            out.append(female if sex == FEMALE else male)
    return tuple(out)


def middle(view: str) -> tuple[Polygon, ...]:
    """
    The fine lines on the midline.
    """
    return _MIDDLE[view]
