"""
Render: a context into one self-contained HTML page, ready for the printer.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from attrs import fields

from planner.errors import Misuse, nearest
from planner.sheets.contexts import (
    DischargeInstructions,
    EmergencyCard,
    EmergencySheet,
    ProtocolPage,
    SessionPlan,
    TracePage,
)
from planner.sheets.environment import environment
from planner.sheets.paperwork import (
    Consent,
    CoursePage,
    ExitLetter,
    PrescriberLetter,
    SessionRecord,
)

if TYPE_CHECKING:
    from planner.sheets.contexts import Context

SHEETS: dict[str, type] = {
    "session-plan": SessionPlan,
    "discharge-instructions": DischargeInstructions,
    "emergency": EmergencySheet,
    "emergency-card": EmergencyCard,
    "protocol": ProtocolPage,
    "trace": TracePage,
    "session-record": SessionRecord,
    "consent": Consent,
    "prescriber-letter": PrescriberLetter,
    "exit-letter": ExitLetter,
    "course": CoursePage,
}
PAPERS = ("A4", "Letter")


def render(
    name: str,
    context: Context,
    *,
    paper: str = "A4",
    created: datetime | None = None,
    large: bool = False,
) -> str:
    """
    Render a sheet. No request leaves the page, and it runs no script.

    Args:
        name: Which sheet.
        context: What is on it.
        paper: A4 or Letter.
        created: When it is printed; a PDF made of it carries that as its date.
        large: In large print, for sheets a patient reads.

    Raises:
        Misuse: There is no such sheet or paper, or the context is another sheet's.
    """
    if name not in SHEETS:
        raise Misuse(f'There is no sheet "{name}".' + nearest(name, SHEETS))
    if paper not in PAPERS:
        raise Misuse(f'There is no paper "{paper}".', now="Take A4 or Letter.")
    if not isinstance(context, SHEETS[name]):
        raise Misuse(f'This is not what the sheet "{name}" is made of.')
    values = {each.name: getattr(context, each.name) for each in fields(type(context))}
    template = environment().get_template(f"{name}.html")
    stamp = f"{created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if created else ""
    return template.render(paper=paper, sheet=name, created=stamp, large=large, **values)
