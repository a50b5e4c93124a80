"""
Consent and letters: what is told, what is asked, and what is never said.
"""

from __future__ import annotations

import re

import pytest
from attrs import evolve

import given
from planner.clinic.letters import (
    consent,
    exit_letter,
    prescriber_letter,
    session_record,
)
from planner.errors import InputFault
from planner.model.person import Allergy, Medicine
from planner.model.requirements import KINDS
from planner.sheets.render import render
from planner.sheets.rows import consenting, exits
from sheets import making
from sheets.making import HEAD, NAMES, session, situation
from sheets.worked import after, seen_on, situation_of

WITH = {"head": HEAD, "names": NAMES}
PRAISE = re.compile(
    r"(?i)painless|harmless|risk-free|free of risk|no risk|\bsafe\b|no side"
)
STOPPING = re.compile(r"(?i)\b(stop|pause|interrupt|leave out) (taking|your|the|this|it)\b")

NOT_LISTED = (
    '"Asprin 100" is not on the list of medicines of session S7K2M9QWER. '
    'Did you mean "Aspirin 100"? Medicines: Aspirin 100.'
)
NOTHING_TO_ASK = (
    "No medicine of session S7K2M9QWER needs its prescriber's word. None on its list is "
    "a prescribed blood thinner that is recognised. To ask about another, name it with "
    "--medicine."
)


def told(case):
    """
    What a sheet sees after a case, and the protocol of it.
    """
    return situation_of(after(case))


# ── consent ──────────────────────────────────────────────────────────────────────────────


def test_the_patient_hears_everything_that_clause_c40_asks(shipped):
    """
    What is done, what else there is and doing nothing, what happens often and rarely,
    what to tell, how to live afterwards, that it may be refused; then what is signed.
    """
    made = consent(situation_of(given.a_world("injecting")), shipped, **WITH)

    assert [part.part for part in made.parts] == [
        "what",
        "instead",
        "often",
        "rare",
        "tell-us",
        "after",
        "rights",
        "patient-signs",
        "interpreter-signs",
    ]
    assert all(part.lines for part in made.parts)
    assert made.physician == shipped.statement["consent"].says


def test_every_effect_of_the_protocol_is_named_in_its_order(shipped):
    """
    Undesirable effects apart from complications, complications by gravity (C1, C17).
    """
    made = consent(situation(session()), shipped, **WITH)
    titles = {card.title: card for card in shipped.effects}
    grave = [titles[name].severity for name in made.grave.split("; ")]

    assert not any(titles[name].complication for name in made.expected.split("; "))
    assert grave == sorted(grave, key=("first", "second", "third").index)
    assert len(made.expected.split("; ")) + len(grave) == len(shipped.effects)


def test_off_label_use_is_told_and_signed_where_it_is_planned(shipped):
    """
    The product is named, the line is there, and the patient signs it; else neither is.
    """
    planned = consent(situation(session()), shipped, **WITH)
    items = (making.item(product="silicon", lot="S-9918"),)
    plan = evolve(making.plan(), items=items)
    labelled = consent(situation(session(plan=plan)), shipped, **WITH)
    page = seen_on(render("consent", planned))

    assert planned.treatment.off_label == "Lidopan"
    assert "in a way that its label does not name. You" not in seen_on(
        render("consent", labelled)
    )
    assert "Not as labelled Lidopan" in page
    assert "I agree that a product is used in a way that its label does not name." in page
    assert [part.part for part in labelled.parts].count("off-label") == 0


def test_what_is_not_planned_yet_is_a_line_to_write_on(shipped):
    """
    Before there is a plan the sheet works by hand, and doubts are called doubts.
    """
    made = consent(situation(session(plan=None)), shipped, **WITH)
    page = render("consent", made)

    assert (made.treatment.what, made.treatment.off_label) == ("", "")
    assert page.count('<span class="line') >= 4
    assert "If this concerns you:" in seen_on(page)


def test_nothing_calls_the_treatment_painless_or_free_of_risk(shipped):
    """
    The check finds such words, and the sheets have none (C40).
    """
    pages = [
        render("consent", consent(situation(session()), shipped, **WITH)),
        render("exit-letter", exit_letter(situation(making.deferred()), shipped, **WITH)),
    ]

    assert PRAISE.search("It is quite harmless.")
    assert [found for page in pages for found in PRAISE.findall(seen_on(page))] == []


