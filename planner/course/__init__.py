"""
What should be done, and when.

Never here: Booking, the clock, and imports of session.decide.
"""
