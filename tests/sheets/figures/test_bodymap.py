"""
The body map: every point on the patient's side, inside its zone, in a circle of its own.
"""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.library import load_shipped
from planner.sheets.figures import svg
from planner.sheets.figures.bodies import SEXES, silhouette, skull
from planner.sheets.figures.bodymap import body_map
from planner.sheets.figures.fields import SIDES, Planned, fields, groups, unplaced
from planner.sheets.figures.geometry import bounds, clearance, inside
from planner.sheets.figures.heads import above, behind, face
from planner.sheets.figures.panels import HEAD, WIDE, panels
from planner.sheets.figures.points import APART, lay, lay_on_midline
from planner.sheets.figures.tally import MOST, tally
from planner.sheets.figures.zones import (
    ABOVE,
    BACK,
    BEHIND,
    FACE,
    FRONT,
    LEFT,
    MIDLINE,
    RIGHT,
    VIEWS,
    WHOLE,
    places,
)
from sheets.figures.reading import LEAST_CONTRAST, apart, contrast, grey, read, texts, title

ZONES = tuple(load_shipped("mesotherapy").vocabulary.zone)
HOSTILE = ("<script>alert(1)</script>", "</style>", "{{7*7}}", "&amp;", '"><svg onload=a>')


def planned(mark="A", zone="abdomen", side="left", count=6, title="Abdomen"):
    """
    One row of a plan.
    """
    return Planned(mark=mark, zone=zone, title=title, side=side, count=count)


rows = st.builds(
    planned,
    zone=st.sampled_from(ZONES),
    side=st.sampled_from(SIDES),
    count=st.integers(1, 60),
)
plans = st.lists(rows, min_size=1, max_size=4).map(
    lambda held: tuple(
        planned(mark=mark, zone=row.zone, side=row.side, count=row.count)
        for mark, row in zip("ABCD", held, strict=False)
    )
)
sexes = st.sampled_from(SEXES)


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize("zone", ZONES)
def test_every_zone_of_the_vocabulary_has_a_place(zone, sex):
    """
    On every outline each zone is somewhere, and the scalp is there from above and behind.
    """
    views = [place.view for place in places(zone, sex)]

    assert views == [ABOVE, BEHIND] if zone == "scalp" else len(views) == 1


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize("zone", ZONES)
def test_a_zone_stays_on_the_body(zone, sex):
    """
    No corner of a zone is off the drawing it belongs to.
    """
    for place in places(zone, sex):
        if place.view in {FRONT, BACK}:
            drawn = [silhouette(sex), skull(sex)]
        else:
            head = {FACE: face, ABOVE: above, BEHIND: behind}[place.view](sex)
            half = (*head.skin, (0.0, head.skin[-1][1]))
            neck = ((0.0, 100.0), *head.neck, (0.0, 230.0)) if head.neck else ()
            drawn = [half, neck] if neck else [half]
        for x, y in place.half:
            point = (max(x, 0.01), y)
            assert any(
                inside(point, each) or clearance(point, each) < 0.3 for each in drawn
            ), (place.view, point)


def sides_seen(view):
    """
    Which side of the patient each half of a drawn part is said to be on.
    """
    zone = {FRONT: "abdomen", BACK: "back-lower", FACE: "face-cheeks", ABOVE: "scalp"}[view]
    [part] = body_map((planned(zone=zone, side="both", count=4),), "neutral").parts
    said = {
        each.text: float(each.get("x"))
        for each in read(part).iter("text")
        if each.text in {"LEFT", "RIGHT"}
    }
    return "left" if said["LEFT"] > said["RIGHT"] else "right"


@pytest.mark.parametrize(
    ("view", "on_the_left_of_the_reader"),
    [(FRONT, "left"), (FACE, "left"), (BACK, "right"), (ABOVE, "right")],
)
def test_sides_are_the_patients_in_words(view, on_the_left_of_the_reader):
    """
    Seen from the front the patient's left is on the reader's right; from behind, and from
    above with the nose at the top, on the reader's left.
    """
    reader_right = "left" if on_the_left_of_the_reader == "left" else "right"

    assert sides_seen(view) == reader_right


# Which sign x has on the patient's left, said once more and apart from the code.
LEFT_IS = {FRONT: 1, FACE: 1, BACK: -1, ABOVE: -1, BEHIND: -1}


def test_every_view_is_in_the_table_of_sides():
    """
    No view is left out above.
    """
    assert set(LEFT_IS) == set(VIEWS)


