"""
Render: a context into one self-contained HTML page, ready for the printer.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from attrs import fields

from planner.errors import InputFault, Misuse, nearest
from planner.sheets.contexts import (
    DischargeInstructions,
    EmergencyCard,
    EmergencySheet,
    ProtocolPage,
    SessionPlan,
    TracePage,
)
from planner.sheets.environment import environment
from planner.sheets.own import has_own, render_own
from planner.sheets.paperwork import (
    Consent,
    CoursePage,
    ExitLetter,
    PrescriberLetter,
    SessionRecord,
)

if TYPE_CHECKING:
    from collections.abc import Callable

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
    own: str = "",
    say: Callable[[InputFault], None] = lambda _: None,
) -> str:
    """
    Render a sheet. No request leaves the page, and it runs no script.

    Args:
        name: Which sheet.
        context: What is on it.
        paper: A4 or Letter.
        created: When it is printed; a PDF made of it carries that as its date.
        large: In large print, for sheets a patient reads.
        own: The folder of the clinic's own templates, if it has one.
        say: Is told why an own template was not used; the sheet is ours then.

    Raises:
        Misuse: There is no such sheet or paper, or the context is another sheet's.
    """
    if name not in SHEETS:
        raise Misuse(f'There is no sheet "{name}".' + nearest(name, SHEETS))
    if paper not in PAPERS:
        raise Misuse(f'There is no paper "{paper}".', now="Take A4 or Letter.")
    if not isinstance(context, SHEETS[name]):
        raise Misuse(f'This is not what the sheet "{name}" is made of.')
    stamp = f"{created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}" if created else ""
    told = {"paper": paper, "sheet": name, "created": stamp, "large": large}
    if has_own(own, name):
        try:
            return render_own(own, name, context, told)
        except InputFault as fault:
            say(fault)
    values = {each.name: getattr(context, each.name) for each in fields(type(context))}
    template = environment().get_template(f"{name}.html")
    return template.render(**told, **values)
