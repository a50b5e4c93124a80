"""Measure what the engine costs, each beside a peer or a floor in the same run.

python benchmarks/measure.py            prints a table of medians and ratios
python benchmarks/measure.py --check    also ends with 1 where a figure is over its bound
"""

from __future__ import annotations

import gc
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from attrs import evolve

from planner import library, resources
from planner.clinic import papers
from planner.clinic.rehearse import BEGINS, World, begin
from planner.journal.opening import durability
from planner.journal.sqlite import SqliteJournal
from planner.model.entries.care import VitalsTaken
from planner.model.person import Actor
from planner.safety.assess import assess_anew, forget
from planner.session.moves import Go, Tell
from planner.sheets.render import render

ROUNDS = 120
COLD_ROUNDS = 21
PHYSICIAN = Actor(id="dr-moreau", role="physician")
VITALS = VitalsTaken(
    values={
        "systolic": "124 mmHg",
        "diastolic": "78 mmHg",
        "pulse": "70 /min",
        "oxygen": "98 %",
    }
)


def microseconds(function, *given):
    """Take one run's time."""
    begins = time.perf_counter()
    function(*given)
    return (time.perf_counter() - begins) * 1e6


def settled():
    """Put what was built so far out of the collector's sight, for both sides alike.

    It stays on while they are timed; but the rehearsed worlds around them are the
    measuring's own, and no side is to pay for walking through them.
    """
    gc.collect()
    gc.freeze()


def given(name):
    """Build a rehearsed world in which a chapter of the cases has happened."""
    protocol = library.load_shipped("mesotherapy")
    cases = library.load_cases(
        resources.protocols() / "mesotherapy" / "cases.toml", protocol
    )
    return begin(name, cases, protocol, {})


def on_disk(world, folder):
    """Copy a rehearsed world's streams into a journal on disk."""
    journal = SqliteJournal.open(folder / "journal.sqlite")
    for stream in world.journal.streams():
        drafts = [_draft(record) for record in world.journal.read(stream)]
        journal.append(stream, 0, f"copy {stream}", drafts, fingerprint=stream)
    for patient in world.journal.people():
        journal.put_person(patient, world.journal.person(patient))
    journal.put_content(world.protocol.digest, library.content(world.protocol))
    other = World(world.protocol, journal, world.clock, world.ids)
    other.patient, other.session, other.course = world.patient, world.session, world.course
    other.desk.why(world.session, "deliver")
    return other


def _draft(record):
    from planner.journal.record import Draft

    names = Draft.__attrs_attrs__
    return Draft(**{each.name: getattr(record, each.name) for each in names})


# Beside those that make it durable, those every connection of the journal sets.
PRAGMAS = (
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    "PRAGMA foreign_keys = ON",
    "PRAGMA recursive_triggers = ON",
    "PRAGMA secure_delete = ON",
)


def raw_writer(path):
    """Open a table under the journal's own pragmas; one INSERT is one commit.

    It has the columns and the key of the journal's entries, and none of its triggers.
    """
    raw = sqlite3.connect(path, isolation_level=None)
    for pragma in (*PRAGMAS, *durability()):
        raw.execute(pragma)
    raw.execute(
        "CREATE TABLE entry (stream TEXT NOT NULL, seq INTEGER NOT NULL, "
        + ", ".join(f"{name} {kind} NOT NULL" for name, kind in COLUMNS.items())
        + ", PRIMARY KEY (stream, seq)) STRICT, WITHOUT ROWID"
    )
    return raw


COLUMNS = {
    "entry_id": "TEXT",
    "kind": "TEXT",
    "v": "INTEGER",
    "recorded_at": "TEXT",
    "zone": "TEXT",
    "boot": "TEXT",
    "monotonic_ns": "INTEGER",
    "occurred_at": "TEXT",
    "by": "TEXT",
    "command": "TEXT",
    "payload": "BLOB",
    "prev": "TEXT",
    "digest": "TEXT",
}
INSERT = "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"


def ready_sessions(count):
    """Bring many patients of one clinic to where the next step is the injection."""
    protocol = library.load_shipped("mesotherapy")
    cases = library.load_cases(
        resources.protocols() / "mesotherapy" / "cases.toml", protocol
    )
    world = begin("clinic", cases, protocol, {})
    chain = []
    name = "ready-for-needles"
    while name != "clinic":
        chain.insert(0, cases.given[name])
        name = cases.given[name].after
    sessions = []
    for _ in range(count):
        world.clock.forward_to(BEGINS)
        for chapter in chain:
            for move in chapter.moves:
                world.do(move)
        sessions.append(world.session)
    return world, sessions


