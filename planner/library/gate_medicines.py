"""
The domains of gates about medicines that are held, and about earlier sessions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner.library.gate_domains import delivered
from planner.library.gate_products import of, part
from planner.library.gate_setting import (
    OPEN,
    SHUT,
    UNKNOWN,
    Before,
    Day,
    Lever,
    Levers,
    Setting,
    Table,
    sides,
)
from planner.model.protocol import Held, Spaced
from planner.model.quantity import Quantity
from planner.safety.kinds.held import PRESCRIBED, SELF_TAKEN

if TYPE_CHECKING:
    from planner.model.protocol import Gate, Protocol
    from planner.model.vocabulary import KnownMedicine

_LONG_AGO = Before.span(Quantity.of("30 d"))
_HELD_FOR = Quantity.of("24 h")


def listed(
    *names: str, complete: bool = True, prescribed: str = "yes", last: Before | None = None
) -> tuple[Table, ...]:
    """
    The move that lists these medicines.
    """
    rows = [
        {"name": name, "prescribed": prescribed, **({"last_dose": last} if last else {})}
        for name in names
    ]
    return ({"does": "record", "medicines": rows, "complete": complete},)


def lists_unknown() -> list[Setting]:
    """
    Every way in which the list of medicines is not known.
    """
    return [
        Setting(
            words="a medicine nobody knows", means=UNKNOWN, moves=listed("some-tablets")
        ),
        Setting(
            words="the list is not complete", means=UNKNOWN, moves=listed(complete=False)
        ),
        Setting(words="medicines not asked", means=UNKNOWN, untold=("medicines",)),
    ]


def of_classes(classes: tuple[str, ...], protocol: Protocol) -> KnownMedicine | None:
    """
    A medicine of one of these classes.
    """
    found = (m for m in protocol.vocabulary.medicines if set(classes) & set(m.classes))
    return next(found, None)


def _member(group: str, protocol: Protocol) -> KnownMedicine | None:
    words = protocol.vocabulary
    for each in words.medicines:
        groups = {
            words.medicine_class[name].group
            for name in each.classes
            if name in words.medicine_class
        }
        if groups == {group}:
            return each
    return None


def held(gate: Gate, protocol: Protocol) -> Levers:
    """
    Nothing taken, something taken, agreed or not, on each side of its interval.
    """
    needs = gate.requires
    assert isinstance(needs, Held)
    if needs.part == "restart":
        return (_restart(needs),)
    card = _member(needs.group, protocol)
    if card is None:
        return (Lever("medicines", (Setting(words="none taken", moves=listed()),)),)
    name = card.names[0]
    prescribed = "no" if needs.group == SELF_TAKEN else "yes"
    if needs.part == "own-interval":
        return (_own(needs, card, name, prescribed),)
    taken = Lever(
        "medicines",
        (
            Setting(words="none taken", moves=listed()),
            Setting(words=f"{name} is taken", moves=listed(name, last=_LONG_AGO)),
            *lists_unknown(),
        ),
    )
    return taken, Lever("agreement", tuple(_agreements(needs, name)))


def _agreements(needs: Held, name: str) -> list[Setting]:
    agreed: Table = {
        "does": "agree-hold",
        "medicine": name,
        "prescriber": "Dr Jean Cardio",
        "contact": "by telephone",
        "agreed_on": Day(0),
        "decision": "hold",
        "hold": "",
        "last_dose": _LONG_AGO,
        "restart": Before(-_LONG_AGO.minutes),
    }
    lists = listed(name, last=None)

    def told(words: str, means: str, **changes: object) -> Setting:
        kept = {
            key: held for key, held in {**agreed, **changes}.items() if held is not None
        }
        return Setting(words=words, means=means, moves=(kept,))

    found = [
        told(f"{name} is held as agreed", OPEN),
        told(f"{name} goes on", SHUT, decision="continue"),
        Setting(words="nothing was agreed", means=UNKNOWN),
        told("agreed on a day to come", UNKNOWN, agreed_on=Day(1)),
    ]
    if needs.part == "agreement":
        found.append(told("no restart was agreed", UNKNOWN, restart=None))
        return found
    found += [
        _dosed(told, lists, span, number, side, needs)
        for number, side, span in sides(at_least=needs.at_least)
    ]
    found.append(told("the last dose is still ahead", UNKNOWN, last_dose=Before(-60)))
    found.append(told("the hold cannot be read", UNKNOWN, hold="a while"))
    return found


def _dosed(
    told: object, _: tuple[Table, ...], span: Quantity, number: str, side: str, needs: Held
) -> Setting:
    assert callable(told)
    assert needs.at_least is not None
    means = OPEN if span >= needs.at_least else SHUT
    made = told(f"the last dose was {span} ago", means, last_dose=Before.span(span))
    assert isinstance(made, Setting)
    return evolve(made, number=number, side=side)


def _own(needs: Held, card: KnownMedicine, name: str, prescribed: str) -> Lever:
    testing = needs.group not in {PRESCRIBED, SELF_TAKEN}
    span = (card.washout if testing else card.interval) or _HELD_FOR
    found = [Setting(words="none taken", moves=listed())]
    for _, side, value in sides(interval=span):
        moves = listed(name, prescribed=prescribed, last=Before.span(value))
        means = SHUT if side == "under" else OPEN
        found.append(Setting(words=f"{name}, {value} ago", means=means, moves=moves))
    moves = listed(name, prescribed=prescribed)
    found.append(Setting(words=f"{name}, nobody knows when", means=UNKNOWN, moves=moves))
    ahead = listed(name, prescribed=prescribed, last=Before(-60))
    found.append(Setting(words=f"{name}, a dose to come", means=UNKNOWN, moves=ahead))
    return Lever("medicines", (*found, *lists_unknown()))


def _restart(needs: Held) -> Lever:
    agreed: Table = {
        "does": "agree-hold",
        "medicine": "warfarin",
        "prescriber": "Dr Jean Cardio",
        "contact": "by telephone",
        "agreed_on": Day(0),
        "decision": "hold",
        "hold": "",
    }
    given = delivered(Before(60))
    found = [Setting(words="nothing is held")]
    for number, side, span in sides(at_least=needs.at_least or _HELD_FOR):
        restart = Before(60 - Before.span(span).minutes)
        found.append(
            Setting(
                words=f"the restart is {span} after the injection",
                means=SHUT if side == "under" else OPEN,
                moves=({**agreed, "restart": restart}, given),
                number=number,
                side=side,
            )
        )
    found.append(
        Setting(words="no restart was agreed", means=UNKNOWN, moves=(agreed, given))
    )
    return Lever("restart", tuple(found))


def earlier(*moves: Table, ends: str = "leave") -> tuple[Table, ...]:
    """
    The moves of an earlier session of the same patient.
    """
    return (
        {"does": "session", "at": "day 0 09:00"},
        *moves,
        {"does": ends, "at": "day 0 11:00", "reason": "Not today."},
    )


def injected(product: str = "plain", lot: str = "plain-1") -> Table:
    """
    One injection in an earlier session.
    """
    return {
        **delivered(Before(0)),
        "at": "day 0 09:30",
        "product": product,
        "lot": lot,
    }


def spaced(gate: Gate, protocol: Protocol) -> Levers:
    """
    An earlier session just under, at and just over the span of days ago, and none.
    """
    needs = gate.requires
    assert isinstance(needs, Spaced)
    shelf: tuple[Table, ...] = ()
    used = injected()
    if needs.group:
        words = protocol.vocabulary
        member = next((s.id for s in words.substances if needs.group in s.groups), "")
        shelf = of("", OPEN, part(member)).moves
        used = injected("other", "other-1")
    found = [Setting(words="no earlier session")]
    for number, side, span in sides(at_least=needs.at_least):
        days = int(span.measure)
        found.append(
            Setting(
                words=f"{days} days after an earlier injection",
                means=SHUT if side == "under" else OPEN,
                earlier=(*shelf, *earlier(used)),
                day=days,
                number=number,
                side=side,
            )
        )
    if needs.group:
        strange = (*of("", OPEN, part("some-powder")).moves, *earlier(used))
        # The same injection, once what it was is no longer known.
        found.append(
            Setting(
                words="what was injected is not known",
                means=UNKNOWN,
                earlier=strange,
                day=int(needs.at_least.measure) + 1,
            )
        )
    return (Lever("earlier session", tuple(found)),)
