"""
The domains of gates that ask for a whole list: each item there, missing, or not known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner.library import gate_records
from planner.library.gate_medicines import (
    earlier,
    listed,
    lists_unknown,
    of_classes,
)
from planner.library.gate_products import allergies, of, part
from planner.library.gate_setting import (
    OPEN,
    PLANNED,
    SHUT,
    UNKNOWN,
    Day,
    Lever,
    Levers,
    Setting,
    Table,
)
from planner.library.gate_story import given
from planner.model.protocol import Complete

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.model.protocol import Gate, Protocol


def complete(gate: Gate, protocol: Protocol) -> Levers:
    """
    The levers of a list by its word.
    """
    needs = gate.requires
    assert isinstance(needs, Complete)
    found = _LISTED[needs.listed](gate, protocol)
    planned = any(each.item is not None for each in found)
    levers = (Lever(needs.listed, tuple(found)),)
    return (*levers, PLANNED) if planned else levers


def _kit(_: Gate, protocol: Protocol) -> list[Setting]:
    rows = given(protocol)["kit"][0]["items"]
    found = [Setting(words="the whole kit was counted")]
    for place, row in enumerate(rows):
        less = [*rows[:place], {**row, "count": row["count"] - 1}, *rows[place + 1 :]]
        moves: tuple[Table, ...] = ({"does": "kit", "items": less},)
        means = UNKNOWN if _applies(row["item"], protocol) else SHUT
        words = f"one {row['item']} too few"
        found.append(Setting(words=words, means=means, moves=moves))
    found.append(
        Setting(words="the kit was not counted", means=UNKNOWN, instead={"kit": ()})
    )
    return found


def _applies(item: str, protocol: Protocol) -> str:
    return next((x.applies_if for x in protocol.vocabulary.kit if x.id == item), "")


def _medicines(_: Gate, protocol: Protocol) -> list[Setting]:
    name = next((m.names[0] for m in protocol.vocabulary.medicines), "")
    return [
        Setting(words="none taken", moves=listed()),
        Setting(words=f"{name} is taken", moves=listed(name)),
        *lists_unknown(),
    ]


def _allergies(_: Gate, __: Protocol) -> list[Setting]:
    return [
        evolve(each, means=OPEN) if each.means == SHUT else each
        for each in allergies("latex").settings
    ]


def _descriptions(_: Gate, protocol: Protocol) -> list[Setting]:
    plain = given(protocol)["product"][0]["components"][0]
    found = [Setting(words="a described product", item={})]
    for name in ("registered", "described", "composition_complete"):
        found.append(of(f"{name}: no", SHUT, plain, **{name: "no"}))
        doubt = {name: "does not know"}
        found.append(of(f"{name}: does not know", UNKNOWN, plain, **doubt))
    found.append(of("a component nobody knows", UNKNOWN, part("some-powder")))
    missing = {"product": "missing", "lot": "missing-1"}
    found.append(Setting(words="a product not on record", means=UNKNOWN, item=missing))
    return found


def _packs(_: Gate, __: Protocol) -> list[Setting]:
    found = [Setting(words="a sterile needle", item={})]
    for name in ("sterile", "unopened", "single_use"):
        for word, means in (("no", SHUT), ("does not know", UNKNOWN)):
            found.append(_needle(f"{name}: {word}", means, **{name: word}))
    found.append(_needle("the last day was yesterday", SHUT, expires_on=Day(-1)))
    found.append(_needle("the last day is today", OPEN, expires_on=Day(0)))
    return found


def _needle(words: str, means: str, **changes: object) -> Setting:
    return Setting(words=words, means=means, item={"needle": changes})


def _sizes(_: Gate, protocol: Protocol) -> list[Setting]:
    sizes = protocol.vocabulary.needle_sizes
    found = [_needle("a bare size", OPEN)]
    for each in sizes[:1]:
        wrong = each.designated.step_over().step_over()
        wide = {"gauge": each.gauge, "outer_diameter": (wrong + wrong).written}
        found.append(_needle("the gauge and the size contradict", SHUT, **wide))
    found.append(_needle("a gauge nobody knows", UNKNOWN, gauge="99G", outer_diameter=""))
    return found


def _reactions(_: Gate, protocol: Protocol) -> list[Setting]:
    signs = [each.id for each in protocol.signs if each.weight == "suspect"][:1]
    unwell: Table = {
        "does": "suspect",
        "at": "day 0 10:00",
        "signs": signs,
        "text": "Unwell.",
    }
    confirmed: Table = {"does": "confirm", "text": "A reaction."}
    letter: Table = {
        "does": "letter",
        "about": "reactions",
        "by": "Dr Ines Faure",
        "speciality": "allergology",
        "dated": "day 1",
        "result": "tolerated",
    }
    story = (unwell, confirmed)
    old = {**letter, "dated": "day -1"}
    return [
        Setting(words="no earlier reaction"),
        Setting(
            words="a reaction and no letter", means=SHUT, earlier=earlier(*story), day=2
        ),
        Setting(
            words="a reaction and an older letter",
            means=SHUT,
            earlier=(*earlier(*story), old),
            day=2,
        ),
        Setting(words="a reaction and a letter", earlier=(*earlier(*story), letter), day=2),
    ]


def _open_sessions(_: Gate, __: Protocol) -> list[Setting]:
    begun = earlier()[:1]
    return [
        Setting(words="no other session"),
        Setting(words="the other session has ended", earlier=earlier(), day=1),
        Setting(words="another session is open", means=SHUT, earlier=begun, day=1),
    ]


def _nsaids(_: Gate, protocol: Protocol) -> list[Setting]:
    card = of_classes(("nsaid", "aspirin"), protocol)
    found = [Setting(words="none taken", moves=listed())]
    if card is not None:
        found.append(Setting(words="one is taken", means=SHUT, moves=listed(card.names[0])))
    return [*found, *lists_unknown()]


def _settings(_: Gate, protocol: Protocol) -> list[Setting]:
    told = given(protocol)["settings"][0]
    found = [Setting(words="all settings are on record")]
    for name in ("emergency-number", "zone"):
        less = {key: held for key, held in told.items() if key != name}
        moves = {"settings": (less,)}
        found.append(Setting(words=f"no {name}", means=SHUT, instead=moves))
    return found


def _trainings(_: Gate, protocol: Protocol) -> list[Setting]:
    staff = given(protocol)["staff"][0]
    bare = {"staff": ({**staff, "trainings": []},)}
    nobody = {"whole": {"operator": "somebody"}}
    return [
        Setting(words="every training is held", item={}),
        Setting(words="no training is held", means=SHUT, item={}, instead=bare),
        Setting(words="the operator is not on record", means=UNKNOWN, item=nobody),
    ]


def _recalled(_: Gate, __: Protocol) -> list[Setting]:
    recall: Table = {
        "does": "recall",
        "product": "plain",
        "number": "plain-1",
        "reason": "Its maker says so.",
    }
    return [
        Setting(words="a lot that is not recalled", item={}),
        Setting(words="a recalled lot", means=SHUT, item={}, moves=(recall,)),
        Setting(words="a lot not on record", means=UNKNOWN, item={"lot": "missing-1"}),
    ]


def _own(_: Gate, __: Protocol) -> list[Setting]:
    withdrawn: Table = {"does": "withdraw-protocol", "reason": "A newer one."}
    return [
        Setting(words="this version is approved"),
        Setting(words="this version was withdrawn", means=SHUT, moves=(withdrawn,)),
        Setting(words="nobody approved it", means=UNKNOWN, instead={"approval": ()}),
    ]


def _letters(gate: Gate, __: Protocol) -> list[Setting]:
    needs = gate.requires
    assert isinstance(needs, Complete)
    letter: Table = {
        "does": "letter",
        "about": needs.about,
        "by": "Dr Ines Faure",
        "speciality": "allergology",
        "dated": Day(0),
        "result": "agreed",
    }
    against = {**letter, "result": "not agreed"}
    return [
        Setting(words="a letter that agrees", item={}, moves=(letter,)),
        Setting(
            words="a letter that does not agree", means=SHUT, item={}, moves=(against,)
        ),
        Setting(words="no letter", means=SHUT, item={}),
    ]


_LISTED: dict[str, Callable[[Gate, Protocol], list[Setting]]] = {
    "kit": _kit,
    "medicines": _medicines,
    "allergies": _allergies,
    "product-descriptions": _descriptions,
    "needle-packs": _packs,
    "needle-sizes": _sizes,
    "earlier-reactions": _reactions,
    "open-sessions": _open_sessions,
    "prescribed-nsaids": _nsaids,
    "clinic-settings": _settings,
    "tasks": gate_records.tasks,
    "all-tasks": gate_records.tasks,
    "signs": gate_records.signs,
    "vitals-times": gate_records.vitals_times,
    "restarts": gate_records.restarts,
    "product-documents": gate_records.documents,
    "complications": gate_records.complications,
    "operator-trainings": _trainings,
    "recalled": _recalled,
    "own-protocol": _own,
    "letters": _letters,
}
