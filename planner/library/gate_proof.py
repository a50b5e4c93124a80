"""
Prove each gate alone, over its own answers, list items and sides of numbers.

A gate can be open; it can be shut, unless its list or kind never is; and turning any one
thing from known into unknown never turns a refusal into a clearance (property 6). What
does not hold is shown as the shortest story that was found, in the words of a case.
"""

from __future__ import annotations

from functools import cached_property
from itertools import combinations, product
from typing import TYPE_CHECKING

from attrs import define, frozen

from planner.errors import PlannerError
from planner.library.gate_between import between
from planner.library.gate_conditions import levers_of
from planner.library.gate_domains import answer, elapsed, signed
from planner.library.gate_lists import complete
from planner.library.gate_medicines import held, spaced
from planner.library.gate_products import composed, in_date, within_limit
from planner.library.gate_setting import ABSENT, OPEN, SHUT, UNKNOWN, Domain
from planner.library.gate_story import told
from planner.library.gate_tested import tested
from planner.library.gate_toml import as_toml
from planner.model import requirements as kinds
from planner.model.protocol import Complete, Signed, Tested
from planner.model.terms import NEVER

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.library.gate_scene import Scene
    from planner.library.gate_setting import Levers, Setting
    from planner.library.gate_story import Story
    from planner.model.protocol import Gate, Protocol

DOMAINS: dict[type, Callable[[Gate, Protocol], Levers]] = {
    kinds.AnswerIs: answer,
    kinds.Between: between,
    kinds.Elapsed: elapsed,
    kinds.Spaced: spaced,
    kinds.Held: held,
    kinds.Tested: tested,
    kinds.Composed: composed,
    kinds.WithinLimit: within_limit,
    kinds.InDate: in_date,
    kinds.Complete: complete,
    kinds.Signed: signed,
}
_MOST = 160

Choice = tuple[int, ...]


@frozen(kw_only=True)
class Violation:
    """
    What does not hold of a gate, in a sentence, and the story that shows it.
    """

    about: str
    what: str
    story: str = ""

    def as_case(self) -> str:
        """
        The story as a file of cases a person can read and run.
        """
        return self.story


@frozen(kw_only=True)
class Proof:
    """
    What was looked at, how many situations, and what does not hold.
    """

    of: str
    looked_at: int
    findings: tuple[Violation, ...]

    @property
    def holds(self) -> bool:
        """
        Whether nothing was found.
        """
        return not self.findings


def domain_of(gate: Gate, protocol: Protocol) -> Domain:
    """
    Everything a gate may be told, and what its condition may be told.
    """
    own = DOMAINS[type(gate.requires)](gate, protocol)
    levers, ways = levers_of(gate.applies_if, protocol)
    names = [each.name for each in own]
    if len(levers) == 1 and levers[0].name in names:
        # The gate and its condition ask the same question: one lever is enough.
        return Domain(gate=gate, protocol=protocol, own=own)
    return Domain(gate=gate, protocol=protocol, own=own, when=levers, applies=ways)


@define(slots=False)
class Stand:
    """
    One gate over its domain: how it stands with each choice of settings.
    """

    domain: Domain
    begun: dict[str, Scene]

    def __attrs_post_init__(self) -> None:
        """
        Begin with nothing looked at.
        """
        self.seen: dict[Choice, str] = {}

    def settings(self, choice: Choice) -> tuple[Setting, ...]:
        """
        The settings of a choice.
        """
        pairs = zip(self.domain.levers, choice, strict=True)
        return tuple(lever.settings[at] for lever, at in pairs)

    def story(self, choice: Choice) -> Story:
        """
        The story of a choice.
        """
        return told(self.domain.gate, self.settings(choice), self.domain.protocol)

    def stands(self, choice: Choice) -> str:
        """
        How the gate stands with a choice.
        """
        if choice not in self.seen:
            self.seen[choice] = self.story(choice).stands(self.begun)
        return self.seen[choice]

    @cached_property
    def choices(self) -> tuple[Choice, ...]:
        """
        Every choice that is looked at, the simplest first.
        """
        own = [range(len(lever.settings)) for lever in self.domain.own]
        whole = 1
        for each in own:
            whole *= len(each)
        alone = list(product(*own) if whole <= _MOST else _near(own))
        found = [(*a, *w) for a in alone for w in self.domain.applies]
        return tuple(sorted(found, key=lambda c: sum(map(bool, c))))

    def can_be(self, outcome: str) -> bool:
        """
        Whether any choice stands so; those meant for it are looked at first.
        """
        levers = self.domain.levers
        meant = sorted(
            self.choices,
            key=lambda c: -self._meant(c, outcome) if levers else 0,
        )
        return any(self.stands(choice) == outcome for choice in meant)

    def _meant(self, choice: Choice, outcome: str) -> int:
        own = self.settings(choice)[: len(self.domain.own)]
        means = [each.means for each in own]
        if outcome == OPEN:
            return sum(each == OPEN for each in means) * 2 - sum(map(bool, choice))
        found = any(each == outcome for each in means)
        return found * 100 - sum(map(bool, choice))

    def simplest(self, outcome: str) -> Choice:
        """
        The simplest choice whose own settings are meant to stand so.
        """
        return max(self.choices, key=lambda choice: self._meant(choice, outcome))


