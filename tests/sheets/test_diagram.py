"""
The picture of the lifecycle: every leg, every stage and every gate of a checkpoint in it.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from attrs import evolve

from planner.model.terms import FINALS, STAGES
from planner.session.legs import LEGS
from planner.sheets.diagram import diagram
from planner.sheets.pages.roads import roads, stages_in_words

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def drawn(shipped):
    """
    The picture, parsed.
    """
    return ET.fromstring(diagram(shipped))  # noqa: S314 - our own drawing


def words_of(drawn):
    """
    Every text of the picture as it is seen.
    """
    return ["".join(each.itertext()) for each in drawn.iter(f"{SVG}text")]


def seen_in(drawn):
    """
    The words that are seen, without those told on pointing.
    """
    found = []
    for each in drawn.iter(f"{SVG}text"):
        title = each.find(f"{SVG}title")
        found.append((title.tail if title is not None else each.text) or "")
    return found


def titles_of(drawn):
    """
    Everything that is told on pointing.
    """
    return [each.text for each in drawn.iter(f"{SVG}title")]


def test_every_leg_is_in_exactly_one_road():
    """
    No leg is left out, and none is drawn twice.
    """
    held = [leg for road in roads() for leg in road.legs]

    assert len(held) == len(LEGS)
    assert set(held) == set(LEGS)


def test_every_stage_and_every_move_is_named(drawn):
    """
    As words of the picture, not as an outline of letters.
    """
    seen = set(seen_in(drawn))

    assert set(STAGES) <= seen
    assert {leg.move for leg in LEGS} <= seen


def test_every_road_tells_where_it_goes(drawn):
    """
    Pointing at the name of a move tells from where, to where, and what it asks for.
    """
    titles = titles_of(drawn)

    for road in roads():
        assert road.told() in titles


def test_each_checkpoint_counts_its_gates_and_names_them(drawn, shipped):
    """
    The number of gates at every checkpoint of a leg, with the ids of all of them.
    """
    titles, seen = titles_of(drawn), seen_in(drawn)

    for point in {leg.checkpoint for leg in LEGS} - {""}:
        held = [gate.id for gate in shipped.gates_before[point]]
        told = [t for t in titles if t.startswith(f"{len(held)} gates before {point}: ")]
        assert told
        assert set(told[0].partition(": ")[2].split(", ")) == set(held)
        assert f"{len(held)} gates" in seen


def test_an_alarm_is_drawn_once():
    """
    A reaction, adrenaline and a treatment leave every stage: one road each.
    """
    for move in ("suspect", "escalate", "give-adrenaline", "treat", "record"):
        (road,) = [each for each in roads() if each.move == move]
        assert stages_in_words(road.sources) == "every stage, ends included"


def test_the_picture_names_and_describes_itself(drawn, shipped):
    """
    A title and a description come first, and the digest says of which version it is.
    """
    assert [each.tag for each in drawn][:2] == [f"{SVG}title", f"{SVG}desc"]
    assert f"{shipped.id} {shipped.version}" in drawn[0].text
    assert shipped.digest in drawn[1].text
    assert any(shipped.digest in words for words in words_of(drawn))


def test_the_picture_fetches_and_runs_nothing(shipped):
    """
    No script, no picture, no address but the name of the language.
    """
    plain = diagram(shipped)

    assert not re.search(r"<(?:script|image|use|foreignObject|a)\b|url\(|@import", plain)
    assert re.findall(r"https?://[^\"]*", plain) == ["http://www.w3.org/2000/svg"]


def test_everything_stands_inside_the_picture(drawn):
    """
    No box and no word begins outside of it, and boxes do not lie on each other.
    """
    _, _, width, height = map(float, drawn.get("viewBox").split())
    boxes = [
        [float(each.get(key)) for key in ("x", "y", "width", "height")]
        for each in drawn.iter(f"{SVG}rect")
        if each.get("class") in {"box", "end", "alarm"}
    ]
    for x, y, across, high in boxes:
        assert 0 <= x < x + across <= width
        assert 0 <= y < y + high <= height
    for at, (x, y, across, high) in enumerate(boxes):
        for x2, y2, across2, high2 in boxes[at + 1 :]:
            apart = x + across <= x2 or x2 + across2 <= x
            assert apart or y + high <= y2 or y2 + high2 <= y
    assert len(boxes) == len(STAGES) + 2


def test_hostile_text_is_drawn_literally(shipped):
    """
    Markup in an id or a digest is a word of the picture.
    """
    hostile = "</title><script>alert(1)</script>&\"'"
    gates = (evolve(shipped.gates[0], id=hostile), *shipped.gates[1:])
    odd = evolve(shipped, id=hostile, version=hostile, digest=hostile, gates=gates)
    drawn = ET.fromstring(diagram(odd))  # noqa: S314 - our own drawing

    assert drawn.find(f".//{SVG}script") is None
    assert hostile in drawn[0].text
    assert any(hostile in (told or "") for told in titles_of(drawn)[1:])


def test_a_protocol_with_few_gates_is_drawn(small):
    """
    A checkpoint without gates says so, one gate is a gate.
    """
    drawn = ET.fromstring(diagram(evolve(small, gates=small.gates[:1])))  # noqa: S314

    assert "0 gates" in seen_in(drawn)
    assert "1 gate" in seen_in(drawn)
    assert set(FINALS) <= set(seen_in(drawn))
