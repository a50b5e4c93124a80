"""
Worked cases are read as data; what they name must be there.
"""

from __future__ import annotations

import pytest

from planner import library
from planner.errors import ProtocolFault


@pytest.fixture
def cases(folder):
    """
    The file of cases of the small protocol.
    """
    return folder / "small" / "cases.toml"


def faults(file, protocol=None):
    """
    The faults of a file of cases, each as a line of text.
    """
    with pytest.raises(ProtocolFault) as caught:
        library.load_cases(file, protocol)
    return [str(fault) for fault in caught.value.faults]


def test_cases_are_read(cases, small):
    """
    A move keeps its own keys as written, and what is expected of it.
    """
    held = library.load_cases(cases, small)
    liver, just_under, visit = held.cases

    assert [each.id for each in held.before(liver)] == ["begun", "healthy"]
    assert liver.rules == (16,)
    assert liver.moves[0].outcomes == {"liver-dysfunction": "open"}
    assert liver.moves[1].with_ == {
        "question": "liver-function",
        "value": "dysfunction",
    }
    assert liver.moves[2].result == "refused"
    assert liver.moves[2].because == ("liver-dysfunction",)
    assert (just_under.number, just_under.side) == ("at_least", "under")
    assert visit.kind == "story"
    assert visit.moves[0].does == "advance"
    assert liver.moves[2].where == "small/cases.toml:26"


def test_all_faults_of_cases_are_told_at_once(cases, small):
    """
    Words, gates, numbers and keys are looked at in one go.
    """
    text = cases.read_text()
    for old, new in [
        ('after = "begun"', 'after = "begin"'),
        ('value = "60 kg"', "value = 60.5"),
        ('{ liver-dysfunction = "open" }', '{ liver-disfunction = "opn" }'),
        ('expect = "done" },', 'expect = "don" },'),
        ('side   = "under"', 'side   = "below"'),
        ('kind  = "story"', 'kind  = "tale"\ncolour = 1'),
        ("rules = [16]", "rules = [true]"),
    ]:
        assert old in text
        text = text.replace(old, new, 1)
    cases.write_text(text)

    found = "\n".join(faults(cases, small))

    for said in [
        'cases.toml:11: "begin" is no given of this file. Did you mean "begun"?',
        'cases.toml:14: "value" holds the bare number 60.5.',
        'There is no gate "liver-disfunction". Did you mean "liver-dysfunction"?',
        '"opn" is no outcome of a gate. Did you mean "open"?',
        '"don" is no result of a move. Did you mean "done"?',
        '"below" is no side of a number.',
        '[[case]] has no key "colour".',
        '"rules": takes a list of whole numbers.',
    ]:
        assert said in found


def test_a_given_never_comes_after_itself(cases):
    """
    A circle of givens would never begin.
    """
    text = cases.read_text()
    cases.write_text(
        text.replace('tells = "A session has', 'after = "healthy"\ntells = "A session has')
    )

    assert len(faults(cases)) == 2
    assert 'The given "begun" comes after itself.' in faults(cases)[0]


def test_a_case_stands_once(cases):
    """
    Two cases of one id are told.
    """
    text = cases.read_text()
    cases.write_text(text.replace('id    = "a-visit"', 'id    = "liver"'))

    assert faults(cases) == ['small/cases.toml:40: The case "liver" stands twice.']


def test_gates_are_looked_up_only_with_a_protocol(cases):
    """
    Without the protocol a case may name any gate.
    """
    cases.write_text(cases.read_text().replace("liver-dysfunction", "some-gate"))

    assert library.load_cases(cases).cases[0].gate == "some-gate"
