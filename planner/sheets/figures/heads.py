"""
The face and the scalp, of our own drawing: one half of each, as numbers.

The face is seen from the front, the scalp from above (the nose at the top) and from
behind. `x` is counted from the midline; the unit is a third of that of the body.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.figures.bodies import FEMALE, NEUTRAL
from planner.sheets.figures.geometry import between, flat, flat_half, mirrored

if TYPE_CHECKING:
    from planner.sheets.figures.geometry import Polygon

# Male, then female; what is the same for both stands once.
_FACE: tuple[Polygon, ...] = (
    (
        (0, 12), (22, 15), (41, 28), (53, 50), (57, 74), (57, 96), (54.6, 118),
        (49, 141), (36, 160), (20, 171.4), (8, 174.6), (0, 175),
    ),
    (
        (0, 13), (21, 16), (39, 29), (51, 50), (55, 74), (55, 96), (51.4, 118),
        (43.4, 140), (30, 158), (15.6, 169.4), (6, 172.4), (0, 172.8),
    ),
)  # fmt: skip
_NECK: tuple[Polygon, ...] = (
    ((45.4, 148), (43.6, 166), (44, 186), (54, 199), (82, 210), (112, 219)),
    ((37, 150), (35, 166), (35.4, 186), (44, 200), (72, 212), (100, 221)),
)
_EAR: Polygon = (
    (56, 84), (60.6, 79.6), (65, 82), (66.2, 91), (64, 103), (60.4, 112), (56.6, 115.6),
    (53.8, 111),
)  # fmt: skip
_HAIRLINE: Polygon = (
    (0, 41), (14, 40), (29, 44), (41, 52), (47.4, 63), (50.6, 75), (54, 87),
)  # fmt: skip
_HAIR: Polygon = (
    (0, 2), (22, 4.6), (42, 16.4), (56.6, 38), (61, 62), (59.4, 80), (57, 94), (54, 87),
)  # fmt: skip
_FEATURES: tuple[tuple[Polygon, ...], ...] = (
    # lids and the fold above them
    (((14.6, 93.4), (19.6, 88.6), (26, 86.8), (32.6, 88.8), (38, 93.6)),),
    (((14.6, 93.4), (20.6, 96.6), (28, 97.2), (38, 93.6)),),
    (((17, 86.6), (26, 82.6), (36, 87)),),
    # nose
    (((7.8, 86), (6, 98), (7, 110)),),
    (((10, 111.6), (14.2, 116.4), (13.6, 122.6), (9.4, 124.6)),),
    (((3, 126.2), (6.4, 124.2), (9.4, 124.6)),),
    # groove under the nose, fold beside it
    (((3.2, 130), (3.6, 135.4)),),
    (((17.4, 121), (21.4, 127), (23.4, 132.6)),),
    # ear
    (((58.4, 89), (61.6, 86), (62.8, 92), (60.6, 101), (58, 105)),),
    # neck and collarbone
    (((36, 164), (26, 186), (11, 210)), ((29, 164), (21, 186), (9, 210))),
    (((11, 214), (36, 219), (74, 214)), ((9, 214), (32, 219), (66, 215))),
)
_BROW: tuple[Polygon, ...] = (
    (
        (10, 78.4), (18, 75), (29, 73), (37, 75.6), (44, 82), (37, 78.8), (29, 77.2),
        (18, 79.4), (10.6, 82.2),
    ),
    (
        (11, 77.6), (19, 74.4), (29, 72), (36, 74), (42.4, 80.6), (36, 76.6), (29, 75),
        (19, 77.6), (11.4, 80.4),
    ),
)  # fmt: skip
_LIPS: tuple[Polygon, ...] = (
    (
        (0, 138.4), (4.6, 136.4), (11.6, 139.4), (21.6, 144), (13, 150.2), (6, 152.4),
        (0, 152.8),
    ),
    (
        (0, 137.4), (4.4, 135), (11, 138), (20.4, 143.4), (12.6, 151), (6, 153.6),
        (0, 154),
    ),
)  # fmt: skip
_LIP_LINE: Polygon = ((0, 144.4), (4, 143.4), (11, 144.4), (21, 144))
_IRIS = (26.4, 92, 4.9)

# Seen from above: the skull, the nose, the ear; and where the hair begins.
_CROWN: Polygon = (
    (0, 18), (18, 21), (36, 33), (48.6, 54), (54.6, 82), (56.4, 110), (52, 140),
    (38, 163), (20, 173.6), (0, 176.6),
)  # fmt: skip
_NOSE: Polygon = ((7.6, 20), (6, 12), (4, 7.4), (0, 6))
_EAR_ABOVE: Polygon = (
    (54, 84), (59.4, 86), (63.6, 95), (64, 105), (60.4, 109), (56.2, 103),
)  # fmt: skip
_FRINGE: Polygon = ((0, 40), (14, 39), (29, 42), (41, 51), (48.6, 66), (53, 80))
_PARTING: tuple[Polygon, ...] = (
    ((0, 130), (5, 127), (8.6, 131), (7, 138), (-1, 140.6), (-9, 135), (-9, 125)),
    ((0, 46), (0.6, 80), (0, 112)),
)
_STRANDS: tuple[Polygon, ...] = (
    ((16, 46), (19, 84), (15, 120)),
    ((31, 54), (36, 88), (27, 130)),
    ((44, 72), (48, 104), (38, 142)),
    ((6, 150), (12, 159), (11, 170)),
    ((22, 142), (27, 152), (24, 164)),
)
# Seen from behind.
_BEHIND: Polygon = (
    (0, 8), (22, 11), (42, 24), (55, 47), (58.6, 74), (56.4, 98), (51, 122), (43, 138),
)  # fmt: skip
_NECK_BEHIND: tuple[Polygon, ...] = (
    ((43, 138), (43, 158), (44.6, 176), (56, 194), (84, 208), (112, 219)),
    ((43, 138), (37, 156), (36.6, 178), (45, 196), (72, 210), (100, 221)),
)
_HAIR_BEHIND: Polygon = (
    (54.4, 112),
    (50.6, 124),
    (44, 136),
    (31, 143),
    (14, 149),
    (0, 148),
)
_STRANDS_BEHIND: tuple[Polygon, ...] = (
    ((10, 34), (22, 52), (26, 86), (20, 138)),
    ((22, 28), (40, 52), (44, 90), (37, 130)),
    ((8, 60), (11, 96), (7, 140)),
)
_SPINE_BEHIND: tuple[Polygon, ...] = (
    ((17, 158), (19, 180), (30, 200)),
    ((0, 172), (0, 218)),
)


@frozen(kw_only=True)
class Head:
    """
    One view of the head: one half's lines, all flattened but `fine`.

    `skin` is the outline without the neck, `neck` from below the ear, `ear` closed,
    `hairline` from the midline out, `hair` the outer line of the hair; `fine` are the
    fine lines, mirrored where drawn, `single` those drawn once, `full` closed shapes.
    """

    skin: Polygon
    neck: Polygon = ()
    ear: Polygon = ()
    hairline: Polygon = ()
    hair: Polygon = ()
    nose: Polygon = ()
    fine: tuple[Polygon, ...] = ()
    single: tuple[Polygon, ...] = ()
    full: tuple[Polygon, ...] = ()
    lips: Polygon = ()
    iris: tuple[float, float, float] | None = None


def _of(sex: str, told: tuple[Polygon, ...]) -> Polygon:
    male, female = told[0], told[-1]
    if sex == NEUTRAL:
        return between(male, female)
    return female if sex == FEMALE else male


@cache
def face(sex: str) -> Head:
    """
    The face.
    """
    lips = _of(sex, _LIPS)
    return Head(
        skin=flat_half(_of(sex, _FACE)),
        neck=flat(_of(sex, _NECK)),
        ear=_EAR,
        hairline=flat_half(_HAIRLINE),
        hair=flat_half(_HAIR),
        fine=tuple(_of(sex, each) for each in _FEATURES),
        single=((*mirrored(_LIP_LINE), *_LIP_LINE[1:]), ((-4.4, 126.8), (0, 128.6),
            (4.4, 126.8))),
        full=(_of(sex, _BROW),),
        lips=(*lips, *mirrored(lips)[1:-1]),
        iris=_IRIS,
    )  # fmt: skip


@cache
def above(_: str) -> Head:
    """
    The head from above, the nose at the top.
    """
    return Head(
        skin=flat_half(_CROWN),
        ear=_EAR_ABOVE,
        hairline=flat_half(_FRINGE),
        nose=flat_half(_NOSE),
        fine=_STRANDS,
        single=_PARTING,
    )


@cache
def behind(sex: str) -> Head:
    """
    The head from behind.
    """
    return Head(
        skin=flat_half(_BEHIND),
        neck=flat(_of(sex, _NECK_BEHIND)),
        ear=_EAR,
        hairline=flat_half(_HAIR_BEHIND[::-1]),
        fine=(*_STRANDS_BEHIND, _SPINE_BEHIND[0]),
        single=_SPINE_BEHIND[1:],
    )
