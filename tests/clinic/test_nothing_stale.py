"""
Whatever happens, in any order: what is kept answers as if nothing had been kept.

Two desks on one journal, for a long time. After every move each of them says of every
gate what a desk says that has only the bytes of the journal, and no memory at all.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

import pytest
from attrs import evolve
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

import given
import unkept
from planner.clinic import office
from planner.clinic.desk import Desk
from planner.clinic.inputs import STEPS, Reader, with_volume
from planner.errors import InputFault
from planner.model.entries import care
from planner.model.entries import clinic as of_clinic
from planner.model.entries import session as of_session
from planner.model.person import Letter
from planner.model.product import Component, Lot
from planner.model.terms import FINALS
from planner.safety.findings import Refusal
from planner.session import moves
from planner.session.fold import AMENDABLE, IN_ERROR
from searching import examples

PROTOCOL = given.the_protocol()
# What the second desk keeps is its own, as in another process.
ELSEWHERE = evolve(PROTOCOL)
POINTS = tuple(PROTOCOL.gates_before)
STARTS = [name for name in given.the_cases().given if name not in {"clinic", "patient"}]
LATER = ["gone-home", "second-session-asked", "second-session-ready"]
WEIGHTED = [*STARTS, *["injecting", "injected", "back"] * 2, *LATER * 4]
ZONES = ("Europe/Paris", "Pacific/Auckland", "America/Sao_Paulo", "UTC")
SHOWN_IN = (ZoneInfo("Europe/Paris"), ZoneInfo("Pacific/Auckland"))
# Summer time begins and ends, a month and a year end, a day that is not in every year.
TURNS = [
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
    datetime(2026, 3, 31, 22, tzinfo=UTC),
    datetime(2026, 12, 31, 23, tzinfo=UTC),
    datetime(2028, 2, 28, 23, tzinfo=UTC),
]
AGO = st.sampled_from(
    [timedelta(0), timedelta(hours=1), timedelta(hours=25), timedelta(days=6, hours=23)]
    + [timedelta(days=each) for each in (7, 30, 89, 90, 91, 400)]
)
WEIGHED = ["60 kg", "60.0 kg", "60000 g", "6 kg", "300 mg", "4.5 INR", "2 INR", "0 INR"]
STRENGTHS = ["10 mg/mL", "1 %", "10.0 mg/mL", "400 mg/mL", "5 IU/mL", "1 g", ""]
SPANS = ["1 min", "16 min", "39 min", "40 min", "41 min", "59 min", "60 min", "61 min"]
SPANS += ["24 h", "47 h", "7 d", "26 d", "30 d", "91 d", "400 d"]
LOTS = ["SI-2041", "SI-9999"]
MEDICINES = ["aspirin", "warfarin", "propranolol", "loratadine", "ibuprofen", "herbs"]
SUBSTANCES = ["lidocaine", "Lidocaine", "latex", "chlorhexidine", "organic silicon", "dust"]
NEEDLES = [
    ("30G", "0.30 mm", "4 mm"),
    ("30G", "0.3 mm", "4.0 mm"),
    ("", "0.31 mm", "0.4 cm"),
    ("27G", "0.30 mm", "13 mm"),
    ("31G", "", "6 mm"),
]
SAID = ["yes", "does not know", "not applicable"]
TRAININGS = given.a_world("clinic").desk.clinic()[0].staff["dr-moreau"].trainings
EFFECTS = [each.id for each in PROTOCOL.effects]
ASKED = [
    *PROTOCOL.question,
    *[name for name, card in PROTOCOL.question.items() if card.fresh or card.each],
]


class Practice(RuleBasedStateMachine):
    """
    Two people at two desks, one patient, and everything around them.
    """

    @initialize(start=st.sampled_from(WEIGHTED), turn=st.sampled_from([None, *TURNS]))
    def begin(self, start, turn):
        """
        Begin anywhere on the way, a day before summer time begins or where it stands.
        """
        self.world = given.a_world(start)
        other = Desk(self.world.journal, self.world.clock, self.world.ids)
        other.use(ELSEWHERE)
        self.desks, self.steps = (self.world.desk, other), 0
        if turn is not None:
            self.world.clock.forward_to(max(turn, self.world.clock.at))
        self.look()

    # ── what is compared ─────────────────────────────────────────────────────────────

    def look(self):
        """
        Every checkpoint, at both desks, beside gates that are read from the bytes.
        """
        self.steps += 1
        world, compared = self.world, {}
        fresh, anew = unkept.stood(world, world.session)
        for desk in self.desks:
            turned = self.steps % len(POINTS)
            for point in (*POINTS[turned:], *POINTS[:turned]):
                kept = desk.why(world.session, point).findings
                gates = PROTOCOL.gates_before[point]
                plain = tuple(chain.from_iterable(anew[gate.id] for gate in gates))
                self.compare(kept, plain, point, compared)
            assert desk.session(world.session) == fresh.session(world.session)
            assert desk.clinic() == fresh.clinic()

    def compare(self, kept, plain, where, compared):
        """
        The same findings, in the same words and with the same tokens.
        """
        assert kept == plain, where
        for one, other in zip(kept, plain, strict=True):
            if id(one) in compared:
                continue
            compared[id(one)] = one
            if not unkept.same(one.reading, other.reading) or self.steps % 8 == 0:
                told = unkept.in_words(one, SHOWN_IN)
                assert told == unkept.in_words(other, SHOWN_IN), where

    def ask(self, move, by=given.PHYSICIAN, session=""):
        """
        Ask one desk; it answers as one without a memory would.
        """
        name, desk = session or self.world.session, self.desks[self.steps % 2]
        plainly = answered(lambda: unkept.came_of(self.world, name, move, by))
        came = answered(lambda: desk.ask(name, move, by=by))
        assert type(came) is type(plainly), (came, plainly)
        if isinstance(came, InputFault):
            assert str(came) == str(plainly)
            return
        self.compare(came.findings, plainly.findings, move, {})
        if not isinstance(came, Refusal):
            assert [e.payload for e in came.entries] == [e.payload for e in plainly.entries]
            assert came.session == desk.session(name)[0]
        self.look()

    def do(self, does, by=given.PHYSICIAN, **table):
        """
        Type one table at one desk.
        """
        session = given.session_of(self.world)
        try:
            asked = [
                with_volume(move, session)
                for move in Reader().moves({"does": does, **table}, session)
            ]
        except InputFault:
            return
        for move in asked:
            self.ask(move, by)

    def around(self, payload):
        """
        Record something about the clinic.
        """
        office.record_clinic(self.desks[self.steps % 2], payload, by=given.PHYSICIAN)
        self.look()

    def clinic(self):
        """
        What is on record of the clinic.
        """
        return self.world.desk.clinic()[0]

    def typed(self, ago, zone):
        """
        An instant as it is typed in some zone.
        """
        return (self.world.clock.at - ago).astimezone(ZoneInfo(zone)).isoformat()

    # ── what is asked of the session ─────────────────────────────────────────────────

    @rule(
        questions=st.lists(st.sampled_from(ASKED), min_size=1, max_size=3),
        data=st.data(),
        ago=AGO,
        zone=st.sampled_from(ZONES),
    )
    def answer(self, questions, data, ago, zone):
        """
        Answer, as of some time ago.
        """
        fitting = {}
        for card in map(PROTOCOL.question.get, questions):
            said = WEIGHED if card.kind == "quantity" else [*card.answers, *SAID]
            name = f"{card.id}@abdomen" if card.each else card.id
            fitting[name] = data.draw(st.sampled_from(said))
        self.do("record", answers=fitting, observed_at=self.typed(ago, zone))

    @rule(
        names=st.lists(st.sampled_from(MEDICINES), max_size=2, unique=True),
        complete=st.booleans(),
        prescribed=st.sampled_from(["yes", "no", "does not know"]),
        ago=AGO,
        zone=st.sampled_from(ZONES),
    )
    def list_medicines(self, names, complete, prescribed, ago, zone):
        """
        List what is taken.
        """
        row = {"prescribed": prescribed, "last_dose": self.typed(ago, zone)}
        rows = [{"name": name, **row} for name in names]
        self.do("record", medicines=rows, complete=complete)

    @rule(
        what=st.sampled_from(["medicine", "allergy", "take", "hold", "restart"]),
        name=st.sampled_from([*MEDICINES, *SUBSTANCES]),
        how=st.sampled_from(["hold", "hold", "continue"]),
        ago=AGO,
        zone=st.sampled_from(ZONES),
    )
    def say_of_a_medicine(self, what, name, how, ago, zone):
        """
        Class it, take it, agree a hold, or take it again.
        """
        at = self.typed(ago, zone)
        match what:
            case "medicine":
                self.do("classify-medicine", name=name, classes=["nsaid"])
            case "allergy":
                self.do("classify-allergy", name=name, groups=["amide-anaesthetic"])
            case "take":
                taken = {"name": name, "prescribed": "no", "last_dose": at}
                self.do("record", medicine=taken)
            case "hold":
                ahead = {"restart": self.typed(-ago, zone), "agreed_on": at[:10]}
                self.do(
                    "agree-hold",
                    medicine=name,
                    prescriber="Dr Blum",
                    contact="by telephone",
                    decision=how,
                    hold="2 d" if ago else "48 h",
                    last_dose=at,
                    **ahead,
                )
            case _:
                self.do("confirm-restart", medicine=name, taken_at=at)

    @rule(
        names=st.lists(st.sampled_from(SUBSTANCES), max_size=2, unique=True),
        complete=st.booleans(),
    )
    def list_allergies(self, names, complete):
        """
        List what the patient reacts to.
        """
        rows = [{"substance": name, "reaction": "hives"} for name in names]
        self.do("record", allergies=rows, complete=complete)

    @rule(
        needle=st.sampled_from(NEEDLES),
        changes=st.fixed_dictionaries(
            {
                "volume_per_point": st.sampled_from(["0.05 mL", "0.050 mL", "1 mL"]),
                "angle": st.sampled_from(["45 deg", "90 deg", "10.0 deg"]),
                "lot": st.sampled_from(["SI-2041", "SI-2041", "SI-9999"]),
                "zone": st.sampled_from(["abdomen", "abdomen", "face"]),
            }
        ),
        antiseptic=st.sampled_from(["chlorhexidine in alcohol", "povidone-iodine"]),
    )
    def plan(self, needle, changes, antiseptic):
        """
        Plan anew.
        """
        if given.session_of(self.world).plan is None:
            return
        written = dict(zip(("gauge", "outer_diameter", "length"), needle, strict=True))
        made = given.replan(self.world, needle=written, **changes)
        plan = of_session.PlanMade(plan=evolve(made, antiseptic=antiseptic))
        self.ask(moves.Tell(payload=plan))

    @rule(
        systolic=st.sampled_from(["124 mmHg", "124.0 mmHg", "185 mmHg", "80 mmHg"]),
        oxygen=st.sampled_from(["98 %", "98.0 %", "93 %"]),
    )
    def measure(self, systolic, oxygen):
        """
        Measure.
        """
        self.do("vitals", **{**given.USUAL, "systolic": systolic, "oxygen": oxygen})

    @rule(
        statement=st.sampled_from(list(PROTOCOL.statement)),
        by=st.sampled_from([given.PHYSICIAN, given.PHYSICIAN, given.NURSE]),
    )
    def sign(self, statement, by):
        """
        Sign.
        """
        self.do("sign", by, statement=statement)

    @rule(
        contact=st.sampled_from(["40 s", "40.0 s", "1 min", "5 s"]),
        zone=st.sampled_from(["abdomen", "thighs-outer"]),
    )
    def prepare(self, contact, zone):
        """
        Prepare a zone.
        """
        told = {"antiseptic": "chlorhexidine", "contact": contact, "dried": contact}
        self.do("prepare-skin", zone=zone, **told)

    @rule(
        table=st.fixed_dictionaries(
            {
                "item": st.sampled_from("ab"),
                "points": st.sampled_from(["1", "1-10", "3, 5"]),
                "volume": st.sampled_from(["0.05 mL", "1 mL", "30 mL", ""]),
            }
        ),
        does=st.sampled_from(["deliver", "deliver", "record-delivered"]),
        ago=AGO,
        zone=st.sampled_from(ZONES),
    )
    def inject(self, table, does, ago, zone):
        """
        Ask to inject, or say that it was injected.
        """
        if does != "deliver" and ago:
            table = {**table, "stated_at": self.typed(ago, zone)}
        self.do(does, **table)

    @rule(
        product=st.sampled_from([("silicea", "SI-2041"), ("lidovit", "LV-7730")]),
        method=st.sampled_from(["prick", "prick", "intradermal"]),
        does=st.sampled_from(["place-test", "place-test", "record-test"]),
    )
    def test(self, product, method, does):
        """
        Place a skin test, or ask to numb the skin.
        """
        table = {"product": product[0], "lot": product[1]}
        told = {"method": method, "site": "left forearm", "dilution": "undiluted"}
        self.do(does, volume="0.01 mL", wheal_initial="3 mm", **table, **told)
        self.do("apply-anaesthetic", zone="abdomen", amount="0.5 mL", **table)

    @rule(
        number=st.integers(1, 3),
        reading=st.sampled_from(["immediate", "late"]),
        wheal=st.sampled_from(["1 mm", "1.0 mm", "3 mm", "0.5 cm", "large"]),
    )
    def read(self, number, reading, wheal):
        """
        Read a test.
        """
        told = {"saline": "0 mm", "histamine": "5 mm", "flare": "no", "infiltrated": "no"}
        self.do("read-test", test=f"test-{number}", reading=reading, wheal=wheal, **told)

    @rule(
        does=st.sampled_from([*["advance"] * 5, "check-in", "end-visit", *STEPS]),
        by=st.sampled_from([given.PHYSICIAN, given.PHYSICIAN, given.NURSE]),
    )
    def step(self, does, by):
        """
        Ask for a step.
        """
        if given.session_of(self.world).stage in FINALS and self.steps % 4:
            return
        self.do(does, by, reason="as the patient wishes")

    @rule(data=st.data(), change=st.booleans())
    def open_what_is_shut(self, data, change):
        """
        Decide on, or override, what is shut now; or note it and change what was seen.
        """
        point = data.draw(st.sampled_from(POINTS))
        found = self.desks[0].why(self.world.session, point).findings
        held = [
            each
            for each in found
            if not each.clear and (each.card.weight == "relative" or each.card.override)
        ]
        if not held:
            return
        one = held[data.draw(st.integers(0, len(held) - 1))]
        if one.card.override:
            reason = data.draw(st.sampled_from(one.card.override.reasons))
            self.do("override", gate=one.id, item=one.item, reason=reason, text="as seen")
        self.do("decide", gate=one.id, item=one.item, reason="weighed")

    @rule(
        does=st.sampled_from(["signs", "suspect", "escalate", "confirm", "rule-out"]),
        sign=st.sampled_from([each.id for each in PROTOCOL.signs]),
        faint=st.booleans(),
    )
    def alarm(self, does, sign, faint):
        """
        Note a sign, raise the alarm, or rule it out.
        """
        table = {
            "signs": {"signs": [sign]},
            "suspect": {"signs": [sign]},
            "escalate": {},
            "confirm": {"text": "hives"},
            "rule-out": {"reason": "a faint", "faint": faint},
        }
        self.do(does, **table[does])

    @rule(
        what=st.sampled_from(["treat", "call", "effect", "close-task", "look", "still"]),
        number=st.integers(1, 3),
        data=st.data(),
    )
    def follow(self, what, number, data):
        """
        Treat, call, class an effect, close a task, look at signs, confirm what was said.
        """
        match what:
            case "treat":
                drug = data.draw(st.sampled_from(["saline", "adrenaline 1 mg/mL"]))
                self.do("treat", drug=drug, dose="500 mL", route="intravenous")
            case "call":
                self.do("call", who="112")
            case "effect":
                effect = data.draw(st.sampled_from(EFFECTS))
                cause = data.draw(st.sampled_from(["", "depth"]))
                told = {"zone": "abdomen", "cause": cause, "predictable": "yes"}
                self.do("effect", effect=effect, **told)
            case "close-task":
                self.do("close-task", task=f"task-{number}", how="done")
            case "look":
                noted = [sign.sign for sign in given.session_of(self.world).signs]
                self.do("look", signs=noted, found="nothing of it")
            case _:
                asked = [q.id for q in PROTOCOL.questions if q.scope == "patient"]
                self.do("still-true", questions=[data.draw(st.sampled_from(asked))])

    @rule(data=st.data(), remove=st.booleans())
    def correct(self, data, remove):
        """
        Correct an entry, or say that it was made in error.
        """
        wanted = IN_ERROR if remove else AMENDABLE
        known = [
            entry
            for entry in given.session_of(self.world).entries
            if isinstance(entry.payload, wanted)
        ]
        if not known:
            return
        entry = known[data.draw(st.integers(0, len(known) - 1))]
        if remove:
            self.do("mark-in-error", entry=entry.id, reason="not at all")
            return
        names = ("volume", "wheal", "systolic", "contact", "drug", "lot", "cause", "amount")
        says = {"lot": "SI-9999", "drug": "adrenaline", "systolic": "60 mmHg"}
        held = getattr(entry.payload, "values", None) or {
            name: getattr(entry.payload, name, None) for name in names
        }
        changes = {n: says.get(n, "0.01 mL") for n in names if held.get(n) is not None}
        if changes:
            self.do("amend", entry=entry.id, changes=changes, reason="misread")

    # ── what surrounds it ────────────────────────────────────────────────────────────

    @rule(
        strength=st.sampled_from(STRENGTHS),
        product=st.sampled_from(["silicea", "lidovit"]),
        known=st.sampled_from(["yes", "yes", "no", "does not know"]),
        second=st.sampled_from(["", "procaine", "dust", "lidocaine"]),
        mixed=st.sampled_from(["not mixed", "consulting room"]),
    )
    def describe(self, strength, product, known, second, mixed):
        """
        A product is described anew.
        """
        held = self.clinic().products[product]
        first, *others = held.components
        parts = [evolve(first, strength=strength), *others[-1:]]
        if second:
            parts.append(Component(substance=second, active=True, strength="2 %"))
        made = evolve(
            held,
            components=tuple(parts),
            composition_complete=known,
            on_label=known,
            mixed=mixed,
        )
        try:
            self.around(of_clinic.ProductRegistered(product=made))
        except InputFault:
            return

    @rule(days=st.sampled_from([-1, 0, 1, 300]), lot=st.sampled_from(LOTS))
    def register_lot(self, days, lot):
        """
        A lot is entered, again or for the first time.
        """
        last = self.world.clock.at.date() + timedelta(days=days)
        made = Lot(product="silicea", number=lot, expires_on=last)
        self.around(of_clinic.LotRegistered(lot=made))

    @rule(lot=st.sampled_from(LOTS))
    def recall(self, lot):
        """
        A lot is recalled.
        """
        self.around(of_clinic.LotRecalled(product="silicea", number=lot, reason="glass"))

    @rule(count=st.sampled_from([0, 1, 5, 6]), days=st.sampled_from([-1, 0, 300]))
    def count_kit(self, count, days):
        """
        The kit is counted.
        """
        last = self.world.clock.at.date() + timedelta(days=days)
        held = self.clinic().stock or {}
        stock = [evolve(s, count=count, expires_on=last) for s in held.values()]
        self.around(of_clinic.KitCounted(stock=tuple(stock)))

    @rule(zone=st.sampled_from(ZONES), number=st.sampled_from(["112", "15", ""]))
    def settle(self, zone, number):
        """
        The clinic moves.
        """
        told = {"zone": zone, "emergency-number": number}
        self.around(of_clinic.ClinicSet(settings=told))

    @rule(days=st.sampled_from([-1, 0, 1, 300]), keep=st.integers(0, 5))
    def train(self, days, keep):
        """
        The physician's trainings lapse, are renewed or are taken away.
        """
        held = self.clinic().staff["dr-moreau"]
        until = self.world.clock.at.date() + timedelta(days=days)
        trainings = [
            evolve(each, until=until if each.until else None) for each in TRAININGS[:keep]
        ]
        made = evolve(held, trainings=tuple(trainings))
        self.around(of_clinic.StaffRegistered(staff=made))

    @rule(approve=st.booleans())
    def withdraw(self, approve):
        """
        The protocol is approved, or withdrawn.
        """
        if approve or self.steps % 3:
            office.approve(self.desks[1], PROTOCOL, by=given.PHYSICIAN, named=())
            self.look()
            return
        about = {"protocol": PROTOCOL.id, "digest": PROTOCOL.digest}
        self.around(of_clinic.ProtocolWithdrawn(reason="a new one", **about))

    @rule(hours=st.sampled_from([1, 30]))
    def sign_paper(self, hours):
        """
        What was written on paper for a time counts.
        """
        now = self.world.clock.at
        about = {"begins": now - timedelta(hours=hours), "ends": now, "reason": "no power"}
        self.around(of_clinic.PaperPeriodSigned(**about))

    @rule(
        about=st.sampled_from(["skin-test", "reactions", "off-label"]),
        result=st.sampled_from(["negative", "agreed", "positive", "refused"]),
        days=st.sampled_from([-400, -1, 0, 1]),
        product=st.sampled_from(["", "silicea", "lidovit"]),
    )
    def file_letter(self, about, result, days, product):
        """
        A letter comes.
        """
        dated = self.world.clock.at.date() + timedelta(days=days)
        told = {"about": about, "result": result, "dated": dated, "product": product}
        letter = Letter(by="Dr Anders", speciality="allergist", **told)
        desk = self.desks[self.steps % 2]
        office.file_letter(desk, self.world.patient, letter, by=given.PHYSICIAN)
        self.look()

    @rule(born=st.sampled_from(["1985-06-14", "2008-03-29", "2027-01-01", "", "gone"]))
    def name(self, born):
        """
        The birth date is put right, or forgotten.
        """
        journal = self.world.journal
        if born == "gone":
            journal.forget_person(self.world.patient)
        else:
            held = dict(journal.person(self.world.patient) or {})
            journal.put_person(self.world.patient, {**held, "birth_date": born})
        self.look()

    # ── other sessions ───────────────────────────────────────────────────────────────

    @rule(same_course=st.booleans(), go=st.booleans())
    def open_another(self, same_course, go):
        """
        Another session of this patient begins; it may be looked at from then on.
        """
        course = given.session_of(self.world).course if same_course else ""
        came = office.open_session(
            self.desks[self.steps % 2],
            self.world.patient,
            PROTOCOL,
            by=given.PHYSICIAN,
            course=course,
        )
        if not isinstance(came, Refusal):
            self.world.session = came.session.id if go else self.world.session
            self.look()

    @rule()
    def look_at_another(self):
        """
        Turn to another session of the patient.
        """
        others = self.world.desk.patient(self.world.patient)[0].sessions
        if len(others) > 1:
            self.world.session = others[self.steps % len(others)]
            self.look()

    @rule(
        what=st.sampled_from(["inject", "suspect", "rule-out", "answer", "leave", "test"]),
        value=st.sampled_from(["no", "yes"]),
    )
    def meanwhile(self, what, value):
        """
        Something is recorded of another session.
        """
        others = self.world.desk.patient(self.world.patient)[0].sessions
        others = [each for each in others if each != self.world.session]
        if not others:
            return
        about = [
            moves.Answer(question=card.id, value=(value,))
            for card in PROTOCOL.questions
            if card.scope == "patient" and value in card.answers
        ]
        test = {"product": "silicea", "lot": "SI-2041", "method": "prick", "site": "arm"}
        asked = {
            "inject": moves.Entered(payload=given.delivered(product="lidovit")),
            "suspect": moves.Suspect(),
            "rule-out": moves.RuleOut(reason="a faint"),
            "answer": moves.Record(answers=tuple(about)),
            "leave": moves.Go(name="leave", reason="had enough"),
            "test": moves.Entered(
                payload=care.TestPlaced(
                    test="", dilution="undiluted", volume="0.01 mL", **test
                )
            ),
        }
        self.ask(asked[what], session=others[self.steps % len(others)])

    @rule(what=st.sampled_from(["inject", "suspect", "rule-out", "test"]))
    def meanwhile_again(self, what):
        """
        What happened in another session is of more weight than most that is said here.
        """
        self.meanwhile(what, "no")

    # ── clocks ───────────────────────────────────────────────────────────────────────

    @rule(span=st.sampled_from(SPANS))
    def let_time_pass(self, span):
        """
        Time passes.
        """
        given.wait(self.world, span)
        self.look()

    @rule(zone=st.sampled_from(ZONES), off=st.sampled_from([-1, 0, 1]))
    def wait_for_midnight(self, zone, off):
        """
        A second before midnight somewhere, at midnight, or a second after it.
        """
        local = self.world.clock.at.astimezone(ZoneInfo(zone))
        day = local.date() + timedelta(days=1)
        ends = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
        self.world.clock.forward_to(ends.astimezone(UTC) + timedelta(seconds=off))
        self.look()

    @rule(
        minutes=st.sampled_from([-24 * 60, -60, -1, 1, 60, 24 * 60]),
        ticks=st.sampled_from([0, 0, 3600, -60]),
        boot=st.booleans(),
    )
    def set_the_clock(self, minutes, ticks, boot):
        """
        The wall clock is set, the other one runs on or not, the machine starts again.
        """
        clock = self.world.clock
        clock.at += timedelta(minutes=minutes)
        clock.ns = max(0, clock.ns + ticks * 1_000_000_000)
        if boot:
            clock.boot, clock.ns = f"boot-{self.steps}", 0
        self.look()


def answered(ask):
    """
    What came of asking, or why it could not be read.
    """
    try:
        return ask()
    except InputFault as fault:
        return fault


Practice.TestCase.settings = settings(
    max_examples=examples(18), stateful_step_count=30, deadline=None
)


@pytest.mark.rule(1, 3, 6)
class TestPractice(Practice.TestCase):
    """
    No desk ever said of a gate what is not so any more.
    """
