"""
A module is one idea, so it is short.
"""

from __future__ import annotations

from house.reading import sources, told

MOST_LINES = 500


def size_faults(path: str, text: str) -> list[str]:
    """
    Name a module that is longer than a reader holds in mind.
    """
    lines = len(text.splitlines())
    if lines <= MOST_LINES:
        return []
    return [f"{path}: {lines} lines; {MOST_LINES} at most, so split it by idea"]


def test_no_module_is_longer_than_a_reader_holds_in_mind() -> None:
    """
    Every module of the package, and everything the tests share, has 500 lines at most.
    """
    shared = [
        (path, text)
        for path, text in sources("tests/**/*.py")
        if not path.split("/")[-1].startswith("test_")
    ]

    faults = [
        fault
        for path, text in [*sources("planner/**/*.py"), *shared]
        for fault in size_faults(path, text)
    ]

    assert not faults, told(faults)


def test_one_line_too_many_is_found() -> None:
    """
    500 lines pass and 501 do not.
    """
    assert size_faults("planner/model/a.py", "\n" * 500) == []
    assert size_faults("planner/model/a.py", "\n" * 501)
