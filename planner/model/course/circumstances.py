"""
What a course is planned around: how visits are booked, the skin test, the constraints.
"""

from __future__ import annotations

from datetime import date, datetime

from planner.errors import InputFault
from planner.model.course.constraints import Constraint
from planner.model.course.spacing import Span
from planner.model.frozen import frozen

_MINUTE = 60


@frozen(kw_only=True)
class Visits:
    """
    How visits are booked: a begin at every so many minutes of the day, and their lengths.
    """

    every: Span
    lasts: Span
    test_lasts: Span

    def __attrs_post_init__(self) -> None:
        """
        Check that all are whole minutes, and that there is a step.
        """
        for span in (self.every, self.lasts, self.test_lasts):
            if not span.clock or not span.seconds or span.seconds % _MINUTE:
                raise InputFault(
                    f'"{span}" is not a length of a visit.', now='Write it as in "30 min".'
                )


@frozen(kw_only=True)
class Tested:
    """
    The skin test that stands for what is planned: when placed, and whether read negative.
    """

    placed: datetime
    negative: bool


@frozen(kw_only=True)
class Lasting:
    """
    What counts until a day, that one included, and must be renewed for a session after
    it: a lot, or the answer to a question that stays fresh for a time.

    `code` is "lot" or "answer", `about` the lot or the question.
    """

    code: str
    about: str
    until: date


@frozen(kw_only=True)
class Circumstances:
    """
    What a course is planned around: this patient and this clinic.

    `agreed_on` is the day the first session is counted from. `reading_lead` is how long
    before a session its late reading must be known, because a hold waits for it: none
    where it may be read as the visit begins. `met` names the conditions that are true
    now: what was held is counted without them. `ahead` says how many sessions of a
    maintenance without limit are planned.
    `session_dose` is what one session gives of each substance, by name, with its unit.
    `lasting` is what must be renewed for sessions after its last day: it moves no date.
    """

    course: str
    zone: str
    agreed_on: date
    constraints: tuple[Constraint, ...]
    visits: Visits
    tested: Tested | None = None
    reading_lead: Span | None = None
    met: tuple[str, ...] = ()
    ahead: int = 1
    most_sessions: int | None = None
    session_dose: tuple[tuple[str, str], ...] = ()
    lasting: tuple[Lasting, ...] = ()
