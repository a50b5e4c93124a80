"""
Five hundred of the ten thousand faulty files that `benchmarks/fuzz.py` makes.
"""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

FILE = Path(__file__).parents[2] / "benchmarks" / "fuzz.py"
COUNT = 500


def test_every_faulty_file_is_told_or_loads():
    """
    Never a trace, never half loaded, each fault with its place, each in a second.
    """
    spec = spec_from_file_location("fuzz", FILE)
    fuzz = module_from_spec(spec)
    spec.loader.exec_module(fuzz)

    made = fuzz.run(COUNT)

    assert made.faulty == []
    assert made.came["told"] + made.came["loaded"] == COUNT
    assert made.came["told"] > COUNT / 2
