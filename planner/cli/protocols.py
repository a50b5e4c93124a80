"""
Protocols: listed, shown, checked, explained, traced.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from planner.cli.door import argument, command, option
from planner.cli.reading import output_option, paper_option, show_page, trace_page_of
from planner.cli.terminal import Terminal

if TYPE_CHECKING:
    from planner.library import Finding

FAULTS = 2


def _list(at: Terminal) -> int:
    from planner.cli.naming import listed

    found = listed()
    at.answer(
        {
            "protocols": [
                {"protocol": i, "version": v, "own": own, "note": note}
                for i, v, own, note in found
            ]
        }
    )
    at.say("  ".join(filter(None, (i, v, note))) for i, v, _, note in found)
    return 0


def _show(
    at: Terminal, protocol: str, output: str, paper: str, language: str | None
) -> int:
    if output:
        return show_page(at, protocol, output, paper, language)
    from planner.cli.naming import extension_of, protocol_named
    from planner.sheets.wording import cited

    found = protocol_named(protocol)
    at.answer(
        {
            "protocol": found.id,
            "version": found.version,
            "digest": found.digest,
            "title": found.title,
            "extends": found.extends,
            "parent_digest": found.parent_digest,
            "locally_modified": found.locally_modified,
            "review_by": found.review_by.isoformat(),
            "gates": [
                {
                    "gate": each.id,
                    "heading": each.heading,
                    "before": list(each.before),
                    "class": "safety" if each.safety else "record",
                    "weight": each.weight,
                    "sources": list(each.source),
                    "because": each.because,
                }
                for each in found.gates
            ],
            "conflicts": [
                {"conflict": each.id, "governs": each.governs, "by": each.decided_by}
                for each in found.conflicts
            ],
        }
    )
    at.say(
        [
            f"{found.title} ({found.id} {found.version})",
            f"Digest {found.digest}",
            *extension_of(found),
            f"For {found.for_}",
            f"Not for {found.not_for}",
            f"To be reviewed by {found.review_by}.",
        ]
    )
    heading = ""
    for gate in found.gates:
        if gate.heading != heading:
            heading = gate.heading
            at.say(["", heading])
        at.say([f"  {gate.id} ({gate.weight}): {gate.because}"])
        at.say([f"      {cited(gate.source, found)}"])
    at.say(["", f"Sources disagree on {len(found.conflicts)} points."])
    for each in found.conflicts:
        at.say([f"  {each.question}"])
        at.say(f"      {one.source}: {one.what}" for one in each.says)
        at.say([f"      governs: {each.governs} ({each.decided_by}, {each.decided_on})"])
    return 0


def _check(at: Terminal, protocols: tuple[str, ...]) -> int:
    from planner.cli.naming import files_named

    found: list[Finding] = []
    names = files_named(protocols)
    for path in names:
        found += findings_in(at, str(path))
    at.answer(
        {
            "findings": [
                {"rule": f.rule, "where": f.where, "what": f.what, "now": f.now}
                for f in found
            ]
        }
    )
    for each in found:
        at.say([" ".join(p for p in (f"{each.where}: {each.what}", each.now) if p)])
    if not found:
        noun = "protocol" if len(names) == 1 else "protocols"
        at.say([f"{len(names)} {noun} checked: nothing was found."])
        return 0
    noun = "finding" if len(found) == 1 else "findings"
    at.say([f"{len(found)} {noun}. Explained by: mesoplan explain RULE"])
    at.say([f"Rules: {', '.join(dict.fromkeys(each.rule for each in found))}."])
    return FAULTS


def findings_in(at: Terminal, file: str) -> tuple[Finding, ...]:
    """
    What the rules find in a file of a protocol, and in the cases beside it.

    Raises:
        ProtocolFault: A file cannot be loaded.
    """
    from pathlib import Path

    from planner import library
    from planner.library.cases import CaseFile

    path = Path(file)
    read = library.read(path)
    beside = path.with_name("cases.toml")
    # Without a file of cases nothing is shown, and the rules say so.
    none = CaseFile(name=beside.name, givens=(), cases=())
    cases = library.load_cases(beside, read.protocol) if beside.is_file() else none
    on = at.clock.now().at.date()
    return library.check(read.protocol, cases, on=on, lines=read.lines, at=path.parent)


def _explain(at: Terminal, rule: str) -> int:
    from planner import library

    _ = at
    click.echo(library.explain(rule))
    return 0


def _trace(
    at: Terminal, protocol: str, output: str, paper: str, language: str | None
) -> int:
    from planner.clinic.tracing import trace

    found = trace(protocol)
    if output:
        return trace_page_of(at, protocol, found, output, paper=paper, language=language)
    at.answer({"clauses": found})
    for clause, places in found.items():
        told = ", ".join(
            f"{len(places[kind])} {kind}" for kind in ("entries", "cases", "sheets")
        )
        at.say([f"{clause:4} {told}"])
    return 0


LIST = command(
    "list",
    _list,
    tells="List the protocols that are shipped, and the clinic's own.",
    example="mesoplan protocol list",
)
SHOW = command(
    "show",
    _show,
    argument("protocol"),
    output_option("The page to read and sign, as the HTML file"),
    paper_option(),
    option("--language", "Of the page: en, fr, es, it, ru or uk; else English."),
    tells="Show a protocol: its gates, what they rest on, and where sources disagree. "
    "With -o the whole of it becomes a page to read, print and sign.",
    example="mesoplan protocol show mesotherapy\n"
    "mesoplan protocol show mesotherapy -o page.html",
)
CHECK = command(
    "check",
    _check,
    click.Argument(["protocols"], nargs=-1, metavar="[ID|FILE]..."),
    tells="Check protocols: what a signature should not be put under yet. "
    "Exit code 2 when there is anything.",
    example="mesoplan protocol check mesotherapy",
)
EXPLAIN = command(
    "explain",
    _explain,
    argument("rule"),
    tells="Explain a rule that protocols are checked by.",
    example="mesoplan explain uncited",
    answers=False,
)
TRACE = command(
    "trace",
    _trace,
    click.Argument(["protocol"], default="mesotherapy", metavar="[ID]"),
    output_option("The matrix, as the HTML file"),
    paper_option(),
    option("--language", "Of the page: en, fr, es, it, ru or uk; else English."),
    tells="Trace every clause of the source documents to entries, cases and sheets.",
    example="mesoplan protocol trace mesotherapy --json\n"
    "mesoplan protocol trace mesotherapy -o trace.html",
)
