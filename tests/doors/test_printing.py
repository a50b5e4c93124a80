"""
Printing from the terminal: files, folders, the browser, and what is said where no PDF can
be made. Nothing here needs the extra that makes PDFs.
"""

from __future__ import annotations

import json
import sys
import webbrowser

import pytest

from planner.clinic.printing import SHEETS
from planner.sheets.pdf import library_command

# No prescriber is to be asked, and the session has not ended.
HERE = {sheet for name, sheet in SHEETS.items() if name not in {"letter", "exit"}}
FILES = {f"{name}.html" for name in HERE}
HTML_TOO = "The same sheet as HTML needs nothing more: name a file that ends in .html."


@pytest.fixture
def tested(at):
    """
    A session that has come as far as the skin test.
    """
    return at("tested")


@pytest.fixture
def tabs(monkeypatch):
    """
    What would have been opened in the browser.
    """
    opened = []
    monkeypatch.setattr(webbrowser, "open", lambda url: opened.append(url) or True)
    return opened


@pytest.fixture
def no_engine(monkeypatch):
    """
    A machine without the package that makes PDFs.
    """
    monkeypatch.setitem(sys.modules, "weasyprint", None)


@pytest.fixture
def no_library(monkeypatch, tmp_path):
    """
    A machine with the package, but without the library of the system it stands on.
    """
    (tmp_path / "weasyprint.py").write_text("print('loud')\nraise OSError('no pango')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "weasyprint", raising=False)


@pytest.mark.parametrize("spelled", ["all", "--all"])
def test_every_sheet_is_printed_in_one_go(tested, tmp_path, spelled):
    """
    Into a folder that is made, in either spelling.
    """
    into = tmp_path / "new" / "sheets"

    shown = tested("print", spelled, tested.session, "-o", into)

    assert (shown.err, shown.code) == ("", 0)
    assert {each.name for each in into.iterdir()} == FILES
    assert shown.out.splitlines()[0] == (
        f"Printed: emergency, to {into / 'emergency.html'}."
    )
    assert len(shown.out.splitlines()) == len(FILES)


def test_a_program_is_told_what_was_printed(tested, tmp_path):
    """
    Each sheet with its file.
    """
    shown = tested("print", "all", tested.session, "-o", tmp_path, "--json")
    told = json.loads(shown.out)

    assert (told["format"], told["verdict"], told["not_read"]) == (1, "done", [])
    assert {each["sheet"] for each in told["sheets"]} == HERE
    assert all((tmp_path / each["file"]).is_file() for each in told["sheets"])


def test_progress_is_told_where_it_is_asked_for(tested, tmp_path):
    """
    On the other channel, and not where nobody watches.
    """
    quiet = tested("print", "all", tested.session, "-o", tmp_path)
    told = tested("print", "all", tested.session, "-o", tmp_path, "--progress")

    assert quiet.err == ""
    assert told.err.splitlines()[:2] == [
        "First: emergency",
        f"2 of {len(FILES)}: session-plan",
    ]
    assert told.out == quiet.out


def test_a_sheet_is_shown_in_the_browser(tested, tmp_path, tabs):
    """
    As the file it was printed to.
    """
    file = tmp_path / "plan.html"

    shown = tested("print", "plan", tested.session, "-o", file, "--open")

    assert (shown.err, shown.code) == ("", 0)
    assert tabs == [file.as_uri()]


def test_a_browser_that_does_not_answer_is_said(tested, tmp_path, monkeypatch):
    """
    The file is there, and its name.
    """
    monkeypatch.setattr(webbrowser, "open", lambda url: False)
    file = tmp_path / "plan.html"

    shown = tested("print", "plan", tested.session, "-o", file, "--open")

    assert shown.err == f"No browser answered. Open it by hand: {file}\n"
    assert shown.code == 0
    assert file.is_file()


def test_what_goes_to_standard_output_is_not_opened(tested, tabs):
    """
    There is no file to show.
    """
    shown = tested("print", "plan", tested.session, "-o", "-", "--open")

    assert shown.code == 2
    assert shown.err.startswith("--open: What goes to standard output cannot be opened.\n")
    assert tabs == []


def test_large_print_is_for_what_a_patient_reads(tested, tmp_path):
    """
    The sheet to take home may be had large; the plan has no such option.
    """
    file = tmp_path / "home.html"

    large = tested("print", "discharge", tested.session, "-o", file, "--large")
    plan = tested("print", "plan", tested.session, "-o", file, "--large")

    assert large.code == 0
    assert '<body class="home large"' in file.read_text(encoding="utf-8")
    assert plan.code == 2


def test_a_folder_that_cannot_be_made_is_said(tested, tmp_path):
    """
    Where a file stands in the way.
    """
    (tmp_path / "sheets").write_text("")

    shown = tested("print", "all", tested.session, "-o", tmp_path / "sheets")

    assert shown.code == 2
    assert shown.err == (
        f"{tmp_path / 'sheets'}: The folder cannot be made.\n"
        "  Why  The system says: File exists.\n"
        "  Now  Name another folder with -o.\n"
    )


def test_without_the_package_it_is_said_how_to_get_it(tested, tmp_path, no_engine):
    """
    The whole message; and no file is left half done.
    """
    file = tmp_path / "plan.pdf"

    shown = tested("print", "plan", tested.session, "-o", file)

    assert shown.code == 2
    assert shown.err == (
        "pdf: No PDF can be made here.\n"
        "  Why  The part of mesoplan that makes it is not installed: weasyprint.\n"
        f"  Now  Install it: pip install 'mesoplan[pdf]'. {HTML_TOO}\n"
    )
    assert not file.exists()


@pytest.mark.parametrize(
    ("platform", "told"),
    [
        (
            "linux",
            (
                "On Debian or Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
                "libharfbuzz-subset0."
            ),
        ),
        ("darwin", "On macOS, with Homebrew: brew install pango."),
        (
            "win32",
            "On Windows, in the shell of MSYS2: pacman -S mingw-w64-x86_64-pango.",
        ),
    ],
)
@pytest.mark.usefixtures("no_library")
def test_without_the_library_it_is_said_how_to_get_it(
    tested, tmp_path, monkeypatch, platform, told
):
    """
    With the command of the platform, and in our words alone.
    """
    monkeypatch.setattr("planner.sheets.pdf.sys.platform", platform)

    shown = tested("print", "plan", tested.session, "-o", tmp_path / "plan.pdf")

    assert shown.code == 2
    assert shown.out == ""
    assert shown.err == (
        "pdf: No PDF can be made here.\n"
        "  Why  A library of the system that sets the type is missing: Pango.\n"
        f"  Now  Install it. {told} {HTML_TOO}\n"
    )


def test_on_another_platform_every_way_is_told():
    """
    Whoever is elsewhere may still know one of them.
    """
    told = library_command("freebsd14")

    assert all(word in told for word in ("apt-get", "brew", "pacman"))


def test_the_emergency_sheet_is_there_whatever_becomes_of_the_pdf(
    tested, tmp_path, no_engine
):
    """
    It is printed as HTML beside the PDF that could not be made.
    """
    shown = tested("print", "emergency", tested.session, "-o", tmp_path / "now.pdf")

    assert shown.code == 2
    assert shown.err.endswith(f"The sheet is printed as HTML: {tmp_path / 'now.html'}.\n")
    assert (tmp_path / "now.html").stat().st_size > 10_000


def test_a_logo_stands_on_every_sheet_until_it_is_removed(tested, tmp_path):
    """
    From a file into the clinic's settings; the screen tells it in words.
    """
    file = tmp_path / "logo.svg"
    file.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    sheet = tmp_path / "plan.html"

    kept = tested("clinic", "logo", file)
    shown = tested("clinic", "show")
    tested("print", "plan", tested.session, "-o", sheet)
    page = sheet.read_text(encoding="utf-8")
    gone = tested("clinic", "logo", "--remove")
    tested("print", "plan", tested.session, "-o", sheet)

    assert kept.out == "Logo on every sheet: SVG, 60 bytes.\n"
    assert "  clinic-logo = SVG, 60 bytes\n" in shown.out
    assert page.count('<img class="logo" src="data:image/svg+xml;base64,') == 1
    assert gone.out == "Logo on every sheet: none.\n"
    assert "<img" not in sheet.read_text(encoding="utf-8")


@pytest.mark.parametrize("typed", [(), ("logo.svg", "--remove")])
def test_one_logo_is_named_or_taken_off(tested, typed):
    """
    Neither both nor none.
    """
    shown = tested("clinic", "logo", *typed)

    assert shown.err == (
        "clinic logo: It is not said which logo.\n"
        "  Now  Name one file, or write --remove.\n"
    )


def test_a_setting_that_is_no_logo_is_not_kept(tested):
    """
    Typed by hand it is looked at as a file would be.
    """
    shown = tested("clinic", "set", "clinic-logo=http://x/logo.png")

    assert shown.code == 2
    assert shown.err.startswith("clinic-logo: The logo is neither PNG nor SVG.\n")


def test_an_own_template_is_used_or_ours_with_the_reason(tested, tmp_path):
    """
    The folder is a setting; the emergency sheet is ours whatever stands there.
    """
    own, sheet = tmp_path / "own", tmp_path / "sheet.html"
    own.mkdir()
    page = (
        "<!doctype html><html lang='en'><head></head><body>{{ clinic.name }}!</body></html>"
    )
    for name in ("session-plan", "emergency"):
        (own / f"{name}.html").write_text(page)
    kept = tested("clinic", "set", f"own-templates={own}")

    used = tested("print", "plan", tested.session, "-o", sheet)
    plan = sheet.read_text(encoding="utf-8")
    tested("print", "emergency", tested.session, "-o", sheet)
    urgent = sheet.read_text(encoding="utf-8")
    (own / "session-plan.html").write_text("{{ nothing }}")
    instead = tested("print", "plan", tested.session, "-o", sheet)

    assert (kept.code, used.code, used.err, instead.code) == (0, 0, "", 0)
    assert plan.endswith("!</body></html>")
    assert "Drugs introduced" in urgent
    assert instead.err == (
        "session-plan.html: The clinic's own template could not be used. It names what is "
        "not there: 'nothing' is undefined Our own sheet was printed instead.\n"
    )
    assert "Session plan" in sheet.read_text(encoding="utf-8")
