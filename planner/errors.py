"""
Faults: what is wrong with a file, a command or the program.

A refusal is never an exception: it is a value with findings (`planner.safety.findings`).
Every fault says where, what, why and what to do now, and a caller reads those fields
instead of the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable


class PlannerError(Exception):
    """
    The root of every fault this package raises.

    Args:
        what: What is the matter, with the value that was seen.
        where: The file and line, or the field, it was seen in.
        why: Why it matters.
        now: What to do about it.
    """

    exit_code: ClassVar[int] = 2

    def __init__(self, what: str, *, where: str = "", why: str = "", now: str = "") -> None:
        self.where = where
        self.what = what
        self.why = why
        self.now = now
        head = f"{where}: {what}" if where else what
        super().__init__(" ".join(part for part in (head, why, now) if part))


class Misuse(PlannerError):
    """
    Two things were put together that do not go together, such as mm and mL.
    """


class InputFault(PlannerError):
    """
    Something typed or handed in cannot be taken as it stands; nothing was stored.
    """


class ProtocolFault(PlannerError):
    """
    A protocol or vocabulary file cannot be loaded; `faults` holds every line of it.
    """

    def __init__(self, faults: Iterable[PlannerError]) -> None:
        self.faults = tuple(faults)
        count = len(self.faults)
        noun = "fault" if count == 1 else "faults"
        lines = [str(fault) for fault in self.faults]
        lines.append(f"{count} {noun}. Nothing was loaded.")
        super().__init__("\n".join(lines))


class JournalFault(PlannerError):
    """
    The journal cannot be opened or written as asked; what it holds is unchanged.
    """


class StaleVersion(JournalFault):
    """
    Another entry came first: the stream is no longer at the version that was read.
    """

    exit_code: ClassVar[int] = 1


class CommandReused(JournalFault):
    """
    A command id came back with another command, or too late to be a retry.
    """


class JournalDamaged(JournalFault):
    """
    What the journal holds is not what was written; it is opened for reading only.
    """

    exit_code: ClassVar[int] = 3


def nearest(word: str, known: Iterable[str], *, alike: float = 0.6) -> str:
    """
    Say which known word was probably meant, or nothing when none is near: 1 is the same.
    """
    from difflib import get_close_matches

    near = get_close_matches(word, sorted(known), n=1, cutoff=alike)
    return f' Did you mean "{near[0]}"?' if near else ""
