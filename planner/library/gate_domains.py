"""
The small domain of each gate: everything it may be told, one lever for each thing.

A kind of gate has a function here or in `gate_lists`; a condition has one in
`gate_conditions`. What is told is taken from the protocol alone, its own words, numbers
and lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner.library.gate_setting import (
    AGAIN,
    OPEN,
    PLANNED,
    SHUT,
    UNKNOWN,
    Before,
    Lever,
    Levers,
    Setting,
    Table,
    answers,
    sides,
    vitals,
)
from planner.model.protocol import AnswerIs, Elapsed, Signed

if TYPE_CHECKING:
    from planner.model.protocol import Gate, Protocol


def answer(gate: Gate, protocol: Protocol) -> Levers:
    """
    Each answer of the question; over zones also a second zone, with another answer.
    """
    needs = gate.requires
    assert isinstance(needs, AnswerIs)
    if not gate.each:
        return (answers(needs.question, needs.needs, protocol),)
    zones = [each.id for each in protocol.vocabulary.zones][:2]
    levers = [
        answers(needs.question, needs.needs, protocol, item=zone) for zone in zones[:1]
    ]
    second = zones[-1]
    own = answers(needs.question, needs.needs, protocol, item=second).settings
    shown = [each for each in own if each.means == OPEN][:1]
    shown += [each for each in own if each.means == SHUT][:1]
    shown += [each for each in own if each.means == UNKNOWN][:1]
    more = tuple(
        evolve(each, words=f"second zone, {each.words}", second={"zone": second})
        for each in shown
    )
    alone = Setting(words="one zone", item={"zone": zones[0]})
    return (*levers, Lever("second zone", (alone, *more)), PLANNED)


def elapsed(gate: Gate, protocol: Protocol) -> Levers:
    """
    The anchor just under, at and just over each span ago, never, and past the clock.
    """
    needs = gate.requires
    assert isinstance(needs, Elapsed)
    found = []
    for name, side, value in sides(at_least=needs.at_least, at_most=needs.at_most):
        low = needs.at_least is None or value >= needs.at_least
        high = needs.at_most is None or value <= needs.at_most
        found.append(
            Setting(
                words=f"{needs.since}: {value} ago",
                means=OPEN if low and high else SHUT,
                moves=_anchored(needs.since, Before.span(value), protocol),
                number=name,
                side=side,
            )
        )
    never = OPEN if needs.never == "open" else UNKNOWN
    found.append(Setting(words=f"{needs.since}: never", means=never))
    found.append(
        Setting(
            words=f"{needs.since}: after now, by the clock",
            means=UNKNOWN,
            moves=_anchored(needs.since, Before(-30), protocol),
        )
    )
    found.sort(key=lambda each: each.means != OPEN)
    return (Lever(needs.since, tuple(found)),)


def delivered(at: Before, **changes: object) -> Table:
    """
    The move that records one injection of the product nobody asks about.
    """
    return {
        "does": "record-delivered",
        "at": at,
        "zone": changes.pop("zone", ""),
        "product": "plain",
        "lot": "plain-1",
        "volume": "0.01 mL",
        **changes,
    }


def placed(at: Before, **changes: object) -> Table:
    """
    The move that records one skin test.
    """
    return {
        "does": "record-test",
        "at": at,
        "product": "plain",
        "lot": "plain-1",
        "method": "prick",
        "site": "left forearm",
        "dilution": "undiluted",
        **changes,
    }


def _anchored(name: str, at: Before, protocol: Protocol) -> tuple[Table, ...]:
    zone = protocol.vocabulary.zones[0].id if protocol.vocabulary.zones else ""
    match name:
        case "last-test":
            return (placed(at),)
        case "last-vitals":
            return (vitals(at=at),)
        case "last-rule-out":
            signs: Table = {"does": "suspect", "at": at, "signs": [], "text": "Unwell."}
            return signs, {"does": "rule-out", "at": at, "reason": "Seen: nothing."}
        case _:
            return (delivered(at, zone=zone),)


def signed(gate: Gate, protocol: Protocol) -> Levers:
    """
    Signed now, in an earlier visit, before something that voids it, or not at all.
    """
    needs = gate.requires
    assert isinstance(needs, Signed)
    statement = protocol.statement[needs.statement]
    over = gate.each or statement.each
    sign: Table = {"does": "sign", "statement": statement.id}
    if over:
        sign["item"] = protocol.vocabulary.zones[0].id
    found = [
        Setting(words="signed", moves=({**sign, "at": Before(10)},)),
        Setting(words="not signed", means=UNKNOWN),
    ]
    if statement.fresh == "visit":
        stale = (sign, *AGAIN)
        found.append(
            Setting(words="signed in an earlier visit", means=UNKNOWN, first=stale)
        )
    for word in statement.void_after:
        late: Table = vitals(at=Before(5))
        if word == "sign":
            known = [each.id for each in protocol.signs if each.weight == "look"][:1]
            late = {"does": "signs", "at": Before(5), "signs": known}
        voided = ({**sign, "at": Before(10)}, late)
        found.append(
            Setting(words=f"signed before a later {word}", means=UNKNOWN, moves=voided)
        )
    return (Lever(statement.id, tuple(found)), *((PLANNED,) if over else ()))
