"""
Builders: a situation in one line, saying only what matters.

A world is a whole clinic on a journal in memory, as the worked cases begin it; a session
or situation can also be built by hand, for what one kind of gate reads.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from attrs import evolve

from planner import library, resources
from planner.clinic import office, rehearse
from planner.clinic.inputs import Reader, with_volume
from planner.model.answer import Fact, FactSheet
from planner.model.entries import care
from planner.model.entries.envelope import Entry
from planner.model.person import Actor, HoldAgreement, Letter, Medicine
from planner.model.product import Component, Lot, Needle, Plan, PlanItem, Product
from planner.model.protocol import Gate, Question
from planner.model.quantity import Quantity, after
from planner.model.situation import Clinic, Exposure, History, Session, Situation
from planner.model.time import Instant
from planner.safety.findings import Refusal
from planner.safety.kinds import READ
from planner.session.decide import decide
from planner.session.fold import extend

PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)

PHYSICIAN = Actor(id="dr-moreau", role="physician")
NURSE = Actor(id="nurse-petit", role="nurse")
ASSISTANT = Actor(id="desk-roy", role="assistant")
STRANGER = Actor(id="passer-by", role="anyone")
EVERYONE = (PHYSICIAN, NURSE, ASSISTANT, STRANGER)

USUAL = {
    "systolic": "124 mmHg",
    "diastolic": "78 mmHg",
    "pulse": "70 /min",
    "oxygen": "98 %",
}
ANTISEPTIC = "chlorhexidine in alcohol"
WORLDS = {}


@lru_cache(maxsize=1)
def the_protocol():
    """
    The shipped protocol.
    """
    return library.load_shipped("mesotherapy")


@lru_cache(maxsize=1)
def the_cases():
    """
    The worked cases of the shipped protocol.
    """
    return library.load_cases(
        resources.protocols() / "mesotherapy" / "cases.toml", the_protocol()
    )


def a_world(given="injecting"):
    """
    A clinic in which everything of one `given` of the cases has happened.
    """
    return rehearse.begin(given, the_cases(), the_protocol(), WORLDS).fork()


def session_of(world):
    """
    What the session of a world has become.
    """
    return world.desk.session(world.session)[0]


def wait(world, span):
    """
    Let time pass, on both clocks; a negative span turns the wall clock back.
    """
    zone, at = world.clock.at.tzinfo, world.clock.at.astimezone(UTC)
    gone = after(at, Quantity.of(span.removeprefix("-")), PARIS) - at
    then = at - gone if span.startswith("-") else at + gone
    world.clock.forward_to(then.astimezone(zone))


def ask(world, does, by=PHYSICIAN, **table):
    """
    Type one table at the desk; days are written "day 2", instants "day 2 09:30".
    """
    typed = rehearse.told({"does": does, **table})
    came = None
    for move in Reader().moves(typed, session_of(world)):
        came = do(world, with_volume(move, session_of(world)), by)
        if isinstance(came, Refusal):
            return came
    return came


def do(world, move, by=PHYSICIAN):
    """
    Ask the desk for one move.
    """
    return world.desk.ask(world.session, move, by=by)


def answer(world, **answers):
    """
    Answer questions; a zone stands behind two underscores.
    """
    plain = {
        name.replace("__", "@").replace("_", "-"): said for name, said in answers.items()
    }
    return ask(world, "record", answers=plain)


def stood(world, to):
    """
    How each gate before a stage or move stands: open, shut, unknown or opened.
    """
    return rehearse.worst(world.desk.why(world.session, to).findings)


def holding(world, to):
    """
    The gates that hold a stage or move now.
    """
    found = world.desk.why(world.session, to).findings
    return tuple(dict.fromkeys(each.id for each in found if each.holds))


def refused_for(came):
    """
    The ids of what refused a move.
    """
    assert isinstance(came, Refusal), came
    return tuple(dict.fromkeys(each.id for each in came.because))


def kinds(came):
    """
    The kinds of entries that were recorded.
    """
    assert not isinstance(came, Refusal), refused_for(came)
    return tuple(entry.payload.kind for entry in came.entries)


def on_record(world, payload, by=PHYSICIAN):
    """
    Record something about the clinic.
    """
    return office.record_clinic(world.desk, payload, by=by)


def on_file(world, letter, by=PHYSICIAN):
    """
    File a letter about the patient of a world.
    """
    office.file_letter(world.desk, world.patient, letter, by=by)


def open_another(world, by=PHYSICIAN, **changes):
    """
    Open another session for the patient of a world.
    """
    return office.open_session(world.desk, world.patient, world.protocol, by=by, **changes)


def replan(world, **changes):
    """
    Plan anew, with the first item changed.
    """
    plan = session_of(world).plan
    first, *others = plan.items
    needle = changes.pop("needle", {})
    first = evolve(first, needle=evolve(first.needle, **needle), **changes)
    return evolve(plan, items=(first, *others))


def an_instant(at=NOON, boot="boot-1", ns=0):
    """
    A reading of the clock.
    """
    return Instant(at=at, boot=boot, ns=ns)


def a_session(**changes):
    """
    A session that was opened at noon.
    """
    begun = an_instant()
    names = {"id": "S", "patient": "P", "course": "C", "digest": "d"}
    given = {
        **names,
        "protocol": "mesotherapy",
        "version": "2026-1",
        "opened": begun,
        "visit_began": begun,
        "last": begun,
    }
    return Session(**{**given, **changes})


def a_fact(question, *value, item="", at=NOON, visit=1):
    """
    One answer.
    """
    return Fact(
        question=question,
        value=value,
        item=item,
        observed_at=at,
        recorded_at=at,
        by=PHYSICIAN,
        visit=visit,
    )


def facts(*each):
    """
    A sheet of these facts.
    """
    return FactSheet().with_facts(each)


def a_situation(session=None, *, now=None, operator="", attempt=None, **history):
    """
    All that a gate may see, at noon unless said otherwise.
    """
    given = {"clinic": Clinic(), "zone": PARIS}
    return Situation(
        session=session or a_session(),
        history=History(**{**given, **history}),
        now=now or an_instant(),
        operator=operator,
        attempt=attempt,
    )


def a_gate(requires, **changes):
    """
    A safety gate before the first exposure.
    """
    given = {
        "id": "hazard",
        "heading": "allergy-test",
        "before": ("place-test",),
        "requires": requires,
        "safety": True,
        "weight": "absolute",
        "leads_to": "refused",
        "because": "It harms.",
        "now": "Wait.",
        "unknown": "Ask.",
        "source": (),
    }
    return Gate(**{**given, **changes})


def a_question(id_="asked", **changes):
    """
    A question with two answers.
    """
    given = {
        "id": id_,
        "heading": "anamnesis",
        "asks": "Is it so?",
        "kind": "choice",
        "answers": ("yes", "no"),
        "source": (),
    }
    return Question(**{**given, **changes})


def a_protocol(*gates, **changes):
    """
    The shipped vocabulary with only these gates.
    """
    return evolve(the_protocol(), gates=gates, **changes)


def read(requires, situation, protocol=None, **changes):
    """
    What one kind of gate reads, item by item.
    """
    gate = a_gate(requires, **changes)
    return tuple(READ[type(requires)](gate, situation, protocol or a_protocol(gate)))


def said(readings):
    """
    Each reading as item, outcome, what was seen, and why it is unknown.
    """
    return [
        (each.item, each.outcome.value, each.seen.key, each.why and each.why.value)
        for each in readings
    ]


def a_medicine(name="aspirin", prescribed="no", last_dose=None):
    """
    A medicine the patient takes.
    """
    return Medicine(name=name, prescribed=prescribed, last_dose=last_dose)


def taking(*medicines, complete=True, **changes):
    """
    A session in which the patient listed these medicines.
    """
    return a_session(
        medicines=medicines, medicines_complete=complete, medicines_visit=1, **changes
    )


def an_agreement(medicine="warfarin", **changes):
    """
    A hold, as its prescriber agreed it the day before.
    """
    given = {
        "medicine": medicine,
        "prescriber": "Dr Blum",
        "contact": "by telephone",
        "agreed_on": date(2026, 3, 3),
        "decision": "hold",
        "hold": "48 h",
        "restart": datetime(2026, 3, 5, 8, 0, tzinfo=UTC),
    }
    return HoldAgreement(**{**given, **changes})


def a_letter(about="skin-test", result="negative", dated=date(2026, 3, 1), product=""):
    """
    A letter on file.
    """
    return Letter(
        about=about,
        by="Dr Anders",
        speciality="allergist",
        dated=dated,
        result=result,
        product=product,
    )


def a_product(*components, id_="mix", **changes):
    """
    A product made of these, each a substance or a substance with its strength.
    """
    made = tuple(
        Component(substance=each, active=True)
        if isinstance(each, str)
        else Component(substance=each[0], active=True, strength=each[1])
        for each in components
    )
    given = {
        "id": id_,
        "name": id_,
        "maker": "Example",
        "registered": "yes",
        "described": "yes",
        "composition_complete": "yes",
        "components": made,
    }
    return Product(**{**given, **changes})


def a_needle(id_="needle", gauge="", outer_diameter="", length="4 mm", **changes):
    """
    A needle as its packing says.
    """
    return Needle(
        id=id_, gauge=gauge, outer_diameter=outer_diameter, length=length, **changes
    )


def an_item(id_="a", **changes):
    """
    One planned zone with product and needle.
    """
    given = {
        "zone": "abdomen",
        "product": "mix",
        "lot": "L1",
        "needle": a_needle(),
        "technique": "nappage",
        "layer": "dermis",
        "points": 10,
        "volume_per_point": "0.1 mL",
        "angle": "45 deg",
    }
    return PlanItem(id=id_, **{**given, **changes})


def a_plan(*items, **changes):
    """
    A plan of these items.
    """
    given = {"indication": "cellulite", "operator": PHYSICIAN.id, "antiseptic": ANTISEPTIC}
    return Plan(items=items or (an_item(),), **{**given, **changes})


def a_clinic(*products, lots=(), **changes):
    """
    A clinic with these products and lots on record.
    """
    return Clinic(
        products={each.id: each for each in products},
        lots={(each.product, each.number): each for each in lots},
        **changes,
    )


def a_lot(number="L1", expires_on=date(2026, 12, 31), *, product="mix", recalled=False):
    """
    A lot of the product.
    """
    return Lot(product=product, number=number, expires_on=expires_on, recalled=recalled)


def an_exposure(at=NOON, kind="delivery", volume="1 mL", ns=0, **changes):
    """
    Something that reached the patient.
    """
    given = {"id": "delivery-1", "product": "mix", "lot": "L1", "zone": "abdomen"}
    return Exposure(
        entry="e",
        kind=kind,
        volume=Quantity.of(volume),
        counts_from=an_instant(at, ns=ns),
        occurred_at=at,
        **{**given, **changes},
    )


def vitals(**changes):
    """
    A usual set of vital signs, with these values instead.
    """
    return care.VitalsTaken(values={**USUAL, **changes})


def delivered(**changes):
    """
    Something went in, of which nobody knew a plan.
    """
    given = {
        "delivery": "",
        "item": "",
        "zone": "abdomen",
        "points": "",
        "product": "silicea",
        "lot": "SI-2041",
        "needle": "",
        "technique": "",
        "volume": "0.1 mL",
        "planned": True,
    }
    return care.Delivered(**{**given, **changes})


def treated(drug="saline", dose="500 mL", route="intravenous", **changes):
    """
    A treatment that was given.
    """
    given = {"adrenaline": False, **changes}
    return care.Treated(drug=drug, dose=dose, route=route, **given)


def recorded(session, decision, *, by=PHYSICIAN, now=None):
    """
    The session after what was decided was recorded.
    """
    now = now or session.last
    for draft in decision.drafts:
        entry = Entry(
            id=f"e{session.seq + 1}",
            seq=session.seq + 1,
            recorded=now,
            occurred_at=draft.occurred_at or now.at,
            by=by,
            payload=draft.payload,
        )
        session = extend(session, entry)
    return session


def decided(session, move, history, *, by=PHYSICIAN, now=None):
    """
    What comes of a move, under the shipped protocol.
    """
    return decide(session, move, the_protocol(), history, by=by, now=now or session.last)
