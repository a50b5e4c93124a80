"""
The desk: reads, decides, appends once, and answers.
"""

from __future__ import annotations

import pytest
from attrs import define, evolve

import given
from planner.clinic import office
from planner.clinic.desk import Desk
from planner.clinic.ids import CountedIds
from planner.errors import CommandReused, InputFault, StaleVersion
from planner.journal.memory import MemoryJournal
from planner.model.answer import Why
from planner.model.entries import clinic as of_clinic
from planner.model.person import Staff
from planner.safety.assess import assess
from planner.safety.findings import Refusal
from planner.session import moves


def heads(world):
    """
    How far every stream of a world has come.
    """
    return {name: world.journal.head(name) for name in world.journal.streams()}


def another_desk(world, ids=None):
    """
    A second desk on the same journal, which has folded nothing yet.
    """
    desk = Desk(world.journal, world.clock, ids or CountedIds(900_000))
    desk.use(world.protocol)
    return desk


def test_a_command_that_comes_twice_is_done_once():
    """
    The second sending gets the first answer again (R-04).
    """
    world = given.a_world("injecting")
    move = moves.Go(name="stop-injecting", reason="tired")
    ask = {"by": given.NURSE, "command": "7d1f"}

    first = world.desk.ask(world.session, move, **ask)
    before = heads(world)
    again = world.desk.ask(world.session, move, **ask)
    elsewhere = another_desk(world).ask(world.session, move, **ask)

    assert (False, True, True) == (first.repeated, again.repeated, elsewhere.repeated)
    assert first.entries == again.entries == elsewhere.entries
    assert first.session == again.session == elsewhere.session
    assert before == heads(world)


def test_an_id_that_nobody_was_told_is_never_a_retry():
    """
    What comes under an id the desk made by itself is refused, the same move too.
    """
    world = given.a_world("injecting")
    move = moves.Tell(payload=given.vitals())
    world.desk.ask(world.session, move, by=given.PHYSICIAN)
    made = world.journal.read(f"session:{world.session}")[-1].command
    before = heads(world)

    with pytest.raises(CommandReused):
        world.desk.ask(world.session, move, by=given.PHYSICIAN, command=made)

    assert heads(world) == before


def test_a_command_id_is_not_for_another_command():
    """
    Another move, another person or another session under the same id is told.
    """
    world = given.a_world("injected")
    world.desk.ask(world.session, moves.Escalate(), by=given.NURSE, command="7d1f")
    before = heads(world)

    for move, by in (
        (moves.Suspect(), given.NURSE),
        (moves.Escalate(), given.PHYSICIAN),
    ):
        with pytest.raises(CommandReused):
            world.desk.ask(world.session, move, by=by, command="7d1f")
    assert before == heads(world)


@pytest.mark.parametrize(
    ("does", "table"),
    [
        ("advance", {}),
        ("deliver", {"item": "a", "points": "1"}),
        ("defer", {}),
        ("rule-out", {"reason": "nothing"}),
        ("close-task", {"task": "task-9", "how": "done"}),
    ],
)
def test_what_is_refused_leaves_no_trace(does, table):
    """
    No stream has grown, and the session is what it was.
    """
    world = given.a_world("patient")
    before, session = heads(world), given.session_of(world)

    came = (
        given.ask(world, does, **table)
        if does != "deliver"
        else given.do(world, moves.Expose(payload=given.delivered(points="1")))
    )

    assert isinstance(came, Refusal)
    assert before == heads(world)
    assert session == given.session_of(world)


def test_what_cannot_be_read_leaves_no_trace():
    """
    Nothing is stored of a fault of the input.
    """
    world = given.a_world("injecting")
    before = heads(world)

    with pytest.raises(InputFault):
        given.ask(world, "deliver", item="a", points="1", volume="1")

    assert before == heads(world)


def test_to_look_is_not_to_touch():
    """
    Asking why changes nothing, and says which stage it looked at.
    """
    world = given.a_world("asked")
    before = heads(world)

    found = world.desk.why(world.session)

    assert ("allergy-test", True) == (found.to, found.clear)
    assert before == heads(world)
    with pytest.raises(InputFault) as caught:
        world.desk.why(world.session, "teatime")
    assert str(caught.value).startswith(
        'No gate stands before "teatime". Write one of: allergy-test, place-test,'
    )


@define
class LateIds(CountedIds):
    """
    Ids that let somebody else act just before the command is sent, or once before an
    entry is made of it.
    """

    somebody: object = None
    once: object = None

    def thing(self):
        """
        The next id, once somebody else has been faster, a single time.
        """
        faster, self.once = self.once, None
        if faster is not None:
            faster()
        return CountedIds.thing(self)

    def command(self):
        """
        The next id, once somebody else has been faster, each time.
        """
        if self.somebody is not None:
            self.somebody()
        return CountedIds.command(self)


