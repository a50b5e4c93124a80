"""
Courses at the desk: proposed, accepted, bound to sessions, re-planned, due.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import pytest
from attrs import evolve
from icalendar import Calendar

import given
from planner import library
from planner.clinic import office
from planner.clinic.affected import affected_courses
from planner.clinic.around import _hours
from planner.clinic.binding import looked_up
from planner.clinic.calendars import calendar, next_visit
from planner.clinic.courses import accept, course_of, propose, repropose, unknown_news
from planner.clinic.due import due
from planner.clinic.preparing import preparation
from planner.clinic.rehearse import ZONE, World, result_of
from planner.clinic.wishes import Wishes, wishes_of
from planner.errors import InputFault, StaleVersion
from planner.model.course import Conflict, Plan, Span
from planner.model.entries import course as told
from planner.model.entries.clinic import ClinicSet, LotRegistered
from planner.model.person import Actor
from planner.model.product import Lot
from planner.model.quantity import Quantity
from planner.safety.findings import Refusal
from planner.sheets import written
from planner.sheets.course_lines import plan_lines, side_by_side

CLINIC = ("clinic",)
WALKED = (
    "asked",
    "prepared-for-the-test",
    "tested",
    "gone-home-with-the-test",
    "checked-in",
    "back",
    "ready-for-needles",
    "injecting",
    "injected",
    "watched",
    "at-the-door",
)
PAIN = "musculoskeletal-pain"


def moves_of(name):
    """
    The moves of one given of the worked cases.
    """
    return given.the_cases().given[name].moves


def play(world, moves):
    """
    Make moves that must come out as told.
    """
    for move in moves:
        came = result_of(move, world)
        assert came.held, (move.where, came)


@cache
def longer_waits():
    """
    The protocol with a wait of nine days, of which a physician may let seven be enough.
    """
    shipped = given.the_protocol()
    changed = {"earliest": Span("9 d"), "recommended_from": Span("9 d")}
    spacings = tuple(
        evolve(each, **changed) if each.id == "weekly" else each
        for each in shipped.spacings
    )
    made = evolve(shipped, spacings=spacings)
    return evolve(made, digest=library.digest_of(made))


@cache
def limited():
    """
    The protocol with its first limit counted over a month.
    """
    shipped = given.the_protocol()
    first = evolve(shipped.limits[0], over="30 d", at_most=Quantity.of("40 mg"))
    made = evolve(shipped, limits=(first, *shipped.limits[1:]))
    return evolve(made, digest=library.digest_of(made))


@cache
def at_the_beginning(protocol=given.the_protocol):
    """
    A clinic with its products and one patient, and no session yet.
    """
    world = World(protocol())
    play(world, moves_of("clinic"))
    play(world, moves_of("patient")[:1])
    world_set(world, **{"opening-hours": "mon-sat 08:00-20:00"})
    return world


@pytest.fixture
def world():
    """
    A clinic with one patient who has no session yet.
    """
    return at_the_beginning().fork()


def proposed(world, wishes=None, **more):
    """
    A proposal for a course of pain.
    """
    return propose(
        world.desk, world.patient, world.protocol, PAIN, wishes or Wishes(), **more
    )


def agreed(world, wishes=None):
    """
    An accepted course.
    """
    return accept(world.desk, proposed(world, wishes), by=given.PHYSICIAN)


def opened(world, course, **more):
    """
    A session opened for the next slot of a course.
    """
    came = office.open_session(
        world.desk,
        world.patient,
        world.protocol,
        by=more.pop("by", given.PHYSICIAN),
        course=course,
        **more,
    )
    if not isinstance(came, Refusal):
        world.session, world.course = came.session.id, course
    return came


def walked(world):
    """
    Walk the session that was opened to its discharge, as in the worked cases.
    """
    for name in WALKED:
        play(world, moves_of(name))
    cases = {each.id: each for each in given.the_cases().cases}
    play(world, cases["smooth-course-of-two-visits"].moves)


def forward(world, days):
    """
    Let days pass.
    """
    world.clock.forward_to(world.clock.at + timedelta(days=days))


def test_a_proposal_records_nothing_until_it_is_accepted(world):
    """
    The plan is shown; the journal holds it only once somebody accepted it.
    """
    before = world.journal.streams()
    proposal = proposed(world)

    assert isinstance(proposal.after, Plan)
    assert proposal.after.slots
    assert before == world.journal.streams()
    course = accept(world.desk, proposal, by=given.PHYSICIAN)

    assert course.plan == proposal.after
    assert f"course:{course.id}" in world.journal.streams()
    assert [course.id] == list(world.desk.patient(world.patient)[0].courses)
    kinds = [each.payload.kind for each in world.desk.entries(f"course:{course.id}")]
    assert ["course-opened", "circumstances-stated", "course-planned"] == kinds
    assert world.journal.verify().ok


def test_planning_again_with_nothing_new_changes_nothing(world):
    """
    Neither the plan nor the journal.
    """
    course = agreed(world)
    heads = {name: world.journal.head(name) for name in world.journal.streams()}

    again = repropose(world.desk, course.id)

    assert again.same
    assert accept(world.desk, again, by=given.PHYSICIAN) == course
    assert heads == {name: world.journal.head(name) for name in world.journal.streams()}


def test_only_staff_accepts(world):
    """
    Whoever is not on the register changes nothing.
    """
    with pytest.raises(InputFault) as caught:
        accept(world.desk, proposed(world), by=Actor(id="", role="anyone"))

    assert str(caught.value) == (
        'Nobody called "" works here as anyone. What is recorded has somebody who answers '
        "for it. Register the person first: mesoplan clinic staff add"
    )


def test_hours_must_be_known(world):
    """
    No visit is planned at midnight because nobody said when the clinic is open.
    """
    world_set(world, **{"opening-hours": ""})

    with pytest.raises(InputFault) as caught:
        proposed(world)
    assert str(caught.value) == (
        "It is not on record when the clinic is open. A visit is planned within its hours. "
        'Set them first: mesoplan clinic set "opening-hours=mon-fri 09:00-18:00"'
    )


def test_nobody_agreed_tomorrow(world):
    """
    Today is the last day on which a course can have been agreed on.
    """
    today = world.clock.at.date()
    assert proposed(world, agreed_on=today).opened.agreed_on == today

    with pytest.raises(InputFault) as caught:
        proposed(world, agreed_on=today + timedelta(days=1))
    assert str(caught.value) == (
        "The course cannot have been agreed on 2026-03-03: that day has not come. "
        'Write the day of the agreement. To begin later, write a "bound" with its '
        '"not_before".'
    )


@pytest.mark.parametrize(
    ("dose", "said"),
    [
        (
            {"lidocain": "20 mg"},
            (
                "session_dose: lidocain: This substance is not known to the protocol. "
                'Did you mean "lidocaine"? Write its name as the protocol has it.'
            ),
        ),
        (
            {"lidocaine": "much"},
            (
                'session_dose: lidocaine: "much" is not a number with a unit. '
                'Write both in the quotation marks, as in "0.3 mm".'
            ),
        ),
        (
            {"lidocaine": "0 mg"},
            (
                'session_dose: lidocaine: "0 mg" a session is no amount. '
                "Write what one session gives, or leave it out."
            ),
        ),
    ],
)
def test_a_dose_that_cannot_be(world, dose, said):
    """
    What a session gives is never passed over in silence.
    """
    with pytest.raises(InputFault) as caught:
        proposed(world, wishes_of({"session_dose": dose}, (), "wishes.toml"))
    assert str(caught.value) == said


def test_two_who_re_plan_at_once(world):
    """
    The second proposal was made on a course that has changed since.
    """
    course = agreed(world)
    event = (told.SlotMissed(slot=1, at=world.clock.at),)
    one, other = (repropose(world.desk, course.id, events=event) for _ in range(2))
    accept(world.desk, one, by=given.PHYSICIAN)

    with pytest.raises(StaleVersion):
        accept(world.desk, other, by=given.PHYSICIAN)


def test_a_conflict_is_no_plan_to_accept(world):
    """
    Which constraints conflict is told, and nothing can be accepted.
    """
    table = {
        "constraint": [
            {"what": "weekdays", "days": ["sunday"], "hard": True, "for_tests": False}
        ]
    }
    world_set(world, **{"opening-hours": "mon-fri 09:00-18:00"})
    proposal = proposed(world, wishes_of(table, (), "wishes.toml"))

    assert isinstance(proposal.after, Conflict)
    assert {"opening-hours", "weekdays-1"} == set(proposal.after.constraints)
    with pytest.raises(InputFault) as caught:
        accept(world.desk, proposal, by=given.PHYSICIAN)
    assert str(caught.value) == (
        "There is no plan to accept: not all constraints can be met. "
        "Leave one of those that conflict out, or make it a wish."
    )


def world_set(world, **settings):
    """
    Set something of the clinic.
    """
    office.record_clinic(world.desk, ClinicSet(settings=settings), by=given.PHYSICIAN)


def test_a_course_as_it_goes(world):
    """
    A session is opened for the next slot, walked to its discharge, and the rest of the
    course counted anew from its last injection.
    """
    course = agreed(world)
    first = course.plan.slots[0]

    opened(world, course.id)
    walked(world)

    held = course_of(world.desk, course.id)
    assert held.open_binding.session == world.session
    assert ["slot-delivered"] == [
        each.kind for each in unknown_news(world.desk, held, world.protocol)
    ]
    proposal = repropose(world.desk, course.id)
    assert not proposal.same
    after = accept(world.desk, proposal, by=given.PHYSICIAN)
    last = max(e.occurred_at for e in given.session_of(world).deliveries)
    assert after.plan.done[0].at == last
    assert after.plan.slots[0].number == first.number + 1
    rungs = after.plan.slots[0].rungs
    assert rungs.never_before > last.date()
    assert after.open_binding is None
    # The test of the first session was negative and still counts for the second.
    assert after.plan.slots[0].test_at is None


def after_the_first(world):
    """
    A course after its first session, planned anew.
    """
    course = agreed(world)
    opened(world, course.id)
    walked(world)
    return accept(world.desk, repropose(world.desk, course.id), by=given.PHYSICIAN)


def stood(came):
    """
    What was refused, and what was seen.
    """
    assert isinstance(came, Refusal)
    return [each.id for each in came.because]


@cache
def one_session_later(protocol=given.the_protocol):
    """
    A world after the first session of a course.
    """
    world = at_the_beginning(protocol).fork()
    return world, after_the_first(world)


def test_a_session_waits_for_its_ladder():
    """
    Before never-before it is refused for everybody; before earliest a physician opens it,
    with a reason; on its earliest day it is open.
    """
    made, course = one_session_later(longer_waits)
    rungs = course.plan.slots[0].rungs
    assert rungs.never_before < rungs.earliest

    def on(day, **more):
        world = made.fork()
        forward(world, (day - world.clock.at.date()).days)
        return opened(world, course.id, **more)

    a_day = timedelta(days=1)
    too_soon = on(rungs.never_before - a_day, reason="a holiday")
    assert stood(too_soon) == ["slot-before-never-before"]
    assert stood(on(rungs.never_before)) == ["slot-before-earliest"]
    assert stood(on(rungs.never_before, reason="a holiday", by=given.NURSE)) == [
        "slot-before-earliest"
    ]
    for nothing in ("  ", ".", "-", "\n"):
        assert stood(on(rungs.never_before, reason=nothing)) == ["slot-before-earliest"]
    assert stood(on(rungs.earliest - a_day)) == ["slot-before-earliest"]
    early = on(rungs.never_before, reason="a holiday")
    assert not isinstance(early, Refusal)
    assert not isinstance(on(rungs.earliest), Refusal)


def test_the_reason_for_an_early_session_stays_on_record():
    """
    Who opened it, where its day stood, and why.
    """
    made, course = one_session_later(longer_waits)
    world = made.fork()
    day = course.plan.slots[0].rungs.never_before
    forward(world, (day - world.clock.at.date()).days)
    opened(world, course.id, reason="a holiday")

    bound = world.desk.entries(f"course:{course.id}")[-1]
    assert bound.payload == told.SlotBound(
        slot=2, session=world.session, stands="before earliest", reason="a holiday"
    )
    assert bound.by == given.PHYSICIAN


def test_a_session_is_opened_only_on_a_plan_that_knows_what_happened(world):
    """
    After a session the course is planned anew before the next one is opened.
    """
    course = agreed(world)
    opened(world, course.id)
    walked(world)
    forward(world, 9)

    with pytest.raises(InputFault) as caught:
        opened(world, course.id)

    assert str(caught.value) == (
        f"The plan of course {course.id} does not know yet what has happened since: "
        "slot-delivered. The dates of the next session follow from it. "
        f"Plan it anew first: mesoplan course replan {course.id}"
    )


def test_a_slot_that_is_not_the_next_one(world):
    """
    Another slot, another patient's course, and no course at all: each is told.
    """
    course = agreed(world)
    said = {"by": given.PHYSICIAN, "reason": "", "slot": 3}
    with pytest.raises(InputFault) as caught:
        looked_up(world.desk, course.id, world.patient, world.protocol, **said)
    assert str(caught.value) == (
        f"Session 3 of course {course.id} is not the next one: that is 1. "
        f"See: mesoplan course show {course.id}"
    )
    other = office.add_patient(world.desk, {"name": "B"}, by=given.PHYSICIAN)
    with pytest.raises(InputFault) as caught:
        looked_up(world.desk, course.id, other, world.protocol, **said)
    assert str(caught.value) == (
        f"Course {course.id} is not of patient {other}. See: mesoplan patient show {other}"
    )
    with pytest.raises(InputFault) as caught:
        office.open_session(
            world.desk, world.patient, world.protocol, by=given.PHYSICIAN, slot=2
        )
    assert str(caught.value) == (
        "Session 2 is of a course that was planned, and none is named. "
        "Name its course: --course COURSE. See: mesoplan course due"
    )


def test_a_deferral_with_its_day_moves_the_course(world):
    """
    A deferred session comes to nothing; the day that was named bounds the next date.
    """
    course = agreed(world)
    opened(world, course.id)
    day = (world.clock.at + timedelta(days=20)).date()
    given.ask(world, "defer", reason="fever", details={"earliest": day.isoformat()})

    after = accept(world.desk, repropose(world.desk, course.id), by=given.PHYSICIAN)

    refused = after.happened[-1]
    assert (refused.kind, refused.stage, refused.why, refused.earliest) == (
        "slot-refused",
        "deferred",
        "fever",
        day,
    )
    assert after.plan.slots[0].number == 1
    assert after.plan.slots[0].day >= day


def test_nothing_else_takes_the_place_of_the_clinics_hours(world):
    """
    Other hours may, for one course; an absence of that name would open it at midnight.
    """
    absence = {"what": "absence", "id": "opening-hours", "first": "2026-04-01"}
    with pytest.raises(InputFault) as caught:
        proposed(world, wishes_of({"constraint": [absence]}, (), "wishes.toml"))
    assert str(caught.value) == (
        '"opening-hours" is what the clinic or the protocol asks of every date, and'
        ' something else ("absence") is called so. Under that name it would take its'
        " place. Give it another id, or leave the id out."
    )

    hours = {"what": "opening-hours", "id": "opening-hours", "hours": "mon-fri 19:00-23:00"}
    table = {"constraint": [hours]}
    later = proposed(world, wishes_of(table, (), "wishes.toml")).after

    assert {each.at.astimezone(ZONE).hour for each in later.slots} == {19}


def test_no_name_lifts_a_limit_of_a_substance():
    """
    Whatever a constraint is called, a limit over a time stays.
    """
    world = at_the_beginning(limited).fork()
    limit = world.protocol.limits[0]
    named = {"what": "at-most", "id": f"limit-{limit.id}", "sessions": 9, "over": "1 d"}
    table = {"session_dose": {limit.substance: "10 mg"}, "constraint": [named]}
    with pytest.raises(InputFault) as caught:
        proposed(world, wishes_of(table, (), "wishes.toml"))
    assert str(caught.value).startswith(f'"limit-{limit.id}" is what')


def test_a_last_dose_that_has_not_come_is_told(world):
    """
    A slip of the year would plan the course for another century.
    """
    table = {
        "medicine": [
            {"name": "aspirin", "prescribed": "no", "last_dose": "2099-01-01T10:00+01:00"}
        ]
    }
    with pytest.raises(InputFault) as caught:
        proposed(world, wishes_of(table, (), "wishes.toml"))
    assert str(caught.value) == (
        "last_dose: The last dose of aspirin cannot have been at 2099-01-01T10:00:00+01:00:"
        " that time has not come. Write the last one that was taken, or leave it out."
    )


def test_a_new_medicine_waits_for_its_prescriber(world):
    """
    It is told once; with the prescriber's answer the course goes on.
    """
    course = agreed(world)
    table = {"medicine": [{"name": "apixaban"}, {"name": "vitamin B12"}]}
    wishes = wishes_of(table, (), "wishes.toml")
    waits = repropose(world.desk, course.id, wishes=wishes)

    begun = [each for each in waits.news if each.kind == "medicine-begun"]
    assert "apixaban" in [each.medicine for each in begun]
    assert "prescriber" in [each.code for each in waits.after.waits]
    accept(world.desk, waits, by=given.PHYSICIAN)
    again = repropose(world.desk, course.id, wishes=wishes)
    assert not again.news
    answered = tuple(
        told.PrescriberAnswered(medicine=each.medicine, at=world.clock.at) for each in begun
    )
    goes_on = repropose(world.desk, course.id, events=answered)
    assert not goes_on.after.waits


def test_a_reaction_ends_the_dates_until_an_allergist_answers():
    """
    No date is given after a reaction; a letter dated after it brings the dates back.
    """
    made, course = one_session_later()
    world = made.fork()
    given.ask(world, "suspect", signs=["urticaria"])
    given.ask(world, "confirm", text="hives")

    stopped = accept(world.desk, repropose(world.desk, course.id), by=given.PHYSICIAN)
    assert stopped.plan.slots == ()
    assert ["reaction"] == [each.code for each in stopped.plan.waits]
    forward(world, 30)
    letter = given.a_letter("reactions", dated=world.clock.at.date())
    office.file_letter(world.desk, world.patient, letter, by=given.PHYSICIAN)
    back = repropose(world.desk, course.id)
    assert ["reaction-answered"] == [each.kind for each in back.news]
    assert not back.after.waits
    assert back.after.slots[0].test_at is not None


def test_ending_a_course(world):
    """
    It has no dates any more, and stands as ended.
    """
    course = agreed(world)
    event = (told.CourseEnded(at=world.clock.at, why="moved away"),)
    accept(world.desk, repropose(world.desk, course.id, events=event), by=given.PHYSICIAN)

    ended = course_of(world.desk, course.id)
    assert ended.ended
    assert ended.plan.slots == ()
    assert ["ended"] == [each.stands for each in due(world.desk)]
    with pytest.raises(InputFault) as caught:
        opened(world, course.id)
    assert str(caught.value) == (
        f"No session of course {course.id} is to come: it waits (ended). "
        f"See: mesoplan course show {course.id}"
    )


def test_who_is_due(world):
    """
    The list tells each course by its last word, the most urgent first, and follows the
    session that is open.
    """
    course = agreed(world)
    slot = course.plan.slots[0]
    other = office.add_patient(world.desk, {"name": "B"}, by=given.PHYSICIAN)
    second = accept(
        world.desk,
        propose(world.desk, other, world.protocol, "hair-loss", Wishes()),
        by=given.PHYSICIAN,
    )

    def stands(on=None):
        return {each.course: each.stands for each in due(world.desk, on)}

    limit = slot.rungs.overdue_after
    assert stands(slot.rungs.recommended_to)[course.id] == "waiting for a test"
    assert stands(date(2026, 3, 1))[course.id] == "before never-before"
    assert limit is not None
    assert set(stands()) == {course.id, second.id}
    opened(world, course.id)
    assert stands()[course.id] == "in a session"
    given.ask(world, "defer", reason="fever")
    assert stands()[course.id] == "session ended"
    assert due(world.desk)[0].course == course.id


def test_a_course_that_came_further_is_told_from_its_entries(world):
    """
    Words kept about it as it stood earlier are never shown; it is told and kept anew.
    """
    course = agreed(world)
    event = told.CourseEnded(at=world.clock.at, why="moved away")
    world.desk.append(f"course:{course.id}", event, by=given.PHYSICIAN)
    assert ((f"course:{course.id}", None),) == world.journal.glances("course:")

    (told_of,) = due(world.desk)

    # The plan that stands is the accepted one; the end is news that it does not know.
    assert told_of.number == 1
    ((_, line),) = world.journal.glances("course:")
    assert line.startswith(f"3|{world.patient}|1|")


def test_a_session_opened_in_error_never_was(world):
    """
    Its slot is still to come, and may be opened again; what came of that one counts.
    """
    course = agreed(world)
    before = due(world.desk)
    opened(world, course.id)
    given.ask(world, "enter-in-error", reason="the wrong patient")

    assert due(world.desk) == before
    assert not unknown_news(world.desk, course_of(world.desk, course.id), world.protocol)
    opened(world, course.id)
    assert ["in a session"] == [each.stands for each in due(world.desk)]
    given.ask(world, "defer", reason="fever")
    accept(world.desk, repropose(world.desk, course.id), by=given.PHYSICIAN)
    assert course_of(world.desk, course.id).open_binding is None
    assert due(world.desk) == before


AT = "2026-03-17T08:00:00+00:00"
DAYS = "2026-03-17 2026-03-17 2026-03-17 2026-03-24 2026-03-31"


@pytest.mark.parametrize(
    "written",
    [
        "",
        "what nobody can read",
        "a|b|c|d|e|f|g",
        "3|a|b|c|d|e|f",
        f"3|X|one|{AT}|{DAYS} 0000-00-00||",
        f"2|X|1|{AT}|{DAYS} 0000-00-00||",
        f"3|X|1|{AT}|{DAYS}||",
        f"3|X|1|some day|{DAYS} 0000-00-00||",
        f"3|X|1|{AT}|{DAYS} 0000-00-00||0000000000X",
    ],
)
def test_words_about_a_course_that_cannot_be_read(world, written):
    """
    It is told from its entries, and the words are kept anew.
    """
    course = agreed(world)
    stream, before = f"course:{course.id}", due(world.desk)
    kept = world.journal.glances("course:")
    world.journal.put_glance(stream, course.seq, written)

    assert due(world.desk) == before
    assert world.journal.glances("course:") == kept


def test_the_next_session_hour_by_hour(world):
    """
    Every line of the preparation has its instant, and none comes before the test.
    """
    course = agreed(world)
    slot = course.plan.slots[0]
    lines = preparation(world.desk, course, slot)

    by_key = {each.key: each for each in lines}
    assert by_key["prepare-arrive"].at == slot.at
    assert by_key["prepare-test"].at == slot.test_at
    assert by_key["prepare-inject"].at > slot.at
    assert by_key["prepare-observed-earliest"].at >= by_key["prepare-inject"].until
    assert by_key["prepare-observed"].at >= by_key["prepare-observed-earliest"].at
    assert all(each.at or each.until for each in lines)


def test_the_patients_calendar_says_nothing_of_the_treatment(world):
    """
    Neither diagnosis nor medicine, nor the patient's id; the clinic's names the id.
    """
    world_set(world, **{"clinic-name": "Practice A", "clinic-phone": "+33 1 00 00 00 00"})
    course = agreed(world)
    mine = calendar(world.desk, course, patients=True).decode()
    ours = calendar(world.desk, course, patients=False).decode()

    shown = mine.replace("@mesoplan", "").replace("//mesoplan//", "").lower()
    for word in ("pain", "test", "meso", "inject", world.patient.lower()):
        assert word not in shown
    visits = mine.count("BEGIN:VEVENT")
    assert visits == ours.count("BEGIN:VEVENT") >= len(course.plan.slots)
    assert f"patient {world.patient}" in ours.replace("\r\n ", "")
    assert calendar(world.desk, course, patients=True).decode() == mine


def entries_of(held):
    """
    The entries of a calendar file by their id, as another program reads them.
    """
    assert all(len(line) <= 75 for line in held.split(b"\r\n"))
    assert held.count(b"\n") == held.count(b"\r\n")
    return {str(each["UID"]): each for each in Calendar.from_ical(held).walk("VEVENT")}


def test_a_calendar_moves_what_was_moved_and_cancels_what_is_gone(world):
    """
    An entry keeps its id, and its number grows; one that is to come no more is cancelled
    as long as it lies ahead, and the end of a course cancels them all.
    """
    world_set(world, **{"clinic-name": "é" * 80, "clinic-phone": "1; 2, 3"})
    course = agreed(world)
    first = entries_of(calendar(world.desk, course, patients=False))
    assert {str(each["STATUS"]) for each in first.values()} == {"CONFIRMED"}
    absent = {"what": "absence", "first": world.clock.at.date(), "id": "away"}
    absent["last"] = absent["first"] + timedelta(days=4)
    wishes = wishes_of({"constraint": [absent], "sessions": 3}, (), "wishes.toml")
    fewer = accept(
        world.desk, repropose(world.desk, course.id, wishes=wishes), by=given.PHYSICIAN
    )

    then = entries_of(calendar(world.desk, fewer, patients=False))

    assert then.keys() == first.keys()
    gone = {id_ for id_, each in then.items() if str(each["STATUS"]) == "CANCELLED"}
    assert gone == {f"{course.id}-4-0@mesoplan"}
    for id_, each in then.items():
        assert each["SEQUENCE"] > first[id_]["SEQUENCE"]
        moved = each["DTSTART"].dt != first[id_]["DTSTART"].dt
        assert moved == (id_ not in gone)
    event = (told.CourseEnded(at=world.clock.at, why="moved away"),)
    ended = accept(
        world.desk, repropose(world.desk, course.id, events=event), by=given.PHYSICIAN
    )
    last = entries_of(calendar(world.desk, ended, patients=True))
    assert last.keys() == first.keys()
    assert {str(each["STATUS"]) for each in last.values()} == {"CANCELLED"}


def test_a_visit_that_was_held_is_not_cancelled():
    """
    It is past when the course is planned anew; with nothing to come there is no file.
    """
    made, course = one_session_later()
    world = made.fork()
    held = entries_of(calendar(world.desk, course, patients=True))
    assert {str(each["STATUS"]) for each in held.values()} == {"CONFIRMED"}
    assert not [id_ for id_ in held if id_.startswith(f"{course.id}-1-")]
    forward(world, 365)
    event = (told.CourseEnded(at=world.clock.at, why="moved away"),)
    ended = accept(
        world.desk, repropose(world.desk, course.id, events=event), by=given.PHYSICIAN
    )

    with pytest.raises(InputFault) as caught:
        calendar(world.desk, ended, patients=True)
    assert str(caught.value) == (
        f"No session of course {course.id} is to come. "
        f"See: mesoplan course show {course.id}"
    )


def test_the_next_visit_is_the_first_one_to_come(world):
    """
    With an entry of a calendar that says nothing of the treatment; none after the last,
    and none of a course that nobody planned.
    """
    world_set(world, **{"clinic-name": "Practice A"})
    course = agreed(world)
    slots = course.plan.slots
    visits = sorted({slot.at for slot in slots} | {s.test_at for s in slots if s.test_at})
    before = visits[0] - timedelta(minutes=1)

    first = next_visit(world.desk, course.id, after=before)
    later = next_visit(world.desk, course.id, after=visits[0])

    assert (first.at, later.at) == (visits[0], visits[1])
    assert first.entry.splitlines()[:3] == [
        "BEGIN:VEVENT",
        "SUMMARY:Appointment at Practice A",
        f"DTSTART:{visits[0]:%Y%m%dT%H%M%SZ}",
    ]
    assert first.entry.endswith("LOCATION:Practice A\r\nEND:VEVENT")
    assert len(first.entry) < 250
    assert next_visit(world.desk, course.id, after=slots[-1].at) is None
    assert next_visit(world.desk, "C0000000000", after=before) is None


def test_no_next_visit_is_told_from_a_plan_that_does_not_know_the_injection(world):
    """
    Its date may come before its first day. After a test alone nothing has moved; once the
    course was planned anew, the date stands again.
    """
    course = agreed(world)
    opened(world, course.id)
    told_after = {}
    for name in WALKED:
        play(world, moves_of(name))
        told_after[name] = next_visit(world.desk, course.id, after=world.clock.at)
    assert told_after["tested"] is not None
    cases = {each.id: each for each in given.the_cases().cases}
    for move in cases["smooth-course-of-two-visits"].moves:
        play(world, [move])
        if given.session_of(world).deliveries:
            assert next_visit(world.desk, course.id, after=world.clock.at) is None

    accept(world.desk, repropose(world.desk, course.id), by=given.PHYSICIAN)

    found = next_visit(world.desk, course.id, after=world.clock.at)
    rungs = course_of(world.desk, course.id).plan.slots[0].rungs
    assert found.at.date() >= rungs.never_before


def test_another_version_of_the_protocol():
    """
    `protocol diff` tells which sessions would move; the course changes when it is accepted.
    """
    made, course = one_session_later()
    world = made.fork()
    old, new = given.the_protocol(), longer_waits()

    (told_of,) = affected_courses(world.desk, old, new)

    assert (told_of.course, told_of.why) == (course.id, "")
    assert told_of.moved == tuple(each.number for each in course.plan.slots)
    assert affected_courses(world.desk, new, old) == ()
    changed = accept(
        world.desk, repropose(world.desk, course.id, protocol=new), by=given.PHYSICIAN
    )
    assert changed.digest == new.digest
    assert affected_courses(world.desk, old, new) == ()
    other = library.load_shipped("cellulite")
    (cannot,) = affected_courses(world.desk, new, other)
    assert cannot.why == 'The course is under "mesotherapy", not under "cellulite".'


def test_what_counts_only_until_a_day_is_told_with_the_sessions_after_it():
    """
    A liver test and a lot: named for each session past their last day, and for no other.
    """
    made, course = one_session_later()
    world = made.fork()
    lot = given.session_of(world).plan.items[0]
    card = world.protocol.question["liver-function"]
    answered = given.session_of(world).facts.get("liver-function")
    until = answered.observed_at.date() + timedelta(days=Span(card.fresh).days)
    last = course.plan.slots[1].day
    row = Lot(product=lot.product, number=lot.lot, expires_on=last - timedelta(days=1))
    office.record_clinic(world.desk, LotRegistered(lot=row), by=given.PHYSICIAN)

    after = repropose(world.desk, course.id).after

    for slot in after.slots:
        told_of = {(e.code, dict(e.values)["about"]) for e in slot.needs}
        about = ("lot", f"{row.product} {row.number}")
        assert (about in told_of) == (slot.day > row.expires_on)
        assert (("answer", "liver-function") in told_of) == (slot.day > until)


def test_what_is_injected_elsewhere_keeps_its_distance():
    """
    A second course of the patient starts no sooner than the protocol's wait after it.
    """
    made, course = one_session_later()
    world = made.fork()
    last = course.plan.done[-1].at.date()

    other = propose(world.desk, world.patient, world.protocol, "hair-loss", Wishes())

    waits = [
        each for each in world.protocol.conflicts_in_time if each.id.startswith("another")
    ]
    assert waits
    assert other.after.slots[0].day >= last + timedelta(
        days=min(each.before.days for each in waits)
    )


@pytest.mark.rule(20)
@pytest.mark.parametrize(
    ("hold", "hours"),
    [("24 h", 24), ("90 min", 2), ("3 d", 72), ("1 month", 744), ("1 month - 1 d", 720)],
)
def test_the_reading_comes_before_a_hold_however_long_it_is(hold, hours):
    """
    A month counts as its longest, and a part of an hour as a whole one.
    """
    assert _hours(Span(hold)) == hours


def test_a_placed_test_is_read_late_from_when_it_was_placed(world):
    """
    Whatever had been planned, and also once the plan knows of it; read, it is told no
    more.
    """
    course = agreed(world)
    opened(world, course.id)
    for name in WALKED[:4]:
        play(world, moves_of(name))
    session, _ = world.desk.session(world.session)
    placed = session.tests[0].placed.at
    assert course.plan.slots[0].test_at not in {None, placed}

    def late(of):
        lines = preparation(world.desk, of, of.plan.slots[0])
        assert "prepare-test" not in {each.key for each in lines}
        return [each for each in lines if each.key.startswith("prepare-read")]

    for each in (course, accept_anew(world, course)):
        found = {line.key: line for line in late(each)}["prepare-read-late"]
        assert found.at == placed + timedelta(hours=24)
        assert found.until == placed + timedelta(hours=72)
        text = "\n".join(plan_lines(each.plan, world.protocol, ZONE))
        assert ("read late" in text) or "late reading of the skin test: " in text
    for name in WALKED[4:6]:
        play(world, moves_of(name))
    read = repropose(world.desk, course.id)
    told_so = "\n".join(side_by_side(read.change, world.protocol, ZONE))
    assert "late reading of the skin test: none to come" in told_so
    assert late(accept_anew(world, course)) == []


def test_a_replan_tells_what_was_held_and_which_late_rule_was_followed():
    """
    One that was held was not moved; why the next is assessed again first is said.
    """
    made, course = one_session_later()
    world = made.fork()
    forward(world, 40)
    proposal = repropose(world.desk, course.id)
    lines = list(side_by_side(proposal.change, world.protocol, ZONE))

    assert lines[1].endswith(", held")
    limit = written.day(course.plan.slots[0].rungs.overdue_after)
    assert f"overdue since {limit}: assess again first." in lines

    fresh = at_the_beginning().fork()
    begun = agreed(fresh)
    opened(fresh, begun.id)
    walked(fresh)
    learnt = repropose(fresh.desk, begun.id)
    (pair,) = [each for each in learnt.change.pairs if each.number == 1]
    assert pair.before.at != pair.after.at
    assert "moved" not in " ".join(each.code for each in pair.reasons)


def accept_anew(world, course):
    """
    A course planned anew and accepted.
    """
    return accept(world.desk, repropose(world.desk, course.id), by=given.PHYSICIAN)


def test_an_overdue_session_is_overdue_though_its_test_was_not_placed(world):
    """
    Somebody must call; a test that is waited for would hide it.
    """
    course = agreed(world)
    limit = course.plan.slots[0].rungs.overdue_after

    def stands(on):
        return [each.stands for each in due(world.desk, on)]

    assert stands(limit) == ["waiting for a test"]
    assert stands(limit + timedelta(days=1)) == ["overdue"]


def test_a_prescriber_is_waited_for_while_the_test_is(world):
    """
    Who looks for those that wait for a prescriber finds this one, too.
    """
    course = agreed(world)
    opened(world, course.id)
    for name in WALKED[:4]:
        play(world, moves_of(name))
    assert [each.stands for each in due(world.desk)] == ["waiting"]
    event = told.MedicineBegun(
        medicine="apixaban", at=world.clock.at, asks_prescriber=True, voids_test=False
    )
    proposal = repropose(world.desk, course.id, events=(event,))
    accept(world.desk, proposal, by=given.PHYSICIAN)

    assert [each.stands for each in due(world.desk)] == ["waiting for a prescriber"]
