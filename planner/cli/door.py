"""
How commands are found, and how every fault leaves the program: in one shape, never as a
trace.
"""

from __future__ import annotations

import errno
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

import click

from planner.cli import faults
from planner.cli.terminal import Terminal
from planner.errors import InputFault, PlannerError, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

INTERRUPTED = "It was stopped before it was done."


class Door(click.Group):
    """
    A group of commands, each loaded when it is asked for.

    Args:
        name: What is typed to enter it.
        rooms: Where each command stands, as "module:NAME".
        tells: What the group is for.
        params: Options of the group itself.
        also: Other spellings of a command, as they may be typed.
    """

    def __init__(
        self,
        name: str,
        rooms: Mapping[str, str],
        *,
        tells: str,
        params: Sequence[click.Parameter] = (),
        also: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(
            name,
            help=tells,
            params=list(params),
            callback=_show_help,
            invoke_without_command=True,
        )
        self.rooms = rooms
        self.also = dict(also or {})

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """
        What was typed, with a command in its usual spelling.
        """
        if args and args[0] in self.also:
            args = [self.also[args[0]], *args[1:]]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """
        The commands in the order they are used.
        """
        return list(self.rooms)

    def get_command(
        self,
        ctx: click.Context,  # noqa: ARG002 - click's
        cmd_name: str,
    ) -> click.Command | None:
        """
        One command, its module loaded now.
        """
        place = self.rooms.get(cmd_name)
        if place is None:
            return None
        module, _, name = place.partition(":")
        found = getattr(import_module(module), name)
        one: click.Command = found[cmd_name] if isinstance(found, dict) else found
        return one

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """
        The command that was typed, or a fault with the nearest known one.
        """
        word = args[0]
        if not word.startswith("-") and word not in self.rooms:
            raise InputFault(
                f'There is no command "{word[:60]}".' + nearest(word, self.rooms),
                where=ctx.command_path,
                now=f"See: {ctx.command_path} --help",
            )
        return super().resolve_command(ctx, args)

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: ARG002 - this door always ends the program
        windows_expand_args: bool = True,
        **extra: Any,  # noqa: ANN401 - click's
    ) -> NoReturn:
        """
        Run what was typed, tell what went wrong, and end with the exit code.
        """
        typed = list(sys.argv[1:] if args is None else args)
        as_json = "--json" in typed
        code = _told(
            lambda: super(Door, self).main(
                args,
                prog_name,
                complete_var,
                standalone_mode=False,
                windows_expand_args=windows_expand_args,
                **extra,
            ),
            typed,
            as_json=as_json,
        )
        sys.exit(code)


def _told(run: Callable[[], object], typed: Sequence[str], *, as_json: bool) -> int:
    try:
        return _code(run())
    except PlannerError as fault:
        return faults.tell(fault, as_json=as_json)
    except click.ClickException as fault:
        return faults.tell(faults.of_click(fault), as_json=as_json)
    except click.Abort:
        return faults.tell(InputFault(INTERRUPTED), as_json=as_json)
    except OSError as fault:
        if fault.errno == errno.EPIPE:
            return 1
        return faults.tell_unexpected(fault, typed, as_json=as_json)
    except Exception as fault:  # noqa: BLE001 - the last door: nothing leaves as a trace
        return faults.tell_unexpected(fault, typed, as_json=as_json)


def _code(came: object) -> int:
    return came if isinstance(came, int) else 0


def _show_help(journal: str | None = None) -> None:
    ctx = click.get_current_context()
    terminal = ctx.ensure_object(Terminal)
    terminal.journal = journal or terminal.journal
    if ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


def command(
    name: str,
    run: Callable[..., int | None],
    *params: click.Parameter,
    tells: str,
    example: str,
    answers: bool = True,
) -> click.Command:
    """
    One command: what it runs, what may be typed, what it tells, and an example.

    Args:
        name: What is typed.
        run: What is carried out, with the terminal and the typed values.
        params: What may be typed.
        tells: One sentence that stands alone, then more.
        example: Lines as they would be typed.
        answers: Whether a program may read its answer, as JSON.
    """

    def callback(**typed: Any) -> int | None:  # noqa: ANN401 - as click gives it
        terminal = click.get_current_context().find_object(Terminal) or Terminal()
        terminal.journal = typed.pop("journal", None) or terminal.journal
        terminal.as_json = bool(typed.pop("as_json", False))
        return run(terminal, **typed)

    lines = "\n".join(f"  {line}" for line in example.splitlines())
    added: list[click.Parameter] = [journal_option()]
    if answers:
        added.append(
            click.Option(["--json", "as_json"], is_flag=True, help="Answer as JSON.")
        )
    return click.Command(
        name,
        callback=callback,
        params=[*params, *added],
        help=f"{tells}\n\n\b\nExample:\n{lines}",
        short_help=tells.partition(". ")[0].rstrip("."),
    )


def journal_option() -> click.Option:
    """
    Where the journal is.
    """
    return click.Option(
        ["--journal"],
        metavar="PATH",
        help="The file of the journal; else MESOPLAN_JOURNAL, else the user's data folder.",
    )


def option(
    name: str, tells: str = "", *, key: str = "", many: bool = False
) -> click.Option:
    """
    One option that takes a text; left out, it is not there at all.
    """
    names = [name, key] if key else [name]
    return click.Option(names, metavar="TEXT", multiple=many, help=tells or None)


def language_option() -> click.Option:
    """
    The language of a sheet, of the staff's where there is another for the patient.
    """
    return option(
        "--language", "The staff's: en, fr, es, it, ru or uk; else the clinic's setting."
    )


def patient_language_option() -> click.Option:
    """
    The language of what the patient reads.
    """
    return option(
        "--patient-language", "The patient's; else that of the record, or the staff's."
    )


def argument(name: str, *, needed: bool = True, many: bool = False) -> click.Argument:
    """
    One text that is typed without a name.
    """
    return click.Argument(
        [name], required=needed, nargs=-1 if many else 1, metavar=name.upper()
    )
