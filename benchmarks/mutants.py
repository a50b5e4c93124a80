"""
The mutant score of a shipped protocol: what notices each gate that is gone, each number
that is one step wider, each leg of the lifecycle that is gone, and each without its gates.

    python benchmarks/mutants.py [ID]
"""

import sys
import time
from datetime import date

from planner import library
from planner.clinic.leg_mutants import leg_fates
from planner.clinic.mutants import Hunt, every, score


def main():
    name = sys.argv[1] if len(sys.argv) > 1 else "mesotherapy"
    path = [each[2] for each in library.find() if each[0] == name][-1]
    reading = library.read(path)
    cases = library.load_cases(path.with_name("cases.toml"), reading.protocol)
    hunt = Hunt(reading.protocol, cases, reading.lines, date(2026, 11, 22))
    begun = time.perf_counter()
    gates = tuple(hunt.fate(mutant) for mutant in every(reading.protocol))
    legs = tuple(leg_fates(reading.protocol))
    for what, some in (("Gates and numbers", gates), ("The lifecycle", legs)):
        print(f"{what}, {len(some)} mutants")
        for line in score(some):
            print(f"  {line}")
    fates = gates + legs
    print(f"{len(fates)} mutants in {time.perf_counter() - begun:.0f} s.")
    survived = [each for each in fates if not each.noticed_by and not each.may_survive]
    return 1 if survived else 0


if __name__ == "__main__":
    raise SystemExit(main())
