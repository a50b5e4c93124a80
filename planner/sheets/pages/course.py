"""
What a protocol says about a course: its uses, phases and ladders, what waits, and calls.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.model.course import Span
from planner.sheets import written
from planner.sheets.closed import spaced
from planner.sheets.language import ENGLISH, spoken, t, term, tn
from planner.sheets.pages.entries import Entry, aside, entry, fact
from planner.sheets.pages.needs import condition, group_title

if TYPE_CHECKING:
    from datetime import date

    from planner.model.course import (
        Call,
        ConflictInTime,
        Indication,
        Phase,
        Spacing,
    )
    from planner.model.protocol import Limit, Protocol


def indications(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    What a course may be for, with its phases in their order.
    """
    return tuple(_indication(card, protocol, on) for card in protocol.indications)


def _indication(card: Indication, protocol: Protocol, on: date | None) -> Entry:
    most = card.most_sessions
    own = [each.id for each in protocol.phases if each.indication == card.id]
    return entry(
        "indication",
        card,
        card.title,
        protocol=protocol,
        on=on,
        marks=(
            t("no most sessions")
            if most is None
            else tn("at most {n} session", "at most {n} sessions", most),
        ),
        facts=(
            fact(t("Phases"), t(", then ").join(own)),
            aside(t("Begins"), t("on the ladder {name}", name=_named(card.begin))),
            aside(t("Dates are searched"), t("{span} ahead", span=span(card.within))),
        ),
    )


def phases(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    The stretches of each course.
    """
    return tuple(_phase(card, protocol, on) for card in protocol.phases)


def _phase(card: Phase, protocol: Protocol, on: date | None) -> Entry:
    use = protocol.indication.get(card.indication)
    many = (
        t("sessions without limit")
        if card.count is None
        else tn("{n} session", "{n} sessions", card.count)
    )
    every = card.reassess_every
    ends = [_ends(each, protocol) for each in card.stop_when]
    return entry(
        "phase",
        card,
        t(
            "{title} ({use}): {many}, on the ladder {name}",
            title=card.title,
            use=use.title if use else card.indication,
            many=many,
            name=_named(card.spacing),
        ),
        protocol=protocol,
        on=on,
        facts=(
            aside(
                t("The first"),
                t("on the ladder {name}", name=_named(card.first)) if card.first else "",
            ),
            aside(t("Overdue"), _late(card.late)),
            aside(
                t("Re-assessed"),
                tn("before each next session", "after every {n} sessions", every)
                if every
                else "",
            ),
            fact(t("Ends sooner"), written.listing(ends, "or") if ends else ""),
        ),
    )


def _ends(name: str, protocol: Protocol) -> str:
    words = {
        "goal-reached": t("where what was wanted is reached"),
        "nothing-gained": t("where the sessions so far gained nothing"),
    }
    return words.get(name) or condition(name, protocol)


def _late(rule: str) -> str:
    words = {
        "go on": t("the course goes on"),
        "repeat": t("the session before the gap counts no more"),
        "re-assess": t("the physician re-assesses before the next session"),
        "start again": t("the phase starts again"),
    }
    return words.get(rule, rule)


def ladders(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    When a session may, should and must fall, counted from the one before.
    """
    return tuple(_ladder(card, protocol, on) for card in protocol.spacings)


def _ladder(card: Spacing, protocol: Protocol, on: date | None) -> Entry:
    low, high = span(card.recommended_from), span(card.recommended_to)
    limit = card.overdue_after
    return entry(
        "spacing",
        card,
        t("{name}: best from {low} to {high}", name=_named(card.id), low=low, high=high),
        protocol=protocol,
        on=on,
        facts=(
            aside(
                t("Refused"),
                ""
                if _none(card.never_before)
                else t("before {span}", span=span(card.never_before)),
            ),
            aside(
                t("Only where a physician answers for it"),
                ""
                if card.earliest == card.never_before
                else t("before {span}", span=span(card.earliest)),
            ),
            aside(
                t("Overdue"),
                t("never") if limit is None else t("after {span}", span=span(limit)),
            ),
        ),
    )


def waits(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    What must not stand near a session.
    """
    return tuple(_wait(card, protocol, on) for card in protocol.conflicts_in_time)


def _wait(card: ConflictInTime, protocol: Protocol, on: date | None) -> Entry:
    at_once, at_will = _none(card.before), _none(card.after)
    wished = tn("a wish, with the weight {n}", "a wish, with the weight {n}", card.weight)
    return entry(
        "conflict-in-time",
        card,
        card.title,
        protocol=protocol,
        on=on,
        marks=(t("must be kept") if card.hard else wished,),
        facts=(
            aside(
                t("A session not before"),
                "" if at_once else t("{span} after it", span=span(card.before)),
            ),
            aside(
                t("It not before"),
                "" if at_will else t("{span} after a session", span=span(card.after)),
            ),
        ),
    )


def limits(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    The most of a substance that the plan of a course keeps.
    """
    return tuple(
        _limit(card, protocol, on) for card in protocol.limits if card.beyond_a_day
    )


def _limit(card: Limit, protocol: Protocol, on: date | None) -> Entry:
    known = protocol.vocabulary.substance_by_name.get(card.substance)
    name = known.names[0] if known and known.names else card.substance
    over = card.over
    return entry(
        "limit",
        card,
        t(
            "{what}: at most {most} {over}",
            what=name or group_title(card.group, protocol),
            most=written.quantity(card.at_most),
            over=t("in one course")
            if over == "course"
            else t("within {span}", span=span(Span(over))),
        ),
        protocol=protocol,
        on=on,
        facts=(fact(t("Note"), card.note),),
    )


def calls(protocol: Protocol, on: date | None) -> tuple[Entry, ...]:
    """
    When the clinic asks after a patient.
    """
    return tuple(_call(card, protocol, on) for card in protocol.calls)


def _call(card: Call, protocol: Protocol, on: date | None) -> Entry:
    low = span(card.after)
    when = (
        t("{low} after the last injection", low=low)
        if card.to is None
        else t("{low} to {high} after the last injection", low=low, high=span(card.to))
    )
    return entry(
        "call",
        card,
        t("{when}: {what}", when=when, what=card.title),
        protocol=protocol,
        on=on,
    )


def _named(ladder: str) -> str:
    # English names a ladder by its id.
    return ladder if spoken().code == ENGLISH else term("spacing", spaced(ladder))


def _none(value: Span) -> bool:
    return not (value.months or value.days or value.seconds)


def span(value: Span) -> str:
    """
    A span as it is safest to read, each part with its unit.
    """
    (_, first), *rest = value.terms
    words = written.quantity(first)
    for sign, part in rest:
        words += f" {'−' if sign == '-' else sign} {written.quantity(part)}"
    return words
