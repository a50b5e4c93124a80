"""
The front door: every command by its name, each in a module that is loaded when asked.
"""

from __future__ import annotations

import click

from planner import __version__
from planner.cli.door import Door, journal_option
from planner.cli.naming import own_option

# What can be done to a session; each is one move, told in `planner.cli.moves`.
MOVES = (
    "check-in",
    "advance",
    "go-back",
    "sign",
    "vitals",
    "still-true",
    "classify-medicine",
    "classify-allergy",
    "agree-hold",
    "confirm-restart",
    "prepare-skin",
    "test",
    "read",
    "apply-anaesthetic",
    "deliver",
    "stop",
    "signs",
    "look",
    "suspect",
    "escalate",
    "treat",
    "call",
    "confirm",
    "rule-out",
    "effect",
    "decide",
    "override",
    "close-task",
    "end-visit",
    "defer",
    "refuse",
    "withdraw",
    "leave",
    "transfer",
    "record-death",
    "record-test",
    "record-anaesthetic",
    "record-delivered",
    "amend",
    "mark-in-error",
    "enter-in-error",
)

_CLINIC = "planner.cli.clinics:"
_ROOT = "planner.cli.root:"
_SESSION = "planner.cli.sessions:"
_PATIENT = "planner.cli.patients:"
_PROTOCOL = "planner.cli.protocols:"
_AUTHORING = "planner.cli.authoring:"
_COURSE = "planner.cli.courses:"
_COURSES_SHOWN = "planner.cli.courses_shown:"
_PRINT = "planner.cli.printing:"
_JOURNAL = "planner.cli.journals:"


def _show_version(ctx: click.Context, _: click.Parameter, asked: bool) -> None:
    if asked and not ctx.resilient_parsing:
        click.echo(f"mesoplan {__version__}")
        ctx.exit()


STAFF = Door(
    "staff",
    {"add": "planner.cli.staffing:STAFF_ADD", "list": "planner.cli.staffing:STAFF_LIST"},
    tells="Who works here, in which role, with which trainings.",
)
KIT = Door(
    "kit",
    {"count": f"{_CLINIC}KIT_COUNT"},
    tells="The emergency kit, counted as a whole.",
)
PRODUCT = Door(
    "product",
    {"add": f"{_CLINIC}PRODUCT_ADD"},
    tells="Products, each with its whole composition.",
)
LOT = Door(
    "lot",
    {"add": f"{_CLINIC}LOT_ADD", "recall": f"{_CLINIC}LOT_RECALL"},
    tells="Lots that came in, and lots that were recalled.",
)
CLINIC = Door(
    "clinic",
    {
        "show": f"{_CLINIC}SHOW",
        "set": f"{_CLINIC}SET",
        "logo": "planner.cli.logos:LOGO",
        "staff": f"{_ROOT}STAFF",
        "kit": f"{_ROOT}KIT",
        "product": f"{_ROOT}PRODUCT",
        "lot": f"{_ROOT}LOT",
        "paper-period": f"{_CLINIC}PAPER_PERIOD",
    },
    tells="The clinic: settings, staff, kit, products, lots.",
)
PATIENT = Door(
    "patient",
    {
        "add": f"{_PATIENT}ADD",
        "show": f"{_PATIENT}SHOW",
        "list": f"{_PATIENT}LIST",
        "letter": f"{_PATIENT}LETTER",
        "forget": f"{_PATIENT}FORGET",
    },
    tells="Patients: names stand in a table that can be deleted, the rest is kept.",
)
SESSION = Door(
    "session",
    {
        "open": f"{_SESSION}OPEN",
        "list": f"{_SESSION}LIST",
        "show": f"{_SESSION}SHOW",
        "ask": "planner.cli.asking:ASK",
        "record": "planner.cli.recording:RECORD",
        "why": "planner.cli.why:WHY",
        "tasks": f"{_SESSION}TASKS",
        "log": "planner.cli.logs:LOG",
        **dict.fromkeys(MOVES, "planner.cli.moves:COMMANDS"),
    },
    tells="Sessions: one treatment, from the first question to discharge.",
)
COURSE = Door(
    "course",
    {
        "plan": f"{_COURSE}PLAN",
        "show": f"{_COURSES_SHOWN}SHOW",
        "replan": f"{_COURSE}REPLAN",
        "next": f"{_COURSES_SHOWN}NEXT",
        "due": f"{_COURSES_SHOWN}DUE",
        "calendar": f"{_COURSES_SHOWN}CALENDAR",
        "print": "planner.cli.course_printing:PRINT",
    },
    tells="Courses: sessions that belong together, each date with its reason.",
)
PRINT = Door(
    "print",
    {
        "consent": f"{_PRINT}CONSENT",
        "letter": f"{_PRINT}LETTER",
        "plan": f"{_PRINT}PLAN",
        "discharge": f"{_PRINT}DISCHARGE",
        "emergency": f"{_PRINT}EMERGENCY",
        "exit": f"{_PRINT}EXIT",
        "record": f"{_PRINT}RECORD",
        "all": f"{_PRINT}ALL",
    },
    tells="Sheets: consent, letters, session plan, discharge, emergency, record.",
    also={"--all": "all"},
)
PROTOCOL = Door(
    "protocol",
    {
        "list": f"{_PROTOCOL}LIST",
        "show": f"{_PROTOCOL}SHOW",
        "check": f"{_PROTOCOL}CHECK",
        "prove": "planner.cli.proving:PROVE",
        "cases": "planner.cli.proving:CASES",
        "approve": "planner.cli.approving:APPROVE",
        "new": f"{_AUTHORING}NEW",
        "diff": f"{_AUTHORING}DIFF",
        "seal": f"{_AUTHORING}SEAL",
        "schema": f"{_AUTHORING}SCHEMA",
        "trace": f"{_PROTOCOL}TRACE",
        "words": "planner.cli.translating:WORDS",
        "diagram": "planner.cli.reading:DIAGRAM",
    },
    tells="Protocols: what must hold before each exposure, signed by a physician.",
    params=[own_option()],
)
JOURNAL = Door(
    "journal",
    {
        "verify": f"{_JOURNAL}VERIFY",
        "head": f"{_JOURNAL}HEAD",
        "backup": f"{_JOURNAL}BACKUP",
    },
    tells="The journal: verify it, print its heads, copy it.",
)
ROOT = Door(
    "mesoplan",
    {
        "demo": "planner.cli.rehearsing:DEMO",
        "rehearse": "planner.cli.rehearsing:REHEARSE",
        "clinic": f"{_ROOT}CLINIC",
        "patient": f"{_ROOT}PATIENT",
        "course": f"{_ROOT}COURSE",
        "session": f"{_ROOT}SESSION",
        "print": f"{_ROOT}PRINT",
        "protocol": f"{_ROOT}PROTOCOL",
        "explain": f"{_PROTOCOL}EXPLAIN",
        "journal": f"{_ROOT}JOURNAL",
    },
    tells="Plan a mesotherapy session, walk it past every gate, and print it.\n\n"
    "Exit codes: 0 done, 1 refused, 2 a fault, 3 the journal is damaged.",
    params=[
        journal_option(),
        own_option(),
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_show_version,
            help="Print the version.",
        ),
    ],
)
DOORS = (
    ROOT,
    CLINIC,
    STAFF,
    KIT,
    PRODUCT,
    LOT,
    PATIENT,
    COURSE,
    SESSION,
    PRINT,
    PROTOCOL,
    JOURNAL,
)


def words() -> frozenset[str]:
    """
    Every word that is a command.
    """
    return frozenset(word for door in DOORS for word in door.rooms)