@settings(max_examples=60, deadline=None)
@given(plan=plans, sex=sexes)
def test_every_point_is_on_its_side_in_its_zone_and_on_no_other(plan, sex):
    """
    In every view, for every plan and outline, by exact polygons.
    """
    for panel in panels(plan, sex):
        everywhere = []
        radius = panel.radius / panel.scale
        for held in panel.held:
            place = held.field.place
            zone = (place.whole,) if held.field.side in {WHOLE, MIDLINE} else ()
            zone = zone if zone and zone[0] else place.outlines()
            for spot in held.spots:
                x = spot.at[0] * LEFT_IS[place.view]
                assert any(
                    inside(spot.at, each) and clearance(spot.at, each) >= radius * 0.999
                    for each in zone
                )
                if held.field.side == LEFT:
                    assert x >= radius * 0.999
                    assert spot.look == LEFT
                if held.field.side == RIGHT:
                    assert x <= -radius * 0.999
                    assert spot.look == RIGHT
                if held.field.side == MIDLINE:
                    assert x == 0
                if held.field.side == WHOLE and spot.look != MIDLINE:
                    assert (x > 0) == (spot.look == LEFT)
                everywhere.append((held.field.zone, spot.at))
            assert apart([spot.at for spot in held.spots]) >= radius * 2
        for zone_id in {zone for zone, _ in everywhere}:
            assert apart([at for zone, at in everywhere if zone == zone_id]) >= radius * 2


@settings(max_examples=60, deadline=None)
@given(plan=plans, sex=sexes)
def test_every_planned_point_is_drawn_once_or_counted(plan, sex):
    """
    Each row's numbers stand on the map from 1 to its count; else its count does, or it is
    named as having no place.
    """
    off = {group.planned.mark for group in unplaced(plan, sex)}
    drawn = {row.mark: [] for row in plan}
    counted = {row.mark: 0 for row in plan}
    for panel in panels(plan, sex):
        for held in panel.held:
            for spot in held.spots:
                drawn[spot.group.planned.mark] += [spot.number] if spot.number else []
            if not held.spots:
                for group in held.field.groups:
                    counted[group.planned.mark] += group.count

    for row in plan:
        if row.mark in off:
            assert not drawn[row.mark]
            assert not counted[row.mark]
        else:
            assert len(set(drawn[row.mark])) == len(drawn[row.mark])
            assert set(drawn[row.mark]) <= set(range(1, row.count + 1))
            assert len(drawn[row.mark]) + counted[row.mark] == row.count


@settings(max_examples=60, deadline=None)
@given(plan=plans, sex=sexes)
def test_no_circle_is_smaller_than_can_be_read(plan, sex):
    """
    A circle has at least 3.6 mm on paper and lies within its picture, off its head.
    """
    for panel in panels(plan, sex):
        assert panel.radius >= 1.8
        left, top, _, _ = panel.window
        for held in panel.held:
            for spot in held.spots:
                x = (spot.at[0] - left) * panel.scale
                y = (spot.at[1] - top) * panel.scale + HEAD
                assert panel.radius <= x <= WIDE - panel.radius
                assert HEAD + panel.radius <= y <= HEAD + panel.high - panel.radius


@settings(max_examples=40, deadline=None)
@given(plan=plans, sex=sexes)
def test_the_same_plan_is_drawn_the_same(plan, sex):
    """
    Byte for byte, also after the cached layouts are forgotten.
    """
    one = body_map(plan, sex)
    lay.cache_clear()
    lay_on_midline.cache_clear()
    panels.cache_clear()

    assert body_map(plan, sex) == one


def test_both_is_halved_and_the_odd_one_is_left():
    """
    11 points on both sides: 1 to 6 left, 7 to 11 right.
    """
    halves = groups(planned(side="both", count=11), "neutral")

    assert [(each.side, each.first, each.last) for each in halves] == [
        (LEFT, 1, 6),
        (RIGHT, 7, 11),
    ]
    assert [each.side for each in groups(planned(side="both", count=1), "male")] == [LEFT]


@pytest.mark.parametrize("side", ["", "midline", "upper", "LEFT"])
def test_a_zone_that_is_there_twice_gets_no_points_without_a_side(side):
    """
    The map never guesses a side.
    """
    plan = (planned(zone="thighs-outer", side=side),)

    assert fields(plan, "female") == ()
    assert [each.planned.mark for each in unplaced(plan, "female")] == ["A"]
    assert body_map(plan, "female").parts == ()


@pytest.mark.parametrize("side", ["upper", "LEFT", "both sides"])
def test_an_unknown_side_of_a_zone_across_the_midline_gets_no_points(side):
    """
    Neither does it read a word it does not know as the whole zone.
    """
    plan = (planned(side=side),)

    assert body_map(plan, "male").parts == ()
    assert len(unplaced(plan, "male")) == 1


