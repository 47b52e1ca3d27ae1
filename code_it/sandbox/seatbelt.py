"""The level `seatbelt`: the file and network rules of macOS, by way of `sandbox-exec`.

Written against Apple's documentation of `sandbox-exec` and the profiles that ship with macOS; not
tested by this project. Like every level it is taken only where its live self-test passes.

Covered: the script reads the system, its environment and its work folder, and writes to the work
folder and its temporary folders only; no network, unless it is given; no signals to others.
Not covered: that files elsewhere exist, their modes and times; the list of processes; services of
the system that need no right of their own. Apple calls the tool deprecated.
"""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from code_it.sandbox import contained, places
from code_it.sandbox.job import Command, Job

_TOOL = Path("/usr/bin/sandbox-exec")

# What no Python starts without, beside the files.
_BASE = """(version 1)
(deny default)
(allow process-fork)
(allow process-exec)
(allow signal (target same-sandbox))
(allow process-info* (target same-sandbox))
(allow sysctl-read)
(allow ipc-posix-sem)
(allow mach-lookup (global-name "com.apple.system.opendirectoryd.libinfo"))
(allow file-read-metadata)
(allow file-read-data (literal "/"))
(allow file-read* file-write-data
  (literal "/dev/null") (literal "/dev/zero") (literal "/dev/dtracehelper"))
(allow file-read* (literal "/dev/random") (literal "/dev/urandom"))
"""
_NETWORK = """(allow network*)
(deny network-outbound (remote unix-socket))
(allow network-outbound (literal "/private/var/run/mDNSResponder"))
(allow mach-lookup
  (global-name "com.apple.SystemConfiguration.configd") (global-name "com.apple.trustd.agent"))
(allow system-socket)
"""
_SYSTEM = (
    "/System",
    "/usr",
    "/bin",
    "/sbin",
    "/Library/Apple",
    "/Library/Fonts",
    "/Library/Frameworks/Python.framework",
    "/private/etc/hosts",
    "/private/etc/localtime",
    "/private/etc/passwd",
    "/private/etc/services",
    "/private/etc/ssl",
    "/private/var/db/timezone",
)


def missing() -> str:
    """What is not there; empty when everything is."""
    if sys.platform != "darwin":
        return "sandbox-exec is a program of macOS"
    return "" if os.access(_TOOL, os.X_OK) else f"{_TOOL} is not there"


@contextlib.contextmanager
def prepare(job: Job) -> Iterator[tuple[Command, contained.LauncherReport | None]]:
    """The command of a run, and what the launcher will say of the set-up."""
    text, parameters = profile(job)
    given = [part for name, path in parameters.items() for part in ("-D", f"{name}={path}")]
    with contained.prepare(job, within=[str(_TOOL), *given, "-p", text]) as prepared:
        yield prepared


def profile(job: Job) -> tuple[str, dict[str, str]]:
    """The rules of a run, and the paths that they name: no path stands in the rules themselves."""
    readable = [
        *map(Path, _SYSTEM),
        *places.interpreter_paths(job.python),
        *places.given_paths(job),
        job.scratch / "code",
    ]
    changeable = [job.folder, job.scratch / "home", job.scratch / "tmp"]
    # The rules are about real places: /tmp is a link there.
    parameters = {f"READ_{number}": os.path.realpath(path) for number, path in enumerate(readable)}
    read = "".join(f" (subpath (param {_quoted(name)}))" for name in parameters)
    written = {f"WRITE_{number}": os.path.realpath(path) for number, path in enumerate(changeable)}
    write = "".join(f" (subpath (param {_quoted(name)}))" for name in written)
    rules = f"{_BASE}(allow file-read*{read}{write})\n(allow file-write*{write})\n"
    return rules + (_NETWORK if job.network else ""), parameters | written


def _quoted(name: str) -> str:
    return f'"{name}"'
