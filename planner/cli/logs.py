"""
`session log`: who recorded what, when and why; what was amended as old → new.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from planner.cli.door import argument, command
from planner.cli.terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from planner.model.answer import Fact
    from planner.model.entries import Entry

_REASONS = ("reason", "text", "note", "found", "how")
_INDENT = " " * 6


def _log(at: Terminal, session: str) -> int:
    from planner.clinic.desk import zone_of
    from planner.clinic.ids import typed
    from planner.errors import JournalDamaged

    id_ = typed(session, "session")
    desk = at.desk(reading=True)
    found, _ = desk.session(id_)
    at.note(desk, f"session:{id_}", "log")
    zone = zone_of(desk.clinic()[0])
    at.answer(
        {
            "session": id_,
            "entries": [_for_a_program(each) for each in found.entries],
        }
    )
    at.say(lines(found.entries, zone))
    return JournalDamaged.exit_code if desk.journal.damage else 0


def _for_a_program(entry: Entry) -> dict[str, object]:
    return {
        "seq": entry.seq,
        "id": entry.id,
        "kind": entry.payload.kind,
        "by": entry.by.id,
        "role": entry.by.role,
        "assurance": entry.by.assurance,
        "recorded_at": entry.recorded.at.isoformat(),
        "occurred_at": entry.occurred_at.isoformat(),
        "payload": _plain(entry.payload),
    }


def _plain(value: object) -> object:
    from attrs import has

    if has(type(value)):
        return {name: _plain(each) for name, each in _slots(value)}
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value if isinstance(value, str | int | bool | None) else str(value)


def lines(entries: Iterable[Entry], zone: tzinfo) -> list[str]:
    """
    Every entry: its number, when, by whom, what; then why; then what it corrected.
    """
    from planner.model.entries import session as told
    from planner.sheets.written import moment

    kept = list(entries)
    by_id = {each.id: each for each in kept}
    amended: dict[str, dict[str, str]] = {}
    out = []
    for entry in kept:
        payload = entry.payload
        who = f"{entry.by.id or 'anyone'} ({entry.by.role}, {entry.by.assurance})"
        head = f"{entry.seq:4}  {moment(entry.recorded.at, zone)}  {who}  {payload.kind}"
        out.append(head)
        if entry.occurred_at != entry.recorded.at:
            out.append(f"{_INDENT}happened at {moment(entry.occurred_at, zone)}")
        earlier = by_id.get(getattr(payload, "entry", ""))
        if isinstance(payload, told.EntryAmended) and earlier is not None:
            shown = amended.setdefault(payload.entry, {})
            for name, value in payload.changes.items():
                old = shown.get(name, _value(earlier, name))
                out.append(f'{_INDENT}entry {earlier.seq} {name}: "{old}" → "{value}"')
                shown[name] = value
        elif isinstance(payload, told.EntryInError) and earlier is not None:
            out.append(f"{_INDENT}entry {earlier.seq} ({earlier.payload.kind})")
        else:
            out += [f"{_INDENT}{each}" for each in _fields(payload, zone)]
        out += [f"{_INDENT}because: {why}" for why in _reasons(payload)]
    return out


def _value(entry: Entry, name: str) -> str:
    values = getattr(entry.payload, "values", None)
    if isinstance(values, dict):
        return str(values.get(name, ""))
    return str(getattr(entry.payload, name, ""))


def _reasons(payload: object) -> list[str]:
    said = [getattr(payload, name, "") for name in _REASONS]
    return [each for each in said if isinstance(each, str) and each]


def _fields(payload: object, zone: tzinfo) -> list[str]:
    parts: list[str] = []
    for name, value in _slots(payload):
        if name in _REASONS or value in ("", (), {}, None):
            continue
        parts.extend(_told(name, value, zone))
    return parts


def _slots(value: object) -> list[tuple[str, object]]:
    from attrs import AttrsInstance, fields

    kept = cast("AttrsInstance", value)
    return [(each.name, getattr(kept, each.name)) for each in fields(type(kept))]


def _told(name: str, value: object, zone: tzinfo) -> list[str]:
    from attrs import has

    if has(type(value)):
        return _fields(value, zone)
    if isinstance(value, tuple):
        if name == "facts":
            return [_fact(each) for each in value]
        return [f"{name}: {', '.join(_short(each, zone) for each in value)}"]
    if isinstance(value, dict):
        return [f"{key}: {_short(each, zone)}" for key, each in value.items()]
    return [f"{name.replace('_', ' ')}: {_short(value, zone)}"]


def _fact(fact: Fact) -> str:
    item = f" ({fact.item})" if fact.item else ""
    note = f" – {fact.note}" if fact.note else ""
    return f"{fact.question}{item}: {fact.text}{note}"


def _short(value: object, zone: tzinfo) -> str:
    from attrs import has

    from planner.sheets.written import moment

    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return moment(value, zone)
    if has(type(value)):
        for name in ("name", "substance", "id"):
            if hasattr(value, name):
                return str(getattr(value, name))
    return str(value)


LOG = command(
    "log",
    _log,
    argument("session"),
    tells="The log of a session: who, what, when and why. Corrections as old → new.",
    example="mesoplan session log 0000000014G",
)
