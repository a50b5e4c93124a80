"""
The beginning of a protocol of one's own: a small file on top of a shipped one.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planner.errors import InputFault
from planner.library.text import shown
from planner.model.protocol import Between, Elapsed, Held, Spaced
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from planner.model.protocol import Gate, Protocol

_ID = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")
_LONGEST = 40

_HEAD = """\
# {title}, version {version}: a protocol of this clinic, on top of {parent}.
#
# Everything that {parent} says holds here too. This file says only what differs.
# A card with an id of its own is new. A card with an id of {parent} changes the keys
# that are written, and no others. It may only get tighter: another gate, a narrower
# range, a shorter freshness, an override prohibited. To loosen anything, write
# fork = true  below: then every sheet says "locally modified".
#
# Look at it:     mesoplan protocol show FILE
# Check it:       mesoplan protocol check FILE
# What differs:   mesoplan protocol diff {parent_at} FILE

[protocol]
id        = "{id}"
version   = "{version}"
title     = "{title}"
extends   = "{parent}"
# What {parent} said when this was begun: if it changes, this file does not load before
# somebody has read what changed.
digest    = "{digest}"
"""

_QUESTION = """
# A question of this clinic's own. Every card says what it rests on; "house-choice" is a
# choice of the house with no published number behind it, and is named at approval.

[[question]]
id      = "{id}-explained"
heading = "anamnesis"
asks    = "Was it explained how this clinic does it, and what it costs?"
kind    = "choice"
answers = ["no", "yes"]
fresh   = "visit"
unknown = "Explain it now."
source  = ["house-choice"]

# A gate: its id is the hazard, and reads after "refused because of".

[[gate]]
id       = "{id}-not-explained"
heading  = "anamnesis"
before   = "{before}"
kind     = "answer"
question = "{id}-explained"
needs    = ["yes"]
class    = "safety"
weight   = "absolute"
override = "prohibited"
leads_to = "correct"
because  = "Nobody agrees to what was not explained."
now      = "Explain it, and ask again."
unknown  = "Explain it now."
needed   = "explained at this visit"
source   = ["house-choice"]
"""

_TIGHTER = """
# A gate of {parent}, made tighter. There it reads  {key} = "{value}".
# Take away the # before these lines, write a number that is {way}, and say it in the words.

# [[gate]]
# id       = "{gate}"
# {key} = "{value}"
# needed   = "{needed}"
"""

_CASES = """\
# Worked cases of "{id}": what is given, what somebody does, what must come of it.
#
# The cases of {parent} show what stands as it does there. Each gate that is new or
# changed here needs three of its own: open, shut and unknown; and each number that is new
# or changed a case just under, at and just over it.
# They run by: mesoplan protocol cases FILE, with the file of the protocol.
#
# Read them, change what does not fit, and take away the # from here on.

# [[given]]
# id    = "visit-open"
# tells = "A session is open, and nothing is asked yet."
# move  = [
#   {{ does = "clinic", emergency-number = "112", zone = "Europe/Paris" }},
#   {{ does = "staff", id = "dr-moreau", name = "Dr Claire Moreau", role = "physician" }},
#   {{ does = "approve" }},
#   {{ does = "patient", name = "Anna Example", birth_date = "1985-06-14" }},
#   {{ does = "session", at = "day 0 09:00" }},
# ]
{cases}"""

_CASE = """
# [[case]]
# id    = "{gate}-{outcome}"
# tells = "{tells}"
# given = "visit-open"
# kind  = "gate"
# gate  = "{gate}"
# move  = [
{answer}#   {{ does = "why", to = "{before}", expect = {{ {gate} = "{outcome}" }} }},
# ]
"""
_ANSWERS = {
    "open": ("yes", "It was explained."),
    "shut": ("no", "It was not explained."),
    "unknown": ("", "Nobody asked yet."),
}


def new_protocol(id: str, parent: Protocol, *, version: str) -> tuple[str, str]:
    """
    A small protocol that extends another, and the beginning of its cases.

    Raises:
        InputFault: The id is no id, or the parent's own.
    """
    if not _ID.fullmatch(id) or len(id) > _LONGEST:
        raise InputFault(
            f"{shown(id)} is no id for a protocol.",
            now="Write small letters, digits and hyphens, as in north-clinic.",
        )
    if id == parent.id:
        raise InputFault(
            f'The protocol that is extended is called "{id}" itself.',
            now="Give yours an id of its own.",
        )
    before = _first(parent)
    words = {
        "id": id,
        "version": version,
        "title": id.replace("-", " ").capitalize(),
        "parent": f"{parent.id} {parent.version}",
        "parent_at": f"{parent.id}@{parent.version}",
        "digest": parent.digest,
        "before": before,
    }
    made = _HEAD.format(**words) + _QUESTION.format(**words)
    found = next((each for each in map(_bound, parent.gates) if each), None)
    if found is not None:
        gate, key, value, way, needed = found
        made += _TIGHTER.format(
            **words, gate=gate, key=key, value=value, way=way, needed=needed
        )
    cases = [
        _CASE.format(
            gate=f"{id}-not-explained",
            outcome=outcome,
            before=before,
            answer=_answer(id, said),
            tells=tells,
        )
        for outcome, (said, tells) in _ANSWERS.items()
    ]
    return made, _CASES.format(**words, cases="".join(cases))


def _answer(id: str, said: str) -> str:
    if not said:
        return ""
    return f'#   {{ does = "record", answers = {{ {id}-explained = "{said}" }} }},\n'


def _first(parent: Protocol) -> str:
    # As early as the earliest gate of anamnesis: later is not what was meant.
    asked = [gate for gate in parent.gates if gate.heading == "anamnesis" and gate.safety]
    return asked[0].before[0] if asked else "place-test"


def _bound(gate: Gate) -> tuple[str, str, str, str, str] | None:
    if not isinstance(gate.requires, Between | Elapsed | Spaced | Held):
        return None
    for key, way in (("at_least", "higher"), ("at_most", "lower")):
        held = getattr(gate.requires, key, None)
        if isinstance(held, Quantity):
            return gate.id, key, held.written, way, gate.needed
    return None
