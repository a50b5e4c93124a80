"""
Boundary cases from the protocol: each number just under, at and just over, for review.

What is expected is how the gate stands today. A case becomes worth something only when a
physician has read it and says that this is how it should stand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.gate_proof import Stand, domain_of
from planner.library.gate_toml import case_card, given_card

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.library.gate_proof import Choice
    from planner.library.gate_scene import Scene
    from planner.library.gate_setting import Setting, Table
    from planner.model.protocol import Protocol

_HEAD = """\
# Boundary cases of {id} {version}, made from its numbers.
#
# Read each one: does the gate stand there as it should? What is expected is only how it
# stands today. Move what you have read into cases.toml, with a sentence of your own.
"""


def boundaries(protocol: Protocol) -> str:
    """
    A file of cases: every side of every number a gate compares, as far as it can be told.
    """
    cards: list[str] = [_HEAD.format(id=protocol.id, version=protocol.version)]
    begun: dict[str, Scene] = {}
    givens: dict[str, str] = {}
    for gate in protocol.gates:
        stand = Stand(domain_of(gate, protocol), begun)
        for choice, setting in _edges(stand):
            story = stand.story(choice)
            given = _given(story.given, givens, cards)
            name = f"{gate.id}-{setting.number}-{setting.side}-of-the-number"
            more = {"number": setting.number, "side": setting.side}
            cards.append(
                f"# {setting.words}\n"
                + case_card(name, given, story, stand.stands(choice), more)
            )
    return "\n".join(cards)


def _given(
    parts: Mapping[str, tuple[Table, ...]], known: dict[str, str], cards: list[str]
) -> str:
    key = repr(parts)
    if key not in known:
        name = f"boundary-{len(known) + 1}"
        known[key] = f"{name}-given"
        cards.append(given_card(name, parts))
    return known[key]


def _edges(stand: Stand) -> Iterator[tuple[Choice, Setting]]:
    # Everything else stands so that it opens; the first way in which the gate applies.
    applies = stand.domain.applies[0]
    own = stand.domain.own
    seen: set[tuple[str, str]] = set()
    for place, lever in enumerate(own):
        for at, setting in enumerate(lever.settings):
            edge = (setting.number, setting.side)
            if setting.number and edge not in seen:
                seen.add(edge)
                choice = [0] * len(own)
                choice[place] = at
                held = next((n for n, x in enumerate(own) if x.name == "medicines"), None)
                if held is not None and held != place:
                    choice[held] = 1
                yield (*choice, *applies), setting
