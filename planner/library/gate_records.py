"""
The domains of lists the session itself keeps: tasks, signs, vital signs, what was given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.library.gate_domains import delivered
from planner.library.gate_setting import SHUT, UNKNOWN, Before, Day, Setting, Table, vitals

if TYPE_CHECKING:
    from planner.model.protocol import Gate, Protocol


def tasks(_: Gate, protocol: Protocol) -> list[Setting]:
    """
    Tasks: none, open, closed.
    """
    # What reached the patient past the plan opens a task.
    late = delivered(Before(60), zone=protocol.vocabulary.zones[0].id)
    done: Table = {"does": "close-task", "task": "task-1", "how": "Looked at."}
    return [
        Setting(words="no task"),
        Setting(words="a task is open", means=SHUT, moves=(late,)),
        Setting(words="the task is closed", moves=(late, {**done, "at": Before(30)})),
    ]


def signs(_: Gate, protocol: Protocol) -> list[Setting]:
    """
    Signs: none, noted, looked at.
    """
    known = [each.id for each in protocol.signs if each.weight == "look"][:1]
    noted: Table = {"does": "signs", "signs": known}
    looked: Table = {"does": "look", "signs": known, "found": "harmless"}
    return [
        Setting(words="no sign"),
        Setting(words="a sign nobody looked at", means=SHUT, moves=(noted,)),
        Setting(words="a sign that was looked at", moves=(noted, looked)),
    ]


def vitals_times(_: Gate, protocol: Protocol) -> list[Setting]:
    """
    Sets of vital signs: all at their times, or one left out.
    """
    late = delivered(Before(120), zone=protocol.vocabulary.zones[0].id)
    taken = tuple(
        vitals(at=Before(120 - Before.span(each.after).minutes))
        for each in protocol.vitals_times
    )
    return [
        Setting(words="nothing was injected"),
        Setting(words="every set was taken", moves=(late, *taken)),
        Setting(words="one set was left out", means=SHUT, moves=(late, *taken[1:])),
        Setting(words="no set was taken", means=SHUT, moves=(late,)),
    ]


def restarts(_: Gate, __: Protocol) -> list[Setting]:
    """
    Holds: none, with a restart, without.
    """
    agreed: Table = {
        "does": "agree-hold",
        "medicine": "warfarin",
        "prescriber": "Dr Jean Cardio",
        "contact": "by telephone",
        "agreed_on": Day(0),
        "decision": "hold",
        "hold": "",
    }
    kept = {**agreed, "restart": Before(-600)}
    return [
        Setting(words="nothing is held"),
        Setting(words="a restart was agreed", moves=(kept,)),
        Setting(words="no restart was agreed", means=UNKNOWN, moves=(agreed,)),
    ]


def documents(_: Gate, protocol: Protocol) -> list[Setting]:
    """
    What was given: on record, or not.
    """
    zone = protocol.vocabulary.zones[0].id
    known = delivered(Before(60), zone=zone)
    strange = {**known, "product": "missing", "lot": "missing-1"}
    return [
        Setting(words="nothing was given"),
        Setting(words="a product on record was given", moves=(known,)),
        Setting(words="a product not on record was given", means=SHUT, moves=(strange,)),
    ]


def complications(_: Gate, protocol: Protocol) -> list[Setting]:
    """
    Complications: none, classed, not classed.
    """
    id_ = next((each.id for each in protocol.effects if each.complication), "")
    noted: Table = {"does": "effect", "effect": id_, "zone": "", "cause": ""}
    classed = {**noted, "cause": "technique", "predictable": "yes"}
    return [
        Setting(words="no complication"),
        Setting(words="a complication is classed", moves=(classed,)),
        Setting(words="a complication is not classed", means=SHUT, moves=(noted,)),
    ]
