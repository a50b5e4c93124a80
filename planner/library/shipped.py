"""
Find protocols in a folder, and load a shipped one by its id.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planner.errors import InputFault, ProtocolFault, nearest
from planner.library.reading import load
from planner.library.text import name_of
from planner.resources import protocols

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model.protocol import Protocol

# "2026-1.toml" is a version; "cases.toml" beside it is not.
_VERSION = re.compile(r"\d+(?:-\d+)*")


def find(folder: Path | None = None) -> tuple[tuple[str, str, Path], ...]:
    """
    The protocol versions in a folder as id, version and file, oldest version first.

    A version stands in a folder named after its protocol, in a file named after itself.
    """
    found = [
        (path.parent.name, path.stem, path)
        for path in (folder or protocols()).glob("*/*.toml")
        if _VERSION.fullmatch(path.stem)
    ]
    return tuple(sorted(found, key=lambda each: (each[0], _age(each[1]))))


def load_shipped(id: str, version: str = "") -> Protocol:
    """
    Load a shipped protocol: the version asked for, else the latest.

    Raises:
        InputFault: There is no such protocol or version.
        ProtocolFault: Its file has faults, or names another protocol or version.
    """
    found = find()
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
