"""
Every hazard has a control, every control a test, and every name in the list resolves.
"""

from __future__ import annotations

import ast
import tomllib

import pytest

from house.reading import ROOT, sources
from house.test_rules import RULES

PROPERTIES = frozenset(range(1, 8))
SEVERITIES = ("negligible", "minor", "serious", "critical", "catastrophic")
KEYS = {"id", "hazard", "cause", "severity", "control", "test"}


def hazards() -> list[dict[str, object]]:
    """
    Give the hazards of the list.
    """
    text = (ROOT / "docs" / "hazards.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)["hazard"]


def known_controls() -> set[str]:
    """
    Give every gate that is shipped, every rule, and every property.
    """
    gates = {
        gate["id"]
        for _, text in sources("protocols/*/2*.toml")
        for gate in tomllib.loads(text).get("gate", ())
    }
    rules = {f"rule {number}" for number in RULES}
    return gates | rules | {f"property {number}" for number in PROPERTIES}


def known_tests() -> set[str]:
    """
    Give the name of every test, and the id of every worked case.
    """
    names = {
        node.name
        for _, text in sources("tests/**/test_*.py")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }
    cases = {
        case["id"]
        for _, text in sources("protocols/*/cases.toml")
        for case in tomllib.loads(text).get("case", ())
    }
    return names | cases


def faults_in(
    found: list[dict[str, object]], controls: set[str], tests: set[str]
) -> list[str]:
    """
    Name every hazard without control or test, and every name that does not resolve.
    """
    faults = []
    ids: set[object] = set()
    for each in found:
        id_ = each.get("id", "?")
        faults += [f"{id_}: no {key}" for key in sorted(KEYS) if not each.get(key)]
        faults += [f"{id_}: what is {key}?" for key in sorted(set(each) - KEYS)]
        if each.get("severity") not in SEVERITIES:
            faults.append(f"{id_}: no such severity")
        if id_ in ids:
            faults.append(f"{id_}: stands twice")
        ids.add(id_)
        for key, known in (("control", controls), ("test", tests)):
            faults += [f"{id_}: no {key} {x}" for x in each.get(key, ()) if x not in known]
    return faults


def test_every_hazard_has_a_control_and_every_control_a_test() -> None:
    """
    And every gate, rule, property, test and case named in the list is there.
    """
    assert faults_in(hazards(), known_controls(), known_tests()) == []


def test_every_rule_and_every_property_controls_a_hazard() -> None:
    """
    The rules of safety and the properties of the lifecycle are there for something.
    """
    named = {control for each in hazards() for control in each["control"]}
    wanted = {f"rule {number}" for number in RULES}
    wanted |= {f"property {number}" for number in PROPERTIES}

    assert sorted(wanted - named) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"control": []}, "a: no control"),
        ({"test": []}, "a: no test"),
        ({"control": ["rule 99"]}, "a: no control rule 99"),
        ({"test": ["test_nothing"]}, "a: no test test_nothing"),
        ({"severity": "bad"}, "a: no such severity"),
        ({"colour": "red"}, "a: what is colour?"),
    ],
)
def test_a_gap_in_the_list_is_found(change: dict[str, object], fault: str) -> None:
    """
    The check can say no.
    """
    good: dict[str, object] = {
        "id": "a",
        "hazard": "It harms.",
        "cause": "Nobody looked.",
        "severity": "minor",
        "control": ["rule 1"],
        "test": ["test_a"],
    }

    assert faults_in([good], {"rule 1"}, {"test_a"}) == []
    assert fault in faults_in([{**good, **change}], {"rule 1"}, {"test_a"})
    assert "a: stands twice" in faults_in([good, good], {"rule 1"}, {"test_a"})
