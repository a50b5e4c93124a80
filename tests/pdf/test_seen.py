"""
What a reader sees of a sheet: letters that stand out from what is behind them, large
enough for a patient, and no meaning that is in a colour alone.

Colours and sizes are those that the engine works out from the style, for every element.
"""

from __future__ import annotations

import re
from functools import cache

import pytest

from pdf.printed import SHEETS, page
from planner.library import load_shipped
from planner.sheets.render import render
from sheets.worked import contexts

HOME = "discharge-instructions"
LETTERS = ("consent", "exit-letter", "prescriber-letter", "session-record")
ALL = (*SHEETS, *LETTERS)
TO_TAKE_HOME = (HOME, "consent", "exit-letter")
# WCAG 2.2, success criterion 1.4.3: text of any size, so that no size needs an exception.
ENOUGH = 4.5
POINTS = 72 / 96
SVG = "{http://www.w3.org/2000/svg}"
COLOURED = 0.15
EDGES = ("top", "right", "bottom", "left")
PAPER = (1.0, 1.0, 1.0)
# The foot, and what stands in a second language under the patient's, for the staff.
NOT_FOR_PATIENTS = {"end", "staff-words"}


def luminance(rgb):
    """
    The relative luminance of a colour, as WCAG defines it: what is left of it in grey.
    """
    parts = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb)
    return sum(
        weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), parts, strict=True)
    )


