"""
What each kind of gate reads: open, shut and unknown, as whole readings.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from attrs import evolve

import given
from planner.model import protocol as cards
from planner.model.answer import Outcome, Why
from planner.model.person import Staff, Training
from planner.model.product import Stock
from planner.model.quantity import Quantity
from planner.model.situation import NotedSign, Signature, Task
from planner.safety.findings import Phrase, Reading
from planner.safety.kinds import MODULES, READ

OPEN, SHUT, UNKNOWN = Outcome.OPEN, Outcome.SHUT, Outcome.UNKNOWN
Q = Quantity.of


# ── answer ──────────────────────────────────────────────────────────────────────────────

ASKED = given.a_question(not_applicable=True)
IS_NO = cards.AnswerIs(question="asked", needs=("no", "not applicable"))


def answered(*facts, question=ASKED, now=None, **changes):
    """
    How a gate reads these facts.
    """
    situation = given.a_situation(given.a_session(facts=given.facts(*facts)), now=now)
    protocol = given.a_protocol(questions=(question,))
    return given.read(IS_NO, situation, protocol, **changes)


def test_an_answer_that_is_needed_is_open():
    """
    The reading says what was answered, when it was true, and what is needed.
    """
    assert (
        Reading(
            outcome=OPEN,
            seen=Phrase(
                "answered", {"question": "Is it so?", "answer": "no", "on": given.NOON}
            ),
            needed=Phrase("answer-needed", {"answers": ("no", "not applicable")}),
        ),
    ) == answered(given.a_fact("asked", "no"))


@pytest.mark.parametrize(
    ("said", "outcome", "seen", "why"),
    [
        ("no", "open", "answered", None),
        ("not applicable", "open", "answered", None),
        ("yes", "shut", "answered", None),
        ("does not know", "unknown", "answer does not know", "does not know"),
        ("perhaps", "unknown", "answer unrecognised", "unrecognised"),
        (None, "unknown", "answer not asked", "not asked"),
    ],
)
@pytest.mark.rule(5)
def test_each_answer_has_its_outcome(said, outcome, seen, why):
    """
    Yes, no, does not know, not asked and not applicable are five answers.
    """
    facts = [] if said is None else [given.a_fact("asked", said)]

    assert [("", outcome, seen, why)] == given.said(answered(*facts))


@pytest.mark.parametrize(
    ("fresh", "gone", "outcome"),
    [
        ("1 h", timedelta(minutes=59), OPEN),
        ("1 h", timedelta(minutes=60), OPEN),
        ("1 h", timedelta(minutes=60, seconds=1), UNKNOWN),
        # A day lasts to the end of the local day: midnight in Paris is 23:00 UTC.
        ("1 d", timedelta(hours=34, minutes=59), OPEN),
        ("1 d", timedelta(hours=35), UNKNOWN),
        ("", timedelta(days=9999), OPEN),
        # What is dated later than now is not known yet.
        ("1 h", timedelta(seconds=-1), UNKNOWN),
    ],
)
@pytest.mark.rule(5)
def test_an_answer_lapses_just_after_its_time(fresh, gone, outcome):
    """
    Freshness counts from when the answer was true, just inside and just outside.
    """
    question = evolve(ASKED, fresh=fresh)
    now = given.an_instant(given.NOON + gone)

    (reading,) = answered(given.a_fact("asked", "no"), question=question, now=now)

    assert outcome is reading.outcome
    assert (Why.STALE if outcome is UNKNOWN else None) is reading.why


@pytest.mark.rule(6)
def test_an_answer_of_an_earlier_visit_is_stale():
    """
    What is asked at every visit does not outlive the visit.
    """
    question = evolve(ASKED, fresh="visit")
    session = given.a_session(facts=given.facts(given.a_fact("asked", "no")), visit=2)

    (reading,) = given.read(
        IS_NO, given.a_situation(session), given.a_protocol(questions=(question,))
    )

    assert (UNKNOWN, Why.STALE) == (reading.outcome, reading.why)


def test_over_a_list_each_item_is_read():
    """
    Every zone has its own reading; without a plan nothing is known.
    """
    plan = given.a_plan(
        given.an_item("a", zone="face"),
        given.an_item("b", zone="neck"),
        given.an_item("c", zone="scalp"),
    )
    sheet = given.facts(
        given.a_fact("asked", "no", item="face"), given.a_fact("asked", "yes", item="neck")
    )
    session = given.a_session(facts=sheet, plan=plan)
    protocol = given.a_protocol(questions=(evolve(ASKED, each="zones"),))

    read = given.read(IS_NO, given.a_situation(session), protocol, each="zones")
    bare = given.read(
        IS_NO,
        given.a_situation(evolve(session, plan=None)),
        protocol,
        each="zones",
    )

    assert [
        ("face", "open", "answered", None),
        ("neck", "shut", "answered", None),
        ("scalp", "unknown", "answer not asked", "not asked"),
    ] == given.said(read)
    assert [("", "unknown", "no-plan", "not asked")] == given.said(bare)


# ── between ─────────────────────────────────────────────────────────────────────────────


def pressed(systolic, *, minutes=0, ticks=None, fresh="60 min", bounds=None, visit_began=0):
    """
    How a gate reads a pressure that was measured some minutes ago.
    """
    from planner.model.situation import VitalSet

    values = {} if systolic is None else {"systolic": systolic}
    taken = VitalSet(taken=given.an_instant(), values=values)
    now = given.an_instant(given.NOON + timedelta(minutes=minutes), ns=(ticks or 0))
    began = given.an_instant(given.NOON + timedelta(minutes=visit_began))
    session = given.a_session(vitals=(taken,), visit_began=began)
    requires = cards.Between(
        value="systolic", fresh=Q(fresh), **(bounds or {"below": Q("180 mmHg")})
    )
    return given.read(
        requires, given.a_situation(session, now=evolve(now, boot="")), given.a_protocol()
    )


@pytest.mark.parametrize(
    ("bounds", "value", "outcome"),
    [
        ({"below": Q("180 mmHg")}, "179 mmHg", OPEN),
        ({"below": Q("180 mmHg")}, "180 mmHg", SHUT),
        ({"below": Q("180 mmHg")}, "181 mmHg", SHUT),
        ({"at_least": Q("90 mmHg")}, "89 mmHg", SHUT),
        ({"at_least": Q("90 mmHg")}, "90 mmHg", OPEN),
        ({"at_least": Q("90 mmHg")}, "91 mmHg", OPEN),
        ({"at_most": Q("90 mmHg")}, "90 mmHg", OPEN),
        ({"at_most": Q("90 mmHg")}, "91 mmHg", SHUT),
        ({"above": Q("90 mmHg")}, "90 mmHg", SHUT),
        ({"above": Q("90 mmHg")}, "91 mmHg", OPEN),
        ({"at_least": Q("90 mmHg")}, "90 mL", UNKNOWN),
        ({"at_least": Q("90 mmHg")}, "high", UNKNOWN),
    ],
)
@pytest.mark.rule(4)
def test_a_bound_includes_itself_or_not(bounds, value, outcome):
    """
    `at_least` and `at_most` include themselves, `above` and `below` do not.
    """
    (reading,) = pressed(value, bounds=bounds)

    assert outcome is reading.outcome
    assert (Why.UNREADABLE if outcome is UNKNOWN else None) is reading.why


@pytest.mark.parametrize(
    ("case", "outcome", "why"),
    [
        ({"minutes": 59}, OPEN, None),
        ({"minutes": 60}, OPEN, None),
        ({"minutes": 61}, UNKNOWN, Why.STALE),
        ({"minutes": -1}, UNKNOWN, Why.CLOCK),
        ({"minutes": 10, "visit_began": 5}, UNKNOWN, Why.STALE),
    ],
)
@pytest.mark.rule(6)
def test_a_pressure_is_of_the_last_hour_and_of_this_visit(case, outcome, why):
    """
    Just inside and just outside its hour, and never of an earlier visit.
    """
    (reading,) = pressed("124 mmHg", **case)

    assert (outcome, why) == (reading.outcome, reading.why)


def test_a_value_that_was_not_measured_is_not_known():
    """
    A set without the value says nothing about it.
    """
    assert [("", "unknown", "value not asked", "not asked")] == given.said(pressed(None))


@pytest.mark.parametrize(
    ("born", "today", "outcome"),
    [
        (date(2008, 3, 5), date(2026, 3, 4), SHUT),
        (date(2008, 3, 4), date(2026, 3, 4), OPEN),
        (date(2008, 3, 3), date(2026, 3, 4), OPEN),
        (date(2008, 2, 29), date(2026, 2, 28), SHUT),
        (date(2008, 2, 29), date(2026, 3, 1), OPEN),
        (date(2030, 1, 1), date(2026, 3, 4), UNKNOWN),
        (None, date(2026, 3, 4), UNKNOWN),
    ],
)
@pytest.mark.rule(7)
def test_eighteen_is_reached_on_the_birthday(born, today, outcome):
    """
    The day before is under age; who was born on 29 February is of age on 1 March.
    """
    at = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    situation = given.a_situation(now=given.an_instant(at), birth_date=born)
    requires = cards.Between(value="age", at_least=Q("18 year"))

    (reading,) = given.read(requires, situation)

    assert outcome is reading.outcome


@pytest.mark.rule(7)
def test_the_day_of_a_birthday_is_a_local_day():
    """
    At 23:30 UTC it is the next day in Paris already.
    """
    at = datetime(2026, 3, 3, 23, 30, tzinfo=UTC)
    situation = given.a_situation(now=given.an_instant(at), birth_date=date(2008, 3, 4))

    (reading,) = given.read(cards.Between(value="age", at_least=Q("18 year")), situation)

    assert OPEN is reading.outcome


# ── needles: rule 17 ────────────────────────────────────────────────────────────────────

THICK = cards.Between(
    value="needle-outer-diameter", at_most=Q("0.30 mm"), read_as="needle-sizes"
)
FINE = cards.Between(
    value="needle-outer-diameter", at_least=Q("0.26 mm"), read_as="needle-sizes"
)
SIZES = cards.Complete(listed="needle-sizes")


@pytest.mark.parametrize(
    ("gauge", "diameter", "thick", "fine", "sizes"),
    [
        ("30G", "0.30 mm", "open", "open", "open"),
        ("30G", "0.31 mm", "open", "open", "open"),
        ("31G", "0.25 mm", "open", "open", "open"),
        ("31G", "0.26 mm", "open", "open", "open"),
        ("30G", "", "open", "open", "open"),
        ("31G", "", "open", "open", "open"),
        ("", "0.26 mm", "open", "open", "open"),
        ("", "0.28 mm", "open", "open", "open"),
        ("", "0.30 mm", "open", "open", "open"),
        ("", "0.31 mm", "shut", "open", "open"),
        ("", "0.25 mm", "open", "shut", "open"),
        ("27G", "0.40 mm", "shut", "open", "open"),
        ("27G", "", "shut", "open", "open"),
        ("32G", "", "open", "shut", "open"),
        ("33G", "", "open", "shut", "open"),
        ("30G", "0.25 mm", "unknown", "unknown", "shut"),
        ("31G", "0.30 mm", "unknown", "unknown", "shut"),
        ("27G", "0.30 mm", "unknown", "unknown", "shut"),
        ("30G", "0.29 mm", "unknown", "unknown", "shut"),
        ("30G", "0.32 mm", "unknown", "unknown", "shut"),
        ("99G", "", "unknown", "unknown", "unknown"),
        ("", "", "unknown", "unknown", "unknown"),
        ("30G", "thin", "unknown", "unknown", "unknown"),
        ("yellow", "", "unknown", "unknown", "unknown"),
    ],
)
@pytest.mark.rule(17)
def test_a_needle_by_gauge_and_millimetres(gauge, diameter, thick, fine, sizes):
    """
    The two tables name the same needles differently; a contradiction is shut, a hub
    colour proves nothing.
    """
    needle = given.a_needle(gauge=gauge, outer_diameter=diameter)
    plan = given.a_plan(given.an_item(needle=needle))
    situation = given.a_situation(given.a_session(plan=plan))

    outcomes = [
        given.read(requires, situation, each="needles" if requires is not SIZES else "")[
            0
        ].outcome.value
        for requires in (THICK, FINE, SIZES)
    ]

    assert [thick, fine, sizes] == outcomes


@pytest.mark.parametrize(
    ("length", "angle", "depth"),
    [
        ("4 mm", "90 deg", "4 mm"),
        ("4 mm", "45 deg", "2.83 mm"),
        ("4 mm", "30 deg", "2 mm"),
        ("6 mm", "30 deg", "3 mm"),
        ("13 mm", "60 deg", "11.26 mm"),
        ("4 mm", "0 deg", "0 mm"),
    ],
)
def test_the_vertical_depth_is_the_sine_of_the_angle(length, angle, depth):
    """
    To the hundredth of a millimetre.
    """
    from planner.safety.values import vertical_depth

    item = given.an_item(needle=given.a_needle(length=length), angle=angle)

    assert depth == vertical_depth(item).written


# ── elapsed and spaced ──────────────────────────────────────────────────────────────────


def waited(minutes, **changes):
    """
    How a gate reads the time since an injection at noon.
    """
    at = given.NOON + timedelta(minutes=minutes)
    requires = cards.Elapsed(
        **{"since": "last-exposure", "at_least": Q("40 min"), **changes}
    )
    session = given.a_session(exposures=(given.an_exposure(),))
    now = given.an_instant(at, ns=int(minutes * 60 * 10**9))
    return given.read(requires, given.a_situation(session, now=now))


@pytest.mark.parametrize(
    ("minutes", "outcome"), [(39.999, SHUT), (40, OPEN), (40.001, OPEN), (-1, UNKNOWN)]
)
@pytest.mark.rule(30)
def test_the_floor_just_under_at_and_over(minutes, outcome):
    """
    A second early is early; a clock that went back tells nothing.
    """
    (reading,) = waited(minutes)

    assert outcome is reading.outcome
    assert (Why.CLOCK if outcome is UNKNOWN else None) is reading.why


@pytest.mark.rule(4, 30)
def test_what_is_not_yet_says_from_when():
    """
    The earliest instant is part of the reading; how long ago drifts and binds nothing.
    """
    (reading,) = waited(10)

    assert given.NOON + timedelta(minutes=40) == reading.earliest
    assert {"elapsed": timedelta(minutes=10)} == reading.seen.drifting
    assert waited(11)[0].seen.token == reading.seen.token


@pytest.mark.rule(30)
def test_the_earliest_instant_is_by_the_slower_clock():
    """
    Where the wall clock was set forward, it says what is still to wait from now.
    """
    session = given.a_session(exposures=(given.an_exposure(),))
    now = given.an_instant(given.NOON + timedelta(hours=2), ns=10 * 60 * 10**9)
    requires = cards.Elapsed(since="last-exposure", at_least=Q("40 min"))

    (reading,) = given.read(requires, given.a_situation(session, now=now))

    assert SHUT is reading.outcome
    assert now.at + timedelta(minutes=30) == reading.earliest


@pytest.mark.parametrize(
    ("never", "outcome", "why"),
    [("open", OPEN, None), ("unknown", UNKNOWN, Why.NOT_ASKED)],
)
def test_what_never_happened_stands_as_the_gate_says(never, outcome, why):
    """
    No exposure needs no observation; no vitals are not known.
    """
    requires = cards.Elapsed(since="last-vitals", at_most=Q("10 min"), never=never)

    (reading,) = given.read(requires, given.a_situation())

    assert (outcome, why) == (reading.outcome, reading.why)


def spaced(at, now, *, group="", products=()):
    """
    How a gate reads the days since the last session.
    """
    other = given.a_session(id="other", exposures=(given.an_exposure(at),))
    situation = given.a_situation(
        now=given.an_instant(now), others=(other,), clinic=given.a_clinic(*products)
    )
    return given.read(cards.Spaced(at_least=Q("7 d"), group=group), situation)


@pytest.mark.parametrize(
    ("now", "outcome"),
    [
        (datetime(2026, 3, 10, 22, 59, tzinfo=UTC), SHUT),
        (datetime(2026, 3, 10, 23, 0, tzinfo=UTC), OPEN),
        (datetime(2026, 3, 4, 11, 59, tzinfo=UTC), UNKNOWN),
    ],
)
@pytest.mark.rule(10)
def test_seven_local_days_lie_between_two_sessions(now, outcome):
    """
    From local midnight of the seventh day on, whatever hour the last one was.
    """
    (reading,) = spaced(given.NOON, now)

    assert outcome is reading.outcome
    if outcome is SHUT:
        assert datetime(2026, 3, 10, 23, 0, tzinfo=UTC) == reading.earliest


@pytest.mark.parametrize(
    ("products", "outcome"),
    [
        ((given.a_product("deoxycholic acid"),), SHUT),
        ((given.a_product("sodium chloride"),), OPEN),
        ((given.a_product("sodium chloride", composition_complete="no"),), UNKNOWN),
        ((given.a_product("something of no list"),), UNKNOWN),
        ((), UNKNOWN),
    ],
)
@pytest.mark.rule(10)
def test_the_interval_of_a_group_reads_what_was_injected(products, outcome):
    """
    What is not on record could have been of that group.
    """
    (reading,) = spaced(
        given.NOON, given.NOON + timedelta(hours=1), group="deoxycholic", products=products
    )

    assert outcome is reading.outcome


def test_a_first_session_needs_no_interval():
    """
    Nothing was injected before.
    """
    (reading,) = given.read(cards.Spaced(at_least=Q("7 d")), given.a_situation())

    assert (OPEN, "no-earlier-session") == (reading.outcome, reading.seen.key)


# ── in date, signed ─────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("last", "outcome"),
    [
        (date(2026, 3, 3), SHUT),
        (date(2026, 3, 4), OPEN),
        (date(2026, 3, 5), OPEN),
    ],
)
@pytest.mark.rule(2)
def test_a_lot_is_used_up_to_its_last_day(last, outcome):
    """
    On its last day it may still be used, in the clinic's own day.
    """
    clinic = given.a_clinic(given.a_product(), lots=(given.a_lot(expires_on=last),))
    situation = given.a_situation(given.a_session(plan=given.a_plan()), clinic=clinic)

    (reading,) = given.read(cards.InDate(), situation, each="lots")

    assert (
        Reading(
            item="mix L1",
            outcome=outcome,
            seen=Phrase("last-day", {"item": "mix L1", "day": last}),
            needed=Phrase("in-date-needed"),
        )
        == reading
    )


def test_a_lot_that_nobody_registered_is_not_known():
    """
    Another number of the same product says nothing about it.
    """
    clinic = given.a_clinic(given.a_product(), lots=(given.a_lot("L2"),))
    situation = given.a_situation(given.a_session(plan=given.a_plan()), clinic=clinic)

    assert [("mix L1", "unknown", "not-on-record", "not asked")] == given.said(
        given.read(cards.InDate(), situation, each="lots")
    )


CARD = cards.RequiredTraining(id="anaphylaxis", title="Anaphylaxis", lapses=True, source=())


@pytest.mark.parametrize(
    ("training", "outcome"),
    [
        (Training(id="anaphylaxis", gained_on=date(2025, 1, 1)), UNKNOWN),
        (
            Training(id="anaphylaxis", gained_on=date(2025, 1, 1), until=date(2026, 3, 3)),
            SHUT,
        ),
        (
            Training(id="anaphylaxis", gained_on=date(2025, 1, 1), until=date(2026, 3, 4)),
            OPEN,
        ),
        (
            Training(id="anaphylaxis", gained_on=date(2026, 3, 5), until=date(2027, 3, 4)),
            UNKNOWN,
        ),
        (Training(id="other", gained_on=date(2025, 1, 1)), SHUT),
    ],
)
@pytest.mark.rule(2)
def test_a_training_that_lapses_has_a_last_day(training, outcome):
    """
    Without one it is not known; before it was gained it is not there.
    """
    staff = Staff(id="dr-moreau", name="M", role="physician", trainings=(training,))
    situation = given.a_situation(
        operator="dr-moreau", clinic=given.a_clinic(staff={"dr-moreau": staff})
    )
    protocol = given.a_protocol(trainings=(CARD,))

    (reading,) = given.read(cards.InDate(), situation, protocol, each="operator-trainings")

    assert outcome is reading.outcome


SAYS = cards.Statement(
    id="fit", heading="discharge", says="Seen.", signed_by=("physician",), source=()
)


@pytest.mark.parametrize(
    ("role", "visit", "minutes", "fresh", "outcome"),
    [
        ("physician", 1, 0, "visit", OPEN),
        ("nurse", 1, 0, "visit", SHUT),
        ("physician", 0, 0, "visit", UNKNOWN),
        ("physician", 1, 60, "60 min", OPEN),
        ("physician", 1, 61, "60 min", UNKNOWN),
        ("physician", 0, 9999, "", OPEN),
        (None, 1, 0, "visit", UNKNOWN),
    ],
)
def test_a_signature_by_whom_and_for_how_long(role, visit, minutes, fresh, outcome):
    """
    By a role the statement names, for this visit or its span.
    """
    made = () if role is None else (role,)
    signatures = tuple(
        Signature(
            statement="fit",
            item="",
            by="x",
            role=each,
            assurance="claimed",
            signed=given.an_instant(),
            visit=visit,
        )
        for each in made
    )
    now = given.an_instant(given.NOON + timedelta(minutes=minutes))
    situation = given.a_situation(given.a_session(signatures=signatures), now=now)
    protocol = given.a_protocol(statements=(evolve(SAYS, fresh=fresh),))

    (reading,) = given.read(cards.Signed(statement="fit"), situation, protocol)

    assert outcome is reading.outcome


# ── complete ────────────────────────────────────────────────────────────────────────────


def complete(listed, situation, protocol=None, **changes):
    """
    How a list is read.
    """
    return given.said(
        given.read(cards.Complete(listed=listed), situation, protocol, **changes)
    )


@pytest.mark.parametrize(("count", "outcome"), [(4, "shut"), (5, "open"), (6, "open")])
@pytest.mark.rule(27)
def test_the_kit_has_five_ampoules_of_adrenaline(count, outcome):
    """
    Four are too few.
    """
    stock = {"adrenaline": Stock(item="adrenaline", count=count)}
    situation = given.a_situation(clinic=given.a_clinic(stock=stock))

    vocabulary = given.the_protocol().vocabulary
    title = next(item.title for item in vocabulary.kit if item.id == "adrenaline")
    (reading,) = [
        each
        for each in complete("kit", situation, given.the_protocol())
        if each[0] == title
    ]

    assert (outcome, "counted") == reading[1:3]


@pytest.mark.rule(2, 27)
def test_a_kit_nobody_counted_is_not_known():
    """
    Every blocking thing is unknown, none is shut.
    """
    readings = complete("kit", given.a_situation(), given.the_protocol())

    assert {"unknown"} == {each[1] for each in readings}
    assert len(readings) > 15


@pytest.mark.rule(27)
def test_glucagon_is_asked_for_only_of_a_patient_on_a_beta_blocker():
    """
    Whether it must be there is unknown while the medicines are: then it is never missing.
    """
    glucagon = next(k for k in given.the_protocol().vocabulary.kit if k.id == "glucagon")
    stock = given.a_clinic(stock={})

    def stands(session):
        readings = complete(
            "kit", given.a_situation(session, clinic=stock), given.the_protocol()
        )
        return [each[1] for each in readings if each[0] == glucagon.title]

    assert [] == stands(given.taking())
    assert ["shut"] == stands(given.taking(given.a_medicine("propranolol", "yes")))
    assert ["unknown"] == stands(given.a_session())


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        (given.a_session(), [("", "unknown", "list-unknown", "not asked")]),
        (
            given.taking(complete=False),
            [("", "unknown", "list-unknown", "not stated complete")],
        ),
        (
            evolve(given.taking(), visit=2),
            [("", "unknown", "list-unknown", "stale")],
        ),
        (given.taking(), [("", "open", "nothing-listed", None)]),
        (
            given.taking(given.a_medicine("aspirin 75"), given.a_medicine("herbs")),
            [
                ("aspirin 75", "open", "recognised", None),
                ("herbs", "unknown", "unrecognised", "unrecognised"),
            ],
        ),
        (
            given.taking(given.a_medicine("herbs"), classified_medicines={"herbs": ()}),
            [("herbs", "open", "recognised", None)],
        ),
    ],
)
@pytest.mark.rule(5, 6)
def test_a_list_of_medicines_is_known_when_it_is_whole(session, expected):
    """
    Asked in this visit, stated complete, and every name recognised or classified.
    """
    assert expected == complete("medicines", given.a_situation(session))


def test_a_list_that_may_be_empty_shows_that_it_is():
    """
    An empty list reads as one open line.
    """
    for listed in ("earlier-reactions", "open-sessions", "tasks", "signs", "restarts"):
        assert [("", "open", "nothing-listed", None)] == complete(
            listed, given.a_situation()
        )


@pytest.mark.rule(10)
def test_another_session_that_is_open_is_shut():
    """
    Ended ones are not.
    """
    others = tuple(
        given.a_session(id=stage, stage=stage)
        for stage in ("anamnesis", "suspended", "discharged", "deferred")
    )

    assert [
        ("anamnesis", "shut", "session-open", None),
        ("suspended", "shut", "session-open", None),
    ] == complete("open-sessions", given.a_situation(others=others))


@pytest.mark.parametrize(
    ("dated", "outcome"),
    [
        (date(2026, 2, 28), "shut"),
        (date(2026, 3, 1), "open"),
        (date(2026, 3, 4), "open"),
        (date(2026, 3, 5), "shut"),
    ],
)
@pytest.mark.parametrize("flag", ["confirmed", "adrenaline"])
@pytest.mark.rule(10)
def test_a_letter_answers_the_reaction_it_follows(flag, dated, outcome):
    """
    Not one from before the reaction, and not one dated in the future.
    """
    reacted = given.an_instant(datetime(2026, 3, 1, 9, tzinfo=UTC))
    other = given.a_session(id="other", suspected=(reacted,), **{flag: True})
    letters = (given.a_letter("reactions", dated=dated),)

    ((_, stood, _, _),) = complete(
        "earlier-reactions", given.a_situation(others=(other,), letters=letters)
    )

    assert outcome == stood


def test_tasks_and_signs_hold_until_done_or_looked_at():
    """
    A task that does not hold the discharge shows only among all.
    """
    tasks = tuple(
        Task(
            id=id_,
            what=id_,
            about="",
            holds_discharge=holds,
            opened_at=given.NOON,
            closed_how=how,
        )
        for id_, holds, how in (("1", True, ""), ("2", False, ""), ("3", True, "done"))
    )
    signs = (
        NotedSign(sign="hives", noted=given.an_instant()),
        NotedSign(sign="tears", noted=given.an_instant(), found="hay fever"),
    )
    situation = given.a_situation(given.a_session(tasks=tasks, signs=signs))

    assert [("1", "shut", "task-open", None), ("3", "open", "task-done", None)] == complete(
        "tasks", situation
    )
    assert 3 == len(complete("all-tasks", situation))
    assert ["shut", "open"] == [
        each[1] for each in complete("signs", situation, given.the_protocol())
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, [("mix", "open", "stated-yes", None)]),
        ({"registered": "no"}, [("mix", "shut", "stated-no", None)]),
        (
            {"described": "does not know"},
            [("mix", "unknown", "stated-unknown", "does not know")],
        ),
        (
            {"composition_complete": ""},
            [("mix", "unknown", "stated-unknown", "does not know")],
        ),
    ],
)
@pytest.mark.rule(2)
def test_a_product_is_registered_described_and_wholly_known(changes, expected):
    """
    A "no" shuts; anything that is not "yes" is not known.
    """
    clinic = given.a_clinic(given.a_product("lidocaine", **changes))
    situation = given.a_situation(given.a_session(plan=given.a_plan()), clinic=clinic)

    assert expected == complete("product-descriptions", situation)


@pytest.mark.parametrize(
    ("withdrawn", "approved", "rehearsal", "outcome"),
    [
        (("d",), True, False, "shut"),
        (("d",), True, True, "shut"),
        ((), True, False, "open"),
        ((), False, True, "open"),
        ((), False, False, "unknown"),
    ],
)
@pytest.mark.rule(8)
def test_the_protocol_is_approved_and_not_withdrawn(
    withdrawn, approved, rehearsal, outcome
):
    """
    Withdrawn shuts even a rehearsal.
    """
    entry = given.session_of(given.a_world("patient")).entries[0]
    clinic = given.a_clinic(withdrawn=withdrawn, approved={"d": entry} if approved else {})
    protocol = given.a_protocol(digest="d")
    situation = given.a_situation(given.a_session(rehearsal=rehearsal), clinic=clinic)

    ((_, stood, _, _),) = complete("own-protocol", situation, protocol)

    assert outcome == stood


# ── manual pages ────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.KIND)
def test_every_kind_has_its_manual_page(module):
    """
    Five headings in one order, a first line that names the hazard, and an example that
    names the kind.
    """
    lines = (module.__doc__ or "").strip().splitlines()

    assert lines[0].startswith(f"{module.KIND} -- ")
    headings = [line for line in lines[1:] if line and not line.startswith(" ")]
    assert ["Asks", "Open", "Shut", "Unknown", "In a protocol"] == headings
    assert f'kind = "{module.KIND}"' in module.__doc__


def test_every_kind_a_protocol_may_name_is_read():
    """
    The closed list of kinds and the modules that read them are the same.
    """
    assert set(cards.KINDS.values()) == set(READ)
    assert set(cards.KINDS) == {module.KIND for module in MODULES}
