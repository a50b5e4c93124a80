"""
The lifecycle: one table of legs for all protocols, and the machine made of it.

Each leg has a move, a stage it starts from, a stage it leads to (none: the session stays),
a checkpoint whose gates hold it, and bars the lifecycle itself puts up. The machine is one
flat shared `transitions` machine without a model: firing it changes a small holder of the
stage, and nothing else. Nothing here has an effect; what happened is appended later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from attrs import define, field, frozen
from transitions.core import EventData, Machine, MachineError

from planner.model.terms import FINALS, SIDE, STAGES, WALK
from planner.safety.assess import assess
from planner.safety.findings import Clearance, Finding, Phrase, Refusal, barred, judge

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.model.person import Actor
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation


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


@define(eq=False)
class Attempt:
    """
    One try of a move: what is asked, by whom, and what came of every leg that was tried.
    """

    situation: Situation
    protocol: Protocol
    by: Actor
    to: str = ""
    findings: list[Finding] = field(factory=list)
    leg: Leg | None = None


@define(eq=False, slots=True)
class _Holder:
    # What the machine moves: a stage, and nothing that could have an effect.
    state: str


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


def _stage_left(attempt: Attempt) -> str:
    return attempt.situation.session.left


def _no(bar: str, **seen: object) -> tuple[str, Phrase]:
    return bar, Phrase(bar, seen)


def _bar_of(name: str, attempt: Attempt) -> tuple[str, Phrase] | None:
    session, now = attempt.situation.session, attempt.situation.now
    match name:
        case "visit-open":
            return None if session.present else _no("no-visit", visit=session.visit)
        case "visit-closed":
            return _no("already-present") if session.present else None
        case "clock":
            good = now.since(session.last) is not None
            return None if good else _no("clock-went-back", at=session.last.at)
        case "no-adrenaline":
            return _no("adrenaline-given") if session.adrenaline else None
        case "physician":
            role = attempt.by.role
            return None if role == "physician" else _no("wrong-role", role=role)
        case "not-injected":
            return _no("already-injecting") if session.deliveries else None
        case "nothing-stands":
            return _no("exposure-stands") if session.standing else None
        case _:
            raise AssertionError(name)


def _selected(leg: Leg, attempt: Attempt) -> bool:
    # Which of several legs of one move is meant: by the stage asked for, and by the
    # stage that was left when the alarm was raised.
    if attempt.to and leg.arrives != attempt.to:
        return False
    for name in leg.bars:
        if name == "left-open" and _stage_left(attempt) in FINALS:
            return False
        if name.startswith("left ") and name != f"left {_stage_left(attempt)}":
            return False
    return True


def judge_leg(leg: Leg, attempt: Attempt) -> bool:
    """
    Judge one leg: every bar of the lifecycle and every gate of its checkpoint.

    All findings are kept on the attempt; the leg is taken when nothing holds it.
    """
    if not _selected(leg, attempt):
        return False
    found: list[Finding] = []
    for name in leg.bars:
        if name.startswith("left"):
            continue
        barring = _bar_of(name, attempt)
        if barring is not None:
            bar, seen = barring
            found.append(barred(attempt.protocol.bar[bar], seen))
    if leg.checkpoint:
        found.extend(assess(attempt.situation, attempt.protocol, leg.checkpoint))
    attempt.findings.extend(found)
    if any(each.holds for each in found):
        return False
    attempt.leg = leg
    return True


def _guard(leg: Leg) -> Callable[[EventData], bool]:
    def guard(event: EventData) -> bool:
        return judge_leg(leg, cast("Attempt", event.kwargs["attempt"]))

    return guard


def _machine() -> Machine:
    return Machine(
        model=None,
        states=list(STAGES),
        initial=STAGES[0],
        transitions=[
            {
                "trigger": leg.move,
                "source": leg.source,
                "dest": leg.dest or None,
                "conditions": [_guard(leg)],
            }
            for leg in LEGS
        ],
        auto_transitions=False,
        send_event=True,
        queued=False,
    )


MACHINE = _machine()
MOVES = frozenset(leg.move for leg in LEGS)


def fire(move: str, attempt: Attempt) -> Leg | Refusal:
    """
    Try a move from the stage the session is in.

    Returns the leg that was taken, or a refusal with every finding of what was tried.
    """
    stage = attempt.situation.session.stage
    holder = _Holder(stage)
    try:
        taken = MACHINE.events[move].trigger(holder, attempt=attempt)
    except MachineError:
        taken = False
    if taken and attempt.leg is not None:
        return attempt.leg
    if not attempt.findings:
        # Nothing was even tried: there is no such leg from here.
        final = stage in FINALS
        bar = attempt.protocol.bar["session-final" if final else "not-from-here"]
        attempt.findings.append(barred(bar, Phrase(bar.id, {"stage": stage, "move": move})))
    return Refusal(tuple(attempt.findings))


def look_ahead(stage: str, attempt: Attempt) -> Clearance | Refusal:
    """
    Assess what stands before a stage or move, without asking for anything.
    """
    return judge(assess(attempt.situation, attempt.protocol, stage))


def legs_from(stage: str) -> tuple[Leg, ...]:
    """
    Every leg that starts from a stage.
    """
    return tuple(leg for leg in LEGS if leg.source == stage)
