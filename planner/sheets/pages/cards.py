"""
Each kind of card of a protocol in words: questions, gates, limits, signs, lines and more.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from planner.model.terms import EXITS, WAY_IN
from planner.safety.override import may_decide
from planner.sheets import written
from planner.sheets.closed import named, spaced
from planner.sheets.language import ENGLISH, later, spoken, t, tc, term
from planner.sheets.pages.entries import Entry, aside, entry, fact
from planner.sheets.pages.heads import holds_the_needle
from planner.sheets.pages.needs import (
    choices,
    condition,
    each_words,
    group_title,
    limit_words,
    needs,
)
from planner.sheets.patterns import VALUES
from planner.sheets.rows.cards import TITLES
from planner.sheets.wording import hazard

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

_FILLED_IN = {
    "emergency_number": later("emergency number"),
    "clinic_phone": later("clinic phone"),
    "date": later("date"),
    "ends": later("ends"),
}
_FILLED = re.compile(r"\{(\w+)\}")
_FRESH = {
    "": later("as long as nothing contradicts it"),
    "visit": later("until the next check-in"),
}
_SCOPES = {"patient": later("offered again at a later session, to be confirmed")}
_DEGREES = {
    "first": later("first degree"),
    "second": later("second degree"),
    "third": later("third degree"),
}
_SEVERAL = 2
_SIGNS = {
    "suspect": later("suspect at once: treat"),
    "look": later("look: a physician looks"),
}


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
    answers = [term("answer", each) for each in card.answers]
    if card.not_applicable:
        answers.append(t("not applicable"))
    kind = named("question kind", card.kind)
    if card.kind == "quantity":
        kind = t("a number in {unit}", unit=_unit(card.unit))
    told = choices(answers) if answers else kind
    return entry(
        "question",
        card,
        card.asks,
        protocol=protocol,
        on=on,
        marks=(t("for the record only: no gate depends on it"),) if card.for_record else (),
        facts=(
            aside(t("Asked by"), _roles(card.asked_by)),
            aside(t("Asked for"), each_words(card.each) if card.each else ""),
            fact(
                t("Only if"),
                condition(card.applies_if, protocol) if card.applies_if else "",
            ),
            fact(t("Answers"), told),
            aside(
                t("Counts"),
                fresh_words(card.fresh),
                t(_SCOPES[card.scope]) if card.scope in _SCOPES else "",
            ),
            fact(t("If not known"), card.unknown),
            aside(t("Used by"), written.listing(users) if users else ""),
            aside(t("Conditions"), written.listing(asked_in) if asked_in else ""),
        ),
    )


def _value(gate: Gate) -> str:
    return str(getattr(gate.requires, "value", ""))


def _unit(unit: str) -> str:
    # The ratio stands before its number: by itself it is that word alone.
    several = Decimal(_SEVERAL)
    return written.unit(unit, several) if unit != "INR" else t("INR")


def _roles(roles: tuple[str, ...]) -> str:
    return written.listing((named("role", each) for each in roles), "or")


def fresh_words(fresh: str) -> str:
    """
    How long an answer or a signature counts.
    """
    if fresh in _FRESH:
        return t(_FRESH[fresh])
    return tc("counts", "for {span}", span=written.amount(fresh))


def before_words(before: tuple[str, ...]) -> str:
    """
    What a gate stands before; on the way in it holds all that follows, too.
    """
    words = [
        t("{point} and all that follows on the way in", point=_point(each))
        if each in WAY_IN
        else _point(each)
        for each in before
    ]
    return written.listing(words)


def _point(id_: str) -> str:
    # English names a checkpoint by its id, as commands do.
    return id_ if spoken().code == ENGLISH else named("checkpoint", id_)


def opened_words(card: Gate) -> tuple[str, ...]:
    """
    Who may open a shut gate, and with which reasons; nobody, where nobody may.
    """
    ways = []
    if may_decide(card):
        ways.append(t("a physician's recorded decision"))
    if card.override is not None:
        who = _roles(card.override.by)
        reasons = "; ".join(term("reason", each) for each in card.override.reasons)
        ways.append(t("{who}, for one of: {reasons}", who=who, reasons=reasons))
        if card.override.monitor:
            tasks = "; ".join(term("monitor", each) for each in card.override.monitor)
            ways.append(t("which opens a task: {tasks}", tasks=tasks))
    return tuple(ways) or (t("nobody; override prohibited"),)


def gate(card: Gate, protocol: Protocol, on: date | None) -> Entry:
    """
    A gate: the hazard it stops, what it holds, what it needs, why, and what to do.
    """
    holds = t("record: asked for at closing")
    if holds_the_needle(card):
        holds = t("safety: holds the needle")
    elif card.safety:
        holds = t("safety: holds the patient here")
    own = (t("In short: {needed}", needed=card.needed),) if card.needed else ()
    return entry(
        "gate",
        card,
        hazard(card.id),
        protocol=protocol,
        on=on,
        marks=(named("gate weight", card.weight), holds),
        facts=(
            fact(t("Before"), before_words(card.before)),
            fact(
                t("Only if"),
                condition(card.applies_if, protocol) if card.applies_if else "",
            ),
            aside(t("For"), each_words(card.each) if card.each else ""),
            fact(t("Needs"), *needs(card.requires, protocol), *own),
            aside(t("Opened by"), *opened_words(card)),
            fact(t("Because"), card.because),
            fact(t("Now"), card.now),
            fact(t("If not known"), card.unknown),
            aside(
                t("Leads to"),
                tc("exit", EXITS[card.leads_to])
                if card.leads_to in EXITS
                else card.leads_to,
            ),
            aside(
                t("Void after"),
                "; ".join(term("voided by", each) for each in card.voided_by),
            ),
            aside(t("Disputed"), card.decision),
        ),
    )


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
            aside(t("Signed by"), _roles(card.signed_by)),
            aside(t("For"), each_words(card.each) if card.each else ""),
            aside(t("Counts"), fresh_words(card.fresh)),
            aside(
                t("Void after"),
                written.listing(
                    (named("void after", each) for each in card.void_after), "or"
                ),
            ),
            fact(t("Read aloud"), *card.lines),
        ),
    )


def limit(card: Limit, protocol: Protocol, on: date | None) -> Entry:
    """
    The most of something, with the note on where the number comes from.
    """
    shared = t("shares of {group} are added up", group=group_title(card.share_of, protocol))
    return entry(
        "limit",
        card,
        limit_words(card, protocol),
        protocol=protocol,
        on=on,
        facts=(
            fact(t("Note"), card.note),
            aside(t("Together"), shared if card.share_of else ""),
        ),
    )


def sign(card: Sign, protocol: Protocol, on: date | None) -> Entry:
    """
    Something seen or felt, and what it weighs.
    """
    marks = (_weight(card.weight), named("body system", card.system))
    return entry("sign", card, card.title, protocol=protocol, on=on, marks=marks)


def _weight(weight: str) -> str:
    return t(_SIGNS[weight]) if weight in _SIGNS else weight


def trigger(card: Trigger, protocol: Protocol, on: date | None) -> Entry:
    """
    A measured value that raises suspicion by itself.
    """
    bounds = []
    if card.below is not None:
        bounds.append(t("below {amount}", amount=written.quantity(card.below)))
    if card.above is not None:
        bounds.append(t("above {amount}", amount=written.quantity(card.above)))
    if card.under_baseline is not None:
        bounds.append(_fallen(card))
    name = tc("value", VALUES[card.value]) if card.value in VALUES else card.value
    says = f"{name} {written.listing(bounds, 'or')}"
    marks = (_weight(card.raises),)
    return entry("trigger", card, says, protocol=protocol, on=on, marks=marks)


def _fallen(card: Trigger) -> str:
    # As the triggers are read: a percentage of the first set, or an amount in the
    # value's own unit, which counts where the first set was below the bound already.
    fall, below = card.under_baseline, card.below
    assert fall is not None
    amount = written.quantity(fall)
    if below is not None and below.dimension == fall.dimension:
        return t(
            "where the first set was below that already, {amount} or more under it",
            amount=amount,
        )
    if fall.dimension == "percent":
        return t("more than {amount} under the first set", amount=amount)
    return t("{amount} or more under the first set", amount=amount)


def effect(card: Effect, protocol: Protocol, on: date | None) -> Entry:
    """
    An undesirable effect or a complication by its usual name.
    """
    what = t("complication") if card.complication else t("undesirable effect")
    degree = t(_DEGREES[card.severity]) if card.severity in _DEGREES else card.severity
    marks = (what, degree)
    return entry("effect", card, card.title, protocol=protocol, on=on, marks=marks)


def _part(part: str) -> str:
    # English names a part by its id; elsewhere by its title, where it has one.
    if spoken().code != ENGLISH and part in TITLES:
        return t(TITLES[part])
    return spaced(named("part", part))


def _zones(card: CardLine, protocol: Protocol) -> list[str]:
    known = protocol.vocabulary.zone
    return [known[each].title if each in known else each for each in card.zones]


def line(card: CardLine, protocol: Protocol, on: date | None) -> Entry:
    """
    A line of a card or leaflet; what a clinic or a session fills in stands in brackets.
    """
    says = _FILLED.sub(
        lambda found: f"[{t(_FILLED_IN.get(found[1], found[1]))}]", card.says
    )
    clock = (
        t("{span} after leaving", span=written.quantity(card.clock)) if card.clock else ""
    )
    return entry(
        "line",
        card,
        says,
        protocol=protocol,
        on=on,
        marks=(_part(card.part),),
        facts=(
            aside(
                t("Only if"),
                condition(card.applies_if, protocol) if card.applies_if else "",
            ),
            aside(t("Ends"), clock),
            aside(t("Zones"), written.listing(_zones(card, protocol))),
        ),
    )
