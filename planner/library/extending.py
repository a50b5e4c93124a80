"""
A protocol is looser than the one it extends, and does not say that it is a fork.

What it finds:
    A change of an extending protocol that is not known to be tighter: a range that grew,
    a bound that moved out or went, an override that was allowed, an answer that lasts
    longer, a checkpoint that is no longer held, a card that was taken out, a word that
    no program can weigh.

Why:
    Whoever signs an extension trusts that it holds wherever the one beneath it holds.

What now:
    Leave the key as it stands in the protocol beneath; or write `fork = true` and an id
    of its own in [protocol]. A fork may be looser, and says "locally modified" on paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from planner.errors import nearest
from planner.library.difference import ADDED, CHANGED, REMOVED, compare
from planner.library.finding import Finding
from planner.library.leaning import LOOSER, SAME, TIGHTER
from planner.library.rules import number_in_words
from planner.library.shapes import KIND_OF, Card, noun, slots
from planner.library.text import shown
from planner.model.course import NO_LIMIT, Span
from planner.model.protocol import KINDS, Gate, OverridePolicy, Protocol
from planner.model.quantity import Quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from planner.library.cards import CardReader
    from planner.library.difference import Change
    from planner.library.lines import Lines

ID = "looser-than-parent"

# How many protocols may stand on each other: a reader has to follow them all.
MOST_DEEP = 8

_PROHIBITED = "prohibited"
_NOW = "{}, or write fork = true and an id of its own in [protocol]."
_INSTEAD = {
    ADDED: "Leave it out",
    REMOVED: "Leave it in",
    CHANGED: "Leave it as it is there",
}
_TELLING = ("needed", "because", "now")
_OWN = ("title", "for", "not_for", "languages")


def check(protocol: Protocol, parent: Protocol, lines: Lines) -> Iterator[Finding]:
    """
    Find what is not known to be tighter than in the parent.
    """
    of = named(parent)
    changes = compare(parent, protocol)
    moved = {
        each.id for each in changes if each.key in number_in_words.BOUNDS and _tight(each)
    }
    for change in changes:
        if change.card == "protocol" and change.key in _OWN:
            continue
        if change.way in (TIGHTER, SAME):
            continue
        # A bound that moved is told otherwise; the words open nothing.
        if change.card == "gate" and change.id in moved and change.key in _TELLING:
            continue
        # A number is named by the engine itself: one more can move a window.
        if change.kind == ADDED and change.card != "number" and change.way != LOOSER:
            continue
        yield Finding(
            rule=ID,
            where=_where(change, lines),
            what=_said(change, of),
            now=_NOW.format(_INSTEAD[change.kind]),
        )


def _tight(change: Change) -> bool:
    return (change.card, change.kind, change.way) == ("gate", CHANGED, TIGHTER)


def _where(change: Change, lines: Lines) -> str:
    if change.kind == REMOVED:
        return lines.of("protocol", "", "without")
    return lines.of(change.card, change.id, change.key)


def _said(change: Change, of: str) -> str:
    if change.kind == REMOVED:
        return f"The {change.named} of {of} is taken out, which is looser."
    if change.kind == ADDED and change.way == LOOSER:
        return f"The {change.named} goes on with a course of {of}, which is looser."
    if change.kind == ADDED:
        return f"The {change.named} is not in {of}, and the engine may go by it."
    was = f'"{change.key}" was {change.old} there and is {change.new} here'
    if change.way == LOOSER:
        return f"The {change.named} is looser than in {of}: {was}."
    return f"The {change.named} is not known to be tighter than in {of}: {was}."


def own(protocol: Protocol, lines: Lines) -> Protocol:
    """
    A protocol with those gates only that its own file tells, itself or by a limit.
    """
    if not lines.inherited:
        return protocol
    as_were = {id for name, id in lines.inherited if name == "gate"}
    limits = {e.id for e in protocol.limits} - {
        id for name, id in lines.inherited if name == "limit"
    }
    gates = [
        gate
        for gate in protocol.gates
        if gate.id not in as_were or limits & set(getattr(gate.requires, "limits", ()))
    ]
    return evolve(protocol, gates=tuple(gates))


def named(protocol: Protocol) -> str:
    """
    A protocol version as `extends` names it.
    """
    return f"{protocol.id} {protocol.version}"


def asked_for(reader: CardReader) -> tuple[str, str] | None:
    """
    The id and version that a file extends; nothing where it extends none.
    """
    head = reader.text.tables.get("protocol")
    if not isinstance(head, dict) or "extends" not in head:
        return None
    words = head["extends"].split(" ") if isinstance(head["extends"], str) else []
    pair = len(("id", "version"))
    return (words[0], words[1]) if len(words) == pair and all(words) else ("", "")


def found(
    reader: CardReader,
    asked: tuple[str, str],
    shelves: Iterable[Path],
    below: Sequence[Path],
) -> Path | None:
    """
    The file of the protocol that is extended; nothing, and a fault, where there is none.
    """
    id, version = asked
    known: dict[str, Path] = {}
    for shelf in shelves:
        for path in sorted(shelf.glob("*/*.toml")):
            known.setdefault(f"{path.parent.name} {path.stem}", path)
    word = f"{id} {version}".strip()
    at = known.get(word)
    if at is None:
        those = [name for name in known if name.rpartition(" ")[2][:1].isdigit()]
        reader.fault(
            ("protocol", "extends"),
            f'"extends" names {shown(word)}, and no such version is here.'
            if word
            else '"extends" is not an id and a version.',
            now="" if word else 'Write both, as in "mesotherapy 2026-1".',
            word=word,
            of=those if word else (),
        )
        return None
    if at.resolve() in {path.resolve() for path in below}:
        reader.fault(("protocol", "extends"), "This protocol extends itself.", of=())
        return None
    if len(below) > MOST_DEEP:
        reader.fault(
            ("protocol", "extends"),
            f"More than {MOST_DEEP} protocols stand on each other here.",
            now="Extend one further down.",
            of=(),
        )
        return None
    return at


def pinned(reader: CardReader, digest: str, parent: Protocol) -> None:
    """
    Note where the digest that was written is not the parent's.
    """
    if digest and digest != parent.digest:
        reader.fault(
            ("protocol", "digest"),
            f"{named(parent)} has the digest {parent.digest[:12]}…, and "
            f"{shown(digest[:12])} was written.",
            now="It changed since. Read what changed, and then write the new digest: "
            f"{parent.digest}",
            of=(),
        )


def head_of(parent: Protocol) -> dict[str, object]:
    """
    What an extending file need not write in [protocol].
    """
    return {
        "title": parent.title,
        "for": parent.for_,
        "not_for": parent.not_for,
        "review_by": parent.review_by,
        "languages": list(parent.languages),
    }


def written(card: Card) -> dict[str, object]:
    """
    A card as its file would write it.
    """
    shape: type = type(card)
    if not isinstance(card, Gate):
        own = slots(shape)
        held = {key: getattr(card, slot.name) for key, slot in own.items()}
        return {
            key: NO_LIMIT if value is None else _written(value)
            for key, value in held.items()
            if value is not None or own[key].limitless
        }
    special = {
        "kind": KIND_OF[type(card.requires)],
        "class": "safety" if card.safety else "record",
        "override": _policy(card.override),
    }
    left = {"requires", "safety", "override"}
    keys = {key: getattr(card, key) for key in slots(Gate) if key not in left}
    table = {key: _written(value) for key, value in keys.items()}
    return {**table, **special, **written(card.requires)}


def _policy(policy: OverridePolicy | None) -> object:
    return _PROHIBITED if policy is None else written(policy)


def _written(value: object) -> object:
    if isinstance(value, Quantity):
        return value.written
    if isinstance(value, Span):
        return value.text
    if isinstance(value, tuple):
        return [each if isinstance(each, str) else written(each) for each in value]
    return value


def over(card: Card, table: Mapping[str, object]) -> dict[str, object]:
    """
    An inherited card with the keys of a table in the place of its own.

    Another kind of gate takes none of the keys that belonged to the kind it was.
    """
    held = written(card)
    kind = held.get("kind")
    if isinstance(card, Gate) and isinstance(kind, str) and table.get("kind", kind) != kind:
        for key in slots(KINDS[kind]):
            held.pop(key, None)
    return {**held, **table}


def place_in(cards: Sequence[Card], card: Card) -> int:
    """
    Where a new card stands: after the last of its own part, else at the end.
    """
    for keys in (("sheet", "part"), ("heading",), ("indication",)):
        own = [getattr(card, key, None) for key in keys]
        if None in own:
            continue
        like = [at for at, e in enumerate(cards) if [getattr(e, k) for k in keys] == own]
        if like:
            return like[-1] + 1
    return len(cards)


def taken_out(
    reader: CardReader, words: Iterable[str], held: Mapping[tuple[str, str], Card]
) -> list[tuple[str, str]]:
    """
    The cards that a fork leaves out, as name and id; a fault for each that is not there.
    """
    gone = []
    known = {f"{noun(name)} {id}": (name, id) for name, id in held}
    for word in words:
        if word in known:
            gone.append(known[word])
        else:
            reader.fault(
                ("protocol", "without"),
                f"{shown(word)} is no card of the protocol that is extended."
                + nearest(word[:60], known),
                now='Write its kind and its id, as in "gate under-age".',
                of=(),
            )
    return gone
