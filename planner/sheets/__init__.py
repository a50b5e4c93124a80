"""
Paper and words: contexts, templates, wording.

Never here: Decisions, clinical sentences and clinical arithmetic.
"""
