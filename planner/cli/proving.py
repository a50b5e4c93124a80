"""
`protocol prove` and `protocol cases`: does safety still hold, and do the cases show it?
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from planner.cli.door import argument, command
from planner.cli.terminal import Terminal

if TYPE_CHECKING:
    from pathlib import Path

    from planner.model.protocol import Protocol

_NOT_HELD = 1


def _prove(at: Terminal, protocols: tuple[str, ...]) -> int:
    from planner import library
    from planner.cli.naming import files_named
    from planner.library.gate_proof import prove_gates
    from planner.library.lifecycle_proof import prove_lifecycle

    told, held = [], True
    for path in files_named(protocols):
        protocol = library.load(path)
        name = f"{protocol.id} {protocol.version}"
        walk = prove_lifecycle(protocol)
        gates = prove_gates(protocol)
        held = held and walk.holds and gates.holds
        lifecycle = f"the lifecycle, {walk.states} states and {walk.edges} moves"
        at.say([f"{name}: {lifecycle}: {_holds(len(walk.violations))}."])
        for breach in walk.violations:
            at.say([f"  property {breach.rule}: {breach.what}", breach.as_case()])
        alone = f"{len(protocol.gates)} gates alone, {gates.looked_at} situations"
        at.say([f"{name}: {alone}: {_holds(len(gates.findings))}."])
        for found in gates.findings:
            at.say([f"  property 6: {found.what}", found.as_case()])
        told.append(
            {
                "protocol": protocol.id,
                "version": protocol.version,
                "states": walk.states,
                "situations": gates.looked_at,
                "found": [
                    *(
                        {"property": each.rule, "what": each.what, "case": each.as_case()}
                        for each in walk.violations
                    ),
                    *(
                        {"property": 6, "what": each.what, "case": each.as_case()}
                        for each in gates.findings
                    ),
                ],
            }
        )
    at.answer({"proofs": told})
    return 0 if held else _NOT_HELD


def _holds(count: int) -> str:
    if not count:
        return "every property holds"
    return f"{count} {'story' if count == 1 else 'stories'} in which it does not hold"


def _cases(at: Terminal, protocol: str, covered: bool, boundaries: bool) -> int:
    from planner import library
    from planner.cli.naming import files_named

    (path,) = files_named((protocol,))
    if covered:
        return _coverage(at, path)
    found = library.load(path)
    if boundaries:
        from planner.library.boundary import boundaries as made

        text = made(found)
        at.answer({"cases": text})
        at.say([text])
        return 0
    return _held(at, found, path)


def _coverage(at: Terminal, path: Path) -> int:
    from planner import library
    from planner.library.coverage import coverage
    from planner.library.extending import own

    read = library.read(path)
    cases = library.load_cases(path.with_name("cases.toml"), read.protocol)
    # What stands as in the protocol beneath is shown by the cases of that one.
    seen = coverage(own(read.protocol, read.lines), cases)
    at.answer(
        {
            "outcomes": len(seen.outcomes),
            "sides": len(seen.sides),
            "no_outcome": [list(each) for each in seen.no_outcome],
            "no_side": [list(each) for each in seen.no_side],
        }
    )
    at.say(seen.told())
    return 0 if seen.whole else _NOT_HELD


def _held(at: Terminal, protocol: Protocol, path: Path) -> int:
    from planner import library
    from planner.cli.rehearsing import lines
    from planner.clinic.rehearse import rehearse

    cases = library.load_cases(path.with_name("cases.toml"), protocol)
    results = rehearse(cases, protocol)
    wrong = [each for each in results if not each.held]
    at.answer({"cases": len(results), "not_held": [each.case for each in wrong]})
    at.say([line for each in wrong for line in lines(each)])
    at.say([f"{len(results) - len(wrong)} of {len(results)} cases held."])
    return _NOT_HELD if wrong else 0


PROVE = command(
    "prove",
    _prove,
    click.Argument(["protocols"], nargs=-1, metavar="[ID|FILE]..."),
    tells="Prove that safety holds: over every state of the lifecycle, and for each gate "
    "alone. What does not hold is shown as the shortest case. Exit code 1 then.",
    example="mesoplan protocol prove mesotherapy",
)
CASES = command(
    "cases",
    _cases,
    argument("protocol"),
    click.Option(
        ["--coverage", "covered"],
        is_flag=True,
        help="Which outcomes and sides of numbers no case visits.",
    ),
    click.Option(
        ["--boundaries"],
        is_flag=True,
        help="Boundary cases made from the protocol, for review.",
    ),
    tells="Run the worked cases of a protocol; tell what they leave out; or make "
    "boundary cases from its numbers.",
    example="mesoplan protocol cases mesotherapy --coverage",
)
