"""
A story: settings put together into what is given and the moves of a worked case.

The same story runs in a scene of the library, and as a case through the real desk.
"""

from __future__ import annotations

from datetime import UTC, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import frozen

from planner.library.gate_scene import PHYSICIAN, Scene
from planner.library.gate_setting import ABSENT, OPEN, SHUT, UNKNOWN, Before, Day
from planner.library.gate_told import DAY_ZERO, ZONE, moment
from planner.model.answer import Outcome
from planner.model.protocol import Composed, WithinLimit
from planner.model.terms import KEPT_NOW
from planner.safety.assess import findings_of
from planner.safety.conditions import holds

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from planner.library.gate_setting import Setting, Table
    from planner.model.protocol import Gate, Protocol

_HOURS_OPEN = timedelta(hours=3)
_AHEAD = timedelta(minutes=30)
_LATER = "day 999"
_WORST = (OPEN, UNKNOWN, SHUT)


def plain_substance(protocol: Protocol) -> str:
    """
    A substance that no gate, limit or condition asks about.
    """
    asked: set[str] = set()
    for gate in protocol.gates:
        if isinstance(gate.requires, Composed):
            asked.update(gate.requires.excludes)
        if isinstance(gate.requires, WithinLimit):
            for name in gate.requires.limits:
                asked.update({protocol.limit[name].group, protocol.limit[name].substance})
    asked.update(when.plan_has for when in protocol.whens)
    for each in protocol.vocabulary.substances:
        if not asked & {each.id, *each.groups}:
            return each.id
    return protocol.vocabulary.substances[0].id if protocol.vocabulary.substances else ""


def a_product(id_: str, *components: Table, **changes: object) -> tuple[Table, Table]:
    """
    The moves that put a product and one lot of it on the shelf.
    """
    product = {
        "does": "product",
        "id": id_,
        "name": id_,
        "maker": "Example Laboratories",
        "registered": "yes",
        "described": "yes",
        "composition_complete": "yes",
        "on_label": "yes",
        "components": list(components),
        **changes,
    }
    lot = {"does": "lot", "product": id_, "number": f"{id_}-1", "expires_on": _LATER}
    return product, lot


@lru_cache(maxsize=KEPT_NOW)
def given(protocol: Protocol) -> Mapping[str, tuple[Table, ...]]:
    """
    What every story begins from, by the name of each part.
    """
    words = protocol.vocabulary
    kit = [
        {"item": each.id, "count": int(each.at_least.measure), "expires_on": _LATER}
        for each in words.kit
        if each.blocks
    ]
    trainings = [
        {"id": each.id, "gained_on": "day -400", "until": _LATER}
        for each in protocol.trainings
    ]
    physician: Table = {
        "does": "staff",
        "id": PHYSICIAN.id,
        "name": "Dr Claire Moreau",
        "role": PHYSICIAN.role,
    }
    substance = {"substance": plain_substance(protocol), "active": True}
    return {
        "settings": ({"does": "clinic", "emergency-number": "112", "zone": str(ZONE)},),
        "staff": ({**physician, "trainings": trainings},),
        "kit": ({"does": "kit", "items": kit},),
        "product": a_product("plain", substance),
        "approval": ({"does": "approve"},),
        "patient": (
            {"does": "patient", "name": "Anna Example", "birth_date": "1985-06-14"},
        ),
    }


def the_item(protocol: Protocol) -> Table:
    """
    What is planned when nothing else is said: one point of a product nobody asks about.
    """
    words = protocol.vocabulary
    deepest = max(words.layers, key=lambda each: each.deepest.measure, default=None)
    return {
        "id": "a",
        "zone": words.zones[0].id if words.zones else "",
        "product": "plain",
        "lot": "plain-1",
        "technique": words.techniques[0].id if words.techniques else "",
        "layer": deepest.id if deepest else "",
        "points": 1,
        "volume_per_point": "0.01 mL",
        "angle": "45 deg",
        "needle": {
            "id": "needle",
            "outer_diameter": "0.3 mm",
            "length": "4 mm",
            "expires_on": _LATER,
            "sterile": "yes",
            "unopened": "yes",
            "single_use": "yes",
        },
    }


@frozen
class Story:
    """
    One story: what is given, what happens, and when the gate is asked.
    """

    gate: Gate
    protocol: Protocol
    given: Mapping[str, tuple[Table, ...]]
    moves: tuple[Table, ...]
    asked: str

    def stands(self, begun: dict[str, Scene]) -> str:
        """
        How the gate stands at the end: open, shut, unknown or absent.

        `begun` keeps the scenes of what is given, so that each is set only once.
        """
        usual = given(self.protocol)
        key = repr([pair for pair in self.given.items() if pair[1] is not usual[pair[0]]])
        if key not in begun:
            scene = Scene.begun(self.protocol)
            for moves in self.given.values():
                for move in moves:
                    scene.do(move)
            begun[key] = scene
        scene = begun[key].copy()
        for move in self.moves:
            scene.do(move)
        scene.wait_until(moment(self.asked))
        return stands(self.gate, scene, self.protocol)


