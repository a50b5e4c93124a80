"""
`demo` and `rehearse`: whole sessions and worked cases, on journals of their own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from planner.cli.door import command, language_option, option, patient_language_option
from planner.cli.terminal import Terminal
from planner.errors import InputFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from planner.clinic.rehearse import CaseResult, MoveResult
    from planner.model.protocol import Protocol

_NOT_HELD = 1
_SHIPPED = "mesotherapy"
_FOLDER = "mesoplan-demo"


def _demo(
    at: Terminal, out: str | None, language: str | None, patient_language: str | None
) -> int:
    from planner.clinic.demo import run

    _ = at
    folder = _folder(out or _FOLDER)
    for line in run(
        folder, language=language or "", patient_language=patient_language or ""
    ):
        click.echo(line)
    return 0


def _rehearse(
    at: Terminal,
    cases: tuple[str, ...],
    shipped: bool,
    protocol: str | None,
    out: str | None,
) -> int:
    from planner.clinic.rehearse import rehearse
    from planner.library import load_cases

    # Every file is read before any case is run.
    read = [
        (load_cases(path, found), found)
        for path, found in _files(cases, protocol, shipped=shipped or not cases)
    ]
    results = [result for each, found in read for result in rehearse(each, found)]
    told = {"cases": [_told(each) for each in results]}
    report = [line for each in results for line in lines(each)]
    held = sum(each.held for each in results)
    report.append(f"{held} of {len(results)} cases held.")
    at.answer(told)
    at.say(report)
    if out:
        folder = _folder(out)
        _write(folder / "rehearsal.txt", "\n".join(report) + "\n")
        whole = json.dumps({"format": 1, **told}, ensure_ascii=False, indent=1)
        _write(folder / "rehearsal.json", whole + "\n")
        at.say([f"The report is in {folder / 'rehearsal.txt'}."])
    return 0 if held == len(results) else _NOT_HELD


def _files(
    cases: tuple[str, ...], protocol: str | None, *, shipped: bool
) -> list[tuple[Path, Protocol]]:
    """
    The files of cases, each with its protocol: the one named, or the one whose folder
    the file stands in, or else the base.
    """
    from planner.cli.naming import protocol_named
    from planner.library import find
    from planner.resources import protocols

    ids = list(dict.fromkeys(id_ for id_, _, _ in find()))
    wanted = [
        (Path(each), protocol or _beside(Path(each), ids) or _SHIPPED) for each in cases
    ]
    if shipped:
        chosen = [protocol] if protocol else ids
        wanted += [(protocols() / id_ / "cases.toml", id_) for id_ in chosen]
    known = {id_: protocol_named(id_) for _, id_ in wanted}
    return [(path, known[id_]) for path, id_ in wanted]


def _beside(path: Path, ids: list[str]) -> str:
    folder = path.resolve().parent.name
    return folder if folder in ids else ""


def _told(case: CaseResult) -> Mapping[str, object]:
    return {
        "case": case.case,
        "held": case.held,
        "moves": [
            {
                "do": each.do,
                "at": each.at,
                "expected": each.expected
                if isinstance(each.expected, str)
                else dict(each.expected),
                "got": each.got,
                "because": list(each.because),
                "sources": list(each.sources),
            }
            for each in case.moves
        ],
    }


def lines(case: CaseResult) -> list[str]:
    """
    A case as it is told at the terminal: whether it held, and each move that did not.
    """
    if case.held:
        return [f"held      {case.case}: {case.tells}"]
    out = [f"NOT HELD  {case.case}: {case.tells}"]
    for number, move in enumerate(case.moves, start=1):
        if not move.held:
            out += _not_held(number, move)
    return out


def _not_held(number: int, move: MoveResult) -> list[str]:
    expected = move.expected
    if not isinstance(expected, str):
        expected = ", ".join(f"{gate} {stands}" for gate, stands in expected.items())
    head = f"    move {number}, {move.do} at {move.at}"
    because = f" because of {', '.join(move.because)}" if move.because else ""
    return [
        f"{head}: {expected} was expected, and it was {move.got}{because}.",
        *(f"      {line}" for line in move.text),
    ]


def _folder(typed: str) -> Path:
    folder = Path(typed)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise _not_writable(folder, fault) from None
    return folder


def _write(path: Path, text: str) -> None:
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as fault:
        raise _not_writable(path, fault) from None


def _not_writable(path: Path, fault: OSError) -> InputFault:
    return InputFault(
        "Nothing can be written there.",
        where=str(path),
        why=f"The system says: {fault.strerror}.",
        now="Name a folder that can be written.",
    )


DEMO = command(
    "demo",
    _demo,
    option("--out", f"The folder for the sheets; else {_FOLDER}."),
    language_option(),
    patient_language_option(),
    tells="Rehearse a whole session, refusals first, on a journal of its own. "
    "Leaves session-plan.html and discharge-instructions.html.",
    example="mesoplan demo --out rehearsed\nmesoplan demo --language ru",
    answers=False,
)
REHEARSE = command(
    "rehearse",
    _rehearse,
    click.Argument(["cases"], nargs=-1, metavar="[CASE.toml]..."),
    click.Option(["--shipped"], is_flag=True, help="The cases shipped with the protocol."),
    option("--protocol", "Its id, id@version, or a file; else mesotherapy."),
    option("--out", "A folder for the report."),
    tells="Run worked cases through the program as it stands. "
    "Exit code 0 when all held, 1 when one did not, 2 for a fault in a file.",
    example="mesoplan rehearse --shipped\nmesoplan rehearse my-cases.toml --json",
)
