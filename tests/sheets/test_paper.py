"""
Sheets: self-contained pages on which everything is printed literally, and in its place.
"""

from __future__ import annotations

import html
import re
from datetime import date

import pytest
from attrs import evolve, fields, has
from jinja2 import UndefinedError, meta, nodes

from planner.clinic.papers import (
    discharge_instructions,
    emergency_card,
    emergency_sheet,
    session_plan,
)
from planner.errors import Misuse
from planner.model.person import Allergy, Medicine
from planner.model.product import Lot
from planner.model.quantity import Quantity
from planner.resources import templates
from planner.safety.assess import assess
from planner.sheets.environment import css_text, environment
from planner.sheets.marks import datum, lot
from planner.sheets.render import SHEETS, render
from planner.sheets.rows.medicines import WITHHELD
from sheets import making, worked
from sheets.making import HEAD, NAMES, discharged, injected, reacted, session, situation

HOSTILE = "<script>alert(1)</script> {{313*3}} {% x %} </style> 100 % %s \\ \"'"
FONT = re.compile(r"@font-face\{.*?\}\n", re.DOTALL)
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


def contexts(protocol):
    """
    One context of every sheet, as full as it gets.
    """
    early, late = situation(session()), situation(injected())
    found = assess(early, protocol, "deliver")
    shut = [each for each in found if not each.clear]
    made = making.opening(shut[0].id, shut[0].item, "", override=True)
    opened = shut[0]._replace(opening=made)
    some = (opened, *(each for each in found if each is not shut[0]))
    given = {"head": HEAD, "names": NAMES}
    plan = session_plan(early, protocol, some, before="deliver", **given)
    after = session_plan(late, protocol, some, before="deliver", **given)
    return {
        "session-plan": evolve(after, needles=plan.needles, zones=plan.zones),
        "discharge-instructions": discharge_instructions(
            situation(discharged()), protocol, **given
        ),
        "emergency": emergency_sheet(situation(reacted()), protocol, **given),
        "emergency-card": emergency_card(protocol, settings={"clinic-phone": "1"}),
        **worked.contexts(protocol),
    }


@pytest.fixture(scope="session")
def sheets(shipped):
    """
    Every sheet, rendered.
    """
    return {name: render(name, each) for name, each in contexts(shipped).items()}


def text_of(page):
    """
    What a reader sees of a page.
    """
    return " ".join(html.unescape(TAG.sub(" ", STYLE.sub("", page))).split())


# What a template branches on or draws, and never prints as words.
BRANCHED = {"part", "end", "look", "cells", "code", "beside_code", "next_code", "logo"}


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
        return evolve(
            value,
            **{
                each.name: marked(
                    getattr(value, each.name), (type(value).__name__, each.name), marks
                )
                for each in fields(type(value))
                if each.name not in BRANCHED
            },
        )
    return value


def test_hostile_text_is_printed_literally_in_every_field(shipped):
    """
    Markup, template braces and percent signs in any text field of any sheet come out as
    they went in; and every text field of every context is printed somewhere.
    """
    everything, printed = set(), set()
    for name, context in contexts(shipped).items():
        marks = {}
        page = render(name, marked(context, (), marks))
        body = html.unescape(TAG.sub(" ", STYLE.sub("", page)))
        everything |= marks.keys()
        printed |= {where for where, mark in marks.items() if mark in body}
        assert "<script" not in page
        assert page.count("</style>") == 1
        assert "%s" in page
        assert "939" not in body

    assert sorted(everything - printed) == []


def test_the_foot_cannot_be_escaped():
    """
    Text in a style keeps nothing that could end the string or the style.
    """
    assert css_text('</style>"\n') == ('"\\00003c\\00002fstyle\\00003e\\000022\\00000a"')


@pytest.mark.parametrize("name", SHEETS)
def test_a_context_holds_exactly_what_its_template_uses(name):
    """
    Each field is used, and nothing is used that is not there.
    """
    made = environment()
    todo, used = [f"{name}.html"], set()
    while todo:
        source = (templates() / todo.pop()).read_text(encoding="utf-8")
        tree = made.parse(source)
        own = {macro.name for macro in tree.find_all(nodes.Macro)}
        for imported in tree.find_all(nodes.FromImport):
            own |= {n if isinstance(n, str) else n[1] for n in imported.names}
        used |= meta.find_undeclared_variables(tree) - own
        todo += [each for each in meta.find_referenced_templates(tree) if each]

    asked = {"paper", "font_face", "sheet", "created", "large"}
    assert used - asked == {each.name for each in fields(SHEETS[name])}