def stands(gate: Gate, scene: Scene, protocol: Protocol) -> str:
    """
    How one gate stands at its worst in a scene.
    """
    situation = scene.situation()
    applies = holds(gate.applies_if, situation, protocol)
    if applies is Outcome.SHUT:
        return ABSENT
    found = findings_of(gate, applies, situation, protocol)
    return max((each.outcome.value for each in found), key=_WORST.index, default=ABSENT)


def told(gate: Gate, settings: Iterable[Setting], protocol: Protocol) -> Story:
    """
    Put settings together into a story.
    """
    chosen = tuple(settings)
    parts = dict(given(protocol))
    for each in chosen:
        parts.update(each.instead)
    earlier = _once(move for each in chosen for move in each.earlier)
    moves = _merged(chosen) + _plans(chosen, protocol)
    times = [at for move in moves if isinstance(at := move.get("at"), Before)]
    furthest = timedelta(minutes=max((each.minutes for each in times), default=0))
    length = max(_HOURS_OPEN, furthest + _AHEAD)
    day = max([length.days + 1 if length > _HOURS_OPEN else 0, *(x.day for x in chosen)])
    first = DAY_ZERO + timedelta(days=day)
    asked = moment(f"day {day} 12:00")
    opens = _ago(asked, length)
    whole: list[Table] = [*earlier, {"does": "session", "at": _said(opens)}]
    whole += [move for each in chosen for move in each.first]
    whole += sorted(moves, key=lambda move: _order(move, asked, opens))
    days = (first - DAY_ZERO).days
    resolved = tuple(_table(move, asked, days) for move in whole)
    return Story(gate, protocol, parts, resolved, _said(asked))


def _once(moves: Iterable[Table]) -> list[Table]:
    found: list[Table] = []
    for move in moves:
        if move not in found:
            found.append(move)
    return found


def _merged(chosen: tuple[Setting, ...]) -> list[Table]:
    # Two levers may each know of a medicine: one list is told, with both.
    found: list[Table] = []
    lists: dict[str, Table] = {}
    untold = {word for each in chosen for word in each.untold}
    for move in _once(move for each in chosen for move in each.moves):
        name = next((word for word in ("medicines", "allergies") if word in move), "")
        if not name:
            found.append(move)
        elif name not in untold:
            known = lists.setdefault(name, {"does": "record", name: [], "complete": True})
            known[name] = [*known[name], *move[name]]
            known["complete"] = known["complete"] and move["complete"]
    return [*lists.values(), *found]


def _plans(chosen: tuple[Setting, ...], protocol: Protocol) -> list[Table]:
    planned = [each for each in chosen if each.item is not None or each.second is not None]
    if not planned or any(each.unplanned for each in chosen):
        return []
    items = [the_item(protocol)]
    seconds = [each.second for each in chosen if each.second is not None]
    if seconds:
        items.append({**the_item(protocol), "id": "b"})
    for each in chosen:
        for item, changes in zip(items, (each.item, each.second), strict=False):
            for key, value in (changes or {}).items():
                merged = {**item[key], **value} if key == "needle" else value
                item[key] = merged
    extra: dict[str, Any] = {}
    for item in items:
        extra.update(item.pop("whole", {}))
    plan: Table = {
        "does": "plan",
        "indication": "as asked",
        "operator": PHYSICIAN.id,
        "antiseptic": "chlorhexidine in alcohol",
        **extra,
        "items": items,
    }
    return [plan]


_CLINIC = ("product", "lot", "kit", "staff", "clinic", "recall", "letter", "patient")


def _order(move: Table, asked: datetime, opens: datetime) -> tuple[datetime, int]:
    at = move.get("at")
    when = _ago(asked, timedelta(minutes=at.minutes)) if isinstance(at, Before) else opens
    return when, 0 if move["does"] in _CLINIC else 1


def _ago(at: datetime, span: timedelta) -> datetime:
    # Hours are counted in UTC, so that a change of the clock in spring adds none.
    return (at.astimezone(UTC) - span).astimezone(ZONE)


def _said(at: datetime) -> str:
    days = (at.date() - DAY_ZERO).days
    return f"day {days} {at:%H:%M}"


def _table(move: Table, asked: datetime, day: int) -> Table:
    return {key: _resolved(held, asked, day) for key, held in move.items()}


def _resolved(held: object, asked: datetime, day: int) -> object:
    if isinstance(held, Before):
        return _said(_ago(asked, timedelta(minutes=held.minutes)))
    if isinstance(held, Day):
        return f"day {day + held.days}"
    if isinstance(held, dict):
        return {key: _resolved(each, asked, day) for key, each in held.items()}
    if isinstance(held, list | tuple):
        return [_resolved(each, asked, day) for each in held]
    return held
