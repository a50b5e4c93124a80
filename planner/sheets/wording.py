"""
The one renderer of findings, the same for the terminal, the browser and paper.

What was seen and needed are phrases; `planner.sheets.patterns` gives each its connecting
words. Why, and what to do now, are the protocol's own words.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo
from decimal import ROUND_UP, Decimal
from functools import lru_cache
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from attrs import frozen

from planner.model.answer import Outcome
from planner.model.protocol import AnswerIs, Gate
from planner.model.quantity import Quantity
from planner.safety.findings import Refusal
from planner.safety.override import may_decide
from planner.sheets import written
from planner.sheets.closed import CLOSED, capital, named, spaced
from planner.sheets.language import ENGLISH, later, spoken, t, tc, term, tn
from planner.sheets.patterns import BRIEF, PATTERNS, SINCE, VALUES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from planner.model.protocol import Bar, Protocol
    from planner.model.situation import Opening
    from planner.safety.findings import Clearance, Finding, Phrase

_BRIEFLY = {**PATTERNS, **BRIEF}
_PART = re.compile(r"\[([^\]]*)\]|\{(\w+)\}")
_VALUE = re.compile(r"\{(\w+)\}")
_KEPT = 1024
_WIDTH = 92
_LABEL = 10
_INDENT = 6
_ID_WIDTH = 30
_HUNDREDTH = Decimal("0.01")


@frozen(kw_only=True)
class Told:
    """
    A finding in words.

    `outcome` is open, opened (by decision or override), shut or unknown; `cites` the
    sources as they are named on paper, `now` what to do, `override` who may open it.
    """

    gate: str
    item: str
    outcome: str
    seen: str
    needed: str
    because: str
    cites: str
    now: str
    override: str


def seen(finding: Finding, *, zone: tzinfo = UTC) -> str:
    """
    What was seen.
    """
    return said(finding.seen, zone=zone)


def needed(finding: Finding, *, zone: tzinfo = UTC) -> str:
    """
    What is needed: in the protocol's own words where it has some.
    """
    card = finding.card
    if isinstance(card, Gate) and card.needed:
        return _own(card, "needed")
    return said(finding.needed, zone=zone)


def brief(finding: Finding, *, zone: tzinfo = UTC) -> str:
    """
    What was seen, for a list in which the gate's own name stands before it. An answer
    stands without its question only where the good one denies the hazard: "Fever: no".
    "Still bleeding: yes" would say the opposite of what was asked.
    """
    requires = getattr(finding.card, "requires", None)
    if isinstance(requires, AnswerIs) and not _denies(requires.needs):
        return seen(finding, zone=zone)
    return said(finding.seen, zone=zone, patterns=_BRIEFLY)


@lru_cache(maxsize=_KEPT)
def _denies(needs: tuple[str, ...]) -> bool:
    good = [each.partition(",")[0] for each in needs]
    return bool({"no", "never"}.intersection(good)) and "yes" not in good


def _own(card: Gate | Bar, field: str) -> str:
    # What a card says itself. A finding holds the English card: it was judged by that.
    kind = "gate" if isinstance(card, Gate) else "bar"
    return term(f"{kind}.{card.id}.{field}", getattr(card, field))


def said(
    phrase: Phrase, *, zone: tzinfo = UTC, patterns: Mapping[str, str] = PATTERNS
) -> str:
    """
    A phrase in words. Values are put in as they are and never read as a pattern.
    """
    values = {**phrase.values, **phrase.drifting} if phrase.drifting else phrase.values
    return _put(_pieces(tc("finding", patterns[phrase.key])), values, zone).strip()


# A pattern taken apart: words, then the name of a value or a bracket (or neither, at the
# end), and so on. A bracket holds its parts, each with the names that must be there.
_Bracket = tuple[tuple["_Pieces", tuple[str, ...]], ...]
_Pieces = tuple[tuple[str, str, _Bracket], ...]


@lru_cache(maxsize=_KEPT)
def _pieces(pattern: str) -> _Pieces:
    made: list[tuple[str, str, _Bracket]] = []
    at = 0
    for found in _PART.finditer(pattern):
        parts = found[1].split("|") if found[1] is not None else ()
        bracket = tuple([(_pieces(part), tuple(_VALUE.findall(part))) for part in parts])
        made.append((pattern[at : found.start()], found[2] or "", bracket))
        at = found.end()
    return (*made, (pattern[at:], "", ()))


def _put(pieces: _Pieces, values: Mapping[str, object], zone: tzinfo) -> str:
    said = []
    for words, name, bracket in pieces:
        said.append(words)
        if name:
            value = values.get(name)
            if value is not None:
                said.append(_worded(name, value, zone))
        elif bracket:
            kept = [
                _put(part, values, zone)
                for part, names in bracket
                if all(values.get(each) not in {None, ""} for each in names)
            ]
            said.append(_together(kept))
    return "".join(said)


def _together(parts: list[str]) -> str:
    *before, last = parts or [""]
    return t("{these} and {last}", these=_together(before), last=last) if before else last


_WRITERS: dict[type, Callable[[Any, tzinfo], str]] = {
    Quantity: lambda value, _: written.quantity(value),
    datetime: written.moment,
    date: lambda value, _: written.day(value),
    timedelta: lambda value, _: written.span(value),
    # Rounded up: a share just over a limit is never shown as being at it.
    Decimal: lambda value, _: written.number(value.quantize(_HUNDREDTH, rounding=ROUND_UP)),
    int: lambda value, _: str(value),
}


def _worded(name: str, value: object, zone: tzinfo) -> str:
    if isinstance(value, str):
        return _term(name, value)
    if isinstance(value, tuple | list):
        word = "and" if name == "found" else "or"
        return written.listing((_term(name, str(each)) for each in value), word)
    return _WRITERS[type(value)](value, zone)


# Name of a value -> the kind of closed word it is.
_CLOSED = {
    "stage": "stage",
    "list": "listed",
    "role": "role",
    "by": "role",
    "over": "window",
    "reading": "reading",
    "move": "move",
    "result": "test result",
}
# Name of a value -> where the protocol says it.
_SAID = {
    "question": "text",
    "says": "text",
    "item": "title",
    "answers": "answer",
    "reasons": "reason",
    "reason": "reason",
}
_AMOUNTS = frozenset({"histamine", "saline", "wheal", "diameter"})


def _term(name: str, value: str) -> str:
    if name in _SAID:
        said = term(_SAID[name], value)
        # A time of measuring is its own title, as in "15 min".
        return written.amount(value) if name == "item" and said == value else said
    if name == "answer":
        return answer(value)
    if name == "value":
        known = VALUES.get(value)
        return term("value", spaced(value)) if known is None else tc("value", known)
    if name == "since":
        known = SINCE.get(value)
        return spaced(value) if known is None else tc("since", known)
    if name == "what":
        return _stated(value)
    if name in _CLOSED:
        said = named(_CLOSED[name], value)
        return spaced(said) if name in {"list", "stage"} else said
    return written.amount(value) if name in _AMOUNTS else value


def _stated(value: str) -> str:
    # Statements in a row are of one closed list; anything else was typed.
    parts = value.split(", ")
    if all(part in CLOSED["stated"] for part in parts):
        return ", ".join(named("stated", part) for part in parts)
    return value


def answer(value: str) -> str:
    """
    An answer in the protocol's words; several in a row each in its own, and what was
    typed as it is.
    """
    whole = term("answer", value)
    if whole != value or spoken().code == ENGLISH:
        return whole
    parts = value.split(", ")
    return ", ".join(
        _typed(each) if (found := term("answer", each)) == each else found for each in parts
    )


def _typed(value: str) -> str:
    word = named("answer word", value)
    return written.amount(value) if word == value else word


def hazard(id_: str) -> str:
    """
    A gate by the hazard it is named after, in words.
    """
    return capital(term("gate", term(f"bar.{id_}.hazard", spaced(id_))))


def outcome(finding: Finding) -> str:
    """
    How it stands, in one word of the closed list: open, opened, shut or unknown.
    """
    return "opened" if finding.opening is not None else finding.outcome._value_


# What the lifecycle refuses, and a physician opens by doing it with a reason.
_OPENED_BY_PHYSICIAN = frozenset({"slot-before-earliest"})
MARKS = {"house-choice": later("house choice"), "unverified": later("not yet verified")}


def cited(source: Iterable[str], protocol: Protocol) -> str:
    """
    Sources as they are named where they are used: choices of the house and what nobody
    has verified yet are called so on the spot.
    """
    return _cited(tuple(source), protocol, spoken().code)


@lru_cache(maxsize=_KEPT)
def _cited(source: tuple[str, ...], protocol: Protocol, _: str) -> str:
    found: list[str] = []
    for id_ in source:
        card = protocol.vocabulary.source.get(id_)
        kind = card.kind if card else ""
        found.append(t(MARKS[kind]) if kind in MARKS else id_)
    return ", ".join(dict.fromkeys(found))


def now(finding: Finding, *, zone: tzinfo = UTC) -> str:
    """
    What to do: the way out of not knowing, or of what was seen, and from when it opens.
    """
    card = finding.card
    unknown = isinstance(card, Gate) and finding.outcome is Outcome.UNKNOWN
    words = _own(card, "unknown") if unknown else _own(card, "now")
    if finding.earliest is not None:
        at = written.moment(finding.earliest, zone)
        words = f"{words} {t('From {moment}.', moment=at)}"
    return words.strip()


def override(finding: Finding) -> str:
    """
    Who may open it, and with which reasons; "never" where nobody may.
    """
    card = finding.card
    if not isinstance(card, Gate):
        opens = card.id in _OPENED_BY_PHYSICIAN
        return t("decision by the physician") if opens else t("never")
    ways = [t("decision by the physician")] if may_decide(card) else []
    if card.override is not None:
        who = written.listing((named("role", each) for each in card.override.by), "or")
        reasons = "; ".join(term("reason", each) for each in card.override.reasons)
        ways.append(t("{who}, with a reason: {reasons}", who=who, reasons=reasons))
    told = f"; {tc('between ways', 'or')} ".join(ways)
    if ways and finding.outcome is Outcome.UNKNOWN:
        return t("not while it is unknown; once known: {ways}", ways=told)
    return told or t("never")


def told(finding: Finding, protocol: Protocol, *, zone: tzinfo = UTC) -> Told:
    """
    A whole finding in words.
    """
    return Told(
        gate=finding.id,
        item=term("title", finding.item),
        outcome=outcome(finding),
        seen=seen(finding, zone=zone),
        needed=needed(finding, zone=zone),
        because=_own(finding.card, "because"),
        cites=cited(finding.card.source, protocol),
        now=now(finding, zone=zone),
        override=override(finding),
    )


def headline(findings: Iterable[Finding]) -> str:
    """
    The line that can stand alone: how many gates there are, and how many are not open.
    """
    kept = [*findings]
    gates = len({each.id for each in kept})
    shut = len({each.id for each in kept if each.holds})
    if not kept:
        return t("CLEARED: no gate stands before this.")
    if not shut:
        return tn(
            "CLEARED: none of {n} gate holds this.",
            "CLEARED: none of {n} gates holds this.",
            gates,
        )
    of = tn("{n} gate", "{n} gates", gates)
    return tn(
        "NOT CLEARED: {n} of {gates} is not open.",
        "NOT CLEARED: {n} of {gates} are not open.",
        shut,
        gates=of,
    )


def lines(judged: Refusal | Clearance, protocol: Protocol, *, zone: tzinfo) -> list[str]:
    """
    The findings of a move as a terminal shows them: all that hold it, at once, then what
    was opened by name, and what is only missing on record.
    """
    head, name = headline(judged.findings), f"{protocol.id} {protocol.version}"
    out = [f"{head}{name:>{max(len(name) + 2, _WIDTH - len(head))}}"]
    if isinstance(judged, Refusal):
        for each in judged.because:
            out += ["", *_block(told(each, protocol, zone=zone))]
    opened = [each for each in judged.findings if each.opening is not None]
    if opened:
        out += ["", "Opened by name and reason:"]
        for each in opened:
            out += _row(each.id, opening(each, zone=zone), indent=2)
    nagging = [each for each in judged.findings if not each.clear and not each.safety]
    if nagging:
        out += ["", "Missing on record, holding nothing:"]
        for each in nagging:
            out += _row(each.id, seen(each, zone=zone), indent=2)
    return out


def opening(finding: Finding, *, zone: tzinfo = UTC) -> str:
    """
    Who opened a shut gate, when, how and why.
    """
    made = finding.opening
    if made is None:
        return ""
    return t(
        "{how} by {by} ({role}), {at}: {reason}",
        how=tc("way", "override") if made.override else tc("way", "decision"),
        by=made.by,
        role=named("role", made.role),
        at=written.moment(made.at, zone),
        reason=reason_of(made),
    )


def reason_of(made: Opening) -> str:
    """
    The reason for opening a gate, with what was written beside it.
    """
    reason = term("reason", made.reason)
    return f"{reason}: {made.text}" if made.text else reason


def _block(each: Told) -> list[str]:
    title = f"{each.gate}  {each.item}" if each.item else each.gate
    out = wrap(
        f"{title:<{_ID_WIDTH}}  {each.outcome}",
        _WIDTH,
        initial_indent="  ",
        subsequent_indent="    ",
        break_on_hyphens=False,
    )
    because = f"{each.because} ({each.cites})" if each.cites else each.because
    for label, text in (
        ("Seen", each.seen),
        ("Needed", each.needed),
        ("Because", because),
        ("Now", each.now),
        ("Override", each.override),
    ):
        out += _row(label, text, indent=_INDENT)
    return out


def _row(label: str, text: str, *, indent: int) -> list[str]:
    lead = " " * indent + f"{label:<{_LABEL}}"
    if len(label) >= _LABEL:
        lead = " " * indent + label + "  "
    later = " " * (indent + _LABEL)
    # Words as typed may hold line breaks; a terminal shows them as one space.
    return wrap(
        " ".join(text.split()),
        _WIDTH,
        initial_indent=lead,
        subsequent_indent=later,
        break_on_hyphens=False,
    ) or [lead.rstrip()]
