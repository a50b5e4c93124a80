"""
The lifecycle as a picture: drawn from the legs themselves, in SVG, by no other program.

Legs of one move to one place are one arrow. The walk is a column; steps go down it, ways
back and past a stage run at its left; what leaves every stage of the walk runs along the
rail at its right; alarms, which leave every stage there is, are drawn once. What keeps a
session where it is stands inside its box. Each count of gates tells their ids on pointing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.model.terms import FINALS, SIDE, STAGES, WALK
from planner.session.lifecycle import LEGS
from planner.sheets import drawing
from planner.sheets.drawing import arrow, box, label, note, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from planner.model.protocol import Protocol
    from planner.session.lifecycle import Leg

# Where everything stands, in the picture's own units.
_WIDTH, _COLUMN, _ACROSS, _TOP = 1460, 560, 320, 150
_SIDE, _SIDE_ACROSS, _RAIL = 40, 300, 930
_END, _END_ACROSS, _GAP, _LINE = 1160, 250, 62, 17
_HEAD, _LANE, _FOOT = 30, 34, 76
_CHARS_IN_BOX, _CHARS_AT_SIDE, _CHARS_ON_RAIL = 52, 48, 38
_MIDDLE, _STEP = _COLUMN + _ACROSS / 2, 15

_BARS = {
    "visit-open": "the patient is checked in",
    "visit-closed": "the visit has ended",
    "clock": "the clock has not gone back",
    "no-adrenaline": "no adrenaline was given",
    "physician": "a physician asks",
    "not-injected": "nothing was injected",
    "nothing-stands": "nothing that reached the patient stands on record",
    "left-open": "the stage left was not an end",
}
_BACK = "left "


@frozen(kw_only=True)
class Road:
    """
    Legs of one move that are drawn together: from where, to where, past which gates.

    `dest` is empty where the session stays, and the several ends of a way back to the end
    that was left are one road.
    """

    legs: tuple[Leg, ...]

    @property
    def move(self) -> str:
        """
        What the practitioner asks for.
        """
        return self.legs[0].move

    @property
    def dests(self) -> tuple[str, ...]:
        """
        Where it leads; nowhere, where every leg stays.
        """
        return tuple(dict.fromkeys(leg.dest for leg in self.legs if leg.dest))

    @property
    def sources(self) -> tuple[str, ...]:
        """
        Where it starts, in the order of the stages.
        """
        held = {leg.source for leg in self.legs}
        return tuple(stage for stage in STAGES if stage in held)

    @property
    def bars(self) -> tuple[str, ...]:
        """
        What the lifecycle itself asks for, in words.
        """
        named = dict.fromkeys(bar for leg in self.legs for bar in leg.bars)
        return tuple(_BARS.get(b, b) for b in named if not b.startswith(_BACK))


def roads(legs: Sequence[Leg] = LEGS) -> tuple[Road, ...]:
    """
    Every leg in exactly one road.

    A leg that stays joins the road of its move where together they leave every stage, or
    every stage of the walk: "from everywhere" is then said once.
    """
    held: dict[tuple[str, str, str], list[Leg]] = {}
    for leg in legs:
        back = any(bar.startswith(_BACK) for bar in leg.bars)
        dest = "the end that was left" if back else leg.dest
        held.setdefault((leg.move, dest, leg.checkpoint), []).append(leg)
    for key in [each for each in held if each[1]]:
        stays = held.get((key[0], "", key[2]), [])
        leaving = {leg.source for leg in held[key]}
        joined = leaving | {leg.source for leg in stays}
        for whole in (set(STAGES), set(WALK)):
            if stays and whole <= joined and not whole <= leaving:
                kept = [leg for leg in stays if leg.source not in whole]
                held[key] += [leg for leg in stays if leg.source in whole]
                held[key[0], "", key[2]] = stays = kept
    return tuple(Road(legs=tuple(each)) for each in held.values() if each)


def stages_in_words(stages: Iterable[str]) -> str:
    """
    A set of stages, the whole walk or all ends said as that.
    """
    left = set(stages)
    if left == set(STAGES):
        return "every stage, ends included"
    words = []
    for name, group in (("every stage of the walk", WALK), ("every end", FINALS)):
        if set(group) <= left:
            words.append(name)
            left -= set(group)
    return ", ".join([*words, *(stage for stage in STAGES if stage in left)])


def diagram(protocol: Protocol) -> str:
    """
    The lifecycle with the gates of one protocol version, as an SVG document.
    """
    return _Picture(protocol).svg()


class _Picture:
    # One drawing: what is placed, and the roads that are not drawn yet.
    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.todo = list(roads())
        self.parts: list[str] = []
        self.tops: dict[str, float] = {}
        self.heights: dict[str, float] = {}

    def svg(self) -> str:
        everywhere = self.take(lambda road: set(road.sources) == set(STAGES))
        stays = self.take(lambda road: not road.dests)
        self.walk(stays)
        height = self.bottom() + _FOOT
        self.sides(everywhere, stays)
        self.steps()
        self.rail(stays)
        self.lanes()
        assert not self.todo, [road.move for road in self.todo]
        name = f"{self.protocol.id} {self.protocol.version}"
        told = (
            f"Stages, moves and gates of the protocol {name}, digest "
            f"{self.protocol.digest or 'not sealed'}. The walk stands in a column from "
            f"{WALK[0]} to {WALK[-1]}; side stages at its left, ends at its right."
        )
        head = [
            drawing.text(_SIDE, 42, f"Lifecycle of a session: {name}", size=24, bold=True),
            drawing.text(
                _SIDE,
                70,
                "Each arrow is a move; a number in a frame counts the gates that hold it. "
                "Point at it to read their names.",
                size=13,
            ),
        ]
        foot = drawing.text(
            _SIDE, height - 20, f"Digest {self.protocol.digest or 'not sealed'}", size=11
        )
        body = "\n".join([*head, *self.parts, foot])
        return drawing.document(
            body, _WIDTH, height, title=f"Lifecycle of {name}", told=told
        )

    def take(self, which: object) -> list[Road]:
        assert callable(which)
        taken = [road for road in self.todo if which(road)]
        self.todo = [road for road in self.todo if road not in taken]
        return taken

    def bottom(self) -> float:
        return max(self.tops[stage] + self.heights[stage] for stage in self.tops)

    def middle(self, stage: str) -> float:
        return self.tops[stage] + self.heights[stage] / 2

    def gates(self, road: Road) -> tuple[str, str]:
        # How many gates hold a road, and their ids.
        points = dict.fromkeys(leg.checkpoint for leg in road.legs if leg.checkpoint)
        if not points:
            return "", ""
        held = [g.id for point in points for g in self.protocol.gates_before[point]]
        noun = "gate" if len(held) == 1 else "gates"
        told = f"{len(held)} {noun} before {', '.join(points)}: {', '.join(held)}"
        return f"{len(held)} {noun}", told

    def told(self, road: Road) -> str:
        where = ", ".join(road.dests) or "the stage stays"
        leaving = {leg.source for leg in road.legs if leg.dest}
        here = stages_in_words(s for s in road.sources if s not in leaving)
        stays = f"; from {here} the stage stays" if here and road.dests else ""
        bars = f"; only if {' and '.join(road.bars)}" if road.bars else ""
        return f"{road.move}: from {stages_in_words(road.sources)} to {where}{stays}{bars}"

    def named(self, x: float, y: float, road: Road, *, words: str = "") -> None:
        gates, ids = self.gates(road)
        said = f"{road.move}{', ' + words if words else ''}"
        self.parts.append(label(x, y, said, self.told(road), gates, ids))

    def stage(self, stage: str, x: float, across: float, stays: list[Road]) -> None:
        # A box with what keeps the session in it.
        here = [road for road in stays if stage in road.sources]
        self.heights[stage] = _HEAD + _LINE * len(here) + (6 if here else 8)
        self.parts.append(
            box(x, self.tops[stage], across, self.heights[stage], stage, end=stage in FINALS)
        )
        for row, road in enumerate(here):
            y = self.tops[stage] + _HEAD + _LINE * (row + 1) - 4
            self.named(x + 14, y, road, words="stays")

    def walk(self, stays: list[Road]) -> None:
        y: float = _TOP
        last = [*WALK, "discharged"] if "discharged" in FINALS else [*WALK]
        for stage in last:
            self.tops[stage] = y
            here = [] if stage in FINALS else stays
            self.stage(stage, _COLUMN, _ACROSS, here)
            y += self.heights[stage] + _GAP

    def steps(self) -> None:
        # One stage to the next one down.
        column = [*WALK, "discharged"]
        for one, two in zip(column, column[1:], strict=False):
            down = self.take(lambda r, a=one, b=two: r.sources == (a,) and r.dests == (b,))
            top = self.tops[one] + self.heights[one]
            self.parts.append(arrow([(_MIDDLE, top), (_MIDDLE, self.tops[two])]))
            for row, road in enumerate(down):
                y = top + 24 + row * _LINE - (6 if len(down) > 1 else 0)
                self.named(_MIDDLE + 10, y, road)
                if road.bars:
                    words = f"only if {' and '.join(road.bars)}"
                    self.parts.append(note(_MIDDLE + 10, y + _STEP, words))

    def lanes(self) -> None:
        # Ways back, and past a stage, along the left of the walk.
        inside = self.take(lambda r: set(r.sources) <= set(WALK) and set(r.dests) <= set(WALK))
        for row, road in enumerate(inside):
            x = _COLUMN - 40 - row * _LANE
            end = self.tops[road.dests[0]] + 14 + row * 10
            starts = [self.tops[s] + self.heights[s] - 12 - row * 8 for s in road.sources]
            far = max(starts, key=lambda y, to=end: abs(y - to))
            for y in starts:
                self.parts.append(drawing.line([(_COLUMN, y), (x, y)]))
            self.parts.append(arrow([(x, far), (x, end), (_COLUMN, end)]))
            gates, ids = self.gates(road)
            half = (far + end) / 2
            said = drawing.upright(x - 6, half, road.move, self.told(road), gates, ids)
            self.parts.append(said)

    def rail(self, stays: list[Road]) -> None:
        # What leaves every stage of the walk, and the ends it leads to.
        top, low = self.tops[WALK[0]], self.tops[WALK[-1]] + self.heights[WALK[-1]]
        out = self.take(lambda r: set(WALK) <= set(r.sources))
        self.parts.append(
            drawing.bracket(_COLUMN + _ACROSS + 12, top, low, _RAIL, "every stage of the walk")
        )
        for road in [r for r in out if r.dests[0] in WALK]:
            y = self.middle(road.dests[0]) + 8
            self.parts.append(arrow([(_RAIL, y), (_COLUMN + _ACROSS, y)]))
            self.parts.append(drawing.text(_RAIL + 8, y + 4, "", size=12))
            self.named(_RAIL + 10, y + 4, road)
        ends = [end for end in FINALS if end not in self.tops]
        among = self.take(lambda r: set(r.dests) <= set(ends) and not set(r.sources) & set(SIDE))
        room = (low - top) / max(len(ends), 1)
        for row, end in enumerate(ends):
            self.tops[end] = top + row * room
            self.stage(end, _END, _END_ACROSS, [])
            arriving = [r for r in (*out, *among) if r.dests[0] == end]
            for road in arriving:
                self.arrive(road, end)
        _ = stays

    def arrive(self, road: Road, end: str) -> None:
        y = self.middle(end)
        self.parts.append(arrow([(_RAIL, y), (_END, y)]))
        self.named(_RAIL + 10, y - 7, road)
        also = stages_in_words(s for s in road.sources if s not in WALK)
        rows = wrapped(f"also from {also}", _CHARS_ON_RAIL) if also else []
        if road.bars:
            rows += wrapped(f"only if {' and '.join(road.bars)}", _CHARS_ON_RAIL)
        for row, words in enumerate(rows):
            self.parts.append(note(_RAIL + 10, y + _STEP + row * (_STEP - 1), words))

    def sides(self, everywhere: list[Road], stays: list[Road]) -> None:
        # Alarms, drawn once, and the stages beside the walk.
        kept = [road for road in everywhere if not road.dests]
        rows = [road for road in stays if set(road.sources) & set(FINALS)]
        high = _HEAD + _LINE * (len(kept) + 2 * len(rows)) + 8
        top: float = _TOP
        self.parts.append(
            box(_SIDE, top, _SIDE_ACROSS, high, "from every stage, ends included", alarm=True)
        )
        y = top + _HEAD + _LINE - 4
        for road in kept:
            self.named(_SIDE + 14, y, road, words="the stage stays")
            y += _LINE
        for road in rows:
            self.named(_SIDE + 14, y, road, words="the stage stays")
            self.parts.append(note(_SIDE + 24, y + _STEP, stages_in_words(road.sources)))
            y += 2 * _LINE
        below = top + high
        self.beside(below, [road for road in everywhere if road.dests], stays)

    def beside(self, below: float, alarms: list[Road], stays: list[Road]) -> None:
        self.tops[SIDE[0]] = self.tops["needle-selection"]
        self.stage(SIDE[0], _SIDE, _SIDE_ACROSS, stays)
        self.tops[SIDE[1]] = self.tops["observation"] + _GAP
        self.stage(SIDE[1], _SIDE, _SIDE_ACROSS, stays)
        _ = below, alarms
