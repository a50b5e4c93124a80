"""
A clinic's own templates: they print, or ours is printed with the reason; and nothing that
is not in their folder can be reached from one.
"""

from __future__ import annotations

import os
import sys

import pytest

from planner.clinic.papers import discharge_instructions, session_plan
from planner.errors import InputFault
from planner.sheets import own
from planner.sheets.own import MOST_BYTES, MOST_FILES, _plain, render_own
from planner.sheets.render import render
from sheets.making import HEAD, NAMES, discharged, session, situation

SHEET = "discharge-instructions"
PAGE = (
    "<!doctype html><html lang='en'><head><title>Own</title></head><body>{}</body></html>"
)
OURS = "Our own sheet was printed instead."


@pytest.fixture(scope="module")
def context(shipped):
    """
    What a sheet to take home is made of.
    """
    return discharge_instructions(situation(discharged()), shipped, head=HEAD, names=NAMES)


@pytest.fixture
def printed(context, tmp_path):
    """
    Print by an own template: the page and what was said.
    """

    def do(body, *, whole=PAGE, **others):
        folder = tmp_path / "own"
        folder.mkdir(exist_ok=True)
        (folder / f"{SHEET}.html").write_text(whole.replace("{}", body), encoding="utf-8")
        for name, text in others.items():
            (folder / f"{name}.html").write_text(text, encoding="utf-8")
        said = []
        page = render(SHEET, context, own=str(folder), say=said.append)
        return page, [str(each) for each in said]

    return do


def test_an_own_template_prints_plain_values(printed):
    """
    Escaped, in the page's own words, and with leave to run or fetch nothing.
    """
    page, said = printed("<p>{{ patient.name }} {{ '<b>' }} {{ call_now | length }}</p>")

    assert said == []
    assert "<p>Dana Example &lt;b&gt; " in page
    assert page.count("default-src 'none'") == 1
    assert page.index("Content-Security-Policy") < page.index("<title>")


def test_an_own_template_may_change_a_part_of_ours(printed):
    """
    The rest of the sheet, its words and drawings stand as in ours.
    """
    changed = (
        '{% extends "ours/discharge-instructions.html" %}{% block title %}Own{% endblock %}'
    )

    page, said = printed("", whole=changed)

    assert said == []
    assert "<title>Own</title>" in page
    assert "Dana Example" in page
    assert '<svg class="mark"' in page
    assert "@font-face" in page


def test_an_own_part_stands_in_for_ours(printed):
    """
    A file beside it can be included.
    """
    page, said = printed('{% include "part.html" %}', part="<i>{{ day }}</i>")

    assert (said, "<i>22 November 2026</i>" in page) == ([], True)


@pytest.mark.parametrize(
    "name",
    [
        "/etc/passwd",
        "../secret.html",
        "parts/../../secret.html",
        "..\\\\secret.html",
        "file:///etc/passwd",
        "link.html",
        "languages/fr.po",
    ],
)
def test_nothing_outside_the_folder_can_be_included(printed, tmp_path, name):
    """
    Whatever the path looks like, also through a link that stands in the folder.
    """
    (tmp_path / "secret.html").write_text("the secret")
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "link.html").symlink_to(tmp_path / "secret.html")

    page, said = printed(f'{{% include "{name}" %}}')

    assert len(said) == 1
    assert said[0].startswith(
        f"{SHEET}.html: The clinic's own template could not be used. There is no template "
    )
    assert said[0].endswith(OURS)
    assert "secret" not in page
    assert "Going home" in page


@pytest.mark.parametrize(
    "trick",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ t.__globals__ }}",
        "{{ t|attr('__globals__') }}",
        "{{ self._TemplateReference__context }}",
        "{{ patient.__dict__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__['os'] }}",
        "{{ ''['format'].__self__ }}",
        "{{ '{0.__class__.__init__.__globals__}'.format(t) }}",
        "{% set x = patient.update %}{{ x() }}",
    ],
)
def test_no_attribute_leads_out(printed, trick):
    """
    The ways out that are known end with our own sheet and a reason.
    """
    page, said = printed(trick)

    assert len(said) == 1
    assert said[0].endswith(OURS)
    assert "Going home" in page


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("{{ nothing }}", "It names what is not there: 'nothing' is undefined"),
        (
            "{% if %}",
            f"{SHEET}.html, line 1: Expected an expression, got 'end of statement block'",
        ),
        ("{{ 1 / 0 }}", "It could not be carried out."),
        ("{{ patient.name.nothing.more }}", "It names what is not there: "),
        ("{% for a in range(10**9) %}x{% endfor %}", ""),
    ],
)
def test_what_goes_wrong_is_said_and_ours_is_printed(printed, body, why):
    """
    With the place, and without a word of the patient.
    """
    page, said = printed(body)

    assert said[0].startswith(
        f"{SHEET}.html: The clinic's own template could not be used. {why}"
    )
    assert said[0].endswith(OURS)
    assert "Dana" not in said[0]
    assert "Going home" in page


