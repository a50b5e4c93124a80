"""
The lifecycle as a picture: drawn from the legs themselves, in SVG, by no other program.

The walk is a column. Steps go down it; ways back and past a stage run at its left; what
leaves every stage of the walk runs along the rail at its right, to the ends. Alarms, which
leave every stage there is, are drawn once, beside the side stages. A move that keeps the
session where it is stands inside the box of its stage.
"""

from __future__ import annotations

from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from planner.model.terms import FINALS, SIDE, STAGES, WALK
from planner.sheets.pages import drawing
from planner.sheets.pages.drawing import arrow, box, label, line, note, wrapped
from planner.sheets.pages.roads import Road, roads, stages_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planner.model.protocol import Protocol

# Where everything stands, in the picture's own units.
_WIDTH, _TOP, _MARGIN = 1520, 150, 40
_COLUMN, _ACROSS, _GAP, _HEAD, _ROW, _STEP = 560, 320, 76, 34, 21, 15
_SHAFT, _LANE = _COLUMN + 30, 34
_RAIL, _END, _END_ACROSS = 1000, 1280, 200
_SIDE, _SIDE_ACROSS, _ALARM_ACROSS, _SIDE_RAIL, _ALARM_RAIL = 150, 230, 340, 430, 70
_IN_HEAD, _IN_GAP, _ON_RAIL, _AT_SIDE, _IN_SIDE = 180, 46, 40, 21, 34
_IN_ORDER = (*WALK, FINALS[0])


def diagram(protocol: Protocol) -> str:
    """
    The lifecycle with the gates of one protocol version, as an SVG document.
    """
    return _Picture(protocol).document()


