"""
The tests of this room search the same way every time.
"""

from __future__ import annotations

from searching import search

search()
