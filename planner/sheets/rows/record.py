"""
The record for the chart: every entry of a session in the order in which it happened, and
where what happened is not what was planned.

A correction stands as one, beside what it corrects; nothing is told as if it had always
been right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.errors import PlannerError
from planner.model.entries import care
from planner.model.entries import session as told
from planner.model.quantity import Quantity
from planner.model.terms import FINALS
from planner.sheets import written
from planner.sheets.closed import capital, named
from planner.sheets.language import t, tn
from planner.sheets.rows.cared import CARED
from planner.sheets.rows.heads import product_name, staff_name, zone_title
from planner.sheets.rows.medicines import late_reading_negative
from planner.sheets.rows.saying import At, Stated, field
from planner.sheets.rows.told import TOLD

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from planner.model.entries import Entry
    from planner.model.product import PlanItem
    from planner.model.protocol import Protocol
    from planner.model.situation import Exposure, Situation

TELLERS = {**TOLD, **CARED}


@frozen(kw_only=True)
class RecordRow:
    """
    One entry: its number in the journal, its clock time, what it says, by whom.

    `marks` say in words what a reader must not miss: a correction, a difference from the
    plan, a time entered later. `stage` is true where the session came to another stage.
    """

    number: str
    at: str
    title: str
    lines: tuple[Stated, ...]
    by: str
    marks: tuple[str, ...]
    stage: bool


@frozen(kw_only=True)
class RecordDay:
    """
    The entries of one day.
    """

    day: str
    rows: tuple[RecordRow, ...]


@frozen(kw_only=True)
class GivenRow:
    """
    One product into one zone, as planned and as it went in; `mark` says how they differ.
    """

    zone: str
    product: str
    planned: str
    given: str
    points: str
    mark: str


@frozen(kw_only=True)
class Ending:
    """
    Where the session stands, since when and by whom, and why; and how much was recorded.
    """

    stage: str
    over: bool
    at: str
    by: str
    reason: str
    counts: str


def days(situation: Situation, protocol: Protocol) -> tuple[RecordDay, ...]:
    """
    Every entry, by the day on which it happened.
    """
    zone = situation.history.zone
    rows: dict[date, list[RecordRow]] = {}
    at = At(
        situation=situation,
        protocol=protocol,
        dates=late_reading_negative(situation, protocol),
    )
    marks = _marks(situation.session.entries, at)
    for entry in sorted(situation.session.entries, key=lambda e: (e.occurred_at, e.seq)):
        row = _row(entry, marks.get(entry.id, ()), at)
        rows.setdefault(entry.occurred_at.astimezone(zone).date(), []).append(row)
    return tuple(
        RecordDay(day=written.long_day(day), rows=tuple(held)) for day, held in rows.items()
    )


def differing(held: Iterable[RecordDay]) -> tuple[RecordRow, ...]:
    """
    The entries that carry a mark, for the top of the record.
    """
    return tuple(row for day in held for row in day.rows if row.marks)


def _row(entry: Entry, marks: tuple[str, ...], at: At) -> RecordRow:
    payload, zone = entry.payload, at.situation.history.zone
    words = TELLERS[type(payload)](payload, at)
    name = staff_name(entry.by.id, at.situation) or t("anyone")
    role, sure = named("role", entry.by.role), named("assurance", entry.by.assurance)
    return RecordRow(
        number=str(entry.seq),
        at=written.clock(entry.occurred_at, zone),
        title=words.title,
        lines=words.lines,
        by=f"{name} ({role}, {sure})",
        marks=marks,
        stage=isinstance(payload, told.StageEntered),
    )


def _marks(entries: Iterable[Entry], at: At) -> dict[str, tuple[str, ...]]:
    kept = list(entries)
    by_id = {each.id: each for each in kept}
    marks: dict[str, list[str]] = {each.id: _own(each, at) for each in kept}
    shown: dict[str, dict[str, str]] = {}
    plans = 0
    for entry in kept:
        payload = entry.payload
        earlier = by_id.get(getattr(payload, "entry", ""))
        if isinstance(payload, told.EntryAmended) and earlier is not None:
            held = shown.setdefault(earlier.id, {})
            what = _changed(earlier, payload.changes, held)
            marks[entry.id].append(t("corrects no. {n}: {what}", n=earlier.seq, what=what))
            marks[earlier.id].append(
                t("corrected by no. {n}: {what}", n=entry.seq, what=what)
            )
        elif isinstance(payload, told.EntryInError) and earlier is not None:
            marks[entry.id].append(t("takes back no. {n}", n=earlier.seq))
            marks[earlier.id].append(t("entered by mistake, says no. {n}", n=entry.seq))
        elif isinstance(payload, told.PlanMade):
            plans += 1
            if plans > 1:
                marks[entry.id].append(t("planned anew"))
    return {id_: tuple(said) for id_, said in marks.items()}


def _changed(earlier: Entry, changes: dict[str, str], held: dict[str, str]) -> str:
    parts = []
    for name, value in changes.items():
        values = getattr(earlier.payload, "values", None)
        first = values.get(name, "") if isinstance(values, dict) else None
        if first is None:
            first = getattr(earlier.payload, name, "")
        old = held.get(name, str(first))
        parts.append(
            t(
                "{field}: {old} becomes {new}",
                field=field(name),
                old=written.amount(old) or "–",
                new=written.amount(value) or "–",
            )
        )
        held[name] = value
    return "; ".join(parts) or t("see there")


def _own(entry: Entry, at: At) -> list[str]:
    payload, zone = entry.payload, at.situation.history.zone
    marks = []
    if isinstance(payload, care.Delivered):
        if not payload.planned:
            marks.append(t("past the plan or a gate"))
        if payload.deviation:
            marks.append(t("differs from the plan: {what}", what=payload.deviation))
        if payload.paper:
            marks.append(t("time from a paper period"))
    if getattr(payload, "clock_in_doubt", False):
        marks.append(t("clock in doubt"))
    apart = abs((entry.recorded.at - entry.occurred_at).total_seconds())
    if apart >= _A_MINUTE:
        when = written.moment(entry.recorded.at, zone)
        marks.append(t("entered later: {at}", at=when))
    return marks


_A_MINUTE = 60


def given(situation: Situation, protocol: Protocol) -> tuple[GivenRow, ...]:
    """
    The plan as it last stood beside what went in, item by item; what no plan held last.
    """
    plan = situation.plan
    items = {each.id: each for each in (plan.items if plan else ())}
    went: dict[str, list[Exposure]] = {}
    for each in situation.session.exposures:
        if each.kind == "delivery":
            same = _same(items.get(each.item), each)
            went.setdefault(each.item if same else each.entry, []).append(each)
    rows = [
        _given(item, went.pop(id_, []), situation, protocol) for id_, item in items.items()
    ]
    rows += [_given(None, found, situation, protocol) for found in went.values()]
    return tuple(rows)


def _same(item: PlanItem | None, each: Exposure) -> bool:
    # What went elsewhere, or from another lot, is not what was planned under that id.
    return item is not None and (item.zone, item.product, item.lot) == (
        each.zone,
        each.product,
        each.lot,
    )


def _given(
    item: PlanItem | None,
    found: list[Exposure],
    situation: Situation,
    protocol: Protocol,
) -> GivenRow:
    standing = [each for each in found if not each.in_error]
    total = _sum(standing)
    planned = _planned(item)
    first = item or found[0]
    side = named("side", item.side) if item and item.side else ""
    zone = zone_title(first.zone, protocol)
    marks = []
    if item is None:
        marks.append(t("not in the plan"))
    elif not standing:
        marks.append(t("nothing went in"))
    else:
        marks.append(_against(planned, total))
    marks += [each.deviation for each in standing if each.deviation]
    if len(standing) < len(found):
        mistaken = _sum([each for each in found if each.in_error])
        volume = written.quantity(mistaken) if mistaken else "–"
        marks.append(t("{volume} entered by mistake, not counted here", volume=volume))
    return GivenRow(
        zone=f"{zone}, {side}" if side else zone,
        product=f"{product_name(first.product, situation)} {first.lot}",
        planned=written.quantity(planned) if planned else "–",
        given=written.quantity(total) if total else "–",
        points=", ".join(each.points for each in standing if each.points) or "–",
        mark="; ".join(dict.fromkeys(mark for mark in marks if mark)),
    )


def _against(planned: Quantity | None, total: Quantity | None) -> str:
    if planned is None or total is None:
        return t("cannot be compared with the plan")
    if total.measure == planned.measure:
        return ""
    less = total.measure < planned.measure
    return t("less than planned") if less else t("more than planned")


def _planned(item: PlanItem | None) -> Quantity | None:
    if item is None:
        return None
    try:
        return Quantity.of(item.volume_per_point) * item.points
    except PlannerError:
        return None


def _sum(found: Iterable[Exposure]) -> Quantity | None:
    total: Quantity | None = None
    for each in found:
        if each.volume is not None:
            total = each.volume if total is None else total + each.volume
    return total


def ending(situation: Situation) -> Ending:
    """
    Where the session stands and how it came there.
    """
    session, zone = situation.session, situation.history.zone
    last = session.path[-1] if session.path else None
    entries = session.entries
    fixed = sum(
        isinstance(each.payload, told.EntryAmended | told.EntryInError) for each in entries
    )
    return Ending(
        stage=capital(named("stage", session.stage)),
        over=session.stage in FINALS,
        at=written.moment(last.at, zone) if last else "",
        by=staff_name(last.by, situation) if last else "",
        reason=last.reason if last else "",
        counts=", ".join(
            (
                tn("{n} entry", "{n} entries", len(entries)),
                tn("{n} correction", "{n} corrections", fixed),
                tn("{n} visit", "{n} visits", session.visit),
            )
        ),
    )
