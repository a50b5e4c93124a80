"""
What every journal promises, whatever keeps it.
"""

from datetime import timedelta
from hashlib import sha256

import pytest
from attrs import evolve

from planner.errors import CommandReused, InputFault, JournalFault, StaleVersion
from planner.journal.interface import Access, Part
from planner.journal.record import GENESIS, Head, short

S, T = "session:A", "session:B"


def add(journal, draft, stream=S, version=0, command="c1", **more):
    """
    Append one entry.
    """
    more.setdefault("fingerprint", "f")
    return journal.append(stream, version, command, [draft()], **more)


def test_an_entry_is_read_back_as_it_was_given(journal, draft):
    """
    Reading gives the entries that were appended, in order, each bound to the last.
    """
    drafts = [draft(b"\x00\xff"), draft("Zoë says “no”".encode(), by="µ")]

    appended = journal.append(S, 0, "c1", drafts, fingerprint="f")

    records = journal.read(S)
    assert records == appended.records
    assert not appended.repeated
    assert appended.head == journal.head(S)
    assert appended.head == Head(stream=S, version=2, digest=records[1].digest)
    assert [record.seq for record in records] == [1, 2]
    assert [record.prev for record in records] == [GENESIS, records[0].digest]
    assert [record.payload for record in records] == [b"\x00\xff", drafts[1].payload]
    assert records[1].by == "µ"
    assert {record.command for record in records} == {"c1"}


def test_reading_can_begin_after_a_version(journal, draft):
    """
    Reading after a version gives what came later, and nothing past the end.
    """
    for version in range(3):
        add(journal, draft, version=version, command=f"c{version}")

    whole = journal.read(S)
    assert journal.read(S, after=1) == whole[1:]
    assert journal.read(S, after=3) == ()
    assert journal.read(S, after=9) == ()
    assert journal.read(S, after=-1) == whole


def test_a_new_stream_has_version_zero(journal):
    """
    A stream nobody wrote to has version 0 and the genesis digest.
    """
    assert journal.head(S) == Head(stream=S, version=0, digest=GENESIS)
    assert journal.read(S) == ()


def test_streams_are_listed_by_prefix_in_order(journal, draft):
    """
    Streams are listed by the beginning of their name, taken literally, in order.
    """
    for stream in ("session:B", "session:A", "patient:1", "session_%"):
        add(journal, draft, stream, command=stream)

    assert journal.streams("session:") == ("session:A", "session:B")
    assert journal.streams("session_") == ("session_%",)
    assert journal.streams() == ("patient:1", "session:A", "session:B", "session_%")


def test_a_stale_version_says_who_came_first(journal, draft):
    """
    Appending on an older version stores nothing and names the newer entry.
    """
    add(journal, draft, command="c1")
    add(journal, draft, version=1, command="c2")

    with pytest.raises(StaleVersion) as caught:
        add(journal, draft, version=1, command="c3")

    assert str(caught.value) == (
        "session:A: version 1 was read, and it is at version 2 now: "
        '"dr-b" recorded entry 2 at 2026-03-01T09:00:00+00:00. '
        "The decision rests on an older reading, so nothing was stored. "
        "Read it again, then decide again under a new command id."
    )
    assert caught.value.where == S
    assert journal.head(S).version == 2
    assert journal.find_command("c3") is None


def test_a_version_that_is_not_there_yet_points_to_a_lost_history(journal, draft):
    """
    A version above the stored one says that entries are gone, not that one is newer.
    """
    add(journal, draft)

    with pytest.raises(StaleVersion) as caught:
        add(journal, draft, version=5, command="c2")

    assert str(caught.value) == (
        "session:A: version 5 was read, and it is at version 1 now: entries are gone. "
        "Another journal, or an older backup, may stand in its place; "
        "nothing was stored. "
        "Verify the journal with the heads printed on the sheets before going on."
    )


def test_an_actor_that_is_no_json_object_is_named_as_it_stands(journal, draft):
    """
    The message names whatever the actor text is when it holds no id.
    """
    journal.append(S, 0, "c1", [draft(by="nurse")], fingerprint="f")

    with pytest.raises(StaleVersion, match='"nurse" recorded entry 1'):
        add(journal, draft, command="c2")


def test_a_stream_that_was_only_read_has_to_be_unchanged(journal, draft):
    """
    A command is turned away when a further stream it read has moved on.
    """
    add(journal, draft, "patient:1", command="c1")

    add(journal, draft, command="c2", unchanged={"patient:1": 1, "clinic": 0})
    with pytest.raises(StaleVersion) as caught:
        add(journal, draft, version=1, command="c3", unchanged={"patient:1": 0})

    assert caught.value.where == "patient:1"
    assert journal.head(S).version == 1


def test_a_retry_is_answered_with_the_first_result(journal, draft):
    """
    The same command sent twice stores once, even after the stream has moved on.
    """
    first = add(journal, draft, command="c1")
    add(journal, draft, version=1, command="c2")

    again = add(journal, draft, command="c1")

    assert again == evolve(first, repeated=True)
    assert journal.find_command("c1") == again
    assert journal.head(S).version == 2


