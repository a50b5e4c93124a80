"""
What reached the patient, as an emergency team needs it, and what was done since.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.errors import PlannerError
from planner.model.entries.care import Called, Treated
from planner.model.entries.session import EntryInError
from planner.model.quantity import Quantity
from planner.sheets import written
from planner.sheets.closed import named
from planner.sheets.language import later, t
from planner.sheets.rows.heads import product_name, staff_name, zone_title
from planner.sheets.rows.products import composition

if TYPE_CHECKING:
    from planner.model.product import Product
    from planner.model.protocol import Protocol
    from planner.model.situation import Exposure, Given, Situation

_METHODS = {
    "test": later("skin test"),
    "anaesthetic": later("anaesthetic on the skin"),
    "delivery": later("injection into the skin"),
}


@frozen(kw_only=True)
class DrugRow:
    """
    One product and lot that reached the patient (clause C39).

    `dose` is the volume in all, `amounts` what that is of each active component, `tests`
    the results of its skin tests, `mark` what differs from the plan; `test` says that this
    was one.
    """

    name: str
    maker: str
    active: str
    additional: str
    lot: str
    dose: str
    amounts: str
    method: str
    sites: str
    first: str
    last: str
    test: bool
    tests: str
    mark: str


@frozen(kw_only=True)
class LogRow:
    """
    One line of the treatment log, with its minute.
    """

    at: str
    what: str
    dose: str
    route: str
    site: str
    by: str
    mark: str
    adrenaline: bool


@frozen(kw_only=True)
class ReactionRow:
    """
    One thing that was seen or raised: a sign, a suspicion, an alarm.
    """

    at: str
    what: str


def drugs(situation: Situation, protocol: Protocol) -> tuple[DrugRow, ...]:
    """
    Every product and lot that reached the patient, mistakes included and marked.
    """
    kept: dict[tuple[str, str, str], list[Exposure]] = {}
    # What was injected first; the tests, which are small, last.
    for each in sorted(situation.session.exposures, key=lambda e: e.kind == "test"):
        kept.setdefault((each.product, each.lot, each.kind), []).append(each)
    return tuple(_drug(found, situation, protocol) for found in kept.values())


def _drug(found: list[Exposure], situation: Situation, protocol: Protocol) -> DrugRow:
    first, zone = found[0], situation.history.zone
    known = situation.history.clinic.products.get(first.product)
    volume = _volume(found)
    times = sorted(each.occurred_at for each in found)
    sites = dict.fromkeys(_site(each, protocol) for each in found)
    ways = dict.fromkeys(_way(each, protocol) for each in found)
    return DrugRow(
        name=product_name(first.product, situation),
        maker=known.maker if known else "",
        active=composition(known, active=True),
        additional=composition(known, active=False),
        lot=first.lot,
        dose=written.quantity(volume) if volume else "",
        amounts=_amounts(known, volume),
        method=", ".join(ways),
        sites="; ".join(sites),
        first=written.moment(times[0], zone),
        last=written.moment(times[-1], zone),
        test=first.kind == "test",
        tests=_tests(first, situation),
        mark="; ".join(_marks(found)),
    )


def _volume(found: list[Exposure]) -> Quantity | None:
    # What was entered by mistake may have been injected all the same: it is counted.
    total: Quantity | None = None
    for each in found:
        if each.volume is not None:
            total = each.volume if total is None else total + each.volume
    return total


def _amounts(known: Product | None, volume: Quantity | None) -> str:
    if known is None or volume is None:
        return ""
    told = []
    for each in known.components:
        if not each.active or not each.strength:
            continue
        try:
            dose = Quantity.of(each.strength).of_amount(volume)
        except PlannerError:
            continue
        told.append(f"{each.substance} {written.quantity(dose)}")
    return ", ".join(told)


def _site(each: Exposure, protocol: Protocol) -> str:
    zone = zone_title(each.zone, protocol)
    if not each.points:
        return zone
    return t("{zone}, points {points}", zone=zone, points=each.points)


def _way(each: Exposure, protocol: Protocol) -> str:
    technique = protocol.vocabulary.technique.get(each.technique)
    how = technique.title if technique else named("test method", each.technique)
    method = t(_METHODS[each.kind]) if each.kind in _METHODS else each.kind
    return f"{method}, {how}" if how else method


def _tests(first: Exposure, situation: Situation) -> str:
    told = []
    for session in (situation.session, *situation.history.others):
        for test in session.tests:
            if (test.product, test.lot) != (first.product, first.lot) or test.in_error:
                continue
            read = [
                t(
                    "{reading}: wheal {wheal} "
                    "(saline {saline}, histamine {histamine}), {at}",
                    reading=named("reading", made.reading),
                    wheal=written.amount(made.wheal),
                    saline=written.amount(made.saline),
                    histamine=written.amount(made.histamine),
                    at=written.moment(at.at, situation.history.zone),
                )
                for at, made in test.readings
            ]
            method = named("test method", test.method)
            told.append(f"{method}: {'; '.join(read) or t('not read')}")
    return ". ".join(told) or t("no skin test on record")


def _marks(found: list[Exposure]) -> list[str]:
    marks = []
    if not all(each.planned for each in found):
        marks.append(t("past the plan or a gate"))
    marks += [each.deviation for each in found if each.deviation]
    if any(each.in_error for each in found):
        marks.append(t("some of it entered by mistake, counted here"))
    return list(dict.fromkeys(marks))


def last(situation: Situation) -> str:
    """
    When something last reached the patient, mistakes included; empty where nothing did.
    """
    times = [each.occurred_at for each in situation.session.exposures]
    return written.moment(max(times), situation.history.zone) if times else ""


def log(situation: Situation) -> tuple[LogRow, ...]:
    """
    Treatment and calls, each with its minute; what was entered by mistake says so.
    """
    zone, held = situation.history.zone, situation.session.given
    return tuple(
        LogRow(
            at=written.moment(each.at, zone),
            what=f"{each.what} {each.text}".strip(),
            dose=written.amount(each.dose),
            route=each.route,
            site=each.site,
            by=staff_name(each.by, situation),
            mark=_log_mark(each, mistaken=mistaken),
            adrenaline=each.adrenaline,
        )
        for each, mistaken in zip(held, _mistaken(situation), strict=True)
    )


def _log_mark(each: Given, *, mistaken: bool) -> str:
    marks = [t("clock in doubt")] if each.clock_in_doubt else []
    marks += [t("entered by mistake")] if mistaken else []
    return "; ".join(marks)


def _mistaken(situation: Situation) -> list[bool]:
    # A session keeps what was given in the order of its entries.
    session = situation.session
    wrong = {
        e.payload.entry for e in session.entries if isinstance(e.payload, EntryInError)
    }
    told = [
        e.id in wrong for e in session.entries if isinstance(e.payload, Treated | Called)
    ]
    return told if len(told) == len(session.given) else [False] * len(session.given)


def reactions(situation: Situation, protocol: Protocol) -> tuple[ReactionRow, ...]:
    """
    Signs and suspicions, each with its time.
    """
    session, zone = situation.session, situation.history.zone
    told = [(each.at, t("suspected or alarm raised")) for each in session.suspected]
    for noted in session.signs:
        known = protocol.sign.get(noted.sign)
        title = known.title if known else noted.sign
        if noted.found:
            title = t("{sign}, looked at: {found}", sign=title, found=noted.found)
        told.append((noted.noted.at, title))
    told += [(each.at, t("ruled out by a physician")) for each in session.ruled_out]
    return tuple(
        ReactionRow(at=written.moment(at, zone), what=what) for at, what in sorted(told)
    )
