"""
How entries are bound to each other, and how heads are printed.
"""

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planner.journal.memory import MemoryJournal
from planner.journal.record import (
    GENESIS,
    Draft,
    chain,
    printed_prefix,
    seal,
    short,
)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
DRAFTS = st.builds(
    Draft,
    entry_id=TEXT,
    kind=TEXT,
    v=st.integers(0, 12),
    recorded_at=TEXT,
    zone=TEXT,
    boot=TEXT,
    monotonic_ns=st.integers(0, 12),
    occurred_at=TEXT,
    by=TEXT,
    payload=st.binary(max_size=6),
)


def test_a_chain_can_be_recomputed_without_this_program(draft):
    """
    The digest is the SHA-256 of the text that the module describes.
    """
    record = chain(GENESIS, "s", 1, "c", draft(b"\xff", kind="é", by="{}"))

    text = (
        "mesoplan-entry-1 1 1 1000000 64 1 7 1 25 12 6 25 2 1\n"
        f"{GENESIS}sentry-1é2026-03-01T09:00:00+00:00Europe/Parisboot-1"
        "2026-03-01T08:59:00+00:00{}c"
    )
    assert record.digest == sha256(text.encode() + b"\xff").hexdigest()


@given(DRAFTS, DRAFTS, st.tuples(TEXT, TEXT), st.tuples(TEXT, TEXT))
def test_two_entries_share_a_digest_only_when_they_are_the_same(a, b, streams, ids):
    """
    No text can move from one field to the next without changing the digest.
    """
    one = chain(GENESIS, streams[0], 1, ids[0], a)
    two = chain(GENESIS, streams[1], 1, ids[1], b)

    assert (one.digest == two.digest) == (one == two)


@given(st.lists(TEXT, max_size=4), st.lists(TEXT, max_size=4))
def test_two_rows_share_a_seal_only_when_they_are_the_same(one, two):
    """
    No text can move from one column to the next without changing the seal.
    """
    assert (seal(*one) == seal(*two)) == (one == two)


@pytest.mark.parametrize(
    ("digest", "printed"),
    [
        ("0" * 64, "0000-0000-0000"),
        ("f" * 64, "ZZZZ-ZZZZ-ZZZZ"),
        ("0123456789abcdef" * 4, "04HM-ASW9-NF6Y"),
    ],
)
def test_a_printed_head_is_the_first_sixty_bits(digest, printed):
    """
    A printed head is twelve Crockford characters in groups of four.
    """
    assert short(digest) == printed
    assert printed_prefix(printed) == digest[:15]


@given(st.binary(min_size=32, max_size=32))
def test_a_printed_head_is_read_back_however_it_is_typed(digest):
    """
    Small letters, blanks for hyphens, and O, I, L for digits are all understood.
    """
    typed = short(digest.hex()).replace("-", " ").replace("0", "o").replace("1", "l")

    assert printed_prefix(typed.lower()) == digest.hex()[:15]


def test_a_fork_sees_nothing_of_the_other(draft):
    """
    A copy and its original grow apart, and both stay sound.
    """
    journal = MemoryJournal()
    journal.append("s", 0, "c1", [draft()], fingerprint="f")
    journal.put_person("1", {"name": "Anne"})
    fork = journal.copy()

    fork.append("s", 1, "c2", [draft()], fingerprint="f")
    fork.forget_person("1")
    journal.note_access("s", "read", "dr-b", "2026-03-01T10:00:00+00:00")

    assert (journal.head("s").version, fork.head("s").version) == (1, 2)
    assert journal.find_command("c2") is None
    assert fork.find_command("c1").repeated
    assert journal.people() == ("1",)
    assert fork.accesses("s") == ()
    assert journal.verify().ok
    assert fork.verify().ok


def test_a_changed_record_in_memory_is_found(draft):
    """
    Verifying recomputes what stands in memory as well.
    """
    journal = MemoryJournal()
    record = journal.append("s", 0, "c1", [draft()], fingerprint="f").records[0]
    journal._streams["s"] = (record._replace(payload=b"other"),)

    check = journal.verify()

    assert check.findings[0] == (
        "s entry 1",
        "its content does not match its digest.",
    )
