"""Give the reader ten thousand faulty protocol files, and see that each is told, and soon.

python benchmarks/fuzz.py                10,000 files, a hundred of them of full size
python benchmarks/fuzz.py 500 --seed 7   fewer, of another seed

Each file loads or is told with file:line, in under a second, and nothing is half loaded.
Ends with 1 where one is not.
"""

from __future__ import annotations

import argparse
import re
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from planner import library, resources
from planner.errors import ProtocolFault
from planner.model.protocol import Protocol

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "library" / "small"
SEED = 20261122
FILES = 10_000
FULL = 100  # one file in this many is of full size
LIST = 10  # one file in this many changes a shared list instead of the protocol
SLOWEST = 1.0
CHILD = """
[protocol]
id      = "mine"
version = "2026-1"
extends = "small 2026-1"

[[gate]]
id       = "left-too-early"
at_least = "60 min"

[[question]]
id    = "weight"
fresh = "30 d"

[[limit]]
id      = "lidocaine-per-session"
at_most = "2 mg/kg"
"""

VALUES = [
    "nan", "-inf", "+nan", "inf", "1e400", "0x1F", "1_000", "-0.0", "true", "false", "1",
    '""', '"1"', '"µ"', '"٣ mm"', '"1,000 mg"', '"nan mm"', '"inf h"', "[]", "[[]]", "{}",
    "[1, 'a']", "{ a = 1 }", "[{ a = 1 }]", "2026-13-40", "2026-11-22", "10:00:00",
    "1979-05-27T07:32:00Z", '"""\n\n"""', "'''a'''", "9" * 5000, "[" * 300 + "]" * 300,
    '"' + "x" * 100_000 + '"', '"' + "\\u202e" + '"', '"\\u0000"', '"\u2066"',
]  # fmt: skip
BITS = [
    '"""', "'''", "[[", "]]", "{", "}", "=", "\u202e", "\u2069", "\ufeff", "\x00", "\x1b",
    "\\", "\n", "\r", "#", ",", '"', "[[gate]]\n", "[protocol]\n", "[[case.move]]\n",
    "a.b.c", "a." * 300, "[" * 300, "id = 1\n", "source = nan\n", "kind = inf\n",
    "\U0001f600", "\ud7ff", "\u200b",
]  # fmt: skip
PLACED = re.compile(r"[\w.-]+/[\w.-]+\.toml(:\d+)?: |protocol ")


class Dice:
    """Chance that comes out the same in every run."""

    def __init__(self, seed):
        self.held = seed

    def below(self, most):
        self.held = (self.held * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.held >> 33) % most

    def one_of(self, things):
        return things[self.below(len(things))]


def _line_gone(lines, at, dice):
    del lines[at : at + 1 + dice.below(2)]


def _line_twice(lines, at, dice):
    lines.insert(dice.below(len(lines)), lines[at])


def _other_value(lines, at, dice):
    key, is_key, _ = lines[at].partition("=")
    lines[at] = f"{key}= {dice.one_of(VALUES)}" if is_key else dice.one_of(BITS)


def _other_key(lines, at, dice):
    lines[at] = lines[at].replace("id", dice.one_of(["di", "id.id", '"id"', "ID"]), 1)


def _swapped_value(lines, at, dice):
    other = lines[dice.below(len(lines))].partition("=")[2]
    lines[at] = lines[at].partition("=")[0] + "=" + other


def _bit_in(lines, at, dice):
    place = dice.below(len(lines[at]) + 1)
    lines[at] = lines[at][:place] + dice.one_of(BITS) + lines[at][place:]


def _bit_out(lines, at, dice):
    place = dice.below(len(lines[at]) + 1)
    lines[at] = lines[at][:place] + lines[at][place + 1 + dice.below(6) :]


def _letter_in(lines, at, dice):
    place = dice.below(len(lines[at]) + 1)
    lines[at] = lines[at][:place] + chr(dice.below(0xD7FF)) + lines[at][place:]


def _cut_short(lines, at, dice):
    del lines[at:]
    lines.append("[[gate" if dice.below(2) else "")


MUTATIONS = {
    "a line gone": _line_gone,
    "a line twice": _line_twice,
    "another value": _other_value,
    "another key": _other_key,
    "the value of another key": _swapped_value,
    "something put in": _bit_in,
    "something taken out": _bit_out,
    "any letter": _letter_in,
    "cut short": _cut_short,
}


