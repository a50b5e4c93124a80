"""
`protocol show -o`, `trace -o` and `diagram`: a protocol as pages to read, print and sign.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.door import command
from planner.cli.terminal import Terminal
from planner.errors import InputFault

if TYPE_CHECKING:
    from collections.abc import Mapping

STDOUT = "-"
_PLAIN = "mesotherapy"


def write_page(at: Terminal, text: str, output: str, what: str) -> None:
    """
    Write a page to a file, or to standard output.

    Raises:
        InputFault: It cannot be written there.
    """
    if output == STDOUT:
        click.echo(text)
        return
    if output.lower().endswith(".pdf"):
        raise InputFault(
            f"This page is written as a web page, and {output} is named like a PDF.",
            where="--output",
            now="Name a file that ends in .html, and print it from the browser.",
        )
    try:
        with Path(output).open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as fault:
        raise InputFault(
            "The page cannot be written there.",
            where=output,
            why=f"The system says: {fault.strerror}.",
            now="Name a file in a folder that can be written.",
        ) from None
    at.answer({"verdict": "done", "page": what, "file": output})
    at.say([f"Written: {what}, to {output}."])


def show_page(
    at: Terminal, protocol: str, output: str, paper: str, language: str | None
) -> int:
    """
    Write the page a physician reads and signs, as of today.
    """
    from planner import library
    from planner.cli.naming import files_named
    from planner.clinic import speech
    from planner.clinic.pages import protocol_page
    from planner.library.translating import languages
    from planner.sheets.render import render

    (path,) = files_named((protocol,))
    read = library.read(path)
    today = at.clock.now().at.date()
    beside = languages(path.parent)
    with speech.speaking(read.protocol, language or "en") as said:
        page = protocol_page(said, on=today, rests=read.lines.numbers, languages=beside)
        text = render("protocol", page, paper=paper)
    write_page(at, text, output, "protocol")
    return 0


def trace_page_of(
    at: Terminal,
    protocol: str,
    traced: Mapping[str, Mapping[str, list[str]]],
    output: str,
    *,
    paper: str,
    language: str | None,
) -> int:
    """
    Write the traceability matrix of what was traced.
    """
    from planner import library, resources
    from planner.clinic import speech
    from planner.clinic.pages import trace_page
    from planner.library.translating import languages
    from planner.sheets.render import render

    today = at.clock.now().at.date()
    beside = languages(resources.protocols() / protocol)
    # The same version that was traced: the shipped one.
    with speech.speaking(library.load_shipped(protocol), language or "en") as said:
        page = trace_page(said, traced, on=today, languages=beside)
        text = render("trace", page, paper=paper)
    write_page(at, text, output, "trace")
    return 0


def _diagram(at: Terminal, protocol: str, output: str) -> int:
    from planner.cli.naming import protocol_named
    from planner.sheets.diagram import diagram

    picture = diagram(protocol_named(protocol))
    if output == STDOUT and at.as_json:
        at.answer({"verdict": "done", "page": "diagram", "svg": picture})
        return 0
    write_page(at, picture, output, "diagram")
    return 0


def output_option(tells: str, *, default: str = "") -> click.Option:
    """
    The file to write.
    """
    return click.Option(
        ["-o", "--output"], metavar="FILE", default=default, help=f"{tells} to write."
    )


def paper_option() -> click.Option:
    """
    The size of the paper a page is for.
    """
    return click.Option(
        ["--paper"],
        type=click.Choice(["A4", "Letter"]),
        default="A4",
        show_default=True,
        help="The size of the paper of a page.",
    )


DIAGRAM = command(
    "diagram",
    _diagram,
    click.Argument(["protocol"], default=_PLAIN, metavar="[ID]"),
    output_option('The SVG file; "-", standard output, where none is named,', default="-"),
    tells="Draw the lifecycle of a session with the gates of a protocol, as SVG.",
    example="mesoplan protocol diagram mesotherapy -o lifecycle.svg",
)
