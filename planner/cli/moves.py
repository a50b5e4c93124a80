"""
Every move of a session, by what is typed.
"""

from __future__ import annotations

from planner.cli.care import CARE
from planner.cli.steps import STEPS

COMMANDS = {str(each.name): each for each in (*STEPS, *CARE)}
