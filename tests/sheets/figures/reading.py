"""
Pictures taken apart again: their texts, their names, their colours.
"""

from __future__ import annotations

from itertools import combinations
from math import hypot
from xml.etree import ElementTree as ET

LEAST_CONTRAST = 4.5


def read(picture):
    """
    A picture as a tree: it is well-formed, or this raises.
    """
    return ET.fromstring(str(picture))  # noqa: S314 (our own picture)


def texts(picture):
    """
    Every text of a picture that is printed.
    """
    return [each.text or "" for each in read(picture).iter("text")]


def title(picture):
    """
    The name of a whole picture: a child of its own, as PDF needs it.
    """
    return read(picture).findtext("title")


def _light(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    """
    The contrast of two colours, as WCAG counts it.
    """
    low, high = sorted((_light(one), _light(other)))
    return (high + 0.05) / (low + 0.05)


def grey(colour):
    """
    A colour as a grey printer prints it.
    """
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    level = round(0.299 * red + 0.587 * green + 0.114 * blue)
    return f"#{level:02x}{level:02x}{level:02x}"


def apart(points):
    """
    How far the two nearest points are from each other.
    """
    return min(
        (hypot(a - c, b - d) for (a, b), (c, d) in combinations(points, 2)),
        default=float("inf"),
    )
