"""What is to be run, and how a level makes a command of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from code_it.sandbox.limits import Limits


@dataclass(frozen=True)
class Job:
    """One run of one script."""

    python: Path
    """The interpreter of an environment, as a path into that environment."""
    folder: Path
    """The work folder: the current folder of the script, and all that it may change."""
    scratch: Path
    """Folders of this run alone: `code/main.py`, and `home` and `tmp` where no others are made."""
    limits: Limits
    network: bool
    readable: tuple[Path, ...] = ()
    arguments: tuple[str, ...] = ()
    script: str = ""
    """The script, relative to the folder, where it is run in its own place."""


@dataclass(frozen=True)
class Command:
    """A confined run, ready for `run_process`."""

    argv: Sequence[str]
    environment: Mapping[str, str]
    pass_fds: Sequence[int] = ()
    cwd: Path | None = None


CERTIFICATE_VARIABLES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")
_PROXY_VARIABLES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
# Without these no program starts on Windows.
_WINDOWS_VARIABLES = ("SYSTEMROOT", "SYSTEMDRIVE", "PATHEXT", "COMSPEC")


def script_environment(job: Job, *, home: Path, temporary: Path) -> dict[str, str]:
    """All that a script finds in `os.environ`: built from nothing, never filtered."""
    threads = str(min(4, os.cpu_count() or 1))
    values = {
        "PATH": os.pathsep.join([str(job.python.parent), "/usr/local/bin", "/usr/bin", "/bin"]),
        "HOME": str(home),
        "TMPDIR": str(temporary),
        "LANG": "C.UTF-8",
        "PYTHONIOENCODING": "utf-8:backslashreplace",
        "PYTHONUNBUFFERED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONNOUSERSITE": "1",
        # There is nobody to look at a window, and nothing to play a sound.
        "MPLBACKEND": "Agg",
        "MPLCONFIGDIR": str(home / ".matplotlib"),
        "QT_QPA_PLATFORM": "offscreen",
        "SDL_VIDEODRIVER": "dummy",
        "SDL_AUDIODRIVER": "dummy",
        "BROWSER": "/bin/false",
        # Each thread of a numeric library reserves address space, which is limited.
        "OMP_NUM_THREADS": threads,
        "OPENBLAS_NUM_THREADS": threads,
    }
    passed_on = ["TZ"]
    if job.network:
        passed_on += CERTIFICATE_VARIABLES
        passed_on += [form for name in _PROXY_VARIABLES for form in (name, name.lower())]
    if sys.platform == "win32":
        passed_on += _WINDOWS_VARIABLES
        values |= {"TEMP": str(temporary), "TMP": str(temporary), "USERPROFILE": str(home)}
        values["PATH"] = str(job.python.parent)
    given = {name: os.environ[name] for name in passed_on if name in os.environ}
    proxies = {*_PROXY_VARIABLES}
    return values | {
        name: without_login(value) if name.upper() in proxies else value
        for name, value in given.items()
    }


def without_login(address: str) -> str:
    """`address` without a name and password in it: a script could send them anywhere."""
    scheme, _, rest = address.rpartition("//")
    return f"{scheme}//{rest.rpartition('@')[2]}" if scheme else address.rpartition("@")[2]
