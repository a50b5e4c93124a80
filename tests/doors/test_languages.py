"""
Languages at the door: of a sheet, of a clinic, of a patient, and of a demonstration.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from planner import resources
from planner.clinic.printing import words_of

NO_SUCH = 'No sheet is printed in the language "de". Now Languages: en, fr, es, it, ru, uk.'


def test_a_sheet_is_printed_in_the_language_asked_for(at, tmp_path) -> None:
    """
    Plan and emergency sheet follow the staff's language, the leaflet the patient's.
    """
    door = at("tested")
    file = tmp_path / "sheet.html"

    door("print", "plan", door.session, "-o", file, "--language", "ru")
    plan = file.read_text(encoding="utf-8")
    door("print", "emergency", door.session, "-o", file, "--language", "fr")
    emergency = file.read_text(encoding="utf-8")
    asked = ("--language", "ru", "--patient-language", "it")
    door("print", "discharge", door.session, "-o", file, *asked)
    leaflet = file.read_text(encoding="utf-8")

    assert '<html lang="ru">' in plan
    assert "Имя пациента, названное пациентом." in plan
    assert '<html lang="fr">' in emergency
    assert "0,5 mL" in words_of(emergency)
    assert '<html lang="it">' in leaflet
    assert "[en]" not in words_of(leaflet) or "marked [en]" in words_of(leaflet)


def test_what_the_patient_signed_stands_in_both_languages(at, tmp_path) -> None:
    """
    A plan for a patient who reads another language says so, and gives the statement twice.
    """
    door = at("tested")
    file = tmp_path / "plan.html"

    door("print", "plan", door.session, "-o", file, "--patient-language", "uk")

    page = file.read_text(encoding="utf-8")
    assert '<html lang="en">' in page
    assert (
        '<span class="label">Reads</span><span lang="uk"><bdi>українська</bdi></span>'
        in page
    )
    assert '<br><span lang="uk"><bdi>' in page


def test_clinic_and_patient_say_their_language(at, tmp_path) -> None:
    """
    Without a language at the command the clinic's setting counts for the staff.
    """
    door = at("tested")
    file = tmp_path / "plan.html"

    set_ = door("clinic", "set", "language=es")
    door("print", "plan", door.session, "-o", file)

    assert set_.code == 0
    assert '<html lang="es">' in file.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "typed",
    [
        ("clinic", "set", "language=de"),
        ("patient", "add", "--name", "A", "--birth-date", "1984-05-03", "--language", "de"),
        ("print", "emergency", "-o", "-", "--language", "de"),
        ("demo", "--language", "de", "--out", "demo"),
        ("protocol", "show", "mesotherapy", "-o", "-", "--language", "de"),
    ],
)
def test_a_language_no_sheet_speaks_is_refused_everywhere(door, typed, tmp_path) -> None:
    """
    Wherever a language is typed, the same message names those there are.
    """
    typed = [
        tmp_path / "demo" if each == "demo" and typed[0] == "demo" else each
        for each in typed
    ]
    typed[0] = str(typed[0].name) if hasattr(typed[0], "name") else typed[0]

    shown = door(*typed)

    assert shown.code == 2
    assert " ".join(shown.err.split()) == NO_SUCH


def test_the_protocol_page_is_shown_in_a_language(door, tmp_path) -> None:
    """
    The page to read and sign says its digest, its wording's, and that nobody reviewed it.
    """
    file = tmp_path / "page.html"

    door("protocol", "show", "cellulite", "-o", file, "--language", "fr")

    words = words_of(file.read_text(encoding="utf-8"))
    assert "en, es, fr, it, ru and uk" in words or "en, es, fr, it, ru et uk" in words


def test_the_words_of_a_protocol_are_written_for_translators(door, tmp_path) -> None:
    """
    A whole catalogue stays as it is; the count is told, and no other file is touched.
    """
    file = tmp_path / "ru.po"

    shown = door("protocol", "words", "cellulite", "--language", "ru", "-o", file)

    shipped = resources.protocols() / "cellulite" / "ru.po"
    count = shipped.read_text(encoding="utf-8").count("\nmsgctxt ")
    assert shown.code == 0
    assert shown.out.splitlines() == [
        f"Written: {file}.",
        f"{count} translated, 0 to translate.",
        "0 to look at again, because the English was changed.",
        "0 dropped: nobody says them any more.",
    ]
    assert file.read_text(encoding="utf-8") == shipped.read_text(encoding="utf-8")


def test_a_protocol_named_by_a_path_from_here_loses_no_words(door, tmp_path, monkeypatch):
    """
    Its own catalogue is not taken for one that stands beneath it.
    """
    monkeypatch.chdir(resources.protocols())
    own, file = Path("mesotherapy"), tmp_path / "ru.po"

    shown = door("protocol", "words", own / "2026-1.toml", "--language", "ru", "-o", file)

    assert "0 dropped: nobody says them any more." in shown.out.splitlines()
    assert (own / "ru.po").read_bytes() == file.read_bytes()


@pytest.mark.parametrize("page", ["show", "trace"])
def test_a_page_is_not_written_under_the_name_of_a_pdf(door, tmp_path, page):
    """
    It is a web page, whatever its file is called.
    """
    file = tmp_path / "page.PDF"

    shown = door("protocol", page, "mesotherapy", "-o", file)

    assert shown.code == 2
    assert shown.err == (
        f"--output: This page is written as a web page, and {file} is named like a PDF.\n"
        "  Now  Name a file that ends in .html, and print it from the browser.\n"
    )
    assert not file.exists()


def test_words_for_no_language_are_refused(door) -> None:
    """
    English is what a protocol is written in.
    """
    shown = door("protocol", "words", "cellulite", "--language", "en")

    assert shown.code == 2
    assert " ".join(shown.err.split()) == (
        "--language: No language to translate into is named. "
        "Now Name one of: fr, es, it, ru, uk."
    )


def test_a_demonstration_leaves_its_sheets_in_a_language(door, tmp_path) -> None:
    """
    The whole set is in it; the story is told in English.
    """
    shown = door("demo", "--out", tmp_path / "ru", "--language", "ru")

    pages = [each.read_text(encoding="utf-8") for each in (tmp_path / "ru").glob("*.html")]
    assert shown.code == 0
    assert shown.out.startswith("A rehearsal of mesotherapy session, mesotherapy 2026-1.")
    assert [('<html lang="ru">' in page) for page in pages] == [True] * 6
