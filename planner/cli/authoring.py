"""
Writing protocols: begun, compared, sealed, and completed in an editor.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.door import argument, command
from planner.cli.terminal import Terminal
from planner.errors import InputFault

if TYPE_CHECKING:
    from planner.clinic.affected import Affected, AffectedCourse
    from planner.library import Change
    from planner.model.protocol import Protocol

FAULTS = 2
_DIGITS = frozenset("0123456789abcdef")
_SHORTEST = 8
_ORDER = ("looser", "other", "tighter", "same")


def _new(at: Terminal, protocol: str, out: str, extends: str) -> int:
    from planner import library
    from planner.cli.naming import own_folder, protocol_named

    parent = protocol_named(extends)
    known = sorted({each[0] for each in library.find(own=own_folder())})
    if protocol in known:
        raise InputFault(
            f'A protocol "{protocol[:60]}" is here already.',
            now="Give yours an id of its own.",
        )
    version = f"{at.clock.now().at.year}-1"
    text, cases = library.new_protocol(protocol, parent, version=version)
    file = Path(out)
    beside = file.with_name("cases.toml")
    for path, held in ((file, text), (beside, cases)):
        _write(path, held)
    at.answer({"verdict": "done", "file": str(file), "cases": str(beside)})
    at.say(
        [
            f"Begun: {file}, which extends {parent.id} {parent.version}.",
            f"Its worked cases go into {beside}.",
            f"Then: mesoplan protocol check {file}",
        ]
    )
    if file.stem != version or file.parent.name != protocol:
        at.say(
            [
                f"To be found by its id, it must stand as {protocol}/{version}.toml in the",
                "clinic's own folder (MESOPLAN_PROTOCOLS).",
            ]
        )
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError as fault:
        raise InputFault(
            "This file is there already, and was left as it is.",
            where=str(path),
            now="Name another one.",
        ) from fault
    except OSError as fault:
        raise InputFault(
            f"It cannot be written ({type(fault).__name__}).",
            where=str(path),
            now="Look at who may write there.",
        ) from fault


def _seal(at: Terminal, protocol: str) -> int:
    from planner import library
    from planner.cli.naming import files_named
    from planner.cli.protocols import findings_in

    (path,) = files_named((protocol,))
    found = library.load(path)
    wanting = findings_in(at, str(path))
    if wanting:
        at.answer({"verdict": "refused", "findings": len(wanting)})
        noun = "finding" if len(wanting) == 1 else "findings"
        at.say([f"{len(wanting)} {noun}: only what check passes is released."])
        at.say([f"See: mesoplan protocol check {protocol}"])
        return FAULTS
    wrote = library.seal(found, path)
    at.answer(
        {
            "verdict": "done" if wrote else "already",
            "protocol": found.id,
            "version": found.version,
            "digest": found.digest,
        }
    )
    at.say([f"{found.id} {found.version} is sealed{'' if wrote else ' already'}."])
    at.say([f"Digest {found.digest}"])
    return 0


def _schema(at: Terminal, lists: bool) -> int:
    from planner import library

    _ = at
    made = library.editor_schema(lists=lists)
    click.echo(json.dumps(made, ensure_ascii=False, indent=1))
    return 0


def _of_digest(at: Terminal, digest: str) -> Protocol:
    from planner.clinic.affected import known_digests

    desk = at.desk(reading=True)
    found = [each for each in known_digests(desk) if each.startswith(digest)]
    if len(found) != 1:
        how = "no protocol" if not found else f"{len(found)} protocols"
        raise InputFault(
            f'The journal holds {how} with the digest "{digest[:60]}".',
            now="Write more of it; mesoplan protocol show tells the digest of a file.",
        )
    return desk.protocol(found[0])


def _protocol(at: Terminal, name: str) -> Protocol:
    from planner.cli.naming import protocol_named

    if len(name) >= _SHORTEST and set(name) <= _DIGITS:
        return _of_digest(at, name)
    return protocol_named(name)


def _diff(at: Terminal, old: str, new: str) -> int:
    from planner import library
    from planner.clinic.affected import affected, affected_courses

    was, now = _protocol(at, old), _protocol(at, new)
    changes = library.compare(was, now)
    sessions: tuple[Affected, ...] = ()
    courses: tuple[AffectedCourse, ...] = ()
    if at.path.exists():
        desk = at.desk(reading=True)
        sessions = affected(desk, was, now, changes)
        courses = affected_courses(desk, was, now)
    at.answer(
        {
            "old": _head(was),
            "new": _head(now),
            "changes": [_table(each) for each in changes],
            "sessions": [
                {
                    "session": each.session,
                    "stage": each.stage,
                    "affected": each.affected,
                    "keeps": each.keeps,
                    "ahead": list(each.ahead),
                }
                for each in sessions
            ],
            "courses": [
                {
                    "course": each.course,
                    "keeps": each.keeps,
                    "moved": list(each.moved),
                    "why": each.why,
                }
                for each in courses
            ],
        }
    )
    at.say([f"From {was.id} {was.version} ({was.digest[:12]}…)"])
    at.say([f"to   {now.id} {now.version} ({now.digest[:12]}…)"])
    if now.locally_modified:
        at.say([f"{now.id} {now.version} is locally modified: it may be looser."])
    _say_changes(at, changes)
    _say_sessions(at, sessions, now)
    _say_courses(at, courses, now)
    return 0


def _head(protocol: Protocol) -> dict[str, object]:
    return {
        "protocol": protocol.id,
        "version": protocol.version,
        "digest": protocol.digest,
        "locally_modified": protocol.locally_modified,
    }


def _table(change: Change) -> dict[str, str]:
    return {
        "card": change.card,
        "id": change.id,
        "key": change.key,
        "kind": change.kind,
        "way": change.way,
        "old": change.old,
        "new": change.new,
    }


def _say_changes(at: Terminal, changes: tuple[Change, ...]) -> None:
    if not changes:
        at.say(["", "They say the same."])
        return
    counted = {way: sum(each.way == way for each in changes) for way in _ORDER}
    told = ", ".join(f"{count} {way}" for way, count in counted.items() if count)
    noun = "change" if len(changes) == 1 else "changes"
    at.say(["", f"{len(changes)} {noun}: {told}."])
    card = ""
    for each in changes:
        if each.kind != "changed":
            at.say([f"  {each.kind:8} {each.named} ({each.way})"])
            continue
        if each.named != card:
            card = each.named
            at.say([f"  {'changed':8} {card}"])
        at.say([f"             {each.key}: {each.old} → {each.new} ({each.way})"])


def _say_courses(at: Terminal, courses: tuple[AffectedCourse, ...], now: Protocol) -> None:
    if not courses:
        return
    at.say(["", "Courses that go on under the first:"])
    for each in courses:
        moves = ", ".join(map(str, each.moved))
        dates = f"sessions {moves} would move" if moves else "no session would move"
        at.say([f"  {each.course} keeps {each.keeps}; {each.why or dates + '.'}"])
    named = f"{now.id}@{now.version}"
    at.say([f"To change one: mesoplan course replan COURSE --protocol {named}"])


def _say_sessions(at: Terminal, sessions: tuple[Affected, ...], now: Protocol) -> None:
    if not sessions:
        at.say(["", "No session is open."])
        return
    at.say(["", "Open sessions:"])
    for each in sessions:
        at.say([f"  {each.session} ({each.stage}) goes on under {each.keeps} to its end."])
        if not each.affected:
            at.say(["      It was not begun under the first of the two: not affected."])
            continue
        ahead = ", ".join(each.ahead) or "none"
        at.say([f"      Changed gates ahead of it, kept as they were: {ahead}."])
    approved = sessions[0].approved
    at.say(
        [
            f"A new session would begin under {now.id} {now.version}."
            if approved
            else f"A new session cannot begin under {now.id} {now.version} before it is "
            "approved: mesoplan protocol approve"
        ]
    )


NEW = command(
    "new",
    _new,
    argument("protocol"),
    click.Option(
        ["-o", "--out"], required=True, metavar="FILE", help="The file to be written."
    ),
    click.Option(
        ["--extends"],
        metavar="ID",
        default="mesotherapy",
        show_default=True,
        help="What it is written on.",
    ),
    tells="Begin a protocol of your own on top of another, with its cases.",
    example="mesoplan protocol new north-clinic -o own/north-clinic/2026-1.toml",
)
SEAL = command(
    "seal",
    _seal,
    argument("protocol"),
    tells="Seal a released version: from now on, changed files under its name are refused.",
    example="mesoplan protocol seal mesotherapy",
)
SCHEMA = command(
    "schema",
    _schema,
    click.Option(["--lists"], is_flag=True, help="Of a file of shared lists instead."),
    tells="Print what a protocol file may hold, for completion in an editor. "
    "It is a JSON Schema.",
    example="mesoplan protocol schema > protocol.schema.json",
    answers=False,
)
DIFF = command(
    "diff",
    _diff,
    argument("old"),
    argument("new"),
    tells="Say in words what changed between two protocols, and which open sessions it "
    "affects. Each is an id, id@version, a file, or a digest the journal holds.",
    example="mesoplan protocol diff mesotherapy@2026-1 own/north-clinic/2026-1.toml",
)
