"""
What a gate requires: one class a kind, with the words and numbers a protocol gives it.
"""

from __future__ import annotations

from planner.model.frozen import frozen
from planner.model.quantity import Quantity


@frozen(kw_only=True, cache_hash=True)
class AnswerIs:
    """
    A question is answered with one of the answers that open the gate.
    """

    question: str
    needs: tuple[str, ...]


@frozen(kw_only=True, cache_hash=True)
class Between:
    """
    A value lies between two bounds: `at_least` and `at_most` include themselves,
    `above` and `below` do not.
    """

    value: str
    at_least: Quantity | None = None
    at_most: Quantity | None = None
    above: Quantity | None = None
    below: Quantity | None = None
    fresh: Quantity | None = None
    read_as: str = ""


@frozen(kw_only=True, cache_hash=True)
class Elapsed:
    """
    At least, or at most, a span has passed since an anchor.

    `never` is how the gate stands when the anchor never happened: open or unknown.
    """

    since: str
    at_least: Quantity | None = None
    at_most: Quantity | None = None
    never: str = "unknown"


@frozen(kw_only=True, cache_hash=True)
class Spaced:
    """
    Enough days lie between this session and the last one that reached the patient.

    `group` limits it to sessions and plans with a product of that group.
    """

    at_least: Quantity
    group: str = ""


@frozen(kw_only=True, cache_hash=True)
class Held:
    """
    Medicines of a group are held: `part` is agreement, interval, restart or own-interval.
    """

    group: str
    part: str
    at_least: Quantity | None = None


@frozen(kw_only=True, cache_hash=True)
class Tested:
    """
    The skin test of each planned composition stands where `part` says: placed, immediate
    or late. The numbers are those of the readings.
    """

    part: str
    over_control: Quantity | None = None
    histamine_at_least: Quantity | None = None
    saline_below: Quantity | None = None
    grown_by: Quantity | None = None
    read_from: Quantity | None = None
    read_to: Quantity | None = None
    valid_for: Quantity | None = None


@frozen(kw_only=True, cache_hash=True)
class Composed:
    """
    What the planned products are made of: `excludes` names groups that must not be in
    them, `against` what they are compared with ("allergies", "antiseptic").
    """

    excludes: tuple[str, ...] = ()
    against: str = ""


@frozen(kw_only=True, cache_hash=True)
class WithinLimit:
    """
    Doses stay within these limits; `together` adds shares of limits, at most `at_most`.
    """

    limits: tuple[str, ...]
    together: str = ""
    at_most: Quantity | None = None


@frozen(kw_only=True, cache_hash=True)
class InDate:
    """
    Nothing on a list has passed its last day of use.
    """


@frozen(kw_only=True, cache_hash=True)
class Complete:
    """
    Every item of a list is there, done, or closed; and the list is stated complete.

    `about` says what a letter must be about, where the list is one of letters.
    """

    listed: str
    about: str = ""


@frozen(kw_only=True, cache_hash=True)
class Signed:
    """
    A statement of the protocol stands signed, by whom it says.
    """

    statement: str


Requirement = (
    AnswerIs
    | Between
    | Elapsed
    | Spaced
    | Held
    | Tested
    | Composed
    | WithinLimit
    | InDate
    | Complete
    | Signed
)

KINDS: dict[str, type] = {
    "answer": AnswerIs,
    "between": Between,
    "elapsed": Elapsed,
    "spaced": Spaced,
    "held": Held,
    "tested": Tested,
    "composed": Composed,
    "within-limit": WithinLimit,
    "in-date": InDate,
    "complete": Complete,
    "signed": Signed,
}
