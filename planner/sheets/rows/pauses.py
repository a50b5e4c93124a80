"""
The pauses: each line read aloud, with what is on record printed small under it.

A line never comes ticked. What is on record is found by the words of the line; a line
that no word fits stands without, and works by hand.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from attrs import frozen

from planner.catalogues import english
from planner.model.terms import KEPT_LONG
from planner.sheets import written
from planner.sheets.closed import named, spaced
from planner.sheets.language import later, t
from planner.sheets.rows import injecting, observation, products
from planner.sheets.rows import medicines as taken
from planner.sheets.rows.heads import patient_head, product_name, zone_title
from planner.sheets.wording import answer, cited

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from planner.model.protocol import Protocol
    from planner.model.situation import Situation
    from planner.sheets.rows.heads import PatientHead
    from planner.sheets.rows.injecting import ZoneRow
    from planner.sheets.rows.medicines import AllergyRow, MedicineRow
    from planner.sheets.rows.observation import Chart
    from planner.sheets.rows.products import DoseRow, ProductRow

    Evidence = Callable[["OnRecord"], str]

_MOST = 2
TITLES = {
    "before-preparing": later("Before preparing"),
    "before-injection": later("Before the first injection"),
    "before-the-first-injection": later("Before the first injection"),
    "before-leaving": later("Before leaving"),
}


@frozen(kw_only=True)
class OnRecord:
    """
    What is on record of a session, in rows as the plan prints them: pauses show it too.
    """

    situation: Situation
    protocol: Protocol
    patient: PatientHead
    allergies: tuple[AllergyRow, ...]
    medicines: tuple[MedicineRow, ...]
    products: tuple[ProductRow, ...]
    doses: tuple[DoseRow, ...]
    zones: tuple[ZoneRow, ...]
    chart: Chart


def on_record(
    situation: Situation, protocol: Protocol, names: Mapping[str, object]
) -> OnRecord:
    """
    Every row once, for the plan and for its pauses.
    """
    return OnRecord(
        situation=situation,
        protocol=protocol,
        patient=patient_head(situation, names),
        allergies=taken.allergies(situation),
        medicines=taken.rows(situation, protocol),
        products=products.products(situation),
        doses=products.doses(situation, protocol),
        zones=injecting.zones(situation, protocol),
        chart=observation.chart(situation, protocol),
    )


@frozen(kw_only=True)
class PauseLine:
    """
    One line to read aloud, and what is on record about it.
    """

    says: str
    evidence: str


@frozen(kw_only=True)
class Pause:
    """
    One pause of the whole team, with its lines.
    """

    title: str
    says: str
    lines: tuple[PauseLine, ...]
    signed_by: str
    cites: str


def pauses(known: OnRecord) -> tuple[Pause, ...]:
    """
    The pauses of the protocol, in its order.
    """
    return tuple(
        Pause(
            title=t(TITLES[card.pause])
            if card.pause in TITLES
            else spaced(card.pause).capitalize(),
            says=card.says,
            lines=tuple(
                PauseLine(says=says, evidence=_evidence(says, known)) for says in card.lines
            ),
            signed_by=written.listing(
                (named("role", each) for each in card.signed_by), "or"
            ),
            cites=cited(card.source, known.protocol),
        )
        for card in known.protocol.statements
        if card.pause
    )


def _evidence(says: str, known: OnRecord) -> str:
    found = [tell(known) for tell in _telling(english(says))]
    return "; ".join([text for text in found if text][:_MOST])


@lru_cache(maxsize=KEPT_LONG)
def _telling(says: str) -> tuple[Evidence, ...]:
    words = says.casefold()
    return tuple([tell for stems, tell in _TOPICS if any(stem in words for stem in stems)])


def _who(known: OnRecord) -> str:
    head = known.patient
    return ", ".join(part for part in (head.name, head.born) if part)


def _allergies(known: OnRecord) -> str:
    listed = ", ".join(row.substance for row in known.allergies)
    state = taken.allergies_state(known.situation)
    return f"{listed} ({state})" if listed else state


def _lots(known: OnRecord) -> str:
    return ", ".join(
        t("{product} {lot}, to {day}", product=row.name, lot=row.lot, day=row.last_day)
        for row in known.products
    )


def _doses(known: OnRecord) -> str:
    weight = known.situation.session.facts.get("weight")
    told = [
        t(
            "{substance} {dose} of {limit}",
            substance=row.substance,
            dose=row.dose,
            limit=row.cap,
        )
        for row in known.doses
        if row.window == "session"
    ]
    if weight is not None:
        told.append(t("weight {weight}", weight=written.amount(weight.text)))
    return ", ".join(told)


def _kit(known: OnRecord) -> str:
    situation = known.situation
    clinic, zone = situation.history.clinic, situation.history.zone
    if clinic.stock is None or clinic.stock_counted is None:
        return ""
    titles = {card.id: card.title for card in known.protocol.vocabulary.kit}
    first = min(
        (each for each in clinic.stock.values() if each.expires_on is not None),
        key=lambda each: each.expires_on or situation.today,
        default=None,
    )
    counted = written.day(clinic.stock_counted.at.astimezone(zone).date())
    told = t("counted {day}", day=counted)
    if first is None or first.expires_on is None:
        return told
    title = titles.get(first.item, first.item)
    day = written.day(first.expires_on)
    return f"{told}; {t('first to run out: {what}, {day}', what=title, day=day)}"


def _zones(known: OnRecord) -> str:
    plan = known.situation.plan
    titles = [
        f"{zone_title(item.zone, known.protocol)} {named('side', item.side)}".strip()
        for item in (plan.items if plan else ())
    ]
    return ", ".join(dict.fromkeys(titles))


def _tests(known: OnRecord) -> str:
    told = []
    situation = known.situation
    for test in situation.session.tests:
        if test.in_error:
            continue
        read = t("not read")
        if test.readings:
            at, made = test.readings[-1]
            when = written.moment(at.at, situation.history.zone)
            read = t(
                "{reading} wheal {wheal}, {at}",
                reading=named("reading", made.reading),
                wheal=written.amount(made.wheal),
                at=when,
            )
        told.append(f"{product_name(test.product, situation)}: {read}")
    return "; ".join(told)


def _holds(known: OnRecord) -> str:
    told = []
    for row in known.medicines:
        if not row.agreed:
            continue
        told.append(
            t(
                "{medicine}: last dose {last}, again {again}",
                medicine=row.name,
                last=row.last_dose or t("not known"),
                again=row.again or t("not agreed"),
            )
        )
    return "; ".join(told)


def _needles(known: OnRecord) -> str:
    return ", ".join(
        dict.fromkeys(f"{row.needle}, {row.depth or row.layer}" for row in known.zones)
    )


def _last(known: OnRecord) -> str:
    chart = known.chart
    if not chart.counted_from:
        return ""
    ends = [t("{floor} ends {at}", floor=each.word, at=each.ends) for each in chart.floors]
    return ", ".join([t("last needle {at}", at=chart.counted_from), *ends])


def _vitals(known: OnRecord) -> str:
    rows = observation.vitals(known.situation)
    if not rows:
        return ""
    last = rows[-1]
    parts = (last.pressure, last.pulse, last.oxygen)
    return f"{', '.join(part for part in parts if part)} ({last.at})"


def _companion(known: OnRecord) -> str:
    fact = known.situation.session.facts.get("companion")
    return answer(fact.text) if fact else ""


_TOPICS: tuple[tuple[tuple[str, ...], Evidence], ...] = (
    (("patient's name",), _who),
    (("allerg",), _allergies),
    (("product", " lot"), _lots),
    (("dose of each", "limit"), _doses),
    (("kit ", "adrenaline"), _kit),
    (("zone", "side"), _zones),
    (("skin test",), _tests),
    (("blood thinner",), _holds),
    (("needle and depth",), _needles),
    (("since the last needle",), _last),
    (("pressure", "pulse"), _vitals),
    (("tonight",), _companion),
)
