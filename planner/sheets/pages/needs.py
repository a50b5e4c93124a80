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
from planner.sheets.closed import named, spaced
from planner.sheets.language import ENGLISH, later, spoken, t, tc, term
from planner.sheets.wording import answer, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from planner.model.protocol import Limit, Protocol, Requirement, When
    from planner.model.quantity import Quantity

_HELD = {
    "agreement": later("each has what its prescriber agreed: named, dated, with a restart"),
    "interval": later(
        "the last dose is long enough ago, or the agreed hold where it is longer"
    ),
    "own-interval": later("the last dose of each is ago by the medicine's own interval"),
    "restart": later("the agreed restart of each is late enough after the last injection"),
}
_TESTED = {
    "placed": later("each planned composition and lot has a skin test"),
    "immediate": later("the immediate reading of each is negative beside valid controls"),
    "late": later("the late reading of each, taken in its window, is negative"),
}
_READINGS = {
    "over_control": later("positive in a prick test: a wheal over the saline control by"),
    "grown_by": later("positive in an intradermal test: a wheal that has grown by"),
    "histamine_at_least": later("controls are valid with histamine at least"),
    "saline_below": later("and saline below"),
    "read_from": later("read from"),
    "read_to": later("read to"),
    "valid_for": later("the test counts for"),
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
        return f"; {tc('between ways', 'or')} ".join(kept)
    return written.listing(kept, "or")


def group_title(id_: str, protocol: Protocol) -> str:
    """
    A group of substances by its title.
    """
    for card in protocol.vocabulary.substance_groups:
        if card.id == id_:
            return card.title
    return spaced(id_)


def class_title(id_: str, protocol: Protocol) -> str:
    """
    A class of medicines by its title.
    """
    card = protocol.vocabulary.medicine_class.get(id_)
    return card.title if card else spaced(id_)


def limit_words(card: Limit, protocol: Protocol) -> str:
    """
    A limit in words: of what, how much, over what.
    """
    known = protocol.vocabulary.substance_by_name.get(card.substance)
    name = known.names[0] if known and known.names else card.substance
    if spoken().code != ENGLISH:
        name = term("substance", spaced(card.substance))
    what = name or group_title(card.group, protocol)
    most = t("at most {amount}", amount=written.quantity(card.at_most))
    if card.and_ is not None:
        most = t(
            "at most {one}, and at most {other}; the lower governs",
            one=written.quantity(card.at_most),
            other=written.quantity(card.and_),
        )
    window = named("window", card.over)
    return t("{what}, in one {window}: {most}", what=what, window=window, most=most)


def condition(id_: str, protocol: Protocol) -> str:
    """
    A named condition in words; an unknown name stands as it is.
    """
    card = protocol.when.get(id_)
    if card is None:
        return id_
    if card.all_of:
        return f" {tc('between conditions', 'and')} ".join(
            leaf(each, protocol) for each in card.all_of
        )
    if card.any_of:
        return f" {tc('between conditions', 'or')} ".join(
            leaf(each, protocol) for each in card.any_of
        )
    return _leaf(card, protocol)


def leaf(id_: str, protocol: Protocol) -> str:
    """
    One part of a condition in words.
    """
    card = protocol.when.get(id_)
    return _leaf(card, protocol) if card else id_


def _leaf(card: When, protocol: Protocol) -> str:
    if card.question:
        return t(
            '"{question}" is answered {answers}',
            question=asks(card.question, protocol),
            answers=choices(map(answer, card.answers)),
        )
    if card.medicine:
        titles = (class_title(each, protocol) for each in card.medicine)
        return t("a medicine is taken of: {classes}", classes=written.listing(titles, "or"))
    if card.plan_has:
        return t(
            "a planned product holds: {group}", group=group_title(card.plan_has, protocol)
        )
    if card.allergy_to:
        return t("an allergy to: {group}", group=group_title(card.allergy_to, protocol))
    known = HISTORIES.get(card.history)
    return (card.history or card.id) if known is None else tc("history", known)


def _answer(r: AnswerIs, protocol: Protocol) -> list[str]:
    answers = choices(map(answer, r.needs))
    return [
        t('"{question}": {answers}', question=asks(r.question, protocol), answers=answers)
    ]


def _between(r: Between, protocol: Protocol) -> list[str]:
    bounds = {
        name: getattr(r, name)
        for name in ("at_least", "at_most", "above", "below")
        if getattr(r, name) is not None
    }
    lines = [said(Phrase("bounds", {"value": r.value, **bounds}))]
    asked = protocol.question.get(r.value)
    if asked:
        lines.append(t('that is: as answered to "{question}"', question=asked.asks))
    elif r.value in MEANT:
        lines.append(t("that is: {meaning}", meaning=tc("value", MEANT[r.value])))
    if r.fresh is not None:
        lines.append(t("measured within {span}", span=written.quantity(r.fresh)))
    if r.read_as:
        lines.append(t("read by the table of {table}", table=named("listed", r.read_as)))
    return lines


def _elapsed(r: Elapsed, _: Protocol) -> list[str]:
    bounds = {
        name: getattr(r, name)
        for name in ("at_least", "at_most")
        if getattr(r, name) is not None
    }
    spans = said(Phrase("spans", {"since": r.since, **bounds}))
    return [spans, t("where there was none: {outcome}", outcome=named("outcome", r.never))]


def _spaced(r: Spaced, protocol: Protocol) -> list[str]:
    lines = [said(Phrase("spacing", {"at_least": r.at_least}))]
    if r.group:
        lines.append(
            t("only for products with: {group}", group=group_title(r.group, protocol))
        )
    return lines


def _held(r: Held, protocol: Protocol) -> list[str]:
    lines = [t(_HELD[r.part]) if r.part in _HELD else r.part]
    if r.at_least is not None:
        lines.append(t("at least {amount}", amount=written.quantity(r.at_least)))
    titles = [c.title for c in protocol.vocabulary.medicine_classes if c.group == r.group]
    classes = written.listing(titles) or t("no class")
    group = named("medicine group", r.group)
    return [*lines, t("of these ({group}): {classes}", group=group, classes=classes)]


def _tested(r: Tested, _: Protocol) -> list[str]:
    lines = [t(_TESTED[r.part]) if r.part in _TESTED else r.part]
    for name, words in _READINGS.items():
        value: Quantity | None = getattr(r, name)
        if value is not None:
            lines.append(f"{t(words)} {written.quantity(value)}")
    return lines


def _composed(r: Composed, protocol: Protocol) -> list[str]:
    lines = []
    if r.excludes:
        titles = (group_title(each, protocol) for each in r.excludes)
        lines.append(
            t("no planned product holds: {groups}", groups=written.listing(titles, "or"))
        )
    if r.against == "allergies":
        lines.append(t("no planned product holds what the patient is allergic to"))
    elif r.against:
        lines.append(
            t(
                "the planned {thing} meets no allergy of the patient",
                thing=named("against", r.against),
            )
        )
    return [*lines, said(Phrase("composition-needed"))]


def _within(r: WithinLimit, protocol: Protocol) -> list[str]:
    if r.together and r.at_most is not None:
        most = written.quantity(r.at_most)
        lines = [
            t(
                "shares of these limits, added up, at most {most} of one whole limit:",
                most=most,
            )
        ]
    else:
        lines = [t("each dose within its limit:")]
    for id_ in r.limits:
        card = protocol.limit.get(id_)
        lines.append(limit_words(card, protocol) if card else id_)
    return lines


def _in_date(_: InDate, __: Protocol) -> list[str]:
    return [t("none has passed its last day of use")]


def _complete(r: Complete, _: Protocol) -> list[str]:
    lines = [tc("listed", LISTED[r.listed]) if r.listed in LISTED else r.listed]
    if r.about:
        lines.append(t("about: {what}", what=named("about", r.about)))
    return lines


def _signed(r: Signed, protocol: Protocol) -> list[str]:
    card = protocol.statement.get(r.statement)
    if card is None:
        return [t("signed: {statement}", statement=r.statement)]
    who = written.listing((named("role", each) for each in card.signed_by), "or")
    return [t('signed by the {who}: "{says}"', who=who, says=card.says)]


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
    if each in LISTS:
        return tc("list", LISTS[each])
    return t("each of the {list}", list=spaced(each))
