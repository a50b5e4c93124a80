"""
A program for the tests: appends to a journal and says what was acknowledged.

    writer.py PATH STREAM COUNT [COMMAND]

With a command id it sends that one command; else it appends COUNT entries (0 for as
many as it can until it is killed), reading the head again after each refusal.
"""

import os
import sys
from itertools import count

from planner.errors import StaleVersion
from planner.journal.record import Draft
from planner.journal.sqlite import SqliteJournal


def draft(name):
    """
    Make a draft that carries a name.
    """
    return Draft(
        entry_id=name,
        kind="answered",
        v=1,
        recorded_at="2026-03-01T09:00:00+00:00",
        zone="Europe/Paris",
        boot="boot-1",
        monotonic_ns=1,
        occurred_at="2026-03-01T09:00:00+00:00",
        by='{"id": "dr-b"}',
        payload=name.encode() * 50,
    )


def say(line):
    """
    Write a line so that it is read at once.
    """
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(path, stream, wanted, *command):
    """
    Append as asked, one line of output for each acknowledgement or refusal.
    """
    with SqliteJournal.open(path, busy_seconds=60) as journal:
        if command:
            done = journal.append(stream, 0, command[0], [draft("x")], fingerprint="f")
            say("repeated" if done.repeated else "stored")
            return
        me = journal.head(stream).version
        stored = 0
        for number in count(1):
            if int(wanted) and stored == int(wanted):
                return
            name = f"{me}-{number}-{os.getpid()}"
            version = journal.head(stream).version
            try:
                done = journal.append(
                    stream, version, f"command {name}", [draft(name)], fingerprint=name
                )
            except StaleVersion:
                say("stale")
                continue
            stored += 1
            say(f"stored {done.head.version} {done.head.digest}")


main(*sys.argv[1:])
