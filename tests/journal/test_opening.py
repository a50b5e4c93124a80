"""
Which files are opened, made, refused or copied.
"""

import os
import sqlite3
import subprocess
import sys

import pytest

from planner.errors import JournalFault
from planner.journal import schema
from planner.journal.messages import from_sqlite
from planner.journal.sqlite import SqliteJournal


def test_a_new_journal_is_made_with_its_folders(tmp_path):
    """
    Opening makes the folders and the file, which only its owner can read.
    """
    path = tmp_path / "a" / "b c" / "100%#?.db"

    with SqliteJournal.open(path) as journal:
        assert journal.streams() == ()

    assert path.is_file()
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_what_was_stored_is_there_when_opened_again(path, draft):
    """
    A second opening reads what the first one stored, and goes on from there.
    """
    with SqliteJournal.open(str(path)) as journal:
        first = journal.append("s", 0, "c1", [draft()], fingerprint="f")
    with SqliteJournal.open(path) as journal:
        assert journal.read("s") == first.records
        assert journal.append("s", 0, "c1", [draft()], fingerprint="f").repeated
        assert journal.append("s", 1, "c2", [draft()], fingerprint="f").head.version == 2


def test_the_file_is_marked_and_guarded(path):
    """
    The file carries our mark and layout, and commits reach the disk before they return.
    """
    with SqliteJournal.open(path) as journal:
        journal._db.set_authorizer(None)
        asked = {
            name: journal._db.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "application_id",
                "user_version",
                "foreign_keys",
                "recursive_triggers",
                "secure_delete",
                "synchronous",
                "journal_mode",
            )
        }

    sound = sqlite3.sqlite_version_info >= (3, 51, 3)
    assert asked == {
        "application_id": schema.APPLICATION_ID,
        "user_version": schema.LAYOUT,
        "foreign_keys": 1,
        "recursive_triggers": 1,
        "secure_delete": 1,
        "synchronous": 2 if sound else 3,
        "journal_mode": "wal" if sound else "truncate",
    }


@pytest.mark.parametrize(
    ("version", "sound"),
    [((3, 40, 1), False), ((3, 51, 2), False), ((3, 51, 3), True), ((3, 54, 1), True)],
)
def test_a_write_ahead_log_waits_for_a_sound_sqlite(monkeypatch, version, sound):
    """
    A write-ahead log is only kept from the release on that no longer damages it.
    """
    monkeypatch.setattr(sqlite3, "sqlite_version_info", version)

    assert schema.wal_is_sound() == sound


@pytest.mark.parametrize(("layout", "age"), [(1, "an older"), (3, "a newer")])
def test_another_layout_is_refused_untouched(filled, layout, age):
    """
    A file of an older or newer layout is refused, and not a byte of it is changed.
    """
    db = sqlite3.connect(filled)
    db.execute(f"PRAGMA user_version = {layout}")
    db.close()
    before = filled.read_bytes()

    for read_only in (False, True):
        with pytest.raises(JournalFault) as caught:
            SqliteJournal.open(filled, read_only=read_only)
        assert str(caught.value) == (
            f"{filled}: the journal has layout {layout}, of {age} version of this "
            "program; this version reads layout 2. "
            "What it cannot read whole it must not write to; the file was not touched. "
            "Open it with the version of the program that wrote it."
        )
    assert filled.read_bytes() == before


def test_the_file_of_another_program_is_refused_untouched(path):
    """
    An SQLite file without our mark is refused, and not a byte of it is changed.
    """
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE theirs (x)")
    db.close()
    before = path.read_bytes()

    for read_only in (False, True):
        with pytest.raises(JournalFault, match="belongs to another program"):
            SqliteJournal.open(path, read_only=read_only)
    assert path.read_bytes() == before


@pytest.mark.parametrize("content", [b"plain text " * 200, b"xy", b"\0" * 4096])
def test_what_is_not_a_database_is_refused_untouched(path, content):
    """
    A file that is no database is refused, and not a byte of it is changed.
    """
    path.write_bytes(content)

    for read_only in (False, True):
        with pytest.raises(JournalFault, match="is not a journal"):
            SqliteJournal.open(path, read_only=read_only)
    assert path.read_bytes() == content


def test_an_empty_file_is_taken_for_a_new_journal(path):
    """
    An empty file is what an opening leaves that was cut short: it is laid out anew.
    """
    path.touch()

    with pytest.raises(JournalFault):
        SqliteJournal.open(path, read_only=True)
    with SqliteJournal.open(path) as journal:
        assert journal.streams() == ()


def test_reading_only_makes_and_changes_nothing(path, draft):
    """
    Opening for reading makes no file; in an existing one nothing can be stored.
    """
    with pytest.raises(JournalFault, match="there is no journal"):
        SqliteJournal.open(path, read_only=True)
    assert not path.exists()
    with SqliteJournal.open(path) as journal:
        journal.append("s", 0, "c1", [draft()], fingerprint="f")

    with SqliteJournal.open(path, read_only=True) as journal:
        assert (journal.read_only, journal.damage) == (True, "")
        assert len(journal.read("s")) == 1
        assert journal.verify().ok
        with pytest.raises(JournalFault, match="open for reading only"):
            journal.append("s", 1, "c2", [draft()], fingerprint="f")
        with pytest.raises(JournalFault, match="open for reading only"):
            journal.note_access("s", "read", "dr-b", "2026-03-01T10:00:00+00:00")


