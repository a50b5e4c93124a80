"""
How a session ended without an injection, for the patient: why, and from when again.

A gate says what to do now in words for the staff. The patient is told in plain words what
the reason has to do with; the staff's sentence stands in the record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from planner.model.answer import Outcome
from planner.model.protocol import Gate
from planner.model.requirements import (
    AnswerIs,
    Between,
    Complete,
    Composed,
    Elapsed,
    Held,
    InDate,
    Signed,
    Spaced,
    Tested,
    WithinLimit,
)
from planner.model.situation import evolved
from planner.model.terms import FINALS
from planner.safety.assess import assess_anew
from planner.sheets import written
from planner.sheets.language import later, t
from planner.sheets.rows import cards
from planner.sheets.rows.gates import not_open
from planner.sheets.rows.heads import clinic_head, product_name, staff_name

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from planner.model.protocol import Protocol
    from planner.model.situation import Situation, StageVisit
    from planner.model.time import Instant
    from planner.safety.findings import Finding
    from planner.sheets.wording import Told

# The ends that nobody was injected before, each with the gates that lead there.
ENDS = ("deferred", "refused", "withdrawn")
# What a kind of gate has to do with, as a patient says it.
_MATTERS: dict[type, str] = {
    AnswerIs: later("It has to do with what you told us, or with what we saw."),
    Between: later("It has to do with your age, or with a value that was measured."),
    Elapsed: later("It is too soon. Some time must pass first."),
    Spaced: later("It is too soon after your last treatment."),
    Held: later("It has to do with a drug that you take."),
    Tested: later("It has to do with your skin test."),
    Composed: later("It has to do with what is in the drug."),
    WithinLimit: later("It has to do with how much of a drug you may get."),
    InDate: later("It has to do with us: something here was not in order."),
    Complete: later("It has to do with something that must be here first."),
    Signed: later("It has to do with a signature that was missing."),
}


@frozen(kw_only=True)
class WhyRow:
    """
    One gate that was shut when the session ended: what it is about, and why, for the
    patient's own doctor.
    """

    about: str
    because: str
    cites: str


@frozen(kw_only=True)
class Exit:
    """
    The end of a session: when, by whom, why, and from when another may be held.

    `matters` says for the patient what the reason has to do with, `why` in the protocol's
    words for a doctor. `again` is the earliest day and time the gates know, empty where
    nobody can know it.
    """

    end: str
    at: str
    by: str
    reason: str
    matters: tuple[str, ...]
    why: tuple[WhyRow, ...]
    again: str


def ended(situation: Situation) -> StageVisit | None:
    """
    The step that ended the session without an injection, if it ended so.
    """
    if situation.session.stage not in ENDS:
        return None
    return next(
        each
        for each in reversed(situation.session.path)
        if each.stage == situation.session.stage
    )


def at_its_end(situation: Situation) -> Situation:
    """
    A session that is over, as it was when the last thing was recorded of it: what has
    grown old since is nobody's matter any more. One that goes on, as it is.
    """
    session = situation.session
    return situation if session.stage not in FINALS else _as_of(situation, session.last)


def _as_of(situation: Situation, then: Instant) -> Situation:
    # Without what came later: doses of another day would count into that one's.
    around = situation.history
    others = tuple(
        evolved(
            other,
            exposures=tuple(e for e in other.exposures if e.counts_from.at <= then.at),
        )
        for other in around.others
        if other.opened.at <= then.at
    )
    return evolve(situation, now=then, history=evolve(around, others=others))


def again_of(situation: Situation, last: StageVisit, opens: Iterable[datetime]) -> str:
    """
    From when another session may be: as the gates open, or from the day that was named
    where that is later, since the course keeps to it. Empty where neither is known.
    """
    zone, until = situation.history.zone, max(opens, default=None)
    named = last.again_from
    if named is not None and (until is None or until.astimezone(zone).date() < named):
        return written.long_day(named)
    return written.long_moment(until, zone) if until is not None else ""


def exit_of(situation: Situation, protocol: Protocol) -> Exit | None:
    """
    How the session ended, judged as it was at that instant; nothing if it did not.
    """
    last = ended(situation)
    if last is None:
        return None
    zone = situation.history.zone
    shut = _shut(situation, protocol, last)
    told = not_open(shut, situation, protocol)
    opens: list[datetime] = [e.earliest for e in shut if e.earliest is not None]
    return Exit(
        end=last.stage,
        at=written.long_moment(last.at, zone),
        by=staff_name(last.by, situation),
        reason=last.reason,
        matters=_matters(shut),
        why=tuple(
            WhyRow(
                about=_about(each.gate, _named(each.item, situation)),
                because=each.because,
                cites=each.cites,
            )
            for each in told
        ),
        again=again_of(situation, last, opens),
    )


def ended_by(situation: Situation, protocol: Protocol) -> tuple[Told, ...]:
    """
    The gates that led to the end, as they stood at that instant, for the record: with
    what the protocol asks of the staff.
    """
    last = ended(situation)
    if last is None:
        return ()
    return not_open(_shut(situation, protocol, last), situation, protocol)


def _matters(shut: Iterable[Finding]) -> tuple[str, ...]:
    kinds = (type(each.card.requires) for each in shut if isinstance(each.card, Gate))
    return tuple(t(_MATTERS[kind]) for kind in dict.fromkeys(kinds))


def _named(item: str, situation: Situation) -> str:
    # Products by the name on their label: an id says nothing outside the clinic.
    return ", ".join(product_name(each, situation) for each in item.split(", "))


def _about(gate: str, item: str) -> str:
    return t("{about}: {item}", about=gate, item=item) if item else gate


def _shut(
    situation: Situation, protocol: Protocol, last: StageVisit
) -> tuple[Finding, ...]:
    # A patient who chose not to go on is told no gates. Of others only those that lead
    # to this end: what the clinic could have put right is not the patient's matter.
    if last.stage not in {"deferred", "refused"}:
        return ()
    session = situation.session
    then = [e.recorded for e in session.entries if e.recorded.at == last.at]
    ended_so = _as_of(situation, then[-1] if then else session.last)
    return tuple(
        each
        for each in assess_anew(ended_so, protocol, "deliver")
        if each.holds
        and each.outcome is Outcome.SHUT
        and isinstance(each.card, Gate)
        and each.card.leads_to == last.stage
    )


def said(situation: Situation, protocol: Protocol) -> dict[str, cards.Group]:
    """
    What the protocol says to a patient whose session ended so, by part.
    """
    fill = cards.clinic_fill(clinic_head(situation))
    groups = cards.groups_of(cards.EXIT, protocol, situation, fill=fill)
    return {each.part: each for each in groups}
