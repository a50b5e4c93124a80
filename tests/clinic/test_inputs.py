"""
What was typed becomes moves; what cannot be read is told, whole and at once.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

import given
from planner.clinic.cleaning import clean, instant
from planner.clinic.inputs import DOES, STEPS, Reader, with_volume
from planner.errors import InputFault
from planner.session import moves

READER = Reader()
VERBS = {
    "record": {"answers": {"fever": "no", "skin-of-zone@abdomen": "sound"}},
    "plan": {
        "indication": "cellulite",
        "operator": "dr-moreau",
        "antiseptic": "alcohol",
        "items": [],
    },
    "vitals": {"systolic": "124 mmHg", "note": "sitting"},
    "sign": {"statement": "consent"},
    "prepare-skin": {
        "zone": "abdomen",
        "antiseptic": "alcohol",
        "contact": "40 s",
        "dried": "45 s",
    },
    "agree-hold": {
        "medicine": "warfarin",
        "prescriber": "Dr Blum",
        "contact": "by telephone",
        "agreed_on": "2026-03-03",
        "decision": "hold",
        "restart": "2026-03-05T08:00+01:00",
    },
    "confirm-restart": {"medicine": "warfarin", "taken_at": "2026-03-05T08:00+01:00"},
    "classify-medicine": {"name": "herbs", "classes": [], "reason": "a tea"},
    "classify-allergy": {"name": "herbs", "groups": [], "reason": "a tea"},
    "read-test": {
        "test": "test-1",
        "reading": "late",
        "wheal": "1 mm",
        "saline": "0 mm",
        "histamine": "5 mm",
        "flare": "no",
        "infiltrated": "no",
    },
    "call": {"who": "ambulance"},
    "effect": {"effect": "pain"},
    "place-test": {
        "product": "silicea",
        "lot": "SI-2041",
        "method": "prick",
        "site": "left forearm",
        "dilution": "undiluted",
    },
    "apply-anaesthetic": {
        "product": "lidovit",
        "lot": "LV-7730",
        "zone": "abdomen",
        "amount": "1 mL",
    },
    "deliver": {"item": "a", "points": "1-20", "volume": "1 mL"},
    "record-delivered": {"item": "a", "points": "1-20", "volume": "1 mL"},
    "still-true": {"questions": ["keloid"]},
    "decide": {"gate": "keloid", "reason": "small"},
    "override": {"gate": "menstruation", "reason": "she knows", "text": "asked twice"},
    "signs": {"signs": ["hives"]},
    "look": {"signs": ["hives"], "found": "nothing"},
    "suspect": {},
    "escalate": {},
    "confirm": {"text": "hives"},
    "rule-out": {"reason": "a hiccup"},
    "treat": {"drug": "saline", "dose": "500 mL", "route": "intravenous"},
    "close-task": {"task": "task-1", "how": "done"},
    "amend": {"entry": "7", "changes": {"volume": "1 mL"}, "reason": "misread"},
    "mark-in-error": {"entry": "7", "reason": "misread"},
}
VERBS["record-test"] = VERBS["place-test"]
VERBS["record-anaesthetic"] = VERBS["apply-anaesthetic"]


def read(does, **table):
    """
    The moves of one table, in a session that is injecting.
    """
    return READER.moves({"does": does, **table}, given.session_of(given.a_world()))


def fault(does, **table):
    """
    What is said of a table that cannot be read.
    """
    with pytest.raises(InputFault) as caught:
        read(does, **table)
    return str(caught.value)


@pytest.mark.parametrize("does", [verb for verb in DOES if verb not in STEPS])
def test_every_verb_is_read(does):
    """
    Each verb makes one move of the closed list, and has an example here.
    """
    (move,) = read(does, **VERBS[does])

    assert type(move) in moves.Move.__args__


@pytest.mark.parametrize("does", STEPS)
def test_every_step_is_read(does):
    """
    With its reason, where to and details.
    """
    (move,) = read(does, reason="tired", to="observation", details={"leaflet": "taken"})

    assert (
        moves.Go(
            name=STEPS[does],
            to="observation",
            reason="tired",
            details={"leaflet": "taken"},
        )
        == move
    )


@pytest.mark.parametrize("does", [v for v in VERBS if v not in {"record", "plan"}])
def test_an_unknown_key_is_told_with_every_verb(does):
    """
    Nothing typed is silently left out (R-12).
    """
    told = fault(does, **VERBS[does], colour="red")

    assert '"colour" is not known here.' in told


@pytest.mark.parametrize(
    "table",
    [
        {"answers": {"fever": "no"}, "colour": "red"},
        {"medicines": [], "complete": True, "colour": "red"},
    ],
)
def test_an_unknown_key_beside_answers_is_told(table):
    """
    Also where something else could be recorded.
    """
    assert '"colour" is not known here.' == fault("record", **table)


def test_an_unknown_key_beside_a_plan_is_told():
    """
    A plan in a table of its own leaves nothing else unread.
    """
    assert '"colour" is not known here.' == fault("plan", plan=VERBS["plan"], colour="red")


@pytest.mark.parametrize(
    ("does", "table", "message"),
    [
        (
            "advnce",
            {},
            'does: "advnce" is not something a session can do. Did you mean "advance"?',
        ),
        ("advance", {"too": "x"}, '"too" is not known here. Did you mean "to"?'),
        (
            "record",
            {"answrs": {}},
            '"answrs" is not known here. Did you mean "answers"?',
        ),
        (
            "record",
            {},
            (
                "There is nothing to record. "
                "Give answers, medicines, allergies, medicine or plan."
            ),
        ),
        (
            "vitals",
            {"systolc": "1 mmHg"},
            '"systolc" is not known here. Did you mean "systolic"?',
        ),
        (
            "treat",
            {"drug": "saline", "dos": "1 mL", "route": "i.v."},
            'treat: "dos" is not known here. Did you mean "dose"?',
        ),
        (
            "record",
            {"answers": {"weight": 72.5}},
            (
                "answers.weight: The number 72.5 stands without a unit. "
                'Write it in quotation marks with its unit, as in "0.3 mm".'
            ),
        ),
        (
            "record",
            {"answers": {"weight": 72}},
            (
                "answers.weight: The answer 72 stands without a unit or quotation marks. "
                'Write it as in "72 kg" or "no".'
            ),
        ),
        (
            "record",
            {"answers": ["no"]},
            'The answers are not a table. Write answers = { pregnancy = "no" }.',
        ),
        (
            "record",
            {"medicines": []},
            (
                "complete: It is not said whether the list is complete. "
                "Write complete = true or complete = false."
            ),
        ),
        (
            "record",
            {"medicines": [], "complete": "true"},
            (
                "complete: It is not said whether the list is complete. "
                "Write complete = true or complete = false."
            ),
        ),
        (
            "record",
            {"medicines": [], "complete": 1},
            (
                "complete: It is not said whether the list is complete. "
                "Write complete = true or complete = false."
            ),
        ),
        (
            "record",
            {"medicines": {}, "complete": True},
            "medicines: This is not a list of tables.",
        ),
        (
            "record",
            {"medicines": [{"name": "aspirin"}], "complete": True},
            "medicines[0]: prescribed: something is missing.",
        ),
        (
            "deliver",
            {"item": "a", "stated_at": "2026-03-04T09:00"},
            (
                '"2026-03-04T09:00" has no zone. Without it nobody can tell when it was. '
                "Write it as in 2026-11-22T10:30+01:00."
            ),
        ),
        (
            "confirm-restart",
            {"medicine": "x", "taken_at": "yesterday"},
            '"yesterday" is not an instant. Write it as in 2026-11-22T10:30+01:00.',
        ),
        (
            "sign",
            {"statement": "con\u202esent"},
            (
                "statement: A character that does not show, U+202E, is in the text. "
                "It can make a name or a lot number read as another. Type it anew."
            ),
        ),
        (
            "sign",
            {"statement": "x" * 5_000_000},
            (
                "statement: A text of 5000000 characters was given. "
                "Write at most 2000 characters."
            ),
        ),
        (3, {}, "does: What is to be done is not a word."),
        ("defer", {"details": []}, "details: The details are not a table."),
    ],
    ids=str,
)
def test_what_cannot_be_read_is_told_in_these_words(does, table, message):
    """
    Where, what, why and what now; the nearest known word where one is near.
    """
    assert message == fault(does, **table)


def test_all_that_is_missing_is_told_at_once():
    """
    Nobody is told one key at a time.
    """
    told = fault("plan", indication="cellulite", items=[{"id": "a"}])

    for name in ("operator", "antiseptic"):
        assert f"{name}: something is missing." in told
    for name in ("zone", "product", "lot", "needle", "points", "angle"):
        assert f"items[0].{name}: something is missing." in told
    for word in ("invalid", "error", "exception", "None"):
        assert word not in told


@pytest.mark.parametrize(
    "points", [True, "10", Decimal(10), Decimal("1.5"), None, [10], {"a": 1}]
)
def test_a_count_is_a_count_and_nothing_like_it(points):
    """
    Not true for 1, not "10" for 10, not a fraction (R-12).
    """
    item = {
        "id": "a",
        "zone": "abdomen",
        "product": "silicea",
        "lot": "SI-2041",
        "needle": {"id": "n", "length": "4 mm"},
        "technique": "nappage",
        "layer": "dermis",
        "points": points,
        "volume_per_point": "0.05 mL",
        "angle": "45 deg",
    }

    told = fault("plan", **{**VERBS["plan"], "items": [item]})

    assert "items[0].points" in told


@pytest.mark.parametrize("value", [True, 1, Decimal("0.5"), None, ["x"], {"a": "b"}])
@pytest.mark.parametrize(
    ("does", "key"),
    [("sign", "statement"), ("treat", "dose"), ("decide", "reason"), ("call", "who")],
)
def test_a_text_is_a_text_and_nothing_like_it(does, key, value):
    """
    Every text field refuses every other type, and names itself (R-12).
    """
    assert key in fault(does, **{**VERBS[does], key: value})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 0.1])
def test_no_binary_fraction_is_taken_anywhere(value):
    """
    However deep it stands.
    """
    told = fault("record", plan={"items": [{"needle": {"length": value}}]})

    assert told.startswith("plan.items[0].needle.length: The number ")


@pytest.mark.parametrize(
    "code", [0x202A, 0x202E, 0x2066, 0x2069, 0x200E, 0x200F, 0, 27, 127]
)
def test_no_character_that_does_not_show_is_taken(code):
    """
    Neither in a text nor in a key.
    """
    with pytest.raises(InputFault):
        clean(f"SI-{chr(code)}2041", "lot")
    assert f"U+{code:04X}" in fault("record", answers={f"fe{chr(code)}ver": "no"})


@pytest.mark.parametrize("text", ["", "a\nb\tc", "Кардиомагнил 75 мг", "Zoë", "≥ 3 mm × 2"])
def test_every_script_and_a_line_break_are_taken(text):
    """
    Text as people write it stays as it was written.
    """
    assert text == clean(text, "note")


@pytest.mark.parametrize(("length", "taken"), [(1999, True), (2000, True), (2001, False)])
def test_a_text_has_a_bounded_length(length, taken):
    """
    Two thousand characters.
    """
    if taken:
        assert "x" * length == clean("x" * length, "note")
    else:
        with pytest.raises(InputFault):
            clean("x" * length, "note")


def test_an_instant_has_its_zone():
    """
    As text or as a date and time.
    """
    at = datetime(2026, 3, 4, 9, 0, tzinfo=UTC)

    assert at == instant("2026-03-04T10:00+01:00")
    assert at == instant(at)
    with pytest.raises(InputFault):
        instant(datetime(2026, 3, 4, 9, 0))


@pytest.mark.parametrize(
    "text", ["9999-12-31T23:59+00:00", "0001-01-01T00:00+14:00", "1899-12-31T10:00+00:00"]
)
def test_an_instant_is_of_our_time(text):
    """
    A slip of the year is told, and never reaches past the end of the calendar.
    """
    with pytest.raises(InputFault) as caught:
        instant(text)
    assert str(caught.value) == (
        f'"{datetime.fromisoformat(text).isoformat()}" lies outside the years 1900 to'
        " 2199. Look at its year."
    )


@pytest.mark.parametrize("does", ["defer", "refuse", "withdraw", "leave"])
@pytest.mark.parametrize(
    ("written", "said"),
    [
        (
            "10/04/2027",
            (
                'details.earliest: "10/04/2027" is no day. No session of the course is'
                " planned before it. Write it as in 2026-12-24."
            ),
        ),
        ("2027-02-30", 'details.earliest: "2027-02-30" is no day. No session of the'),
        ("9999-12-31", 'details.earliest: "9999-12-31" lies outside the years 1900 to'),
    ],
)
def test_the_earliest_day_of_another_session_is_a_day(does, written, said):
    """
    Else the course would be planned as if none had been named.
    """
    with pytest.raises(InputFault) as caught:
        READER.moves({"does": does, "details": {"earliest": written}})
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    "name", ["earlest", "Earliest", "EARLIEST", "earliest day", "earliest_date"]
)
def test_a_slip_in_the_name_of_the_earliest_day_is_told(name):
    """
    Kept as words, it would be heeded by no course.
    """
    with pytest.raises(InputFault) as caught:
        READER.moves({"does": "defer", "reason": "fever", "details": {name: "2027-04-10"}})
    assert str(caught.value) == (
        f'details: "{name}" is nearly "earliest". As it stands it would be kept as words,'
        ' and no course heeds them. Write "earliest", or another name.'
    )


@pytest.mark.parametrize("name", ["leaflet", "red flags", "ambulance", "to", "signs"])
def test_a_detail_of_another_name_is_kept(name):
    """
    Whatever it is called.
    """
    (move,) = READER.moves({"does": "leave", "reason": "train", "details": {name: "x"}})
    assert move.details == {name: "x"}


def test_answers_are_read_with_their_zones_and_types():
    """
    True and false are yes and no, a day is written out, a list stays a list.
    """
    (move,) = read(
        "record",
        answers={
            "skin@face": "sound",
            "fever": False,
            "day": datetime(2026, 3, 4, tzinfo=UTC).date(),
            "list": ["a", "b"],
        },
        observed_at="2026-03-04T10:00+01:00",
        note="by telephone",
    )

    assert [
        ("skin", "face", ("sound",)),
        ("fever", "", ("no",)),
        ("day", "", ("2026-03-04",)),
        ("list", "", ("a", "b")),
    ] == [(each.question, each.item, each.value) for each in move.answers]
    assert {"by telephone"} == {each.note for each in move.answers}
    assert {datetime(2026, 3, 4, 9, 0, tzinfo=UTC)} == {
        each.observed_at for each in move.answers
    }


def test_one_table_may_record_several_things_in_their_order():
    """
    Answers first, then lists, then the plan.
    """
    made = read(
        "record",
        plan=VERBS["plan"],
        answers={"fever": "no"},
        medicines=[],
        allergies=[],
        complete=True,
    )

    assert ["answers", "medicines-listed", "allergies-listed", "plan-made"] == [
        move.payload.kind if isinstance(move, moves.Tell) else "answers" for move in made
    ]


def test_an_injection_takes_from_the_plan_what_was_not_typed():
    """
    Zone, product, lot, needle, technique, points, and the volume of those points.
    """
    session = given.session_of(given.a_world())
    (move,) = READER.moves({"does": "deliver", "item": "a", "points": "1-6"}, session)

    payload = with_volume(move, session).payload

    assert ("abdomen", "silicea", "SI-2041", "needle-4", "nappage", "0.3 mL") == (
        payload.zone,
        payload.product,
        payload.lot,
        payload.needle,
        payload.technique,
        payload.volume,
    )


def test_a_table_is_read_and_left_as_it_was():
    """
    Reading changes nothing of what was handed in.
    """
    table = {"does": "record", "answers": {"fever": "no"}}

    READER.moves(table)

    assert {"does": "record", "answers": {"fever": "no"}} == table
