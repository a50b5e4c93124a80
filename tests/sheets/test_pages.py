"""
The pages a physician reads: everything that is signed stands on them, with its source.
"""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from attrs import evolve, fields, has
from click.testing import CliRunner
from jinja2 import UndefinedError, meta, nodes

from planner import library
from planner.cli.root import ROOT
from planner.clinic.pages import protocol_page, trace_page
from planner.clinic.papers import emergency_card, emergency_sheet, session_plan
from planner.clinic.tracing import trace
from planner.library.shipped import find
from planner.model.protocol import Conflict, Gate, Said
from planner.model.quantity import UNITS
from planner.resources import templates
from planner.sheets.contexts import ProtocolPage, TracePage
from planner.sheets.environment import environment
from planner.sheets.pages.needs import needs
from planner.sheets.render import render
from sheets.making import HEAD, NAMES, injected, reacted, situation

ON = date(2026, 11, 22)
HOSTILE = "<script>alert(1)</script> {{313*3}} {% x %} </style> 100 % %s \\ \"'"
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
FONT = re.compile(r"@font-face\{.*?\}\n", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
CARD = re.compile(r'<article class="(?:entry|dispute).*?</article>', re.DOTALL)
LONG = ("days", "day", "weeks", "months", "years", "year", "micrograms", "degrees")
WITH_UNIT = re.compile(
    r"\d (?:" + "|".join(map(re.escape, (*UNITS, *LONG))) + r")(?![\w-])|INR \d"
)
PAGES = {"protocol": ProtocolPage, "trace": TracePage}


def text_of(page):
    """
    What a reader sees of a page, with single spaces.
    """
    shown = re.sub(r"</?(?:span|bdi|b|code)\b[^>]*>", "", STYLE.sub("", page))
    return " ".join(html.unescape(TAG.sub(" ", shown)).split())


@pytest.fixture(scope="module")
def read():
    """
    The shipped protocol, and where each of its cards stands.
    """
    (path,) = [each[2] for each in find() if each[0] == "mesotherapy"][-1:]
    return library.read(path)


@pytest.fixture(scope="module")
def context(read):
    """
    What the protocol page of the shipped protocol is made of.
    """
    return protocol_page(read.protocol, on=ON, rests=read.lines.numbers)


@pytest.fixture(scope="module")
def page(context):
    """
    The protocol page of the shipped protocol.
    """
    return render("protocol", context)


@pytest.fixture(scope="module")
def traced():
    """
    What the shipped protocol was traced to.
    """
    return trace("mesotherapy")


@pytest.fixture(scope="module")
def matrix(shipped, traced):
    """
    The traceability page of the shipped protocol.
    """
    return render("trace", trace_page(shipped, traced, on=ON))


def marked(value, where, marks):
    """
    A context in which every text is hostile, and says which field it is of.
    """
    if isinstance(value, str):
        marks.setdefault(where, f"⟦{len(marks)}⟧{HOSTILE}")
        return marks[where]
    if isinstance(value, tuple):
        return tuple(marked(each, where, marks) for each in value)
    if has(type(value)):
        changes = {
            each.name: marked(
                getattr(value, each.name), (type(value).__name__, each.name), marks
            )
            for each in fields(type(value))
        }
        return evolve(value, **changes)
    return value


def test_hostile_text_is_printed_literally_in_every_field(context, shipped, traced):
    """
    Markup, braces and percent signs in any field come out as they went in, and every
    field of both contexts is printed: anchors in their tags, all else before the reader.
    """
    for name, made in (
        ("protocol", context),
        ("trace", trace_page(shipped, traced, on=ON)),
    ):
        marks = {}
        printed = render(name, marked(made, (), marks))
        # A number and its unit are kept together by a span, which no reader sees.
        plain = re.sub(r"</?span\b[^>]*>", "", STYLE.sub("", printed))
        body = html.unescape(TAG.sub(" ", plain))
        whole = html.unescape(printed)
        missing = [
            where
            for where, mark in marks.items()
            if mark not in (whole if where[1] == "anchor" else body)
        ]

        assert missing == []
        assert "<script" not in printed
        assert printed.count("</style>") == 2
        assert "939" not in body


@pytest.mark.parametrize("name", PAGES)
def test_a_context_holds_exactly_what_its_template_uses(name):
    """
    Each field is used, and nothing is used that is not there.
    """
    made = environment()
    todo, used = [f"{name}.html"], set()
    while todo:
        tree = made.parse((templates() / todo.pop()).read_text(encoding="utf-8"))
        own = {macro.name for macro in tree.find_all(nodes.Macro)}
        for imported in tree.find_all(nodes.FromImport):
            own |= {n if isinstance(n, str) else n[1] for n in imported.names}
        used |= meta.find_undeclared_variables(tree) - own
        todo += [each for each in meta.find_referenced_templates(tree) if each]

    asked = {"paper", "font_face", "sheet", "created", "large"}
    assert used - asked == {each.name for each in fields(PAGES[name])}


@pytest.mark.parametrize("name", PAGES)
def test_nothing_undefined_is_printed(name):
    """
    A template without its context is refused, never printed with holes.
    """
    with pytest.raises(UndefinedError):
        environment().get_template(f"{name}.html").render(paper="A4")


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_no_request_leaves_a_page_and_no_script_runs(context, matrix, paper):
    """
    All there is of a page stands in it; links go to places of its own only.
    """
    for each in (render("protocol", context, paper=paper), matrix):
        plain = FONT.sub("", each)

        assert not re.search(r"<(?:script|link|img|iframe|object)\b", plain)
        assert not re.search(r"url\(|@import|\bon\w+=", plain)
        assert set(re.findall(r'href="(.)', plain)) == {"#"}
    assert f"size: {paper};" in render("protocol", context, paper=paper)


def test_every_link_has_its_place_and_every_place_is_one(page, matrix):
    """
    The table of contents, each source and each conflict are reached by a link.
    """
    for each in (page, matrix):
        places = re.findall(r'\bid="([^"]*)"', each)

        assert len(places) == len(set(places))
        assert set(re.findall(r'href="#([^"]*)"', each)) <= set(places)


def test_everything_that_is_signed_stands_on_the_page(page, shipped):
    """
    Each question, gate, limit, statement, sign, trigger, effect, line, time, training,
    number, bar, condition, conflict, source and clause is there, by its id; and so is
    every card of a course.
    """
    kinds = {
        "question": shipped.questions,
        "gate": shipped.gates,
        "limit": shipped.limits,
        "statement": shipped.statements,
        "sign": shipped.signs,
        "trigger": shipped.triggers,
        "effect": shipped.effects,
        "line": shipped.lines,
        "vitals-time": shipped.vitals_times,
        "training": shipped.trainings,
        "bar": shipped.bars,
        "indication": shipped.indications,
        "phase": shipped.phases,
        "spacing": shipped.spacings,
        "conflict-in-time": shipped.conflicts_in_time,
        "call": shipped.calls,
        "conflict": shipped.conflicts,
        "kit": shipped.vocabulary.kit,
        "source": (*shipped.vocabulary.sources, *shipped.vocabulary.clauses),
    }
    wanted = {f"{kind}-{card.id}" for kind, cards in kinds.items() for card in cards}
    wanted |= {f"number-{each}" for each in shipped.numbers}

    assert wanted - set(re.findall(r'\bid="([^"]*)"', page)) == set()
    assert all(f"<code>{card.id}</code>" in page for card in shipped.whens)


def test_every_word_of_a_gate_stands_on_the_page(page, shipped):
    """
    Because, now, the way out of not knowing, and every line of what is needed.
    """
    seen = text_of(page)
    missing = [
        (gate.id, words)
        for gate in shipped.gates
        for words in (gate.because, gate.now, gate.unknown, *needs(gate.requires, shipped))
        if " ".join(words.split()) not in seen
    ]

    assert missing == []


def test_every_number_has_its_source_beside_it(page):
    """
    Wherever a number with a unit stands, the source stands in the same card; and there is
    none elsewhere but in the sources themselves.
    """
    cards = CARD.findall(page)
    numbered = [card for card in cards if WITH_UNIT.search(text_of(card))]
    rest = CARD.sub("", page).partition('<section id="sources">')[0]

    assert len(numbered) > 300
    assert [text_of(card) for card in numbered if 'href="#source-' not in card] == []
    assert WITH_UNIT.findall(text_of(rest)) == []


def test_kind_and_grade_stand_beside_what_rests_on_a_source(page, shipped):
    """
    Beside a gate: the id of each source, its kind and its grade, in full.
    """
    beside = dict(
        re.findall(r'<article class="entry" id="gate-(.*?)">(.*?)</article>', page)
    )

    assert len(beside) == len(shipped.gates)
    known = shipped.vocabulary
    for gate in shipped.gates:
        seen = text_of(beside[gate.id])
        for source in gate.source:
            document = known.clause[source].source if source in known.clause else source
            assert source in seen
            assert known.source[document].grade in seen


def test_choices_of_the_house_and_what_nobody_verified_say_so(page, shipped):
    """
    Each card that rests on one is marked in words, in a frame.
    """
    for card in re.findall(r'<article class="entry.*?</article>', page, re.DOTALL):
        for source, mark in (
            ("house-choice", "house choice"),
            ("general-knowledge", "not yet verified"),
        ):
            assert (f">{source}</a>" in card) == (f'class="mark">{mark}' in card)
    assert shipped.vocabulary.source["general-knowledge"].kind == "unverified"


def test_stages_stand_in_the_order_of_a_consultation(context):
    """
    The chapters follow the walk; what goes with no stage comes after it.
    """
    assert [each.title for each in context.chapters] == [
        "Anamnesis",
        "Allergy test",
        "Awaiting reading",
        "Anticoagulant hold",
        "Needle selection",
        "Injection",
        "Observation",
        "Discharge",
        "Course",
        "Cards, plan and leaflet",
        "Numbers named by the protocol",
        "Lists that the gates read",
        "What the lifecycle itself refuses",
    ]


def test_both_sides_of_a_conflict_stand_beside_what_governs(page, shipped):
    """
    What each source says, what governs, who decides and when; and a statement that is
    history says so on the spot.
    """
    each = r'<article class="dispute" id="conflict-(.*?)">(.*?)</article>'
    disputes = dict(re.findall(each, page, re.DOTALL))
    for card in shipped.conflicts:
        seen = text_of(disputes[card.id])
        assert card.governs in seen
        assert f"Decided by: {card.decided_by}" in seen
        for said in card.says:
            assert said.what in seen
            assert f'href="#source-{said.source}"' in disputes[card.id]
            clause = shipped.vocabulary.clause.get(said.source)
            if clause is not None and clause.conflict:
                warned = "Not in force, not to be carried out. " + said.what
                assert warned in seen


def test_the_old_route_of_adrenaline_is_history_wherever_it_stands(page, shipped):
    """
    It stands twice, in the conflict and under its source, each time in a frame that says
    it is not in force.
    """
    old = shipped.vocabulary.clause["C27"]
    said = next(
        said.what
        for card in shipped.conflicts
        for said in card.says
        if said.source == old.id and card.id == "adrenaline-route"
    )
    framed = re.findall(r'<div class="history">.*?</div>', page, re.DOTALL)
    outside = text_of(re.sub(r'<div class="history">.*?</div>', "", page, flags=re.DOTALL))

    assert sum(said in text_of(each) for each in framed) == 1
    assert sum(old.text in text_of(each) for each in framed) == 1
    assert said not in outside
    assert old.text not in outside


def test_no_sheet_of_a_session_carries_a_conflict(shipped, matrix):
    """
    What sources disagree about reaches no emergency sheet, card or plan; and what is
    history does not reach the traceability page either.
    """
    given = {"head": HEAD, "names": NAMES}
    late = situation(injected())
    sheets = (
        render("emergency", emergency_sheet(situation(reacted()), shipped, **given)),
        render("emergency-card", emergency_card(shipped)),
        render("session-plan", session_plan(late, shipped, (), **given)),
    )
    for sheet in sheets:
        seen = text_of(sheet)
        for card in shipped.conflicts:
            assert card.question not in seen
            assert [said.what for said in card.says if said.what in seen] == []
    seen = text_of(matrix)
    for clause in shipped.vocabulary.clauses:
        assert (clause.text in seen) != bool(clause.conflict)


def test_the_page_says_what_it_is_and_until_when(page, shipped):
    """
    A draft until approved; the digest and the review day stand in the foot of each page;
    and there is a box to sign in.
    """
    seen = text_of(page)
    foot = re.search(r"@bottom-left \{ content: (.*?); font", page)[1]
    plain = re.sub(r"\\([0-9a-f]{6})", lambda found: chr(int(found[1], 16)), foot)

    assert "Draft until approved; approval is recorded by mesoplan protocol approve" in seen
    assert shipped.digest in plain
    assert "review by 1 November 2027" in plain
    signature = seen[seen.rindex("Signature I have read") :]
    for cell in ("Name", "Licence no.", "Place", "Date", "Signature"):
        assert cell in signature


def test_what_is_overdue_says_so_as_of_the_day_given(read):
    """
    Past its day a source and the protocol are overdue; on the day itself they are not.
    """
    late = protocol_page(read.protocol, on=date(2027, 11, 2))
    due = protocol_page(read.protocol, on=date(2027, 11, 1))
    years = protocol_page(read.protocol, on=date(2040, 1, 1))

    assert late.head.overdue
    assert not due.head.overdue
    assert all("overdue since" in each.mark for each in years.sources)
    assert "overdue since" in text_of(render("protocol", years))
    assert not protocol_page(read.protocol).head.overdue


def test_a_fork_says_so(read):
    """
    A version that may be looser than what it was written on is called locally modified.
    """
    fork = evolve(
        read.protocol,
        extends="mesotherapy 2026-1",
        parent_digest="abc",
        locally_modified=True,
    )
    seen = text_of(render("protocol", protocol_page(fork)))

    assert "Locally modified: a fork of mesotherapy 2026-1, digest abc" in seen


def test_what_cannot_be_found_is_named_and_stops_no_page(small):
    """
    An unknown source, condition or stage is printed as it is named; a number without a
    source says that none stands there.
    """
    odd = evolve(
        small.gates[0],
        id="odd",
        heading="a-stage-of-its-own",
        applies_if="no-such-condition",
        source=("no-such-source",),
    )
    dispute = Conflict(
        id="c",
        question="Which?",
        says=(Said(source="no-such-source", what="This."),),
        governs="That.",
        decided_by="x",
        decided_on=ON,
    )
    protocol = evolve(small, gates=(*small.gates, odd), conflicts=(dispute,))
    seen = text_of(render("protocol", protocol_page(protocol, on=ON)))

    assert isinstance(odd, Gate)
    assert "A stage of its own" in seen
    assert "no-such-condition" in seen
    assert "no-such-source not in the list of sources" in seen
    assert "No source stands here." in seen


def test_every_clause_is_traced_and_every_entry_back(matrix, shipped, traced):
    """
    Each clause with its entries, cases and sheets; each entry with its clauses.
    """
    context = trace_page(shipped, traced, on=ON)
    seen = text_of(matrix)
    back = {each.entry: set(each.clauses) for each in context.back}

    assert [row.id for row in context.rows] == [c.id for c in shipped.vocabulary.clauses]
    for row in context.rows:
        assert f'<article class="clause" id="{row.id}">' in matrix
        for each in (*row.entries, *row.cases, *row.sheets):
            assert each in seen
        assert all(row.id in back[entry] for entry in row.entries)
    assert {entry for row in context.rows for entry in row.entries} == set(back)


def test_a_gap_is_told_in_words_and_counted(shipped):
    """
    A clause that nothing cites, exercises or prints says all three, and is counted.
    """
    page = trace_page(shipped, {}, on=ON)
    counts = {each.words: each.number for each in page.counts}
    seen = text_of(render("trace", page))

    assert "Gap: no entry cites it, no case exercises it, it reaches no sheet." in seen
    assert counts["clauses without a gap"] == 0
    assert counts["clauses where no case exercises it"] == len(page.rows)


@pytest.mark.parametrize(
    ("typed", "begins"),
    [
        (("show", "mesotherapy"), "<!doctype html>"),
        (("trace", "mesotherapy"), "<!doctype html>"),
        (("diagram", "mesotherapy"), "<?xml"),
        (("diagram",), "<?xml"),
    ],
)
def test_each_page_is_written_by_its_command(tmp_path, typed, begins):
    """
    The file is written as a whole; where it cannot be, that is said in the usual shape.
    """
    file = tmp_path / "page"
    done = CliRunner().invoke(ROOT, ["protocol", *typed, "-o", str(file)])
    nowhere = tmp_path / "none" / "page"
    shown = CliRunner().invoke(ROOT, ["protocol", *typed, "-o", str(nowhere)])

    assert (done.exit_code, done.output) == (
        0,
        f"Written: {typed_page(typed)}, to {file}.\n",
    )
    assert file.read_text(encoding="utf-8").startswith(begins)
    assert shown.exit_code == 2
    assert "The page cannot be written there." in shown.output


def typed_page(typed):
    """
    What a command says that it has written.
    """
    return "protocol" if typed[0] == "show" else typed[0]
