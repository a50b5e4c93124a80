"""
Courses from the terminal: what is shown, what is recorded, and what a program reads.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from planner.clinic import office
from planner.clinic.desk import Desk
from planner.journal.sqlite import SqliteJournal
from planner.model.person import Actor

DOCTOR = Actor(id="dr-moreau", role="physician")
PAIN = ("--indication", "musculoskeletal-pain")


@pytest.fixture
def patient(door):
    """
    A patient who has no session.
    """
    door("clinic", "set", "opening-hours=mon-fri 09:00-18:00")
    with SqliteJournal.open(door.journal) as journal:
        desk = Desk(journal, door.clock, door.ids)
        return office.add_patient(desk, {"name": "Ann Example"}, by=DOCTOR)


@pytest.fixture
def course(door, patient):
    """
    A course that was accepted.
    """
    shown = door("course", "plan", patient, *PAIN, "--accept", "--json")
    assert shown.code == 0, shown.err
    return json.loads(shown.out)["course"]


def test_a_plan_is_shown_and_nothing_recorded(door, patient, screen):
    """
    Every session with its date and reasons; what to type to accept it.
    """
    heads = door.heads()
    shown = door("course", "plan", patient, *PAIN)

    assert shown.code == 0
    assert shown.err == ""
    assert shown.out == screen(
        """
           1  Tuesday 3 March 2026, 09:00  Once a week
                recommended from 2 March 2026 to 16 March 2026
                a new skin test, placed 2 March 2026, 09:00, read late 3 March 2026, 09:00
           2  Tuesday 10 March 2026, 09:00  Once a week
                recommended from 10 March 2026 to 13 March 2026
           3  Tuesday 17 March 2026, 09:00  Once a week
                recommended from 17 March 2026 to 20 March 2026
           4  Tuesday 24 March 2026, 09:00  Once a week
                recommended from 24 March 2026 to 27 March 2026
        Nothing was recorded. To accept it, run it again with --accept.
        """
    )
    assert door.heads() == heads


def test_a_plan_for_a_program(door, patient):
    """
    Codes and instants, and the sentence of each reason beside them.
    """
    told = json.loads(door("course", "plan", patient, *PAIN, "--json").out)

    assert list(told) == ["format", "verdict", "accepted", "course", "plan"]
    assert (told["format"], told["verdict"], told["accepted"]) == (1, "proposed", False)
    first = told["plan"]["slots"][0]
    assert first["at"] == "2026-03-03T08:00:00+00:00"
    assert first["reasons"][0] == {
        "code": "spacing",
        "key": "course-spaced",
        "values": {
            "spacing": "begin",
            "earliest": "2026-03-02",
            "from": "2026-03-02",
            "to": "2026-03-16",
        },
        "text": "recommended from 2 March 2026 to 16 March 2026",
    }


def test_what_it_is_for_must_be_said(door, patient):
    """
    Where a protocol knows more than one indication.
    """
    shown = door("course", "plan", patient)

    assert shown.code == 2
    assert shown.err == (
        "--indication: It is not said what the course is for.\n"
        "  Now  mesotherapy knows: general, musculoskeletal-pain, hair-loss.\n"
    )


def test_constraints_that_cannot_be_met(door, patient, tmp_path):
    """
    Exit code 1, the smallest set, and what to do.
    """
    wishes = tmp_path / "wishes.toml"
    wishes.write_text(
        '[[constraint]]\nwhat = "absence"\nid = "abroad"\n'
        "first = 2026-03-01\nlast = 2026-05-01\n",
        encoding="utf-8",
    )
    heads = door.heads()
    shown = door("course", "plan", patient, wishes, *PAIN, "--accept")

    assert shown.code == 1
    assert shown.out == (
        "NO PLAN: session 1 (Once a week) finds no date.\n"
        "The fewest that cannot all be met:\n"
        "        away (abroad)\n"
        "Leave one of them out, or make it a wish (hard = false). Nothing was recorded.\n"
    )
    assert door.heads() == heads


def test_a_course_from_plan_to_due(door, patient, course):
    """
    Shown, told hour by hour, listed, re-planned, and written as calendars.
    """
    shown = door("course", "show", course)
    assert shown.out.startswith(
        f"Course {course} of patient {patient}: Pain of muscles and joints.\n"
        "Agreed on 2026-03-02, planned by mesotherapy 2026-1.\n"
    )
    hours = door("course", "next", course).out
    assert "  Tuesday 3 March 2026, 09:00 " in hours
    assert hours.endswith(f"mesoplan session open {patient} --course {course}\n")
    listed = door("course", "due")
    assert listed.out == (
        f"{'waiting for a test':<32}  course {course}  patient {patient}  session 1"
        "  3 March 2026, 09:00\n"
    )
    same = door("course", "replan", course)
    assert same.code == 0
    assert same.out.endswith("Nothing changes.\n")
    changed = door("course", "replan", course, "--end", "moved away", "--accept")
    assert changed.code == 0, changed.err
    assert "Accepted: course" in changed.out
    assert door("course", "due", "--stands", "ended").out.startswith("ended (ended)")
    assert door("course", "due", "--stands", "overdue").out.startswith(
        "No course stands so."
    )


def test_a_difference_of_versions_tells_of_courses(door, course):
    """
    Which courses go on under the first, and what the second would do to their dates.
    """
    shown = door("protocol", "diff", "mesotherapy", "mesotherapy")
    assert f"  {course} keeps mesotherapy 2026-1 (" in shown.out
    assert "; no session would move.\n" in shown.out
    told = json.loads(door("protocol", "diff", "mesotherapy", "cellulite", "--json").out)
    assert told["courses"][0]["why"] == (
        'The course is under "mesotherapy", not under "cellulite".'
    )


def test_a_session_is_opened_for_a_slot(door, patient, course):
    """
    The next one, of its own accord; another one is told.
    """
    wrong = door("session", "open", patient, "--course", course, "--slot", "4")
    assert wrong.code == 2
    assert wrong.err == (
        f"Session 4 of course {course} is not the next one: that is 1.\n"
        f"  Now  See: mesoplan course show {course}\n"
    )
    strange = door("session", "open", patient, "--slot", "first")
    assert strange.err == (
        '--slot: "first" is no session of a course.\n'
        "  Now  Write its number, as in --slot 3. See: mesoplan course show COURSE\n"
    )
    opened = door("session", "open", patient, "--course", course)
    assert opened.code == 0, opened.err
    assert door("course", "due").out.startswith("in a session")


def test_a_session_of_a_course_goes_by_the_protocol_of_the_course(door, patient):
    """
    Without a word about it; another that is named is told.
    """
    door("protocol", "approve", "cellulite", stdin="cellulite\n")
    shown = door("course", "plan", patient, "--protocol", "cellulite", "--accept", "--json")
    course = json.loads(shown.out)["course"]

    named = door(
        "session", "open", patient, "--course", course, "--protocol", "mesotherapy"
    )
    assert named.code == 2
    assert named.err == (
        f'Course {course} goes on under "cellulite" 2026-1, and "mesotherapy" 2026-1 was'
        " named.\n"
        "  Now  Name the same, or change the course: mesoplan course replan"
        f" {course} --protocol ID@VERSION\n"
    )
    opened = door("session", "open", patient, "--course", course, "--json")
    assert opened.code == 0, opened.err
    session = json.loads(opened.out)["session"]
    told = json.loads(door("session", "show", session, "--json").out)
    assert told["protocol"] == "cellulite"


def test_calendars(door, course, tmp_path):
    """
    One for the patient and one for the clinic; a folder that is not there is told.
    """
    for whose in ("patient", "clinic"):
        file = tmp_path / f"{whose}.ics"
        shown = door("course", "calendar", course, "--for", whose, "-o", file)
        assert shown.code == 0
        assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    nowhere = tmp_path / "no" / "x.ics"
    shown = door("course", "calendar", course, "--for", "patient", "-o", nowhere)
    assert shown.code == 2
    assert shown.err == (
        f"{nowhere}: The calendar cannot be written there.\n"
        "  Why  The system says: No such file or directory.\n"
        "  Now  Name a file in a folder that can be written.\n"
    )


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (("course", "due", "--on", "soon"), '--on: "soon" is no day.\n'),
        (("course", "due", "--stands", "late"), '--stands: "late" is not how a course'),
        (("course", "replan", "<course>", "--missed", "x"), '--missed: "x" is no session.'),
        (("course", "replan", "<course>", "--missed", "٣"), '--missed: "٣" is no session.'),
        (("course", "replan", "<course>", "--missed", "10000"), '--missed: "10000" is no'),
        (
            ("course", "replan", "<course>", "--missed", "2"),
            "--missed: Session 2 of course <course> is not the next one: that is 1.\n",
        ),
        (
            ("course", "replan", "<course>", "--missed", "1"),
            "--missed: Session 1 is planned for 2026-03-03, which has not come yet.\n",
        ),
        (("course", "replan", "<course>", "--medicine", " "), "--medicine: No medicine is"),
        (
            ("course", "replan", "<course>", "--answered", "zinc"),
            '--answered: No medicine "zinc" waits for its prescriber.\n',
        ),
        (("course", "replan", "<course>", "--end", ""), "--end: It is not said why the"),
        (("course", "show", "00000000011"), 'There is no course "00000000011"'),
        (
            ("course", "replan", "<course>", "--protocol", "cellulite"),
            'The course is under "mesotherapy", not under "cellulite".',
        ),
    ],
)
def test_what_cannot_be_taken(door, course, typed, said):
    """
    Exit code 2, what it is, and nothing is changed.
    """
    heads = door.heads()
    shown = door(*(course if each == "<course>" else each for each in typed))

    assert shown.code == 2
    assert shown.err.startswith(said.replace("<course>", course)), shown.err
    assert "  Now  " in shown.err
    assert door.heads() == heads


def test_a_medicine_is_answered_for_as_it_was_told(door, course):
    """
    In whatever case it is typed; what would be recorded is shown though no date moves.
    """
    told = ("course", "replan", course, "--medicine", "Apixaban")
    shown = door(*told, "--accept")
    assert shown.code == 0, shown.err
    assert "Because:\n        a medicine: Apixaban" in shown.out
    assert "Waits: Apixaban" in shown.out

    shown = door("course", "replan", course, "--answered", "APIXABAN", "--accept")

    assert shown.code == 0, shown.err
    assert "Waits" not in shown.out


def test_the_next_session_says_what_holds_it(door, patient, course):
    """
    What happened since, what is waited for, the session that is open, a time gone by.
    """
    at_first = door("course", "next", course).out
    assert at_first.endswith(f"mesoplan session open {patient} --course {course}\n")
    door("course", "replan", course, "--medicine", "Apixaban", "--accept")
    waits = "Waits: Apixaban: its prescriber has not said yet what happens to it.\n"
    shown = door("course", "next", course)
    assert f"{waits}To open it: mesoplan session open" in shown.out
    told = json.loads(door("course", "next", course, "--json").out)
    assert (told["waits"], told["session"], told["not_planned_for"]) == (
        ["prescriber"],
        "",
        [],
    )
    door.clock.forward_to(door.clock.at + timedelta(days=3))
    past = f"This time is past.\nNext: mesoplan course replan {course}\n"
    assert door("course", "next", course).out.endswith(waits + past)
    assert door("course", "replan", course, "--accept").code == 0
    opened = json.loads(door("session", "open", patient, "--course", course, "--json").out)[
        "session"
    ]
    shown = door("course", "next", course)
    assert shown.out.endswith(f"It is open: mesoplan session show {opened}\n")
    door("session", "defer", opened, "--reason", "fever")
    for name in ("next", "show"):
        shown = door("course", name, course)
        assert shown.out.endswith(
            "The plan does not know yet:\n"
            "        session 1 was deferred or refused, 5 March 2026, 09:00\n"
            f"Next: mesoplan course replan {course}\n"
        ), shown.out


def test_a_course_without_a_session_to_come_names_none(door, course):
    """
    Neither in the list nor hour by hour; why is told.
    """
    door("course", "replan", course, "--end", "moved away", "--accept")
    assert "session 0" not in door("course", "due").out
    assert door("course", "next", course).out == (
        f"No session of course {course} is to come.\n"
        "Waits: the course was ended: moved away.\n"
    )


def test_a_course_under_a_protocol_that_is_not_approved_says_so(door, patient, tmp_path):
    """
    Its sessions can only be rehearsed: said where it is planned and shown, and on paper.
    """
    says = (
        "This protocol is not approved here: its sessions can only be rehearsed.\n"
        "See: mesoplan protocol approve --help\n"
    )
    face = ("--protocol", "facial-rejuvenation", "--indication", "ageing-skin")
    shown = door("course", "plan", patient, *face)
    assert says in shown.out
    made = json.loads(door("course", "plan", patient, *face, "--accept", "--json").out)
    seen = door("course", "show", made["course"])
    assert says in seen.out
    assert not json.loads(door("course", "show", made["course"], "--json").out)["approved"]
    page = tmp_path / "course.html"
    assert door("course", "print", made["course"], "-o", str(page)).code == 0
    assert "Rehearsal, not for clinical use" in page.read_text(encoding="utf-8")


def test_a_course_under_an_approved_protocol_is_no_rehearsal(door, course, tmp_path):
    """
    Neither the terminal nor its page says that it is one.
    """
    page = tmp_path / "course.html"
    door("course", "print", course, "-o", str(page))

    assert "not approved" not in door("course", "show", course).out
    assert json.loads(door("course", "show", course, "--json").out)["approved"]
    assert "Rehearsal, not for clinical use" not in page.read_text(encoding="utf-8")
