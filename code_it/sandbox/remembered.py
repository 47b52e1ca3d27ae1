"""Which levels passed their self-test, kept for the next start with all that it depends on.

Only a level that held is kept: one that did not may be mended any time, and is tried again.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
import stat
import sys
from pathlib import Path

from code_it import __version__
from code_it.cache_folder import cache_folder
from code_it.flow import IsolationLevel
from code_it.sandbox import landlock, namespaces

_FORM = 1
_LARGEST_BYTES = 64 * 1024
# What an administrator may switch while the machine runs.
_SWITCHES = (
    "/proc/sys/kernel/random/boot_id",
    "/proc/sys/kernel/unprivileged_userns_clone",
    "/proc/sys/kernel/apparmor_restrict_unprivileged_userns",
    "/proc/sys/user/max_user_namespaces",
    "/proc/self/attr/current",
)
# Containers of one machine share its boot, and perhaps this folder.
_SURROUNDINGS = ("/proc/self/ns/mnt", "/proc/self/ns/user", "/proc/self/ns/net")
_POWERS = ("CapEff", "CapBnd", "NoNewPrivs", "Seccomp", "Seccomp_filters")


def held_before(level: IsolationLevel) -> bool:
    """It passed its self-test here, and nothing that the test depends on has changed since."""
    return _read(_place(level)) == _circumstances()


def remember(level: IsolationLevel, *, held: bool) -> None:
    """Keep what a self-test has just found; where nothing can be kept, nothing is."""
    place = _place(level)
    with contextlib.suppress(OSError):
        if not held:
            place.unlink(missing_ok=True)
            return
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
        try:
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with open(descriptor, "w", encoding="utf-8") as file:  # noqa: PTH123
                json.dump(_circumstances(), file)
            part.replace(place)
        finally:
            part.unlink(missing_ok=True)


def _place(level: IsolationLevel) -> Path:
    return cache_folder() / "self-test" / f"{level}.json"


def _read(place: Path) -> object:
    """What is written there; `None` when others may have written it."""
    if sys.platform == "win32":
        return None
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        if not _is_mine_alone(place.parent.lstat()):
            return None
        descriptor = os.open(place, flags)
        with open(descriptor, "rb") as file:  # noqa: PTH123
            status = os.fstat(descriptor)
            if not (stat.S_ISREG(status.st_mode) and _is_mine_alone(status)):
                return None
            return json.loads(file.read(_LARGEST_BYTES))
    except (OSError, ValueError, RecursionError):
        return None


def _is_mine_alone(status: os.stat_result) -> bool:
    """Nobody else could have written it."""
    return (
        sys.platform != "win32"
        and status.st_uid == os.getuid()
        and status.st_mode & (stat.S_IWGRP | stat.S_IWOTH) == 0
    )


def _circumstances() -> dict[str, object]:
    """All that decides how a self-test ends, as JSON gives it back."""
    system = os.uname() if sys.platform != "win32" else None
    return {
        "form": _FORM,
        "code_it": __version__,
        "own_files": [_file(path) for path in sorted(Path(__file__).parent.glob("*.py"))],
        "python": [sys.version, _file(Path(sys.executable)), sys.prefix],
        "bubblewrap": _file(Path(shutil.which("bwrap") or "bwrap")),
        "prlimit": _file(Path(namespaces.PRLIMIT)),
        "landlock": landlock.version() if sys.platform == "linux" else 0,
        "kernel": [system.sysname, system.release, system.version] if system else [],
        "machine": [system.nodename, system.machine] if system else [],
        "user": [os.getuid(), os.geteuid(), os.getgid()] if sys.platform != "win32" else [],
        "powers": _powers(),
        "switches": [_text(path) for path in _SWITCHES],
        "surroundings": [_link(path) for path in _SURROUNDINGS],
    }


def _file(path: Path) -> list[object]:
    """Which file it is, and which state of it."""
    try:
        real = path.resolve()
        status = real.stat()
    except (OSError, RuntimeError):
        return [str(path)]
    return [str(real), status.st_size, status.st_mtime_ns, status.st_mode]


def _powers() -> list[str]:
    lines = _text("/proc/self/status").splitlines()
    return [" ".join(line.split()) for line in lines if line.partition(":")[0] in _POWERS]


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").strip("\0\n")
    except OSError:
        return ""


def _link(path: str) -> str:
    try:
        return str(Path(path).readlink())
    except OSError:
        return ""
