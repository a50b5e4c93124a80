"""
A clinic's own templates: rendered in a confined child, from texts that are handed to it.

Only what stands in the clinic's folder, and our own templates beneath it, can be opened:
the child has no file at all. What goes wrong gives no sheet but a reason, and the caller
prints ours instead.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from threading import Timer
from typing import TYPE_CHECKING, Any
from unicodedata import category

from attrs import fields, has

from planner.errors import InputFault
from planner.resources import templates
from planner.sheets.confined import DONE, MARKUP, MOST_CHARACTERS, NOT_DONE, TOO_LONG
from planner.sheets.language import spoken

if TYPE_CHECKING:
    from planner.sheets.contexts import Context

SETTING = "own-templates"
MOST_FILES = 200
MOST_BYTES = 256 * 1024
SECONDS = 20
_KINDS = (".html", ".css", ".svg")
_CHILD = Path(__file__).with_name("confined.py")
_BEGINS = re.compile(r"\s*<!doctype html>\s*<html\b[^>]*>\s*<head>", re.IGNORECASE)
# Whatever a template of somebody else's holds: the page runs nothing and fetches nothing.
_POLICY = (
    '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    "style-src 'unsafe-inline'; img-src data:; font-src data:\">"
)
_SAID = 300
_OURS = "Our own sheet was printed instead."


def has_own(folder: str, name: str) -> bool:
    """
    Whether a folder holds a template of its own for a sheet.
    """
    return bool(folder) and (Path(folder) / f"{name}.html").is_file()


def render_own(folder: str, name: str, context: Context, told: dict[str, object]) -> str:
    """
    A sheet by the clinic's own template.

    Args:
        folder: The folder of the clinic's templates.
        name: Which sheet.
        context: What is on it.
        told: What every page is told besides: paper, date, large print.

    Raises:
        InputFault: The folder cannot be used, or the template could not be carried out.
    """
    values = {each.name: getattr(context, each.name) for each in fields(type(context))}
    order = {
        "name": f"{name}.html",
        "language": spoken().code,
        "ours": _texts(templates()),
        "own": _texts(Path(folder)),
        "values": _plain({**values, **told}),
    }
    page = _ran(json.dumps(order).encode(), f"{name}.html")
    begins = _BEGINS.match(page)
    if begins is None:
        raise _fault(
            f"{name}.html",
            "It does not begin as a page does: <!doctype html>, <html>, <head>.",
        )
    return page[: begins.end()] + _POLICY + page[begins.end() :]


def _fault(where: str, why: str) -> InputFault:
    shown = "".join(each for each in why if category(each)[0] != "C")[:_SAID]
    return InputFault(
        "The clinic's own template could not be used.", where=where, why=shown, now=_OURS
    )


def _plain(value: Any) -> Any:  # noqa: ANN401 - values of any context, as JSON
    if hasattr(value, "__html__"):
        return {MARKUP: str(value.__html__())}
    if isinstance(value, dict):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if has(type(value)):
        return {
            each.name: _plain(getattr(value, each.name)) for each in fields(type(value))
        }
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)


def _texts(folder: Path) -> dict[str, str]:
    root = folder.resolve()
    if not folder.is_absolute() or not root.is_dir():
        raise _fault(SETTING, "There is no such folder; write its whole path.")
    found: dict[str, str] = {}
    for path in sorted(root.rglob("*")):
        if path.suffix not in _KINDS or not path.is_file():
            continue
        # A link out of the folder would hand out what the template must not see.
        if not path.resolve().is_relative_to(root):
            continue
        if len(found) == MOST_FILES or path.stat().st_size > MOST_BYTES:
            raise _fault(
                SETTING,
                f"The folder holds more than {MOST_FILES} templates, or one of more than "
                f"{MOST_BYTES} bytes.",
            )
        try:
            found[path.relative_to(root).as_posix()] = path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            raise _fault(path.name, "It cannot be read as a text in UTF-8.") from None
    return found


def _ran(order: bytes, where: str) -> str:
    with subprocess.Popen(  # noqa: S603 - our own Python and our own program
        [sys.executable, "-I", "-X", "utf8", str(_CHILD)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=templates(),
        # Nothing of this process's surroundings; Windows starts nothing without its root.
        env={key: os.environ[key] for key in ("SYSTEMROOT",) if key in os.environ},
    ) as child:
        late = Timer(SECONDS, child.kill)
        late.start()
        try:
            assert child.stdin is not None
            assert child.stdout is not None
            try:
                child.stdin.write(order)
                child.stdin.close()
            except BrokenPipeError:
                pass
            # At most four bytes a character; a byte more is too many.
            made = child.stdout.read(4 * MOST_CHARACTERS + 1)
            if len(made) > 4 * MOST_CHARACTERS:
                child.kill()
            code = child.wait()
        finally:
            late.cancel()
    if code == DONE:
        return made.decode("utf-8", "replace")
    if code == NOT_DONE:
        raise _fault(where, made.decode("utf-8", "replace"))
    if code == TOO_LONG:
        raise _fault(where, f"The page has more than {MOST_CHARACTERS} characters.")
    raise _fault(
        where, f"It was stopped: it took more than {SECONDS} s, or too much memory."
    )
