"""
What is used on a patient: products and their lots, needles, injectors, the kit.
"""

from __future__ import annotations

from datetime import date

from planner.model.frozen import frozen

VEHICLES = ("aqueous", "gel", "powder", "oil", "alcohol")
MIXED = ("not mixed", "pharmacy", "consulting room")


@frozen(kw_only=True)
class Component:
    """
    One thing in a product, active or additional (clause C16), with its strength.

    `strength` is text with a unit, such as "10 mg/mL", and empty where it has none.
    """

    substance: str
    active: bool
    strength: str = ""


@frozen(kw_only=True, cache_hash=True)
class Product:
    """
    A product as its leaflet describes it (clauses C15, C16).

    `registered`, `described` and `composition_complete` are "yes", "no" or
    "does not know"; `route` says for what injection it is registered, `mixed` where two
    products were put together and by whom ("pharmacy", "consulting room"). `gtin` is the
    number under its bar code, where it has one.
    """

    id: str
    name: str
    maker: str
    registered: str
    registration: str = ""
    described: str
    composition_complete: str
    components: tuple[Component, ...]
    vehicle: str = "aqueous"
    route: str = ""
    mixed: str = "not mixed"
    on_label: str = "does not know"
    gtin: str = ""


@frozen(kw_only=True)
class Lot:
    """
    One lot of a product, with the last day it may be used.
    """

    product: str
    number: str
    expires_on: date
    recalled: bool = False


@frozen(kw_only=True, cache_hash=True)
class Needle:
    """
    A needle as its packing says; gauge and millimetres are both kept as written.

    `sterile`, `unopened` and `single_use` are "yes", "no" or "does not know".
    """

    id: str
    gauge: str = ""
    outer_diameter: str = ""
    length: str
    lot: str = ""
    expires_on: date | None = None
    sterile: str = "does not know"
    unopened: str = "does not know"
    single_use: str = "does not know"


@frozen(kw_only=True)
class Stock:
    """
    How many of one thing of the emergency kit are there, until when it may be used.
    """

    item: str
    count: int
    expires_on: date | None = None


@frozen(kw_only=True, cache_hash=True)
class PlanItem:
    """
    One product, into one zone, with one needle: what is planned there and how.

    `points` and `volume_per_point` give the amount, `angle` and the needle's length the
    vertical depth, `layer` how deep it may go.
    """

    id: str
    zone: str
    side: str = ""
    product: str
    lot: str
    needle: Needle
    technique: str
    layer: str
    points: int
    volume_per_point: str
    angle: str
    injector: str = "by hand"
    purpose: str = "treatment"


@frozen(kw_only=True, cache_hash=True)
class Plan:
    """
    What this session is to do, zone by zone.

    `operator` is the physician who will inject, `indication` what for (clause R8).
    """

    indication: str
    operator: str
    antiseptic: str
    items: tuple[PlanItem, ...]
    anaesthesia: str = ""
