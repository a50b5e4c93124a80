"""
What the shipped protocol says keeps the safety rules.
"""

from __future__ import annotations

import re

import pytest

import given
from planner.model import protocol as cards
from planner.model.quantity import Quantity

PROTOCOL = given.the_protocol()


def lines(sheet):
    """
    What one card says, line by line.
    """
    return [line.says for line in PROTOCOL.lines if line.sheet == sheet]


def says(sheet, *words):
    """
    The lines of a card in which all these words stand.
    """
    return [
        line for line in lines(sheet) if all(word.lower() in line.lower() for word in words)
    ]


@pytest.mark.rule(25)
@pytest.mark.parametrize(
    "words",
    [
        ("adrenaline", "0.5 mg", "0.5 mL of 1 mg/mL", "muscle", "outer mid-thigh", "time"),
        ("5 min", "again"),
        ("0.01 mg/kg", "at most 0.5 mg"),
        ("two doses", "expert help", "muscle", "every 5 min", "saline"),
        ("flat", "legs raised"),
        ("breathless", "sitting"),
        ("pregnant", "left side"),
        ("recovery position", "unconscious but breathing"),
        ("no standing", "ambulance"),
        ("no pulse", "resuscitation", "AED"),
        ("promethazine", "calcium", "never"),
    ],
)
def test_the_emergency_card_says(words):
    """
    Today's guidance, line by line.
    """
    assert says("emergency", *words)


@pytest.mark.rule(25)
def test_the_emergency_card_knows_one_route_of_adrenaline():
    """
    Into the muscle; never subcutaneous, intravenous or intracardiac, not even to forbid it.
    """
    for line in lines("emergency"):
        for word in ("subcutan", "intraven", "intracard", "tourniquet", "under the skin"):
            assert word not in line.lower(), line
        if "adrenaline" in line.lower():
            assert not re.search(r"\bs\.?c\.?\b|\bi\.?v\.?\b", line.lower()), line


@pytest.mark.rule(25, 27)
@pytest.mark.parametrize("word", ["promethazine", "calcium", "strophanthin", "cordiamine"])
def test_what_the_older_document_gave_is_nobodys_action(word):
    """
    Where it stands on the card at all, it stands beside "never".
    """
    for line in lines("emergency"):
        if word in line.lower():
            assert "never" in line.lower(), line


@pytest.mark.rule(25)
@pytest.mark.parametrize(
    ("name", "number"),
    [
        ("adrenaline-dose", "0.5 mg"),
        ("adrenaline-volume", "0.5 mL"),
        ("adrenaline-strength", "1 mg/mL"),
        ("adrenaline-small-adult", "0.01 mg/kg"),
        ("adrenaline-most-each-time", "0.5 mg"),
        ("adrenaline-repeat", "5 min"),
    ],
)
def test_the_numbers_of_the_emergency_agree(name, number):
    """
    Dose, volume and strength are the numbers on record, and multiply.
    """
    numbers = PROTOCOL.numbers

    assert Quantity.of(number) == numbers[name]
    assert numbers["adrenaline-dose"] == numbers["adrenaline-strength"].of_amount(
        numbers["adrenaline-volume"]
    )


@pytest.mark.rule(26)
@pytest.mark.parametrize(
    ("sheet", "words"),
    [
        ("fainting", ("flat", "legs raised")),
        ("fainting", ("slow pulse", "pallor", "skin", "airway", "breathing", "gut")),
        ("fainting", ("emergency card",)),
        ("fainting", ("adult", "not drive")),
        ("anaesthetic", ("metallic taste", "numb mouth", "ringing ears", "seizure")),
        ("anaesthetic", ("airway", "oxygen")),
    ],
)
def test_fainting_and_the_anaesthetic_have_cards_of_their_own(sheet, words):
    """
    A faint only if all of it fits; any doubt is a suspicion.
    """
    assert says(sheet, *words)


@pytest.mark.rule(27)
def test_the_kit_holds_a_modern_list():
    """
    What blocks is what is used today; what was used once is never an action.
    """
    kit = {item.id: item for item in PROTOCOL.vocabulary.kit}
    blocking = {name for name, item in kit.items() if item.blocks}

    assert {
        "adrenaline",
        "im-needles",
        "oxygen",
        "oxygen-mask",
        "bag-valve-mask",
        "airways",
        "suction",
        "aed",
        "pressure-cuff",
        "oximeter",
        "saline",
        "giving-sets",
        "cannulae",
        "salbutamol",
        "dose-card",
        "time-log",
        "glucagon",
    } <= blocking
    assert Quantity.of("5 count") == kit["adrenaline"].at_least
    assert kit["adrenaline"].expires
    assert "beta-blocked" == kit["glucagon"].applies_if
    for name, item in kit.items():
        if re.search(r"tourniquet|calcium|glycoside|analeptic", f"{name} {item.title}"):
            assert not item.blocks, name


