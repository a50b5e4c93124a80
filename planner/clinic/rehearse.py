"""
Rehearse: run worked cases through the real desk, on a journal in memory and a set clock.

A case is told in days and hours: "day 0" is a fixed Monday in the clinic's zone, "day 1
10:05" an instant, and an expiry may be written as "day 30". Nothing here is a second way
of doing things: every move goes through the same reader and the same decision.
"""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from attrs import define, field, frozen

from planner.clinic import office
from planner.clinic.cleaning import clean_all, structured
from planner.clinic.clock import SetClock
from planner.clinic.desk import Desk, Done, Outlook
from planner.clinic.ids import CountedIds
from planner.clinic.inputs import Reader, with_volume
from planner.errors import InputFault, Misuse, PlannerError
from planner.journal.memory import MemoryJournal
from planner.model.answer import Outcome
from planner.model.entries import clinic as of_clinic
from planner.model.person import Actor, Letter, Staff
from planner.model.product import Lot, Product, Stock
from planner.model.quantity import Quantity, after
from planner.safety.findings import Finding, Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from planner.journal.interface import Journal
    from planner.library import Case, CaseFile, Move
    from planner.model.protocol import Protocol

ZONE = ZoneInfo("Europe/Paris")
DAY_ZERO = date(2026, 3, 2)
BEGINS = datetime(2026, 3, 2, 9, 0, tzinfo=ZONE)
PHYSICIAN = "dr-moreau"

_DAY = re.compile(r"day (-?\d+)")
_DAY_AND_HOUR = re.compile(r"day (-?\d+) (\d\d):(\d\d)")


@frozen
class MoveResult:
    """
    What was asked in a case, what was expected, and what came of it.
    """

    do: str
    at: str
    expected: str | Mapping[str, str]
    got: str
    because: tuple[str, ...]
    sources: tuple[str, ...]
    held: bool
    text: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    printed: str = ""


@frozen
class Printed:
    """
    A sheet printed in a case, and which of the words it must or must not show are wrong.
    """

    text: str
    wrong: tuple[str, ...]


@frozen
class CaseResult:
    """
    Whether a case held, with each of its moves.
    """

    case: str
    tells: str
    held: bool
    moves: tuple[MoveResult, ...]


def day(text: str) -> date:
    """
    The calendar day "day N" stands for.
    """
    matched = _DAY.fullmatch(text)
    if matched is None:
        raise InputFault(f'"{text}" is not a day.', now='Write it as in "day 3".')
    return DAY_ZERO + timedelta(days=int(matched[1]))


def moment(text: str) -> datetime:
    """
    The instant "day N HH:MM" stands for, in the clinic's zone.
    """
    matched = _DAY_AND_HOUR.fullmatch(text)
    if matched is None:
        raise InputFault(
            f'"{text}" is not an instant.', now='Write it as in "day 0 10:05".'
        )
    local = DAY_ZERO + timedelta(days=int(matched[1]))
    hour, minute = int(matched[2]), int(matched[3])
    return datetime(local.year, local.month, local.day, hour, minute, tzinfo=ZONE)


