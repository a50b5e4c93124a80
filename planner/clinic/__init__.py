"""
One function for each thing a practitioner asks for; the only clock and source of ids.

Never here: Printing to a screen, and HTTP.
"""
