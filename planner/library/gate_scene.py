"""
A scene: the moves of a story folded into a situation, without a desk or a journal.

It reads the words a worked case is told in, as far as the proof tells stories in them, and
folds them with the very functions that fold a session.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from attrs import define, evolve

from planner.library.gate_told import ZONE, built, day, moment
from planner.model.answer import Fact
from planner.model.entries import care
from planner.model.entries import clinic as of_clinic
from planner.model.entries import session as told
from planner.model.entries.envelope import Entry
from planner.model.person import Actor, Allergy, HoldAgreement, Letter, Medicine, Staff
from planner.model.product import Lot, Plan, Product, Stock
from planner.model.situation import Clinic, History, Session, Situation
from planner.model.time import Instant
from planner.safety.kinds.tested import composition
from planner.session.fold import extend, fold
from planner.session.surroundings import fold_clinic

if TYPE_CHECKING:
    from planner.library.gate_setting import Table
    from planner.model.entries.envelope import Payload
    from planner.model.protocol import Protocol

PHYSICIAN = Actor(id="dr-moreau", role="physician")

_VITALS = ("systolic", "diastolic", "pulse", "oxygen", "breathing", "temperature")
_FOLDED: dict[str, type] = {
    "sign": told.StatementSigned,
    "prepare-skin": care.SkinPrepared,
    "read-test": care.TestRead,
    "signs": care.SignsNoted,
    "look": care.SignsLookedAt,
    "suspect": care.ReactionSuspected,
    "confirm": care.ReactionConfirmed,
    "rule-out": care.ReactionRuledOut,
    "effect": care.EffectNoted,
    "close-task": told.TaskClosed,
    "classify-medicine": told.MedicineClassified,
}


@define
class Scene:
    """
    A clinic, a patient and a session, as far as the moves told so far have brought them.
    """

    protocol: Protocol
    clinic: Clinic
    at: datetime
    ns: int = 0
    count: int = 0
    birth_date: date | None = None
    letters: tuple[Letter, ...] = ()
    others: tuple[Session, ...] = ()
    session: Session | None = None

    @staticmethod
    def begun(protocol: Protocol) -> Scene:
        """
        A scene in which nothing has happened.
        """
        return Scene(protocol, fold_clinic(()), moment("day 0 09:00"))

    def copy(self) -> Scene:
        """
        Another scene in which the same things have happened so far.
        """
        return evolve(self)

    @property
    def now(self) -> Instant:
        """
        What the clock of the scene tells.
        """
        return Instant(at=self.at, boot="scene", ns=self.ns)

    def situation(self) -> Situation:
        """
        All that a gate may see now.
        """
        assert self.session is not None
        plan = self.session.plan
        return Situation(
            session=self.session,
            history=History(
                clinic=self.clinic,
                zone=ZONE,
                birth_date=self.birth_date,
                letters=self.letters,
                others=self.others,
            ),
            now=self.now,
            operator=plan.operator if plan else "",
        )

    def wait_until(self, at: datetime) -> None:
        """
        Let time pass; a time that is past turns the clock back.
        """
        gone = at - self.at
        if gone > timedelta(0):
            self.ns += gone // timedelta(microseconds=1) * 1000
        self.at = at

    def do(self, move: Table) -> None:
        """
        Let one move of a story happen.
        """
        table = dict(move)
        does = table.pop("does")
        at = table.pop("at", "")
        if at:
            self.wait_until(moment(at))
        if self._around(does, table):
            return
        for payload in self._payloads(does, table):
            self._fold(payload)

    def _around(self, does: str, table: Table) -> bool:
        match does:
            case "clinic":
                payload: Payload = of_clinic.ClinicSet(settings=table)
            case "staff":
                payload = of_clinic.StaffRegistered(staff=built(Staff, table))
            case "kit":
                rows = tuple(built(Stock, row) for row in table["items"])
                payload = of_clinic.KitCounted(stock=rows)
            case "product":
                payload = of_clinic.ProductRegistered(product=built(Product, table))
            case "lot":
                payload = of_clinic.LotRegistered(lot=built(Lot, table))
            case "recall":
                payload = built(of_clinic.LotRecalled, table)
            case "approve" | "withdraw-protocol":
                payload = self._approval(does)
            case "patient":
                born = table.get("birth_date")
                self.birth_date = day(born) if born else None
                return True
            case "letter":
                self.letters = (*self.letters, built(Letter, table))
                return True
            case "session":
                self._open()
                return True
            case _:
                return False
        self._around_clinic(payload)
        return True

    def _approval(self, does: str) -> Payload:
        protocol = self.protocol
        if does == "approve":
            return of_clinic.ProtocolApproved(
                protocol=protocol.id,
                version=protocol.version,
                digest=protocol.digest,
                named=(),
            )
        return of_clinic.ProtocolWithdrawn(
            protocol=protocol.id, digest=protocol.digest, reason=does
        )

    def _around_clinic(self, payload: Payload) -> None:
        clinic = fold_clinic((self._entry(payload),))
        old = self.clinic
        lots = {**old.lots, **clinic.lots}
        for key in clinic.recalled:
            if key in lots:
                lots[key] = evolve(lots[key], recalled=True)
        self.clinic = evolve(
            old,
            settings={**old.settings, **clinic.settings},
            staff={**old.staff, **clinic.staff},
            products={**old.products, **clinic.products},
            lots=lots,
            recalled=(*old.recalled, *clinic.recalled),
            stock=old.stock if clinic.stock is None else clinic.stock,
            approved={**old.approved, **clinic.approved},
            withdrawn=(*old.withdrawn, *clinic.withdrawn),
        )

    def _entry(self, payload: Payload) -> Entry:
        self.count += 1
        return Entry(
            id=f"e{self.count}",
            seq=self.count,
            recorded=self.now,
            occurred_at=self.at,
            by=PHYSICIAN,
            payload=payload,
        )

    def _open(self) -> None:
        if self.session is not None:
            self.others = (*self.others, self.session)
        number = f"s{len(self.others) + 1}"
        opened = told.SessionOpened(
            session=number,
            patient="p",
            course=f"c{len(self.others) + 1}",
            protocol=self.protocol.id,
            version=self.protocol.version,
            digest=self.protocol.digest,
        )
        self.session = fold((self._entry(opened),))

    def _fold(self, payload: Payload) -> None:
        assert self.session is not None
        self.session = extend(self.session, self._entry(payload))

    def _payloads(self, does: str, table: Table) -> list[Payload]:
        session = self.session
        assert session is not None
        match does:
            case "record":
                return self._recorded(table)
            case "plan":
                return [told.PlanMade(plan=built(Plan, table))]
            case "vitals":
                return [
                    care.VitalsTaken(values={k: table[k] for k in _VITALS if k in table})
                ]
            case "agree-hold":
                agreed = built(HoldAgreement, table)
                task = [] if agreed.decision == "continue" else [self._task(holds=False)]
                return [told.HoldAgreed(agreement=agreed), *task]
            case "record-test":
                number = f"test-{len(session.tests) + 1}"
                made_of = composition(table["product"], self.situation())
                fields = {**table, "test": number, "composition": made_of}
                return [care.TestPlaced(**fields), self._task(holds=True)]
            case "record-delivered":
                fields = {"item": "", "needle": "", "technique": "", "points": "", **table}
                given = care.Delivered(delivery="d", planned=False, **fields)
                return [given, self._task(holds=True)]
            case "leave":
                return [self._stage("left-against-advice", does)]
            case "end-visit":
                return [told.VisitEnded(visit=session.visit)]
            case "check-in":
                return [told.VisitBegun(visit=session.visit + 1)]
            case _:
                return [built(_FOLDED[does], table)]

    def _task(self, *, holds: bool) -> told.TaskOpened:
        assert self.session is not None
        number = f"task-{len(self.session.tasks) + 1}"
        return told.TaskOpened(task=number, what="look at it", holds_discharge=holds)

    def _stage(self, stage: str, move: str) -> told.StageEntered:
        assert self.session is not None
        return told.StageEntered(stage=stage, left=self.session.stage, move=move)

    def _recorded(self, table: Table) -> list[Payload]:
        assert self.session is not None
        made: list[Payload] = []
        at = moment(table["observed_at"]) if "observed_at" in table else self.at
        if "answers" in table:
            facts = []
            for key, value in table["answers"].items():
                question, _, item = key.partition("@")
                facts.append(
                    Fact(
                        question=question,
                        item=item,
                        value=(value,),
                        observed_at=at,
                        recorded_at=self.at,
                        by=PHYSICIAN,
                        visit=self.session.visit,
                    )
                )
            made.append(told.FactsRecorded(facts=tuple(facts)))
        if "medicines" in table:
            rows = tuple(built(Medicine, row) for row in table["medicines"])
            made.append(told.MedicinesListed(medicines=rows, complete=table["complete"]))
        if "allergies" in table:
            known = tuple(built(Allergy, row) for row in table["allergies"])
            made.append(told.AllergiesListed(allergies=known, complete=table["complete"]))
        return made
