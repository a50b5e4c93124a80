"""
The observation line: true time above, joined to the equal columns of the chart below.

The phases are those the protocol says; each has its word and the clock time at which it
ends, in a colour and a grey of its own.
"""

from __future__ import annotations

from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING

from planner.sheets.figures import svg
from planner.sheets.figures.svg import DEEP, INK, PAPER, QUIET
from planner.sheets.language import t

if TYPE_CHECKING:
    from markupsafe import Markup

    from planner.sheets.rows.observation import Chart, Floor

# In millimetres. The labels of the chart take this share of its width.
WIDE, LABELS = 186.0, 0.19
_HIGH, _BARS, _AXIS, _PAD, _WHOLE = 21.0, 8.6, 12.0, 3.0, 1000
_SIZE, _LEAST, _LINE, _LETTERS = 2.83, 2.2, 12.0, 22
# Fill, edge and ink of each phase in turn, the last for all that follow.
PHASES = (
    (DEEP, DEEP, PAPER),
    ("#fdf0d8", "#8a4b00", "#4a2900"),
    ("#eef3f5", "#454d55", INK),
)


def observation_line(chart: Chart) -> Markup:
    """
    The line of a chart: its phases, a dot at each true time, and a line to its column.
    """
    left = WIDE * LABELS
    column = (WIDE - left) / max(len(chart.boxes), 1)
    begin, end = left + _PAD, WIDE - _PAD

    def at(place: int) -> float:
        return begin + (end - begin) * place / _WHOLE

    body = [
        svg.text(0, 3.4, t("Last needle"), _SIZE, bold=True),
        *(
            svg.text(0, 6.8 + 3.2 * turn, line, _SIZE, ink=QUIET)
            for turn, line in enumerate(wrap(t("time runs to the right"), _LETTERS))
        ),
        svg.line([(begin, _AXIS), (end, _AXIS)], width=0.4, ink=INK),
    ]
    floors = sorted(chart.floors, key=lambda floor: floor.place)
    starts = (0, *(floor.place for floor in floors))
    for turn, (floor, (first, last)) in enumerate(
        zip(floors, pairwise(starts), strict=True)
    ):
        body += _phase(floor, at(first), at(last), PHASES[min(turn, len(PHASES) - 1)])
    for turn, box in enumerate(chart.boxes):
        x, to = at(box.place), left + column * (turn + 0.5)
        half = (_AXIS + _HIGH) / 2
        body.append(
            svg.path(
                f"M{svg.fmt(x)} {svg.fmt(_AXIS)}C{svg.fmt(x)} {svg.fmt(half)} "
                f"{svg.fmt(to)} {svg.fmt(half)} {svg.fmt(to)} {svg.fmt(_HIGH)}",
                stroke=DEEP,
                width=0.3,
            )
        )
        body.append(svg.circle(x, _AXIS, 1, fill=DEEP))
    return svg.picture(
        body,
        (WIDE, _HIGH),
        title=t("When each set of vital signs is due"),
        told="; ".join(_told(floor) for floor in floors),
        kind="observation",
    )


def _phase(
    floor: Floor, begin: float, end: float, ink: tuple[str, str, str]
) -> list[Markup]:
    fill, edge, words = ink
    room = end - begin
    if room <= 0:
        return []
    what = f"{floor.word} {floor.span}"
    until = t("until {at}", at=floor.ends) if floor.ends else t("until")
    more = 0 if floor.ends else _LINE
    size = min(
        _SIZE, (room - 3) / svg.wide(what, 1), (room - 3 - more) / svg.wide(until, 1)
    )
    size = max(size, _LEAST)
    middle = (begin + end) / 2
    out = [
        svg.rect(begin, 0.2, room, _BARS - 0.4, fill=fill, stroke=edge, width=0.35),
        svg.text(middle, 3.6, what, size, bold=True, anchor="middle", ink=words),
        svg.text(middle - more / 2, 7, until, size, anchor="middle", ink=words),
        svg.line([(end, 0.2), (end, _AXIS + 1)], width=0.35, ink=edge),
    ]
    if more:
        x = middle - more / 2 + svg.wide(until, size) / 2 + 1
        out.append(svg.line([(x, 7.4), (x + _LINE - 2, 7.4)], width=0.25, ink=words))
    return out


def _told(floor: Floor) -> str:
    return ", ".join(part for part in (f"{floor.word} {floor.span}", floor.ends) if part)