def test_nothing_undefined_is_printed():
    """
    A template that names what is not there stops, and prints nothing.
    """
    with pytest.raises(UndefinedError):
        environment().from_string("{{ nothing }}").render()


def test_no_template_is_read_outside_the_folder():
    """
    A path out of the folder of templates leads nowhere.
    """
    from jinja2 import TemplateNotFound

    with pytest.raises(TemplateNotFound):
        environment().get_template("../pyproject.toml")


def test_no_request_leaves_a_page(sheets):
    """
    A sheet holds its style and typeface, and names no address; it runs nothing.
    """
    for page in sheets.values():
        rest = FONT.sub("", page)
        assert page.count("@font-face") == 1
        assert "font/ttf;base64," in page
        assert len(page) < 1_200_000
        assert not re.search(r"(?i)https?:|//\w|@import|url\(|\bsrc=|\bhref=", rest)
        assert not re.search(r"(?i)<script|<link|<img|<iframe|\bon\w+=", rest)


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_both_papers_are_printed(shipped, paper):
    """
    The page size is the one that was asked for.
    """
    page = render("emergency-card", emergency_card(shipped), paper=paper)

    assert f"size: {paper};" in page


def test_what_there_is_not_is_refused(shipped):
    """
    Another sheet, another paper or another context is a mistake of the caller.
    """
    card = emergency_card(shipped)

    with pytest.raises(Misuse, match="emergency-card"):
        render("emergency-cart", card)
    with pytest.raises(Misuse, match="A4 or Letter"):
        render("emergency-card", card, paper="A5")
    with pytest.raises(Misuse, match="session-plan"):
        render("session-plan", card)


def test_a_long_name_and_forty_allergies_are_printed_whole(shipped):
    """
    A name of 46 letters and forty allergies are all there.
    """
    name = "Wolfeschlegelsteinhausenbergerdorffwelchevora"
    many = tuple(Allergy(substance=f"thing {n}", reaction="") for n in range(40))
    told = situation(session(allergies=many))
    plan = session_plan(told, shipped, (), head=HEAD, names={"name": f"{name}X"})
    words = text_of(render("session-plan", plan))

    assert f"{name}X" in words
    assert all(f"thing {n}" in words for n in range(40))


@pytest.mark.parametrize(
    ("complete", "words"),
    [(None, "not asked yet"), (False, "not stated complete"), (True, "none, as stated")],
)
def test_an_empty_list_of_allergies_says_what_it_is(shipped, complete, words):
    """
    No allergy on record is "none" only where the list was stated complete.
    """
    told = situation(session(allergies=(), allergies_complete=complete))
    plan = session_plan(told, shipped, (), head=HEAD, names={})

    assert words in plan.allergies_state


def test_a_plan_for_which_nothing_was_judged_is_no_clearance(shipped):
    """
    Without findings the plan says so, and never that it is clear.
    """
    plan = session_plan(situation(session()), shipped, (), head=HEAD, names={})
    words = text_of(render("session-plan", plan))

    assert not plan.verdict.clear
    assert "NOT ASSESSED" in words
    assert "CLEARED" not in words


def test_a_deleted_name_prints_as_lines_to_write_on(shipped):
    """
    Without a name the sheet still prints, with the id and lines for the rest.
    """
    told = situation(session())
    told = evolve(told, history=evolve(told.history, birth_date=None))
    page = render("session-plan", session_plan(told, shipped, (), head=HEAD, names={}))

    assert NAMES["name"] not in page
    assert '<span class="line' in page
    assert told.session.patient in page


def test_every_gate_and_every_number_names_its_source(shipped):
    """
    Gates, limits, times of vital signs and card lines each stand with what they rest on.
    """
    told = situation(session())
    found = assess(told, shipped, "deliver")
    plan = session_plan(told, shipped, found, head=HEAD, names=NAMES)
    cited = [row.cites for group in plan.gates for row in group.rows]
    cited += [row.cites for row in plan.not_open]
    cited += [row.cites for row in plan.doses]
    cited += [group.cites for group in (*plan.card, *plan.advice)]
    cited += [pause.cites for pause in plan.pauses]
    cited.append(plan.chart.cites)
    legend = {id_ for row in plan.sources for id_ in row.ids.split(", ")}

    assert plan.doses
    assert all(cited)
    assert {id_ for ids in cited for id_ in ids.split(", ")} <= legend


