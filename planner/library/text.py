"""
Read one TOML file: its size, its characters, its syntax; every fault with its line.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import tomli
from attrs import frozen

from planner.errors import InputFault, ProtocolFault
from planner.library.lines import KeyLines

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# A 5 MB string takes a second to read; what a doctor signs is far smaller than this.
MOST_IN_PROTOCOL = 256 * 1024
MOST_IN_VOCABULARY = 1024 * 1024
MOST_IN_CASES = 2 * 1024 * 1024

# Beyond these a reader gains nothing, and looking for near words takes time.
MOST_FAULTS = 50

# Directions and separators change what a reader sees without changing what is read.
_UNSEEN = (
    "\u200e\u200f\u061c\u2028\u2029\ufeff"
    "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)
_ANY_UNSEEN = re.compile(f"[{_UNSEEN}]")
# In a text that was read, a control character counts too, save the end of a line.
_ANY_HIDDEN = re.compile(f"[\x00-\x09\x0b-\x1f\x7f-\x9f{_UNSEEN}]")
# An escape that can stand for one of them; a quotation mark or a new line cannot.
_ESCAPE = re.compile(r"\\[^\"\\n]")

# Reading a key of n parts takes n * n steps, and a flat card needs no dots at all.
MOST_DOTS = 16
_DEEP_KEY = re.compile(
    r"(?<![\w-])(?:(?:[\w-]++|\"[^\"\n]*+\"|'[^'\n]*+')[ \t]*+\.[ \t]*+)"
    f"{{{MOST_DOTS}}}"
)
_PLACE = re.compile(r" \(at (?:line (\d+), column \d+|end of document)\)$")

# What the reader of the standard library says, in the words of this house.
_SAID = (
    ("Cannot overwrite a value", "This key stands twice in one card.", "Keep one."),
    ("Duplicate inline", "This key stands twice between the braces.", "Keep one."),
    ("Cannot declare", "This heading stands twice.", "Keep one."),
    ("Cannot", "This key or heading contradicts an earlier one.", "Keep one."),
    ("Expected '='", 'After a key comes "=".', 'Write key = "text".'),
    ("Expected ']", "A heading ends with as many brackets as it began with.", ""),
    ("Expected newline", "More stands here than one key and its value.", ""),
    ("Unterminated", "A text has no closing quotation mark.", "Close it."),
    ("Unclosed array", "A list has no closing bracket.", "Close it."),
    ("Unclosed inline", "A table has no closing brace.", "Close it."),
    ("Unescaped", "A backslash stands in a text.", "Write two of them."),
    (
        "Illegal character '\\n'",
        "A text has no closing quotation mark on its line.",
        "Close it.",
    ),
    ("Illegal character", "A control character stands here.", "Delete it."),
    ("Found invalid", "A character stands here that no text may hold.", "Delete it."),
    ("Invalid date", "This day does not exist.", "Write it as in 2026-11-22."),
    (
        "Invalid value",
        "No value can be read after the equals sign.",
        "Write text in quotation marks.",
    ),
)
_OTHERWISE = ("This line cannot be read.", 'Write key = "text", one key on a line.')


@frozen(kw_only=True)
class Text:
    """
    A file that was read: its name for messages, what it holds, and where each key is.
    """

    name: str
    tables: dict[str, object]
    lines: KeyLines

    def where(self, *path: str | int) -> str:
        """
        The file and line of a card or of a key in it.
        """
        return f"{self.name}:{self.lines.of(*path)}"


def name_of(path: Path) -> str:
    """
    The name a file has in messages: its folder and its own name.
    """
    return f"{path.parent.name}/{path.name}" if path.parent.name else path.name


def shown(value: object) -> str:
    """
    A value as the file would write it, cut where it is long.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "a table"
    if isinstance(value, list):
        return "a list"
    most = 60
    text = str(value)
    text = text if len(text) <= most else text[: most - 1] + "…"
    text = "".join(c if c.isprintable() else f"(U+{ord(c):04X})" for c in text)
    return f'"{text}"' if isinstance(value, str) else text