def test_whoever_is_second_decides_on_what_the_first_has_done():
    """
    Two desks, one session: the later one sees the alarm of the first, and does not inject.
    """
    world = given.a_world("injecting")
    other = another_desk(world)
    other.session(world.session)
    other.surroundings(other.session(world.session)[0])

    given.do(world, moves.Escalate(), given.NURSE)
    came = other.ask(
        world.session,
        moves.Expose(
            payload=given.delivered(
                item="a",
                points="1",
                volume="0.05 mL",
                needle="needle-4",
                technique="nappage",
            )
        ),
        by=given.PHYSICIAN,
    )

    assert ("not-from-here",) == given.refused_for(came)


def test_a_race_that_is_lost_writes_nothing():
    """
    Somebody is faster between deciding and appending, every time: nothing is written
    over it (R-05).
    """
    world = given.a_world("injecting")
    count = []

    def somebody():
        count.append(1)
        given.ask(world, "vitals", **given.USUAL)

    other = another_desk(world, LateIds(900_000, somebody))

    for _ in range(3):
        with pytest.raises(StaleVersion):
            other.ask(
                world.session,
                moves.Go(name="stop-injecting", reason="tired"),
                by=given.NURSE,
            )

    session = given.session_of(world)
    assert "injection" == session.stage
    assert len(count) == sum(
        entry.payload.kind == "vitals-taken" for entry in session.entries[-len(count) :]
    )


def test_a_command_that_somebody_carried_out_meanwhile_tells_what_came_of_it():
    """
    The same command at two desks at once: the later one sees the session as it is now.
    """
    world = given.a_world("injecting")
    move = moves.Go(name="stop-injecting", reason="tired")
    ask = {"by": given.NURSE, "command": "7d1f"}
    ids = LateIds(900_000, once=lambda: world.desk.ask(world.session, move, **ask))
    other = another_desk(world, ids)
    other.session(world.session)

    came = other.ask(world.session, move, **ask)

    assert came.repeated
    assert came.session == given.session_of(world)
    assert "observation" == came.session.stage


def test_where_nothing_is_recorded_the_session_is_told_as_it_is():
    """
    What another desk has recorded meanwhile is not left out.
    """
    world = given.a_world("injecting")
    other = another_desk(world)
    other.session(world.session)

    given.do(world, moves.Escalate(), given.NURSE)
    came = other.ask(world.session, moves.Record(answers=()), by=given.PHYSICIAN)

    assert "emergency" == came.session.stage
    assert came.session == given.session_of(world)


def test_what_a_gate_read_elsewhere_may_not_change_meanwhile():
    """
    A recall between deciding and appending: the injection is not written.
    """
    world = given.a_world("injecting")
    recalled = []

    def somebody():
        if not recalled:
            recalled.append(1)
            given.on_record(
                world,
                of_clinic.LotRecalled(product="silicea", number="SI-2041", reason="glass"),
            )

    other = another_desk(world, LateIds(900_000, somebody))
    move = moves.Expose(
        payload=given.delivered(
            item="a", points="1", volume="0.05 mL", needle="needle-4", technique="nappage"
        )
    )

    try:
        came = other.ask(world.session, move, by=given.PHYSICIAN)
    except StaleVersion:
        came = other.ask(world.session, move, by=given.PHYSICIAN)

    assert ("lot-recalled",) == given.refused_for(came)
    assert () == given.session_of(world).deliveries


def test_two_desks_fold_the_same():
    """
    What one desk keeps at hand is what another reads from the journal.
    """
    world = given.a_world("at-the-door")

    assert given.session_of(world) == another_desk(world).session(world.session)[0]
    assert world.desk.clinic() == another_desk(world).clinic()


def recalled(world):
    """
    A lot in the plan is recalled.
    """
    lot = {"product": "silicea", "number": "SI-2041"}
    given.on_record(world, of_clinic.LotRecalled(**lot, reason="glass"))


def forgotten(world):
    """
    Name and birth date are deleted.
    """
    world.journal.forget_person(world.patient)


def reacted(world):
    """
    A reaction is suspected in the session before this one.
    """
    earlier = world.desk.patient(world.patient)[0].sessions[0]
    world.desk.ask(earlier, moves.Suspect(), by=given.NURSE)


def opened(world):
    """
    Another session begins.
    """
    given.do(world, moves.Go(name="leave", reason="had enough"))
    given.open_another(world)


AROUND = {
    "the clinic": recalled,
    "a letter": lambda world: given.on_file(world, given.a_letter()),
    "another session": reacted,
    "one session more": opened,
    "the name": forgotten,
    "this session": lambda world: given.ask(world, "vitals", systolic="185 mmHg"),
}


