"""
Fold: what a session has become, from its first entry to its last.

Stages are applied as entries record them; nothing is fired and nothing is judged again.
Every fold of a longer log begins with the fold of a shorter one, except that an
amendment tells the whole story anew with the corrected entry in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner.errors import JournalDamaged
from planner.model.entries import care
from planner.model.entries import session as told
from planner.model.situation import Session, StageVisit
from planner.model.terms import SIDE
from planner.session.folding import FOLD, start

if TYPE_CHECKING:
    # Names and types of what is replaced are checked as for `attrs.evolve`.
    from attrs import evolve as evolved
else:
    from planner.model.situation import evolved

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.model.entries.envelope import Entry, Payload

AMENDABLE: tuple[type, ...] = (
    care.Delivered,
    care.TestPlaced,
    care.TestRead,
    care.AnaestheticApplied,
    care.VitalsTaken,
    care.SkinPrepared,
    care.Treated,
    care.EffectNoted,
)
IN_ERROR: tuple[type, ...] = (
    *AMENDABLE,
    told.FactsRecorded,
    told.StatementSigned,
    told.HoldAgreed,
    told.MedicineTaken,
    told.MedicineClassified,
    told.AllergyClassified,
)
KEPT_IN_ERROR: tuple[type, ...] = (
    care.Delivered,
    care.TestPlaced,
    care.AnaestheticApplied,
    care.Treated,
)


def fold(entries: Iterable[Entry]) -> Session:
    """
    Tell what a session has become.

    Raises:
        JournalDamaged: The first entry does not open a session.
    """
    kept = tuple(entries)
    if not kept or not isinstance(kept[0].payload, told.SessionOpened):
        raise JournalDamaged(
            "The first entry of a session does not open it.",
            why="What follows it cannot be trusted.",
            now="Run: mesoplan journal verify",
        )
    changes, in_error = _corrections(kept)
    session = start(kept[0])
    for entry in kept[1:]:
        payload = _as_corrected(entry, changes)
        session = _apply(session, entry, payload, in_error=entry.id in in_error)
    return evolved(session, entries=kept)


def extend(session: Session, entry: Entry) -> Session:
    """
    Tell what a session becomes with one more entry.
    """
    if isinstance(entry.payload, told.EntryAmended | told.EntryInError):
        return fold((*session.entries, entry))
    longer = _apply(session, entry, entry.payload, in_error=False)
    return evolved(longer, entries=(*session.entries, entry))


def _corrections(
    entries: tuple[Entry, ...],
) -> tuple[dict[str, dict[str, str]], set[str]]:
    changes: dict[str, dict[str, str]] = {}
    in_error: set[str] = set()
    for entry in entries:
        payload = entry.payload
        if isinstance(payload, told.EntryAmended):
            changes.setdefault(payload.entry, {}).update(payload.changes)
        elif isinstance(payload, told.EntryInError):
            in_error.add(payload.entry)
    return changes, in_error


def _as_corrected(entry: Entry, changes: dict[str, dict[str, str]]) -> Payload:
    corrected = changes.get(entry.id)
    return entry.payload if corrected is None else amended(entry.payload, corrected)


def amended(payload: Payload, changes: dict[str, str]) -> Payload:
    """
    The payload with some of its text fields, or of its measured values, replaced.
    """
    if isinstance(payload, care.VitalsTaken):
        return evolve(payload, values={**payload.values, **changes})
    return evolve(payload, **changes)  # type: ignore[misc]


def _apply(session: Session, entry: Entry, payload: Payload, *, in_error: bool) -> Session:
    # The clock is in doubt until it has passed the latest time ever recorded: an entry
    # made while it was back does not make it right.
    last = max(session.last, entry.recorded, key=lambda each: each.at)
    session = evolved(session, last=last, seq=entry.seq)
    if in_error and not isinstance(payload, KEPT_IN_ERROR):
        return session
    if isinstance(payload, told.StageEntered):
        return _enter(session, entry, payload)
    folded = FOLD[type(payload)](session, entry, payload)
    if len(folded.exposures) > len(session.exposures) and folded.stage in SIDE:
        # What entered since the alarm is observed, even where the session had ended.
        folded = evolved(folded, left="observation")
    if in_error and len(folded.exposures) > len(session.exposures):
        *before, wrong = folded.exposures
        folded = evolved(folded, exposures=(*before, evolve(wrong, in_error=True)))
        if len(folded.tests) > len(session.tests):
            *tests, test = folded.tests
            folded = evolved(folded, tests=(*tests, evolve(test, in_error=True)))
    return folded


def _enter(session: Session, entry: Entry, payload: told.StageEntered) -> Session:
    arrived = StageVisit(
        stage=payload.stage,
        left=payload.left,
        move=payload.move,
        reason=payload.reason,
        at=entry.recorded.at,
        by=entry.by.id,
        details=payload.details,
    )
    side = {"suspended", "emergency"}
    left = session.left
    if payload.stage in side and payload.left not in side:
        left = payload.left
    return evolved(session, stage=payload.stage, left=left, path=(*session.path, arrived))
