"""
Reading a needle's size: gauge and millimetres name the same needle in two tables.

The designated size (ISO 9626) and the nominal one (Birmingham) differ: 30G is 0.30 or
0.31 mm, 31G is 0.25 or 0.26 mm. A naive comparison gives opposite answers with the two.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN
from functools import lru_cache
from typing import TYPE_CHECKING

from planner.errors import InputFault
from planner.model.quantity import UNITS, Quantity
from planner.model.terms import KEPT_LONG

if TYPE_CHECKING:
    from planner.model.product import Needle
    from planner.model.protocol import Protocol


def _rounded(size: Quantity) -> Quantity:
    step = UNITS["mm"].step
    return Quantity(size.measure.quantize(step, rounding=ROUND_HALF_EVEN), "mm")


def written_size(needle: Needle) -> Quantity | None:
    """
    The outer diameter as written on the packing, or nothing when it cannot be read.
    """
    try:
        return Quantity.of(needle.outer_diameter) if needle.outer_diameter else None
    except InputFault:
        return None


@lru_cache(maxsize=KEPT_LONG)
def candidates(needle: Needle, protocol: Protocol) -> tuple[Quantity, ...]:
    """
    The sizes this needle may be called by: none when it cannot be told.

    A bare size in millimetres is itself. A known gauge is its designated and its nominal
    size; a gauge that contradicts its millimetres tells nothing.
    """
    written = written_size(needle)
    if needle.outer_diameter and written is None:
        return ()
    if not needle.gauge:
        return (written,) if written is not None else ()
    size = protocol.vocabulary.needle_size.get(needle.gauge)
    if size is None or contradicts(needle, protocol):
        return ()
    return (size.designated, _rounded(size.nominal))


@lru_cache(maxsize=KEPT_LONG)
def contradicts(needle: Needle, protocol: Protocol) -> bool:
    """
    Whether the gauge and the millimetres on the packing name two different needles.
    """
    written = written_size(needle)
    size = protocol.vocabulary.needle_size.get(needle.gauge)
    if written is None or size is None:
        return False
    low, high = sorted((size.designated, _rounded(size.nominal)))
    return not low <= written <= high
