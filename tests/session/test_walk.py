"""
Whatever anybody asks, in any order, with any clock: nothing unsafe is ever recorded.

R-01 of the reliability page. The walk asks one desk for anything a practitioner may ask;
a second opinion (`session.oracle`) then reads only what the journal holds.
"""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

import given
from planner.clinic.inputs import STEPS
from planner.errors import InputFault
from planner.model.entries import care
from planner.model.entries import session as told
from planner.model.person import Allergy, HoldAgreement, Medicine
from planner.model.situation import Situation
from planner.model.terms import STAGES
from planner.safety.assess import assess, assess_anew
from planner.safety.findings import Refusal
from planner.session import moves
from planner.session.fold import fold
from searching import examples
from session.oracle import EXPOSURES, must_be_answered, objections

PROTOCOL = given.the_protocol()
STARTS = [name for name in given.the_cases().given if name not in {"clinic", "patient"}]
# Where a mistake could still reach the patient is where most walks begin.
WEIGHTED = [*STARTS, *["injecting"] * 6, *["prepared-for-the-test", "injected"] * 2]
CHECKPOINT = {
    "test-placed": "place-test",
    "anaesthetic-applied": "apply-anaesthetic",
    "delivered": "deliver",
}
POINTS = tuple(PROTOCOL.gates_before)
UNCONDITIONAL = {
    kind: {gate.id for gate in PROTOCOL.gates_before[point] if not gate.applies_if}
    for kind, point in CHECKPOINT.items()
}
WORDS = st.sampled_from(["as seen", "the patient wishes it", ".", ""])
NAMES = ["aspirin", "warfarin", "propranolol", "loratadine", "ramipril", "some herbs"]
ANYONE = st.sampled_from([*[given.PHYSICIAN] * 5, *given.EVERYONE])
BAD = st.booleans()
ASKED = must_be_answered(PROTOCOL)
QUESTIONS = st.sampled_from(
    [*PROTOCOL.questions, *[PROTOCOL.question[id_] for id_ in ASKED] * 3]
)
GATES = st.sampled_from([g.id for g in PROTOCOL.gates])
ITEMS = st.sampled_from(["", "abdomen", "thighs-outer", "a", "b", "needle-4", "aspirin"])
GOOD = {
    answer: value
    for name in STARTS
    for move in given.the_cases().given[name].moves
    if move.does == "record"
    for answer, value in move.with_.get("answers", {}).items()
}


