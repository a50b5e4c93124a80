"""
What is in a product, how much of it, and what it must not meet.
"""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given as for_all
from hypothesis import strategies as st

import given
from planner.model.person import Allergy
from planner.model.protocol import Composed, Limit, WithinLimit
from planner.model.quantity import Quantity
from planner.safety.dose import session_amounts, session_volume

Q = Quantity.of
LIDO = given.a_product(("lidocaine", "10 mg/mL"))
PROC = given.a_product(("procaine", "2 %"), id_="proc")
WEIGHT = given.a_fact("weight", "60 kg")


def a_limit(
    substance="lidocaine", at_most="3 mg/kg", and_="200 mg", over="session", **more
):
    """
    A limit of a substance.
    """
    return Limit(
        id=f"{substance}-{over}",
        substance=substance,
        at_most=Q(at_most),
        and_=Q(and_) if and_ else None,
        over=over,
        source=(),
        **more,
    )


A_LIMIT = (a_limit(),)


def read(
    *items,
    limits=A_LIMIT,
    products=(LIDO, PROC),
    exposures=(),
    weight=WEIGHT,
    attempt=None,
    together="",
    others=(),
    planned=True,
):
    """
    How the doses of a plan are read against limits.
    """
    session = given.a_session(
        plan=given.a_plan(*items) if planned else None,
        exposures=exposures,
        facts=given.facts(*([weight] if weight else [])),
    )
    situation = given.a_situation(
        session, clinic=given.a_clinic(*products), attempt=attempt, others=others
    )
    requires = WithinLimit(limits=tuple(each.id for each in limits), together=together)
    return given.read(requires, situation, given.a_protocol(limits=limits))


def an_item(points=10, each="0.1 mL", product="mix", id_="a"):
    """
    So many points of so much.
    """
    return given.an_item(id_, points=points, volume_per_point=each, product=product)


@pytest.mark.parametrize(
    ("points", "outcome"), [(179, "open"), (180, "open"), (181, "shut")]
)
@pytest.mark.rule(10)
def test_a_dose_by_weight_just_under_at_and_over(points, outcome):
    """
    3 mg/kg of 60 kg are 180 mg: 18 mL of 10 mg/mL.
    """
    (reading,) = read(an_item(points=points))

    assert outcome == reading.outcome.value
    assert Quantity(Decimal(points), "mg") == reading.seen.values["dose"]
    assert Q("180 mg") == reading.needed.values["limit"]


@pytest.mark.parametrize(
    ("weight", "cap"), [("60 kg", "180 mg"), ("66.6 kg", "199.8 mg"), ("90 kg", "200 mg")]
)
def test_the_lower_of_two_caps_governs(weight, cap):
    """
    By weight up to the fixed cap, and never above it.
    """
    (reading,) = read(an_item(), weight=given.a_fact("weight", weight))

    assert Q(cap) == reading.needed.values["limit"]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"weight": None}, "not asked"),
        ({"weight": given.a_fact("weight", "does not know")}, "not asked"),
        ({"planned": False}, "not asked"),
        ({"products": ()}, "not asked"),
        ({"products": (given.a_product("lidocaine"),)}, "not asked"),
        ({"products": (given.a_product(("mystery", "1 mg/mL")),)}, "unrecognised"),
        ({"products": (given.a_product(("lidocaine", "strong")),)}, "unreadable"),
        ({"products": (given.a_product(("lidocaine", "10 IU/mL")),)}, "unreadable"),
    ],
)
@pytest.mark.rule(5)
def test_what_a_limit_needs_and_lacks_is_not_known(changes, why):
    """
    Weight, strength, composition: without them no dose is small enough.
    """
    (reading,) = read(an_item(), **changes)

    assert ("unknown", why) == (reading.outcome.value, reading.why.value)


def test_a_substance_that_is_not_planned_is_open():
    """
    There is none of it.
    """
    (reading,) = read(an_item(), limits=(a_limit("procaine"),))

    assert ("open", "none-planned") == (reading.outcome.value, reading.seen.key)


@pytest.mark.parametrize(
    ("given_volume", "attempt", "dose"),
    [
        ([], None, "10 mg"),
        (["0.5 mL"], None, "10 mg"),
        (["2 mL"], None, "20 mg"),
        (["0.5 mL"], "0.4 mL", "10 mg"),
        (["0.5 mL"], "5 mL", "55 mg"),
        (["1 mL", "1 mL"], "1 mL", "30 mg"),
    ],
)
@pytest.mark.rule(3)
def test_what_is_more_counts_planned_or_given(given_volume, attempt, dose):
    """
    With the injection that is being asked for, before it happens.
    """
    exposures = tuple(given.an_exposure(volume=each) for each in given_volume)
    asked = given.an_exposure(volume=attempt) if attempt else None

    (reading,) = read(an_item(), exposures=exposures, attempt=asked)

    assert Q(dose) == reading.seen.values["dose"]


def test_tests_and_creams_count_on_top_of_the_plan():
    """
    They were never part of what is planned to be injected.
    """
    exposures = (
        given.an_exposure(kind="test", volume="0.01 mL"),
        given.an_exposure(kind="anaesthetic", volume="0.5 mL"),
    )

    (reading,) = read(an_item(), exposures=exposures)

    assert Q("15.1 mg") == reading.seen.values["dose"]


