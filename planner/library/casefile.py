"""
Read a file of worked cases: its cards, their moves, and the gates they name.
"""

from __future__ import annotations

from datetime import date, time
from typing import TYPE_CHECKING

from attrs import asdict, frozen

from planner.errors import ProtocolFault
from planner.library.cards import CardReader, Path
from planner.library.cases import (
    KINDS_OF_CASE,
    OUTCOMES,
    RESULTS,
    SIDES,
    Case,
    CaseFile,
    Given,
    Move,
)
from planner.library.text import MOST_IN_CASES, read, shown

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path as FilePath

    from planner.model.protocol import Protocol


@frozen(kw_only=True)
class GivenCard:
    """
    The flat keys of a `[[given]]` card.
    """

    id: str
    tells: str
    after: str = ""


@frozen(kw_only=True)
class CaseCard:
    """
    The flat keys of a `[[case]]` card.
    """

    id: str
    tells: str
    given: str = ""
    kind: str = "gate"
    gate: str = ""
    number: str = ""
    side: str = ""


_OF_MOVE = ("does", "at", "after", "expect", "because")


def load_cases(path: FilePath, protocol: Protocol | None = None) -> CaseFile:
    """
    Read the cases in a file; with a protocol, the gates they name are looked up too.

    Raises:
        ProtocolFault: Something in the file does not hold; every fault is told.
    """
    text = read(path, most=MOST_IN_CASES)
    gates = None if protocol is None else (*protocol.gate, *protocol.bar)
    conflicts = () if protocol is None else tuple(protocol.conflicts)
    known = tuple(f"conflict {each.id}" for each in conflicts)
    return _Cases(CardReader(text), gates, known).whole()


