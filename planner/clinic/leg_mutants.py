"""
Mutants of the lifecycle: one leg gone, or one leg without its gates; does the proof notice?
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner.clinic.mutants import Fate, Mutant
from planner.library.lifecycle_proof import prove_lifecycle
from planner.session.legs import LEGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.protocol import Protocol
    from planner.session.legs import Leg

_EXITS = ("defer", "refuse", "withdraw", "enter-in-error")
_NOTHING_ENTERED = "Nothing can have entered before the first test."
_FLOOR_MET = "The floor was met on the way to this stage, and nothing enters there."

ALIKE = {
    **{(move, "anamnesis"): _NOTHING_ENTERED for move in _EXITS},
    **{(move, "awaiting-reading"): _FLOOR_MET for move in _EXITS},
    **{(move, "discharge"): _FLOOR_MET for move in _EXITS},
}
"""
Legs, as move and stage left, whose gates nothing can miss, with the reason.
"""


def leg_fates(protocol: Protocol) -> Iterator[Fate]:
    """
    What the proof says of each leg that is missing, then of each without its gates.
    """
    for leg in LEGS:
        legs = tuple(each for each in LEGS if each != leg)
        yield _fate(protocol, leg, "is gone", legs)
    for leg in LEGS:
        if leg.checkpoint:
            bare = evolve(leg, checkpoint="")
            legs = tuple(bare if each == leg else each for each in LEGS)
            reason = ALIKE.get((leg.move, leg.source), "")
            yield _fate(protocol, leg, "is without its gates", legs, reason)


def _fate(
    protocol: Protocol,
    leg: Leg,
    how: str,
    legs: tuple[Leg, ...],
    may_survive: str = "",
) -> Fate:
    name = f"{leg.move} from {leg.source} to {leg.dest}"
    proof = prove_lifecycle(protocol, legs, first=True)
    noticed = "" if proof.holds else f"proof of property {proof.violations[0].rule}"
    return Fate(
        mutant=Mutant(id=f"{name} {how}", what=f"The leg {name} {how}.", protocol=protocol),
        noticed_by=noticed,
        may_survive="" if noticed else may_survive,
    )
