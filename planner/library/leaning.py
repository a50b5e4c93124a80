"""
Which way a change of one key goes: tighter, looser, the same, or not to be told.

One table says it for every key of every card. A key that is not in it is a word whose
meaning no program can weigh, so its change is never called tighter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from planner.errors import PlannerError
from planner.model.course import Span
from planner.model.protocol import OverridePolicy
from planner.model.quantity import A_DAY, Quantity
from planner.model.terms import CHECKPOINTS, WAY_IN

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TIGHTER, LOOSER, OTHER, SAME = "tighter", "looser", "other", "same"
VISIT = "visit"


def leaning(card: str, key: str, old: object, new: object) -> str:
    """
    Which way a key of a card, or of what a kind of gate requires, was changed.
    """
    judge = _KEYS.get(card, {}).get(key) or _EVERYWHERE.get(key)
    return judge(old, new) if judge else OTHER


def _turned(way: str) -> str:
    return {TIGHTER: LOOSER, LOOSER: TIGHTER}.get(way, way)


def _raised(old: object, new: object) -> str:
    # A bound that was not there is tighter; where units differ in kind nobody can say.
    if old is None or new is None:
        return TIGHTER if old is None else LOOSER
    if not isinstance(old, Quantity) or not isinstance(new, Quantity):
        return OTHER
    if old.dimension != new.dimension:
        return OTHER
    if new.measure == old.measure:
        return SAME
    return TIGHTER if new > old else LOOSER


def _lowered(old: object, new: object) -> str:
    way = _raised(old, new)
    return way if old is None or new is None else _turned(way)


def _longer(old: object, new: object) -> str:
    # Spans of months and of days may be the longer one now and the shorter one then.
    if old is None or new is None:
        return LOOSER if old is None else TIGHTER
    if not isinstance(old, Span) or not isinstance(new, Span) or old.clock != new.clock:
        return OTHER
    up, down = new.over(old) is not None, old.over(new) is not None
    if up == down:
        return OTHER if up else SAME
    return TIGHTER if up else LOOSER


def _shorter(old: object, new: object) -> str:
    return _turned(_longer(old, new))


def _counted(*, up: bool) -> Callable[[object, object], str]:
    # None is without limit.
    def judge(old: object, new: object) -> str:
        if not isinstance(old, int) or not isinstance(new, int):
            return TIGHTER if old is None else LOOSER
        return TIGHTER if (new > old) == up else LOOSER

    return judge


def _words(held: object) -> set[str]:
    return set(held) if isinstance(held, tuple) else set()


def _more(old: object, new: object) -> str:
    # More of these hold more: one that is gone is missed, whatever came instead.
    if _words(old) == _words(new):
        return SAME
    return LOOSER if _words(old) - _words(new) else TIGHTER


def _fewer(old: object, new: object) -> str:
    return _more(new, old)


def _only_more(old: object, new: object) -> str:
    return OTHER if _words(old) - _words(new) else TIGHTER


def _answers(old: object, new: object) -> str:
    # A condition without answers holds for any of them.
    return _more(old, new) if old and new else OTHER


def _kept(old: object, new: object) -> str:
    # Answers to choose from: one that is gone may be the one that held. One that came may
    # be one that a condition does not know.
    return LOOSER if _words(old) - _words(new) else OTHER


def _set(old: object, new: object) -> str:
    return TIGHTER if new and not old else LOOSER


def _unset(old: object, new: object) -> str:
    return TIGHTER if old and not new else LOOSER


def _narrowed(old: object, new: object) -> str:
    # A condition drops the card where it does not apply.
    if old and new:
        return OTHER
    return LOOSER if new else TIGHTER


def _ranked(*words: str) -> Callable[[object, object], str]:
    def judge(old: object, new: object) -> str:
        if old not in words or new not in words:
            return OTHER
        return TIGHTER if words.index(str(new)) > words.index(str(old)) else LOOSER

    return judge


def _weight(old: object, new: object) -> str:
    # Only a relative gate is opened by a decision. The other two differ in what follows.
    if "relative" not in (old, new):
        return OTHER
    return LOOSER if new == "relative" else TIGHTER


def _override(old: object, new: object) -> str:
    if not isinstance(old, OverridePolicy) or not isinstance(new, OverridePolicy):
        return TIGHTER if new is None else LOOSER
    grown = set(new.by) - set(old.by) or set(new.reasons) - set(old.reasons)
    unwatched = set(old.monitor) & set(new.reasons) - set(new.monitor)
    return LOOSER if grown or unwatched else TIGHTER


def _before(old: object, new: object) -> str:
    were, are = held_by(_words(old)), held_by(_words(new))
    if were == are:
        return SAME
    return LOOSER if were - are else TIGHTER


def held_by(before: Iterable[str]) -> set[str]:
    """
    Every checkpoint that a gate before these holds.
    """
    held = set(before) & set(CHECKPOINTS)
    for point in held & set(WAY_IN):
        held |= set(WAY_IN[WAY_IN.index(point) :])
    return held | {"discharged"} if "discharge" in held else held


def _freshness(old: object, new: object) -> str:
    if not old or not new:
        return LOOSER if old else TIGHTER
    if VISIT in (old, new):
        other = str(new if old == VISIT else old)
        # A visit ends within the day; a shorter span and a visit do not compare.
        if not _of_days(other):
            return OTHER
        return TIGHTER if new == VISIT else LOOSER
    try:
        return _lowered(Quantity.of(str(old)), Quantity.of(str(new)))
    except PlannerError:
        return OTHER


def _of_days(span: str) -> bool:
    try:
        quantity = Quantity.of(span)
    except PlannerError:
        return False
    return quantity.dimension in (A_DAY.dimension, "months")


def _earlier(old: object, new: object) -> str:
    return TIGHTER if str(new) < str(old) else LOOSER


_EVERYWHERE: dict[str, Callable[[object, object], str]] = {
    "source": _only_more,
    "applies_if": _narrowed,
}
_KEYS: dict[str, dict[str, Callable[[object, object], str]]] = {
    "protocol": {"review_by": _earlier},
    "question": {
        "fresh": _freshness,
        "scope": _ranked("patient", "session"),
        "answers": _kept,
        "asked_by": _fewer,
        "not_applicable": _unset,
    },
    "statement": {
        "fresh": _freshness,
        "signed_by": _fewer,
        "void_after": _more,
        "lines": _more,
    },
    "when": {"answers": _answers, "medicine": _more, "any_of": _more, "all_of": _fewer},
    "gate": {
        "before": _before,
        "class": _ranked("record", "safety"),
        "weight": _weight,
        "override": _override,
        "voided_by": _more,
    },
    "answer": {"needs": _fewer},
    "between": {
        "at_least": _raised,
        "above": _raised,
        "at_most": _lowered,
        "below": _lowered,
        "fresh": _lowered,
    },
    "elapsed": {
        "at_least": _raised,
        "at_most": _lowered,
        "never": _ranked("open", "unknown"),
    },
    "spaced": {"at_least": _raised, "group": _narrowed},
    "held": {"at_least": _raised},
    "tested": {
        "over_control": _lowered,
        "histamine_at_least": _raised,
        "saline_below": _lowered,
        "grown_by": _lowered,
        "read_from": _raised,
        "read_to": _lowered,
        "valid_for": _lowered,
    },
    "composed": {"excludes": _more},
    "within-limit": {"limits": _more, "at_most": _lowered},
    "limit": {"at_most": _lowered, "and": _lowered},
    "indication": {"most_sessions": _counted(up=False)},
    "spacing": {
        "never_before": _longer,
        "earliest": _longer,
        "recommended_from": _longer,
        "recommended_to": _longer,
        "overdue_after": _shorter,
    },
    "phase": {
        "count": _counted(up=False),
        "late": _ranked("go on", "re-assess"),
        "reassess_every": _counted(up=False),
        "stop_when": _more,
    },
    "conflict_in_time": {
        "before": _longer,
        "after": _longer,
        "hard": _set,
        "weight": _counted(up=True),
    },
    "sign": {"weight": _ranked("look", "suspect")},
    "trigger": {
        "below": _raised,
        "above": _lowered,
        "under_baseline": _lowered,
        "raises": _ranked("look", "suspect"),
    },
    "training": {"lapses": _set},
    "kit_item": {"at_least": _raised, "blocks": _set, "expires": _set},
    "medicine": {
        "names": _kept,
        "class": _kept,
        "interval": _raised,
        "washout": _raised,
    },
    "medicine_class": {"voids_test": _set},
    "substance": {"names": _kept, "groups": _more, "cross_reacts": _more},
    "layer": {"deepest": _lowered},
    "technique": {
        f"{what}_{side}": judge
        for what in ("depth", "angle", "needle_length", "spacing", "volume")
        for side, judge in (("from", _raised), ("to", _lowered))
    },
}