def test_an_unknown_command_is_not_found(journal):
    """
    Finding a command that was never stored gives nothing.
    """
    assert journal.find_command("c1") is None


def test_an_id_used_for_another_command_is_refused(journal, draft):
    """
    A known id with another fingerprint stores nothing and says what to do.
    """
    add(journal, draft, fingerprint="f1")

    with pytest.raises(CommandReused) as caught:
        add(journal, draft, version=1, fingerprint="f2")

    assert str(caught.value) == (
        "command c1: this id was used at 2026-03-01T09:00:00+00:00 "
        "for another command. "
        "One id stands for one command, so that a retry is never stored twice; "
        "nothing was stored. "
        "Send it again under a new id."
    )
    assert journal.head(S).version == 1
    with pytest.raises(CommandReused):
        journal.find_command("c1", fingerprint="f2")
    assert journal.find_command("c1", fingerprint="f1") is not None


def test_an_empty_fingerprint_is_compared_like_any_other(journal, draft):
    """
    An empty fingerprint does not open a way around the comparison.
    """
    add(journal, draft, fingerprint="f1")

    with pytest.raises(CommandReused):
        add(journal, draft, fingerprint="")


def test_a_command_id_expires(opened, draft):
    """
    A retry within the allowed time is answered, and one after it is refused.
    """
    journal = opened(command_valid_for=timedelta(hours=1))
    add(journal, draft)

    def retry(at):
        entries = [draft(recorded_at=at)]
        return journal.append(S, 0, "c1", entries, fingerprint="f")

    assert retry("2026-03-01T11:00:00+01:00").repeated
    with pytest.raises(CommandReused) as caught:
        retry("2026-03-01T10:00:01+00:00")
    assert str(caught.value) == (
        "command c1: this id has expired: it was used at 2026-03-01T09:00:00+00:00 "
        "and came back at 2026-03-01T10:00:01+00:00, more than 1:00:00 later. "
        "So late, it is more likely a new command than a retry; nothing was stored. "
        "Read session:A again, then send it again under a new id."
    )
    with pytest.raises(CommandReused):
        journal.find_command("c1", at="2026-03-02T09:00:00+00:00")
    with pytest.raises(InputFault, match="is not an instant with a zone"):
        retry("2026-03-01T10:00:01")
    with pytest.raises(InputFault, match="is not an instant with a zone"):
        retry("yesterday")


def test_several_streams_are_written_at_once(journal, draft):
    """
    One command adds to several streams and is found with the entries of all.
    """
    add(journal, draft, T, command="c0")
    parts = [
        Part(stream=T, expected=1, entries=[draft(), draft()]),
        Part(stream=S, expected=0, entries=[draft()]),
    ]

    heads = journal.append_all("c1", parts, {}, "f")

    assert heads == (journal.head(T), journal.head(S))
    assert [head.version for head in heads] == [3, 1]
    found = journal.find_command("c1")
    assert found.head == heads[0]
    assert found.records == journal.read(T, after=1) + journal.read(S)
    assert journal.append_all("c1", parts, {}, "f") == heads
    assert journal.verify().ok


def test_several_streams_are_written_all_or_none(journal, draft):
    """
    When one of several streams has moved on, none of them grows.
    """
    add(journal, draft, T, command="c0")
    parts = [
        Part(stream=S, expected=0, entries=[draft()]),
        Part(stream=T, expected=0, entries=[draft()]),
    ]

    with pytest.raises(StaleVersion):
        journal.append_all("c1", parts, {}, "f")

    assert journal.streams() == (T,)
    assert journal.head(T).version == 1
    assert journal.find_command("c1") is None


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [Part(stream=S, expected=0, entries=[])],
        [Part(stream="", expected=0, entries=["draft"])],
        [
            Part(stream=S, expected=0, entries=["draft"]),
            Part(stream=S, expected=1, entries=["draft"]),
        ],
    ],
)
def test_a_command_names_each_stream_once_and_adds_to_it(journal, draft, parts):
    """
    No part, an empty part, a nameless stream or a stream named twice is handed back.
    """
    parts = [evolve(part, entries=[draft() for _ in part.entries]) for part in parts]

    with pytest.raises(InputFault):
        journal.append_all("c1", parts, {}, "f")

    assert journal.streams() == ()


def test_a_command_needs_an_id(journal, draft):
    """
    A command without an id could not be told from its retry, and is handed back.
    """
    with pytest.raises(InputFault, match="no id"):
        add(journal, draft, command="")


@pytest.mark.parametrize(
    "fields", [{"v": -1}, {"monotonic_ns": 2**63}, {"kind": "half \ud83d"}]
)
def test_what_cannot_be_stored_is_handed_back(journal, draft, fields):
    """
    A number out of range or half a character is handed back, and nothing is stored.
    """
    with pytest.raises(InputFault):
        journal.append(S, 0, "c1", [draft(), draft(**fields)], fingerprint="f")

    assert journal.head(S).version == 0


