"""
The protocols that paper is tested with: a small one made in code, and the shipped one.
"""

from __future__ import annotations

import pytest

from planner.library import load_shipped
from sheets import small as in_code


@pytest.fixture(scope="session")
def shipped():
    """
    The protocol that is shipped.
    """
    return load_shipped("mesotherapy")


@pytest.fixture(scope="session")
def small():
    """
    A protocol of a few cards.
    """
    return in_code.small()
