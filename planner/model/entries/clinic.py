"""
Entries of the clinic's stream: settings, staff, kit, products, lots, approvals.
"""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from attrs import field

from planner.model.entries.envelope import Payload
from planner.model.frozen import frozen
from planner.model.person import Staff
from planner.model.product import Lot, Product, Stock
from planner.model.time import in_utc


@frozen(kw_only=True)
class ClinicSet:
    """
    Settings a decision reads, by name: zone, emergency number, local law on mixing.
    """

    kind: ClassVar[str] = "clinic-set"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "clinic"

    settings: dict[str, str]


@frozen(kw_only=True)
class StaffRegistered:
    """
    Somebody works here, with role and trainings; a later entry replaces an earlier one.
    """

    kind: ClassVar[str] = "staff-registered"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "clinic"

    staff: Staff


@frozen(kw_only=True)
class KitCounted:
    """
    The emergency kit was counted; the whole of it, so that what is not listed is gone.
    """

    kind: ClassVar[str] = "kit-counted"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "clinic"

    stock: tuple[Stock, ...]


@frozen(kw_only=True)
class ProductRegistered:
    """
    A product was described with its whole composition.
    """

    kind: ClassVar[str] = "product-registered"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "clinic"

    product: Product


@frozen(kw_only=True)
class LotRegistered:
    """
    A lot came in.
    """

    kind: ClassVar[str] = "lot-registered"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "clinic"

    lot: Lot


@frozen(kw_only=True)
class LotRecalled:
    """
    A lot was recalled and must not reach a patient any more.
    """

    kind: ClassVar[str] = "lot-recalled"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "clinic"

    product: str
    number: str
    reason: str


@frozen(kw_only=True)
class ProtocolApproved:
    """
    A physician approved one version of a protocol, by the digest of its content.

    `named` are the house choices and unverified sources that were shown and accepted.
    """

    kind: ClassVar[str] = "protocol-approved"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "clinic"

    protocol: str
    version: str
    digest: str
    named: tuple[str, ...]


@frozen(kw_only=True)
class ProtocolWithdrawn:
    """
    A version of a protocol was withdrawn: no further exposure under it.
    """

    kind: ClassVar[str] = "protocol-withdrawn"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "clinic"

    protocol: str
    digest: str
    reason: str


@frozen(kw_only=True)
class PaperPeriodSigned:
    """
    Between two instants the clinic worked on paper; typed times of that period count.
    """

    kind: ClassVar[str] = "paper-period-signed"
    v: ClassVar[int] = 1
    stream: ClassVar[str] = "clinic"

    begins: datetime = field(converter=in_utc)
    ends: datetime = field(converter=in_utc)
    reason: str


CLINIC_ENTRIES: tuple[type[Payload], ...] = (
    ClinicSet,
    StaffRegistered,
    KitCounted,
    ProductRegistered,
    LotRegistered,
    LotRecalled,
    ProtocolApproved,
    ProtocolWithdrawn,
    PaperPeriodSigned,
)
