"""
What was typed, before it means anything: clean text, instants and days, and tables as our
values.
"""

from __future__ import annotations

import unicodedata
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from attrs import fields, has
from cattrs.errors import BaseValidationError
from cattrs.v import transform_error

from planner.errors import InputFault, nearest
from planner.journal.codec import strict_converter

if TYPE_CHECKING:
    from cattrs import Converter

MOST_TEXT = 2000
_YEARS = range(1900, 2200)
_BIDI = {*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F}


def clean(text: str, where: str) -> str:
    """
    Text as it may be stored: of bounded length, and without control characters.

    Raises:
        InputFault: It is too long, or holds a control or bidirectional character, which
            could make a lot number read as another.
    """
    if len(text) > MOST_TEXT:
        raise InputFault(
            f"A text of {len(text)} characters was given.",
            where=where,
            now=f"Write at most {MOST_TEXT} characters.",
        )
    for char in text:
        hidden = ord(char) in _BIDI or unicodedata.category(char) in {"Cc", "Cs", "Co"}
        if hidden and char not in "\n\t":
            raise InputFault(
                f"A character that does not show, U+{ord(char):04X}, is in the text.",
                where=where,
                why="It can make a name or a lot number read as another.",
                now="Type it anew.",
            )
    return text


def clean_all(value: Any, where: str = "") -> Any:
    """
    The value with every text in it looked at, however deep.

    Raises:
        InputFault: A text may not be stored.
    """
    if isinstance(value, str):
        return clean(value, where)
    if isinstance(value, dict):
        return {
            clean(str(key), where): clean_all(each, f"{where}.{key}" if where else str(key))
            for key, each in value.items()
        }
    if isinstance(value, list):
        return [clean_all(each, f"{where}[{place}]") for place, each in enumerate(value)]
    if isinstance(value, float):
        raise InputFault(
            f"The number {value} stands without a unit.",
            where=where,
            now='Write it in quotation marks with its unit, as in "0.3 mm".',
        )
    return value


def instant(text: Any) -> datetime:
    """
    A typed instant, which must say its zone.

    Raises:
        InputFault: It is not an instant, or has no zone.
    """
    try:
        read = text if isinstance(text, datetime) else datetime.fromisoformat(str(text))
    except ValueError:
        raise InputFault(
            f'"{text}" is not an instant.', now="Write it as in 2026-11-22T10:30+01:00."
        ) from None
    if read.tzinfo is None:
        raise InputFault(
            f'"{text}" has no zone.',
            why="Without it nobody can tell when it was.",
            now="Write it as in 2026-11-22T10:30+01:00.",
        )
    _in_our_time(read)
    return read.astimezone(UTC)


def _in_our_time(day: date, where: str = "") -> None:
    # A slip of the year would reach past the end of the calendar.
    if day.year not in _YEARS:
        said = f'"{day.isoformat()}" lies outside the years {_YEARS[0]} to {_YEARS[-1]}.'
        raise InputFault(said, where=where, now="Look at its year.")


def day_written(written: str, where: str, why: str) -> str:
    """
    A typed day, as ISO 8601 writes it.

    Raises:
        InputFault: It is none, or lies outside the years that are planned for.
    """
    try:
        day = date.fromisoformat(written)
    except ValueError:
        raise InputFault(
            f'"{written[:60]}" is no day.',
            where=where,
            why=why,
            now="Write it as in 2026-12-24.",
        ) from None
    _in_our_time(day, where)
    return day.isoformat()


@lru_cache(maxsize=1)
def _converter() -> Converter:
    return strict_converter()


def structured(table: Any, wanted: type, where: str) -> Any:
    """
    A typed table as one of our values.

    Raises:
        InputFault: A key is unknown or missing, or something has the wrong type; all of
            it is said at once.
    """
    try:
        return _converter().structure(table, wanted)
    except BaseValidationError as fault:
        unknown = _unknown_keys(table, wanted)
        said = unknown or [_plain(line) for line in transform_error(fault)]
        raise InputFault(" ".join(said), where=where) from None
    except (ValueError, TypeError) as fault:
        raise InputFault(f"{fault}.", where=where) from None


def _plain(line: str) -> str:
    what, _, path = line.partition(" @ ")
    what = what.replace("required field missing", "something is missing")
    what = what.replace("invalid value for type", "not as it should be")
    return f"{path.removeprefix('$.') or 'Here'}: {what}."


def _unknown_keys(table: Any, wanted: type) -> list[str]:
    if not isinstance(table, dict) or not has(wanted):
        return []
    known = [each.name for each in fields(wanted)]
    return [
        f'"{key}" is not known here.' + nearest(key, known)
        for key in table
        if key not in known
    ]
