"""
Ids that show a slip of the finger, and clocks that stand where they were put.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st

from planner.clinic.clock import SetClock, SystemClock
from planner.clinic.ids import ALPHABET, LENGTH, CountedIds, RandomIds, typed, with_check
from planner.errors import InputFault

HEADS = st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH)
IDS = HEADS.map(with_check).filter(str.isalnum)
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@for_all(id_=IDS, place=st.integers(0, LENGTH), char=st.sampled_from(ALPHABET))
def test_the_check_character_finds_any_single_change(id_, place, char):
    """
    One character read wrongly is never another patient.
    """
    changed = id_[:place] + char + id_[place + 1 :]
    if changed == id_:
        assert id_ == typed(changed, "patient")
        return
    with pytest.raises(InputFault):
        typed(changed, "patient")


@for_all(id_=IDS, place=st.integers(0, LENGTH - 2))
def test_the_check_character_finds_two_that_changed_places(id_, place):
    """
    The other usual slip.
    """
    one, other = id_[place], id_[place + 1]
    swapped = id_[:place] + other + one + id_[place + 2 :]
    if one == other:
        return
    with pytest.raises(InputFault):
        typed(swapped, "patient")


@for_all(id_=IDS)
def test_an_id_is_read_as_people_write_it(id_):
    """
    Small letters, hyphens, blanks, O for 0, I and L for 1.
    """
    ways = (
        id_.lower(),
        f" {id_[:4]}-{id_[4:8]}-{id_[8:]} ",
        id_.replace("0", "O").replace("1", "I"),
        id_.replace("0", "o").replace("1", "l"),
    )

    assert {id_} == {typed(way, "patient") for way in ways}


@pytest.mark.parametrize(
    "text", ["", "x", "0" * 10, "0" * 12, "0000000001*", "…", "A" * 5_000_000, "АВС"]
)
def test_what_is_no_id_is_told(text):
    """
    With where to look it up, and never with a wall of text.
    """
    with pytest.raises(InputFault) as caught:
        typed(text, "session")

    assert str(caught.value).endswith(
        "is not the id of a session. An id has ten characters and a check character; "
        "one of them differs. Look it up with: mesoplan session list"
    )
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("ids", [CountedIds(), RandomIds()], ids=["counted", "random"])
def test_ids_are_never_made_twice(ids):
    """
    And each reads back as itself; no check character is one a shell would take.
    """
    made = [ids.thing() for _ in range(2000)]

    assert len(made) == len(set(made))
    assert all(each.isalnum() for each in made)
    assert made[:50] == [typed(each, "patient") for each in made[:50]]
    assert 100 == len({ids.command() for _ in range(100)})


def test_a_clock_stands_where_it_was_put():
    """
    Reading it twice gives the same instant.
    """
    clock = SetClock(NOON, "boot-1", 5)

    assert clock.now() == clock.now()
    assert (NOON, "boot-1", 5) == (clock.now().at, clock.now().boot, clock.now().ns)


def test_time_passes_on_both_clocks_and_goes_back_on_one():
    """
    Monotonic is monotonic.
    """
    clock = SetClock(NOON)
    begun = clock.now()
    clock.forward_to(NOON + timedelta(minutes=40))
    assert timedelta(minutes=40) == clock.now().since(begun)

    late = clock.now()
    clock.forward_to(NOON + timedelta(minutes=10))
    assert late.ns == clock.now().ns
    assert clock.now().since(late) is None


def test_the_machines_clock_is_in_utc_and_does_not_go_back():
    """
    Two readings in a row.
    """
    clock = SystemClock()
    first, second = clock.now(), clock.now()

    assert timedelta(0) == first.at.utcoffset()
    assert second.since(first) is not None
    assert (first.boot, True) == (second.boot, second.ns >= first.ns)