def test_a_page_that_never_ends_is_stopped(printed, monkeypatch):
    """
    After a while, and ours is printed.
    """
    monkeypatch.setattr(own, "SECONDS", 3)
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"

    page, said = printed(loop)

    (told,) = said
    assert told == (
        f"{SHEET}.html: The clinic's own template could not be used. It was stopped: it "
        f"took more than 3 s, or too much memory. {OURS}"
    )
    assert "Going home" in page


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("{% for a in range(99999) %}{{ 'x' * 999 }}{% endfor %}", "4000000 characters"),
        ("{{ ('x' * 999999999) | length }}", "too much memory"),
    ],
)
def test_a_page_that_grows_is_stopped(printed, body, why):
    """
    By its length, and by the memory it takes.
    """
    page, said = printed(body)

    assert len(said) == 1
    assert why in said[0]
    assert "Going home" in page


@pytest.mark.parametrize(
    "whole",
    [
        "<p>{}</p>",
        "<!doctype html><script>a()</script><html><head></head></html>",
        "<html><body></body></html>",
        "",
    ],
)
def test_what_does_not_begin_as_a_page_is_not_printed(printed, whole):
    """
    Nothing may stand before the line that forbids it to run and to fetch.
    """
    page, said = printed("", whole=whole)

    (told,) = said
    assert told == (
        f"{SHEET}.html: The clinic's own template could not be used. It does not begin as "
        f"a page does: <!doctype html>, <html>, <head>. {OURS}"
    )
    assert "Going home" in page


def test_a_folder_without_that_sheet_prints_ours(context, tmp_path):
    """
    Nothing is said of it.
    """
    said = []

    page = render(SHEET, context, own=str(tmp_path), say=said.append)

    assert said == []
    assert page == render(SHEET, context)


@pytest.mark.parametrize("spoil", ["many", "large", "bytes", "short"])
def test_a_folder_that_cannot_be_used_is_said(context, tmp_path, spoil, monkeypatch):
    """
    Too many files, too large a file, one that is no text, or a path that is not whole.
    """
    (tmp_path / f"{SHEET}.html").write_text(PAGE)
    folder = str(tmp_path)
    if spoil == "many":
        for at in range(MOST_FILES):
            (tmp_path / f"{at}.css").write_text("")
    elif spoil == "large":
        (tmp_path / "a.css").write_text(" " * (MOST_BYTES + 1))
    elif spoil == "bytes":
        (tmp_path / "a.css").write_bytes(b"\xff")
    else:
        monkeypatch.chdir(tmp_path)
        folder = "."

    with pytest.raises(InputFault) as fault:
        render_own(folder, SHEET, context, {})

    assert fault.value.what == "The clinic's own template could not be used."
    assert fault.value.now == OURS


def test_the_child_gives_up_files_programs_and_imports(tmp_path):
    """
    Below the templates, too: what it could still do as a program it no longer can.
    """
    import subprocess

    (tmp_path / "file").write_text("held")
    tries = {
        "open": f"open({str(tmp_path / 'file')!r})",
        "list": "os.listdir('/')",
        "start": "os.system('true')",
        "fork": "os.fork()",
        "connect": "socket.create_connection(('127.0.0.1', 9))",
        "import": "__import__('smtplib')",
        "remove": f"os.remove({str(tmp_path / 'file')!r})",
    }
    script = (
        "import sys, os, socket, json; from planner.sheets import confined as c;"
        "c._give_up(); out = {}\n"
        f"for name, what in {tries!r}.items():\n"
        "    try:\n        eval(what); out[name] = 'done'\n"
        "    except PermissionError:\n        out[name] = 'stopped'\n"
        "print(json.dumps(out)); sys.stdout.flush(); os._exit(0)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
    )

    import json

    assert json.loads(done.stdout) == dict.fromkeys(tries, "stopped")
    assert (tmp_path / "file").read_text() == "held"


def test_a_whole_plan_goes_through_the_child(shipped, tmp_path):
    """
    Every value of our largest sheet is handed over, drawings too: the page is the same as
    ours but for the line that forbids it to fetch, which stands twice.
    """
    plan = session_plan(situation(session()), shipped, (), head=HEAD, names=NAMES)
    (tmp_path / "session-plan.html").write_text('{% extends "ours/session-plan.html" %}')
    said = []

    page = render("session-plan", plan, own=str(tmp_path), say=said.append)

    assert said == []
    assert page.replace(own._POLICY, "", 1) == render("session-plan", plan)


def test_plain_values_are_plain():
    """
    Nothing of a class is left of a value, and what is markup stays so.
    """
    from markupsafe import Markup

    assert _plain((1, "a", None, True, Markup("<b>"))) == [
        1, "a", None, True, {"\0markup": "<b>"},
    ]  # fmt: skip
