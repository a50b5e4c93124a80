"""
The line of a held medicine: last dose, injection, and when it is taken again.

Instants stand where they are in time. What may not be told yet has no place on the line:
it is named as withheld, with the reason.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.figures import svg
from planner.sheets.figures.svg import DEEP, INK, PAPER, QUIET, TINT
from planner.sheets.language import t

if TYPE_CHECKING:
    from datetime import datetime

    from markupsafe import Markup

WIDE = 186.0
_PAD, _LANE, _GAP, _SIZE = 4.0, 7.8, 2.5, 2.83
_BAR, _INNER = 3.6, 2.83
# Where a label goes, nearest to the line first: lanes above are negative.
_LANES = (-1, 1, -2, 2, -3, 3)
_SHAPES = ("dose", "injection", "rule", "restart")


@frozen(kw_only=True)
class HoldMark:
    """
    One instant of a hold: in words, its clock time, and its shape.

    Without `at` it is only told beside the line, with `clock` as what is known of it.
    """

    shape: str
    word: str
    clock: str
    at: datetime | None = None


@frozen(kw_only=True)
class HoldLine:
    """
    One held medicine with its marks in the order of time; `withheld` says what is not told
    yet, and why.
    """

    medicine: str
    marks: tuple[HoldMark, ...]
    withheld: str = ""


def hold_line(hold: HoldLine) -> Markup:
    """
    The line of one held medicine.
    """
    known = [mark for mark in hold.marks if mark.at is not None]
    placed = _placed(known)
    lanes = sorted({lane for *_, lane in placed})
    above = -min((lane for lane in lanes if lane < 0), default=0)
    below = max((lane for lane in lanes if lane > 0), default=0)
    axis = above * _LANE + (3.2 if above else 2.6)
    high = axis + below * _LANE + 3
    body: list[Markup] = []
    if placed:
        body.append(svg.line([(0, axis), (WIDE, axis)], width=0.3, ink=QUIET))
        body += _without(hold, placed, axis)
        for mark, x, left, lane in placed:
            body += _mark(mark, x, left, lane, axis)
    else:
        high = 0.0
    for words in _beside(hold):
        high += 4
        body.append(svg.text(0, high - 1, words, _SIZE, bold=words == hold.withheld))
    told = "; ".join(f"{mark.word}: {mark.clock}" for mark in hold.marks)
    return svg.picture(
        body,
        (WIDE, max(high, 4)),
        title=t("Hold and restart of {medicine}", medicine=hold.medicine),
        told="; ".join(part for part in (told, hold.withheld) if part),
        kind="hold",
    )


def _placed(known: list[HoldMark]) -> list[tuple[HoldMark, float, float, int]]:
    # Each mark with its place, the left end of its label and the lane of that.
    times = [mark.at.timestamp() for mark in known if mark.at is not None]
    if not times:
        return []
    first, last = min(times), max(times)
    room = WIDE - 2 * _PAD
    out: list[tuple[HoldMark, float, float, int]] = []
    ends: dict[int, float] = {}
    for mark, time in sorted(zip(known, times, strict=True), key=lambda pair: pair[1]):
        x = _PAD + room * ((time - first) / (last - first) if last > first else 0.5)
        long = max(svg.wide(mark.word, _SIZE), svg.wide(mark.clock, _SIZE))
        left = min(max(0.0, x - long / 2), WIDE - long)
        lane = next(
            (lane for lane in _LANES if ends.get(lane, float("-inf")) + _GAP <= left),
            _LANES[-1],
        )
        ends[lane] = left + long
        out.append((mark, x, left, lane))
    return out


def _without(
    hold: HoldLine, placed: list[tuple[HoldMark, float, float, int]], axis: float
) -> list[Markup]:
    # From the last dose until it is taken again: the time without the medicine.
    ends = {mark.shape: x for mark, x, *_ in placed}
    if "dose" not in ends or "restart" not in ends or ends["restart"] <= ends["dose"]:
        return []
    room = ends["restart"] - ends["dose"]
    out = [
        svg.rect(
            ends["dose"], axis - _BAR / 2, room, _BAR, fill=TINT, stroke=INK, width=0.25
        )
    ]
    words = t("without {medicine}", medicine=hold.medicine)
    free = sorted(x for _, x, *_ in placed)
    widest = max(((b - a, a) for a, b in pairwise(free)), default=(0, 0))
    if svg.wide(words, _INNER) + 4 < widest[0]:
        middle = widest[1] + widest[0] / 2
        out.append(svg.text(middle, axis + 1, words, _INNER, anchor="middle"))
    return out


def _mark(mark: HoldMark, x: float, left: float, lane: int, axis: float) -> list[Markup]:
    top = axis + lane * _LANE - 2 if lane < 0 else axis + (lane - 1) * _LANE + 2.8
    near = top + _LANE - 1.4 if lane < 0 else top + 0.4
    out = [
        svg.line([(x, axis), (x, near)], width=0.2, ink=QUIET),
        svg.rect(
            left - 0.3, top, max(svg.wide(mark.word, _SIZE), svg.wide(mark.clock, _SIZE)),
            _LANE - 1.2, fill=PAPER,
        ),
        svg.text(left, top + 2.6, mark.word, _SIZE, ink=QUIET),
        svg.text(left, top + 5.9, mark.clock, _SIZE, bold=True),
    ]  # fmt: skip
    shapes = {
        "dose": svg.circle(x, axis, 1.9, fill=INK),
        "injection": svg.path(
            f"M{svg.fmt(x)} {svg.fmt(axis - 2.4)}l2.4 2.4l-2.4 2.4l-2.4 -2.4Z", fill=DEEP
        ),
        "rule": svg.line([(x, axis - 2.6), (x, axis + 2.6)], width=0.7, ink=INK),
        "restart": svg.circle(x, axis, 1.8, fill=PAPER, stroke=INK, width=0.6),
    }
    return [*out, shapes[mark.shape]]


def _beside(hold: HoldLine) -> list[str]:
    out = [f"{mark.word}: {mark.clock}" for mark in hold.marks if mark.at is None]
    return [*out, hold.withheld] if hold.withheld else out