def read(path: Path, *, most: int) -> Text:
    """
    Read one file whole, or not at all.

    Raises:
        ProtocolFault: It is missing, too large, not UTF-8, not TOML, or holds
            characters that no reader sees.
    """
    name = name_of(path)
    written = _decoded(path, name, most)
    _refuse_unseen(written, name)
    tables = _tables(written, name)
    text = Text(name=name, tables=tables, lines=KeyLines.scan(written))
    faults = [
        InputFault(
            f'"{path[-1]}" holds the unseen character U+{ord(char):04X}.',
            where=text.where(*path),
            now="Delete it.",
        )
        for path, char in (_unseen(tables) if _may_hide(written) else ())
    ]
    if faults:
        raise ProtocolFault(faults[:MOST_FAULTS])
    return text


def _may_hide(written: str) -> bool:
    # What was written plainly was looked at as written: only an escape can make a
    # character that is not there to see.
    return bool(_ESCAPE.search(written) or _ANY_HIDDEN.search(written))


def _one(what: str, where: str, now: str) -> ProtocolFault:
    return ProtocolFault([InputFault(what, where=where, now=now)])


def _decoded(path: Path, name: str, most: int) -> str:
    try:
        if not path.is_file():
            raise _one("There is no such file.", name, "Look at its name and folder.")
        size = path.stat().st_size
        if size > most:
            raise _one(
                f"The file has {size:,} bytes, and {most:,} are the most.",
                name,
                "It was not read. Take out what does not belong in it.",
            )
        with path.open("rb") as file:
            held = file.read(most)
    except OSError as fault:
        raise _one(
            f"The file cannot be opened ({type(fault).__name__}).",
            name,
            "Look at who may read it.",
        ) from fault
    try:
        return held.decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError as fault:
        line = held.count(b"\n", 0, fault.start) + 1
        raise _one(
            "A byte stands here that is not UTF-8.",
            f"{name}:{line}",
            "Save the file as UTF-8.",
        ) from fault


def _refuse_unseen(written: str, name: str) -> None:
    # In the text as written, so that a remark cannot hide anything either.
    lines = written.split("\n") if _ANY_UNSEEN.search(written) else ()
    faults = [
        InputFault(
            f"The unseen character U+{ord(found.group()):04X} stands here.",
            where=f"{name}:{number}",
            why="It can make a text read otherwise than it is.",
            now="Delete it.",
        )
        for number, line in enumerate(lines, start=1)
        if (found := _ANY_UNSEEN.search(line))
    ]
    if faults:
        raise ProtocolFault(faults[:MOST_FAULTS])
    for number, line in enumerate(written.split("\n"), start=1):
        # A key stays on its line; few lines have dots enough to be searched for one.
        if line.count(".") >= MOST_DOTS and _DEEP_KEY.search(line):
            raise _one(
                "A key with this many dots stands here.",
                f"{name}:{number}",
                "Cards are flat: write keys without dots.",
            )


def _tables(written: str, name: str) -> dict[str, object]:
    try:
        return tomli.loads(written, parse_float=Decimal)
    except RecursionError as fault:
        raise _one(
            "Brackets stand in brackets too many times.",
            f"{name}:{_longest(written)}",
            "Cards are flat.",
        ) from fault
    except tomli.TOMLDecodeError as fault:
        place = _PLACE.search(str(fault))
        line = place.group(1) if place else None
        last = written.rstrip().count("\n") + 1
        what, now = next(
            ((what, now) for start, what, now in _SAID if str(fault).startswith(start)),
            _OTHERWISE,
        )
        raise _one(what, f"{name}:{line or last}", now) from fault
    except (ValueError, ArithmeticError) as fault:
        raise _one(
            "A number has too many digits.",
            f"{name}:{_longest(written)}",
            'Write numbers as text with their unit, as in "0.3 mm".',
        ) from fault


def _longest(written: str) -> int:
    # The reader gives no line for these; such a number or nest is the longest line.
    lines = written.split("\n")
    return lines.index(max(lines, key=len)) + 1


def _unseen(tables: dict[str, object]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    # A stack of our own: how deep a file goes is not for it to decide.
    todo: list[tuple[tuple[str | int, ...], object]] = [((), tables)]
    while todo:
        path, value = todo.pop()
        if isinstance(value, dict):
            todo += [((*path, key), key) for key in value]
            todo += [((*path, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            todo += [((*path, at), inner) for at, inner in enumerate(value)]
        elif isinstance(value, str):
            yield from ((path, char) for char in _ANY_HIDDEN.findall(value))
