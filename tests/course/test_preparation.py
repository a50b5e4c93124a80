"""
The preparation line: each thing at its hour, and no hold before the reading is negative.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from attrs import evolve

from course.courses import BEGIN, PARIS, TEST
from planner.course.ladder import rungs_from
from planner.course.preparation import CareTimes, Timed, prepare
from planner.model.course import Slot, Span
from planner.model.person import HoldAgreement


def at(day, hour, minute=0):
    """
    A local time of March.
    """
    return datetime(2026, 3, day, hour, minute, tzinfo=PARIS)


TIMES = CareTimes(
    until_injection=Span("30 min"),
    injecting=Span("30 min"),
    test=TEST,
    washouts=(Timed(id="antihistamine", span=Span("7 d")),),
    hold_at_least=Span("24 h"),
    restart_after=Span("2 h"),
    restart_best=Span("3 h"),
    observe_at_least=Span("40 min"),
    observe_best=Span("60 min"),
    limits=(
        Timed(id="dn-makeup", span=Span("24 h")),
        Timed(id="dn-pool", span=Span("7 d")),
    ),
    calls=(
        Timed(id="call", span=Span("24 h"), to=Span("72 h")),
        Timed(id="call-2", span=Span("2 weeks")),
    ),
)
SLOT = Slot(
    number=1,
    phase="weekly",
    of_phase=1,
    at=at(30, 9),
    day=date(2026, 3, 30),
    rungs=rungs_from(BEGIN, date(2026, 3, 2)),
    test_at=at(27, 9),
    read_at=at(28, 10),
)
HOLD = HoldAgreement(
    medicine="apixaban",
    prescriber="Dr Roux",
    contact="cardiology",
    agreed_on=date(2026, 3, 20),
    decision="hold",
    hold="24 h",
    restart=at(30, 18),
)


def told(lines):
    """
    What the lines say, without their zones.
    """
    return {(line.key, line.about): line for line in lines}


def test_everything_stands_at_its_hour():
    """
    Over the change of the clocks: hours by the instant, days by the clinic's calendar.
    """
    lines = told(prepare(SLOT, TIMES, zone=PARIS))

    assert at(20, 0) == lines["prepare-free-from", "antihistamine"].at
    assert at(27, 9) == lines["prepare-test", ""].at
    read = lines["prepare-read", ""]
    assert (at(27, 9, 15), at(27, 9, 30)) == (read.at, read.until)
    late = lines["prepare-read-late", ""]
    assert (at(28, 9), at(30, 10)) == (late.at, late.until)
    assert at(28, 10) == lines["prepare-reading-visit", ""].at
    assert at(30, 9) == lines["prepare-arrive", ""].at
    inject = lines["prepare-inject", ""]
    assert (at(30, 9, 30), at(30, 10)) == (inject.at, inject.until)
    assert at(30, 10, 40) == lines["prepare-observed-earliest", ""].at
    assert at(30, 11) == lines["prepare-observed", ""].at
    assert at(31, 11) == lines["prepare-limit", "dn-makeup"].until
    assert datetime(2026, 4, 6, tzinfo=PARIS) == lines["prepare-limit", "dn-pool"].until
    call = lines["prepare-call", "call"]
    assert (at(31, 10), datetime(2026, 4, 2, 10, tzinfo=PARIS)) == (call.at, call.until)
    assert datetime(2026, 4, 13, tzinfo=PARIS) == lines["prepare-call", "call-2"].at


def test_the_lines_are_in_the_order_of_their_times():
    """
    From the wash-out to the last call; what has no time comes last.
    """
    lines = prepare(SLOT, TIMES, zone=PARIS, agreements=(HOLD,))

    timed = [line.at or line.until for line in lines if line.at or line.until]
    assert sorted(timed) == timed
    assert lines[0].key == "prepare-free-from"
    assert lines[-1].key == "prepare-hold-withheld"


@pytest.mark.rule(18, 20)
def test_no_hold_is_dated_before_the_late_reading_is_negative():
    """
    Unread, read too early for this test, read after its window, or read after injecting:
    no time is given; read negative in time: the last dose and the restart are.
    """
    for negative in (None, at(20, 9), at(28, 8, 59), at(30, 10, 1)):
        lines = prepare(SLOT, TIMES, zone=PARIS, agreements=(HOLD,), negative_at=negative)
        held = [line for line in lines if line.about == "apixaban"]
        assert [("prepare-hold-withheld", None)] == [(e.key, e.at) for e in held]

    lines = told(
        prepare(SLOT, TIMES, zone=PARIS, agreements=(HOLD,), negative_at=at(28, 10))
    )
    assert at(29, 9, 30) == lines["prepare-last-dose", "apixaban"].at
    assert at(30, 12) == lines["prepare-restart-not-before", "apixaban"].at
    assert at(30, 18) == lines["prepare-restart", "apixaban"].at


@pytest.mark.rule(18)
def test_a_hold_is_never_shorter_than_agreed_nor_than_the_least():
    """
    The longer of what was agreed and of the protocol's own span counts.
    """
    for hold, day, hour in (("12 h", 29, (9, 30)), ("36 h", 28, (20, 30))):
        lines = told(
            prepare(
                SLOT,
                TIMES,
                zone=PARIS,
                agreements=(evolve(HOLD, hold=hold),),
                negative_at=at(28, 10),
            )
        )
        assert at(day, *hour) == lines["prepare-last-dose", "apixaban"].at


@pytest.mark.rule(18, 19, 20)
@pytest.mark.parametrize(
    ("changed", "keys"),
    [
        ({"decision": "continue"}, ["prepare-goes-on"]),
        ({"restart": None}, ["prepare-restart-not-agreed"]),
        ({"hold": ""}, ["prepare-last-dose-not-agreed"]),
        ({"last_dose": at(29, 12)}, ["prepare-hold-does-not-fit"]),
        ({"hold": "5 d"}, ["prepare-hold-does-not-fit"]),
        ({"last_dose": at(27, 8)}, ["prepare-hold-does-not-fit"]),
        (
            {"restart": at(30, 11, 59)},
            [
                "prepare-last-dose",
                "prepare-restart-not-before",
                "prepare-restart-does-not-fit",
            ],
        ),
        (
            {"restart": at(30, 12, 30)},
            [
                "prepare-last-dose",
                "prepare-restart-not-before",
                "prepare-restart",
                "prepare-restart-best",
            ],
        ),
    ],
)
def test_what_the_prescriber_did_not_agree_is_never_made_up(changed, keys):
    """
    What is missing or does not fit this date is said, and no time stands in for it.
    """
    lines = prepare(
        SLOT,
        TIMES,
        zone=PARIS,
        agreements=(evolve(HOLD, **changed),),
        negative_at=at(28, 10),
    )

    assert keys == sorted(
        (line.key for line in lines if line.about == "apixaban"), key=keys.index
    )


def test_a_test_that_was_placed_is_still_read_late():
    """
    Counted from when it was placed; nothing more is washed out or placed.
    """
    slot = evolve(SLOT, test_at=None)

    lines = told(prepare(slot, TIMES, zone=PARIS, placed_at=at(27, 9, 20)))

    late = lines["prepare-read-late", ""]
    assert (late.at, late.until) == (at(28, 9, 20), at(30, 10, 20))
    assert lines["prepare-reading-visit", ""].at == at(28, 10)
    assert not {"prepare-test", "prepare-read"} & {key for key, _ in lines}
    assert ("prepare-free-from", "antihistamine") not in lines


def test_a_session_under_an_earlier_test_has_no_test_lines():
    """
    Without a new test nothing is placed, read or washed out, and its reading counts.
    """
    slot = evolve(SLOT, test_at=None, read_at=None)

    lines = told(
        prepare(slot, TIMES, zone=PARIS, agreements=(HOLD,), negative_at=at(10, 9))
    )

    assert not any(key.startswith(("prepare-test", "prepare-read")) for key, _ in lines)
    assert ("prepare-free-from", "antihistamine") not in lines
    assert lines["prepare-last-dose", "apixaban"].at == at(30, 9, 30) - timedelta(hours=24)
