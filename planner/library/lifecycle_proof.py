"""
Prove the lifecycle: walk every reachable state and show that no needle passes a gate.

A state is a stage, the stage that was left for an alarm, what has entered the patient, how
a reaction stands, whether adrenaline was given, whether the observation floor is met, and
whether the patient is there. At every state every move is tried with every way the gates
may stand, which may change between any two moves. It is the real machine that is fired,
on real sessions; the table of legs is judged beside it and must take the same leg.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from attrs import evolve, field, frozen

from planner.library.lifecycle_states import (
    ANYONE,
    DRIVER,
    PHYSICIAN,
    State,
    Step,
    effects,
    instant,
    situation_of,
)
from planner.model.person import Actor
from planner.model.protocol import AnswerIs, Elapsed, Gate, Question
from planner.model.situation import Situation
from planner.model.terms import CHECKPOINTS, FINALS, SIDE, STAGES, WALK
from planner.session.legs import LEGS, Leg
from planner.session.lifecycle import Attempt, Lifecycle, fire, judge_leg, machine_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.model.protocol import Protocol

OUTCOMES = ("open", "opened", "shut", "unknown")
EXPOSING = ("place-test", "apply-anaesthetic", "deliver")
EXITS = ("defer", "refuse", "withdraw", "enter-in-error")
_INWARD = ("allergy-test", "anticoagulant-hold", "needle-selection", "injection")
_OUTWARD = ("awaiting-reading", "discharge", "discharged")
TIME_PASSES = "time-passes"
ANY = "as they may be"


@frozen
class Violation:
    """
    A property that does not hold, with the shortest story that leads there.
    """

    rule: int
    what: str
    story: tuple[Step, ...]

    def as_case(self) -> str:
        """
        The story as a case a person can read and run.
        """
        last = self.story[-1].move if self.story else "start"
        lines = [
            "[[case]]",
            f'id    = "property-{self.rule}-{last}"',
            f'tells = "{self.what}"',
            'kind  = "story"',
        ]
        for step in self.story:
            lines += [
                "",
                f"# {step.before.stage}; the gates are {step.outcome}",
                "[[case.move]]",
                f'does = "{step.move}"',
            ]
            if step.after.stage != step.before.stage:
                lines.append(f'to   = "{step.after.stage}"')
        return "\n".join(lines)


@frozen
class LifecycleProof:
    """
    What was walked, and every property that does not hold.
    """

    states: int
    edges: int
    violations: tuple[Violation, ...]
    stages: frozenset[str] = field(factory=frozenset)

    @property
    def holds(self) -> bool:
        """
        Whether every property holds.
        """
        return not self.violations


def prove_lifecycle(
    protocol: Protocol, legs: tuple[Leg, ...] = LEGS, *, first: bool = False
) -> LifecycleProof:
    """
    Walk every reachable state of the lifecycle under a protocol's floor of observation.

    With `first` the walk ends at the first property that does not hold.
    """
    seen = small(protocol)
    key = (tuple((g.id, g.before, g.requires) for g in seen.gates), legs, first)
    # Protocols with the same floor are the same to the lifecycle: it is walked once.
    if key not in _WALKED:
        _WALKED[key] = _Walk(seen, legs).proof(first=first)
    return _WALKED[key]


_WALKED: dict[object, LifecycleProof] = {}


def small(protocol: Protocol) -> Protocol:
    """
    The protocol as the lifecycle sees it: its floor of observation, and one gate before
    every checkpoint that may stand in any of the four ways.
    """
    driver = Gate(
        id=DRIVER,
        heading="anamnesis",
        before=CHECKPOINTS,
        requires=AnswerIs(question=DRIVER, needs=("yes",)),
        safety=True,
        weight="relative",
        leads_to="correct",
        because="",
        now="",
        unknown="",
        source=(),
    )
    floors = tuple(gate for gate in protocol.gates if is_floor(gate))
    asked = Question(
        id=DRIVER,
        heading="anamnesis",
        asks="",
        kind="choice",
        answers=("yes", "no"),
        source=(),
    )
    return evolve(protocol, questions=(asked,), gates=(driver, *floors), whens=())


def is_floor(gate: Gate) -> bool:
    """
    Whether a gate is a floor of observation that nothing opens and nobody is spared.
    """
    requires = gate.requires
    return (
        isinstance(requires, Elapsed)
        and requires.since == "last-exposure"
        and requires.at_least is not None
        and gate.safety
        and gate.weight == "absolute"
        and gate.override is None
        and not gate.applies_if
    )


class _Walk:
    def __init__(self, protocol: Protocol, legs: tuple[Leg, ...]) -> None:
        self.protocol = protocol
        self.legs = legs
        self.machine: Lifecycle = machine_of(legs)
        self.moves = sorted({leg.move for leg in legs})
        self.ways: dict[tuple[str, str], tuple[Leg, ...]] = {}
        for leg in legs:
            known = self.ways.get((leg.move, leg.source), ())
            self.ways[leg.move, leg.source] = (*known, leg)
        self.parents: dict[State, Step | None] = {State(): None}
        self.steps: dict[State, list[Step]] = {}
        self.found: dict[tuple[int, str], Violation] = {}

    def proof(self, *, first: bool) -> LifecycleProof:
        waiting = deque([State()])
        while waiting and not (first and self.found):
            state = waiting.popleft()
            steps = list(self._steps(state))
            self.steps[state] = steps
            self._judge(state, steps)
            for step in steps:
                if step.after not in self.parents:
                    self.parents[step.after] = step
                    waiting.append(step.after)
        if not (first and self.found):
            self._ends()
        return LifecycleProof(
            states=len(self.parents),
            edges=sum(len(steps) for steps in self.steps.values()),
            violations=tuple(self.found.values()),
            stages=frozenset(state.stage for state in self.parents),
        )

    def _steps(self, state: State) -> Iterable[Step]:
        if not state.floor_met:
            yield Step(TIME_PASSES, ANY, state, evolve(state, floor_met=True))
        for move in self.moves:
            ways = self.ways.get((move, state.stage), ())
            # Where no gate stands, how the gates stand makes no difference.
            gated = any(way.checkpoint for way in ways)
            for outcome in OUTCOMES if gated else ("unknown",):
                told = outcome if gated else ANY
                yield from self._taken(state, ways, outcome, told)

    def _taken(
        self, state: State, ways: tuple[Leg, ...], outcome: str, told: str
    ) -> Iterable[Step]:
        situation = situation_of(state, outcome)
        # A move with two ways is asked for with each of them.
        for arrives in dict.fromkeys(way.arrives for way in ways):
            move = ways[0].move
            attempt = Attempt(situation, self.protocol, PHYSICIAN, arrives)
            fired = fire(move, attempt, self.machine)
            alone = Attempt(situation, self.protocol, PHYSICIAN, arrives)
            judged = next((way for way in ways if judge_leg(way, alone)), None)
            leg = fired if isinstance(fired, Leg) else None
            if leg != judged:
                self._violated(0, f'machine and table differ on "{move}"', state, ())
            if leg is not None:
                for later in effects(state, leg):
                    yield Step(move, told, state, later)

    def _judge(self, state: State, steps: list[Step]) -> None:
        for step in steps:
            for rule, holds, what in _broken(state, step):
                if holds:
                    self._violated(rule, what, state, (step,))
        self._bars(state)
        self._alarms(state)
        self._exits(state)

    def _bars(self, state: State) -> None:
        # With every gate open: what only a physician may do, and never by a clock in doubt.
        stranger = situation_of(state, "open")
        earlier = evolve(stranger, now=instant(hours=-2000))
        for move in (*EXPOSING, "confirm", "rule-out"):
            if self._fired(move, stranger) is not None:
                self._violated(1, f"anyone may {move}", state, ())
        for move in (*EXPOSING, "advance"):
            fired = self._fired(move, earlier, PHYSICIAN)
            inward = fired is not None and fired.arrives in _INWARD[1:]
            if fired is not None and (move != "advance" or inward):
                self._violated(1, f"{move} while the clock is in doubt", state, ())

    def _alarms(self, state: State) -> None:
        # By anyone, with the clock set back, and nothing known: it must go through.
        situation = evolve(situation_of(state, "unknown"), now=instant(hours=-2))
        wanted = {"suspect": SIDE, "escalate": ("emergency",)}
        wanted |= {"give-adrenaline": ("emergency",)}
        for move, stages in wanted.items():
            fired = self._fired(move, situation)
            if fired is None or fired.arrives not in stages:
                rule = 4 if move == "give-adrenaline" else 3
                self._violated(rule, f"no {move} from {state.stage}", state, ())
        for move in ("entered", "treat", "record"):
            if self._fired(move, situation) is None:
                self._violated(7, f"no {move} from {state.stage}", state, ())

    def _exits(self, state: State) -> None:
        """
        Every way out of a stage is there, whatever the gates of the way in say.
        """
        shut, good = situation_of(state, "shut"), situation_of(state, "open")
        wanted: list[tuple[str, Situation]] = []
        if state.stage in (*WALK, *SIDE):
            wanted += [(move, shut) for move in ("leave", "transfer", "record-death")]
        if state.stage in {"transferred", "left-against-advice"}:
            wanted.append(("record-death", shut))
        if state.stage == "injection":
            wanted += [("stop-injecting", shut), ("advance", shut)]
        quiet = state.floor_met and state.entered != "injection"
        if state.stage in WALK and quiet:
            wanted += [(move, good) for move in ("defer", "refuse", "withdraw")]
        if state.stage in WALK and state.entered == "nothing":
            wanted.append(("enter-in-error", good))
        if state.stage in WALK[: WALK.index("injection")] and state.floor_met:
            wanted.append(("end-visit" if state.present else "begin-visit", good))
        if state.stage in {"awaiting-reading", "anticoagulant-hold", "needle-selection"}:
            wanted.append(("go-back", shut))
        if state.stage in SIDE:
            wanted.append(("confirm", shut))
            if not state.adrenaline:
                wanted.append(("rule-out", shut))
        for move, situation in wanted:
            if self._fired(move, situation, PHYSICIAN) is None:
                self._violated(5, f"no {move} from {state.stage}", state, ())
        # A test of an earlier session makes it one visit; a late reading goes on.
        onward = {"allergy-test", "awaiting-reading"}
        if state.stage in onward and state.present and state.floor_met:
            went = self._fired("advance", good, PHYSICIAN, "anticoagulant-hold")
            if went is None:
                what = f"no advance from {state.stage} to anticoagulant-hold"
                self._violated(5, what, state, ())

    def _fired(
        self, move: str, situation: Situation, by: Actor = ANYONE, to: str = ""
    ) -> Leg | None:
        # By the table: the walk shows beside it that the machine takes the same leg.
        attempt = Attempt(situation, self.protocol, by, to)
        ways = self.ways.get((move, situation.session.stage), ())
        return next((way for way in ways if judge_leg(way, attempt)), None)

    def _ends(self) -> None:
        """
        No trap: with every gate shut for ever, time alone and leaving lead to an end.
        """
        reaching = {state for state in self.parents if state.stage in FINALS}
        back: dict[State, set[State]] = {}
        for state, steps in self.steps.items():
            for step in steps:
                if step.outcome in {"shut", ANY}:
                    back.setdefault(step.after, set()).add(state)
        waiting = deque(reaching)
        while waiting:
            for state in back.get(waiting.popleft(), ()):
                if state not in reaching:
                    reaching.add(state)
                    waiting.append(state)
        for state in self.parents:
            if state not in reaching:
                self._violated(5, f"no way to an end from {state.stage}", state, ())
        reached = {state.stage for state in self.parents}
        taken = {step.move for steps in self.steps.values() for step in steps}
        for move in EXPOSING:
            if move not in taken:
                self._violated(5, f"{move} is never possible", State(), ())
        numbed = {
            step.before.stage
            for steps in self.steps.values()
            for step in steps
            if step.move == "apply-anaesthetic"
        }
        if numbed != {"needle-selection", "injection"}:
            self._violated(
                5, "an anaesthetic is not possible where it belongs", State(), ()
            )
        for stage in STAGES:
            if stage not in reached:
                self._violated(5, f"nothing leads to {stage}", State(), ())

    def _violated(self, rule: int, what: str, state: State, last: tuple[Step, ...]) -> None:
        if (rule, what) in self.found:
            return
        story: list[Step] = list(last)
        step = self.parents.get(state)
        while step is not None:
            story.insert(0, step)
            step = self.parents[step.before]
        self.found[rule, what] = Violation(rule, what, tuple(story))


def _broken(state: State, step: Step) -> Iterable[tuple[int, bool, str]]:
    """
    Each property one step could break: its number, whether it does, and in what words.
    """
    move, stage = step.move, step.after.stage
    shut = step.outcome not in {"open", "opened"}
    needle = move in EXPOSING
    inward = move == "advance" and stage in _INWARD
    outward = move == "end-visit" or (move == "advance" and stage in _OUTWARD)
    leaves = stage in FINALS and state.stage not in (*FINALS, *SIDE)
    calm = leaves and move in {"advance", *EXITS}
    entered = state.entered != "nothing"
    yield 1, (needle or inward) and shut, f"{move} goes past gates that are {step.outcome}"
    yield 1, (needle or inward) and not state.present, f"{move} without the patient"
    yield 2, calm and entered and not state.floor_met, f"{stage} before the floor"
    yield 2, outward and shut, f"{move} to {stage} past gates of the way out"
    injected = state.entered == "injection"
    yield 2, move in EXITS[:3] and injected, f"{move} after an injection"
    stands = state.entered in {"test", "injection"}
    yield 2, move == EXITS[3] and stands, f"{move} while something stands"
    yield 3, needle and state.reaction == "ruled-out", f"{move} after a rule-out"
    ruled = move == "rule-out"
    ended = state.left in FINALS
    rests = stage == (state.left if ended else "observation")
    yield 3, ruled and not rests, f"a rule-out leads from {state.left} to {stage}"
    closes = stage == "discharged" or ruled or (move == "advance" and stage == "discharge")
    yield 4, closes and state.adrenaline, f"{move} to {stage} after adrenaline"
    yield 5, move == "begin-visit" and state.present, "a visit begins twice"
    yield 5, move == "end-visit" and not state.present, "a visit ends twice"
