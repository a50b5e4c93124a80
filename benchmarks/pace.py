"""How fast the processor was meanwhile.

A shared processor changes its pace: it takes the same work now in one time, now in twice
that. So a fixed piece of work is timed before and behind each round. A figure is told as
the clock on the wall had it, and at full pace: how many times the fixed work a round took,
by the quickest that the fixed work was seen in the same run.
"""

from __future__ import annotations

import statistics
import time
from typing import NamedTuple

WORK = 3000


_SEEN = []


class Paced(NamedTuple):
    """The median of some rounds: by the wall in microseconds, and in fixed works."""

    wall: float
    share: float

    @property
    def full(self):
        """By the quickest that the fixed work was seen until now, in microseconds."""
        return self.share * min(_SEEN)


def fixed():
    """Take the time of a fixed piece of work, in microseconds."""
    held = {}
    begins = time.perf_counter()
    for place in range(WORK):
        held[place & 63] = (place, str(place))
    return (time.perf_counter() - begins) * 1e6


def paced(function, rounds, given=tuple):
    """Time a function over and over; `given` makes what each round gets, untimed."""
    took, shares = [], []
    for _ in range(rounds):
        handed = given()
        before = fixed()
        begins = time.perf_counter()
        function(*handed)
        spent = (time.perf_counter() - begins) * 1e6
        behind = fixed()
        took.append(spent)
        shares.append(spent / ((before + behind) / 2))
        _SEEN.extend((before, behind))
    return Paced(statistics.median(took), statistics.median(shares))
