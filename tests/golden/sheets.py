"""
Every sheet of the demonstration in every language, as lines of words.

Run it to write the golden files anew, then read what changed before it is committed:
PYTHONPATH=.:tests python -m golden.sheets
"""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from tempfile import TemporaryDirectory

from planner.clinic.clock import SetClock
from planner.clinic.course_papers import course_sheet
from planner.clinic.demo import run
from planner.clinic.desk import Desk
from planner.clinic.ids import CountedIds
from planner.clinic.printing import SHEETS, sheet, sheets_for
from planner.clinic.rehearse import PHYSICIAN
from planner.journal.codec import read_entry
from planner.journal.sqlite import SqliteJournal
from planner.model.person import Actor
from planner.sheets.language import CODES

FOLDER = Path(__file__).parent
_AWAY = re.compile(r"<(style|title|script)\b.*?</\1>", re.DOTALL)
_BLOCKS = "p|li|td|th|tr|div|h[1-6]|section|ul|ol|table|br|dt|dd|text"
_BLOCK = re.compile(rf"</?(?:{_BLOCKS})\b[^>]*>")
# A digest and a journal head change with every card and entry, and are not wording.
_DIGEST = re.compile(r"\b[0-9a-f]{12}\b")
_HEAD = re.compile(r"\b[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}\b")
_BY = Actor(id=PHYSICIAN, role="physician")


def lines_of(html):
    """
    The words of a sheet as a reader meets them, a line for each block.
    """
    text = _BLOCK.sub("\n", _AWAY.sub(" ", html))
    words = unescape(re.sub(r"<[^>]+>", "", text))
    words = _HEAD.sub("HEAD", _DIGEST.sub("DIGEST", words))
    lines = (" ".join(line.split()) for line in words.splitlines())
    return "".join(f"{line}\n" for line in lines if line)


def printed(desk, session, course):
    """
    Language, name and words of every sheet there is for the session and its course.
    """
    situation = desk.situation(session)
    names = sheets_for(situation, desk.protocol(situation.session.digest))
    for code in CODES:
        for name in names:
            page = sheet(desk, session, name, by=_BY, note=False, language=code)
            yield code, SHEETS[name], lines_of(page)
        yield code, "course", lines_of(course_sheet(desk, course, language=code))


def demonstrated(folder):
    """
    The desk on the journal of a demonstration, as it stands at its end.
    """
    for _ in run(folder / "demo"):
        pass
    journal = SqliteJournal.open(folder / "demo" / "journal.sqlite", read_only=True)
    (session,) = journal.streams("session:")
    (course,) = journal.streams("course:")
    last = read_entry(journal.read(course)[-1])
    desk = Desk(journal, SetClock(last.recorded.at), CountedIds(9000))
    return desk, session.removeprefix("session:"), course.removeprefix("course:")


def main():
    """
    Write every golden file anew.
    """
    with TemporaryDirectory() as folder:
        for code, name, words in printed(*demonstrated(Path(folder))):
            path = FOLDER / code / f"{name}.txt"
            path.parent.mkdir(exist_ok=True)
            path.write_text(words, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
