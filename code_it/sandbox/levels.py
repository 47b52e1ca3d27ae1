"""Which levels of confinement this machine gives, found out by trying."""

from __future__ import annotations

import functools
import sys
import threading
from typing import Literal

from code_it.errors import SandboxUnavailable
from code_it.flow import IsolationLevel
from code_it.sandbox import landlock, namespaces, remembered, seatbelt
from code_it.sandbox.self_test import run_self_test

WantedLevel = Literal["auto", "namespaces", "landlock", "seatbelt", "process"]

CONFINING: tuple[IsolationLevel, ...] = (
    ("seatbelt",) if sys.platform == "darwin" else ("namespaces", "landlock")
)
"""The levels that this system could give, the strongest first."""
_LOCK = threading.Lock()


def select_level(wanted: WantedLevel) -> IsolationLevel:
    """The strongest level that works here, or `wanted` itself when it works.

    Raises:
        SandboxUnavailable: It does not work here, or nothing but `process` does for "auto".
    """
    if wanted == "auto":
        for level in CONFINING:
            if not why_not(level):
                return level
        reasons = "; ".join(f"{level}: {why_not(level)}" for level in CONFINING)
        raise SandboxUnavailable(
            f"a script cannot be confined on this machine ({reasons}). {_advice()}, or set "
            "`--isolation process`, which is not a sandbox: the script can then read and change "
            "all of your files"
        )
    if reason := why_not(wanted):
        raise SandboxUnavailable(
            f"the sandbox level {wanted!r} does not work on this machine: {reason}; "
            "`--isolation auto` takes the strongest that does"
        )
    return wanted


def missing(level: IsolationLevel) -> str:
    """What `level` needs and is not here; empty when there is nothing."""
    needed = {
        "namespaces": namespaces.missing,
        "landlock": landlock.missing,
        "seatbelt": seatbelt.missing,
    }
    return needed[level]() if level in needed else ""


def why_not(level: IsolationLevel) -> str:
    """Why `level` does not work here; empty when it works.

    Tried once per process; one that works, once for as long as nothing changes that it rests on.
    """
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
    if level in ("namespaces", "landlock", "seatbelt"):
        if reason := missing(level):
            return reason
        return "" if remembered.held_before(level) else _tried(level)
    return "it is the mark of a script that was not run"


def _tried(level: IsolationLevel) -> str:
    """What is wrong with `level`, by running a small hostile script in it."""
    test = run_self_test(level)
    remembered.remember(level, held=test.held)
    return explain(str(test))


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
