"""
What a protocol says about a course, as the rooms that plan and prepare one take it.

Every span is read where it stands: in the cards of a course, and in the gates, numbers
and lines that hold a session too. Where two gates ask for different spans, the one that
holds the patient longer is taken. Nothing is said twice, so nothing can disagree.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.course.preparation import CareTimes, Timed
from planner.errors import InputFault, nearest
from planner.model.course import Regimen, Span, TestTimes
from planner.model.protocol import Elapsed, Held, Tested
from planner.model.quantity import DAY_AND_NIGHT

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from planner.model.course import ConflictInTime
    from planner.model.protocol import Gate, Protocol
    from planner.model.quantity import Quantity

# Numbers that a protocol names and no gate asks for.
_RESTART_BEST = "restart-recommended"
_OBSERVE_BEST = "observation-recommended"
_TAKEN_HOME = "discharge"
_DAY = int(DAY_AND_NIGHT.measure)
_LONGEST_MONTH = 31


def regimen_of(protocol: Protocol, indication: str) -> Regimen:
    """
    The ladders, phases and test times of a course for one of the protocol's indications.

    Raises:
        InputFault: The protocol knows no such indication, or none at all.
    """
    card = protocol.indication.get(indication)
    if card is None:
        raise _unknown(protocol, indication)
    phases = tuple(each for each in protocol.phases if each.indication == indication)
    named = {card.begin, *(each.spacing for each in phases), *(e.first for e in phases)}
    return Regimen(
        protocol=protocol.id,
        version=protocol.version,
        spacings=tuple(each for each in protocol.spacings if each.id in named),
        phases=phases,
        begin=card.begin,
        most_sessions=card.most_sessions,
        within=card.within,
        test=test_times_of(protocol),
    )


def waits_of(protocol: Protocol) -> tuple[ConflictInTime, ...]:
    """
    What must not stand near a session, and how long each waits.
    """
    return protocol.conflicts_in_time


def test_times_of(protocol: Protocol) -> TestTimes | None:
    """
    When a skin test is read and how long it counts; nothing where no gate reads one.

    Raises:
        InputFault: Only a part of these spans is in the gates, or a window has no room.
    """
    gates = [gate for gate in protocol.gates if isinstance(gate.requires, Tested)]
    spans: dict[str, Span | None] = {
        "read_from": _longest(_tested(gates, "immediate", "read_from"), protocol),
        "read_to": _shortest(_tested(gates, "immediate", "read_to"), protocol),
        "late_from": _longest(_tested(gates, "late", "read_from"), protocol),
        "late_to": _shortest(_tested(gates, "late", "read_to"), protocol),
        "valid_for": _shortest(_tested(gates, "", "valid_for"), protocol),
    }
    if not any(spans.values()):
        return None
    held = {name: _there(span, name, protocol) for name, span in spans.items()}
    for low, high in (("read_from", "read_to"), ("late_from", "late_to")):
        if held[low].over(held[high]) is not None:
            raise InputFault(
                f'{_named(protocol)} reads a skin test from "{held[low]}" to'
                f' "{held[high]}".',
                now="Look at its gates of the kind tested.",
            )
    return TestTimes(**held)


def care_times_of(
    protocol: Protocol,
    *,
    until_injection: Span,
    injecting: Span,
    medicines: Iterable[str] | None = None,
) -> CareTimes:
    """
    The spans of one session's preparation; the first two are the clinic's own.

    `medicines` are the ids of those the patient takes, each with its own wash-out. Without
    them, every class that voids a skin test stands with the longest wash-out of its own.

    Raises:
        InputFault: A gate or number that they are read from is not there.
    """
    gates = [gate for gate in protocol.gates if not gate.applies_if]
    watched = _longest(_watched(gates, floor=True), protocol)
    restart = _longest(_held(gates, "restart"), protocol)
    floor = _there(watched, "observation", protocol)
    after = _there(restart, "restart", protocol)
    number = protocol.numbers.get
    best = [number(_RESTART_BEST), number(_OBSERVE_BEST)]
    restart_best, observe_best = (None if each is None else _span(each) for each in best)
    advised = _longest(_watched(gates, floor=False), protocol)
    return CareTimes(
        until_injection=until_injection,
        injecting=injecting,
        test=test_times_of(protocol),
        washouts=_washouts(protocol, medicines),
        hold_at_least=_there(
            _longest(_held(gates, "interval"), protocol), "hold", protocol
        ),
        restart_after=after,
        restart_best=_later(after, restart_best, protocol),
        observe_at_least=floor,
        observe_best=_later(_later(floor, advised, protocol), observe_best, protocol),
        limits=tuple(
            Timed(id=line.id, span=_span(line.clock))
            for line in protocol.lines
            if line.sheet == _TAKEN_HOME and line.clock is not None
        ),
        calls=tuple(
            Timed(id=each.id, span=each.after, to=each.to) for each in protocol.calls
        ),
    )


def _unknown(protocol: Protocol, indication: str) -> InputFault:
    known = protocol.indication
    if not known:
        return InputFault(
            f"{_named(protocol)} has no course.",
            now="Choose a protocol that names an indication.",
        )
    return InputFault(
        f'{_named(protocol)} has no indication "{indication}".'
        + nearest(indication, known),
        now=f"It has: {', '.join(known)}.",
    )


def _named(protocol: Protocol) -> str:
    return f"{protocol.id} {protocol.version}"


def _tested(gates: Iterable[Gate], part: str, key: str) -> Iterator[Quantity | None]:
    for gate in gates:
        needs = gate.requires
        if isinstance(needs, Tested) and part in ("", needs.part):
            yield getattr(needs, key)


def _held(gates: Iterable[Gate], part: str) -> Iterator[Quantity | None]:
    for gate in gates:
        if isinstance(gate.requires, Held) and gate.requires.part == part:
            yield gate.requires.at_least


def _watched(gates: Iterable[Gate], *, floor: bool) -> Iterator[Quantity | None]:
    # The floor is what nobody opens; what a physician may open is still recommended.
    for gate in gates:
        needs = gate.requires
        if not isinstance(needs, Elapsed) or needs.since != "last-exposure":
            continue
        if "discharge" in gate.before and (gate.weight == "absolute") >= floor:
            yield needs.at_least


def _longest(held: Iterable[Quantity | None], protocol: Protocol) -> Span | None:
    found: Span | None = None
    for each in held:
        if each is not None:
            found = _later(_span(each), found, protocol)
    return found


def _shortest(held: Iterable[Quantity | None], protocol: Protocol) -> Span | None:
    found: Span | None = None
    for each in held:
        if each is not None:
            span = _span(each)
            longer = found is not None and _later(span, found, protocol) is span
            found = found if longer else span
    return found


def _later(one: Span, other: Span | None, protocol: Protocol) -> Span:
    if other is None:
        return one
    if one.clock != other.clock:
        raise InputFault(
            f'{_named(protocol)} asks for "{one}" in one card and "{other}" in another.',
            why="Hours run on instants and days on the clinic's calendar.",
            now="Write both in hours, or both in days.",
        )
    return one if one.over(other) is not None else other


def _there(span: Span | None, name: str, protocol: Protocol) -> Span:
    if span is None:
        raise InputFault(
            f"{_named(protocol)} has no gate that says how long: {_WORDS[name]}.",
            now="A course cannot be prepared without it.",
        )
    return span


_WORDS = {
    "read_from": "the first reading of a skin test, from when",
    "read_to": "the first reading of a skin test, until when",
    "late_from": "the late reading of a skin test, from when",
    "late_to": "the late reading of a skin test, until when",
    "valid_for": "a skin test counts",
    "observation": "observation after an injection",
    "hold": "the hold of a prescribed medicine",
    "restart": "from an injection to a restart",
}


def _span(quantity: Quantity) -> Span:
    return Span(quantity.written)


def _washouts(protocol: Protocol, medicines: Iterable[str] | None) -> tuple[Timed, ...]:
    words = protocol.vocabulary
    own = [each for each in words.medicines if each.washout is not None]
    if medicines is not None:
        taken = set(medicines)
        return tuple(
            Timed(id=each.id, span=_span(each.washout))
            for each in own
            if each.id in taken and each.washout is not None
        )
    return tuple(
        Timed(id=group.id, span=max(spans, key=_roughly))
        for group in words.medicine_classes
        if group.voids_test
        and (
            spans := [
                _span(each.washout)
                for each in own
                if group.id in each.classes and each.washout is not None
            ]
        )
    )


def _roughly(span: Span) -> tuple[int, bool]:
    # Medicines of one class are written in hours and in days. A span of days ends as its
    # day begins, so of two that are alike it is the longer one.
    return (
        span.seconds or (span.months * _LONGEST_MONTH + span.days) * _DAY,
        not span.clock,
    )
