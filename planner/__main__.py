"""
So that `python -m planner` is the same door as `mesoplan`.
"""

from planner.cli import main

if __name__ == "__main__":
    main()
