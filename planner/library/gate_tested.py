"""
The domain of a gate about skin tests: placed, read, on each side of each number.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from attrs import evolve

from planner.library.gate_domains import placed
from planner.library.gate_setting import (
    OPEN,
    PLANNED,
    SHUT,
    UNKNOWN,
    Before,
    Lever,
    Levers,
    Setting,
    Table,
    sides,
)
from planner.model.protocol import Tested
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from planner.model.protocol import Gate, Protocol


def tested(gate: Gate, _: Protocol) -> Levers:
    """
    A test placed or not, read on each side of each number, in and out of its window.
    """
    needs = gate.requires
    assert isinstance(needs, Tested)
    levers: list[Setting] = []
    late = needs.part == "late"
    low = needs.read_from or Quantity.of("15 min")
    read = Before.span(low).minutes
    begun = Before(read + 60)
    if needs.part == "placed":
        levers = [Setting(words="the test was placed", item={}, moves=(placed(begun),))]
    else:
        levers = [_read("a negative reading", needs, late=late)]
        for name in ("over_control", "grown_by", "histamine_at_least", "saline_below"):
            levers += _number(name, getattr(needs, name), needs, late=late)
        levers.append(_read("infiltrated", needs, SHUT, late=late, infiltrated="yes"))
        levers.append(
            _read("infiltration not known", needs, late=late, infiltrated="does not know")
        )
        levers.append(_read("the wheal cannot be read", needs, wheal="small", late=late))
        for name, side, span in sides(read_from=needs.read_from, read_to=needs.read_to):
            inside = (needs.read_from is None or span >= needs.read_from) and (
                needs.read_to is None or span <= needs.read_to
            )
            levers.append(
                evolve(
                    _read(f"read {span} after", needs, late=late, gone=span, method=_LONG),
                    means=OPEN if inside else UNKNOWN,
                    number=name,
                    side=side,
                )
            )
        for name, side, span in sides(valid_for=needs.valid_for):
            levers.append(
                evolve(
                    _read(f"placed {span} ago", needs, late=late, ago=span),
                    means=UNKNOWN if side == "over" else OPEN,
                    number=name,
                    side=side,
                )
            )
        levers.append(
            Setting(words="not read", means=UNKNOWN, item={}, moves=(placed(begun),))
        )
    levers.append(Setting(words="no test was placed", means=UNKNOWN, item={}))
    known = (*_sorted(levers),)
    return Lever("test", known), PLANNED


_LONG = "intradermal"


def _sorted(found: list[Setting]) -> list[Setting]:
    return sorted(found, key=lambda each: each.means != OPEN)


def _read(
    words: str,
    needs: Tested,
    means: str = "",
    *,
    late: bool,
    method: str = "prick",
    gone: Quantity | None = None,
    ago: Quantity | None = None,
    **changes: Any,  # noqa: ANN401 - words of a reading
) -> Setting:
    between = Before.span(gone or needs.read_from or Quantity.of("15 min")).minutes
    begun = Before.span(ago).minutes if ago else between + 60
    told: Table = {
        "does": "read-test",
        "at": Before(begun - between),
        "test": "test-1",
        "reading": "late" if late else "immediate",
        "wheal": "1 mm",
        "saline": "0 mm",
        "histamine": "8 mm",
        "flare": "no",
        "infiltrated": "no",
        **changes,
    }
    # An initial wheal larger than any number, so that only the growth counts.
    more = {"wheal_initial": "1 mm"} if method == _LONG else {}
    moves = (placed(Before(begun), method=method, **more), told)
    known = means or (UNKNOWN if changes and "infiltrated" in changes else OPEN)
    if changes.get("wheal") == "small":
        known = UNKNOWN
    return Setting(words=words, means=known, item={}, moves=moves)


def _number(
    name: str, bound: Quantity | None, needs: Tested, *, late: bool
) -> list[Setting]:
    found = []
    for _, side, value in sides(**{name: bound}):
        written = value.written
        means, method = OPEN, "prick"
        changes: dict[str, Any] = {}
        if name == "over_control":
            means, changes = (OPEN if side == "under" else SHUT), {"wheal": written}
        elif name == "grown_by":
            means, method = (OPEN if side == "under" else SHUT), _LONG
            changes = {"wheal": f"{value.measure + Decimal(1)} mm"}
        elif name == "histamine_at_least":
            means, changes = (UNKNOWN if side == "under" else OPEN), {"histamine": written}
        else:
            means, changes = (
                (OPEN if side == "under" else UNKNOWN),
                {
                    "saline": written,
                    "wheal": written,
                },
            )
        told = _read(
            f"{name}: {written}", needs, means, late=late, method=method, **changes
        )
        found.append(evolve(told, number=name, side=side))
    return found
