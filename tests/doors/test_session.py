"""
A session from the terminal: what is done, what is refused, and what is told to a program.
"""

from __future__ import annotations

import json
from datetime import timedelta
from textwrap import dedent

import pytest

KEYS = ["format", "session", "stage", "to", "verdict", "findings"]
FINDING_KEYS = [
    "gate",
    "item",
    "outcome",
    "class",
    "weight",
    "sources",
    "seen",
    "needed",
    "because",
    "now",
    "override",
]


def test_a_clinic_is_set_up_from_nothing(door, tmp_path):
    """
    The first person is registered by whoever says so, then sets the clinic, approves a
    protocol, adds a patient and opens a session.
    """
    door.journal = tmp_path / "new" / "journal.sqlite"
    door.by = "dr-lin"
    training = ("--training", "life-support:2026-01-10:2027-01-10")

    shown = [
        door("clinic", "set", "zone=Europe/Paris"),
        door("clinic", "staff", "add", "--id", "dr-lin", "--name", "Lin", *training),
        door(
            *("clinic", "staff", "add", "--id", "dr-lin", "--name", "Lin"),
            *("--role", "physician", *training),
        ),
        door("clinic", "set", "zone=Europe/Paris", "emergency-number=112"),
        door("clinic", "kit", "count", "--item", "oxygen=1", "--item", "aed=1:2027-01-31"),
        door("protocol", "approve", "mesotherapy", stdin="no\n"),
        door("protocol", "approve", "mesotherapy", stdin="mesotherapy\n"),
        door("patient", "add", "--name", "Ann Example", "--birth-date", "1984-05-03"),
    ]

    assert [each.code for each in shown] == [2, 2, 0, 0, 0, 2, 0, 0]
    assert shown[0].err.startswith("Nobody works here on record yet.\n")
    assert shown[1].err == "staff: role: something is missing.\n"
    assert shown[2].out == "Registered: dr-lin, physician.\n"
    assert shown[4].out == "Counted: 2 things.\n"
    assert shown[5].err == "It was not approved. Nothing was stored.\n"
    patient = shown[7].out.split()[2].rstrip(".")
    opened = door("session", "open", patient)
    assert opened.code == 0
    assert opened.out.startswith("Recorded: session opened. Session ")
    assert opened.out.endswith(" stands at anamnesis.\n")


def test_an_approval_names_every_choice_one_by_one(door):
    """
    Before it asks, `approve` names each card that rests on a choice of the house.
    """
    shown = door("protocol", "approve", "mesotherapy", stdin="\n")

    before, asked = shown.out.split("Type mesotherapy to approve all of this")
    assert asked.strip() == ":"
    assert "  gate identity-not-confirmed: house choice\n" in before
    assert "  gate capacity-in-doubt: not yet verified\n" in before
    assert shown.code == 2


def test_a_refusal_is_told_whole(at, kept):
    """
    A refusal says how many gates hold the move, and of each what was seen, what is
    needed, why, what now, and who may open it.
    """
    door = at("tested")
    door.clock.forward_to(door.clock.at + timedelta(minutes=12))
    before = door.heads()

    shown = door("session", "end-visit", door.session)

    assert shown.out == kept("left-too-early.txt")
    assert (shown.err, shown.code) == ("", 1)
    assert door.heads() == before


def test_why_tells_a_program_exactly_this(door):
    """
    `why --json` has these keys in this order, changes nothing, and ends with 1.
    """
    before = door.heads()

    shown = door("session", "why", door.session, "--to", "injection", "--json")

    told = json.loads(shown.out)
    assert list(told) == KEYS
    assert told["format"] == 1
    assert told["session"] == door.session
    assert (told["stage"], told["to"]) == ("anamnesis", "injection")
    assert told["verdict"] == "refused"
    assert all(list(each) == FINDING_KEYS for each in told["findings"])
    assert {each["outcome"] for each in told["findings"]} <= {"open", "shut", "unknown"}
    assert {each["class"] for each in told["findings"]} == {"safety"}
    assert (shown.err, shown.code) == ("", 1)
    assert door.heads() == before


