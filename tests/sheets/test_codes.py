"""
Codes on paper: what a machine reads is what was written, and nothing else is printed.
"""

from __future__ import annotations

from datetime import date

import pytest
import zxingcpp
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as some

from planner.errors import InputFault
from planner.model import gtin
from planner.session import wellformed
from planner.sheets import codes
from planner.sheets.codes import GS1, QR, Code, drawn, lot_code
from sheets.making import LOTS, PRODUCTS

PEN = evolve(PRODUCTS["lidopan"], gtin="04012345678901")
LOT = LOTS[("lidopan", "LX0O17")]
SIGNS = "!\"%&'*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"


def read(kind, text):
    """
    What a machine reads in the bits of a code, each enlarged to a few points.
    """
    held, edge = codes._bits(kind, text)
    side, above = bytes([255] * edge), [bytes([255] * (len(held[0]) + 2 * edge))] * edge
    rows = [
        bytes(bit for bit in row for _ in range(4))
        for row in (*above, *(side + each + side for each in held), *above)
        for _ in range(4)
    ]
    picture = memoryview(b"".join(rows)).cast("B", (len(rows), len(rows[0])))
    (found,) = zxingcpp.read_barcodes(picture)
    return found


@settings(deadline=None)
@given(lot=some.text(SIGNS, min_size=1, max_size=20), day=some.dates(date(2020, 1, 1)))
def test_every_lot_is_read_as_it_was_written(lot, day):
    """
    Product, last day and lot number come back, as GS1 and not as plain text.
    """
    day = day.replace(year=2020 + day.year % 50)
    code = lot_code(PEN, evolve(LOT, number=lot, expires_on=day), "lot")

    found = read(code.kind, code.encoded)

    assert found.symbology_identifier == "]d2"
    assert found.bytes.decode() == f"010401234567890117{day:%y%m%d}10{lot}"


@pytest.mark.parametrize(
    "number", ["A 1", "A(1)", "Ä1", "A\u202e1", "", "1" * 21, "=1|2", "#1"]
)
def test_a_lot_that_gs1_cannot_say_has_no_code(number):
    """
    A code that says another lot than the words beside it would be worse than none.
    """
    assert lot_code(PEN, evolve(LOT, number=number), "lot") is None


def test_a_lot_without_a_number_in_trade_has_no_code():
    """
    Nor has one of a product or lot that is not on record.
    """
    assert lot_code(evolve(PEN, gtin=""), LOT, "lot") is None
    assert lot_code(None, LOT, "lot") is None
    assert lot_code(PEN, None, "lot") is None


@pytest.mark.parametrize("short", ["96385074", "614141000036", "4012345678901"])
def test_a_short_number_is_filled_to_fourteen(short):
    """
    As GS1 wants it, with noughts in front.
    """
    code = lot_code(evolve(PEN, gtin=short), LOT, "lot")

    assert code.encoded == f"(01){short.zfill(14)}(17)270630(10)LX0O17"
    assert read(GS1, code.encoded).bytes.decode().startswith(f"01{short.zfill(14)}")


@settings(deadline=None)
@given(text=some.text(some.characters(exclude_categories=["C"]), min_size=1, max_size=60))
def test_every_text_is_read_as_it_was_written(text):
    """
    Whatever the letters are.
    """
    assert read(QR, text).text == text


def test_a_title_is_escaped():
    """
    The title of a drawing is words, whatever they are.
    """
    page = drawn(Code(kind=QR, encoded="a", says="</title><script>"))

    assert "<title>&lt;/title&gt;&lt;script&gt;</title>" in page
    assert "<script" not in page


@settings(deadline=None)
@given(digits=some.text("0123456789", min_size=7, max_size=7))
def test_one_wrong_digit_is_always_noticed(digits):
    """
    Any one digit typed wrong makes another check digit.
    """
    whole = digits + gtin.check_digit(digits)

    assert gtin.holds(whole)
    for at, digit in enumerate(whole):
        wrong = str((int(digit) + 1) % 10)
        assert not gtin.holds(whole[:at] + wrong + whole[at + 1 :])


@pytest.mark.parametrize(
    "text", ["", "1", "0401234567890", "040123456789012", "٤012345678901", "40123 5678901"]
)
def test_what_is_no_number_in_trade_is_none(text):
    """
    Too short, too long, other digits, or spaces.
    """
    assert not gtin.holds(text)


def test_a_product_with_a_wrong_number_is_not_registered():
    """
    The whole message.
    """
    with pytest.raises(InputFault) as told:
        wellformed.product(evolve(PEN, gtin="04012345678902"))

    assert str(told.value) == (
        'product lidopan, gtin: "04012345678902" is not the number of a trade item. '
        "Its last digit does not follow from the others, or some are missing. "
        "Write all the digits under the bar code, without spaces."
    )
    wellformed.product(PEN)
