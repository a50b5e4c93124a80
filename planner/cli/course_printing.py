"""
`course print`: a course as a page, or the letter to the prescriber of a medicine.
"""

from __future__ import annotations

from typing import Any

import click

from planner.cli.door import argument, command, option
from planner.cli.paper import STDOUT, Press, asked, options
from planner.cli.terminal import Terminal
from planner.errors import JournalDamaged


def _print(
    at: Terminal,
    course: str,
    output: str,
    letter: str | None = None,
    **typed: Any,  # noqa: ANN401
) -> int:
    from planner.clinic.course_papers import COURSE, LETTER, course_sheet
    from planner.clinic.ids import typed as checked

    press = Press(asked(typed))
    id_ = checked(course, "course")
    desk = at.desk(reading=True)
    page = course_sheet(
        desk,
        id_,
        letter=letter or "",
        paper=press.asked.paper,
        language=press.asked.language or "",
    )
    press.put(page, output)
    what = LETTER if letter else COURSE
    noted = at.note(desk, f"course:{id_}", f"printed {what}")
    if output != STDOUT:
        notes = [noted] if noted else []
        at.answer({"verdict": "done", "sheet": what, "file": output, "not_read": notes})
        at.say([f"Printed: {what}, to {output}."])
    return JournalDamaged.exit_code if desk.journal.damage else 0


PRINT = command(
    "print",
    _print,
    argument("course"),
    option("--letter", "A medicine: print the letter that asks its prescriber."),
    click.Option(
        ["-o", "--output"],
        metavar="FILE",
        required=True,
        help='The file to write, .html or .pdf; "-" for standard output.',
    ),
    *options(),
    tells="Print a course: its picture, every date with its reason, the next preparation.",
    example="mesoplan course print 0000000014G -o course.html\n"
    "mesoplan course print 0000000014G --letter Eliquis -o letter.html",
)
