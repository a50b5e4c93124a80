"""
Faults on the screen: where, what, why, what now; and a log of what nobody expected.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.errors import InputFault, PlannerError, ProtocolFault, nearest

if TYPE_CHECKING:
    from collections.abc import Sequence

FAULT = 2
UNEXPECTED = "This is a fault of the program, not of what was typed."
_ID_LENGTH = 11


def tell(fault: PlannerError, *, as_json: bool = False, recorded: int = 0) -> int:
    """
    Tell a fault, and give the exit code it ends with.

    `recorded` is how many moves of a file had been recorded before it.
    """
    if as_json:
        told: dict[str, object] = {"format": 1, "fault": _fields(fault)}
        if isinstance(fault, ProtocolFault):
            told["faults"] = [_fields(each) for each in fault.faults]
        if recorded:
            told["recorded"] = recorded
        click.echo(json.dumps(told, ensure_ascii=False))
        return fault.exit_code
    for line in lines(fault):
        click.echo(line, err=True)
    return fault.exit_code


def lines(fault: PlannerError) -> list[str]:
    """
    A fault as it stands on the screen.
    """
    if isinstance(fault, ProtocolFault):
        return str(fault).splitlines()
    head = f"{fault.where}: {fault.what}" if fault.where else fault.what
    named = (("Why", fault.why), ("Now", fault.now))
    return [head, *(f"  {name}  {text}" for name, text in named if text)]


def _fields(fault: PlannerError) -> dict[str, str]:
    return {
        "where": fault.where,
        "what": fault.what,
        "why": fault.why,
        "now": fault.now,
    }


def of_click(fault: click.ClickException) -> PlannerError:
    """
    What click has to say about what was typed, in the shape of our own faults.
    """
    ctx = getattr(fault, "ctx", None)
    where = ctx.command_path if ctx else "mesoplan"
    return InputFault(_said(fault, ctx), where=where, now=f"See: {where} --help")


def _said(fault: click.ClickException, ctx: click.Context | None) -> str:
    if isinstance(fault, click.NoSuchOption):
        known = [
            name
            for param in (ctx.command.get_params(ctx) if ctx else [])
            for name in param.opts
            if name.startswith("--")
        ]
        word = fault.option_name
        return f'There is no option "{word[:60]}".' + nearest(word, known)
    if isinstance(fault, click.MissingParameter) and fault.param is not None:
        name = fault.param.make_metavar(ctx) if ctx else fault.param.name
        return f"{name} is missing."
    return fault.format_message()


def tell_unexpected(
    fault: BaseException, typed: Sequence[str], *, as_json: bool = False
) -> int:
    """
    Tell that the program is at fault, and keep where it happened in a log.

    The log holds ids and places in the program, never what was typed as a value: a
    message of Python may quote a name.
    """
    kept = _keep(fault, typed)
    told = PlannerError(
        UNEXPECTED,
        why="What is written in a journal is written whole or not at all.",
        now=f"Details without names are in {kept}" if kept else "No log could be written.",
    )
    return tell(told, as_json=as_json)


def _keep(fault: BaseException, typed: Sequence[str]) -> str:
    import traceback

    from planner import __version__
    from planner.cli.terminal import folder
    from planner.clinic.clock import SystemClock

    frames = traceback.extract_tb(fault.__traceback__)
    places = [f"  {Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]
    words = " ".join(_word(each) for each in typed)
    told = [
        f"{SystemClock().now().at.isoformat()} mesoplan {__version__}: {words}",
        f"  {type(fault).__name__}",
        *places,
    ]
    path = folder() / "faults.log"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8", newline="\n") as log:
            log.write("\n".join(told) + "\n")
    except OSError:
        return ""
    return str(path)


def _word(typed: str) -> str:
    # Words of the program and ids are kept; a value could be a name.
    if typed.startswith("--"):
        return typed.partition("=")[0]
    plain = typed.replace("-", "")
    if plain.isascii() and plain.islower() and plain.isalpha():
        from planner.cli.root import words

        return typed if typed in words() else "…"
    known = len(typed) == _ID_LENGTH and any(char.isdigit() for char in typed)
    return typed if known and typed.isalnum() else "…"
