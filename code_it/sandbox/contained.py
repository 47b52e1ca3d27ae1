"""The level `process`: a clean environment, limits, and an end to all that was started.

Not a sandbox: the script can read and change every file that the user can, and use the network.
"""

from __future__ import annotations

import contextlib
import json
import math
import os
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from code_it.sandbox import launcher
from code_it.sandbox.job import Command, Job, script_environment
from code_it.sandbox.process import LAUNCHER

_WINDOWS_JOB = LAUNCHER.with_name("windows_job.py")
_MIB = 1024 * 1024


class LauncherReport:
    """What the launcher says when the script could not be started."""

    def __init__(self) -> None:
        self._read_end, self.write_end = os.pipe()

    def failure(self) -> str:
        """Empty when it was started."""
        os.set_blocking(self._read_end, False)
        with contextlib.suppress(BlockingIOError):
            return os.read(self._read_end, 65536).decode("utf-8", "replace")
        return ""

    def close(self) -> None:
        os.close(self._read_end)
        os.close(self.write_end)


@contextlib.contextmanager
def prepare(
    job: Job, more_settings: dict[str, Any] | None = None, *, within: Sequence[str] = ()
) -> Iterator[tuple[Command, LauncherReport | None]]:
    """The command of a run.

    Args:
        more_settings: What the launcher is told beyond the limits.
        within: A command that the interpreter is started through.
    """
    environment = script_environment(job, home=job.scratch / "home", temporary=job.scratch / "tmp")
    place = job.folder / job.script if job.script else job.scratch / "code" / "main.py"
    script = [*within, str(job.python), str(place), *job.arguments]
    if sys.platform == "win32":
        told = json.dumps(_windows_settings(job))
        argv = [sys.executable, "-I", "-S", str(_WINDOWS_JOB), told, *script]
        yield Command(argv, environment, cwd=job.folder), None
        return
    report = LauncherReport()
    try:
        settings: dict[str, Any] = {
            "limits": _limits(job),
            "parent": os.getpid(),
            "status": report.write_end,
        }
        told = launcher.as_argument(settings | (more_settings or {}))
        argv = [sys.executable, "-I", "-S", str(LAUNCHER), told, *script]
        yield Command(argv, environment, (report.write_end,), job.folder), report
    finally:
        report.close()


def _windows_settings(job: Job) -> dict[str, int]:
    return {
        "parent": os.getpid(),
        "processes": job.limits.processes,
        "memory_bytes": job.limits.memory_mib * _MIB,
        "cpu_seconds": math.ceil(job.limits.whole_cpu_seconds),
    }


def _limits(job: Job) -> dict[str, int]:
    # The number of processes is watched from outside: as a limit it would count all of the
    # user's own.
    limits = job.limits
    values = {
        "RLIMIT_FSIZE": limits.file_size_mib * _MIB,
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_CPU": math.ceil(limits.whole_cpu_seconds),
        "RLIMIT_CORE": 0,
    }
    return values | ({"RLIMIT_AS": limits.memory_mib * _MIB} if limits.memory_mib else {})