class _Picture:
    # One drawing. `todo` are the roads that are not drawn yet: none may be left over.
    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.todo = [*roads()]
        self.parts: list[str] = []
        self.tops: dict[str, float] = {}
        self.lows: dict[str, float] = {}

    def document(self) -> str:
        alarms = self._take(lambda road: set(road.sources) == set(STAGES))
        stays = self._take(lambda road: not road.dests)
        self._walk(stays)
        self._steps()
        self._lanes()
        self._rail()
        self._sides(alarms, stays)
        assert not self.todo, [road.told() for road in self.todo]
        return self._framed()

    def _framed(self) -> str:
        name = f"{self.protocol.id} {self.protocol.version}"
        digest = f"Digest {self.protocol.digest or 'not sealed'}"
        height = max(self.lows.values()) + 60
        title = f"Lifecycle of a session: {name}"
        told = (
            f"Stages, moves and gates of the protocol {name}. {digest}. The walk stands "
            f"in a column from {WALK[0]} to {WALK[-1]}; at its left the side stages "
            f"{' and '.join(SIDE)}; at its right the ends."
        )
        says = (
            "Each arrow is a move; a move inside a box keeps the session there. "
            "The number in a frame counts the gates that hold the move: point at it to "
            "read their names."
        )
        head = [
            drawing.text(_MARGIN, 48, title, size=26, bold=True),
            *(
                drawing.text(_MARGIN, 76 + row * 18, words)
                for row, words in enumerate(wrapped(says, _IN_HEAD))
            ),
            drawing.text(_MARGIN, height - 18, digest, size=11),
        ]
        body = "\n".join([*head, *self.parts])
        return drawing.document(body, _WIDTH, height, title=title, told=told)

    def _take(self, which: Callable[[Road], bool]) -> list[Road]:
        taken = [road for road in self.todo if which(road)]
        self.todo = [road for road in self.todo if not which(road)]
        return taken

    def _middle(self, stage: str) -> float:
        return (self.tops[stage] + self.lows[stage]) / 2

    def _gates(self, road: Road) -> tuple[str, str]:
        # How many gates hold a road, and which.
        points = road.checkpoints
        if not points:
            return "", ""
        held = [g.id for point in points for g in self.protocol.gates_before[point]]
        count = f"{len(held)} {'gate' if len(held) == 1 else 'gates'}"
        return count, f"{count} before {', '.join(points)}: {', '.join(held)}"

    def _name(self, x: float, y: float, road: Road) -> None:
        self.parts.append(label(x, y, road.move, road.told(), self._gates(road)))

    def _notes(self, x: float, y: float, words: Iterable[str], most: int) -> float:
        rows = [row for each in words if each for row in wrapped(each, most)]
        for row in rows:
            self.parts.append(note(x, y, row))
            y += _STEP - 1
        return y

    def _stage(
        self, stage: str, x: float, y: float, across: float, inside: Iterable[Road] = ()
    ) -> None:
        # A box with the moves that keep the session in it.
        here = [road for road in inside if stage in road.sources]
        self.tops[stage], self.lows[stage] = y, y + _HEAD + _ROW * len(here) + 4
        kind = "end" if stage in FINALS else "box"
        high = self.lows[stage] - y
        self.parts.append(box(x, y, across, high, stage, kind=kind))
        for row, road in enumerate(here):
            self._name(x + 24, y + _HEAD + _ROW * row + 13, road)

    def _walk(self, stays: list[Road]) -> None:
        y: float = _TOP
        for stage in _IN_ORDER:
            # What stays in an end is told with the alarms.
            inside = [] if stage in FINALS else stays
            self._stage(stage, _COLUMN, y, _ACROSS, inside)
            y = self.lows[stage] + _GAP

    def _steps(self) -> None:
        for one, two in pairwise(_IN_ORDER):
            self.parts.append(arrow([(_SHAFT, self.lows[one]), (_SHAFT, self.tops[two])]))
            y = self.lows[one] + 24
            for road in self._take(partial(_goes, one, two)):
                self._name(_SHAFT + 12, y, road)
                y = self._notes(_SHAFT + 12, y + _STEP, [road.only_if], _IN_GAP) + 6

    def _lanes(self) -> None:
        walk = set(WALK)
        held = self._take(
            lambda r: set(r.dests) <= walk and set(r.sources) < walk and not r.staying
        )
        names = []
        for row, road in enumerate(sorted(held, key=lambda r: len(r.sources))):
            x = _COLUMN - 26 - row * _LANE
            end = self.tops[road.dests[0]] + 12 + row * 12
            starts = [self.lows[stage] - 8 - row * 10 for stage in road.sources]
            for y in starts:
                self.parts.append(line([(_COLUMN, y), (x, y)]))
            far = max(starts, key=partial(_apart, end))
            self.parts.append(arrow([(x, far), (x, end), (_COLUMN, end)]))
            middle = (far + end) / 2
            names.append(
                drawing.upright(x - 6, middle, road.move, road.told(), self._gates(road))
            )
        self.parts += names

    def _rail(self) -> None:
        # What leaves every stage of the walk, to the ends or back to a stage.
        right = _COLUMN + _ACROSS
        out = self._take(lambda r: set(WALK) <= set(r.sources))
        ends = [end for end in FINALS if end not in self.tops]
        top, low = self.tops[WALK[0]], self.lows[WALK[-1]]
        room = (low - top) / len(ends)
        for row, end in enumerate(ends):
            self._stage(end, _END, top + row * room + 16, _END_ACROSS)
        self.parts.append(note(_RAIL - 100, top - 12, "from every stage of the walk"))
        for stage in WALK:
            y = self.tops[stage] + 12
            self.parts.append(line([(right, y), (_RAIL, y)]))
        last = max(self.tops[WALK[-1]] + 12, *(self._middle(end) for end in ends))
        self.parts.append(line([(_RAIL, self.tops[WALK[0]] + 12), (_RAIL, last)]))
        for road in out:
            stage = road.dests[0]
            if stage in WALK:
                y = self.lows[stage] - 10
                self.parts.append(arrow([(_RAIL, y), (right, y)]))
                self._name(right + 18, y + 16, road)
                continue
            y = self._middle(stage)
            self.parts.append(arrow([(_RAIL, y), (_END, y)]))
            self._name(_RAIL + 12, y - 8, road)
            also = stages_in_words(s for s in road.sources if s not in WALK)
            words = [f"also from {also}" if also else "", road.only_if]
            self._notes(_RAIL + 12, y + _STEP, words, _ON_RAIL)

    def _sides(self, alarms: list[Road], stays: list[Road]) -> None:
        low = self._alarm_box([*alarms, *stays])
        one, two = SIDE
        kept = [road for road in stays if not set(road.sources) & set(FINALS)]
        self._stage(one, _SIDE, self.tops[WALK[3]], _SIDE_ACROSS, kept)
        self._stage(two, _SIDE, self.tops[WALK[5]], _SIDE_ACROSS, kept)
        shaft = _SIDE + _SIDE_ACROSS / 2
        y = dict.fromkeys(SIDE, low + 24)
        self.parts.append(arrow([(shaft, low), (shaft, self.tops[one])]))
        turn = self._middle(two)
        self.parts.append(arrow([(_ALARM_RAIL, low), (_ALARM_RAIL, turn), (_SIDE, turn)]))
        for road in alarms:
            if road.dests:
                stage = road.dests[0]
                x = shaft if stage == one else _ALARM_RAIL
                self._name(x + 12, y[stage], road)
                y[stage] += _ROW
        self.parts.append(arrow([(shaft, self.lows[one]), (shaft, self.tops[two])]))
        at = self.lows[one] + 28
        for road in self._take(partial(_goes, one, two)):
            self._name(shaft + 12, at, road)
            at = self._notes(shaft + 12, at + _STEP, [road.only_if], _AT_SIDE) + _ROW
        self._ruled_out()

    def _alarm_box(self, held: list[Road]) -> float:
        # What can be asked for in every stage, or in every end, and leaves it as it is.
        kept = [
            road for road in held if not road.dests and set(FINALS) <= set(road.sources)
        ]
        some = [road for road in kept if set(road.sources) != set(STAGES)]
        high = _HEAD + _ROW * len(kept) + (_STEP + 4) * len(some) + 8
        words = stages_in_words(STAGES)
        self.parts.append(
            box(_MARGIN, _TOP, _ALARM_ACROSS, high, f"from {words}", kind="alarm")
        )
        y: float = _TOP + _HEAD + 13
        for road in kept:
            self._name(_MARGIN + 24, y, road)
            y += _ROW
            if road in some:
                where = f"in {stages_in_words(road.sources)}"
                y = self._notes(_MARGIN + 24, y - 5, [where], _IN_GAP) + 6
        return _TOP + high

    def _ruled_out(self) -> None:
        # Out of the side stages: one line, to a stage or to the end that was left.
        out = self._take(lambda r: set(r.sources) == set(SIDE))
        left, starts = _SIDE + _SIDE_ACROSS, [self._middle(stage) for stage in SIDE]
        for y in starts:
            self.parts.append(line([(left, y), (_SIDE_RAIL, y)]))
        marks = [*starts]
        for road in out:
            if set(road.dests) >= set(FINALS):
                top = self.tops[WALK[-1]]
                y = top + 20
                ends = wrapped(", ".join(road.dests), _IN_SIDE)
                high = _HEAD + _STEP * len(ends)
                self.parts.append(
                    box(_SIDE, top, _SIDE_ACROSS, high, "the end that was left", kind="end")
                )
                self._notes(_SIDE + 14, top + _HEAD + 6, ends, _IN_SIDE)
                self.parts.append(arrow([(_SIDE_RAIL, y), (left, y)]))
                self._name(left + 8, y + 18, road)
                self._notes(left + 8, y + 18 + _STEP, [road.only_if], _AT_SIDE)
            else:
                y = self._middle(road.dests[0])
                self.parts.append(arrow([(_SIDE_RAIL, y), (_COLUMN, y)]))
                self._name(_SIDE_RAIL + 10, y - 8, road)
                self._notes(_SIDE_RAIL + 10, y + _STEP, [road.only_if], _AT_SIDE)
            marks.append(y)
        self.parts.append(line([(_SIDE_RAIL, min(marks)), (_SIDE_RAIL, max(marks))]))


def _goes(one: str, two: str, road: Road) -> bool:
    return road.sources == (one,) and road.dests == (two,)


def _apart(one: float, two: float) -> float:
    return abs(one - two)
