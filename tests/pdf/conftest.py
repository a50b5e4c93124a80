"""
Sheets as PDF. They need the extra "pdf" and the system library it stands on.

Where one of these is missing the tests do not run, and the last lines say so in words;
where MESOPLAN_REQUIRE_PDF=1 is set, that ends the run as not held.
"""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest

from pdf import judging

REQUIRED = os.environ.get("MESOPLAN_REQUIRE_PDF") == "1"
NEEDED = ("weasyprint", "pypdfium2", "zxingcpp")


def missing() -> str:
    """
    Say what is missing for a PDF to be made and looked at here, or nothing.
    """
    absent = [name for name in NEEDED if find_spec(name) is None]
    if absent:
        return f"not installed: {', '.join(absent)}; they run with: tox -e pdf"
    from planner.errors import InputFault
    from planner.sheets import pdf

    try:
        pdf._engine()
    except InputFault as fault:
        return f"{fault.why} {fault.now}"
    return ""


LACKS = missing()
UNJUDGED = "" if LACKS else judging.missing()
collect_ignore_glob = ["test_*.py"] if LACKS else ["test_archival.py"] if UNJUDGED else []


def pytest_terminal_summary(terminalreporter):
    """
    Say in words what did not run.
    """
    if LACKS:
        terminalreporter.write_line(f"The PDF tests did not run: {LACKS}")
    if UNJUDGED:
        terminalreporter.write_line(f"veraPDF did not run: {UNJUDGED}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session, exitstatus):
    """
    No test is fine where the machine has nothing to make a PDF with; unless required.
    """
    if REQUIRED and (LACKS or UNJUDGED):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    elif LACKS and exitstatus == pytest.ExitCode.NO_TESTS_COLLECTED:
        session.exitstatus = pytest.ExitCode.OK