class Walk(RuleBasedStateMachine):
    """
    One session, in the hands of anybody.
    """

    @initialize(start=st.sampled_from(WEIGHTED))
    def begin(self, start):
        """
        Begin anywhere on the way.
        """
        self.world = given.a_world(start)
        self.kept = given.session_of(self.world).entries
        self.looks = 0

    # ── what is asked ────────────────────────────────────────────────────────────────

    def ask(self, move, by=given.PHYSICIAN):
        """
        Ask, and look at what came of it.
        """
        before = self.kept
        try:
            came = self.world.desk.ask(self.world.session, move, by=by)
        except InputFault:
            came = None
        added = self.stored(after=len(before))
        self.kept = (*before, *added)
        if came is None or isinstance(came, Refusal):
            assert added == (), "what was refused was recorded"
        else:
            assert came.entries == added
            self.look(before, added, move)
        if isinstance(came, Refusal):
            assert came.because, "a refusal without a reason"
        self.read_again()
        return came

    def read_again(self):
        """
        Read the gates of one checkpoint after another anew: nothing that was kept differs.
        """
        self.looks += 1
        point = POINTS[self.looks % len(POINTS)]
        situation = self.world.desk.situation(self.world.session)
        found = assess(situation, PROTOCOL, point)
        assert found == assess_anew(situation, PROTOCOL, point), point

    def press(self):
        """
        Try at once whatever could reach the patient, now that something has changed.
        """
        match self.stage():
            case "allergy-test":
                self.test(("silicea", "SI-2041"), "prick", given.PHYSICIAN, entered=False)
            case "needle-selection":
                self.numb(given.PHYSICIAN)
            case "injection":
                self.inject("a", "1", "0.05 mL", given.PHYSICIAN, entered=False)
            case _:
                self.go_on()

    def stored(self, after=0):
        """
        What the journal holds of this session, as read from its bytes.
        """
        return self.world.desk.entries(f"session:{self.world.session}", after)

    def look(self, before, added, move):
        """
        Judge again, from the journal alone, every gate of what has reached the patient.
        """
        for entry in added:
            kind = entry.payload.kind
            if kind not in EXPOSURES or not isinstance(move, moves.Expose):
                continue
            session = fold(before)
            history, _ = self.world.desk.surroundings(session)
            situation = Situation(
                session=session, history=history, now=entry.recorded, operator=entry.by.id
            )
            found = assess_anew(situation, PROTOCOL, CHECKPOINT[kind])
            held = [each.id for each in found if each.holds]
            assert not held, f"{kind} past {held}"
            assert UNCONDITIONAL[kind] <= {each.id for each in found}
        assert objections((*before, *added), PROTOCOL) == []

    def stage(self):
        """
        Where the session stands.
        """
        return given.session_of(self.world).stage

    @rule(to=st.sampled_from(["", *STAGES]), by=ANYONE)
    def advance(self, to, by):
        """
        Ask for the next stage, or for one that is not next.
        """
        self.ask(moves.Go(name="advance", to=to), by)

    @rule()
    def go_on(self):
        """
        Ask for the next stage as one should.
        """
        self.ask(moves.Go(name="advance"))

    @rule(name=st.sampled_from(sorted(STEPS.values())), reason=WORDS, by=ANYONE)
    def step(self, name, reason, by):
        """
        Ask for any step.
        """
        self.ask(moves.Go(name=name, reason=reason), by)

    @rule(
        item=st.sampled_from("abc"),
        points=st.sampled_from(["1-20", "1-10", "1", "3, 5", "1-40"]),
        volume=st.sampled_from(["1 mL", "0.05 mL", "30 mL"]),
        by=ANYONE,
        entered=st.booleans(),
    )
    def inject(self, item, points, volume, by, entered):
        """
        Ask to inject, or say that it was injected.
        """
        plan = given.session_of(self.world).plan
        planned = {each.id: each for each in plan.items}.get(item, plan.items[0])
        payload = given.delivered(
            item=item,
            points=points,
            volume=volume,
            zone=planned.zone,
            product=planned.product,
            lot=planned.lot,
            needle=planned.needle.id,
            technique=planned.technique,
        )
        kind = moves.Entered if entered else moves.Expose
        self.ask(kind(payload=payload), by)

    @rule(
        product=st.sampled_from(
            [("silicea", "SI-2041"), ("lidovit", "LV-7730"), ("x", "y")]
        ),
        method=st.sampled_from(["prick", "prick", "intradermal"]),
        by=ANYONE,
        entered=st.sampled_from([False, False, False, True]),
    )
    def test(self, product, method, by, entered):
        """
        Ask to place a skin test, or say that one was placed.
        """
        payload = care.TestPlaced(
            test="",
            product=product[0],
            lot=product[1],
            method=method,
            site="left forearm",
            dilution="undiluted",
            volume="0.01 mL",
        )
        kind = moves.Entered if entered else moves.Expose
        self.ask(kind(payload=payload), by)

    @rule(by=ANYONE)
    def numb(self, by):
        """
        Ask to apply an anaesthetic.
        """
        payload = care.AnaestheticApplied(
            product="lidovit", lot="LV-7730", zone="abdomen", amount="0.5 mL"
        )
        self.ask(moves.Expose(payload=payload), by)

    @rule(number=st.integers(1, 3), reading=st.sampled_from(["immediate", "late"]))
    def read_negative(self, number, reading):
        """
        Read a test: negative.
        """
        self.read(number, reading, "1 mm")

    @rule(
        number=st.integers(1, 3),
        reading=st.sampled_from(["immediate", "late"]),
        wheal=st.sampled_from(["2.9 mm", "3 mm", "large"]),
    )
    def read(self, number, reading, wheal):
        """
        Read a test.
        """
        self.tell(
            care.TestRead(
                test=f"test-{number}",
                reading=reading,
                wheal=wheal,
                saline="0 mm",
                histamine="5 mm",
                flare="no",
                infiltrated="no",
            )
        )

    def tell(self, payload, by=given.PHYSICIAN):
        """
        Record something typed.
        """
        return self.ask(moves.Tell(payload=payload), by)

    @rule(question=QUESTIONS, data=st.data(), item=ITEMS, by=ANYONE)
    def answer(self, question, data, item, by):
        """
        Answer any question in any way that fits it.
        """
        if question.kind == "quantity":
            fitting = [f"0 {question.unit}", f"40 {question.unit}", "300 mg"]
        else:
            fitting = list(question.answers) or ["something"]
        said = data.draw(st.sampled_from([*fitting, "does not know", "not applicable"]))
        one = moves.Answer(
            question=question.id, value=(said,), item=item if question.each else ""
        )
        self.ask(moves.Record(answers=(one,)), by)
        self.press()

    @rule()
    def do_what_comes_next(self):
        """
        Do what a careful clinic would do in this stage.
        """
        match self.stage():
            case "allergy-test" if not given.session_of(self.world).tests:
                self.be_thorough()
                self.test(("silicea", "SI-2041"), "prick", given.PHYSICIAN, entered=False)
                self.test(("lidovit", "LV-7730"), "prick", given.PHYSICIAN, entered=False)
                given.wait(self.world, "16 min")
                self.read("1", "immediate", "1 mm")
                self.read("2", "immediate", "1 mm")
            case "allergy-test":
                given.wait(self.world, "1 h")
                self.go_on()
                self.ask(moves.Go(name="end-visit"))
            case "awaiting-reading":
                given.wait(self.world, "47 h")
                self.ask(moves.Go(name="begin-visit"))
                self.be_thorough()
                self.read("1", "late", "1 mm")
                self.read("2", "late", "1 mm")
                self.go_on()
            case "injection":
                self.inject("a", "1-20", "1 mL", given.PHYSICIAN, entered=False)
                self.inject("b", "1-10", "1 mL", given.PHYSICIAN, entered=False)
                self.go_on()
            case "observation":
                given.wait(self.world, "61 min")
                self.be_thorough()
                self.go_on()
            case _:
                self.be_thorough()
                self.go_on()

    @rule()
    def do_what_comes_next_again(self):
        """
        The right thing is asked for more often than any single wrong one.
        """
        self.do_what_comes_next()

    @rule(minutes=st.sampled_from([0, 1, 39]))
    def hurry_out(self, minutes):
        """
        Do everything right, except to wait.
        """
        if self.stage() == "injection":
            self.inject("a", "1", "0.05 mL", given.PHYSICIAN, entered=False)
            self.go_on()
        given.wait(self.world, f"{minutes} min")
        for _ in range(2):
            self.be_thorough()
            self.go_on()

    @rule(bad=BAD)
    def doubt(self, bad):
        """
        Where something could be given: one answer after the other is not what is needed,
        and the clock is behind for a moment.
        """
        if self.stage() not in {"allergy-test", "needle-selection", "injection"}:
            return
        given.wait(self.world, "-1 min")
        self.press()
        self.world.clock.at += timedelta(minutes=1)
        for id_ in ASKED:
            needed = GOOD.get(id_, "does not know")
            answers = [a for a in PROTOCOL.question[id_].answers if a != needed]
            wrong = answers[-1] if bad and answers else "does not know"
            self.ask(moves.Record(answers=(moves.Answer(question=id_, value=(wrong,)),)))
            self.press()
            self.ask(moves.Record(answers=(moves.Answer(question=id_, value=(needed,)),)))

    @rule()
    def be_thorough(self):
        """
        Ask everything, measure and sign: how a careful clinic begins a visit.
        """
        answers = []
        for name, said in GOOD.items():
            question, _, item = name.partition("@")
            answers.append(moves.Answer(question=question, item=item, value=(said,)))
        self.ask(moves.Record(answers=tuple(answers)))
        self.tell(told.MedicinesListed(medicines=(), complete=True))
        self.tell(given.vitals())
        for statement in PROTOCOL.statements:
            self.tell(told.StatementSigned(statement=statement.id))
        for zone in ("abdomen", "thighs-outer"):
            self.tell(
                care.SkinPrepared(
                    zone=zone, antiseptic="chlorhexidine", contact="40 s", dried="45 s"
                )
            )

    @rule(
        names=st.lists(st.sampled_from(NAMES), max_size=2, unique=True),
        complete=st.booleans(),
        prescribed=st.sampled_from(["yes", "no", "does not know"]),
        hours=st.sampled_from([1, 23, 25, 200]),
    )
    def list_medicines(self, names, complete, prescribed, hours):
        """
        List what is taken.
        """
        last = self.world.clock.at - timedelta(hours=hours)
        taken = tuple(
            Medicine(name=name, prescribed=prescribed, last_dose=last) for name in names
        )
        self.tell(told.MedicinesListed(medicines=taken, complete=complete))
        self.press()

    @rule(name=st.sampled_from(NAMES))
    def take(self, name):
        """
        Take a tablet in the waiting room.
        """
        taken = Medicine(name=name, prescribed="no", last_dose=self.world.clock.at)
        self.tell(told.MedicineTaken(medicine=taken))
        self.press()

    @rule(name=st.sampled_from(NAMES), how=st.sampled_from(["hold", "continue", "stop"]))
    def agree(self, name, how):
        """
        Agree a hold.
        """
        now = self.world.clock.at
        agreed = HoldAgreement(
            medicine=name,
            prescriber="Dr Blum",
            contact="by telephone",
            agreed_on=now.date(),
            decision=how,
            hold="24 h",
            restart=now + timedelta(hours=6),
        )
        self.tell(told.HoldAgreed(agreement=agreed))

    @rule(name=st.sampled_from(["lidocaine", "latex", "dust"]), complete=st.booleans())
    def list_allergies(self, name, complete):
        """
        List what the patient reacts to.
        """
        known = (Allergy(substance=name, reaction="hives"),)
        self.tell(told.AllergiesListed(allergies=known, complete=complete))
        self.press()

    @rule()
    def no_allergies(self):
        """
        There is no allergy after all.
        """
        self.tell(told.AllergiesListed(allergies=(), complete=True))

    @rule(
        points=st.sampled_from([20, 200]),
        gauge=st.sampled_from(["30G", "27G"]),
        lot=st.sampled_from(["SI-2041", "SI-2041", "SI-9999"]),
    )
    def plan(self, points, gauge, lot):
        """
        Plan anew.
        """
        diameter = {"30G": "0.30 mm", "27G": "0.40 mm"}[gauge]
        needle = {"gauge": gauge, "outer_diameter": diameter}
        made = given.replan(self.world, points=points, lot=lot, needle=needle)
        self.tell(told.PlanMade(plan=made))
        self.press()

    @rule(
        systolic=st.sampled_from(["124 mmHg", "124 mmHg", "185 mmHg", "80 mmHg"]),
        oxygen=st.sampled_from(["98 %", "93 %"]),
    )
    def measure(self, systolic, oxygen):
        """
        Measure.
        """
        self.tell(given.vitals(systolic=systolic, oxygen=oxygen))
        self.press()

    @rule(gate=GATES, item=ITEMS, reason=WORDS, by=ANYONE)
    def decide(self, gate, item, reason, by):
        """
        Decide that a gate may open.
        """
        self.ask(moves.Decide(gate=gate, item=item, reason=reason), by)

    @rule(data=st.data(), gate=GATES, item=ITEMS, text=WORDS, by=ANYONE)
    def override(self, data, gate, item, text, by):
        """
        Open a gate for one of its reasons.
        """
        policy = PROTOCOL.gate[gate].override
        reasons = (*policy.reasons, "because") if policy else ("because",)
        reason = data.draw(st.sampled_from(reasons))
        move = moves.Override(gate=gate, item=item, reason=reason, text=text)
        self.ask(move, by)

    # ── alarms ───────────────────────────────────────────────────────────────────────

    def never_refused(self, move, by):
        """
        Ask for what is never refused.
        """
        assert not isinstance(self.ask(move, by), Refusal)

    @rule(sign=st.sampled_from([s.id for s in PROTOCOL.signs]), by=ANYONE)
    def note(self, sign, by):
        """
        Note a sign.
        """
        self.never_refused(moves.NoteSigns(signs=(sign,)), by)
        self.press()

    @rule(by=st.sampled_from(given.EVERYONE), loud=st.booleans())
    def alarm(self, by, loud):
        """
        Suspect, or raise the alarm.
        """
        self.never_refused(moves.Escalate() if loud else moves.Suspect(), by)

    @rule(drug=st.sampled_from(["saline", "salbutamol", "adrenaline 1 mg/mL"]), by=ANYONE)
    def treat(self, drug, by):
        """
        Give a drug.
        """
        came = self.ask(moves.Treat(payload=given.treated(drug=drug)), by)
        assert not isinstance(came, Refusal)
        if "adrenaline" in drug:
            assert came.session.stage == "emergency"

    @rule(reason=WORDS, faint=st.booleans(), by=ANYONE)
    def rule_out(self, reason, faint, by):
        """
        Rule a reaction out.
        """
        self.ask(moves.RuleOut(reason=reason, faint=faint), by)

    @rule(by=ANYONE)
    def confirm(self, by):
        """
        Confirm a reaction.
        """
        self.ask(moves.Confirm(text="hives"), by)

    @rule(by=ANYONE)
    def look_at_signs(self, by):
        """
        Look at every sign.
        """
        noted = tuple(sign.sign for sign in given.session_of(self.world).signs)
        self.ask(moves.LookAt(signs=noted, found="nothing of it"), by)

    @rule(number=st.integers(1, 3))
    def close(self, number):
        """
        Close a task.
        """
        self.ask(moves.CloseTask(task=f"task-{number}", how="done"))

    # ── corrections and clocks ───────────────────────────────────────────────────────

    @rule(data=st.data(), remove=st.booleans())
    def correct(self, data, remove):
        """
        Correct what reached the patient, or say that it was an error.
        """
        known = [
            entry
            for entry in self.kept
            if entry.payload.kind in {*EXPOSURES, "treated", "test-read"}
        ]
        if not known:
            return
        entry = data.draw(st.sampled_from(known))
        if remove:
            self.ask(moves.MarkInError(entry=entry.id, reason="not given at all"))
            return
        changes = {"volume": "0.01 mL"} if hasattr(entry.payload, "volume") else {}
        changes |= {"wheal": "0 mm"} if hasattr(entry.payload, "wheal") else {}
        self.ask(moves.Amend(entry=entry.id, changes=changes, reason="misread"))

    @rule(minutes=st.sampled_from([1, 15, 16, 39, 40, 41, 60, 61, 24 * 60, 26 * 60]))
    def let_time_pass(self, minutes):
        """
        Time passes.
        """
        given.wait(self.world, f"{minutes} min")

    @rule(minutes=st.sampled_from([1, 40, 60, 24 * 60]))
    def turn_the_wall_clock_on(self, minutes):
        """
        Somebody sets the wall clock forward.
        """
        self.world.clock.at += timedelta(minutes=minutes)

    @rule(minutes=st.sampled_from([1, 40, 60]))
    def turn_the_wall_clock_back(self, minutes):
        """
        Somebody sets the wall clock back.
        """
        given.wait(self.world, f"-{minutes} min")
        self.press()

    # ── at the end ───────────────────────────────────────────────────────────────────

    def teardown(self):
        """
        Every prefix of the journal folds, the long one to the same session again.
        """
        if not hasattr(self, "world"):
            return
        assert self.kept == self.stored(), "an entry changed"
        assert given.session_of(self.world) == fold(self.kept)
        for length in range(len(self.kept), 0, -10):
            assert length == len(fold(self.kept[:length]).entries)


Walk.TestCase.settings = settings(
    max_examples=examples(200), stateful_step_count=40, deadline=None
)


@pytest.mark.rule(1, 3, 11, 22, 24, 30)
class TestWalk(Walk.TestCase):
    """
    Nothing that anybody asked, in any order, was unsafe.
    """
