"""
Which hard constraints cannot all be met.

Up to `FEW` of them the smallest set is found: a set that every found way out must break
is guessed, smallest first, until one has no plan at all. Beyond that, constraints are left
out one by one as long as there is still no plan; from what remains none can be left out.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

Plannable = Callable[[frozenset[str]], bool]


def smallest(ids: tuple[str, ...], plannable: Plannable) -> tuple[str, ...]:
    """
    The smallest set that has no plan, in the order given; there must be one.
    """
    everything = frozenset(ids)
    ways_out: list[frozenset[str]] = []
    while True:
        guess = _hitting(ids, ways_out)
        if not plannable(guess):
            return tuple(each for each in ids if each in guess)
        kept = guess
        for each in ids:
            if each not in kept and plannable(kept | {each}):
                kept |= {each}
        ways_out.append(everything - kept)


def irreducible(ids: tuple[str, ...], plannable: Plannable) -> tuple[str, ...]:
    """
    A set that has no plan, and from which nothing can be left out.
    """
    kept = frozenset(ids)
    for each in ids:
        if not plannable(kept - {each}):
            kept -= {each}
    return tuple(each for each in ids if each in kept)


def _hitting(ids: tuple[str, ...], sets: Iterable[frozenset[str]]) -> frozenset[str]:
    # The smallest set, and of those the first, that has something of each.
    wanted = tuple(sets)
    for size in range(len(ids) + 1):
        for chosen in combinations(ids, size):
            guess = frozenset(chosen)
            if all(guess & each for each in wanted):
                return guess
    return frozenset(ids)
