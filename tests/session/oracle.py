"""
A second opinion on a session, made of its journal alone.

It shares no rule with the engine: it walks the entries once, keeps a handful of plain
values, and says what must never have been recorded.
"""

from __future__ import annotations

from datetime import timedelta

from planner.model.protocol import AnswerIs

EXPOSURES = {"test-placed", "anaesthetic-applied", "delivered"}
PLACES = {
    "test-placed": {"allergy-test"},
    "anaesthetic-applied": {"needle-selection", "injection"},
    "delivered": {"injection"},
}
MOVED_FROM = {
    "discharge": {"observation"},
    "discharged": {"discharge", "suspended", "emergency"},
}
FLOOR = timedelta(minutes=40)
FRESH = timedelta(minutes=60)


def must_be_answered(protocol):
    """
    The questions that stand before every exposure, with the answers that are needed.
    """
    return {
        gate.requires.question: gate
        for gate in protocol.gates_before["place-test"]
        if isinstance(gate.requires, AnswerIs)
        and gate.safety
        and not gate.each
        and not gate.applies_if
        and gate.weight != "relative"
    }


def objections(entries, protocol):
    """
    Everything in a session's entries that must never have been recorded.
    """
    opinion = Opinion(protocol)
    for place, entry in enumerate(entries):
        following = entries[place + 1] if place + 1 < len(entries) else None
        opinion.hear(entry, entries[place - 1], following)
    return opinion.found


class Opinion:
    """
    The handful of plain values that one walk over the entries keeps.
    """

    def __init__(self, protocol):
        self.asked = must_be_answered(protocol)
        self.fresh = {q for q in self.asked if protocol.question[q].fresh == "visit"}
        self.stage, self.visit, self.answers = "anamnesis", 1, {}
        self.listed = self.alarmed = self.adrenaline = self.pressure = None
        self.exposed, self.found = [], []

    def hear(self, entry, before, following):
        """
        Take one entry in, with the one before and the one after it.
        """
        payload = entry.payload
        match payload.kind:
            case "visit-begun":
                self.visit, self.listed, self.pressure = payload.visit, None, None
            case "facts-recorded":
                for fact in payload.facts:
                    if not fact.item:
                        self.answers[fact.question] = (fact.value, fact.visit)
            case "medicines-listed":
                self.listed = payload.complete
            case "vitals-taken" if "systolic" in payload.values:
                self.pressure = entry
            case "reaction-suspected" | "escalated":
                self.alarmed = entry
            case "treated" if payload.adrenaline:
                self.adrenaline = entry
            case "stage-entered":
                self.object(entry, self.arrived(entry))
                self.stage = payload.stage
            case kind if kind in EXPOSURES:
                if not was_entered(entry, following):
                    self.object(entry, self.exposing(entry, before))
                self.exposed.append(entry)

    def object(self, entry, reasons):
        """
        Keep what is to be said against an entry.
        """
        self.found += [f"{entry.seq} {entry.payload.kind}: {why}" for why in reasons]

    def arrived(self, entry):
        """
        What is wrong with coming to a stage.
        """
        payload = entry.payload
        if payload.left != self.stage:
            yield f"left {payload.left}, stood in {self.stage}"
        if payload.stage in MOVED_FROM and self.stage not in MOVED_FROM[payload.stage]:
            yield f"{payload.stage} from {self.stage}"
        if payload.stage != "discharged":
            return
        if self.adrenaline:
            yield f"after adrenaline, {self.adrenaline.seq}"
        if payload.move != "advance":
            return
        for earlier in self.exposed:
            gone = entry.recorded.since(earlier.recorded)
            if gone is None or gone < FLOOR:
                yield f"{gone} after {earlier.seq} {earlier.payload.kind}"

    def exposing(self, entry, before):
        """
        What an exposure that was asked for lacks.
        """
        said = {
            "the stage": self.stage in PLACES[entry.payload.kind],
            "the physician": entry.by.role == "physician",
            "the medicines": self.listed is True,
            "no alarm before": self.alarmed is None,
            "no adrenaline before": self.adrenaline is None,
            "a planned delivery": getattr(entry.payload, "planned", True),
            "the clock": entry.recorded.since(before.recorded) is not None,
            "the pressure": self.pressure is not None
            and entry.recorded.at - self.pressure.recorded.at <= FRESH,
        }
        for question, gate in self.asked.items():
            value, when = self.answers.get(question, (("",), 0))
            said[question] = value[0] in gate.requires.needs and (
                question not in self.fresh or when == self.visit
            )
        for what, good in said.items():
            if not good:
                yield f"without {what}"


def was_entered(entry, following):
    """
    Whether an exposure was told afterwards, which opens a task about it.
    """
    return following is not None and (
        following.payload.kind == "task-opened"
        and following.payload.about == entry.payload.kind
        and following.recorded == entry.recorded
    )
