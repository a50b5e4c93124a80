"""
Which parts of a situation a gate looks at, and which it names.
"""

from __future__ import annotations

from planner.safety import known
from planner.safety.assess import read_gate
from planner.safety.known import lapsed
from planner.safety.sights import sight_of

PEOPLE = ("session", "history")


class Watched:
    """
    A situation, session or history that notes every part that is looked at.
    """

    def __init__(self, held, noted, path=""):
        """
        Watch a value that is found under a path.
        """
        self.held, self._noted, self._path = held, noted, path

    def __getattr__(self, name):
        """
        Note what is asked for; what is worked out of other parts is followed to them.
        """
        worked_out = getattr(type(self.held), name, None)
        if isinstance(worked_out, property) and name != "today":
            return worked_out.fget(self)
        seen, path = getattr(self.held, name), f"{self._path}{name}"
        if path in PEOPLE:
            return Watched(seen, self._noted, f"{path}.")
        self._noted.add(path)
        return seen


def looked_at(gate, situation, protocol, monkeypatch):
    """
    The parts that one gate looks at, as it is read.
    """
    noted = set()

    def has_lapsed(fact, fresh, watched):
        noted.add(f"lapsed {fact.question}" if not fact.item else "now")
        return lapsed(fact, fresh, watched.held)

    with monkeypatch.context() as watching:
        watching.setattr(known, "lapsed", has_lapsed)
        read_gate(gate, Watched(situation, noted), protocol)
    return noted


def named(gate, situation, protocol):
    """
    The parts that one gate names, in this situation.
    """
    parts = set(sight_of(gate, protocol))
    if situation.history.others and "now, for other sessions" in parts:
        parts.add("now")
    if situation.session.medicines and "now, for medicines" in parts:
        parts.add("now")
    if {"now", "history.zone"} <= parts:
        # Whoever looks at the time itself also sees what lapses.
        parts |= {f"lapsed {card.id}" for card in protocol.questions}
    return parts
