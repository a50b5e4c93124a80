"""
The desk: one function for each thing a practitioner asks for.

Each begins with the command's id, reads, decides, appends in one transaction, and answers.
A command that was already carried out gets its first answer again.
"""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache, lru_cache
from operator import is_
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from attrs import define, field, frozen

from planner import library
from planner.errors import InputFault, JournalDamaged, StaleVersion, nearest
from planner.journal.codec import encode, encode_actor, read_entry
from planner.journal.record import Draft as Stored
from planner.model.entries import Draft, Entry
from planner.model.person import Actor
from planner.model.situation import Clinic, History, Session, Situation
from planner.model.terms import KEPT_SESSIONS, WALK
from planner.safety.assess import assess
from planner.safety.findings import Finding, Refusal
from planner.session.fold import extend, fold
from planner.session.legs import legs_from
from planner.session.surroundings import Patient, fold_clinic, fold_patient

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.clinic.clock import Clock
    from planner.clinic.ids import Ids
    from planner.journal.interface import Journal
    from planner.model.entries import Payload
    from planner.model.protocol import Protocol
    from planner.model.time import Instant
    from planner.session.decide import Decision
    from planner.session.moves import Move

CLINIC = "clinic"
DEFAULT_ZONE = "UTC"
NOBODY = Actor(id="", role="anyone")
# In place of a fingerprint, where the desk itself makes the command's id: nobody was told
# it, so nothing that comes under it again is a retry.
OWN_ID = "own"


@frozen
class Done:
    """
    What was recorded, and what the session has become.

    `repeated` when this command had been carried out before: nothing was written again.
    """

    session: Session
    entries: tuple[Entry, ...]
    findings: tuple[Finding, ...] = ()
    repeated: bool = False


@frozen
class Outlook:
    """
    How every gate before a stage stands now, without anything being asked or changed.
    """

    session: Session
    to: str
    findings: tuple[Finding, ...]

    @property
    def clear(self) -> bool:
        """
        Whether nothing holds the way.
        """
        return not any(each.holds for each in self.findings)


