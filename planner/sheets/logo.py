"""
A clinic's logo: a small PNG, or an SVG that only draws, held in the sheet itself.

It is looked at before it is kept, so that no sheet prints a picture that runs, fetches or
unfolds into something else.
"""

from __future__ import annotations

import re
import struct
import zlib
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from planner.errors import InputFault

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTING = "clinic-logo"
MOST_BYTES = 64 * 1024
MOST_PIXELS = 2000
_PNG, _SVG = "data:image/png;base64,", "data:image/svg+xml;base64,"
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHUNK, _SUM, _HEADER = 8, 4, 13
# How many samples a pixel has, by the kind of colour.
_SAMPLES = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_DEPTHS = (1, 2, 4, 8, 16)
_BITS = 8
_SPACE = "{http://www.w3.org/2000/svg}"
_DRAWS = frozenset(
    [
        "svg",
        "g",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "title",
        "desc",
        "defs",
        "clipPath",
        "mask",
        "linearGradient",
        "radialGradient",
        "stop",
    ]
)
_REACHES = re.compile(
    r"url\(\s*(?!['\"]?#)|[\\@]|expression|javascript:|data:", re.IGNORECASE
)


def embedded(picture: bytes, where: str) -> str:
    """
    A picture as it is kept in the clinic's settings and printed on sheets.

    Raises:
        InputFault: It is too large, is neither PNG nor SVG, or does more than draw.
    """
    if len(picture) > MOST_BYTES:
        raise _fault(
            f"The logo has {len(picture)} bytes; {MOST_BYTES} at most.",
            where,
            "Every sheet carries it.",
        )
    if picture.startswith(_SIGNATURE):
        _look_at_png(picture, where)
        return _PNG + b64encode(picture).decode("ascii")
    _look_at_svg(picture, where)
    return _SVG + b64encode(picture).decode("ascii")


def look_at(setting: str) -> None:
    """
    Look at a logo as it stands in the settings; an empty one takes it off the sheets.

    Raises:
        InputFault: It is none.
    """
    if not setting:
        return
    _, _, held = setting.partition(";base64,")
    try:
        picture = b64decode(held, validate=True)
    except ValueError:
        picture = b""
    if setting != embedded(picture, SETTING):
        raise _fault("This is not a logo.", SETTING, "It stands in another form than ours.")


def told(setting: str) -> str:
    """
    A logo in words, for a screen.
    """
    kind = "PNG" if setting.startswith(_PNG) else "SVG"
    return f"{kind}, {len(setting.partition(',')[2]) * 3 // 4} bytes" if setting else "none"


def _fault(what: str, where: str, why: str) -> InputFault:
    return InputFault(
        what,
        where=where,
        why=why,
        now="Save it as PNG, or as SVG with all text turned into paths and nothing linked.",
    )


def _look_at_png(picture: bytes, where: str) -> None:
    broken = _fault("The PNG is not whole.", where, "A part of it is missing or changed.")
    chunks = list(_chunks(picture, broken))
    names = [name for name, _ in chunks]
    if names[:1] != [b"IHDR"] or names[-1] != b"IEND" or b"IDAT" not in names:
        raise broken
    header = chunks[0][1]
    if len(header) != _HEADER:
        raise broken
    wide, high, depth, colour, *_ = struct.unpack(">LLBBBBB", header)
    if not 0 < wide <= MOST_PIXELS or not 0 < high <= MOST_PIXELS:
        raise _fault(
            f"The logo is {wide} by {high} pixels; {MOST_PIXELS} at most.",
            where,
            "On paper it is a thumb wide.",
        )
    if colour not in _SAMPLES or depth not in _DEPTHS:
        raise broken
    # No more may come out of it than the header says: a row is a filter and its pixels.
    row = 1 + (wide * _SAMPLES[colour] * depth + _BITS - 1) // _BITS
    most = (row + _BITS) * (high + _BITS) * 2
    unfold = zlib.decompressobj()
    try:
        out = unfold.decompress(b"".join(d for n, d in chunks if n == b"IDAT"), most)
    except zlib.error:
        raise broken from None
    if unfold.unconsumed_tail or not unfold.eof or not out:
        raise broken


def _chunks(picture: bytes, broken: InputFault) -> Iterator[tuple[bytes, bytes]]:
    at = len(_SIGNATURE)
    while at < len(picture):
        if at + _CHUNK > len(picture):
            raise broken
        length, name = struct.unpack_from(">L4s", picture, at)
        end = at + _CHUNK + length
        if end + _SUM > len(picture):
            raise broken
        (kept,) = struct.unpack_from(">L", picture, end)
        if kept != zlib.crc32(picture[at + 4 : end]):
            raise broken
        yield name, picture[at + _CHUNK : end]
        at = end + _SUM


def _look_at_svg(picture: bytes, where: str) -> None:
    neither = _fault("The logo is neither PNG nor SVG.", where, "It cannot be read as one.")
    try:
        text = picture.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise neither from None
    # Without a document type there are no entities that could unfold.
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        raise _fault(
            "The SVG declares a document type.", where, "It could unfold or fetch more."
        )
    try:
        root = ET.fromstring(text)  # noqa: S314 - no document type, no entities
    except ET.ParseError:
        raise neither from None
    if root.tag != f"{_SPACE}svg":
        raise neither
    if not root.get("viewBox") and not (root.get("width") and root.get("height")):
        raise _fault("The SVG has no size.", where, "Nobody can tell how large it is.")
    for each in root.iter():
        name = each.tag.removeprefix(_SPACE)
        if name not in _DRAWS:
            raise _fault(
                f'The SVG holds "{name[:40]}".',
                where,
                "A logo only draws: lines and areas.",
            )
        for key, value in each.items():
            bare = key.rpartition("}")[2].lower()
            if bare.startswith("on") or bare == "href" or _REACHES.search(value):
                raise _fault(
                    f'The SVG reaches out of itself in "{bare[:40]}".',
                    where,
                    "A sheet fetches nothing and runs nothing.",
                )
