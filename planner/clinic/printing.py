"""
Print: one sheet of one session, from its journal as it stands, and a note that it was.
"""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

from planner.clinic import letters, papers
from planner.errors import InputFault, nearest
from planner.journal.record import short
from planner.model.terms import WALK
from planner.safety.assess import assess
from planner.sheets.render import render

if TYPE_CHECKING:
    from planner.clinic.desk import Desk
    from planner.model.person import Actor
    from planner.model.situation import Situation
    from planner.sheets.contexts import Context

SHEETS = {
    "plan": "session-plan",
    "discharge": "discharge-instructions",
    "emergency": "emergency",
    "record": "session-record",
}


def sheet(
    desk: Desk,
    session: str,
    name: str,
    *,
    by: Actor,
    paper: str = "A4",
    large: bool = False,
    note: bool = True,
) -> str:
    """
    One sheet of a session as HTML; the print is noted in the access list.

    `large` is large print, on what a patient reads.

    Raises:
        InputFault: There is no such sheet or session.
    """
    if name not in SHEETS:
        raise InputFault(
            f'There is no sheet "{name}".' + nearest(name, SHEETS),
            now="Sheets: " + ", ".join(SHEETS) + ".",
        )
    situation = desk.situation(session)
    protocol = desk.protocol(situation.session.digest)
    stream = f"session:{session}"
    head = short(desk.journal.head(stream).digest)
    names = _names(desk, situation)
    if name == "plan":
        before = checkpoint_of(situation)
        findings = assess(situation, protocol, before)
        made: Context = papers.session_plan(
            situation, protocol, findings, head=head, names=names, before=before
        )
    elif name == "discharge":
        made = papers.discharge_instructions(situation, protocol, head=head, names=names)
    elif name == "record":
        made = letters.session_record(situation, protocol, head=head, names=names)
    else:
        made = papers.emergency_sheet(situation, protocol, head=head, names=names)
    text = render(SHEETS[name], made, paper=paper, created=situation.now.at, large=large)
    if note and not desk.journal.read_only:
        at = situation.now.at.isoformat()
        desk.journal.note_access(stream, f"printed {name}", by.id, at)
    return text


def checkpoint_of(situation: Situation) -> str:
    """
    The checkpoint a plan shows: the needle until the last one, then the door.
    """
    stage = situation.session.stage
    way_out = WALK.index("observation")
    walking = stage in WALK and WALK.index(stage) < way_out
    return "deliver" if walking else "discharged"


def _names(desk: Desk, situation: Situation) -> dict[str, object]:
    known = dict(desk.journal.person(situation.session.patient) or {})
    names: dict[str, object] = {key: value for key, value in known.items() if value}
    born = situation.history.birth_date
    if born is not None:
        names["birth_date"] = born
    elif "birth_date" in names and not isinstance(names["birth_date"], date):
        del names["birth_date"]
    return names


def words_of(html: str) -> str:
    """
    The words of a printed sheet as a reader sees them, with single spaces.
    """
    body = re.sub(r"<(style|title)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", _SPACED.sub(r" \g<0> ", body))).split())


_SPACED = re.compile(r"</?(p|li|td|th|tr|div|h\d|section|ul|ol|table|br|dt|dd)\b[^>]*>")
