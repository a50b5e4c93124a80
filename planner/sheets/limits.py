"""
What a process may use at most, where the system can hold it to that (POSIX).

The one module that needs POSIX; it is imported by the confined child only. Elsewhere the
parent's limits of time and of output hold alone.
"""

from __future__ import annotations

import resource

MEMORY = 512 * 1024 * 1024
SECONDS = 10
_FILES = 16


def hold() -> None:
    """
    Hold this process to its memory and its time; it writes no file and starts no other.
    """
    for what, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, _FILES),
    ):
        _, hard = resource.getrlimit(what)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)  # noqa: PLW2901 - never above what it already is
        resource.setrlimit(what, (most, most))
