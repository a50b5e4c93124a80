"""
The official PDF of a sheet: the same HTML as PDF/UA-1 and PDF/A-2a in one file.

Everything it needs to know stands in the HTML: its language, its paper, when it was
printed, and how many pages it aims at. A sheet that does not fit these is set tighter,
step by step; where the last step does not do, it flows on: type never shrinks below the
floor that the style holds. No clock is read and no address is opened, so that the same
versions make the same bytes.
"""

from __future__ import annotations

import logging
import re
import sys
import warnings
from contextlib import contextmanager, redirect_stdout
from functools import cache
from html import unescape
from importlib import import_module
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import category

from attrs import field, frozen

from planner.errors import InputFault
from planner.sheets.archive import finish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

STEPS = ("1", ".75", ".5", ".25", "0")
_VARIANT = "pdf/a-2a"
_PANGO = {
    "linux": "On Debian or Ubuntu: apt-get install libpango-1.0-0 libpangoft2-1.0-0 "
    "libharfbuzz-subset0.",
    "darwin": "On macOS, with Homebrew: brew install pango.",
    "win32": "On Windows, in the shell of MSYS2: pacman -S mingw-w64-x86_64-pango.",
}
_NO_MARK = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp"})
_SHOWN = 12
_STYLE = re.compile(r"<style\b.*?</style>", re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_IN_CSS = re.compile(r"\\([0-9a-f]{6})")


@frozen(kw_only=True)
class Wanted:
    """
    What a sheet says of itself: which it is, in what language, on what paper, and how
    many pages it aims at; 0 where it may flow.
    """

    sheet: str
    language: str
    paper: str
    pages: int


@frozen
class Steps:
    """
    How tight each sheet was set last, by language and paper: where the next one starts.

    Without one, every sheet starts roomy, and what was printed before changes nothing.
    """

    last: dict[tuple[str, str, str], int] = field(factory=dict)

    def start(self, wanted: Wanted) -> int:
        """
        The step to begin with.
        """
        return self.last.get((wanted.sheet, wanted.language, wanted.paper), 0)

    def keep(self, wanted: Wanted, step: int) -> None:
        """
        Remember the step a sheet was set at.
        """
        self.last[(wanted.sheet, wanted.language, wanted.paper)] = step


def pdf_of(
    html: str,
    *,
    steps: Steps | None = None,
    tell: Callable[[str], None] = lambda _: None,
) -> bytes:
    """
    The PDF of a sheet.

    Args:
        html: The sheet, as `render` made it.
        steps: How tight the sheets before were set, where that may be learned from.
        tell: Is told what is being done, for whoever waits.

    Raises:
        InputFault: What makes a PDF is not installed, or a letter is not in the typeface.
    """
    engine = _engine()
    _has_every_letter(html)
    known, wanted = steps or Steps(), wanted_by(html)
    with _quietly():
        source = engine.HTML(string=html, url_fetcher=_only_within(engine))
        _plain_titles(source.etree_element)
        set_at: dict[int, Any] = {}

        def fits(step: int) -> bool:
            tell(f"{wanted.sheet}: set in type" + (f", tighter ({step})" if step else ""))
            tight = engine.CSS(string=f":root{{--k:{STEPS[step]} !important}}")
            set_at[step] = source.render(pdf_variant=_VARIANT, stylesheets=[tight])
            return not wanted.pages or len(set_at[step].pages) <= wanted.pages

        step = first_that(fits, known.start(wanted), len(STEPS) - 1)
        document = set_at[step]
        known.keep(wanted, step)
        tell(f"{wanted.sheet}: {len(document.pages)} pages, written as PDF")
        made: bytes = document.write_pdf(pdf_variant=_VARIANT, finisher=finish)
    return made


def _plain_titles(root: Any) -> None:  # noqa: ANN401 - the package has no types
    # What a drawing is called may hold a word marked as another language; as the name of
    # a figure only text counts.
    for title in root.iter("{http://www.w3.org/2000/svg}title"):
        text = "".join(title.itertext())
        del title[:]
        title.text = text


def first_that(fits: Callable[[int], bool], first: int, last: int) -> int:
    """
    The first step that fits, asking few; the last where none does.

    What fits at a step fits at every tighter one.
    """
    if fits(first) or first >= last:
        return first
    if not fits(last):
        return last
    while last - first > 1:
        middle = (first + last) // 2
        first, last = (first, middle) if fits(middle) else (middle, last)
    return last


def wanted_by(html: str) -> Wanted:
    """
    What a sheet says of itself.
    """
    body = _attributes(html, "body")
    paper = re.search(r"@page \{\s*size: (\w+);", html)
    pages = body.get("data-pages", "")
    return Wanted(
        sheet=body.get("data-sheet", ""),
        language=_attributes(html, "html").get("lang", ""),
        paper=paper[1] if paper else "",
        pages=int(pages) if pages.isdecimal() else 0,
    )


def _attributes(html: str, tag: str) -> dict[str, str]:
    found = re.search(rf"<{tag}\b[^>]*>", html)
    return dict(re.findall(r'([\w-]+)="([^"]*)"', found[0])) if found else {}


def _engine() -> Any:  # noqa: ANN401 - a package that may not be there, and has no types
    printed = StringIO()
    try:
        # What it prints where a library is missing is said below, in our own words.
        with redirect_stdout(printed), warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            return import_module("weasyprint")
    except ImportError:
        raise InputFault(
            "No PDF can be made here.",
            where="pdf",
            why="The part of mesoplan that makes it is not installed: weasyprint.",
            now="Install it: pip install 'mesoplan[pdf]'. "
            "The same sheet as HTML needs nothing more: name a file that ends in .html.",
        ) from None
    except OSError:
        raise InputFault(
            "No PDF can be made here.",
            where="pdf",
            why="A library of the system that sets the type is missing: Pango.",
            now=f"Install it. {library_command(sys.platform)} "
            "The same sheet as HTML needs nothing more: name a file that ends in .html.",
        ) from None


def library_command(platform: str) -> str:
    """
    How the system library is installed on a platform, as `sys.platform` names it.
    """
    return _PANGO.get(platform) or " ".join(_PANGO.values())


def _has_every_letter(html: str) -> None:
    # A PDF that is to be kept carries its own typeface, and nothing of this machine.
    seen = set(unescape(_TAG.sub(" ", _STYLE.sub(" ", html))))
    seen |= {chr(int(code, 16)) for code in _IN_CSS.findall(html)}
    missing = sorted(
        char
        for char in seen
        if category(char) not in _NO_MARK and ord(char) not in _letters()
    )
    if missing:
        shown = " ".join(missing[:_SHOWN]) + (" …" if len(missing) > _SHOWN else "")
        raise InputFault(
            f"The typeface of the sheets does not have: {shown}",
            where="pdf",
            why="A PDF that is kept carries its own typeface, to look the same everywhere.",
            now="Print the sheet as HTML: there the computer's own typefaces step in.",
        )


@cache
def _letters() -> frozenset[int]:
    import fontpkg_ibm_plex_sans as plex

    from planner.sheets.environment import FONT

    with _quietly():
        face = import_module("fontTools.ttLib").TTFont(Path(plex.ROOT, "files", FONT))
        return frozenset(face.getBestCmap())


def _only_within(engine: Any) -> Any:  # noqa: ANN401 - the package has no types
    # What a page holds itself, and no other address.
    return engine.urls.URLFetcher(allowed_protocols={"data"})


@contextmanager
def _quietly() -> Iterator[None]:
    # What they log is for their own authors; it would stand between our lines.
    loggers = [logging.getLogger(name) for name in ("weasyprint", "fontTools")]
    before = [each.disabled for each in loggers]
    for each in loggers:
        each.disabled = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)
            yield
    finally:
        for each, kept in zip(loggers, before, strict=True):
            each.disabled = kept
