"""
The rows of the pages a physician reads: the protocol to sign, and its traceability.

Never here: a decision, a number of our own, a clinical sentence.
"""
