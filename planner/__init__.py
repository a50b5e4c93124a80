"""
A treatment-session planner and protocol engine for practitioners of mesotherapy.

A protocol (`protocols/`) says what must hold before each exposure; the engine lets a
session advance only while every gate is open, says everything that is missing at once,
and keeps a record nobody can quietly change.
"""

__version__ = "0.1.0"
