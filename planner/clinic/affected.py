"""
What another protocol version means for the sessions and courses that are open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import frozen

from planner.clinic.courses import course_of, repropose
from planner.errors import PlannerError
from planner.model.course import Conflict
from planner.model.terms import FINALS, WALK, WAY_IN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from planner.clinic.desk import Desk
    from planner.library import Change
    from planner.model.protocol import Protocol

# The stage a session stands in before each checkpoint that is a move, not a stage.
_STAGE_OF = {
    "place-test": "allergy-test",
    "apply-anaesthetic": "needle-selection",
    "deliver": "injection",
}


@frozen(kw_only=True)
class Affected:
    """
    One open session: which version it keeps, and which changed gates lie ahead of it.

    `affected` says whether it was begun under the version that is compared; `approved`
    whether the clinic has approved the other one.
    """

    session: str
    stage: str
    keeps: str
    affected: bool
    ahead: tuple[str, ...] = ()
    approved: bool = False


def affected(
    desk: Desk, old: Protocol, new: Protocol, changes: Iterable[Change]
) -> tuple[Affected, ...]:
    """
    Say for each open session whether a change of protocol affects it, and how.

    A session keeps the version it was begun with. It is affected where a new session,
    at its place, would meet other gates.
    """
    clinic, _ = desk.clinic()
    gates = tuple(dict.fromkeys(each.id for each in changes if each.card == "gate"))
    found = []
    for stream in desk.journal.streams("session:"):
        session, _ = desk.session(stream.removeprefix("session:"))
        if session.stage in FINALS:
            continue
        begun = session.digest == old.digest
        ahead = (each for each in gates if _lies_ahead(each, session.stage, old, new))
        found.append(
            Affected(
                session=session.id,
                stage=session.stage,
                keeps=f"{session.protocol} {session.version} ({session.digest[:12]}…)",
                affected=begun,
                ahead=tuple(ahead) if begun else (),
                approved=new.digest in clinic.approved,
            )
        )
    return tuple(found)


@frozen(kw_only=True)
class AffectedCourse:
    """
    One course under the first of two versions, and what going on under the second would
    do to its dates: which sessions would move, by number; none known where it would have
    no plan or no such indication, and `why` says so.
    """

    course: str
    keeps: str
    moved: tuple[int, ...] = ()
    why: str = ""


def affected_courses(
    desk: Desk, old: Protocol, new: Protocol
) -> tuple[AffectedCourse, ...]:
    """
    Say for each course that goes on under a version what another would do to its dates.

    Nothing is recorded: a course changes its version only when somebody accepts it.
    """
    found = []
    for stream in desk.journal.streams("course:"):
        course = course_of(desk, stream.removeprefix("course:"))
        if course.digest != old.digest or course.ended:
            continue
        keeps = f"{course.protocol} {course.version} ({course.digest[:12]}…)"
        moved, why = _moved(desk, course.id, new)
        found.append(AffectedCourse(course=course.id, keeps=keeps, moved=moved, why=why))
    return tuple(found)


def _moved(desk: Desk, course: str, new: Protocol) -> tuple[tuple[int, ...], str]:
    try:
        proposal = repropose(desk, course, protocol=new)
    except PlannerError as fault:
        return (), fault.what
    if isinstance(proposal.after, Conflict):
        return (), "There would be no plan: not all constraints could be met."
    pairs = proposal.change.pairs if proposal.change else ()
    return tuple(each.number for each in pairs if not each.same), ""


def known_digests(desk: Desk) -> tuple[str, ...]:
    """
    The digests of every protocol that was approved here, or that a session began with.
    """
    clinic, _ = desk.clinic()
    begun = [
        desk.session(stream.removeprefix("session:"))[0].digest
        for stream in desk.journal.streams("session:")
    ]
    return tuple(dict.fromkeys((*clinic.approved, *begun)))


def _lies_ahead(gate: str, stage: str, old: Protocol, new: Protocol) -> bool:
    # Beside the walk a session may come back to any place of it.
    if stage not in WALK:
        return True
    here = WALK.index(stage)
    held = [p.gate[gate].before for p in (old, new) if gate in p.gate]
    for point in (each for before in held for each in before):
        # A gate of the way in holds every later checkpoint of it too.
        last = "deliver" if point in WAY_IN else point
        place = _STAGE_OF.get(last, last)
        if place not in WALK or WALK.index(place) >= here:
            return True
    return False