def test_two_small_zones_far_apart_are_shown_one_by_one():
    """
    Both elbows in one picture would be too small: each has its own, with its side alone.
    """
    made = body_map((planned(zone="elbow", side="both", count=12),), "neutral")
    said = [texts(part) for part in made.parts]

    assert [("LEFT" in each, "RIGHT" in each) for each in said] == [
        (True, False),
        (False, True),
    ]
    assert all(str(number) in said[0] for number in range(1, 7))
    assert all(str(number) in said[1] for number in range(7, 13))


def test_an_unknown_zone_has_no_place():
    """
    It is named, not drawn.
    """
    plan = (planned(zone="left-ear"),)

    assert body_map(plan, "neutral").parts == ()
    assert len(unplaced(plan, "neutral")) == 1


def test_points_of_a_side_and_over_the_midline_are_counted():
    """
    One zone with a side and without one: the circles would meet, so both are counted.
    """
    plan = (planned(), planned(mark="B", side="", count=5))
    [part] = body_map(plan, "female").parts

    assert "6 ×" in texts(part)
    assert "5 ×" in texts(part)


def test_too_many_points_are_counted():
    """
    Where circles would be too small a box says how many there are.
    """
    plan = (planned(zone="knees", side="right", count=60),)
    [part] = body_map(plan, "female").parts

    assert "60 ×" in texts(part)
    assert "60" not in texts(part)


@pytest.mark.parametrize("sex", SEXES)
@pytest.mark.parametrize("zone", ZONES)
def test_every_picture_has_a_name_and_words(zone, sex):
    """
    A title of its own, and a description that says what is where.
    """
    made = body_map((planned(zone=zone, side="both", title="The zone"),), sex)

    assert title(made.locator) == "Where on the body the points are"
    told = ". ".join(read(part).findtext("desc") for part in made.parts)
    assert told == "A: The zone, LEFT, 3 points. A: The zone, RIGHT, 3 points"
    assert all(title(part).startswith("Injection points: ") for part in made.parts)


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_looks_like_markup_stays_text(text):
    """
    In a mark and in a title it comes out letter by letter, and adds no element.
    """
    [part] = body_map((planned(mark=text, title=text),), "neutral").parts
    plain = body_map((planned(),), "neutral").parts[0]

    assert text in texts(part)
    assert text in read(part).findtext("desc")
    assert len([*read(part).iter()]) == len([*read(plain).iter()])


def test_nothing_is_fetched_and_nothing_runs():
    """
    No address, no script, no style, no event.
    """
    made = body_map((planned(zone="scalp", side=""), planned(mark="B")), "female")
    whole = "".join(map(str, (made.locator, *made.parts)))

    assert not re.search(r"//|<script|<style|href|url\(|\son\w+=", whole)


@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        (svg.INK, svg.PAPER),
        (svg.INK, svg.TINT),
        (svg.INK, svg.WASH),
        (svg.QUIET, svg.WASH),
        (svg.QUIET, svg.PAPER),
        (svg.DEEP, svg.WASH),
        (svg.PAPER, svg.DEEP),
        (svg.PAPER, svg.RED),
        (svg.RED, svg.PAPER),
    ],
)
def test_every_text_is_read_in_grey(ink, ground):
    """
    At least 4.5 to 1, in colour and as a grey printer prints it.
    """
    assert contrast(ink, ground) >= LEAST_CONTRAST
    assert contrast(grey(ink), grey(ground)) >= LEAST_CONTRAST


def test_left_and_right_points_differ_in_grey():
    """
    Left is filled and right is hollow: two greys that are told apart.
    """
    assert contrast(grey(svg.TINT), grey(svg.PAPER)) > 1.5


@pytest.mark.parametrize("count", [1, 19, 20, 21, 100, MOST])
def test_a_box_of_cells_has_one_for_each_point(count):
    """
    No more and no fewer, and the last row ends with the number of all.
    """
    box = tally(count)

    assert len([*read(box).iter("rect")]) == count
    assert texts(box)[-1] == str(count)


@pytest.mark.parametrize("count", [0, MOST + 1])
def test_no_box_is_drawn_for_none_or_for_a_page_full(count):
    """
    Below one and above the most there is no such box.
    """
    with pytest.raises(ValueError, match=str(count)):
        tally(count)


@given(count=st.integers(1, 40), radius=st.floats(0.5, 6))
@settings(max_examples=80, deadline=None)
def test_a_layout_is_whole_or_none(count, radius):
    """
    As many points as asked for, apart and inside; or none at all.
    """
    polygon = ((0.0, 0.0), (40.0, 4.0), (44.0, 30.0), (20.0, 22.0), (2.0, 34.0))
    points = lay(polygon, count, radius)

    assert len(points) in {0, count}
    assert all(inside(p, polygon) and clearance(p, polygon) >= radius for p in points)
    assert apart(points) >= radius * APART * 0.999
    assert bounds([polygon])[0] == 0
