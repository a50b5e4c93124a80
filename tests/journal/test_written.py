"""
What is written of a payload is the JSON of its plain values, byte for byte.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

import given
from planner.journal.codec import decode, encode
from planner.journal.plain import plain, written
from planner.model.person import Allergy, Medicine

TEXT = st.text(max_size=8)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    TEXT,
    st.dates(),
    st.datetimes(timezones=st.just(UTC)),
    st.builds(Allergy, substance=TEXT, reaction=TEXT),
    st.builds(Medicine, name=TEXT, prescribed=TEXT),
    st.just(Decimal("0.30")),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(tuple),
        st.dictionaries(TEXT, inner, max_size=3),
    ),
    max_leaves=8,
)


def as_json(value):
    """
    The JSON of a value's plain form, as any program writes it.
    """
    shown = plain(value)
    return json.dumps(shown, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@for_all(VALUES)
def test_any_value_is_written_as_the_json_of_its_plain_form(value):
    """
    Texts of any characters, numbers, days, instants, tables and our own classes.
    """
    assert written(value) == as_json(value)


@pytest.mark.parametrize(
    "value", [True, False, None, 0, -1, 'é\n"\\\u2028😀', date(2026, 3, 4), ()], ids=repr
)
def test_what_is_easily_mistaken_is_written_as_json(value):
    """
    A truth is no number, and a quotation mark ends no text.
    """
    assert written(value) == as_json(value)
    assert written(datetime(2026, 3, 4, 9, 30, tzinfo=UTC)) == '"2026-03-04T09:30:00+00:00"'


@pytest.mark.parametrize("name", sorted(given.the_cases().given))
def test_every_entry_of_the_worked_cases_is_written_and_read_back(name):
    """
    Each kind of entry that the cases make, in bytes that any JSON reader takes.
    """
    world = given.a_world(name)
    for stream in world.journal.streams():
        for entry in world.desk.entries(stream):
            payload = entry.payload
            stored = encode(payload)
            assert stored == as_json(payload).encode()
            assert decode(payload.kind, payload.v, stored) == payload
