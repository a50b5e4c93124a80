"""
The lists a gate may be asked to find complete: a list ("listed") says of each of its own
items whether it is there, done or closed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from planner.model.answer import Outcome, Why
from planner.model.protocol import Complete
from planner.model.quantity import after
from planner.model.terms import FINALS, KEPT_LONG, YES
from planner.safety.conditions import holds
from planner.safety.known import (
    allergies,
    allergies_unknown,
    medicines,
    medicines_unknown,
    substances_in,
)
from planner.safety.lists import item_ids, no_plan, state, state_of_letter
from planner.safety.needles import candidates, contradicts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from planner.model.protocol import Gate, Protocol
    from planner.model.situation import Situation
    from planner.model.vocabulary import KitItem
    from planner.safety.findings import Reading


def listed(
    name: str, gate: Gate, situation: Situation, protocol: Protocol
) -> list[Reading]:
    """
    Say of each item of a list whether it is there, done or closed.

    An empty list that may be empty reads as one open line, so that it shows.
    """
    found = list(_LISTED[name](gate, situation, protocol))
    return found or [state("", Outcome.OPEN, "nothing-listed", list=name)]


def _kit(_: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    stock = situation.history.clinic.stock
    for item in protocol.vocabulary.kit:
        if not item.blocks:
            continue
        named = item.applies_if
        applies = holds(named, situation, protocol) if named else Outcome.OPEN
        if applies is Outcome.SHUT:
            continue
        if stock is None:
            yield state(item.title, Outcome.UNKNOWN, "not-counted", Why.NOT_ASKED)
        else:
            yield _counted(item, stock[item.id].count if item.id in stock else 0, applies)


@lru_cache(maxsize=KEPT_LONG)
def _counted(item: KitItem, there: int, applies: Outcome) -> Reading:
    if there >= int(item.at_least.measure):
        outcome = Outcome.OPEN
    else:
        # Whether it must be there at all is not known: it cannot be called missing.
        outcome = Outcome.UNKNOWN if applies is Outcome.UNKNOWN else Outcome.SHUT
    return state(item.title, outcome, "counted", count=there, at_least=item.at_least)


def _medicines(_: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    why = medicines_unknown(situation)
    if why is not None:
        yield state("", Outcome.UNKNOWN, "list-unknown", why, list="medicines")
    for each in medicines(situation, protocol):
        known = each.classes is not None
        yield state(
            each.medicine.name,
            Outcome.OPEN if known else Outcome.UNKNOWN,
            "recognised" if known else "unrecognised",
            None if known else Why.UNRECOGNISED,
        )


def _allergies(_: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    why = allergies_unknown(situation)
    if why is not None:
        yield state("", Outcome.UNKNOWN, "list-unknown", why, list="allergies")
    for each in allergies(situation, protocol):
        known = each.groups is not None
        yield state(
            each.allergy.substance,
            Outcome.OPEN if known else Outcome.UNKNOWN,
            "recognised" if known else "unrecognised",
            None if known else Why.UNRECOGNISED,
        )


def _stated(item: str, answers: dict[str, str]) -> Reading:
    # One thing described by several yes-or-no statements: the first that is not "yes".
    for name, answer in answers.items():
        if answer == YES:
            continue
        if answer == "no":
            return state(item, Outcome.SHUT, "stated-no", what=name)
        return state(item, Outcome.UNKNOWN, "stated-unknown", Why.DOES_NOT_KNOW, what=name)
    return state(item, Outcome.OPEN, "stated-yes", what=", ".join(answers))


def _descriptions(_: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    plan = situation.plan
    if plan is None:
        yield no_plan()
        return
    for id_ in item_ids("products", situation, protocol) or ():
        product = situation.history.clinic.products.get(id_)
        if product is None:
            yield state(id_, Outcome.UNKNOWN, "not-on-record", Why.NOT_ASKED)
            continue
        yield _stated(
            product.name,
            {
                "registered": product.registered,
                "described": product.described,
                "whole composition known": product.composition_complete,
            },
        )
        for part, substance in substances_in(product, protocol):
            if substance is None:
                yield state(
                    part,
                    Outcome.UNKNOWN,
                    "unrecognised",
                    Why.UNRECOGNISED,
                )


def _needle_packs(_: Gate, situation: Situation, __: Protocol) -> Iterator[Reading]:
    plan = situation.plan
    if plan is None:
        yield no_plan()
        return
    for needle in {item.needle.id: item.needle for item in plan.items}.values():
        yield _stated(
            needle.id,
            {
                "sterile": needle.sterile,
                "unopened": needle.unopened,
                "single use": needle.single_use,
            },
        )
        if needle.expires_on is None:
            yield state(needle.id, Outcome.UNKNOWN, "no-last-day", Why.NOT_ASKED)
        else:
            good = situation.today <= needle.expires_on
            yield state(
                needle.id,
                Outcome.OPEN if good else Outcome.SHUT,
                "last-day",
                day=needle.expires_on,
            )


def _needle_sizes(_: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    plan = situation.plan
    if plan is None:
        yield no_plan()
        return
    for needle in {item.needle.id: item.needle for item in plan.items}.values():
        if contradicts(needle, protocol):
            yield state(
                needle.id,
                Outcome.SHUT,
                "sizes-contradict",
                gauge=needle.gauge,
                diameter=needle.outer_diameter,
            )
        elif not candidates(needle, protocol):
            yield state(
                needle.id,
                Outcome.UNKNOWN,
                "size-unknown",
                Why.UNRECOGNISED,
                gauge=needle.gauge,
                diameter=needle.outer_diameter,
            )
        else:
            yield state(
                needle.id,
                Outcome.OPEN,
                "sizes-agree",
                gauge=needle.gauge,
                diameter=needle.outer_diameter,
            )


def _earlier_reactions(_: Gate, situation: Situation, __: Protocol) -> Iterator[Reading]:
    letters = [x for x in situation.history.letters if x.about == "reactions"]
    for other in situation.history.others:
        if not other.reacted:
            continue
        since = max((each.at for each in other.suspected), default=other.last.at)
        day = since.astimezone(situation.history.zone).date()
        answered = any(day <= x.dated <= situation.today for x in letters)
        yield state(
            other.id,
            Outcome.OPEN if answered else Outcome.SHUT,
            "reaction-answered" if answered else "reaction-unanswered",
            day=day,
        )


def _open_sessions(_: Gate, situation: Situation, __: Protocol) -> Iterator[Reading]:
    for other in situation.history.others:
        if other.stage not in FINALS:
            yield state(other.id, Outcome.SHUT, "session-open", stage=other.stage)


def _prescribed_nsaids(
    _: Gate, situation: Situation, protocol: Protocol
) -> Iterator[Reading]:
    why = medicines_unknown(situation)
    if why is not None:
        yield state("", Outcome.UNKNOWN, "list-unknown", why, list="medicines")
    for each in medicines(situation, protocol):
        if each.classes is None:
            yield state(
                each.medicine.name, Outcome.UNKNOWN, "unrecognised", Why.UNRECOGNISED
            )
        elif any(c.startswith("nsaid") or c == "aspirin" for c in each.classes):
            yield state(each.medicine.name, Outcome.SHUT, "taken")


def _clinic_settings(_: Gate, situation: Situation, __: Protocol) -> Iterator[Reading]:
    for name in ("emergency-number", "zone"):
        written = situation.history.clinic.settings.get(name, "")
        # A zone that is not known here was never taken up: the clock runs on UTC.
        there = (bool(written) and name != "zone") or written == str(situation.history.zone)
        yield state(
            name,
            Outcome.OPEN if there else Outcome.SHUT,
            "on-record" if there else "not-on-record",
        )


def _open_tasks(situation: Situation, *, holding: bool) -> Iterator[Reading]:
    for task in situation.session.tasks:
        if holding and not task.holds_discharge:
            continue
        done = bool(task.closed_how)
        yield state(
            task.id,
            Outcome.OPEN if done else Outcome.SHUT,
            "task-done" if done else "task-open",
            what=task.what,
        )


def _tasks(_: Gate, situation: Situation, __: Protocol) -> Iterator[Reading]:
    yield from _open_tasks(situation, holding=True)


def _all_tasks(_: Gate, situation: Situation, __: Protocol) -> Iterator[Reading]:
    yield from _open_tasks(situation, holding=False)


def _signs(_: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    for noted in situation.session.signs:
        known = protocol.sign.get(noted.sign)
        title = known.title if known else noted.sign
        if noted.found:
            yield state(title, Outcome.OPEN, "sign-looked-at", found=noted.found)
        else:
            yield state(title, Outcome.SHUT, "sign-open", at=noted.noted.at)


def _vitals_times(_: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    given = [e for e in situation.session.exposures if e.kind == "delivery"]
    if not given:
        return
    last = max(given, key=lambda each: each.counts_from.at).counts_from
    times = sorted(protocol.vitals_times, key=lambda each: each.after.measure)
    sets = [each.taken.at for each in situation.session.vitals]
    zone = situation.history.zone
    for place, due in enumerate(times):
        begins = after(last.at, due.after, zone)
        ends = (
            after(last.at, times[place + 1].after, zone) if place + 1 < len(times) else None
        )
        if situation.now.at < begins:
            break
        taken = any(begins <= at and (ends is None or at < ends) for at in sets)
        yield state(
            str(due.after),
            Outcome.OPEN if taken else Outcome.SHUT,
            "vitals-taken" if taken else "vitals-missing",
            due=begins,
        )


def _restarts(_: Gate, situation: Situation, __: Protocol) -> Iterator[Reading]:
    latest = {each.medicine: each for each in situation.session.agreements}
    for agreement in latest.values():
        if agreement.decision != "hold":
            continue
        if agreement.restart is None:
            yield state(agreement.medicine, Outcome.UNKNOWN, "no-restart", Why.NOT_ASKED)
        else:
            yield state(
                agreement.medicine, Outcome.OPEN, "restart-agreed", at=agreement.restart
            )


def _product_documents(_: Gate, situation: Situation, __: Protocol) -> Iterator[Reading]:
    standing = {(each.product, each.lot): each for each in situation.session.standing}
    for given in standing.values():
        if not given.product:
            continue
        product = situation.history.clinic.products.get(given.product)
        complete = product is not None and bool(product.components) and bool(given.lot)
        yield state(
            given.product,
            Outcome.OPEN if complete else Outcome.SHUT,
            "on-record" if complete else "not-on-record",
        )


def _complications(_: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    kinds = {each.id: each for each in protocol.effects}
    for noted in situation.session.effects:
        effect = kinds.get(noted.effect)
        if effect is None or not effect.complication:
            continue
        classed = bool(noted.cause) and bool(noted.predictable)
        yield state(
            effect.title,
            Outcome.OPEN if classed else Outcome.SHUT,
            "classed" if classed else "not-classed",
        )


def _trainings(_: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    person = situation.history.clinic.staff.get(situation.operator)
    for card in protocol.trainings:
        if person is None:
            yield state(card.title, Outcome.UNKNOWN, "operator-unknown", Why.NOT_ASKED)
            continue
        held = person.role == "physician" and any(
            each.id == card.id for each in person.trainings
        )
        yield state(
            card.title,
            Outcome.OPEN if held else Outcome.SHUT,
            "held" if held else "not-held",
            by=person.id,
        )


def _recalled(_: Gate, situation: Situation, __: Protocol) -> Iterator[Reading]:
    plan = situation.plan
    if plan is None:
        yield no_plan()
        return
    for item in plan.items:
        lot = situation.history.clinic.lots.get((item.product, item.lot))
        name = f"{item.product} {item.lot}"
        if lot is None:
            yield state(name, Outcome.UNKNOWN, "not-on-record", Why.NOT_ASKED)
        else:
            yield state(
                name,
                Outcome.SHUT if lot.recalled else Outcome.OPEN,
                "recalled" if lot.recalled else "not-recalled",
            )


def _own_protocol(_: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    clinic, name = situation.history.clinic, f"{protocol.id} {protocol.version}"
    if protocol.digest in clinic.withdrawn:
        yield state(name, Outcome.SHUT, "protocol-withdrawn")
    elif situation.session.rehearsal:
        yield state(name, Outcome.OPEN, "rehearsal")
    elif protocol.digest in clinic.approved:
        entry = clinic.approved[protocol.digest]
        yield state(name, Outcome.OPEN, "approved", by=entry.by.id, at=entry.recorded.at)
    else:
        yield state(name, Outcome.UNKNOWN, "not-approved", Why.NOT_ASKED)


def _letters(gate: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    plan = situation.plan
    if plan is None:
        yield no_plan()
        return
    about = gate.requires.about if isinstance(gate.requires, Complete) else ""
    for id_ in item_ids("products", situation, protocol) or ():
        yield state_of_letter(about, id_, situation)


_LISTED: dict[str, Callable[[Gate, Situation, Protocol], Iterator[Reading]]] = {
    "kit": _kit,
    "medicines": _medicines,
    "allergies": _allergies,
    "product-descriptions": _descriptions,
    "needle-packs": _needle_packs,
    "needle-sizes": _needle_sizes,
    "earlier-reactions": _earlier_reactions,
    "open-sessions": _open_sessions,
    "prescribed-nsaids": _prescribed_nsaids,
    "clinic-settings": _clinic_settings,
    "tasks": _tasks,
    "all-tasks": _all_tasks,
    "signs": _signs,
    "vitals-times": _vitals_times,
    "restarts": _restarts,
    "product-documents": _product_documents,
    "complications": _complications,
    "operator-trainings": _trainings,
    "recalled": _recalled,
    "own-protocol": _own_protocol,
    "letters": _letters,
}
