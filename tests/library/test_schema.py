"""
What an editor is told is what the reader takes.
"""

from __future__ import annotations

import json
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from library.shape import as_json, fits
from planner import library, resources
from planner.errors import InputFault, ProtocolFault
from planner.library import rules
from planner.library.schema import editor_schema
from planner.model.quantity import UNITS, Quantity

BROKEN = Path(__file__).parents[1] / "broken"
LISTS = Path(__file__).parent / "small" / "vocabulary"
WHOLE = editor_schema()
SHARED = editor_schema(lists=True)

# The editor sees a day and a text alike, sees no hidden character, and knows nothing of
# the protocol beneath: what a new card lacks, and what is left out, the reader says.
NOT_SEEN = {"added-card-not-whole", "not-a-day", "turned-around", "without-unknown-card"}
# Nor does it count, or lay one span beside another.
NOT_SEEN |= {
    "course-call-ends-first",
    "course-call-of-hours-and-days",
    "course-count-of-zero",
    "course-ladder-of-hours-and-days",
    "course-ladder-out-of-order",
    "course-ladder-out-of-order-in-february",
    "course-most-sessions-of-zero",
    "course-reassess-every-zero",
    "course-span-of-hours-and-days",
    "course-span-that-ends-first",
    "course-span-too-long",
    "course-wait-in-hours",
    "course-wait-of-no-weight",
    "course-within-in-hours",
}
# A gate without an exit loads, and is found by check; the editor underlines it already.
SEEN_EARLIER = {"no-exit"}


def taken(text, schema):
    """
    Whether a file fits, as an editor would see it.
    """
    table = tomllib.loads(text, parse_float=Decimal)
    return fits(as_json(table), schema, schema)


@pytest.mark.parametrize("path", [path for _, _, path in library.find()], ids=str)
def test_every_shipped_protocol_fits(path):
    """
    What loads is not underlined in an editor.
    """
    assert taken(path.read_text(encoding="utf-8"), WHOLE)


@pytest.mark.parametrize(
    "path",
    [*resources.protocols().glob("vocabulary/*.toml"), *LISTS.glob("*.toml")],
    ids=lambda path: path.name,
)
def test_every_shipped_list_fits(path):
    """
    Shared lists have a page of their own.
    """
    assert taken(path.read_text(encoding="utf-8"), SHARED)


def shaped(name, monkeypatch):
    """
    Whether the reader finds the shape of a broken file whole, its words let be.
    """
    with monkeypatch.context() as let:
        let.setattr(rules, "LOADING", ())
        try:
            library.read(BROKEN / f"{name}.toml", vocabulary=LISTS)
        except ProtocolFault as fault:
            words = ("looser", "tighter", "may go by it", "extends", "digest", "fork")
            return all(any(w in str(f) for w in words) for f in fault.faults)
    return True


def loads(name):
    """
    Whether a broken file loads at all.
    """
    try:
        library.read(BROKEN / f"{name}.toml", vocabulary=LISTS)
    except ProtocolFault:
        return False
    return True


def readable(path):
    """
    Whether a file is TOML at all.
    """
    try:
        tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError):
        return False
    return True


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in BROKEN.glob("*.toml") if readable(path))
)
def test_schema_and_reader_agree(name, monkeypatch):
    """
    A fault of shape is seen by both; and what the editor underlines never loads.
    """
    fitting = taken((BROKEN / f"{name}.toml").read_text(encoding="utf-8"), WHOLE)

    if not fitting:
        assert name in SEEN_EARLIER or not loads(name)
    elif name not in NOT_SEEN:
        assert shaped(name, monkeypatch)


@pytest.mark.parametrize("unit", UNITS)
def test_every_unit_is_offered(unit):
    """
    The pattern knows the units that the reader knows.
    """
    assert fits(f"1.5 {unit}", WHOLE["$defs"]["quantity"], WHOLE)


@pytest.mark.parametrize(
    "text", ["5", "mm", "1,000 mg", "5 mmm", "", "1 2 mm", "1234567890123 mm", "٣ mm"]
)
def test_what_is_no_quantity_is_underlined(text):
    """
    In the editor and at the reader alike.
    """
    assert not fits(text, WHOLE["$defs"]["quantity"], WHOLE)
    if text.isascii():
        with pytest.raises(InputFault):
            Quantity.of(text)


def test_it_is_plain_json():
    """
    It can be saved and used by any editor.
    """
    assert json.loads(json.dumps(WHOLE)) == WHOLE
    assert WHOLE["$schema"].endswith("2020-12/schema")
