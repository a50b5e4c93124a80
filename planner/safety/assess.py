"""
Assess: every gate of a checkpoint, against one situation, into findings; all of them.

Every gate stands on the situation as it is at that instant, at every move. What a gate
found is kept only as long as each part of the situation it looks at is the very same
frozen value: then reading it again could find nothing else.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from planner.model.answer import Outcome
from planner.model.frozen import filled_by
from planner.model.terms import KEPT_NOW, KEPT_SESSIONS
from planner.safety.conditions import holds
from planner.safety.findings import Finding
from planner.safety.kinds import READ
from planner.safety.override import opening_for
from planner.safety.sights import part_named, sight_of

if TYPE_CHECKING:
    from planner.model.protocol import Gate, Protocol
    from planner.model.situation import Situation
    from planner.safety.findings import Reading

# Asked for at every gate of every move.
_OPEN, _SHUT = Outcome.OPEN, Outcome.SHUT
_found = filled_by(Finding)


def assess(
    situation: Situation, protocol: Protocol, checkpoint: str
) -> tuple[Finding, ...]:
    """
    Tell how every gate that holds a checkpoint stands, in the order of the protocol.

    A gate whose condition does not hold is dropped; one whose condition is unknown is
    kept, and can then be open or unknown, but not shut.
    """
    return _bound(protocol).assess(situation, checkpoint)


def assess_anew(
    situation: Situation, protocol: Protocol, checkpoint: str
) -> tuple[Finding, ...]:
    """
    Tell the same with nothing kept: every gate is read from its first word.
    """
    found: list[Finding] = []
    for gate in protocol.gates_before[checkpoint]:
        found += read_gate(gate, situation, protocol)
    return tuple(found)


def forget(protocol: Protocol) -> None:
    """
    Let go of all that was kept of this protocol's sessions.
    """
    _bound(protocol).kept.clear()


def findings_of(
    gate: Gate, applies: Outcome, situation: Situation, protocol: Protocol
) -> list[Finding]:
    """
    The findings of one gate, one for each item.
    """
    return [
        _found((gate, reading, outcome, None))
        if (outcome := reading.outcome) is not _SHUT
        else _shut(gate, reading, applies, situation)
        for reading in READ[type(gate.requires)](gate, situation, protocol)
    ]


def _shut(gate: Gate, reading: Reading, applies: Outcome, situation: Situation) -> Finding:
    # Where it is not known whether the gate applies, nor is it known that it is shut.
    if applies is Outcome.UNKNOWN:
        return Finding(gate, reading, applies)
    return Finding(gate, reading, _SHUT, opening_for(gate, reading, situation))


def read_gate(gate: Gate, situation: Situation, protocol: Protocol) -> list[Finding]:
    """
    Read one gate: none where its condition does not hold, else one finding an item.
    """
    named = gate.applies_if
    applies = holds(named, situation, protocol) if named else _OPEN
    if applies is _SHUT:
        return []
    return findings_of(gate, applies, situation, protocol)


class _Kept:
    # What was found of one session last: the parts it was found from, and the findings
    # of each gate by its place; none where the gate must be read.
    __slots__ = ("findings", "parts")

    def __init__(self, gates: int) -> None:
        self.parts: list[object] = []
        self.findings: list[list[Finding] | None] = [None] * gates


class _Bound:
    # The gates of one protocol, each bound to the parts it looks at.
    __slots__ = ("_before", "_gates", "_looks", "_parts", "_protocol", "kept")

    def __init__(self, protocol: Protocol) -> None:
        self._protocol = protocol
        self._gates = protocol.gates
        place = {id(gate): at for at, gate in enumerate(protocol.gates)}
        self._before = {
            point: tuple([place[id(gate)] for gate in gates])
            for point, gates in protocol.gates_before.items()
        }
        sights = [sight_of(gate, protocol) for gate in protocol.gates]
        names = sorted(frozenset().union(*sights))
        self._parts = [part_named(name, protocol) for name in names]
        self._looks = [
            [at for at, sight in enumerate(sights) if name in sight] for name in names
        ]
        self.kept: dict[str, _Kept] = {}

    def assess(self, situation: Situation, checkpoint: str) -> tuple[Finding, ...]:
        name = situation.session.id
        # Taken out while it is in use: whoever else asks meanwhile reads everything.
        kept = self.kept.pop(name, None) or _Kept(len(self._gates))
        findings, parts = kept.findings, [part(situation) for part in self._parts]
        for was, part, looks in zip(kept.parts, parts, self._looks, strict=False):
            if was is not part:
                for at in looks:
                    findings[at] = None
        kept.parts = parts
        found: list[Finding] = []
        for at in self._before[checkpoint]:
            of_gate = findings[at]
            if of_gate is None:
                of_gate = read_gate(self._gates[at], situation, self._protocol)
                findings[at] = of_gate
            found += of_gate
        if len(self.kept) >= KEPT_SESSIONS:
            self.kept.clear()
        self.kept[name] = kept
        return tuple(found)


_bound = lru_cache(maxsize=KEPT_NOW)(_Bound)
