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
    asked = must_be_answered(protocol)
    fresh = {q for q in asked if protocol.question[q].fresh == "visit"}
    stage, visit, answers = "anamnesis", 1, {}
    listed = alarmed = adrenaline = None
    exposed, pressure, found = [], None, []
    for place, entry in enumerate(entries):
        kind, payload = entry.payload.kind, entry.payload
        here = f"{entry.seq} {kind}"
        following = entries[place + 1] if place + 1 < len(entries) else None
        if kind == "visit-begun":
            visit, listed, pressure = payload.visit, None, None
        elif kind == "facts-recorded":
            for fact in payload.facts:
                if not fact.item:
                    answers[fact.question] = (fact.value, fact.visit)
        elif kind == "medicines-listed":
            listed = payload.complete
        elif kind == "vitals-taken" and "systolic" in payload.values:
            pressure = entry
        elif kind in {"reaction-suspected", "escalated"}:
            alarmed = alarmed or here
        elif kind == "treated" and payload.adrenaline:
            adrenaline = adrenaline or here
        elif kind == "stage-entered":
            if payload.left != stage:
                found.append(f"{here}: left {payload.left}, stood in {stage}")
            if payload.stage in MOVED_FROM and stage not in MOVED_FROM[payload.stage]:
                found.append(f"{here}: {payload.stage} from {stage}")
            if payload.stage == "discharged" and payload.move == "advance":
                found += [
                    f"{here}: {why}" for why in _too_early(entry, exposed, adrenaline)
                ]
            stage = payload.stage
        elif kind in EXPOSURES:
            entered = following is not None and (
                following.payload.kind == "task-opened"
                and following.payload.about == kind
                and following.recorded == entry.recorded
            )
            exposed.append(entry)
            if entered:
                continue
            before = entries[place - 1]
            said = {
                "the stage": stage in PLACES[kind],
                "the physician": entry.by.role == "physician",
                "the medicines": listed is True,
                "no alarm before": alarmed is None,
                "no adrenaline before": adrenaline is None,
                "a planned delivery": getattr(payload, "planned", True),
                "the clock": entry.recorded.since(before.recorded) is not None,
                "the pressure": pressure is not None
                and entry.recorded.at - pressure.recorded.at <= FRESH,
            }
            for question, gate in asked.items():
                value, when = answers.get(question, (("",), 0))
                said[question] = value[0] in gate.requires.needs and (
                    question not in fresh or when == visit
                )
            found += [f"{here}: without {what}" for what, good in said.items() if not good]
    return found


def _too_early(entry, exposed, adrenaline):
    if adrenaline:
        yield f"after {adrenaline}"
    for earlier in exposed:
        gone = entry.recorded.since(earlier.recorded)
        if gone is None or gone < FLOOR:
            yield f"{gone} after {earlier.seq} {earlier.payload.kind}"
