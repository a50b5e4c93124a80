"""
A whole protocol in the order of a consultation: a chapter a stage, then what goes with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.model.terms import WALK
from planner.sheets import written
from planner.sheets.pages import cards, tables
from planner.sheets.pages.entries import Entry, entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from planner.model.protocol import Protocol

_CARDS = (
    ("emergency", "Emergency card: anaphylaxis"),
    ("fainting", "Emergency card: fainting"),
    ("anaesthetic-toxicity", "Emergency card: anaesthetic toxicity"),
    ("anaesthetic", "Emergency card: anaesthetic toxicity"),
    ("handover", "To say to the ambulance team"),
    ("plan", "Lines of the session plan"),
    ("discharge", "What the patient takes home"),
)


@frozen(kw_only=True)
class Section:
    """
    Cards of one kind under one title. `brief` ones are one line each.
    """

    title: str
    hint: str
    brief: bool
    entries: tuple[Entry, ...]


@frozen(kw_only=True)
class Chapter:
    """
    What belongs to one stage, or goes beside the stages.
    """

    anchor: str
    title: str
    counts: str
    sections: tuple[Section, ...]


def chapters(
    protocol: Protocol, rests: Mapping[str, tuple[str, ...]], on: date | None
) -> tuple[Chapter, ...]:
    """
    The stages in their order, then cards, numbers and lists.
    """
    headings = [card.heading for card in protocol.questions]
    headings += [card.heading for card in protocol.gates]
    headings += [card.heading for card in protocol.statements]
    stages = [*WALK, *sorted(set(headings) - set(WALK))]
    made = [_chapter(stage, _title(stage), _stage(stage, protocol, on)) for stage in stages]
    made += [
        _chapter("cards", "Cards, plan and leaflet", _cards(protocol, on)),
        _chapter("numbers", "Numbers named by the protocol", _numbers(protocol, rests, on)),
        _chapter("lists", "Lists that the gates read", _lists(protocol, on)),
        _chapter("bars", "What the lifecycle itself refuses", _bars(protocol, on)),
    ]
    return tuple(chapter for chapter in made if chapter.sections)


def _chapter(anchor: str, title: str, sections: list[Section]) -> Chapter:
    kept = tuple(section for section in sections if section.entries)
    counts = " · ".join(f"{s.title} {len(s.entries)}" for s in kept)
    return Chapter(anchor=f"at-{anchor}", title=title, counts=counts, sections=kept)


def _title(stage: str) -> str:
    words = stage.replace("-", " ")
    return words[:1].upper() + words[1:]


def _section(
    title: str, held: tuple[Entry, ...], *, hint: str = "", brief: bool = False
) -> Section:
    return Section(title=title, hint=hint, brief=brief, entries=held)


def _stage(stage: str, protocol: Protocol, on: date | None) -> list[Section]:
    asked = tuple(
        cards.question(each, protocol, on)
        for each in protocol.questions
        if each.heading == stage
    )
    signed = tuple(
        cards.statement(each, protocol, on)
        for each in protocol.statements
        if each.heading == stage
    )
    gates = tuple(
        cards.gate(each, protocol, on) for each in protocol.gates if each.heading == stage
    )
    limits = tuple(
        cards.limit(each, protocol, on)
        for each in protocol.limits
        if tables.first_heading(protocol, each.id) == stage
    )
    made = [
        _section("Questions", asked, hint="What is asked here."),
        _section("Statements to sign", signed),
        _section("Gates", gates, hint="Each is named after the hazard it stops."),
        _section("Limits", limits),
    ]
    if stage == tables.first_heading(protocol, "operator-trainings"):
        made.append(_section("Trainings", tables.trainings(protocol, on), brief=True))
    if stage == tables.first_heading(protocol, "kit"):
        made.append(_section("Things of the kit", tables.kit(protocol, on), brief=True))
    if stage == "observation":
        made += _watching(protocol, on)
    return made


def _watching(protocol: Protocol, on: date | None) -> list[Section]:
    times = tuple(
        entry(
            "vitals-time",
            each,
            f"a full set of vital signs {written.quantity(each.after)} "
            "after the last injection",
            protocol=protocol,
            on=on,
        )
        for each in protocol.vitals_times
    )
    triggers = tuple(cards.trigger(each, protocol, on) for each in protocol.triggers)
    signs = tuple(cards.sign(each, protocol, on) for each in protocol.signs)
    effects = tuple(cards.effect(each, protocol, on) for each in protocol.effects)
    return [
        _section("Times for vital signs", times, brief=True),
        _section("Triggers", triggers, hint="Measured; suspicion by itself.", brief=True),
        _section("Signs", signs, hint="Seen or felt, with what each weighs.", brief=True),
        _section("Effects and complications", effects, brief=True),
    ]


def _cards(protocol: Protocol, on: date | None) -> list[Section]:
    named = dict(_CARDS)
    sheets = dict.fromkeys([*named, *(each.sheet for each in protocol.lines)])
    return [
        _section(
            named.get(sheet, _title(sheet)),
            tuple(
                cards.line(each, protocol, on)
                for each in protocol.lines
                if each.sheet == sheet
            ),
            brief=True,
        )
        for sheet in sheets
    ]


def _numbers(
    protocol: Protocol, rests: Mapping[str, tuple[str, ...]], on: date | None
) -> list[Section]:
    return [_section("Numbers", tables.numbers(protocol, rests, on), brief=True)]


def _lists(protocol: Protocol, on: date | None) -> list[Section]:
    return [
        _section("Needle sizes", tables.needles(protocol, on), brief=True),
        _section("Layers of the skin", tables.layers(protocol, on), brief=True),
        _section("Techniques", tables.techniques(protocol, on), brief=True),
        _section(
            "Medicines with a time of their own",
            tables.medicines(protocol, on),
            hint="A hold is the prescriber's word; nobody here stops a medicine.",
            brief=True,
        ),
    ]


def _bars(protocol: Protocol, on: date | None) -> list[Section]:
    hint = "The same in every protocol; nobody opens them."
    return [_section("Bars", tables.bars(protocol, on), hint=hint, brief=True)]
