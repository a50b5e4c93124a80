"""
A session for a slot: whether its course lets one be opened now, and what that records.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.clinic.courses import course_of, unknown_news
from planner.clinic.desk import zone_of
from planner.clinic.due import keep
from planner.course.ladder import EARLY, NEVER, place
from planner.errors import InputFault
from planner.journal.interface import Part
from planner.model.entries.course import SlotBound
from planner.model.frozen import frozen
from planner.safety.findings import Phrase, barred
from planner.session.recording import says_something

if TYPE_CHECKING:
    from planner.clinic.desk import Desk
    from planner.course.record import Course
    from planner.model.course import Slot
    from planner.model.person import Actor
    from planner.model.protocol import Protocol
    from planner.model.time import Instant
    from planner.safety.findings import Finding

_PHYSICIAN = "physician"


@frozen(kw_only=True)
class Binding:
    """
    A slot that a session may be opened for, or what holds it.
    """

    course: Course
    slot: Slot
    stands: str
    reason: str
    held: tuple[Finding, ...]

    def part(self, desk: Desk, session: str, *, by: Actor, now: Instant) -> Part:
        """
        What the course's stream records when the session is opened.
        """
        bound = SlotBound(
            slot=self.slot.number, session=session, stands=self.stands, reason=self.reason
        )
        return Part(
            stream=f"course:{self.course.id}",
            expected=self.course.seq,
            entries=(desk.stored(bound, by=by, now=now),),
        )

    def keep(self, desk: Desk) -> None:
        """
        Keep in a few words how the course stands, now that its session is open.
        """
        keep(desk, course_of(desk, self.course.id))


def looked_up(
    desk: Desk,
    id_: str,
    patient: str,
    protocol: Protocol,
    *,
    slot: int | None,
    reason: str,
    by: Actor,
) -> Binding | None:
    """
    The next slot of a course that has a plan; nothing for one that has none.

    A day before never-before is refused. One before earliest is opened by a physician,
    with a reason. Nothing is opened while the course waits for an answer it must have.

    Raises:
        InputFault: The course is of another patient or protocol, the slot is not the
            next one, or the plan does not know what has happened since.
    """
    if not desk.journal.head(f"course:{id_}").version:
        return None
    course = course_of(desk, id_)
    _of_this(course, patient, protocol)
    news = unknown_news(desk, course, protocol)
    if news:
        raise InputFault(
            f"The plan of course {id_} does not know yet what has happened since:"
            f" {', '.join(dict.fromkeys(each.kind for each in news))}.",
            why="The dates of the next session follow from it.",
            now=f"Plan it anew first: mesoplan course replan {id_}",
        )
    plan = course.plan
    if plan is None or not plan.slots:
        waits = ", ".join(each.code for each in plan.waits) if plan else ""
        raise InputFault(
            f"No session of course {course.id} is to come"
            + (f": it waits ({waits})." if waits else "."),
            now=f"See: mesoplan course show {course.id}",
        )
    found = plan.slots[0]
    if slot is not None and slot != found.number:
        raise InputFault(
            f"Session {slot} of course {id_} is not the next one: that is {found.number}.",
            now=f"See: mesoplan course show {id_}",
        )
    stands = place(found.rungs, desk.clock.now().at, zone_of(desk.clinic()[0]))
    held: list[Finding] = []
    day = {"day": found.rungs.never_before}
    if stands == NEVER:
        phrase = Phrase("slot-before-never-before", {"course": id_, **day})
        held.append(barred(protocol.bar[phrase.key], phrase, Phrase("day-needed", day)))
    elif stands == EARLY and not (says_something(reason) and by.role == _PHYSICIAN):
        day = {"day": found.rungs.earliest}
        phrase = Phrase("slot-before-earliest", {"course": id_, **day})
        held.append(barred(protocol.bar[phrase.key], phrase, Phrase("day-needed", day)))
    return Binding(
        course=course, slot=found, stands=stands, reason=reason, held=tuple(held)
    )


def _of_this(course: Course, patient: str, protocol: Protocol) -> None:
    if course.patient != patient:
        raise InputFault(
            f"Course {course.id} is not of patient {patient}.",
            now=f"See: mesoplan patient show {patient}",
        )
    if course.digest != protocol.digest:
        raise InputFault(
            f'Course {course.id} goes on under "{course.protocol}" {course.version}, and'
            f' "{protocol.id}" {protocol.version} was named.',
            now=f"Name the same, or change the course: mesoplan course replan {course.id}"
            " --protocol ID@VERSION",
        )
