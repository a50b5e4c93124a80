"""
`protocol approve`: a physician signs one version, with every choice of the house named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from planner.cli.door import argument, command
from planner.cli.terminal import Terminal, acting, by_options
from planner.errors import InputFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.model.protocol import Protocol

_NAMED = {"house-choice": "house choice", "unverified": "not yet verified"}


def named(protocol: Protocol) -> Iterator[tuple[str, str]]:
    """
    Every card that rests on a choice of the house or on something nobody verified.
    """
    kinds = {each.id: each.kind for each in protocol.vocabulary.sources}
    shelves = (
        ("question", protocol.questions),
        ("statement", protocol.statements),
        ("gate", protocol.gates),
        ("limit", protocol.limits),
        ("sign", protocol.signs),
        ("trigger", protocol.triggers),
        ("effect", protocol.effects),
        ("line", protocol.lines),
        ("vitals-time", protocol.vitals_times),
        ("training", protocol.trainings),
        ("bar", protocol.bars),
        ("kit", protocol.vocabulary.kit),
    )
    for shelf, cards in shelves:
        for card in cards:
            found = {_NAMED[kinds[s]] for s in card.source if kinds.get(s) in _NAMED}
            if found:
                yield f"{shelf} {card.id}", ", ".join(sorted(found))


def _approve(
    at: Terminal, protocol: str, yes: bool, by: str | None, role: str | None
) -> int:
    from planner.cli.naming import extension_of, protocol_named
    from planner.clinic import office

    found = protocol_named(protocol)
    desk = at.desk(first=True)
    who = acting(desk, by, role)
    rests = list(named(found))
    at.say(
        [
            f"{found.title} ({found.id} {found.version})",
            f"Digest {found.digest}",
            *extension_of(found),
            "",
            f"{len(rests)} of its cards rest on a choice of the house, or on what nobody",
            "has verified yet:",
            *(f"  {name}: {why}" for name, why in rests),
            "",
            f"Sources disagree on {len(found.conflicts)} points; this governs:",
            *(f"  {each.id}: {each.governs}" for each in found.conflicts),
            "",
        ]
    )
    if not yes:
        typed = click.prompt(
            f"Type {found.id} to approve all of this",
            default="",
            show_default=False,
            err=at.as_json,
        )
        if str(typed).strip() != found.id:
            raise InputFault("It was not approved. Nothing was stored.")
    office.approve(desk, found, by=who, named=[name for name, _ in rests])
    at.answer(
        {
            "verdict": "done",
            "protocol": found.id,
            "version": found.version,
            "digest": found.digest,
            "named": [name for name, _ in rests],
        }
    )
    at.say([f"Approved: {found.id} {found.version}, by {who.id}."])
    return 0


APPROVE = command(
    "approve",
    _approve,
    argument("protocol"),
    click.Option(["--yes"], is_flag=True, help="Do not ask; for scripts."),
    *by_options(),
    tells="Approve a protocol version. Every choice of the house is named before it.",
    example="mesoplan protocol approve mesotherapy --by dr-lin",
)