def test_why_is_clear_when_nothing_holds_the_way(at):
    """
    Before a stage whose gates are all open the verdict is clear, and the exit code 0.
    """
    door = at("prepared-for-the-test")

    shown = door("session", "why", door.session, "--to", "place-test", "--json")

    told = json.loads(shown.out)
    assert (told["verdict"], shown.code) == ("clear", 0)
    assert {each["outcome"] for each in told["findings"]} == {"open"}


def test_a_refusal_is_told_to_a_program_too(door):
    """
    Under --json a refused move answers with its findings, and ends with 1.
    """
    shown = door("session", "advance", door.session, "--json")

    told = json.loads(shown.out)
    assert list(told) == ["format", "verdict", "findings"]
    assert (told["format"], told["verdict"]) == (1, "refused")
    assert list(told["findings"][0]) == FINDING_KEYS
    assert (shown.err, shown.code) == ("", 1)


def test_answers_come_through_standard_input(door):
    """
    Another program records answers by writing JSON to standard input.
    """
    shown = door(
        *("session", "record", door.session, "-", "--json"),
        stdin='{"answers": {"pregnancy": "no", "weight": "72 kg"}}',
    )

    told = json.loads(shown.out)
    assert shown.code == 0
    assert told["verdict"] == "done"
    assert [each["kind"] for each in told["entries"]] == ["facts-recorded"]
    answers = json.loads(door("session", "show", door.session, "--json").out)["answers"]
    assert answers == {"pregnancy": ["no"], "weight": ["72 kg"]}


def test_moves_before_a_refused_one_stand(door, tmp_path):
    """
    Where one of several moves is refused, those before it stand, and this is said.
    """
    file = tmp_path / "moves.toml"
    file.write_text(
        '[[move]]\nanswers = { pregnancy = "no" }\n'
        '[[move]]\ndoes = "advance"\n'
        '[[move]]\nanswers = { lactation = "no" }\n',
        encoding="utf-8",
    )

    shown = door("session", "record", door.session, file)

    assert shown.code == 1
    assert shown.err == (
        "1 move was recorded, and it stands. The next was not. "
        "1 after it was not tried.\n\n"
    )
    assert shown.out.startswith("NOT CLEARED: ")
    answers = json.loads(door("session", "show", door.session, "--json").out)["answers"]
    assert answers == {"pregnancy": ["no"]}


def test_a_file_is_read_whole_before_anything_is_done(door, tmp_path):
    """
    A fault in the last move of a file keeps the first from being carried out.
    """
    before = door.heads()
    file = tmp_path / "moves.toml"
    file.write_text(
        '[[move]]\nanswers = { pregnancy = "no" }\n[[move]]\ndoes = "advnce"\n',
        encoding="utf-8",
    )

    shown = door("session", "record", door.session, file)

    assert (shown.out, shown.code) == ("", 2)
    assert shown.err == (
        'moves.toml, move 2: does: "advnce" is not something a session can do. '
        'Did you mean "advance"?\n'
    )
    assert door.heads() == before


def test_a_file_under_one_command_id_is_done_once(door, tmp_path):
    """
    A file of several moves is sent again under its command id, and nothing is doubled.
    """
    file = tmp_path / "moves.toml"
    file.write_text(
        '[[move]]\nanswers = { pregnancy = "no" }\n'
        '[[move]]\ndoes = "vitals"\npulse = "70 /min"\n',
        encoding="utf-8",
    )
    typed = ("session", "record", door.session, file, "--command", "f-1")
    assert door(*typed).code == 0
    before = door.heads()

    again = door(*typed)

    assert again.code == 0
    assert again.out.startswith("Done before under this command id, and not done again: ")
    assert door.heads() == before


@pytest.mark.parametrize("move", ["suspect", "escalate"])
def test_anyone_raises_the_alarm(move, door):
    """
    Nobody has to be registered, or to say who they are, to raise the alarm.
    """
    shown = door("session", move, door.session, by="")

    assert (shown.err, shown.code) == ("", 0)