def test_choices_of_the_house_say_so_where_they_stand(shipped):
    """
    "house choice" and "not yet verified" stand beside the line, not only in the legend.
    """
    card = emergency_card(shipped)
    cites = " ".join(group.cites for group in (*card.card, *card.fainting))

    assert "house choice" in cites
    assert "not yet verified" in cites
    assert "general-knowledge" not in cites


def test_a_dose_over_its_limit_says_so_in_a_word(small):
    """
    The share is rounded up, and "over the limit" stands beside the bar.
    """
    items = (making.item(points=200, volume_per_point="0.1 mL"),)
    told = situation(session(plan=evolve(making.plan(), items=items)))
    plan = session_plan(told, small, (), head=HEAD, names={})
    (row,) = plan.doses

    assert (row.dose, row.cap) == ("200 mg", "186 mg")
    assert "200 mg · 108 % · over" in row.bars
    assert row.outcome == "shut"
    assert "over the limit" in text_of(render("session-plan", plan))
    assert plan.zones[0].count == 200


def test_pauses_come_unticked_with_what_is_on_record(shipped):
    """
    Every line has an empty box; what is on record stands small under it, else nothing.
    """
    told = situation(session())
    plan = session_plan(told, shipped, (), head=HEAD, names=NAMES)
    page = render("session-plan", plan)
    evidence = {line.says: line.evidence for p in plan.pauses for line in p.lines}

    assert [len(pause.lines) for pause in plan.pauses] == [6, 7, 6]
    assert "✓" not in page
    assert "checked" not in page
    assert any("penicillin" in seen for seen in evidence.values())
    assert any("lidocaine 24 mg of 186 mg" in seen for seen in evidence.values())
    assert any(seen == "" for seen in evidence.values())
    assert "© World Health Organization 2009" in page


def test_no_number_ends_in_a_zero_nor_begins_with_a_point(sheets):
    """
    Whoever misses the point of "2.0" gives ten times the dose.
    """
    for page in sheets.values():
        words = text_of(page)
        assert not re.search(r"\d\.\d*0 ?(?:mL|mg|g|mm|kg|micrograms|IU|%)", words)
        assert not re.search(r"(?<=[\s(])\.\d", words)
        assert not re.search(r"\d(?:mL|mg|kg|micrograms|IU)\b", words)
        assert "mcg" not in words


def test_a_rehearsal_says_so(shipped):
    """
    On the page and in the foot, not to be taken for a real session.
    """
    told = situation(injected(rehearsal=True))
    page = render("session-plan", session_plan(told, shipped, (), head=HEAD, names={}))

    assert text_of(page).count("Rehearsal, not for clinical use") == 2
    assert "\\000020not\\000020for\\000020clinical" in page


def test_signatures_say_how_sure_the_program_is_of_who(shipped):
    """
    "Claimed" stands beside a signature that nobody proved.
    """
    plan = session_plan(situation(session()), shipped, (), head=HEAD, names={})

    assert [row.assurance for row in plan.signed] == ["claimed"]


@pytest.mark.rule(20)
def test_no_hold_date_is_printed_before_the_late_reading_is_negative(shipped):
    """
    Until then the plan says what it waits for; what was taken stays on record.
    """
    tests = tuple(evolve(t, readings=t.readings[:1]) for t in session().tests)
    medicine = Medicine(
        name="Aspirin 100", prescribed="yes", last_dose=making.at("2026-11-18 07:15")
    )
    told = situation(session(tests=tests, medicines=(medicine,), stage="awaiting-reading"))
    found = assess(told, shipped, "deliver")
    plan = session_plan(told, shipped, found, head=HEAD, names={})
    words = text_of(render("session-plan", plan))

    assert (plan.medicines[0].hold, plan.medicines[0].again) == (WITHHELD, WITHHELD)
    assert "18 November 2026, 07:15" in words
    assert "21 November 2026, 08:00" not in words
    assert "22 November 2026, 15:00" not in words


@pytest.mark.rule(18, 20)
def test_hold_times_are_printed_as_the_prescriber_agreed(shipped):
    """
    With a negative late reading the plan names last dose, hold and restart, and where a
    day without the medicine does not restore clotting it says so.
    """
    plan = session_plan(situation(session()), shipped, (), head=HEAD, names={})
    (row,) = plan.medicines

    assert row.hold == "last dose 21 November 2026, 08:00, for 24 h"
    assert row.again == "22 November 2026, 15:00"
    assert row.note.startswith("Clotting restored in 24 h: no.")


