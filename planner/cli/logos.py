"""
The clinic's logo, from a file into its settings.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from planner.cli.clinics import recorded
from planner.cli.door import argument, command
from planner.cli.terminal import Terminal, by_options, on_staff
from planner.cli.typed import bytes_of
from planner.errors import InputFault

if TYPE_CHECKING:
    from planner.model.entries.clinic import ClinicSet


def _logo(
    at: Terminal, file: str | None, *, remove: bool, by: str | None, role: str | None
) -> int:
    from planner.model.entries.clinic import ClinicSet
    from planner.sheets.logo import SETTING, embedded, told

    if bool(file) is remove:
        raise InputFault(
            "It is not said which logo.",
            where="clinic logo",
            now="Name one file, or write --remove.",
        )
    held = ""
    if file:
        name, picture = bytes_of(file)
        held = embedded(picture, name)
    payload: ClinicSet = ClinicSet(settings={SETTING: held})
    desk = at.desk(first=True)
    who = on_staff(desk, by, role)
    return recorded(at, desk, payload, f"Logo on every sheet: {told(held)}.", who)


LOGO = command(
    "logo",
    _logo,
    argument("file", needed=False),
    click.Option(["--remove"], is_flag=True, help="Take it off the sheets."),
    *by_options(),
    tells="Put the clinic's logo on every sheet. A PNG, or an SVG that only draws; "
    "64 KB at most. It is kept in the journal, so that a sheet prints the same anywhere.",
    example="mesoplan clinic logo logo.svg --by dr-lin\n"
    "mesoplan clinic logo --remove --by dr-lin",
)