def test_no_box_comes_ticked(shipped):
    """
    Every box is empty; every signature has a place for name, date and time.
    """
    page = render("consent", consent(situation(session()), shipped, **WITH))
    words = seen_on(page)

    assert "✓" not in page
    assert "checked" not in page
    assert words.count("Name Signature Date Time") == 3


def test_two_languages_stand_side_by_side(shipped):
    """
    The staff's words stand small under the patient's; alone, nothing stands there.
    """
    seen = situation(session())
    staffs = evolve(consenting.words(seen, shipped), language="other")
    made = consent(seen, shipped, beside=staffs, **WITH)
    alone = consent(seen, shipped, **WITH)

    assert made.beside == "other"
    assert all(line.beside == line.says for part in made.parts for line in part.lines)
    assert {line.beside for part in alone.parts for line in part.lines} == {""}
    assert "In English; small print in other." in seen_on(render("consent", made))


# ── the letter to a prescriber ───────────────────────────────────────────────────────────


@pytest.mark.rule(18, 19)
def test_a_prescriber_is_asked_and_never_told_to_stop(shipped):
    """
    Both answers stand open, with dates to write in; nothing advises to stop.
    """
    made = prescriber_letter(situation(session()), shipped, **WITH)
    page = seen_on(render("prescriber-letter", made))

    assert [each.medicine for each in made.medicines] == ["Aspirin 100, 100 mg"]
    assert "It goes on as before." in page
    assert "It may be held. Last dose on at , then none for , and again from at ." in page
    assert "The decision is yours alone. We do not advise stopping it." in page
    assert STOPPING.search("Stop taking it.")
    assert STOPPING.findall(page) == []


@pytest.mark.rule(20)
def test_a_letter_carries_no_date_of_a_hold(shipped):
    """
    What was answered so far stands without its dates: those are the prescriber's.
    """
    made = prescriber_letter(situation(session()), shipped, **WITH)
    page = seen_on(render("prescriber-letter", made))

    assert made.medicines[0].answered == (
        "Dr Cardio Sample, 16 November 2026: it may be held"
    )
    assert "22 November 2026, 15:00" not in page


def test_a_letter_says_when_and_what_is_planned(shipped):
    """
    Indication, zones, products, date; a date that is not known is a line.
    """
    seen = situation(session())
    dated = prescriber_letter(
        seen, shipped, when=making.at("2026-11-22 10:30"), medicine="aspirin 100", **WITH
    )
    blank = prescriber_letter(seen, shipped, **WITH)

    assert dated.planned.when == "Sunday 22 November 2026, 10:30"
    assert dated.planned.products == "Lidopan, Silorg"
    assert blank.planned.when == ""


def test_each_medicine_has_a_page_of_its_own(shipped):
    """
    Two prescribed blood thinners are two letters; a supplement is none of them.
    """
    names = ("Eliquis 5", "Plavix", "vitamin C")
    taken = tuple(Medicine(name=name, prescribed="yes") for name in names)
    made = prescriber_letter(situation(session(medicines=taken)), shipped, **WITH)
    page = render("prescriber-letter", made)

    assert [each.medicine for each in made.medicines] == ["Eliquis 5", "Plavix"]
    assert page.count('<section class="one">') == 2


@pytest.mark.parametrize(
    ("medicine", "words"),
    [
        ("Asprin 100", NOT_LISTED),
        ("", NOTHING_TO_ASK),
    ],
)
def test_a_letter_about_nothing_is_refused(shipped, medicine, words):
    """
    A name that is not on the list, and a list without a blood thinner.
    """
    seen = situation(session() if medicine else session(medicines=()))

    with pytest.raises(InputFault) as caught:
        prescriber_letter(seen, shipped, medicine=medicine, **WITH)

    assert str(caught.value) == words


# ── the letter after a session that was not held ─────────────────────────────────────────


