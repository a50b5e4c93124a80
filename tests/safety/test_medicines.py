"""
Blood thinners: two gates, and nobody is ever told to stop anything.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve

import given
from planner.model.answer import Outcome, Why
from planner.model.protocol import Complete, Held
from planner.model.quantity import Quantity
from planner.safety.kinds import held

Q = Quantity.of
PRESCRIBED = "prescribed-antithrombotic"
SELF = "self-taken-thinner"
AGREED = Held(group=PRESCRIBED, part="agreement")
INTERVAL = Held(group=PRESCRIBED, part="interval", at_least=Q("24 h"))
OWN = Held(group=SELF, part="own-interval")
RESTART = Held(group=PRESCRIBED, part="restart", at_least=Q("2 h"))
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


def read(requires, *medicines, complete=True, **session):
    """
    How one part of a hold is read.
    """
    situation = given.a_situation(given.taking(*medicines, complete=complete, **session))
    return given.read(requires, situation, given.the_protocol())


WARFARIN = given.a_medicine("warfarin", "yes")


@pytest.mark.parametrize(
    ("name", "prescribed", "prescribed_gate", "self_gate"),
    [
        ("warfarin", "yes", True, False),
        ("warfarin", "no", True, False),
        ("apixaban", "yes", True, False),
        ("clopidogrel", "yes", True, False),
        ("aspirin 75", "yes", True, False),
        ("aspirin 500", "no", False, True),
        ("aspirin 100", "does not know", True, False),
        ("ibuprofen", "yes", True, False),
        ("ibuprofen", "no", False, True),
        ("paracetamol", "no", False, False),
    ],
)
@pytest.mark.rule(18)
def test_each_medicine_falls_under_its_gate(name, prescribed, prescribed_gate, self_gate):
    """
    A prescribed pain reliever, or one of which that is not known, is like any prescribed
    blood thinner; self-taken it is soft.
    """
    taken = given.a_medicine(name, prescribed)
    situation = given.a_situation(given.taking(taken))
    (each,) = held.medicines(situation, given.the_protocol())

    assert prescribed_gate == held.belongs(each, PRESCRIBED, given.the_protocol())
    assert self_gate == held.belongs(each, SELF, given.the_protocol())


@pytest.mark.parametrize(
    ("agreement", "outcome", "seen"),
    [
        (None, "unknown", "no-agreement"),
        (given.an_agreement(), "open", "agreed"),
        (given.an_agreement(restart=None), "unknown", "no-restart"),
        (given.an_agreement(decision="continue"), "shut", "prescriber-continues"),
        (
            given.an_agreement(agreed_on=date(2026, 3, 5)),
            "unknown",
            "agreement-in-future",
        ),
        (given.an_agreement("another"), "unknown", "no-agreement"),
    ],
)
@pytest.mark.rule(18, 19)
def test_a_prescribed_thinner_is_held_as_its_prescriber_agreed(agreement, outcome, seen):
    """
    Named and dated, with a restart; who says that it goes on shuts the gate for good.
    """
    agreements = () if agreement is None else (agreement,)

    (reading,) = read(AGREED, WARFARIN, agreements=agreements)

    assert ("warfarin", outcome, seen) == (
        reading.item,
        reading.outcome.value,
        reading.seen.key,
    )
    assert reading.earliest is None


@pytest.mark.rule(19)
def test_a_thinner_that_goes_on_is_refused_and_never_deferred():
    """
    The shipped gate leads to a refusal, and nobody is nudged to stop.
    """
    gate = given.the_protocol().gate["blood-thinner-without-its-prescriber"]

    assert ("refused", "absolute", None) == (gate.leads_to, gate.weight, gate.override)


@pytest.mark.parametrize(
    ("hold", "gone", "outcome"),
    [
        ("", 24 * HOUR - SECOND, "shut"),
        ("", 24 * HOUR, "open"),
        ("", 24 * HOUR + SECOND, "open"),
        ("12 h", 24 * HOUR - SECOND, "shut"),
        ("48 h", 48 * HOUR - SECOND, "shut"),
        ("48 h", 48 * HOUR, "open"),
        ("5 d", 48 * HOUR, "shut"),
    ],
)
@pytest.mark.rule(18)
def test_the_longer_of_a_day_and_what_was_agreed_counts(hold, gone, outcome):
    """
    Never less than 24 hours, and as long as the prescriber agreed.
    """
    agreed = given.an_agreement(hold=hold, last_dose=given.NOON - gone)

    (reading,) = read(INTERVAL, WARFARIN, agreements=(agreed,))

    assert outcome == reading.outcome.value
    assert (outcome == "shut") == (reading.earliest is not None)


@pytest.mark.parametrize(
    ("stated", "agreed", "outcome", "why"),
    [
        (None, None, "unknown", Why.DOES_NOT_KNOW),
        (given.NOON - 100 * HOUR, None, "open", None),
        (None, given.NOON - 100 * HOUR, "open", None),
        # The later of two last doses counts.
        (given.NOON - HOUR, given.NOON - 100 * HOUR, "shut", None),
        (given.NOON - 100 * HOUR, given.NOON - HOUR, "shut", None),
        (given.NOON + HOUR, None, "unknown", Why.UNREADABLE),
    ],
)
@pytest.mark.rule(18)
def test_the_latest_dose_known_counts(stated, agreed, outcome, why):
    """
    Not known is not held, and a dose of tomorrow cannot be read.
    """
    taken = evolve(WARFARIN, last_dose=stated)
    agreements = (given.an_agreement(last_dose=agreed),)

    (reading,) = read(INTERVAL, taken, agreements=agreements)

    assert (outcome, why) == (reading.outcome.value, reading.why)


@pytest.mark.parametrize(
    ("gone", "outcome"),
    [
        # Seven local days before noon of 4 March: any hour of 25 February.
        (timedelta(days=6), "shut"),
        (timedelta(days=6, hours=12), "shut"),
        (timedelta(days=7), "open"),
    ],
)
@pytest.mark.rule(18)
def test_a_self_taken_medicine_has_its_own_interval(gone, outcome):
    """
    Aspirin seven days, by its own published interval.
    """
    taken = given.a_medicine("aspirin", "no", given.NOON - gone)

    (reading,) = read(OWN, taken)

    assert outcome == reading.outcome.value


@pytest.mark.rule(18)
def test_the_self_taken_gate_is_the_physicians_to_decide():
    """
    A soft gate: relative, with the medicine's own interval; the other is not.
    """
    gates = given.the_protocol().gate

    assert "relative" == gates["self-taken-thinner"].weight
    assert "temporary" == gates["blood-thinner-not-held-long-enough"].weight
    nsaid = gates["pain-reliever-with-vitamin-k-antagonist"]
    assert ("vka-taken", Complete(listed="prescribed-nsaids")) == (
        nsaid.applies_if,
        nsaid.requires,
    )


@pytest.mark.parametrize("part", ["agreement", "interval", "own-interval"])
@pytest.mark.rule(5, 18)
def test_an_unrecognised_name_is_not_known(part):
    """
    Neither is a list that was not stated complete, nor one that was never asked for.
    """
    requires = Held(group=PRESCRIBED, part=part)

    assert ("herbs", "unknown", "unrecognised", "unrecognised") == given.said(
        read(requires, given.a_medicine("herbs"))
    )[0]
    assert [("", "unknown", "list-unknown", "not stated complete")] == given.said(
        read(requires, complete=False)
    )
    assert [("", "unknown", "list-unknown", "not asked")] == given.said(
        read(requires, complete=None)
    )
    assert [("", "open", "none-taken", None)] == given.said(read(requires))


@pytest.mark.parametrize(
    ("restart", "outcome"),
    [
        (given.NOON + 2 * HOUR - SECOND, "shut"),
        (given.NOON + 2 * HOUR, "open"),
        (given.NOON + 3 * HOUR, "open"),
        (None, "unknown"),
    ],
)
@pytest.mark.rule(20)
def test_a_restart_is_two_hours_after_the_last_injection(restart, outcome):
    """
    At the prescriber's time, and not before.
    """
    session = {
        "agreements": (given.an_agreement(restart=restart),),
        "exposures": (given.an_exposure(),),
    }

    (reading,) = read(RESTART, WARFARIN, **session)

    assert outcome == reading.outcome.value


@pytest.mark.parametrize(
    ("session", "item", "seen"),
    [
        ({"exposures": (given.an_exposure(),)}, "", "no-hold"),
        ({"agreements": (given.an_agreement(),)}, "warfarin", "nothing-injected"),
    ],
)
def test_where_nothing_was_held_or_injected_a_restart_is_no_matter(session, item, seen):
    """
    Without a hold there is nothing to restart, without an injection nothing to wait for.
    """
    assert [(item, "open", seen, None)] == given.said(read(RESTART, WARFARIN, **session))


@pytest.mark.rule(20)
def test_a_hold_that_has_begun_keeps_its_restart():
    """
    Whatever happens to the list of medicines later.
    """
    session = {
        "agreements": (given.an_agreement(restart=given.NOON + HOUR),),
        "exposures": (given.an_exposure(),),
    }

    assert ["shut"] == [each.outcome.value for each in read(RESTART, **session)]


@pytest.mark.rule(20)
def test_no_hold_is_asked_for_before_the_late_reading_is_negative():
    """
    In the shipped protocol every gate of a hold stands after the late reading.
    """
    gates = given.the_protocol().gates_before["anticoagulant-hold"]

    assert "late-reading-positive-or-missing" in [gate.id for gate in gates]
    assert not [
        gate.id
        for gate in gates
        if isinstance(gate.requires, Held) and gate.requires.group == PRESCRIBED
    ]


@pytest.mark.parametrize(
    ("inr", "outcome"), [("3.4 INR", "open"), ("3.5 INR", "open"), ("3.6 INR", "shut")]
)
@pytest.mark.rule(19)
def test_an_inr_is_at_most_three_and_a_half(inr, outcome):
    """
    Of a patient on a vitamin-K antagonist, and only of one.
    """
    world = given.a_world("ready-for-needles")
    given.ask(
        world,
        "record",
        medicines=[{"name": "warfarin", "prescribed": "yes"}],
        complete=True,
    )
    assert "unknown" == given.stood(world, "injection")["inr-too-high"]

    given.answer(world, inr=inr)

    assert outcome == given.stood(world, "injection")["inr-too-high"]


@pytest.mark.rule(19)
@pytest.mark.parametrize(
    "question", ["mechanical-valve", "recent-stent", "recent-clot", "dual-antiplatelet"]
)
def test_where_a_hold_would_harm_the_treatment_is_refused(question):
    """
    Refused, not deferred: nobody stops a lifelong medicine for a cosmetic act.
    """
    (gate,) = [
        each
        for each in given.the_protocol().gates
        if getattr(each.requires, "question", "") == question
    ]

    assert ("refused", "absolute") == (gate.leads_to, gate.weight)


@pytest.mark.rule(14, 15, 18, 19)
def test_no_sentence_of_the_protocol_tells_anybody_to_stop_a_medicine():
    """
    What to do now is to ask the prescriber, never to stop.
    """
    protocol = given.the_protocol()
    told = [card.now for card in (*protocol.gates, *protocol.bars)]
    told += [card.unknown for card in protocol.gates]

    for text in told:
        assert "stop taking" not in text.lower(), text
        assert "stop the medicine" not in text.lower(), text


def test_a_day_of_a_hold_is_a_local_day():
    """
    "5 d" ends at local midnight, as the patient counts.
    """
    agreed = given.an_agreement(
        hold="5 d", last_dose=datetime(2026, 2, 27, 22, 0, tzinfo=UTC)
    )

    (reading,) = read(INTERVAL, WARFARIN, agreements=(agreed,))

    assert Outcome.OPEN is reading.outcome
    assert datetime(2026, 3, 3, 23, 0, tzinfo=UTC) == reading.seen.values["from_"]
