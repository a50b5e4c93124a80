"""
What a gate requires and what a condition asks, in words with every number and its unit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.model.protocol import (
    AnswerIs,
    Between,
    Complete,
    Composed,
    Elapsed,
    Held,
    InDate,
    Signed,
    Spaced,
    Tested,
    WithinLimit,
)
from planner.model.terms import HISTORIES, LISTED, LISTS
from planner.model.terms import VALUES as MEANT
from planner.safety.findings import Phrase
from planner.sheets import written
from planner.sheets.wording import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planner.model.protocol import Limit, Protocol, Requirement, When
    from planner.model.quantity import Quantity

_HELD = {
    "agreement": "each has what its prescriber agreed: named, dated, with a restart",
    "interval": "the last dose is long enough ago, or the agreed hold where it is longer",
    "own-interval": "the last dose of each is ago by the medicine's own interval",
    "restart": "the agreed restart of each is late enough after the last injection",
}
_TESTED = {
    "placed": "each planned composition and lot has a skin test",
    "immediate": "the immediate reading of each is negative beside valid controls",
    "late": "the late reading of each, taken in its window, is negative",
}
_READINGS = {
    "over_control": "positive in a prick test: a wheal over the saline control by",
    "grown_by": "positive in an intradermal test: a wheal that has grown by",
    "histamine_at_least": "controls are valid with histamine at least",
    "saline_below": "and saline below",
    "read_from": "read from",
    "read_to": "read to",
    "valid_for": "the test counts for",
}


def needs(requires: Requirement, protocol: Protocol) -> tuple[str, ...]:
    """
    What opens a gate, one line a statement.
    """
    return tuple(_WORDS[type(requires)](requires, protocol))


def asks(question: str, protocol: Protocol) -> str:
    """
    A question in its own words, or by its id where the protocol does not ask it.
    """
    card = protocol.question.get(question)
    return card.asks if card else question


def choices(answers: Iterable[str]) -> str:
    """
    Answers to choose from; where one holds a comma, it must not be read as two.
    """
    kept = [*answers]
    if any("," in each for each in kept):
        return "; or ".join(kept)
    return written.listing(kept, "or")


def group_title(id_: str, protocol: Protocol) -> str:
    """
    A group of substances by its title.
    """
    for card in protocol.vocabulary.substance_groups:
        if card.id == id_:
            return card.title
    return id_.replace("-", " ")


def class_title(id_: str, protocol: Protocol) -> str:
    """
    A class of medicines by its title.
    """
    card = protocol.vocabulary.medicine_class.get(id_)
    return card.title if card else id_.replace("-", " ")


def limit_words(card: Limit, protocol: Protocol) -> str:
    """
    A limit in words: of what, how much, over what.
    """
    known = protocol.vocabulary.substance_by_name.get(card.substance)
    name = known.names[0] if known and known.names else card.substance
    what = name or group_title(card.group, protocol)
    most = f"at most {written.quantity(card.at_most)}"
    if card.and_ is not None:
        most += f", and at most {written.quantity(card.and_)}; the lower governs"
    return f"{what}, in one {card.over}: {most}"


def condition(id_: str, protocol: Protocol) -> str:
    """
    A named condition in words; an unknown name stands as it is.
    """
    card = protocol.when.get(id_)
    if card is None:
        return id_
    if card.all_of:
        return " and ".join(leaf(each, protocol) for each in card.all_of)
    if card.any_of:
        return " or ".join(leaf(each, protocol) for each in card.any_of)
    return _leaf(card, protocol)


def leaf(id_: str, protocol: Protocol) -> str:
    """
    One part of a condition in words.
    """
    card = protocol.when.get(id_)
    return _leaf(card, protocol) if card else id_


def _leaf(card: When, protocol: Protocol) -> str:
    if card.question:
        answered = choices(card.answers)
        return f'"{asks(card.question, protocol)}" is answered {answered}'
    if card.medicine:
        titles = (class_title(each, protocol) for each in card.medicine)
        return f"a medicine is taken of: {written.listing(titles, 'or')}"
    if card.plan_has:
        return f"a planned product holds: {group_title(card.plan_has, protocol)}"
    if card.allergy_to:
        return f"an allergy to: {group_title(card.allergy_to, protocol)}"
    return HISTORIES.get(card.history, card.history or card.id)


def _answer(r: AnswerIs, protocol: Protocol) -> list[str]:
    return [f'"{asks(r.question, protocol)}": {choices(r.needs)}']


def _between(r: Between, protocol: Protocol) -> list[str]:
    bounds = {
        name: getattr(r, name)
        for name in ("at_least", "at_most", "above", "below")
        if getattr(r, name) is not None
    }
    lines = [said(Phrase("bounds", {"value": r.value, **bounds}))]
    asked = protocol.question.get(r.value)
    meaning = f'as answered to "{asked.asks}"' if asked else MEANT.get(r.value, "")
    if meaning:
        lines.append(f"that is: {meaning}")
    if r.fresh is not None:
        lines.append(f"measured within {written.quantity(r.fresh)}")
    if r.read_as:
        lines.append(f"read by the table of {r.read_as.replace('-', ' ')}")
    return lines


def _elapsed(r: Elapsed, _: Protocol) -> list[str]:
    bounds = {
        name: getattr(r, name)
        for name in ("at_least", "at_most")
        if getattr(r, name) is not None
    }
    spans = said(Phrase("spans", {"since": r.since, **bounds}))
    return [spans, f"where there was none: {r.never}"]


def _spaced(r: Spaced, protocol: Protocol) -> list[str]:
    lines = [said(Phrase("spacing", {"at_least": r.at_least}))]
    if r.group:
        lines.append(f"only for products with: {group_title(r.group, protocol)}")
    return lines


def _held(r: Held, protocol: Protocol) -> list[str]:
    lines = [_HELD.get(r.part, r.part)]
    if r.at_least is not None:
        lines.append(f"at least {written.quantity(r.at_least)}")
    titles = [c.title for c in protocol.vocabulary.medicine_classes if c.group == r.group]
    group = r.group.replace("-", " ")
    return [*lines, f"of these ({group}): {written.listing(titles) or 'no class'}"]


def _tested(r: Tested, _: Protocol) -> list[str]:
    lines = [_TESTED.get(r.part, r.part)]
    for name, words in _READINGS.items():
        value: Quantity | None = getattr(r, name)
        if value is not None:
            lines.append(f"{words} {written.quantity(value)}")
    return lines


def _composed(r: Composed, protocol: Protocol) -> list[str]:
    lines = []
    if r.excludes:
        titles = (group_title(each, protocol) for each in r.excludes)
        lines.append(f"no planned product holds: {written.listing(titles, 'or')}")
    if r.against == "allergies":
        lines.append("no planned product holds what the patient is allergic to")
    elif r.against:
        lines.append(f"the planned {r.against} meets no allergy of the patient")
    return [*lines, said(Phrase("composition-needed"))]


def _within(r: WithinLimit, protocol: Protocol) -> list[str]:
    if r.together and r.at_most is not None:
        most = written.quantity(r.at_most)
        lines = [f"shares of these limits, added up, at most {most} of one whole limit:"]
    else:
        lines = ["each dose within its limit:"]
    for id_ in r.limits:
        card = protocol.limit.get(id_)
        lines.append(limit_words(card, protocol) if card else id_)
    return lines


def _in_date(_: InDate, __: Protocol) -> list[str]:
    return ["none has passed its last day of use"]


def _complete(r: Complete, _: Protocol) -> list[str]:
    lines = [LISTED.get(r.listed, r.listed)]
    return [*lines, f"about: {r.about.replace('-', ' ')}"] if r.about else lines


def _signed(r: Signed, protocol: Protocol) -> list[str]:
    card = protocol.statement.get(r.statement)
    if card is None:
        return [f"signed: {r.statement}"]
    return [f'signed by the {written.listing(card.signed_by, "or")}: "{card.says}"']


_WORDS: dict[type, Callable[[Any, Protocol], list[str]]] = {
    AnswerIs: _answer,
    Between: _between,
    Elapsed: _elapsed,
    Spaced: _spaced,
    Held: _held,
    Tested: _tested,
    Composed: _composed,
    WithinLimit: _within,
    InDate: _in_date,
    Complete: _complete,
    Signed: _signed,
}


def each_words(each: str) -> str:
    """
    What a card is judged over, item by item.
    """
    return LISTS.get(each, f"each of the {each.replace('-', ' ')}")
