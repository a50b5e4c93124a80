"""
Writes `templates/languages/forms.json` from the published forms of languages (CLDR).

Run it to renew the table: python tests/sheets/forms_table.py
"""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

from babel import Locale, __version__
from babel.dates import format_timedelta, get_month_names
from babel.units import format_unit

TABLE = Path(__file__).parents[2] / "templates" / "languages" / "forms.json"
LOCALES = {"en": "en_GB", "fr": "fr", "es": "es", "it": "it", "ru": "ru", "uk": "uk"}
# One number of each form: a sheet says them in this order.
SAMPLES = {"one": 1, "few": 2, "many": 5, "other": 1.5}
# Units that are words in every language: micrograms are never shortened.
WORDED = {
    "microgram": "mass-microgram",
    "d": "duration-day",
    "week": "duration-week",
    "month": "duration-month",
    "year": "duration-year",
    "deg": "angle-degree",
}
# Units whose letters Latin scripts share, and Cyrillic ones write their own way.
SYMBOLS = {
    "mm": "length-millimeter",
    "cm": "length-centimeter",
    "cm2": "area-square-centimeter",
    "mL": "volume-milliliter",
    "L": "volume-liter",
    "mg": "mass-milligram",
    "g": "mass-gram",
    "kg": "mass-kilogram",
    "mmHg": "pressure-millimeter-ofhg",
    "s": "duration-second",
    "min": "duration-minute",
    "h": "duration-hour",
}
CYRILLIC = ("ru", "uk")
# The first of a month, where a language writes it as an ordinal.
FIRST = {"fr": "1er"}
ABOUT = (
    f"Dates, numbers and units by language, from CLDR through Babel {__version__}. "
    "Written by tests/sheets/forms_table.py; a test compares. Where it is not CLDR's: "
    "micrograms stand in full; a space stands between thousands, as a point could be read "
    "as the decimal sign; Cyrillic days stand without the word for year, and with the "
    "weekday behind, where no word changes it; French writes "
    "1er for the first of a month."
)
PIECES = {"EEEE": "{weekday}", "MMMM": "{month}", "d": "{day}", "y": "{year}"}


def table() -> str:
    """
    The whole table as text.
    """
    held = {"about": ABOUT}
    held |= {code: _language(code, Locale.parse(LOCALES[code])) for code in LOCALES}
    return json.dumps(held, ensure_ascii=False, indent=1) + "\n"


def _language(code: str, locale: Locale) -> dict[str, object]:
    symbols = locale.number_symbols["latn"]
    months = get_month_names("wide", "format", locale)
    # As Python counts them, Monday is the first.
    # The typeface has no modifier apostrophe: the plain one stands for it.
    names = [locale.days["format"]["wide"][n] for n in range(7)]
    units = {unit: _forms(locale, name, "long", SAMPLES) for unit, name in WORDED.items()}
    if code in CYRILLIC:
        for unit, name in SYMBOLS.items():
            units[unit] = _forms(locale, name, "short", {"many": 5})
    return {
        "decimal": symbols["decimal"],
        "group": "," if symbols["group"] == "," else "\N{NO-BREAK SPACE}",
        "day": _pattern(code, locale.date_formats["long"].pattern),
        "long_day": _pattern(code, locale.date_formats["full"].pattern),
        "first": FIRST.get(code, "1"),
        "months": [months[n] for n in range(1, 13)],
        "weekdays": [name.replace("\u02bc", "\u2019") for name in names],
        "units": units,
    }


def _pattern(code: str, cldr: str) -> str:
    out, quoted, at = "", False, 0
    while at < len(cldr):
        if cldr[at] == "'":
            quoted, at = not quoted, at + 1
            continue
        found = next((p for p in PIECES if cldr.startswith(p, at)), "")
        out += PIECES[found] if found and not quoted else cldr[at]
        at += len(found) if found and not quoted else 1
    if code in CYRILLIC:
        day = out[: out.index("{year}") + len("{year}")]
        weekday, comma, rest = day.partition(", ")
        return f"{rest} ({weekday})" if comma else day
    # English as the sheets have it: no comma behind the weekday.
    return out.replace("},", "}") if code == "en" else out


def _forms(
    locale: Locale, name: str, length: str, samples: dict[str, float]
) -> dict[str, str]:
    return {form: _word(number, name, length, locale) for form, number in samples.items()}


def _word(number: float, name: str, length: str, locale: Locale) -> str:
    text = format_unit(number, name, length, locale=locale)
    word = text.split(maxsplit=1)[1]
    if word != name:
        return word
    # Babel finds some Italian spans only where it writes a difference of times.
    days = {"duration-day": 1, "duration-month": 31, "duration-year": 366}[name]
    whole = 5 if number != int(number) else int(number)
    span = format_timedelta(timedelta(days=whole * days), threshold=0.9, locale=locale)
    return span.split(maxsplit=1)[1]


if __name__ == "__main__":
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(table(), encoding="utf-8", newline="\n")
