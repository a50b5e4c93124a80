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
from pace import paced

from planner import library, resources
from planner.clinic import papers
from planner.clinic.rehearse import BEGINS, World, begin
from planner.journal.opening import durability
from planner.journal.sqlite import SqliteJournal
from planner.model.entries.care import VitalsTaken
from planner.model.person import Actor
from planner.safety.assess import assess, assess_anew, forget
from planner.session.moves import Go, Tell
from planner.sheets.render import render

ROUNDS = 120
COLD_ROUNDS = 21
PLANS = 60
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

    return Draft(**{name: getattr(record, name) for name in Draft._fields})


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
    """Take a raw append beside a vitals move of the same row, and one beside an advance.

    Forgetting, every gate of an advance is read from its first word, as in the first look
    at a session after the program was started.
    """
    world, sessions = ready_sessions(ROUNDS)
    with tempfile.TemporaryDirectory() as folder:
        disk = on_disk(world, Path(folder))
        raw = raw_writer(Path(folder) / "raw.sqlite")
        floor, vitals, behind, advance = [], [], [], []

        def write(row):
            raw.execute(INSERT, row)

        def row_of(session):
            record = disk.journal.read(f"session:{session}")[-1]
            return tuple(getattr(record, name) for name in ("stream", "seq", *COLUMNS))

        def take(session):
            disk.desk.ask(session, Tell(payload=VITALS), by=PHYSICIAN)

        def step(session):
            came = disk.desk.ask(session, Go(name="advance", to="injection"), by=PHYSICIAN)
            assert type(came).__name__ == "Done", came

        # The journal is open and every session in memory, as at a desk in use; and each
        # has told its vitals once: the very rows that are appended raw.
        rows = []
        for session in sessions:
            disk.desk.why(session, "injection")
            take(session)
            rows.append(row_of(session))
        settled()
        # In turns, so that each comes right behind the other.
        for session, row in zip(sessions, rows, strict=True):
            floor.append(microseconds(write, row))
            vitals.append(microseconds(take, session))
        for session, row in zip(sessions, rows, strict=True):
            if forgetting:
                forget(world.protocol)
            behind.append(microseconds(write, (*row[:1], -1, *row[2:])))
            advance.append(microseconds(step, session))
        raw.close()
        disk.journal.close()
    return [statistics.median(each) for each in (floor, vitals, behind, advance)]


def assessed():
    """Time all gates before an injection: with nothing kept, and at a desk in use."""
    world = given("injecting")
    situation = world.desk.situation(world.session)
    protocol = world.protocol
    settled()

    # Nothing worked out of one situation is there for the next: each is a new one, and
    # no gate is kept from one to the next.
    def another():
        return (evolve(situation), protocol, "deliver")

    anew = paced(assess_anew, 400, another)
    return anew, paced(assess, 400, another)


def printed():
    """Time a plan to HTML, warm: each round the plan of another patient."""
    world, sessions = ready_sessions(PLANS + 1)
    protocol = world.protocol
    seen = [world.desk.situation(session) for session in sessions]
    judged = [(each, assess_anew(each, protocol, "deliver")) for each in seen]
    waiting = iter(judged)

    def plan(situation, findings):
        context = papers.session_plan(
            situation, protocol, findings, head=short(situation.session.id), names={}
        )
        render("session-plan", context)

    plan(*next(waiting))
    settled()
    return paced(plan, PLANS, lambda: next(waiting))


def short(id_):
    """Give a head as it is printed, another for each session."""
    return f"{id_[:4]}-{id_[4:8]}-{id_[:4]}"


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


def beside(name, ours, other, most):
    """Give the row of a ratio, with both of its times in microseconds."""
    return (name, ours / other, most, "x", ours, other)


def at_both(name, took, most):
    """Give two rows of a time in milliseconds: at full pace, and by the wall."""
    full, wall = took.full / 1000, took.wall / 1000
    return (
        (name, full, most, "ms", took.full, None),
        (f"{name}, by the wall", wall, None, "ms", took.wall, None),
    )


def main():
    """Print every figure beside its bound."""
    floor, vitals, behind, advance = durable()
    *_, behind_anew, anew = durable(forgetting=True)
    (gates, in_use), plan = assessed(), printed()
    peer, why = cold()
    rows = [
        beside("a vitals move / raw append of the same row", vitals, floor, 1.5),
        beside("an advance to injection / raw append", advance, behind, 2.5),
        beside("the same, every gate read from its first word", anew, behind_anew, None),
        *at_both("all gates before an injection, nothing kept", gates, 1.0),
        *at_both("all gates before an injection, at a desk in use", in_use, 1.0),
        *at_both("a plan to HTML, warm", plan, 10.0),
        beside(
            "session why, cold / importing attrs, transitions, Jinja2",
            why * 1e3,
            peer * 1e3,
            2.5,
        ),
    ]
    over = 0
    for name, value, bound, unit, ours, other in rows:
        held = bound is None or value <= bound
        over += not held
        mark = "-" if bound is None else "ok" if held else "OVER"
        most = "(no bound)" if bound is None else f"(at most {bound} {unit})"
        pair = "" if other is None else f"   ({ours:.0f} us beside {other:.0f} us)"
        print(f"{mark:5} {name:58} {value:6.2f} {unit}  {most}{pair}")
    print(json.dumps({name: round(value, 3) for name, value, *_ in rows}))
    return 1 if over and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
