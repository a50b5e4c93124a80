"""
The demonstration: one whole rehearsed session, refusals first, through to discharge.

It is told with the shipped worked cases and runs through the real desk, on a journal of
its own that is left on disk with the printed sheets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve, frozen

from planner import library, resources
from planner.clinic import office, speech
from planner.clinic.clock import SetClock
from planner.clinic.course_papers import course_sheet
from planner.clinic.courses import accept, propose, repropose
from planner.clinic.ids import CountedIds
from planner.clinic.printing import SHEETS, sheet
from planner.clinic.rehearse import BEGINS, PHYSICIAN, ZONE, World, result_of
from planner.clinic.wishes import Wishes
from planner.errors import InputFault
from planner.journal.sqlite import SqliteJournal
from planner.model.course import Plan
from planner.model.entries.clinic import ClinicSet
from planner.model.person import Actor
from planner.safety.findings import Refusal
from planner.sheets import wording
from planner.sheets.course_lines import plan_lines, side_by_side

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from planner.library import Case, Given, Move

PROTOCOL = "mesotherapy"
INDICATION = "musculoskeletal-pain"
HOURS = {"opening-hours": "mon-fri 08:00-18:00", "country": "FR"}
_BY = Actor(id=PHYSICIAN, role="physician")


@frozen
class Chapter:
    """
    One part of the story: a given or a case of the worked cases, and the sheets to print;
    `ends` says that the course is planned anew before they are.
    """

    name: str
    prints: tuple[str, ...] = ()
    ends: bool = False
    whole: bool = True


CHAPTERS = (
    Chapter("patient"),
    Chapter("demo-nothing-asked", whole=False),
    Chapter("asked", prints=("consent",)),
    Chapter("demo-no-test-yet"),
    Chapter("prepared-for-the-test"),
    Chapter("tested"),
    Chapter("demo-home-too-early"),
    Chapter("gone-home-with-the-test"),
    Chapter("checked-in"),
    Chapter("demo-next-visit-not-asked", whole=False),
    Chapter("back"),
    Chapter("ready-for-needles"),
    Chapter("demo-aspirin-in-the-waiting-room"),
    Chapter("injecting", prints=("plan",)),
    Chapter("injected"),
    Chapter("demo-leave-too-early"),
    Chapter("watched"),
    Chapter("at-the-door"),
    Chapter(
        "smooth-course-of-two-visits",
        prints=("discharge", "emergency", "record"),
        ends=True,
    ),
)


def run(out: Path, *, language: str = "", patient_language: str = "") -> Iterator[str]:
    """
    Rehearse the session and leave its journal and sheets in a folder, line by line.

    The story is told in English; `language` is that of the staff's sheets, and of the
    patient's unless `patient_language` is another.

    Raises:
        InputFault: No sheet speaks the language; or the folder cannot be used, or
            already holds a rehearsed journal.
    """
    path = out / "journal.sqlite"
    for code in (language, patient_language):
        speech.of_staff(code, {})
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as fault:
        raise InputFault(
            f'The folder "{out}" cannot be made.',
            why=str(fault.strerror),
            now="Name another.",
        ) from None
    if path.exists():
        raise InputFault(
            f'"{path}" is there already.',
            why="A journal is never written over.",
            now="Name another folder with --out, or move this one away.",
        )
    protocol = library.load_shipped(PROTOCOL)
    cases = library.load_cases(resources.protocols() / PROTOCOL / "cases.toml", protocol)
    told: dict[str, Given | Case] = {each.id: each for each in cases.cases}
    told.update(cases.given)
    yield f"A rehearsal of {protocol.title.lower()}, {protocol.id} {protocol.version}."
    yield "Nobody is treated: the clinic, the patient and the clock are made up."
    with SqliteJournal.open(path) as journal:
        world = World(protocol, journal, SetClock(BEGINS), CountedIds())
        world.rehearsal = True
        for chapter in CHAPTERS:
            given = told[chapter.name]
            before = (told["clinic"],) if chapter.name == "patient" else ()
            for each in (*before, given):
                yield ""
                yield f"── {each.tells}"
                for move in each.moves:
                    if move.does == "session":
                        yield from _course_agreed(world)
                    yield from _move(_of_course(move), world, whole=chapter.whole)
            if chapter.ends:
                # The sheet to take home tells the next visit.
                yield from _course_goes_on(world)
            for name in chapter.prints:
                yield _printed(name, world, out, (language, patient_language))
        yield _course_printed(world, out, language)
        verified = journal.verify()
        yield ""
        head = journal.head(f"session:{world.session}")
        yield (
            f"Session {world.session}: {world.desk.session(world.session)[0].stage}. "
            f"{verified.entries} entries, {'sound' if verified.ok else 'DAMAGED'}; "
            f"{head.version} of them are this session's."
        )
    yield f"Everything is in {out}"


def _of_course(move: Move) -> Move:
    # The session of the worked cases is opened for the course that was just planned.
    if move.does != "session":
        return move
    return evolve(move, with_={**move.with_, "course": "same"})


def _course_agreed(world: World) -> Iterator[str]:
    yield ""
    yield "── A whole course is planned, each date with its reason; nothing until accepted."
    settings = ClinicSet(settings=HOURS)
    office.record_clinic(world.desk, settings, by=_BY)
    proposal = propose(world.desk, world.patient, world.protocol, INDICATION, Wishes())
    if not isinstance(proposal.after, Plan):
        raise InputFault("The rehearsal found no dates for its course.")
    yield from plan_lines(proposal.after, world.protocol, ZONE)
    world.course = accept(world.desk, proposal, by=_BY).id
    yield f"   accepted: course {world.course}"


def _course_goes_on(world: World) -> Iterator[str]:
    yield ""
    yield "── After the session the rest of the course is counted from its last injection."
    proposal = repropose(world.desk, world.course)
    if proposal.change is not None:
        yield from side_by_side(proposal.change, world.protocol, ZONE)
    accept(world.desk, proposal, by=_BY)


def _course_printed(world: World, out: Path, language: str) -> str:
    path = out / "course.html"
    page = course_sheet(world.desk, world.course, language=language)
    path.write_text(page, encoding="utf-8", newline="\n")
    return f"   printed: {path}"


def _move(move: Move, world: World, *, whole: bool) -> Iterator[str]:
    came = result_of(move, world)
    if not came.held:
        raise InputFault(
            f'The rehearsal did not go as told at "{move.does}".',
            where=move.where,
            why=" ".join(came.text),
        )
    at = world.clock.at.astimezone(ZONE)
    line = f"   {at:%d %b %H:%M}  {_words(move)}"
    if came.got == "done":
        yield line
        return
    yield f"{line}: refused"
    holding = tuple(each for each in came.findings if each.holds)
    lines = wording.lines(Refusal(came.findings), world.protocol, zone=ZONE)
    if whole:
        yield from (f"      {each}" for each in lines)
        return
    # A first look at everything that is missing: each reason on one line.
    yield f"      {lines[0]}"
    for each in holding:
        item = f" ({each.item})" if each.item else ""
        now = wording.now(each, zone=ZONE)
        yield f"      {each.id}{item}: {wording.outcome(each)}. {now}"


def _words(move: Move) -> str:
    parts = [move.does]
    for key in ("to", "statement", "product", "test", "reading", "item", "name", "id"):
        value = move.with_.get(key)
        if isinstance(value, str):
            parts.append(value)
    answers = move.with_.get("answers")
    if isinstance(answers, dict):
        parts.append(f"{len(answers)} answers")
    return " ".join(parts)


def _printed(name: str, world: World, out: Path, languages: tuple[str, str]) -> str:
    text = sheet(
        world.desk,
        world.session,
        name,
        by=_BY,
        language=languages[0],
        patient_language=languages[1],
    )
    path = out / f"{SHEETS[name]}.html"
    path.write_text(text, encoding="utf-8", newline="\n")
    return f"   printed: {path}"
