"""Folders that tell whose they are, so that a later start removes what the dead left behind.

A program that is killed outright cannot tidy up. Nothing is removed of a process that may be alive.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import re
import secrets
import stat
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

from code_it.sandbox.files import entries, remove_tree

PREFIX = "code_it-"
BACKUPS = "before"
"""The folder in the record of a run with the files of the user's that were replaced."""
_OWNER = "owner.json"
_LARGEST_BYTES = 1024 * 1024
_OLD_SECONDS = 60.0
# What the journal calls a file until all of it is there.
_HALF_WRITTEN = re.compile(r"\..+\.[a-z0-9_]{8}")
_PART_FORM = ".code_it-{token}-*.part"
_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
_looked_at: set[Path] = set()
_lock = threading.Lock()


@contextlib.contextmanager
def temporary_folder(*, parent: Path | None = None, prefix: str = PREFIX) -> Iterator[Path]:
    """A new folder that is removed at the end, or after a kill when the next one is made.

    Args:
        parent: Where; the system's folder for temporary files if there is none.
    """
    where = (parent or Path(tempfile.gettempdir())).resolve()
    _remove_folders_of_the_dead(where, prefix)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=where))
    try:
        (folder / _OWNER).write_text(json.dumps(_identity()), encoding="utf-8")
        yield folder
    finally:
        _remove(folder)


def remove_after_a_kill(own: Path) -> None:
    """Remove what a run that was killed left in the `.code_it` folder `own`.

    For the holder of the lock of that folder only: then no run that is alive has anything there.
    """
    for run in _real_folders(own / "runs"):
        for folder in _real_folders(run):
            if folder.name.startswith("trial-"):
                remove_tree(folder)
        remove_parts(run, into=own.parent)
        for name, entry in list(entries(run)):
            # The user's own files are kept in there as they were, whatever they are called.
            if name.startswith(f"{BACKUPS}/") or not entry.is_file(follow_symlinks=False):
                continue
            if _HALF_WRITTEN.fullmatch(PurePosixPath(name).name):
                Path(entry.path).unlink(missing_ok=True)


@contextlib.contextmanager
def noted_parts(notes: Path, folders: Sequence[Path], *, into: Path) -> Iterator[str]:
    """A token for the names of files that are going to be staged in `folders`, below `into`.

    As long as the context lasts a note in the folder `notes` tells of them, for `remove_parts`.
    """
    token = secrets.token_hex(8)
    note = notes / f"delivering-{token}.json"
    told = {
        "owner": _identity(),
        "folders": [folder.relative_to(into).as_posix() for folder in folders],
        "new": [
            folder.relative_to(into).as_posix() for folder in folders if not os.path.lexists(folder)
        ],
    }
    notes.mkdir(parents=True, exist_ok=True)
    note.write_text(json.dumps(told), encoding="utf-8")
    try:
        yield token
    finally:
        with contextlib.suppress(OSError):
            note.unlink(missing_ok=True)


def part_name(token: str) -> str:
    return f".code_it-{token}-{secrets.token_hex(8)}.part"


def remove_parts(notes: Path, *, into: Path) -> None:
    """Remove the files that a delivery staged below `into` when it was killed; see `noted_parts`.

    Raises:
        Nothing: What is written there is not trusted, and what cannot be removed stays.
    """
    for note in notes.glob("delivering-*.json"):
        token = note.stem.partition("-")[2]
        told = _read(note)
        if not (re.fullmatch("[0-9a-f]{16}", token) and told and _is_dead(told.get("owner"))):
            continue
        with contextlib.suppress(OSError):
            for folder in _folders_below(into, told.get("folders")):
                for part in folder.glob(_PART_FORM.format(token=token)):
                    part.unlink()
            for folder in sorted(_folders_below(into, told.get("new")), reverse=True):
                with contextlib.suppress(OSError):
                    folder.rmdir()
            note.unlink()


def _folders_below(root: Path, names: object) -> list[Path]:
    """Those of `names` that are folders below `root`, and not reached through a link."""
    found = []
    for name in names if isinstance(names, list) else []:
        parts = PurePosixPath(str(name)).parts
        folder = root.joinpath(*parts)
        way = [root.joinpath(*parts[: count + 1]) for count in range(len(parts))]
        if {"..", "/"} & {*parts} or any(path.is_symlink() for path in way):
            continue
        if folder.is_dir():
            found.append(folder)
    return found


def _remove_folders_of_the_dead(parent: Path, prefix: str) -> None:
    with _lock:
        if parent in _looked_at:
            return
        _looked_at.add(parent)
    for folder in _real_folders(parent):
        if folder.name.startswith(prefix):
            _remove_if_dead(folder)


def _remove_if_dead(folder: Path) -> None:
    try:
        status = folder.lstat()
    except OSError:
        return
    if sys.platform != "win32" and status.st_uid != os.getuid():
        return
    if _is_dead(_read(folder / _OWNER)):
        _remove(folder)
    elif time.time() - status.st_mtime > _OLD_SECONDS:
        # Killed before it could say whose it is. One that holds anything is not ours to remove.
        with contextlib.suppress(OSError):
            folder.rmdir()


def _remove(folder: Path) -> None:
    """The owner goes last: a kill on the way must not leave what nobody may remove."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.is_dir() and not path.is_symlink():
                remove_tree(path)
            elif path.name != _OWNER:
                path.unlink()
    remove_tree(folder)


def _real_folders(parent: Path) -> list[Path]:
    try:
        if parent.is_symlink():
            return []
        with os.scandir(parent) as scan:
            return [Path(entry.path) for entry in scan if entry.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _read(path: Path) -> dict[str, object] | None:
    try:
        with open(os.open(path, os.O_RDONLY | _NO_FOLLOW), "rb") as file:  # noqa: PTH123
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                return None
            told = json.loads(file.read(_LARGEST_BYTES))
    except (OSError, ValueError, RecursionError):
        return None
    return told if isinstance(told, dict) else None


# Who is alive


def _identity() -> dict[str, object]:
    pid = os.getpid()
    return {"pid": pid, "started": _started(pid), **_surroundings()}


@functools.lru_cache(maxsize=1)
def _surroundings() -> dict[str, str]:
    """What a process id means something in: a start of the machine, and a container."""
    boot = namespace = ""
    with contextlib.suppress(OSError):
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="utf-8").strip()
        namespace = str(Path("/proc/self/ns/pid").readlink())
    return {"boot": boot, "namespace": namespace}


def _is_dead(owner: object) -> bool:
    """Surely: `False` also for one that cannot be asked about from here."""
    if not isinstance(owner, dict):
        return False
    pid, here = owner.get("pid"), _surroundings()
    if not isinstance(pid, int) or not {"started", "boot", "namespace"} <= owner.keys():
        return False
    if owner["boot"] != here["boot"]:
        return True
    return bool(owner["namespace"] == here["namespace"] and owner["started"] != _started(pid))


def _started(pid: int) -> str:
    """When the process `pid` was started, in units of the system's own; empty for one that ended.

    A process id is given again, but not with the same start.
    """
    if sys.platform == "linux":
        try:
            fields = Path(f"/proc/{pid}/stat").read_bytes().rpartition(b")")[2].split()
        except OSError:
            return ""
        # A zombie has left everything behind.
        return "" if fields[0] in (b"Z", b"X") else fields[19].decode("ascii")
    import psutil

    try:
        process = psutil.Process(pid)
        ended = process.status() == psutil.STATUS_ZOMBIE
        return "" if ended else f"{process.create_time():.0f}"
    except psutil.Error:
        return ""
