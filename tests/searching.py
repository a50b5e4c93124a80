"""
How long the tests search: the same way every time, unless MESOPLAN_SEARCH says more.

"nightly" searches anew each time, and thirty times as long.
"""

from __future__ import annotations

import os

from hypothesis import settings

NIGHTLY = os.environ.get("MESOPLAN_SEARCH") == "nightly"


def search():
    """
    Set how hypothesis searches.
    """
    settings.register_profile("house", deadline=None, database=None, derandomize=True)
    settings.register_profile("nightly", deadline=None, database=None)
    settings.load_profile("nightly" if NIGHTLY else "house")


def examples(count):
    """
    How many examples to try: this many, and thirty times as many at night.
    """
    return count * 30 if NIGHTLY else count
