"""
The only clock. Everything else is given the time as an argument.
"""

from __future__ import annotations

import importlib
import platform
import time
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

from attrs import define, field

from planner.model.time import Instant


class Clock(Protocol):
    """
    Whatever tells the time.
    """

    def now(self) -> Instant:
        """
        Read the clock.
        """
        ...


class SystemClock:
    """
    The machine's own clock.
    """

    def now(self) -> Instant:
        """
        Read the wall clock in UTC, and the monotonic clock of this boot.
        """
        return Instant(at=datetime.now(UTC), boot=boot_id(), ns=_since_boot())


def _since_boot() -> int:
    # On Linux the monotonic clock stands still while the machine sleeps; this one runs.
    clock = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic_ns() if clock is None else time.clock_gettime_ns(clock)


@lru_cache(maxsize=1)
def boot_id() -> str:
    """
    What this boot of the machine is called, or nothing where it cannot be told.

    Without it, elapsed time is the wall clock's alone.
    """
    read = _BOOT_IDS.get(platform.system())
    return "" if read is None else read()


def _linux_boot() -> str:
    try:
        path = Path("/proc/sys/kernel/random/boot_id")
        return path.read_text(encoding="ascii").strip()
    except OSError:
        return ""


def _mac_boot() -> str:
    import subprocess

    asked = subprocess.run(
        ["/usr/sbin/sysctl", "-n", "kern.bootsessionuuid"],
        capture_output=True,
        check=False,
        text=True,
    )
    return asked.stdout.strip()


def _windows_boot() -> str:
    winreg: Any = importlib.import_module("winreg")
    path = (
        r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management"
        r"\PrefetchParameters"
    )
    try:
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, path) as key:
            return str(winreg.QueryValueEx(key, "BootId")[0])
    except OSError:
        return ""


_BOOT_IDS = {"Linux": _linux_boot, "Darwin": _mac_boot, "Windows": _windows_boot}


def in_utc(at: datetime) -> datetime:
    """
    The same instant in UTC.
    """
    return at.astimezone(UTC)


@define
class SetClock:
    """
    A clock that stands where it was put: for rehearsals and tests.
    """

    at: datetime = field(converter=in_utc)
    boot: str = "rehearsal"
    ns: int = 0

    def now(self) -> Instant:
        """
        Read the clock.
        """
        return Instant(at=self.at, boot=self.boot, ns=self.ns)

    def forward_to(self, at: datetime) -> None:
        """
        Let time pass, on both clocks alike; going back turns only the wall clock.
        """
        at = at.astimezone(UTC)
        gone = at - self.at
        if gone > timedelta(0):
            self.ns += int(gone / timedelta(microseconds=1)) * 1000
        self.at = at