@pytest.mark.parametrize(
    ("gone", "dose"),
    [
        (timedelta(hours=23, minutes=59), "30 mg"),
        (timedelta(hours=24), "10 mg"),
        (timedelta(hours=24, minutes=1), "10 mg"),
    ],
)
@pytest.mark.rule(10)
def test_over_a_day_other_sessions_count(gone, dose):
    """
    Any twenty-four hours, not a calendar day.
    """
    other = given.a_session(
        id="other", exposures=(given.an_exposure(given.NOON - gone, volume="2 mL"),)
    )

    (reading,) = read(an_item(), limits=(a_limit(over="day"),), others=(other,))

    assert Q(dose) == reading.seen.values["dose"]


def test_over_a_point_the_largest_point_counts():
    """
    Not their sum.
    """
    limit = a_limit(at_most="2 mg", and_="", over="point")
    items = (an_item(each="0.1 mL"), an_item(each="0.2 mL", id_="b"))

    (reading,) = read(*items, limits=(limit,))

    assert (Q("2 mg"), "open") == (reading.seen.values["dose"], reading.outcome.value)


@pytest.mark.parametrize(
    ("lido", "proc", "total", "outcome"),
    [
        # 90 of 180 mg and 175 of 350 mg: half and half.
        (90, 87, Decimal("0.5") + Decimal(174) / 350, "open"),
        (90, 87.5, Decimal(1), "open"),
        (91, 87.5, Decimal(91) / 180 + Decimal("0.5"), "shut"),
    ],
)
@pytest.mark.rule(10)
def test_anaesthetics_add_up_as_shares_of_their_limits(lido, proc, total, outcome):
    """
    Half of one and half of another are all there may be.
    """
    items = (
        an_item(points=1, each=f"{lido / 10:g} mL"),
        an_item(points=1, each=f"{proc / 10:g} mL", product="proc", id_="b"),
    )
    limits = (a_limit(), a_limit("procaine", "10 mg/kg", "350 mg"))

    (reading,) = read(*items, limits=limits, together="local-anaesthetic")

    assert (outcome, total) == (reading.outcome.value, reading.seen.values["total"])


def test_a_dose_in_another_measure_is_unknown_and_takes_no_share():
    """
    A strength in units beside a limit in milligrams: told, and nothing else is lost.
    """
    units = given.a_product(("lidocaine", "5 IU/mL"))
    items = (given.an_item(), given.an_item("b", product="proc"))
    limits = (a_limit(), a_limit("procaine", "10 mg/kg", "350 mg"))

    alone = read(*items, limits=limits, products=(units, PROC))
    together = read(*items, limits=limits, products=(units, PROC), together="all")

    unknown = ("lidocaine-session", "unknown", "dose-unknown", "unreadable")
    assert [unknown, ("procaine-session", "open", "dose", None)] == given.said(alone)
    assert [unknown, ("all", "open", "shares", None)] == given.said(together)


@for_all(
    points=st.integers(1, 400),
    hundredths=st.integers(1, 20),
    tenths=st.integers(300, 3000),
)
def test_a_dose_is_compared_exactly(points, hundredths, tenths):
    """
    Shut when points times volume times strength is over 3 mg/kg or 200 mg, to the digit.
    """
    (reading,) = read(
        an_item(points=points, each=f"{Decimal(hundredths) / 100} mL"),
        weight=given.a_fact("weight", f"{Decimal(tenths) / 10} kg"),
    )

    over = points * hundredths * 10 > min(3 * tenths * 10, 200 * 100)
    assert ("shut" if over else "open") == reading.outcome.value


def test_the_volume_of_a_session_is_the_sum_of_its_products():
    """
    Planned or given, whichever is more of each.
    """
    plan = given.a_plan(an_item(points=10), an_item(points=5, product="proc", id_="b"))
    session = given.a_session(plan=plan, exposures=(given.an_exposure(volume="3 mL"),))
    situation = given.a_situation(session)

    assert {"mix": Q("3 mL"), "proc": Q("0.5 mL")} == session_amounts(situation)
    assert Q("3.5 mL") == session_volume(situation)
    assert session_volume(given.a_situation()) is None


# ── composition ─────────────────────────────────────────────────────────────────────────


def composed(product, *allergies, complete=True, classified=None, **requires):
    """
    How the composition of a planned product is read.
    """
    session = given.a_session(
        plan=given.a_plan(antiseptic=requires.pop("antiseptic", "alcohol")),
        allergies=tuple(Allergy(substance=each, reaction="hives") for each in allergies),
        allergies_complete=complete,
        classified_allergies=classified or {},
    )
    clinic = given.a_clinic(*([product] if product else []))
    return given.said(
        given.read(
            Composed(**requires),
            given.a_situation(session, clinic=clinic),
            given.the_protocol(),
        )
    )


KNOWN = given.a_product("lidocaine", "sodium chloride")


