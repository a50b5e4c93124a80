"""
What is typed about a course, and the clinic's own calendar: read, or told what to do.
"""

from __future__ import annotations

from datetime import date

import pytest

import given
from planner import library
from planner.clinic import booking
from planner.clinic.wishes import wishes_of
from planner.errors import InputFault
from planner.model.course import (
    Absences,
    Apart,
    AtHours,
    AtMost,
    Bounds,
    ClosedDays,
    Cycle,
    OnWeekdays,
    OpeningHours,
    Season,
    Span,
)
from planner.model.person import Medicine

FILE = "wishes.toml"
KINDS = (
    "absence, stress, closed, opening-hours, weekdays, hours, bound, menstruation, season, "
    "at-most, vaccination, dental-work, laser-or-peel, another-product, another-area, "
    "infection, sun"
)


def read(table):
    """
    Read what was typed, beside what the shipped protocol keeps apart.
    """
    ends = ("goal-reached", "nothing-gained")
    return wishes_of(table, library.waits_of(given.the_protocol()), FILE, ends=ends)


def one(**row):
    """
    The constraint of one typed table.
    """
    (made,) = read({"constraint": [row]}).constraints
    return made


def test_each_kind_is_read_with_its_usual_weight():
    """
    What binds is hard unless said otherwise; a wish is soft.
    """
    cycle = {"began_on": date(2026, 3, 1), "cycle": "28 d", "lasts": "5 d"}
    kinds = [
        (one(what="absence", first=date(2026, 3, 1)), Absences, True),
        (one(what="stress", first="2026-03-01", last="2026-03-09"), Absences, False),
        (one(what="closed", days="2026-03-01, 2026-03-02"), ClosedDays, True),
        (one(what="opening-hours", hours="mon-fri 09:00-18:00"), OpeningHours, True),
        (one(what="weekdays", days=["Tuesday"]), OnWeekdays, False),
        (one(what="hours", begins="09:00", ends="12:00"), AtHours, False),
        (one(what="bound", not_before=date(2026, 3, 1)), Bounds, True),
        (one(what="menstruation", uncertain="1 d", **cycle), Cycle, False),
        (one(what="season", **{"from": "06-15", "to": "08-31"}), Season, False),
        (one(what="at-most", sessions=3, over="30 d"), AtMost, True),
        (one(what="vaccination", on=date(2026, 3, 1)), Apart, True),
    ]

    for made, shape, hard in kinds:
        assert isinstance(made, shape)
        assert made.hard is hard, made
    assert one(what="weekdays", days=["monday"], hard=True, weight=3, id="x").weight == 3


