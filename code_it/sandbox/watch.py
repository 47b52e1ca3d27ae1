"""Limits that the kernel does not keep for us: on all processes of a run together."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from code_it.sandbox.files import DEEPEST
from code_it.sandbox.limits import Limits
from code_it.sandbox.process import lower_priority

if TYPE_CHECKING:
    import psutil

_PROCESSES_EVERY_SECONDS = 0.25
_FOLDERS_EVERY_SECONDS = 1.0
_MIB = 1024 * 1024
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_NOFOLLOW", 0)


class Watch:
    """Looks at a run now and then, and says why it has to end."""

    def __init__(self, limits: Limits, folders: Sequence[Path], *, nice: int) -> None:
        self._limits = limits
        self._folders = folders
        self._nice = nice
        self._sessions: set[int] = set()
        self._size_before = sum(usage_of(folder, limits.files).bytes for folder in folders)
        self._machine_before = machine_room(folders)
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
            reason = self._grown(pid)
            self._next_folders = time.monotonic() + _FOLDERS_EVERY_SECONDS
            return reason
        return ""

    def _too_many_or_too_large(self, pid: int) -> str:
        import psutil

        try:
            processes = psutil.Process(pid).children(recursive=True)
        except psutil.Error:
            return ""
        self._lower_new_sessions(processes)
        tasks = memory = 0
        for process in processes:
            with contextlib.suppress(psutil.Error, OSError):
                tasks += _threads_of(process)
                memory += process.memory_info().rss
        # A few are the sandbox's own.
        if tasks > self._limits.processes + 4:
            return f"it started more than {self._limits.processes} processes"
        limit = self._limits.memory_mib * _MIB
        # Memory that processes share is counted once for each, so the sum is looked at again.
        if limit and memory > limit and _proportional(processes) > limit:
            return f"it used more than {self._limits.memory_mib} MiB of memory"
        return self._machine_is_full()

    def _lower_new_sessions(self, processes: Sequence[psutil.Process]) -> None:
        """A session that was begun later is level with the user's own until it is lowered too."""
        if sys.platform == "win32":
            return
        for process in processes:
            with contextlib.suppress(OSError):
                session = os.getsid(process.pid)
                if session not in self._sessions and lower_priority(process.pid, self._nice):
                    self._sessions.add(session)

    def _machine_is_full(self) -> str:
        """Room that a script takes where it cannot be seen: files and memory without any name.

        What others take is not told from it, so it counts only where little is left for them.
        """
        before, now = self._machine_before, machine_room(self._folders)
        most = self._limits.folder_mib * _MIB
        if before.disk_bytes - now.disk_bytes > most > now.disk_bytes:
            return f"there were less than {self._limits.folder_mib} MiB left on the disk"
        taken = before.memory_bytes - now.memory_bytes
        if taken > now.whole_memory_bytes // 4 and now.memory_bytes < now.whole_memory_bytes // 16:
            return "the machine had almost no memory left"
        return ""

    def _grown(self, pid: int) -> str:
        size = count = 0
        for folder in self._folders:
            usage = usage_of(folder, self._limits.files - count)
            if reason := _not_seen(usage):
                return reason
            size, count = size + usage.bytes, count + usage.files
        if count >= self._limits.files:
            return f"it made more than {self._limits.files} files and folders"
        size += _bytes_without_a_name(pid)
        if size - self._size_before > self._limits.folder_mib * _MIB:
            return f"it wrote more than {self._limits.folder_mib} MiB of files"
        return ""


def _threads_of(process: psutil.Process) -> int:
    if sys.platform != "linux":
        return int(process.num_threads())
    # psutil searches a text in which the name that a process gives itself comes first.
    fields = Path(f"/proc/{process.pid}/stat").read_bytes().rpartition(b")")[2].split()
    return int(fields[17])


@dataclass(frozen=True)
class MachineRoom:
    """What is left for everybody."""

    disk_bytes: int
    """Where there is least."""
    memory_bytes: int
    whole_memory_bytes: int


def machine_room(folders: Sequence[Path]) -> MachineRoom:
    """The room on the disks of `folders`, and in memory."""
    disk = min(shutil.disk_usage(folder).free for folder in folders)
    return MachineRoom(disk, *_memory())


