"""
Sessions as the worked cases leave them: a whole journal, told by real moves.
"""

from __future__ import annotations

import html
import re

from attrs import evolve

import given
from planner.clinic import rehearse
from planner.clinic.letters import (
    consent,
    exit_letter,
    prescriber_letter,
    session_record,
)
from planner.clinic.printing import words_of
from planner.sheets.rows import consenting
from sheets import planned as courses
from sheets.making import HEAD, NAMES, session, situation

TAG = re.compile(r"<[^>]+>")
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)


def after(case):
    """
    The world after a worked case: the clinic, the journal and the session.
    """
    cases = given.the_cases()
    told = next(each for each in cases.cases if each.id == case)
    world = rehearse.begin(told.given, cases, given.the_protocol(), given.WORLDS).fork()
    for move in told.moves:
        came = rehearse.result_of(move, world)
        assert came.held, (case, move.does, came.text)
    return world


def contexts(protocol):
    """
    One context of every letter and record, as full as it gets.
    """
    with_names = {"head": HEAD, "names": NAMES}
    amended = situation_of(after("amended-volume"))
    planned = situation(session())
    beside = consenting.words(planned, protocol)
    held = situation_of(after("hold-and-positive-test"))
    left = exit_letter(held, protocol, **with_names)
    refused = session_record(held, protocol, **with_names)
    recorded = session_record(amended, protocol, **with_names)
    ended = evolve(left.exit, end="deferred", again="later")
    course = courses.page_of(courses.begun())
    row = evolve(course.sessions[0], needs=("a lot",))
    course = evolve(course, waits=("it waits",), reasons=("why",), sessions=(row,))
    asks = prescriber_letter(planned, protocol, **with_names)
    return {
        "session-record": evolve(recorded, ended_by=refused.ended_by),
        "consent": consent(planned, protocol, beside=beside, **with_names),
        "prescriber-letter": evolve(asks, foot=evolve(asks.foot, course="course")),
        "exit-letter": evolve(left, exit=ended),
        "course": course,
    }


def situation_of(world):
    """
    What a sheet sees of the session of a world.
    """
    return world.desk.situation(world.session)


def seen_on(page):
    """
    What a reader sees of a page, with single spaces.
    """
    return words_of(page)


def literally(page):
    """
    The text of a page with its tags taken out and nothing else.
    """
    return html.unescape(TAG.sub(" ", STYLE.sub("", page)))