def test_the_rest_of_a_file():
    """
    How many sessions, what is met, what is taken, and what one session gives.
    """
    made = read(
        {
            "sessions": 6,
            "ahead": 2,
            "met": ["goal-reached"],
            "medicine": [{"name": "apixaban"}],
            "session_dose": {"lidocaine": "20 mg"},
        }
    )

    assert (made.sessions, made.ahead, made.met) == (6, 2, ("goal-reached",))
    assert made.medicines == (Medicine(name="apixaban", prescribed="does not know"),)
    assert made.session_dose == {"lidocaine": "20 mg"}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            {"constraints": []},
            f'{FILE}: "constraints" is not known here. Did you mean "constraint"?',
        ),
        ({"sessions": 0}, f'{FILE}: "sessions" is 0. Write 1 to 2000.'),
        ({"sessions": 2001}, f'{FILE}: "sessions" is 2001. Write 1 to 2000.'),
        (
            {"sessions": "6"},
            f'{FILE}: "sessions" takes a whole number. Write it as in sessions = 2',
        ),
        (
            {"sessions": True},
            f'{FILE}: "sessions" takes a whole number. Write it as in sessions = 2',
        ),
        (
            {"met": ["goal"]},
            (
                f'{FILE}: "goal" ends no phase here. '
                "Write one of: goal-reached, nothing-gained."
            ),
        ),
        (
            {"constraint": {}},
            (
                f'{FILE}: "constraint" takes a list.'
                " Write each as [[constraint]], with its keys below it."
            ),
        ),
        (
            {"session_dose": "20 mg"},
            (
                f'{FILE}: "session_dose" takes a table.'
                " Write it as in session_dose = { ... }"
            ),
        ),
        (
            {"constraint": [{"what": "absence", "first": date(2026, 3, 1)}] * 2001},
            (
                f"{FILE}: There are 2001 constraints in it, and at most 2000 are read. "
                "Write days next to each other as one absence."
            ),
        ),
        (
            {
                "constraint": [
                    {"what": "hours", "id": "x", "begins": "09:00", "ends": "10:00"},
                    {"what": "weekdays", "id": "x", "days": ["monday"]},
                ]
            },
            f'{FILE}: Two constraints are called "x". Give each an id of its own.',
        ),
    ],
)
def test_a_file_that_cannot_be_read(table, said):
    """
    Where, what, and what to do.
    """
    with pytest.raises(InputFault) as caught:
        read(table)
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            {"what": "absense"},
            (
                '"absense" is not something a date can respect. Did you mean "absence"? '
                f"Write one of: {KINDS}."
            ),
        ),
        ({}, '"what" is missing. Write it as in what = "..."'),
        (
            {"what": "absence"},
            '"first" is missing. Write it as in first = 2026-12-24',
        ),
        (
            {"what": "absence", "first": "3 March"},
            '"3 March" is no day. Write it as in 2026-12-24.',
        ),
        (
            {"what": "absence", "first": "2026-03-09", "last": "2026-03-01"},
            '"2026-03-01" is before "2026-03-09". Write the earlier of the two first.',
        ),
        (
            {"what": "absence", "first": "2026-03-01", "hrad": True},
            '"hrad" is not known here. Did you mean "hard"?',
        ),
        (
            {"what": "weekdays", "days": ["tuseday"]},
            '"tuseday" is not a day of the week. Did you mean "tuesday"?',
        ),
        (
            {"what": "hours", "begins": "25:00", "ends": "26:00"},
            '"26:00" is not a time of day. Write it as in "09:30".',
        ),
        (
            {"what": "hours", "begins": "12:00", "ends": "09:00"},
            '"09:00" is before "12:00". Write the earlier of the two first.',
        ),
        ({"what": "bound"}, 'A bound has "not_before", "not_after" or both.'),
        (
            {"what": "season", "from": "June", "to": "08-31"},
            '"June" is no month and day. Write it as in "06-15".',
        ),
        (
            {"what": "season", "from": "06-31", "to": "08-31"},
            (
                'Month 6, day 31 in "season-1" is not on the calendar. '
                'Write a month and a day that exist, as in "06-15".'
            ),
        ),
        (
            {"what": "at-most", "sessions": 0, "over": "30 d"},
            (
                '"at-most-1" is not a number of sessions over days. '
                "Write 1 session or more, a span in days or longer, and keep it hard."
            ),
        ),
        (
            {"what": "at-most", "sessions": 1, "over": "soon"},
            (
                '"soon" is not a span of time. '
                'Write it as in "7 d", "1 month" or "4 weeks - 4 days".'
            ),
        ),
        (
            {"what": "weekdays", "days": [], "weight": 0},
            '"days" takes names of days. Write it as in ["tuesday", "friday"].',
        ),
        (
            {"what": "closed", "days": "Christmas"},
            '"Christmas" is no day. Write it as in 2026-12-24.',
        ),
        (
            {"what": "absence", "first": "2026-03-01", "id": ""},
            '"id" has 0 characters. Write a short word of at most 60, or leave it out.',
        ),
        (
            {"what": "absence", "first": "2026-03-01", "id": "a" * 61},
            '"id" has 61 characters. Write a short word of at most 60, or leave it out.',
        ),
        (
            {"what": "absence", "first": "2026-03-01", "id": "a\u202eb"},
            (
                "id: A character that does not show, U+202E, is in the text. It can make a "
                "name or a lot number read as another. Type it anew."
            ),
        ),
        (
            {"what": "weekdays", "days": ["monday"], "weight": 0},
            'The weight of "weekdays-1" is 0. Write 1 or more.',
        ),
        ({"what": "vaccination"}, '"on" is missing. Write it as in on = 2026-12-24'),
        (
            {"what": "vaccination", "on": date(2026, 3, 1), "hard": False},
            (
                '"hard" is not known here. The protocol says how far it is kept from a '
                "session. Write only the day it is on."
            ),
        ),
    ],
)
def test_a_constraint_that_cannot_be_read(row, said):
    """
    The place of the table in the file stands before what is wrong with it.
    """
    with pytest.raises(InputFault) as caught:
        read({"constraint": [row]})
    assert str(caught.value) in (f"{FILE}: constraint 1{sep}{said}" for sep in (": ", "."))


