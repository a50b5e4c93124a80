"""
The rows of a sheet: each module puts one part of a session into printable words.

Never here: a decision, a dose of our own, a clinical sentence.
"""