def test_a_path_that_cannot_be_made_is_refused(tmp_path):
    """
    A folder, a path below a file, and a name no system takes are refused with a reason.
    """
    (tmp_path / "file").write_text("x")

    with pytest.raises(JournalFault, match="a folder stands there"):
        SqliteJournal.open(tmp_path)
    with pytest.raises(JournalFault, match="no journal can be made or opened there"):
        SqliteJournal.open(tmp_path / "file" / "journal.db")
    with pytest.raises(JournalFault, match="no journal can be made or opened there"):
        SqliteJournal.open(tmp_path / "a\0b")
    with pytest.raises(JournalFault, match="no journal can be made or opened there"):
        SqliteJournal.open(tmp_path / ("x" * 300))


def test_another_writer_is_waited_for_and_then_named(path, draft):
    """
    A journal that stays locked is a fault that says to try again, and holds nothing.
    """
    with SqliteJournal.open(path, busy_seconds=0.05) as journal:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(JournalFault) as caught:
            journal.append("s", 0, "c1", [draft()], fingerprint="f")
        other.close()

        assert str(caught.value) == (
            f"{path}: another program holds the journal. Nothing was stored. "
            "Wait a moment. "
            "Then try again; a command keeps its id, so nothing is stored twice."
        )
        assert not journal.append("s", 0, "c1", [draft()], fingerprint="f").repeated


def test_a_full_disk_stores_nothing_and_keeps_the_rest(path, draft):
    """
    When no page is left, the command is refused whole and earlier entries stay.
    """
    with SqliteJournal.open(path) as journal:
        journal.append("s", 0, "c1", [draft()], fingerprint="f")
        journal._db.set_authorizer(None)
        pages = journal._db.execute("PRAGMA page_count").fetchone()[0]
        limit = f"PRAGMA max_page_count = {pages}"
        journal._db.execute(limit).fetchall()
        with pytest.raises(JournalFault) as caught:
            journal.append("s", 1, "c2", [draft(b"x" * 9999)], fingerprint="f")

        assert caught.value.what == "the disk is full."
        assert caught.value.why == "Nothing was stored."
        assert journal.head("s").version == 1
        assert journal.find_command("c2") is None
        assert journal.verify().ok


def limited(bytes_allowed):
    """
    Let a child write no file beyond a size.
    """
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (bytes_allowed, bytes_allowed))


def test_a_disk_that_stops_writing_stores_nothing(filled):
    """
    A write the system cuts short is a fault in words, and the journal stays whole.
    """
    pytest.importorskip("resource", reason="only POSIX can limit a file")
    program = (
        "import sys\n"
        "from planner.errors import JournalDamaged, JournalFault\n"
        "from planner.journal.sqlite import SqliteJournal\n"
        "journal = SqliteJournal.open(sys.argv[1])\n"
        "try:\n"
        "    journal.put_person('p', {'name': 'x' * 500_000})\n"
        "except JournalFault as fault:\n"
        "    assert not isinstance(fault, JournalDamaged), fault\n"
        "    print(fault.what)\n"
    )
    size = filled.stat().st_size + 100_000

    done = subprocess.run(
        [sys.executable, "-c", program, str(filled)],
        capture_output=True,
        text=True,
        check=True,
        preexec_fn=lambda: limited(size),
    )

    assert done.stdout.startswith("the disk ")
    with SqliteJournal.open(filled) as journal:
        assert journal.verify().ok
        assert journal.people() == ("patient:1",)


def test_a_backup_is_the_journal_as_it_stood(filled, draft, tmp_path):
    """
    A backup made while the journal is open verifies and never replaces an earlier one.
    """
    target = tmp_path / "backups" / "monday.db"
    with SqliteJournal.open(filled) as journal:
        journal.backup(target)
        later = journal.append("session:A", 3, "c9", [draft()], fingerprint="f").head
        with pytest.raises(JournalFault, match="a file stands there already"):
            journal.backup(target)
        with pytest.raises(JournalFault, match="no backup can be written there"):
            journal.backup(filled / "x")

        with SqliteJournal.open(target) as copy:
            assert copy.verify().ok
            assert copy.head("session:A").version == 3
            assert copy.read("session:B") == journal.read("session:B")
            assert copy.person("patient:1") == {"name": "Anne Example"}
            (finding,) = copy.verify([later.digest]).findings
            assert finding.where == f"head {later.digest}"
    assert sorted(x.name for x in target.parent.iterdir()) == ["monday.db"]


def test_every_complaint_of_sqlite_has_words_of_ours():
    """
    No code of SQLite leads to a text with the words this program does not use.
    """
    banned = ("invalid", "illegal", "error", "failed", "exception", "null", "none")
    for code in range(30):
        complaint = sqlite3.OperationalError("some error")
        complaint.sqlite_errorcode = code
        text = str(from_sqlite("journal.db", complaint))
        assert not [word for word in banned if word in text.lower()], text
        assert text.startswith("journal.db: ")
