"""
Drafts and journals for the tests of this folder.
"""

from itertools import count

import pytest

from planner.journal.memory import MemoryJournal
from planner.journal.record import Draft
from planner.journal.sqlite import SqliteJournal


@pytest.fixture
def draft():
    """
    Give a maker of drafts that differ only where asked.
    """
    number = count(1)

    def make(payload=b"{}", **fields):
        usual = {
            "entry_id": f"entry-{next(number)}",
            "kind": "answered",
            "v": 1,
            "recorded_at": "2026-03-01T09:00:00+00:00",
            "zone": "Europe/Paris",
            "boot": "boot-1",
            "monotonic_ns": 1_000_000,
            "occurred_at": "2026-03-01T08:59:00+00:00",
            "by": '{"assurance": "claimed", "id": "dr-b", "role": "physician"}',
            "payload": payload,
        }
        return Draft(**(usual | fields))

    return make


@pytest.fixture(params=["memory", "sqlite"])
def opened(request, tmp_path):
    """
    Give a way to open a journal of each kind.
    """
    journals = []

    def open_journal(**settings):
        if request.param == "memory":
            journal = MemoryJournal(**settings)
        else:
            path = tmp_path / f"journal-{len(journals)}.db"
            journal = SqliteJournal.open(path, **settings)
        journals.append(journal)
        return journal

    yield open_journal
    for journal in journals:
        journal.close()


@pytest.fixture
def journal(opened):
    """
    Give an empty journal of each kind.
    """
    return opened()


@pytest.fixture
def path(tmp_path):
    """
    Name a file that is not there yet.
    """
    return tmp_path / "journal.db"


@pytest.fixture
def filled(path, draft):
    """
    Make a file with two sessions of three entries, and everything beside them.
    """
    with SqliteJournal.open(path) as journal:
        for stream in ("session:A", "session:B"):
            for version in range(3):
                payload = f"{stream} says {version}".encode()
                journal.append(
                    stream,
                    version,
                    f"command {stream} {version}",
                    [draft(payload)],
                    fingerprint=f"print {stream} {version}",
                )
        journal.note_access("session:A", "printed", "dr-b", "2026-03-01T10:00:00Z")
        journal.note_access("session:A", "read", "dr-b", "2026-03-01T11:00:00Z")
        journal.put_content(
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", b"abc"
        )
        journal.put_person("patient:1", {"name": "Anne Example"})
        journal.put_glance("session:A", 3, "as it stands")
    return path