@define
class Desk:
    """
    The practice: its journal, its clock, its ids. The only place they come together.
    """

    journal: Journal
    clock: Clock
    ids: Ids
    _sessions: dict[str, tuple[int, Session]] = field(factory=dict)
    _patients: dict[str, tuple[int, Patient]] = field(factory=dict)
    _histories: dict[tuple[str, date | None], History] = field(factory=dict)
    _clinic: tuple[int, Clinic] | None = None
    _protocols: dict[str, Protocol] = field(factory=dict)
    # While a move is first decided, what was read before is taken as still true: the
    # append looks at every version in its own transaction, and what appends nothing is
    # decided again.
    _trusting: bool = False

    def use(self, protocol: Protocol) -> None:
        """
        Keep a protocol at hand, so that its content need not be read again.
        """
        self._protocols[protocol.digest] = protocol

    def remember(self, other: Desk) -> None:
        """
        Take over what another desk on a copy of this journal has already folded.
        """
        self._sessions = dict(other._sessions)
        self._patients = dict(other._patients)
        self._clinic = other._clinic
        self._protocols = dict(other._protocols)

    # ── reading ──────────────────────────────────────────────────────────────────────

    def entries(self, stream: str, after: int = 0) -> tuple[Entry, ...]:
        """
        The entries of a stream, verified as they are read.
        """
        return tuple(read_entry(record) for record in self.journal.read(stream, after))

    def clinic(self) -> tuple[Clinic, int]:
        """
        What the clinic's stream says, and at which version.
        """
        if self._trusting and self._clinic is not None:
            return self._clinic[1], self._clinic[0]
        version = self.journal.head(CLINIC).version
        if self._clinic is None or self._clinic[0] != version:
            self._clinic = (version, fold_clinic(self.entries(CLINIC)))
        return self._clinic[1], version

    def patient(self, id_: str) -> tuple[Patient, int]:
        """
        What a patient's stream says, and at which version.

        Raises:
            InputFault: There is no such patient.
        """
        stream = f"patient:{id_}"
        kept = self._patients.get(id_)
        if self._trusting and kept is not None:
            return kept[1], kept[0]
        version = self.journal.head(stream).version
        if kept is not None and kept[0] == version:
            return kept[1], version
        entries = self.entries(stream)
        if not entries:
            raise InputFault(
                f'There is no patient "{id_}" in this journal.',
                now="See: mesoplan patient list",
            )
        patient = fold_patient(entries)
        self._patients[id_] = (entries[-1].seq, patient)
        return patient, entries[-1].seq

    def session(self, id_: str) -> tuple[Session, int]:
        """
        What a session has become, and at which version.

        Raises:
            InputFault: There is no such session.
        """
        stream = f"session:{id_}"
        kept = self._sessions.get(id_)
        if self._trusting and kept is not None:
            return kept[1], kept[0]
        version = self.journal.head(stream).version
        if not version:
            raise InputFault(
                f'There is no session "{id_}" in this journal.',
                now="See: mesoplan session list",
            )
        if kept is None or kept[0] != version:
            kept = (version, fold(self.entries(stream)))
            self._sessions[id_] = kept
        return kept[1], version

    def protocol(self, digest: str) -> Protocol:
        """
        A protocol by the digest of its content, as the journal stored it at first use.

        Raises:
            JournalDamaged: The journal does not hold it.
        """
        known = self._protocols.get(digest)
        if known is None:
            stored = self.journal.content(digest)
            if stored is None:
                raise JournalDamaged(
                    f"The protocol {digest[:12]} of a session is not in the journal.",
                    now="Restore the journal from a backup.",
                )
            known = library.from_content(stored)
            self._protocols[digest] = known
        return known

    def surroundings(
        self, session: Session, *, personal: bool = True
    ) -> tuple[History, dict[str, int]]:
        """
        What surrounds a session, and the versions of the streams it was read from.

        Without what is personal there is no birth date in it: a gate that needs one then
        does not know it.
        """
        clinic, clinic_version = self.clinic()
        patient, patient_version = self.patient(session.patient)
        unchanged = {CLINIC: clinic_version, f"patient:{session.patient}": patient_version}
        others = []
        for id_ in patient.sessions:
            if id_ != session.id:
                other, version = self.session(id_)
                others.append(other)
                unchanged[f"session:{id_}"] = version
        born = self._birth_date(session.patient) if personal else None
        return self._history(session.id, clinic, patient, born, others), unchanged

    def _history(
        self,
        id_: str,
        clinic: Clinic,
        patient: Patient,
        born: date | None,
        others: list[Session],
    ) -> History:
        # While nothing around a session has changed, it is the very same history.
        kept = self._histories.get((id_, born))
        if (
            kept is not None
            and kept.clinic is clinic
            and kept.letters is patient.letters
            and len(kept.others) == len(others)
            and all(map(is_, kept.others, others))
        ):
            return kept
        made = History(
            clinic=clinic,
            zone=zone_of(clinic),
            birth_date=born,
            letters=patient.letters,
            others=tuple(others),
        )
        self._histories[id_, born] = made
        return made

    def _birth_date(self, patient: str) -> date | None:
        return _day((self.journal.person(patient) or {}).get("birth_date", ""))

    def situation(self, id_: str) -> Situation:
        """
        All that a gate may see of a session, now.
        """
        session, _ = self.session(id_)
        history, _ = self.surroundings(session)
        operator = session.plan.operator if session.plan else ""
        return Situation(
            session=session, history=history, now=self.clock.now(), operator=operator
        )

    # ── asking ───────────────────────────────────────────────────────────────────────

    def ask(self, id_: str, move: Move, *, by: Actor, command: str = "") -> Done | Refusal:
        """
        Carry out a move on a session, or refuse it with every reason.

        Raises:
            InputFault: Something in the move cannot be read.
            StaleVersion: Somebody else was first; nothing was written.
        """
        mark = fingerprint(id_, move, by) if command else OWN_ID
        now = self.clock.now()
        if command:
            known = self.journal.find_command(
                command, fingerprint=mark, at=now.at.isoformat()
            )
            if known is not None:
                session, _ = self.session(id_)
                return Done(session, tuple(read_entry(r) for r in known.records), (), True)
        if id_ in self._sessions:
            self._trusting = True
            try:
                done = self._decided(id_, move, by=by, command=command, mark=mark, now=now)
            except StaleVersion:
                done = None
            finally:
                self._trusting = False
            if isinstance(done, Done) and done.entries:
                return done
        return self._decided(id_, move, by=by, command=command, mark=mark, now=now)

    def _decided(
        self, id_: str, move: Move, *, by: Actor, command: str, mark: str, now: Instant
    ) -> Done | Refusal:
        decide, telling = _deciding()
        session, version = self.session(id_)
        protocol = self.protocol(session.digest)
        # Nobody's name is opened for what no gate is read for.
        personal = not isinstance(move, telling)
        history, unchanged = self.surroundings(session, personal=personal)
        decision = decide(session, move, protocol, history, by=by, now=now)
        if isinstance(decision, Refusal):
            return decision
        if not decision.drafts:
            return Done(session, (), decision.findings)
        entries = tuple(
            self._entry(draft, session.seq + place, by=by, now=now)
            for place, draft in enumerate(decision.drafts, start=1)
        )
        # What cannot be folded is never stored: this raises before anything is written.
        longer = session
        for entry in entries:
            longer = extend(longer, entry)
        appended = self.journal.append(
            f"session:{id_}",
            version,
            command or self.ids.command(),
            [self._as_stored(entry) for entry in entries],
            unchanged,
            fingerprint=mark,
        )
        if appended.repeated:
            # Somebody carried it out meanwhile: what was folded here is older.
            self._sessions.pop(id_, None)
            longer, _ = self.session(id_)
            entries = tuple(read_entry(record) for record in appended.records)
        self._sessions[id_] = (longer.seq, longer)
        return Done(longer, entries, decision.findings, appended.repeated)

    def why(self, id_: str, to: str = "", *, by: Actor | None = None) -> Outlook:  # noqa: ARG002
        """
        How every gate before a stage or move stands; nothing is changed.

        Args:
            id_: The session.
            to: The stage or move; else the one the session would come to next.
            by: Who looks. It is not part of what stands.

        Raises:
            InputFault: `to` is not a stage or move that gates hold.
        """
        situation = self.situation(id_)
        protocol = self.protocol(situation.session.digest)
        target = to or next_stage(situation.session)
        if target not in protocol.gates_before:
            raise InputFault(
                f'No gate stands before "{target}".',
                now="Write one of: " + ", ".join(protocol.gates_before) + ".",
            )
        return Outlook(situation.session, target, assess(situation, protocol, target))

    def keep(self, protocol: Protocol) -> None:
        """
        Keep a protocol's content in the journal, so that its sessions fold for ever.
        """
        if self.journal.content(protocol.digest) is None:
            self.journal.put_content(protocol.digest, library.content(protocol))
        self._protocols[protocol.digest] = protocol

    def append(
        self, stream: str, payload: Payload, *, by: Actor, command: str = ""
    ) -> tuple[Entry, ...]:
        """
        Append one entry to a stream outside a session; a repeated command is answered
        with what it recorded the first time.
        """
        now = self.clock.now()
        mark = fingerprint(stream, payload, by) if command else OWN_ID
        if command:
            known = self.journal.find_command(
                command, fingerprint=mark, at=now.at.isoformat()
            )
            if known is not None:
                return tuple(read_entry(record) for record in known.records)
        appended = self.journal.append(
            stream,
            self.journal.head(stream).version,
            command or self.ids.command(),
            [self.stored(payload, by=by, now=now)],
            fingerprint=mark,
        )
        return tuple(read_entry(record) for record in appended.records)

    def _entry(self, draft: Draft, seq: int, *, by: Actor, now: Instant) -> Entry:
        return Entry(
            id=self.ids.thing(),
            seq=seq,
            recorded=now,
            occurred_at=draft.occurred_at or now.at,
            by=by,
            payload=draft.payload,
        )

    def stored(self, payload: Payload, *, by: Actor, now: Instant) -> Stored:
        """
        One payload as it is stored, with a new id and this instant.
        """
        return self._as_stored(self._entry(Draft(payload=payload), 0, by=by, now=now))

    def _as_stored(self, entry: Entry) -> Stored:
        clinic = self._clinic[1] if self._clinic else Clinic()
        recorded, occurred = entry.recorded, entry.occurred_at
        recorded_at = recorded.at.isoformat()
        return Stored(
            entry_id=entry.id,
            kind=entry.payload.kind,
            v=entry.payload.v,
            recorded_at=recorded_at,
            zone=clinic.settings.get("zone", DEFAULT_ZONE),
            boot=recorded.boot,
            monotonic_ns=recorded.ns,
            occurred_at=recorded_at if occurred is recorded.at else occurred.isoformat(),
            by=encode_actor(entry.by),
            payload=encode(entry.payload),
        )


