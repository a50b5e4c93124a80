"""
A module imports from its own room or from a lower floor, and the pure floors stay pure.

To add a room, give it a floor in `FLOORS`. To let a module touch the outside world,
name it in `OWNERS`, and say so in the docstring of its folder.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from house.reading import ROOT, sources, told

if TYPE_CHECKING:
    from collections.abc import Iterator

# "ground" holds the four modules that belong to no room.
FLOORS = {
    "ground": 0,
    "model": 1,
    "safety": 2,
    "session": 3,
    "course": 4,
    "library": 5,
    "journal": 5,
    "exchange": 5,
    "sheets": 5,
    "clinic": 6,
    "cli": 7,
    "web": 7,
}
ALONE = {
    "__init__": "ground",
    "catalogues": "ground",
    "errors": "ground",
    "resources": "ground",
    "__main__": "cli",
}
PURE_UP_TO = FLOORS["course"]
# Exempt: one says where protocols/ is, as a path; the other reads translations, which the
# library and the sheets both need and neither may ask the other for.
READS_FILES = frozenset({"planner/resources.py", "planner/catalogues.py"})

IMPURE = frozenset(
    {
        "asyncio",
        "csv",
        "glob",
        "http",
        "io",
        "jinja2",
        "json",
        "logging",
        "multiprocessing",
        "os",
        "pathlib",
        "pickle",
        "random",
        "secrets",
        "shutil",
        "socket",
        "sqlite3",
        "subprocess",
        "tempfile",
        "threading",
        "time",
        "tomllib",
        "urllib",
        "uuid",
    }
)
IMPURE_CALLS = frozenset({"open", "print", "input"})

# Who alone may import it: one module, or every module of one folder.
OWNERS = {
    "transitions": "planner/session/lifecycle.py",
    "time": "planner/clinic/clock.py",
    "random": "planner/clinic/ids.py",
    "secrets": "planner/clinic/ids.py",
    "uuid": "planner/clinic/ids.py",
    "jinja2": "planner/sheets/",
    "click": "planner/cli/",
    "polib": "planner/catalogues.py",
}
CLOCKS = frozenset({"now", "utcnow", "today"})
CLOCK_HOLDERS = frozenset({"datetime", "date"})
NETWORK = frozenset(
    {
        "aiohttp",
        "ftplib",
        "http",
        "httpx",
        "imaplib",
        "poplib",
        "requests",
        "smtplib",
        "socket",
        "socketserver",
        "ssl",
        "telnetlib",
        "urllib",
        "urllib3",
        "websockets",
        "xmlrpc",
    }
)


def room_of(parts: tuple[str, ...]) -> str:
    """
    Say which room a module lives in, from its dotted name without "planner".
    """
    if not parts:
        return "ground"
    return ALONE.get(parts[0], parts[0])


def imported(path: str, tree: ast.AST) -> Iterator[tuple[int, str]]:
    """
    Give the line and the whole dotted name of everything a module imports.
    """
    package = path.split("/")[:-1]
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            head = [*above, *(node.module.split(".") if node.module else [])]
            for alias in node.names:
                yield node.lineno, ".".join([*head, alias.name])


def own_names(name: str, here: str, path: str) -> Iterator[str]:
    """
    Judge one import of our own: the floors, and the folders out of reach of the pure.
    """
    parts = tuple(name.split(".")[1:])
    # "from planner import __version__" asks the front door for a name, not for a room.
    known = parts and (parts[0] in FLOORS or parts[0] in ALONE)
    front = len(parts) == 1 and not known and not (ROOT / "planner" / parts[0]).is_dir()
    there = "ground" if front else room_of(parts)
    if there not in FLOORS:
        yield f"{there} is not on the plan of floors"
    elif there != here and FLOORS[there] >= FLOORS[here]:
        yield (
            f"{here} (floor {FLOORS[here]}) imports {name} (floor {FLOORS[there]}); "
            "only lower floors may be imported"
        )
    if parts[:1] == ("resources",) and 0 < FLOORS[here] <= PURE_UP_TO:
        yield f"{here} is pure and {name} reaches for files"
    if path == "planner/__init__.py" and parts[:1] not in ((), ("errors",)):
        yield f"the front door imports {name}; it stays light"


def floor_faults(path: str, text: str) -> list[str]:
    """
    Name every import of one module that goes up, sideways, or out of a pure floor.
    """
    tree = ast.parse(text)
    parts = tuple(path.removesuffix(".py").split("/")[1:])
    here = room_of(parts)
    if here not in FLOORS:
        return [f"{path}: {here} is not on the plan of floors"]
    pure = FLOORS[here] <= PURE_UP_TO and path not in READS_FILES
    faults = []
    for line, name in imported(path, tree):
        top = name.split(".")[0]
        at = f"{path}:{line}"
        if top == "planner":
            faults += [f"{at}: {what}" for what in own_names(name, here, path)]
            continue
        if pure and top in IMPURE:
            faults.append(f"{at}: floor {FLOORS[here]} is pure and imports {top}")
        if top in NETWORK:
            faults.append(f"{at}: {top} reaches for a network")
        owner = OWNERS.get(top)
        if owner and path != owner and not (owner[-1] == "/" and owner in path):
            faults.append(f"{at}: only {owner} imports {top}")
        if name == "os.urandom" and path != OWNERS["random"]:
            faults.append(f"{at}: only {OWNERS['random']} draws")
    return faults + touch_faults(path, tree, pure=pure)


def touch_faults(path: str, tree: ast.AST, *, pure: bool) -> list[str]:
    """
    Name every look at a clock, every draw, and every file opened on a pure floor.
    """
    faults = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            held = getattr(node.value, "attr", getattr(node.value, "id", None))
            looks = node.attr in CLOCKS and held in CLOCK_HOLDERS
            if looks and path != OWNERS["time"]:
                faults.append(f"{path}:{node.lineno}: only {OWNERS['time']} looks")
            if node.attr == "urandom" and path != OWNERS["random"]:
                faults.append(f"{path}:{node.lineno}: only {OWNERS['random']} draws")
        elif pure and isinstance(node, ast.Call):
            called = getattr(node.func, "id", None)
            if called in IMPURE_CALLS:
                faults.append(f"{path}:{node.lineno}: a pure floor calls {called}()")
    return faults


def test_every_module_keeps_to_its_floor() -> None:
    """
    No module imports upwards or sideways, and only its owner touches the outside world.
    """
    found = list(sources("planner/**/*.py"))

    faults = [fault for path, text in found for fault in floor_faults(path, text)]

    assert found
    assert not faults, told(faults)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("planner/model/a.py", "from planner.safety import findings"),
        ("planner/model/a.py", "from planner import safety"),
        ("planner/model/a.py", "from ..safety import findings"),
        ("planner/model/entries/a.py", "from ...clinic.clock import now"),
        ("planner/library/a.py", "import planner.journal.chain"),
        ("planner/cli/a.py", "from planner.web import page"),
        ("planner/model/a.py", "if TYPE_CHECKING:\n    import planner.course.slots"),
        ("planner/safety/a.py", "def f():\n    from planner.session import decide"),
        ("planner/cellar/a.py", ""),
        ("planner/clinic/a.py", "from planner.cellar import a"),
        ("planner/safety/a.py", "import os.path"),
        ("planner/course/a.py", "from pathlib import Path"),
        ("planner/errors.py", "import logging"),
        ("planner/session/a.py", "from planner.resources import protocols"),
        ("planner/session/a.py", "open('a')"),
        ("planner/__init__.py", "from planner.cli import main"),
        ("planner/session/decide.py", "from transitions import Machine"),
        ("planner/clinic/a.py", "import time"),
        ("planner/clinic/a.py", "from datetime import datetime\ndatetime.now()"),
        ("planner/clinic/a.py", "import datetime as dt\ndt.date.today()"),
        ("planner/clinic/a.py", "import os\nos.urandom(8)"),
        ("planner/clinic/a.py", "from os import urandom"),
        ("planner/journal/a.py", "from uuid import uuid4"),
        ("planner/clinic/clock.py", "import secrets"),
        ("planner/clinic/a.py", "from jinja2 import Template"),
        ("planner/clinic/a.py", "import click"),
        ("planner/exchange/a.py", "from urllib.request import urlopen"),
    ],
)
def test_a_step_off_the_floor_is_found(path: str, text: str) -> None:
    """
    The check can say no: each of these offends once or more.
    """
    assert floor_faults(path, text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("planner/model/a.py", "from planner.errors import Misuse"),
        ("planner/model/entries/a.py", "from planner.model.answer import Fact"),
        ("planner/model/a.py", "from . import answer"),
        ("planner/clinic/a.py", "from planner import __version__"),
        ("planner/clinic/a.py", "from planner.resources import protocols"),
        ("planner/cli/a.py", "import click\nfrom planner.clinic import clock"),
        ("planner/__main__.py", "from planner.cli import main"),
        ("planner/resources.py", "from pathlib import Path"),
        ("planner/session/lifecycle.py", "from transitions.core import Machine"),
        ("planner/clinic/clock.py", "import time\nfrom datetime import datetime"),
        ("planner/model/a.py", "def f(situation):\n    return situation.now"),
        ("planner/sheets/paper/a.py", "from jinja2 import Environment"),
    ],
)
def test_a_step_on_the_floor_is_let_be(path: str, text: str) -> None:
    """
    The check can say yes.
    """
    assert floor_faults(path, text) == []
