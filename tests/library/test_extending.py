"""
A protocol stands on another: what it writes changes, all else stays, and only tighter.
"""

from __future__ import annotations

from datetime import date

import pytest

from planner import library, resources
from planner.errors import InputFault, ProtocolFault
from planner.library import extending
from planner.library.cards import CardReader
from planner.library.leaning import leaning
from planner.library.shapes import cards_of
from planner.library.text import Text
from planner.model.course import Span
from planner.model.protocol import OverridePolicy
from planner.model.quantity import Quantity

HEAD = """
[protocol]
id      = "mine"
version = "2026-1"
extends = "small 2026-1"
"""


@pytest.fixture
def child(folder):
    """
    A way to write a protocol that stands on the small one.
    """
    file = folder / "mine" / "2026-1.toml"
    file.parent.mkdir()

    def write(text="", head=HEAD):
        file.write_text(head + text, encoding="utf-8")
        return file

    return write


def test_what_is_not_written_stays(child, small):
    """
    An empty extension holds what its parent holds, under its own name.
    """
    held = library.load(child())

    assert (held.id, held.version, held.title) == ("mine", "2026-1", small.title)
    assert cards_of(held) == cards_of(small)
    assert held.numbers == small.numbers
    assert (held.extends, held.parent_digest) == ("small 2026-1", small.digest)
    assert held.locally_modified is False
    assert held.digest != small.digest


def test_single_keys_are_replaced(child, small):
    """
    Only the keys that are written change; the card keeps its place.
    """
    held = library.load(child('[[gate]]\nid = "left-too-early"\nat_least = "60 min"\n'))

    gate, was = held.gate["left-too-early"], small.gate["left-too-early"]
    assert gate.requires.at_least == Quantity.of("60 min")
    assert (gate.requires.since, gate.because) == (was.requires.since, was.because)
    assert [each.id for each in held.gates] == [each.id for each in small.gates]


def test_a_new_card_stands_with_its_heading(child):
    """
    In the order of a consultation, not at the end of the page.
    """
    held = library.load(
        child(
            '[[gate]]\nid = "not-weighed"\nheading = "anamnesis"\nbefore = "place-test"\n'
            'kind = "between"\nvalue = "weight"\nat_least = "40 kg"\nclass = "safety"\n'
            'weight = "absolute"\nleads_to = "correct"\nbecause = "Doses go by weight."\n'
            'now = "Weigh."\nunknown = "Weigh."\nsource = "house-choice"\n'
        )
    )

    ids = [each.id for each in held.gates]
    assert ids.index("not-weighed") == ids.index("not-consented") + 1


def test_lines_tell_which_file_a_key_stands_in(child):
    """
    A changed key is in the child, the others where they were.
    """
    file = child('[[gate]]\nid = "left-too-early"\nat_least = "60 min"\n')
    lines = library.read(file).lines

    assert lines.of("gate", "left-too-early", "at_least") == "mine/2026-1.toml:8"
    assert lines.of("gate", "left-too-early", "since") == "small/2026-1.toml:154"
    assert lines.of("gate", "wrong-needle").startswith("small/2026-1.toml:")


def test_the_words_of_a_bound_that_moved_may_say_it(child):
    """
    Whoever asks for more may say so; the words open nothing.
    """
    words = {"needed": "60 minutes", "because": "An hour.", "now": "Wait the hour."}
    told = "".join(f'{key} = "{said}"\n' for key, said in words.items())
    card = '[[gate]]\nid = "left-too-early"\nat_least = "60 min"\n'

    gate = library.load(child(card + told)).gate["left-too-early"]

    assert (gate.needed, gate.because, gate.now) == tuple(words.values())


@pytest.mark.parametrize(
    "card",
    [
        '[[gate]]\nid = "left-too-early"\nneeded = "60 minutes"\n',
        '[[gate]]\nid = "left-too-early"\nat_least = "60 min"\nunknown = "Go on."\n',
    ],
)
def test_no_other_words_may_change(child, card):
    """
    Not those of a gate as it stood, and never the way out of "does not know".
    """
    with pytest.raises(ProtocolFault, match="not known to be tighter"):
        library.load(child(card))