@pytest.mark.rule(2)
@pytest.mark.parametrize(
    "gate",
    [
        "product-not-fully-described",
        "allergy-to-a-component",
        "emergency-kit-incomplete",
        "emergency-kit-out-of-date",
        "no-second-person",
        "emergency-number-not-reachable",
        "operator-not-qualified",
        "pressure-too-high",
        "oxygen-low",
        "asepsis-not-signed",
    ],
)
def test_every_exposure_is_held_by_what_holds_the_skin_test(gate):
    """
    The skin test first, then the anaesthetic and every injection.
    """
    for point in ("place-test", "apply-anaesthetic", "deliver"):
        assert gate in [each.id for each in PROTOCOL.gates_before[point]], point


@pytest.mark.rule(2)
def test_a_negative_reading_is_required_to_leave_the_test_and_not_to_enter_it():
    """
    No gate before the test reads a test; the hold stands behind both readings.
    """
    for point in ("allergy-test", "place-test"):
        assert not [
            gate
            for gate in PROTOCOL.gates_before[point]
            if isinstance(gate.requires, cards.Tested)
        ]
    parts = {
        gate.requires.part
        for gate in PROTOCOL.gates_before["anticoagulant-hold"]
        if isinstance(gate.requires, cards.Tested)
    }
    assert {"placed", "immediate", "late"} == parts


@pytest.mark.rule(1)
def test_no_gate_of_the_way_in_stands_before_the_way_out():
    """
    Besides a sign nobody has looked at, which holds both.
    """
    inward = {gate.id for gate in PROTOCOL.gates_before["deliver"]}
    outward = {
        gate.id
        for point in ("end-visit", "exit-after-exposure", "discharge", "discharged")
        for gate in PROTOCOL.gates_before[point]
    }

    assert {"sign-not-looked-at"} == inward & outward


@pytest.mark.rule(5)
def test_every_gate_names_the_way_out_of_unknown():
    """
    Test, document, or the worst case, in words of its own.
    """
    for gate in PROTOCOL.gates:
        assert gate.unknown.strip(), gate.id
        assert gate.now.strip(), gate.id
        assert gate.because.strip(), gate.id


@pytest.mark.rule(5)
@pytest.mark.parametrize(
    ("question", "precaution"),
    [
        ("latex-allergy", "latex-in-the-room"),
        ("chlorhexidine-allergy", "chlorhexidine-in-the-room"),
    ],
)
def test_not_known_may_be_treated_as_the_worst_case(question, precaution):
    """
    It is an answer of its own, and what it asks for is then a gate.
    """
    assert "not known, treated as yes" in PROTOCOL.question[question].answers
    when = PROTOCOL.when[PROTOCOL.gate[precaution].applies_if]
    assert "not known, treated as yes" in when.answers


@pytest.mark.rule(6)
def test_what_is_asked_at_every_visit():
    """
    Whatever was carried over.
    """
    for question in (
        "identity-confirmed",
        "pregnancy",
        "infection-general",
        "herpes-in-zone",
        "fever",
        "vaccination-recent",
        "skin-of-zone",
        "test-site-change",
        "kit-checked",
        "consent-stands",
    ):
        card = PROTOCOL.question[question]
        assert ("visit", "session") == (card.fresh, card.scope), question
    pressure = PROTOCOL.gate["pressure-too-high"].requires
    assert Quantity.of("60 min") == pressure.fresh


@pytest.mark.rule(7)
def test_under_age_is_refused_and_there_is_no_guardian():
    """
    Eighteen full years, computed from the date of birth; no override, no other way.
    """
    gate = PROTOCOL.gate["under-age"]

    assert cards.Between(value="age", at_least=Quantity.of("18 year")) == gate.requires
    assert ("refused", "absolute", None) == (gate.leads_to, gate.weight, gate.override)
    asked = " ".join(question.asks for question in PROTOCOL.questions).lower()
    assert "guardian" not in asked
    assert "parent" not in asked


@pytest.mark.rule(8)
def test_language_and_capacity_stand_before_consent():
    """
    And so does a named adult interpreter where one is needed.
    """
    order = [gate.id for gate in PROTOCOL.gates]
    consent = next(
        order.index(gate.id)
        for gate in PROTOCOL.gates
        if "consent" in (getattr(gate.requires, "statement", ""), gate.id)
    )
    for gate in ("language-not-shared", "interpreter-not-adult-or-not-named"):
        assert order.index(gate) < consent
    assert order.index("capacity-in-doubt") < consent
    assert "mixed-in-the-room" == PROTOCOL.gate["mixing-not-lawful"].applies_if


