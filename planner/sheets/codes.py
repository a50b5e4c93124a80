"""
Codes for a machine to read: a QR code of a text, and a lot as GS1 DataMatrix.

Each is one drawing of our own, made from the bits of the code, with its quiet edge and a
title; so it is black on white wherever it is printed.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import frozen

if TYPE_CHECKING:
    from datetime import date

    from markupsafe import Markup

    from planner.model.product import Lot, Product

QR, GS1 = "qr", "gs1"
_GTIN, _LOT = 14, 20
_RUN = re.compile(rb"\x00+")
# What a lot number may be made of: the 82 characters of GS1.
_LOT_SIGNS = re.compile(r"[!\"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+")
# In a text with brackets around each kind of data, a lot with brackets is misread.
_BRACKETS = frozenset("()")


@frozen(kw_only=True)
class Code:
    """
    One code: what kind it is, what a machine reads in it, and what it is called.

    `kind` is "qr" or "gs1"; a GS1 text has each kind of data in brackets before it.
    """

    kind: str
    encoded: str
    says: str


def lot_code(product: Product | None, lot: Lot | None, says: str) -> Code | None:
    """
    A lot with its product and last day; nothing where that cannot be said in GS1.
    """
    if product is None or lot is None or not product.gtin:
        return None
    number = lot.number
    readable = _LOT_SIGNS.fullmatch(number) and not _BRACKETS & set(number)
    if not readable or len(number) > _LOT:
        return None
    held = f"(01){product.gtin.zfill(_GTIN)}(17){_day(lot.expires_on)}(10){number}"
    return Code(kind=GS1, encoded=held, says=says)


def _day(value: date) -> str:
    return f"{value:%y%m%d}"


@lru_cache(maxsize=512)
def drawn(code: Code) -> Markup:
    """
    A code as a drawing: as wide as its modules and the quiet edge around them.
    """
    from markupsafe import Markup

    rows, edge = _bits(code.kind, code.encoded)
    path = "".join(
        [
            f"M{at + edge} {y}h{long}v1h-{long}z"
            for y, row in enumerate(rows, start=edge)
            for at, long in _black(row)
        ]
    )
    wide, high = len(rows[0]) + 2 * edge, len(rows) + 2 * edge
    return Markup(
        '<svg class="code {kind}" viewBox="0 0 {wide} {high}" role="img">'
        '<title>{says}</title><rect width="{wide}" height="{high}" fill="#fff"/>'
        '<path d="{path}" fill="#000"/></svg>'
    ).format(kind=code.kind, says=str(code.says), wide=wide, high=high, path=path)


def _black(row: bytes) -> list[tuple[int, int]]:
    # Where each run of black modules begins, and how long it is.
    return [(run.start(), len(run[0])) for run in _RUN.finditer(row)]


def _bits(kind: str, text: str) -> tuple[list[bytes], int]:
    # The modules row by row, 0 where one is black, and how wide the quiet edge is.
    import zxingcpp

    formats = zxingcpp.BarcodeFormat
    if kind == GS1:
        # Square: a strip of a lot is hard to hit with a hand scanner.
        made = zxingcpp.create_barcode(
            text, formats.DataMatrix, gs1=True, force_square=True
        )
        edge = 1
    else:
        # Said to be UTF-8 where it matters: unsaid, "¡" is read as a letter of Japanese.
        said = {} if text.isascii() else {"eci": "UTF-8"}
        made = zxingcpp.create_barcode(text, formats.QRCode, ec_level="M", **said)
        edge = 4
    # The picture is a grid of bytes; its stubs do not say so.
    picture: Any = made.to_image(add_quiet_zones=False)
    seen = memoryview(picture)
    high, wide = seen.shape or (0, 0)
    held = seen.tobytes()
    return [held[at : at + wide] for at in range(0, high * wide, wide)], edge
