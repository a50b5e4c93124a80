"""
Every code that is printed is read again, from the real page at 150 dots an inch in grey.
"""

from __future__ import annotations

import pypdfium2
import pytest
import zxingcpp

from pdf.printed import CALENDAR, GTIN, page, printed
from planner.sheets.pdf import pdf_of

DOTS = 150 / 72


def read(held):
    """
    All that a machine reads on the pages of a PDF, as (kind, text).
    """
    found = []
    for each in pypdfium2.PdfDocument(held):
        image = each.render(scale=DOTS, grayscale=True)
        seen = memoryview(image.buffer).cast("B", (image.height, image.stride))
        found += [
            (each.symbology_identifier[:2], each.bytes.decode())
            for each in zxingcpp.read_barcodes(seen)
        ]
    return sorted(found)


def test_the_codes_of_a_plan_are_read():
    """
    The plan itself, and the lot whose product has a number in trade.
    """
    from planner.library import load_shipped
    from sheets.making import HEAD

    digest = load_shipped("mesotherapy").digest
    plan = f"mesoplan S7K2M9QWER {HEAD} mesotherapy 2026-1 {digest}"

    assert read(printed("session-plan")) == [
        ("]Q", plan),
        ("]d", f"01{GTIN}1727063010LX0O17"),
    ]


@pytest.mark.parametrize("large", [False, True])
def test_the_code_of_the_next_visit_is_read(large):
    """
    On the sheet that is taken home, beside the same in words.
    """
    home = printed("discharge-instructions", large=large)

    assert read(home) == [("]Q", CALENDAR)]
    assert "Thursday 3 December 2026, 10:00" in page("discharge-instructions")


def test_a_spoilt_code_is_not_read():
    """
    The test can say no: with a stroke across it, the code of the next visit is lost.
    """
    stroke = '<path d="M0 20h99v20h-99z" fill="#000"/></svg>'
    whole = page("discharge-instructions")
    head, code, rest = whole.partition('<svg class="code qr"')

    spoilt = pdf_of(head + code + rest.replace("</svg>", stroke, 1))

    assert read(spoilt) == []