def contrast(one, other):
    """
    The contrast of two colours, from 1 to 21, as WCAG defines it.
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def from_hex(text):
    """
    A colour as it is written in a drawing.
    """
    digits = text.removeprefix("#")
    pairs = [c * 2 for c in digits] if len(digits) == 3 else re.findall("..", digits)
    return tuple(int(pair, 16) / 255 for pair in pairs)


def rgb(colour, under=PAPER):
    """
    A colour of the engine over what is behind it.
    """
    red, green, blue = colour.to("srgb").coordinates
    seen = zip((red, green, blue), under, strict=True)
    return tuple(c * colour.alpha + b * (1 - colour.alpha) for c, b in seen)


@cache
def of_letters():
    """
    What the letters and the record are made of.
    """
    return contexts(load_shipped("mesotherapy"))


@cache
def sheet(name, *, large=False):
    """
    A sheet as HTML.
    """
    if name in SHEETS:
        return page(name, large=large)
    return render(name, of_letters()[name], large=large)


@cache
def seen(name, *, large=False):
    """
    Every element of a sheet outside its drawings: itself, its style, what is behind it,
    and the classes it stands in.
    """
    from weasyprint import HTML
    from weasyprint.css import get_all_computed_styles

    held = HTML(string=sheet(name, large=large))
    style_of = get_all_computed_styles(held)
    found = []

    def walk(element, behind, classes):
        if not isinstance(element.tag, str) or element.tag == f"{SVG}svg":
            return
        style = style_of(element)
        if style["display"] == ("none",):
            return
        behind = rgb(style["background_color"], behind)
        classes = classes | set(element.get("class", "").split())
        found.append((element, style, behind, classes))
        for child in element:
            walk(child, behind, classes)

    walk(held.etree_element.find("body"), PAPER, set())
    return found


def drawings(name):
    """
    The drawings of a sheet.
    """
    from weasyprint import HTML

    return list(HTML(string=sheet(name)).etree_element.iter(f"{SVG}svg"))


def own_words(element):
    """
    The words that stand in an element itself, not in one within it.
    """
    parts = [element.text, *(child.tail for child in element)]
    return " ".join(" ".join(filter(None, parts)).split())


def said_in(element):
    """
    All words of an element, and the titles of the drawings in it.
    """
    return " ".join(" ".join(element.itertext()).split())


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000", "#fff", 21), ("#777", "#fff", 4.48), ("#767676", "#ffffff", 4.54)],
)
def test_the_contrast_is_the_published_one(one, other, expected):
    """
    Black on white is 21; of two greys that differ by a shade one is just enough.
    """
    assert contrast(from_hex(one), from_hex(other)) == pytest.approx(expected, abs=0.005)
    assert (contrast(from_hex(one), from_hex(other)) >= ENOUGH) == (expected > ENOUGH)


@pytest.mark.parametrize("name", ALL)
def test_every_word_stands_out_from_what_is_behind_it(name):
    """
    At least 4.5 to 1, in colour and so in grey: contrast is measured in luminance.
    """
    faint = {
        (own_words(element)[:40], round(contrast(rgb(style["color"], behind), behind), 2))
        for element, style, behind, _ in seen(name)
        if own_words(element) and contrast(rgb(style["color"], behind), behind) < ENOUGH
    }

    assert len(seen(name)) > 50
    assert faint == set()


@pytest.mark.parametrize("name", ALL)
def test_every_word_in_a_drawing_stands_out(name):
    """
    Dark letters on every pale fill of their drawing, white ones on every dark fill.
    """
    faint = set()
    for svg in drawings(name):
        fills = {each.get("fill") for each in svg.iter()} - {None, "none"}
        inks = {
            each.get("fill") or svg.get("fill") or "#1a1f24"
            for each in svg.iter(f"{SVG}text")
        }
        shapes = {
            each.get("fill")
            for each in svg.iter()
            if each.tag not in {f"{SVG}text", f"{SVG}tspan", f"{SVG}g"}
        } & fills | {"#ffffff"}
        for ink in inks:
            dark = luminance(from_hex(ink)) < 0.18
            behind = {s for s in shapes if (luminance(from_hex(s)) >= 0.18) == dark}
            faint |= {
                (ink, each)
                for each in behind
                if contrast(from_hex(ink), from_hex(each)) < ENOUGH
            }

    assert faint == set()


@pytest.mark.parametrize("name", TO_TAKE_HOME)
@pytest.mark.parametrize(("large", "least"), [(False, 14), (True, 17.5)])
def test_what_a_patient_reads_is_large(name, large, least):
    """
    14 pt at least, 17.5 pt in large print; but for the foot, which is for whoever asks,
    and what the staff read in their own language.
    """
    sizes = {
        (own_words(element)[:40], round(style["font_size"] * POINTS, 2))
        for element, style, _, classes in seen(name, large=large)
        if own_words(element) and not classes & NOT_FOR_PATIENTS
    }

    assert len(sizes) > 30
    assert {each for each in sizes if each[1] < least} == set()


def is_coloured(colour):
    """
    Whether a colour is more than a grey.
    """
    red, green, blue = colour.to("srgb").coordinates
    return colour.alpha > 0 and max(red, green, blue) - min(red, green, blue) > COLOURED


@pytest.mark.parametrize("name", ALL)
def test_a_coloured_box_says_in_words_what_it_is(name):
    """
    Whatever has a coloured ground or edge has words, or a drawing with a title: nothing
    is lost where the colour is.
    """
    boxes = [
        element
        for element, style, _, _ in seen(name)
        if is_coloured(style["background_color"])
        or any(
            style[f"border_{edge}_width"] and is_coloured(rgb_of_edge(style, edge))
            for edge in EDGES
        )
    ]

    assert boxes
    assert [each.attrib for each in boxes if not said_in(each)] == []


def rgb_of_edge(style, edge):
    """
    The colour of an edge; where it has none of its own, that of the letters.
    """
    colour = style[f"border_{edge}_color"]
    return style["color"] if colour == "currentcolor" else colour


def test_the_marks_of_a_list_differ_in_shape():
    """
    What to do and what not to do are told apart without colour, by shape and by title.
    """
    shapes = {}
    for svg in drawings(HOME):
        if svg.get("class") != "mark":
            continue
        drawn = [
            (each.tag, each.get("d"), each.get("r"), each.get("width"))
            for each in svg
            if each.tag != f"{SVG}title"
        ]
        shapes.setdefault(svg.find(f"{SVG}title").text, []).append(drawn)

    assert set(shapes) == {"do", "do not"}
    assert all(each == same[0] for same in shapes.values() for each in same)
    assert shapes["do"][0] != shapes["do not"][0]
    assert {tag for tag, *_ in shapes["do"][0]} != {tag for tag, *_ in shapes["do not"][0]}


def test_the_two_boxes_of_calling_differ_in_words_and_in_their_edge():
    """
    "Call 112" and "Call us": another heading, another size, another edge, and not only
    another colour.
    """
    boxes = {
        kind: (said_in(element), style)
        for element, style, _, _ in seen(HOME)
        for kind in ("red", "amber")
        if kind in element.get("class", "").split()
    }
    (red, red_style), (amber, amber_style) = boxes["red"], boxes["amber"]

    assert red.startswith("Call 112")
    assert amber.startswith("Call us the same day")
    assert red_style["border_top_width"] > amber_style["border_top_width"]