@pytest.mark.parametrize("change", AROUND)
@pytest.mark.rule(3)
def test_what_another_desk_changed_is_seen_at_the_next_look(change):
    """
    Every gate stands as for a desk that has folded nothing yet, and not as before.
    """
    world = given.a_world("second-session-ready")
    other = another_desk(world)
    before = [other.why(world.session, to).findings for to in world.protocol.gates_before]

    AROUND[change](world)
    fresh = another_desk(world)
    seen = [other.why(world.session, to).findings for to in world.protocol.gates_before]

    assert seen == [
        fresh.why(world.session, to).findings for to in world.protocol.gates_before
    ]
    assert seen != before


def test_an_instant_told_in_any_zone_is_kept_as_it_is_stored():
    """
    A decision about an answer stands at every desk, in whatever zone its time was told.
    """
    world = given.a_world("asked")
    told = world.clock.at.astimezone(given.PARIS)
    one = moves.Answer(question="skin-writes", value=("yes",), observed_at=told)
    given.do(world, moves.Record(answers=(one,)))
    given.ask(world, "decide", gate="skin-cannot-be-read", reason="weighed")

    fresh = another_desk(world)
    stood = [desk.why(world.session, "place-test").findings for desk in (world.desk, fresh)]

    assert stood[0] == stood[1]
    assert given.session_of(world) == fresh.session(world.session)[0]


@pytest.mark.parametrize(
    ("ask", "message"),
    [
        (lambda desk: desk.session("nobody"), 'There is no session "nobody" in this'),
        (lambda desk: desk.patient("nobody"), 'There is no patient "nobody" in this'),
    ],
)
def test_what_is_not_there_is_told(ask, message):
    """
    With where to look it up.
    """
    with pytest.raises(InputFault) as caught:
        ask(given.a_world("asked").desk)

    assert str(caught.value).startswith(message)
    assert "See: mesoplan " in str(caught.value)


@pytest.mark.rule(29)
def test_a_session_needs_an_approved_protocol_and_a_rehearsal_does_not():
    """
    Without the physician's approval only a rehearsal is opened.
    """
    world = given.a_world("clinic")
    world.patient = office.add_patient(world.desk, {}, by=given.PHYSICIAN)
    stricter = given.a_protocol(*world.protocol.gates, digest="0" * 64)

    came = office.open_session(world.desk, world.patient, stricter, by=given.PHYSICIAN)

    assert ("protocol-not-approved",) == given.refused_for(came)


@pytest.mark.parametrize("by", [given.NURSE, given.ASSISTANT, given.STRANGER])
def test_only_a_physician_of_the_clinic_approves(by):
    """
    Who answers for the protocol.
    """
    world = given.a_world("clinic")
    before = heads(world)

    with pytest.raises(InputFault):
        office.approve(world.desk, world.protocol, by=by, named=())

    assert before == heads(world)


def test_staff_is_registered_by_staff():
    """
    Nobody makes a physician of oneself.
    """
    world = given.a_world("clinic")
    made = of_clinic.StaffRegistered(
        staff=Staff(id="passer-by", name="P", role="physician")
    )

    with pytest.raises(InputFault):
        given.on_record(world, made, given.STRANGER)


@pytest.mark.parametrize(
    ("does", "table", "opened"),
    [
        ("vitals", given.USUAL, False),
        ("record", {"answers": {"pregnancy": "no"}}, False),
        ("advance", {"to": "injection"}, True),
    ],
)
def test_nobodys_name_is_opened_for_what_no_gate_is_read_for(
    does, table, opened, monkeypatch
):
    """
    What is only told or answered is recorded without a look at who the patient is.
    """
    world, seen = given.a_world("ready-for-needles"), []
    person = MemoryJournal.person

    def noted(journal, patient):
        seen.append(patient)
        return person(journal, patient)

    monkeypatch.setattr(MemoryJournal, "person", noted)

    came = given.ask(world, does, **table)

    assert not isinstance(came, Refusal)
    assert seen == [world.patient] * opened


def test_without_the_date_of_birth_a_gate_that_needs_it_is_unknown():
    """
    A situation in which nobody's name was opened is never clearer than one in which it was.
    """
    world = given.a_world("ready-for-needles")
    session, _ = world.desk.session(world.session)
    history, _ = world.desk.surroundings(session, personal=False)
    seen = evolve(world.desk.situation(world.session), history=history)

    found = assess(seen, world.protocol, "injection")

    assert {each.id: each.why for each in found if each.holds} == {
        "under-age": Why.NOT_ASKED
    }


def test_a_name_is_never_in_the_log():
    """
    Names and birth dates live beside it, and can be forgotten there.
    """
    world = given.a_world("at-the-door")
    for stream in world.journal.streams():
        for record in world.journal.read(stream):
            assert b"Example" not in record.payload or stream == "clinic"
            assert b"1985-06-14" not in record.payload
    assert "Anna Example" == world.journal.person(world.patient)["name"]

    world.journal.forget_person(world.patient)

    assert "unknown" == given.stood(world, "allergy-test")["under-age"]
    assert "discharge" == given.session_of(world).stage
