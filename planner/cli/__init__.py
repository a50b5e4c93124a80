"""
The door of the terminal.

Never here: Rules and wording.
"""
