"""Folders that a script had its hands on: looking at them, tidying them, removing them."""

from __future__ import annotations

import contextlib
import os
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from code_it import cancelling
from code_it.sandbox.process import run_process

DEEPEST = 64
"""Folders within folders that are looked at: a script can nest them until nobody can."""
_MOST = 200_000


@dataclass(frozen=True)
class FileState:
    """What changes when a file does. The change time cannot be set back."""

    inode: int
    size: int
    modified_ns: int
    changed_ns: int
    mode: int


Snapshot = dict[str, FileState]
"""Regular files by their path in the folder, with forward slashes."""


def entries(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything below `folder`, each with its path in it; a folder comes before what it holds.

    Links are not followed, and what cannot be read is left out.
    """
    waiting = [("", str(folder), 0)]
    seen = 0
    while waiting:
        prefix, path, depth = waiting.pop()
        try:
            with os.scandir(path) as scan:
                found = sorted(scan, key=lambda entry: entry.name)
        except OSError:
            continue
        for entry in found:
            seen += 1
            if seen > _MOST:
                return
            yield prefix + entry.name, entry
            if depth < DEEPEST and _is_real_folder(entry):
                waiting.append((f"{prefix}{entry.name}/", entry.path, depth + 1))


def _is_real_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def snapshot(folder: Path) -> Snapshot:
    """The regular files of `folder` as they are now."""
    files: Snapshot = {}
    for name, entry in entries(folder):
        with contextlib.suppress(OSError):
            status = entry.stat(follow_symlinks=False)
            if stat.S_ISREG(status.st_mode):
                files[name] = FileState(
                    status.st_ino,
                    status.st_size,
                    status.st_mtime_ns,
                    # On Windows this is the time of creation, and on its way out.
                    0 if sys.platform == "win32" else status.st_ctime_ns,
                    status.st_mode,
                )
    return files


def unlock(folder: Path) -> None:
    """Open the folders that a script has locked, as far as folders are looked at."""
    _unlock(folder)
    for _, entry in entries(folder):
        if _is_real_folder(entry):
            _unlock(Path(entry.path))


def disarm(folder: Path) -> None:
    """Remove what is dangerous to open or to keep from a folder in which a script has run.

    These are devices, sockets and FIFOs (opening one can block for ever), links that lead out
    of the folder, and set-user-id bits. Folders that the script has locked are opened.
    """
    root = folder.resolve()
    _unlock(folder)
    for _, entry in entries(folder):
        with contextlib.suppress(OSError):
            mode = entry.stat(follow_symlinks=False).st_mode
            if stat.S_ISDIR(mode):
                _unlock(Path(entry.path))
            elif stat.S_ISLNK(mode):
                if not _leads_inside(Path(entry.path), root):
                    Path(entry.path).unlink()
            elif not stat.S_ISREG(mode):
                Path(entry.path).unlink()
            elif mode & (stat.S_ISUID | stat.S_ISGID | stat.S_ISVTX):
                Path(entry.path).chmod(stat.S_IMODE(mode) & 0o777)


def _unlock(folder: Path) -> None:
    with contextlib.suppress(OSError):
        mode = stat.S_IMODE(folder.stat().st_mode)
        if mode & 0o700 != 0o700 or mode & 0o7000:
            folder.chmod(mode & 0o777 | 0o700)


def _leads_inside(link: Path, root: Path) -> bool:
    try:
        target = link.resolve()
    except (OSError, RuntimeError):
        # Links in a circle.
        return False
    return target == root or root in target.parents


def remove_tree(folder: Path) -> None:
    """Remove `folder`, also when a script has locked or oddly nested what is in it."""
    with contextlib.suppress(OSError):
        _unlock(folder)
        for _, entry in entries(folder):
            if _is_real_folder(entry):
                _unlock(Path(entry.path))
    with contextlib.suppress(RecursionError):
        shutil.rmtree(folder, ignore_errors=True)
    if folder.exists() and sys.platform != "win32":
        # Nested deeper than a path can be long; this tool goes down step by step.
        with contextlib.suppress(OSError), cancelling.undisturbed():
            run_process(["rm", "-rf", "--", str(folder)], timeout_seconds=60)
