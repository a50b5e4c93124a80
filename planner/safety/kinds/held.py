"""
held -- a medicine that thins blood, or disturbs a test, is not held.

Asks
    `agreement`: whether each medicine of the group has what its prescriber agreed, named
    and dated, with a restart. `interval`: whether the last dose is at least `at_least`
    ago, or the agreed hold where that is longer. `own-interval`: whether it is ago by the
    medicine's own published interval. `restart`: whether the agreed restart is at least
    `at_least` after the last injection.
Open
    No such medicine is taken, or each is held.
Shut
    It was taken too recently; or the prescriber says that it goes on.
Unknown
    The list is not complete or not of this visit, a name is not recognised, the last
    dose is not known, or nothing was agreed.
In a protocol
    kind = "held", group = "prescribed-antithrombotic", part = "interval",
    at_least = "24 h"
    The engine never tells anyone to stop a medicine: a hold is the prescriber's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import InputFault
from planner.model.answer import Outcome, Why
from planner.model.protocol import Held
from planner.model.quantity import AT_ONCE, Quantity, after
from planner.safety.findings import Phrase, Reading
from planner.safety.known import TakenMedicine, medicines, medicines_unknown

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from planner.model.person import HoldAgreement
    from planner.model.protocol import Gate, Protocol
    from planner.model.situation import Situation


KIND = "held"
REQUIREMENT = Held

_NEEDED = Phrase("hold-needed")

PRESCRIBED = "prescribed-antithrombotic"
SELF_TAKEN = "self-taken-thinner"


def belongs(each: TakenMedicine, group: str, protocol: Protocol) -> bool:
    """
    Whether a medicine falls under a group.

    A pain reliever or supplement that somebody prescribed, or of which that is not
    known, is treated like any prescribed blood thinner; self-taken, it is soft.
    """
    groups = {
        protocol.vocabulary.medicine_class[name].group
        for name in each.classes or ()
        if name in protocol.vocabulary.medicine_class
    }
    if group == PRESCRIBED:
        theirs = SELF_TAKEN in groups and each.medicine.prescribed != "no"
        return PRESCRIBED in groups or theirs
    if group == SELF_TAKEN:
        own = SELF_TAKEN in groups and each.medicine.prescribed == "no"
        return own and PRESCRIBED not in groups
    return group in groups


def agreement_for(name: str, situation: Situation) -> HoldAgreement | None:
    """
    The latest agreement on a medicine, by the name the patient gave.
    """
    for each in reversed(situation.session.agreements):
        if each.medicine == name:
            return each
    return None


def read(gate: Gate, situation: Situation, protocol: Protocol) -> Iterator[Reading]:
    """
    Read each medicine of the group, and each that is not recognised.
    """
    requires = gate.requires
    assert isinstance(requires, Held)
    if requires.part == "restart":
        # A hold that has begun keeps its restart, whatever happens to the list later.
        yield from _restarts(requires, situation)
        return
    taken = medicines(situation, protocol)
    why = medicines_unknown(situation)
    if why is not None:
        yield _reading("", Outcome.UNKNOWN, "list-unknown", why, list="medicines")
    counted = 0
    for each in taken:
        name = each.medicine.name
        if each.classes is None:
            yield _reading(name, Outcome.UNKNOWN, "unrecognised", Why.UNRECOGNISED)
            continue
        if not belongs(each, requires.group, protocol):
            continue
        counted += 1
        yield _PARTS[requires.part](each, requires, situation, protocol)
    if not counted and why is None:
        yield _reading("", Outcome.OPEN, "none-taken")


def _reading(
    item: str,
    outcome: Outcome,
    seen: str,
    why: Why | None = None,
    *,
    earliest: datetime | None = None,
    **values: object,
) -> Reading:
    return Reading(
        item=item,
        outcome=outcome,
        seen=Phrase(seen, {"item": item, **values}),
        needed=_NEEDED,
        why=why,
        earliest=earliest,
    )


def _agreed(
    each: TakenMedicine, situation: Situation
) -> tuple[HoldAgreement | None, Reading | None]:
    # What every part of a prescriber's hold rests on, or the reading that says it lacks.
    name = each.medicine.name
    agreed = agreement_for(name, situation)
    if agreed is None:
        return None, _reading(name, Outcome.UNKNOWN, "no-agreement", Why.NOT_ASKED)
    if agreed.decision == "continue":
        return agreed, _reading(
            name, Outcome.SHUT, "prescriber-continues", by=agreed.prescriber
        )
    if agreed.agreed_on > situation.today:
        return agreed, _reading(
            name, Outcome.UNKNOWN, "agreement-in-future", Why.UNREADABLE
        )
    return agreed, None


def _agreement(each: TakenMedicine, _: Held, situation: Situation, __: Protocol) -> Reading:
    agreed, lacking = _agreed(each, situation)
    if lacking is not None or agreed is None:
        assert lacking is not None
        return lacking
    name = each.medicine.name
    if agreed.restart is None:
        return _reading(name, Outcome.UNKNOWN, "no-restart", Why.NOT_ASKED)
    return _reading(
        name,
        Outcome.OPEN,
        "agreed",
        by=agreed.prescriber,
        on=agreed.agreed_on,
        restart=agreed.restart,
    )


def _last_dose(each: TakenMedicine, agreed: HoldAgreement | None) -> datetime | None:
    known = [each.medicine.last_dose, agreed.last_dose if agreed else None]
    return max((at for at in known if at is not None), default=None)


def _since_dose(
    name: str, last: datetime | None, spans: list[Quantity], situation: Situation
) -> Reading:
    if last is None:
        return _reading(name, Outcome.UNKNOWN, "last-dose-unknown", Why.DOES_NOT_KNOW)
    if last > situation.now.at:
        return _reading(name, Outcome.UNKNOWN, "dose-in-future", Why.UNREADABLE, last=last)
    zone = situation.history.zone
    earliest = max(after(last, span, zone) for span in spans)
    good = situation.now.at >= earliest
    return _reading(
        name,
        Outcome.OPEN if good else Outcome.SHUT,
        "last-dose",
        earliest=None if good else earliest,
        last=last,
        from_=earliest,
    )


def _interval(
    each: TakenMedicine, requires: Held, situation: Situation, _: Protocol
) -> Reading:
    agreed, lacking = _agreed(each, situation)
    if lacking is not None or agreed is None:
        assert lacking is not None
        return lacking
    name = each.medicine.name
    spans = [] if requires.at_least is None else [requires.at_least]
    try:
        if agreed.hold:
            spans.append(Quantity.of(agreed.hold))
    except InputFault:
        return _reading(name, Outcome.UNKNOWN, "hold-unreadable", Why.UNREADABLE)
    # The medicine may not be started again before the injection.
    return _since_dose(name, _last_dose(each, agreed), spans, situation)


def _own(
    each: TakenMedicine, requires: Held, situation: Situation, protocol: Protocol
) -> Reading:
    name = each.medicine.name
    span = requires.at_least
    testing = requires.group not in {PRESCRIBED, SELF_TAKEN}
    cards = [each.card]
    if each.card is None:
        # A physician said only what class it is: the longest of the class counts.
        classes = set(each.classes or ())
        cards = [c for c in protocol.vocabulary.medicines if classes & set(c.classes)]
    spans = [card.washout if testing else card.interval for card in cards if card]
    known = [each for each in spans if each is not None] or ([span] if span else [])
    if not known:
        return _reading(name, Outcome.UNKNOWN, "interval-unknown", Why.UNRECOGNISED)
    return _since_dose(name, each.medicine.last_dose, known, situation)


def _restarts(requires: Held, situation: Situation) -> Iterator[Reading]:
    latest = {each.medicine: each for each in situation.session.agreements}
    held = [each for each in latest.values() if each.decision == "hold"]
    if not held:
        yield _reading("", Outcome.OPEN, "no-hold")
    for agreed in held:
        yield _restart(agreed, requires, situation)


def _restart(agreed: HoldAgreement, requires: Held, situation: Situation) -> Reading:
    name = agreed.medicine
    given = situation.session.deliveries
    if not given:
        return _reading(name, Outcome.OPEN, "nothing-injected")
    if agreed.restart is None:
        return _reading(name, Outcome.UNKNOWN, "no-restart", Why.NOT_ASKED)
    last = max(each.counts_from.at for each in given)
    span = requires.at_least or AT_ONCE
    from_ = after(last, span, situation.history.zone)
    good = agreed.restart >= from_
    return _reading(
        name,
        Outcome.OPEN if good else Outcome.SHUT,
        "restart-agreed",
        at=agreed.restart,
        from_=from_,
    )


_PARTS = {
    "agreement": _agreement,
    "interval": _interval,
    "own-interval": _own,
}
