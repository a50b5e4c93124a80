"""
Whatever stands in a file: it loads, or every fault is told, and soon.
"""

from __future__ import annotations

import re
from time import perf_counter

import pytest

from planner import library
from planner.errors import ProtocolFault
from planner.model.protocol import Protocol

MUTATIONS = 2000
# It must not hang; how fast it is, is measured elsewhere.
HANGS = 60
BITS = [
    "nan", "-inf", "1e400", '"""', "'''", "[[", "]]", "{", "}", "=", "\\u202e",
    "\u202e", "\ufeff", "\x00", "true", "1", '"1"', "[[gate]]", "[protocol]", "\\",
    "\n", "#", "a.b.c", "9" * 5000, "2026-13-40", "µ", ",", "source", "kind", '""',
    "1979-05-27T07:32:00Z", "[" * 300, "a." * 300, "٣ mm", "[[case.move]]",
]  # fmt: skip
PLACED = re.compile(r"small/2026-1\.toml(:\d+)?: ")


class Dice:
    """
    Chance that comes out the same in every run.
    """

    def __init__(self, seed):
        self.held = seed

    def below(self, most):
        self.held = (self.held * 6364136223846793005 + 1442695040888963407) % 2**64
        return (self.held >> 33) % most

    def one_of(self, things):
        return things[self.below(len(things))]


def mutated(text, dice):
    """
    A text with one to four things gone, doubled, moved or put in.
    """
    for _ in range(1 + dice.below(4)):
        lines = text.split("\n")
        line, place = dice.below(len(lines)), dice.below(len(text) + 1)
        match dice.below(6):
            case 0:
                del lines[line]
                text = "\n".join(lines)
            case 1:
                lines.insert(dice.below(len(lines)), lines[line])
                text = "\n".join(lines)
            case 2:
                text = text[:place] + dice.one_of(BITS) + text[place:]
            case 3:
                text = text[:place] + text[place + 1 + dice.below(20) :]
            case 4:
                lines[line] = lines[line].split("=")[0] + "= " + dice.one_of(BITS)
                text = "\n".join(lines)
            case _:
                text = text[:place] + chr(dice.below(0x3000)) + text[place:]
    return text


def test_no_mutation_does_more_than_be_told(file):
    """
    Two thousand changed files: a protocol, or faults with their places.
    """
    whole = file.read_text(encoding="utf-8")
    dice = Dice(20261122)
    told, unplaced = 0, []

    for _ in range(MUTATIONS):
        text = mutated(whole, dice)
        file.write_bytes(text.encode())
        begun = perf_counter()
        try:
            assert isinstance(library.load(file), Protocol)
        except ProtocolFault as fault:
            told += 1
            lines = [str(each) for each in fault.faults]
            unplaced += [line for line in lines if not PLACED.match(line)]
        assert perf_counter() - begun < HANGS, text

    assert told > MUTATIONS / 2
    assert unplaced == []


@pytest.mark.parametrize(
    "more",
    [
        pytest.param("a = " + "[" * 100_000, id="deep"),
        pytest.param("a = " + "{a=" * 5000 + "1" + "}" * 5000, id="deep braces"),
        pytest.param("a" + ".a" * 100_000 + " = 1", id="dots"),
        pytest.param('"a"' + '."a"' * 50_000 + " = 1", id="quoted dots"),
        pytest.param("\n".join(f"k{n} = 1" for n in range(20_000)), id="keys"),
        pytest.param("\n".join(f"[a{n}]" for n in range(20_000)), id="headings"),
        pytest.param("[[gate]]\n" * 20_000, id="cards"),
        pytest.param('"' * 200_000, id="quotes"),
        pytest.param("x" * 200_000, id="one word"),
        pytest.param("[[gate]]\nid = '" + "x" * 200_000 + "'", id="long text"),
        pytest.param("x = " + "9" * 5000, id="digits"),
        pytest.param("x = 1e99999999999999999999", id="exponent"),
        pytest.param(
            "[[effect]]\nid = 'e'\ntitle = 't'\ncomplication = true\nsource = ["
            + ",".join(f"'s{n}'" for n in range(20_000))
            + "]",
            id="unknown words",
        ),
    ],
)
def test_a_bomb_is_told(file, more):
    """
    Nothing within the cap makes the reader hang, or end otherwise than with a fault.
    """
    file.write_text(file.read_text(encoding="utf-8") + "\n" + more, encoding="utf-8")

    begun = perf_counter()
    with pytest.raises(ProtocolFault) as caught:
        library.load(file)

    assert perf_counter() - begun < HANGS
    assert len(str(caught.value)) < 20_000


@pytest.mark.parametrize("char", ["\u202e", "\u2066", "\u200f", "\u2028", "\ufeff"])
@pytest.mark.parametrize("escaped", [True, False])
def test_a_character_nobody_sees_is_told(file, changed, char, escaped):
    """
    Written or escaped, in a text: what turns a line around does not load.
    """
    written = f"\\u{ord(char):04x}" if escaped else char
    changed("Offer another", f"Offer {written}another")

    with pytest.raises(ProtocolFault, match=f":67: .*U.{ord(char):04X}"):
        library.load(file)


def test_a_character_nobody_sees_is_told_in_a_remark(file, changed):
    """
    A remark cannot hide anything either.
    """
    changed("# A whole", "# A \u202ewhole")

    with pytest.raises(ProtocolFault, match=":1: The unseen character"):
        library.load(file)
