"""
The entries of what reached the patient and what was seen, in words.

Values are as they were recorded first; what a later entry corrected stands there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.model.entries import care
from planner.sheets import written
from planner.sheets.closed import named, spaced
from planner.sheets.language import t, tc
from planner.sheets.rows.saying import At, Words, field, lines
from planner.sheets.wording import answer

if TYPE_CHECKING:
    from collections.abc import Callable


def _vitals(p: care.VitalsTaken, _: At) -> Words:
    rows = [(field(name), written.amount(said)) for name, said in p.values.items()]
    return Words(title=t("Vital signs"), lines=lines(*rows, (tc("record", "note"), p.note)))


def _test(p: care.TestPlaced, at: At) -> Words:
    return Words(
        title=t("Skin test placed"),
        lines=lines(
            (tc("record", "product"), at.product(p.product, p.lot)),
            (tc("record", "method"), named("test method", p.method)),
            (tc("record", "site"), at.zone(p.site)),
            (tc("record", "dilution"), p.dilution),
            (tc("record", "volume"), written.amount(p.volume)),
            (tc("record", "first wheal"), written.amount(p.wheal_initial)),
            (tc("record", "test"), p.test),
        ),
    )


def _read(p: care.TestRead, _: At) -> Words:
    return Words(
        title=t("Skin test read"),
        lines=lines(
            (tc("record", "test"), p.test),
            (tc("record", "reading"), named("reading", p.reading)),
            (tc("record", "wheal"), written.amount(p.wheal)),
            (tc("record", "flare"), answer(written.amount(p.flare))),
            (tc("record", "saline"), written.amount(p.saline)),
            (tc("record", "histamine"), written.amount(p.histamine)),
            (tc("record", "infiltrated"), named("answer word", p.infiltrated)),
            (tc("record", "note"), p.note),
        ),
    )


def _anaesthetic(p: care.AnaestheticApplied, at: At) -> Words:
    return Words(
        title=t("Anaesthetic on the skin"),
        lines=lines(
            (tc("record", "product"), at.product(p.product, p.lot)),
            (tc("record", "zone"), at.zone(p.zone)),
            (tc("record", "amount"), written.amount(p.amount)),
        ),
    )


def _prepared(p: care.SkinPrepared, at: At) -> Words:
    return Words(
        title=t("Skin cleaned"),
        lines=lines(
            (tc("record", "zone"), at.zone(p.zone)),
            (tc("record", "antiseptic"), p.antiseptic),
            (tc("record", "wet for"), written.amount(p.contact)),
            (tc("record", "dry for"), written.amount(p.dried)),
        ),
    )


def _delivered(p: care.Delivered, at: At) -> Words:
    return Words(
        title=t("Injection"),
        lines=lines(
            (tc("record", "product"), at.product(p.product, p.lot)),
            (tc("record", "zone"), at.zone(p.zone)),
            (tc("record", "points"), p.points),
            (tc("record", "volume"), written.amount(p.volume)),
            (tc("record", "needle"), p.needle),
            (tc("record", "technique"), at.technique(p.technique)),
        ),
    )


def _noted(p: care.SignsNoted, at: At) -> Words:
    rows = lines(("", at.signs(p.signs)), (tc("record", "text"), p.text))
    return Words(title=t("Signs seen or told"), lines=rows)


def _looked(p: care.SignsLookedAt, at: At) -> Words:
    rows = lines(("", at.signs(p.signs)), (tc("record", "found"), p.found))
    return Words(title=t("A physician looked"), lines=rows)


def _suspected(p: care.ReactionSuspected, at: At) -> Words:
    return Words(
        title=t("A reaction was suspected"),
        lines=lines(
            ("", at.signs(p.signs)),
            (tc("record", "text"), p.text),
            (tc("record", "raised by"), spaced(p.trigger)),
        ),
    )


def _escalated(p: care.Escalated, _: At) -> Words:
    return Words(
        title=t("The alarm was raised"), lines=lines((tc("record", "text"), p.text))
    )


def _confirmed(p: care.ReactionConfirmed, _: At) -> Words:
    title = t("A physician confirmed a reaction")
    return Words(title=title, lines=lines((tc("record", "text"), p.text)))


def _ruled_out(p: care.ReactionRuledOut, _: At) -> Words:
    faint = t("it was a faint") if p.faint else ""
    return Words(
        title=t("A physician ruled a reaction out"),
        lines=lines((tc("record", "because"), p.reason), ("", faint)),
    )


def _treated(p: care.Treated, _: At) -> Words:
    return Words(
        title=t("Treatment"),
        lines=lines(
            (tc("record", "drug"), p.drug),
            (tc("record", "dose"), written.amount(p.dose)),
            (tc("record", "route"), p.route),
            (tc("record", "site"), p.site),
            (tc("record", "text"), p.text),
        ),
    )


def _called(p: care.Called, _: At) -> Words:
    rows = lines((tc("record", "who"), p.who), (tc("record", "text"), p.text))
    return Words(title=t("Help was called"), lines=rows)


def _effect(p: care.EffectNoted, at: At) -> Words:
    cards = {card.id: card for card in at.protocol.effects}
    card = cards.get(p.effect)
    complication = card is not None and card.complication
    title = t("Complication") if complication else t("Undesirable effect")
    return Words(
        title=title,
        lines=lines(
            ("", card.title if card else p.effect),
            (tc("record", "zone"), at.zone(p.zone) if p.zone else ""),
            (tc("record", "cause"), tc("cause", p.cause) if p.cause else ""),
            (tc("record", "predictable"), p.predictable),
            (tc("record", "text"), p.text),
        ),
    )


CARED: dict[type, Callable[[Any, At], Words]] = {
    care.VitalsTaken: _vitals,
    care.TestPlaced: _test,
    care.TestRead: _read,
    care.AnaestheticApplied: _anaesthetic,
    care.SkinPrepared: _prepared,
    care.Delivered: _delivered,
    care.SignsNoted: _noted,
    care.SignsLookedAt: _looked,
    care.ReactionSuspected: _suspected,
    care.Escalated: _escalated,
    care.ReactionConfirmed: _confirmed,
    care.ReactionRuledOut: _ruled_out,
    care.Treated: _treated,
    care.Called: _called,
    care.EffectNoted: _effect,
}
