"""
What a protocol version says about a course: phases, conflicts in time, calls, test times.
"""

from __future__ import annotations

from planner.errors import InputFault
from planner.model.course.spacing import Spacing, Span
from planner.model.frozen import frozen

LATE_RULES = ("go on", "repeat", "re-assess", "start again")

# What a physician states of a course, and a phase may stop at.
COURSE_WORDS = {
    "goal-reached": "what was wanted is reached",
    "nothing-gained": "the sessions so far gained nothing",
}


def _one_or_more(named: str, key: str, number: int | None) -> None:
    if number is not None and number < 1:
        raise InputFault(f"{named} has {key} = {number}.", now="Write 1 or more.")


@frozen(kw_only=True)
class Indication:
    """
    What a course is for, as a protocol names it.

    `begin` is the spacing of the first session, counted from the day the course was
    agreed; `within` how far ahead dates are searched, in days or longer.

    Raises:
        InputFault: It counts to less than one, or searches by the hour.
    """

    id: str
    title: str
    begin: str
    within: Span
    most_sessions: int | None = None
    source: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        """
        Check the count and the span.
        """
        named = f'The indication "{self.id}"'
        _one_or_more(named, "most_sessions", self.most_sessions)
        if self.within.clock:
            raise InputFault(
                f'{named} searches within "{self.within}".',
                now="Write it in days, weeks, months or years.",
            )


@frozen(kw_only=True)
class Phase:
    """
    One stretch of a course: so many sessions at one spacing. `title` is what people call
    it on a plan.

    `count` is none for maintenance that goes on without limit. `first` is the spacing of
    its first session after the phase before, where that differs. `late` says what follows
    when a session comes after its overdue-after; any condition of `stop_when` ends it.

    Raises:
        InputFault: It counts to less than one.
    """

    id: str
    title: str
    indication: str
    spacing: str
    count: int | None
    late: str
    first: str = ""
    reassess_every: int | None = None
    stop_when: tuple[str, ...] = ()
    source: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        """
        Check what it counts to.
        """
        named = f'The phase "{self.id}"'
        _one_or_more(named, "count", self.count)
        _one_or_more(named, "reassess_every", self.reassess_every)


@frozen(kw_only=True)
class ConflictInTime:
    """
    What must not stand near a session: how long before and after a session it waits.

    `before` is from the other thing to the session, `after` from the session to it.

    Raises:
        InputFault: A wait is in hours, or the weight is less than one.
    """

    id: str
    title: str
    before: Span
    after: Span
    hard: bool
    weight: int = 1
    source: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        """
        Check that both waits are counted in days.
        """
        named = f'The conflict in time "{self.id}"'
        _one_or_more(named, "weight", self.weight)
        for key, span in (("before", self.before), ("after", self.after)):
            if span.clock:
                raise InputFault(
                    f'{named} has {key} = "{span}".',
                    why="What stands near a session is known by its day.",
                    now="Write it in days, weeks or months.",
                )


@frozen(kw_only=True)
class Call:
    """
    When the clinic asks after a patient, counted from the last injection.

    `to` is there where it may be done over a stretch of time.

    Raises:
        InputFault: It ends before it begins, or is partly in hours and partly in days.
    """

    id: str
    title: str
    after: Span
    to: Span | None = None
    source: tuple[str, ...]

    def __attrs_post_init__(self) -> None:
        """
        Check the order of its two ends.
        """
        if self.to is None:
            return
        if self.after.clock != self.to.clock:
            raise InputFault(
                f'The call "{self.id}" is partly in hours and partly in days.',
                now="Write both ends in hours, or both in days, weeks and months.",
            )
        if self.after.over(self.to) is not None:
            raise InputFault(
                f'The call "{self.id}" ends at "{self.to}", before "{self.after}".',
                now="Write the earlier end first.",
            )


@frozen(kw_only=True)
class TestTimes:
    """
    When a skin test is read and how long it counts, as the protocol's gates say.
    """

    read_from: Span
    read_to: Span
    late_from: Span
    late_to: Span
    valid_for: Span


@frozen(kw_only=True)
class Regimen:
    """
    What a protocol version says about a course.

    `begin` is the spacing of the first session, counted from the day the course was
    agreed; `within` how far ahead dates are searched.
    """

    protocol: str
    version: str
    spacings: tuple[Spacing, ...]
    phases: tuple[Phase, ...]
    begin: str
    most_sessions: int | None
    within: Span
    test: TestTimes | None = None
