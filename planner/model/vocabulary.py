"""
The closed lists a protocol rests on: sources, medicines, substances, needles and more.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from functools import cached_property, lru_cache
from itertools import filterfalse
from typing import TYPE_CHECKING, Generic, TypeVar

from attrs import define

from planner.model.frozen import frozen
from planner.model.quantity import Quantity
from planner.model.terms import KEPT_LONG

if TYPE_CHECKING:
    from collections.abc import Iterable

Named = TypeVar("Named")


@frozen(kw_only=True)
class Source:
    """
    A document a number or a gate rests on, when it was read, and when to read it again.
    """

    id: str
    title: str
    kind: str
    grade: str
    year: int | None = None
    link: str = ""
    read_on: date
    review_by: date


@frozen(kw_only=True)
class Clause:
    """
    One statement of one of the two source documents, in our own words.
    """

    id: str
    source: str
    kind: str
    stage: str
    text: str
    conflict: str = ""


@frozen(kw_only=True)
class MedicineClass:
    """
    A class of medicines and what the engine does about it.

    `restores_in_24h` says whether one day without it restores clotting, `voids_test`
    whether it makes a skin test that was placed count no more.
    """

    id: str
    title: str
    group: str
    voids_test: bool = False
    restores_in_24h: str = ""
    note: str = ""


@frozen(kw_only=True)
class KnownMedicine:
    """
    A medicine by every name a patient may use for it.

    `interval` is its own published hold, `washout` how long it disturbs a skin test.
    """

    id: str
    names: tuple[str, ...]
    classes: tuple[str, ...]
    atc: str = ""
    interval: Quantity | None = None
    interval_source: tuple[str, ...] = ()
    restores_in_24h: str = ""
    restore_note: str = ""
    washout: Quantity | None = None
    washout_source: tuple[str, ...] = ()


@frozen(kw_only=True)
class SubstanceGroup:
    """
    A group of substances that a gate, a limit or an allergy may name.
    """

    id: str
    title: str
    note: str = ""
    source: tuple[str, ...]


@frozen(kw_only=True)
class Substance:
    """
    A substance by every name, its groups, and what an allergy to it is taken to meet.
    """

    id: str
    names: tuple[str, ...]
    groups: tuple[str, ...] = ()
    cross_reacts: tuple[str, ...] = ()
    source: tuple[str, ...]


@frozen(kw_only=True)
class NeedleSize:
    """
    One gauge: its designated size, its nominal size, and what its maker may deliver.
    """

    gauge: str
    designated: Quantity
    nominal: Quantity
    range_from: Quantity
    range_to: Quantity
    source: tuple[str, ...]


@frozen(kw_only=True)
class Technique:
    """
    A way of injecting: the layer it reaches, its depths, angles, lengths and volumes.
    """

    id: str
    title: str
    layer: str
    depth_from: Quantity | None = None
    depth_to: Quantity | None = None
    angle_from: Quantity | None = None
    angle_to: Quantity | None = None
    needle_length_from: Quantity | None = None
    needle_length_to: Quantity | None = None
    spacing_from: Quantity | None = None
    spacing_to: Quantity | None = None
    volume_from: Quantity | None = None
    volume_to: Quantity | None = None
    note: str = ""
    source: tuple[str, ...]


@frozen(kw_only=True)
class Layer:
    """
    A layer of the skin and how deep it reaches.
    """

    id: str
    title: str
    deepest: Quantity
    source: tuple[str, ...] = ()


@frozen(kw_only=True, cache_hash=True)
class KitItem:
    """
    One thing of the emergency kit: how many, whether it blocks, and what it is for.
    """

    id: str
    title: str
    at_least: Quantity
    blocks: bool
    expires: bool
    applies_if: str = ""
    use: str
    never: bool = False
    source: tuple[str, ...]


@frozen(kw_only=True)
class Zone:
    """
    A zone of the body.
    """

    id: str
    title: str
    region: str
    uncovered: bool
    dressing: str
    large_area: bool
    source: tuple[str, ...]


# What a keyboard or a printed label writes for the same sign.
_SAME = (("’", "'"), ("ʼ", "'"), ("‐", "-"), ("–", "-"), ("œ", "oe"))


@lru_cache(maxsize=KEPT_LONG)
def plain(name: str) -> str:
    """
    A name as it is compared: without accents, case, or more than one space.

    A hyphen is a space, and a typographic apostrophe or hyphen is the one of a typewriter.
    """
    return _plainly(name)


def _plainly(name: str) -> str:
    if name.isascii():
        # Most names are: they have no accents to take apart.
        return " ".join(name.lower().replace("-", " ").split())
    apart = unicodedata.normalize("NFKD", name)
    kept = "".join(filterfalse(unicodedata.combining, apart)).casefold()
    for written, meant in _SAME:
        kept = kept.replace(written, meant)
    return " ".join(kept.replace("-", " ").split())


class _Names(Generic[Named]):
    """
    Cards by their names, of which no two share one.

    There are many thousands, and a question names a few: only those are taken apart that
    begin with the letter of a name that is asked for.
    """

    def __init__(self, named: Iterable[tuple[str, Named]]) -> None:
        self._begin: dict[str, list[tuple[str, Named]]] = {}
        for name, card in named:
            self._begin.setdefault(name[:1], []).append((name, card))
        self._read: dict[str, dict[str, Named]] = {}

    def find(self, name: str) -> Named | None:
        """
        The card of a name as a whole, or of what stands before a number ("Aspirin 100").

        A part of a name is another name, and stays unrecognised.
        """
        words = plain(name).split()
        known = self._known("".join(words)[:1])
        whole = known.get(" ".join(words))
        if whole is not None:
            return whole
        for count in range(len(words) - 1, 0, -1):
            if words[count][:1].isdigit():
                head = known.get(" ".join(words[:count]))
                if head is not None:
                    return head
        return None

    def whole(self) -> dict[str, Named]:
        """
        Every card by each of its names, as compared.
        """
        return {_plainly(n): card for held in self._begin.values() for n, card in held}

    def _known(self, initial: str) -> dict[str, Named]:
        known = self._read.get(initial)
        if known is None:
            # What begins with a sign that is left out when compared may begin with any.
            known = {
                _plainly(name): card
                for begins, held in self._begin.items()
                if _plainly(begins)[:1] in {initial, ""}
                for name, card in held
            }
            self._read[initial] = known
        return known


@define(kw_only=True, slots=False, frozen=True)
class Vocabulary:
    """
    All closed lists of one protocol version.
    """

    sources: tuple[Source, ...] = ()
    clauses: tuple[Clause, ...] = ()
    medicine_classes: tuple[MedicineClass, ...] = ()
    medicines: tuple[KnownMedicine, ...] = ()
    substance_groups: tuple[SubstanceGroup, ...] = ()
    substances: tuple[Substance, ...] = ()
    needle_sizes: tuple[NeedleSize, ...] = ()
    techniques: tuple[Technique, ...] = ()
    layers: tuple[Layer, ...] = ()
    kit: tuple[KitItem, ...] = ()
    zones: tuple[Zone, ...] = ()

    @cached_property
    def _medicine_names(self) -> _Names[KnownMedicine]:
        return _Names((name, card) for card in self.medicines for name in card.names)

    @cached_property
    def _substance_names(self) -> _Names[Substance]:
        named = [(name, card) for card in self.substances for name in card.names]
        return _Names([*named, *((card.id, card) for card in self.substances)])

    @cached_property
    def substance_by_name(self) -> dict[str, Substance]:
        """
        Substances by id and each of their names, as compared.
        """
        return self._substance_names.whole()

    @cached_property
    def medicine_class(self) -> dict[str, MedicineClass]:
        """
        Classes of medicines by id.
        """
        return {card.id: card for card in self.medicine_classes}

    @cached_property
    def needle_size(self) -> dict[str, NeedleSize]:
        """
        Needle sizes by gauge.
        """
        return {card.gauge: card for card in self.needle_sizes}

    @cached_property
    def technique(self) -> dict[str, Technique]:
        """
        Techniques by id.
        """
        return {card.id: card for card in self.techniques}

    @cached_property
    def layer(self) -> dict[str, Layer]:
        """
        Layers by id.
        """
        return {card.id: card for card in self.layers}

    @cached_property
    def zone(self) -> dict[str, Zone]:
        """
        Zones by id.
        """
        return {card.id: card for card in self.zones}

    @cached_property
    def source(self) -> dict[str, Source]:
        """
        Sources by id.
        """
        return {card.id: card for card in self.sources}

    @cached_property
    def clause(self) -> dict[str, Clause]:
        """
        Clauses by id.
        """
        return {card.id: card for card in self.clauses}

    def medicine_named(self, name: str) -> KnownMedicine | None:
        """
        Recognise a medicine by the name a patient gave, with or without its strength.
        """
        return self._medicine_names.find(name)

    def substance_named(self, name: str) -> Substance | None:
        """
        Recognise a substance by any of its names, with or without its strength.
        """
        return self._substance_names.find(name)
