"""
The words of findings: every phrase has a pattern, and says only what was put in.
"""

from __future__ import annotations

import ast
import re
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from planner import library
from planner.library.translating import translated
from planner.model.answer import Outcome, Why
from planner.model.protocol import AnswerIs, Bar
from planner.model.quantity import Quantity
from planner.safety import findings as findings_module
from planner.safety.assess import assess
from planner.safety.findings import Finding, Phrase, Reading, barred, judge
from planner.sheets import written
from planner.sheets.language import speaking
from planner.sheets.patterns import BRIEF, PATTERNS
from planner.sheets.wording import (
    brief,
    hazard,
    lines,
    needed,
    now,
    override,
    said,
    seen,
    told,
)
from sheets.making import ZONE, at, session, situation

AT = datetime(2026, 3, 4, 9, tzinfo=UTC)
PLANNER = Path(findings_module.__file__).parents[1]
# Which argument names the pattern, in each function that makes a phrase.
NAMES_IT = {"Phrase": 0, "state": 2, "_reading": 2, "_bar": 1, "_no": 0}
NEVER = re.compile(
    r"\b(?i:invalid|illegal|errors?|failed|exceptions?|null|please|parse|schema|token)\b"
    r"|\bNone\b|!"
)


def named(node):
    """
    Every pattern an expression can name; a reason put in stands for each reason.
    """
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from named(node.body)
        yield from named(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        head = node.values[0]
        assert isinstance(head, ast.Constant)
        assert ast.unparse(node.values[1].value) == "why.value"
        yield from (f"{head.value}{why.value}" for why in Why)


def keys_in_code():
    """
    Every pattern that safety, session and clinic can name, and those only paper names.
    """
    found = {"hold-withheld"}
    for room in ("safety", "session", "clinic"):
        for path in (PLANNER / room).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                    place = NAMES_IT.get(called)
                    if place is not None and len(node.args) > place:
                        found.update(named(node.args[place]))
                # A key on its way to a reading, with why it is unknown.
                if (
                    isinstance(node, ast.Tuple)
                    and len(node.elts) == 2
                    and ast.unparse(node.elts[1]).startswith("Why.")
                ):
                    found.update(named(node.elts[0]))
                # A bar of the protocol that is put up by its own id.
                if (
                    isinstance(node, ast.Subscript)
                    and getattr(node.value, "attr", "") == "bar"
                ):
                    found.update(named(node.slice))
    return found


def test_every_phrase_has_a_pattern():
    """
    Whatever safety and session can say, there are words for it.
    """
    assert sorted(keys_in_code() - PATTERNS.keys()) == []


def test_no_pattern_is_unused():
    """
    There are no words for what nobody says.
    """
    assert sorted(PATTERNS.keys() - keys_in_code()) == []
    assert BRIEF.keys() <= PATTERNS.keys()


@pytest.mark.parametrize("key", sorted(PATTERNS))
def test_every_pattern_holds_together(key):
    """
    A pattern without values leaves no brace, no bracket and no word that is never used.
    """
    words = said(Phrase(key))

    assert not re.search(r"[{}\[\]|]", words)
    assert not NEVER.search(PATTERNS[key])
    assert not re.search(r"\d", PATTERNS[key])


def test_values_are_never_read_as_a_pattern():
    """
    Braces, brackets and percent signs in a value are printed as they are.
    """
    hostile = "{item} [a|b] %s {{7*7}}"

    assert said(Phrase("taken", {"item": hostile})) == f"{hostile} is taken"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("0.50 mL", "0.5 mL"),
        ("2.0 mg", "2 mg"),
        ("50 mcg", "50 micrograms"),
        ("5 µg", "5 micrograms"),
        ("70/min", "70 per min"),
        ("1 d", "1 day"),
        ("7 d", "7 days"),
        ("12 week", "12 weeks"),
        ("10000 IU", "10,000 IU"),
        ("45 deg", "45 degrees"),
        ("1 fraction", "1"),
        ("3.50 INR", "INR 3.5"),
        ("two spoons", "two spoons"),
    ],
)
def test_amounts_are_written_as_they_are_safest_to_read(text, words):
    """
    A space before the unit, a leading zero, no trailing zero, micrograms in full.
    """
    assert written.amount(text) == words


def test_times_are_written_in_the_clinics_zone():
    """
    Month in full, 24 hours, the clinic's clock; UTC says that it is UTC.
    """
    moment = at("2026-11-22 10:30")

    assert written.moment(moment, ZONE) == "22 November 2026, 10:30"
    assert said(Phrase("test-placed", {"item": "A", "at": moment})) == (
        "A: placed 22 November 2026, 09:30 UTC"
    )
    assert written.span(timedelta(minutes=39, seconds=59)) == "39 min"
    assert written.span(timedelta(hours=5, minutes=5)) == "5 h 5 min"
    assert written.span(timedelta(days=5)) == "5 days"


def test_a_share_just_over_its_limit_is_never_shown_as_at_it():
    """
    Shares are rounded up.
    """
    phrase = Phrase("shares", {"total": Decimal("1.0004"), "limits": 2})

    assert said(phrase).startswith("1.01 ")


