"""
`session record`: moves from a file, or from another program through standard input.
"""

from __future__ import annotations

from planner.cli.carrying import carry_out
from planner.cli.door import argument, command
from planner.cli.terminal import Terminal, by_options
from planner.cli.typed import tables

# What nobody has to be registered for, or to say who they are.
ANYONE = (
    "suspect",
    "escalate",
    "treat",
    "signs",
    "record-test",
    "record-anaesthetic",
    "record-delivered",
)


def _record(
    at: Terminal,
    session: str,
    file: str,
    *,
    by: str | None,
    role: str | None,
    command: str | None,
) -> int:
    name, found = tables(file)
    return carry_out(
        at,
        session,
        found,
        by=by,
        role=role,
        command=command,
        anyone=all(each.get("does") in ANYONE for each in found),
        name=name,
    )


RECORD = command(
    "record",
    _record,
    argument("session"),
    argument("file"),
    *by_options(commands=True),
    tells="Record answers, lists, a plan, or several moves, from TOML or JSON. "
    "A file holds one table, or [[move]] before each of several; all of it is read "
    'before any is carried out. "-" reads standard input.',
    example="mesoplan session record 0000000014G answers.toml --by dr-lin\n"
    'echo \'{"answers": {"pregnancy": "no"}}\' |'
    " mesoplan session record 0000000014G - --by dr-lin\n\n"
    "answers.toml may read:\n"
    '  answers   = { pregnancy = "no", weight = "72 kg" }\n'
    '  medicines = [{ name = "apixaban", prescribed = "yes" }]\n'
    "  complete  = true",
)
