"""Runs one command in a Job Object of Windows: limits, and an end to all that it started.

Written against Microsoft's documentation of job objects; not tested by this project. It is no
sandbox: the command can read and change every file that the user can, and use the network.

This file is executed by itself (`python -I -S windows_job.py SETTINGS COMMAND...`), so it imports
nothing of code_it. Its own process is the first one in the job, so no child is ever outside of it,
and it holds the only handle: when it ends, however it ends, so does all the rest. It ends with
the process that started it, too.

SETTINGS is JSON: `parent` (process id), `processes`, `memory_bytes` (0 for no limit) and
`cpu_seconds` (of one process).
"""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
from typing import Any

_KILL_ON_CLOSE = 0x2000
_NO_ERROR_WINDOWS = 0x400
_LIMIT_PROCESSES = 0x8
_LIMIT_PROCESS_MEMORY = 0x100
_LIMIT_JOB_MEMORY = 0x200
_LIMIT_PROCESS_TIME = 0x2
# Handles of others, clipboard, system settings, display settings, global atoms, desktops, shutdown.
_NO_USER_INTERFACE = 0xFF

_EXTENDED_LIMITS = 9
_USER_INTERFACE = 4
_SYNCHRONIZE = 0x100000
_FOR_EVER = 0xFFFFFFFF
_TICKS_PER_SECOND = 10_000_000


class BasicLimits(ctypes.Structure):
    """JOBOBJECT_BASIC_LIMIT_INFORMATION."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """JOBOBJECT_EXTENDED_LIMIT_INFORMATION."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def limits_of(settings: dict[str, Any]) -> ExtendedLimits:
    """The limits of the job, this process among those that are counted."""
    limits = ExtendedLimits()
    basic = limits.BasicLimitInformation
    basic.LimitFlags = _KILL_ON_CLOSE | _NO_ERROR_WINDOWS | _LIMIT_PROCESSES
    basic.ActiveProcessLimit = settings["processes"] + 1
    if settings["cpu_seconds"]:
        basic.LimitFlags |= _LIMIT_PROCESS_TIME
        basic.PerProcessUserTimeLimit = settings["cpu_seconds"] * _TICKS_PER_SECOND
    if settings["memory_bytes"]:
        basic.LimitFlags |= _LIMIT_PROCESS_MEMORY | _LIMIT_JOB_MEMORY
        limits.ProcessMemoryLimit = limits.JobMemoryLimit = settings["memory_bytes"]
    return limits


def main() -> int:
    settings: dict[str, Any] = json.loads(sys.argv[1])
    kernel = _kernel()
    _enter_job(kernel, limits_of(settings))
    parent = kernel.OpenProcess(_SYNCHRONIZE, False, settings["parent"])
    if not parent:
        return 143
    command = subprocess.Popen(sys.argv[2:], stdin=subprocess.DEVNULL)
    handles = (ctypes.c_void_p * 2)(int(vars(command)["_handle"]), parent)
    kernel.WaitForMultipleObjects(2, handles, False, _FOR_EVER)
    code = command.poll()
    # The parent ended first: the job ends with this process.
    return 143 if code is None else code


def _kernel() -> Any:
    library: Any = vars(ctypes)["WinDLL"]("kernel32", use_last_error=True)
    for name in ("CreateJobObjectW", "GetCurrentProcess", "OpenProcess"):
        getattr(library, name).restype = ctypes.c_void_p
    library.OpenProcess.argtypes = (ctypes.c_uint32, ctypes.c_int, ctypes.c_uint32)
    library.CreateJobObjectW.argtypes = (ctypes.c_void_p, ctypes.c_wchar_p)
    library.AssignProcessToJobObject.argtypes = (ctypes.c_void_p, ctypes.c_void_p)
    library.SetInformationJobObject.argtypes = (
        ctypes.c_void_p,
        ctypes.c_int,
        ctypes.c_void_p,
        ctypes.c_uint32,
    )
    return library


def _enter_job(kernel: Any, limits: ExtendedLimits) -> None:
    """Put this process into a new job, whose handle stays open until it ends."""
    job = kernel.CreateJobObjectW(None, None)
    screens = ctypes.c_uint32(_NO_USER_INTERFACE)
    done = (
        job
        and kernel.SetInformationJobObject(
            job, _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
        )
        and kernel.SetInformationJobObject(
            job, _USER_INTERFACE, ctypes.byref(screens), ctypes.sizeof(screens)
        )
        and kernel.AssignProcessToJobObject(job, kernel.GetCurrentProcess())
    )
    if not done:
        number = vars(ctypes)["get_last_error"]()
        sys.exit(f"the limits of the run could not be set (Windows error {number})")


if __name__ == "__main__":
    sys.exit(main())
