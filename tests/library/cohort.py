"""
A seeded cohort: sessions as they usually are, and how many soft stops each one meets.
"""

from __future__ import annotations

from functools import cache
from random import Random  # noqa: TID251 - seeded

from attrs import evolve

import given
from planner.model.answer import FactSheet, Outcome
from planner.safety.assess import assess

SIZE = 101
# In how many of a hundred patients a question has an answer other than the usual one.
UNUSUAL = 4
MENSTRUATING = 18


def answers_of(draw, seen, protocol):
    """
    The answers of one patient: the usual ones, and now and then another.
    """
    facts = {}
    for key, fact in seen.session.facts.facts.items():
        offered = protocol.question[key[0]].answers
        rare = MENSTRUATING if key[0] == "menstruation" else UNUSUAL
        if offered and draw.randrange(100) < rare:
            facts[key] = evolve(fact, value=(draw.choice(offered),))
        else:
            facts[key] = fact
    return FactSheet(facts)


def soft_stops(seed=1, protocol=None):
    """
    The soft stops of each session: shut gates that allow an override, each counted once.
    """
    protocol = protocol or given.the_protocol()
    draw = Random(seed)
    counts = []
    for _ in range(SIZE):
        seen = evolve_situation(_start("at-the-door"), draw, protocol)
        met = set()
        for point in protocol.gates_before:
            for each in assess(seen, protocol, point):
                if each.card.override is not None and each.outcome is Outcome.SHUT:
                    met.add(each.id)
        counts.append(len(met))
    return counts


@cache
def _start(name):
    world = given.a_world(name)
    return world.desk.situation(world.session)


def evolve_situation(seen, draw, protocol):
    """
    One session of the cohort, at the door: some leave before the recommended hour.
    """
    session = evolve(seen.session, facts=answers_of(draw, seen, protocol))
    return evolve(seen, session=session)