def test_an_id_of_sixty_characters_is_the_longest():
    """
    One of as many is kept as it was written.
    """
    assert one(what="absence", first="2026-03-01", id="a" * 60).id == "a" * 60


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("apixaban", 'This is no table. Write [[medicine]], and below it name = "...".'),
        ({"name": " "}, 'It has no name. Write [[medicine]], and below it name = "...".'),
        ({"nme": "x"}, '"nme" is not known here. Did you mean "name"?'),
        (
            {"name": "x", "prescribed": "perhaps"},
            '"prescribed" is "perhaps". Write one of: yes, no, does not know.',
        ),
        (
            {"name": "x", "last_dose": "yesterday"},
            '"yesterday" is not an instant. Write it as in 2026-11-22T10:30+01:00.',
        ),
        (
            {"name": "x", "last_dose": date(2026, 3, 1)},
            (
                '"2026-03-01" has no zone. Without it nobody can tell when it was. '
                "Write it as in 2026-11-22T10:30+01:00."
            ),
        ),
    ],
)
def test_a_medicine_that_cannot_be_read(row, said):
    """
    The place of the table in the file stands before what is wrong with it.
    """
    with pytest.raises(InputFault) as caught:
        read({"medicine": [{"name": "paracetamol"}, row]})
    assert str(caught.value) == f"{FILE}: medicine 2: {said}"


def test_opening_hours_as_people_write_them():
    """
    Ranges of days, over the week's end too, and more than one stretch a day.
    """
    made = booking.openings_of("mon-wed 09:00-12:00 14:00-18:00, sat-sun 10:00-12:00")

    told = [(each.weekday, each.opens, each.closes) for each in made]
    assert told[:2] == [("monday", "09:00", "12:00"), ("monday", "14:00", "18:00")]
    assert [each[0] for each in told[-2:]] == ["saturday", "sunday"]
    assert len(booking.openings_of("sat-mon 10:00-11:00")) == 3
    assert booking.openings_of("") == ()