@pytest.mark.rule(10)
def test_the_intervals_are_seven_and_twenty_eight_days():
    """
    And a day's anaesthetic is summed.
    """
    gates = PROTOCOL.gate

    assert Quantity.of("7 d") == gates["too-soon-after-the-last-session"].requires.at_least
    fat = gates["too-soon-after-deoxycholic-acid"].requires
    assert (Quantity.of("28 d"), "deoxycholic") == (fat.at_least, fat.group)
    assert {"day"} == {
        PROTOCOL.limit[name].over
        for name in gates["anaesthetics-add-up-over-a-day"].requires.limits
    }


@pytest.mark.rule(19)
def test_the_no_hold_flags_are_gates():
    """
    Mechanical valve, recent stent, recent clot or stroke, two platelet medicines.
    """
    for gate in (
        "mechanical-heart-valve",
        "recent-stent",
        "recent-clot-or-stroke",
        "two-platelet-medicines",
    ):
        card = PROTOCOL.gate[gate]
        assert isinstance(card.requires, cards.AnswerIs)
        assert ("no",) == card.requires.needs


@pytest.mark.rule(21)
@pytest.mark.parametrize(
    "sign",
    [
        "itch-spreading",
        "hives",
        "angioedema",
        "stridor",
        "wheeze",
        "collapse",
        "vomiting",
        "belly-cramps",
    ],
)
def test_generalised_signs_are_suspected_at_once(sign):
    """
    Skin, airway, breathing, circulation, gut.
    """
    assert "suspect" == PROTOCOL.sign[sign].weight


@pytest.mark.rule(21)
def test_the_triggers_are_these():
    """
    Systolic below 90 or more than 30 % under the first, saturation below 94 or 4 points.
    """
    triggers = {each.id: each for each in PROTOCOL.triggers}

    assert Quantity.of("90 mmHg") == triggers["systolic-low"].below
    assert Quantity.of("30 %") == triggers["systolic-fallen"].under_baseline
    assert Quantity.of("94 %") == triggers["oxygen-low"].below
    assert Quantity.of("4 %") == triggers["oxygen-low"].under_baseline
    assert {"suspect"} == {each.raises for each in PROTOCOL.triggers}


@pytest.mark.rule(30)
@pytest.mark.parametrize(
    ("gate", "span"),
    [
        ("left-too-early", "40 min"),
        ("left-too-early-at-risk", "60 min"),
        ("left-before-sixty-minutes", "60 min"),
        ("left-too-soon-after-a-suspicion", "60 min"),
    ],
)
def test_the_floors_of_observation(gate, span):
    """
    Between forty and sixty minutes only the physician's reason opens, and only the last.
    """
    card = PROTOCOL.gate[gate]

    assert Quantity.of(span) == card.requires.at_least
    assert "open" == card.requires.never
    opens = gate == "left-before-sixty-minutes"
    assert opens == (card.override is not None or card.weight == "relative")
    if card.override is not None:
        assert ("physician",) == card.override.by


@pytest.mark.rule(31)
def test_a_full_set_before_leaving_is_safety_and_a_missed_one_is_record():
    """
    Ten minutes hold the door; an interim set nags.
    """
    assert Quantity.of("10 min") == PROTOCOL.gate["vitals-too-old"].requires.at_most
    assert PROTOCOL.gate["vitals-too-old"].safety
    assert not PROTOCOL.gate["vitals-missing"].safety
    assert cards.Complete(listed="vitals-times") == PROTOCOL.gate["vitals-missing"].requires


@pytest.mark.rule(33)
def test_points_are_dressed_by_zone_and_never_on_the_scalp_or_face():
    """
    Dressed, or sterile gauze until dry and left clean.
    """
    needs = PROTOCOL.gate["points-left-open"].requires.needs

    assert ("sterile dressing", "sterile gauze until dry, then left clean") == needs
    assert "zones" == PROTOCOL.gate["points-left-open"].each
    for zone in PROTOCOL.vocabulary.zones:
        if zone.region in {"face", "scalp"}:
            assert "none" == zone.dressing, zone.id


@pytest.mark.rule(34)
def test_a_teach_back_that_cannot_be_done_opens_too():
    """
    With reason and companion.
    """
    needs = PROTOCOL.gate["discharge-not-explained"].requires.needs

    assert "could not be done: reason written, a named companion told" in needs


@pytest.mark.rule(2)
def test_what_expires_is_looked_at_every_time():
    """
    Lots, kit and trainings have their last day.
    """
    dated = {
        gate.each for gate in PROTOCOL.gates if isinstance(gate.requires, cards.InDate)
    }

    assert {"lots", "kit", "operator-trainings"} <= dated