@pytest.mark.parametrize(
    ("allergies", "outcome", "seen"),
    [
        ((), "open", "no-allergy-met"),
        (("latex",), "open", "no-allergy-met"),
        (("lidocaine",), "shut", "allergy-met"),
        (("Lidocaine 2 %",), "shut", "allergy-met"),
        (("mepivacaine",), "shut", "allergy-met"),
        (("some herb",), "unknown", "unrecognised-part"),
        (("some herb", "lidocaine"), "shut", "allergy-met"),
    ],
)
@pytest.mark.rule(2)
def test_an_allergy_to_any_component_is_met(allergies, outcome, seen):
    """
    By any name, and by what an allergy is taken to meet besides.
    """
    ((_, stood, key, _),) = composed(KNOWN, *allergies, against="allergies")

    assert (outcome, seen) == (stood, key)


@pytest.mark.parametrize(
    ("product", "complete", "seen"),
    [
        (evolve(KNOWN, composition_complete="no"), True, "composition-unknown"),
        (given.a_product("a secret"), True, "unrecognised-part"),
        (KNOWN, False, "list-unknown"),
        (KNOWN, None, "list-unknown"),
        (None, True, "not-on-record"),
    ],
)
@pytest.mark.rule(5)
def test_what_is_not_wholly_known_meets_nobody_knows_what(product, complete, seen):
    """
    Composition and list of allergies must both be whole.
    """
    ((_, stood, key, _),) = composed(product, complete=complete, against="allergies")

    assert ("unknown", seen) == (stood, key)


def test_an_allergy_a_physician_classified_is_recognised():
    """
    To a group that is in the product it is met, to none it is not.
    """
    amide = next(
        group
        for group in given.the_protocol().vocabulary.substance_named("lidocaine").groups
    )
    for groups, outcome in (((amide,), "shut"), ((), "open")):
        ((_, stood, _, _),) = composed(
            KNOWN, "some herb", classified={"some herb": groups}, against="allergies"
        )
        assert outcome == stood


@pytest.mark.parametrize(
    ("antiseptic", "allergy", "outcome"),
    [
        ("chlorhexidine in alcohol", "chlorhexidine", "shut"),
        ("chlorhexidine in alcohol", "iodine", "open"),
        ("chlorhexidine and alcohol", "chlorhexidine", "shut"),
        ("something blue", "chlorhexidine", "unknown"),
        ("", "chlorhexidine", "unknown"),
    ],
)
@pytest.mark.rule(2)
def test_the_antiseptic_is_compared_too(antiseptic, allergy, outcome):
    """
    Each part of it; an unnamed one is not known.
    """
    ((_, stood, _, _),) = composed(
        KNOWN, allergy, antiseptic=antiseptic, against="antiseptic"
    )

    assert outcome == stood


@pytest.mark.parametrize(
    ("product", "outcome"),
    [
        (given.a_product("deoxycholic acid"), "shut"),
        (given.a_product("deoxycholic acid", composition_complete="no"), "shut"),
        (given.a_product("sodium chloride"), "open"),
        (given.a_product("sodium chloride", composition_complete="no"), "unknown"),
        (given.a_product("a secret"), "unknown"),
        (None, "unknown"),
    ],
)
def test_an_excluded_group_is_found_and_what_is_not_known_is_not_excluded(product, outcome):
    """
    Found is shut, even where the rest is not known.
    """
    ((_, stood, _, _),) = composed(product, excludes=("deoxycholic",))

    assert outcome == stood


@pytest.mark.parametrize("vehicle", ["oil", "alcohol"])
def test_a_vehicle_counts_as_a_group(vehicle):
    """
    Oil and alcohol are not for the skin.
    """
    product = given.a_product("sodium chloride", vehicle=vehicle)

    ((_, stood, _, _),) = composed(product, excludes=(f"{vehicle}-vehicle",))

    assert "shut" == stood


@pytest.mark.rule(16)
@pytest.mark.parametrize(
    ("liver", "component", "dysfunction", "letter"),
    [
        ("normal", "deoxycholic acid", "open", "absent"),
        (
            "minor deviation, physician judges no dysfunction",
            "deoxycholic acid",
            "open",
            "absent",
        ),
        ("dysfunction", "deoxycholic acid", "shut", "shut"),
        ("dysfunction", "sodium chloride", "absent", "shut"),
        ("does not know", "deoxycholic acid", "unknown", "unknown"),
    ],
)
def test_a_liver_that_does_not_work(liver, component, dysfunction, letter):
    """
    Refused for what dissolves fat; otherwise deferred until a specialist has written.
    """
    world = given.a_world("asked")
    product = evolve(
        world.desk.clinic()[0].products["silicea"],
        components=given.a_product(component).components,
    )
    from planner.model.entries.clinic import ProductRegistered

    given.on_record(world, ProductRegistered(product=product))
    given.answer(world, liver_function=liver)

    stood = given.stood(world, "allergy-test")

    gate = "liver-dysfunction-with-fat-dissolving"
    assert dysfunction == stood.get(gate, "absent")
    assert letter == stood.get("liver-dysfunction-without-letter", "absent")
    assert "refused" == given.the_protocol().gate[gate].leads_to