def test_a_fork_may_be_looser_and_says_so(child):
    """
    With an id of its own and `fork = true` it loads, and is marked.
    """
    held = library.load(
        child(
            '[[gate]]\nid = "left-too-early"\nat_least = "20 min"\n',
            head=HEAD + 'fork = true\nwithout = ["gate too-much", "sign wheeze"]\n',
        )
    )

    assert held.locally_modified is True
    assert "too-much" not in held.gate
    assert held.signs == ()
    assert library.from_content(library.content(held)).locally_modified is True


def test_an_indication_is_left_out_with_its_phases(child, small):
    """
    What is offered no more opens nothing: it needs no fork, and neither do its ladders.
    """
    leave = 'without = ["indication scars", "spacing weekly", "spacing monthly"]\n'
    held = library.load(child(head=HEAD + leave))

    assert (held.indications, held.phases, held.locally_modified) == ((), (), False)
    assert [each.id for each in held.spacings] == ["begin"]
    told = library.compare(small, held)
    assert [str(each) for each in told if each.card != "protocol"] == [
        'The indication "scars" is removed (tighter).',
        'The spacing "weekly" is removed (tighter).',
        'The spacing "monthly" is removed (tighter).',
        'The phase "scars-weekly" is removed (tighter).',
        'The phase "scars-monthly" is removed (tighter).',
    ]


def test_a_course_may_only_get_tighter(child, small):
    """
    Later, fewer, longer waits, looked at sooner; each told by the difference.
    """
    held = library.load(
        child(
            '[[spacing]]\nid = "weekly"\nnever_before = "8 d"\nearliest = "8 d"\n'
            'recommended_from = "8 d"\noverdue_after = "20 d"\n'
            '[[indication]]\nid = "scars"\nmost_sessions = 5\n'
            '[[phase]]\nid = "scars-monthly"\ncount = 2\nreassess_every = 1\n'
            '[[phase]]\nid = "scars-weekly"\nlate = "re-assess"\n'
            '[[conflict_in_time]]\nid = "sun"\nbefore = "8 d"\nhard = true\n'
        )
    )

    told = library.compare(small, held)
    assert [str(each) for each in told if each.card != "protocol"] == [
        'The indication "scars", "most_sessions": 6 became 5 (tighter).',
        'The spacing "weekly", "never_before": 7 d became 8 d (tighter).',
        'The spacing "weekly", "earliest": 7 d became 8 d (tighter).',
        'The spacing "weekly", "recommended_from": 7 d became 8 d (tighter).',
        'The spacing "weekly", "overdue_after": 21 d became 20 d (tighter).',
        'The phase "scars-weekly", "late": "go on" became "re-assess" (tighter).',
        'The phase "scars-monthly", "count": no limit became 2 (tighter).',
        'The phase "scars-monthly", "reassess_every": 2 became 1 (tighter).',
        'The conflict in time "sun", "before": 1 week became 8 d (tighter).',
        'The conflict in time "sun", "hard": false became true (tighter).',
    ]
    back = library.from_content(library.content(held), digest=held.digest)
    assert cards_of(back) == cards_of(held)


def test_what_stands_on_a_fork_is_locally_modified_too(child, folder):
    """
    The word is not lost on the way up.
    """
    child(head=HEAD + "fork = true\n")
    upper = folder / "upper" / "2026-1.toml"
    upper.parent.mkdir()
    upper.write_text(HEAD.replace("mine", "upper").replace("small", "mine"))

    held = library.load(upper)

    assert held.locally_modified is True
    assert held.extends == "mine 2026-1"


def test_a_pinned_parent_that_is_the_same_loads(child, small):
    """
    The digest is the whole one.
    """
    held = library.load(child(head=HEAD + f'digest = "{small.digest}"\n'))

    assert held.parent_digest == small.digest


