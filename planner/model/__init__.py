"""
The words: frozen values.

Never here: I/O, the clock, decisions, floats and default answers.
"""
