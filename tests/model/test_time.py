"""
How long ago something was, by the slower of two clocks.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from planner.model.time import Instant

NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
MINUTE = 60 * 10**9


def instant(minutes=0, ticks=None, boot="a"):
    """
    A reading of both clocks, in minutes after noon.
    """
    ns = minutes if ticks is None else ticks
    return Instant(at=NOON + timedelta(minutes=minutes), boot=boot, ns=ns * MINUTE)


@pytest.mark.parametrize(
    ("now", "gone"),
    [
        (instant(40), 40),
        # Wall clock set forward: the monotonic clock tells the truth.
        (instant(100, ticks=40), 40),
        # Wall clock set back, not past the beginning: it is shorter, so it counts.
        (instant(10, ticks=40), 10),
        (instant(0), 0),
    ],
)
@pytest.mark.rule(30)
def test_the_shorter_of_two_clocks_counts(now, gone):
    """
    Within one boot a wait is never longer than either clock says.
    """
    assert timedelta(minutes=gone) == now.since(instant(0))


@pytest.mark.parametrize("now", [instant(-1), instant(-1, ticks=40), instant(40, ticks=-1)])
def test_a_clock_that_went_back_tells_nothing(now):
    """
    Where either clock of one boot stands before the beginning, nothing is known.
    """
    assert now.since(instant(0)) is None


@pytest.mark.parametrize("boot", ["b", ""])
def test_after_another_boot_only_the_wall_clock_counts(boot):
    """
    Ticks of two boots do not compare; an unnamed boot compares with none.
    """
    earlier = Instant(at=NOON, boot=boot, ns=0)
    now = Instant(
        at=NOON + timedelta(minutes=40), boot="" if boot == "" else "a", ns=5 * MINUTE
    )

    assert timedelta(minutes=40) == now.since(earlier)


def test_another_boot_with_the_clock_back_tells_nothing():
    """
    A reboot does not make a clock that went back believable.
    """
    assert instant(-1, ticks=100, boot="b").since(instant(0)) is None


def test_less_than_a_microsecond_never_counts_as_more():
    """
    Nanoseconds are cut, not rounded up.
    """
    later = Instant(at=NOON + timedelta(seconds=1), boot="a", ns=1999)

    assert timedelta(microseconds=1) == later.since(instant(0))


@pytest.mark.rule(30)
def test_a_wait_over_the_hour_that_comes_twice():
    """
    Between 02:50 in summer and 02:10 in winter lie 20 minutes.
    """
    begun = Instant(at=datetime.fromisoformat("2026-10-25T02:50+02:00"), boot="", ns=0)
    now = Instant(at=datetime.fromisoformat("2026-10-25T02:10+01:00"), boot="", ns=0)

    assert timedelta(minutes=20) == now.since(begun)


def test_a_wait_between_two_instants_told_in_their_zone():
    """
    The same holds when both instants name the zone.
    """
    paris = ZoneInfo("Europe/Paris")
    begun = Instant(at=datetime(2026, 10, 25, 2, 50, tzinfo=paris), boot="", ns=0)
    now = Instant(at=datetime(2026, 10, 25, 2, 10, fold=1, tzinfo=paris), boot="", ns=0)

    assert timedelta(minutes=20) == now.since(begun)
