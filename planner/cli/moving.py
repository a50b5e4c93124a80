"""
How a move of a session becomes a command: it builds one table for
`planner.clinic.inputs`, and nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from planner.cli.carrying import carry_out
from planner.cli.door import argument, command, option
from planner.cli.terminal import Terminal, by_options
from planner.cli.typed import pairs

if TYPE_CHECKING:
    from collections.abc import Callable

S = "0000000014G"
_BY = "--by dr-lin"


def move(
    name: str,
    *params: click.Parameter,
    tells: str,
    example: str = "",
    does: str = "",
    anyone: bool = False,
) -> click.Command:
    """
    The command of one move.

    Args:
        name: What is typed.
        params: What may be typed with it; each is a key of the table.
        tells: What it does.
        example: What follows the session in the example.
        does: The word of the table, where it is another than what is typed.
        anyone: Whether anyone may, registered or not.
    """

    def run(
        at: Terminal,
        session: str,
        *,
        by: str | None,
        role: str | None,
        command: str | None,
        **typed: object,
    ) -> int:
        table: dict[str, object] = {"does": does or name}
        for key, value in typed.items():
            if value is None or value == () or value is False:
                continue
            read = _READ.get(key)
            table[key] = read(value) if read else value
        return carry_out(
            at, session, [table], by=by, role=role, command=command, anyone=anyone
        )

    who = "" if anyone else f" {_BY}"
    return command(
        name,
        run,
        argument("session"),
        *params,
        *by_options(commands=True),
        tells=tells,
        example=f"mesoplan session {name} {S} {example}".rstrip() + who,
    )


_READ: dict[str, Callable[[Any], object]] = {
    "details": lambda typed: pairs(typed, "--detail"),
    "changes": lambda typed: pairs(typed, "--set"),
    "signs": list,
    "questions": list,
    "classes": list,
    "groups": list,
}


def yes(name: str, tells: str) -> click.Option:
    """
    One option that is typed or not.
    """
    return click.Option([name], is_flag=True, help=tells)


REASON = option("--reason", "Why; it is kept.")
ITEM = option("--item", "Which zone, product, lot or medicine, where there are several.")
TEXT = option("--text", "In free words.")
