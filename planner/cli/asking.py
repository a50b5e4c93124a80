"""
`session ask`: the open questions of the stage, one at a time, each recorded at once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from planner.cli import faults
from planner.cli.carrying import tell_refusal
from planner.cli.door import argument, command
from planner.cli.prompting import SKIP, STOP, StopAsking, line, yes_or_no
from planner.cli.terminal import Terminal, acting, by_options
from planner.errors import InputFault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from planner.clinic.desk import Desk
    from planner.model.answer import Fact
    from planner.model.person import Actor
    from planner.model.protocol import Question
    from planner.model.situation import Situation

Row = tuple[str, str]


def _ask(at: Terminal, session: str, by: str | None, role: str | None) -> int:
    from planner.clinic.ids import typed

    id_ = typed(session, "session")
    desk = at.desk()
    found, _ = desk.session(id_)
    who = acting(desk, by, role)
    walk = _Walk(at, desk, id_, who)
    click.echo(
        f"Session {id_} stands at {found.stage}. Answer with a number or in words; "
        f'"{SKIP}" leaves a question open, "{STOP}" ends.'
    )
    try:
        walk.lists()
        code = walk.questions()
    except (StopAsking, click.Abort):
        click.echo()
        code = 0
    left = sum(1 for _ in walk.open_now())
    noun = "question is" if left == 1 else "questions are"
    click.echo(f"{left} {noun} open at this stage. What was answered is recorded.")
    return code


class _Walk:
    def __init__(self, at: Terminal, desk: Desk, session: str, who: Actor) -> None:
        self.at, self.desk, self.session, self.who = at, desk, session, who
        self.asked: set[Row] = set()
        found, _ = desk.session(session)
        self.protocol = desk.protocol(found.digest)

    def open_now(self) -> Iterator[tuple[Question, str]]:
        """
        The open questions of the stage, each with the item it is about.
        """
        from planner.model.answer import Outcome
        from planner.safety.conditions import holds
        from planner.safety.known import fact_for
        from planner.safety.lists import item_ids

        situation = self.desk.situation(self.session)
        for question in self.protocol.questions:
            if question.heading != situation.session.stage:
                continue
            if holds(question.applies_if, situation, self.protocol) is Outcome.SHUT:
                continue
            items: tuple[str, ...] = ("",)
            if question.each:
                items = item_ids(question.each, situation, self.protocol) or ()
            for item in items:
                if fact_for(question, situation, item).why is not None:
                    yield question, item

    def questions(self) -> int:
        """
        Ask until nothing is open but what was skipped, or is not known.
        """
        while True:
            left = [
                (question, item)
                for question, item in self.open_now()
                if (question.id, item) not in self.asked
            ]
            if not left:
                return 0
            question, item = left[0]
            # Once in a walk: who does not know now is not asked again at once.
            self.asked.add((question.id, item))
            about = f"{question.id} {item}".strip()
            click.echo(f"\n[{len(left)} open] {about}\n{question.asks}")
            if self.offered(question, item):
                continue
            code = self.one(question, item)
            if code:
                return code

    def offered(self, question: Question, item: str) -> bool:
        """
        Offer the answer of an earlier session; whether the question is done with.
        """
        from planner.sheets.written import day

        situation = self.desk.situation(self.session)
        earlier = _earlier(question, item, situation)
        if earlier is None:
            return False
        seen = earlier.observed_at.astimezone(situation.history.zone).date()
        click.echo(f"From {day(seen)}: {earlier.text}. Still true?")
        true = yes_or_no()
        if not true:
            return true is None
        return self.record({"does": "still-true", "questions": [question.id]}) == 0

    def one(self, question: Question, item: str) -> int:
        """
        Ask one question until it is answered or skipped.
        """
        choices = _choices(question)
        for number, choice in enumerate(choices, start=1):
            click.echo(f"  {number}  {choice}")
        how = _how(question)
        if how:
            click.echo(f"  {how}")
        if self.who.role not in question.asked_by:
            click.echo(f"  Asked by: {', '.join(question.asked_by)}.")
        while True:
            said = line()
            if said == SKIP:
                return 0
            answer: Any = _chosen(said, choices)
            if question.kind == "list" and answer == said:
                answer = [part.strip() for part in said.split(",")]
            key = f"{question.id}@{item}" if item else question.id
            try:
                code = self.record({"answers": {key: answer}})
            except InputFault as fault:
                for told in faults.lines(fault):
                    click.echo(told, err=True)
                continue
            if not code:
                click.echo(f"Recorded: {answer}.")
                if answer == "does not know":
                    click.echo(f"Now: {question.unknown}")
            return code

    def lists(self) -> None:
        """
        Ask for the lists of medicines and allergies, where they do not count yet.
        """
        from planner.safety.known import allergies_unknown, medicines_unknown

        situation = self.desk.situation(self.session)
        if situation.session.stage != "anamnesis" and situation.session.visit == 1:
            return
        if medicines_unknown(situation) is not None:
            self.listed(
                "medicines",
                "Every medicine, over the counter, supplements and eye drops included.",
                (
                    ("name", "Name"),
                    ("prescribed", "Prescribed: yes, no or does not know"),
                    ("last_dose", "Last dose, as in 2026-11-22T08:00+01:00"),
                ),
            )
        if allergies_unknown(situation) is not None:
            self.listed(
                "allergies",
                "Everything the patient reacts to.",
                (("substance", "To what"), ("reaction", "What happened"), ("year", "Year")),
            )

    def listed(self, key: str, tells: str, asked: tuple[Row, ...]) -> None:
        """
        Ask for the rows of one list, then whether it is complete.
        """
        click.echo(f"\n{key}\n{tells} An empty line ends the list.")
        rows: list[dict[str, str]] = []
        while True:
            (first, words), *others = asked
            name = line(f"{words}:", empty=True)
            if name == SKIP:
                return None
            if not name:
                break
            row = {first: name}
            for field, words in others:
                value = line(f"  {words}:", empty=True)
                if value:
                    row[field] = value
            rows.append(row)
        click.echo("Is the list complete?")
        complete = yes_or_no()
        if complete is None:
            return None
        try:
            code = self.record({key: rows, "complete": complete})
        except InputFault as fault:
            for told in faults.lines(fault):
                click.echo(told, err=True)
            return self.listed(key, tells, asked)
        if not code:
            names = ", ".join(next(iter(row.values())) for row in rows) or "none"
            click.echo(f"Recorded: {names}; {'complete' if complete else 'not complete'}.")
        return None

    def record(self, table: dict[str, Any]) -> int:
        """
        Carry out one table; a refusal is told whole and ends the walk.
        """
        from planner.clinic.desk import zone_of
        from planner.clinic.inputs import Reader
        from planner.safety.findings import Refusal

        session, _ = self.desk.session(self.session)
        for move in Reader().moves(table, session):
            came = self.desk.ask(self.session, move, by=self.who)
            if isinstance(came, Refusal):
                zone = zone_of(self.desk.clinic()[0])
                return tell_refusal(self.at, came, self.protocol, zone)
        return 0


def _earlier(question: Question, item: str, situation: Situation) -> Fact | None:
    # Only what the engine lets a person confirm: answers about the patient as a whole.
    if question.scope != "patient" or item:
        return None
    if situation.session.facts.get(question.id) is not None:
        return None
    found = [other.facts.get(question.id) for other in situation.history.others]
    kept = [fact for fact in found if fact is not None]
    return max(kept, key=lambda fact: fact.recorded_at, default=None)


def _choices(question: Question) -> tuple[str, ...]:
    added = ["does not know"]
    if question.not_applicable:
        added.append("not applicable")
    return (*question.answers, *added)


def _how(question: Question) -> str:
    return {
        "quantity": f"or an amount in {question.unit}",
        "day": "or a day, as in 2026-11-22",
        "list": "or several, with commas between them",
        "text": "or in words",
    }.get(question.kind, "")


def _chosen(said: str, choices: tuple[str, ...]) -> str:
    if said.isdecimal() and 1 <= int(said) <= len(choices):
        return choices[int(said) - 1]
    return said


ASK = command(
    "ask",
    _ask,
    argument("session"),
    *by_options(),
    tells="Ask the open questions of the stage, one at a time. "
    "Each answer is recorded at once.",
    example="mesoplan session ask 0000000014G --by nurse-petit",
    answers=False,
)
