"""
An instant as the engine's clock tells it, and how long ago it was.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from attrs import field

from planner.model.frozen import frozen


def in_utc(at: datetime) -> datetime:
    """
    The same instant in UTC.

    Two instants of one zone are compared and subtracted by the hands of its clock, summer
    time or not; in UTC the difference is what passed. What is stored is read in UTC, too.
    """
    return at.astimezone(UTC)


def in_utc_if_told(at: datetime | None) -> datetime | None:
    """
    The same instant in UTC, where one is told.
    """
    return None if at is None else at.astimezone(UTC)


@frozen(kw_only=True)
class Instant:
    """
    A reading of the clock: UTC time, which boot of the machine, nanoseconds since boot.

    `boot` is empty where the machine cannot tell its boots apart, or a time was stated.
    """

    at: datetime = field(converter=in_utc)
    boot: str
    ns: int

    def since(self, earlier: Instant) -> timedelta | None:
        """
        Say how long ago `earlier` was; nothing when the clock cannot be believed.

        Within one boot it is the smaller of the wall and the monotonic difference, so
        that setting the wall clock forward never makes a wait look longer than it was.
        """
        wall = self.at - earlier.at
        if self.boot and self.boot == earlier.boot:
            ticks = timedelta(microseconds=(self.ns - earlier.ns) // 1000)
            wall = min(wall, ticks)
        return wall if wall >= timedelta(0) else None

    def at_most_since(self, earlier: Instant) -> timedelta:
        """
        Say how long ago `earlier` may have been at the most.

        Within one boot it is the larger of the two differences, so that setting the wall
        clock back never makes something old look fresh.
        """
        wall = self.at - earlier.at
        if self.boot and self.boot == earlier.boot:
            ticks = timedelta(microseconds=(self.ns - earlier.ns) // 1000)
            wall = max(wall, ticks)
        return wall
