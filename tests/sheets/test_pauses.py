"""
The three pauses of the plan, after the WHO checklist; and what the emergency sheet adds.
"""

from __future__ import annotations

import re

import pytest

import given
from planner import library
from planner.clinic.papers import emergency_sheet, session_plan
from planner.sheets.render import render
from planner.sheets.rows.pauses import on_record, pauses
from sheets.making import HEAD, NAMES, injected, reacted, session, situation
from sheets.worked import seen_on, situation_of

FEWEST, MOST = 5, 9
PROTOCOLS = ("mesotherapy", "facial-rejuvenation", "cellulite")
CREDIT = (
    "Based on the WHO Surgical Safety Checklist, © World Health Organization 2009. "
    "All rights reserved."
)


@pytest.mark.parametrize("name", PROTOCOLS)
def test_each_protocol_stops_three_times_with_five_to_nine_lines(name):
    """
    Before preparing, before the first injection, before leaving; each line short enough
    to be read aloud, each pause with its sources and with who signs it.
    """
    protocol = library.load_shipped(name)
    made = pauses(on_record(situation(session()), protocol, NAMES))

    assert [pause.title for pause in made] == [
        "Before preparing",
        "Before the first injection",
        "Before leaving",
    ]
    assert all(FEWEST <= len(pause.lines) <= MOST for pause in made)
    assert all(len(line.says.split()) <= 25 for pause in made for line in pause.lines)
    assert all(pause.cites and pause.signed_by for pause in made)


def test_a_pause_works_by_hand(shipped):
    """
    Nothing on record: each line still has its box, and nothing stands under it that
    nobody knows. Every pause has a place for name, initials and time.
    """
    world = given.a_world("patient")
    plan = session_plan(situation_of(world), shipped, (), head=HEAD, names={})
    page = render("session-plan", plan)
    lines = [line for pause in plan.pauses for line in pause.lines]
    boxes = re.findall(r'<li><span class="box"></span>', page)

    assert len(boxes) == len(lines)
    assert sum(line.evidence == "" for line in lines) > len(lines) / 2
    assert len(re.findall(r'class="cell">Initials</div>', page)) == 3
    assert CREDIT in seen_on(page)


@pytest.mark.parametrize("told", [session(), injected()], ids=["before", "after"])
def test_no_line_comes_ticked_however_much_is_on_record(shipped, told):
    """
    What is on record stands beside the box, and the box is empty.
    """
    plan = session_plan(situation(told), shipped, (), head=HEAD, names=NAMES)
    page = render("session-plan", plan)

    assert "checked" not in page
    assert not re.search(r'class="box"[^>]*>[^<]', page)
    assert any(line.evidence for pause in plan.pauses for line in pause.lines)


# ── the sheet for the ambulance team ─────────────────────────────────────────────────────


@pytest.mark.rule(28)
def test_the_emergency_sheet_says_weight_and_last_exposure(shipped):
    """
    A dose by weight and the minutes since the last needle are asked for first.
    """
    sheet = emergency_sheet(situation(reacted()), shipped, head=HEAD, names=NAMES)
    words = seen_on(render("emergency", sheet))

    assert (sheet.weight, sheet.last) == ("62 kg", "22 November 2026, 10:40")
    assert "22 November 2026, 10:40" in words.partition("What reached the patient")[0]


def test_a_treatment_entered_by_mistake_stays_in_the_log_and_says_so(shipped):
    """
    Nobody strikes a dose from the log of an emergency.
    """
    world = given.a_world("injected")
    given.ask(
        world,
        "treat",
        drug="salbutamol",
        dose="2.5 mg",
        route="nebulised",
    )
    given.ask(world, "treat", drug="oxygen", dose="10 L", route="mask")
    first = next(
        e
        for e in situation_of(world).session.entries
        if getattr(e.payload, "drug", "") == "salbutamol"
    )
    given.ask(world, "mark-in-error", entry=str(first.seq), reason="Given to another.")
    sheet = emergency_sheet(situation_of(world), shipped, head=HEAD, names=NAMES)

    assert [(row.what, row.mark) for row in sheet.log] == [
        ("salbutamol", "entered by mistake"),
        ("oxygen", ""),
    ]
    assert "entered by mistake" in seen_on(render("emergency", sheet))
