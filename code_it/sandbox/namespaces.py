"""The level `namespaces`: bubblewrap, and a system call filter.

Covered: the script sees the system's programs, its environment and its work folder, nothing
else of the disk; it writes to the work folder and to memory; no network, unless it is given;
no other processes; all that it starts ends with it.
Not covered: faults in the kernel, which is shared. With the network given, every service on
this machine that listens on loopback can be reached too.
"""

from __future__ import annotations

import contextlib
import functools
import itertools
import json
import math
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from code_it.sandbox import places, seccomp
from code_it.sandbox.job import Command, Job, script_environment
from code_it.sandbox.limits import Limits
from code_it.sandbox.process import run_process

_HOME = Path("/home/sandbox")
_TMP = Path("/tmp")
PRLIMIT = "/usr/bin/prlimit"
_MIB = 1024 * 1024
# Root may write to these and to /proc/sys; a core pattern written there runs outside as root.
_KERNEL_SWITCHES = (
    "/proc/acpi",
    "/proc/driver",
    "/proc/fs",
    "/proc/mtrr",
    "/proc/scsi",
    "/proc/sysrq-trigger",
)


def missing() -> str:
    """What is not there and how to get it; empty when everything is."""
    if sys.platform != "linux":
        return "namespaces are a feature of Linux"
    if shutil.which("bwrap") is None:
        return "bubblewrap is not installed (apt, dnf or pacman install bubblewrap)"
    if not Path(PRLIMIT).exists():
        return f"{PRLIMIT} is not installed (it is part of util-linux)"
    if not seccomp.supported():
        return f"there is no system call filter for {os.uname().machine}"
    return ""


@contextlib.contextmanager
def prepare(job: Job) -> Iterator[tuple[Command, SetupReport]]:
    """The command of a run; the report tells afterwards whether the sandbox came up."""
    report = SetupReport()
    shown = [*places.interpreter_paths(job.python), *places.given_paths(job)]
    inside = free_folder(shown)
    chosen = seccomp.NAMESPACES_WITH_NETWORK if job.network else seccomp.NAMESPACES
    with tempfile.TemporaryFile() as calls, tempfile.TemporaryFile() as told:
        calls.write(seccomp.program(chosen))
        calls.seek(0)
        arguments = [
            *_separation(job, calls.fileno(), report.write_end),
            *_root(),
            *_mounts(shown),
            *_places_of(job, inside),
            *_variables(job),
        ]
        # Not on the command line, which other users of the machine can read.
        told.write(b"".join(os.fsencode(argument) + b"\0" for argument in arguments))
        told.seek(0)
        place = inside / "work" / job.script if job.script else inside / "code" / "main.py"
        script = [str(job.python), str(place), *job.arguments]
        argv = [_bubblewrap(), "--args", str(told.fileno()), "--", *_limits(job), *script]
        passed_on = (calls.fileno(), told.fileno(), report.write_end)
        try:
            # bubblewrap is process 1 in there and its environment can be read, so it gets none.
            yield Command(argv, {"PATH": "/usr/bin:/bin"}, passed_on), report
        finally:
            report.close()


class SetupReport:
    """What bubblewrap says of its own work, apart from what the script says."""

    def __init__(self) -> None:
        self._read_end, self.write_end = os.pipe()

        self._told: set[str] = set()

    def failed(self) -> bool:
        """It did not see the script to its end, and mostly did not even start it."""
        return "exit-code" not in self._read()

    def began(self) -> bool:
        """The process in which the script was to run was there."""
        return "child-pid" in self._read()

    def _read(self) -> set[str]:
        os.set_blocking(self._read_end, False)
        with contextlib.suppress(BlockingIOError):
            lines = os.read(self._read_end, 65536).decode("utf-8", "replace").splitlines()
            self._told.update(key for line in lines for key in json.loads(line))
        return self._told

    def close(self) -> None:
        os.close(self._read_end)
        os.close(self.write_end)


def _bubblewrap() -> str:
    return shutil.which("bwrap") or "bwrap"


