"""
Who tries to change what was recorded is stopped, or found.
"""

import sqlite3

import pytest

from planner.errors import JournalDamaged
from planner.journal import schema
from planner.journal.record import Draft, chain, seal, short
from planner.journal.sqlite import SqliteJournal

INSERT = (
    "INSERT INTO entry VALUES (?, ?, 'e', 'k', 1, 't', 'z', 'b', 1, 't', 'y', "
    "'command session:A 0', x'00', ?, ?)"
)
ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
UPSERT = "INSERT INTO entry SELECT * FROM entry WHERE true ON CONFLICT DO UPDATE SET v = 9"
UPSERT_COMMAND = (
    "INSERT INTO command SELECT * FROM command WHERE true "
    "ON CONFLICT DO UPDATE SET fingerprint = 'x'"
)
GAP = (
    "INSERT OR IGNORE INTO entry SELECT stream, 9, entry_id, kind, v, recorded_at, "
    "zone, boot, monotonic_ns, occurred_at, by, command, payload, prev, digest "
    "FROM entry WHERE stream = 'session:A' AND seq = 3"
)


def contents_of(path):
    """
    Read everything a file holds, table by table.
    """
    db = sqlite3.connect(path)
    try:
        return {
            table: db.execute("SELECT * FROM TABLE".replace("TABLE", table)).fetchall()
            for table in sorted(schema._GROWING)
        }
    finally:
        db.close()


@pytest.fixture
def owner(filled):
    """
    Give a way to run SQL on the file as its owner, with the triggers taken away.
    """

    def run(*statements, keep_triggers=True):
        db = sqlite3.connect(filled, isolation_level=None)
        triggers = db.execute(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall()
        for name, _ in triggers:
            db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            if isinstance(statement, str):
                db.execute(statement)
            else:
                statement(db)
        if keep_triggers:
            for _, sql in triggers:
                db.execute(sql)
        db.close()

    return run


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE entry SET payload = x'00' WHERE stream = 'session:A' AND seq = 1",
        "UPDATE command SET fingerprint = 'other'",
        "UPDATE access SET by = 'other'",
        "UPDATE content SET content = x'00'",
        "UPDATE head SET version = 1",
        "DELETE FROM entry",
        "DELETE FROM entry WHERE stream = 'session:A' AND seq = 3",
        "DELETE FROM command",
        "DELETE FROM head",
        "DELETE FROM access",
        "DELETE FROM content",
        "INSERT OR REPLACE INTO entry SELECT * FROM entry WHERE seq = 1",
        "REPLACE INTO entry SELECT * FROM entry WHERE seq = 3",
        "INSERT OR REPLACE INTO head VALUES ('session:A', 1, 'x')",
        "INSERT OR REPLACE INTO command VALUES ('command session:A 0', 'x', 'x', 'x')",
        "INSERT OR REPLACE INTO access VALUES ('session:A', 1, 'x', 'x', 'x', 'x')",
        "INSERT OR REPLACE INTO content SELECT digest, x'00' FROM content",
        UPSERT,
        UPSERT_COMMAND,
        GAP,
        "INSERT INTO head VALUES ('session:C', 1, 'x')",
        "DROP TRIGGER entry_kept",
        "DROP TABLE entry",
        "ALTER TABLE entry ADD COLUMN more TEXT",
        "ALTER TABLE entry RENAME TO other",
        "CREATE TRIGGER own AFTER INSERT ON entry BEGIN DELETE FROM access; END",
        "CREATE TABLE own (x)",
        "CREATE VIEW own AS SELECT 1",
        "CREATE INDEX own ON entry (by)",
        "CREATE TEMP TRIGGER own AFTER INSERT ON entry BEGIN SELECT 1; END",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA writable_schema = ON",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA synchronous = OFF",
        "ATTACH DATABASE ':memory:' AS other",
        "REINDEX",
        "VACUUM",
    ],
)
def test_our_own_connection_cannot_change_what_was_recorded(filled, statement):
    """
    Each way to change, delete, replace or unguard a row is refused by the file itself.
    """
    before = contents_of(filled)

    with SqliteJournal.open(filled) as journal:
        with pytest.raises(sqlite3.DatabaseError):
            journal._db.execute(statement)
        assert not journal._db.in_transaction
        assert journal.verify().ok

    assert contents_of(filled) == before


