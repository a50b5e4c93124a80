"""
Mutants: a protocol with one gate gone, or one number one step wider; does anything notice?

A mutant is noticed by the rules, by the proof of its gates, or by a worked case. What no
case, rule or proof notices is a hole in them. Removed record gates may survive.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import define, evolve, field, fields, frozen

from planner import library
from planner.clinic.rehearse import begin, result_of
from planner.errors import PlannerError
from planner.library.gate_proof import Stand, domain_of, violations
from planner.model.protocol import AnswerIs, Between, Tested, WithinLimit
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from planner.clinic.rehearse import World
    from planner.library import Case, CaseFile, Lines
    from planner.model.protocol import Gate, Limit, Protocol, Trigger

# A smaller number asks for less here; every other number of a gate allows more when larger.
_ASKS = frozenset({"at_least", "above", "histamine_at_least", "read_from"})


# Numbers that decide something by their name, and the word of a condition that reads one;
# the others are only printed.
_READ_BY_NAME = {
    "prick-read-from": "",
    "prick-read-to": "",
    "intradermal-read-from": "",
    "intradermal-read-to": "",
    "needle-from": "finer-needle",
    "erythema-look-after": "erythema-overdue",
}


@frozen(kw_only=True)
class Mutant:
    """
    A protocol that was changed in one place.

    `gates` are those whose cases could notice; without any, every case is run.
    """

    id: str
    what: str
    protocol: Protocol
    gates: tuple[str, ...] = ()
    record: bool = False


@frozen(kw_only=True)
class Fate:
    """
    What noticed a mutant; nothing, when it survived, and why it may where it may.
    """

    mutant: Mutant
    noticed_by: str = ""
    may_survive: str = ""


def removed_gates(protocol: Protocol) -> Iterator[Mutant]:
    """
    The protocol without each of its gates in turn.
    """
    for gate in protocol.gates:
        kept = tuple(each for each in protocol.gates if each is not gate)
        yield Mutant(
            id=f"without {gate.id}",
            what=f"The gate {gate.id} is gone.",
            protocol=_digested(evolve(protocol, gates=kept)),
            gates=(gate.id,),
            record=not gate.safety,
        )


def widened_numbers(protocol: Protocol) -> Iterator[Mutant]:
    """
    The protocol with each number of a gate, limit, answer or trigger one step wider.
    """
    yield from _of_gates(protocol)
    for limit in protocol.limits:
        for name in ("at_most", "and_"):
            yield from _of_card("limits", limit, name, protocol)
    for trigger in protocol.triggers:
        for name in ("below", "above", "under_baseline"):
            yield from _of_card("triggers", trigger, name, protocol)
    for place in ("questions", "statements"):
        for card in getattr(protocol, place):
            if card.fresh not in ("", "visit"):
                held = Quantity.of(card.fresh)
                new = evolve(card, fresh=held.step_over().written)
                change = (held, held.step_over())
                yield _changed(place, (card, new), "fresh", change, protocol)
    read = {"", *(when.history for when in protocol.whens)}
    for name, held in protocol.numbers.items():
        if _READ_BY_NAME.get(name, name) in read:
            wider = held.step_under() if name.endswith("-from") else held.step_over()
            numbers = {**protocol.numbers, name: wider}
            yield Mutant(
                id=f"number {name} {wider}",
                what=f"The number {name} is {wider} where it was {held}.",
                protocol=_digested(evolve(protocol, numbers=numbers)),
            )


def _of_gates(protocol: Protocol) -> Iterator[Mutant]:
    for gate in protocol.gates:
        needs: Any = gate.requires
        for each in fields(type(needs)):
            held = getattr(needs, each.name)
            if isinstance(held, Quantity):
                wider = _wider(each.name, held)
                new = evolve(gate, requires=evolve(needs, **{each.name: wider}))
                yield _changed("gates", (gate, new), each.name, (held, wider), protocol)


def _of_card(
    place: str, card: Limit | Trigger, name: str, protocol: Protocol
) -> Iterator[Mutant]:
    held = getattr(card, name)
    if held is not None:
        wider = held.step_under() if name == "below" else held.step_over()
        new = evolve(card, **{name: wider})
        yield _changed(place, (card, new), name, (held, wider), protocol)


def _wider(name: str, held: Quantity) -> Quantity:
    return held.step_under() if name in _ASKS else held.step_over()


def _changed(
    place: str,
    cards: tuple[Any, Any],
    name: str,
    numbers: tuple[Quantity, Quantity],
    protocol: Protocol,
) -> Mutant:
    (old, new), (was, now) = cards, numbers
    kept = tuple(new if each is old else each for each in getattr(protocol, place))
    change: dict[str, Any] = {place: kept}
    word = name.rstrip("_")
    return Mutant(
        id=f"{old.id} {word} {now}",
        what=f"{word} of {old.id} is {now} where it was {was}.",
        protocol=_digested(evolve(protocol, **change)),
        gates=tuple(_about(place, old.id, protocol)),
        record=place == "gates" and not old.safety,
    )


def _digested(protocol: Protocol) -> Protocol:
    # The desk asks for the digest of what it works under, so a mutant has its own.
    return evolve(protocol, digest=library.digest_of(protocol))


def _about(place: str, id_: str, protocol: Protocol) -> Iterator[str]:
    for gate in protocol.gates:
        needs = gate.requires
        if (
            (place == "gates" and gate.id == id_)
            or (
                place == "limits" and isinstance(needs, WithinLimit) and id_ in needs.limits
            )
            or (
                place == "questions"
                and id_
                in (
                    needs.question if isinstance(needs, AnswerIs) else "",
                    needs.value if isinstance(needs, Between) else "",
                )
            )
        ):
            yield gate.id


def names(case: Case, gates: tuple[str, ...]) -> bool:
    """
    Whether a case is about one of these gates, or expects something of one.
    """
    if case.gate in gates:
        return True
    return any(
        name.partition("@")[0] in gates
        for move in case.moves
        for name in (*move.outcomes, *move.because)
    )


@define
class Hunt:
    """
    The protocol as it should be, its cases, and what the rules find in it.
    """

    protocol: Protocol
    cases: CaseFile
    lines: Lines
    on: date
    usual: frozenset[str] = field(init=False)

    def __attrs_post_init__(self) -> None:
        """
        Remember what the rules find without any change.
        """
        self.usual = self._found(self.protocol)

    def _found(self, protocol: Protocol) -> frozenset[str]:
        found = library.check(protocol, self.cases, on=self.on, lines=self.lines)
        return frozenset(f"{each.rule}: {each.what}" for each in found)

    def fate(self, mutant: Mutant) -> Fate:
        """
        Look for what notices a mutant: a case, then the proof, then the rules.
        """
        noticed = self._case(mutant) or self._proof(mutant) or self._rule(mutant)
        reason = ""
        if not noticed:
            reason = self._may_survive(mutant)
        return Fate(mutant=mutant, noticed_by=noticed, may_survive=reason)

    def _may_survive(self, mutant: Mutant) -> str:
        if mutant.record:
            return "A record gate nags at closing and holds no needle."
        gate = mutant.protocol.gate.get(mutant.gates[0]) if mutant.gates else None
        window = " read_from " in mutant.id or " read_to " in mutant.id
        own = {"prick-read-from", "intradermal-read-from"} <= set(mutant.protocol.numbers)
        if (
            gate is not None
            and isinstance(gate.requires, Tested)
            and gate.requires.part == "immediate"
            and window
            and own
        ):
            return "Nothing reads it: each method of testing has a window of its own."
        return ""

    def _case(self, mutant: Mutant) -> str:
        worlds: dict[str, World] = {}
        for case in self.cases.cases:
            if mutant.gates and not names(case, mutant.gates):
                continue
            try:
                world = begin(case.given, self.cases, mutant.protocol, worlds).fork()
            except PlannerError:
                return f"given {case.given}"
            if not all(result_of(move, world).held for move in case.moves):
                return f"case {case.id}"
        return ""

    def _proof(self, mutant: Mutant) -> str:
        for name in mutant.gates:
            gate: Gate | None = mutant.protocol.gate.get(name)
            if gate is not None:
                stand = Stand(domain_of(gate, mutant.protocol), {})
                if any(True for _ in violations(stand)):
                    return f"proof of {name}"
        return ""

    def _rule(self, mutant: Mutant) -> str:
        new = self._found(mutant.protocol) - self.usual
        return f"rule {min(new)}" if new else ""


def every(protocol: Protocol) -> tuple[Mutant, ...]:
    """
    Every mutant of a protocol.
    """
    return (*removed_gates(protocol), *widened_numbers(protocol))


def score(fates: tuple[Fate, ...]) -> list[str]:
    """
    The score in lines: survivors first, each with its reason where it has one.
    """
    lines = []
    for each in fates:
        if not each.noticed_by:
            reason = each.may_survive or "NOTHING NOTICES IT"
            lines.append(f"survives: {each.mutant.what} {reason}")
    noticed = [each for each in fates if each.noticed_by]
    owed = [each for each in fates if not each.may_survive]
    for kind in ("case", "given", "proof", "rule"):
        count = sum(each.noticed_by.startswith(kind) for each in noticed)
        if count:
            lines.append(f"noticed by a {kind}: {count}")
    held = sum(bool(each.noticed_by) for each in owed)
    lines.append(f"{held} of {len(owed)} mutants that must be noticed are noticed.")
    return lines