@lru_cache(maxsize=KEPT_SESSIONS)
def _day(written: str) -> date | None:
    # The same date of birth is the same object, so that what was worked out of it holds.
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


@cache
def _deciding() -> tuple[Callable[..., Decision | Refusal], tuple[type, ...]]:
    # What decides, and the moves no gate is read for.
    # Loaded with the first move: who only looks at what stands needs no machine.
    import logging

    from planner.session.decide import decide
    from planner.session.moves import TELLING

    # It writes two lines a transition without saying of which session: never wanted.
    logging.getLogger("transitions").setLevel(logging.WARNING)
    return decide, TELLING


def zone_of(clinic: Clinic) -> ZoneInfo:
    """
    The clinic's time zone; UTC until a known one is set, which a gate asks for.

    It never raises: an alarm must be recorded whatever the settings say.
    """
    try:
        return known_zone(clinic.settings.get("zone", DEFAULT_ZONE))
    except InputFault:
        return ZoneInfo(DEFAULT_ZONE)


def known_zone(name: str) -> ZoneInfo:
    """
    A time zone by its name.

    Raises:
        InputFault: It is not known here.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise InputFault(
            f'The time zone "{name[:60]}" is not known.'
            + nearest(name[:60], available_timezones()),
            now="Write one such as Europe/Paris.",
        ) from None


def next_stage(session: Session) -> str:
    """
    The stage the walk would come to next: what a practitioner means by "why not?".
    """
    if session.stage == "allergy-test":
        placed = any(not test.in_error for test in session.tests)
        return "awaiting-reading" if placed else "place-test"
    for leg in legs_from(session.stage):
        if leg.move == "advance" and leg.checkpoint:
            return leg.checkpoint
    if session.stage == "injection":
        return "deliver"
    return "exit-after-exposure" if session.stage in WALK else "discharged"


def fingerprint(about: str, move: object, by: Actor) -> str:
    """
    What a command asked for, so that its id is never taken for another.
    """
    return hashlib.sha256(repr((about, move, by)).encode()).hexdigest()
