"""
Names say what a thing is, and messages neither blame nor speak of our insides.
"""

from __future__ import annotations

import ast
import re

import pytest

from house.reading import constants, sources, told

NOT_IN_NAMES = frozenset(
    {
        "base",
        "common",
        "data",
        "flag",
        "handler",
        "helper",
        "info",
        "manager",
        "misc",
        "processor",
        "service",
        "utils",
        "validate",
    }
)
IN_NAME = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
NAMED = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)

# "none" is a plain word ("none recorded"); "None" is Python showing through.
NOT_IN_MESSAGES = re.compile(
    r"\b(?i:invalid|illegal|errors?|failed|exceptions?|null|please|parse|schema|token)\b"
    r"|\bNone\b"
    r"|!"
)
SAID_TO_PEOPLE = ("planner/errors.py", "planner/sheets/wording*.py")
SAID_TO_PEOPLE_FOLDERS = ("planner/sheets/wording/**/*.py",)
NOT_SHOWN = re.compile(
    r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->"
    r"|<style\b.*?</style>|<script\b.*?</script>",
    re.DOTALL | re.IGNORECASE,
)
SHOWN_IN_TAG = re.compile(r'\b(?:alt|aria-label|placeholder|title)="([^"]*)"')
TAG = re.compile(r"<[^>]*>")
# A catalogue speaks another language; its English is judged where it stands.
NO_PROSE = (".css", ".js", ".po", ".woff2", ".png")


def name_faults(path: str, text: str) -> list[str]:
    """
    Name every folder, module, class and function called by an empty word.
    """
    names = [(0, part.removesuffix(".py")) for part in path.split("/")[1:]]
    names += [
        (node.lineno, node.name)
        for node in ast.walk(ast.parse(text))
        if isinstance(node, NAMED)
    ]
    return [
        f'{path}:{line}: "{name}" says "{word}", which says nothing'
        for line, name in names
        for word in (part.lower() for part in IN_NAME.findall(name))
        if word in NOT_IN_NAMES
    ]


def message_faults(path: str, text: str) -> list[str]:
    """
    Name every string of a module that says a word no message says.
    """
    return [
        f'{path}:{node.lineno}: "{said.group()}" in {node.value!r}'
        for node in constants(ast.parse(text))
        if isinstance(node.value, str)
        for said in NOT_IN_MESSAGES.finditer(node.value)
    ]


def template_faults(path: str, text: str) -> list[str]:
    """
    Name every word of a template that no message says, in the lines a reader sees.
    """

    def blank(found: re.Match[str]) -> str:
        return "\n" * found.group().count("\n")

    shown = NOT_SHOWN.sub(blank, text)
    in_tags = "\n".join(SHOWN_IN_TAG.findall(shown))
    faults = [
        f'{path}: "{said.group()}" in the words of a tag'
        for said in NOT_IN_MESSAGES.finditer(in_tags)
    ]
    for line, seen in enumerate(TAG.sub(blank, shown).splitlines(), start=1):
        faults += [
            f'{path}:{line}: "{said.group()}"' for said in NOT_IN_MESSAGES.finditer(seen)
        ]
    return faults


def test_no_name_is_an_empty_word() -> None:
    """
    No folder, module, class or function of the package is a manager or a helper.
    """
    faults = [
        fault
        for path, text in sources("planner/**/*.py")
        for fault in name_faults(path, text)
    ]

    assert not faults, told(faults)


def test_no_message_speaks_of_our_insides() -> None:
    """
    No message calls anything invalid, shows a null, says please, or shouts.
    """
    faults = [
        fault
        for path, text in sources(*SAID_TO_PEOPLE, *SAID_TO_PEOPLE_FOLDERS)
        for fault in message_faults(path, text)
    ]

    assert not faults, told(faults)


def test_no_template_speaks_of_our_insides() -> None:
    """
    What a sheet or a page says keeps to the same words.
    """
    faults = [
        fault
        for path, text in sources("templates/**/*[!2gf]")
        if not path.endswith(NO_PROSE)
        for fault in template_faults(path, text)
    ]

    assert not faults, told(faults)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("planner/model/utils.py", ""),
        ("planner/common/a.py", ""),
        ("planner/model/a.py", "class FactManager: ..."),
        ("planner/model/a.py", "def validate_fact(): ..."),
        ("planner/model/a.py", "class A:\n    async def load_data(self): ..."),
    ],
)
def test_an_empty_word_is_found(path: str, text: str) -> None:
    """
    The check of names can say no.
    """
    assert name_faults(path, text)


def test_part_of_a_longer_word_is_let_be() -> None:
    """
    Information is not info, and a database is not a base.
    """
    text = "def information(): ...\nclass DatabaseRow: ..."

    assert name_faults("planner/model/database.py", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "x = 'This is Invalid.'",
        "x = f'seen: None, {x}'",
        "x = 'Please sign'",
        "x = 'Stop!'",
        "def f():\n    raise Misuse('the look-up failed')",
    ],
)
def test_a_word_no_message_says_is_found(text: str) -> None:
    """
    The check of messages can say no.
    """
    assert message_faults("planner/errors.py", text)


def test_code_and_docstrings_are_let_be() -> None:
    """
    Only what is said to people counts.
    """
    text = '"""\nNever an exception!\n"""\nx = None\ny = "none recorded"\nz = f"{x!r}"'

    assert message_faults("planner/errors.py", text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>An error</p>",
        '<img alt="null">',
        "<p>{{ name }}!</p>",
        "<p>\n  nothing, None\n</p>",
    ],
)
def test_a_word_no_sheet_says_is_found(text: str) -> None:
    """
    The check of templates can say no.
    """
    assert template_faults("templates/a.html", text)


def test_what_a_reader_of_the_sheet_does_not_see_is_let_be() -> None:
    """
    Markup, remarks and expressions are no prose.
    """
    text = (
        "<!doctype html>{# please #}{% if x != none %}{{ 'error' }}{% endif %}"
        "<!-- null --><style>a { color: red !important }</style>"
        '<p class="error">None recorded</p>'.replace("None", "none")
    )

    assert template_faults("templates/a.html", text) == []
