"""
`session why`: how every gate before a stage stands, without anything being changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.cli.door import argument, command, option
from planner.cli.terminal import Terminal, acting, by_options

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import tzinfo

    from planner.safety.findings import Finding


def findings_told(findings: Iterable[Finding], zone: tzinfo) -> list[dict[str, object]]:
    """
    Findings for a program: codes where there are codes, our words where there are words.
    """
    from planner.sheets import wording

    return [
        {
            "gate": each.id,
            "item": each.item,
            "outcome": each.outcome.value,
            "class": "safety" if each.safety else "record",
            "weight": getattr(each.card, "weight", "absolute"),
            "sources": list(each.card.source),
            "seen": wording.seen(each, zone=zone),
            "needed": wording.needed(each, zone=zone),
            "because": each.card.because,
            "now": wording.now(each, zone=zone),
            "override": wording.override(each),
        }
        for each in findings
    ]


def _why(
    at: Terminal, session: str, to: str | None, by: str | None, role: str | None
) -> int:
    from planner.clinic.desk import zone_of
    from planner.clinic.ids import typed
    from planner.safety.findings import judge
    from planner.sheets.wording import lines

    id_ = typed(session, "session")
    desk = at.desk()
    who = acting(desk, by, role, anyone=True)
    outlook = desk.why(id_, to or "", by=who)
    zone = zone_of(desk.clinic()[0])
    at.answer(
        {
            "session": id_,
            "stage": outlook.session.stage,
            "to": outlook.to,
            "verdict": "clear" if outlook.clear else "refused",
            "findings": findings_told(outlook.findings, zone),
        }
    )
    if not at.as_json:
        protocol = desk.protocol(outlook.session.digest)
        at.say([f"Session {id_}: {outlook.session.stage} to {outlook.to}.", ""])
        at.say(lines(judge(outlook.findings), protocol, zone=zone))
    return 0 if outlook.clear else 1


WHY = command(
    "why",
    _why,
    argument("session"),
    option("--to", "The stage or move to look at; else the next one."),
    *by_options(),
    tells="How every gate before the next stage stands. Nothing is changed. "
    "Exit code 0 when nothing holds it, 1 when something does.",
    example="mesoplan session why 0000000014G\n"
    "mesoplan session why 0000000014G --to injection --json",
)
