"""
Sessions as the worked cases leave them: a whole journal, told by real moves.
"""

from __future__ import annotations

import html
import re

import given
from planner.clinic import rehearse
from planner.clinic.letters import session_record
from planner.clinic.printing import words_of
from sheets.making import HEAD, NAMES

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
    return {"session-record": session_record(amended, protocol, **with_names)}


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
