"""
The dates of a course in words: why a session falls on its day, what is waited for, and
the lines of its preparation. The same for the terminal and for paper.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

from planner.sheets import written
from planner.sheets.closed import capital, spaced
from planner.sheets.language import t

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from planner.course.preparation import Line
    from planner.model.course import Reason
    from planner.model.protocol import Protocol


def reason(each: Reason, protocol: Protocol, *, zone: tzinfo = UTC) -> str:
    """
    A reason as a sentence without its full stop.
    """
    values = {name: _worded(text, zone) for name, text in each.values}
    if each.key == "course-needs" and each.code == "answer":
        card = protocol.question.get(values["about"])
        values["about"] = f'"{card.asks}"' if card else values["about"]
    if each.key in _BY_CODE:
        pattern = _BY_CODE[each.key]().get(each.code)
        if pattern is not None:
            return _filled(pattern, values)
    what = called(each.code, protocol)
    return _filled(_plain(each.key, values), {**values, "what": what, "code": what})


def called(code: str, protocol: Protocol) -> str:
    """
    What a constraint is about, in a word or two.
    """
    word = _codes().get(code)
    if word is not None:
        return word
    wait = {each.id: each for each in protocol.conflicts_in_time}.get(code)
    return wait.title if wait else code.replace("-", " ")


def phase(id_: str, protocol: Protocol) -> str:
    """
    What a stretch of the course is called; one that the protocol has no more, by its id.
    """
    card = next((each for each in protocol.phases if each.id == id_), None)
    return card.title if card else capital(spaced(id_))


def prepared(line: Line, protocol: Protocol, *, zone: tzinfo) -> str:
    """
    What one line of the preparation says; a limit of aftercare with its own end.
    """
    about = line.about
    if line.key == "prepare-limit":
        says = next((each.says for each in protocol.lines if each.id == about), about)
        ends = _said_at(line, line.until, zone) if line.until else ""
        about = _filled(says, {"ends": ends})
    elif line.key == "prepare-call":
        about = next((each.title for each in protocol.calls if each.id == about), about)
    elif line.key == "prepare-free-from":
        known = protocol.vocabulary.medicine_class.get(about)
        about = known.title if known else about
    return _filled(_lines()[line.key], {"about": about})


def when(line: Line, *, zone: tzinfo) -> str:
    """
    The time of a line, or of its stretch; a dash where it has none.
    """
    if line.at is not None and line.until is not None:
        return t(
            "{from_} to {to}",
            from_=_said_at(line, line.at, zone),
            to=_ending(line, line.at, line.until, zone),
        )
    if line.at is not None:
        return _said_at(line, line.at, zone)
    if line.until is not None:
        return t("until {to}", to=_said_at(line, line.until, zone))
    return "–"


# Spans of days end as a day begins: nobody calls, or may swim again, at midnight.
_BY_DAY = frozenset({"prepare-limit", "prepare-call", "prepare-free-from"})


def _said_at(line: Line, at: datetime, zone: tzinfo) -> str:
    local = at.astimezone(zone)
    if line.key in _BY_DAY and local.time() == time():
        return written.long_day(local.date())
    return written.long_moment(at, zone)


def _ending(line: Line, begins: datetime, ends: datetime, zone: tzinfo) -> str:
    same = begins.astimezone(zone).date() == ends.astimezone(zone).date()
    return written.clock(ends, zone) if same else _said_at(line, ends, zone)


def _filled(pattern: str, values: Mapping[str, str]) -> str:
    # Values are put in as they are and never read as a pattern.
    out, rest = "", pattern
    while "{" in rest:
        before, _, rest = rest.partition("{")
        name, _, rest = rest.partition("}")
        out += before + values.get(name, "")
    return out + rest


def _worded(text: str, zone: tzinfo) -> str:
    try:
        if "T" in text:
            return written.moment(datetime.fromisoformat(text), zone)
        return written.day(date.fromisoformat(text))
    except ValueError:
        return text


def _plain(key: str, values: Mapping[str, str]) -> str:
    if key == "course-not-free":
        if "near" in values:
            return t("too near: {what} on {near}; free from {from}")
        if "from" in values and "until" in values:
            return t("{what}: not before {from}, not after {until}")
        if "from" in values:
            return t("{what}: not before {from}")
        if "until" in values:
            return t("{what}: not after {until}")
        return t("not free on {on}: {what}")
    return {
        "course-wish-kept": t("kept clear of {what} on {on}"),
        "course-wish-missed": t("this date does not keep a wish: {what}"),
        "course-in-conflict": t("{what} ({item})"),
        "course-no-date": t("its spacing finds no date for session {slot} until {until}"),
        "course-tested": t("a new skin test, placed {placed}, read late {read}"),
        "course-reassess": t("assess again before this session"),
        "course-most": t("this course has at most {sessions} sessions"),
        "course-late": t("overdue since {until}: {code}"),
    }[key]


def _spaced() -> dict[str, str]:
    return {
        "spacing": t("recommended from {from} to {to}"),
        "before recommended": t(
            "earlier than recommended ({from} to {to}), not before {earliest}"
        ),
        "after recommended": t("later than recommended ({from} to {to}), still in time"),
        "overdue": t("overdue: recommended from {from} to {to}"),
    }


def _late() -> dict[str, str]:
    return {
        "late: go on": t("overdue since {until}: the course goes on"),
        "late: repeat": t("overdue since {until}: the session before the gap is repeated"),
        "late: re-assess": t("overdue since {until}: assess again first"),
        "late: start again": t("overdue since {until}: this phase starts again"),
    }


def _early() -> dict[str, str]:
    return {
        "before earliest": t("held before its earliest day, {from}; it counts"),
        "before never-before": t("held before {from}, too early to count; held again"),
    }


def _moved() -> dict[str, str]:
    return {
        "moved later": t("moved later, from {before} to {after}"),
        "moved earlier": t("moved earlier, from {before} to {after}"),
    }


def _waits() -> dict[str, str]:
    return {
        "reaction": t("a reaction on {at} waits for an allergist's letter dated after it"),
        "prescriber": t("{medicine}: its prescriber has not said yet what happens to it"),
        "refused": t("session {slot} was refused for good"),
        "ended": t("the course was ended: {why}"),
    }


def _happened() -> dict[str, str]:
    return {
        "slot-delivered": t("session {slot} was held, {at}"),
        "slot-missed": t("session {slot} was missed, {at}"),
        "slot-refused": t("session {slot} was deferred or refused, {at}"),
        "patient-reacted": t("a reaction, {at}"),
        "reaction-answered": t("an allergist's letter of {dated}"),
        "medicine-begun": t("a medicine: {medicine}"),
        "prescriber-answered": t("the prescriber of {medicine} has answered"),
        "course-version-changed": t("the protocol goes on as version {version}"),
        "course-ended": t("the course was ended: {why}"),
    }


def _needs() -> dict[str, str]:
    return {
        "lot": t("the lot {about} may be used until {until}: another is needed"),
        "answer": t("{about} counts until {until}: to be asked or tested again before"),
    }


_BY_CODE = {
    "course-needs": _needs,
    "course-spaced": _spaced,
    "course-late": _late,
    "course-early": _early,
    "course-moved": _moved,
    "course-waits": _waits,
    "course-happened": _happened,
}


def _codes() -> dict[str, str]:
    return {
        "absence": t("away"),
        "stress": t("a time of stress"),
        "closed": t("not possible"),
        "closed-days": t("the clinic is closed"),
        "public-holiday": t("public holiday"),
        "opening-hours": t("opening hours"),
        "weekdays": t("wished weekdays"),
        "hours": t("wished hours"),
        "bound": t("a bound"),
        "menstruation": t("predicted menstruation"),
        "season": t("season"),
        "at-most": t("most sessions in a time"),
        "limit": t("limit of a substance"),
        "deferred": t("deferred"),
        "medicine": t("a medicine's own interval"),
    }


def _lines() -> dict[str, str]:
    return {
        "prepare-free-from": t("for the skin test, not taken since: {about}"),
        "prepare-test": t("skin test placed"),
        "prepare-read": t("skin test read at once"),
        "prepare-read-late": t("late reading of the skin test"),
        "prepare-reading-visit": t("visit for the late reading"),
        "prepare-arrive": t("arrive"),
        "prepare-inject": t("injection"),
        "prepare-observed-earliest": t("earliest end of observation"),
        "prepare-observed": t("recommended end of observation"),
        "prepare-goes-on": t("{about} goes on, as its prescriber said"),
        "prepare-restart-not-agreed": t(
            "{about}: no time is agreed for taking it again, so no date is given"
        ),
        "prepare-hold-withheld": t("{about}: no date before the late reading is negative"),
        "prepare-hold-does-not-fit": t(
            "{about}: what was agreed does not fit this date; ask its prescriber"
        ),
        "prepare-last-dose-not-agreed": t(
            "{about}: no last dose is agreed; ask its prescriber"
        ),
        "prepare-last-dose": t("last dose of {about}, as its prescriber agreed"),
        "prepare-restart-not-before": t("{about} not again before"),
        "prepare-restart-does-not-fit": t(
            "{about}: the agreed restart is too early for this date; ask its prescriber"
        ),
        "prepare-restart": t("{about} again, as its prescriber agreed"),
        "prepare-restart-best": t("{about}: better not again before"),
        "prepare-limit": t("{about}"),
        "prepare-call": t("call: {about}"),
    }
