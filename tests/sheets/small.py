"""
A protocol of a few cards, put together in code.
"""

from __future__ import annotations

from datetime import date

from planner.model.protocol import (
    AnswerIs,
    Between,
    CardLine,
    Conflict,
    Gate,
    Limit,
    Protocol,
    Question,
    Said,
    Signed,
    Statement,
    VitalsTime,
    WithinLimit,
)
from planner.model.quantity import Quantity
from planner.model.vocabulary import Clause, Source, Substance, Vocabulary


def small() -> Protocol:
    """
    A protocol with one gate of most kinds, in code.
    """
    plain = {
        "heading": "anamnesis",
        "before": ("deliver",),
        "safety": True,
        "weight": "absolute",
        "leads_to": "refused",
        "because": "A reason.",
        "now": "Do this.",
        "unknown": "Find out.",
    }
    return Protocol(
        id="small",
        version="2026-1",
        title="Small",
        for_="tests",
        not_for="patients",
        review_by=date(2027, 11, 1),
        numbers={
            "observation-floor": Quantity.of("40 min"),
            "adrenaline-volume": Quantity.of("0.5 mL"),
        },
        questions=(
            Question(
                id="liver",
                heading="anamnesis",
                asks="How is the liver?",
                kind="choice",
                answers=("normal", "dysfunction"),
                source=("R1",),
            ),
            Question(
                id="weight",
                heading="anamnesis",
                asks="Weight?",
                kind="quantity",
                unit="kg",
                source=("house-choice",),
            ),
        ),
        statements=(
            Statement(
                id="pause",
                heading="injection",
                says="We stopped.",
                signed_by=("physician",),
                pause="before-injection",
                lines=("Allergies?", "Something nobody has a word for."),
                source=("C16",),
            ),
        ),
        gates=(
            Gate(
                id="liver-dysfunction",
                requires=AnswerIs(question="liver", needs=("normal",)),
                source=("R1",),
                **plain,
            ),
            Gate(
                id="pressure-too-high",
                requires=Between(
                    value="systolic",
                    below=Quantity.of("180 mmHg"),
                    fresh=Quantity.of("60 min"),
                ),
                source=("C8", "house-choice"),
                **{**plain, "weight": "relative"},
            ),
            Gate(
                id="too-much",
                requires=WithinLimit(limits=("lidocaine-session",)),
                source=("C16",),
                **plain,
            ),
            Gate(
                id="not-signed",
                requires=Signed(statement="pause"),
                source=("C16",),
                **{**plain, "safety": False},
            ),
        ),
        limits=(
            Limit(
                id="lidocaine-session",
                substance="lidocaine",
                at_most=Quantity.of("3 mg/kg"),
                over="session",
                source=("chapter",),
            ),
        ),
        lines=(
            CardLine(
                id="dose",
                sheet="emergency",
                part="act",
                says="ADRENALINE 0.5 mg = 0.5 mL into the thigh. Call {emergency_number}.",
                source=("rcuk",),
            ),
            CardLine(
                id="home",
                sheet="discharge",
                part="do-not",
                says="No sport until {ends}.",
                clock=Quantity.of("48 h"),
                source=("house-choice",),
            ),
            CardLine(
                id="other",
                sheet="discharge",
                part="a-new-part",
                says="Something new.",
                source=("house-choice",),
            ),
        ),
        vitals_times=(
            VitalsTime(id="first", after=Quantity.of("5 min"), source=("C36",)),
            VitalsTime(id="last", after=Quantity.of("60 min"), source=("C36",)),
        ),
        conflicts=(
            Conflict(
                id="route",
                question="How?",
                says=(Said(source="C27", what="The older route."),),
                governs="The muscle.",
                decided_by="nobody",
                decided_on=date(2026, 11, 22),
            ),
        ),
        vocabulary=Vocabulary(
            sources=(
                Source(
                    id="house-choice",
                    title="Engineering choice",
                    kind="house-choice",
                    grade="",
                    read_on=date(2026, 11, 22),
                    review_by=date(2027, 11, 22),
                ),
                Source(
                    id="chapter",
                    title="A chapter",
                    kind="chapter",
                    grade="read",
                    read_on=date(2026, 11, 22),
                    review_by=date(2027, 11, 22),
                ),
            ),
            clauses=(
                Clause(
                    id="C16",
                    source="chapter",
                    kind="precondition",
                    stage="allergy-test",
                    text="The whole composition is known.",
                ),
            ),
            substances=(
                Substance(
                    id="lidocaine",
                    names=("lidocaine", "lidocaine hydrochloride"),
                    source=("chapter",),
                ),
                *(
                    Substance(id=name, names=(name,), source=("chapter",))
                    for name in ("dexpanthenol", "methylparaben", "organic-silicon")
                ),
            ),
        ),
        digest="0123456789abcdef0123",
    )
