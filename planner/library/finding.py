"""
What a rule found in a protocol.
"""

from __future__ import annotations

from attrs import frozen

from planner.errors import InputFault


@frozen(kw_only=True)
class Finding:
    """
    What one rule found, where, and what to do now.
    """

    rule: str
    where: str
    what: str
    now: str = ""

    def __str__(self) -> str:
        parts = (f"{self.where}: {self.what}", self.now, f"({self.rule})")
        return " ".join(part for part in parts if part)

    def as_fault(self) -> InputFault:
        """
        The finding as a fault, for what must not load.
        """
        return InputFault(self.what, where=self.where, now=self.now)
