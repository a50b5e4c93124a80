"""
A number measures something else than what it is compared with.

What it finds:
    A span that is not time, bounds of one gate in different measures, a bound that does
    not measure what its question asks for, a question for a quantity without a unit,
    a freshness that is no span, and a limit by body weight where no question asks the
    weight.

Why:
    Such numbers cannot be compared, and the program would find out beside the patient.

What now:
    Write the number in a unit of the right kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import PlannerError
from planner.library.finding import Finding
from planner.library.shapes import noun
from planner.library.text import shown
from planner.model.protocol import Between, Elapsed, Held, Spaced, Tested
from planner.model.quantity import TIME_DIMENSIONS, UNITS, Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.library.lines import Lines
    from planner.library.shapes import Card
    from planner.model.protocol import Gate, Protocol

ID = "wrong-measure"

_SPANS: dict[type, tuple[str, ...]] = {
    Between: ("fresh",),
    Elapsed: ("at_least", "at_most"),
    Spaced: ("at_least",),
    Held: ("at_least",),
    Tested: ("read_from", "read_to", "valid_for"),
}
_BOUNDS = ("at_least", "at_most", "above", "below")
_LENGTHS = ("over_control", "histamine_at_least", "saline_below", "grown_by")
_COUNTED = ("d", "week", "month", "year")


def check(protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Compare what each number measures with what it should.
    """
    for gate in protocol.gates:
        yield from _gate(gate, protocol, lines)
    for question in protocol.questions:
        unit = question.unit
        if question.kind == "quantity" and not unit:
            yield _found(
                lines.of("question", question.id),
                f"The question {shown(question.id)} asks a quantity without a unit.",
                'Add the unit, as in unit = "kg".',
            )
        yield from _fresh("question", question, lines)
    for statement in protocol.statements:
        yield from _fresh("statement", statement, lines)
    for line in protocol.lines:
        yield from _span("line", line.id, "clock", line.clock, lines)
    for due in protocol.vitals_times:
        yield from _span("vitals_time", due.id, "after", due.after, lines)
    for medicine in protocol.vocabulary.medicines:
        for key in ("interval", "washout"):
            held = getattr(medicine, key)
            yield from _span("medicine", medicine.id, key, held, lines)
    questions = {*protocol.question, *lines.ids("question")}
    for limit in protocol.limits:
        caps = {each.dimension for each in (limit.at_most, limit.and_) if each}
        if "mass/mass" in caps and "weight" not in questions:
            yield _found(
                lines.of("limit", limit.id, "at_most"),
                f"The limit {shown(limit.id)} goes by body weight, and no question "
                '"weight" asks for it.',
                'Add a question "weight" in kg.',
            )


def _gate(gate: Gate, protocol: Protocol, lines: Lines) -> Iterator[Finding]:
    needs = gate.requires
    for key in _SPANS.get(type(needs), ()):
        yield from _span("gate", gate.id, key, getattr(needs, key), lines)
    for key in _LENGTHS if isinstance(needs, Tested) else ():
        held = getattr(needs, key)
        if held is not None and held.dimension != "length":
            yield _found(
                lines.of("gate", gate.id, key),
                f'"{key}" of the gate {shown(gate.id)} is {held.written}, '
                "which is not a length.",
                "Write it in mm.",
            )
    if not isinstance(needs, Between):
        return
    bounds = {key: getattr(needs, key) for key in _BOUNDS if getattr(needs, key)}
    asked = protocol.question.get(needs.value)
    wanted = UNITS[asked.unit].dimension if asked and asked.unit in UNITS else ""
    for key, bound in bounds.items():
        wanted = wanted or bound.dimension
        if bound.dimension != wanted:
            yield _found(
                lines.of("gate", gate.id, key),
                f'"{key}" of the gate {shown(gate.id)} is {bound.written}, which '
                f"measures {bound.dimension}, not {wanted}.",
                "Write all of them in units of one kind.",
            )


def _span(
    name: str, id: str, key: str, held: Quantity | None, lines: Lines
) -> Iterator[Finding]:
    if held is None:
        return
    whole = held.measure == held.measure.to_integral_value()
    if held.dimension not in TIME_DIMENSIONS:
        what = f"is {held.written}, which is not a span of time"
    elif held.unit in _COUNTED and not whole:
        what = f"is {held.written}, and days are counted whole"
    else:
        return
    yield _found(
        lines.of(name, id, key),
        f'"{key}" of the {noun(name)} {shown(id)} {what}.',
        'Write it as in "24 h" or "7 d".',
    )


def _fresh(name: str, card: Card, lines: Lines) -> Iterator[Finding]:
    if card.fresh in ("", "visit"):
        return
    try:
        span = Quantity.of(card.fresh)
    except PlannerError:
        yield _found(
            lines.of(name, card.id, "fresh"),
            f'"fresh" of the {name} {shown(card.id)} is {shown(card.fresh)}, which is '
            "no span of time.",
            'Write "visit", or a span such as "90 d".',
        )
        return
    yield from _span(name, card.id, "fresh", span, lines)


def _found(where: str, what: str, now: str) -> Finding:
    return Finding(rule=ID, where=where, what=what, now=now)