def _near(own: list[range]) -> Iterator[Choice]:
    # Too many to look at all: those that differ from the first in one thing, or in two.
    first = tuple(0 for _ in own)
    yield first
    for count in (1, 2):
        for places in combinations(range(len(own)), count):
            for values in product(*(own[place][1:] for place in places)):
                choice = list(first)
                for place, value in zip(places, values, strict=True):
                    choice[place] = value
                yield tuple(choice)


def never(gate: Gate) -> str:
    """
    How a gate can never stand, by its list or kind.
    """
    match gate.requires:
        case Complete(listed=word) | Tested(part=word):
            return NEVER.get(word, "")
        case Signed():
            return NEVER["signed"]
        case _:
            return ""


def cannot_be(
    gate: Gate, outcome: str, protocol: Protocol, begun: dict[str, Scene]
) -> bool:
    """
    Whether nothing makes a gate stand so, where it should be possible.

    `begun` keeps what many stories begin from, for one protocol.
    """
    if never(gate) == outcome:
        return False
    try:
        return not Stand(domain_of(gate, protocol), begun).can_be(outcome)
    except (PlannerError, LookupError, ValueError):
        # What its words name is not there: another rule tells that.
        return False


def prove_gates(protocol: Protocol) -> Proof:
    """
    Look at every gate of a protocol alone.
    """
    begun: dict[str, Scene] = {}
    found: list[Violation] = []
    count = 0
    for gate in protocol.gates:
        stand = Stand(domain_of(gate, protocol), begun)
        found += violations(stand)
        count += len(stand.seen)
    return Proof(
        of=f"{protocol.id} {protocol.version}", looked_at=count, findings=tuple(found)
    )


def violations(stand: Stand) -> Iterator[Violation]:
    """
    What does not hold of one gate.
    """
    gate = stand.domain.gate
    stood = {stand.stands(choice) for choice in stand.choices}
    for outcome, words in ((OPEN, "opens"), (SHUT, "shuts")):
        if outcome not in stood and never(gate) != outcome:
            choice = stand.simplest(outcome)
            story = as_toml(f"{gate.id}-never-{outcome}", [(stand.story(choice), outcome)])
            yield Violation(
                about=gate.id, what=f'Nothing {words} the gate "{gate.id}".', story=story
            )
    yield from _cleared(stand)


def _cleared(stand: Stand) -> Iterator[Violation]:
    gate, levers = stand.domain.gate, stand.domain.levers
    looked = set(stand.choices)
    for choice in stand.choices:
        if stand.stands(choice) not in {SHUT, UNKNOWN}:
            continue
        for place, lever in enumerate(levers):
            if lever.settings[choice[place]].means == UNKNOWN:
                continue
            for at, setting in enumerate(lever.settings):
                if setting.means != UNKNOWN:
                    continue
                less = (*choice[:place], at, *choice[place + 1 :])
                if less in looked and stand.stands(less) in {OPEN, ABSENT}:
                    before = (stand.story(choice), stand.stands(choice))
                    yield Violation(
                        about=gate.id,
                        what=f'The gate "{gate.id}" refuses, and clears once this is '
                        f"not known: {setting.words}.",
                        story=as_toml(
                            f"{gate.id}-cleared",
                            [before, (stand.story(less), UNKNOWN)],
                        ),
                    )
                    return