def test_faults_of_the_parent_are_told(child, changed):
    """
    Nothing is built on what does not load.
    """
    changed('since    = "last-exposure"', 'since    = "last-exposur"')

    with pytest.raises(ProtocolFault, match="What it extends has faults") as caught:
        library.load(child())

    assert "last-exposur" in str(caught.value)


def test_too_many_on_each_other_are_refused(folder):
    """
    A reader has to follow them all; and a circle never ends.
    """
    for at in range(12):
        file = folder / f"p{at}" / "2026-1.toml"
        file.parent.mkdir()
        file.write_text(HEAD.replace("mine", f"p{at}").replace("small", f"p{at + 1}"))

    with pytest.raises(ProtocolFault, match="stand on each other"):
        library.load(folder / "p0" / "2026-1.toml")

    (folder / "p1" / "2026-1.toml").write_text(
        HEAD.replace("mine", "p1").replace("small", "p0")
    )
    with pytest.raises(ProtocolFault, match="extends itself"):
        library.load(folder / "p0" / "2026-1.toml")


def test_every_shipped_card_can_be_written_again():
    """
    A card written out and read back is the same card.
    """
    protocol = library.load_shipped("mesotherapy")

    for name, cards in cards_of(protocol).items():
        for card in cards:
            text = Text(name="a.toml", tables={}, lines=None)
            reader = CardReader(text)
            assert reader.card(type(card), (name, 0), extending.written(card)) == card


@pytest.mark.parametrize(
    ("count", "said"),
    [("8 ampoules", ""), ("3 ampoules", 'The kit item "adrenaline" is looser')],
)
def test_lists_of_ones_own_change_keys_too(folder, monkeypatch, tmp_path, count, said):
    """
    A clinic's own lists add to those of the shipped shelf, and tighten them.
    """
    monkeypatch.setattr("planner.library.reading.protocols", lambda: folder)
    own = tmp_path / "own" / "mine" / "2026-1.toml"
    lists = tmp_path / "own" / "vocabulary" / "more.toml"
    for each in (own, lists):
        each.parent.mkdir(parents=True)
    own.write_text(HEAD)
    lists.write_text(f'[[kit_item]]\nid = "adrenaline"\nat_least = "{count}"\n')

    if said:
        with pytest.raises(ProtocolFault, match=said):
            library.load(own)
    else:
        (item,) = library.load(own).vocabulary.kit
        assert (item.at_least.amount, item.title) == (8, "Adrenaline")


def test_the_example_of_the_page_for_doctors_loads(tmp_path):
    """
    What protocols/README.md shows stands on the shipped protocol as it is.
    """
    page = (resources.protocols() / "README.md").read_text(encoding="utf-8")
    text = page.partition("```toml\n")[2].partition("```")[0]
    file = tmp_path / "north-clinic" / "2026-1.toml"
    file.parent.mkdir()
    file.write_text(text.replace('digest  = "…"', ""), encoding="utf-8")

    held = library.load(file)

    (change,) = [
        each
        for each in library.compare(library.load_shipped("mesotherapy"), held)
        if each.card == "gate"
    ]
    assert (change.id, change.key, change.way) == ("left-too-early", "at_least", "tighter")


def test_own_gates_only_need_own_cases(child, folder):
    """
    What stands as beneath is shown by the cases beneath.
    """
    file = child('[[gate]]\nid = "left-too-early"\nat_least = "60 min"\n')
    cases = file.with_name("cases.toml")
    cases.write_text("")
    reading = library.read(file)

    found = library.check(
        reading.protocol,
        library.load_cases(cases, reading.protocol),
        on=date(2026, 11, 22),
        lines=reading.lines,
    )

    assert {each.rule for each in found} == {"missing-case"}
    assert all("left-too-early" in each.what for each in found)


