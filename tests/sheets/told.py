"""
What a rendered sheet tells its reader: its sentences, without what a session fills in.

A value that a session fills in (a name, a time, a number to call) is made as `VALUE`, and
dropped here: hardly anybody finds it hard to read, and it is another one each time. Left
out as well are tables of products and lots, headings, which are short and would flatter
the figure, the head of the page with clinic and patient, labels of boxes to write in, the
list of effects in medical words for colleagues, what stands small in a second language for
the staff, and the foot with sources.
"""

from __future__ import annotations

from html.parser import HTMLParser

from attrs import frozen

from sheets import readability

VALUE = "\ue000"
_VOID = {"meta", "br", "img", "input", "hr", "link"}
_BLOCKS = {"p", "li", "div", "section", "ul", "ol", "header"}
_LEFT_OUT = {"head", "svg", "table", "dl", "h1", "h2", "h3", "header"}
_LEFT_OUT_CLASSES = {"end", "who", "rehearsal", "cell", "cites", "names", "beside"}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.language = ""
        self.blocks = [""]
        self.foreign = 0
        self._open: list[tuple[str, bool]] = []

    def handle_starttag(self, tag, attrs):
        told = dict(attrs)
        if tag == "html":
            self.language = told["lang"]
        if tag in _VOID:
            self.blocks[-1] += " "
            return
        classes = set((told.get("class") or "").split())
        # A text that is not translated stands in English, marked: another test finds it.
        foreign = told.get("lang", self.language) != self.language
        inherited = bool(self._open) and self._open[-1][1]
        self.foreign += foreign and not inherited
        out = tag in _LEFT_OUT or foreign or bool(classes & _LEFT_OUT_CLASSES)
        self._open.append((tag, inherited or out))
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_endtag(self, tag):
        closed, _ = self._open.pop()
        assert closed == tag, f"<{closed}> is closed by </{tag}>"
        if tag in _BLOCKS:
            self.blocks.append("")

    def handle_data(self, data):
        if not (self._open and self._open[-1][1]):
            self.blocks[-1] += data


@frozen
class Told:
    """
    What a sheet tells, in its language; `foreign` counts what is not translated.
    """

    language: str
    sentences: list[str]
    foreign: int


def read(page: str) -> Told:
    """
    Read a sheet, sentence by sentence.
    """
    reader = _Reader()
    reader.feed(page)
    blocks = (" ".join(each.replace(VALUE, " ").split()) for each in reader.blocks)
    return Told(reader.language, readability.sentences(blocks), reader.foreign)