@pytest.mark.rule(20)
def test_a_deferred_session_prints_the_restart(shipped):
    """
    Nothing was injected, and the patient still takes home when to take it again.
    """
    told = situation(making.deferred())
    leaflet = discharge_instructions(told, shipped, head=HEAD, names=NAMES)
    words = text_of(render("discharge-instructions", leaflet))

    assert "Take Aspirin 100 again: Sunday 22 November 2026, 15:00" in words
    assert "No sport" not in words
    assert "small injections" not in words


@pytest.mark.rule(35)
def test_the_leaflet_ends_each_rule_at_a_true_time(shipped):
    """
    Spans count from leaving: the day and the clock time are printed, not the span.
    """
    told = situation(discharged(), now="2026-11-23 08:00")
    leaflet = discharge_instructions(told, shipped, head=HEAD, names=NAMES)
    words = text_of(render("discharge-instructions", leaflet))
    place = [words.index(each) for each in ("Call 112", "Call us the same day", "No sport")]

    assert "No sport until Tuesday 24 November 2026, 11:50." in words
    assert "until Sunday 14 February 2027" in words
    assert "injections into the skin on 22 November 2026" in words
    assert "Do not stay alone tonight" in words
    assert "make-up" not in words
    assert place == sorted(place)
    assert "{" not in words


def test_an_unfilled_leaflet_is_blank_where_nothing_is_known(shipped):
    """
    Before the first injection it prints whole, with lines to write the times on.
    """
    told = situation(session(stage="injection", exposures=(), tests=()))
    leaflet = discharge_instructions(told, shipped, head=HEAD, names={})

    assert leaflet.whole
    assert any("____" in line.says for line in leaflet.do_not)


def test_a_new_part_of_the_leaflet_is_printed_under_its_own_title(small):
    """
    What the protocol says is never lost because a template does not know its part.
    """
    leaflet = discharge_instructions(situation(discharged()), small, head=HEAD, names={})

    words = text_of(render("discharge-instructions", leaflet))
    assert "A new part Something new." in words
    assert "No sport until Tuesday 24 November 2026, 11:50." in words


def test_nothing_is_called_painless_or_harmless(sheets):
    """
    No sheet says that it is painless, harmless, safe for everybody or free of risk.
    """
    for page in sheets.values():
        assert not re.search(
            r"(?i)painless|harmless|risk-free|no risk|free of risk", text_of(page)
        )


@pytest.mark.rule(25)
def test_emergency_paper_carries_present_guidance_only(shipped, small):
    """
    No older route, no promethazine and no calcium but to say never; no conflict.
    """
    given = {"head": HEAD, "names": NAMES}
    pages = [
        render("emergency", emergency_sheet(situation(reacted()), shipped, **given)),
        render("emergency-card", emergency_card(shipped)),
        render(
            "session-plan",
            session_plan(situation(session(medicines=())), shipped, (), **given),
        ),
        render("emergency", emergency_sheet(situation(reacted()), small, **given)),
    ]
    for page in pages:
        words = text_of(page)
        assert not re.search(
            r"(?i)subcutaneous|under the skin|intravenous|into a vein|older route", words
        )
        for found in re.finditer(r"(?i)[^.]*(?:promethazine|calcium)[^.]*\.", words):
            assert "never" in found.group()
    assert "outer mid-thigh" in text_of(pages[1])
    assert 'class="dose"' in pages[1]


@pytest.mark.rule(29)
def test_the_emergency_card_needs_no_session(small):
    """
    For an unapproved protocol, without a clinic: the number is left to write by hand.
    """
    words = text_of(render("emergency-card", emergency_card(small)))

    assert "Call ____________ ." in words or "Call ____________." in words


@pytest.mark.rule(28)
def test_the_emergency_sheet_tells_every_drug_introduced(shipped):
    """
    Commercial name, active and additional components, dose, method, sites, lot, test
    results and times; medicines, vital signs and treatment with their minutes.
    """
    sheet = emergency_sheet(situation(reacted()), shipped, head=HEAD, names=NAMES)
    words = text_of(render("emergency", sheet))
    first = sheet.drugs[0]

    assert (first.name, first.lot, first.dose) == ("Lidopan", "LX0O17", "2.4 mL")
    assert first.amounts == "lidocaine hydrochloride 24 mg, dexpanthenol 120 mg"
    assert first.additional == "methylparaben 1 mg/mL"
    assert first.sites == "Outer thighs, points 1-24"
    assert first.tests.startswith("prick: immediate: wheal 0 mm")
    assert first.first == "22 November 2026, 10:31"
    assert [row.name for row in sheet.drugs] == ["Lidopan", "Silorg", "Lidopan"]
    assert "22 November 2026, 10:48 adrenaline 1 mg/mL 0.5 mg intramuscular" in words
    assert "Depot in the skin" in words
    assert "118/78 mmHg" in words
    assert "Tryptase sample 1" in words
    assert "1.6 mL where 1.8 mL was planned" in words