def test_bounds_name_only_the_bounds_there_are():
    """
    Two bounds are joined, one stands alone.
    """
    both = {"value": "systolic", "at_least": Quantity.of("90 mmHg")}

    assert said(Phrase("bounds", both)) == "systolic pressure at least 90 mmHg"
    both["below"] = Quantity.of("180 mmHg")
    assert said(Phrase("bounds", both)) == (
        "systolic pressure at least 90 mmHg and below 180 mmHg"
    )


def found(small, **changes):
    """
    The findings of the small protocol, by gate.
    """
    told_now = situation(session(**changes), now="2026-11-22 09:31")
    return {each.id: each for each in assess(told_now, small, "deliver")}


def test_a_refusal_says_everything_at_once(small):
    """
    The first line stands alone; each gate tells seen, needed, because, now, override.
    """
    by_gate = found(small, facts=session().facts.with_facts([]), vitals=())
    refusal = judge(by_gate.values())

    assert lines(refusal, small, zone=ZONE)[:16] == [
        "NOT CLEARED: 2 of 4 gates are not open." + " " * 41 + "small 2026-1",
        "",
        "  liver-dysfunction               unknown",
        '      Seen      "How is the liver?" was not asked',
        "      Needed    normal",
        "      Because   A reason. (R1)",
        "      Now       Find out.",
        "      Override  never",
        "",
        "  pressure-too-high               unknown",
        "      Seen      systolic pressure was not measured or written down",
        "      Needed    systolic pressure below 180 mmHg",
        "      Because   A reason. (C8, house choice)",
        "      Now       Find out.",
        "      Override  not while it is unknown; once known: decision by the physician",
        "",
    ]
    assert "Missing on record, holding nothing:" in lines(refusal, small, zone=ZONE)


def test_a_shut_gate_says_from_when_it_opens(small):
    """
    What is known of the earliest time stands behind what to do.
    """
    finding = found(small)["too-much"]
    reading = finding.reading._replace(earliest=at("2026-11-22 10:30"))
    finding = finding._replace(outcome=Outcome.SHUT, reading=reading)

    assert now(finding, zone=ZONE) == "Do this. From 22 November 2026, 10:30."


def test_a_bar_is_never_overridden():
    """
    What the lifecycle itself refuses, nobody opens.
    """
    bar = Bar(id="no-visit", because="B.", now="N.", source=("house-choice",))
    finding = barred(bar, Phrase("no-visit", {"visit": 1}))

    assert isinstance(finding, Finding)
    assert (override(finding), needed(finding)) == ("never", "another move")
    assert seen(finding) == "visit 1 has ended; the patient is not checked in"


def test_no_line_is_wider_than_a_terminal(shipped):
    """
    A whole refusal of the shipped protocol fits its columns, and says no word of ours.
    """
    told_now = situation(session(), now="2026-11-22 09:31")
    printed = lines(judge(assess(told_now, shipped, "deliver")), shipped, zone=ZONE)

    assert max(len(line) for line in printed) <= 92
    assert not [line for line in printed if NEVER.search(line.replace("NOT CLEARED", ""))]


def test_every_finding_of_the_shipped_protocol_can_be_told(shipped):
    """
    Every gate of every checkpoint has words for what was seen, needed and to be done.
    """
    for point in shipped.gates_before:
        for finding in assess(situation(session()), shipped, point):
            words = told(finding, shipped, zone=ZONE)
            assert words.seen
            assert words.needed
            assert words.because
            assert words.cites
            assert words.now


@pytest.mark.parametrize("name", ["mesotherapy", "facial-rejuvenation", "cellulite"])
def test_no_hazard_is_ever_followed_by_a_bare_yes_that_means_the_opposite(name):
    """
    "Still bleeding: yes" where the question was whether nothing bleeds: an answer stands
    alone only where the good one is "no" or "never", and none is "yes".
    """
    protocol = library.load_shipped(name)
    whole, short = [], []
    for gate in protocol.gates:
        if not isinstance(gate.requires, AnswerIs):
            continue
        asks = protocol.question[gate.requires.question].asks
        for answer in gate.requires.needs:
            phrase = Phrase("answered", {"question": asks, "answer": answer, "on": AT})
            reading = Reading(outcome=Outcome.OPEN, seen=phrase, needed=phrase)
            words = brief(Finding(gate, reading, Outcome.OPEN), zone=ZONE)
            needs = gate.requires.needs
            yes = any(each.startswith("yes") for each in needs)
            if not yes and ("no" in needs or "never" in needs):
                short.append(gate.id)
                assert words.startswith(answer), gate.id
            else:
                whole.append(gate.id)
                assert words.startswith(f'"{asks}"'), gate.id

    assert {"still-bleeding", "points-left-open", "keloid-on-chest-or-shoulder"} <= {*whole}
    assert {"pregnancy", "fever", "cancer"} <= {*short}


def test_a_hazard_is_named_in_the_language_that_is_spoken(shipped):
    """
    A gate by its own name, and what the lifecycle refuses by its; in English the id.
    """
    assert hazard("still-bleeding") == "Still bleeding"
    told_in = translated(shipped, "ru")
    with speaking("ru", told_in.wording):
        assert hazard("still-bleeding") == "Продолжающееся кровотечение"
        names = {hazard(each.id) for each in (*shipped.gates, *shipped.bars)}
    # The one Latin letter is that of vitamin K.
    assert not [each for each in names if re.search("[A-JL-Za-z]", each)]