def durable(*, forgetting=False):
    """Compare a vitals move and an advance with a raw append of the same row.

    Forgetting, every gate of an advance is read from its first word, as in the first look
    at a session after the program was started.
    """
    world, sessions = ready_sessions(ROUNDS)
    with tempfile.TemporaryDirectory() as folder:
        disk = on_disk(world, Path(folder))
        raw = raw_writer(Path(folder) / "raw.sqlite")
        append, vitals, advance = [], [], []

        def write(row):
            raw.execute(INSERT, row)

        def row_of(session):
            # The very row the journal stored last, of the session before this one.
            record = disk.journal.read(f"session:{session}")[-1]
            return tuple(getattr(record, name) for name in ("stream", "seq", *COLUMNS))

        def take(session):
            disk.desk.ask(session, Tell(payload=VITALS), by=PHYSICIAN)

        def step(session):
            came = disk.desk.ask(session, Go(name="advance", to="injection"), by=PHYSICIAN)
            assert type(came).__name__ == "Done", came

        # The journal is open and every session in memory, as at a desk in use.
        for session in sessions:
            disk.desk.why(session, "injection")
        first, *rest = sessions
        take(first)
        stored = row_of(first)
        step(first)
        settled()
        for session in rest:
            append.append(microseconds(write, stored))
            vitals.append(microseconds(take, session))
            stored = row_of(session)
            if forgetting:
                forget(world.protocol)
            append.append(microseconds(write, (*stored[:1], -1, *stored[2:])))
            advance.append(microseconds(step, session))
        raw.close()
        disk.journal.close()
    floor = statistics.median(append)
    return floor, statistics.median(vitals), statistics.median(advance)


def assessed():
    """Time all gates before an injection, and one plan to HTML, warm."""
    world = given("injecting")
    situation = world.desk.situation(world.session)
    protocol = world.protocol
    settled()
    # Nothing worked out of one situation is there for the next: each is a new one, and
    # no gate is kept from one to the next.
    gates = [
        microseconds(assess_anew, evolve(situation), protocol, "deliver")
        for _ in range(400)
    ]
    findings = assess_anew(situation, protocol, "deliver")

    def plan():
        context = papers.session_plan(
            situation, protocol, findings, head="0000-0000-0000", names={}
        )
        render("session-plan", context)

    plan()
    return statistics.median(gates), statistics.median(
        [microseconds(plan) for _ in range(30)]
    )


def cold():
    """Compare `session why` from a cold start with importing the three libraries."""
    world = given("injecting")
    with tempfile.TemporaryDirectory() as folder:
        disk = on_disk(world, Path(folder))
        disk.journal.close()
        path = str(Path(folder) / "journal.sqlite")
        peer = [sys.executable, "-c", "import attrs, transitions, jinja2"]
        ours = [
            sys.executable,
            "-m",
            "planner",
            "--journal",
            path,
            "session",
            "why",
            world.session,
            "--json",
        ]
        # Both find their modules compiled, as an installed program does.
        where = {**os.environ, "PYTHONPYCACHEPREFIX": str(Path(folder) / "compiled")}
        where.pop("PYTHONDONTWRITEBYTECODE", None)
        times = {"peer": [], "ours": []}
        for _ in range(COLD_ROUNDS + 1):
            for name, command in (("peer", peer), ("ours", ours)):
                begins = time.perf_counter()
                done = subprocess.run(command, capture_output=True, check=False, env=where)
                times[name].append((time.perf_counter() - begins) * 1e3)
                assert done.returncode in {0, 1}, done.stderr
    # The first run of each compiled them.
    return statistics.median(times["peer"][1:]), statistics.median(times["ours"][1:])


def main():
    """Print every figure beside its bound."""
    floor, vitals, advance = durable()
    anew_floor, _, anew = durable(forgetting=True)
    gates, plan = assessed()
    peer, why = cold()
    rows = [
        (
            "a vitals move / raw append of the same row",
            vitals / floor,
            1.5,
            "x",
            vitals,
            floor,
        ),
        ("an advance to injection / raw append", advance / floor, 2.5, "x", advance, floor),
        (
            "the same, every gate read from its first word",
            anew / anew_floor,
            None,
            "x",
            anew,
            anew_floor,
        ),
        ("all gates before an injection", gates / 1000, 1.0, "ms", gates, None),
        ("a plan to HTML, warm", plan / 1000, 10.0, "ms", plan, None),
        (
            "session why, cold / importing attrs, transitions, Jinja2",
            why / peer,
            2.5,
            "x",
            why * 1e3,
            peer * 1e3,
        ),
    ]
    over = 0
    for name, value, bound, unit, ours, other in rows:
        held = bound is None or value <= bound
        over += not held
        mark = "-" if bound is None else "ok" if held else "OVER"
        most = "(no bound)" if bound is None else f"(at most {bound} {unit})"
        beside = "" if other is None else f"   ({ours:.0f} us beside {other:.0f} us)"
        print(f"{mark:5} {name:58} {value:6.2f} {unit}  {most}{beside}")
    print(json.dumps({name: round(value, 3) for name, value, *_ in rows}))
    return 1 if over and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
