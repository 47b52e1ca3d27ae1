"""The level `landlock`: the kernel's own file rules, and a system call filter.

Covered: the script reads the contents of the system's programs, its environment and its work
folder, and writes to the work folder and its temporary folders only; no sockets, unless the
network is given; no capabilities, also for root.
Not covered: that files elsewhere exist, their names, modes and times (chmod and utime work on
what the user owns); signals to the user's other processes, on kernels before 6.12; a server
of the script's own; memory shared between processes (multiprocessing pools and locks).
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
import socket
import sys
from collections.abc import Iterator
from typing import Any

from code_it.sandbox import contained, places, seccomp
from code_it.sandbox.job import Command, Job

_CREATE_RULESET = 444
_VERSION = 1
# Before this one files cannot be moved between folders, not even in the work folder.
_OLDEST = 2

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE = 1 << 4, 1 << 5
_MAKE_CHAR, _MAKE_DIR, _MAKE_REG, _MAKE_SOCK = 1 << 6, 1 << 7, 1 << 8, 1 << 9
_MAKE_FIFO, _MAKE_BLOCK, _MAKE_SYM = 1 << 10, 1 << 11, 1 << 12
_REFER, _TRUNCATE, _IOCTL_DEV = 1 << 13, 1 << 14, 1 << 15

_READ = _EXECUTE | _READ_FILE | _READ_DIR
_CHANGE = (
    _READ
    | _WRITE_FILE
    | _REMOVE_DIR
    | _REMOVE_FILE
    | _MAKE_DIR
    | _MAKE_REG
    | _MAKE_SOCK
    | _MAKE_FIFO
    | _MAKE_SYM
    | _REFER
    | _TRUNCATE
)
_DEVICE = _READ_FILE | _WRITE_FILE

_DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/random", "/dev/urandom")
# Not /proc as a whole: it lists every process.
_MACHINE = ("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/self", places.PROCESSORS)

SCOPES = 6
"""The version from which on signals and unix sockets stay within."""
_SCOPE_ABSTRACT_SOCKETS, _SCOPE_SIGNALS = 1 << 0, 1 << 1


def missing() -> str:
    """What is not there; empty when everything is."""
    if sys.platform != "linux":
        return "Landlock is a feature of Linux"
    if not seccomp.supported():
        return f"there is no system call filter for {os.uname().machine}"
    if version() < _OLDEST:
        return "the kernel has no Landlock, or one that is too old (it takes Linux 5.19)"
    return ""


@functools.lru_cache(maxsize=1)
def version() -> int:
    """Of the kernel's Landlock; 0 without it."""
    library = ctypes.CDLL(None, use_errno=True)
    number = ctypes.c_long(_CREATE_RULESET)
    answer = library.syscall(number, None, ctypes.c_long(0), ctypes.c_long(_VERSION))
    return max(0, int(answer))


@contextlib.contextmanager
def prepare(job: Job) -> Iterator[tuple[Command, contained.LauncherReport | None]]:
    """The command of a run, and what the launcher will say of the set-up."""
    settings: dict[str, Any] = {
        "rules": _rules(job),
        "handled": _handled(),
        "scoped": _SCOPE_ABSTRACT_SOCKETS | _SCOPE_SIGNALS if version() >= SCOPES else 0,
        "filter": seccomp.program(_filter(job)),
    }
    with contained.prepare(job, settings) as prepared:
        yield prepared


def _handled() -> int:
    """Every right that this kernel knows: what is not granted below is refused."""
    known = _CHANGE | _MAKE_CHAR | _MAKE_BLOCK
    if version() < 3:
        known &= ~_TRUNCATE
    return known | (_IOCTL_DEV if version() >= 5 else 0)


def _rules(job: Job) -> list[tuple[str, int]]:
    readable = [
        *places.SYSTEM_FOLDERS,
        *places.PACKAGE_STORES,
        *places.SYSTEM_FILES,
        *places.interpreter_paths(job.python),
        *places.given_paths(job),
        *_MACHINE,
        job.scratch / "code",
    ]
    if job.network:
        readable.append(places.RESOLVER)
    changeable = [job.folder, job.scratch / "home", job.scratch / "tmp"]
    return [
        *((str(path), _READ) for path in readable),
        *((str(path), _CHANGE) for path in changeable),
        *((path, _DEVICE) for path in _DEVICES),
    ]


def _filter(job: Job) -> seccomp.Filter:
    # Never AF_UNIX: Landlock does not cover connecting to a socket in the file system.
    families = (int(socket.AF_INET), int(socket.AF_INET6)) if job.network else ()
    # Before version 3 files elsewhere could be emptied by their path.
    also = ("truncate",) if version() < 3 else ()
    refused = (*seccomp.NOT_OF_LANDLOCK, *also)
    return seccomp.Filter(families, refused, own_limits_only=True)
