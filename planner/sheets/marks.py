"""
The small pieces of markup that every sheet is full of, made without a template: values
with a line to write on where there is none, shapes beside outcomes, sources in brackets.
"""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from planner.model.terms import KEPT_LONG
from planner.sheets.closed import named
from planner.sheets.language import spoken, t

if TYPE_CHECKING:
    from collections.abc import Callable

    from planner.sheets.rows.gates import GateRow

_LONG = 22
_KEPT = 64
# What is one thing though it has a space or a mark in it: a strength or size, a number to
# call, a lot or a pair of values.
_NUMBERS = (
    r"\d[\d.,]*[ \u00a0](?:[^\W\d_]+/[^\W\d_]+|m[gmlL]|м[глм])(?!\w)"
    r"|(?<![-\w])\+?\(?\d[\d ().\u00a0\u202f-]{5,20}\d(?![-\w])"
)
_NUMBER = re.compile(_NUMBERS)
# The last is tried at every letter: only where there is a mark for it.
_TIED = re.compile(_NUMBERS + r"|(?=[^\s\d]*\d)(?<!\w)\w[\w.]*(?:[-/][\w.]+)+")
_DIGIT = re.compile(r"\d")
_ROUND = '<circle cx="6" cy="6" r="5" fill="none" stroke="#1a1f24" stroke-width="1.3"/>'
_SHAPES = {
    "open": _ROUND + '<path d="M3.4 6.2 5.3 8.1 8.7 4.2" fill="none" stroke="#1a1f24" '
    'stroke-width="1.3"/>',
    "opened": _ROUND + '<path d="M6 1a5 5 0 0 1 0 10z" fill="#1a1f24"/>',
    "shut": '<rect x=".5" y=".5" width="11" height="11" fill="#1a1f24"/>'
    '<path d="M3 3 9 9M9 3 3 9" stroke="#fff" stroke-width="1.6"/>',
}
_OTHER = (
    '<path d="M6 .8 11.2 6 6 11.2 .8 6z" fill="none" stroke="#1a1f24" stroke-width="1.3"/>'
    '<path d="M6 3.4V7M6 8v1.2" stroke="#1a1f24" stroke-width="1.3"/>'
)


# What each caller has escaped, as markup. `Markup(text)` makes the same in twice the time:
# it asks first whether the text knows its own markup.
_made: Callable[[str], Markup] = partial(str.__new__, Markup)


def longest_word(text: object) -> int:
    """
    How long the longest word is: one that is longer than a column may be broken.
    """
    return max(map(len, str(text).split()), default=0)


def datum(value: object, kind: str = "") -> Markup:
    """
    A value as it was typed, apart from the direction of the words around it; where there
    is none, a line to write on, `kind` of which may be short.
    """
    if not value:
        return _made(f'<span class="line {kind}"></span>')
    return _marked(value) if hasattr(value, "__html__") else _typed(str(value))


def _marked(value: object) -> Markup:
    return _made(f"<bdi{_wide(str(value))}>{escape(value)}</bdi>")


@lru_cache(maxsize=KEPT_LONG)
def _typed(words: str) -> Markup:
    # Most answers of one visit read the same: "no", and the minute they were given.
    return _made(f"<bdi{_wide(words)}>{tied(words)}</bdi>")


def _wide(words: str) -> str:
    long = len(words) > _LONG and longest_word(words) > _LONG
    return ' class="long"' if long else ""


def tied(words: str) -> Markup:
    """
    Words in which a number to call or of a lot stays on one line, unless it is longer than
    a column.
    """
    if not _DIGIT.search(words):
        return escape(words)
    parts, end = [], 0
    tied_by = _TIED if "-" in words or "/" in words else _NUMBER
    for found in tied_by.finditer(words):
        if len(found[0]) <= _LONG:
            parts += [escape(words[end : found.start()]), _tie(found[0])]
            end = found.end()
    return _made("".join([*parts, escape(words[end:])]))


def _tie(words: str) -> Markup:
    return _made(f'<span class="tie">{escape(words)}</span>')


def other(value: object, code: str, kind: str = "") -> Markup:
    """
    A value in another language than the sheet's, which says so: for whoever hears the
    page read, and in the PDF.
    """
    look = f' class="{kind}"' if kind else ""
    return _made(f'<span{look} lang="{escape(code)}">{datum(value)}</span>')


def blank(kind: str = "") -> Markup:
    """
    A line to write on.
    """
    return _made(f'<span class="{f"line {kind}" if kind else "line"}"></span>')


@lru_cache(maxsize=KEPT_LONG, typed=True)
def cite(cites: str) -> Markup:
    """
    Sources behind what they are cited for, or nothing.
    """
    return _made(f' <span class="cites">{escape(cites)}</span>' if cites else "")


def lot(value: object, kind: str = "") -> Markup:
    """
    A number in which 0 and O must not be taken for each other, on one line if it is no
    longer than a column; where there is none, a line to write on.
    """
    tie = " tie" if value and len(str(value)) <= _LONG else ""
    return _made(f'<span class="lot{tie}">{datum(value, kind)}</span>')


def lot_of(value: object) -> Markup:
    """
    The same for what is never typed: a digest, a command.
    """
    return _made(f'<span class="lot">{escape(value)}</span>')


def whole_digest(value: object) -> Markup:
    """
    A digest in full, which may break anywhere.
    """
    return _made(
        f'<span class="lot" style="overflow-wrap: anywhere">{escape(value)}</span>'
    )


def strong(value: object) -> Markup:
    """
    Words that weigh.
    """
    return _made(f"<strong>{escape(value)}</strong>")


def boxed(value: object) -> Markup:
    """
    Words in a box: a mark a reader must not miss.
    """
    return _made(f'<span class="mark">{escape(value)}</span>')


def shape(outcome: str) -> Markup:
    """
    The shape of an outcome, so that it is told apart without colour.
    """
    return _shape(outcome, spoken().code)


@lru_cache(maxsize=_KEPT)
def _shape(outcome: str, _: str) -> Markup:
    drawn = _SHAPES.get(outcome, _OTHER)
    title = escape(named("outcome", outcome))
    return _made(
        '<svg class="shape" viewBox="0 0 12 12" role="img">'
        f"<title>{title}</title>{drawn}</svg>"
    )


def gate_line(row: GateRow) -> Markup:
    """
    How one gate stands, with its evidence and sources; there are more than a hundred.
    """
    how, note = named("outcome", row.outcome), t("for the record") if row.record else ""
    head = _gate_named(shape(row.outcome), how, row.gate, note)
    return _made(f"{head}: {datum(row.seen)}{cite(row.cites)}")


@lru_cache(maxsize=KEPT_LONG, typed=True)
def _gate_named(drawn: Markup, how: str, gate: str, note: str) -> Markup:
    # The same for every patient whose gate stands so.
    record = f" <small>({escape(note)})</small>" if note else ""
    return _made(f"{drawn} {escape(how)} {strong(gate)}{record}")


PIECES = {
    "gate_line": gate_line,
    "d": datum,
    "other": other,
    "blank": blank,
    "cite": cite,
    "lot": lot,
    "lot_of": lot_of,
    "whole_digest": whole_digest,
    "strong": strong,
    "boxed": boxed,
    "shape": shape,
}
