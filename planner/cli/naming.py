"""
A protocol as it is named at the terminal.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from planner.model.protocol import Protocol

FILE = ".toml"
OWN = "mesoplan.own-protocols"


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
    return library.load_named(id_, version, own=own_folder())


def own_folder() -> Path | None:
    """
    The folder of the clinic's own protocols as typed (`--protocols`); else the library
    looks where the environment says.
    """
    ctx = click.get_current_context(silent=True)
    named = ctx.meta.get(OWN) if ctx else None
    return Path(str(named)) if named else None


def own_option() -> click.Option:
    """
    Where the clinic's own protocols are.
    """

    def keep(ctx: click.Context, _: click.Parameter, typed: str | None) -> None:
        if typed:
            ctx.meta[OWN] = typed

    return click.Option(
        ["--protocols"],
        metavar="DIR",
        expose_value=False,
        is_eager=True,
        callback=keep,
        help="The clinic's own protocols; else MESOPLAN_PROTOCOLS.",
    )


def listed() -> list[tuple[str, str, bool, str]]:
    """
    Every protocol that is known: id, version, whether it is the clinic's own, and a note.
    """
    from planner import library, resources
    from planner.errors import ProtocolFault

    found = []
    for id_, version, path in library.find(own=own_folder()):
        own = not path.is_relative_to(resources.protocols())
        note = ""
        if own:
            try:
                note = ", ".join(extension_of(library.load(path))) or "the clinic's own"
            except ProtocolFault as fault:
                note = f"does not load: {len(fault.faults)} faults"
        found.append((id_, version, own, note))
    return found


def extension_of(protocol: Protocol) -> list[str]:
    """
    What a protocol was written on, and whether it may be looser.
    """
    if not protocol.extends:
        return []
    told = f"{protocol.extends} ({protocol.parent_digest[:12]}…)"
    if protocol.locally_modified:
        return [f"Locally modified: a fork of {told}"]
    return [f"Extends {told}"]


def files_named(names: tuple[str, ...]) -> tuple[Path, ...]:
    """
    The files of protocols by id, id@version or path; of all that are known for none.

    Raises:
        InputFault: There is no such protocol.
    """
    from planner import library
    from planner.errors import InputFault, nearest

    shipped = library.find(own=own_folder())
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
