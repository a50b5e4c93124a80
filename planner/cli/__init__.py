"""
The door of the terminal.

Never here: Rules and wording.
"""

from __future__ import annotations

import gc
import sys
from io import TextIOWrapper

_BETWEEN_COLLECTIONS = 200_000


def main() -> None:
    """
    Run the program as it was typed, and end with its exit code.
    """
    # A command makes much at once and ends before what it leaves is worth looking for.
    gc.set_threshold(_BETWEEN_COLLECTIONS)
    from planner.cli.root import ROOT

    # Stated, because a console of another code page cannot show µ, × or →.
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape")
    try:
        ROOT(prog_name="mesoplan")
    finally:
        # The process ends: nothing that is left is worth walking through once more.
        gc.freeze()
