"""
The table of the lifecycle: every way a session may go, for all protocols.

Each leg has a move, a stage it starts from, a stage it leads to (none: the session stays),
a checkpoint whose gates hold it, and bars the lifecycle itself puts up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.frozen import frozen
from planner.model.terms import FINALS, SIDE, STAGES, WALK

if TYPE_CHECKING:
    from collections.abc import Iterator


@frozen
class Leg:
    """
    One way a session may go: by which move, from where, to where, past what.
    """

    move: str
    source: str
    dest: str
    checkpoint: str = ""
    bars: tuple[str, ...] = ()

    @property
    def arrives(self) -> str:
        """
        Where the session stands afterwards.
        """
        return self.dest or self.source


_IN = ("visit-open", "clock")
_PHYSICIAN = ("physician",)


def _advances() -> Iterator[Leg]:
    yield Leg("advance", "anamnesis", "allergy-test", "allergy-test", ("visit-open",))
    yield Leg("advance", "allergy-test", "awaiting-reading", "awaiting-reading")
    for source in ("allergy-test", "awaiting-reading"):
        yield Leg("advance", source, "anticoagulant-hold", "anticoagulant-hold", _IN)
    yield Leg("advance", "anticoagulant-hold", "needle-selection", "needle-selection", _IN)
    yield Leg("advance", "needle-selection", "injection", "injection", _IN)
    yield Leg("advance", "injection", "observation")
    yield Leg("stop-injecting", "injection", "observation")
    yield Leg("advance", "observation", "discharge", "discharge", ("no-adrenaline",))
    yield Leg("advance", "discharge", "discharged", "discharged", ("no-adrenaline",))
    for source in ("awaiting-reading", "anticoagulant-hold", "needle-selection"):
        yield Leg("go-back", source, "allergy-test")


def _exposures() -> Iterator[Leg]:
    bars = (*_IN, *_PHYSICIAN)
    yield Leg("place-test", "allergy-test", "", "place-test", bars)
    yield Leg("apply-anaesthetic", "needle-selection", "", "apply-anaesthetic", bars)
    yield Leg("apply-anaesthetic", "injection", "", "injection", bars)
    yield Leg("deliver", "injection", "", "deliver", bars)
    # What has entered is recorded, and observed; it is never refused.
    for source in WALK:
        stays = source == "observation"
        yield Leg("entered", source, "" if stays else "observation")
    for source in (*SIDE, *FINALS):
        yield Leg("entered", source, "")


def _visits() -> Iterator[Leg]:
    for source in WALK[: WALK.index("injection")]:
        yield Leg("end-visit", source, "", "end-visit", ("visit-open",))
        yield Leg("begin-visit", source, "", "", ("visit-closed",))


def _exits() -> Iterator[Leg]:
    for move, final in (
        ("defer", "deferred"),
        ("refuse", "refused"),
        ("withdraw", "withdrawn"),
    ):
        for source in WALK:
            yield Leg(move, source, final, "exit-after-exposure", ("not-injected",))
    for source in WALK:
        yield Leg(
            "enter-in-error",
            source,
            "entered-in-error",
            "exit-after-exposure",
            ("nothing-stands",),
        )
    for source in (*WALK, *SIDE):
        yield Leg("leave", source, "left-against-advice")
        yield Leg("transfer", source, "transferred")
        yield Leg("record-death", source, "died")
    for source in ("transferred", "left-against-advice"):
        yield Leg("record-death", source, "died")


def _alarms() -> Iterator[Leg]:
    for source in STAGES:
        side = source in SIDE
        yield Leg("suspect", source, "" if side else "suspended")
        stays = source == "emergency"
        for move in ("escalate", "give-adrenaline"):
            yield Leg(move, source, "" if stays else "emergency")
        yield Leg("treat", source, "")
        yield Leg("record", source, "")
    for source in SIDE:
        confirmed = "" if source == "emergency" else "emergency"
        yield Leg("confirm", source, confirmed, "", _PHYSICIAN)
        bars = ("no-adrenaline", *_PHYSICIAN)
        # Ruling out never leads to another exposure: only to observation, or, where the
        # session had ended, back to its end.
        yield Leg("rule-out", source, "observation", "", (*bars, "left-open"))
        for final in FINALS:
            yield Leg("rule-out", source, final, "", (*bars, f"left {final}"))


LEGS: tuple[Leg, ...] = (
    *_advances(),
    *_exposures(),
    *_visits(),
    *_exits(),
    *_alarms(),
)

MOVES = frozenset(leg.move for leg in LEGS)


def legs_from(stage: str) -> tuple[Leg, ...]:
    """
    Every leg that starts from a stage.
    """
    return tuple(leg for leg in LEGS if leg.source == stage)
