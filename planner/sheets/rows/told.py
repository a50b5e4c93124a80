"""
The entries that tell the course of a session, in words: answers, plan, stages, decisions.

Values are as they were recorded first; what a later entry corrected stands there.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from planner.model.entries import session as told
from planner.model.terms import EARLIEST, FINALS
from planner.sheets import written
from planner.sheets.closed import capital, named, spaced
from planner.sheets.language import t, tc, term, tn
from planner.sheets.rows.heads import staff_name
from planner.sheets.rows.medicines import WITHHELD
from planner.sheets.rows.saying import At, Stated, Words, lines
from planner.sheets.wording import answer, hazard

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model.answer import Fact
    from planner.model.person import Medicine
    from planner.model.product import PlanItem


def _opened(p: told.SessionOpened, _: At) -> Words:
    return Words(
        title=t("Session opened"),
        lines=lines(
            (tc("record", "protocol"), f"{p.protocol} {p.version}"),
            (tc("record", "course"), p.course),
        ),
    )


def _visit_begun(p: told.VisitBegun, _: At) -> Words:
    return Words(title=t("The patient checked in for visit {n}", n=p.visit))


def _visit_ended(p: told.VisitEnded, _: At) -> Words:
    return Words(title=t("The patient went home after visit {n}", n=p.visit))


def _facts(p: told.FactsRecorded, at: At) -> Words:
    title = tn("{n} answer", "{n} answers", len(p.facts))
    return Words(title=title, lines=tuple(_fact(each, at) for each in p.facts))


def _fact(fact: Fact, at: At) -> Stated:
    card = at.protocol.question.get(fact.question)
    asks = card.asks if card else fact.question
    says = answer(fact.text)
    if fact.note:
        says = f"{says} ({fact.note})"
    if fact.observed_at < fact.recorded_at:
        says = t("{answer}, true on {at}", answer=says, at=at.moment(fact.observed_at))
    what = f"{asks} ({at.item(fact.item)})" if fact.item else asks
    return Stated(what=what, says=says)


def _medicine(each: Medicine, at: At) -> Stated:
    last = t("last dose {at}", at=at.moment(each.last_dose)) if each.last_dose else ""
    how = t("prescribed: {word}", word=named("answer word", each.prescribed))
    parts = (written.amount(each.dose), each.route, how, last)
    return Stated(what=each.name, says=", ".join(part for part in parts if part))


def _whole(*, complete: bool) -> tuple[Stated, ...]:
    word = t("yes") if complete else t("no")
    return lines((tc("record", "list stated complete"), word))


def _medicines(p: told.MedicinesListed, at: At) -> Words:
    rows = tuple(_medicine(each, at) for each in p.medicines) or lines(("", t("none")))
    return Words(title=t("Medicines"), lines=(*rows, *_whole(complete=p.complete)))


def _taken(p: told.MedicineTaken, at: At) -> Words:
    return Words(title=t("A medicine joins the list"), lines=(_medicine(p.medicine, at),))


def _classified(p: told.MedicineClassified, at: At) -> Words:
    known = at.protocol.vocabulary.medicine_class
    titles = ", ".join(known[each].title if each in known else each for each in p.classes)
    what = titles or t("of no concern, says the physician")
    return Words(
        title=t("A physician says what a medicine is"),
        lines=lines((p.name, what), (tc("record", "because"), p.reason)),
    )


def _allergies(p: told.AllergiesListed, _: At) -> Words:
    rows = lines(
        *(
            (each.substance, ", ".join(x for x in (each.reaction, each.year) if x) or "–")
            for each in p.allergies
        )
    )
    rows = rows or lines(("", tc("allergies", "none")))
    return Words(title=t("Allergies"), lines=(*rows, *_whole(complete=p.complete)))


def _allergy_classified(p: told.AllergyClassified, at: At) -> Words:
    known = {card.id: card.title for card in at.protocol.vocabulary.substance_groups}
    groups = ", ".join(known.get(each, each) for each in p.groups)
    return Words(
        title=t("A physician says what an allergy is to"),
        lines=lines((p.name, groups or "–"), (tc("record", "because"), p.reason)),
    )


def _planned(p: told.PlanMade, at: At) -> Words:
    plan = p.plan
    rows = tuple(_item(each, at) for each in plan.items)
    return Words(
        title=t("Plan"),
        lines=(
            *lines(
                (tc("record", "for"), answer(plan.indication)),
                (tc("record", "injects"), staff_name(plan.operator, at.situation)),
                (tc("record", "antiseptic"), plan.antiseptic),
                (tc("record", "anaesthesia"), answer(plan.anaesthesia)),
                (tc("record", "because"), p.reason),
            ),
            *rows,
        ),
    )


def _item(each: PlanItem, at: At) -> Stated:
    where = f"{at.zone(each.zone)}, {named('side', each.side)}" if each.side else ""
    many = tn("{n} point", "{n} points", each.points)
    parts = (
        at.product(each.product, each.lot),
        each.needle.gauge or written.amount(each.needle.outer_diameter),
        at.technique(each.technique),
        f"{many} × {written.amount(each.volume_per_point)}",
    )
    says = ", ".join(part for part in parts if part)
    return Stated(what=where or at.zone(each.zone), says=says)


def _detail(name: str, said: str) -> tuple[str, str]:
    if name != EARLIEST:
        return spaced(name), said
    with suppress(ValueError):
        said = written.day(date.fromisoformat(said))
    return tc("record", "again from"), said


def _stage(p: told.StageEntered, _: At) -> Words:
    stage = capital(named("stage", p.stage))
    extra = [_detail(name, said) for name, said in p.details.items()]
    how = named("move", p.move)
    return Words(
        title=t("{stage}: ended", stage=stage) if p.stage in FINALS else stage,
        lines=lines(
            (tc("record", "move"), how), (tc("record", "because"), p.reason), *extra
        ),
    )


def _signed(p: told.StatementSigned, at: At) -> Words:
    card = at.protocol.statement.get(p.statement)
    item = at.item(p.item) if p.item else ""
    says = card.says if card else p.statement
    return Words(title=t("Signed"), lines=lines((tc("record", "about"), item), ("", says)))


def _gate(gate: str, item: str, seen: str, at: At) -> tuple[tuple[str, str], ...]:
    card = at.protocol.gate.get(gate)
    return (
        (tc("record", "gate"), hazard(gate)),
        (tc("record", "about"), at.item(item) if item else ""),
        (tc("record", "seen"), at.seen(seen)),
        (tc("record", "what it guards"), card.because if card else ""),
    )


def _decided(p: told.Decided, at: At) -> Words:
    rows = _gate(p.gate, p.item, p.seen, at)
    return Words(
        title=t("A physician decided to open a gate"),
        lines=lines(*rows, (tc("record", "because"), term("reason", p.reason))),
    )


def _overridden(p: told.Overridden, at: At) -> Words:
    watch = t("watched, and kept open as a task") if p.monitor else ""
    return Words(
        title=t("A gate was overridden"),
        lines=lines(
            *_gate(p.gate, p.item, p.seen, at),
            (tc("record", "because"), term("reason", p.reason)),
            (tc("record", "text"), p.text),
            (tc("record", "then"), watch),
        ),
    )


def _hold(p: told.HoldAgreed, at: At) -> Words:
    each, over = p.agreement, at.situation.session.stage in FINALS
    held = each.decision == "hold"
    last = at.moment(each.last_dose) if at.dates else t(WITHHELD)
    again = at.moment(each.restart) if at.dates or over else t(WITHHELD)
    rows = (
        (tc("record", "prescriber"), f"{each.prescriber}, {each.contact}"),
        (tc("record", "agreed on"), written.day(each.agreed_on)),
        (tc("record", "decision"), t("hold") if held else t("goes on as before")),
        (tc("record", "for"), written.amount(each.hold)),
        (tc("record", "last dose"), last if held else ""),
        (tc("record", "taken again from"), again if held else ""),
        (tc("record", "note"), each.note),
    )
    title = t("The prescriber of {medicine} answered", medicine=each.medicine)
    return Words(title=title, lines=lines(*rows))


def _restarted(p: told.RestartConfirmed, at: At) -> Words:
    title = t("{medicine} is taken again", medicine=p.medicine)
    return Words(
        title=title, lines=lines((tc("record", "taken at"), at.moment(p.taken_at)))
    )


def _task(p: told.TaskOpened, _: At) -> Words:
    holds = t("holds the discharge") if p.holds_discharge else ""
    rows = lines((p.task, term("monitor", p.what)), ("", holds))
    return Words(title=t("A task was opened"), lines=rows)


def _closed(p: told.TaskClosed, _: At) -> Words:
    return Words(title=t("A task was done"), lines=lines((p.task, p.how)))


def _amended(p: told.EntryAmended, _: At) -> Words:
    turned = t("what was given turned out to be adrenaline") if p.adrenaline else ""
    return Words(
        title=t("Correction"),
        lines=lines(("", turned), (tc("record", "because"), p.reason)),
    )


def _in_error(p: told.EntryInError, _: At) -> Words:
    return Words(
        title=t("Entered by mistake"), lines=lines((tc("record", "because"), p.reason))
    )


TOLD: dict[type, Callable[[Any, At], Words]] = {
    told.SessionOpened: _opened,
    told.VisitBegun: _visit_begun,
    told.VisitEnded: _visit_ended,
    told.FactsRecorded: _facts,
    told.MedicinesListed: _medicines,
    told.MedicineTaken: _taken,
    told.MedicineClassified: _classified,
    told.AllergiesListed: _allergies,
    told.AllergyClassified: _allergy_classified,
    told.PlanMade: _planned,
    told.StageEntered: _stage,
    told.StatementSigned: _signed,
    told.Decided: _decided,
    told.Overridden: _overridden,
    told.HoldAgreed: _hold,
    told.RestartConfirmed: _restarted,
    told.TaskOpened: _task,
    told.TaskClosed: _closed,
    told.EntryAmended: _amended,
    told.EntryInError: _in_error,
}
