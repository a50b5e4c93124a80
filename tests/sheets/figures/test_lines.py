"""
The observation line, the line of a hold, and the bars of a dose.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from planner.clinic.papers import session_plan
from planner.sheets.figures import holds, observation
from planner.sheets.figures.doses import Bar, dose_bars
from planner.sheets.figures.holds import HoldLine, HoldMark, hold_line
from planner.sheets.figures.observation import PHASES, observation_line
from planner.sheets.rows.holding import holds as holds_of
from planner.sheets.rows.observation import chart
from sheets import making
from sheets.figures.reading import LEAST_CONTRAST, contrast, grey, read, texts, title
from sheets.making import HEAD, deferred, injected, session, situation

HOSTILE = ("<script>alert(1)</script>", "</style>", "{{7*7}}", "&lt;")
NOON = datetime(2026, 11, 22, 11, 0, tzinfo=UTC)


def dots(picture):
    """
    Where the true times stand on the line.
    """
    return [float(each.get("cx")) for each in read(picture).iter("circle")]


def test_the_line_stands_at_true_times(shipped):
    """
    Dots are as far from each other as the times are, and each has its own column.
    """
    told = chart(situation(injected()), shipped)
    at = dots(observation_line(told))
    places = [box.place for box in told.boxes]
    begin, end = at[0], at[-1]

    assert len(at) == len(told.boxes)
    assert [round((x - begin) / (end - begin) * 1000) for x in at] == places


def test_the_phases_end_where_the_protocol_says(shipped):
    """
    Word, span and clock time of each come from the protocol and the journal.
    """
    said = texts(observation_line(chart(situation(injected()), shipped)))

    assert "floor 40 min" in said
    assert "until 11:20" in said
    assert "recommended 60 min" in said
    assert "until 11:40" in said


def test_before_the_last_needle_the_times_are_lines_to_write_on(shipped):
    """
    Nothing was injected: no clock time is made up.
    """
    told = chart(situation(session(exposures=())), shipped)
    said = texts(observation_line(told))

    assert said.count("until") == 2
    assert not any(":" in each for each in said)


@pytest.mark.parametrize("phase", PHASES)
def test_the_words_of_a_phase_are_read_on_its_ground(phase):
    """
    In colour and in grey, at least 4.5 to 1.
    """
    fill, _, ink = phase

    assert contrast(ink, fill) >= LEAST_CONTRAST
    assert contrast(grey(ink), grey(fill)) >= LEAST_CONTRAST


def test_the_phases_are_told_apart_in_grey():
    """
    The two a protocol has today differ as greys.
    """
    assert contrast(grey(PHASES[0][0]), grey(PHASES[1][0])) > 3


@pytest.mark.parametrize("text", HOSTILE)
def test_a_chart_with_hostile_words_is_printed_literally(shipped, text):
    """
    A word of the protocol is text, whatever it looks like.
    """
    told = chart(situation(injected()), shipped)
    floors = tuple(evolve(each, word=text) for each in told.floors)
    said = texts(observation_line(evolve(told, floors=floors)))

    assert f"{text} 40 min" in said


def a_hold(**changes):
    """
    A hold with all its marks.
    """
    marks = (
        HoldMark(shape="dose", word="last dose", clock="a", at=NOON),
        HoldMark(
            shape="injection", word="last injection", clock="b", at=NOON + timedelta(1)
        ),
        HoldMark(shape="rule", word="not before", clock="c", at=NOON + timedelta(hours=26)),
        HoldMark(shape="restart", word="restart", clock="d", at=NOON + timedelta(hours=28)),
    )
    return HoldLine(**{"medicine": "Aspirin 100", "marks": marks, **changes})


@settings(deadline=None)
@given(
    hours=st.lists(st.integers(0, 400), min_size=1, max_size=5),
    words=st.lists(st.text("abc xyz", min_size=1, max_size=40), min_size=5, max_size=5),
)
def test_marks_stand_in_order_and_their_labels_on_none_another(hours, words):
    """
    For every set of times: left is earlier, and no two labels of a lane touch.
    """
    marks = [
        HoldMark(shape="rule", word=word, clock="12:00", at=NOON + timedelta(hours=hour))
        for hour, word in zip(hours, words, strict=False)
    ]
    placed = holds._placed(marks)
    order = [(mark.at, x) for mark, x, *_ in placed]

    assert order == sorted(order)
    assert all(0 <= x <= holds.WIDE for _, x in order)
    for lane in {each[3] for each in placed}:
        ends = float("-inf")
        for mark, _, left, here in placed:
            if here == lane and len(placed) <= len(holds._LANES):
                assert left >= ends
                ends = left + len(mark.word) * 1.2


def test_times_of_a_hold_are_where_they_are_in_time():
    """
    The injection a day after the last dose, the restart four hours later: 24 to 28.
    """
    placed = holds._placed(list(a_hold().marks))
    x = [each[1] for each in placed]

    assert round((x[1] - x[0]) / (x[3] - x[0]), 6) == round(24 / 28, 6)


def test_a_hold_before_the_late_reading_tells_no_time(shipped):
    """
    It is withheld in words; neither the line nor its description has a date.
    """
    before = situation(session(tests=(), exposures=()))
    [told] = holds_of(before, shipped)
    picture = hold_line(told)

    assert told.marks == ()
    assert texts(picture) == [
        "Withheld: no date is told before the late reading is negative."
    ]
    assert "2026" not in picture


def test_a_hold_after_an_injection_is_told_whole(shipped):
    """
    Last dose, enough, injection, restart not before, and as agreed, each with its time.
    """
    [told] = holds_of(situation(injected()), shipped)

    assert [(mark.word, mark.clock) for mark in told.marks] == [
        ("last dose", "21 November 2026, 08:00"),
        ("long enough from", "22 November 2026, 08:00"),
        ("last injection", "22 November 2026, 10:40"),
        ("restart not before", "22 November 2026, 12:40"),
        ("restart as agreed", "22 November 2026, 15:00"),
    ]


def test_a_hold_before_the_injection_counts_from_words(shipped):
    """
    The restart is not before 2 h after an injection that is still to come.
    """
    [told] = holds_of(situation(session()), shipped)
    said = {mark.word: (mark.clock, mark.at is None) for mark in told.marks}

    assert said["last injection"] == ("not yet", True)
    assert said["restart not before"] == ("2 h after the last injection", True)


def test_after_the_end_only_the_restart_is_told(shipped):
    """
    Of a deferred session without a late reading the restart is never withheld.
    """
    [told] = holds_of(situation(deferred()), shipped)

    assert [mark.word for mark in told.marks] == ["restart as agreed"]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_medicine_with_a_hostile_name_is_printed_literally(text):
    """
    In the bar, in the words beside it and in the name of the picture.
    """
    picture = hold_line(a_hold(medicine=text))

    assert f"without {text}" in texts(picture)
    assert text in title(picture)


def bar(share, *, filled=False, words="10 mg"):
    """
    One bar.
    """
    part = None if share is None else Decimal(share)
    return Bar(word="planned", share=part, words=words, filled=filled)


def lengths(picture):
    """
    How far the filled part of each bar reaches, and where the limit stands.
    """
    tree = read(picture)
    wall = float(tree.findall("path")[0].get("d").split("L")[0][1:].split()[0])
    ends = [
        float(each.get("x")) + float(each.get("width"))
        for each in tree.iter("rect")
        if each.get("stroke-width") == "0.3"
    ]
    return ends, wall


@pytest.mark.parametrize(
    ("share", "beyond"), [("0.99", False), ("1", False), ("1.01", True), ("40", True)]
)
def test_only_what_is_over_the_limit_goes_through_the_wall(share, beyond):
    """
    Just under, at, just over and far over: hatching in red begins where the limit ends.
    """
    picture = dose_bars((bar(share),), "200 mg")
    hatched = [
        each for each in read(picture).iter("rect") if each.get("stroke") == "#9c1016"
    ]

    assert bool(hatched) is beyond


@given(share=st.decimals("0.01", "1", places=2))
def test_a_bar_is_as_long_as_its_share(share):
    """
    Up to the limit the bar is that part of the way to the wall.
    """
    picture = dose_bars((bar(share),), "200 mg")
    [end], wall = lengths(picture)
    begin = min(float(each.get("x")) for each in read(picture).iter("rect"))

    assert abs((end - begin) - max((wall - begin) * float(share), 0.4)) < 0.05


def test_the_number_is_always_beside_the_bar():
    """
    Also where nothing is known, and then there is no bar.
    """
    known = dose_bars((bar("0.5"), bar("0.4", words="8 mg")), "20 mg")
    unknown = dose_bars((bar(None, words="not known"),), "20 mg")

    assert texts(known) == ["planned", "10 mg", "planned", "8 mg"]
    assert texts(unknown) == ["planned", "not known"]
    assert [*read(unknown).iter("rect")] == []
    assert title(known) == "Dose against limit: 20 mg"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_of_a_bar_are_printed_literally(text):
    """
    In the words and in the name.
    """
    picture = dose_bars((bar("0.5", words=text),), text)

    assert text in texts(picture)
    assert text in title(picture)


def test_planned_and_given_are_told_apart(small):
    """
    2.4 mL of 1 % planned and 2 mL given: 24 mg beside 20 mg, each with its share.
    """
    given_less = making.exposure("delivery", "lidopan", "LX0O17", "2026-11-22 10:31")
    given_less = evolve(given_less, volume=making.Quantity.of("2 mL"), points="1-20")
    items = (making.item(),)
    told = situation(
        injected(exposures=(given_less,), plan=evolve(making.plan(), items=items))
    )
    [row] = session_plan(told, small, (), head=HEAD, names={}).doses

    assert texts(row.bars) == ["planned", "24 mg · 13 %", "given", "20 mg · 11 %"]


def test_pictures_are_the_same_every_time(shipped):
    """
    Byte for byte.
    """
    told = chart(situation(injected()), shipped)

    assert observation_line(told) == observation_line(told)
    assert hold_line(a_hold()) == hold_line(a_hold())
    assert observation.WIDE == holds.WIDE