def test_public_holidays_of_a_country_and_its_part():
    """
    By the `holidays` package: a part has holidays of its own.
    """
    whole = booking.holidays_of("DE", "", (2026,))
    part = booking.holidays_of("DE", "BY", (2026,))

    assert date(2026, 12, 25) in whole
    assert date(2026, 1, 6) in part
    assert date(2026, 1, 6) not in whole


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        (
            {"opening-hours": "mon-fri"},
            (
                'opening-hours: "mon-fri" names no hours. '
                'Write it as in "mon-fri 09:00-18:00".'
            ),
        ),
        (
            {"opening-hours": "mun 09:00-18:00"},
            (
                'opening-hours: "mun" is not a day of the week. '
                'Write it as in "mon-fri 09:00-18:00".'
            ),
        ),
        (
            {"opening-hours": "mon 18:00-09:00"},
            (
                'opening-hours: "09:00" is before "18:00". '
                "Write the earlier of the two first."
            ),
        ),
        (
            {"closed-days": "2026-12-24, Christmas"},
            'closed-days: "Christmas" is no day. Write it as in 2026-12-24.',
        ),
        (
            {"country": "XX"},
            'country: The country "XX" is not known. Write its two letters, as in "FR".',
        ),
        (
            {"country": "AD", "holiday-region": "Bavaria"},
            (
                'holiday-region: "Bavaria" is no part of AD with holidays of its own. '
                "Known: 02, 03, 04, 05, 06, 07, 08."
            ),
        ),
        (
            {"visit-lasts": "2 d"},
            (
                'visit-lasts: "2 d" is not a length of a visit. '
                'Write it in whole minutes or hours, as in "30 min".'
            ),
        ),
        (
            {"visit-every": "often"},
            (
                'visit-every: "often" is not a span of time. '
                'Write it in whole minutes or hours, as in "30 min".'
            ),
        ),
        (
            {"country": "fr"},
            (
                'country: The country "fr" is not known. Did you mean "FR"? '
                'Write its two letters, as in "FR".'
            ),
        ),
        (
            {"opening-hours": "mon-fri 09:00-18:00", "visit-lasts": "30 h"},
            (
                'visit-lasts: No opening has room for a visit of "30 h". It begins and'
                ' ends within one opening, at a step of "30 min" counted from midnight.'
                ' Look at "visit-lasts", "visit-every" and "opening-hours" together.'
            ),
        ),
        (
            {"opening-hours": "mon-fri 09:00-18:00", "test-visit-lasts": "541 min"},
            (
                'test-visit-lasts: No opening has room for a visit of "541 min". It begins'
                ' and ends within one opening, at a step of "30 min" counted from midnight.'
                ' Look at "test-visit-lasts", "visit-every" and "opening-hours" together.'
            ),
        ),
        (
            {"opening-hours": "mon 09:10-11:10, tue 09:00-10:30"},
            (
                'opening-hours: No opening has room for a visit of "2 h". It begins and'
                ' ends within one opening, at a step of "30 min" counted from midnight.'
                ' Look at "visit-lasts", "visit-every" and "opening-hours" together.'
            ),
        ),
        (
            {"until-injection": "30 h"},
            (
                'until-injection: "30 h" is longer than the visit itself, which lasts'
                ' "2 h". Write a part of the visit, or set "visit-lasts" first.'
            ),
        ),
    ],
)
def test_a_setting_of_the_calendar_is_looked_at_before_it_is_kept(settings, said):
    """
    What cannot be read is not stored: the next plan would fall over it.
    """
    world = given.a_world("clinic")
    head = world.journal.head("clinic")
    from planner.clinic import office
    from planner.model.entries.clinic import ClinicSet

    with pytest.raises(InputFault) as caught:
        office.record_clinic(world.desk, ClinicSet(settings=settings), by=given.PHYSICIAN)

    assert str(caught.value) == said
    assert caught.value.now
    assert world.journal.head("clinic") == head


def test_what_is_not_set_is_as_usual():
    """
    Lengths of visits have a usual value; hours, closed days and holidays have none.
    """
    assert booking.visits_of({}).lasts == Span("2 h")
    assert booking.constraints_of({}, date(2026, 1, 1), date(2026, 12, 31)) == ()


def test_a_visit_as_long_as_an_opening_has_room():
    """
    To the minute; and what was kept earlier holds up no other setting.
    """
    hours = {"opening-hours": "mon 09:00-11:00"}

    booking.looked_at(hours, hours)
    for lasts, fits in (("119 min", True), ("120 min", True), ("121 min", False)):
        found = None
        try:
            booking.looked_at({**hours, "visit-lasts": lasts}, ["visit-lasts"])
        except InputFault as fault:
            found = fault
        assert (found is None) == fits, lasts
    kept = {**hours, "visit-lasts": "3 h", "clinic-phone": "1"}
    booking.looked_at(kept, ["clinic-phone"])
    with pytest.raises(InputFault, match='No opening has room for a visit of "3 h"'):
        booking.looked_at(kept, ["visit-lasts"])
