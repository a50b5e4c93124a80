"""
Each kind of card of a protocol in words: questions, gates, limits, signs, lines and more.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planner.model.quantity import Quantity
from planner.model.terms import EXITS, WAY_IN
from planner.safety.override import may_decide
from planner.sheets import written
from planner.sheets.pages.entries import Entry, aside, entry, fact
from planner.sheets.pages.needs import (
    choices,
    condition,
    each_words,
    group_title,
    limit_words,
    needs,
)
from planner.sheets.patterns import VALUES

if TYPE_CHECKING:
    from datetime import date

    from planner.model.protocol import (
        CardLine,
        Effect,
        Gate,
        Limit,
        Protocol,
        Question,
        Sign,
        Statement,
        Trigger,
    )

_FILLED = re.compile(r"\{(\w+)\}")
_FRESH = {"": "as long as nothing contradicts it", "visit": "until the next check-in"}
_SCOPES = {"patient": "offered again at a later session, to be confirmed"}
_SIGNS = {"suspect": "suspect at once: treat", "look": "look: a physician looks"}


def question(card: Question, protocol: Protocol, on: date | None) -> Entry:
    """
    What is asked, by whom, what may be answered, how long it counts, and the way out.
    """
    users = [
        gate.id
        for gate in protocol.gates
        if card.id in {getattr(gate.requires, "question", ""), _value(gate)}
    ]
    asked_in = [when.id for when in protocol.whens if when.question == card.id]
    answers = list(card.answers)
    if card.not_applicable:
        answers.append("not applicable")
    kind = "a number in " + _unit(card.unit) if card.kind == "quantity" else card.kind
    told = choices(answers) if answers else kind
    return entry(
        "question",
        card,
        card.asks,
        protocol=protocol,
        on=on,
        marks=("for the record only: no gate depends on it",) if card.for_record else (),
        facts=(
            aside("Asked by", written.listing(card.asked_by, "or")),
            aside("Asked for", each_words(card.each) if card.each else ""),
            fact(
                "Only if", condition(card.applies_if, protocol) if card.applies_if else ""
            ),
            fact("Answers", told),
            aside("Counts", fresh_words(card.fresh), _SCOPES.get(card.scope, "")),
            fact("If not known", card.unknown),
            aside("Used by", written.listing(users) if users else ""),
            aside("Conditions", written.listing(asked_in) if asked_in else ""),
        ),
    )


def _value(gate: Gate) -> str:
    return str(getattr(gate.requires, "value", ""))


def _unit(unit: str) -> str:
    return written.quantity(Quantity.of(f"2 {unit}")).removeprefix("2 ")


def fresh_words(fresh: str) -> str:
    """
    How long an answer or a signature counts.
    """
    return _FRESH.get(fresh) or f"for {written.amount(fresh)}"


def before_words(before: tuple[str, ...]) -> str:
    """
    What a gate stands before; on the way in it holds all that follows, too.
    """
    words = [
        f"{each} and all that follows on the way in" if each in WAY_IN else each
        for each in before
    ]
    return written.listing(words)


def opened_words(card: Gate) -> tuple[str, ...]:
    """
    Who may open a shut gate, and with which reasons; nobody, where nobody may.
    """
    ways = []
    if may_decide(card):
        ways.append("a physician's recorded decision")
    if card.override is not None:
        who = written.listing(card.override.by, "or")
        ways.append(f"{who}, for one of: {'; '.join(card.override.reasons)}")
        if card.override.monitor:
            ways.append(f"which opens a task: {'; '.join(card.override.monitor)}")
    return tuple(ways) or ("nobody; override prohibited",)


def gate(card: Gate, protocol: Protocol, on: date | None) -> Entry:
    """
    A gate: the hazard it stops, what it holds, what it needs, why, and what to do.
    """
    holds = "safety: holds the needle" if card.safety else "record: asked for at closing"
    own = (f"In short: {card.needed}",) if card.needed else ()
    return entry(
        "gate",
        card,
        hazard(card.id),
        protocol=protocol,
        on=on,
        marks=(card.weight, holds),
        facts=(
            fact("Before", before_words(card.before)),
            fact(
                "Only if", condition(card.applies_if, protocol) if card.applies_if else ""
            ),
            aside("For", each_words(card.each) if card.each else ""),
            fact("Needs", *needs(card.requires, protocol), *own),
            aside("Opened by", *opened_words(card)),
            fact("Because", card.because),
            fact("Now", card.now),
            fact("If not known", card.unknown),
            aside("Leads to", EXITS.get(card.leads_to, card.leads_to)),
            aside("Void after", "; ".join(card.voided_by)),
            aside("Disputed", card.decision),
        ),
    )


def hazard(id_: str) -> str:
    """
    A gate by the hazard it is named after.
    """
    words = id_.replace("-", " ")
    return words[:1].upper() + words[1:]


def statement(card: Statement, protocol: Protocol, on: date | None) -> Entry:
    """
    A sentence somebody signs, with the lines read aloud before it.
    """
    return entry(
        "statement",
        card,
        card.says,
        protocol=protocol,
        on=on,
        facts=(
            aside("Signed by", written.listing(card.signed_by, "or")),
            aside("For", each_words(card.each) if card.each else ""),
            aside("Counts", fresh_words(card.fresh)),
            aside("Void after", written.listing(card.void_after, "or")),
            fact("Read aloud", *card.lines),
        ),
    )


def limit(card: Limit, protocol: Protocol, on: date | None) -> Entry:
    """
    The most of something, with the note on where the number comes from.
    """
    shared = f"shares of {group_title(card.share_of, protocol)} are added up"
    return entry(
        "limit",
        card,
        limit_words(card, protocol),
        protocol=protocol,
        on=on,
        facts=(
            fact("Note", card.note),
            aside("Together", shared if card.share_of else ""),
        ),
    )


def sign(card: Sign, protocol: Protocol, on: date | None) -> Entry:
    """
    Something seen or felt, and what it weighs.
    """
    marks = (_SIGNS.get(card.weight, card.weight), card.system)
    return entry("sign", card, card.title, protocol=protocol, on=on, marks=marks)


def trigger(card: Trigger, protocol: Protocol, on: date | None) -> Entry:
    """
    A measured value that raises suspicion by itself.
    """
    bounds = []
    for word, value in (("below", card.below), ("above", card.above)):
        if value is not None:
            bounds.append(f"{word} {written.quantity(value)}")
    if card.under_baseline is not None:
        bounds.append(_fallen(card))
    name = VALUES.get(card.value, card.value)
    says = f"{name} {written.listing(bounds, 'or')}"
    marks = (_SIGNS.get(card.raises, card.raises),)
    return entry("trigger", card, says, protocol=protocol, on=on, marks=marks)


def _fallen(card: Trigger) -> str:
    # As the triggers are read: a percentage of the first set, or an amount in the
    # value's own unit, which counts where the first set was below the bound already.
    fall, below = card.under_baseline, card.below
    assert fall is not None
    amount = written.quantity(fall)
    if below is not None and below.dimension == fall.dimension:
        return f"where the first set was below that already, {amount} or more under it"
    if fall.dimension == "percent":
        return f"more than {amount} under the first set"
    return f"{amount} or more under the first set"


def effect(card: Effect, protocol: Protocol, on: date | None) -> Entry:
    """
    An undesirable effect or a complication by its usual name.
    """
    what = "complication" if card.complication else "undesirable effect"
    degree = f"{card.severity} degree" if card.severity else ""
    marks = (what, degree)
    return entry("effect", card, card.title, protocol=protocol, on=on, marks=marks)


def line(card: CardLine, protocol: Protocol, on: date | None) -> Entry:
    """
    A line of a card or leaflet; what a clinic or a session fills in stands in brackets.
    """
    says = _FILLED.sub(lambda found: f"[{found[1].replace('_', ' ')}]", card.says)
    clock = f"{written.quantity(card.clock)} after leaving" if card.clock else ""
    return entry(
        "line",
        card,
        says,
        protocol=protocol,
        on=on,
        marks=(card.part.replace("-", " "),),
        facts=(
            aside(
                "Only if", condition(card.applies_if, protocol) if card.applies_if else ""
            ),
            aside("Ends", clock),
            aside("Zones", written.listing(card.zones) if card.zones else ""),
        ),
    )
