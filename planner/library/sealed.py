"""
A sealed version no longer says what it said when it was released.

What it finds:
    A version that SEALED.toml lists with one digest, and whose files now give another.

Why:
    Clinics approved the version by that digest, and sessions were begun under it; a
    changed file under the same name would be another protocol in its clothes.

What now:
    Put the file back as it was released, or give the change a new version of its own,
    and seal that: mesoplan protocol seal ID.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planner.errors import InputFault, ProtocolFault
from planner.library.finding import Finding
from planner.library.text import MOST_IN_PROTOCOL, name_of, read, shown
from planner.resources import protocols

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.library.lines import Lines
    from planner.model.protocol import Protocol

ID = "changed-after-sealing"
NAME = "SEALED.toml"

_DIGEST = re.compile(r"[0-9a-f]{64}")
_TABLE = "sealed"


def listed(shelf: Path) -> dict[str, str]:
    """
    The versions that are sealed on a shelf, as "id version", each with its digest.

    Raises:
        ProtocolFault: The list cannot be read.
    """
    path = shelf / NAME
    if not path.is_file():
        return {}
    text = read(path, most=MOST_IN_PROTOCOL)
    held = text.tables.get(_TABLE, {})
    known = held if isinstance(held, dict) else {}
    strange = [name for name in text.tables if name != _TABLE or not isinstance(held, dict)]
    strange += [
        name
        for name, digest in known.items()
        if not isinstance(digest, str) or not _DIGEST.fullmatch(digest)
    ]
    if strange:
        raise ProtocolFault(
            [
                InputFault(
                    f"{shown(name)} is no sealed version with its digest.",
                    where=text.where(_TABLE),
                    now='Under [sealed], a line reads "mesotherapy 2026-1" = "…".',
                )
                for name in strange
            ]
        )
    return {str(name): str(digest) for name, digest in known.items()}


def shelf_of(path: Path) -> Path:
    """
    The shelf a protocol file stands on.
    """
    return path.resolve().parent.parent


def check(protocol: Protocol, lines: Lines, *, of: Path) -> Iterator[Finding]:
    """
    Compare a protocol with what was sealed: beside it, and among the shipped ones.
    """
    name = f"{protocol.id} {protocol.version}"
    for shelf in dict.fromkeys((protocols().resolve(), shelf_of(of))):
        digest = listed(shelf).get(name, protocol.digest)
        if digest != protocol.digest:
            yield Finding(
                rule=ID,
                where=lines.of("protocol"),
                what=f"{name} is sealed with the digest {digest[:12]}…, and this file "
                f"gives {protocol.digest[:12]}….",
                now="Put it back as it was released, or give it a version of its own.",
            )


def seal(protocol: Protocol, path: Path) -> bool:
    """
    List a version as released, on the shelf its file stands on.

    Says whether a line was written; a version that is listed already keeps its line.

    Raises:
        InputFault: The file does not stand where its id and version say, or the list
            cannot be written.
        ProtocolFault: The list cannot be read.
    """
    if (path.parent.name, path.stem) != (protocol.id, protocol.version):
        raise InputFault(
            f"This file says {protocol.id} {protocol.version}.",
            where=name_of(path),
            why="A version is sealed where everybody finds it.",
            now=f"Let it stand as {protocol.id}/{protocol.version}.toml on its shelf.",
        )
    shelf = shelf_of(path)
    name = f"{protocol.id} {protocol.version}"
    if name in listed(shelf):
        return False
    at = shelf / NAME
    try:
        held = at.read_text(encoding="utf-8") if at.is_file() else ""
        head = "" if "[sealed]" in held.splitlines() else "[sealed]\n"
        line = f'"{name}" = "{protocol.digest}"\n'
        with at.open("a", encoding="utf-8", newline="\n") as file:
            file.write(("" if not held or held.endswith("\n") else "\n") + head + line)
    except OSError as fault:
        raise InputFault(
            f"The list of sealed versions cannot be written ({type(fault).__name__}).",
            where=name_of(at),
            now="Look at who may write there.",
        ) from fault
    return True
