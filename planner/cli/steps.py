"""
Moves that tell the course of a session: steps, signatures, decisions, corrections.
"""

from __future__ import annotations

from planner.cli.door import argument, option
from planner.cli.moving import ITEM, REASON, TEXT, move

_DETAIL = option("--detail", "NAME=VALUE, kept with it.", key="details", many=True)
_LEAVING = (REASON, _DETAIL)
_TO = option("--to", "The stage, where there are two.")
_HOLD = (
    option("--medicine", "As the patient names it."),
    option("--prescriber", "Who prescribed it and agreed."),
    option("--contact", "How to reach the prescriber."),
    option("--agreed-on", "The day, as in 2026-11-20."),
    option("--decision", "hold or continue."),
    option("--hold", 'For how long, as in "48 h".'),
    option("--last-dose", "The last dose before, with its zone."),
    option("--restart", "When it is taken again, with its zone."),
    option("--note", "In free words."),
)
_AGAIN = '--medicine apixaban --taken-at "2026-11-23T08:00+01:00"'
_AGREED = "--medicine apixaban --prescriber 'Dr Roux' --contact '01 23' "
_AGREED += "--agreed-on 2026-11-20 --decision hold --hold '48 h'"
STEPS = (
    move(
        "check-in",
        tells="The patient is here. What counts for one visit only is asked again.",
    ),
    move("advance", _TO, tells="Go on to the next stage.", example=""),
    move("go-back", REASON, tells="Go back to the test.", example="--reason 'new lot'"),
    move(
        "sign",
        argument("statement"),
        ITEM,
        tells="Sign a statement of the protocol.",
        example="consent",
    ),
    move(
        "still-true",
        argument("questions", many=True),
        tells="Confirm answers of an earlier session.",
        example="pregnancy",
    ),
    move(
        "classify-medicine",
        option("--name", "As the patient names it."),
        option("--class", "Its class; may stand again.", key="classes", many=True),
        REASON,
        tells="Say what an unrecognised medicine is. A physician's word.",
        example="--name Fluxol --class antiplatelet --reason 'leaflet read'",
    ),
    move(
        "classify-allergy",
        option("--name", "As the patient names it."),
        option("--group", "A group it meets; may stand again.", key="groups", many=True),
        REASON,
        tells="Say which substances an unrecognised allergy meets. A physician's word.",
        example="--name 'numbing cream' --group amide-anaesthetic --reason 'letter read'",
    ),
    move(
        "agree-hold",
        *_HOLD,
        tells="Record what the prescriber of a medicine agreed.",
        example=_AGREED,
    ),
    move(
        "confirm-restart",
        option("--medicine", "As the patient names it."),
        option("--taken-at", "When it was taken again, with its zone."),
        tells="Confirm that a held medicine is taken again.",
        example=_AGAIN,
    ),
    move(
        "decide",
        argument("gate"),
        ITEM,
        REASON,
        tells="Open a relative gate by decision. A physician's word.",
        example="autoimmune --reason 'quiet for two years'",
    ),
    move(
        "override",
        argument("gate"),
        ITEM,
        option("--reason", "One of the reasons the gate lists."),
        TEXT,
        tells="Open a shut gate that allows it.",
        example="too-soon --reason 'agreed with the patient' --text 'travels tomorrow'",
    ),
    move(
        "close-task",
        argument("task"),
        option("--how", "How it was done."),
        tells="Say how a task was done.",
        example="task-1 --how 'called, all well'",
    ),
    move("end-visit", tells="The patient goes home between two visits.", example=""),
    move(
        "defer",
        *_LEAVING,
        tells="Defer the session.",
        example="--reason 'fever' --detail earliest=2026-12-01",
    ),
    move(
        "refuse",
        *_LEAVING,
        tells="Refuse the session, and say what is offered instead.",
        example="--reason 'blood thinner goes on'",
    ),
    move(
        "withdraw",
        *_LEAVING,
        tells="The patient does not want it any more.",
        example="--reason 'changed her mind'",
    ),
    move(
        "leave",
        *_LEAVING,
        tells="The patient leaves against advice.",
        example="--reason 'has a train to catch'",
    ),
    move(
        "transfer",
        *_LEAVING,
        tells="The patient was handed over to an ambulance or hospital.",
        example="--reason 'adrenaline was given' --detail to=hospital",
    ),
    move(
        "record-death",
        *_LEAVING,
        tells="Record that the patient died.",
        example="--reason 'told by the hospital'",
    ),
    move(
        "amend",
        argument("entry"),
        option("--set", "FIELD=VALUE; may stand again.", key="changes", many=True),
        REASON,
        tells="Correct an earlier entry. Both stay in the log.",
        example="14 --set volume='0.4 mL' --reason 'misread the syringe'",
    ),
    move(
        "mark-in-error",
        argument("entry"),
        REASON,
        tells="Mark an earlier entry as made in error. It stays in the log.",
        example="14 --reason 'of another patient'",
    ),
    move(
        "enter-in-error",
        *_LEAVING,
        tells="The whole session was entered in error.",
        example="--reason 'opened twice'",
    ),
)
