"""
The language of a sheet: what is said, in which form, and what is said when a word is
missing.
"""

from __future__ import annotations

from gettext import c2py
from textwrap import dedent

import pytest
from babel.messages.plurals import get_plural
from markupsafe import Markup

from planner.errors import InputFault
from planner.sheets import language
from planner.sheets.environment import environment
from planner.sheets.language import CODES, missed, speaking, spoken, t, tc, tn

WORDS = """\
    msgid ""
    msgstr ""
    "Content-Type: text/plain; charset=utf-8\\n"
    "X-Reviewed-By: Dr Anna Petrova\\n"

    msgid "Born {day}"
    msgstr "Родился {day}"

    msgctxt "gate"
    msgid "open"
    msgstr "открыт"

    msgid "open"
    msgstr "открыто"

    msgid "{n} gate"
    msgid_plural "{n} gates"
    msgstr[0] "{n} барьер"
    msgstr[1] "{n} барьера"
    msgstr[2] "{n} барьеров"

    #, fuzzy
    msgid "doubtful"
    msgstr "сомнительно"

    msgid "Loses {what}"
    msgstr "Теряет"
"""


@pytest.fixture
def russian(tmp_path, monkeypatch):
    """
    A Russian catalogue of a few words.
    """
    path = tmp_path / "languages" / "ru.po"
    path.parent.mkdir()
    path.write_text(dedent(WORDS), encoding="utf-8")
    monkeypatch.setattr(language, "templates", lambda: tmp_path)


def page(source: str, **values: object) -> str:
    """
    A small template as a page has it.
    """
    return environment().from_string(source).render(**values)


def test_english_is_spoken_when_nothing_is_said() -> None:
    """
    Without a language the English words come out as they stand, with their values.
    """
    assert spoken().code == "en"
    assert t("Born {day}", day="14 June 1985") == "Born 14 June 1985"
    assert [tn("{n} gate", "{n} gates", n) for n in (0, 1, 2)] == [
        "0 gates",
        "1 gate",
        "2 gates",
    ]
    assert tc("gate", "open") == "open"


def test_a_language_is_spoken_until_its_block_ends(russian) -> None:
    """
    Words, plural forms and contexts are the catalogue's inside the block only.
    """
    with speaking("ru") as known:
        assert (known.code, known.name) == ("ru", "русский")
        assert known.reviewed_by == "Dr Anna Petrova"
        assert t("Born {day}", day="14") == "Родился 14"
        assert tc("gate", "open") == "открыт"
        assert t("open") == "открыто"
        assert [tn("{n} gate", "{n} gates", n) for n in (1, 2, 5, 11, 21)] == [
            "1 барьер",
            "2 барьера",
            "5 барьеров",
            "11 барьеров",
            "21 барьер",
        ]
        assert missed() == 0
    assert t("open") == "open"


@pytest.mark.parametrize("hostile", ["{day}", "{n}", "%s", "{{7*7}}", "<b>"])
def test_a_value_is_never_read_as_a_pattern(russian, hostile: str) -> None:
    """
    What a patient is called goes in as it is.
    """
    with speaking("ru"):
        assert t("Born {day}", day=hostile) == f"Родился {hostile}"


def test_a_missing_word_is_english_marked_and_counted(russian) -> None:
    """
    English words between others say that they are English, and how many there are.
    """
    with speaking("ru"):
        assert t("Weight {kg}", kg="60 kg") == "[en] Weight 60 kg"
        assert t("Weight {kg}", kg="61 kg") == "[en] Weight 61 kg"
        assert t("doubtful") == "[en] doubtful"
        assert t("Loses {what}", what="all") == "[en] Loses all"
        assert tn("{n} day", "{n} days", 1) == "[en] 1 day"
        assert missed() == 4
        assert page("{{ t('Weight') }}|{{ x }}", x=t("doubtful")) == (
            '<span lang="en">[en] Weight</span>|<span lang="en">[en] doubtful</span>'
        )
        assert page("{{ t('Weight') | cssstr }}") == r'"\00005ben\00005d\000020Weight"'


def test_a_language_inside_another_counts_what_it_misses_in_both(russian) -> None:
    """
    A part in the patient's language leaves its gaps to the sheet's foot.
    """
    with speaking("ru"):
        with speaking("uk"):
            assert t("open") == "[en] open"
        assert spoken().code == "ru"
        assert missed() == 1


def test_a_template_escapes_words_and_values_and_keeps_markup() -> None:
    """
    On a page only markup of our own stands as markup.
    """
    source = "{{ t('Born & raised {day}, {name}', day=day, name=name) }}"

    said = page(source, day="<b>1</b>", name=Markup("<bdi>Ann</bdi>"))

    assert said == "Born &amp; raised &lt;b&gt;1&lt;/b&gt;, <bdi>Ann</bdi>"
    assert page("{{ t('a & {x}', x='b') | cssstr }}") == '"a\\000020\\000026\\000020b"'
    assert page("{{ t('{x}', x='<b>') | cssstr }}") == '"\\00003cb\\00003e"'
    assert page("{{ tn('{n} task', '{n} tasks', 2) }}, {{ tc('x', 'y') }}") == "2 tasks, y"


def test_an_unknown_language_is_named() -> None:
    """
    A language no sheet speaks is refused with the nearest known one.
    """
    with pytest.raises(InputFault) as fault, speaking("rus"):
        pass

    assert str(fault.value) == (
        'No sheet is printed in the language "rus". Did you mean "ru"? '
        "Languages: en, fr, es, it, ru, uk."
    )


@pytest.mark.parametrize("code", CODES)
def test_plural_forms_are_those_of_the_language(code: str) -> None:
    """
    For every number up to a thousand the form is the one the published rule takes.

    French, Spanish and Italian have a form for millions, too, which no sheet needs.
    """
    form = language._KNOWN[code][1]
    rule = c2py(get_plural(code).plural_expr)

    assert [form(n) for n in range(1001)] == [rule(n) for n in range(1001)]


def test_a_file_that_is_no_catalogue_is_a_fault(tmp_path, monkeypatch) -> None:
    """
    A catalogue that cannot be read is named with its line, and nothing is printed.
    """
    path = tmp_path / "languages" / "fr.po"
    path.parent.mkdir()
    path.write_text('open = "ouvert"\n', encoding="utf-8")
    monkeypatch.setattr(language, "templates", lambda: tmp_path)

    with pytest.raises(InputFault) as fault, speaking("fr"):
        pass

    assert fault.value.where == str(path)
    assert fault.value.what == "This is no catalogue of translations."