class _Cases:
    def __init__(
        self,
        reader: CardReader,
        gates: tuple[str, ...] | None,
        known: tuple[str, ...],
    ) -> None:
        self.reader = reader
        self.gates = gates
        self.known = known

    def whole(self) -> CaseFile:
        reader = self.reader
        for name in reader.text.tables:
            self.word((name,), name, ("given", "case"), "card of this file")
        givens = [one for card in self.held("given") if (one := self.given(*card))]
        cases = [each for card in self.held("case") if (each := self.case(*card))]
        self.chains()
        if reader.count:
            raise ProtocolFault(reader.told())
        return CaseFile(name=reader.text.name, givens=tuple(givens), cases=tuple(cases))

    def held(self, name: str) -> list[tuple[Path, dict[str, object]]]:
        return self.reader.many(name) if name in self.reader.text.tables else []

    def given(self, path: Path, table: dict[str, object]) -> Given | None:
        flat = {key: held for key, held in table.items() if key != "move"}
        card: GivenCard | None = self.reader.card(GivenCard, path, flat)
        moves = self.moves(path, table.get("move", []))
        if card is None:
            return None
        return Given(**asdict(card), where=self.reader.text.where(*path), moves=moves)

    def case(self, path: Path, table: dict[str, object]) -> Case | None:
        flat = {key: table[key] for key in table if key not in ("move", "rules", "cards")}
        card: CaseCard | None = self.reader.card(CaseCard, path, flat)
        moves = self.moves(path, table.get("move", []))
        rules = self.rules((*path, "rules"), table.get("rules", []))
        cards = self.cards((*path, "cards"), table.get("cards", []))
        if card is None:
            return None
        self.word((*path, "kind"), card.kind, KINDS_OF_CASE, "kind of case")
        if card.side:
            self.word((*path, "side"), card.side, SIDES, "side of a number")
        if bool(card.side) != bool(card.number) or (card.side and not card.gate):
            self.reader.fault(
                path,
                f"The case {shown(card.id)} is at a number and does not say all of it.",
                now="Write gate, number and side.",
                of=(),
            )
        if card.gate:
            self.gate((*path, "gate"), card.gate)
        where = self.reader.text.where(*path)
        return Case(**asdict(card), where=where, rules=rules, cards=cards, moves=moves)

    def cards(self, path: Path, held: object) -> tuple[str, ...]:
        if not isinstance(held, list) or not all(isinstance(x, str) for x in held):
            self.reader.fault(path, '"cards": takes a list of cards.', of=())
            return ()
        for word in held if self.known else ():
            if word not in self.known:
                self.reader.fault(
                    path, f"There is no card {shown(word)}.", word=word, of=self.known
                )
        return tuple(held)

    def rules(self, path: Path, held: object) -> tuple[int, ...]:
        if isinstance(held, list) and all(type(each) is int for each in held):
            return tuple(held)
        self.reader.fault(path, '"rules": takes a list of whole numbers.', of=())
        return ()

    def moves(self, path: Path, held: object) -> tuple[Move, ...]:
        here = (*path, "move")
        if isinstance(held, list) and all(isinstance(each, dict) for each in held):
            return tuple(self.move((*here, at), each) for at, each in enumerate(held))
        self.reader.fault(
            here, '"move": takes a list of tables, as in [{ does = "…" }].', of=()
        )
        return ()

    def move(self, path: Path, table: dict[str, object]) -> Move:
        does = self.said(path, table, "does")
        if not does:
            self.reader.fault(
                path, "A move does not say what is done.", now='Add does = "…".', of=()
            )
        with_ = {key: held for key, held in table.items() if key not in _OF_MOVE}
        for key, held in with_.items():
            self.whole_only((*path, key), held)
        expect = table.get("expect", "")
        because = table.get("because", [])
        if isinstance(because, str):
            because = [because]
        if not isinstance(because, list):
            self.reader.fault(path, '"because": takes a list of gates.', of=())
            because = []
        for gate in because:
            self.gate(path, gate)
        return Move(
            does=does,
            at=self.said(path, table, "at"),
            after=self.said(path, table, "after"),
            with_=with_,
            result=self.result(path, expect),
            outcomes=self.outcomes(path, expect),
            because=tuple(str(each) for each in because),
            where=self.reader.text.where(*path),
        )

    def said(self, path: Path, table: dict[str, object], key: str) -> str:
        held = table.get(key, "")
        if isinstance(held, str):
            return held
        self.reader.fault(
            path, f'"{key}": takes text in quotation marks, not {shown(held)}.', of=()
        )
        return ""

    def whole_only(self, path: Path, held: object) -> None:
        todo = [held]
        while todo:
            value = todo.pop()
            if isinstance(value, dict):
                todo += value.values()
            elif isinstance(value, list):
                todo += value
            elif not isinstance(value, str | int | date | time):
                self.reader.fault(
                    path,
                    f'"{path[-1]}" holds the bare number {shown(value)}.',
                    now='Write it as text with its unit, as in "0.3 mm".',
                    of=(),
                )

    def result(self, path: Path, expect: object) -> str:
        if isinstance(expect, dict) or expect == "":
            return ""
        self.word(path, expect, RESULTS, "result of a move")
        return str(expect)

    def outcomes(self, path: Path, expect: object) -> dict[str, str]:
        if not isinstance(expect, dict):
            return {}
        for gate, outcome in expect.items():
            self.gate(path, gate)
            self.word(path, outcome, OUTCOMES, "outcome of a gate")
        return {gate: str(outcome) for gate, outcome in expect.items()}

    def word(self, path: Path, word: object, known: Collection[str], noun: str) -> None:
        if not isinstance(word, str) or word not in known:
            near = word if isinstance(word, str) else ""
            self.reader.fault(path, f"{shown(word)} is no {noun}.", word=near, of=known)

    def gate(self, path: Path, word: object) -> None:
        if not isinstance(word, str):
            self.reader.fault(path, f"{shown(word)} is not the id of a gate.", of=())
        elif self.gates is not None and word.partition("@")[0] not in self.gates:
            self.reader.fault(
                path, f"There is no gate {shown(word)}.", word=word, of=self.gates
            )

    def chains(self) -> None:
        first: dict[str, dict[str, object]] = {}
        for name in ("given", "case"):
            ids: set[object] = set()
            for path, table in self.held(name):
                id = table.get("id")
                if isinstance(id, str) and id in ids:
                    what = f"The {name} {shown(id)} stands twice."
                    self.reader.fault(path, what, of=())
                ids.add(id) if isinstance(id, str) else None
                if name == "given" and isinstance(id, str):
                    first.setdefault(id, table)
        for name, key in (("given", "after"), ("case", "given")):
            for path, table in self.held(name):
                word = table.get(key, "")
                if isinstance(word, str) and word:
                    self.word((*path, key), word, first, "given of this file")
        for path, table in self.held("given"):
            seen, word = {table.get("id")}, table.get("after")
            while isinstance(word, str) and word in first and word not in seen:
                seen.add(word)
                word = first[word].get("after")
            if word and word == table.get("id"):
                what = f"The given {shown(word)} comes after itself."
                self.reader.fault((*path, "after"), what, of=())