@functools.lru_cache(maxsize=1)
def _version() -> tuple[int, ...]:
    result = run_process([_bubblewrap(), "--version"], timeout_seconds=10)
    return tuple(int(number) for number in re.findall(r"\d+", result.stdout)[:2])


def _separation(job: Job, filter_fd: int, status_fd: int) -> list[str]:
    # With its session the script leaves the process group of bubblewrap itself, which it could
    # signal otherwise: groups span namespaces.
    flags = ["--unshare-all", "--unshare-user", "--die-with-parent", "--new-session"]
    flags += ["--hostname", "sandbox"]
    flags += ["--cap-drop", "ALL", "--clearenv"]
    flags += ["--seccomp", str(filter_fd), "--json-status-fd", str(status_fd)]
    if _version() >= (0, 8):
        # Older ones leave it to the filter alone.
        flags += ["--disable-userns"]
    if job.network:
        flags += ["--share-net"]
    return flags


def _tmpfs(path: Path, mib: int) -> list[str]:
    size = ["--size", str(mib * _MIB)] if _version() >= (0, 7) else []
    return [*size, "--tmpfs", str(path)]


def _root() -> list[str]:
    """The system's own files, and folders in memory."""
    arguments: list[str] = []
    for name in places.SYSTEM_FOLDERS:
        path = Path(name)
        if path.is_symlink():
            arguments += ["--symlink", str(path.readlink()), name]
        elif path.is_dir():
            arguments += ["--ro-bind", name, name]
    for name in (*places.PACKAGE_STORES, *places.SYSTEM_FILES, places.PROCESSORS):
        arguments += ["--ro-bind-try", name, name]
    # /dev itself is a folder in memory without a limit on its size.
    arguments += ["--dev", "/dev", "--remount-ro", "/dev", *_tmpfs(Path("/dev/shm"), 64)]
    arguments += ["--proc", "/proc", "--ro-bind", "/proc/sys", "/proc/sys"]
    for name in _KERNEL_SWITCHES:
        arguments += ["--ro-bind-try", name, name]
    return arguments + _tmpfs(_TMP, 256) + _tmpfs(_HOME, 64)


def free_folder(shown: Sequence[Path]) -> Path:
    """A name at the top for the folders of the run, which hides none of `shown`."""
    names = itertools.chain(["/sandbox"], (f"/sandbox-{n}" for n in itertools.count(1)))
    return next(
        path for path in map(Path, names) if not any(path in (s, *s.parents) for s in shown)
    )


def _mounts(shown: Sequence[Path]) -> list[str]:
    """What the script may read, at its own paths. Later mounts lie on top of earlier ones."""
    return [part for path in shown for part in ("--ro-bind", str(path), str(path))]


def _places_of(job: Job, inside: Path) -> list[str]:
    arguments: list[str] = []
    if job.network:
        # Often a link into /run, which is not there.
        source = str(Path(places.RESOLVER).resolve())
        arguments += ["--ro-bind-try", source, places.RESOLVER]
    work = str(inside / "work")
    arguments += ["--ro-bind", str(job.scratch / "code"), str(inside / "code")]
    arguments += ["--bind", str(job.folder), work]
    # The root is a writable folder in memory until it is made read-only.
    return [*arguments, "--remount-ro", "/", "--chdir", work]


def _variables(job: Job) -> list[str]:
    values = script_environment(job, home=_HOME, temporary=_TMP)
    return [part for name, value in values.items() for part in ("--setenv", name, value)]


def _cpu_seconds(limits: Limits) -> int:
    return math.ceil(limits.whole_cpu_seconds)


def _limits(job: Job) -> list[str]:
    """Set inside: outside, the number of processes would count all of the user's own."""
    limits = job.limits
    flags = [
        f"--nproc={limits.processes}",
        f"--fsize={limits.file_size_mib * _MIB}",
        f"--nofile={limits.open_files}",
        # At the second number the end comes without a signal that tells why.
        f"--cpu={_cpu_seconds(limits)}:{_cpu_seconds(limits) + 2}",
        "--core=0",
    ]
    if limits.memory_mib:
        flags.append(f"--as={limits.memory_mib * _MIB}")
    return [PRLIMIT, *flags]
