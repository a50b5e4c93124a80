"""
What is typed: every command explains itself, and what is mistyped is met with what is
near.
"""

from __future__ import annotations

import pytest

from planner.cli.door import Door
from planner.cli.root import MOVES, ROOT
from planner.clinic.inputs import DOES


def paths(group=ROOT, above=()):
    """
    Give every command with what is typed to reach it.
    """
    for name in group.rooms:
        command = group.get_command(None, name)
        if isinstance(command, Door):
            yield from paths(command, (*above, name))
        else:
            yield (*above, name), command


@pytest.mark.parametrize("typed", [typed for typed, _ in paths()], ids=" ".join)
def test_every_command_shows_an_example_of_itself(typed, door):
    """
    The help of each command says Example, and the example begins with the command.
    """
    shown = door(*typed, "--help")

    assert shown.code == 0
    assert "Example:" in shown.out
    assert f"mesoplan {' '.join(typed)}" in shown.out
    assert "--journal PATH" in shown.out


@pytest.mark.parametrize("typed", [typed for typed, _ in paths()], ids=" ".join)
def test_an_example_can_be_typed(typed):
    """
    Every option in an example of a command is one the command has.
    """
    command = dict(paths())[typed]
    example = command.help.partition("Example:")[2]
    known = {name for param in command.params for name in param.opts}
    words = example.replace("=", " ").split()

    used = {word for word in words if word.startswith("--") and word != "--journal"}

    assert used <= known


def test_everything_that_can_be_asked_of_a_session_has_a_command():
    """
    Each word that a table may say under "does" is reached from the terminal.
    """
    renamed = {"place-test": "test", "read-test": "read", "stop-injecting": "stop"}
    by_record = {"record", "plan"}

    wanted = {renamed.get(word, word) for word in DOES} - by_record

    assert wanted == set(MOVES)


def test_an_unknown_command_is_met_with_the_nearest(door, screen):
    """
    A mistyped command is told with the nearest one, and ends with 2.
    """
    shown = door("sesion", "list")

    assert (shown.out, shown.code) == ("", 2)
    assert shown.err == screen(
        """
        mesoplan: There is no command "sesion". Did you mean "session"?
          Now  See: mesoplan --help
        """
    )


def test_an_unknown_option_is_met_with_the_nearest(door, screen):
    """
    A mistyped option is told with the nearest one, and ends with 2.
    """
    shown = door("session", "why", door.session, "--too", "injection")

    assert (shown.out, shown.code) == ("", 2)
    assert shown.err == screen(
        """
        mesoplan session why: There is no option "--too". Did you mean "--to"?
          Now  See: mesoplan session why --help
        """
    )


def test_what_is_missing_is_named(door, screen):
    """
    A command without its session says so in the same shape.
    """
    shown = door("session", "why")

    assert (shown.out, shown.code) == ("", 2)
    assert shown.err == screen(
        """
        mesoplan session why: SESSION is missing.
          Now  See: mesoplan session why --help
        """
    )


def test_nothing_is_asked_of_nobody(door, screen):
    """
    A move without anybody who makes it is a fault, and nothing is stored.
    """
    before = door.heads()

    shown = door("session", "advance", door.session, by="")

    assert (shown.out, shown.code) == ("", 2)
    assert shown.err == screen(
        """
        --by: It is not said who does this.
          Why  Every entry carries who made it.
          Now  Write --by ID, or set MESOPLAN_BY. See: mesoplan clinic staff list
        """
    )
    assert door.heads() == before
