"""
The enlarged parts of the body map: which fields stand together, and how large.

Circles are as large as the fields allow. Where they could not be read, fields are shown
apart, a zone or a side at a time; what still has no room is counted.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.figures.fields import Field, Spot, fields, mixed, spots
from planner.sheets.figures.geometry import Polygon, bounds
from planner.sheets.figures.zones import ABOVE, BACK, BEHIND, FACE, FRONT, LEFT, RIGHT

if TYPE_CHECKING:
    from planner.sheets.figures.fields import Planned

# On paper, in millimetres.
WIDE, HIGH, HIGH_OF_MORE, LEAST_HIGH, HEAD = 86.0, 84.0, 62.0, 40.0, 7.0
_RADII, _MOST_PARTS = (2.4, 2.1, 1.8), 3
# In the drawings' units.
_AROUND = {FRONT: 15.0, BACK: 15.0, FACE: 12.0, ABOVE: 14.0, BEHIND: 14.0}
_LARGEST = {FRONT: 1.5, BACK: 1.5, FACE: 1.3, ABOVE: 0.72, BEHIND: 0.72}
_NEAR_MIDLINE = 24.0


@frozen(kw_only=True)
class Held:
    """
    A field on the paper: its spots where their circles can be read, else none.

    Where there was no room for the marks among the spots, they stand `beside` them.
    """

    field: Field
    spots: tuple[Spot, ...]
    beside: bool


@frozen(kw_only=True)
class Panel:
    """
    One enlarged part: a view, its fields, and how it lies on the paper.

    `window` is what is seen of the drawing, `scale` how many millimetres a unit is.
    """

    view: str
    sex: str
    window: tuple[float, float, float, float]
    scale: float
    radius: float
    high: float
    held: tuple[Held, ...]

    @property
    def unread(self) -> int:
        """
        How many fields have circles too small to be read, and are counted.
        """
        return sum(not each.spots for each in self.held)


@lru_cache(maxsize=128)
def panels(plan: tuple[Planned, ...], sex: str) -> tuple[Panel, ...]:
    """
    The enlarged parts: one a view, or one a zone where more circles can be read that way.
    """
    known = fields(plan, sex)
    views = dict.fromkeys(field.place.view for field in known)
    most = HIGH if len(views) == 1 else HIGH_OF_MORE
    out: list[Panel] = []
    for view in views:
        here = tuple(field for field in known if field.place.view == view)
        out += _parts(here, known, sex, most, _MOST_PARTS + 1 - len(views))
    return tuple(out)


def _parts(
    here: tuple[Field, ...], known: tuple[Field, ...], sex: str, high: float, most: int
) -> tuple[Panel, ...]:
    # All in one, else one a zone, else one a side of each, whichever leaves fewest unread.
    best: tuple[Panel, ...] = (_panel(here, known, sex, high),)
    zones = [
        tuple(field for field in here if field.zone == zone)
        for zone in dict.fromkeys(field.zone for field in here)
    ]
    for ways in (zones, [(field,) for field in here]):
        unread = sum(panel.unread for panel in best)
        if unread and 1 < len(ways) <= most:
            made = tuple(_panel(way, known, sex, HIGH_OF_MORE) for way in ways)
            if sum(panel.unread for panel in made) < unread:
                best = made
    return best


def _panel(
    here: tuple[Field, ...], known: tuple[Field, ...], sex: str, most: float
) -> Panel:
    view = here[0].place.view
    around = _AROUND[view]
    left, top, right, bottom = bounds(polygons(here))
    left, top, right, bottom = left - around, top - around, right + around, bottom + around
    if -around < left < _NEAR_MIDLINE:
        left = min(left, -around)
    if -_NEAR_MIDLINE < right < around:
        right = max(right, around)
    scale = min(WIDE / (right - left), most / (bottom - top), _LARGEST[view])
    high = max((bottom - top) * scale, LEAST_HIGH)
    middle, centre = (left + right) / 2, (top + bottom) / 2
    across, down = WIDE / scale / 2, high / scale / 2
    held: tuple[Held, ...] = ()
    radius = _RADII[0]
    for radius in _RADII:
        held = tuple(_held(field, known, radius / scale) for field in here)
        if all(each.spots for each in held):
            break
    return Panel(
        view=view,
        sex=sex,
        window=(middle - across, centre - down, middle + across, centre + down),
        scale=scale,
        radius=radius,
        high=high,
        held=held,
    )


def _held(field: Field, known: tuple[Field, ...], radius: float) -> Held:
    if mixed(field, known):
        return Held(field=field, spots=(), beside=False)
    found = spots(field, radius, marked=True)
    if found or len(field.groups) > 1:
        return Held(field=field, spots=found, beside=False)
    return Held(field=field, spots=spots(field, radius, marked=False), beside=True)


def polygons(here: tuple[Field, ...]) -> list[Polygon]:
    """
    What is drawn of fields, each outline once.
    """
    out: dict[Polygon, None] = {}
    for field in here:
        # A side alone is drawn alone.
        alone = len(here) == 1 and field.side in {LEFT, RIGHT}
        whole = field.place.crosses and not alone
        drawn = field.place.outlines() if whole else (field.place.shape(field.side),)
        out.update(dict.fromkeys(drawn))
    return [*out]
