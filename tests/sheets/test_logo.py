"""
A logo is a small picture that only draws; anything else is refused with the reason.
"""

from __future__ import annotations

import struct
import zlib
from base64 import b64decode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from planner.errors import InputFault
from planner.sheets import logo
from planner.sheets.logo import MOST_BYTES, MOST_PIXELS, embedded, look_at, told

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{}</svg>'
DRAWN = SVG.format('<path d="M0 0h9v9z" fill="#0f3d4c"/>').encode()
NOW = "Save it as PNG, or as SVG with all text turned into paths and nothing linked."


def chunk(name, held):
    """
    One part of a PNG.
    """
    return (
        struct.pack(">L", len(held))
        + name
        + held
        + struct.pack(">L", zlib.crc32(name + held))
    )


def png(wide=3, high=2, *, rows=None, colour=2, depth=8):
    """
    A PNG of black pixels.
    """
    rows = high if rows is None else rows
    header = struct.pack(">LLBBBBB", wide, high, depth, colour, 0, 0, 0)
    held = zlib.compress((b"\0" + b"\0" * wide * 3) * rows)
    whole = chunk(b"IHDR", header) + chunk(b"IDAT", held) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + whole


@pytest.mark.parametrize(
    ("picture", "kind"), [(png(), "image/png"), (DRAWN, "image/svg+xml")]
)
def test_a_picture_is_kept_as_it_is(picture, kind):
    """
    With its kind before it; and what was kept is looked at again without a word.
    """
    held = embedded(picture, "logo")
    head, _, letters = held.partition(";base64,")

    assert head == f"data:{kind}"
    assert b64decode(letters) == picture
    look_at(held)
    assert told(held).endswith(f", {len(picture) + -len(picture) % 3} bytes")


def test_no_logo_is_none():
    """
    An empty setting takes it off the sheets.
    """
    look_at("")
    assert told("") == "none"


@pytest.mark.parametrize("inside", [
    "<script>alert(1)</script>",
    '<image href="http://x/y.png"/>',
    "<text>Clinic</text>",
    "<foreignObject/>",
    "<style>*{fill:red}</style>",
    '<use href="#a"/>',
    '<animate attributeName="x"/>',
])  # fmt: skip
def test_an_svg_that_does_more_than_draw_is_refused(inside):
    """
    Scripts, pictures, text and styles: each is named.
    """
    name = inside[1:].partition(" ")[0].partition(">")[0].rstrip("/")

    with pytest.raises(InputFault) as fault:
        embedded(SVG.format(inside).encode(), "logo.svg")

    assert str(fault.value) == (
        f'logo.svg: The SVG holds "{name}". A logo only draws: lines and areas. {NOW}'
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("onload", "a()"),
        ("fill", "url(http://x/y)"),
        ("fill", "url( 'file:///etc/passwd')"),
        ("style", "background:url(//x)"),
        ("style", "fill:\\75rl(x)"),
        ("style", "@import 'x'"),
        ("xmlns:l='http://www.w3.org/1999/xlink' l:href", "#a"),
    ],
)
def test_an_svg_that_reaches_out_is_refused(key, value):
    """
    Nothing it draws may run or fetch, however it is written.
    """
    with pytest.raises(InputFault, match="reaches out of itself"):
        embedded(SVG.format(f'<path {key}="{value}"/>').encode(), "logo.svg")


def test_an_svg_may_point_into_itself():
    """
    A gradient of its own is drawing.
    """
    inside = '<defs><linearGradient id="a"/></defs><path fill="url(#a)" d="M0 0h9v9z"/>'

    assert embedded(SVG.format(inside).encode(), "logo.svg").startswith("data:image/svg")


@pytest.mark.parametrize(
    ("picture", "said"),
    [
        (b'<!DOCTYPE svg [<!ENTITY a "b">]>' + DRAWN, "declares a document type"),
        (b"<?xml version='1.0'?><html/>", "neither PNG nor SVG"),
        (b"GIF89a", "neither PNG nor SVG"),
        (b"", "neither PNG nor SVG"),
        (DRAWN.decode().encode("utf-16"), "neither PNG nor SVG"),
        (DRAWN.replace(b' viewBox="0 0 9 9"', b""), "has no size"),
        (DRAWN[:-3], "neither PNG nor SVG"),
        (png()[:-5], "not whole"),
        (png().replace(b"IDAT", b"IDAX"), "not whole"),
        (png(colour=5), "not whole"),
        (png(wide=MOST_PIXELS + 1), f"is {MOST_PIXELS + 1} by 2 pixels"),
        (png(high=0), "is 3 by 0 pixels"),
        (png(rows=5000), "not whole"),
        (png() + b" " * MOST_BYTES, f"{MOST_BYTES} at most"),
    ],
)
def test_what_is_no_small_whole_picture_is_refused(picture, said):
    """
    Cut off, changed, too large, unfolding into more than it says, or another kind.
    """
    with pytest.raises(InputFault) as fault:
        embedded(picture, "logo")

    assert said in str(fault.value)
    assert str(fault.value).endswith(NOW)


def test_the_largest_picture_is_taken():
    """
    Of bytes, and of pixels on each side.
    """
    edge = len(DRAWN)
    full = DRAWN.replace(b"</svg>", b" " * (MOST_BYTES - edge) + b"</svg>")

    assert embedded(full, "logo")
    assert embedded(png(wide=MOST_PIXELS), "logo")
    with pytest.raises(InputFault):
        embedded(full.replace(b"</svg>", b" </svg>"), "logo")


@pytest.mark.parametrize(
    "setting",
    [
        "logo.png",
        "http://x/logo.png",
        "data:text/html;base64,PGI+",
        "data:image/png;base64,!!!",
        embedded(DRAWN, "logo").replace("svg+xml", "png"),
        'data:image/png;base64,"><script>',
    ],
)
def test_a_setting_that_is_no_logo_is_refused(setting):
    """
    What is set by hand is looked at as a file would be.
    """
    with pytest.raises(InputFault):
        look_at(setting)


@settings(deadline=None)
@given(some.binary(max_size=200))
def test_any_bytes_are_a_picture_or_refused(held):
    """
    Nothing else ever happens, also behind the signature of a PNG.
    """
    for picture in (held, logo._SIGNATURE + held, SVG.encode().replace(b"{}", held)):
        assert outcome(picture) in {"", NOW}


def outcome(picture):
    """
    What is to be done about a picture, and nothing where it is taken.
    """
    try:
        look_at(embedded(picture, "logo"))
    except InputFault as fault:
        return fault.now
    return ""