def test_what_was_entered_by_mistake_is_still_told_to_the_ambulance(shipped):
    """
    It may have been injected all the same: it is counted, and marked.
    """
    told = injected()
    *rest, last = told.exposures
    told = evolve(told, exposures=(*rest, evolve(last, in_error=True)))
    sheet = emergency_sheet(situation(told), shipped, head=HEAD, names={})

    assert sheet.drugs[1].dose == "1.6 mL"
    assert "entered by mistake" in sheet.drugs[1].mark


def test_a_sheet_of_what_nobody_knows_still_prints(small):
    """
    No plan, no product on record, no time: the emergency sheet and the plan come out.
    """
    given = making.exposure("delivery", "strange", "", "2026-11-22 10:31", volume=None)
    bare = situation(
        session(plan=None, exposures=(given,), medicines=(), vitals=(), tests=()),
        clinic=making.clinic(settings={}, staff={}, products={}, lots={}, stock=None),
    )
    for name, context in (
        ("emergency", emergency_sheet(bare, small, head="", names={})),
        ("session-plan", session_plan(bare, small, (), head="", names={})),
        (
            "discharge-instructions",
            discharge_instructions(bare, small, head="", names={}),
        ),
    ):
        assert "strange" in text_of(render(name, context))


def test_planned_times_stand_once_the_last_needle_is_known(shipped):
    """
    True clock times after the last injection; the floor ends counting from it.
    """
    plan = session_plan(situation(injected()), shipped, (), head=HEAD, names={})
    before = session_plan(situation(session()), shipped, (), head=HEAD, names={})

    assert [box.clock for box in plan.chart.boxes][:3] == ["10:40", "10:45", "10:55"]
    assert [floor.ends for floor in plan.chart.floors] == ["11:20", "11:40"]
    assert plan.chart.boxes[1].pressure == "118/78 mmHg"
    assert {box.clock for box in before.chart.boxes} == {""}


def test_a_recalled_lot_is_called_so(small):
    """
    A recalled lot in the plan is named in a word.
    """
    lot = Lot(
        product="lidopan", number="LX0O17", expires_on=date(2027, 6, 30), recalled=True
    )
    told = situation(session(), clinic=making.clinic(lots={("lidopan", "LX0O17"): lot}))
    page = render("session-plan", session_plan(told, small, (), head=HEAD, names={}))

    assert "RECALLED" in text_of(page)


def test_a_volume_that_cannot_be_read_stops_no_sheet(small):
    """
    What cannot be read as an amount is printed as it was typed.
    """
    items = (making.item(volume_per_point="a drop"),)
    told = situation(session(plan=evolve(making.plan(), items=items)))
    plan = session_plan(told, small, (), head=HEAD, names={})

    assert plan.zones[0].each == "a drop"
    assert plan.doses[0].outcome == "unknown"
    assert Quantity.of("1 mL")


@pytest.mark.parametrize(
    ("words", "tied"),
    [
        ("Call +33 1 99 00 00 00.", ["+33 1 99 00 00 00"]),
        ("Lidovit (LV-7730), to 27 December 2026, 10:30", ["LV-7730"]),
        ("124/78 mmHg", ["124/78"]),
        ("lidocaine 10 mg/mL; 0.3 mm", ["10 mg/mL", "0.3 mm"]),
        ("лидокаин 10 мг/мл", ["10 мг/мл"]),
        ("self-taken", []),
        ("a lot of 1234-5678-9012-3456-7890-1234 is longer than a column", []),
    ],
)
def test_a_number_to_call_and_a_lot_stay_on_one_line(words, tied):
    """
    They are held together wherever they stand in words, and every letter is kept.
    """
    made = str(datum(words))

    assert re.findall(r'<span class="tie">(.*?)</span>', made) == tied
    assert html.unescape(TAG.sub("", made)) == words
    assert ' tie"' in lot("LV 7730")
    assert ' tie"' not in lot("9" * 40)