@pytest.mark.parametrize("seq", [0, 1, 3, 5, -1])
def test_an_entry_can_only_be_inserted_behind_the_last(filled, seq):
    """
    A gap or a second entry with a number is refused whoever computed its digest.
    """
    with (
        SqliteJournal.open(filled) as journal,
        pytest.raises(sqlite3.IntegrityError, match="follows the last one"),
    ):
        journal._db.execute(INSERT, ("session:A", seq, "p", "d"))


def found(path, heads=()):
    """
    Open a file, and give what the quick look and the full check say.
    """
    with SqliteJournal.open(path) as journal:
        return journal.damage, [tuple(x) for x in journal.verify(heads).findings]


CHANGED = "its content does not match its digest."
UNLINKED = "it does not follow from the entry before it."


def test_a_changed_payload_is_found(filled, owner):
    """
    A changed byte inside a history is named by the full check and stops its reading.
    """
    owner(
        "UPDATE entry SET payload = x'00' WHERE stream = 'session:A' AND seq = 2",
    )

    damage, findings = found(filled)

    assert damage == ""  # the quick look reads only the ends of streams
    assert findings == [("session:A entry 2", CHANGED)]
    with SqliteJournal.open(filled) as journal:
        with pytest.raises(JournalDamaged) as caught:
            journal.read("session:A")
        assert journal.read("session:B")
    assert str(caught.value) == (
        "session:A entry 2: its content does not match its digest. "
        "What stands there is not what was written, so nothing more is stored. "
        "Leave the journal as it is, go on with paper, "
        "and put back the newest backup that verifies."
    )
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    "column",
    [
        "entry_id",
        "kind",
        "recorded_at",
        "zone",
        "boot",
        "occurred_at",
        "by",
        "command",
        "prev",
        "digest",
    ],
)
def test_every_text_of_an_entry_is_bound(filled, owner, column):
    """
    Changing any text of an entry is found at that entry.
    """
    change = "UPDATE entry SET COLUMN = COLUMN || ' ' WHERE seq = 2"

    owner(change.replace("COLUMN", column))

    _, findings = found(filled)

    assert ("session:A entry 2", CHANGED) in findings
    assert ("session:B entry 2", CHANGED) in findings


@pytest.mark.parametrize("column", ["v", "monotonic_ns"])
def test_every_number_of_an_entry_is_bound(filled, owner, column):
    """
    Changing any number of an entry is found at that entry.
    """
    change = "UPDATE entry SET COLUMN = COLUMN + 1 WHERE seq = 2"

    owner(change.replace("COLUMN", column))

    assert ("session:A entry 2", CHANGED) in found(filled)[1]


def test_a_replaced_entry_with_a_digest_of_its_own_is_found(filled, owner):
    """
    An entry replaced by a well-formed other one does not carry the next one.
    """

    def replace(db):
        rows = db.execute("SELECT * FROM entry WHERE stream = 'session:A'").fetchall()
        names = [x[1] for x in db.execute("PRAGMA table_info(entry)")]
        old = dict(zip(names, rows[1], strict=True))
        fields = {key: old[key] for key in Draft.__annotations__}
        draft = Draft(**(fields | {"payload": b"other"}))
        new = chain(old["prev"], "session:A", 2, old["command"], draft)
        db.execute(
            "UPDATE entry SET payload = ?, digest = ? WHERE stream = ? AND seq = 2",
            (new.payload, new.digest, "session:A"),
        )

    owner(replace)

    assert found(filled)[1] == [("session:A entry 3", UNLINKED)]
    with SqliteJournal.open(filled) as journal:
        for after in (0, 1, 2):
            with pytest.raises(JournalDamaged, match=f"session:A entry 3: {UNLINKED}"):
                journal.read("session:A", after)


def test_a_deleted_entry_is_found(filled, owner):
    """
    An entry taken out of the middle leaves a gap that is named.
    """
    owner("DELETE FROM entry WHERE stream = 'session:A' AND seq = 2")

    findings = found(filled)[1]

    assert ("session:A entry 2", "it is missing.") in findings
    with (
        SqliteJournal.open(filled) as journal,
        pytest.raises(JournalDamaged, match="session:A entry 2: it is missing"),
    ):
        journal.read("session:A")


