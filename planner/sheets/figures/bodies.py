"""
The outlines of the body, of our own drawing: one half of each, as numbers.

Lines run down. `x` is counted from the midline, so that a half and its mirrored twin make
the whole; a body is 480 units high. The neutral outline is half-way between the two
others.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.figures.geometry import (
    STEPS,
    at_height,
    between,
    flat,
    flat_half,
    mirrored,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.sheets.figures.geometry import Polygon

FEMALE, MALE, NEUTRAL = "female", "male", "neutral"
SEXES = (FEMALE, MALE, NEUTRAL)


@frozen(kw_only=True)
class Half:
    """
    The lines of one half.

    `head` from the crown to the chin, `neck` from there to the shoulder, `outer_arm`
    from the shoulder to the wrist, `hand` around the fingers, `inner_arm` from the armpit
    to the wrist, `side` from the armpit to the ankle, `foot` around the toes, `inner_leg`
    from the crotch to the ankle.
    """

    head: Polygon
    neck: Polygon
    outer_arm: Polygon
    hand: Polygon
    inner_arm: Polygon
    side: Polygon
    foot: Polygon
    inner_leg: Polygon


_MALE = Half(
    head=(
        (0, 0), (10, 1.6), (17.6, 8.4), (20.6, 19), (20.4, 30), (19.4, 41), (16.6, 50.6),
        (9.6, 59.4), (4, 62.2), (0, 62.6),
    ),
    neck=((16, 46), (15.4, 57), (16, 67), (21, 74.5), (32, 79.5), (46, 83.5)),
    outer_arm=(
        (46, 83.5), (56, 88), (62.6, 97), (65.6, 110), (66.6, 126), (68.6, 143),
            (70.6, 158),
        (73.6, 172), (78, 186), (80.6, 202), (82, 220), (84, 239),
    ),
    hand=(
        (84, 239), (86, 246), (91, 253.4), (95.8, 262), (97.6, 269.4), (95.4, 271.4),
        (91.6, 266.4), (91.4, 273), (91.8, 285), (89.6, 289.4), (87.8, 291.6),
        (85.4, 292.4), (83.4, 290.8), (81.2, 289.6), (79.6, 286), (77.6, 283),
        (76, 277), (74.8, 264), (73.2, 252), (73.6, 241),
    ),
    inner_arm=(
        (48, 121), (50, 134), (53.4, 150), (57.4, 164), (60, 176), (62.6, 190),
        (67, 208), (70.8, 226), (73.6, 241),
    ),
    side=(
        (48, 121), (46.8, 136), (43.6, 154), (40.4, 170), (39.4, 184), (41, 200),
        (43.4, 218), (45.4, 236), (46.4, 254), (45.6, 276), (42.4, 300), (38.4, 322),
        (36, 338), (36.2, 352), (38, 370), (37.6, 388), (33.8, 410), (30, 430),
        (29, 446),
    ),
    foot=(
        (29, 446), (30.2, 456), (33.4, 464), (36.2, 471), (35.6, 476.4), (30, 479),
        (22, 479.8), (16.6, 478), (14.8, 472), (16, 463), (17.2, 454), (15.6, 446),
    ),
    inner_leg=(
        (0, 250), (2, 262), (5.4, 284), (9, 306), (11.4, 324), (12, 340), (11, 354),
        (9.6, 372), (10.6, 392), (14, 416), (15.8, 434), (15.6, 446),
    ),
)  # fmt: skip
_FEMALE = Half(
    head=(
        (0, 1), (9.6, 2.6), (16.8, 9), (19.4, 19.4), (19, 30), (17.4, 40.6), (13.8, 50.4),
        (7.6, 58.6), (3, 61.2), (0, 61.6),
    ),
    neck=((12, 46), (11.6, 57), (12, 67), (15.6, 75.4), (26, 80.8), (38, 84.5)),
    outer_arm=(
        (38, 84.5), (46.6, 88), (52.4, 96), (55, 109), (56.4, 126), (58.6, 143), (61, 158),
        (64.4, 172), (68.4, 186), (71.4, 202), (74, 220), (77, 239),
    ),
    hand=(
        (77, 239), (79, 246), (83.6, 253.4), (88, 262), (89.6, 269), (87.6, 270.8),
        (84, 266.4), (83.8, 273), (84.2, 284.4), (82.2, 288.6), (80.6, 290.6),
        (78.4, 291.4), (76.6, 289.8), (74.6, 288.6), (73, 285.2), (71.2, 282.2),
        (69.8, 276.6), (68.8, 264), (67.4, 252), (68, 241),
    ),
    inner_arm=(
        (42, 119), (44.4, 134), (48, 150), (51.8, 164), (54.4, 176), (57.2, 190),
        (61.4, 208), (65.2, 226), (68, 241),
    ),
    side=(
        (42, 119), (42, 132), (38.4, 148), (34.2, 164), (32.8, 178), (36.4, 196),
        (42.4, 214), (46.4, 232), (48, 250), (46.4, 274), (42, 300), (36.6, 322),
        (33.4, 338), (33, 352), (35, 370), (34.8, 388), (31.4, 410), (28, 430),
        (27, 446),
    ),
    foot=(
        (27, 446), (28, 456), (30.8, 464), (33.2, 471), (32.6, 476.4), (28, 479),
        (21.4, 479.8), (16.6, 478), (14.8, 472), (15.8, 463), (16.8, 454), (15.2, 446),
    ),
    inner_leg=(
        (0, 250), (1.4, 262), (4.6, 284), (8.4, 306), (11, 324), (12, 340), (11.2, 354),
        (9.8, 372), (10.6, 392), (13.6, 416), (15.2, 434), (15.2, 446),
    ),
)  # fmt: skip
# Of a small ear, where the head is this wide; it is moved to the edge of each head.
EAR: Polygon = (
    (0.6, 24), (2.2, 23), (3.4, 25.4), (3, 29), (1.8, 32.4), (0.4, 33),
)  # fmt: skip
_PARTS = (
    "head", "neck", "outer_arm", "hand", "inner_arm", "side", "foot", "inner_leg",
)  # fmt: skip


@cache
def half(sex: str) -> Half:
    """
    The lines of one half of a body.
    """
    if sex != NEUTRAL:
        return _FEMALE if sex == FEMALE else _MALE
    return Half(
        **{name: between(getattr(_FEMALE, name), getattr(_MALE, name)) for name in _PARTS}
    )


@cache
def lines(sex: str) -> Half:
    """
    The same half with its smooth lines flattened, each joined without a kink to the next.
    """
    of = half(sex)
    arm = _pieces(flat, (of.neck, of.outer_arm, of.hand, of.inner_arm[::-1]))
    leg = _pieces(flat, (of.side, of.foot, of.inner_leg[::-1]))
    return Half(
        head=flat_half(of.head),
        neck=arm[0],
        outer_arm=arm[1],
        hand=arm[2],
        inner_arm=arm[3][::-1],
        side=leg[0],
        foot=leg[1],
        inner_leg=leg[2][::-1],
    )


def _pieces(
    smooth: Callable[[Polygon], Polygon], parts: tuple[Polygon, ...]
) -> list[Polygon]:
    # Smooth all parts as one line, each part beginning where the last one ends.
    whole = parts[0] + tuple(point for part in parts[1:] for point in part[1:])
    drawn, out, begin = smooth(whole), [], 0
    for part in parts:
        end = begin + (len(part) - 1) * STEPS
        out.append(drawn[begin : end + 1])
        begin = end
    return out


@cache
def silhouette(sex: str) -> Polygon:
    """
    The whole body without the head, as one polygon.
    """
    of = lines(sex)
    one = (
        *of.neck,
        *of.outer_arm[1:],
        *of.hand[1:],
        *reversed(of.inner_arm[:-1]),
        *of.side[1:],
        *of.foot[1:],
        *reversed(of.inner_leg[1:-1]),
    )
    return (*one, (0, of.inner_leg[0][1]), *mirrored(one))


@cache
def skull(sex: str) -> Polygon:
    """
    The head, as one polygon.
    """
    one = lines(sex).head
    return (*one, *mirrored(one)[1:-1])


def ear_at(sex: str) -> float:
    """
    How far from the midline an ear begins.
    """
    return at_height(half(sex).head, EAR[0][1]) - 1
