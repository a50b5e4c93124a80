"""
The only source of ids: random ones for people and sessions, and command ids.
"""

from __future__ import annotations

from typing import Protocol

from attrs import define

from planner.errors import InputFault

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
CHECKS = ALPHABET + "*~$=U"
LENGTH = 10
_BITS, _LAST = 5, 31  # of one character
_PLACES = tuple(range(_BITS * (LENGTH - 1), -1, -_BITS))
_WORTH = {char: worth for worth, char in enumerate(ALPHABET)}


class Ids(Protocol):
    """
    Whatever makes ids.
    """

    def thing(self) -> str:
        """
        A new id for a patient, session, course or entry.
        """
        ...

    def command(self) -> str:
        """
        A new id for a command.
        """
        ...


class RandomIds:
    """
    Ids nobody can guess.
    """

    def thing(self) -> str:
        """
        Ten random Crockford characters with a check character.

        Those whose check character is a sign are drawn again: a shell would take it.
        """
        import secrets  # not needed by who only looks

        while True:
            made = _numbered(secrets.randbits(_BITS * LENGTH))
            if made.isalnum():
                return made

    def command(self) -> str:
        """
        A random UUID.
        """
        import uuid

        return str(uuid.uuid4())


@define
class CountedIds:
    """
    Ids in order: for rehearsals and tests, so that two runs print the same.
    """

    count: int = 0

    def thing(self) -> str:
        """
        The next number in Crockford characters, with its check character.
        """
        while True:
            self.count += 1
            made = _numbered(self.count)
            if made.isalnum():
                return made

    def command(self) -> str:
        """
        The next number as a command id.
        """
        self.count += 1
        return f"command-{self.count}"


def _numbered(number: int) -> str:
    # What `with_check` makes of its characters: every entry has an id.
    text = "".join([ALPHABET[number >> at & _LAST] for at in _PLACES])
    return text + CHECKS[number % len(CHECKS)]


def _check_of(text: str) -> str:
    value = 0
    for char in text:
        value = value << _BITS | _WORTH[char]
    return CHECKS[value % len(CHECKS)]


def with_check(text: str) -> str:
    """
    The id with its check character behind it.
    """
    return text + _check_of(text)


def typed(text: str, what: str) -> str:
    """
    An id as typed: case, O for 0, I and L for 1 and hyphens do not matter.

    Raises:
        InputFault: It is not an id, or its check character does not fit.
    """
    plain = text.strip().upper().replace("-", "").replace(" ", "")
    head, check = plain[:LENGTH], plain[LENGTH:]
    head = head.replace("O", "0").replace("I", "1").replace("L", "1")
    if len(check) == 1 and all(char in ALPHABET for char in head) and len(head) == LENGTH:
        check = check.replace("O", "0").replace("I", "1").replace("L", "1")
        if _check_of(head) == check:
            return head + check
    raise InputFault(
        f'"{text[:40]}" is not the id of a {what}.',
        why="An id has ten characters and a check character; one of them differs.",
        now=f"Look it up with: mesoplan {what} list",
    )