def _memory() -> tuple[int, int]:
    """Bytes that are available, and all."""
    if sys.platform == "linux":
        # psutil takes longer to import than most scripts run.
        with contextlib.suppress(OSError, KeyError, ValueError):
            lines = Path("/proc/meminfo").read_text(encoding="ascii").splitlines()
            told = {name: text for name, _, text in (line.partition(":") for line in lines)}
            available, whole = (int(told[n].split()[0]) for n in ("MemAvailable", "MemTotal"))
            return available * 1024, whole * 1024
    import psutil

    memory = psutil.virtual_memory()
    return memory.available, memory.total


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


@dataclass(frozen=True)
class Usage:
    """What is in a folder."""

    bytes: int = 0
    """On the disk, so that a file with holes counts as what it takes."""
    files: int = 0
    """Folders among them."""
    too_deep: bool = False
    """There is more, so far down that it was not looked at."""
    locked: bool = False
    """There is a folder that nobody may look into."""


def usage_of(folder: Path, most: int) -> Usage:
    """What is in `folder`, at most so many files of it; links are not followed."""
    if os.scandir not in os.supports_fd:
        return _usage_by_paths(folder, most)
    try:
        descriptor = os.open(folder, _FOLDER)
    except OSError:
        return Usage()
    return _usage(descriptor, most, 0)


def _not_seen(usage: Usage) -> str:
    if usage.too_deep:
        return f"it nested folders deeper than {DEEPEST}"
    return "it locked a folder while it ran" if usage.locked else ""


def too_much(folder: Path, limits: Limits) -> str:
    """Why the files in `folder` cannot be looked after, be it only to tidy them; mostly empty."""
    usage = usage_of(folder, limits.files)
    if usage.too_deep:
        return f"it nested folders deeper than {DEEPEST}"
    if usage.files >= limits.files:
        return f"it made more than {limits.files} files and folders"
    return ""


def _usage_by_paths(folder: Path, most: int) -> Usage:
    size = files = 0
    for parent, folders, names in os.walk(folder):
        if len(Path(parent).relative_to(folder).parts) > DEEPEST:
            return Usage(size, files, too_deep=True)
        files += len(folders) + len(names)
        if files >= most:
            break
        for name in names:
            with contextlib.suppress(OSError):
                size += Path(parent, name).lstat().st_size
    return Usage(size, files)


def _usage(descriptor: int, most: int, depth: int) -> Usage:
    # By descriptors, because a path can be too long to be used. This one is closed here.
    size = files = 0
    too_deep = locked = False
    try:
        with os.scandir(descriptor) as entries:
            for entry in entries:
                if files >= most or too_deep or locked:
                    break
                files += 1
                with contextlib.suppress(OSError):
                    if entry.is_dir(follow_symlinks=False):
                        if depth >= DEEPEST:
                            too_deep = True
                            break
                        try:
                            below = os.open(entry.name, _FOLDER, dir_fd=descriptor)
                        except PermissionError:
                            locked = True
                            break
                        inner = _usage(below, most - files, depth + 1)
                        size, files = size + inner.bytes, files + inner.files
                        too_deep, locked = inner.too_deep, inner.locked
                    elif entry.is_file(follow_symlinks=False):
                        status = entry.stat(follow_symlinks=False)
                        size += getattr(status, "st_blocks", status.st_size // 512) * 512
    except OSError:
        pass
    finally:
        os.close(descriptor)
    return Usage(size, files, too_deep, locked)


def _bytes_without_a_name(pid: int) -> int:
    """Files that were removed and are still open: they take room that no folder shows."""
    import psutil

    seen: dict[tuple[int, int], int] = {}
    with contextlib.suppress(psutil.Error):
        for process in psutil.Process(pid).children(recursive=True):
            with contextlib.suppress(OSError), os.scandir(f"/proc/{process.pid}/fd") as entries:
                for entry in entries:
                    with contextlib.suppress(OSError):
                        status = entry.stat()
                        if stat.S_ISREG(status.st_mode) and status.st_nlink == 0:
                            seen[status.st_dev, status.st_ino] = status.st_blocks * 512
    return sum(seen.values())
