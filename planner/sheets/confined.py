"""
The child that renders a clinic's own template, and can do nothing else.

It is started as a program of its own with Python's -I. It is told everything on standard
input: the templates as texts and the values of one sheet. Before the first template is
read it gives up what it could do: an audit hook, which cannot be taken off again, stops
every file, program, connection and import, and the system holds its memory and time.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any, NoReturn

DONE, NOT_DONE, TOO_LONG = 0, 3, 4
MOST_CHARACTERS = 4_000_000
MARKUP = "\0markup"
_STOPPED = (
    "open",
    "import",
    "os.",
    "subprocess.",
    "socket.",
    "shutil.",
    "ctypes.",
    "urllib.",
    "tempfile.",
    "glob.",
    "pty.",
    "winreg.",
    "_winapi.",
    "mmap.",
    "signal.",
)


def main() -> NoReturn:
    """
    Read one order, render it, write the page, and end.
    """
    import json

    order = json.loads(sys.stdin.buffer.read())
    template, values = _ready(order)
    _give_up()
    code, out = _rendered(template, values)
    sys.stdout.buffer.write(out.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()
    # Straight out: what runs at the end of a program is no longer allowed to.
    os._exit(code)


def _ready(order: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    # Everything that is ever needed is loaded here, before anything is given up.
    import jinja2.debug  # noqa: F401 - Jinja loads it at the first mistake, too late here
    from jinja2 import DictLoader, StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    from planner.sheets.environment import furnish
    from planner.sheets.language import speaking

    def furnished(texts: dict[str, str]) -> ImmutableSandboxedEnvironment:
        made = ImmutableSandboxedEnvironment(
            autoescape=True,
            undefined=StrictUndefined,
            loader=DictLoader(texts),
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        furnish(made)
        return made

    speaking(order["language"]).__enter__()
    values = {name: _revived(value) for name, value in order["values"].items()}
    # Ours is printed once and thrown away: whatever a sheet loads late is loaded then.
    furnished(order["ours"]).get_template(order["name"]).render(**values)
    # An own template may extend ours of the same name, and change a part of it.
    above = {f"ours/{name}": text for name, text in order["ours"].items()}
    made = furnished({**order["ours"], **above, **order["own"]})
    # The own sheet is looked up, read and compiled after giving up.
    return (made, order["name"]), values


def _revived(value: Any) -> Any:  # noqa: ANN401 - JSON
    from types import SimpleNamespace

    from markupsafe import Markup

    if isinstance(value, list):
        return tuple(_revived(each) for each in value)
    if isinstance(value, dict):
        if MARKUP in value:
            return Markup(value[MARKUP])  # noqa: S704 - markup of our own sheet's
        return SimpleNamespace(**{name: _revived(each) for name, each in value.items()})
    return value


def _give_up() -> None:
    if os.name == "posix":
        from planner.sheets import limits

        limits.hold()
    sys.addaudithook(_stop)


def _stop(event: str, _: tuple[Any, ...]) -> None:
    if event.startswith(_STOPPED):
        raise PermissionError(event)


def _rendered(template: Any, values: dict[str, Any]) -> tuple[int, str]:  # noqa: ANN401
    from jinja2 import TemplateError, TemplateNotFound, TemplateSyntaxError
    from jinja2.exceptions import SecurityError, UndefinedError

    made, name = template
    parts: list[str] = []
    left = MOST_CHARACTERS
    try:
        for part in made.get_template(name).generate(**values):
            left -= len(part)
            if left < 0:
                return TOO_LONG, ""
            parts.append(part)
    except TemplateSyntaxError as fault:
        return NOT_DONE, f"{fault.name or name}, line {fault.lineno}: {fault.message}"
    except TemplateNotFound as fault:
        return NOT_DONE, f'There is no template "{fault.name}" in that folder.'
    except SecurityError as fault:
        return NOT_DONE, f"It reaches for what a template may not use: {fault.message}"
    except UndefinedError as fault:
        return NOT_DONE, f"It names what is not there: {fault.message}"
    except TemplateError:
        return NOT_DONE, "It could not be carried out."
    except MemoryError:
        return NOT_DONE, "It needs too much memory."
    except PermissionError:
        return NOT_DONE, "It reaches for what a template may not use."
    except Exception:  # noqa: BLE001 - what it says might name the patient
        return NOT_DONE, "It could not be carried out."
    return DONE, "".join(parts)


if __name__ == "__main__":
    # With -I nothing of ours is on the path: this package is, wherever it is installed.
    sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
    main()
