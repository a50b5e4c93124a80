"""
The PDF of a sheet: the same bytes each time, its own typeface, its pages, its floor.
"""

from __future__ import annotations

import ctypes
import hashlib
import subprocess
import sys

import pypdfium2
import pytest
from pypdfium2 import raw

from pdf.printed import SHEETS, page, printed
from planner.errors import InputFault
from planner.sheets import pdf as making
from planner.sheets.archive import timeless
from planner.sheets.pdf import Steps, first_that, pdf_of, wanted_by

CARD = "emergency-card"
FLOWING = ("session-record", "course")
HOME = "discharge-instructions"
FOOT = 17 / 25.4 * 72 * 0.95


def opened(held):
    """
    A PDF, opened.
    """
    return pypdfium2.PdfDocument(held)


def sizes(held):
    """
    The size of each letter that is printed above the foot of a page, in points.
    """
    seen, matrix = set(), raw.FS_MATRIX()
    for each in opened(held):
        text = each.get_textpage()
        for at in range(text.count_chars()):
            if text.get_charbox(at)[1] > FOOT and text.get_text_range(at, 1).strip():
                raw.FPDFText_GetMatrix(text, at, matrix)
                seen.add(round(raw.FPDFText_GetFontSize(text, at) * matrix.a, 1))
    return seen


def test_the_same_sheet_is_the_same_bytes_in_another_process():
    """
    Whatever was printed before, whatever the seed of hashes: one digest.
    """
    script = (
        "import hashlib, sys; from planner.sheets.pdf import pdf_of;"
        "print(hashlib.sha256(pdf_of(sys.stdin.read())).hexdigest())"
    )
    other = subprocess.run(
        [sys.executable, "-c", script],
        input=page(CARD),
        capture_output=True,
        encoding="utf-8",
        check=True,
        env={"PYTHONHASHSEED": "77", "TZ": "Asia/Tokyo", "PYTHONPATH": ":".join(sys.path)},
    )

    assert hashlib.sha256(pdf_of(page(CARD))).hexdigest() == other.stdout.strip()
    assert pdf_of(page(CARD)) == printed(CARD)


def test_a_pdf_is_dated_by_its_sheet():
    """
    The date is when the sheet was printed, and not when the PDF was made.
    """
    with opened(printed(CARD)) as made:
        assert made.get_metadata_value("CreationDate") == "D:20261122083100Z"
        assert made.get_metadata_value("Title") == "Emergency card"


@pytest.mark.parametrize("name", SHEETS)
def test_only_the_bundled_typeface_is_in_a_pdf(name):
    """
    No typeface of this machine slips in, and every one that is used is embedded.
    """
    faces = set()
    for each in opened(printed(name)):
        text = each.get_textpage()
        for at in range(0, text.count_chars(), 3):
            size = raw.FPDFText_GetFontInfo(text, at, None, 0, None)
            if size:
                held = ctypes.create_string_buffer(size)
                raw.FPDFText_GetFontInfo(text, at, held, size, None)
                faces.add(held.value.decode())

    assert faces
    assert all("Plex" in face for face in faces), faces


@pytest.mark.parametrize("name", [name for name in SHEETS if name not in FLOWING])
def test_a_sheet_keeps_to_its_pages(name):
    """
    Each sheet says how many pages it aims at, and our own come out so on A4.
    """
    wanted = wanted_by(page(name))

    assert (wanted.sheet, wanted.language, wanted.paper) == (name, "en", "A4")
    assert 0 < len(opened(printed(name))) <= wanted.pages


@pytest.mark.parametrize("name", FLOWING)
def test_what_is_as_long_as_it_must_be_aims_at_no_number_of_pages(name):
    """
    A record and a course are as long as what happened.
    """
    assert wanted_by(page(name)).pages == 0
    assert len(opened(printed(name))) > 0


@pytest.mark.parametrize(
    ("name", "large", "floor", "step"),
    [
        (CARD, False, 8, "0"),
        ("emergency", False, 8, "0"),
        (HOME, False, 12.5, "0"),
        (HOME, False, 12.5, "1"),
        (HOME, True, 16, "0"),
    ],
)
def test_type_never_shrinks_below_its_floor(name, large, floor, step, monkeypatch):
    """
    At the tightest step: 8 pt for staff, 12.5 pt for patients, 16 pt in large print; and
    what a patient reads is 14 pt at least.
    """
    monkeypatch.setattr(making, "STEPS", (step,))

    seen = sizes(pdf_of(page(name, large=large)))

    assert min(seen) >= floor
    assert name != HOME or seen & {14, 14.5, 17.5, 18}


