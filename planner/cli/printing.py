"""
`print`: sheets as files, ready for the printer. The emergency card prints whatever
state the journal is in.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.door import argument, command
from planner.cli.terminal import Terminal
from planner.errors import InputFault, JournalDamaged

if TYPE_CHECKING:
    from planner.sheets.contexts import Context

_STDOUT = "-"
_PLAIN = "mesotherapy"


def _write(at: Terminal, page: str, output: str, what: str, notes: list[str]) -> None:
    if output == _STDOUT:
        click.echo(page)
        return
    try:
        with Path(output).open("w", encoding="utf-8", newline="\n") as file:
            file.write(page)
    except OSError as fault:
        raise InputFault(
            "The sheet cannot be written there.",
            where=output,
            why=f"The system says: {fault.strerror}.",
            now="Name a file in a folder that can be written.",
        ) from None
    at.answer({"verdict": "done", "sheet": what, "file": output, "not_read": notes})
    at.say([f"Printed: {what}, to {output}."])


def _plan(at: Terminal, session: str, output: str, paper: str) -> int:
    return _sheet(at, "plan", session, output, paper)


def _discharge(at: Terminal, session: str, output: str, paper: str) -> int:
    return _sheet(at, "discharge", session, output, paper)


def _record(at: Terminal, session: str, output: str, paper: str) -> int:
    return _sheet(at, "record", session, output, paper)


def _sheet(at: Terminal, name: str, session: str, output: str, paper: str) -> int:
    from planner.clinic.desk import NOBODY
    from planner.clinic.ids import typed
    from planner.clinic.printing import SHEETS, sheet

    id_ = typed(session, "session")
    desk = at.desk(reading=True)
    # The printing is noted below: a note that cannot be made keeps nothing from paper.
    page = sheet(desk, id_, name, by=NOBODY, paper=paper, note=False)
    noted = at.note(desk, f"session:{id_}", f"printed {name}")
    _write(at, page, output, SHEETS[name], [noted] if noted else [])
    if noted and not desk.journal.damage:
        click.echo(noted, err=True)
    return JournalDamaged.exit_code if desk.journal.damage else 0


def _emergency(at: Terminal, session: str | None, output: str, paper: str) -> int:
    from planner.cli.salvage import Salvage
    from planner.clinic.ids import typed
    from planner.clinic.papers import emergency_card, emergency_sheet
    from planner.library import load_shipped
    from planner.sheets.render import render

    kept = Salvage(at)
    situation = kept.situation(typed(session, "session")) if session else None
    if situation is None:
        what = "emergency-card"
        context: Context = emergency_card(kept.protocol or load_shipped(_PLAIN))
    else:
        what = "emergency"
        context = emergency_sheet(
            situation,
            kept.protocol or load_shipped(_PLAIN),
            head=kept.head,
            names=kept.names,
        )
    page = render(what, context, paper=paper)
    kept.note()
    _write(at, page, output, what, kept.not_read)
    for line in kept.not_read:
        click.echo(f"Not read: {line}", err=True)
    return JournalDamaged.exit_code if kept.damaged else 0


_OUTPUT = click.Option(
    ["-o", "--output"],
    metavar="FILE",
    required=True,
    help='The HTML file to write; "-" for standard output.',
)
_PAPER = click.Option(
    ["--paper"],
    type=click.Choice(["A4", "Letter"]),
    default="A4",
    show_default=True,
    help="The size of the paper.",
)
PLAN = command(
    "plan",
    _plan,
    argument("session"),
    _OUTPUT,
    _PAPER,
    tells="Print the session plan.",
    example="mesoplan print plan 0000000014G -o plan.html",
)
DISCHARGE = command(
    "discharge",
    _discharge,
    argument("session"),
    _OUTPUT,
    _PAPER,
    tells="Print what the patient takes home.",
    example="mesoplan print discharge 0000000014G -o discharge.html --paper Letter",
)
EMERGENCY = command(
    "emergency",
    _emergency,
    argument("session", needed=False),
    _OUTPUT,
    _PAPER,
    tells="Print the emergency sheet of a session, with all that was given. "
    "Without a session it prints the card alone. It prints under a damaged journal too.",
    example="mesoplan print emergency 0000000014G -o emergency.html\n"
    "mesoplan print emergency -o card.html",
)
RECORD = command(
    "record",
    _record,
    argument("session"),
    _OUTPUT,
    _PAPER,
    tells="Print the record of a session for the chart: what really happened, in order.",
    example="mesoplan print record 0000000014G -o record.html",
)
