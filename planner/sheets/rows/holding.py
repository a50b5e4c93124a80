"""
The hold and restart line of each held medicine, as far as it may be told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.quantity import after
from planner.model.terms import FINALS
from planner.safety.kinds.held import agreement_for
from planner.safety.known import medicines
from planner.sheets import written
from planner.sheets.figures.holds import HoldLine, HoldMark, hold_line
from planner.sheets.language import t
from planner.sheets.rows.medicines import holds_end, late_reading_negative

if TYPE_CHECKING:
    from datetime import datetime

    from markupsafe import Markup

    from planner.model.person import HoldAgreement
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation

_EARLIEST = "restart-earliest"


def hold_lines(situation: Situation, protocol: Protocol) -> tuple[Markup, ...]:
    """
    A picture for each medicine whose prescriber agreed to a hold.
    """
    return tuple(hold_line(each) for each in holds(situation, protocol))


def holds(situation: Situation, protocol: Protocol) -> tuple[HoldLine, ...]:
    """
    What each picture shows.

    As in the table, no date of a hold is told before the late reading is negative.
    """
    tell = late_reading_negative(situation, protocol)
    left = situation.session.stage in FINALS
    ends = holds_end(situation, protocol)
    out = []
    for each in medicines(situation, protocol):
        name = each.medicine.name
        agreed = agreement_for(name, situation)
        if agreed is None or agreed.decision != "hold":
            continue
        if not tell and not left:
            withheld = t("Withheld: no date is told before the late reading is negative.")
            out.append(HoldLine(medicine=name, marks=(), withheld=withheld))
            continue
        marks = _marks(
            agreed, ends.get(name) if tell else None, situation, protocol, tell=tell
        )
        out.append(HoldLine(medicine=name, marks=marks))
    return tuple(out)


def _marks(
    agreed: HoldAgreement,
    enough: datetime | None,
    situation: Situation,
    protocol: Protocol,
    *,
    tell: bool,
) -> tuple[HoldMark, ...]:
    zone = situation.history.zone

    def mark(shape: str, word: str, at: datetime | None, else_: str) -> HoldMark:
        clock = written.moment(at, zone) if at else else_
        return HoldMark(shape=shape, word=word, clock=clock, at=at)

    given = [each.counts_from.at for each in situation.session.deliveries]
    last = max(given, default=None)
    out = []
    if tell:
        out.append(mark("dose", t("last dose"), agreed.last_dose, t("not known")))
    if enough is not None:
        out.append(mark("rule", t("long enough from"), enough, ""))
    if tell:
        out.append(mark("injection", t("last injection"), last, t("not yet")))
        wait = protocol.numbers.get(_EARLIEST)
        if wait is not None:
            soon = t("{span} after the last injection", span=written.quantity(wait))
            first = after(last, wait, zone) if last else None
            out.append(mark("rule", t("restart not before"), first, soon))
    out.append(mark("restart", t("restart as agreed"), agreed.restart, t("no time agreed")))
    return tuple(out)
