"""Measure what paper costs: HTML, PDF beside WeasyPrint alone, a session in one command.

python benchmarks/paper.py            prints a table of medians and ratios
python benchmarks/paper.py --check    also ends with 1 where a figure is over its bound

The session is that of the demonstration, on a journal on disk. PDF needs the extra "pdf".
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import weasyprint
from pace import paced

from planner.clinic import demo
from planner.clinic.desk import NOBODY
from planner.clinic.opening import open_desk
from planner.clinic.printing import SHEETS, sheet, sheets_for
from planner.sheets.pdf import STEPS, Steps, pdf_of, wanted_by

ROUNDS_HTML, ROUNDS_PDF = 60, 5
BOUND_HTML, BOUND_PDF, BOUND_ALL = 10.0, 1.2, 1.3


def seconds(function, *given):
    """Take one run's processor time, and what came of it.

    Not the time of the clock on the wall: beside other work on the machine that says how
    busy it is, and not what paper costs.
    """
    begins = time.process_time()
    came = function(*given)
    return time.process_time() - begins, came


def alone(html, step):
    """Make the same final render as WeasyPrint makes it when it is asked plainly."""
    tight = weasyprint.CSS(string=f":root{{--k:{STEPS[step]} !important}}")
    document = weasyprint.HTML(string=html).render(
        pdf_variant="pdf/a-2a", stylesheets=[tight]
    )
    return document.write_pdf(pdf_variant="pdf/a-2a")


def journal_of(folder):
    """Rehearse the demonstration, and give its journal and session."""
    for _ in demo.run(folder):
        pass
    path = folder / "journal.sqlite"
    desk = open_desk(path, read_only=True)
    (session,) = [
        stream.removeprefix("session:")
        for stream in desk.journal.streams()
        if stream.startswith("session:")
    ]
    return path, desk, session


def html_times(desk, session, names):
    """Print each sheet from the desk to its HTML, over and over."""
    found = {}
    for name in names:
        page = sheet(desk, session, name, by=NOBODY)
        taken = paced(lambda n=name: sheet(desk, session, n, by=NOBODY), ROUNDS_HTML)
        found[name] = (taken, page)
    return found


def pdf_times(html):
    """Make a PDF in turns: ours, at the step last used, and WeasyPrint's alone."""
    steps = Steps()
    pdf_of(html, steps=steps)
    step = steps.start(wanted_by(html))
    ours, theirs = [], []
    for _ in range(ROUNDS_PDF):
        ours.append(seconds(lambda: pdf_of(html, steps=steps))[0])
        theirs.append(seconds(alone, html, step)[0])
    shares = [one / other for one, other in zip(ours, theirs, strict=True)]
    return (
        step,
        statistics.median(ours),
        statistics.median(theirs),
        statistics.median(shares),
    )


def command(path, session, into):
    """Print every sheet as PDF in one command, from its start to its end."""
    typed = ["--journal", str(path), "print", "all", session, "-o", str(into), "--pdf"]
    done = [sys.executable, "-m", "planner", *typed]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(done, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def row(name, figure, beside, ratio, bound, *, met):
    """Give one line of the table."""
    mark = "met" if met else "over"
    return f"| {name} | {figure} | {beside} | {ratio} | {bound} | {mark} |"


def main():
    """Measure, print, and judge."""
    lines, over = [], 0
    with tempfile.TemporaryDirectory() as folder:
        path, desk, session = journal_of(Path(folder) / "demo")
        situation = desk.situation(session)
        names = sheets_for(situation, desk.protocol(situation.session.digest))
        pages = html_times(desk, session, names)
        total = 0.0
        for name in names:
            taken, html = pages[name]
            step, ours, theirs, share = pdf_times(html)
            total += taken.wall / 1e6 + ours
            met = taken.full <= BOUND_HTML * 1000
            over += not met
            shown = f"{taken.full / 1000:.1f} ms ({taken.wall / 1000:.1f} by the wall)"
            lines.append(
                row(f"{SHEETS[name]}, HTML", shown, "", "", f"{BOUND_HTML:.0f} ms", met=met)
            )
            met = share <= BOUND_PDF
            over += not met
            lines.append(
                row(
                    f"{SHEETS[name]}, PDF at step {STEPS[step]}",
                    f"{ours:.2f} s",
                    f"{theirs:.2f} s",
                    f"{share:.2f} ×",
                    f"{BOUND_PDF} ×",
                    met=met,
                )
            )
        whole = min(command(path, session, Path(folder) / "all") for _ in range(2))
        desk.journal.close()
    met = whole / total <= BOUND_ALL
    over += not met
    lines.append(
        row(
            "all sheets, one command",
            f"{whole:.1f} s",
            f"{total:.1f} s",
            f"{whole / total:.2f} ×",
            f"{BOUND_ALL} ×",
            met=met,
        )
    )
    print("| | figure | beside | ratio | bound | |\n|---|---:|---:|---:|---:|---|")
    print("\n".join(lines))
    return over if "--check" in sys.argv else 0


if __name__ == "__main__":
    raise SystemExit(min(main(), 1))
