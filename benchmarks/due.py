"""Measure who is due, over 10,000 courses and 100,000 sessions, from an open journal.

python benchmarks/due.py            prints medians, and the ratio to reading the same rows
python benchmarks/due.py --check    also ends with 1 where it is over its bound
"""

from __future__ import annotations

import sys
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pace import paced

from planner.clinic.clock import SetClock
from planner.clinic.desk import Desk
from planner.clinic.due import due
from planner.clinic.ids import CountedIds
from planner.course.planning import plan_course
from planner.journal.interface import Part
from planner.journal.sqlite import SqliteJournal
from planner.model.course import Circumstances, Phase, Regimen, Spacing, Span, Visits
from planner.model.entries import course as told
from planner.model.entries.session import SessionOpened
from planner.model.person import Actor

COURSES, SESSIONS, ROUNDS, AT_ONCE, BOUND = 10_000, 10, 25, 500, 50.0
NOW = datetime(2026, 11, 25, 8, tzinfo=UTC)
BY = Actor(id="dr-lin", role="physician")
SOURCE = ("house-choice",)
WEEKLY = Spacing(
    id="weekly",
    never_before=Span("6 d"),
    earliest=Span("7 d"),
    recommended_from=Span("7 d"),
    recommended_to=Span("10 d"),
    overdue_after=Span("14 d"),
    source=SOURCE,
)
PHASE = Phase(
    id="weekly",
    title="Weekly",
    indication="any",
    spacing="weekly",
    count=4,
    late="go on",
    source=SOURCE,
)
REGIMEN = Regimen(
    protocol="mesotherapy",
    version="2026-1",
    spacings=(WEEKLY,),
    phases=(PHASE,),
    begin="weekly",
    most_sessions=None,
    within=Span("6 months"),
)
VISITS = Visits(every=Span("30 min"), lasts=Span("2 h"), test_lasts=Span("30 min"))


def filled(desk):
    """Write courses and sessions as the desk writes them, many to a transaction."""
    now = desk.clock.now()
    plans = {}
    for ago in range(28):
        agreed = NOW.date() - timedelta(days=ago)
        around = Circumstances(
            course="c", zone="UTC", agreed_on=agreed, constraints=(), visits=VISITS
        )
        plans[ago] = plan_course(REGIMEN, around, now=NOW - timedelta(days=ago))
    parts = []

    def put(stream, *payloads):
        entries = tuple(desk.stored(each, by=BY, now=now) for each in payloads)
        parts.append(Part(stream=stream, expected=0, entries=entries))
        if len(parts) >= AT_ONCE:
            desk.journal.append_all(desk.ids.command(), tuple(parts), {}, "f")
            parts.clear()

    for count in range(COURSES):
        course, patient = f"{count:011d}", f"9{count:010d}"
        plan = plans[count % 28]
        opened = told.CourseOpened(
            course=course,
            patient=patient,
            protocol="mesotherapy",
            version="2026-1",
            digest="d",
            indication="any",
            agreed_on=NOW.date(),
        )
        planned = told.CoursePlanned(plan=plan)
        put(f"course:{course}", opened, planned)
        for place in range(SESSIONS):
            session = f"{place}{count:010d}"
            put(
                f"session:{session}",
                SessionOpened(
                    session=session,
                    patient=patient,
                    course=course,
                    protocol="mesotherapy",
                    version="2026-1",
                    digest="d",
                    rehearsal=True,
                ),
            )
    if parts:
        desk.journal.append_all(desk.ids.command(), tuple(parts), {}, "f")


def main():
    """Print the figure beside its bound, and beside reading the rows alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "journal.sqlite"
        with SqliteJournal.open(path) as journal:
            desk = Desk(journal, SetClock(NOW), CountedIds())
            filled(desk)
            # The first look tells each course from its entries, and keeps it.
            found = due(desk)
            assert len(found) == COURSES
            assert len(journal.streams("session:")) == COURSES * SESSIONS
            rows = paced(lambda: journal.glances("course:"), ROUNDS)
            whole = paced(lambda: due(desk, date(2026, 11, 25)), ROUNDS)
    took, floor = whole.full / 1000, rows.full / 1000
    kinds = sorted({each.stands for each in found})
    print(f"who is due, {COURSES:,} courses, {COURSES * SESSIONS:,} sessions")
    print(f"  {took:.1f} ms at full pace, bound {BOUND:.0f} ms; by the wall", end=" ")
    print(f"{whole.wall / 1000:.1f} ms; their rows alone {floor:.1f} ms at full pace")
    print(f"  {took / floor:.2f} x of reading the rows; they stand {', '.join(kinds)}")
    if took > BOUND and "--check" in sys.argv:
        print("over its bound")
        sys.exit(1)


if __name__ == "__main__":
    main()
