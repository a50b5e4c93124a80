"""
The observation chart: when each set of vital signs is due, and what was measured.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from attrs import frozen

from planner.model.quantity import after
from planner.sheets import written
from planner.sheets.language import later, t
from planner.sheets.rows.heads import staff_name
from planner.sheets.wording import cited

if TYPE_CHECKING:
    from datetime import datetime

    from planner.model.protocol import Protocol
    from planner.model.situation import Situation, VitalSet

_WIDTH = 1000
_ONE = Decimal(1)
_FLOORS = (
    ("observation-floor", later("floor")),
    ("observation-recommended", later("recommended")),
)


@frozen(kw_only=True)
class VitalsBox:
    """
    One column of the chart: how long after, the clock time, and what was measured then.

    `place` is where it stands on the time line, in thousandths.
    """

    after: str
    clock: str
    place: int
    pressure: str
    pulse: str
    oxygen: str
    breathing: str
    temperature: str
    by: str


@frozen(kw_only=True)
class Floor:
    """
    A span of observation and the clock time at which it ends.
    """

    word: str
    span: str
    ends: str
    place: int


@frozen(kw_only=True)
class Chart:
    """
    The whole observation: counted from the last exposure, with its columns and floors.
    """

    counted_from: str
    boxes: tuple[VitalsBox, ...]
    floors: tuple[Floor, ...]
    cites: str


@frozen(kw_only=True)
class VitalsRow:
    """
    One set of vital signs as measured.
    """

    at: str
    pressure: str
    pulse: str
    oxygen: str
    breathing: str
    temperature: str


def chart(situation: Situation, protocol: Protocol) -> Chart:
    """
    The chart with planned clock times where something was injected, else blank ones.
    """
    zone = situation.history.zone
    given = [e for e in situation.session.exposures if e.kind == "delivery"]
    start = max((each.counts_from.at for each in given), default=None)
    exposed = [each.counts_from.at for each in situation.session.exposures]
    counted = max(exposed) if start and exposed else None
    times = sorted(protocol.vitals_times, key=lambda each: each.after.measure)
    longest = times[-1].after.measure if times else _ONE
    longest = longest or _ONE
    boxes = []
    for at, due in enumerate(times):
        begins = after(start, due.after, zone) if start else None
        follows = times[at + 1].after if at + 1 < len(times) else None
        ends = after(start, follows, zone) if start and follows else None
        taken = _within(begins, ends, situation)
        boxes.append(
            VitalsBox(
                after=written.quantity(due.after),
                clock=written.clock(begins, zone) if begins else "",
                place=int(due.after.measure * _WIDTH / longest),
                **_measured(taken),
                by=staff_name(taken.by, situation) if taken else "",
            )
        )
    floors = [
        Floor(
            word=t(word),
            span=written.quantity(protocol.numbers[name]),
            ends=written.clock(after(counted, protocol.numbers[name], zone), zone)
            if counted
            else "",
            place=int(min(protocol.numbers[name].measure / longest, _ONE) * _WIDTH),
        )
        for name, word in _FLOORS
        if name in protocol.numbers
    ]
    cites = [id_ for each in times for id_ in each.source]
    return Chart(
        counted_from=written.moment(counted, zone) if counted else "",
        boxes=tuple(boxes),
        floors=tuple(floors),
        cites=cited(cites, protocol),
    )


def _within(
    begins: datetime | None, ends: datetime | None, situation: Situation
) -> VitalSet | None:
    if begins is None:
        return None
    for each in situation.session.vitals:
        if begins <= each.taken.at and (ends is None or each.taken.at < ends):
            return each
    return None


def _measured(taken: VitalSet | None) -> dict[str, str]:
    values = dict(taken.values) if taken else {}
    upper, lower = values.get("systolic", ""), values.get("diastolic", "")
    pressure = ""
    if upper or lower:
        pressure = f"{_bare(upper)}/{written.amount(lower)}"
    return {
        "pressure": pressure,
        "pulse": written.amount(values.get("pulse", "")),
        "oxygen": written.amount(values.get("oxygen", "")),
        "breathing": written.amount(values.get("breathing", "")),
        "temperature": written.amount(values.get("temperature", "")),
    }


def _bare(text: str) -> str:
    # 120 of "120 mmHg": the unit stands once, behind both pressures.
    return written.amount(text).removesuffix(f" {written.unit('mmHg', _ONE)}")


def vitals(situation: Situation) -> tuple[VitalsRow, ...]:
    """
    Every set of vital signs of this visit, latest last.
    """
    began = situation.session.visit_began.at
    return tuple(
        VitalsRow(
            at=written.moment(each.taken.at, situation.history.zone), **_measured(each)
        )
        for each in situation.session.vitals
        if each.taken.at >= began
    )
