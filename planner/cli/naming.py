"""
A protocol as it is named at the terminal.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.protocol import Protocol

FILE = ".toml"


def protocol_named(name: str) -> Protocol:
    """
    A protocol by its id, by id@version, or from a file.

    Raises:
        InputFault: There is no such protocol.
        ProtocolFault: Its file has faults.
    """
    from planner import library

    if name.endswith(FILE):
        return library.load(Path(name))
    id_, _, version = name.partition("@")
    return library.load_shipped(id_, version)


def files_named(names: tuple[str, ...]) -> tuple[Path, ...]:
    """
    The files of protocols by id, id@version or path; of all that are shipped for none.

    Raises:
        InputFault: There is no such protocol.
    """
    from planner import library
    from planner.errors import InputFault, nearest

    shipped = library.find()
    if not names:
        return tuple(path for _, _, path in shipped)
    found = []
    for name in names:
        if name.endswith(FILE):
            found.append(Path(name))
            continue
        id_, _, version = name.partition("@")
        paths = [p for i, v, p in shipped if i == id_ and version in {"", v}]
        if not paths:
            raise InputFault(
                f'No protocol "{name[:60]}" is shipped.'
                + nearest(name, {each[0] for each in shipped}),
                now="See: mesoplan protocol list",
            )
        found.append(paths[-1])
    return tuple(found)
