"""
Which points of a plan lie where on the map: by zone, side and view.

Nothing is guessed. Without a side a zone that is there twice gets no points, and a zone
the map does not know gets none either: then the sheet counts them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.figures.points import lay, lay_on_midline
from planner.sheets.figures.zones import LEFT, MIDLINE, RIGHT, WHOLE, Place, places

if TYPE_CHECKING:
    from planner.sheets.figures.geometry import Point

BOTH = "both"
SIDES = (LEFT, RIGHT, BOTH, MIDLINE, "")


@frozen(kw_only=True)
class Planned:
    """
    One row of the plan as the map needs it: its mark, zone, side and number of points.

    The points of a row are numbered from 1, as the journal numbers them. `spacing` is how
    far apart they go, in words, or empty.
    """

    mark: str
    zone: str
    title: str
    side: str
    count: int
    spacing: str = ""


@frozen(kw_only=True)
class Group:
    """
    Points of one row on one side, with the first and last of their numbers.

    `side` is left, right, midline, or whole where the row says no side of a zone across
    the midline; empty where the row says none of a zone that is there twice.
    """

    planned: Planned
    side: str
    first: int
    last: int

    @property
    def count(self) -> int:
        """
        How many points these are.
        """
        return self.last - self.first + 1


@frozen(kw_only=True)
class Field:
    """
    One side of one zone in one view, with all its groups.
    """

    place: Place
    zone: str
    side: str
    groups: tuple[Group, ...]


@frozen(kw_only=True)
class Spot:
    """
    A point on the map, or the mark of a row before its first point, where `number` is 0.
    """

    at: Point
    group: Group
    number: int
    look: str


def groups(planned: Planned, sex: str) -> tuple[Group, ...]:
    """
    The points of one row by side; "both" halves them, an odd one more on the left.
    """
    known = places(planned.zone, sex)
    crosses = bool(known) and known[0].crosses
    total = planned.count
    if planned.side == BOTH:
        left = total - total // 2
        halves = [_group(planned, LEFT, 1, left)]
        if total > 1:
            halves.append(_group(planned, RIGHT, left + 1, total))
        return tuple(halves)
    side = planned.side if planned.side in {LEFT, RIGHT} else ""
    if crosses and planned.side in {MIDLINE, ""}:
        side = MIDLINE if planned.side else WHOLE
    return (_group(planned, side, 1, total),)


def _group(planned: Planned, side: str, first: int, last: int) -> Group:
    return Group(planned=planned, side=side, first=first, last=last)


def fields(plan: tuple[Planned, ...], sex: str) -> tuple[Field, ...]:
    """
    Every field of the map that has points of a plan, in the plan's order.
    """
    found: dict[tuple[str, str], list[Group]] = {}
    for row in plan:
        for group in groups(row, sex):
            if group.side:
                found.setdefault((row.zone, group.side), []).append(group)
    out = []
    for (zone, side), held in found.items():
        known = places(zone, sex)
        if known:
            out.append(Field(place=known[0], zone=zone, side=side, groups=tuple(held)))
    return tuple(out)


def unplaced(plan: tuple[Planned, ...], sex: str) -> tuple[Group, ...]:
    """
    What has no place on the map: an unknown zone, or one that is there twice and no side.
    """
    return tuple(
        group
        for row in plan
        for group in groups(row, sex)
        if not group.side or not places(row.zone, sex)
    )


def mixed(field: Field, among: tuple[Field, ...]) -> bool:
    """
    Whether a zone has points of one side and points over the midline, which would meet.
    """
    sides = {each.side for each in among if each.zone == field.zone}
    return bool(sides & {WHOLE, MIDLINE}) and len(sides) > 1


def spots(field: Field, radius: float, *, marked: bool) -> tuple[Spot, ...]:
    """
    The points of a field with room for a circle of a radius; none if they do not fit.

    Where `marked`, the mark of each row has a spot of its own before its first point.
    """
    extra = 1 if marked else 0
    wanted = sum(group.count + extra for group in field.groups)
    found = _laid(field, wanted, radius)
    if not found:
        return ()
    out: list[Spot] = []
    at = 0
    for group in field.groups:
        for number in range(group.first - extra, group.last + 1):
            mark = number < group.first
            out.append(
                Spot(
                    at=found[at],
                    group=group,
                    number=0 if mark else number,
                    look=_look(field, found[at], radius),
                )
            )
            at += 1
    return tuple(out)


def _laid(field: Field, wanted: int, radius: float) -> tuple[Point, ...]:
    place, side = field.place, field.side
    if side == MIDLINE:
        return lay_on_midline(place.whole, wanted, radius)
    if side == WHOLE and not place.whole:
        left, right = place.shape(LEFT), place.shape(RIGHT)
        one = lay(left, wanted - wanted // 2, radius)
        other = lay(right, wanted // 2, radius)
        fit = len(one) + len(other) == wanted
        return (*one, *other) if fit else ()
    return lay(place.shape(side), wanted, radius)


def _look(field: Field, at: Point, radius: float) -> str:
    if field.side != WHOLE:
        return field.side
    x = at[0]
    if abs(x) < radius:
        return MIDLINE
    half = field.place.shape(LEFT)
    on_left = sum(px for px, _ in half) > 0
    return LEFT if (x > 0) == on_left else RIGHT
