"""
The preparation line of a session: what is done before and after it, each at its hour.

Every span is handed in, as the protocol's gates and lines say it. A prescribed medicine is
held only as its prescriber agreed, and its dates are withheld until the late reading of
the session's own skin test is negative.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.course.dates import believed, later, sooner
from planner.model.course import Span
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, tzinfo

    from planner.model.course import Slot, TestTimes
    from planner.model.person import HoldAgreement


@frozen(kw_only=True)
class Timed:
    """
    A span by the id of the card it comes from; `to` where it is a stretch of time.
    """

    id: str
    span: Span
    to: Span | None = None


@frozen(kw_only=True)
class CareTimes:
    """
    The spans of one session, as the protocol and the clinic say them.

    `until_injection` and `injecting` are the clinic's; `washouts` count back from the
    test, `limits` from leaving, `calls` from the last injection. `hold_at_least` is the
    shortest hold whatever was agreed; `restart_after` and `restart_best` are from the
    last injection to a restart.
    """

    until_injection: Span
    injecting: Span
    test: TestTimes | None
    washouts: tuple[Timed, ...]
    hold_at_least: Span
    restart_after: Span
    restart_best: Span
    observe_at_least: Span
    observe_best: Span
    limits: tuple[Timed, ...]
    calls: tuple[Timed, ...]


@frozen(kw_only=True)
class Line:
    """
    One line: what, from when, and until when where it is a stretch of time.

    `key` names its sentence pattern and `about` what it is about: a card or a medicine.
    Without `at` its time is withheld or not known, and `key` says why.
    """

    key: str
    about: str = ""
    at: datetime | None = None
    until: datetime | None = None


def prepare(
    slot: Slot,
    times: CareTimes,
    *,
    zone: tzinfo,
    agreements: tuple[HoldAgreement, ...] = (),
    negative_at: datetime | None = None,
    placed_at: datetime | None = None,
) -> tuple[Line, ...]:
    """
    The lines of one session by their time; those without a time come last.

    `negative_at` is when the late reading of the test that counts was read negative,
    `placed_at` when a test was placed that has no late reading yet.
    """
    inject = later(slot.at, times.until_injection, zone)
    last = later(inject, times.injecting, zone)
    leave = later(last, times.observe_best, zone)
    lines = [
        *_test(slot, times, placed_at, zone),
        Line(key="prepare-arrive", at=slot.at),
        Line(key="prepare-inject", at=inject, until=last),
        Line(key="prepare-observed-earliest", at=later(last, times.observe_at_least, zone)),
        Line(key="prepare-observed", at=leave),
    ]
    read = None if negative_at is None else believed(negative_at, "The late reading at")
    if read is not None and not _of_this(read, slot, times, inject, zone):
        read = None
    latest = {each.medicine: each for each in agreements}
    for agreed in latest.values():
        lines += _hold(agreed, times, (inject, last), read, zone)
    lines += [
        Line(key="prepare-limit", about=each.id, until=later(leave, each.span, zone))
        for each in times.limits
    ]
    lines += [
        Line(
            key="prepare-call",
            about=each.id,
            at=later(last, each.span, zone),
            until=None if each.to is None else later(last, each.to, zone),
        )
        for each in times.calls
    ]
    return tuple(sorted(lines, key=_when))


def _when(line: Line) -> tuple[bool, float]:
    at = line.at or line.until
    return (at is None, 0 if at is None else at.timestamp())


def _test(
    slot: Slot, times: CareTimes, placed_at: datetime | None, zone: tzinfo
) -> Iterator[Line]:
    test = times.test
    if test is None:
        return
    placed = placed_at
    if slot.test_at is not None:
        placed = slot.test_at
        for each in times.washouts:
            yield Line(
                key="prepare-free-from", about=each.id, at=sooner(placed, each.span, zone)
            )
        yield Line(key="prepare-test", at=placed)
        yield Line(
            key="prepare-read",
            at=later(placed, test.read_from, zone),
            until=later(placed, test.read_to, zone),
        )
    if placed is None:
        return
    yield Line(
        key="prepare-read-late",
        at=later(placed, test.late_from, zone),
        until=later(placed, test.late_to, zone),
    )
    if slot.read_at is not None:
        yield Line(key="prepare-reading-visit", at=slot.read_at)


def _of_this(
    read: datetime, slot: Slot, times: CareTimes, inject: datetime, zone: tzinfo
) -> bool:
    # An earlier reading belongs to another test, and says nothing of this session's.
    if slot.test_at is None:
        return read <= inject
    if times.test is None:
        return False
    first = later(slot.test_at, times.test.late_from, zone)
    return first <= read <= min(inject, later(slot.test_at, times.test.late_to, zone))


def _hold(
    agreed: HoldAgreement,
    times: CareTimes,
    given: tuple[datetime, datetime],
    read: datetime | None,
    zone: tzinfo,
) -> Iterator[Line]:
    inject, last = given
    name = agreed.medicine
    if agreed.decision != "hold":
        yield Line(key="prepare-goes-on", about=name)
        return
    if agreed.restart is None:
        yield Line(key="prepare-restart-not-agreed", about=name)
        return
    if read is None:
        yield Line(key="prepare-hold-withheld", about=name)
        return
    spans = [times.hold_at_least]
    spans += [_span(agreed.hold)] if agreed.hold else []
    dose = min(sooner(inject, each, zone) for each in spans)
    if agreed.last_dose is not None:
        told = believed(agreed.last_dose, "The last dose at")
        if told > dose:
            # Agreed for another date: only the prescriber can say what holds for this.
            yield Line(key="prepare-hold-does-not-fit", about=name)
            return
        dose = told
    elif not agreed.hold:
        yield Line(key="prepare-last-dose-not-agreed", about=name)
        return
    if dose < read:
        # Nobody goes without a medicine for a test that may still turn out positive.
        yield Line(key="prepare-hold-does-not-fit", about=name)
        return
    yield Line(key="prepare-last-dose", about=name, at=dose)
    restart = believed(agreed.restart, "The restart at")
    first = later(last, times.restart_after, zone)
    yield Line(key="prepare-restart-not-before", about=name, at=first)
    if restart < first:
        yield Line(key="prepare-restart-does-not-fit", about=name)
        return
    yield Line(key="prepare-restart", about=name, at=restart)
    best = later(last, times.restart_best, zone)
    if restart < best:
        yield Line(key="prepare-restart-best", about=name, at=best)


def _span(written: str) -> Span:
    return Span(Quantity.of(written).written)
