"""
Whether it may be done: gates and a situation make findings, all of them.

Never here: Wording, an early return, or raising to say no.
"""
