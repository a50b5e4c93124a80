"""
What was done, and what may be done next.

Never here: I/O and the clock.
"""