def test_own_protocols_are_found_beside_the_shipped(folder, monkeypatch):
    """
    By the environment or as asked; a shipped id is never taken.
    """
    monkeypatch.setenv("MESOPLAN_PROTOCOLS", str(folder))

    assert [each[0] for each in library.find() if each[0] == "small"] == ["small"]
    assert any(each[0] == "mesotherapy" for each in library.find())
    assert library.load_named("small").id == "small"
    assert library.load_named("mesotherapy").id == "mesotherapy"

    (folder / "small").rename(folder / "mesotherapy")
    with pytest.raises(InputFault, match="as a shipped one"):
        library.find()
    monkeypatch.setenv("MESOPLAN_PROTOCOLS", str(folder / "nowhere"))
    with pytest.raises(InputFault, match="is not there"):
        library.find()


def q(text):
    """
    A quantity, or nothing.
    """
    return Quantity.of(text) if text else None


BY = OverridePolicy(by=("physician",), reasons=("a", "b"), monitor=("a",))


@pytest.mark.parametrize(
    ("card", "key", "old", "new", "way"),
    [
        ("between", "at_least", q("1 mm"), q("2 mm"), "tighter"),
        ("between", "at_least", q("2 mm"), q("1 mm"), "looser"),
        ("between", "at_least", None, q("1 mm"), "tighter"),
        ("between", "at_least", q("1 mm"), None, "looser"),
        ("between", "at_least", q("10 mm"), q("1 cm"), "same"),
        ("between", "at_most", q("2 mm"), q("1 mm"), "tighter"),
        ("between", "at_most", q("2 mm"), None, "looser"),
        ("between", "above", q("2 mm"), q("1 mm"), "looser"),
        ("between", "below", q("2 mm"), q("3 mm"), "looser"),
        ("between", "fresh", q("2 h"), q("1 h"), "tighter"),
        ("between", "value", "age", "pulse", "other"),
        ("elapsed", "never", "open", "unknown", "tighter"),
        ("elapsed", "never", "unknown", "open", "looser"),
        ("spaced", "group", "", "lipolytic", "looser"),
        ("spaced", "at_least", q("7 d"), q("1 week"), "same"),
        ("spaced", "at_least", q("7 d"), q("1 month"), "other"),
        ("tested", "over_control", q("3 mm"), q("4 mm"), "looser"),
        ("tested", "histamine_at_least", q("3 mm"), q("4 mm"), "tighter"),
        ("tested", "read_to", q("72 h"), q("80 h"), "looser"),
        ("tested", "read_from", q("24 h"), q("20 h"), "looser"),
        ("composed", "excludes", ("a", "b"), ("a",), "looser"),
        ("within-limit", "limits", ("a",), ("a", "b"), "tighter"),
        ("within-limit", "at_most", q("1 fraction"), q("0.5 fraction"), "tighter"),
        ("answer", "needs", ("a", "b"), ("b",), "tighter"),
        ("answer", "needs", ("a",), ("b",), "looser"),
        ("gate", "weight", "relative", "absolute", "tighter"),
        ("gate", "weight", "absolute", "temporary", "other"),
        ("gate", "class", "record", "safety", "tighter"),
        ("gate", "before", ("deliver",), ("injection",), "tighter"),
        ("gate", "before", ("injection",), ("injection", "deliver"), "same"),
        ("gate", "before", ("discharge",), ("discharged",), "looser"),
        ("gate", "before", ("end-visit",), ("discharge",), "looser"),
        ("gate", "override", BY, None, "tighter"),
        ("gate", "override", None, BY, "looser"),
        (
            "gate",
            "override",
            BY,
            OverridePolicy(by=("physician",), reasons=("a", "b")),
            "looser",
        ),
        (
            "gate",
            "override",
            BY,
            OverridePolicy(by=("physician",), reasons=("a",), monitor=("a",)),
            "tighter",
        ),
        ("gate", "applies_if", "x", "", "tighter"),
        ("gate", "applies_if", "x", "y", "other"),
        ("gate", "leads_to", "refused", "deferred", "other"),
        ("gate", "source", ("a",), ("a", "b"), "tighter"),
        ("gate", "source", ("a",), ("b",), "other"),
        ("when", "answers", ("a",), ("a", "b"), "tighter"),
        ("when", "answers", (), ("a",), "other"),
        ("when", "all_of", ("a",), ("a", "b"), "looser"),
        ("when", "history", "exposed", "delivered", "other"),
        ("question", "fresh", "", "90 d", "tighter"),
        ("question", "fresh", "90 d", "", "looser"),
        ("question", "fresh", "90 d", "visit", "tighter"),
        ("question", "fresh", "visit", "2 d", "looser"),
        ("question", "fresh", "visit", "60 min", "other"),
        ("question", "fresh", "visit", "soon", "other"),
        ("question", "fresh", "60 min", "30 min", "tighter"),
        ("question", "answers", ("a", "b"), ("a",), "looser"),
        ("question", "answers", ("a",), ("a", "b"), "other"),
        ("question", "scope", "session", "patient", "looser"),
        ("training", "lapses", False, True, "tighter"),
        ("training", "lapses", True, False, "looser"),
        ("question", "not_applicable", True, False, "tighter"),
        ("trigger", "above", q("120 /min"), q("110 /min"), "tighter"),
        ("technique", "depth_to", q("4 mm"), q("6 mm"), "looser"),
        ("number", "value", q("4 mm"), q("6 mm"), "other"),
        ("spacing", "never_before", Span("7 d"), Span("8 d"), "tighter"),
        ("spacing", "never_before", Span("7 d"), Span("1 week"), "same"),
        ("spacing", "never_before", Span("7 d"), Span("6 d"), "looser"),
        ("spacing", "earliest", Span("30 d"), Span("1 month"), "other"),
        ("spacing", "earliest", Span("28 d"), Span("1 month"), "tighter"),
        ("spacing", "earliest", Span("1 month"), Span("5 weeks"), "tighter"),
        ("spacing", "earliest", Span("24 h"), Span("2 d"), "other"),
        ("spacing", "earliest", Span("24 h"), Span("25 h"), "tighter"),
        ("spacing", "overdue_after", None, Span("21 d"), "tighter"),
        ("spacing", "overdue_after", Span("21 d"), None, "looser"),
        ("spacing", "overdue_after", Span("21 d"), Span("20 d"), "tighter"),
        ("spacing", "overdue_after", Span("21 d"), Span("22 d"), "looser"),
        ("indication", "most_sessions", 6, 5, "tighter"),
        ("indication", "most_sessions", 6, 7, "looser"),
        ("indication", "most_sessions", None, 7, "tighter"),
        ("indication", "most_sessions", 7, None, "looser"),
        ("indication", "begin", "begin", "weekly", "other"),
        ("indication", "within", Span("6 months"), Span("1 year"), "other"),
        ("phase", "count", None, 4, "tighter"),
        ("phase", "count", 4, 3, "tighter"),
        ("phase", "count", 4, None, "looser"),
        ("phase", "reassess_every", None, 2, "tighter"),
        ("phase", "reassess_every", 2, 1, "tighter"),
        ("phase", "reassess_every", 2, 3, "looser"),
        ("phase", "late", "go on", "re-assess", "tighter"),
        ("phase", "late", "re-assess", "go on", "looser"),
        ("phase", "late", "go on", "start again", "other"),
        ("phase", "stop_when", ("a",), ("a", "b"), "tighter"),
        ("phase", "stop_when", ("a",), ("b",), "looser"),
        ("conflict_in_time", "before", Span("7 d"), Span("14 d"), "tighter"),
        ("conflict_in_time", "after", Span("7 d"), Span("6 d"), "looser"),
        ("conflict_in_time", "hard", False, True, "tighter"),
        ("conflict_in_time", "hard", True, False, "looser"),
        ("conflict_in_time", "weight", 3, 4, "tighter"),
        ("conflict_in_time", "weight", 3, 2, "looser"),
        ("call", "after", Span("24 h"), Span("48 h"), "other"),
        ("limit", "over", "course", "30 d", "other"),
    ],
)
def test_which_way_a_change_goes(card, key, old, new, way):
    """
    One line a key: what is not certain is never called tighter.
    """
    assert leaning(card, key, old, new) == way
