"""
The door opens quickly: what a command does not need is not loaded.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

HEAVY = ("attrs", "cattrs", "jinja2", "transitions", "transitions.extensions", "tomllib")
WATCHED = """
import json, sys
from planner.cli import main
try:
    main()
except SystemExit as end:
    code = end.code
print(json.dumps([code, [name for name in {heavy!r} if name in sys.modules]]))
"""


def loaded(*typed):
    """
    Run the program on its own, and tell its exit code and what it loaded.
    """
    script = WATCHED.replace("{heavy!r}", repr(HEAVY))
    ran = subprocess.run(
        [sys.executable, "-c", script, *map(str, typed)],
        capture_output=True,
        check=True,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )
    return json.loads(ran.stdout.splitlines()[-1]), ran.stdout


def test_the_version_loads_nothing():
    """
    To say its version, the program loads none of its libraries but the one that reads
    the command line.
    """
    (code, heavy), out = loaded("--version")

    assert out.startswith("mesoplan ")
    assert (code, heavy) == (0, [])


def test_why_loads_neither_templates_nor_toml(door):
    """
    `session why` reads a journal and judges: no Jinja2, no TOML, no drawn machines.
    """
    (code, heavy), _ = loaded("--journal", door.journal, "session", "why", door.session)

    assert code == 1
    assert set(heavy) <= {"attrs", "cattrs", "transitions"}


def test_text_is_utf_8_with_plain_newlines(door):
    """
    What is printed is UTF-8 with one newline character, whatever the console says.
    """
    assert door("session", "vitals", door.session, "--temperature", "36.6 °C").code == 0
    typed = ("--journal", door.journal, "session", "log", door.session)

    ran = subprocess.run(
        [sys.executable, "-m", "planner", *map(str, typed)],
        capture_output=True,
        check=True,
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PYTHONIOENCODING": "ascii",
        },
    )

    assert "temperature: 36.6 °C\n".encode() in ran.stdout
    assert b"\r" not in ran.stdout
