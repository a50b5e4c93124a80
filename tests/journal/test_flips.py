"""
A changed bit in the file is found, or has changed nothing.
"""

import sqlite3
from hashlib import sha256

import pytest

from planner.errors import JournalFault
from planner.journal import schema
from planner.journal.sqlite import SqliteJournal

TABLES = sorted(schema._GROWING)


def held(path):
    """
    Read everything in a file; nothing when SQLite itself cannot.
    """
    db = sqlite3.connect(path)
    try:
        found = [
            db.execute("SELECT * FROM TABLE".replace("TABLE", name)).fetchall()
            for name in TABLES
        ]
        return found, schema.lines(db)
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    finally:
        db.close()


def sound(path, heads):
    """
    Say whether the journal takes a file for sound, using every way to read it.
    """
    try:
        with SqliteJournal.open(path) as journal:
            if journal.damage or not journal.verify(heads).ok:
                return False
            for stream in ("session:A", "session:B"):
                journal.read(stream)
                journal.accesses(stream)
            journal.find_command("command session:A 1")
            journal.people()
            return True
    except JournalFault:
        return False


@pytest.mark.parametrize("seed", range(4))
def test_a_flipped_bit_that_changes_content_is_found(filled, tmp_path, seed):
    """
    Of single flipped bits, each that changes what is held is found or refused.
    """
    original = filled.read_bytes()
    before = held(filled)
    with SqliteJournal.open(filled) as journal:
        heads = [journal.head(name).digest for name in journal.streams()]
    assert sound(filled, heads)
    changed = 0
    for number in range(60):
        chance = int(sha256(f"{seed} {number}".encode()).hexdigest(), 16)
        place, bit = divmod(chance % (len(original) * 8), 8)
        flipped = bytearray(original)
        flipped[place] ^= 1 << bit
        copy = tmp_path / f"flipped-{number}.db"
        copy.write_bytes(flipped)
        same = held(copy) == before
        changed += not same
        assert same or not sound(copy, heads), f"byte {place}, bit {bit}"
    assert changed


def test_every_bit_of_the_first_hundred_bytes_is_survived(filled, tmp_path):
    """
    A flipped bit in the head of the file ends in a sound journal or a fault in words.
    """
    original = filled.read_bytes()
    before = held(filled)
    copy = tmp_path / "flipped.db"
    for place in range(100):
        for bit in range(8):
            flipped = bytearray(original)
            flipped[place] ^= 1 << bit
            copy.write_bytes(flipped)
            same = held(copy) == before
            assert same or not sound(copy, []), f"byte {place}, bit {bit}"


@pytest.mark.parametrize("length", [2, 100, 4096, 4097, 8192, 20000])
def test_a_file_cut_short_is_found(filled, tmp_path, length):
    """
    A file that lost its end is refused or opened for reading only.
    """
    copy = tmp_path / "cut.db"
    copy.write_bytes(filled.read_bytes()[:length])

    assert not sound(copy, [])
