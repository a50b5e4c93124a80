"""
Whatever stands in a text of a sheet is printed as it is, and never read as anything else.

Every text of every sheet of a whole session is replaced in turn, all at once: names of
people, products and lots, answers, notes, reasons, and the protocol's own words.
"""

from __future__ import annotations

from html import escape

import pytest
from attrs import evolve, fields, has
from markupsafe import Markup

from golden.sheets import demonstrated
from planner.clinic import course_papers, printing
from planner.model.person import Actor
from planner.sheets.render import render

HOSTILE = (
    "<script>alert(1)</script>",
    "{{7*7}}{% include '/etc/passwd' %}",
    "</style><style>*{display:none}",
    '"; } @page { content: "x',
    "#let x = 1 $ */ -->",
    "=1+1|cmd' /C calc'!A0",
    "100 % %s %(x)s {0} {name}",
    "Wolfeschlegelsteinhausenbergerdorffwelchevoral",
)
PHYSICIAN = Actor(id="dr-moreau", role="physician")
TAGS = ("<script", "<style", "</style", "<link", "<iframe", "<object", "@import")


@pytest.fixture(scope="module")
def contexts(tmp_path_factory):
    """
    What every sheet of a demonstration is made of, by the sheet's name.
    """
    desk, session, course = demonstrated(tmp_path_factory.mktemp("hostile"))
    kept = {}

    def keep(name, context, **how):
        kept[name] = context
        return render(name, context, **how)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(printing, "render", keep)
        patch.setattr(course_papers, "render", keep)
        situation = desk.situation(session)
        for name in printing.sheets_for(situation, desk.protocol(situation.session.digest)):
            printing.sheet(desk, session, name, by=PHYSICIAN, note=False)
        course_papers.course_sheet(desk, course)
    return kept


def replaced(value, text):
    """
    The same with every text in it replaced; pictures and markers stay.
    """
    if isinstance(value, Markup) or value is None:
        return value
    if isinstance(value, str):
        return text if value else value
    if isinstance(value, tuple):
        return tuple(replaced(each, text) for each in value)
    if has(type(value)):
        changed = {
            each.alias: replaced(getattr(value, each.name), text)
            for each in fields(type(value))
            if each.init
        }
        return evolve(value, **changed)
    return value


def counted(html):
    """
    How often each tag that could do something stands in a page.
    """
    return {tag: html.lower().count(tag) for tag in TAGS}


@pytest.mark.parametrize("text", HOSTILE)
def test_every_text_is_printed_literally(contexts, text):
    """
    In every sheet of the session and its course; no tag comes of it.
    """
    assert {"session-plan", "discharge-instructions", "emergency", "consent"} < set(
        contexts
    )
    for name, context in contexts.items():
        plain = render(name, replaced(context, "plain"))
        page = render(name, replaced(context, text))

        assert counted(page) == counted(plain), name
        assert escape(text) in page.replace("&#34;", "&quot;").replace("&#39;", "&#x27;")
