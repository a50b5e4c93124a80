"""
A course as a terminal shows it: every date with its reasons, and what a change would do.
"""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING

from planner.model.course import Done, Plan, Slot
from planner.sheets.course_words import phase, reason
from planner.sheets.written import long_moment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import tzinfo

    from planner.course.replanning import Change
    from planner.model.course import Conflict, Reason
    from planner.model.protocol import Protocol

    Session = Slot | Done | None

_WIDTH = 92


def plan_lines(plan: Plan, protocol: Protocol, zone: tzinfo) -> Iterator[str]:
    """
    Every session with its date and its reasons, what is waited for, and what was left.
    """
    for done in plan.done:
        told = f"{phase(done.phase, protocol)}, {_held(done)}"
        yield f"  {done.number:>2}  {long_moment(done.at, zone)}  {told}"
        yield from _because(done.reasons, protocol, zone)
    for slot in plan.slots:
        told = phase(slot.phase, protocol)
        yield f"  {slot.number:>2}  {long_moment(slot.at, zone)}  {told}"
        yield from _because((*slot.reasons, *slot.misses, *slot.needs), protocol, zone)
        yield from _reading(None, slot, zone)
    for each in plan.waits:
        yield from _line(f"Waits: {reason(each, protocol, zone=zone)}.", "")
    for each in plan.reasons:
        yield from _line(f"{reason(each, protocol, zone=zone)}.", "")
    if not plan.slots:
        yield "No session is to come."


def conflict_lines(held: Conflict, protocol: Protocol, zone: tzinfo) -> Iterator[str]:
    """
    Which constraints cannot all be met.
    """
    yield f"NO PLAN: session {held.slot} ({phase(held.phase, protocol)}) finds no date."
    if held.constraints:
        what = (
            "The fewest that cannot all be met:"
            if held.smallest
            else "These cannot all be met, and none of them can be left out:"
        )
        yield what
    yield from _because(held.reasons, protocol, zone)
    yield "Leave one of them out, or make it a wish (hard = false). Nothing was recorded."


def side_by_side(
    change: Change, protocol: Protocol, zone: tzinfo, *, news: tuple[Reason, ...] = ()
) -> Iterator[str]:
    """
    Each session before and after, with the reasons of what changes; `news` is what would
    be recorded where no date changes.
    """
    yield f"      {'before':<36}after"
    for pair in change.pairs:
        before = long_moment(pair.before.at, zone) if pair.before else "–"
        after = long_moment(pair.after.at, zone) if pair.after else "–"
        after += f", {_held(pair.after)}" if isinstance(pair.after, Done) else ""
        mark = " " if pair.same else "*"
        yield f"  {mark}{pair.number:>2}  {before:<36}{after}"
        yield from _because(pair.reasons, protocol, zone)
        yield from _reading(pair.before, pair.after, zone)
    because = change.because or news
    if because:
        yield "Because:"
        yield from _because(because, protocol, zone)
    if isinstance(change.after, Plan):
        for each in change.after.waits:
            yield from _line(f"Waits: {reason(each, protocol, zone=zone)}.", "")
        for each in change.after.reasons:
            yield from _line(f"{reason(each, protocol, zone=zone)}.", "")


def _reading(before: Session, after: Session, zone: tzinfo) -> Iterator[str]:
    # Of a test that was placed: that of a new one stands beside its placing.
    if not isinstance(after, Slot) or after.test_at is not None:
        return
    was = before.read_at if isinstance(before, Slot) else None
    if was == after.read_at:
        return
    now = long_moment(after.read_at, zone) if after.read_at else "none to come"
    yield f"{' ' * 8}late reading of the skin test: {now}"


def _held(done: Done) -> str:
    return "held" if done.counted else "held, does not count"


def _because(held: Iterable[Reason], protocol: Protocol, zone: tzinfo) -> Iterator[str]:
    # Two constraints may say one thing in one way: it is read once.
    for text in dict.fromkeys(reason(each, protocol, zone=zone) for each in held):
        yield from _line(text, " " * 8)


def _line(text: str, lead: str) -> list[str]:
    return wrap(text, _WIDTH, initial_indent=lead, subsequent_indent=lead + "  ")
