"""
The injection plan as the body map needs it, and the circles of each row by side.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen
from markupsafe import Markup

from planner.model.person import SEXES
from planner.sheets import written
from planner.sheets.figures import bodies
from planner.sheets.figures.bodymap import BodyMap, body_map, side_words
from planner.sheets.figures.fields import Group, Planned, groups, unplaced
from planner.sheets.figures.tally import MOST, tally
from planner.sheets.figures.zones import places
from planner.sheets.language import t
from planner.sheets.rows.heads import zone_title

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.model.protocol import Protocol
    from planner.model.situation import Situation
    from planner.model.vocabulary import Technique

# More circles than this in one row of the plan become a box of cells.
_MOST_CIRCLES = 60
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@frozen(kw_only=True)
class Circles:
    """
    The points of one side of a row: the side in words, how they look, and their numbers.

    Where there are too many for circles, `cells` is a box to strike them off in.
    """

    side: str
    look: str
    numbers: tuple[int, ...]
    cells: Markup


@frozen(kw_only=True)
class MapRow:
    """
    A row of the plan on the map: its mark, how far apart its points go, and its circles.

    `note` says why it is not on the map; empty where it is.
    """

    mark: str
    spacing: str
    circles: tuple[Circles, ...]
    note: str


def outline(names: Mapping[str, object]) -> str:
    """
    Which outline the map has: the patient's, or a neutral one where nobody said.
    """
    told = names.get("sex")
    return str(told) if told in SEXES else bodies.NEUTRAL


def planned(situation: Situation, protocol: Protocol) -> tuple[Planned, ...]:
    """
    The plan's rows for the map, marked A, B, C in their order.
    """
    plan = situation.plan
    return tuple(
        Planned(
            mark=_mark(at),
            zone=item.zone,
            title=zone_title(item.zone, protocol),
            side=item.side,
            count=item.points,
            spacing=_spacing(protocol.vocabulary.technique.get(item.technique)),
        )
        for at, item in enumerate(plan.items if plan else ())
    )


def _mark(at: int) -> str:
    more, letter = divmod(at, len(_LETTERS))
    return _LETTERS[letter] + (str(more + 1) if more else "")


def _spacing(technique: Technique | None) -> str:
    if technique is None or technique.spacing_from is None:
        return ""
    low = written.quantity(technique.spacing_from)
    high = written.quantity(technique.spacing_to or technique.spacing_from)
    if low == high:
        return t("{distance} apart", distance=low)
    return t("{low} to {high} apart", low=low, high=high)


def drawn(rows: tuple[Planned, ...], sex: str) -> BodyMap:
    """
    The map itself.
    """
    return body_map(rows, sex)


def map_rows(rows: tuple[Planned, ...], sex: str) -> tuple[MapRow, ...]:
    """
    What stands beside the map, one row for each of the plan.
    """
    off = {group.planned.mark for group in unplaced(rows, sex)}
    return tuple(
        MapRow(
            mark=row.mark,
            spacing=row.spacing,
            circles=tuple(_circles(group) for group in groups(row, sex)),
            note=_note(row, sex) if row.mark in off else "",
        )
        for row in rows
    )


def _note(row: Planned, sex: str) -> str:
    if not places(row.zone, sex):
        return t("This zone is not on the map: mark the points on the patient.")
    return t("The plan says no side: nothing is drawn until it does.")


def _circles(group: Group) -> Circles:
    many = group.count > _MOST_CIRCLES
    return Circles(
        side=side_words(group.side),
        look=group.side or "whole",
        numbers=() if many else tuple(range(group.first, group.last + 1)),
        cells=tally(group.count) if many and group.count <= MOST else Markup(),
    )