def test_noting_an_access_changes_no_head(journal, draft):
    """
    Reads and prints are kept apart: they change neither a head nor an entry.
    """
    add(journal, draft)
    before = journal.head(S), journal.read(S)

    journal.note_access(S, "read", "dr-b", "2026-03-01T10:00:00+00:00")
    journal.note_access(S, "printed", "nurse-a", "2026-03-01T10:05:00+00:00")
    journal.note_access(T, "read", "dr-b", "2026-03-01T10:06:00+00:00")

    assert (journal.head(S), journal.read(S)) == before
    assert journal.streams() == (S,)
    assert journal.accesses(S) == (
        Access(stream=S, what="read", by="dr-b", at="2026-03-01T10:00:00+00:00"),
        Access(stream=S, what="printed", by="nurse-a", at="2026-03-01T10:05:00+00:00"),
    )
    assert journal.accesses("session:C") == ()
    assert journal.verify().ok


def test_content_is_found_by_its_digest(journal):
    """
    Content is kept once under its SHA-256, and keeping it again changes nothing.
    """
    content = b"a sealed protocol"
    digest = sha256(content).hexdigest()

    assert journal.content(digest) is None
    journal.put_content(digest, content)
    journal.put_content(digest, content)

    assert journal.content(digest) == content


def test_content_that_does_not_match_its_digest_is_handed_back(journal):
    """
    Content is only taken under the digest it has.
    """
    digest = sha256(b"one").hexdigest()

    with pytest.raises(InputFault, match=f"content {digest}: its SHA-256 is"):
        journal.put_content(digest, b"two")

    assert journal.content(digest) is None


def test_words_about_streams_are_told_at_once(journal, draft):
    """
    Of each stream with a prefix, in order; nothing once it has come further.
    """
    assert journal.glances("course:") == ()
    for stream in ("course:2", "course:1", "courses", "patient:1"):
        add(journal, draft, stream, command=f"for {stream}")
    journal.put_glance("course:1", 1, "one")
    journal.put_glance("course:2", 1, "two")
    journal.put_glance("course:2", 1, "two, again")

    assert journal.glances("course:") == (("course:1", "one"), ("course:2", "two, again"))
    add(journal, draft, "course:2", version=1, command="c2")
    assert journal.glances("course:") == (("course:1", "one"), ("course:2", None))
    assert journal.verify().ok


def test_names_can_be_forgotten_while_entries_stay(journal, draft):
    """
    Personal fields can be replaced and deleted; entries and heads stay as they are.
    """
    add(journal, draft, "patient:1")
    head = journal.head("patient:1")

    journal.put_person("1", {"name": "Anne", "born": "1980-01-02"})
    journal.put_person("1", {"name": "Zoë Example"})
    journal.put_person("2", {})

    assert journal.person("1") == {"name": "Zoë Example"}
    assert journal.person("2") == {}
    assert journal.people() == ("1", "2")
    journal.forget_person("1")
    journal.forget_person("nobody")
    assert journal.person("1") is None
    assert journal.people() == ("2",)
    assert journal.head("patient:1") == head
    assert journal.verify().ok


def test_a_sound_journal_verifies_with_its_printed_heads(journal, draft):
    """
    Verifying counts entries and streams, and finds every head ever printed.
    """
    heads = []
    for version in range(3):
        heads.append(add(journal, draft, S, version, f"a{version}").head.digest)
        heads.append(add(journal, draft, T, version, f"b{version}").head.digest)

    check = journal.verify([*heads, *map(short, heads), short(heads[0]).lower()])

    assert check.ok
    assert (check.entries, check.streams, check.findings) == (6, 2, ())


def test_a_printed_head_that_no_entry_has_is_found(journal, draft):
    """
    A head printed for another history is a finding, and so is one that is no head.
    """
    add(journal, draft)

    check = journal.verify(["0000-0000-0000", "f" * 64, "0000", "g" * 64])

    assert not check.ok
    assert [finding.where for finding in check.findings] == [
        "head 0000",
        f"head {'g' * 64}",
        "head 0000-0000-0000",
        f"head {'f' * 64}",
    ]
    assert check.findings[2].what == (
        "no entry has it: the history it was printed for was cut, rewritten, "
        "or stands in another journal."
    )


def test_a_closed_journal_says_so(journal, draft):
    """
    A closed journal answers nothing; closing it again changes nothing.
    """
    journal.close()
    journal.close()

    for ask in (
        lambda: journal.head(S),
        lambda: journal.read(S),
        lambda: add(journal, draft),
        journal.people,
        lambda: journal.put_person("1", {}),
        journal.verify,
    ):
        with pytest.raises(JournalFault, match=r"the journal is closed\."):
            ask()


def test_a_journal_closes_at_the_end_of_a_block(opened):
    """
    A journal used in a `with` block is closed after it, and says it was sound.
    """
    with opened() as journal:
        assert (journal.read_only, journal.damage) == (False, "")

    with pytest.raises(JournalFault):
        journal.streams()
