"""
A course as a picture: for every session its ladder on the calendar, and what is around it.

A row is a session, the axis is the calendar. Bands differ in edge and fill, marks in
shape; the legend names every one of them.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from textwrap import wrap
from typing import TYPE_CHECKING

from attrs import frozen

from planner.sheets.figures import svg
from planner.sheets.figures.svg import DEEP, INK, LINE, PAPER, QUIET, RED, TINT, WASH
from planner.sheets.language import t, tc

if TYPE_CHECKING:
    from markupsafe import Markup

# In millimetres. 8 pt are 2.82 mm: no word is smaller, and what is too long for the words
# at the left goes on in another line.
WIDE = 186.0
_LEFT, _HEAD, _BAR, _ROW, _LANE, _LEGEND = 58.0, 9.0, 4.0, 11.4, 5.2, 6.0
_SIZE, _SMALL, _LINE = 2.9, 2.83, 3.5
# How wide letters are of what is reckoned, bold ones the second.
_LETTER = (0.94, 1.01)
_WEEK, _MANY_DAYS, _OVER_A_MONTH, _MARKS = 7, 200, 32, 60
_DAY = timedelta(days=1)
PLANNED, HELD, NOT_COUNTED = "planned", "held", "not counted"
_AWAY = "#c9d0d5"


@frozen(kw_only=True)
class Stretch:
    """
    Days from one to another, both included, in words where there is room.
    """

    first: date
    last: date
    words: str = ""


@frozen(kw_only=True)
class Ladder:
    """
    The five days of one session's spacing; the last is none where it has no limit.
    """

    never_before: date
    earliest: date
    recommended_from: date
    recommended_to: date
    overdue_after: date | None


@frozen(kw_only=True)
class Row:
    """
    One session: planned, held, or held without counting.

    `misses` are the wishes its date does not keep; `holds` the medicines held for it.
    """

    number: int
    title: str
    when: str
    day: date
    state: str
    ladder: Ladder | None = None
    test: date | None = None
    reading: date | None = None
    holds: tuple[Stretch, ...] = ()
    misses: tuple[str, ...] = ()


@frozen(kw_only=True)
class Lane:
    """
    One thing the dates go around: `hard` ones always, the others where they can.
    """

    title: str
    hard: bool
    stretches: tuple[Stretch, ...]


@frozen(kw_only=True)
class Drawn:
    """
    A whole course: its sessions, what is around them, and today.
    """

    title: str
    rows: tuple[Row, ...]
    lanes: tuple[Lane, ...]
    today: date | None = None


def course_picture(drawn: Drawn) -> Markup:
    """
    The picture of a course; without a session, the lanes alone.
    """
    first, last = span(drawn)
    axis = _Axis(first, last)
    body: list[Markup] = []
    y = _HEAD
    for row in drawn.rows:
        drawn_row, high = _row(row, y, axis)
        body += drawn_row
        y += high
    y += 2
    if drawn.lanes:
        body.append(svg.text(0, y + 2.6, t("Around it"), _SIZE, bold=True, ink=DEEP))
        y += 4
    for lane in drawn.lanes:
        titles = _lines(_named(lane), _SIZE) or [""]
        body += _lane(lane, titles, y, axis)
        y += _LANE + _LINE * (len(titles) - 1)
    grid = _grid(drawn, axis, y)
    legend, high = _legend(drawn, y + 3)
    return svg.picture(
        [*grid, *body, *legend],
        (WIDE, y + 3 + high),
        title=drawn.title,
        told=". ".join(_told(row) for row in drawn.rows),
        kind="course",
    )


def span(drawn: Drawn) -> tuple[date, date]:
    """
    The first and the last day that are shown: those of the sessions, with what belongs
    to them. What is around them is cut there.
    """
    days = [row.day for row in drawn.rows]
    for row in drawn.rows:
        days += [day for day in (row.test, row.reading) if day]
        days += [day for each in row.holds for day in (each.first, each.last)]
        if row.ladder:
            days += [row.ladder.never_before, row.ladder.recommended_to]
            days += [row.ladder.overdue_after] if row.ladder.overdue_after else []
    if not days:
        days = [
            day for lane in drawn.lanes for s in lane.stretches for day in (s.first, s.last)
        ]
    days = days or [drawn.today or date(2000, 1, 1)]
    # Room for a mark on the first and the last day.
    room = timedelta(days=2 + (max(days) - min(days)).days // _MARKS)
    return min(days) - room, max(days) + room


class _Axis:
    # The calendar from one day to another, as places between the left words and the edge.
    def __init__(self, first: date, last: date) -> None:
        self.first, self.last = first, last
        self.unit = (WIDE - _LEFT - 1) / ((last - first).days + 1)

    def begin(self, day: date) -> float:
        day = min(max(day, self.first), self.last + _DAY)
        return _LEFT + (day - self.first).days * self.unit

    def middle(self, day: date) -> float:
        return self.begin(day) + self.unit / 2

    def shows(self, stretch: Stretch) -> bool:
        return stretch.last >= self.first and stretch.first <= self.last


def _grid(drawn: Drawn, axis: _Axis, low: float) -> list[Markup]:
    out: list[Markup] = []
    days = (axis.last - axis.first).days
    firsts = [axis.first]
    for ahead in range(1, days + 1):
        day = axis.first + ahead * _DAY
        if day.day == 1:
            firsts.append(day)
        elif day.weekday() == 0 and days <= _MANY_DAYS:
            x = axis.begin(day)
            out.append(svg.line([(x, _HEAD - 2), (x, low)], width=0.12, ink="#d5dbdf"))
            left = axis.begin(_next_month(day)) - x
            room = svg.wide("000", _SMALL)
            if axis.unit * _WEEK > room and left > room:
                words = str(day.day)
                out.append(svg.text(x + 0.3, _HEAD - 2.4, words, _SMALL, ink=QUIET))
    ends = [*firsts[1:], axis.last + _DAY]
    for day, end in zip(firsts, ends, strict=True):
        x = axis.begin(day)
        if day.day == 1:
            out.append(svg.line([(x, 0.5), (x, low)], width=0.3, ink=LINE))
        room = axis.begin(end) - x - 1.5
        # Numbers, because a month's name alone has another form in some languages.
        ways = (f"{day.month:02d}/{day.year}", f"{day.month:02d}")
        words = next((way for way in ways if svg.wide(way, _SIZE) <= room), "")
        if words:
            out.append(svg.text(x + 0.8, 3, words, _SIZE, bold=True, ink=DEEP))
    if drawn.today and axis.first <= drawn.today <= axis.last:
        x = axis.middle(drawn.today)
        out.append(svg.line([(x, 4), (x, low)], width=0.4, ink=RED, dash="1.2 0.8"))
    return out


def _next_month(day: date) -> date:
    return (day.replace(day=1) + _OVER_A_MONTH * _DAY).replace(day=1)


def _state(row: Row) -> str:
    return {
        PLANNED: tc("session", "planned"),
        HELD: tc("session", "held"),
        NOT_COUNTED: t("held, not counted"),
    }[row.state]


def _lines(words: str, size: float, *, bold: bool = False) -> list[str]:
    # Words in lines that end before the calendar begins.
    letter = svg.wide("0", size) * _LETTER[bold]
    return wrap(words, int((_LEFT - 2) / letter))


def _words(row: Row, y: float) -> tuple[list[Markup], float]:
    # What stands at the left of a row, and where it ends.
    head = f"{row.number} · {row.title}" + (
        "" if row.state == PLANNED else f" · {_state(row)}"
    )
    out = []
    told = [(line, _SIZE, True, "") for line in _lines(head, _SIZE, bold=True)]
    told += [(line, _SIZE, False, "") for line in _lines(row.when, _SIZE)]
    for words in row.misses:
        told += [(line, _SMALL, False, QUIET) for line in _lines(f"× {words}", _SMALL)]
    for line, size, bold, ink in told:
        y += _LINE
        out.append(svg.text(0, y, line, size, bold=bold, ink=ink))
    return out, y + 1.6


def _row(row: Row, y: float, axis: _Axis) -> tuple[list[Markup], float]:
    # A row, and how high it is.
    words, low = _words(row, y)
    out = [svg.line([(0, y), (WIDE, y)], width=0.15, ink=LINE), *words]
    top = y + 3.6
    if row.ladder:
        out += _bands(row.ladder, top, axis)
    # Each medicine in a line of its own, under the mark of a late reading.
    under = top + _BAR + (4.2 if row.reading else 2.2)
    for at, hold in enumerate(row.holds):
        out += _hold(hold, under + at * _LINE, axis)
        low = max(low, under + at * _LINE + 2)
    if row.test:
        out.append(_square(axis.middle(row.test), top - 1.5))
    if row.reading:
        # Under the bar, as it may be the day after.
        out.append(_diamond(axis.middle(row.reading), top + _BAR + 1.5))
    out += _session(row, axis.middle(row.day), top + _BAR / 2)
    return out, max(_ROW, low - y)


def _bands(ladder: Ladder, y: float, axis: _Axis) -> list[Markup]:
    limit = ladder.overdue_after
    after = ladder.recommended_to + _DAY
    days = [ladder.never_before, ladder.earliest, ladder.recommended_from, after]
    days.append(limit + _DAY if limit else axis.last + _DAY)
    looks = ((PAPER, LINE, "0.9 0.7"), (WASH, LINE, ""), (TINT, INK, ""), (WASH, LINE, ""))
    out = []
    for (first, last), (fill, edge, dash) in zip(pairwise(days), looks, strict=True):
        begin, end = axis.begin(first), axis.begin(last)
        if end > begin:
            out.append(
                svg.rect(
                    begin,
                    y,
                    end - begin,
                    _BAR,
                    fill=fill,
                    stroke=edge,
                    width=0.25,
                    dash=dash,
                )
            )
    if limit:
        x = axis.begin(limit + _DAY)
        out.append(svg.line([(x, y - 1), (x, y + _BAR + 1)], width=0.7, ink=RED))
    return out


def _hold(hold: Stretch, y: float, axis: _Axis) -> list[Markup]:
    begin, end = axis.middle(hold.first), axis.middle(hold.last)
    out = [
        svg.line([(begin, y), (end, y)], width=0.9, ink=INK),
        svg.line([(begin, y - 0.9), (begin, y + 0.9)], width=0.5, ink=INK),
        svg.line([(end, y - 0.9), (end, y + 0.9)], width=0.5, ink=INK),
    ]
    if hold.words:
        fits = end + 1 + svg.wide(hold.words, _SMALL) <= WIDE
        x, anchor = (end + 1, "start") if fits else (begin - 1, "end")
        out.append(svg.text(x, y + 0.8, hold.words, _SMALL, anchor=anchor))
    return out


def _session(row: Row, x: float, y: float) -> list[Markup]:
    out = [svg.circle(x, y, 2.1, fill=PAPER), _dot(x, y, row.state)]
    if row.state == NOT_COUNTED:
        out.append(_crossed(x, y))
    return out


def _dot(x: float, y: float, state: str) -> Markup:
    if state == PLANNED:
        return svg.circle(x, y, 1.5, fill=PAPER, stroke=DEEP, width=0.7)
    return svg.circle(x, y, 1.8, fill=DEEP)


def _crossed(x: float, y: float) -> Markup:
    return svg.line([(x - 2.4, y + 2.4), (x + 2.4, y - 2.4)], width=0.6, ink=RED)


def _square(x: float, y: float) -> Markup:
    half = 0.85
    return svg.rect(
        x - half, y - half, 2 * half, 2 * half, fill=PAPER, stroke=INK, width=0.35
    )


def _diamond(x: float, y: float) -> Markup:
    drawn = f"M{svg.fmt(x)} {svg.fmt(y - 1.2)}l1.2 1.2l-1.2 1.2l-1.2 -1.2Z"
    return svg.path(drawn, fill=INK, stroke=INK, width=0.3)


def _named(lane: Lane) -> str:
    return lane.title if lane.hard else t("{what} (a wish)", what=lane.title)


def _lane(lane: Lane, titles: list[str], y: float, axis: _Axis) -> list[Markup]:
    out = [
        svg.text(0, y + 3.4 + at * _LINE, title, _SIZE) for at, title in enumerate(titles)
    ]
    for each in lane.stretches:
        if not axis.shows(each):
            continue
        begin, end = axis.begin(each.first), axis.begin(each.last + _DAY)
        out.append(
            svg.rect(
                begin, y + 0.6, max(end - begin, 0.6), _LANE - 1.6,
                fill=_AWAY if lane.hard else PAPER, stroke=QUIET, width=0.25,
                dash="" if lane.hard else "0.7 0.6",
            )
        )  # fmt: skip
        if each.words and svg.wide(each.words, _SMALL) + 1 < end - begin:
            middle = (begin + end) / 2
            out.append(svg.text(middle, y + 3.4, each.words, _SMALL, anchor="middle"))
    return out


def _legend(drawn: Drawn, y: float) -> tuple[list[Markup], float]:
    rows = drawn.rows
    told: list[tuple[str, Markup]] = []
    x0 = 0.0

    def band(fill: str, edge: str, dash: str = "") -> Markup:
        return svg.rect(x0, 0, 6, 3, fill=fill, stroke=edge, width=0.25, dash=dash)

    if any(row.ladder for row in rows):
        told += [
            (t("only with an override"), band(PAPER, LINE, "0.9 0.7")),
            (t("possible"), band(WASH, LINE)),
            (t("recommended"), band(TINT, INK)),
        ]
    if any(row.ladder and row.ladder.overdue_after for row in rows):
        told.append(
            (t("overdue after"), svg.line([(3, -0.4), (3, 3.4)], width=0.7, ink=RED))
        )
    if any(row.state == PLANNED for row in rows):
        told.append((tc("session", "planned"), _dot(3, 1.5, PLANNED)))
    if any(row.state != PLANNED for row in rows):
        told.append((tc("session", "held"), _dot(3, 1.5, HELD)))
    if any(row.state == NOT_COUNTED for row in rows):
        told.append((t("held, not counted"), _dot(3, 1.5, HELD) + _crossed(3, 1.5)))
    if any(row.test for row in rows):
        told.append((t("skin test"), _square(3, 1.5)))
    if any(row.reading for row in rows):
        told.append((t("late reading"), _diamond(3, 1.5)))
    if any(row.holds for row in rows):
        told.append(
            (t("medicine held"), svg.line([(0.4, 1.5), (5.6, 1.5)], width=0.9, ink=INK))
        )
    if any(row.misses for row in rows):
        told.append((t("a wish not kept"), svg.text(1.8, 2.6, "×", _SIZE)))
    if drawn.today:
        told.append(
            (
                t("today"),
                svg.line([(3, -0.4), (3, 3.4)], width=0.4, ink=RED, dash="1.2 0.8"),
            )
        )
    out: list[Markup] = []
    x, begin = 0.0, y
    for words, shape in told:
        long = 7.5 + svg.wide(words, _SIZE) + 4
        if x and x + long > WIDE:
            x, y = 0.0, y + _LEGEND - 1
        out += [svg.moved(x, y, 1, shape), svg.text(x + 7.5, y + 2.5, words, _SIZE)]
        x += long
    return out, y - begin + _LEGEND if told else 0.0


def _told(row: Row) -> str:
    parts = [f"{row.number}: {row.title}", row.when, _state(row)]
    return ", ".join([*parts, *row.misses])
