"""
Bad input: each kind has its whole message, ends with 1 or 2, and leaves the journal as
it was.
"""

from __future__ import annotations

from datetime import timedelta

import pytest

WORDS = {
    "<bare>": "The answer 72 stands without a unit or quotation marks.",
    "<strange>": "is not something a session can do.",
}
BAD = {
    "an unknown key": (
        'answers = { pregnancy = "no" }\nanswer = { fever = "no" }',
        'moves.toml: "answer" is not known here. Did you mean "answers"?',
        (),
    ),
    "an unknown question": (
        'answers = { pregnency = "no" }',
        'There is no question "pregnency" in this protocol. Did you mean "pregnancy"?',
        ("Now  See: mesoplan session ask <session>",),
    ),
    "a wrong type": (
        'medicines = "aspirin"\ncomplete = true',
        "moves.toml: medicines: This is not a list of tables.",
        (),
    ),
    "a bare number": (
        "answers = { weight = 72 }",
        "moves.toml: answers.weight: <bare>",
        ('Now  Write it as in "72 kg" or "no".',),
    ),
    "a missing unit": (
        'answers = { weight = "72" }',
        '"72" has no unit.',
        ('Now  Write the unit in the quotation marks, as in "4.5 mg/kg".',),
    ),
    "another unit": (
        'answers = { weight = "72 mm" }',
        '"72 mm" does not answer "weight".',
        ("Now  Write it in kg.",),
    ),
    "a key twice": (
        'answers = { pregnancy = "yes" }\nanswers = { pregnancy = "no" }',
        "moves.toml:2: This key stands twice.",
        ("Now  Keep one.",),
    ),
    "a time without a zone": (
        'medicine = { name = "a", prescribed = "no", last_dose = "2026-03-01T08:00" }',
        'moves.toml: "2026-03-01T08:00" has no zone.',
        (
            "Why  Without it nobody can tell when it was.",
            "Now  Write it as in 2026-11-22T10:30+01:00.",
        ),
    ),
    "a lot that reads backwards": (
        'does = "deliver"\nitem = "a"\npoints = "1"\nlot = "SI\\u202E1402"',
        "moves.toml: lot: A character that does not show, U+202E, is in the text.",
        (
            "Why  It can make a name or a lot number read as another.",
            "Now  Type it anew.",
        ),
    ),
    "a long text": (
        f'answers = {{ best-time = "{"a" * 3000}" }}',
        "moves.toml: answers.best-time: A text of 3000 characters was given.",
        ("Now  Write at most 2000 characters.",),
    ),
    "five megabytes": (
        f'answers = {{ best-time = "{"a" * 5_000_000}" }}',
        "moves.toml: It has more than 1,048,576 bytes.",
        (
            "Why  Nobody types that much about one session, so it was not read.",
            "Now  Take out what does not belong in it.",
        ),
    ),
    "no TOML": (
        "answers = {",
        "moves.toml:1: This cannot be read as TOML.",
        ('Now  Write key = "text", one key on a line.',),
    ),
    "an unknown move": (
        'does = "delivr"',
        'moves.toml: does: "delivr" <strange> Did you mean "deliver"?',
        (),
    ),
}


@pytest.mark.parametrize(("written", "what", "more"), BAD.values(), ids=BAD)
def test_what_cannot_be_taken_is_said_and_nothing_is_stored(
    written, what, more, door, tmp_path
):
    """
    The message says where, what, why and what now; the exit code is 2; the heads stay.
    """
    before = door.heads()
    file = tmp_path / "moves.toml"
    file.write_text(written, encoding="utf-8")

    shown = door("session", "record", door.session, file)

    told = "\n  ".join((what, *more))
    for name, words in {**WORDS, "<session>": door.session}.items():
        told = told.replace(name, words)
    assert shown.err == f"{told}\n"
    assert (shown.out, shown.code) == ("", 2)
    assert door.heads() == before
    assert door("journal", "verify").code == 0


@pytest.mark.parametrize(
    ("written", "what"),
    [
        (
            '{"answers": {"pregnancy": "no", "pregnancy": "yes"}}',
            'standard input: The key "pregnancy" stands twice.',
        ),
        ('{"answers": ', "standard input:1: This cannot be read as JSON."),
        ('{"answers": {"weight": NaN}}', "standard input: NaN is no number."),
        ("[" * 100_000, "standard input: Brackets stand in brackets too many times."),
        ('{"a": ' + "9" * 5000 + "}", "standard input: A number has too many digits."),
    ],
    ids=["twice", "cut short", "not a number", "nested", "long"],
)
def test_json_is_taken_as_it_is_or_not_at_all(written, what, door):
    """
    JSON with a key twice, cut short, or out of measure is refused in one message.
    """
    before = door.heads()
    if written.startswith("[["):
        written = '{"a": ' + written

    shown = door("session", "record", door.session, "-", stdin=written)

    assert shown.err.splitlines()[0] == what
    assert (shown.out, shown.code) == ("", 2)
    assert door.heads() == before


