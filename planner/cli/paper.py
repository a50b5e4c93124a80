"""
Where a sheet goes: a file or standard output, as HTML or PDF, shown in the browser, with
lines of progress for whoever waits.
"""

from __future__ import annotations

import sys
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from attrs import define, field, fields, frozen

from planner.cli.door import language_option, patient_language_option
from planner.errors import InputFault

if TYPE_CHECKING:
    from planner.sheets.pdf import Steps

STDOUT = "-"


@frozen(kw_only=True)
class Asked:
    """
    How a sheet was asked for: the paper, large print, as PDF, shown, with progress, in
    which language for the staff and for the patient.
    """

    paper: str = "A4"
    large: bool = False
    pdf: bool = False
    shown: bool = False
    progress: bool = False
    language: str | None = None
    patient_language: str | None = None


@define
class Press:
    """
    What prints: files in one form, all of a command with the same experience of how
    tight a sheet must be set. `medicine` is the one that a letter asks about.
    """

    asked: Asked
    medicine: str = ""
    _steps: Steps | None = field(default=None, init=False)

    def as_pdf(self, output: str) -> bool:
        """
        Whether a sheet becomes a PDF: where that is asked for, or the file is named so.
        """
        return self.asked.pdf or output.lower().endswith(".pdf")

    def tell(self, line: str) -> None:
        """
        Say what is being done, where somebody watches or asked for it.
        """
        if self.asked.progress or sys.stderr.isatty():
            click.echo(line, err=True)

    def put(self, page: str, output: str) -> None:
        """
        Put a sheet where it was asked for, and show it.

        Raises:
            InputFault: It cannot be written there, or no PDF can be made.
        """
        if self.asked.shown and output == STDOUT:
            raise InputFault(
                "What goes to standard output cannot be opened.",
                where="--open",
                now="Name a file with -o.",
            )
        made = page.encode()
        if self.as_pdf(output):
            from planner.sheets.pdf import Steps, pdf_of

            if self._steps is None:
                self._steps = Steps()
            made = pdf_of(page, steps=self._steps, tell=self.tell)
        if output == STDOUT:
            click.echo(made, nl=False)
            return
        written(Path(output), made)
        if self.asked.shown:
            self.show(Path(output))

    def show(self, path: Path) -> None:
        """
        Show a file in the browser, and say so where none answers.
        """
        if not webbrowser.open(path.resolve().as_uri()):
            click.echo(f"No browser answered. Open it by hand: {path}", err=True)


def written(path: Path, made: bytes) -> None:
    """
    Write a file.

    Raises:
        InputFault: It cannot be written there.
    """
    try:
        path.write_bytes(made)
    except OSError as fault:
        raise InputFault(
            "The sheet cannot be written there.",
            where=str(path),
            why=f"The system says: {fault.strerror}.",
            now="Name a file in a folder that can be written.",
        ) from None


def folder(name: str) -> Path:
    """
    A folder for sheets, made where it is not there yet.

    Raises:
        InputFault: It cannot be made.
    """
    path = Path(name)
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise InputFault(
            "The folder cannot be made.",
            where=name,
            why=f"The system says: {fault.strerror}.",
            now="Name another folder with -o.",
        ) from None
    return path


def options(*, patient: bool = False) -> list[click.Parameter]:
    """
    What may be typed for how a sheet is printed.

    Args:
        patient: Whether a patient reads of it, so that large print and a language of the
            patient's own may be asked for.
    """
    made: list[click.Parameter] = [
        click.Option(
            ["--paper"],
            type=click.Choice(["A4", "Letter"]),
            default="A4",
            show_default=True,
            help="The size of the paper.",
        ),
        click.Option(["--pdf"], is_flag=True, help="As PDF; so is a file named so."),
        click.Option(["--open", "shown"], is_flag=True, help="Show it in the browser."),
        click.Option(
            ["--progress"],
            is_flag=True,
            help="Say what is being done, also where nobody watches a terminal.",
        ),
    ]
    made.append(language_option())
    if patient:
        made.append(patient_language_option())
        told = "Large print: 16 pt or more on what the patient reads."
        made.append(click.Option(["--large"], is_flag=True, help=told))
    return made


def asked(typed: dict[str, Any]) -> Asked:
    """
    Take out of what was typed how the sheet is to be printed.
    """
    names = tuple(each.name for each in fields(Asked))
    return Asked(**{name: typed.pop(name) for name in names if name in typed})
