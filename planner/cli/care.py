"""
Moves that tell what reached the patient and what was seen.
"""

from __future__ import annotations

from planner.cli.door import argument, option
from planner.cli.moving import REASON, TEXT, move, yes

_SIGN = option("--sign", "A sign, by its id; may stand again.", key="signs", many=True)
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
_READ_AS = "--wheal '0 mm' --saline '0 mm' --histamine '5 mm' --flare '0 mm'"
_GIVEN = "--product vitamin-c --lot A12"
CARE = (
    move(
        "vitals",
        *_VITALS,
        tells="Record vital signs, each with its unit.",
        example="--systolic '120 mmHg' --diastolic '80 mmHg' --pulse '70 /min'",
    ),
    move(
        "prepare-skin",
        option("--zone", "The zone."),
        option("--antiseptic", "With what."),
        option("--contact", 'How long it was wet, as in "30 s".'),
        option("--dried", 'How long it dried, as in "30 s".'),
        tells="Record that the skin of a zone was cleaned.",
        example="--zone cheek --antiseptic 'chlorhexidine 2 %' --contact '30 s' "
        "--dried '30 s'",
    ),
    move(
        "test",
        *_TEST,
        does="place-test",
        tells="Place a skin test.",
        example=f"{_GIVEN} --method prick --site 'left forearm' --dilution undiluted",
    ),
    move(
        "read",
        *_READING,
        does="read-test",
        tells="Record how a skin test was read.",
        example=f"--test test-1 --reading immediate {_READ_AS} --infiltrated no",
    ),
    move(
        "apply-anaesthetic",
        *_ANAESTHETIC,
        tells="Apply an anaesthetic before the injections.",
        example="--product lidocaine-cream --lot L7 --zone cheek --amount '1 g'",
    ),
    move(
        "deliver",
        *_DELIVERED,
        tells="Inject: what really goes in. The engine takes the time.",
        example="--item left-cheek --points 1-6",
    ),
    move(
        "stop",
        REASON,
        does="stop-injecting",
        tells="Stop injecting, and observe.",
        example="--reason 'the patient asks to stop'",
    ),
    move(
        "signs",
        argument("signs", many=True),
        TEXT,
        anyone=True,
        tells="Record signs seen or told. Anyone may.",
        example="itching",
    ),
    move(
        "look",
        argument("signs", many=True),
        option("--found", "What the physician found."),
        tells="Record that a physician looked at signs.",
        example="itching --found 'at the needle points only'",
    ),
    move(
        "suspect",
        _SIGN,
        TEXT,
        anyone=True,
        tells="Suspect a reaction. Anyone may, at any moment.",
        example="--sign itching",
    ),
    move(
        "escalate",
        TEXT,
        anyone=True,
        tells="Raise the alarm. Anyone may, at any moment.",
    ),
    move(
        "treat",
        option("--drug", "What was given."),
        option("--dose", 'As in "0.5 mg".'),
        option("--route", "How it was given."),
        option("--site", "Where."),
        yes("--adrenaline", "It was adrenaline, whatever its name."),
        TEXT,
        anyone=True,
        tells="Record a treatment that was given. It is never refused.",
        example="--drug adrenaline --dose '0.5 mg' --route intramuscular --site thigh",
    ),
    move(
        "call",
        option("--who", "Who was called."),
        TEXT,
        tells="Record that help was called.",
        example="--who ambulance",
    ),
    move(
        "confirm",
        TEXT,
        tells="Confirm a reaction. A physician's word.",
        example="--text 'hives and a falling pressure'",
    ),
    move(
        "rule-out",
        REASON,
        yes("--faint", "It was a faint."),
        tells="Rule a reaction out. A physician's word.",
        example="--reason 'well again after lying down' --faint",
    ),
    move(
        "effect",
        option("--effect", "By its usual name."),
        option("--zone", "The zone."),
        option("--cause", "Its cause."),
        option("--predictable", "yes or no."),
        TEXT,
        tells="Record an undesirable effect or a complication.",
        example="--effect bruise --zone cheek",
    ),
    move(
        "record-test",
        *_TEST,
        anyone=True,
        tells="Record a test that was already placed. It is never refused.",
        example=f"{_GIVEN} --method prick --site 'left forearm' --dilution undiluted",
    ),
    move(
        "record-anaesthetic",
        *_ANAESTHETIC,
        anyone=True,
        tells="Record an anaesthetic that was already applied. It is never refused.",
        example="--product lidocaine-cream --lot L7 --zone cheek --amount '1 g'",
    ),
    move(
        "record-delivered",
        *_DELIVERED,
        anyone=True,
        tells="Record an injection that already went in. It is never refused.",
        example="--item left-cheek --points 7 --lot B13 --volume '0.05 mL'",
    ),
)
