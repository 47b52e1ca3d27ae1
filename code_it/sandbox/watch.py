"""Limits that the kernel does not keep for us: on all processes of a run together."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from code_it.sandbox.limits import Limits

if TYPE_CHECKING:
    import psutil

_PROCESSES_EVERY_SECONDS = 0.25
_FOLDERS_EVERY_SECONDS = 1.0
_MIB = 1024 * 1024


class Watch:
    """Looks at a run now and then, and says why it has to end."""

    def __init__(self, limits: Limits, folders: Sequence[Path]) -> None:
        self._limits = limits
        self._folders = folders
        self._size_before = sum(map(_bytes_in, folders))
        self._next_processes = 0.0
        self._next_folders = 0.0

    def __call__(self, pid: int) -> str:
        """The reason to end the run that `pid` leads; empty when there is none."""
        now = time.monotonic()
        if now >= self._next_processes:
            reason = self._too_many_or_too_large(pid)
            self._next_processes = time.monotonic() + _PROCESSES_EVERY_SECONDS
            if reason:
                return reason
        if now >= self._next_folders:
            reason = self._grown()
            self._next_folders = time.monotonic() + _FOLDERS_EVERY_SECONDS
            return reason
        return ""

    def _too_many_or_too_large(self, pid: int) -> str:
        import psutil

        try:
            processes = psutil.Process(pid).children(recursive=True)
        except psutil.Error:
            return ""
        tasks = memory = 0
        for process in processes:
            with contextlib.suppress(psutil.Error):
                tasks += process.num_threads()
                memory += process.memory_info().rss
        # A few are the sandbox's own.
        if tasks > self._limits.processes + 4:
            return f"it started more than {self._limits.processes} processes"
        limit = self._limits.memory_mib * _MIB
        # Memory that processes share is counted once for each, so the sum is looked at again.
        if limit and memory > limit and _proportional(processes) > limit:
            return f"it used more than {self._limits.memory_mib} MiB of memory"
        return ""

    def _grown(self) -> str:
        size = sum(map(_bytes_in, self._folders))
        if size - self._size_before > self._limits.folder_mib * _MIB:
            return f"it wrote more than {self._limits.folder_mib} MiB of files"
        return ""


def _proportional(processes: Sequence[psutil.Process]) -> int:
    """Bytes in use, with shared memory divided among those who share it."""
    import psutil

    total = 0
    for process in processes:
        with contextlib.suppress(psutil.Error):
            try:
                info = process.memory_full_info()
                total += int(getattr(info, "pss", info.uss))
            except psutil.AccessDenied:
                total += process.memory_info().rss
    return total


def _bytes_in(folder: Path) -> int:
    """On the disk, so that a file with holes counts as what it takes."""
    total = 0
    waiting = [str(folder)]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif entry.is_file(follow_symlinks=False):
                        status = entry.stat(follow_symlinks=False)
                        total += getattr(status, "st_blocks", status.st_size // 512) * 512
    return total
