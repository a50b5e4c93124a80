"""
What has happened in a course: what was held, what it waits for, what ends it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from attrs import frozen

from planner.course.dates import believed
from planner.errors import InputFault, Misuse
from planner.model.course import Bounds, Reason
from planner.model.entries.course import (
    CourseEnded,
    CourseVersionChanged,
    MedicineBegun,
    PatientReacted,
    PrescriberAnswered,
    ReactionAnswered,
    SlotDelivered,
    SlotMissed,
    SlotRefused,
)

if TYPE_CHECKING:
    from datetime import datetime, tzinfo

    from planner.model.course import Constraint, Regimen
    from planner.model.entries.course import Happened

_REACTION = "reaction"


@frozen(kw_only=True)
class Story:
    """
    What follows from what has happened.

    `waits` are what the next session waits for; `ended` says that no date is given until
    then. `voided` is the instant up to which a skin test counts no more.
    """

    held: tuple[SlotDelivered, ...]
    constraints: tuple[Constraint, ...]
    waits: tuple[Reason, ...]
    voided: datetime | None
    ended: bool


def told(
    regimen: Regimen, happened: tuple[Happened, ...], *, zone: tzinfo, now: datetime
) -> Story:
    """
    Tell what has happened, in the order in which it did.

    Raises:
        InputFault: Something is told twice, out of order, or lies in the future.
        Misuse: The version the course goes on under is not the one handed in.
    """
    _in_order(happened, now)
    _same_version(regimen, happened)
    ends = _ended(happened)
    waits = _waits(happened, zone)
    voids = [
        each.at
        for each in happened
        if isinstance(each, PatientReacted)
        or (isinstance(each, MedicineBegun) and each.voids_test)
    ]
    return Story(
        held=tuple(each for each in happened if isinstance(each, SlotDelivered)),
        constraints=_bounds(happened),
        waits=(*waits.values(), *ends),
        voided=max(voids, default=None),
        ended=bool(ends) or _REACTION in waits,
    )


def _ended(happened: tuple[Happened, ...]) -> tuple[Reason, ...]:
    ends: tuple[Reason, ...] = ()
    for each in happened:
        if isinstance(each, SlotRefused) and each.final:
            ends = (_waiting("refused", slot=str(each.slot)),)
        elif isinstance(each, CourseEnded):
            ends = (_waiting("ended", why=each.why),)
    return ends


def _waits(happened: tuple[Happened, ...], zone: tzinfo) -> dict[str, Reason]:
    waits: dict[str, Reason] = {}
    reacted: datetime | None = None
    for each in happened:
        match each:
            case PatientReacted(session=session, at=at):
                reacted = at
                waits[_REACTION] = _waiting(_REACTION, session=session, at=_written(at))
            case ReactionAnswered(dated=dated):
                # A letter written before the reaction says nothing about it.
                if reacted and dated >= reacted.astimezone(zone).date():
                    waits.pop(_REACTION, None)
            case MedicineBegun(medicine=name, asks_prescriber=True):
                waits[f"prescriber {name}"] = _waiting("prescriber", medicine=name)
            case PrescriberAnswered(medicine=name):
                waits.pop(f"prescriber {name}", None)
            case _:
                pass
    return waits


def _bounds(happened: tuple[Happened, ...]) -> tuple[Constraint, ...]:
    bounds: dict[str, Bounds] = {}
    for each in happened:
        match each:
            case SlotRefused(slot=slot, earliest=date() as day):
                bounds["deferred"] = _not_before(f"deferred-{slot}", "deferred", day)
            case MedicineBegun(medicine=name, clear_from=date() as day):
                called = f"medicine-{name}"
                bounds[called] = _not_before(called, "medicine", day)
            case _:
                pass
    return tuple(bounds.values())


def reason_of(happened: Happened) -> Reason:
    """
    What has happened, as the reason of a change.
    """
    match happened:
        case SlotDelivered(slot=slot) | SlotMissed(slot=slot) | SlotRefused(slot=slot):
            about = ("slot", str(slot))
        case PatientReacted(session=session):
            about = ("session", session)
        case MedicineBegun(medicine=name) | PrescriberAnswered(medicine=name):
            about = ("medicine", name)
        case CourseVersionChanged(version=version):
            about = ("version", version)
        case ReactionAnswered(dated=dated):
            about = ("dated", dated.isoformat())
        case CourseEnded(why=why):
            about = ("why", why)
    return Reason(
        code=happened.kind,
        key="course-happened",
        values=(about, ("at", _written(happened.at))),
    )


def _written(at: datetime) -> str:
    return believed(at, "The time of an event").isoformat()


def _waiting(code: str, **values: str) -> Reason:
    return Reason(code=code, key="course-waits", values=tuple(values.items()))


def _not_before(id: str, code: str, day: date) -> Bounds:
    return Bounds(id=id, code=code, hard=True, not_before=day, not_after=None)


def _same_version(regimen: Regimen, happened: tuple[Happened, ...]) -> None:
    changes = [each for each in happened if isinstance(each, CourseVersionChanged)]
    if changes and changes[-1].version != regimen.version:
        raise Misuse(
            f'The course goes on under version "{changes[-1].version}" and version'
            f' "{regimen.version}" was handed in.',
            now="Hand in the version it goes on under.",
        )


def _in_order(happened: tuple[Happened, ...], now: datetime) -> None:
    held: set[int] = set()
    earlier: datetime | None = None
    for each in happened:
        at = believed(each.at, "The time of an event")
        if at > now:
            raise InputFault(
                f'"{each.kind}" at {at.isoformat()} lies in the future.',
                now="Tell it once it has happened.",
            )
        if earlier is not None and at < earlier:
            raise InputFault(
                f'"{each.kind}" at {at.isoformat()} is told after {earlier.isoformat()}.',
                now="Tell what happened in the order in which it did.",
            )
        if isinstance(each, SlotDelivered):
            if each.slot in held:
                raise InputFault(
                    f"Slot {each.slot} was held twice.",
                    now="Tell each session under the slot it was held for.",
                )
            held.add(each.slot)
        earlier = at
