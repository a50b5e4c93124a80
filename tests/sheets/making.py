"""
Sessions for the tests of paper, put together by hand from the model's own types.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from attrs import evolve

from planner.model.answer import Fact, FactSheet
from planner.model.entries.care import TestRead
from planner.model.person import Actor, Allergy, HoldAgreement, Medicine, Staff
from planner.model.product import (
    Component,
    Lot,
    Needle,
    Plan,
    PlanItem,
    Product,
    Stock,
)
from planner.model.quantity import Quantity
from planner.model.situation import (
    Clinic,
    Exposure,
    Given,
    History,
    NotedSign,
    Opening,
    Session,
    Signature,
    Situation,
    SkinTest,
    StageVisit,
    Task,
    VitalSet,
)
from planner.model.time import Instant

ZONE = ZoneInfo("Europe/Vienna")
NURSE = Actor(id="nurse-2", role="nurse")
HEAD = "ABCD-EFGH-JKMN"
NAMES = {"name": "Dana Example", "birth_date": date(1984, 3, 9)}


def at(text: str) -> datetime:
    """
    A clock time in the clinic, as UTC.
    """
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def instant(text: str) -> Instant:
    """
    A reading of the clock.
    """
    return Instant(at=at(text), boot="b", ns=int(at(text).timestamp() * 10**9))


def fact(question: str, *value: str, item: str = "") -> Fact:
    """
    An answer of this visit.
    """
    return Fact(
        question=question,
        value=value,
        item=item,
        observed_at=at("2026-11-22 09:20"),
        recorded_at=at("2026-11-22 09:20"),
        by=NURSE,
        visit=2,
    )


NEEDLE = Needle(
    id="mesorelle-30",
    gauge="30G",
    outer_diameter="0.30 mm",
    length="4 mm",
    lot="N4471",
    expires_on=date(2028, 5, 31),
    sterile="yes",
    unopened="yes",
    single_use="yes",
)


def item(**changes: object) -> PlanItem:
    """
    One product into one zone.
    """
    plain = PlanItem(
        id="item-1",
        zone="thighs-outer",
        side="left",
        product="lidopan",
        lot="LX0O17",
        needle=NEEDLE,
        technique="point-by-point",
        layer="dermis",
        points=24,
        volume_per_point="0.10 mL",
        angle="45 deg",
    )
    return evolve(plain, **changes)


PRODUCTS = {
    "lidopan": Product(
        id="lidopan",
        name="Lidopan",
        maker="Sample Pharma",
        registered="yes",
        described="yes",
        composition_complete="yes",
        components=(
            Component(substance="lidocaine hydrochloride", active=True, strength="1 %"),
            Component(substance="dexpanthenol", active=True, strength="50 mg/mL"),
            Component(substance="methylparaben", active=False, strength="1 mg/mL"),
        ),
        route="intradermal",
        on_label="no",
    ),
    "silicon": Product(
        id="silicon",
        name="Silorg",
        maker="Sample Labs",
        registered="yes",
        described="yes",
        composition_complete="yes",
        components=(Component(substance="organic-silicon", active=True, strength="0.5 %"),),
        route="intradermal",
        on_label="yes",
    ),
}
LOTS = {
    ("lidopan", "LX0O17"): Lot(
        product="lidopan", number="LX0O17", expires_on=date(2027, 6, 30)
    ),
    ("silicon", "S-9918"): Lot(
        product="silicon", number="S-9918", expires_on=date(2028, 1, 31)
    ),
}


def clinic(**changes: object) -> Clinic:
    """
    A clinic with staff, products, lots, kit and settings.
    """
    plain = Clinic(
        settings={
            "clinic-name": "Clinic on the Hill",
            "clinic-address": "12 Sample Street, 1010 Vienna",
            "clinic-phone": "+43 555 010 200",
            "emergency-number": "112",
            "zone": "Europe/Vienna",
            "mixing-allowed": "no",
        },
        staff={
            "dr-1": Staff(id="dr-1", name="Dr Ana Sample", role="physician"),
            "nurse-2": Staff(id="nurse-2", name="J. Sample, RN", role="nurse"),
        },
        products=PRODUCTS,
        lots=LOTS,
        stock={
            "adrenaline": Stock(item="adrenaline", count=6, expires_on=date(2028, 1, 31))
        },
        stock_counted=instant("2026-11-22 08:00"),
    )
    return evolve(plain, **changes)


def plan() -> Plan:
    """
    Two zones, two products, one needle.
    """
    return Plan(
        indication="cellulite of the thighs",
        operator="dr-1",
        antiseptic="chlorhexidine in alcohol",
        items=(
            item(),
            item(id="item-2", side="right", product="silicon", lot="S-9918", points=18),
        ),
    )


def read(kind: str, when: str) -> tuple[Instant, TestRead]:
    """
    A negative reading beside valid controls.
    """
    return instant(when), TestRead(
        test="test-1",
        reading=kind,
        wheal="0 mm",
        saline="0 mm",
        histamine="5 mm",
        flare="0 mm",
        infiltrated="no",
    )


def tested(product: str, lot: str, *, late: bool) -> SkinTest:
    """
    A prick test, read as negative.
    """
    made_of = PRODUCTS[product].components
    readings = [read("immediate", "2026-11-20 10:17")]
    if late:
        readings.append(read("late", "2026-11-22 09:10"))
    return SkinTest(
        id=f"test-{product}",
        product=product,
        lot=lot,
        method="prick",
        site="forearms",
        dilution="undiluted",
        wheal_initial="",
        placed=instant("2026-11-20 10:00"),
        readings=tuple(readings),
        composition=tuple(sorted(f"{c.substance} {c.strength}" for c in made_of)),
    )


def vitals(when: str, systolic: str = "124 mmHg") -> VitalSet:
    """
    A full set of vital signs.
    """
    values = {
        "systolic": systolic,
        "diastolic": "78 mmHg",
        "pulse": "72/min",
        "oxygen": "98 %",
        "breathing": "14/min",
    }
    return VitalSet(taken=instant(when), values=values, by="nurse-2")


HOLD = HoldAgreement(
    medicine="Aspirin 100",
    prescriber="Dr Cardio Sample",
    contact="+43 555 010 300",
    agreed_on=date(2026, 11, 16),
    decision="hold",
    hold="24 h",
    last_dose=at("2026-11-21 08:00"),
    restart=at("2026-11-22 15:00"),
)


def session(**changes: object) -> Session:
    """
    A session of two visits, before the first injection.
    """
    plain = Session(
        id="S7K2M9QWER",
        patient="P4T7N2XYZ0",
        course="C1",
        protocol="mesotherapy",
        version="2026-1",
        digest="",
        opened=instant("2026-11-20 09:00"),
        stage="needle-selection",
        visit=2,
        visit_began=instant("2026-11-22 09:00"),
        facts=FactSheet().with_facts(
            [fact("weight", "62 kg"), fact("companion", "yes, sister")]
        ),
        medicines=(
            Medicine(
                name="Aspirin 100",
                prescribed="yes",
                dose="100 mg",
                last_dose=at("2026-11-21 08:00"),
            ),
        ),
        medicines_complete=True,
        medicines_visit=2,
        allergies=(Allergy(substance="penicillin", reaction="rash", year="2011"),),
        allergies_complete=True,
        plan=plan(),
        tests=(
            tested("lidopan", "LX0O17", late=True),
            tested("silicon", "S-9918", late=True),
        ),
        exposures=(exposure("test", "lidopan", "LX0O17", "2026-11-20 10:00", volume=None),),
        vitals=(vitals("2026-11-22 09:30"),),
        signatures=(
            Signature(
                statement="consent",
                item="",
                by="dr-1",
                role="physician",
                assurance="claimed",
                signed=instant("2026-11-20 09:40"),
                visit=1,
            ),
        ),
        agreements=(HOLD,),
        tasks=(
            Task(
                id="task-1",
                what="confirm that Aspirin 100 is taken again as its prescriber agreed",
                about="restart:Aspirin 100",
                holds_discharge=False,
                opened_at=at("2026-11-20 09:30"),
            ),
        ),
        last=instant("2026-11-22 09:30"),
    )
    return evolve(plain, **changes)


def exposure(kind: str, product: str, lot: str, when: str, **changes: object) -> Exposure:
    """
    Something that reached the patient.
    """
    plain = Exposure(
        entry=f"entry-{kind}-{when}",
        kind=kind,
        id=f"{kind}-1",
        item="item-1",
        product=product,
        lot=lot,
        zone="thighs-outer" if kind != "test" else "forearms",
        points="1-24" if kind == "delivery" else "",
        needle="mesorelle-30",
        technique="point-by-point" if kind == "delivery" else "prick",
        volume=Quantity.of("2.4 mL"),
        counts_from=instant(when),
        occurred_at=at(when),
        by="dr-1",
    )
    return evolve(plain, **changes)


def injected(**changes: object) -> Session:
    """
    The same session after the injections.
    """
    plain = session(
        stage="observation",
        exposures=(
            exposure("test", "lidopan", "LX0O17", "2026-11-20 10:00", volume=None),
            exposure("delivery", "lidopan", "LX0O17", "2026-11-22 10:31"),
            exposure(
                "delivery",
                "silicon",
                "S-9918",
                "2026-11-22 10:40",
                points="1-16",
                volume=Quantity.of("1.6 mL"),
                deviation="1.6 mL where 1.8 mL was planned",
            ),
        ),
        vitals=(
            vitals("2026-11-22 09:30"),
            vitals("2026-11-22 10:41"),
            vitals("2026-11-22 10:46", systolic="118 mmHg"),
        ),
        last=instant("2026-11-22 10:46"),
    )
    return evolve(plain, **changes)


def discharged() -> Session:
    """
    The same session after the patient has left.
    """
    left = StageVisit(
        stage="discharged",
        left="discharge",
        move="advance",
        reason="",
        at=at("2026-11-22 11:50"),
        by="dr-1",
    )
    return injected(stage="discharged", path=(left,), last=instant("2026-11-22 11:50"))


def deferred() -> Session:
    """
    A session deferred with a hold agreed, before anything was injected.
    """
    left = StageVisit(
        stage="deferred",
        left="anticoagulant-hold",
        move="defer",
        reason="fever",
        at=at("2026-11-22 09:40"),
        by="dr-1",
    )
    return session(stage="deferred", exposures=(), tests=(), path=(left,))


def reacted() -> Session:
    """
    The same session with a reaction, treated.
    """
    return injected(
        stage="emergency",
        adrenaline=True,
        suspected=(instant("2026-11-22 10:47"),),
        signs=(NotedSign(sign="urticaria", noted=instant("2026-11-22 10:47")),),
        given=(
            Given(
                what="adrenaline 1 mg/mL",
                dose="0.5 mg",
                route="intramuscular",
                site="left outer mid-thigh",
                at=at("2026-11-22 10:48"),
                by="nurse-2",
                adrenaline=True,
            ),
        ),
        last=instant("2026-11-22 10:48"),
    )


def situation(told: Session, *, now: str = "", **changes: object) -> Situation:
    """
    A session with what surrounds it, a minute after its last entry.
    """
    moment = instant(now) if now else None
    if moment is None:
        later = told.last.at + timedelta(minutes=1)
        moment = Instant(at=later, boot="b", ns=int(later.timestamp() * 10**9))
    history = History(
        clinic=changes.pop("clinic", None) or clinic(),
        zone=ZONE,
        birth_date=date(1984, 3, 9),
    )
    plain = Situation(session=told, history=history, now=moment, operator="dr-1")
    return evolve(plain, **changes)


def opening(gate: str, item: str, seen: str, *, override: bool = False) -> Opening:
    """
    A physician's decision on a gate, or an override of it.
    """
    return Opening(
        gate=gate,
        item=item,
        seen=seen,
        by="dr-1",
        role="physician",
        at=at("2026-11-22 09:31"),
        reason="small area and small dose",
        text="seen and weighed" if override else "",
        override=override,
    )
