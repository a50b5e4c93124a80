"""
The number a trade item is known by all over the world (GTIN), with its check digit.
"""

from __future__ import annotations

LENGTHS = (8, 12, 13, 14)
_WEIGHTS = (3, 1)
_TEN = 10


def holds(gtin: str) -> bool:
    """
    Whether a text is a GTIN: 8, 12, 13 or 14 digits, the last one as the others say.
    """
    plain = gtin.isascii() and gtin.isdecimal()
    return plain and len(gtin) in LENGTHS and gtin[-1] == check_digit(gtin[:-1])


def check_digit(digits: str) -> str:
    """
    The digit that makes the sum, weighted three and one from the right, a whole ten.
    """
    weighed = (
        int(digit) * _WEIGHTS[place % len(_WEIGHTS)]
        for place, digit in enumerate(reversed(digits))
    )
    return str(-sum(weighed) % _TEN)
