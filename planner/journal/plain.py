"""
Values of ours as plain JSON values and back, each class by the types of its fields.

One small closure a class, made when a kind is first met: loading a converter that
compiles a function for each class takes longer than reading a whole session. What has
another type than those below is left to that converter, which is as strict.
"""

from __future__ import annotations

import json
import sys
from datetime import UTC, date, datetime
from functools import cache
from json.encoder import encode_basestring as _quoted
from typing import TYPE_CHECKING, Any, get_type_hints

from attrs import fields, has

if TYPE_CHECKING:
    from collections.abc import Callable

    from cattrs import Converter

    Turn = Callable[[Any], Any]


def instant(seen: Any) -> datetime:  # noqa: ANN401 - whatever was stored
    """
    An instant with its zone, in UTC.

    Raises:
        ValueError: It is none, or has no zone.
    """
    read = seen if isinstance(seen, datetime) else datetime.fromisoformat(seen)
    if read.tzinfo is None:
        message = f"{seen} has no zone"
        raise ValueError(message)
    return read.astimezone(UTC)


def day(seen: Any) -> date:  # noqa: ANN401 - whatever was stored
    """
    A day without a time.

    Raises:
        ValueError: It is none.
    """
    return date.fromisoformat(seen) if isinstance(seen, str) else exactly(date, seen)


def exactly(wanted: type, seen: Any) -> Any:  # noqa: ANN401 - whatever was stored
    """
    What was seen, if it is exactly of the type that is wanted: nothing is coerced.

    Raises:
        ValueError: It is of another type.
    """
    if type(seen) is not wanted:
        message = f"{seen!r} where {wanted.__name__} belongs"
        raise ValueError(message)
    return seen


# Made once: `json.dumps` makes one at every call.
_TEXT = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False)


@cache
def converter() -> Converter:
    """
    The converter for what is of no type below, loaded only where there is such a thing.
    """
    from planner.journal.codec import strict_converter

    return strict_converter()


@cache
def reader(shape: type) -> Turn:
    """
    What makes a value of a class from its table: strictly, through its constructor.

    It raises ValueError, TypeError or LookupError for what does not fit: an unknown key,
    a missing one, another type.
    """
    turns = {each.name: _turn(shape, each.name, each.type) for each in fields(shape)}

    def read(table: Any) -> Any:  # noqa: ANN401 - whatever was stored
        exactly(dict, table)
        return shape(**{key: turns[key](held) for key, held in table.items()})

    return read


def _turn(shape: type, name: str, hint: object) -> Turn:
    word = hint if isinstance(hint, str) else ""
    bare = word.removesuffix(" | None")
    turn = _of_word(shape, bare)
    if turn is None:
        return _converting(get_type_hints(shape)[name])
    if bare == word:
        return turn
    return lambda seen: None if seen is None else turn(seen)


_WORDS: dict[str, Turn] = {
    "str": lambda seen: exactly(str, seen),
    "int": lambda seen: exactly(int, seen),
    "bool": lambda seen: exactly(bool, seen),
    "datetime": instant,
    "date": day,
    "tuple[str, str]": lambda seen: _pair(exactly(list, seen)),
    "dict[str, str]": lambda seen: {
        exactly(str, key): exactly(str, held) for key, held in exactly(dict, seen).items()
    },
}


def _pair(seen: list[Any]) -> tuple[str, str]:
    first, second = seen
    return exactly(str, first), exactly(str, second)


def _of_word(shape: type, word: str) -> Turn | None:
    if word in _WORDS:
        return _WORDS[word]
    if word.startswith("tuple[") and word.endswith(", ...]"):
        each = _of_word(shape, word[len("tuple[") : -len(", ...]")])
        if each is None:
            return None
        return lambda seen: tuple([each(one) for one in exactly(list, seen)])
    named = getattr(sys.modules[shape.__module__], word, None)
    return reader(named) if isinstance(named, type) and has(named) else None


def _converting(hint: Any) -> Turn:  # noqa: ANN401 - any type
    from cattrs.errors import BaseValidationError

    def turn(seen: Any) -> Any:  # noqa: ANN401 - whatever was stored
        try:
            return converter().structure(seen, hint)
        except (BaseValidationError, AttributeError) as fault:
            raise ValueError(str(fault)) from fault

    return turn


@cache
def _names(shape: type) -> tuple[str, ...]:
    return tuple([each.name for each in fields(shape)]) if has(shape) else ()


def plain(value: Any) -> Any:  # noqa: ANN401 - any value of ours
    """
    A value as JSON may hold it: the table of its fields, instants and days as text.
    """
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if isinstance(value, dict):
        return {key: plain(held) for key, held in value.items()}
    shape: type = type(value)
    names = _names(shape)
    if not names:
        return converter().unstructure(value)
    return {name: plain(getattr(value, name)) for name in names}


@cache
def _keys(shape: type) -> tuple[tuple[str, str], ...]:
    # The names of a class in the order their keys are written, each with its key.
    return tuple([(name, f"{_quoted(name)}:") for name in sorted(_names(shape))])


def written(value: Any) -> str:  # noqa: ANN401 - any value of ours
    """
    The same as JSON text, with sorted keys and no spaces, in one pass.
    """
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, int):
        return _TEXT.encode(value)
    if isinstance(value, date):
        return _quoted(value.isoformat())
    if isinstance(value, tuple):
        return f"[{','.join([written(each) for each in value])}]"
    if isinstance(value, dict):
        held_by = sorted(value.items())
        return (
            f"{{{','.join([f'{_quoted(key)}:{written(held)}' for key, held in held_by])}}}"
        )
    shape: type = type(value)
    keys = _keys(shape)
    if not keys:
        return _TEXT.encode(plain(value))
    pairs = [key + written(getattr(value, name)) for name, key in keys]
    return f"{{{','.join(pairs)}}}"
