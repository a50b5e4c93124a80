"""
What a PDF still lacks when it leaves WeasyPrint: the mark of PDF/UA beside that of PDF/A,
the language of each part, and typefaces without the hour they were written.

All of it is done to the objects of the file before they are written.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Any

from planner.errors import Misuse

if TYPE_CHECKING:
    from collections.abc import Iterator

_UA = "http://www.aiim.org/pdfua/ns/id/"
# PDF/A wants every property explained that it does not know itself.
_MARK = f"""\
<rdf:Description rdf:about="" xmlns:pdfuaid="{_UA}"><pdfuaid:part>1</pdfuaid:part>\
</rdf:Description>
<rdf:Description rdf:about="" \
xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" \
xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" \
xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">\
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">\
<pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\
<pdfaSchema:namespaceURI>{_UA}</pdfaSchema:namespaceURI>\
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">\
<pdfaProperty:name>part</pdfaProperty:name>\
<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\
<pdfaProperty:category>internal</pdfaProperty:category>\
<pdfaProperty:description>Part of ISO 14289</pdfaProperty:description>\
</rdf:li></rdf:Seq></pdfaSchema:property>\
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
</rdf:RDF>""".encode()
_END = b"</rdf:RDF>"
# What may say its language, and the name of its structure element.
_KINDS = {"section": "/Sect", "span": "/Span"}

# An OpenType file: 12 bytes, then a row of 16 for each table; and places in its "head".
_ROWS_AT, _ROW = 12, 16
_ADJUSTMENT, _CREATED, _MODIFIED, _STAMP = 8, 20, 28, 8
_WHOLE = 0xB1B0AFBA
_WORD = 1 << 32


def finish(document: Any, pdf: Any) -> None:  # noqa: ANN401 - WeasyPrint has no types
    """
    Finish a PDF in place, before it is written.

    Raises:
        Misuse: WeasyPrint made another file than we know how to finish.
    """
    _mark(pdf)
    _languages(document, pdf)
    _timeless(pdf)


def _mark(pdf: Any) -> None:  # noqa: ANN401
    number = int(pdf.catalog["Metadata"].split()[0])
    held = pdf.objects[number].stream
    if len(held) != 1 or held[0].count(_END) != 1:
        raise Misuse("The PDF has no metadata where they were expected.")
    held[0] = held[0].replace(_END, _MARK)


def _languages(document: Any, pdf: Any) -> None:  # noqa: ANN401
    # Each box of a section or span has one structure element, and both come in the same
    # order. Words within a drawing are one figure, and have no element of their own.
    for tag, kind in _KINDS.items():
        told = [
            box.element.get("lang")
            for page in document.pages
            for box in _boxes(page._page_box, tag)  # noqa: SLF001 - it has no other name
        ]
        made = [
            each
            for each in pdf.objects
            if isinstance(each, dict) and each.get("S") == kind and not _is_text(each)
        ]
        if len(told) != len(made):
            raise Misuse(f"The PDF has another number of {kind} than the page.")
        for lang, element in zip(told, made, strict=True):
            if lang:
                element["Lang"] = f"({lang})"


def _is_text(element: Any) -> bool:  # noqa: ANN401
    # The words themselves stand under an element as a number: of what is printed.
    return any(isinstance(each, int) for each in element["K"])


def _boxes(box: Any, tag: str) -> Iterator[Any]:  # noqa: ANN401
    box = getattr(box, "_box", box)
    if box.element is not None and box.element_tag == tag and not _of_text(box):
        yield box
    for child in getattr(box, "children", ()):
        inner = child.children if type(child).__name__ == "LineBox" else (child,)
        for each in inner:
            yield from _boxes(each, tag)


def _of_text(box: Any) -> bool:  # noqa: ANN401
    return type(box).__name__ == "TextBox"


def _timeless(pdf: Any) -> None:  # noqa: ANN401
    # Whoever writes a typeface stamps it with the clock; here it keeps its birthday.
    for each in pdf.objects:
        if getattr(each, "extra", {}).get("Length1"):
            each.stream[0] = timeless(each.stream[0])


def timeless(face: bytes) -> bytes:
    """
    A TrueType file in which the last change is the day it was made, checksums set right.
    """
    held = bytearray(face)
    (count,) = struct.unpack_from(">H", held, 4)
    for row in range(_ROWS_AT, _ROWS_AT + count * _ROW, _ROW):
        tag, _, at, length = struct.unpack_from(">4sLLL", held, row)
        if tag == b"head":
            born = held[at + _CREATED : at + _CREATED + _STAMP]
            held[at + _MODIFIED : at + _MODIFIED + _STAMP] = born
            struct.pack_into(">L", held, at + _ADJUSTMENT, 0)
            struct.pack_into(">L", held, row + 4, _sum(held[at : at + length]))
            struct.pack_into(">L", held, at + _ADJUSTMENT, (_WHOLE - _sum(held)) % _WORD)
    return bytes(held)


def _sum(held: bytes | bytearray) -> int:
    padded = bytes(held) + b"\0" * (-len(held) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}L", padded)
    return sum(words) % _WORD