def test_a_deleted_tail_opens_the_journal_for_reading_only(filled, owner, draft):
    """
    A last entry that is gone is seen at once: nothing more is stored.
    """
    owner("DELETE FROM entry WHERE stream = 'session:A' AND seq = 3")

    with SqliteJournal.open(filled) as journal:
        assert journal.read_only
        assert journal.damage == (
            "session:A: its last entry is not the one its head names. "
            "What stands there is not what was written, so nothing more is stored. "
            "Leave the journal as it is, go on with paper, "
            "and put back the newest backup that verifies."
        )
        with pytest.raises(JournalDamaged) as caught:
            journal.append("session:B", 3, "new", [draft()], fingerprint="f")
        assert str(caught.value) == journal.damage
        with pytest.raises(JournalDamaged, match="session:A entry 3: it is missing"):
            journal.read("session:A")
        assert len(journal.read("session:B")) == 3
        assert journal.verify().findings[0] == (
            "session:A",
            "the head says version 3, and the last entry is 2.",
        )


def cut(db):
    """
    Take the last entry of a stream away, with its command, and move the head back.
    """
    db.execute("DELETE FROM entry WHERE stream = 'session:A' AND seq = 3")
    db.execute("DELETE FROM command WHERE command = 'command session:A 2'")
    db.execute(
        "UPDATE head SET version = 2, digest = (SELECT digest FROM entry "
        "WHERE stream = 'session:A' AND seq = 2) WHERE stream = 'session:A'"
    )


def rewrite(db):
    """
    Change the first entry of a stream and recompute everything behind it.
    """
    names = [x[1] for x in db.execute("PRAGMA table_info(entry)")]
    rows = db.execute("SELECT * FROM entry WHERE stream = 'session:A'").fetchall()
    prev = "0" * 64
    for row in rows:
        old = dict(zip(names, row, strict=True))
        draft = Draft(**{key: old[key] for key in Draft.__annotations__})
        draft = draft._replace(payload=b"other " + draft.payload)
        new = chain(prev, "session:A", old["seq"], old["command"], draft)
        prev = new.digest
        db.execute(
            "UPDATE entry SET payload = ?, prev = ?, digest = ? "
            "WHERE stream = 'session:A' AND seq = ?",
            (new.payload, new.prev, new.digest, new.seq),
        )
    db.execute("UPDATE head SET digest = ? WHERE stream = 'session:A'", (prev,))


@pytest.mark.parametrize("attack", [cut, rewrite])
def test_a_history_cut_or_rewritten_whole_is_found_by_a_printed_head(filled, owner, attack):
    """
    What is consistent within the file still lacks the head that stands on paper.
    """
    with SqliteJournal.open(filled) as journal:
        head = journal.head("session:A").digest
    owner(attack)

    assert found(filled) == ("", [])
    for printed in (short(head), head):
        (finding,) = found(filled, [printed])[1]
        assert finding[0] == f"head {printed}"


def test_swapped_streams_are_found(filled, owner):
    """
    Entries put under the name of another patient's session are found there.
    """
    owner(
        "UPDATE entry SET stream = 'x' WHERE stream = 'session:A'",
        "UPDATE entry SET stream = 'session:A' WHERE stream = 'session:B'",
        "UPDATE entry SET stream = 'session:B' WHERE stream = 'x'",
    )

    damage, findings = found(filled)

    assert damage.startswith("session:A: its last entry is not the one its head names.")
    assert ("session:A entry 1", CHANGED) in findings
    assert ("session:B entry 1", CHANGED) in findings


@pytest.mark.parametrize(
    ("statement", "damage", "finding"),
    [
        (
            "DELETE FROM head WHERE stream = 'session:A'",
            "session:A: its head is missing.",
            ("session:A", "3 entries are there, and no head."),
        ),
        (
            "DELETE FROM entry WHERE stream = 'session:A'",
            "session:A: its entries are missing.",
            ("session:A", "the head says version 3, and no entry is there."),
        ),
        (
            "UPDATE head SET digest = 'x' WHERE stream = 'session:A'",
            "session:A: its last entry is not the one its head names.",
            ("session:A", "the head is not the digest of the last entry."),
        ),
        (
            "DELETE FROM command WHERE command = 'command session:A 0'",
            "",
            ("session:A entry 1", "the command it names is not there."),
        ),
        (
            "UPDATE command SET fingerprint = 'x' WHERE command LIKE '%A 0'",
            "",
            ("command command session:A 0", CHANGED),
        ),
        ("UPDATE access SET by = 'x'", "", ("session:A access 1", CHANGED)),
        (
            "DELETE FROM access WHERE number = 1",
            "",
            ("session:A access 1", CHANGED),
        ),
        (
            "UPDATE content SET content = x'00'",
            "",
            (
                f"content {ABC}",
                CHANGED,
            ),
        ),
        ("UPDATE person SET fields = '{}'", "", ("person patient:1", CHANGED)),
        ("UPDATE glance SET words = 'x'", "", ("glance session:A", CHANGED)),
        ("UPDATE glance SET version = 2", "", ("glance session:A", CHANGED)),
    ],
)
def test_each_other_change_has_its_finding(filled, owner, statement, damage, finding):
    """
    Heads, commands, accesses, contents and names are checked as entries are.
    """
    owner(statement)

    seen, findings = found(filled)

    assert seen.startswith(damage)
    assert bool(seen) == bool(damage)
    assert finding in findings


