"""
Append, read back, verify.

Never here: Deciding, and changing or deleting an entry.
"""