def told(value: Any) -> Any:
    """
    A table with every "day N" and "day N HH:MM" in it as a calendar day or an instant.
    """
    if isinstance(value, str):
        if _DAY_AND_HOUR.fullmatch(value):
            return moment(value).isoformat()
        return day(value).isoformat() if _DAY.fullmatch(value) else value
    if isinstance(value, dict):
        return {key: told(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [told(each) for each in value]
    return value


@define
class World:
    """
    A clinic that exists for one case: a desk, and who and what is spoken of.
    """

    protocol: Protocol
    journal: Journal = field(factory=MemoryJournal)
    clock: SetClock = field(factory=lambda: SetClock(BEGINS))
    ids: CountedIds = field(factory=CountedIds)
    patient: str = ""
    session: str = ""
    course: str = ""
    rehearsal: bool = False
    desk: Desk = field(init=False)

    def __attrs_post_init__(self) -> None:
        """
        Open the desk on this world's journal, clock and ids.
        """
        self.desk = Desk(self.journal, self.clock, self.ids)
        self.desk.use(self.protocol)

    def fork(self) -> World:
        """
        Another world in which the same things have happened so far.
        """
        if not isinstance(self.journal, MemoryJournal):
            raise Misuse("Only a world in memory can be forked.")
        other = World(
            self.protocol,
            self.journal.copy(),
            SetClock(self.clock.at, self.clock.boot, self.clock.ns),
            CountedIds(self.ids.count),
            self.patient,
            self.session,
            self.course,
        )
        other.desk.remember(self.desk)
        return other

    def do(self, move: Move) -> Done | Refusal | Outlook | Printed | None:
        """
        Do what a move of a case says, at its time.

        Raises:
            PlannerError: It cannot be read, or cannot be done at all.
        """
        if move.at:
            self.clock.forward_to(moment(move.at))
        if move.after:
            span = Quantity.of(move.after)
            self.clock.forward_to(after(self.clock.at, span, ZONE))
        table: dict[str, Any] = told(dict(move.with_))
        # A letter says who wrote it, in the same word.
        told_by = PHYSICIAN if move.does == "letter" else table.pop("by", PHYSICIAN)
        by = self._actor(str(told_by))
        known = _AROUND.get(move.does)
        if known is not None:
            return known(self, clean_all(table), by)
        if move.does == "print":
            return self._print(table, by)
        if move.does == "why":
            return self.desk.why(self.session, str(table.get("to", "")), by=by)
        session, _ = self.desk.session(self.session)
        result: Done | Refusal | None = None
        for each in Reader().moves({"does": move.does, **table}, session):
            result = self.desk.ask(self.session, with_volume(each, session), by=by)
            if isinstance(result, Refusal):
                return result
            session = result.session
        return result

    def _print(self, table: dict[str, Any], by: Actor) -> Printed:
        """
        Print a sheet, and look on it for cards of the protocol and for words.

        `shows` are ids of lines whose words must stand on the sheet, `says` words that
        must, `lacks` words that must not.
        """
        from planner.clinic.printing import sheet, words_of

        words = words_of(sheet(self.desk, self.session, str(table.get("sheet", "")), by=by))
        cards = {card.id: card.says for card in self.protocol.lines}
        wrong = []
        for id_ in table.get("shows", ()):
            parts = re.split(r"\{\w+\}", cards.get(id_, f"(no line {id_})"))
            if not all(" ".join(part.split()) in words for part in parts):
                wrong.append(f"does not show {id_}")
        wrong += [f'does not say "{x}"' for x in table.get("says", ()) if x not in words]
        wrong += [f'says "{x}"' for x in table.get("lacks", ()) if x in words]
        return Printed(words, tuple(wrong))

    def _actor(self, id_: str) -> Actor:
        clinic, _ = self.desk.clinic()
        known = clinic.staff.get(id_)
        return Actor(id=id_, role=known.role if known else "anyone")


def _told_clinic(
    build: Callable[[dict[str, Any]], Any],
) -> Callable[[World, dict[str, Any], Actor], None]:
    def do(world: World, table: dict[str, Any], by: Actor) -> None:
        office.record_clinic(world.desk, build(table), by=by)

    return do


def _patient(world: World, table: dict[str, Any], by: Actor) -> None:
    fields = {key: str(value) for key, value in table.items()}
    world.patient = office.add_patient(world.desk, fields, by=by)
    world.session = world.course = ""


def _letter(world: World, table: dict[str, Any], by: Actor) -> None:
    letter = structured(table, Letter, "letter")
    office.file_letter(world.desk, world.patient, letter, by=by)


def _session(world: World, table: dict[str, Any], by: Actor) -> Done | Refusal | None:
    back = table.get("back-to")
    if back is not None:
        known, _ = world.desk.patient(world.patient)
        world.session = known.sessions[0 if back == "first" else -1]
        return None
    course = world.course if table.get("course") == "same" else ""
    opened = office.open_session(
        world.desk,
        world.patient,
        world.protocol,
        by=by,
        course=course,
        rehearsal=world.rehearsal,
    )
    if isinstance(opened, Done):
        world.session, world.course = opened.session.id, opened.session.course
    return opened


def _withdraw(world: World, table: dict[str, Any], by: Actor) -> None:
    payload = of_clinic.ProtocolWithdrawn(
        protocol=world.protocol.id,
        digest=world.protocol.digest,
        reason=str(table.get("reason", "")),
    )
    office.record_clinic(world.desk, payload, by=by)


def _approve(world: World, _: dict[str, Any], by: Actor) -> None:
    office.approve(world.desk, world.protocol, by=by, named=())


_AROUND: dict[str, Callable[[World, dict[str, Any], Actor], Done | Refusal | None]] = {
    "clinic": _told_clinic(
        lambda t: of_clinic.ClinicSet(settings={k: str(v) for k, v in t.items()})
    ),
    "staff": _told_clinic(
        lambda t: of_clinic.StaffRegistered(staff=structured(t, Staff, "staff"))
    ),
    "kit": _told_clinic(
        lambda t: of_clinic.KitCounted(
            stock=tuple(structured(row, Stock, "kit") for row in t["items"])
        )
    ),
    "product": _told_clinic(
        lambda t: of_clinic.ProductRegistered(product=structured(t, Product, "product"))
    ),
    "lot": _told_clinic(lambda t: of_clinic.LotRegistered(lot=structured(t, Lot, "lot"))),
    "recall": _told_clinic(lambda t: structured(t, of_clinic.LotRecalled, "recall")),
    "withdraw-protocol": _withdraw,
    "paper-period": _told_clinic(
        lambda t: structured(t, of_clinic.PaperPeriodSigned, "paper-period")
    ),
    "patient": _patient,
    "letter": _letter,
    "session": _session,
    "approve": _approve,
}


def worst(findings: Iterable[Finding]) -> dict[str, str]:
    """
    How each gate stood at its worst, and each gate for each item, as "gate@item".
    """
    order = ("open", "opened", "unknown", "shut")
    found: dict[str, str] = {}
    for each in findings:
        word = each.outcome.value
        if each.outcome is Outcome.SHUT and each.opening is not None:
            word = "opened"
        for key in (each.id, f"{each.id}@{each.item}"):
            if order.index(word) >= order.index(found.get(key, "open")):
                found[key] = word
    return found


def result_of(move: Move, world: World) -> MoveResult:
    """
    Do one move of a case and compare what came of it with what was expected.
    """
    text: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    because: tuple[str, ...] = ()
    printed = ""
    try:
        came = world.do(move)
    except PlannerError as fault:
        got, text = "fault", (str(fault),)
    else:
        if isinstance(came, Refusal):
            got, findings = "refused", came.findings
        elif isinstance(came, Printed):
            printed = came.text
            got, text = ("refused" if came.wrong else "done"), came.wrong
        elif isinstance(came, Outlook):
            got, findings = ("done" if came.clear else "refused"), came.findings
        else:
            got = "done"
            findings = came.findings if isinstance(came, Done) else ()
        because = tuple(dict.fromkeys(each.id for each in findings if each.holds))
    held = _held(move, got, findings, because)
    sources = tuple(
        dict.fromkeys(
            source for each in findings if each.holds for source in each.card.source
        )
    )
    expected: str | Mapping[str, str] = move.outcomes or move.result or "done"
    return MoveResult(
        do=move.does,
        at=world.clock.at.isoformat(),
        expected=expected,
        got=got,
        because=because,
        sources=sources,
        held=held,
        text=text or _mismatch(move, findings, held=held),
        findings=findings,
        printed=printed,
    )


def _held(
    move: Move, got: str, findings: tuple[Finding, ...], because: tuple[str, ...]
) -> bool:
    if move.outcomes:
        stood = worst(findings)
        if any(stood.get(gate, "absent") != want for gate, want in move.outcomes.items()):
            return False
    if move.because and set(move.because) != set(because):
        return False
    if move.result or not move.outcomes:
        # To look why is no request: unless it says otherwise, any answer will do.
        looked = move.does == "why" and not move.result
        return looked or got == (move.result or "done")
    return True


def _mismatch(move: Move, findings: tuple[Finding, ...], *, held: bool) -> tuple[str, ...]:
    if held:
        return ()
    stood = worst(findings)
    lines = [
        f"{gate}: {stood.get(gate, 'absent')}, where {want} was expected"
        for gate, want in move.outcomes.items()
        if stood.get(gate, "absent") != want
    ]
    lines += [
        f"holding: {each.id} {each.item} {each.outcome.value} ({each.seen.token})"
        for each in findings
        if each.holds
    ]
    return tuple(lines)


def rehearse(
    cases: CaseFile, protocol: Protocol, *, only: Callable[[Case], bool] | None = None
) -> tuple[CaseResult, ...]:
    """
    Run every case of a file, each from what is given before it.
    """
    worlds: dict[str, World] = {}
    results = []
    for case in cases.cases:
        if only is not None and not only(case):
            continue
        world = begin(case.given, cases, protocol, worlds).fork()
        moves = tuple(result_of(move, world) for move in case.moves)
        results.append(
            CaseResult(
                case=case.id,
                tells=case.tells,
                held=all(move.held for move in moves),
                moves=moves,
            )
        )
    return tuple(results)


def begin(
    name: str, cases: CaseFile, protocol: Protocol, worlds: dict[str, World]
) -> World:
    """
    The world in which a given of the cases has happened; `worlds` keeps those made.

    Raises:
        InputFault: Something in the given did not come about.
    """
    if not name:
        return World(protocol)
    if name not in worlds:
        given = cases.given[name]
        world = begin(given.after, cases, protocol, worlds).fork()
        for move in given.moves:
            came = result_of(move, world)
            if not came.held:
                raise InputFault(
                    f'What is given in "{name}" did not come about: {move.does} was '
                    f"{came.got}.",
                    where=move.where,
                    why=" ".join(came.text),
                    now="Correct the given before its cases.",
                )
        worlds[name] = world
    return worlds[name]
