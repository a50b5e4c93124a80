"""
What was typed, as moves: one table with `does` is one thing a practitioner asks for.

The same tables are typed at the terminal (`mesoplan session record`), told in worked
cases, and sent by other programs. Unknown words are refused with the nearest known one.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from attrs import evolve

from planner.clinic.cleaning import clean_all, day_written, instant, structured
from planner.errors import InputFault, nearest
from planner.model.entries import care
from planner.model.entries import session as told
from planner.model.person import Allergy, HoldAgreement, Medicine
from planner.model.product import Plan
from planner.model.terms import EARLIEST
from planner.session import moves
from planner.session.moves import Answer, Move

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model.entries import Payload
    from planner.model.situation import Session

_A_SLIP = 0.75
_KEPT_TO = "No session of the course is planned before it."

Table = dict[str, Any]


class Reader:
    """
    Reads tables into moves.

    Args:
        when: Reads an instant as it is written here: with a zone at the terminal, "day 0
            10:05" in a case.
    """

    def __init__(self, when: Callable[[Any], datetime] = instant) -> None:
        self._when = when

    def moves(self, table: Table, session: Session | None = None) -> tuple[Move, ...]:
        """
        The moves one table asks for, in their order.

        Raises:
            InputFault: Something in it cannot be read; nothing was done.
        """
        table = clean_all(dict(table))
        does = table.pop("does", "record")
        if not isinstance(does, str):
            raise InputFault("What is to be done is not a word.", where="does")
        if does == "record":
            return self._record(table)
        if does in STEPS:
            return (self._step(does, table),)
        read = _READERS.get(does)
        if read is None:
            raise InputFault(
                f'"{does}" is not something a session can do.'
                + nearest(does, {*_READERS, *STEPS, "record"}),
                where="does",
            )
        return (read(self, table, session),)

    def take(self, table: Table, wanted: type, where: str, **given: Any) -> Any:
        """
        A table as one of our values, with its instants read in this reader's way.
        """
        return structured({**self._timed(table), **given}, wanted, where)

    def _timed(self, table: Table) -> Table:
        # Instants are written in this reader's own way, wherever they stand.
        return {
            key: self._when(value).isoformat()
            if key in {"last_dose", "restart", "stated_at", "taken_at", "observed_at"}
            and value is not None
            else value
            for key, value in table.items()
        }

    def _record(self, table: Table) -> tuple[Move, ...]:
        made: list[Move] = []
        observed = table.pop("observed_at", None)
        at = None if observed is None else self._when(observed)
        note = str(table.pop("note", ""))
        complete = table.pop("complete", None)
        answers = table.pop("answers", None)
        if answers is not None:
            made.append(self._answers(answers, at, note))
        medicines = table.pop("medicines", None)
        if medicines is not None:
            rows = tuple(
                self.take(row, Medicine, f"medicines[{place}]")
                for place, row in enumerate(_rows(medicines, "medicines"))
            )
            payload = told.MedicinesListed(medicines=rows, complete=_said(complete))
            made.append(moves.Tell(payload=payload))
        allergies = table.pop("allergies", None)
        if allergies is not None:
            known = tuple(
                structured(row, Allergy, f"allergies[{place}]")
                for place, row in enumerate(_rows(allergies, "allergies"))
            )
            listed = told.AllergiesListed(allergies=known, complete=_said(complete))
            made.append(moves.Tell(payload=listed))
        medicine = table.pop("medicine", None)
        if medicine is not None:
            one = self.take(medicine, Medicine, "medicine")
            made.append(moves.Tell(payload=told.MedicineTaken(medicine=one)))
        plan = table.pop("plan", None)
        if plan is not None:
            made.append(self.plan(plan))
        _nothing_left(table, RECORD_KEYS)
        if not made:
            raise InputFault(
                "There is nothing to record.",
                now="Give answers, medicines, allergies, medicine or plan.",
            )
        return tuple(made)

    def _answers(self, answers: Any, at: datetime | None, note: str) -> Move:
        if not isinstance(answers, dict):
            raise InputFault(
                "The answers are not a table.", now='Write answers = { pregnancy = "no" }.'
            )
        read = []
        for key, value in answers.items():
            question, _, item = key.partition("@")
            values = value if isinstance(value, list) else [value]
            texts = tuple(_answer_text(each, key) for each in values)
            read.append(
                Answer(question=question, item=item, value=texts, observed_at=at, note=note)
            )
        return moves.Record(answers=tuple(read))

    def plan(self, plan: Any) -> Move:
        """
        A table as a plan of the session.
        """
        made: Plan = structured(plan, Plan, "plan")
        return moves.Tell(payload=told.PlanMade(plan=made))

    def _step(self, does: str, table: Table) -> Move:
        reason, to = str(table.pop("reason", "")), str(table.pop("to", ""))
        details = table.pop("details", {})
        _nothing_left(table, ("reason", "to", "details"))
        if not isinstance(details, dict):
            raise InputFault("The details are not a table.", where="details")
        said = {key: str(value) for key, value in details.items()}
        for key in said:
            # Closer than what is only alike: "leaflet" is another name.
            if key != EARLIEST and nearest(key.casefold(), (EARLIEST,), alike=_A_SLIP):
                raise InputFault(
                    f'"{key}" is nearly "{EARLIEST}".',
                    where="details",
                    why="As it stands it would be kept as words, and no course heeds them.",
                    now=f'Write "{EARLIEST}", or another name.',
                )
        if EARLIEST in said:
            said[EARLIEST] = day_written(said[EARLIEST], f"details.{EARLIEST}", _KEPT_TO)
        return moves.Go(name=STEPS[does], to=to, reason=reason, details=said)


RECORD_KEYS = (
    "answers",
    "medicines",
    "allergies",
    "medicine",
    "plan",
    "complete",
    "observed_at",
    "note",
)

STEPS = {
    "advance": "advance",
    "go-back": "go-back",
    "check-in": "begin-visit",
    "end-visit": "end-visit",
    "stop-injecting": "stop-injecting",
    "defer": "defer",
    "refuse": "refuse",
    "withdraw": "withdraw",
    "leave": "leave",
    "transfer": "transfer",
    "record-death": "record-death",
    "enter-in-error": "enter-in-error",
}


def _rows(value: Any, where: str) -> list[Table]:
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise InputFault("This is not a list of tables.", where=where)
    return value


def _said(complete: Any) -> bool:
    if type(complete) is not bool:
        raise InputFault(
            "It is not said whether the list is complete.",
            where="complete",
            now="Write complete = true or complete = false.",
        )
    return complete


def _answer_text(value: Any, key: str) -> str:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, str):
        raise InputFault(
            f"The answer {value} stands without a unit or quotation marks.",
            where=f"answers.{key}",
            now='Write it as in "72 kg" or "no".',
        )
    return value


def _nothing_left(table: Table, known: tuple[str, ...]) -> None:
    if table:
        raise InputFault(
            " ".join(f'"{key}" is not known here.' + nearest(key, known) for key in table)
        )


def _payload(wanted: type[Payload], **given: Any) -> Callable[[Reader, Table, Any], Move]:
    def read(reader: Reader, table: Table, _: Session | None) -> Move:
        return moves.Tell(payload=reader.take(table, wanted, wanted.kind, **given))

    return read


def _plain_move(wanted: type) -> Callable[[Reader, Table, Any], Move]:
    def read(_: Reader, table: Table, __: Session | None) -> Move:
        made: Move = structured(table, wanted, wanted.__name__.lower())
        return made

    return read


def _exposing(
    wanted: type[Payload], *, entered: bool = False, **given: Any
) -> Callable[[Reader, Table, Any], Move]:
    def read(reader: Reader, table: Table, session: Session | None) -> Move:
        if wanted is care.Delivered:
            table = _from_plan(table, session)
        payload = reader.take({**given, **table}, wanted, wanted.kind)
        return moves.Entered(payload=payload) if entered else moves.Expose(payload=payload)

    return read


def _from_plan(table: Table, session: Session | None) -> Table:
    # What is not typed is as planned: zone, product, lot, needle, technique, volume.
    table = {"delivery": "", "planned": True, "volume": "", **table}
    plan = session.plan if session else None
    item = (
        next((i for i in plan.items if i.id == table.get("item")), None) if plan else None
    )
    if item is None:
        return {"item": "", "needle": "", "technique": "", "points": "", **table}
    planned = {
        "zone": item.zone,
        "product": item.product,
        "lot": item.lot,
        "needle": item.needle.id,
        "technique": item.technique,
        "points": f"1-{item.points}",
    }
    return {**planned, **table}


def _vitals(_: Reader, table: Table, __: Session | None) -> Move:
    note = str(table.pop("note", ""))
    known = ("systolic", "diastolic", "pulse", "oxygen", "breathing", "temperature")
    strange = {key: None for key in table if key not in known}
    _nothing_left(dict(strange), known)
    values = {key: _answer_text(value, key) for key, value in table.items()}
    return moves.Tell(payload=care.VitalsTaken(values=values, note=note))


def _planned(reader: Reader, table: Table, _: Session | None) -> Move:
    plan = table.pop("plan", None)
    if plan is None:
        return reader.plan(table)
    _nothing_left(table, ("plan",))
    return reader.plan(plan)


def _hold(reader: Reader, table: Table, _: Session | None) -> Move:
    agreed = reader.take(table, HoldAgreement, "agree-hold")
    return moves.Tell(payload=told.HoldAgreed(agreement=agreed))


def _treated(reader: Reader, table: Table, _: Session | None) -> Move:
    given = reader.take({"adrenaline": False, **table}, care.Treated, "treat")
    return moves.Treat(payload=given)


_READERS: dict[str, Callable[[Reader, Table, Any], Move]] = {
    "plan": _planned,
    "vitals": _vitals,
    "sign": _payload(told.StatementSigned),
    "prepare-skin": _payload(care.SkinPrepared),
    "agree-hold": _hold,
    "confirm-restart": _payload(told.RestartConfirmed),
    "classify-medicine": _payload(told.MedicineClassified),
    "classify-allergy": _payload(told.AllergyClassified),
    "read-test": _payload(care.TestRead),
    "call": _payload(care.Called),
    "effect": _payload(care.EffectNoted),
    "place-test": _exposing(care.TestPlaced, test=""),
    "apply-anaesthetic": _exposing(care.AnaestheticApplied),
    "deliver": _exposing(care.Delivered),
    "record-test": _exposing(care.TestPlaced, entered=True, test=""),
    "record-anaesthetic": _exposing(care.AnaestheticApplied, entered=True),
    "record-delivered": _exposing(care.Delivered, entered=True),
    "still-true": _plain_move(moves.StillTrue),
    "decide": _plain_move(moves.Decide),
    "override": _plain_move(moves.Override),
    "signs": _plain_move(moves.NoteSigns),
    "look": _plain_move(moves.LookAt),
    "suspect": _plain_move(moves.Suspect),
    "escalate": _plain_move(moves.Escalate),
    "confirm": _plain_move(moves.Confirm),
    "rule-out": _plain_move(moves.RuleOut),
    "treat": _treated,
    "close-task": _plain_move(moves.CloseTask),
    "amend": _plain_move(moves.Amend),
    "mark-in-error": _plain_move(moves.MarkInError),
}

DOES = tuple(sorted({"record", *STEPS, *_READERS}))


def with_volume(move: Move, session: Session) -> Move:
    """
    An injection without a typed volume takes what the plan says for its points.
    """
    from planner.session.entering import points_in

    if not isinstance(move, moves.Expose | moves.Entered):
        return move
    payload = move.payload
    if not isinstance(payload, care.Delivered) or payload.volume:
        return move
    plan = session.plan
    item = next((i for i in plan.items if i.id == payload.item), None) if plan else None
    if item is None:
        raise InputFault("The volume is missing.", now='Write it as in volume = "0.5 mL".')
    from planner.model.quantity import Quantity

    total = Quantity.of(item.volume_per_point) * len(points_in(payload.points))
    return evolve(move, payload=evolve(payload, volume=total.written))
