"""
What the clinic's stream says, as lines and for a program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from planner.model.situation import Clinic


def _settings(clinic: Clinic) -> dict[str, str]:
    # A logo is a picture in letters: nobody wants to read it.
    from planner.sheets.logo import SETTING
    from planner.sheets.logo import told as in_words

    held = dict(clinic.settings)
    if SETTING in held:
        held[SETTING] = in_words(held[SETTING])
    return held


def told(clinic: Clinic) -> dict[str, object]:
    """
    The clinic for a program: no names of people.
    """
    stock = clinic.stock or {}
    return {
        "settings": _settings(clinic),
        "staff": [{"id": each.id, "role": each.role} for each in clinic.staff.values()],
        "kit": [
            {
                "item": each.item,
                "count": each.count,
                "expires_on": each.expires_on.isoformat() if each.expires_on else "",
            }
            for each in stock.values()
        ],
        "products": sorted(clinic.products),
        "lots": [
            {
                "product": each.product,
                "number": each.number,
                "expires_on": each.expires_on.isoformat(),
                "recalled": each.recalled,
            }
            for each in clinic.lots.values()
        ],
        "approved": sorted(clinic.approved),
        "withdrawn": sorted(clinic.withdrawn),
        "paper": [
            {"begins": each.begins.isoformat(), "ends": each.ends.isoformat()}
            for each in clinic.paper
        ],
    }


def lines(clinic: Clinic) -> list[str]:
    """
    The clinic as a person reads it.
    """
    out = ["Settings"]
    out += [f"  {name} = {value}" for name, value in _settings(clinic).items()]
    out += ["Staff"]
    out += [f"  {each.id}  {each.role}" for each in clinic.staff.values()]
    out += ["Kit" if clinic.stock is not None else "Kit: not counted yet"]
    for stock in (clinic.stock or {}).values():
        until = f", until {stock.expires_on}" if stock.expires_on else ""
        out.append(f"  {stock.item}: {stock.count}{until}")
    out += ["Products"]
    out += [f"  {each.id}  {each.name}" for each in clinic.products.values()]
    out += ["Lots"]
    for lot in clinic.lots.values():
        mark = ", recalled" if lot.recalled else ""
        out.append(f"  {lot.product} {lot.number}, until {lot.expires_on}{mark}")
    out += ["Approved protocols"]
    for digest, entry in clinic.approved.items():
        mark = ", withdrawn" if digest in clinic.withdrawn else ""
        version = getattr(entry.payload, "version", "")
        named = getattr(entry.payload, "protocol", "")
        out.append(f"  {named} {version}, {digest[:12]}, by {entry.by.id}{mark}")
    return out