def test_the_next_person_sees_what_was_opened_and_what_is_left(at):
    """
    After every move, open tasks and what was opened by name and reason are shown.
    """
    door = at("tested")
    given = ("--product", "silicea", "--lot", "SI-2041", "--zone", "abdomen")
    typed = ("--item", "a", "--points", "1", "--volume", "0.05 mL", "--needle", "needle-4")
    door("session", "record-delivered", door.session, *given, *typed)

    shown = door("session", "vitals", door.session, "--pulse", "70 /min")

    assert shown.out == (
        f"Recorded: vitals taken. Session {door.session} stands at observation.\n"
        "Open task task-1 (holds discharge): entered past the plan or a gate: "
        "what it means for the patient\n"
    )


def test_a_correction_is_shown_as_old_and_new(door, screen):
    """
    The log shows who, when, what and why, and a correction beside what it corrects.
    """
    door("session", "vitals", door.session, "--systolic", "120 mmHg")
    entry = json.loads(door("session", "log", door.session, "--json").out)["entries"][-1]
    shown = door(
        *("session", "amend", door.session, entry["seq"], "--set", "systolic=130 mmHg"),
        *("--reason", "misread the cuff"),
    )
    assert (shown.err, shown.code) == ("", 0)

    shown = door("session", "log", door.session)

    after = shown.out.split("session-opened")[1].split("rehearsal: no\n")[1]
    assert dedent(after) == screen(
        """
           2  2 March 2026, 09:00  dr-moreau (physician, claimed)  vitals-taken
              systolic: 120 mmHg
           3  2 March 2026, 09:00  dr-moreau (physician, claimed)  entry-amended
              entry 2 systolic: "120 mmHg" → "130 mmHg"
              because: misread the cuff
        """
    )


def test_questions_are_asked_one_at_a_time(door, screen):
    """
    Each answer is recorded at once, an answer that does not fit is asked for again, and
    what is left open is counted.
    """
    typed = "skip\nskip\n2\n9\n1\nskip\nstop\n"

    shown = door("session", "ask", door.session, stdin=typed)

    assert shown.code == 0
    assert "[" in shown.out
    answers = json.loads(door("session", "show", door.session, "--json").out)["answers"]
    assert answers == {"identity-confirmed": ["yes"], "language-understood": ["directly"]}
    assert shown.err == screen(
        """
        "9" is not an answer of "language-understood".
          Now  Answers: directly; with an interpreter; not; does not know.
        """
    )
    assert shown.out.endswith(" are open at this stage. What was answered is recorded.\n")


def test_who_does_not_know_is_not_asked_twice(door):
    """
    "Does not know" is recorded, its way out is told, and the walk goes on.
    """
    shown = door("session", "ask", door.session, stdin="skip\nskip\n3\nstop\n")

    assert "Recorded: does not know.\nNow: " in shown.out
    assert shown.out.count("] identity-confirmed\n") == 1


def test_medicines_are_asked_for_as_a_list_that_says_it_is_complete(door):
    """
    The list of medicines is typed row by row, and is only complete when somebody says so.
    """
    typed = "apixaban\nyes\n2026-03-01T08:00+01:00\n\n1\nskip\nstop\n"

    shown = door("session", "ask", door.session, stdin=typed)

    assert "Recorded: apixaban; complete.\n" in shown.out
    told = json.loads(door("session", "show", door.session, "--json").out)
    assert (told["medicines"], told["medicines_complete"]) == (["apixaban"], True)
    assert told["allergies_complete"] is None


