"""
Find protocols in a folder, and load one by its id: a shipped one, or the clinic's own.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from planner.errors import InputFault, ProtocolFault, nearest
from planner.library.reading import load
from planner.library.text import name_of, shown
from planner.resources import protocols

if TYPE_CHECKING:
    from planner.model.protocol import Protocol

# Where a clinic's own protocols are.
PLACE = "MESOPLAN_PROTOCOLS"

# "2026-1.toml" is a version; "cases.toml" beside it is not.
_VERSION = re.compile(r"\d+(?:-\d+)*")


def find(
    folder: Path | None = None, *, own: Path | None = None
) -> tuple[tuple[str, str, Path], ...]:
    """
    The protocol versions in a folder as id, version and file, oldest version first.

    A version stands in a folder named after its protocol, in a file named after itself.
    Without a folder: the shipped ones, and those of the clinic's own folder (`own`, else
    as the environment says). A clinic's own protocol never bears a shipped id, whatever
    its version: nothing can stand in for what was shipped.

    Raises:
        InputFault: The clinic's own folder is not there, or bears a shipped id.
    """
    if folder is not None:
        return _in(folder)
    shipped = _in(protocols())
    shelf = own or own_folder()
    if shelf is None or shelf.resolve() == protocols().resolve():
        return shipped
    if not shelf.is_dir():
        raise InputFault(
            "The folder of the clinic's own protocols is not there.",
            where=shown(str(shelf)),
            now=f"Look at {PLACE}, or at --protocols.",
        )
    mine = _in(shelf)
    taken = sorted({each[0] for each in mine} & {each[0] for each in shipped})
    if taken:
        raise InputFault(
            f'A protocol of the clinic\'s own is called "{taken[0]}", as a shipped one.',
            where=name_of(shelf / taken[0]),
            why="Nothing may stand in for what was shipped, in any version.",
            now="Give it an id of its own, and extend the shipped one.",
        )
    return tuple(sorted((*shipped, *mine), key=lambda each: (each[0], _age(each[1]))))


def own_folder() -> Path | None:
    """
    The folder of the clinic's own protocols, where the environment names one.
    """
    named = os.environ.get(PLACE, "")
    return Path(named) if named else None


def _in(folder: Path) -> tuple[tuple[str, str, Path], ...]:
    found = [
        (path.parent.name, path.stem, path)
        for path in folder.glob("*/*.toml")
        if _VERSION.fullmatch(path.stem)
    ]
    return tuple(sorted(found, key=lambda each: (each[0], _age(each[1]))))


def load_named(id: str, version: str = "", *, own: Path | None = None) -> Protocol:
    """
    Load a shipped protocol or one of the clinic's own: the version asked for, else the
    latest.

    Raises:
        InputFault: There is no such protocol or version.
        ProtocolFault: Its file has faults, or names another protocol or version.
    """
    shipped = _in(protocols())
    known = any(each[0] == id for each in shipped)
    return _load(shipped if known else find(own=own), id, version)


def load_shipped(id: str, version: str = "") -> Protocol:
    """
    Load a shipped protocol: the version asked for, else the latest.

    Raises:
        InputFault: There is no such protocol or version.
        ProtocolFault: Its file has faults, or names another protocol or version.
    """
    return _load(_in(protocols()), id, version)


def _load(found: tuple[tuple[str, str, Path], ...], id: str, version: str) -> Protocol:
    versions = {each[1]: each[2] for each in found if each[0] == id}
    if not versions:
        raise InputFault(
            f'No protocol "{id}" is shipped.' + nearest(id, {each[0] for each in found})
        )
    asked = version or list(versions)[-1]
    if asked not in versions:
        raise InputFault(
            f'The protocol "{id}" has no version "{asked}".',
            now=f"There is: {', '.join(versions)}.",
        )
    protocol = load(versions[asked])
    if (protocol.id, protocol.version) != (id, asked):
        raise ProtocolFault(
            [
                InputFault(
                    f'The file says "{protocol.id}" version "{protocol.version}".',
                    where=name_of(versions[asked]),
                    now="Name the folder after the id and the file after the version.",
                )
            ]
        )
    return protocol


def _age(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("-"))
