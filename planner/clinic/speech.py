"""
In which language a sheet is printed, and the protocol in that language.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from planner.library.translating import translated
from planner.sheets import language
from planner.sheets.language import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from planner.model.protocol import Protocol

SETTING = "language"


@contextmanager
def speaking(protocol: Protocol, code: str) -> Iterator[Protocol]:
    """
    Speak a language until the block ends, and give the protocol in it.

    What the gates decide is decided by the English protocol: this one is only printed.

    Raises:
        InputFault: No sheet speaks it, or a catalogue cannot be read.
    """
    if language.language(code).code == ENGLISH:
        with language.speaking(ENGLISH):
            yield protocol
        return
    held = translated(protocol, code)
    with language.speaking(code, held.wording):
        yield held.protocol


def of_staff(asked: str, settings: Mapping[str, str]) -> str:
    """
    The language of the staff: as asked for, else as the clinic is set, else English.

    Raises:
        InputFault: No sheet speaks it.
    """
    return language.language(asked or settings.get(SETTING, "") or ENGLISH).code


def of_patient(
    asked: str, names: Mapping[str, object], staff: str, settings: Mapping[str, str]
) -> str:
    """
    The language of the patient: as asked for, else as the patient's record says, else
    what was asked for the staff, else as for the staff.

    Raises:
        InputFault: No sheet speaks it.
    """
    own = str(names.get(SETTING) or "")
    return language.language(asked or own or of_staff(staff, settings)).code


__all__ = ["of_patient", "of_staff", "speaking"]