def _bombs():
    yield "deep", "a = " + "[" * 60_000
    yield "deep braces", "a = " + "{a=" * 5_000 + "1" + "}" * 5_000
    yield "dots", "a" + ".a" * 60_000 + " = 1"
    yield "keys", "\n".join(f"k{n} = 1" for n in range(24_000))
    yield "50,000 keys", "\n".join(f"k{n} = 1" for n in range(50_000))
    yield "headings", "\n".join(f"[a{n}]" for n in range(20_000))
    yield "cards", "[[gate]]\n" * 20_000
    yield "cards with ids", "\n".join(f'[[sign]]\nid = "s{n}"' for n in range(9_000))
    yield "quotes", '"' * 200_000
    yield "one word", "x" * 200_000
    yield "long text", "[[gate]]\nid = '" + "x" * 200_000 + "'"
    yield "exponent", "x = 1e99999999999999999999"
    yield "not UTF-8", "\udcff\udcfe"


BOMBS = tuple(_bombs())


def mutated(text, dice):
    """A text with one to four things changed, and what was done to it."""
    if dice.below(50) == 0:
        name, bomb = dice.one_of(BOMBS)
        return f"{text}\n{bomb}\n", (name,)
    lines, done = text.split("\n"), []
    for _ in range(1 + dice.below(4)):
        name = dice.one_of(tuple(MUTATIONS))
        MUTATIONS[name](lines, dice.below(len(lines)), dice)
        lines = lines or [""]
        done.append(name)
    return "\n".join(lines), tuple(done)


class Run:
    """A folder with protocols to be broken, and what came of it."""

    def __init__(self, folder, seed):
        self.dice = Dice(seed)
        self.small = self._shelf(folder / "small", SMALL)
        self.full = self._shelf(folder / "full", resources.protocols())
        self.done, self.came = Counter(), Counter()
        self.faulty, self.slowest = [], (0.0, "")
        child = folder / "small" / "mine" / "2026-1.toml"
        child.parent.mkdir()
        child.write_text(CHILD, encoding="utf-8")
        self.child = child
        texts = (*self.small, *self.full, child)
        self.whole = {path: path.read_text(encoding="utf-8") for path in texts}

    def _shelf(self, folder, of):
        shutil.copytree(of, folder)
        protocol = next(p for p in sorted(folder.glob("*/20*.toml")))
        return protocol, next(iter(sorted(folder.glob("vocabulary/*s.toml"))))

    def one(self, number):
        full = number % FULL == FULL - 1
        protocol, shared = self.full if full else self.small
        if not full and self.dice.below(LIST) == 0:
            protocol = self.child
        broken = shared if self.dice.below(LIST) == 0 else protocol
        text, done = mutated(self.whole[broken], self.dice)
        self.done.update(done)
        broken.write_bytes(text.encode("utf-8", "surrogateescape"))
        try:
            self._load(number, protocol, f"{broken.name}: {', '.join(done)}")
        finally:
            broken.write_text(self.whole[broken], encoding="utf-8")

    def _load(self, number, protocol, about):
        # What this process took: others may be busy on the same machine.
        begun = time.process_time()
        try:
            held = library.load(protocol)
            came = "loaded" if isinstance(held, Protocol) and held.digest else "half"
        except ProtocolFault as fault:
            lines = [str(each) for each in fault.faults]
            placed = lines and all(PLACED.match(line) for line in lines)
            came = "told" if placed else "told without its place"
        except Exception as fault:  # noqa: BLE001 - that is what is looked for
            came = f"a trace of {type(fault).__name__}"
        took = time.process_time() - begun
        self.came[came] += 1
        self.slowest = max(self.slowest, (took, about))
        if came not in ("loaded", "told") or took > SLOWEST:
            self.faulty.append(f"file {number} ({about}): {came}, {took:.2f} s")


def run(files, seed=SEED):
    """Break so many files, and give what came of it."""
    with tempfile.TemporaryDirectory() as folder:
        made = Run(Path(folder), seed)
        for number in range(files):
            made.one(number)
    return made


def main():
    """Print the counts."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("files", nargs="?", type=int, default=FILES)
    asked.add_argument("--seed", type=int, default=SEED)
    typed = asked.parse_args()
    begun = time.perf_counter()
    made = run(typed.files, typed.seed)
    took, about = made.slowest
    print(f"{typed.files:,} files, seed {typed.seed}, {time.perf_counter() - begun:.0f} s")
    print(f"{typed.files // FULL:,} of full size")
    for came, count in made.came.most_common():
        print(f"  {count:6,} {came}")
    print(f"slowest {took:.2f} s ({about})")
    for name, count in sorted(made.done.items()):
        print(f"  {count:6,} × {name}")
    print("\n".join(made.faulty) or "No file ended otherwise.")
    return 1 if made.faulty else 0


if __name__ == "__main__":
    sys.exit(main())
