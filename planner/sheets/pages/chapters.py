"""
A whole protocol in the order of a consultation: a chapter a stage, then what goes with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.model.terms import WALK
from planner.sheets import written
from planner.sheets.closed import capital, named, spaced
from planner.sheets.language import later, t
from planner.sheets.pages import cards, course, tables
from planner.sheets.pages.entries import Entry, entry

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from planner.model.protocol import Protocol

_CARDS = (
    ("emergency", later("Emergency card: anaphylaxis")),
    ("fainting", later("Emergency card: fainting")),
    ("anaesthetic-toxicity", later("Emergency card: anaesthetic toxicity")),
    ("anaesthetic", later("Emergency card: anaesthetic toxicity")),
    ("handover", later("To say to the ambulance team")),
    ("plan", later("Lines of the session plan")),
    ("consent", later("Patient information and consent")),
    ("letter", later("Letter to the prescriber of a medicine")),
    ("exit", later("Letter after a session that was not held")),
    ("discharge", later("What the patient takes home")),
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
        _chapter("course", t("Course"), _course(protocol, on)),
        _chapter("cards", t("Cards, plan and leaflet"), _cards(protocol, on)),
        _chapter(
            "numbers", t("Numbers named by the protocol"), _numbers(protocol, rests, on)
        ),
        _chapter("lists", t("Lists that the gates read"), _lists(protocol, on)),
        _chapter("bars", t("What the lifecycle itself refuses"), _bars(protocol, on)),
    ]
    return tuple(chapter for chapter in made if chapter.sections)


def _chapter(anchor: str, title: str, sections: list[Section]) -> Chapter:
    kept = tuple(section for section in sections if section.entries)
    counts = " · ".join(f"{s.title} {len(s.entries)}" for s in kept)
    return Chapter(anchor=f"at-{anchor}", title=title, counts=counts, sections=kept)


def _title(stage: str) -> str:
    known = named("stage", stage)
    return capital(spaced(known))


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
        if not each.beyond_a_day and tables.first_heading(protocol, each.id) == stage
    )
    made = [
        _section(t("Questions"), asked, hint=t("What is asked here.")),
        _section(t("Statements to sign"), signed),
        _section(t("Gates"), gates, hint=t("Each is named after the hazard it stops.")),
        _section(t("Limits"), limits),
    ]
    if stage == tables.first_heading(protocol, "operator-trainings"):
        made.append(_section(t("Trainings"), tables.trainings(protocol, on), brief=True))
    if stage == tables.first_heading(protocol, "kit"):
        made.append(_section(t("Things of the kit"), tables.kit(protocol, on), brief=True))
    if stage == "observation":
        made += _watching(protocol, on)
    return made


def _watching(protocol: Protocol, on: date | None) -> list[Section]:
    times = tuple(
        entry(
            "vitals-time",
            each,
            t(
                "a full set of vital signs {span} after the last injection",
                span=written.quantity(each.after),
            ),
            protocol=protocol,
            on=on,
        )
        for each in protocol.vitals_times
    )
    triggers = tuple(cards.trigger(each, protocol, on) for each in protocol.triggers)
    signs = tuple(cards.sign(each, protocol, on) for each in protocol.signs)
    effects = tuple(cards.effect(each, protocol, on) for each in protocol.effects)
    return [
        _section(t("Times for vital signs"), times, brief=True),
        _section(
            t("Triggers"), triggers, hint=t("Measured; suspicion by itself."), brief=True
        ),
        _section(
            t("Signs"), signs, hint=t("Seen or felt, with what each weighs."), brief=True
        ),
        _section(t("Effects and complications"), effects, brief=True),
    ]


def _cards(protocol: Protocol, on: date | None) -> list[Section]:
    titles = dict(_CARDS)
    sheets = dict.fromkeys([*titles, *(each.sheet for each in protocol.lines)])
    return [
        _section(
            t(titles[sheet]) if sheet in titles else _title(sheet),
            tuple(
                cards.line(each, protocol, on)
                for each in protocol.lines
                if each.sheet == sheet
            ),
            brief=True,
        )
        for sheet in sheets
    ]


def _course(protocol: Protocol, on: date | None) -> list[Section]:
    return [
        _section(
            t("What a course is for"),
            course.indications(protocol, on),
            hint=t("The phases of each follow in this order."),
        ),
        _section(t("Phases"), course.phases(protocol, on)),
        _section(
            t("Ladders"),
            course.ladders(protocol, on),
            hint=t("Counted from the session before; days are those of the clinic."),
            brief=True,
        ),
        _section(
            t("What must not stand near a session"),
            course.waits(protocol, on),
            brief=True,
        ),
        _section(t("Limits of a course"), course.limits(protocol, on)),
        _section(t("Calls after a session"), course.calls(protocol, on), brief=True),
    ]


def _numbers(
    protocol: Protocol, rests: Mapping[str, tuple[str, ...]], on: date | None
) -> list[Section]:
    return [_section(t("Numbers"), tables.numbers(protocol, rests, on), brief=True)]


def _lists(protocol: Protocol, on: date | None) -> list[Section]:
    return [
        _section(t("Needle sizes"), tables.needles(protocol, on), brief=True),
        _section(t("Layers of the skin"), tables.layers(protocol, on), brief=True),
        _section(t("Techniques"), tables.techniques(protocol, on), brief=True),
        _section(
            t("Medicines with a time of their own"),
            tables.medicines(protocol, on),
            hint=t("A hold is the prescriber's word; nobody here stops a medicine."),
            brief=True,
        ),
    ]


def _bars(protocol: Protocol, on: date | None) -> list[Section]:
    hint = t("The same in every protocol; nobody opens them.")
    return [_section(t("Bars"), tables.bars(protocol, on), hint=hint, brief=True)]
