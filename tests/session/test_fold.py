"""
A session is the fold of its entries: the same every time, and never shorter.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from attrs import evolve

import given
from planner.errors import InputFault, JournalDamaged
from planner.model.entries import kinds
from planner.model.entries import session as told
from planner.model.entries.care import CARE_ENTRIES
from planner.model.entries.session import SESSION_ENTRIES
from planner.session import moves
from planner.session.fold import AMENDABLE, IN_ERROR, fold
from planner.session.folding import FOLD
from planner.session.surroundings import fold_clinic, fold_patient

STARTS = [name for name in given.the_cases().given if name != "clinic"]


@pytest.mark.parametrize("start", STARTS)
def test_folding_again_gives_the_same_session(start):
    """
    What the desk kept step by step is what its journal says from the beginning.
    """
    world = given.a_world(start)
    kept = world.desk.entries(f"session:{world.session}")

    assert given.session_of(world) == fold(kept)
    assert fold(kept) == fold(kept)


def test_every_prefix_of_a_journal_folds():
    """
    A session was always something, and its entries only grew.
    """
    world = given.a_world("at-the-door")
    kept = world.desk.entries(f"session:{world.session}")

    for length in range(1, len(kept) + 1):
        session = fold(kept[:length])
        assert kept[:length] == session.entries
        assert kept[length - 1].seq == session.seq
        assert kept[length - 1].recorded == session.last


@pytest.mark.parametrize("length", [0, 1])
def test_a_journal_that_does_not_begin_with_an_opening_is_damaged(length):
    """
    Nothing is made up where the beginning is missing.
    """
    kept = given.session_of(given.a_world("asked")).entries

    with pytest.raises(JournalDamaged) as caught:
        fold(kept[1 : 1 + length])

    assert (
        "The first entry of a session does not open it. "
        "What follows it cannot be trusted. Run: mesoplan journal verify"
        == str(caught.value)
    )


def test_every_kind_of_entry_folds():
    """
    No kind of a session's entries is forgotten, and none is of two streams.
    """
    elsewhere = {told.SessionOpened, told.StageEntered}
    of_session = {*SESSION_ENTRIES, *CARE_ENTRIES}

    assert of_session - elsewhere == set(FOLD)
    assert {"session"} == {kind.stream for kind in of_session}
    assert set(AMENDABLE) <= set(IN_ERROR) <= of_session
    assert len(kinds()) == len({(kind.kind, kind.v) for kind in kinds().values()})


def injected():
    """
    A world in which two zones were injected, and the entry of the last delivery.
    """
    world = given.a_world("injected")
    return world, given.session_of(world).deliveries[-1].entry


def test_an_amendment_is_folded_once():
    """
    Folding the amended journal again changes nothing more.
    """
    world, entry = injected()
    changed = given.do(
        world,
        moves.Amend(entry=entry, changes={"volume": "0.9 mL"}, reason="read wrongly"),
    )

    again = fold(changed.session.entries)

    assert changed.session == again == fold(again.entries)
    assert "0.9 mL" == again.deliveries[-1].volume.written
    assert "1 mL" == again.deliveries[0].volume.written
    assert entry == again.deliveries[-1].entry


def test_a_later_amendment_of_the_same_field_counts():
    """
    The last word on a field stands; other corrected fields keep theirs.
    """
    world, entry = injected()
    for changes in ({"volume": "0.9 mL"}, {"technique": "papule"}, {"volume": "0.8 mL"}):
        given.do(world, moves.Amend(entry=entry, changes=changes, reason="read wrongly"))

    last = given.session_of(world).deliveries[-1]

    assert ("0.8 mL", "papule") == (last.volume.written, last.technique)


def test_amending_keeps_the_entry_that_was_made():
    """
    A correction is a later entry; the first one stays as it was written.
    """
    world, entry = injected()
    before = given.session_of(world).entries

    came = given.do(
        world, moves.Amend(entry=entry, changes={"lot": "SI-1"}, reason="misread")
    )

    assert before == came.session.entries[:-1]
    assert (
        told.EntryAmended(entry=entry, changes={"lot": "SI-1"}, reason="misread")
        == came.session.entries[-1].payload
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"volum": "1 mL"},
            '"volum" cannot be corrected in this entry. Did you mean "volume"? It has: ',
        ),
        ({"planned": "yes"}, '"planned" cannot be corrected in this entry.'),
        ({"stated_at": "now"}, '"stated_at" cannot be corrected in this entry.'),
        ({"volume": "1"}, '"1" has no unit.'),
    ],
)
def test_an_amendment_that_cannot_be_read_is_not_stored(changes, message):
    """
    Nothing is ever stored that would not fold.
    """
    world, entry = injected()
    before = world.journal.head(f"session:{world.session}")

    with pytest.raises(InputFault) as caught:
        given.do(world, moves.Amend(entry=entry, changes=changes, reason="misread"))

    assert str(caught.value).startswith(message)
    assert before == world.journal.head(f"session:{world.session}")


@pytest.mark.parametrize("how", ["amend", "mark in error"])
@pytest.mark.rule(30)
def test_no_correction_shortens_the_observation(how):
    """
    The floor runs from the latest exposure ever recorded, mistaken ones included.
    """
    world, entry = injected()
    before = given.session_of(world).exposures[-1].counts_from
    if how == "amend":
        move = moves.Amend(entry=entry, changes={"volume": "0 mL"}, reason="not given")
    else:
        move = moves.MarkInError(entry=entry, reason="it was not given")
    try:
        given.do(world, move)
    except InputFault:
        assert how == "amend"

    given.wait(world, "39 min")
    assert "left-too-early" in given.holding(world, "discharge")
    assert before == given.session_of(world).exposures[-1].counts_from
    given.wait(world, "1 min")
    assert "left-too-early" not in given.holding(world, "discharge")


@pytest.mark.rule(30)
def test_a_mistaken_delivery_stays_and_does_not_stand():
    """
    It is shown, counts for the floor, and no longer among what was given.
    """
    world, entry = injected()

    came = given.do(world, moves.MarkInError(entry=entry, reason="it was not given"))

    assert 1 == len(came.session.deliveries)
    assert came.session.exposures[-1].in_error
    assert came.session.exposed


@pytest.mark.rule(24)
def test_adrenaline_marked_in_error_is_still_adrenaline():
    """
    Nothing takes the flag away.
    """
    world, _ = injected()
    came = given.ask(
        world, "treat", drug="adrenaline", dose="0.5 mg", route="intramuscular"
    )

    marked = given.do(
        world, moves.MarkInError(entry=came.entries[0].id, reason="it was saline")
    )

    assert marked.session.adrenaline
    assert "emergency" == marked.session.stage


def test_an_answer_made_in_error_is_no_answer():
    """
    What was answered before counts again, and where nothing was, nothing is known.
    """
    world = given.a_world("asked")
    first = given.answer(world, asthma="yes, controlled")
    second = given.answer(world, best_time="morning")

    for came in (first, second):
        given.do(world, moves.MarkInError(entry=came.entries[0].id, reason="wrong patient"))

    session = given.session_of(world)
    assert "no" == session.facts.get("asthma").text
    assert session.facts.get("best-time") is None


@pytest.mark.parametrize(
    ("stated", "paper", "counts"),
    [
        # Earlier than entered: the entered time counts.
        (-60, False, 0),
        # Later than entered (the clock was behind): the stated time counts.
        (5, False, 5),
        # Inside a signed paper period the stated time counts.
        (-60, True, -60),
        # Without a stated time, the entered one.
        (None, False, 0),
    ],
)
@pytest.mark.rule(30)
def test_the_floor_runs_from_the_later_of_stated_and_entered(stated, paper, counts):
    """
    A typed time never shortens a wait, unless a signed paper period lets it count.
    """
    world, entry = injected()
    session = given.session_of(world)
    last = next(each for each in session.entries if each.id == entry)
    at = None if stated is None else last.recorded.at + timedelta(minutes=stated)
    payload = evolve(last.payload, stated_at=at, paper=paper)
    changed = tuple(
        evolve(each, payload=payload) if each.id == entry else each
        for each in session.entries
    )

    found = fold(changed).exposures[-1].counts_from

    assert last.recorded.at + timedelta(minutes=counts) == found.at
    assert (found.boot == "") == (counts != 0)


def test_a_suspicion_keeps_the_stage_it_left():
    """
    From suspended to emergency and back, the stage of before is not forgotten.
    """
    world = given.a_world("injecting")
    given.do(world, moves.Suspect())
    came = given.do(world, moves.Escalate())

    assert ("emergency", "injection") == (came.session.stage, came.session.left)
    came = given.do(world, moves.RuleOut(reason="it was a hiccup"))
    assert "observation" == came.session.stage
    assert ["suspended", "emergency", "observation"] == [
        visit.stage for visit in came.session.path[-3:]
    ]


def test_the_clinic_and_the_patient_fold():
    """
    Settings merge, staff and lots replace, a count of the kit replaces the whole kit.
    """
    world = given.a_world("patient")
    clinic = fold_clinic(world.desk.entries("clinic"))
    patient = fold_patient(world.desk.entries(f"patient:{world.patient}"))

    assert "Europe/Paris" == clinic.settings["zone"]
    assert {"dr-moreau", "nurse-petit", "desk-roy"} == set(clinic.staff)
    assert 6 == clinic.stock["adrenaline"].count
    assert (world.session,) == patient.sessions
    assert world.patient == patient.id


@pytest.mark.parametrize("order", ["recalled, registered again", "recalled first"])
@pytest.mark.rule(8)
def test_a_recall_outlives_the_registration_of_its_lot(order):
    """
    A recalled lot shuts exposure, in whichever order the two were entered.
    """
    from planner.model.entries import clinic as of_clinic

    world = given.a_world("injecting")
    clinic, _ = world.desk.clinic()
    lot = clinic.lots["silicea", "SI-2041"]
    if order == "recalled first":
        lot = evolve(lot, number="SI-3000")
    for payload in (
        of_clinic.LotRecalled(product="silicea", number=lot.number, reason="glass"),
        of_clinic.LotRegistered(lot=lot),
    ):
        given.on_record(world, payload, by=given.PHYSICIAN)

    assert world.desk.clinic()[0].lots["silicea", lot.number].recalled