def test_what_does_not_fit_is_set_tighter_and_then_flows(monkeypatch):
    """
    Step by step, from where it was last time for that sheet, language and paper.
    """
    told, steps = [], Steps()
    long = page(CARD).replace("</body>", "<p>" + "more " * 9000 + "</p></body>")

    first = pdf_of(long, steps=steps, tell=told.append)
    again = pdf_of(long, steps=steps, tell=told.append)

    assert first == again
    assert told == [
        "emergency-card: set in type",
        "emergency-card: set in type, tighter (4)",
        f"emergency-card: {len(opened(first))} pages, written as PDF",
        "emergency-card: set in type, tighter (4)",
        f"emergency-card: {len(opened(first))} pages, written as PDF",
    ]
    assert len(opened(first)) > 2


@pytest.mark.parametrize("first", range(5))
@pytest.mark.parametrize("loosest", range(6))
def test_the_loosest_step_that_fits_is_found(first, loosest):
    """
    From wherever it starts: the first step from there on that fits, else the last.
    """
    asked = []

    def fits(step):
        asked.append(step)
        return step >= loosest

    found = first_that(fits, first, 4)

    assert found == min(max(first, loosest), 4)
    assert found in asked
    assert len(asked) == len(set(asked)) <= 4


def test_a_letter_the_typeface_has_not_is_said():
    """
    A PDF that is kept carries its own typeface; what that lacks is named.
    """
    with pytest.raises(InputFault) as told:
        pdf_of(page(CARD).replace("</body>", "<p>王明 ok</p></body>"))

    assert str(told.value) == (
        "pdf: The typeface of the sheets does not have: 明 王 "
        "A PDF that is kept carries its own typeface, to look the same everywhere. "
        "Print the sheet as HTML: there the computer's own typefaces step in."
    )


def test_no_address_is_opened(tmp_path):
    """
    A picture from a file or an address is not fetched: the page holds what it shows.
    """
    space = 'xmlns="http://www.w3.org/2000/svg" width="9" height="9"'
    (tmp_path / "a.svg").write_text(f"<svg {space}><text>here</text></svg>")
    there = f'<img src="{(tmp_path / "a.svg").as_uri()}" alt="none was fetched">'

    made = opened(pdf_of(page(CARD).replace("</body>", f"{there}</body>")))

    words = " ".join(each.get_textpage().get_text_bounded() for each in made)
    assert "here" not in words.split()


def test_a_part_in_another_language_says_so():
    """
    A section with a language of its own carries it into the PDF.
    """
    sheet = '<section lang="fr"><p>Bonjour</p></section><section><p>Hello</p></section>'
    made = pdf_of(page(CARD).replace("</body>", f"{sheet}</body>"))

    assert languages(made).count("fr") == 1


def test_words_in_another_language_say_so():
    """
    So does a span: a statement as the patient read it, small print for the staff. Its
    lines are a part each; words between them keep the language of the sheet.
    """
    words = '<p>One <span lang="fr">deux</span> three <span class="lot">4</span></p>'
    made = pdf_of(page(CARD).replace("</body>", f"{words}</body>"))

    assert languages(made).count("fr") == 1


def languages(held):
    """
    The languages that the structure of a PDF names, page by page.
    """
    found = []

    def walk(element):
        size = raw.FPDF_StructElement_GetLang(element, None, 0)
        if size > 2:
            text = ctypes.create_string_buffer(size)
            raw.FPDF_StructElement_GetLang(element, text, size)
            found.append(text.raw.decode("utf-16-le").rstrip("\0"))
        for at in range(raw.FPDF_StructElement_CountChildren(element)):
            child = raw.FPDF_StructElement_GetChildAtIndex(element, at)
            if child:
                walk(child)

    for each in opened(held):
        tree = raw.FPDF_StructTree_GetForPage(each)
        for at in range(raw.FPDF_StructTree_CountChildren(tree)):
            walk(raw.FPDF_StructTree_GetChildAtIndex(tree, at))
    return found


def test_a_typeface_without_its_hour_is_still_whole():
    """
    Only the day of the last change goes, and the sums are right afterwards.
    """
    from io import BytesIO
    from pathlib import Path

    import fontpkg_ibm_plex_sans as plex
    from fontTools.ttLib import TTFont

    from planner.sheets.environment import FONT

    before = Path(plex.ROOT, "files", FONT).read_bytes()
    made = timeless(before)
    face = TTFont(BytesIO(made), checkChecksums=2)

    assert face["head"].modified == face["head"].created
    assert sum(a != b for a, b in zip(before, made, strict=True)) <= 16
    assert timeless(made) == made
