"""
Every move of a session as a command: each builds one table for `planner.clinic.inputs`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from planner.cli.carrying import carry_out
from planner.cli.door import argument, command, option
from planner.cli.terminal import Terminal, by_options
from planner.cli.typed import pairs

if TYPE_CHECKING:
    from collections.abc import Callable

S = "0000000014G"
_BY = "--by dr-lin"


def _move(
    name: str,
    *params: click.Parameter,
    tells: str,
    example: str,
    does: str = "",
    anyone: bool = False,
) -> click.Command:
    def run(
        at: Terminal,
        session: str,
        by: str | None,
        role: str | None,
        command: str | None,
        **typed: Any,
    ) -> int:
        table: dict[str, Any] = {"does": does or name}
        for key, value in typed.items():
            if value is None or value == () or value is False:
                continue
            read = _READ.get(key)
            table[key] = read(value) if read else value
        return carry_out(
            at, session, [table], by=by, role=role, command=command, anyone=anyone
        )

    who = "" if anyone else f" {_BY}"
    return command(
        name,
        run,
        argument("session"),
        *params,
        *by_options(commands=True),
        tells=tells,
        example=f"mesoplan session {name} {S} {example}".rstrip() + who,
    )


_READ: dict[str, Callable[[Any], Any]] = {
    "details": lambda typed: pairs(typed, "--detail"),
    "changes": lambda typed: pairs(typed, "--set"),
    "signs": list,
    "questions": list,
    "classes": list,
    "groups": list,
}


def _yes(name: str, tells: str) -> click.Option:
    return click.Option([name], is_flag=True, help=tells)


_REASON = option("--reason", "Why; it is kept.")
_ITEM = option("--item", "Which zone, product, lot or medicine, where there are several.")
_TEXT = option("--text", "In free words.")
_SIGN = option("--sign", "A sign, by its id; may stand again.", key="signs", many=True)
_DETAIL = option("--detail", "NAME=VALUE, kept with it.", key="details", many=True)
_LEAVING = (_REASON, _DETAIL)
_TO = option("--to", "The stage, where there are two.")
_WHERE_FROM = (
    option("--product", "The product, by its id."),
    option("--lot", "The lot number, as on the label."),
)
_TEST = (
    *_WHERE_FROM,
    option("--method", "prick or intradermal."),
    option("--site", "Where on the patient."),
    option("--dilution", "As in 1:10, or undiluted."),
    option("--wheal-initial", "The wheal right after an intradermal test."),
    option("--volume", 'As in "0.02 mL".'),
)
_ANAESTHETIC = (*_WHERE_FROM, option("--zone", "The zone."), option("--amount", '"1 g".'))
_DELIVERED = (
    option("--item", "The item of the plan; what is left out is as planned there."),
    option("--points", 'Which points, as in "1-6, 9".'),
    option("--volume", 'In all, as in "0.5 mL".'),
    option("--zone", "The zone."),
    *_WHERE_FROM,
    option("--needle", "The needle, by its id."),
    option("--technique", "The technique."),
    option("--deviation", "What was not as planned."),
    option("--stated-at", "When, only inside a signed paper period."),
)
_VITALS = (
    option("--systolic", '"120 mmHg".'),
    option("--diastolic", '"80 mmHg".'),
    option("--pulse", '"70 /min".'),
    option("--oxygen", '"98 %".'),
    option("--breathing", '"14 /min".'),
    option("--temperature", '"36.6 °C".'),
    option("--note", "In free words."),
)
_READING = (
    option("--test", "Which test, as in test-1."),
    option("--reading", "immediate or late."),
    option("--wheal", 'As in "2 mm".'),
    option("--saline", "The wheal of the saline control."),
    option("--histamine", "The wheal of the histamine control."),
    option("--flare", 'As in "5 mm".'),
    option("--infiltrated", "yes or no."),
    option("--note", "In free words."),
)
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
_READ_AS = "--wheal '0 mm' --saline '0 mm' --histamine '5 mm' --flare '0 mm'"
_AGREED = "--medicine apixaban --prescriber 'Dr Roux' --contact '01 23' "
_AGREED += "--agreed-on 2026-11-20 --decision hold --hold '48 h'"
_GIVEN = "--product vitamin-c --lot A12"

_ALL = (
    _move(
        "check-in",
        tells="The patient is here. What counts for one visit only is asked again.",
        example="",
    ),
    _move("advance", _TO, tells="Go on to the next stage.", example=""),
    _move("go-back", _REASON, tells="Go back to the test.", example="--reason 'new lot'"),
    _move(
        "sign",
        argument("statement"),
        _ITEM,
        tells="Sign a statement of the protocol.",
        example="consent",
    ),
    _move(
        "vitals",
        *_VITALS,
        tells="Record vital signs, each with its unit.",
        example="--systolic '120 mmHg' --diastolic '80 mmHg' --pulse '70 /min'",
    ),
    _move(
        "still-true",
        argument("questions", many=True),
        tells="Confirm answers of an earlier session.",
        example="pregnancy",
    ),
    _move(
        "classify-medicine",
        option("--name", "As the patient names it."),
        option("--class", "Its class; may stand again.", key="classes", many=True),
        _REASON,
        tells="Say what an unrecognised medicine is. A physician's word.",
        example="--name Fluxol --class antiplatelet --reason 'leaflet read'",
    ),
    _move(
        "classify-allergy",
        option("--name", "As the patient names it."),
        option("--group", "A group it meets; may stand again.", key="groups", many=True),
        _REASON,
        tells="Say which substances an unrecognised allergy meets. A physician's word.",
        example="--name 'numbing cream' --group amide-anaesthetic --reason 'letter read'",
    ),
    _move(
        "agree-hold",
        *_HOLD,
        tells="Record what the prescriber of a medicine agreed.",
        example=_AGREED,
    ),
    _move(
        "confirm-restart",
        option("--medicine", "As the patient names it."),
        option("--taken-at", "When it was taken again, with its zone."),
        tells="Confirm that a held medicine is taken again.",
        example=_AGAIN,
    ),
    _move(
        "prepare-skin",
        option("--zone", "The zone."),
        option("--antiseptic", "With what."),
        option("--contact", 'How long it was wet, as in "30 s".'),
        option("--dried", 'How long it dried, as in "30 s".'),
        tells="Record that the skin of a zone was cleaned.",
        example="--zone cheek --antiseptic 'chlorhexidine 2 %' --contact '30 s' "
        "--dried '30 s'",
    ),
    _move(
        "test",
        *_TEST,
        does="place-test",
        tells="Place a skin test.",
        example=f"{_GIVEN} --method prick --site 'left forearm' --dilution undiluted",
    ),
    _move(
        "read",
        *_READING,
        does="read-test",
        tells="Record how a skin test was read.",
        example=f"--test test-1 --reading immediate {_READ_AS} --infiltrated no",
    ),
    _move(
        "apply-anaesthetic",
        *_ANAESTHETIC,
        tells="Apply an anaesthetic before the injections.",
        example="--product lidocaine-cream --lot L7 --zone cheek --amount '1 g'",
    ),
    _move(
        "deliver",
        *_DELIVERED,
        tells="Inject: what really goes in. The engine takes the time.",
        example="--item left-cheek --points 1-6",
    ),
    _move(
        "stop",
        _REASON,
        does="stop-injecting",
        tells="Stop injecting, and observe.",
        example="--reason 'the patient asks to stop'",
    ),
    _move(
        "signs",
        argument("signs", many=True),
        _TEXT,
        anyone=True,
        tells="Record signs seen or told. Anyone may.",
        example="itching",
    ),
    _move(
        "look",
        argument("signs", many=True),
        option("--found", "What the physician found."),
        tells="Record that a physician looked at signs.",
        example="itching --found 'at the needle points only'",
    ),
    _move(
        "suspect",
        _SIGN,
        _TEXT,
        anyone=True,
        tells="Suspect a reaction. Anyone may, at any moment.",
        example="--sign itching",
    ),
    _move(
        "escalate",
        _TEXT,
        anyone=True,
        tells="Raise the alarm. Anyone may, at any moment.",
        example="",
    ),
    _move(
        "treat",
        option("--drug", "What was given."),
        option("--dose", 'As in "0.5 mg".'),
        option("--route", "How it was given."),
        option("--site", "Where."),
        _yes("--adrenaline", "It was adrenaline, whatever its name."),
        _TEXT,
        anyone=True,
        tells="Record a treatment that was given. It is never refused.",
        example="--drug adrenaline --dose '0.5 mg' --route intramuscular --site thigh",
    ),
    _move(
        "call",
        option("--who", "Who was called."),
        _TEXT,
        tells="Record that help was called.",
        example="--who ambulance",
    ),
    _move(
        "confirm",
        _TEXT,
        tells="Confirm a reaction. A physician's word.",
        example="--text 'hives and a falling pressure'",
    ),
    _move(
        "rule-out",
        _REASON,
        _yes("--faint", "It was a faint."),
        tells="Rule a reaction out. A physician's word.",
        example="--reason 'well again after lying down' --faint",
    ),
    _move(
        "effect",
        option("--effect", "By its usual name."),
        option("--zone", "The zone."),
        option("--cause", "Its cause."),
        option("--predictable", "yes or no."),
        _TEXT,
        tells="Record an undesirable effect or a complication.",
        example="--effect bruise --zone cheek",
    ),
    _move(
        "decide",
        argument("gate"),
        _ITEM,
        _REASON,
        tells="Open a relative gate by decision. A physician's word.",
        example="autoimmune --reason 'quiet for two years'",
    ),
    _move(
        "override",
        argument("gate"),
        _ITEM,
        option("--reason", "One of the reasons the gate lists."),
        _TEXT,
        tells="Open a shut gate that allows it.",
        example="too-soon --reason 'agreed with the patient' --text 'travels tomorrow'",
    ),
    _move(
        "close-task",
        argument("task"),
        option("--how", "How it was done."),
        tells="Say how a task was done.",
        example="task-1 --how 'called, all well'",
    ),
    _move("end-visit", tells="The patient goes home between two visits.", example=""),
    _move(
        "defer",
        *_LEAVING,
        tells="Defer the session.",
        example="--reason 'fever' --detail earliest=2026-12-01",
    ),
    _move(
        "refuse",
        *_LEAVING,
        tells="Refuse the session, and say what is offered instead.",
        example="--reason 'blood thinner goes on'",
    ),
    _move(
        "withdraw",
        *_LEAVING,
        tells="The patient does not want it any more.",
        example="--reason 'changed her mind'",
    ),
    _move(
        "leave",
        *_LEAVING,
        tells="The patient leaves against advice.",
        example="--reason 'has a train to catch'",
    ),
    _move(
        "transfer",
        *_LEAVING,
        tells="The patient was handed over to an ambulance or hospital.",
        example="--reason 'adrenaline was given' --detail to=hospital",
    ),
    _move(
        "record-death",
        *_LEAVING,
        tells="Record that the patient died.",
        example="--reason 'told by the hospital'",
    ),
    _move(
        "record-test",
        *_TEST,
        tells="Record a test that was already placed. It is never refused.",
        example=f"{_GIVEN} --method prick --site 'left forearm' --dilution undiluted",
    ),
    _move(
        "record-anaesthetic",
        *_ANAESTHETIC,
        tells="Record an anaesthetic that was already applied. It is never refused.",
        example="--product lidocaine-cream --lot L7 --zone cheek --amount '1 g'",
    ),
    _move(
        "record-delivered",
        *_DELIVERED,
        tells="Record an injection that already went in. It is never refused.",
        example="--item left-cheek --points 7 --lot B13 --volume '0.05 mL'",
    ),
    _move(
        "amend",
        argument("entry"),
        option("--set", "FIELD=VALUE; may stand again.", key="changes", many=True),
        _REASON,
        tells="Correct an earlier entry. Both stay in the log.",
        example="14 --set volume='0.4 mL' --reason 'misread the syringe'",
    ),
    _move(
        "mark-in-error",
        argument("entry"),
        _REASON,
        tells="Mark an earlier entry as made in error. It stays in the log.",
        example="14 --reason 'of another patient'",
    ),
    _move(
        "enter-in-error",
        *_LEAVING,
        tells="The whole session was entered in error.",
        example="--reason 'opened twice'",
    ),
)
COMMANDS = {str(each.name): each for each in _ALL}
