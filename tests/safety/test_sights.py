"""
Each word a protocol may use: a gate that uses it names every part that it looks at.

The shipped protocol uses most of the closed words, and those in one way. A clinic may
write its own, with any of them; what is kept of its gates must be as little too old.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

import pytest
from attrs import evolve

import given
from planner.model import requirements as required
from planner.model.person import Allergy
from planner.model.protocol import Limit, Statement, When
from planner.model.quantity import Quantity, after
from planner.model.situation import Opening
from planner.model.terms import ANCHORS, HISTORIES, LISTED, LISTS, VALUES
from planner.safety.assess import assess, assess_anew
from safety.watched import looked_at, named

WORDS = given.the_protocol().vocabulary
SPANS = {"visit": "visit", "hours": "90 min", "days": "7 d", "always": ""}
QUESTIONS = tuple(
    given.a_question(f"{name}-{scope}{each}", fresh=fresh, scope=scope, each=each)
    for name, fresh in SPANS.items()
    for scope in ("session", "patient")
    for each in ("", "zones")
)
WEIGHTS = tuple(
    given.a_question(
        "weight" if name == "always" else f"weight-{name}",
        fresh="30 d" if name == "always" else fresh,
        kind="quantity",
        unit="kg",
        answers=(),
    )
    for name, fresh in SPANS.items()
)
STATEMENTS = tuple(
    Statement(
        id=f"{name}-{each}-{'-'.join(void)}",
        heading="injection",
        says="So it is.",
        signed_by=("physician",),
        fresh=fresh,
        each=each,
        void_after=void,
        source=(),
    )
    for name, fresh in SPANS.items()
    for each in ("", "zones")
    for void in ((), ("sign", "vitals"))
)
LIMITS = tuple(
    Limit(id=over, substance="lidocaine", over=over, at_most=Quantity.of(most), source=())
    for over, most in (("point", "10 mg"), ("session", "3 mg/kg"), ("day", "200 mg"))
)
STARTS = ("patient", "asked", "tested", "back", "injecting", "injected", "gone-home")


def conditions():
    """
    One of every leaf, and those of two.
    """
    yield from (When(id=word, history=word) for word in HISTORIES)
    for card in QUESTIONS:
        yield When(id=f"if-{card.id}", question=card.id, answers=("yes",))
    yield When(id="taken", medicine=("nsaid-reversible", "vitamin-k-antagonist"))
    yield When(id="holds", plan_has="amide-anaesthetic")
    yield When(id="meets", allergy_to="amide-anaesthetic")
    yield When(id="both", all_of=("large-area", "taken"))
    yield When(id="either", any_of=("fainted", "meets"))


def value_gates():
    """
    Every value, over every list that it may be of.
    """
    one = Quantity.of("1 mm")
    for value in VALUES:
        for each in LISTS:
            yield given.a_gate(required.Between(value=value, at_least=one), each=each)
        for fresh in (None, Quantity.of("60 min")):
            yield given.a_gate(required.Between(value=value, at_most=one, fresh=fresh))
    size = required.Between(
        value="needle-outer-diameter", below=one, read_as="needle-sizes"
    )
    yield given.a_gate(size, each="needles")
    for card in WEIGHTS:
        yield given.a_gate(required.Between(value=card.id, above=Quantity.of("9 kg")))


def answer_gates():
    """
    Every freshness of a question and of a statement, of all and of each zone.
    """
    for card in QUESTIONS:
        requires = required.AnswerIs(question=card.id, needs=("no",))
        yield given.a_gate(requires, each=card.each)
        yield given.a_gate(requires, each="zones")
        yield given.a_gate(requires, weight="relative")
    for card in STATEMENTS:
        yield given.a_gate(required.Signed(statement=card.id))


def other_gates():
    """
    Every list, anchor, part and reach.
    """
    spans = {"at_least": Quantity.of("40 min"), "at_most": Quantity.of("30 d")}
    for word in LISTED:
        yield given.a_gate(required.Complete(listed=word, about="off-label"))
    for word in ANCHORS:
        yield given.a_gate(required.Elapsed(since=word, **spans))
    for group in ("", "amide-anaesthetic"):
        yield given.a_gate(required.Spaced(at_least=Quantity.of("7 d"), group=group))
    for part in ("agreement", "interval", "own-interval", "restart"):
        for group in ("prescribed-antithrombotic", "self-taken-thinner", "test-washout"):
            held = required.Held(group=group, part=part, at_least=Quantity.of("24 h"))
            yield given.a_gate(held)
    for part in ("placed", "immediate", "late"):
        span = {"read_to": Quantity.of("72 h"), "valid_for": Quantity.of("30 d")}
        yield given.a_gate(required.Tested(part=part, **span))
    yield given.a_gate(required.Composed(against="allergies"), each="products")
    yield given.a_gate(required.Composed(against="antiseptic"))
    yield given.a_gate(required.Composed(excludes=("amide-anaesthetic",)))
    for limit in LIMITS:
        yield given.a_gate(required.WithinLimit(limits=(limit.id,)))
    every = tuple(limit.id for limit in LIMITS)
    yield given.a_gate(required.WithinLimit(limits=every, together="all"))
    for each in ("lots", "kit", "operator-trainings"):
        yield given.a_gate(required.InDate(), each=each)


def gates():
    """
    All of them, without a condition and one with each condition, each with its own id.
    """
    # Nothing else looks at the signs.
    always = required.Complete(listed="signs")
    held = [*value_gates(), *answer_gates(), *other_gates()]
    held += [given.a_gate(always, applies_if=each.id) for each in conditions()]
    return tuple(evolve(gate, id=f"gate-{n}") for n, gate in enumerate(held))


IF_SO = When(id="", question="days-patient", answers=("yes",))
# Some of the kit must be there only under a condition: here under one of each of two.
KIT = tuple(
    evolve(item, applies_if={"oxygen": "taken", "aed": "days-patient"}.get(item.id, ""))
    for item in WORDS.kit
)
PROTOCOL = given.a_protocol(
    *gates(),
    questions=(*QUESTIONS, *WEIGHTS),
    statements=STATEMENTS,
    whens=(
        *conditions(),
        When(id="days-patient", question="days-patient", answers=("yes",)),
    ),
    limits=LIMITS,
    vocabulary=evolve(WORDS, kit=KIT),
)


def answers(said, at, visit):
    """
    Every question answered, for all and for the zones of the plan.
    """
    told = [
        given.a_fact(card.id, said, item=item, at=at, visit=visit)
        for card in QUESTIONS
        for item in ("", "abdomen", "thighs-outer")
    ]
    told += [given.a_fact(card.id, "60 kg", at=at, visit=visit) for card in WEIGHTS]
    return given.facts(*told)


def filled(seen, said, at):
    """
    A situation in which every question was answered and everything was signed.
    """
    session, visit = seen.session, seen.session.visit
    by = {"by": "x", "role": "physician", "at": at, "reason": "weighed"}
    opened = tuple(
        Opening(**{**by, "gate": gate.id}, item="", seen="answered")
        for gate in PROTOCOL.gates
    )
    signed = tuple(
        evolve(one, statement=card.id, item=item, signed=seen.now, visit=visit)
        for one in session.signatures[:1]
        for card in STATEMENTS
        for item in ("", "abdomen", "thighs-outer")
    )
    changes = {
        "facts": answers(said, at, visit),
        "openings": opened,
        "signatures": signed,
        "medicines": (
            given.a_medicine("warfarin", "yes", at),
            given.a_medicine("aspirin", "no", at),
            given.a_medicine("loratadine", "no", at),
            given.a_medicine("herbs", "no", None),
        ),
        "classified_medicines": {"herbs": ("nsaid-reversible",)},
        "allergies": (Allergy(substance="latex", reaction="hives"),),
        "agreements": (
            given.an_agreement("warfarin", last_dose=at),
            given.an_agreement("aspirin", decision="continue"),
        ),
    }
    return evolve(seen, session=evolve(session, **changes))


@lru_cache(maxsize=1)
def situations():
    """
    Moments of the worked cases, as they are and filled, with other sessions around them.
    """
    found = []
    for start in STARTS:
        world = given.a_world(start)
        seen = world.desk.situation(world.session)
        earlier = evolve(given.session_of(given.a_world("watched")), id="earlier")
        reacted = evolve(
            earlier, id="reacted", suspected=(earlier.last,), course=seen.session.course
        )
        around = evolve(
            seen.history,
            others=(earlier, reacted),
            letters=tuple(
                given.a_letter(about, "agreed", dated=date(2026, 12, 1))
                for about in ("off-label", "reactions", "skin-test")
            ),
        )
        full = evolve(filled(seen, "no", seen.now.at), operator="dr-moreau")
        late = datetime(2025, 3, 1, tzinfo=UTC)
        alarmed = evolve(
            full.session, suspected=(seen.session.opened,), ruled_out=(seen.session.last,)
        )
        found += [
            seen,
            full,
            evolve(full, session=alarmed),
            evolve(filled(seen, "yes", late), history=around, operator="nobody"),
            evolve(full, attempt=given.an_exposure(seen.now.at), history=around),
        ]
    return tuple(found)


@pytest.mark.parametrize("gate", PROTOCOL.gates, ids=lambda gate: str(gate.requires))
@pytest.mark.rule(3)
def test_every_word_names_what_it_looks_at(gate, monkeypatch):
    """
    In none of the moments does a gate look at a part that it does not name.
    """
    for seen in situations():
        beyond = looked_at(gate, seen, PROTOCOL, monkeypatch) - named(gate, seen, PROTOCOL)
        assert sorted(beyond) == []


@pytest.mark.parametrize("span", ["61 min", "47 h", "31 d"])
@pytest.mark.rule(3)
def test_no_word_is_kept_past_what_it_looks_at(span):
    """
    One moment after the other under one name, and each again some time later: what was
    kept is what is read anew.
    """
    gone = Quantity.of(span)
    for moment in situations():
        seen = evolve(moment, session=evolve(moment.session, id="S"))
        at = after(seen.now.at, gone, given.PARIS)
        ticks = int((at - seen.now.at) / timedelta(microseconds=1)) * 1000
        then = evolve(seen.now, at=at, ns=seen.now.ns + ticks)
        for situation in (seen, evolve(seen, now=then), seen):
            found = assess(situation, PROTOCOL, "place-test")
            assert found == assess_anew(situation, PROTOCOL, "place-test")
