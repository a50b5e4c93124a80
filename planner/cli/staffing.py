"""
Who works in the clinic.
"""

from __future__ import annotations

from typing import Any

from planner.cli.clinics import recorded
from planner.cli.door import command, option
from planner.cli.terminal import Terminal, by_options, on_staff
from planner.errors import InputFault


def _staff_add(
    at: Terminal,
    *,
    id: str | None,
    name: str | None,
    works_as: str | None,
    training: tuple[str, ...],
    by: str | None,
) -> int:
    from planner.clinic.cleaning import clean_all, structured
    from planner.errors import nearest
    from planner.model.entries.clinic import StaffRegistered
    from planner.model.person import ROLES, Actor, Staff

    typed = {"id": id, "name": name, "role": works_as}
    given: dict[str, Any] = {key: value for key, value in typed.items() if value}
    given["trainings"] = [_training(each) for each in training]
    staff: Staff = structured(clean_all(given), Staff, "staff")
    if staff.role not in ROLES[:-1]:
        raise InputFault(
            f'"{staff.role[:60]}" is no role.' + nearest(staff.role, ROLES[:-1]),
            where="--role",
            now="Write one of: " + ", ".join(ROLES[:-1]) + ".",
        )
    desk = at.desk(first=True)
    # The first person is registered by whoever says so: "claimed", and printed as such.
    nobody_yet = not desk.clinic()[0].staff
    claimed = Actor(id=staff.id, role=staff.role)
    who = claimed if nobody_yet else on_staff(desk, by)
    said = f"Registered: {staff.id}, {staff.role}."
    return recorded(at, desk, StaffRegistered(staff=staff), said, who)


def _training(typed: str) -> dict[str, str]:
    parts = typed.split(":")
    keys = ("id", "gained_on", "until")
    if not 1 < len(parts) <= len(keys):
        raise InputFault(
            f'"{typed[:60]}" is no training with its day.',
            where="--training",
            now="Write ID:GAINED or ID:GAINED:UNTIL, as in anaphylaxis:2026-01-10.",
        )
    return dict(zip(keys, parts, strict=False))


def _staff_list(at: Terminal) -> int:
    clinic, _ = at.desk(reading=True).clinic()
    at.answer(
        {
            "staff": [
                {
                    "id": each.id,
                    "role": each.role,
                    "trainings": [
                        {
                            "id": t.id,
                            "gained_on": t.gained_on.isoformat(),
                            "until": t.until.isoformat() if t.until else "",
                        }
                        for t in each.trainings
                    ],
                }
                for each in clinic.staff.values()
            ]
        }
    )
    for each in clinic.staff.values():
        at.say([f"{each.id}  {each.role}  {', '.join(t.id for t in each.trainings)}"])
    if not clinic.staff:
        at.say(["Nobody works here on record yet. See: mesoplan clinic staff add --help"])
    return 0


STAFF_ADD = command(
    "add",
    _staff_add,
    option("--id", "A short id, as it is typed and printed."),
    option("--name", "The name."),
    option("--role", "physician, nurse or assistant.", key="works_as"),
    option("--training", "ID:GAINED[:UNTIL]; may stand again.", many=True),
    by_options()[0],
    tells="Register somebody who works here. The first person may be registered by anyone.",
    example="mesoplan clinic staff add --id dr-lin --name 'Dr Lin' --role physician "
    "--training life-support:2026-01-10:2027-01-10",
)
STAFF_LIST = command(
    "list",
    _staff_list,
    tells="List who works here.",
    example="mesoplan clinic staff list",
)
