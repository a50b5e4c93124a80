"""
The legs of the lifecycle gathered into roads: what is drawn as one arrow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.model.terms import FINALS, STAGES, WALK
from planner.session.legs import LEGS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from planner.session.legs import Leg

_BARS = {
    "visit-open": "the patient is checked in",
    "visit-closed": "the visit has ended",
    "clock": "the clock has not gone back",
    "no-adrenaline": "no adrenaline was given",
    "physician": "a physician asks",
    "not-injected": "nothing was injected",
    "nothing-stands": "nothing that reached the patient stands on record",
    "left-open": "the stage that was left is not an end",
}
_BACK = "left "


@frozen(kw_only=True)
class Road:
    """
    Legs of one move that are drawn together: from where, to where, past which gates.
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
        Where it leads: nowhere where the session stays, to several ends on the way back
        to the end that was left.
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
    def staying(self) -> tuple[str, ...]:
        """
        The stages in which the session stays, of a road that leads elsewhere otherwise.
        """
        leaving = {leg.source for leg in self.legs if leg.dest}
        return tuple(stage for stage in self.sources if leaving and stage not in leaving)

    @property
    def checkpoints(self) -> tuple[str, ...]:
        """
        Where gates hold it.
        """
        return tuple(dict.fromkeys(leg.checkpoint for leg in self.legs if leg.checkpoint))

    @property
    def only_if(self) -> str:
        """
        What the lifecycle itself asks for, in words.
        """
        named = dict.fromkeys(bar for leg in self.legs for bar in leg.bars)
        bars = [_BARS.get(bar, bar) for bar in named if not bar.startswith(_BACK)]
        return f"only if {' and '.join(bars)}" if bars else ""

    def told(self) -> str:
        """
        The whole road in one sentence.
        """
        where = f"to {', '.join(self.dests)}" if self.dests else "the stage stays"
        parts = [f"{self.move}: from {stages_in_words(self.sources)} {where}"]
        if self.staying:
            parts.append(f"in {stages_in_words(self.staying)} the stage stays")
        return "; ".join([*parts, *([self.only_if] if self.only_if else [])])


def roads(legs: Sequence[Leg] = LEGS) -> tuple[Road, ...]:
    """
    Every leg in exactly one road.

    A leg that stays joins the road of its move where both together leave every stage, or
    every stage of the walk: "from everywhere" is then said once. A step to the next stage
    of the walk is a road of its own.
    """
    held: dict[tuple[str, str, str], list[Leg]] = {}
    for leg in legs:
        back = any(bar.startswith(_BACK) for bar in leg.bars)
        key = (leg.move, _BACK if back else leg.dest, leg.checkpoint)
        held.setdefault(key, []).append(leg)
    for key in [each for each in held if each[1]]:
        stays = held.get((key[0], "", key[2]), [])
        leaving = {leg.source for leg in held[key]}
        whole = set(WALK) if leaving <= set(WALK) else set(STAGES)
        if stays and whole <= leaving | {leg.source for leg in stays}:
            held[key] += [leg for leg in stays if leg.source in whole]
            kept = [leg for leg in stays if leg.source not in whole]
            held[key[0], "", key[2]] = kept
    return tuple(road for each in held.values() for road in _apart(each))


def _apart(legs: list[Leg]) -> Iterator[Road]:
    # What leaves the whole walk stays one road; else a step down is apart from the rest.
    if set(WALK) <= {leg.source for leg in legs}:
        yield Road(legs=tuple(legs))
        return
    for steps in (True, False):
        kept = tuple(leg for leg in legs if _is_step(leg) is steps)
        if kept:
            yield Road(legs=kept)


def _is_step(leg: Leg) -> bool:
    # One step down the walk, or out at its end.
    column = (*WALK, FINALS[0])
    if leg.source not in WALK or leg.dest not in column:
        return False
    return column.index(leg.dest) == column.index(leg.source) + 1


def stages_in_words(stages: Iterable[str]) -> str:
    """
    A set of stages; the whole walk, or all ends, said as that.
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