def test_a_deferred_patient_reads_why_and_what_the_gate_says(shipped):
    """
    The physician's reason, and the gate that led there in the protocol's words.
    """
    made = exit_letter(told("fever-is-for-another-day"), shipped, **WITH)
    fever = shipped.gate["fever"]

    assert made.exit.end == "deferred"
    assert made.exit.reason == "Fever since yesterday."
    assert [(row.about, row.because) for row in made.exit.why] == [("Fever", fever.because)]
    page = seen_on(render("exit-letter", made))
    assert "It has to do with what you told us, or with what we saw." in page
    assert "Wait until the reason has passed." in page
    assert fever.now not in page
    assert page.index("Your treatment was put off") < page.index("Why Dr Claire Moreau")
    assert "When again" in page


@pytest.mark.rule(20)
def test_every_held_medicine_has_its_restart_in_the_letter(shipped):
    """
    Refused with a hold begun: the prescriber's time is there, and whom to call.
    """
    made = exit_letter(told("hold-and-positive-test"), shipped, **WITH)
    page = seen_on(render("exit-letter", made))

    assert made.exit.end == "refused"
    assert "Take apixaban again: Wednesday 4 March 2026, 13:00" in page
    assert "When again" not in page
    assert "Call 112 and lie down." in page


def test_a_patient_who_withdrew_is_told_no_gate(shipped):
    """
    It was the patient's choice: no reason is asked for and no gate is held up.
    """
    made = exit_letter(told("withdraw-before-anything-entered"), shipped, **WITH)
    page = seen_on(render("exit-letter", made))

    assert made.exit.why == ()
    assert "You need not say why." in page
    assert "Call 112 and lie down." not in page


def test_what_the_clinic_could_put_right_is_no_matter_of_the_patients(shipped):
    """
    Of the gates that were shut only those that lead to this end are told.
    """
    made = exit_letter(told("fever-is-for-another-day"), shipped, **WITH)
    page = seen_on(render("exit-letter", made))

    assert "kit" not in page.casefold()


@pytest.mark.parametrize("case", ["fever-is-for-another-day", "hold-and-positive-test"])
def test_what_the_staff_should_do_stands_in_the_record_alone(shipped, case):
    """
    The gate's "now" is worded for the staff: the record has it, and no letter to a patient.
    """
    letter = seen_on(render("exit-letter", exit_letter(told(case), shipped, **WITH)))
    kept = session_record(told(case), shipped, **WITH)
    record = seen_on(render("session-record", kept))

    assert kept.ended_by
    assert all(each.now in record and each.now not in letter for each in kept.ended_by)
    assert "What now" in letter


def test_every_kind_of_gate_has_plain_words_for_a_patient():
    """
    No letter can meet a kind that it has no words for.
    """
    assert set(exits._MATTERS) == set(KINDS.values())


def test_a_session_that_goes_on_has_no_such_letter(shipped):
    """
    The fault says where it stands.
    """
    with pytest.raises(InputFault) as caught:
        exit_letter(situation(session()), shipped, **WITH)

    assert str(caught.value) == (
        "Session S7K2M9QWER was not deferred, refused or withdrawn. It stands at "
        "needle-selection. See: mesoplan print discharge S7K2M9QWER --help"
    )


# ── bad input ────────────────────────────────────────────────────────────────────────────


def test_a_long_name_and_forty_medicines_are_printed_whole(shipped):
    """
    A name of 46 letters on every letter, and forty medicines on forty pages.
    """
    name = "Wolfeschlegelsteinhausenbergerdorffwelchevoral"
    taken = tuple(Medicine(name=f"Aspirin {n}", prescribed="yes") for n in range(1, 41))
    allergies = tuple(Allergy(substance=f"thing {n}", reaction="") for n in range(40))
    seen = situation(session(medicines=taken, allergies=allergies))
    left = evolve(making.deferred(), allergies=allergies)
    names = {"head": HEAD, "names": {"name": name}}
    pages = [
        render("consent", consent(seen, shipped, **names)),
        render("prescriber-letter", prescriber_letter(seen, shipped, **names)),
        render("exit-letter", exit_letter(situation(left), shipped, **names)),
    ]

    assert len(name) == 46
    assert all(name in seen_on(page) for page in pages)
    assert all(f"Aspirin {n}" in seen_on(pages[1]) for n in range(1, 41))