def test_an_orphan_command_is_found(filled, owner):
    """
    A command that claims entries which are not there is a finding.
    """

    def claim(db):
        row = ("c", "f", '[["session:A", 4, 4]]')
        db.execute("INSERT INTO command VALUES (?, ?, ?, ?)", (*row, seal(*row)))
        row = ("d", "f", "nonsense")
        db.execute("INSERT INTO command VALUES (?, ?, ?, ?)", (*row, seal(*row)))

    owner(claim)

    what = "0 entries name it, and it stored others."
    assert found(filled)[1] == [("command c", what), ("command d", what)]


@pytest.mark.parametrize(
    ("read", "statement"),
    [
        (lambda x: x.content("b" * 64), "UPDATE content SET digest = '{0}'"),
        (lambda x: x.person("patient:1"), "UPDATE person SET fields = '{{}}'"),
        (lambda x: x.accesses("session:A"), "UPDATE access SET at = 'x'"),
        (
            lambda x: x.find_command("command session:A 1"),
            "UPDATE command SET fingerprint = 'x'",
        ),
        (
            lambda x: x.find_command("command session:A 1"),
            "UPDATE entry SET payload = x'00'",
        ),
    ],
)
def test_what_was_changed_is_never_handed_out(filled, owner, read, statement):
    """
    Reading anything that no longer matches its digest raises instead.
    """
    owner(statement.format("b" * 64))

    with SqliteJournal.open(filled) as journal, pytest.raises(JournalDamaged):
        read(journal)


@pytest.mark.parametrize(
    "name", sorted(line[1] for line in schema.expected() if line[0] == "trigger")
)
def test_a_missing_trigger_is_seen_at_open(filled, name):
    """
    A file without one of its guards is opened for reading only, naming the guard.
    """
    db = sqlite3.connect(filled)
    db.execute(f"DROP TRIGGER {name}")
    db.close()

    damage, findings = found(filled)

    assert f"missing, changed or not ours: trigger {name}." in damage
    assert findings[0] == (
        filled.name,
        f"trigger {name} is missing, changed or not ours.",
    )


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TRIGGER own AFTER INSERT ON entry BEGIN DELETE FROM access; END",
        "CREATE VIEW own AS SELECT 1",
        "ALTER TABLE entry ADD COLUMN own TEXT",
        "ALTER TABLE entry RENAME TO own",
    ],
)
def test_a_foreign_table_or_trigger_is_seen_at_open(filled, statement):
    """
    A file with more, or other, than what this program laid out is not written to.
    """
    db = sqlite3.connect(filled)
    db.execute(statement)
    db.close()

    with SqliteJournal.open(filled) as journal:
        assert journal.read_only
        assert not journal.verify().ok


@pytest.mark.parametrize("wal_from", [(0,), (99,)])
def test_a_forgotten_name_is_gone_from_the_folder(filled, monkeypatch, wal_from):
    """
    After forgetting or replacing, no file of the folder holds the name any more.
    """
    # One connection cannot meet the fault for which older releases get no such log.
    monkeypatch.setattr(schema, "WAL_SOUND_FROM", wal_from)
    with SqliteJournal.open(filled) as journal:
        journal.put_person("patient:2", {"name": "Canary Forget"})
        journal.put_person("patient:3", {"name": "Canary Replace"})
        journal.forget_person("patient:2")
        journal.put_person("patient:3", {"name": "New"})

        held = b"".join(file.read_bytes() for file in filled.parent.iterdir())

    assert b"Canary" not in held
    assert b"Anne Example" in held
