"""
What was typed into a file or handed in: bytes as tables, and no more than that.

TOML or JSON. A key that stands twice is refused, and so is a file too large to be typed.
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from pathlib import Path
from typing import Any

from planner.errors import InputFault

MOST = 1024 * 1024
STDIN = "-"

Table = dict[str, Any]

_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")
_KEEP_ONE = "Keep one."
_TWICE = ("Cannot overwrite a value", "Duplicate inline table key")


def tables(source: str) -> tuple[str, tuple[Table, ...]]:
    """
    The name of a file for messages, and the tables in it: one, or each of `[[move]]`.

    Raises:
        InputFault: It cannot be read; nothing was done.
    """
    name, held = bytes_of(source)
    read = _read(name, _text(name, held), as_json=source.endswith(".json"))
    if isinstance(read, dict) and "move" not in read:
        return name, (read,)
    rows = read
    if isinstance(read, dict):
        rows = read.pop("move")
        for key in read:
            raise InputFault(
                f'"{key[:60]}" stands beside [[move]].',
                where=name,
                now="Put it into the move it belongs to.",
            )
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise InputFault(
            "This is neither one table nor a list of moves.",
            where=name,
            now="Write one table, or [[move]] before each.",
        )
    return name, tuple(rows)


def table(source: str) -> Table:
    """
    The one table in a file.

    Raises:
        InputFault: It cannot be read, or holds more than one.
    """
    name, found = tables(source)
    if len(found) != 1:
        raise InputFault(
            f"There are {len(found)} tables in it, and one is read here.", where=name
        )
    return found[0]


def bytes_of(source: str) -> tuple[str, bytes]:
    """
    The name of a file for messages, and what it holds.

    Raises:
        InputFault: It cannot be read.
    """
    if source == STDIN:
        name, held = "standard input", sys.stdin.buffer.read(MOST + 1)
    else:
        path = Path(source)
        name = path.name
        try:
            with path.open("rb") as file:
                held = file.read(MOST + 1)
        except (OSError, ValueError) as fault:
            reason = getattr(fault, "strerror", None) or fault
            raise InputFault(
                "It cannot be read.",
                where=name,
                why=f"The system says: {reason}.",
                now="Look at its name and folder.",
            ) from None
    if len(held) > MOST:
        raise InputFault(
            f"It has more than {MOST:,} bytes.",
            where=name,
            why="Nobody types that much about one session, so it was not read.",
            now="Take out what does not belong in it.",
        )
    return name, held


def _text(name: str, held: bytes) -> str:
    try:
        return held.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = held.count(b"\n", 0, fault.start) + 1
        raise InputFault(
            "A byte stands here that is not UTF-8.",
            where=f"{name}:{line}",
            now="Save the file as UTF-8.",
        ) from None


def _read(name: str, text: str, *, as_json: bool) -> object:
    # No TOML begins with a brace, and none with a bracket and a brace.
    begins = "".join(text[:200].split())
    if as_json or begins.startswith(("{", "[{")):
        return _json(name, text)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        said = _PLACE.search(str(fault))
        line = said[1] if said else text.rstrip().count("\n") + 1
        twice = str(fault).startswith(_TWICE)
        raise InputFault(
            "This key stands twice." if twice else "This cannot be read as TOML.",
            where=f"{name}:{line}",
            now=_KEEP_ONE if twice else 'Write key = "text", one key on a line.',
        ) from None
    except (RecursionError, ValueError) as fault:
        raise _too_much(name, fault) from None


def _json(name: str, text: str) -> object:
    def once(pairs: list[tuple[str, Any]]) -> Table:
        made: Table = {}
        for key, value in pairs:
            if key in made:
                raise InputFault(
                    f'The key "{key[:60]}" stands twice.', where=name, now=_KEEP_ONE
                )
            made[key] = value
        return made

    def no_number(word: str) -> object:
        raise InputFault(f"{word} is no number.", where=name)

    try:
        held: object = json.loads(text, object_pairs_hook=once, parse_constant=no_number)
        return held
    except json.JSONDecodeError as fault:
        raise InputFault(
            "This cannot be read as JSON.",
            where=f"{name}:{fault.lineno}",
            now='Write {"key": "text"}, with a comma between two keys.',
        ) from None
    except (RecursionError, ValueError) as fault:
        raise _too_much(name, fault) from None


def _too_much(name: str, fault: Exception) -> InputFault:
    deep = isinstance(fault, RecursionError)
    return InputFault(
        "Brackets stand in brackets too many times."
        if deep
        else "A number has too many digits.",
        where=name,
        now="Look at what a move may hold: mesoplan session record --help",
    )


def pairs(typed: tuple[str, ...], where: str) -> dict[str, str]:
    """
    NAME=VALUE as typed, one or more, each name once.

    Raises:
        InputFault: One has no equals sign, or a name stands twice.
    """
    made: dict[str, str] = {}
    for each in typed:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise InputFault(
                f'"{each[:60]}" has no name and value.',
                where=where,
                now="Write it as NAME=VALUE.",
            )
        if name in made:
            raise InputFault(f'"{name[:60]}" stands twice.', where=where, now=_KEEP_ONE)
        made[name] = value
    return made
