"""
How the gates stood: the verdict, what was opened by name, what is still to do, evidence.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from planner.model.protocol import Gate
from planner.safety.findings import Phrase
from planner.sheets import written
from planner.sheets.closed import capital, named, spaced
from planner.sheets.language import spoken, t, tc, term, tn
from planner.sheets.rows.heads import product_name, staff_name
from planner.sheets.rows.medicines import late_reading_negative
from planner.sheets.wording import (
    Told,
    brief,
    cited,
    hazard,
    headline,
    outcome,
    reason_of,
    seen,
    told,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.model.protocol import Protocol
    from planner.model.situation import Situation
    from planner.safety.findings import Finding

_SHOWN = 2
HOLD_DATES = frozenset({"agreed", "dose-in-future", "last-dose", "restart-agreed"})
_BINDING = ("unknown", "shut", "opened", "open")


@frozen(kw_only=True)
class Verdict:
    """
    Whether the session may go on, in one line, and how many gates stand how.
    """

    clear: bool
    words: str
    counts: str


@frozen(kw_only=True)
class OpenedRow:
    """
    One shut gate that somebody opened: which, how, by whom, and why.
    """

    gate: str
    item: str
    seen: str
    how: str
    by: str
    at: str
    reason: str


@frozen(kw_only=True)
class TaskRow:
    """
    Something that must still be done; `holds` when it holds the discharge.
    """

    what: str
    opened: str
    holds: bool


@frozen(kw_only=True)
class GateRow:
    """
    One gate with the worst of its outcomes and what was seen.
    """

    gate: str
    outcome: str
    seen: str
    cites: str
    record: bool


@frozen(kw_only=True)
class GateGroup:
    """
    The gates asked under one heading.
    """

    heading: str
    rows: tuple[GateRow, ...]


@frozen(kw_only=True)
class SignedRow:
    """
    A statement somebody signed in this session, and how sure the program is of who.
    """

    says: str
    by: str
    at: str
    assurance: str
    also: str = ""


@frozen(kw_only=True)
class ReadAs:
    """
    What the patient is told, as the patient reads it: statements by id, in a language.
    """

    code: str
    name: str
    says: Mapping[str, str]


def verdict(findings: tuple[Finding, ...]) -> Verdict:
    """
    Count how the gates stand.
    """
    stood: dict[str, str] = {}
    for each in findings:
        word, before = outcome(each), stood.get(each.id, "open")
        stood[each.id] = before if word == before else _worst((word, before))
    many = Counter(stood.values())
    counts = [
        tc("count", "{n} {outcome}", n=many[word], outcome=named("outcome", word))
        for word in ("open", "opened", "shut", "unknown")
    ]
    # A sheet for which nothing was judged never reads as a clearance.
    return Verdict(
        clear=bool(findings) and not any(each.holds for each in findings),
        words=headline(findings) if findings else t("NOT ASSESSED: no gate was judged."),
        counts=", ".join(counts),
    )


def _worst(words: Iterable[str]) -> str:
    return min(words, key=_BINDING.index)


def _shown(finding: Finding, situation: Situation, protocol: Protocol) -> Finding:
    # No date of a hold is printed before the late reading is negative.
    if finding.seen.key not in HOLD_DATES or late_reading_negative(situation, protocol):
        return _by_name(finding, situation)
    reading = finding.reading._replace(seen=Phrase("hold-withheld"), earliest=None)
    return finding._replace(reading=reading)


def _by_name(finding: Finding, situation: Situation) -> Finding:
    # People and products as they are called: a finding holds their ids.
    clinic, values = situation.history.clinic, finding.seen.values
    by, item = values.get("by"), values.get("item")
    named: dict[str, object] = {}
    if by in clinic.staff:
        named["by"] = staff_name(str(by), situation)
    if item in clinic.products:
        named["item"] = product_name(str(item), situation)
    if not named:
        return finding
    seen = finding.seen._replace(values={**values, **named})
    return finding._replace(reading=finding.reading._replace(seen=seen))


def not_open(
    findings: Iterable[Finding], situation: Situation, protocol: Protocol
) -> tuple[Told, ...]:
    """
    Every gate that holds the session, in words; its items stand together.
    """
    zone = situation.history.zone
    held: dict[tuple[str, str], list[Told]] = {}
    for each in findings:
        if each.holds:
            words = told(_shown(each, situation, protocol), protocol, zone=zone)
            held.setdefault((each.id, words.outcome), []).append(words)
    return tuple(
        evolve(
            rows[0],
            gate=hazard(rows[0].gate),
            item=", ".join(dict.fromkeys(row.item for row in rows if row.item)),
            seen="; ".join(dict.fromkeys(row.seen for row in rows)),
            now=" ".join(dict.fromkeys(row.now for row in rows)),
        )
        for rows in held.values()
    )


def _assurance(finding: Finding, situation: Situation) -> str:
    # A decision keeps who made it; how sure that is stands with the entry.
    made = finding.opening
    for entry in situation.session.entries:
        same = made is not None and entry.recorded.at == made.at
        if same and entry.payload.kind in {"decided", "overridden"}:
            return named("assurance", entry.by.assurance)
    return named("assurance", "claimed")


def opened(
    findings: Iterable[Finding], situation: Situation, protocol: Protocol
) -> tuple[OpenedRow, ...]:
    """
    Every gate that was opened by decision or override.
    """
    zone = situation.history.zone
    rows = []
    for each in findings:
        made = each.opening
        if made is None:
            continue
        name = staff_name(made.by, situation)
        rows.append(
            OpenedRow(
                gate=hazard(each.id),
                item=term("title", each.item),
                seen=seen(_shown(each, situation, protocol), zone=zone),
                how=tc("way", "override") if made.override else tc("way", "decision"),
                by=f"{name} ({named('role', made.role)}, {_assurance(each, situation)})",
                at=written.moment(made.at, zone),
                reason=reason_of(made),
            )
        )
    return tuple(rows)


def tasks(situation: Situation) -> tuple[TaskRow, ...]:
    """
    Every task that is still open.
    """
    zone = situation.history.zone
    return tuple(
        TaskRow(
            what=term("monitor", task.what),
            opened=written.moment(task.opened_at, zone),
            holds=task.holds_discharge,
        )
        for task in situation.session.tasks
        if not task.closed_how
    )


def groups(
    findings: Iterable[Finding], situation: Situation, protocol: Protocol
) -> tuple[GateGroup, ...]:
    """
    Every gate once, under its heading, with its evidence and sources.
    """
    by_gate: dict[str, list[Finding]] = {}
    for each in findings:
        by_gate.setdefault(each.id, []).append(each)
    headed: dict[str, list[GateRow]] = {}
    for found in by_gate.values():
        card = found[0].card
        heading = card.heading if isinstance(card, Gate) else "lifecycle"
        headed.setdefault(heading, []).append(_row(found, situation, protocol))
    return tuple(
        GateGroup(heading=capital(named("stage", heading)), rows=tuple(rows))
        for heading, rows in headed.items()
    )


def _row(found: list[Finding], situation: Situation, protocol: Protocol) -> GateRow:
    card, worst = found[0].card, outcome(found[0])
    if len(found) == 1:
        words = _told(found[0], situation, protocol)
    else:
        worst = _worst(map(outcome, found))
        first = [each for each in found if outcome(each) == worst]
        # What is there comes before what is not.
        first.sort(key=lambda each: each.seen.key == "none-planned")
        told = [_told(each, situation, protocol) for each in first[:_SHOWN]]
        more = len(first) - _SHOWN
        if more > 0:
            told.append(
                tn(
                    "and {n} more {outcome}",
                    "and {n} more {outcome}",
                    more,
                    outcome=named("outcome", worst),
                )
            )
        words = "; ".join(dict.fromkeys(told))
    return GateRow(
        gate=hazard(card.id),
        outcome=worst,
        seen=words,
        cites=cited(card.source, protocol),
        record=not card.safety,
    )


def _told(finding: Finding, situation: Situation, protocol: Protocol) -> str:
    zone = situation.history.zone
    words = brief(_shown(finding, situation, protocol), zone=zone)
    limit = protocol.limit.get(finding.item)
    if limit is None or not limit.substance:
        return words
    # Several limits stand in one line: each says of what it is.
    return t(
        "{about}: {item}", about=term("substance", spaced(limit.substance)), item=words
    )


def read_as(situation: Situation, protocol: Protocol) -> ReadAs:
    """
    The statements signed in this session in the language that is spoken now.
    """
    known = spoken()
    made = {each.statement for each in situation.session.signatures}
    says = {id_: protocol.statement[id_].says for id_ in made if id_ in protocol.statement}
    return ReadAs(code=known.code, name=known.name, says=says)


def signed(
    situation: Situation, protocol: Protocol, also: ReadAs | None = None
) -> tuple[SignedRow, ...]:
    """
    Every signature of the session; a statement stands in the patient's language, too,
    where that is another.
    """
    rows = []
    for made in situation.session.signatures:
        card = protocol.statement.get(made.statement)
        name = staff_name(made.by, situation)
        rows.append(
            SignedRow(
                says=card.says if card else made.statement,
                by=f"{name} ({named('role', made.role)})",
                at=written.moment(made.signed.at, situation.history.zone),
                assurance=named("assurance", made.assurance),
                also=also.says.get(made.statement, "") if also else "",
            )
        )
    return tuple(rows)
