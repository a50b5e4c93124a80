"""
Answers of a clinic in which nothing was ever kept: every memory is passed by.

A program that runs for long keeps what it read, folded and worked out. Here the same
question is answered from the bytes of the journal alone, by functions that keep nothing.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from functools import lru_cache

from planner.clinic.clock import SetClock
from planner.clinic.desk import Desk
from planner.clinic.ids import CountedIds
from planner.safety.assess import assess_anew, read_gate
from planner.sheets import wording

_KEEPING = type(lru_cache(lambda: None))
_ROOMS = ("planner.safety", "planner.model", "planner.clinic", "planner.journal")
_JUDGING = ("planner.clinic.desk", "planner.session.lifecycle")
# What is kept of the program itself, and not of what it was told.
_OF_THE_PROGRAM = {"_deciding", "_converter", "converter", "reader", "_names", "_keys"}


def memories():
    """
    Every function that keeps its results, by module and name, with the one that does not.
    """
    found = []
    for module in [m for name, m in sys.modules.items() if name.startswith(_ROOMS)]:
        for name, held in vars(module).items():
            if isinstance(held, _KEEPING) and name not in _OF_THE_PROGRAM:
                found.append((module, name, held, held.__wrapped__))
    return found


@contextmanager
def nothing_kept():
    """
    For as long as it lasts nothing is kept and nothing that was kept is looked at.
    """
    by = [(sys.modules[n], "assess", vars(sys.modules[n])["assess"]) for n in _JUDGING]
    kept = memories()
    for module, name, _, plain in kept:
        setattr(module, name, plain)
    for module, name, _ in by:
        setattr(module, name, assess_anew)
    try:
        yield
    finally:
        for module, name, held, _ in kept:
            setattr(module, name, held)
        for module, name, held in by:
            setattr(module, name, held)


def desk_on(journal, world):
    """
    A desk that has folded nothing yet, at the same moment.
    """
    clock = SetClock(world.clock.at, world.clock.boot, world.clock.ns)
    desk = Desk(journal, clock, CountedIds(world.ids.count))
    desk.use(world.protocol)
    return desk


def stood(world, session):
    """
    How every gate stands, each read from its first word: a desk that has only folded, and
    the findings by gate.
    """
    with nothing_kept():
        desk = desk_on(world.journal, world)
        seen = desk.situation(session)
        return desk, {
            gate.id: read_gate(gate, seen, world.protocol) for gate in world.protocol.gates
        }


def came_of(world, session, move, by):
    """
    What would come of a move, asked on a copy of the journal.
    """
    with nothing_kept():
        return desk_on(world.journal.copy(), world).ask(session, move, by=by)


def in_words(finding, zones):
    """
    All that is shown of a finding, and what a decision about it would be bound to.
    """
    shown = [
        (
            wording.seen(finding, zone=zone),
            wording.brief(finding, zone=zone),
            wording.needed(finding, zone=zone),
            wording.now(finding, zone=zone),
            wording.opening(finding, zone=zone),
        )
        for zone in zones
    ]
    bound = (finding.id, finding.item, finding.seen.token, finding.needed.token)
    return (*bound, finding.outcome, finding.why, wording.override(finding), *shown)


def same(one, other):
    """
    Whether two readings are written the same to the last digit and zone.
    """
    return repr(one) == repr(other)
