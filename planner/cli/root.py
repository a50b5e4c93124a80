"""
The front door: every command by its name, each in a module that is loaded when asked.
"""

from __future__ import annotations

import click

from planner import __version__
from planner.cli.door import Door, command, journal_option
from planner.cli.terminal import Terminal

_MOVES = "planner.cli.moves"
_SESSION = {
    "open": "planner.cli.sessions:OPEN",
    "show": "planner.cli.sessions:SHOW",
    "list": "planner.cli.sessions:LIST",
    "ask": "planner.cli.asking:ASK",
    "record": "planner.cli.recording:RECORD",
    "why": "planner.cli.why:WHY",
    "tasks": "planner.cli.sessions:TASKS",
    "log": "planner.cli.logs:LOG",
}
# Each move by what is typed; what it does is the word of `planner.clinic.inputs`.
_DONE = {
    "advance": "advance",
    "go-back": "go-back",
    "check-in": "check-in",
    "end-visit": "end-visit",
    "test": "place-test",
    "read": "read-test",
    "prepare-skin": "prepare-skin",
    "apply-anaesthetic": "apply-anaesthetic",
    "deliver": "deliver",
    "vitals": "vitals",
    "sign": "sign",
    "signs": "signs",
    "look": "look",
    "suspect": "suspect",
    "escalate": "escalate",
    "confirm": "confirm",
    "rule-out": "rule-out",
    "treat": "treat",
    "call": "call",
    "effect": "effect",
    "decide": "decide",
    "override": "override",
    "agree-hold": "agree-hold",
    "confirm-restart": "confirm-restart",
    "classify-medicine": "classify-medicine",
    "classify-allergy": "classify-allergy",
    "still-true": "still-true",
    "close-task": "close-task",
    "stop": "stop-injecting",
    "defer": "defer",
    "refuse": "refuse",
    "withdraw": "withdraw",
    "leave": "leave",
    "transfer": "transfer",
    "record-death": "record-death",
    "record-test": "record-test",
    "record-anaesthetic": "record-anaesthetic",
    "record-delivered": "record-delivered",
    "amend": "amend",
    "mark-in-error": "mark-in-error",
    "enter-in-error": "enter-in-error",
}
DOORS = {
    "clinic": (
        "The clinic: settings, staff, kit, products, lots.",
        {
            "show": "planner.cli.clinics:SHOW",
            "set": "planner.cli.clinics:SET",
            "staff": "planner.cli.root:STAFF",
            "kit": "planner.cli.root:KIT",
            "product": "planner.cli.root:PRODUCT",
            "lot": "planner.cli.root:LOT",
            "paper-period": "planner.cli.clinics:PAPER_PERIOD",
        },
    ),
    "patient": (
        "Patients: names stand in a table that can be deleted, the rest is kept.",
        {
            "add": "planner.cli.patients:ADD",
            "show": "planner.cli.patients:SHOW",
            "list": "planner.cli.patients:LIST",
            "letter": "planner.cli.patients:LETTER",
            "forget": "planner.cli.patients:FORGET",
        },
    ),
    "session": (
        "Sessions: one treatment, from the first question to discharge.",
        {**_SESSION, **{typed: f"{_MOVES}:{typed}" for typed in _DONE}},
    ),
    "print": (
        "Sheets: the session plan, the discharge instructions, the emergency card.",
        {
            "plan": "planner.cli.printing:PLAN",
            "discharge": "planner.cli.printing:DISCHARGE",
            "emergency": "planner.cli.printing:EMERGENCY",
        },
    ),
    "protocol": (
        "Protocols: what must hold before each exposure, signed by a physician.",
        {
            "list": "planner.cli.protocols:LIST",
            "show": "planner.cli.protocols:SHOW",
            "check": "planner.cli.protocols:CHECK",
            "explain": "planner.cli.protocols:EXPLAIN",
            "approve": "planner.cli.approving:APPROVE",
            "trace": "planner.cli.protocols:TRACE",
        },
    ),
    "journal": (
        "The journal: verify it, print its heads, copy it.",
        {
            "verify": "planner.cli.journals:VERIFY",
            "head": "planner.cli.journals:HEAD",
            "backup": "planner.cli.journals:BACKUP",
        },
    ),
}
