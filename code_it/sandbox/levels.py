"""Which levels of confinement this machine gives, found out by trying."""

from __future__ import annotations

import contextlib
import functools
import os
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from code_it.errors import SandboxError, SandboxUnavailable
from code_it.flow import IsolationLevel
from code_it.sandbox import landlock, namespaces
from code_it.sandbox.confined import run_confined, scratch_folder
from code_it.sandbox.job import Job
from code_it.sandbox.limits import Limits

WantedLevel = Literal["auto", "namespaces", "landlock", "process"]

_STRONGEST_FIRST: tuple[IsolationLevel, ...] = ("namespaces", "landlock")
_LOCK = threading.Lock()

# Each line tries what the level must refuse, and names it when it was not refused.
_SELF_TEST = """
import os, socket, sys
secret, port, variable, marker = sys.argv[1:]
open("written", "w").write("yes")
try:
    open(secret).close()
    print("files outside can be read")
except OSError:
    pass
try:
    open(secret, "a").close()
    print("files outside can be written")
except OSError:
    pass
try:
    socket.create_connection(("127.0.0.1", int(port)), 1)
    print("services of this machine can be reached")
except OSError:
    pass
if variable in os.environ:
    print("variables are handed on")
try:
    open("/proc/sys/kernel/core_pattern", "a")
    print("settings of the kernel can be written")
except OSError:
    pass
print(marker)
"""


def select_level(wanted: WantedLevel) -> IsolationLevel:
    """The strongest level that works here, or `wanted` itself when it works.

    Raises:
        SandboxUnavailable: It does not work here, or nothing but `process` does for "auto".
    """
    if wanted == "auto":
        for level in _STRONGEST_FIRST:
            if not why_not(level):
                return level
        reasons = "; ".join(f"{level}: {why_not(level)}" for level in _STRONGEST_FIRST)
        raise SandboxUnavailable(
            f"a script cannot be confined on this machine ({reasons}). {_advice()}, or set "
            "`--sandbox process`, which is not a sandbox: the script can then read and change "
            "all of your files"
        )
    if reason := why_not(wanted):
        raise SandboxUnavailable(
            f"the sandbox level {wanted!r} does not work on this machine: {reason}; "
            "`--sandbox auto` takes the strongest that does"
        )
    return wanted


def why_not(level: IsolationLevel) -> str:
    """Why `level` does not work here; empty when it works. Tried once per process."""
    with _LOCK:
        return _why_not(level)


def _advice() -> str:
    if sys.platform == "linux":
        return "Install bubblewrap"
    return "Run it in a Linux container or virtual machine (on Windows: WSL 2)"


@functools.lru_cache(maxsize=8)
def _why_not(level: IsolationLevel) -> str:
    if level == "process":
        return ""
    if level == "namespaces":
        return namespaces.missing() or _tried(level)
    if level == "landlock":
        return landlock.missing() or _tried(level)
    return "it is the mark of a script that was not run"


def _tried(level: IsolationLevel) -> str:
    """What is wrong with `level`, by running a small hostile script in it."""
    marker = "self-test complete"
    with (
        scratch_folder(_SELF_TEST) as scratch,
        _listener() as port,
        tempfile.TemporaryDirectory() as name,
    ):
        outside = Path(name)
        secret = outside / "secret"
        secret.write_text("secret", encoding="utf-8")
        folder = outside / "work"
        folder.mkdir()
        job = Job(
            python=Path(sys.executable),
            folder=folder,
            scratch=scratch,
            limits=Limits(time_limit_seconds=10),
            network=False,
            arguments=(str(secret), str(port), _any_secret_variable(), marker),
        )
        try:
            # Not at the lowest priority: somebody is waiting, and it is our own code.
            result = run_confined(job, level, nice=0)
        except (SandboxError, OSError) as error:
            return explain(str(error))
        found = result.stdout.split("\n")[:-1]
        if found == [marker] and (folder / "written").is_file():
            return ""
        leaks = [line for line in found if line != marker]
        said = ", ".join(leaks) or result.stderr.strip()[-300:] or "the self-test did not end"
        return f"its self-test failed: {said}"


def _any_secret_variable() -> str:
    """A variable of ours that no script is to see."""
    return next((name for name in os.environ if name.startswith("CODE_IT_")), "SHELL")


@contextlib.contextmanager
def _listener() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


_CAUSES = (
    (
        "uid map: Permission denied",
        "the system forbids user namespaces to bubblewrap (on Ubuntu: install the AppArmor "
        "profile bwrap-userns-restrict)",
    ),
    ("No space left on device", "user namespaces are switched off (user.max_user_namespaces)"),
    ("Can't mount proc", "this container does not allow /proc to be mounted"),
    (
        "No permissions to create new namespace",
        "the system forbids user namespaces (kernel.unprivileged_userns_clone)",
    ),
)


def explain(message: str) -> str:
    """`message` of a failed set-up, with its known cause in front."""
    for sign, cause in _CAUSES:
        if sign in message:
            return f"{cause}: {message}"
    return message
