"""
The leaflet: which of the protocol's lines concern this patient, with true ends and dates.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen
from markupsafe import Markup

from planner.model.quantity import after, on_calendar
from planner.model.terms import FINALS
from planner.sheets import written
from planner.sheets.codes import QR, Code, drawn
from planner.sheets.language import t
from planner.sheets.rows import cards, heads

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from planner.model.protocol import CardLine, Protocol
    from planner.model.quantity import Quantity
    from planner.model.situation import Situation

_CALL = "emergency-number"
_OWN_PLACE = (
    "about",
    _CALL,
    "call-now",
    "call-us",
    "do",
    "do-not",
    "normal",
    "restart",
    "exit-note",
    "watch",
    "first-night",
    "digestion",
    "next-visit",
)
_TESTING = ("allergy-test", "awaiting-reading")
# What still concerns a patient who goes home without an injection.
_ALWAYS = ("restart", "exit-note", "next-visit")
_AFTER_A_TEST = (_CALL, "call-now", "call-us", "first-night", *_ALWAYS)


@frozen(kw_only=True)
class NextVisit:
    """
    The next visit as the course plans it: when, and as an entry of a calendar.
    """

    at: datetime
    entry: str


def next_at(visit: NextVisit | None, situation: Situation) -> str:
    """
    When the next visit is, as a patient reads it; empty where none is planned.
    """
    return written.long_moment(visit.at, situation.history.zone) if visit else ""


def next_code(visit: NextVisit | None) -> Markup:
    """
    The next visit as a code that a telephone puts into its calendar.
    """
    if visit is None:
        return Markup()
    said = t("The next visit, for your calendar, as a code")
    return drawn(Code(kind=QR, encoded=visit.entry, says=said))


def without_injection(situation: Situation) -> bool:
    """
    Whether the patient goes home and nothing was injected: the session ended, or a test
    waits for its late reading. Before that the leaflet is whole, to be filled by hand.
    """
    session = situation.session
    if session.deliveries:
        return False
    tested = session.exposed and (session.stage in _TESTING or not session.present)
    return session.stage in FINALS or tested


def parts(
    situation: Situation, protocol: Protocol, *, only_left: bool
) -> dict[str, cards.Group]:
    """
    The lines of the leaflet by part; `only_left` keeps what still concerns a patient
    who was not injected.
    """
    ahead = not only_left and not situation.session.deliveries
    held = cards.lines_of(cards.DISCHARGE, protocol, situation, ahead=ahead)
    kept = [
        (card, unsure)
        for card, unsure in held
        if _for_zone(card, situation, protocol)
        and (not only_left or _still_concerns(card, situation, unsure=unsure))
    ]
    groups = cards.grouped(kept, lambda card: _said(card, situation), protocol)
    return {group.part: group for group in groups}


def cites(parts: Mapping[str, cards.Group]) -> str:
    """
    Every source behind the lines of the leaflet, each once.
    """
    named = [each for group in parts.values() for each in group.cites.split(", ")]
    return ", ".join(dict.fromkeys(each for each in named if each))


def _for_zone(card: CardLine, situation: Situation, protocol: Protocol) -> bool:
    if not card.zones:
        return True
    plan = situation.plan
    zones = {each.zone for each in situation.session.deliveries}
    zones |= {item.zone for item in (plan.items if plan else ())}
    known = protocol.vocabulary.zone
    regions = {known[zone].region if zone in known else "" for zone in zones}
    # A zone nobody knows could be any: the line stays.
    return not zones or "" in regions or bool(regions & set(card.zones))


def _still_concerns(card: CardLine, situation: Situation, *, unsure: bool) -> bool:
    if card.part == "about":
        return bool(card.applies_if) and not unsure
    return card.part in (_AFTER_A_TEST if situation.session.exposed else _ALWAYS)


def _said(card: CardLine, situation: Situation) -> str:
    fill = cards.clinic_fill(heads.clinic_head(situation))
    fill["date"] = day(situation) or cards.BLANK
    fill["ends"] = _ends(card.clock, situation) or cards.BLANK
    return cards.filled(card.says, fill)


def day(situation: Situation) -> str:
    """
    The day of the last injection, empty as long as there was none.
    """
    given_at = [each.occurred_at for each in situation.session.deliveries]
    if not given_at:
        return ""
    return written.day(max(given_at).astimezone(situation.history.zone).date())


def _ends(clock: Quantity | None, situation: Situation) -> str:
    # Counted from leaving, which is now as long as the patient is still here; from the
    # last injection where that is later. Blank as long as nothing was injected.
    session, zone = situation.session, situation.history.zone
    given_at = [each.counts_from.at for each in session.deliveries]
    if clock is None or not given_at:
        return ""
    left = next((e.at for e in reversed(session.path) if e.stage in FINALS), None)
    start = max(left or situation.now.at, *given_at)
    if clock.dimension == "time":
        return written.long_moment(after(start, clock, zone), zone)
    return written.long_day(on_calendar(start.astimezone(zone).date(), clock))


def lines(part: str, held: dict[str, cards.Group]) -> tuple[cards.Line, ...]:
    """
    The lines of one part; none where there is no such part.
    """
    return held[part].lines if part in held else ()


def rest(held: dict[str, cards.Group]) -> tuple[cards.Group, ...]:
    """
    The parts that have no place of their own on the leaflet, under their own titles.
    """
    return tuple(group for part, group in held.items() if part not in _OWN_PLACE)
