"""
Nothing is shared by all tests; what a folder of tests shares stands in that folder.

This file imports nothing of ours: the house tests run where planner is not installed.
"""
