"""
Formats other programs read.

Never here: Decisions.
"""
