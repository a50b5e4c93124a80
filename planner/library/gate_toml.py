"""
Stories written as a file of cases, which a person reads and `mesoplan rehearse` runs.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from planner.library.gate_setting import Table
    from planner.library.gate_story import Story

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def as_toml(id_: str, stories: Iterable[tuple[Story, str]]) -> str:
    """
    A file of cases in which each story ends by asking how its gate stands.
    """
    parts = []
    for number, (story, outcome) in enumerate(stories, start=1):
        name = f"{id_}-{number}"
        parts.append(given_card(name, story.given))
        parts.append(case_card(name, f"{name}-given", story, outcome))
    return "\n".join(parts)


def given_card(name: str, parts: Mapping[str, tuple[Table, ...]]) -> str:
    """
    What is given, as a card.
    """
    moves = [move for held in parts.values() for move in held]
    return _card("given", {"id": f"{name}-given", "tells": "What is given."}, moves)


def case_card(
    name: str, given: str, story: Story, outcome: str, more: Mapping[str, str] | None = None
) -> str:
    """
    A story as the card of a case; `more` are further keys of the card.
    """
    gate = story.gate.id
    ask = {
        "does": "why",
        "at": story.asked,
        "to": story.gate.before[0],
        "expect": {gate: outcome},
    }
    head = {
        "id": name,
        "tells": f"The gate {gate} is {outcome}.",
        "given": given,
        "gate": gate,
        **(more or {}),
    }
    return _card("case", head, [*story.moves, ask])


def _card(kind: str, head: Mapping[str, Any], moves: Iterable[Table]) -> str:
    lines = [f"[[{kind}]]", *(f"{key} = {_value(held)}" for key, held in head.items())]
    lines.append("move = [")
    lines += [f"    {_value(move)}," for move in moves]
    return "\n".join([*lines, "]", ""])


def _value(held: object) -> str:
    if isinstance(held, bool):
        return "true" if held else "false"
    if isinstance(held, dict):
        return "{ " + ", ".join(f"{_key(k)} = {_value(v)}" for k, v in held.items()) + " }"
    if isinstance(held, list | tuple):
        return "[" + ", ".join(_value(each) for each in held) + "]"
    return json.dumps(held, ensure_ascii=False)


def _key(word: str) -> str:
    return word if _BARE.fullmatch(word) else json.dumps(word)