def test_answers_of_an_earlier_session_are_offered(at):
    """
    In a new session what was true before is shown with its day, and only confirmed by
    a yes.
    """
    door = at("asked")
    assert door("session", "withdraw", door.session, "--reason", "changed plans").code == 0
    door.clock.forward_to(door.clock.at + timedelta(days=2))
    opened = door("session", "open", door.patient, "--json")
    new = json.loads(opened.out)["session"]

    shown = door("session", "ask", new, stdin="skip\nskip\n" + "1\n" * 80)

    assert "From 2 March 2026: " in shown.out
    assert "Still true?" in shown.out
    told = json.loads(door("session", "log", new, "--json").out)["entries"]
    facts = [fact for each in told for fact in each["payload"].get("facts", ())]
    kept = [fact for fact in facts if fact["observed_at"].startswith("2026-03-02")]
    assert kept
    assert all(fact["recorded_at"].startswith("2026-03-04") for fact in kept)


def test_no_name_leaves_by_a_command_about_a_session(at):
    """
    Commands about a session print ids: no name of the patient, whatever comes of them.
    """
    door = at("prepared-for-the-test")
    name = json.loads(door("patient", "show", door.patient, "--json").out)["fields"]["name"]
    typed = [
        ("list",),
        ("show", door.session),
        ("why", door.session),
        ("log", door.session),
        ("tasks", door.session),
        ("advance", door.session),
        ("vitals", door.session, "--pulse", "70"),
        ("suspect", door.session),
        ("show", "nonsense"),
    ]

    shown = [door("session", *each) for each in typed]

    assert name == "Anna Example"
    for each in shown:
        for word in name.split():
            assert word not in each.out + each.err


def test_a_name_is_forgotten_and_the_session_stays(door):
    """
    `patient forget` deletes name and birth date after the id was typed again.
    """
    kept = door("patient", "forget", door.patient, stdin="other\n")
    gone = door("patient", "forget", door.patient, stdin=f"{door.patient}\n")

    assert (kept.code, gone.code) == (2, 0)
    assert "Anna" not in door("patient", "list").out
    assert door("session", "show", door.session).code == 0


def test_a_fault_of_the_program_is_one_line_and_a_log_without_names(door, tmp_path):
    """
    What nobody expected ends with 2, without a trace on the screen, and the log keeps
    places and ids only.
    """
    door.clock = None
    door.ids = "no source of ids"

    shown = door("patient", "add", "--name", "Ann Example", "--birth-date", "1984-05-03")

    assert (shown.out, shown.code) == ("", 2)
    assert shown.err.startswith(
        "This is a fault of the program, not of what was typed.\n"
        "  Why  What is written in a journal is written whole or not at all.\n"
        "  Now  Details without names are in "
    )
    (log,) = tmp_path.rglob("faults.log")
    kept = log.read_text(encoding="utf-8")
    assert "patient add --name … --birth-date …\n  AttributeError\n" in kept
    assert "Ann" not in kept


@pytest.mark.rule(20, 23)
def test_an_alarm_offers_the_sheet_and_an_exit_the_restart(door):
    """
    From suspended the sheet on drugs is one command away; a deferral with a hold agreed
    says when the medicine is taken again, and where to print it.
    """
    door("session", "suspect", door.session)
    shown = door("session", "rule-out", door.session, "--reason", "a bee sting, gone")
    again = door("session", "suspect", door.session)
    assert "mesoplan print emergency" in again.out
    assert "mesoplan print emergency" not in shown.out

    door("session", "rule-out", door.session, "--reason", "nothing of it left")
    agreed = door(
        *("session", "agree-hold", door.session, "--medicine", "apixaban"),
        *(
            "--prescriber",
            "Dr Lenoir",
            "--contact",
            "+33 1 99",
            "--agreed-on",
            "2026-03-02",
        ),
        *("--decision", "hold", "--hold", "24 h"),
        *("--restart", "2026-03-05T13:00+01:00"),
    )
    assert agreed.code == 0, agreed.err
    left = door("session", "leave", door.session, "--reason", "does not want to wait")

    assert "apixaban again from 5 March 2026, 13:00, as Dr Lenoir agreed" in left.out
    assert f"mesoplan print discharge {door.session} -o FILE" in left.out
    assert "confirm that apixaban is taken again" in left.out
