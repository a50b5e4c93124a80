"""
The clinic: settings, staff, kit, products, lots, periods on paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from planner.cli.door import argument, command, option
from planner.cli.terminal import Terminal, acting, by_options, on_staff
from planner.cli.typed import pairs, table
from planner.errors import InputFault

if TYPE_CHECKING:
    from planner.clinic.desk import Desk
    from planner.model.entries import Payload
    from planner.model.person import Actor

_NEEDS_PHYSICIAN = "physician"


def _record(
    at: Terminal, payload: Payload, said: str, by: str | None, role: str | None
) -> int:
    desk = at.desk(first=True)
    return recorded(at, desk, payload, said, on_staff(desk, by, role))


def recorded(at: Terminal, desk: Desk, payload: Payload, said: str, who: Actor) -> int:
    """
    Record something about the clinic, and say so.
    """
    from planner.clinic import office

    entries = office.record_clinic(desk, payload, by=who)
    at.answer(
        {
            "verdict": "done",
            "entries": [
                {"seq": each.seq, "id": each.id, "kind": each.payload.kind}
                for each in entries
            ],
        }
    )
    at.say([said])
    return 0


def _set(at: Terminal, settings: tuple[str, ...], by: str | None, role: str | None) -> int:
    from planner.clinic.cleaning import clean_all
    from planner.clinic.desk import zone_of
    from planner.model.entries.clinic import ClinicSet
    from planner.model.situation import Clinic
    from planner.sheets.language import language

    typed = clean_all(pairs(settings, "clinic set"))
    # A zone that is not known would stop every later reading of the clock.
    zone_of(Clinic(settings=typed))
    if "language" in typed:
        language(typed["language"])
    said = "Set: " + ", ".join(f"{name} = {typed[name]}" for name in typed) + "."
    return _record(at, ClinicSet(settings=typed), said, by, role)


def _kit_count(
    at: Terminal,
    file: str | None,
    item: tuple[str, ...],
    by: str | None,
    role: str | None,
) -> int:
    from planner.clinic.cleaning import clean_all, structured
    from planner.model.entries.clinic import KitCounted

    rows: Any = [_stock(each) for each in item]
    if file:
        held = table(file)
        rows = [*held.pop("items", []), *rows]
        for key in held:
            raise InputFault(
                f'"{key[:60]}" is not known here.',
                where=file,
                now='Write items = [{ item = "oxygen", count = 1 }].',
            )
    if not rows:
        raise InputFault(
            "Nothing was counted.",
            where="clinic kit count",
            why="A count is of the whole kit: what is not listed is gone.",
            now="Name a file, or write --item ID=COUNT for each thing.",
        )
    payload: KitCounted = structured(clean_all({"stock": rows}), KitCounted, "kit")
    return _record(at, payload, f"Counted: {len(payload.stock)} things.", by, role)


def _stock(typed: str) -> dict[str, Any]:
    name, _, rest = typed.partition("=")
    count, _, last_day = rest.partition(":")
    if not name or not count.isdecimal():
        raise InputFault(
            f'"{typed[:60]}" is no count.',
            where="--item",
            now="Write ID=COUNT or ID=COUNT:LASTDAY, as in adrenaline=6:2027-03-31.",
        )
    made: dict[str, Any] = {"item": name, "count": int(count)}
    return {**made, "expires_on": last_day} if last_day else made


def _product_add(at: Terminal, file: str, by: str | None, role: str | None) -> int:
    from planner.clinic.cleaning import clean_all, structured
    from planner.model.entries.clinic import ProductRegistered
    from planner.model.product import Product

    product: Product = structured(clean_all(table(file)), Product, "product")
    payload = ProductRegistered(product=product)
    return _record(at, payload, f"Registered: product {product.id}.", by, role)


def _lot(
    kind: str, at: Terminal, given: dict[str, Any], by: str | None, role: str | None
) -> int:
    from planner.clinic.cleaning import clean_all, structured
    from planner.model.entries.clinic import LotRecalled, LotRegistered
    from planner.model.product import Lot

    typed = clean_all({key: value for key, value in given.items() if value})
    if kind == "recall":
        recalled: LotRecalled = structured(typed, LotRecalled, "lot")
        said = f"Recalled: {recalled.product} {recalled.number}."
        return _record(at, recalled, said, by, role)
    lot: Lot = structured(typed, Lot, "lot")
    said = f"Registered: lot {lot.product} {lot.number}, until {lot.expires_on}."
    return _record(at, LotRegistered(lot=lot), said, by, role)


def _lot_add(at: Terminal, by: str | None, role: str | None, **given: str | None) -> int:
    return _lot("add", at, given, by, role)


def _lot_recall(at: Terminal, by: str | None, role: str | None, **given: str | None) -> int:
    return _lot("recall", at, given, by, role)


def _paper_period(
    at: Terminal,
    begins: str | None,
    ends: str | None,
    reason: str | None,
    *,
    by: str | None,
    role: str | None,
) -> int:
    from planner.clinic.cleaning import clean, instant
    from planner.model.entries.clinic import PaperPeriodSigned

    payload = PaperPeriodSigned(
        begins=instant(begins or ""),
        ends=instant(ends or ""),
        reason=clean(reason or "", "--reason"),
    )
    desk = at.desk(first=True)
    who = acting(desk, by, role)
    known = desk.clinic()[0].staff.get(who.id)
    if known is None or known.role != _NEEDS_PHYSICIAN:
        raise InputFault(
            f'"{who.id[:60]}" is not a physician of this clinic.',
            where="--by",
            why="Typed times count only in a period a physician signed.",
            now="Let the physician sign it.",
        )
    said = f"Signed: on paper from {payload.begins} to {payload.ends}."
    return recorded(at, desk, payload, said, who)


def _show(at: Terminal) -> int:
    from planner.cli.clinic_view import lines, told

    clinic, _ = at.desk(reading=True).clinic()
    at.answer(told(clinic))
    at.say(lines(clinic))
    return 0


SHOW = command(
    "show",
    _show,
    tells="Show the clinic: settings, staff, kit, products, lots, approvals.",
    example="mesoplan clinic show",
)
SET = command(
    "set",
    _set,
    argument("settings", many=True),
    *by_options(),
    tells="Set what decisions and sheets read, such as the time zone.",
    example="mesoplan clinic set zone=Europe/Paris emergency-number=112 --by dr-lin",
)
KIT_COUNT = command(
    "count",
    _kit_count,
    argument("file", needed=False),
    option("--item", "ID=COUNT[:LASTDAY]; may stand again.", many=True),
    *by_options(),
    tells="Count the emergency kit, the whole of it: what is not listed is gone.",
    example="mesoplan clinic kit count --item adrenaline=6:2027-03-31 --item oxygen=1 "
    "--by dr-lin",
)
PRODUCT_ADD = command(
    "add",
    _product_add,
    argument("file"),
    *by_options(),
    tells="Register a product with its whole composition, from a TOML or JSON file.",
    example="mesoplan clinic product add vitamin-c.toml --by dr-lin",
)
LOT_ADD = command(
    "add",
    _lot_add,
    option("--product", "The product, by its id."),
    option("--number", "The lot number, as on the label."),
    option("--expires", "The last day it may be used.", key="expires_on"),
    *by_options(),
    tells="Register a lot that came in.",
    example="mesoplan clinic lot add --product vitamin-c --number A12 "
    "--expires 2027-03-31 --by dr-lin",
)
LOT_RECALL = command(
    "recall",
    _lot_recall,
    option("--product", "The product, by its id."),
    option("--number", "The lot number, as on the label."),
    option("--reason", "Why."),
    *by_options(),
    tells="Record that a lot was recalled.",
    example="mesoplan clinic lot recall --product vitamin-c --number A12 "
    "--reason 'letter of the maker' --by dr-lin",
)
PAPER_PERIOD = command(
    "paper-period",
    _paper_period,
    option("--from", "When it began, with its zone.", key="begins"),
    option("--to", "When it ended, with its zone.", key="ends"),
    option("--reason", "Why the clinic worked on paper."),
    *by_options(),
    tells="Sign that the clinic worked on paper for a time. A physician's word.",
    example="mesoplan clinic paper-period --from 2026-11-22T09:00+01:00 "
    "--to 2026-11-22T12:00+01:00 --reason 'no power' --by dr-lin",
)
