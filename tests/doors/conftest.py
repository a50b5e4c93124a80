"""
A door to knock on: the real commands, on a small journal of their own and a set clock.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from textwrap import dedent

import pytest
from attrs import define, field
from click.testing import CliRunner

from planner import library, resources
from planner.cli.root import ROOT
from planner.cli.terminal import Terminal
from planner.clinic.clock import SetClock
from planner.clinic.ids import CountedIds
from planner.clinic.rehearse import BEGINS, World, result_of
from planner.journal.sqlite import SqliteJournal

PATIENT = "00000000011"
SESSION = "00000000022"


@define
class Screen:
    """
    What stood on the screen, and the exit code.
    """

    out: str
    err: str
    code: int


@define
class Door:
    """
    The program with its journal, its clock and its ids.
    """

    journal: object
    patient: str = ""
    session: str = ""
    clock: SetClock = field(factory=lambda: SetClock(BEGINS))
    ids: CountedIds = field(factory=lambda: CountedIds(5000))
    by: str = "dr-moreau"

    def __call__(self, *typed, stdin=None, by=None):
        """
        Type a command and read the screen.
        """
        result = CliRunner().invoke(
            ROOT,
            ["--journal", str(self.journal), *map(str, typed)],
            prog_name="mesoplan",
            input=stdin,
            env={"MESOPLAN_BY": self.by if by is None else by},
            obj=Terminal(clock=self.clock, ids=self.ids),
        )
        return Screen(result.stdout, result.stderr, result.exit_code)

    def heads(self):
        """
        How far every stream has come.
        """
        with SqliteJournal.open(self.journal, read_only=True) as journal:
            return {name: journal.head(name).digest for name in journal.streams()}


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path, monkeypatch):
    # The log of the unexpected goes into the user's data folder: here into one of ours.
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    monkeypatch.delenv("MESOPLAN_JOURNAL", raising=False)


@pytest.fixture(scope="session")
def shelf(tmp_path_factory):
    """
    Journals that stand at some points of the worked story, made once.
    """
    folder = tmp_path_factory.mktemp("shelf")
    protocol = library.load_shipped("mesotherapy")
    path = resources.protocols() / "mesotherapy" / "cases.toml"
    cases = library.load_cases(path, protocol)
    stands = {}
    with SqliteJournal.open(folder / "journal.sqlite") as journal:
        world = World(protocol, journal)
        for name in ("clinic", "patient", "asked", "prepared-for-the-test", "tested"):
            for move in cases.given[name].moves:
                came = result_of(move, world)
                assert came.held, (name, came)
            copy = folder / f"{name}.sqlite"
            journal.backup(copy)
            now = (world.clock.at, world.clock.boot, world.clock.ns)
            stands[name] = (copy, world.patient, world.session, now)
    return stands


@pytest.fixture
def at(shelf, tmp_path):
    """
    The program with the journal of some point of the story, copied for this test.
    """

    def standing(name):
        made, patient, session, when = shelf[name]
        path = tmp_path / "journal.sqlite"
        shutil.copyfile(made, path)
        return Door(path, patient, session, SetClock(*when))

    return standing


@pytest.fixture
def door(at):
    """
    The program with one session that was just opened.
    """
    return at("patient")


@pytest.fixture
def screen():
    """
    A screen as it is written in a test.
    """

    def written(text, **values):
        plain = dedent(text).lstrip("\n")
        for name, value in values.items():
            plain = plain.replace(f"<{name}>", value)
        return plain

    return written


@pytest.fixture
def kept():
    """
    A screen, or part of one, that is kept in a file beside the tests.
    """
    folder = Path(__file__).parent / "screens"
    return lambda name: (folder / name).read_text(encoding="utf-8")