def test_a_clock_that_went_back_holds_the_needle_and_no_alarm(at, kept):
    """
    With a clock before the last entry nothing is placed, the refusal says so, and a
    suspicion is recorded all the same.
    """
    door = at("prepared-for-the-test")
    before = door.heads()
    door.clock.forward_to(door.clock.at - timedelta(hours=3))
    place = ("session", "test", door.session, "--product", "silicea", "--lot", "SI-2041")
    how = ("--method", "prick", "--site", "left forearm", "--dilution", "undiluted")

    shown = door(*place, *how)

    assert shown.code == 1
    assert kept("clock-went-back.txt") in shown.out
    assert door.heads() == before
    assert door("session", "suspect", door.session, "--sign", "itching").code == 0


def test_a_command_id_that_came_back_late_has_expired(door, screen):
    """
    After a day the same command id is no retry any more.
    """
    typed = ("session", "vitals", door.session, "--pulse", "70 /min", "--command", "v-1")
    assert door(*typed).code == 0
    before = door.heads()
    first = door.clock.at
    door.clock.forward_to(first + timedelta(days=2))

    shown = door(*typed)

    assert (shown.out, shown.code) == ("", 2)
    assert shown.err == screen(
        """
        command v-1: this id has expired: it was used at <first> and came back <later>
          Why  So late, it is more likely a new command than a retry; nothing was stored.
          Now  Read session:<session> again, then send it again under a new id.
        """,
        later=f"at {door.clock.at.isoformat()}, more than 1 day, 0:00:00 later.",
        first=first.isoformat(),
        session=door.session,
    )
    assert door.heads() == before


def test_a_command_id_stands_for_one_command(door):
    """
    The same id with another command is a fault, and nothing is stored.
    """
    typed = ("session", "vitals", door.session, "--command", "v-1", "--pulse")
    assert door(*typed, "70 /min").code == 0
    before = door.heads()

    shown = door(*typed, "90 /min")

    assert (shown.out, shown.code) == ("", 2)
    assert shown.err.startswith("command v-1: this id was used at ")
    assert door.heads() == before


def test_the_same_command_twice_is_done_once(door):
    """
    A retry under the same command id answers again and writes nothing.
    """
    typed = ("session", "vitals", door.session, "--pulse", "70 /min", "--command", "v-1")
    first = door(*typed)
    before = door.heads()

    again = door(*typed)

    assert (
        first.out
        == f"Recorded: vitals taken. Session {door.session} stands at anamnesis.\n"
    )
    assert again.out == (
        "Done before under this command id, and not done again: vitals taken. "
        f"Session {door.session} stands at anamnesis.\n"
    )
    assert again.code == 0
    assert door.heads() == before


def test_an_id_with_one_wrong_character_is_caught(door, screen):
    """
    An id carries a check character, so that no other session is meant by a slip.
    """
    wrong = ("1" if door.session[0] != "1" else "2") + door.session[1:]

    shown = door("session", "show", wrong)

    assert (shown.out, shown.code) == ("", 2)
    assert shown.err == screen(
        """
        "<wrong>" is not the id of a session.
          Why  An id has ten characters and a check character; one of them differs.
          Now  Look it up with: mesoplan session list
        """,
        wrong=wrong,
    )


def test_a_zone_nobody_knows_is_not_set(door):
    """
    A time zone that cannot be used later is refused when it is typed.
    """
    before = door.heads()

    shown = door("clinic", "set", "zone=Europe/Pariss")

    assert shown.code == 2
    assert shown.err.splitlines() == [
        'The time zone "Europe/Pariss" is not known. Did you mean "Europe/Paris"?',
        "  Now  Write one such as Europe/Paris.",
    ]
    assert door.heads() == before


def test_a_fault_is_told_to_a_program_too(door):
    """
    Under --json a fault has four fields and the same exit code.
    """
    shown = door("session", "show", "nonsense", "--json")

    assert (shown.err, shown.code) == ("", 2)
    assert shown.out == (
        '{"format": 1, "fault": {"where": "", '
        '"what": "\\"nonsense\\" is not the id of a session.", '
        '"why": "An id has ten characters and a check character; one of them differs.", '
        '"now": "Look it up with: mesoplan session list"}}\n'
    )
