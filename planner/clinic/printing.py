"""
Print: one sheet of one session, from its journal as it stands, and a note that it was.
"""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import TYPE_CHECKING

from planner.clinic import calendars, letters, papers, speech
from planner.clinic.course_papers import planned_for
from planner.errors import InputFault, nearest
from planner.journal.record import short
from planner.model.terms import WALK
from planner.safety.assess import assess
from planner.sheets.own import SETTING as OWN
from planner.sheets.render import render
from planner.sheets.rows import asking, consenting, exits, gates

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.clinic.desk import Desk
    from planner.model.person import Actor
    from planner.model.protocol import Protocol
    from planner.model.situation import Situation
    from planner.sheets.contexts import Context
    from planner.sheets.rows.consenting import ConsentWords
    from planner.sheets.rows.gates import ReadAs

SHEETS = {
    "plan": "session-plan",
    "discharge": "discharge-instructions",
    "emergency": "emergency",
    "record": "session-record",
    "consent": "consent",
    "letter": "prescriber-letter",
    "exit": "exit-letter",
}

# What the patient reads, and not the staff.
FOR_PATIENTS = frozenset({"discharge", "consent", "exit"})


def sheet(
    desk: Desk,
    session: str,
    name: str,
    *,
    by: Actor,
    paper: str = "A4",
    large: bool = False,
    note: bool = True,
    language: str = "",
    patient_language: str = "",
    medicine: str = "",
    say: Callable[[InputFault], None] = lambda _: None,
) -> str:
    """
    One sheet of a session as HTML; the print is noted in the access list.

    `large` is large print, on what a patient reads; `medicine` the one that a letter asks
    about, else each that must have its prescriber's word. `language` is the staff's,
    `patient_language` the patient's; without them the clinic's setting and the patient's
    record decide, and English where they say nothing. `say` is told why the clinic's own
    template was not used. The emergency sheet is always ours: nothing may delay it.

    Raises:
        InputFault: There is no such sheet, session or language, or the sheet is not for
            this session.
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
    settings = situation.history.clinic.settings
    staffs = speech.of_staff(language, settings)
    patients = speech.of_patient(patient_language, names, language, settings)
    before = checkpoint_of(situation)
    also, beside = None, None
    if name == "plan" and patients != staffs:
        also = _read_as(situation, protocol, patients)
    if name == "consent" and patients != staffs:
        beside = _beside(situation, protocol, staffs)
    when = planned_for(desk, situation.session) if name == "letter" else None
    with speech.speaking(protocol, patients if name in FOR_PATIENTS else staffs) as said:
        made: Context
        if name == "plan":
            # Judged by the protocol that was signed, and told in the staff's language.
            judged = exits.at_its_end(situation)
            made = papers.session_plan(
                judged,
                said,
                assess(judged, protocol, before),
                head=head,
                names=names,
                before=before,
                also=also,
                printed=situation.now,
            )
        elif name == "discharge":
            after, course = situation.now.at, situation.session.course
            made = papers.discharge_instructions(
                situation,
                said,
                head=head,
                names=names,
                next_visit=calendars.next_visit(desk, course, after=after, say=say),
            )
        elif name == "record":
            made = letters.session_record(situation, said, head=head, names=names)
        elif name == "consent":
            made = letters.consent(situation, said, head=head, names=names, beside=beside)
        elif name == "letter":
            made = letters.prescriber_letter(
                situation, said, head=head, names=names, medicine=medicine, when=when
            )
        elif name == "exit":
            made = letters.exit_letter(situation, said, head=head, names=names)
        else:
            made = papers.emergency_sheet(situation, said, head=head, names=names)
        text = render(
            SHEETS[name],
            made,
            paper=paper,
            created=situation.now.at,
            large=large,
            own="" if name == "emergency" else settings.get(OWN, ""),
            say=say,
        )
    if note and not desk.journal.read_only:
        at = situation.now.at.isoformat()
        desk.journal.note_access(stream, f"printed {name}", by.id, at)
    return text


def _read_as(situation: Situation, protocol: Protocol, code: str) -> ReadAs:
    # What the patient reads or signs, in the patient's own language.
    with speech.speaking(protocol, code) as said:
        return gates.read_as(situation, said)


def _beside(situation: Situation, protocol: Protocol, code: str) -> ConsentWords:
    # What the staff read beside it, in the staff's language.
    with speech.speaking(protocol, code) as said:
        return consenting.words(situation, said)


def sheets_for(situation: Situation, protocol: Protocol) -> tuple[str, ...]:
    """
    The sheets there are for a session: a letter only where there is something to ask, or
    where the session ended without an injection.
    """
    has = {
        "letter": bool(asking.of_session(situation, protocol)),
        "exit": exits.ended(situation) is not None,
    }
    return tuple(name for name in SHEETS if has.get(name, True))


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
