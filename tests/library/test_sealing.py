"""
The same protocol has the same digest, any other has another, and the way back is exact.
"""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from attrs import asdict

from planner import library
from planner.errors import ProtocolFault


def test_the_digest_is_of_the_content(small):
    """
    The digest of a loaded protocol is the SHA-256 of its content.
    """
    assert small.digest == sha256(library.content(small)).hexdigest()


def test_the_content_is_canonical(small):
    """
    Sorted keys, no spaces, an empty digest, quantities as they read back.
    """
    held = library.content(small)
    table = json.loads(held)

    again = json.dumps(table, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert again.encode() == held
    assert table["digest"] == ""
    assert table["limits"][0]["at_most"] == "3 mg/kg"
    assert table["vocabulary"]["needle_sizes"][0]["designated"] == "0.3 mm"


def test_a_protocol_comes_back_whole(small):
    """
    What is rebuilt from the content equals what was loaded.
    """
    again = library.from_content(library.content(small), digest=small.digest)

    assert asdict(again) == asdict(small)
    assert library.content(again) == library.content(small)


def test_remarks_and_spaces_do_not_count(small, changed):
    """
    Only what a protocol says is sealed.
    """
    file = changed("[protocol]", "# A remark.\n\n[protocol]")

    assert library.load(file).digest == small.digest


def test_a_number_has_one_spelling(small, changed):
    """
    0.30 mm and 0.3 mm are one number.
    """
    file = changed('at_most  = "0.30 mm"', 'at_most  = "0.3 mm"')

    assert library.load(file).digest == small.digest


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Offer another treatment.", "Offer another treatment,"),
        ('at_least = "40 min"', 'at_least = "41 min"'),
        ('value  = "5 min"', 'value  = "6 min"'),
        ('answers = ["normal", "dysfunction"]', 'answers = ["dysfunction", "normal"]'),
        ("review_by = 2027-11-01", "review_by = 2027-11-02"),
        ("complication = false", "complication = true"),
        ('weight   = "temporary"', 'weight   = "relative"'),
        ('reasons = ["no finer needle is there"]', 'reasons = ["none is there"]'),
        ("Forty minutes.", "Fifty minutes."),
    ],
)
def test_any_change_changes_the_digest(small, changed, old, new):
    """
    A sentence, a number, an order, a day, a switch, a word: each is sealed.
    """
    assert library.load(changed(old, new)).digest != small.digest


def test_a_change_in_a_shared_list_changes_the_digest(small, folder, file):
    """
    What a protocol rests on is sealed with it.
    """
    lists = folder / "vocabulary" / "lists.toml"
    lists.write_text(lists.read_text().replace('"Cheek"', '"The cheek"'))

    assert library.load(file).digest != small.digest


def test_content_that_was_changed_is_not_rebuilt(small):
    """
    One letter is enough.
    """
    held = library.content(small).replace(b"40 min", b"10 min")

    with pytest.raises(ProtocolFault, match="was noted"):
        library.from_content(held, digest=small.digest)


@pytest.mark.parametrize(
    "held",
    [
        b"",
        b"[]",
        b"null",
        b"{}",
        b"\xff",
        b'{"colour":"blue"}',
        b'{"gates":[{"requires":{"kind":"guess"}}]}',
        b'{"gates":3}',
        b'{"numbers":{"a":"5"}}',
        b'{"review_by":"soon"}',
        b"[" * 100_000,
    ],
)
def test_content_of_another_shape_is_a_fault(held):
    """
    Content this program does not know is told, never guessed at.
    """
    with pytest.raises(ProtocolFault, match="not in a shape this program knows"):
        library.from_content(held)
