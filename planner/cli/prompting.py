"""
One line at a time, as somebody answers it at the keyboard.
"""

from __future__ import annotations

import click

SKIP, STOP = "skip", "stop"
_YES = {"yes", "y", "1"}
_NO = {"no", "n", "2"}


class StopAsking(Exception):
    """
    Somebody typed "stop".
    """


def line(words: str = ">", *, empty: bool = False) -> str:
    """
    One line as typed.

    Raises:
        StopAsking: It says "stop".
        Abort: The input came to its end.
    """
    while True:
        typed = click.prompt(words, default="", show_default=False, prompt_suffix=" ")
        text = str(typed).strip()
        if text == STOP:
            raise StopAsking
        if text or empty:
            return text


def yes_or_no() -> bool | None:
    """
    A yes or a no; nothing where it is skipped.

    Raises:
        StopAsking: Somebody typed "stop".
        Abort: The input came to its end.
    """
    click.echo("  1  yes\n  2  no")
    while True:
        said = line().lower()
        if said == SKIP:
            return None
        if said in _YES | _NO:
            return said in _YES
