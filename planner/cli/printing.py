"""
`print`: sheets as files, ready for the printer. The emergency card prints whatever
state the journal is in.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from planner.cli.door import argument, command, option, patient_language_option
from planner.cli.paper import STDOUT, Press, asked, folder, options
from planner.cli.terminal import Terminal
from planner.errors import InputFault, JournalDamaged, PlannerError

if TYPE_CHECKING:
    from planner.cli.salvage import Salvage
    from planner.clinic.desk import Desk
    from planner.sheets.contexts import Context

_PLAIN = "mesotherapy"
_EMERGENCY = "emergency"


def _done(at: Terminal, what: str, output: str, notes: list[str]) -> None:
    if output == STDOUT:
        return
    at.answer({"verdict": "done", "sheet": what, "file": output, "not_read": notes})
    at.say([f"Printed: {what}, to {output}."])


def _plan(at: Terminal, session: str, output: str, **typed: Any) -> int:  # noqa: ANN401
    return _sheet(at, "plan", session, output, Press(asked(typed)))


def _discharge(at: Terminal, session: str, output: str, **typed: Any) -> int:  # noqa: ANN401
    return _sheet(at, "discharge", session, output, Press(asked(typed)))


def _record(at: Terminal, session: str, output: str, **typed: Any) -> int:  # noqa: ANN401
    return _sheet(at, "record", session, output, Press(asked(typed)))


def _consent(at: Terminal, session: str, output: str, **typed: Any) -> int:  # noqa: ANN401
    return _sheet(at, "consent", session, output, Press(asked(typed)))


def _exit(at: Terminal, session: str, output: str, **typed: Any) -> int:  # noqa: ANN401
    return _sheet(at, "exit", session, output, Press(asked(typed)))


def _letter(
    at: Terminal,
    session: str,
    output: str,
    medicine: str | None = None,
    **typed: Any,  # noqa: ANN401
) -> int:
    press = Press(asked(typed), medicine=medicine or "")
    return _sheet(at, "letter", session, output, press)


def _sheet(at: Terminal, name: str, session: str, output: str, press: Press) -> int:
    from planner.clinic.ids import typed
    from planner.clinic.printing import SHEETS

    id_ = typed(session, "session")
    desk = at.desk(reading=True)
    noted = _put(at, desk, press, name=name, session=id_, output=output)
    _done(at, SHEETS[name], output, [noted] if noted else [])
    return JournalDamaged.exit_code if desk.journal.damage else 0


def _put(
    at: Terminal, desk: Desk, press: Press, *, name: str, session: str, output: str
) -> str:
    from planner.clinic.desk import NOBODY
    from planner.clinic.printing import sheet

    # The printing is noted below: a note that cannot be made keeps nothing from paper.
    page = sheet(
        desk,
        session,
        name,
        by=NOBODY,
        paper=press.asked.paper,
        large=press.asked.large,
        note=False,
        say=lambda fault: click.echo(str(fault), err=True),
        language=press.asked.language or "",
        patient_language=press.asked.patient_language or "",
        medicine=press.medicine,
    )
    press.put(page, output)
    noted = at.note(desk, f"session:{session}", f"printed {name}")
    if noted and not desk.journal.damage:
        click.echo(noted, err=True)
    return noted


def _emergency(
    at: Terminal,
    session: str | None,
    output: str,
    **typed: Any,  # noqa: ANN401
) -> int:
    from planner.clinic.ids import typed as checked

    press = Press(asked(typed))
    what, page, kept = _urgent(at, checked(session, "session") if session else "", press)
    fault = _put_urgent(page, output, press)
    kept.note()
    _done(at, what, output, kept.not_read)
    for line in kept.not_read:
        click.echo(f"Not read: {line}", err=True)
    if fault is not None:
        raise fault
    return JournalDamaged.exit_code if kept.damaged else 0


def _urgent(at: Terminal, session: str, press: Press) -> tuple[str, str, Salvage]:
    from planner.cli.salvage import Salvage
    from planner.clinic.papers import emergency_card, emergency_sheet
    from planner.library import load_shipped
    from planner.sheets.render import render

    kept = Salvage(at)
    situation = kept.situation(session) if session else None
    protocol = kept.protocol or load_shipped(_PLAIN)
    settings = situation.history.clinic.settings if situation else {}
    with kept.speaking(protocol, press.asked.language or "", settings) as said:
        if situation is None:
            what = "emergency-card"
            context: Context = emergency_card(said)
        else:
            what = _EMERGENCY
            context = emergency_sheet(situation, said, head=kept.head, names=kept.names)
        created = situation.now.at if situation else None
        page = render(what, context, paper=press.asked.paper, created=created)
    return what, page, kept


def _put_urgent(page: str, output: str, press: Press) -> InputFault | None:
    # Whatever becomes of the PDF, the sheet is there: first as HTML, then as asked.
    if not press.as_pdf(output) or output == STDOUT:
        press.put(page, output)
        return None
    beside = Path(output).with_suffix(".html")
    Press(asked({})).put(page, str(beside))
    try:
        press.put(page, output)
    except InputFault as fault:
        return InputFault(
            fault.what,
            where=fault.where,
            why=fault.why,
            now=f"The sheet is printed as HTML: {beside}.",
        )
    return None


def _all(at: Terminal, session: str, output: str, **typed: Any) -> int:  # noqa: ANN401
    from planner.clinic.ids import typed as checked
    from planner.clinic.printing import SHEETS, sheets_for

    id_, press, into = checked(session, "session"), Press(asked(typed)), folder(output)
    ending = ".pdf" if press.asked.pdf else ".html"
    places = {name: str(into / f"{SHEETS[name]}{ending}") for name in SHEETS}
    # First what may be waited for; it needs no sound journal.
    press.tell(f"First: {SHEETS[_EMERGENCY]}")
    what, page, kept = _urgent(at, id_, press)
    places[_EMERGENCY] = str(into / f"{what}{ending}")
    faults: list[PlannerError] = []
    fault = _put_urgent(page, places[_EMERGENCY], press)
    if fault is not None:
        faults.append(fault)
    kept.note()
    desk = at.desk(reading=True)
    not_read = list(kept.not_read)
    done = [] if fault else [_EMERGENCY]
    seen = desk.situation(id_)
    there = sheets_for(seen, desk.protocol(seen.session.digest))
    rest = [name for name in there if name != _EMERGENCY]
    for count, name in enumerate(rest, start=2):
        press.tell(f"{count} of {len(there)}: {SHEETS[name]}")
        try:
            noted = _put(at, desk, press, name=name, session=id_, output=places[name])
        except PlannerError as found:
            faults.append(found)
            continue
        done.append(name)
        if noted:
            not_read.append(noted)
    at.answer(
        {
            "verdict": "done" if not faults else "fault",
            "sheets": [{"sheet": SHEETS[name], "file": places[name]} for name in done],
            "not_read": not_read,
        }
    )
    at.say([f"Printed: {SHEETS[name]}, to {places[name]}." for name in done])
    for line in kept.not_read:
        click.echo(f"Not read: {line}", err=True)
    if faults:
        raise faults[0]
    damaged = desk.journal.damage or kept.damaged
    return JournalDamaged.exit_code if damaged else 0


_OUTPUT = click.Option(
    ["-o", "--output"],
    metavar="FILE",
    required=True,
    help='The file to write, .html or .pdf; "-" for standard output.',
)
_INTO = click.Option(
    ["-o", "--output"], metavar="DIR", required=True, help="The folder to print into."
)
PLAN = command(
    "plan",
    _plan,
    argument("session"),
    _OUTPUT,
    *options(),
    patient_language_option(),
    tells="Print the session plan.",
    example="mesoplan print plan 0000000014G -o plan.html\n"
    "mesoplan print plan 0000000014G -o plan.pdf --open",
)
DISCHARGE = command(
    "discharge",
    _discharge,
    argument("session"),
    _OUTPUT,
    *options(patient=True),
    tells="Print what the patient takes home.",
    example="mesoplan print discharge 0000000014G -o discharge.html --paper Letter\n"
    "mesoplan print discharge 0000000014G -o discharge.pdf --large",
)
EMERGENCY = command(
    "emergency",
    _emergency,
    argument("session", needed=False),
    _OUTPUT,
    *options(),
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
    *options(),
    tells="Print the record of a session for the chart: what really happened, in order.",
    example="mesoplan print record 0000000014G -o record.html",
)
CONSENT = command(
    "consent",
    _consent,
    argument("session"),
    _OUTPUT,
    *options(patient=True),
    tells="Print what the patient is told before agreeing, and signs.",
    example="mesoplan print consent 0000000014G -o consent.html",
)
LETTER = command(
    "letter",
    _letter,
    argument("session"),
    option("--medicine", "One medicine; else each that must have its prescriber's word."),
    _OUTPUT,
    *options(),
    tells="Print the letter that asks a prescriber what becomes of a medicine. It never"
    " advises to stop one.",
    example="mesoplan print letter 0000000014G --medicine Eliquis -o letter.html",
)
EXIT = command(
    "exit",
    _exit,
    argument("session"),
    _OUTPUT,
    *options(patient=True),
    tells="Print the letter to a patient whose session was deferred, refused or withdrawn.",
    example="mesoplan print exit 0000000014G -o letter.html",
)
ALL = command(
    "all",
    _all,
    argument("session"),
    _INTO,
    *options(patient=True),
    tells="Print every sheet of a session in one go, into a folder. "
    "It may be written print --all, too.",
    example="mesoplan print all 0000000014G -o sheets\n"
    "mesoplan print all 0000000014G -o sheets --pdf",
)
