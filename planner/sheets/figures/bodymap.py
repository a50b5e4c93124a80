"""
The body map: where every point of the plan goes, on the patient's side.

A small whole body says where on the body the enlarged parts are; in these each point has
its number and a circle to cross out by hand. Sides are the patient's, in words on every
part. Where circles would be too small to read, a box says how many points there are.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen
from markupsafe import Markup

from planner.sheets.figures import drawings, svg
from planner.sheets.figures.fields import Field, Spot
from planner.sheets.figures.geometry import bounds, straight_path
from planner.sheets.figures.panels import HEAD, WIDE, Panel, panels, polygons
from planner.sheets.figures.svg import DEEP, INK, LINE, PAPER, QUIET, TINT, WASH
from planner.sheets.figures.zones import (
    ABOVE,
    BACK,
    BEHIND,
    FACE,
    FRONT,
    LEFT,
    MIDLINE,
    RIGHT,
    looks_right,
)
from planner.sheets.language import t, tn

if TYPE_CHECKING:
    from planner.sheets.figures.fields import Planned

# On paper, in millimetres.
_EDGE, _SMALL_EDGE = 0.4, 0.24
_BOX = (17.0, 6.4)
_LOCATOR, _SINGLE, _DOUBLE = 27.0, 0.118, 0.088
_TEXT, _SMALL = 2.9, 2.6
# Of side words: smaller where two long ones would not fit, and how wide a letter is.
_SIDES, _SIDES_LONG, _A_LETTER = 2.83, 2.3, 0.66
_UNDER = 3.4
_ONE_DIGIT, _MORE_DIGITS, _TEN = 1.3, 1.16, 10
_LEGEND, _ROW = 3.4, 6.0
# In the drawings' units.
_TALL, _HEAD_BOX = 480, (-30.0, -6.0, 30.0, 70.0)
_ZONE, _BESIDE = 0.1, 2.2


@frozen(kw_only=True)
class BodyMap:
    """
    The whole map: the small body and the enlarged parts; both empty where no zone of the
    plan has a place.
    """

    locator: Markup
    parts: tuple[Markup, ...]


def body_map(plan: tuple[Planned, ...], sex: str) -> BodyMap:
    """
    The map of a plan on the outline of a sex.
    """
    made = panels(plan, sex)
    if not made:
        return BodyMap(locator=Markup(), parts=())
    return BodyMap(locator=_locator(made, sex), parts=tuple(_drawn(each) for each in made))


def view_words(view: str) -> str:
    """
    What a view is called.
    """
    return {
        FRONT: t("Front view"),
        BACK: t("Back view"),
        FACE: t("Face"),
        ABOVE: t("Scalp, from above"),
        BEHIND: t("Scalp, from behind"),
    }[view]


def side_words(side: str) -> str:
    """
    What a side is called on the map; empty where there is none.
    """
    words = {LEFT: t("LEFT"), RIGHT: t("RIGHT"), MIDLINE: t("MIDLINE")}
    return words.get(side, "")


def _drawn(panel: Panel) -> Markup:
    body = [_figure(panel), *_headed(panel.view, panel.window[0], panel.window[2])]
    edge = 0.25
    body.append(
        svg.rect(
            edge / 2, edge / 2, WIDE - edge, HEAD + panel.high - edge,
            stroke=LINE, width=edge, radius=1.2,
        )
    )  # fmt: skip
    return svg.picture(
        body,
        (WIDE, HEAD + panel.high),
        title=t("Injection points: {view}", view=view_words(panel.view)),
        told=_told(panel),
        kind="bodymap",
    )


@lru_cache(maxsize=128)
def _figure(panel: Panel) -> Markup:
    # All that has no words: the drawing, its zones and the points.
    left, top, *_ = panel.window
    scale = panel.scale
    here = tuple(each.field for each in panel.held)
    figure = drawings.drawing(panel.view, panel.sex, round(_EDGE / scale, 2))
    for outline in polygons(here):
        figure += svg.path(
            straight_path(outline),
            fill=DEEP,
            see=_ZONE,
            stroke=DEEP,
            width=0.22 / scale,
            dash=f"{svg.fmt(1 / scale)} {svg.fmt(0.7 / scale)}",
        )
    body = [
        svg.rect(0, 0, WIDE, HEAD + panel.high, fill=PAPER),
        svg.moved(-left * scale, HEAD - top * scale, scale, figure),
    ]

    def at(x: float, y: float) -> tuple[float, float]:
        return (x - left) * scale, HEAD + (y - top) * scale

    for each in panel.held:
        box = bounds(polygons((each.field,)))
        body += [_spot(spot, at(*spot.at), panel.radius) for spot in each.spots]
        if not each.spots:
            x, y = at(*_centre(each.field))
            away = _BOX[0] / 2 + 0.5
            if each.field.side in {LEFT, RIGHT} and abs(x - at(0, 0)[0]) < away:
                x = at(0, 0)[0] + (away if x > at(0, 0)[0] else -away)
            body.append(_counted(each.field, (x, y)))
        elif each.beside:
            x, y = at(*each.spots[0].at)
            if each.field.side != MIDLINE:
                x, y = at(box[2] if box[2] > -box[0] else box[0], each.spots[0].at[1])
            far = _BESIDE if each.field.side == MIDLINE else 1.4
            x += panel.radius * far * (1 if box[2] > -box[0] else -1)
            body.append(_mark(each.field.groups[0].planned.mark, (x, y), panel.radius))
    return Markup().join(body)


def _centre(field: Field) -> tuple[float, float]:
    side = field.side in {LEFT, RIGHT}
    box = bounds([field.place.shape(field.side)] if side else field.place.outlines())
    return (box[0] + box[2]) / 2, (box[1] + box[3]) / 2


def _headed(view: str, left: float, right: float) -> list[Markup]:
    # Both sides in words, each where it is; one alone where the other is not seen.
    out = [
        svg.rect(0, 0, WIDE, HEAD, fill=WASH),
        svg.text(WIDE / 2, HEAD - 2.3, view_words(view), _TEXT, anchor="middle", ink=QUIET),
    ]
    for side in (LEFT, RIGHT):
        at_right = looks_right(view, side)
        if (right if at_right else -left) <= 0:
            continue
        words = side_words(side)
        x, anchor = (WIDE - 2, "end") if at_right else (2, "start")
        out.append(
            svg.text(x, HEAD - 3.3, words, _TEXT + 0.3, bold=True, anchor=anchor, ink=DEEP)
        )
        out.append(
            svg.text(x, HEAD - 0.9, t("patient's side"), 2.3, anchor=anchor, ink=QUIET)
        )
    return out


def _mark(mark: str, at: tuple[float, float], radius: float) -> Markup:
    x, y, half = *at, radius * 0.86
    return svg.rect(
        x - half, y - half, half * 2, half * 2, fill=DEEP, radius=0.5
    ) + svg.text(x, y + 1.05, mark, _TEXT, bold=True, anchor="middle", ink=PAPER)


def _spot(spot: Spot, at: tuple[float, float], radius: float) -> Markup:
    x, y = at
    if not spot.number:
        return _mark(spot.group.planned.mark, at, radius)
    out = svg.circle(
        x,
        y,
        radius - 0.14,
        fill=TINT if spot.look == LEFT else PAPER,
        stroke=INK,
        width=0.26,
    )
    if spot.look == MIDLINE:
        out += svg.circle(x, y, radius - 0.5, stroke=INK, width=0.18)
    size = radius * (_ONE_DIGIT if spot.number < _TEN else _MORE_DIGITS)
    return out + svg.text(x, y + size * 0.36, str(spot.number), size, anchor="middle")


def _counted(field: Field, at: tuple[float, float]) -> Markup:
    wide, high = _BOX
    out = Markup()
    for row, group in enumerate(field.groups):
        x, y = at[0] - wide / 2, at[1] - high / 2 + row * (high + 1)
        out += svg.rect(
            x, y, wide, high, fill=PAPER, stroke=INK, width=0.3, radius=0.6
        ) + svg.rect(x, y, high, high, fill=DEEP, radius=0.6)
        out += svg.text(
            x + high / 2, y + high - 2.1, group.planned.mark, 3.2, bold=True,
            anchor="middle", ink=PAPER,
        ) + svg.text(
            x + (wide + high) / 2, y + high - 2, f"{group.count} ×", 3.4, bold=True,
            anchor="middle",
        )  # fmt: skip
    return out


def _told(panel: Panel) -> str:
    # The map in words, for who cannot see it.
    out = []
    for each in panel.held:
        for group in each.field.groups:
            points = tn("{n} point", "{n} points", group.count)
            parts = [group.planned.title, side_words(group.side), points]
            out.append(
                f"{group.planned.mark}: " + ", ".join(part for part in parts if part)
            )
    return ". ".join(out)


def looks(made: tuple[Panel, ...]) -> tuple[str, ...]:
    """
    Which looks of points the parts show, in their order in the legend.
    """
    seen = {
        spot.look
        for panel in made
        for each in panel.held
        for spot in each.spots
        if spot.number
    }
    return tuple(look for look in (LEFT, RIGHT, MIDLINE) if look in seen)


def _locator(made: tuple[Panel, ...], sex: str) -> Markup:
    bodies = {FRONT: FRONT, FACE: FRONT, ABOVE: FRONT, BACK: BACK, BEHIND: BACK}
    views = tuple(dict.fromkeys(bodies[panel.view] for panel in made))
    scale = _SINGLE if len(views) == 1 else _DOUBLE
    body: list[Markup] = []
    y = 0.0
    for view in views:
        here = tuple(panel for panel in made if bodies[panel.view] == view)
        body.append(_small(view, here, sex, y, scale))
        y += HEAD + _TALL * scale + 4 + _UNDER
    for look in looks(made):
        y += _ROW
        fill = TINT if look == LEFT else PAPER
        body.append(svg.circle(_LEGEND, y - 1, 1.9, fill=fill, stroke=INK, width=0.26))
        if look == MIDLINE:
            body.append(svg.circle(_LEGEND, y - 1, 1.5, stroke=INK, width=0.18))
        words = {
            LEFT: t("left points"),
            RIGHT: t("right points"),
            MIDLINE: t("on the midline"),
        }[look]
        body.append(svg.text(_LEGEND + 3, y, words, _SMALL))
    return svg.picture(
        body,
        (_LOCATOR, y + 3),
        title=t("Where on the body the points are"),
        kind="locator",
    )


def _small(view: str, here: tuple[Panel, ...], sex: str, y: float, scale: float) -> Markup:
    figure = _small_figure(view, here, sex, scale)
    drawn = svg.moved(_LOCATOR / 2, y + HEAD, scale, figure)

    words = [
        svg.text(_LOCATOR / 2, y + 3, view_words(view), _SMALL, bold=True, anchor="middle")
    ]
    letters = sum(len(side_words(side)) for side in (LEFT, RIGHT))
    size = _SIDES if letters * _SIDES * _A_LETTER < _LOCATOR else _SIDES_LONG
    for side in (LEFT, RIGHT):
        at_right = looks_right(view, side)
        x, anchor = (_LOCATOR - 0.4, "end") if at_right else (0.4, "start")
        # Under the feet: beside the head, a long word would lie over it.
        under = y + HEAD + _TALL * scale + _UNDER
        words.append(svg.text(x, under, side_words(side), size, anchor=anchor, ink=QUIET))
    return drawn + Markup().join(words)


@lru_cache(maxsize=128)
def _small_figure(view: str, here: tuple[Panel, ...], sex: str, scale: float) -> Markup:
    body = drawings.plain(view, sex, round(_SMALL_EDGE / scale, 2))
    for panel in here:
        if panel.view == view:
            for outline in polygons(tuple(each.field for each in panel.held)):
                body += svg.path(straight_path(outline), fill=DEEP)
        box = panel.window if panel.view == view else _HEAD_BOX
        left, top = max(box[0], -112), max(box[1], -8)
        right, bottom = min(box[2], 112), min(box[3], _TALL + 6)
        body += svg.rect(
            left, top, right - left, bottom - top, stroke=DEEP, width=1.6, dash="6 4"
        )
    return body
