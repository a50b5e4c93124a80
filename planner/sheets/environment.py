"""
The Jinja environment: everything escaped, nothing undefined, nothing outside templates/.
"""

from __future__ import annotations

import re
from base64 import b64encode
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from planner.model.quantity import UNITS
from planner.resources import templates
from planner.sheets.closed import named
from planner.sheets.language import missed, spoken, t_html, tc_html, tn_html, wording
from planner.sheets.marks import PIECES
from planner.sheets.written import unit, unit_words

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

_TAG = re.compile(r"<[^<>]*>")
# Texts of protocols, as they are printed again and again.
_KEPT = 2048
FONT = "IBMPlexSans[wdth,wght].ttf"


@cache
def environment() -> Environment:
    """
    The one environment, made at the first render.
    """
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FileSystemLoader(templates()),
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    furnish(made)
    return made


def furnish(made: Environment) -> None:
    """
    Give an environment what our templates use: words, units, the typeface.
    """
    made.filters["cssstr"] = css_text
    made.filters["units"] = keep_units
    made.globals["font_face"] = font_face
    made.globals.update(t=t_html, tn=tn_html, tc=tc_html, named=named)
    made.globals.update(PIECES)
    made.globals.update(spoken=spoken, missed=missed, wording=wording, unit=_unit)


def _unit(name: str) -> str:
    return unit(name, Decimal(0))


@cache
def _with_unit(_: str) -> re.Pattern[str]:
    # A number with a unit, as English or the language that is spoken writes it.
    units = "|".join(map(re.escape, dict.fromkeys((*UNITS, *unit_words()))))
    return re.compile(rf"\d[\d.,\u00a0]* (?:{units})(?!\w)")


@frozen
class Typeface:
    """
    The rule that embeds the typeface. It is most of a page: as markup, it would be copied
    each time it is asked whether it must be escaped.
    """

    rule: str

    def __html__(self) -> str:
        """
        The rule as it is: base64 of our own dependency's file.
        """
        return self.rule


@cache
def font_face() -> Typeface:
    """
    The typeface, embedded, so that a sheet looks the same everywhere and fetches nothing.
    """
    import fontpkg_ibm_plex_sans as plex

    held = b64encode(Path(plex.ROOT, "files", FONT).read_bytes()).decode("ascii")
    return Typeface(
        '@font-face{font-family:"Plex";font-weight:100 700;font-stretch:75% 100%;'
        f"src:url(data:font/ttf;base64,{held})format('truetype')}}"
    )


def keep_units(text: str) -> Markup:
    """
    Text in which a number and its unit stay on one line.
    """
    from markupsafe import Markup

    plain = text.unescape() if isinstance(text, Markup) else text
    if hasattr(plain, "__html__"):
        # A text that says itself what language it is in keeps that.
        return Markup(plain.__html__())  # noqa: S704 (it escapes itself)
    return _kept(plain, spoken().code)


@lru_cache(maxsize=_KEPT)
def _kept(text: str, code: str) -> Markup:
    from markupsafe import Markup, escape

    parts: list[str] = []
    end = 0
    for found in _with_unit(code).finditer(text):
        parts.append(escape(text[end : found.start()]))
        parts.append(f'<span class="num">{escape(found.group())}</span>')
        end = found.end()
    parts.append(escape(text[end:]))
    return Markup("".join(parts))  # noqa: S704 (every part is escaped above)


def css_text(text: str) -> Markup:
    """
    Text for `content:` in a style: every character that is not a letter or a number of
    ASCII goes in by its number, so that nothing ends the string or the style.
    """
    from markupsafe import Markup

    if isinstance(text, Markup):
        # A text in another language has a tag of its own, which a style does not know.
        text = Markup(_TAG.sub("", text)).unescape()  # noqa: S704 (read as text below)
    safe = "".join(
        char if char.isascii() and char.isalnum() else f"\\{ord(char):06x}" for char in text
    )
    return Markup(f'"{safe}"')  # noqa: S704 (only letters, numbers and escapes are left)
